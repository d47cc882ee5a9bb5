"""Tables as files: no cell is a formula, numbers are numbers, inexact ones stand beside as text."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from minutebook.exchange.tables import Entry, Table, csv_text, is_inexact, xlsx_bytes

STRANGE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
)


def table(*rows: tuple[Entry, ...]) -> Table:
    return Table("t", "T", ("what", "number"), rows)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_csv_text_never_begins_a_formula() -> None:
    for row in rows_of(csv_text(table(*((s, None) for s in STRANGE))))[1:]:
        assert row[0][0] not in "=+-@\t\r" or row[0].removeprefix("-").isdigit()


def test_numbers_stay_numbers_and_negative_ones_too() -> None:
    made = rows_of(csv_text(table(("a", -3), ("b", Fraction(1, 4)), ("c", 10**14))))
    assert [row[1] for row in made[1:]] == ["-3", "0.25", "100000000000000"]


def test_what_a_number_cannot_hold_stands_beside_it_as_text() -> None:
    made = rows_of(csv_text(table(("a", Fraction(1, 3)), ("b", Fraction(-1, 3)), ("c", None))))
    assert made[0] == ["what", "number", "number (exact)"]
    assert [row[2] for row in made[1:]] == ["1/3", "'-1/3", ""]


def test_a_workbook_holds_text_as_text() -> None:
    made = xlsx_bytes([table(*((s, Fraction(1, 3)) for s in STRANGE)), table(("x\x00\x1by", 2))])
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["t", "t 2"]
    for row, written in zip(book["t"].iter_rows(min_row=2), STRANGE, strict=True):
        assert row[0].data_type == "s"
        assert row[0].value == written
        assert row[1].data_type == "n"
        assert row[2].value == "1/3"
    assert book["t 2"]["B2"].value == 2


def test_equal_tables_give_equal_bytes() -> None:
    assert xlsx_bytes([table(("a", 1))]) == xlsx_bytes([table(("a", 1))])


def test_a_workbook_without_tables_opens_too() -> None:
    assert openpyxl.load_workbook(io.BytesIO(xlsx_bytes([]))).sheetnames == ["empty"]


def test_sheets_get_names_that_a_workbook_allows() -> None:
    names = ["a/b:c*d?e[f]" * 4, "a/b:c*d?e[f]" * 4, "''", "History"]
    made = xlsx_bytes([Table(n, n, ("x",), (("y",),)) for n in names])
    assert len(openpyxl.load_workbook(io.BytesIO(made)).sheetnames) == 4


@given(st.text(max_size=20), st.fractions())
def test_every_text_and_number_comes_back(text: str, number: Fraction) -> None:
    """What is read back is what was written, or says that it is not exact."""
    row = rows_of(csv_text(Table("t", "T", ("what", "number"), ((text, number),))))[1]
    assert row[0].removeprefix("'").replace("\r\n", "\n") == text.removeprefix("'").replace(
        "\r\n", "\n"
    )
    exact = Fraction(row[2].removeprefix("'")) if is_inexact(number) else Fraction(row[1])
    assert exact == number

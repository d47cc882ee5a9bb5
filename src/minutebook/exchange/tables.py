"""Tables as files that a spreadsheet opens: CSV and XLSX.

Text of a book stays text: no cell is ever a formula. Numbers are numbers; where a spreadsheet's
numbers (15 significant digits) cannot hold one, a further column holds it as exact text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Entry: TypeAlias = str | int | Fraction | None

_DIGITS: Final = 15
_MOST_TEXT: Final = 32_767
_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A CSV cell that begins so is worked out by spreadsheets (OWASP, "CSV Injection")."""
_NEVER_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NEVER_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_NAME_LENGTH: Final = 31
_MADE: Final = datetime(2000, 1, 1)
"""Written into every workbook, so that the same table gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a name for files and sheets, a title, the heads of its columns, and its rows.

    An entry is text, an exact number, or None for nothing.
    """

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]

    def __post_init__(self) -> None:
        assert all(len(row) == len(self.heads) for row in self.rows), self.name


def is_inexact(entry: Entry) -> bool:
    """Whether a spreadsheet's number would not be the exact one."""
    if entry is None or isinstance(entry, str):
        return False
    digits = f"{float(entry):.{_DIGITS}g}"
    return Fraction(digits) != entry


def with_exact_columns(table: Table) -> Table:
    """Beside each column with a number that is not held exactly, the same as exact text."""
    doubtful = {
        place
        for place in range(len(table.heads))
        if any(is_inexact(row[place]) for row in table.rows)
    }
    heads: list[str] = []
    for place, head in enumerate(table.heads):
        heads += [head, f"{head} (exact)"] if place in doubtful else [head]
    rows = []
    for row in table.rows:
        out: list[Entry] = []
        for place, entry in enumerate(row):
            out.append(entry)
            if place in doubtful:
                out.append(None if entry is None else str(entry))
        rows.append(tuple(out))
    return Table(table.name, table.title, tuple(heads), tuple(rows))


def csv_text(table: Table) -> str:
    """A table as CSV (RFC 4180) that no spreadsheet takes for formulas.

    Text that would begin a formula gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    shown = with_exact_columns(table)
    writer.writerow([_safe(head) for head in shown.heads])
    writer.writerows([_csv_entry(entry) for entry in row] for row in shown.rows)
    return out.getvalue()


def _csv_entry(entry: Entry) -> str:
    if entry is None:
        return ""
    return _safe(entry) if isinstance(entry, str) else _number_text(entry)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_STARTS_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    """Whether exact text of ours is a plain number: `-1/3` is text and `-12` is a number."""
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def _number_text(number: int | Fraction) -> str:
    if isinstance(number, int) or number.denominator == 1:
        return str(number)
    return f"{float(number):.{_DIGITS}g}"


def xlsx_bytes(tables: Sequence[Table]) -> bytes:
    """Tables as the sheets of one workbook; the same tables give the same bytes."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = Workbook(out, options)
    workbook.set_properties({"created": _MADE})
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    names: set[str] = set()
    for table in tables:
        sheet = workbook.add_worksheet(_sheet_name(table.name, names))
        _fill(sheet, with_exact_columns(table), bold, wrapped)
    if not tables:
        workbook.add_worksheet("empty")
    workbook.close()
    return out.getvalue()


def _fill(sheet: Worksheet, table: Table, bold: Format, wrapped: Format) -> None:
    for column, head in enumerate(table.heads):
        sheet.write_string(0, column, _plain(head), bold)
        longest = max((len(str(row[column] or "")) for row in table.rows), default=0)
        sheet.set_column(column, column, min(60, max(12, len(head) + 2, longest + 2)))
    for number, row in enumerate(table.rows, start=1):
        for column, entry in enumerate(row):
            if isinstance(entry, str):
                sheet.write_string(number, column, _plain(entry), wrapped)
            elif entry is not None:
                sheet.write_number(number, column, float(entry), wrapped)
    sheet.freeze_panes(1, 0)


def _plain(text: str) -> str:
    """Text that a workbook can hold: no control characters, no longer than a cell."""
    kept = _NEVER_IN_XML.sub("\ufffd", text)
    return kept if len(kept) <= _MOST_TEXT else f"{kept[: _MOST_TEXT - 1]}…"


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that a workbook allows and has not used."""
    plain = _NEVER_IN_A_NAME.sub(" ", wanted).strip(" '")[:_NAME_LENGTH] or "table"
    name, number = plain, 2
    while name.lower() in taken:
        end = f" {number}"
        name, number = plain[: _NAME_LENGTH - len(end)] + end, number + 1
    taken.add(name.lower())
    return name

"""The pages on books and diagnostics are up to date, and their examples load."""

from __future__ import annotations

import re
from textwrap import indent

from tests.records.pages import DIAGNOSTICS, REFERENCE, diagnostics_page, reference_page

from minutebook.records import Value, load_texts, nouns
from minutebook.records.advice import ADVICE
from minutebook.records.codes import CODES
from minutebook.records.kinds import KINDS
from minutebook.text import CODES as TEXT_CODES
from minutebook.text import render
from minutebook.views.lint_codes import LINT_ADVICE, LINT_CODES

ANEW = "run: python -m tests.records.pages"


def examples() -> str:
    """The examples of the reference as one book: its sections, then all its records."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", REFERENCE.read_text("utf-8"), re.DOTALL | re.M)
    sections = [block for block in blocks if not block.startswith("- ")]
    records = [indent(block, "  ") for block in blocks if block.startswith("- ")]
    return "".join([*sections, "records:\n", *records])


def test_the_reference_is_up_to_date() -> None:
    assert REFERENCE.read_text("utf-8") == reference_page(), ANEW


def test_the_page_of_diagnostics_is_up_to_date() -> None:
    assert DIAGNOSTICS.read_text("utf-8") == diagnostics_page(), ANEW


def test_every_code_has_an_entry_with_an_anchor_and_advice() -> None:
    headings = re.findall(r"^### (MB[0-9]{3})$", DIAGNOSTICS.read_text("utf-8"), re.M)
    assert headings == [*sorted({*TEXT_CODES, *CODES}), *sorted(LINT_CODES)]
    advice = {**ADVICE, **LINT_ADVICE}
    assert set(advice) == set(headings)
    assert all(text[0].isupper() or text[0] == "`" for text in advice.values())
    assert all(text.endswith(".") for text in advice.values())


def test_every_kind_has_an_entry() -> None:
    headings = re.findall(r"^### (.+)$", REFERENCE.read_text("utf-8"), re.M)
    assert set(KINDS) <= set(headings)


def test_the_examples_of_the_reference_load() -> None:
    book = load_texts({"book.yaml": examples().encode()})
    assert render(book.diagnostics, book.files) == ""
    assert len(book.records) > 20
    (joined,) = [h for h in book.of(nouns.Holding) if isinstance(h.units, Value)]
    assert joined.units is not None
    assert isinstance(joined.units, Value)
    assert joined.units.reading == "bo's units"

"""Every kind of mistake gives the right place, message and hint, and nothing beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.records.golden import CASES, read, shown

from minutebook.records.codes import CODES
from minutebook.text import CODES as TEXT_CODES

# Codes that no file can show, and why.
ELSEWHERE = {
    "MB104": "a file of more than 20 MB: test_limits",
    "MB106": "a text of more than a million characters: test_limits",
    "MB137": "the one point in time of a question, which is no part of a book",
    "MB150": "an edit of a file, not its content: tests/text",
    "MB151": "an edit of a file, not its content: tests/text",
    "MB152": "an edit of a file, not its content: tests/text",
    "MB153": "an edit of a file, not its content: tests/text",
    "MB154": "an edit of a file, not its content: tests/text",
    "MB210": "there is no file at all: test_files",
    "MB271": "an assertion is judged by state/, not read",
    "MB272": "an assertion is judged by state/, not read",
}


def code_of(case: Path) -> str:
    return case.name.partition("-")[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_book_gives_exactly_its_diagnostics(case: Path) -> None:
    book = read(case)
    assert shown(book) == (case / "expected.txt").read_text("utf-8")
    assert code_of(case) in {diagnostic.code for diagnostic in book.diagnostics}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_diagnostic_says_where_and_what_to_write(case: Path) -> None:
    for diagnostic in read(case).diagnostics:
        assert diagnostic.hint
        assert not diagnostic.message.endswith(".")
        assert not diagnostic.hint.endswith(".")
        assert diagnostic.span not in diagnostic.also


def test_every_code_has_a_failing_example() -> None:
    covered = {code_of(case) for case in CASES}
    every = set(CODES) | set(TEXT_CODES)
    assert covered | set(ELSEWHERE) == every
    assert not covered & set(ELSEWHERE)
    assert len(CASES) >= 40

"""Every code that the package uses is explained, and every explained code is used."""

from __future__ import annotations

import re
from pathlib import Path

import minutebook.records
from minutebook.records.codes import CODES
from minutebook.text import CODES as TEXT_CODES

PACKAGE = Path(minutebook.records.__file__).parent
JUDGED = {"MB271", "MB272"}  # reported by what judges a book, explained beside the others


def test_codes_are_explained_and_used() -> None:
    used = {
        code
        for path in PACKAGE.glob("*.py")
        if path.name not in ("codes.py", "advice.py")
        for code in re.findall(r"\bMB2[0-9]{2}\b", path.read_text("utf-8"))
    }
    assert used == set(CODES) - JUDGED


def test_codes_and_their_lines_are_distinct_sentences() -> None:
    lines = [*CODES.values(), *TEXT_CODES.values()]
    assert len(set(lines)) == len(lines)
    assert all(re.fullmatch(r"MB2[0-9]{2}", code) for code in CODES)
    assert all(re.fullmatch(r"[A-Z].{10,80}\.", line) for line in CODES.values())

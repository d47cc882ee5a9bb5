"""Every code that the package uses is explained, and every explained code is used."""

from __future__ import annotations

import re
from pathlib import Path

import minutebook.text
from minutebook.text import CODES

PACKAGE = Path(minutebook.text.__file__).parent
TESTS = Path(__file__).parent


def used(folder: Path) -> set[str]:
    return {
        code
        for path in folder.glob("*.py")
        if path.name not in ("codes.py", "test_codes.py")
        for code in re.findall(r"\bMB[0-9]{3}\b", path.read_text("utf-8"))
    }


def test_codes_are_explained_used_and_shown_failing() -> None:
    assert used(PACKAGE) == set(CODES)
    assert set(CODES) <= used(TESTS)


def test_codes_and_their_lines_are_distinct_sentences() -> None:
    assert len(set(CODES.values())) == len(CODES)
    assert all(re.fullmatch(r"MB1[0-9]{2}", code) for code in CODES)
    assert all(re.fullmatch(r"[A-Z].{10,80}\.", line) for line in CODES.values())


def test_public_names_exist_and_are_listed_in_order() -> None:
    names = minutebook.text.__all__
    assert all(hasattr(minutebook.text, name) for name in names)
    assert len(set(names)) == len(names)

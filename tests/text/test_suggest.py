"""Did you mean …?"""

from __future__ import annotations

import difflib

from hypothesis import given
from hypothesis import strategies as st

from minutebook.text import nearest

NAMES = ["altman", "brockman", "sutskever", "openai-inc/board", "openai-inc/ceo"]


def test_the_name_that_was_meant() -> None:
    assert nearest("altmann", NAMES) == "altman"
    assert nearest("Altman", NAMES) == "altman"
    assert nearest("openai-inc/bord", NAMES) == "openai-inc/board"
    assert nearest("microsoft", NAMES) is None
    assert nearest("", NAMES) is None
    assert nearest("x" * 101, ["x" * 100]) is None


def test_of_equals_the_first_in_the_alphabet() -> None:
    assert nearest("boardx", ["boardz", "boardy"]) == "boardy"


@given(st.text("abc", min_size=1, max_size=6), st.lists(st.text("abc", max_size=6), max_size=8))
def test_none_is_more_like_it(name: str, candidates: list[str]) -> None:
    def likeness(other: str) -> float:
        return difflib.SequenceMatcher(None, other, name, autojunk=False).ratio()

    others = [other for other in candidates if other != name]
    best = max(map(likeness, others), default=0.0)
    found = nearest(name, candidates)
    if best > 0.7:
        assert found is not None
        assert likeness(found) == best
    elif best < 0.7:
        assert found is None


def test_among_very_many_those_of_like_length_are_compared() -> None:
    many = [f"{n:030}" for n in range(5000)] + ["altman"]
    assert nearest("altmann", many) == "altman"

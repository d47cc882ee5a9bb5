"""Every cure that an answer names is written into the book and judged again: it must work.

Of the books that are shipped, and of random charters, boards and votes; `applied` writes a cure
as records would tell of it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from tests.state.applied import DONE, TallyError, mended, named
from tests.state.random_charters import charters, written
from tests.state.reference import Organisation
from tests.state.reference_terms import Charter
from tests.state.test_reference import organisations
from tests.state.test_reference import written as organised

import minutebook
from minutebook.law import LIBRARY
from minutebook.records import load_texts, nouns

BOOKS = Path(minutebook.__file__).parent / "books"
LAST = "2026-01-01"
SETTINGS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def works(texts: dict[str, bytes], at: str = LAST) -> int:
    """How many cures the answers about a book's acts name; each works when it is applied."""
    loaded = load_texts(texts, LIBRARY)
    readings = {r.id: r.adopted for r in loaded.readings.values() if r.adopted}
    count = 0
    for act in [r.id for r in loaded.records.values() if isinstance(r, nouns.Act)]:
        for one in named(loaded, act, at, readings):
            try:
                found = mended(texts, one, at)
            except TallyError:
                continue
            assert found <= set(DONE), (act, one, found)
            count += 1
    return count


@pytest.mark.parametrize("name", ["coop", "foundation", "joint-venture", "startup"])
def test_every_cure_in_the_shipped_books_works(name: str) -> None:
    texts = {p.name: p.read_bytes() for p in sorted((BOOKS / name).glob("*.yaml"))}
    assert works(texts) > 0


@SETTINGS
@given(charters())
def test_every_cure_of_a_random_charter_works(charter: Charter) -> None:
    works({"book.yaml": written(charter).encode()})


@SETTINGS
@given(organisations(most=3))
def test_every_cure_of_a_random_board_works(org: Organisation) -> None:
    text = organised(org)
    assume(not load_texts({"book.yaml": text.encode()}, LIBRARY).errors)
    works({"book.yaml": text.encode()})

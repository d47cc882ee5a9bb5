"""A new book checks clean, whatever its title, and shows the basics."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minutebook.records import Book, load_texts, nouns
from minutebook.records.template import new_book


def read(title: str, zone: str) -> Book:
    return load_texts({name: text.encode() for name, text in new_book(title, zone).items()})


def test_it_shows_the_basics() -> None:
    book = read("The Garden Club", "America/Los_Angeles")
    assert book.diagnostics == ()
    assert (book.title, book.zone.key) == ("The Garden Club", "America/Los_Angeles")
    for kind in (nouns.Entity, nouns.Body, nouns.Post, nouns.Act, nouns.Meeting, nouns.Message):
        assert book.of(kind)
    assert len(book.of(nouns.Person)) == 3
    assert len(book.of(nouns.Assertion)) == 1
    assert all(len(line) <= 100 for text in new_book("T").values() for line in text.splitlines())


@given(st.text(max_size=40))
def test_any_title_checks_clean(title: str) -> None:
    book = read(title, "UTC")
    assert book.diagnostics == ()
    assert book.title

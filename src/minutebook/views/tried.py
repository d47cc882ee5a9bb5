"""The deeds that a record tried, each asked about on the eve of its first try."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from minutebook.records import Book, nouns
from minutebook.state.dates import BEGINNING, END, Dates

_ASIDE: Final = frozenset({"announce", "resign", "register", "pay", "consent", "waive"})
"""What people do for themselves: whether they can is no question of coalitions."""
_INSTANT: Final = timedelta(microseconds=1)


def tried(book: Book) -> Mapping[str, nouns.Act]:
    """The deeds of the record by their text, each with the first act that tried it."""
    found: dict[str, nouns.Act] = {}
    for act in book.of(nouns.Act):
        for effect in act.effects:
            if effect.verb not in _ASIDE:
                found.setdefault(str(effect), act)
    return found


def eve(book: Book, act: nouns.Act) -> datetime | None:
    """Just before an act; the end of its day if whoever did it began on that very day."""
    dates = Dates(book.records)
    earliest, latest = dates.bounds(act)
    if earliest <= BEGINNING:
        return None
    actor = book.records.get(act.by or "")
    if actor is not None and dates.bounds(actor)[0] == earliest and latest < END:
        return latest
    return earliest - _INSTANT

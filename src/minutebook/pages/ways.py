"""Ways on from a page that took too long: ask again, ask for less, or settle a reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from minutebook.pages import words
from minutebook.pages.address import Address
from minutebook.pages.asking import suggestions
from minutebook.pages.knew import subjects
from minutebook.records import Book
from minutebook.text.render import visible
from minutebook.views.check import default_at
from minutebook.views.paying import payable
from minutebook.views.structure import steps

_MOST: Final = 12
_DATES: Final = 4
_SINGLE: Final = 6
_OVER_DATES: Final = frozenset({"overview", "record", "sources"})
"""Pages that look at everything until a date, so that an earlier date leaves less to work out."""


@dataclass(frozen=True, slots=True)
class Way:
    """A link: what it does, and the query of its address."""

    says: str
    query: str


def ways_on(book: Book, address: Address, page: str = "") -> tuple[Way, ...]:
    """The same page again; at earlier dates; of one thing; with a reading settled either way."""
    found = [Way("Go on from where it stopped", address.query() or "?")]
    if page in _OVER_DATES:
        found += _earlier(book, address)
    found += _single(book, address, page)
    found += _settled(book, address, _MOST + 1 - len(found))
    return tuple(found)


def _earlier(book: Book, address: Address) -> Iterator[Way]:
    """The page at dates before the one asked for, each leaving about half of what is left."""
    until = address.at or default_at(book)
    left: tuple[datetime, ...] = tuple(t for t in steps(book) if t < until)
    for _ in range(_DATES):
        left = left[: len(left) // 2]
        if not left:
            return
        at = left[-1]
        yield Way(f"As of {words.moment(book, at)}", replace(address, at=at).query())


def _single(book: Book, address: Address, page: str) -> Iterator[Way]:
    """One answer in place of another: another deed, another claim, another thing known."""
    if page == "can":
        if address.steps is not None or address.within is not None:
            yield Way("By one act only", replace(address, steps=None, within=None).query() or "?")
        for aim in suggestions(book)[:_SINGLE]:
            if aim != address.aim:
                chosen = replace(address, aim=aim)
                yield Way(visible(words.deed(book, aim)).capitalize(), chosen.query())
    listed = {"gets": payable, "knew": subjects}.get(page)
    for id_ in listed(book)[:_SINGLE] if listed is not None else ():
        if id_ != address.select:
            chosen = replace(address, select=id_)
            yield Way(visible(f"Only of {words.name(book, id_)}"), chosen.query())


def _settled(book: Book, address: Address, most: int) -> Iterator[Way]:
    """The page with each of the first open readings settled either way."""
    made = 0
    for name, reading in book.readings.items():
        if name in address.readings or made >= most:
            continue
        asks = reading.asks or name.replace("-", " ")
        for value in reading.alternatives:
            settled = replace(address, readings={**address.readings, name: value})
            yield Way(visible(f"{asks} {value.replace('-', ' ')}"), settled.query())
            made += 1

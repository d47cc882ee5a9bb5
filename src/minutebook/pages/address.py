"""The address of a view: book, date, known-date, readings and selection, all in the query.

What an address cannot mean is told on the page and left out; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode

from minutebook.records import Book
from minutebook.text.problem import Problem
from minutebook.text.when import at_argument
from minutebook.views.show import when_text


@dataclass(frozen=True, slots=True)
class Address:
    """What a page is asked for. `mistakes` says what could not be understood.

    `aim`, `members` and `amount` are questions of single pages, as written.
    """

    at: datetime | None = None
    known: datetime | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    select: str | None = None
    aim: str | None = None
    members: tuple[str, ...] = ()
    amount: str | None = None
    mistakes: tuple[str, ...] = ()

    def query(self) -> str:
        """The query that leads here, `?` included; empty if nothing is asked."""
        pairs: list[tuple[str, str]] = []
        if self.at is not None:
            pairs.append(("at", when_text(self.at)))
        if self.known is not None:
            pairs.append(("known", when_text(self.known)))
        pairs += [("reading", f"{name}={value}") for name, value in self.readings.items()]
        if self.select is not None:
            pairs.append(("select", self.select))
        if self.aim is not None:
            pairs.append(("aim", self.aim))
        pairs += [("members", member) for member in self.members]
        if self.amount is not None:
            pairs.append(("amount", self.amount))
        return f"?{urlencode(pairs)}" if pairs else ""

    def elsewhere(self) -> Address:
        """The same date and readings for another page."""
        return replace(self, select=None, aim=None, members=(), amount=None)


def read_address(book: Book, query: Mapping[str, Sequence[str]]) -> Address:
    """Read a query: `at`, `known`, any number of `reading=NAME=VALUE`, `select`."""
    mistakes: list[str] = []
    moments: dict[str, datetime | None] = {}
    for name in ("at", "known"):
        written = (query.get(name) or [""])[-1].strip()
        found = at_argument(written, book.zone) if written else None
        if isinstance(found, Problem):
            mistakes.append(f"{name}: {found.message}; {found.hint}")
            found = None
        moments[name] = found
    readings: dict[str, str] = {}
    for written in query.get("reading") or ():
        name, equals, value = written.partition("=")
        if not written:
            continue
        reading = book.readings.get(name)
        if not equals or not value:
            mistakes.append(f"reading: write NAME=VALUE, not “{written}”")
        elif reading is not None and value not in reading.alternatives:
            mistakes.append(f"the reading {name} has no alternative “{value}”")
        else:
            readings[name] = value
    select = (query.get("select") or [""])[-1].strip() or None
    if select is not None and select not in book.records:
        mistakes.append(f"select: no record is called “{select}”")
        select = None
    members = tuple(dict.fromkeys(m for m in query.get("members") or () if m in book.records))
    return Address(
        moments["at"],
        moments["known"],
        readings,
        select,
        (query.get("aim") or [""])[-1].strip() or None,
        members,
        (query.get("amount") or [""])[-1].strip() or None,
        tuple(mistakes),
    )

"""The address of a view: book, date, known-date, readings and selection, all in the query.

What an address cannot mean is told on the page and left out; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from minutebook.records import Book
from minutebook.text.problem import Problem
from minutebook.text.when import at_argument
from minutebook.views.show import when_text


@dataclass(frozen=True, slots=True)
class Address:
    """What a page is asked for. `mistakes` says what could not be understood.

    All after `select` are questions of single pages, as written: `aim`, `members`, `steps`,
    `within` and `blocs` (each NAME=ID,ID) of Who can; `amount`, `seek` and `years` of Who gets;
    `hinges` of the overview: to work out what it hinges on, however long that takes.
    """

    at: datetime | None = None
    known: datetime | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    select: str | None = None
    aim: str | None = None
    members: tuple[str, ...] = ()
    steps: str | None = None
    within: str | None = None
    blocs: tuple[str, ...] = ()
    amount: str | None = None
    seek: str | None = None
    years: str | None = None
    hinges: bool = False
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
        for name in ("aim", "steps", "within", "amount", "seek", "years"):
            written = getattr(self, name)
            if written is not None:
                pairs.append((name, written))
        pairs += [("members", member) for member in self.members]
        pairs += [("blocs", bloc) for bloc in self.blocs]
        if self.hinges:
            pairs.append(("hinges", "yes"))
        return f"?{urlencode(pairs)}" if pairs else ""

    def elsewhere(self) -> Address:
        """The same date and readings for another page."""
        return Address(self.at, self.known, self.readings)


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
    plain = {
        name: (query.get(name) or [""])[-1].strip() or None
        for name in ("aim", "steps", "within", "amount", "seek", "years")
    }
    return Address(
        moments["at"],
        moments["known"],
        readings,
        select,
        members=members,
        blocs=tuple(b.strip() for b in query.get("blocs") or () if b.strip()),
        hinges=(query.get("hinges") or [""])[-1] == "yes",
        mistakes=tuple(mistakes),
        **plain,
    )

"""What the dates of records say whatever the readings: bounds, and what came after what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias

from minutebook.records.nouns import Moment, Noun
from minutebook.records.values import Reads, Value
from minutebook.text.when import Relative, When

BEGINNING = datetime.min.replace(tzinfo=UTC)
END = datetime.max.replace(tzinfo=UTC)
Bounds: TypeAlias = tuple[datetime, datetime]


class Dates:
    """Bounds over all readings, and the order that the book states.

    Records dated relative to one another make chains of any length, so they are followed with a
    list and not by calls within calls.
    """

    def __init__(self, records: Mapping[str, Noun]) -> None:
        self._records = records
        self._bounds: dict[str, Bounds] = {}
        self._direct = {r.id: found for r in records.values() if (found := _said_after(r))}
        self._rank: dict[str, int] = {}

    def bounds(self, record: Noun) -> Bounds:
        """Between which instants a record lies, over all readings of its date."""
        date = record.date
        if isinstance(date, When):
            found = self._bounds[record.id] = (date.earliest or BEGINNING, date.latest or END)
            return found
        queue = [record]
        started: set[str] = set()
        while queue:
            at = queue[-1]
            waiting: list[Noun] = []
            if at.id not in started and at.id not in self._bounds:
                started.add(at.id)
                # An anchor that waits for this very record stays without bounds.
                waiting = [a for a in self._anchors(at.date) if a.id not in started]
            if waiting:
                queue.extend(waiting)
                continue
            queue.pop()
            if at.id not in self._bounds:
                self._bounds[at.id] = self._span(at.date)
        return self._bounds[record.id]

    def bounds_of(self, date: Reads[Moment] | None) -> Bounds:
        """The same of a date by itself."""
        for anchor in self._anchors(date):
            self.bounds(anchor)
        return self._span(date)

    def _span(self, date: Reads[Moment] | None) -> Bounds:
        options = tuple(date.by.values()) if isinstance(date, Value) else (date,)
        found = [self._option(option) for option in options]
        return min(b[0] for b in found), max(b[1] for b in found)

    def _option(self, date: Moment | None) -> Bounds:
        if isinstance(date, When):
            return date.earliest or BEGINNING, date.latest or END
        if isinstance(date, Relative) and date.anchor in self._bounds:
            low, high = self._bounds[date.anchor]
            moved = date.resolve(When(_open(low), _open(high), ""))
            return moved.earliest or BEGINNING, moved.latest or END
        return BEGINNING, END

    def _anchors(self, date: Reads[Moment] | None) -> list[Noun]:
        """The records from whose dates a date is told."""
        options = tuple(date.by.values()) if isinstance(date, Value) else (date,)
        names = [option.anchor for option in options if isinstance(option, Relative)]
        return [self._records[name] for name in names if name in self._records]

    def is_told(self, label: str) -> bool:
        """Whether the book says of a record that it came after another."""
        return label in self._direct

    def follows(self, later: str, earlier: str) -> bool:
        """Whether the book says, directly or in steps, that one record came after another."""
        direct = self._direct.get(later)
        if direct is None:
            return False
        if earlier in direct:
            return True
        floor = self._ranked(earlier)
        queue = [later]
        seen = {later}
        for at in queue:
            for name in self._direct.get(at, ()):
                if name == earlier:
                    return True
                if name not in seen and self._ranked(name) > floor:
                    seen.add(name)
                    queue.append(name)
        return False

    def _ranked(self, label: str) -> int:
        """The length of the longest chain of stated orders that ends in a record."""
        queue = [label]
        started: set[str] = set()
        while queue:
            at = queue[-1]
            before = self._direct.get(at, frozenset())
            waiting: list[str] = []
            if at not in started and at not in self._rank:
                started.add(at)
                waiting = [n for n in before if n not in self._rank and n not in started]
            if waiting:
                queue.extend(waiting)
                continue
            queue.pop()
            if at not in self._rank:
                self._rank[at] = 1 + max((self._rank.get(n, 0) for n in before), default=-1)
        return self._rank[label]


def _said_after(record: Noun) -> frozenset[str]:
    """What the record itself says came before it."""
    found = set(record.after)
    date = record.date
    if (
        isinstance(date, Relative)
        and date.earliest is not None
        and date.earliest.total_seconds() >= 0
    ):
        found.add(date.anchor)
    return frozenset(found)


def _open(moment: datetime) -> datetime | None:
    return None if moment in (BEGINNING, END) else moment

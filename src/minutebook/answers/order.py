"""The order of moments whose dates do not tell it, kept free of circles.

A settled order is an edge: one thing before another, or before or after an instant. What is
settled, what the book says came before what, and the dates together imply further orders;
those are not open, so no world contradicts itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from minutebook.text.when import When

Bound = tuple[datetime, int]
"""An instant and a side of it: -1 just before, 0 at it, 1 just after."""

FIRST: Bound = (datetime.min.replace(tzinfo=UTC), -2)
LAST: Bound = (datetime.max.replace(tzinfo=UTC), 2)


class Clock(Protocol):
    """What a book says of the moments of its records, by label."""

    def when(self, label: str) -> When:
        """The moment of a record, in the world at hand."""

    def follows(self, later: str, earlier: str) -> bool:
        """Whether the book says that one came after the other, whatever their dates."""

    def is_told(self, label: str) -> bool:
        """Whether the book may say of a label that it came after another; False: it does not."""

    def place(self, label: str) -> int:
        """Where the record stands in the book: the order to show first, no more."""


@dataclass(frozen=True, slots=True)
class Edge:
    """What an order is about: two labels, or a label and an instant.

    Forward is: `a` before `b`, or `a` happened by `instant`.
    """

    a: str
    b: str | None
    instant: datetime | None

    @staticmethod
    def named(name: str, chosen: str) -> Edge | None:
        """The edge that the name of an order between two labels speaks of, else None."""
        head = chosen.removesuffix(" first")
        if head == chosen or not name.startswith("order of "):
            return None
        pair = name.removeprefix("order of ")
        if pair.startswith(f"{head} and "):
            return Edge(head, pair.removeprefix(f"{head} and "), None)
        if pair.endswith(f" and {head}"):
            return Edge(pair.removesuffix(f" and {head}"), head, None)
        return None

    def forward(self, chosen: str) -> bool:
        """Whether an alternative settles it forward."""
        return chosen == ("yes" if self.b is None else f"{self.a} first")


@dataclass(frozen=True, slots=True)
class Implied:
    """An order that others imply, and the names of the settled orders it may rest on."""

    forward: bool
    names: tuple[str, ...]


@dataclass(slots=True)
class Settled:
    """The orders that a world has settled, by the names of their choices.

    `ahead` and `behind` tell, for each label, what is settled to come after and before it, by the
    names of those choices. `told` are the labels of whose order the book may speak, as far as
    asked; `unasked` those that came since.
    """

    pairs: dict[str, tuple[str, str]] = field(default_factory=dict)
    limits: dict[str, tuple[str, datetime, bool]] = field(default_factory=dict)
    ahead: dict[str, dict[str, str]] = field(default_factory=dict)
    behind: dict[str, dict[str, str]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    unasked: list[str] = field(default_factory=list)

    def add(self, name: str, edge: Edge, chosen: str) -> None:
        """Settle one."""
        forward = edge.forward(chosen)
        if edge.b is not None:
            self.drop(name)
            first, second = (edge.a, edge.b) if forward else (edge.b, edge.a)
            self.pairs[name] = (first, second)
            self.unasked += (first, second)
            self.ahead.setdefault(first, {})[name] = second
            self.behind.setdefault(second, {})[name] = first
        elif edge.instant is not None:
            self.limits[name] = (edge.a, edge.instant, forward)

    def drop(self, name: str) -> None:
        """Open one again."""
        pair = self.pairs.pop(name, None)
        self.limits.pop(name, None)
        if pair is not None:
            del self.ahead[pair[0]][name]
            del self.behind[pair[1]][name]

    def copy(self) -> Settled:
        """The same orders, to settle more."""
        return Settled(
            dict(self.pairs),
            dict(self.limits),
            {label: dict(found) for label, found in self.ahead.items() if found},
            {label: dict(found) for label, found in self.behind.items() if found},
            set(self.told),
            list(self.unasked),
        )

    def implied(self, edge: Edge, clock: Clock | None) -> Implied | None:
        """What the rest implies of an order, or None."""
        if edge.b is None:
            assert edge.instant is not None
            return self._implied_time(edge.a, edge.instant, clock)
        if not self.pairs and not self.limits:
            return None
        for earlier, later, forward in ((edge.a, edge.b, True), (edge.b, edge.a, False)):
            ahead = self._reach(earlier, clock, later, forward=True)
            behind = self._reach(later, clock, earlier, forward=False)
            if later in ahead.labels or ahead.bound < behind.bound:
                return Implied(forward, tuple(dict.fromkeys((*ahead.names, *behind.names))))
        return None

    def _implied_time(self, label: str, instant: datetime, clock: Clock | None) -> Implied | None:
        ahead = self._reach(label, clock, None, forward=True)
        if ahead.bound <= (instant, 0):
            return Implied(True, tuple(ahead.names))
        behind = self._reach(label, clock, None, forward=False)
        if behind.bound >= (instant, 1):
            return Implied(False, tuple(behind.names))
        return None

    def _reach(self, start: str, clock: Clock | None, goal: str | None, *, forward: bool) -> _Reach:
        """All that surely comes after (or before) a label, and the bound that this sets it."""
        beyond = self.ahead if forward else self.behind
        reach = _Reach({start}, LAST if forward else FIRST)
        queue = [start]
        for at in queue:
            self._narrow(reach, at, clock, forward=forward)
            for name, far in beyond.get(at, {}).items():
                reach.names.append(name)
                if far not in reach.labels:
                    reach.labels.add(far)
                    queue.append(far)
            if clock is None:
                continue
            for label in self._told_with(at, goal, clock) - reach.labels:
                earlier, later = (at, label) if forward else (label, at)
                if clock.follows(later, earlier):
                    reach.labels.add(label)
                    queue.append(label)
        return reach

    def _told_with(self, at: str, goal: str | None, clock: Clock) -> set[str]:
        """The labels of whose order with another the book may speak: of two, one is told."""
        while self.unasked:
            label = self.unasked.pop()
            if label not in self.told and clock.is_told(label):
                self.told.add(label)
        if clock.is_told(at):
            found = {label for pair in self.pairs.values() for label in pair}
        else:
            found = {one for one in self.told if self.ahead.get(one) or self.behind.get(one)}
        if goal is not None:
            found.add(goal)
        return found

    def _narrow(self, reach: _Reach, at: str, clock: Clock | None, *, forward: bool) -> None:
        """Let what is known of one label tighten the bound."""
        if clock is not None:
            low, high = bounds(clock.when(at))
            reach.bound = min(reach.bound, high) if forward else max(reach.bound, low)
        for name, (label, instant, by_then) in self.limits.items():
            if label == at and by_then is forward:
                reach.names.append(name)
                limit = (instant, 0) if by_then else (instant, 1)
                reach.bound = min(reach.bound, limit) if forward else max(reach.bound, limit)


@dataclass(slots=True)
class _Reach:
    labels: set[str]
    bound: Bound
    names: list[str] = field(default_factory=list)


def bounds(when: When) -> tuple[Bound, Bound]:
    """Between which bounds a moment lies; an imprecise one lies strictly between its instants."""
    inside = 0 if when.exact else 1
    low = FIRST if when.earliest is None else (when.earliest, inside)
    high = LAST if when.latest is None else (when.latest, -inside)
    return low, high

"""A world: one way to settle the readings that a question meets.

Whatever the sources leave open reaches a question through `World.choose`: readings, rival
claims, the order of events whose dates do not tell, acts whose effect stays undetermined. A
world notes what it was asked, so that `ask` can go through the other alternatives.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, cast

from minutebook.records.values import Reads, Value

T = TypeVar("T")
ChoiceKind = Literal["reading", "claims", "order", "time", "act", "rule"]
MAX_RUNS = 64


@dataclass(frozen=True, slots=True)
class Choice:
    """Something open: its alternatives, the one to show first, and what kind of thing it is."""

    name: str
    alternatives: tuple[str, ...]
    default: str
    kind: ChoiceKind


@dataclass(frozen=True, slots=True)
class _Entry:
    """A value, the choices it rests on, and those that were looked at without effect."""

    rests_on: tuple[tuple[str, str], ...]
    value: Any
    passed: frozenset[str]


@dataclass(slots=True)
class Memo:
    """What has been worked out, with the choices it rests on; shared by the worlds of a question.

    An entry serves every world that settles those choices alike.
    """

    entries: dict[Hashable, list[_Entry]] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)
    indexes: dict[Hashable, Any] = field(default_factory=dict)


class World:
    """One consistent way to settle what is open; made by `ask`."""

    def __init__(
        self,
        fixed: Mapping[str, str],
        memo: Memo | None = None,
        adopted: Mapping[str, str] | None = None,
    ) -> None:
        self.fixed = dict(fixed)
        self.memo = memo if memo is not None else Memo()
        self.adopted = adopted or {}
        self.met: dict[str, str] = {}
        self.passed: set[str] = set()
        self._frames: list[dict[str, str]] = []
        self._passed: list[set[str]] = []

    def pick(self, value: Reads[T]) -> T:
        """The alternative that this world takes; a plain value is itself.

        This is the only place where a reading is resolved.
        """
        if not isinstance(value, Value):
            return value
        alternatives = tuple(value.by)
        kind: ChoiceKind = "claims" if value.src else "reading"
        name = self.choose(value.reading, alternatives, kind=kind)
        return cast("T", value.by[name])

    def choose(
        self,
        name: str,
        alternatives: tuple[str, ...],
        default: str | None = None,
        kind: ChoiceKind = "reading",
    ) -> str:
        """Settle something open, and note that it was asked."""
        if len(alternatives) == 1:
            return alternatives[0]
        known = self.memo.choices.get(name)
        if known is None:
            first = self.adopted.get(name)
            if first not in alternatives:
                first = default if default in alternatives else alternatives[0]
            known = Choice(name, alternatives, first, kind)
            self.memo.choices[name] = known
        chosen = self._peek(name)
        if chosen not in alternatives:
            chosen = known.default if known.default in alternatives else alternatives[0]
        self._note(name, chosen)
        return chosen

    def order(self, a: str, b: str) -> bool:
        """Whether `a` comes before `b`, where no date tells; never in a circle."""
        implied = self._implied(a, b)
        if implied is not None:
            return implied
        first, second = sorted((a, b))
        name = order_name(first, second)
        default = f"{a} first" if self._sequence.get(a, 0) <= self._sequence.get(b, 0) else None
        alternatives = (f"{first} first", f"{second} first")
        return self.choose(name, alternatives, default, "order") == f"{a} first"

    _sequence: Mapping[str, int] = {}

    def sequence(self, places: Mapping[str, int]) -> None:
        """Tell in which order records stand in the book: the order to show first, no more."""
        self._sequence = places

    def _implied(self, a: str, b: str) -> bool | None:
        """The order that others already settled imply, noting those it rests on."""
        after: dict[str, list[tuple[str, str]]] = {}
        for name, chosen in (*self.fixed.items(), *self.met.items()):
            choice = self.memo.choices.get(name)
            if choice is not None and choice.kind == "order":
                head = chosen.removesuffix(" first")
                tail = next(x.removesuffix(" first") for x in choice.alternatives if x != chosen)
                after.setdefault(head, []).append((tail, name))
        for start, goal, answer in ((a, b, True), (b, a, False)):
            path = _path(after, start, goal)
            if path is not None and path:
                for name in path:
                    self._note(name, cast("str", self._peek(name)))
                return answer
        return None

    def _peek(self, name: str) -> str | None:
        if name in self.fixed:
            return self.fixed[name]
        if name in self.met:
            return self.met[name]
        choice = self.memo.choices.get(name)
        return choice.default if choice is not None else None

    def _note(self, name: str, chosen: str) -> None:
        self.met.setdefault(name, chosen)
        if self._frames:
            self._frames[-1][name] = chosen

    def remember(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The value of a slot: from memory if its choices are settled alike, else worked out."""
        entries = self.memo.entries.setdefault(key, [])
        for entry in entries:
            if all(self._peek(name) == chosen for name, chosen in entry.rests_on):
                for name, chosen in entry.rests_on:
                    self._note(name, chosen)
                if entry.passed:
                    self._pass(set(entry.passed))
                return cast("T", entry.value)
        self._frames.append({})
        self._passed.append(set())
        try:
            value = compute()
        finally:
            frame = self._frames.pop()
            passed = self._passed.pop()
        if self._frames:
            self._frames[-1].update(frame)
        if self._passed:
            self._passed[-1] |= passed
        entries.append(_Entry(tuple(frame.items()), value, frozenset(passed)))
        return value

    def unless_immaterial(self, compute: Callable[[World], T]) -> T:
        """Work something out, letting go of choices that do not change it.

        A choice goes if, all else equal, the value is the same however it and those that went
        before it are settled. So a verdict that holds under every reading of the votes does not
        split the worlds of whoever rests on it; nor does the order of two acts of one day that
        changes nothing.
        """
        before = set(self.met)
        self._frames.append({})
        self._passed.append(set())
        try:
            value = compute(self)
        finally:
            frame = self._frames.pop()
            passed = self._passed.pop()
        gone: list[str] = []
        for name in [n for n in frame if n not in before and n not in self.fixed]:
            if self._same_under_all(compute, frame, [*gone, name], value):
                gone.append(name)
        for name in gone:
            del self.met[name]
            del frame[name]
        self._pass({*passed, *gone})
        for name, chosen in frame.items():
            self._note(name, chosen)
        return value

    def _pass(self, names: set[str]) -> None:
        self.passed |= names
        if self._passed:
            self._passed[-1] |= names

    def _same_under_all(
        self,
        compute: Callable[[World], T],
        frame: Mapping[str, str],
        names: list[str],
        value: T,
    ) -> bool:
        """Whether every other way to settle some choices gives the same value."""
        settled = {n: c for n, c in self.met.items() if n not in names}
        queue = self._siblings(frame, {}, names)
        runs = 0
        while queue:
            runs += 1
            if runs > MAX_RUNS:
                return False
            extra = queue.pop()
            world = World({**self.fixed, **settled, **extra}, self.memo, self.adopted)
            world._sequence = self._sequence
            if compute(world) != value:
                return False
            new = [n for n in world.met if n not in world.fixed]
            queue.extend(self._siblings(world.met, extra, new))
        return True

    def _siblings(
        self, chosen: Mapping[str, str], extra: Mapping[str, str], names: list[str]
    ) -> list[dict[str, str]]:
        """The other ways to settle some choices, each cell apart from the rest."""
        out = []
        prefix = dict(extra)
        for name in names:
            for other in self.memo.choices[name].alternatives:
                if other != chosen[name]:
                    out.append({**prefix, name: other})
            prefix[name] = chosen[name]
        return out


def order_name(a: str, b: str) -> str:
    """The name of the choice between two orders."""
    first, second = sorted((a, b))
    return f"order of {first} and {second}"


def _path(after: Mapping[str, list[tuple[str, str]]], start: str, goal: str) -> list[str] | None:
    """The names of the settled orders that lead from one act to another."""
    queue: list[tuple[str, list[str]]] = [(start, [])]
    seen = {start}
    for at, names in queue:
        if at == goal:
            return names
        for then, name in after.get(at, ()):
            if then not in seen:
                seen.add(then)
                queue.append((then, [*names, name]))
    return None

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
MAX_ORDERS = 64


@dataclass(frozen=True, slots=True)
class Choice:
    """Something open: its alternatives, the one to show first, and what kind of thing it is."""

    name: str
    alternatives: tuple[str, ...]
    default: str
    kind: ChoiceKind


@dataclass(slots=True)
class Memo:
    """What has been worked out, with the choices it rests on; shared by the worlds of a question.

    An entry serves every world that settles those choices alike.
    """

    entries: dict[Hashable, list[tuple[tuple[tuple[str, str], ...], Any]]] = field(
        default_factory=dict
    )
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
        self._frames: list[dict[str, str]] = []

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
        for rests_on, value in entries:
            if all(self._peek(name) == chosen for name, chosen in rests_on):
                for name, chosen in rests_on:
                    self._note(name, chosen)
                return cast("T", value)
        self._frames.append({})
        try:
            value = compute()
        finally:
            frame = self._frames.pop()
        if self._frames:
            self._frames[-1].update(frame)
        entries.append((tuple(frame.items()), value))
        return value

    def unless_immaterial(self, compute: Callable[[World], T], kinds: tuple[str, ...]) -> T:
        """Work something out, forgetting choices of the given kinds that do not change it.

        Many same-day acts have an order that no date tells and that changes nothing; asking
        about each pair would split the world for no reason.
        """
        before = set(self.met)
        self._frames.append({})
        try:
            value = compute(self)
        finally:
            frame = self._frames.pop()
        fresh = [n for n in frame if n not in before and self._is_open(n, kinds)]
        others = self._same_under_all(compute, kinds, frame, fresh, value) if fresh else {}
        if others is not None:
            for name in fresh:
                del self.met[name]
                del frame[name]
            frame.update(others)
        for name, chosen in frame.items():
            self._note(name, chosen)
        return value

    def _is_open(self, name: str, kinds: tuple[str, ...]) -> bool:
        return name not in self.fixed and self.memo.choices[name].kind in kinds

    def _same_under_all(
        self,
        compute: Callable[[World], T],
        kinds: tuple[str, ...],
        frame: Mapping[str, str],
        fresh: list[str],
        value: T,
    ) -> dict[str, str] | None:
        """What else was met, if every other way to settle the fresh choices gives the same."""
        settled = {n: c for n, c in self.met.items() if n not in fresh}
        queue = self._siblings(frame, {}, fresh)
        met: dict[str, str] = {}
        runs = 1
        while queue:
            if runs >= MAX_ORDERS:
                return None
            runs += 1
            extra = queue.pop()
            world = World({**self.fixed, **settled, **extra}, self.memo, self.adopted)
            world._sequence = self._sequence
            if compute(world) != value:
                return None
            new = [
                n for n in world.met if n not in world.fixed and self.memo.choices[n].kind in kinds
            ]
            queue.extend(self._siblings(world.met, extra, new))
            met.update(
                {n: c for n, c in world.met.items() if self.memo.choices[n].kind not in kinds}
            )
        return met

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

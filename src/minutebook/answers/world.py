"""A world: one way to settle the readings that a question meets.

Whatever the sources leave open reaches a question through a world: readings, rival claims, the
order of events whose dates do not tell, acts whose effect stays undetermined. A world notes
what it was asked, so that `ask` can go through the other alternatives.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final, TypeVar, cast

from minutebook.answers.memory import Choice, ChoiceKind, Entries, Entry, Memo, RestsOn
from minutebook.answers.order import Clock, Edge, Settled
from minutebook.records.values import Reads, Value

T = TypeVar("T")
MAX_RUNS = 64
_NOTHING: Final[frozenset[str]] = frozenset()
_NEVER: Final = object()
"""No value: a slot may well hold None."""


class World:
    """One consistent way to settle what is open; made by `ask`.

    `fixed` is settled beforehand; everything else takes its default and is noted in `met`, or in
    `passed` if it turned out to make no difference where it was met.
    """

    __slots__ = (
        "_frames",
        "_order",
        "_passed",
        "adopted",
        "clock",
        "consistent",
        "fixed",
        "memo",
        "met",
        "passed",
    )

    def __init__(
        self,
        fixed: Mapping[str, str],
        memo: Memo | None = None,
        adopted: Mapping[str, str] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.fixed = dict(fixed)
        self.memo = memo if memo is not None else Memo()
        self.adopted = adopted or {}
        self.met: dict[str, str] = {}
        self.clock = clock
        self.passed: set[str] = set()
        self._frames: list[dict[str, str]] = []
        self._passed: list[set[str]] = []
        self._order = Settled()
        self.consistent = True
        self._settle_orders(self.fixed)

    def _settle_orders(self, chosen_by_name: Mapping[str, str]) -> None:
        """Settle the orders among some choices, and see whether they contradict the others."""
        for name, chosen in chosen_by_name.items():
            edge = self.memo.edges.get(name) or Edge.named(name, chosen)
            if edge is not None:
                implied = self._order.implied(edge, self.clock) if edge.b is not None else None
                if implied is not None and implied.forward is not edge.forward(chosen):
                    self.consistent = False
                self._order.add(name, edge, chosen)

    # -- readings and other choices

    def pick(self, value: Reads[T]) -> T:
        """The alternative that this world takes; a plain value is itself.

        This is the only place where a reading is resolved.
        """
        if not isinstance(value, Value):
            return value
        kind: ChoiceKind = "claims" if value.src else "reading"
        return cast("T", value.by[self.choose(value.reading, tuple(value.by), kind=kind)])

    def choose(
        self,
        name: str,
        alternatives: tuple[str, ...],
        default: str | None = None,
        kind: ChoiceKind = "reading",
    ) -> str:
        """Settle something open, and note that it was asked.

        One name may be met with different alternatives (of three rival claims, two were known
        by then): what is settled holds wherever it is among them, and where it is not, which of
        the rest holds is a choice of its own.
        """
        if len(alternatives) == 1:
            return alternatives[0]
        first = default if default in alternatives else alternatives[0]
        self._declare(name, alternatives, first, kind)
        chosen = self._peek(name)
        if chosen in alternatives:
            self._note(name, chosen)
            return chosen
        if chosen is not None:
            self._note(name, chosen)
        return self.choose(among(name, alternatives), alternatives, default, kind)

    def _declare(
        self, name: str, alternatives: tuple[str, ...], default: str, kind: ChoiceKind
    ) -> None:
        known = self.memo.choices.get(name)
        if known is None:
            self.memo.choices[name] = Choice(name, alternatives, default, kind)
        elif not set(alternatives) <= set(known.alternatives):
            wider = tuple(dict.fromkeys((*known.alternatives, *alternatives)))
            self.memo.choices[name] = Choice(name, wider, known.default, kind)

    # -- order

    def order(self, a: str, b: str) -> bool:
        """Whether `a` comes before `b`, where no date of the two tells; never in a circle."""
        first, second = sorted((a, b))
        name = order_name(first, second)
        alternatives = (f"{first} first", f"{second} first")
        default = f"{a} first" if self._place(a) <= self._place(b) else f"{b} first"
        edge = Edge(first, second, None)
        return self._settle(name, alternatives, default, "order", edge) == f"{a} first"

    def come(self, label: str, by: datetime, written: str) -> bool:
        """Whether something had happened by an instant, where its date does not tell."""
        edge = Edge(label, None, by)
        return self._settle(f"{label} by {written}", ("yes", "no"), "yes", "time", edge) == "yes"

    def _place(self, label: str) -> int:
        return self.clock.place(label) if self.clock is not None else 0

    def _settle(
        self, name: str, alternatives: tuple[str, ...], default: str, kind: ChoiceKind, edge: Edge
    ) -> str:
        """Settle an order, unless what is settled already implies it."""
        self.memo.edges.setdefault(name, edge)
        self._declare(name, alternatives, default, kind)
        if name not in self.fixed and name not in self.met:
            implied = self._order.implied(edge, self.clock)
            if implied is not None:
                for other in implied.names:
                    self._note(other, cast("str", self._peek(other)))
                return alternatives[0] if implied.forward else alternatives[1]
        return self.choose(name, alternatives, default, kind)

    # -- what was met

    def _peek(self, name: str) -> str | None:
        """What a choice is settled as, or would be if it were met now."""
        chosen = self.fixed.get(name)
        if chosen is None:
            chosen = self.met.get(name)
        if chosen is not None:
            return chosen
        choice = self.memo.choices.get(name)
        if choice is None:
            return None
        adopted = self.adopted.get(name)
        return adopted if adopted in choice.alternatives else choice.default

    def _note(self, name: str, chosen: str) -> None:
        if name not in self.met:
            self.met[name] = chosen
            edge = self.memo.edges.get(name)
            if edge is not None and name not in self.fixed:
                self._order.add(name, edge, chosen)
        if self._frames:
            self._frames[-1][name] = chosen

    def note_all(self) -> None:
        """Let what is being worked out rest on everything that was settled beforehand."""
        for name, chosen in self.fixed.items():
            self._note(name, chosen)

    def _forget(self, names: Iterable[str]) -> None:
        for name in names:
            self.met.pop(name, None)
            edge = self.memo.edges.get(name)
            if edge is not None and name not in self.fixed:
                self._order.drop(name)

    def mark(self) -> int:
        """How much was met so far, to come back to."""
        return len(self.met)

    def reset(self, mark: int) -> None:
        """Come back to what was met at a mark."""
        self._forget(self._met_since(mark))

    def _met_since(self, mark: int) -> list[str]:
        """What was met after a mark, in order; what was met before it is never let go."""
        return list(islice(reversed(self.met), len(self.met) - mark))[::-1]

    # -- memory

    def recall(self, key: Hashable) -> tuple[bool, Any]:
        """Whether a slot is remembered for this world, and its value."""
        value = self.memo.settled.get(key, _NEVER)
        if value is not _NEVER:
            return True, value
        kept = self.memo.entries.get(key)
        for entry in kept.under(self._peek) if kept is not None else ():
            if not entry.rests_on or self._agrees(entry.rests_on):
                if entry.passed:
                    self._pass(entry.passed)
                return True, entry.value
        return False, None

    def _agrees(self, rests_on: RestsOn) -> bool:
        """Whether this world settles these choices so; then they are noted.

        An order that is not settled yet may be implied the other way by those that are, and by
        those of the entry itself: so they are taken one by one.
        """
        fresh: list[str] = []
        for name, chosen in rests_on:
            if self._peek(name) != chosen:
                break
            edge = self.memo.edges.get(name)
            if edge is None or name in self.fixed or name in self.met:
                continue
            implied = self._order.implied(edge, self.clock)
            if implied is not None and implied.forward is not edge.forward(chosen):
                break
            fresh.append(name)
            self._order.add(name, edge, chosen)
        else:
            for name in fresh:
                self._order.drop(name)
            for name, chosen in rests_on:
                self._note(name, chosen)
            return True
        for name in fresh:
            self._order.drop(name)
        return False

    def remember(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The value of a slot: from memory if its choices are settled alike, else worked out."""
        found, value = self.recall(key)
        return cast("T", value) if found else self.work_out(key, compute)

    def work_out(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Work out the value of a slot that is not remembered, and remember it."""
        frame, passed, value = self._framed(compute)
        if frame or passed:
            kept = frozenset(passed) if passed else _NOTHING
            entry = Entry(tuple(frame.items()), value, kept)
            self.memo.entries.setdefault(key, Entries()).add(entry)
        else:
            self.memo.settled[key] = value
        return value

    def _framed(self, compute: Callable[[], T]) -> tuple[dict[str, str], set[str], T]:
        """Work something out, with the choices that were met and passed on the way."""
        self._frames.append({})
        self._passed.append(set())
        try:
            value = compute()
        finally:
            frame = self._frames.pop()
            passed = self._passed.pop()
            if frame and self._frames:
                self._frames[-1].update(frame)
            if passed and self._passed:
                self._passed[-1] |= passed
        return frame, passed, value

    def watched(self, compute: Callable[[], T]) -> tuple[T, frozenset[str]]:
        """Work something out, with the names of the choices that it looked at."""
        frame, passed, value = self._framed(compute)
        return value, frozenset(frame).union(passed)

    def unless_immaterial(self, compute: Callable[[World], T]) -> T:
        """Work something out, letting go of choices that do not change it.

        A choice goes if, all else equal, the value is the same however it and those that went
        before it are settled. So a verdict that holds under every reading of the votes does not
        split the worlds of whoever rests on it; nor does the order of two acts of one day that
        changes nothing. Choices that something else met before stay.
        """
        mark = self.mark()
        if self._frames and not self._frames[-1]:
            # What is being worked out has met nothing yet: its own frame tells all.
            frame = self._frames[-1]
            value = compute(self)
        else:
            frame, _, value = self._framed(lambda: compute(self))
        if not frame:
            return value
        gone: list[str] = []
        fresh = set(self._met_since(mark))
        for name in [n for n in frame if n in fresh and n not in self.fixed]:
            if self._same_under_all(compute, frame, [*gone, name], value):
                gone.append(name)
        if gone:
            self._forget(gone)
            if self._frames:
                for name in gone:
                    del self._frames[-1][name]
            self._pass(gone)
        return value

    def _pass(self, names: Iterable[str]) -> None:
        self.passed.update(names)
        if self._passed:
            self._passed[-1].update(names)

    def _same_under_all(
        self,
        compute: Callable[[World], T],
        frame: Mapping[str, str],
        names: list[str],
        value: T,
    ) -> bool:
        """Whether every other way to settle some choices gives the same value.

        What is met only on those other ways is varied too.
        """
        base = self._letting_go(names)
        queue = self._siblings(frame, {}, names)
        runs = 0
        while queue:
            runs += 1
            if runs > MAX_RUNS:
                return False
            extra = queue.pop()
            world = base._also(extra)
            if not world.consistent:
                # What is settled besides implies the order: there is no such world.
                continue
            if compute(world) != value:
                return False
            new = [n for n in world.met if n not in world.fixed]
            queue.extend(self._siblings(world.met, extra, new))
        return True

    def _letting_go(self, names: Iterable[str]) -> World:
        """A world in which everything is settled as here but for some choices."""
        world = World({}, self.memo, self.adopted, self.clock)
        world.fixed = {**self.fixed, **self.met}
        world.consistent = self.consistent
        world._order = self._order.copy()
        for name in names:
            if name not in self.fixed:
                world.fixed.pop(name, None)
                world._order.drop(name)
        return world

    def _also(self, extra: Mapping[str, str]) -> World:
        """A world with more settled than here, where nothing was met yet."""
        world = World({}, self.memo, self.adopted, self.clock)
        world.fixed = {**self.fixed, **extra}
        world.consistent = self.consistent
        world._order = self._order.copy()
        world._settle_orders(extra)
        return world

    def _siblings(
        self, chosen: Mapping[str, str], extra: Mapping[str, str], names: list[str]
    ) -> list[dict[str, str]]:
        """The other ways to settle some choices, each cell apart from the rest."""
        out: list[dict[str, str]] = []
        prefix = dict(extra)
        for name in names:
            others = self.memo.choices[name].alternatives
            out.extend({**prefix, name: other} for other in others if other != chosen[name])
            prefix[name] = chosen[name]
        return out


def order_name(a: str, b: str) -> str:
    """The name of the choice between two orders."""
    first, second = sorted((a, b))
    return f"order of {first} and {second}"


def among(name: str, alternatives: tuple[str, ...]) -> str:
    """The name of a choice among only some of the alternatives that another name has."""
    return f"{name} among {', '.join(alternatives)}"

"""Looking at one world, and saying what would look otherwise in another.

A view of a whole state rests on everything that is open at once; going through all worlds
would multiply them. So a view is worked out in one world, and then once more for each
alternative of each thing that is open, all else equal: what changes depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar, cast

from minutebook.answers import Memo, World
from minutebook.answers.order import Edge
from minutebook.records import Book

V = TypeVar("V", bound=Mapping[Any, Any])


@dataclass(frozen=True, slots=True)
class Depends:
    """One thing shown that would be otherwise under another alternative of what is open.

    `otherwise` maps each alternative that changes it to what it would then be (as text).
    """

    kind: str
    id: str
    on: str
    chosen: str
    otherwise: Mapping[str, Any]

    def json(self) -> dict[str, Any]:
        """The dependence as JSON."""
        return {
            "kind": self.kind,
            "id": self.id,
            "on": self.on,
            "chosen": self.chosen,
            "changed_by": list(self.otherwise),
        }


@dataclass(frozen=True, slots=True)
class OneWorld(Generic[V]):
    """A view in one world, with the choices that make it and what depends on them."""

    value: V
    readings: Mapping[str, str]
    depends: tuple[Depends, ...]


def adopted_readings(book: Book) -> dict[str, str]:
    """The alternatives that the book adopts for showing."""
    return {r.id: r.adopted for r in book.readings.values() if r.adopted is not None}


Group: TypeAlias = Callable[[World], Mapping[Any, Any]]
"""Some parts of a view, worked out together: values keyed (kind, id)."""


def in_one_world(
    view: Callable[[World], V],
    fixed: Mapping[str, str],
    adopted: Mapping[str, str],
    memo: Memo | None = None,
) -> OneWorld[V]:
    """Work out a view whose parts are keyed (kind, id), and what each part depends on."""
    found = in_groups(lambda _: {None: view}, fixed, adopted, memo)
    return cast("OneWorld[V]", found)


def in_groups(
    groups: Callable[[World], Mapping[Hashable, Group]],
    fixed: Mapping[str, str],
    adopted: Mapping[str, str],
    memo: Memo | None = None,
) -> OneWorld[dict[Any, Any]]:
    """The same for a view in groups of parts, by any names; which there are is asked of a world.

    Of another alternative only those groups are worked out again that looked at the choice, so
    that a thousand parts, each with something open, take no million.
    """
    memo = memo if memo is not None else Memo()
    view = _View(groups, World(fixed, memo, adopted))
    settled = dict(view.world.met)
    beside = {**adopted, **settled}
    depends: list[Depends] = []
    for name in sorted(view.world.passed | set(settled)):
        if name in fixed:
            continue
        choice = memo.choices[name]
        chosen = settled.get(name, adopted.get(name, choice.default))
        changed: dict[Any, dict[str, Any]] = {}
        for other in choice.alternatives:
            if other == chosen:
                continue
            elsewhere = World({**fixed, name: other}, memo, beside)
            for key, otherwise in view.changes(name, choice.kind, elsewhere):
                changed.setdefault(key, {})[other] = otherwise
        depends.extend(
            Depends(kind, id_, name, chosen, otherwise)
            for (kind, id_), otherwise in changed.items()
        )
        if changed and name not in settled:
            settled[name] = beside[name] = chosen
    readings = {n: c for n, c in settled.items() if n not in fixed}
    return OneWorld(view.value, {**fixed, **readings}, tuple(depends))


class _View:
    """A view as one world has it, with the groups that look at each choice."""

    def __init__(self, groups: Callable[[World], Mapping[Hashable, Group]], world: World) -> None:
        self.groups = groups
        self.world = world
        self.table, self.outline = world.watched(lambda: groups(world))
        self.parts: dict[Hashable, Mapping[Any, Any]] = {}
        self.looking: dict[str, list[Hashable]] = {}
        for place, group in self.table.items():
            self.parts[place], names = world.watched(partial(group, world))
            for name in names:
                self.looking.setdefault(name, []).append(place)
        self.together: dict[str, frozenset[str]] = {}
        self.seen = 0
        self.value = {k: v for parts in self.parts.values() for k, v in parts.items()}

    def changes(self, name: str, kind: str, elsewhere: World) -> Iterator[tuple[Any, Any]]:
        """The parts that another world, in which one choice is settled otherwise, has otherwise.

        An order may settle others with it, so then whatever looked at one of those is looked at
        too. Everything is, where which groups there are rests on the choice, where the book itself
        tells orders beside it, or where a new order comes up.
        """
        names = self._with_it(name) if kind in ("order", "time") else frozenset({name})
        if names is not None and names.isdisjoint(self.outline):
            places = dict.fromkeys(p for one in names for p in self.looking.get(one, ()))
            found = {place: self.table[place](elsewhere) for place in places}
            edges = elsewhere.memo.edges
            if all(met in self.world.met for met in elsewhere.met if met in edges):
                for place, parts in found.items():
                    yield from _differing(self.parts[place], parts)
                return
            elsewhere = World(elsewhere.fixed, elsewhere.memo, elsewhere.adopted)
        yield from self._all_changes(elsewhere)

    def _all_changes(self, elsewhere: World) -> Iterator[tuple[Any, Any]]:
        """The same, with everything worked out again."""
        table = self.groups(elsewhere)
        whole = {k: v for group in table.values() for k, v in group(elsewhere).items()}
        yield from _differing(self.value, whole)

    def _with_it(self, name: str) -> frozenset[str] | None:
        """The orders that may be implied by one with others: those on what hangs together by them.

        None where the book itself may tell the order of some of it, so that more hangs together.
        """
        edges = self.world.memo.edges
        if len(edges) != self.seen:
            self.together, self.seen = hanging_together(edges), len(edges)
        names = self.together[name]
        clock = self.world.clock
        labels = (label for one in names for label in (edges[one].a, edges[one].b))
        if clock is None or any(clock.is_told(label) for label in labels if label is not None):
            return None
        return names


def hanging_together(edges: Mapping[str, Edge]) -> dict[str, frozenset[str]]:
    """For each order, those that hang together with it by the labels that they are about."""
    about: dict[str, list[str]] = {}
    for name, edge in edges.items():
        for label in (edge.a, edge.b):
            if label is not None:
                about.setdefault(label, []).append(name)
    found: dict[str, frozenset[str]] = {}
    for name in edges:
        if name in found:
            continue
        names = {name}
        queue = [name]
        for one in queue:
            for label in (edges[one].a, edges[one].b):
                fresh = [n for n in about.get(label or "", ()) if n not in names]
                names.update(fresh)
                queue.extend(fresh)
        found.update(dict.fromkeys(names, frozenset(names)))
    return found


def _differing(here: Mapping[Any, Any], there: Mapping[Any, Any]) -> Iterator[tuple[Any, Any]]:
    for key in {**here, **there}:
        if here.get(key) != there.get(key):
            yield key, there.get(key)

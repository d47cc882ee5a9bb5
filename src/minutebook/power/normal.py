"""A game flattened: weighted tests over levels of equal players, joined by one formula.

This is the form that the counting methods work on. Players with the same weight in every test
are interchangeable and share a level, so they are counted and not enumerated. A nested game
whose players occur nowhere else is one unit of its own level (a committee in the sense of
Shapley 1967); nested games that overlap with the rest have no such form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from minutebook.power.games import Both, Either, Game, Nested, Weighted
from minutebook.power.results import Player

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Module:
    """A nested game standing as one unit among the players of the outer one."""

    game: Game


@dataclass(frozen=True, slots=True)
class AllOf:
    """A formula true if every part is."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """A formula true if some part is."""

    parts: tuple[Formula, ...]


# A bare int is the index of a test.
Formula: TypeAlias = int | AllOf | OneOf


@dataclass(frozen=True, slots=True)
class Test:
    """One threshold: the weights of the units that count, and what they must reach."""

    quota: int
    weights: Mapping[Player, int]


@dataclass(frozen=True, slots=True)
class Level:
    """Interchangeable units: `count` of them, each with one weight per test."""

    units: tuple[Player, ...]
    count: int
    weights: tuple[int, ...]

    @property
    def module(self) -> Game | None:
        """The nested game that this level is, if it is one."""
        unit = self.units[0]
        return unit.game if isinstance(unit, Module) else None

    @property
    def unit_persons(self) -> int:
        """How many persons stand behind one unit."""
        return 1 if self.module is None else self.module.population

    @property
    def persons(self) -> int:
        """How many persons stand behind the level."""
        return self.count * self.unit_persons


@dataclass(frozen=True, slots=True)
class Form:
    """The tests' quotas, the formula over them, and the levels of equal units."""

    quotas: tuple[int, ...]
    formula: Formula
    levels: tuple[Level, ...]


def normal_form(game: Game) -> Form | None:
    """The flattened game, or None if nested games share players with what is around them.

    A nested game that overlaps is taken apart where it can be: where its consent is necessary to
    the test around it, or sufficient, it is a part beside the rest of that test.
    """
    return _form(game) or _form(taken_apart(game))


def taken_apart(game: Game) -> Game:
    """The same game without nested games whose consent is necessary or sufficient."""
    if isinstance(game, Both | Either):
        return type(game)(tuple(map(taken_apart, game.parts)))
    if isinstance(game, Nested):
        return _filled(taken_apart(game.outer), game.slot, taken_apart(game.inner))
    return game


def _filled(outer: Game, slot: Player, inner: Game) -> Game:
    if slot not in outer.counts:
        return outer
    if isinstance(outer, Both | Either):
        return type(outer)(tuple(_filled(part, slot, inner) for part in outer.parts))
    if not isinstance(outer, Weighted):
        return Nested(outer, slot, inner)
    at = outer.names.index(slot)
    weight, others = outer.weights[at], outer.total - outer.weights[at]

    def left(quota: int) -> Weighted:
        names, weights, sizes = outer.names, outer.weights, outer.sizes
        return Weighted(
            quota,
            names[:at] + names[at + 1 :],
            weights[:at] + weights[at + 1 :],
            sizes[:at] + sizes[at + 1 :],
        )

    if others < outer.quota:
        return Both((inner, left(outer.quota - weight)))
    if weight >= outer.quota:
        return Either((inner, left(outer.quota)))
    if not weight:
        # Who stands behind it counts nothing here, and stays a player.
        return Both((left(outer.quota), Either((inner, left(0)))))
    return Nested(outer, slot, inner)


def _form(game: Game) -> Form | None:
    tests: list[Test] = []
    formula = _collect(game, {}, tests)
    counts = _unit_counts(game)
    occurrences: Counter[Player] = Counter()
    for unit in counts:
        occurrences.update(unit.game.counts if isinstance(unit, Module) else (unit,))
    if any(times > 1 for times in occurrences.values()):
        return None
    levels: dict[tuple[Player, tuple[int, ...]], list[Player]] = {}
    for unit in counts:
        weights = tuple(test.weights.get(unit, 0) for test in tests)
        own = unit if isinstance(unit, Module) else None
        levels.setdefault((own, weights), []).append(unit)
    return Form(
        tuple(test.quota for test in tests),
        formula,
        tuple(
            Level(tuple(units), sum(counts[unit] for unit in units), weights)
            for (_, weights), units in levels.items()
        ),
    )


def evaluate(
    formula: Formula,
    truth: Callable[[int], T],
    both: Callable[[T, T], T],
    either: Callable[[T, T], T],
) -> T:
    """The formula's value, given that of each test and the two connectives."""
    if isinstance(formula, int):
        return truth(formula)
    values = [evaluate(part, truth, both, either) for part in formula.parts]
    join = both if isinstance(formula, AllOf) else either
    result = values[0]
    for value in values[1:]:
        result = join(result, value)
    return result


def _collect(game: Game, slots: Mapping[Player, Player], tests: list[Test]) -> Formula:
    if isinstance(game, Weighted):
        pairs = zip(game.names, game.weights, strict=True)
        tests.append(Test(game.quota, {slots.get(name, name): w for name, w in pairs}))
        return len(tests) - 1
    if isinstance(game, Both):
        return AllOf(tuple(_collect(part, slots, tests) for part in game.parts))
    if isinstance(game, Either):
        return OneOf(tuple(_collect(part, slots, tests) for part in game.parts))
    if isinstance(game, Nested):
        return _collect(game.outer, {**slots, game.slot: _module(game, slots)}, tests)
    raise TypeError(f"no normal form for a {type(game).__name__}")


def _module(game: Nested, slots: Mapping[Player, Player]) -> Player:
    # A slot of an enclosing game that the inner game mentions is filled in here already, so
    # that the module stands on its own.
    inner = game.inner
    for name, unit in slots.items():
        if name in inner.counts and isinstance(unit, Module):
            inner = Nested(inner, name, unit.game)
    return Module(inner)


def _unit_counts(game: Game, slots: Mapping[Player, Player] | None = None) -> dict[Player, int]:
    return dict(_units(game, slots or {}))


def _units(game: Game, slots: Mapping[Player, Player]) -> Iterator[tuple[Player, int]]:
    if isinstance(game, Both | Either):
        for part in game.parts:
            yield from _units(part, slots)
    elif isinstance(game, Nested):
        yield from _units(game.outer, {**slots, game.slot: _module(game, slots)})
    else:
        for name, count in game.counts.items():
            yield slots.get(name, name), count

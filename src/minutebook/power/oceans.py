"""Shapley-Shubik values of a few persons beside one crowd of equal ones, whatever its size.

A few large holders and a dispersed float: with the number of equal small holders growing, the
values approach those of the oceanic games of Milnor and Shapley (1961/1978). For each coalition
of the few it is one number that counts, how many of the crowd it takes; and in how many orders of
all persons so many of the crowd have come is a sum of few binomials, by where among the few the
order stands. So the work does not grow with the crowd.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb, prod
from typing import TypeAlias

from minutebook.power.games import Game
from minutebook.power.normal import Form, Level, evaluate, normal_form
from minutebook.power.polynomials import Polynomial, binomials
from minutebook.power.results import Player

CROWD = 500
"""Members from which on a group is worth treating so."""
MOST_COALITIONS = 1 << 12
MOST_PERSONS = 200

Profile: TypeAlias = Callable[[Game], Mapping[Player, Polynomial]]
Wins: TypeAlias = Callable[[Game], Polynomial]
# How many units of a level consent, how many persons that is, and in how many ways.
_Option: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Ocean:
    """A game as one crowd of equal persons and the few beside it."""

    form: Form
    crowd: Level
    few: tuple[Level, ...]

    @property
    def persons(self) -> int:
        """How many the few are."""
        return sum(level.persons for level in self.few)

    def least(self, taken: Mapping[Level, int]) -> int:
        """How many of the crowd win with so many units of the few; one more than it has: none."""
        none = self.crowd.count + 1

        def needed(test: int) -> int:
            there = sum(level.weights[test] * units for level, units in taken.items())
            lack, weight = self.form.quotas[test] - there, self.crowd.weights[test]
            if lack <= 0:
                return 0
            return min(none, -(-lack // weight)) if weight else none

        return evaluate(self.form.formula, needed, max, min)

    def orders(self, few: int, crowd: int) -> int:
        """In how many ways the few are placed among all so that less than `crowd` come first.

        First: before the one of the few before whom `few` of the few come.
        """
        persons = self.persons
        everyone, place = persons + self.crowd.count, crowd + few
        return sum(
            comb(place, k) * comb(everyone - place, persons - k)
            for k in range(few + 1, persons + 1)
        )


def ocean_of(game: Game) -> Ocean | None:
    """The game as a crowd and few others, if it is one."""
    form = normal_form(game)
    if form is None or not form.levels:
        return None
    crowd = max(form.levels, key=lambda level: level.count)
    few = tuple(level for level in form.levels if level is not crowd)
    found = Ocean(form, crowd, few)
    coalitions = prod(level.persons + 1 for level in few)
    if crowd.count < CROWD or coalitions > MOST_COALITIONS or found.persons > MOST_PERSONS:
        return None
    return found


def shapley(game: Game, ocean: Ocean, profile: Profile, wins: Wins) -> dict[Player, Fraction]:
    """The Shapley-Shubik value of every person of a game; of the crowd, of one member.

    `profile` and `wins` are the swings and the winning coalitions of a nested game by size.
    """
    options = {level: _options(level, level.count, wins) for level in ocean.few}
    found: dict[Player, Fraction] = {}
    for level in ocean.few:
        others = {**options, level: _options(level, level.count - 1, wins)}
        changes = list(_changes(ocean, level, others))
        if level.module is None:
            found |= dict.fromkeys(level.units, _value(ocean, changes))
            continue
        for player, inner in profile(level.module).items():
            inside = ((size + own, ways * count, low, high)
                      for size, ways, low, high in changes
                      for own, count in enumerate(inner) if count)  # fmt: skip
            found[player] = _value(ocean, inside)
    decided = ocean.least({}) > 0 and ocean.least(_all(ocean.few)) <= ocean.crowd.count
    few = sum((value * game.counts[player] for player, value in found.items()), Fraction(0))
    rest = (int(decided) - few) / ocean.crowd.count
    return found | dict.fromkeys(ocean.crowd.units, rest)


def _all(levels: Iterable[Level]) -> dict[Level, int]:
    return {level: level.count for level in levels}


def _options(level: Level, units: int, wins: Wins) -> list[_Option]:
    if level.module is None:
        return [(k, k, ways) for k, ways in enumerate(binomials(units))]
    if not units:
        return [(0, 0, 1)]
    won = dict(enumerate(wins(level.module)))
    every = enumerate(binomials(level.persons))
    return [
        option
        for size, ways in every
        for option in ((0, size, ways - won.get(size, 0)), (1, size, won.get(size, 0)))
        if option[2]
    ]


_Change: TypeAlias = tuple[int, int, int, int]
"""A number of the few, the ways to choose them, and the crowds from which and up to which."""


def _changes(
    ocean: Ocean, level: Level, options: Mapping[Level, list[_Option]]
) -> Iterable[_Change]:
    """Where one unit of a level turns losing into winning."""
    found: dict[tuple[int, int, int], int] = defaultdict(int)
    for chosen in product(*options.values()):
        taken = {one: units for one, (units, _, _) in zip(options, chosen, strict=True)}
        high = ocean.least(taken)
        low = ocean.least({**taken, level: taken[level] + 1})
        if low < high:
            size = sum(persons for _, persons, _ in chosen)
            found[size, low, high] += prod(ways for _, _, ways in chosen)
    return ((size, ways, low, high) for (size, low, high), ways in found.items())


def _value(ocean: Ocean, changes: Iterable[_Change]) -> Fraction:
    """The share of all orders in which a person comes where they change the outcome."""
    persons = ocean.persons
    every = comb(persons + ocean.crowd.count, persons) * persons
    return sum(
        (
            Fraction(ways * (ocean.orders(size, high) - ocean.orders(size, low)),
                     comb(persons - 1, size))
            for size, ways, low, high in changes
        ),
        Fraction(0),
    ) / every  # fmt: skip

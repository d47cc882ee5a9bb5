"""Monotone Boolean functions as reduced ordered binary decision diagrams (Bryant 1986).

The general method: it needs no structure beyond what a game's parts are, so it also serves
nested games that share players with what is around them, and it counts and lists minimal
winning coalitions of any game with few enough persons.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from minutebook.power.errors import OutOfReachError
from minutebook.power.games import Both, Either, Game, Nested, Weighted
from minutebook.power.polynomials import Polynomial, binomials, pack, unpack
from minutebook.power.results import Player

FALSE, TRUE = 0, 1

# The recursions below go as deep as there are persons.
MAX_PERSONS = 300
MAX_NODES = 1_500_000


class Diagrams:
    """A table of shared nodes over the variables 0, 1, 2, ...; equal functions are one node."""

    def __init__(self, variables: int) -> None:
        self.variables = variables
        self.level = [variables, variables]
        self.low = [FALSE, TRUE]
        self.high = [FALSE, TRUE]
        self._nodes: dict[tuple[int, int, int], int] = {}
        self._joined: dict[tuple[bool, int, int], int] = {}
        self._counts: dict[tuple[int, int], int] = {}

    def node(self, level: int, low: int, high: int) -> int:
        """The function that is `high` if the variable `level` is true, else `low`."""
        if low == high:
            return low
        key = (level, low, high)
        found = self._nodes.get(key)
        if found is None:
            if len(self.level) >= MAX_NODES:
                raise OutOfReachError("the decision diagram of this game grows too large")
            found = self._nodes[key] = len(self.level)
            self.level.append(level)
            self.low.append(low)
            self.high.append(high)
        return found

    def join(self, conjunction: bool, left: int, right: int) -> int:
        """Both functions (`conjunction`) or either."""
        absorbing, neutral = (FALSE, TRUE) if conjunction else (TRUE, FALSE)
        if left in (right, absorbing) or right == neutral:
            return left
        if left == neutral or right == absorbing:
            return right
        key = (conjunction, min(left, right), max(left, right))
        found = self._joined.get(key)
        if found is None:
            level = min(self.level[left], self.level[right])
            (left0, left1), (right0, right1) = self._split(level, left), self._split(level, right)
            low = self.join(conjunction, left0, right0)
            high = self.join(conjunction, left1, right1)
            found = self._joined[key] = self.node(level, low, high)
        return found

    def choose(self, condition: int, low: int, high: int) -> int:
        """`high` where the condition holds, else `low`, given that `low` implies `high`."""
        if self.level[condition] < min(self.level[low], self.level[high]) and (
            self.low[condition] == FALSE and self.high[condition] == TRUE
        ):
            return self.node(self.level[condition], low, high)
        return self.join(False, low, self.join(True, condition, high))

    def threshold(self, inputs: Sequence[tuple[int, int]], quota: int) -> int:
        """Whether the weights of the true inputs, given as (function, weight), reach the quota.

        Needs that lead to the same function form intervals, which are remembered (Abío et al.
        2012), so that the cost follows the size of the diagram and not of the weights.
        """
        ordered = sorted(inputs, key=lambda pair: (self.level[pair[0]], -pair[1]))
        rest = [0]
        for _, weight in reversed(ordered):
            rest.append(rest[-1] + weight)
        rest.reverse()
        known: list[list[tuple[int, int, int]]] = [[] for _ in rest]

        def build(place: int, need: int) -> tuple[int, int, int]:
            """(largest, smallest need of the same function, its node)."""
            if need <= 0:
                return 0, -rest[0] - quota, TRUE
            if need > rest[place]:
                return rest[0] + quota + 1, rest[place] + 1, FALSE
            at = bisect_left(known[place], (need,))
            if at < len(known[place]) and known[place][at][1] <= need:
                return known[place][at]
            function, weight = ordered[place]
            most1, least1, high = build(place + 1, need - weight)
            most0, least0, low = build(place + 1, need)
            node = self.choose(function, low, high)
            entry = (min(most0, most1 + weight), max(least0, least1 + weight), node)
            known[place].insert(bisect_left(known[place], entry), entry)
            return entry

        return build(0, quota)[2]

    def minimal_count(self, function: int, excluded: int = FALSE) -> int:
        """How many minimal true points of `function` leave `excluded` false."""
        if function == FALSE or excluded == TRUE:
            return 0
        if function == TRUE:
            return 1
        key = (function, excluded)
        found = self._counts.get(key)
        if found is None:
            found = self._counts[key] = sum(
                self.minimal_count(*branch) for _, branch in self._minimal_branches(*key)
            )
        return found

    def minimal(self, function: int, excluded: int = FALSE) -> Iterator[frozenset[int]]:
        """The minimal true points counted by `minimal_count`, as sets of variables."""
        if not self.minimal_count(function, excluded):
            return
        if function == TRUE:
            yield frozenset()
            return
        for taken, branch in self._minimal_branches(function, excluded):
            for rest in self.minimal(*branch):
                yield rest | taken

    def _minimal_branches(
        self, function: int, excluded: int
    ) -> Iterator[tuple[frozenset[int], tuple[int, int]]]:
        # A minimal point with the variable is a minimal point of the rest that would fail
        # without it (Rauzy 1993).
        level = min(self.level[function], self.level[excluded])
        low, high = self._split(level, function)
        excluded_low, excluded_high = self._split(level, excluded)
        if self.level[function] == level:
            yield frozenset({level}), (high, self.join(False, low, excluded_high))
        yield frozenset(), (low, excluded_low)

    def cheapest(self, function: int, costs: Sequence[int]) -> frozenset[int] | None:
        """A true point of the least total cost, or None."""
        best: dict[int, tuple[int, int] | None] = {FALSE: None, TRUE: (0, TRUE)}
        for node in self._bottom_up(function):
            without, with_it = best[self.low[node]], best[self.high[node]]
            options = [
                (cost[0] + extra, child)
                for cost, extra, child in (
                    (without, 0, self.low[node]),
                    (with_it, costs[self.level[node]], self.high[node]),
                )
                if cost is not None
            ]
            best[node] = min(options, default=None)
        if best[function] is None:
            return None
        chosen, node = set(), function
        while node != TRUE:
            step = best[node]
            assert step is not None  # only winning nodes lie on the way
            if step[1] == self.high[node]:
                chosen.add(self.level[node])
            node = step[1]
        return frozenset(chosen)

    def swings(self, function: int) -> list[Polynomial]:
        """Per variable, its swings by number of other true variables."""
        persons = self.variables
        width = (persons + 8) // 8
        free = [pack(binomials(gap), width) for gap in range(persons + 1)]
        order = self._bottom_up(function)
        slot = 8 * width
        below: dict[int, int] = {FALSE: 0, TRUE: 1}

        def lifted(node: int, level: int) -> int:
            return below[node] * free[self.level[node] - level]

        for node in order:
            at = self.level[node] + 1
            below[node] = lifted(self.low[node], at) + (lifted(self.high[node], at) << slot)
        above: dict[int, int] = dict.fromkeys([*order, FALSE, TRUE], 0)
        above[function] = free[self.level[function]]
        totals = [0] * persons
        for node in reversed(order):
            at = self.level[node] + 1
            low, high = self.low[node], self.high[node]
            totals[at - 1] += above[node] * (lifted(high, at) - lifted(low, at))
            above[low] += above[node] * free[self.level[low] - at]
            above[high] += above[node] * free[self.level[high] - at] << slot
        return [unpack(total, width, persons) for total in totals]

    def _split(self, level: int, node: int) -> tuple[int, int]:
        return (self.low[node], self.high[node]) if self.level[node] == level else (node, node)

    def _bottom_up(self, function: int) -> list[int]:
        seen: set[int] = set()
        stack = [function]
        while stack:
            node = stack.pop()
            if node > TRUE and node not in seen:
                seen.add(node)
                stack += (self.low[node], self.high[node])
        return sorted(seen, key=lambda node: -self.level[node])


@dataclass(frozen=True, slots=True)
class Compiled:
    """A game as one function; variable i stands for one person behind `owners[i]`."""

    diagrams: Diagrams
    function: int
    owners: tuple[Player, ...]


@lru_cache(maxsize=4)
def compile_game(game: Game) -> Compiled:
    """The game's diagram, members of groups told apart; `OutOfReachError` if it is too large."""
    if game.population > MAX_PERSONS:
        raise OutOfReachError(f"a general game of more than {MAX_PERSONS} persons")
    influence = _influence(game)
    ranked = sorted(game.players, key=lambda player: -influence.get(player, 0.0))
    owners = tuple(player for player in ranked for _ in range(game.counts[player]))
    diagrams = Diagrams(len(owners))
    variables: dict[Player, tuple[int, ...]] = {}
    for index, owner in enumerate(owners):
        node = diagrams.node(index, FALSE, TRUE)
        variables[owner] = (*variables.get(owner, ()), node)
    return Compiled(diagrams, _function(diagrams, game, variables), owners)


def _influence(game: Game) -> dict[Player, float]:
    """A rough rank of players: their share of the quota, summed over all tests."""
    if isinstance(game, Weighted):
        pairs = zip(game.names, game.weights, strict=True)
        return {name: weight / max(1, game.quota) for name, weight in pairs}
    ranks: dict[Player, float] = {}
    if isinstance(game, Both | Either):
        for part in game.parts:
            for name, share in _influence(part).items():
                ranks[name] = ranks.get(name, 0.0) + share
    elif isinstance(game, Nested):
        ranks = _influence(game.outer)
        weight = ranks.pop(game.slot, 0.0)
        for name, share in _influence(game.inner).items():
            ranks[name] = ranks.get(name, 0.0) + share * weight
    return ranks


def _function(diagrams: Diagrams, game: Game, variables: Mapping[Player, tuple[int, ...]]) -> int:
    if isinstance(game, Weighted):
        pairs = zip(game.names, game.weights, strict=True)
        inputs = [(node, weight) for name, weight in pairs for node in variables[name]]
        return diagrams.threshold(inputs, game.quota)
    if isinstance(game, Both | Either):
        conjunction = isinstance(game, Both)
        result = TRUE if conjunction else FALSE
        for part in game.parts:
            result = diagrams.join(conjunction, result, _function(diagrams, part, variables))
        return result
    if isinstance(game, Nested):
        inner = _function(diagrams, game.inner, variables)
        return _function(diagrams, game.outer, {**variables, game.slot: (inner,)})
    raise TypeError(f"no diagram for a {type(game).__name__}")

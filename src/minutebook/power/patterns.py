"""All minimal winning coalitions of a function that is only known by asking.

Of few names each is settled in turn. Of many, the function and its dual are learnt together
(`learning`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from math import prod
from typing import TypeAlias

from minutebook.power.coalitions import Group
from minutebook.power.errors import OutOfReachError
from minutebook.power.games import Both, Either, Game, weighted
from minutebook.power.learning import learnt, least

Consenting: TypeAlias = Mapping[str, int]
Wins: TypeAlias = Callable[[Consenting], bool]
FEW_NAMES = 12
"""Names up to which each is settled in turn, if the groups among them are small."""
QUESTIONS = 3000
"""Coalitions that are tried at most, of many names."""


def minimal_patterns(wins: Wins, counts: Mapping[str, int], limit: int) -> list[dict[str, int]]:
    """All minimal winning patterns of a monotone function: how many of each name.

    Raises `OutOfReachError` if it takes too many questions.
    """
    memo: dict[tuple[int, ...], bool] = {}
    names = sorted(counts, key=lambda n: counts[n])
    ways = prod(counts[name] + 1 for name in names[:-1])
    few = len(names) <= FEW_NAMES and ways <= 1 << FEW_NAMES

    def carried(pattern: Consenting) -> bool:
        key = tuple(pattern.get(n, 0) for n in names)
        if key not in memo:
            if not few and len(memo) >= QUESTIONS:
                raise OutOfReachError(f"more than {QUESTIONS} coalitions to try")
            memo[key] = wins({n: c for n, c in pattern.items() if c})
        return memo[key]

    found = _settled(carried, counts, names) if few else learnt(carried, counts)
    return list(islice(found, limit))


def from_patterns(patterns: list[dict[str, int]], counts: Mapping[str, int]) -> Game:
    """The game with these minimal winning patterns."""
    parts: list[Game] = [weighted(1, {n: Group(c, 0) for n, c in counts.items()})]
    for pattern in patterns:
        wanted = {n: k for n, k in pattern.items() if k}
        if not wanted:
            return weighted(0, {n: Group(c, 0) for n, c in counts.items()})
        parts.append(Both(tuple(weighted(k, {n: Group(counts[n])}) for n, k in wanted.items())))
    return Either(tuple(parts))


def _settled(
    carried: Wins, counts: Mapping[str, int], names: list[str]
) -> Iterator[dict[str, int]]:
    """Name by name; what cannot win with all the rest is left at once.

    The largest group comes last, where its number is found by halving.
    """
    stack: list[dict[str, int]] = [{}]
    while stack:
        taken = stack.pop()
        free = names[len(taken) :]
        if not carried({**taken, **{n: counts[n] for n in free}}):
            continue
        if len(free) > 1:
            stack.extend({**taken, free[0]: k} for k in range(counts[free[0]], -1, -1))
            continue
        pattern = {**taken, **{n: least(carried, taken, n, counts[n]) for n in free}}
        if not any(k and carried({**pattern, n: k - 1}) for n, k in pattern.items()):
            yield pattern

"""All minimal winning coalitions of a function that is only known by asking.

Of few names each is settled in turn. Of many, the function and its dual are learnt together
(Fredman and Khachiyan 1996; Gunopulos, Khardon, Mannila and Toivonen 1997): whoever blocks all
coalitions found so far either leaves the others unable to win, or they are a coalition not
found yet. So it takes about as many questions as there are minimal winning and blocking
coalitions, however many names there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import TypeAlias

from minutebook.power.errors import OutOfReachError
from minutebook.power.games import Both, Either, Game, Group, Part, weighted

Consenting: TypeAlias = Mapping[str, int]
Wins: TypeAlias = Callable[[Consenting], bool]
FEW_NAMES = 12
"""Names up to which each is settled in turn."""
QUESTIONS = 3000
"""Coalitions that are tried at most, of many names."""


def minimal_patterns(wins: Wins, counts: Mapping[str, int], limit: int) -> list[dict[str, int]]:
    """All minimal winning patterns of a monotone function: how many of each name.

    Raises `OutOfReachError` if it takes too many questions.
    """
    memo: dict[tuple[int, ...], bool] = {}
    names = sorted(counts, key=lambda n: counts[n])
    few = len(names) <= FEW_NAMES

    def carried(pattern: Consenting) -> bool:
        key = tuple(pattern.get(n, 0) for n in names)
        if key not in memo:
            if not few and len(memo) >= QUESTIONS:
                raise OutOfReachError(f"more than {QUESTIONS} coalitions to try")
            memo[key] = wins({n: c for n, c in pattern.items() if c})
        return memo[key]

    found = _settled(carried, counts, names) if few else _learnt(carried, counts, names)
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


def least(carried: Wins, taken: Consenting, name: str, most: int) -> int:
    """The fewest of a name, with what is taken of the others, that carry it."""
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if carried({**taken, name: middle}):
            high = middle
        else:
            low = middle + 1
    return low


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


def _learnt(carried: Wins, counts: Mapping[str, int], names: list[str]) -> Iterator[dict[str, int]]:
    """By the coalitions that block all those found so far."""
    found: list[dict[str, int]] = []
    # From here on nobody new can be found: these were looked into and do block.
    block: set[frozenset[object]] = set()
    if not carried(counts):
        return
    found.append(_shrunk(carried, counts, names))
    yield found[-1]
    while True:
        more = None
        named = {n: c for n, c in counts.items() if any(p[n] for p in found)}
        for blocking in from_patterns(found, named).blocking():
            if blocking in block:
                continue
            rest = _without(counts, blocking)
            if carried(rest):
                more = _shrunk(carried, rest, names)
                break
            block.add(blocking)
        if more is None:
            return
        found.append(more)
        yield more


def _without(counts: Mapping[str, int], blocking: frozenset[object]) -> dict[str, int]:
    rest = dict(counts)
    for member in blocking:
        name, number = (member.group, member.count) if isinstance(member, Part) else (member, None)
        rest[str(name)] -= rest[str(name)] if number is None else number
    return rest


def _shrunk(carried: Wins, pattern: Consenting, names: list[str]) -> dict[str, int]:
    """A minimal winning pattern within one that wins."""
    taken = {n: pattern.get(n, 0) for n in names}
    for name in names:
        taken[name] = least(carried, taken, name, taken[name])
    return taken

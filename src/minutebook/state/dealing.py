"""Votes told by number among members who differ: every way in which they may have been dealt out.

Of three votes for among members of two groups, nobody knows how many came from which. Who of
equal members chose what changes no count, so it is enough to go through the groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeAlias

from minutebook.records.nouns import Choice
from minutebook.state.voters import Voter, kind_of

Choices: TypeAlias = frozenset[Choice]
MOST_DEALS = 500


def deals(
    voters: Sequence[Voter], places: Sequence[int], given: Sequence[Choices], chair: str | None
) -> tuple[tuple[Voter, ...], ...]:
    """The voters in every way in which those at `places` may have been given these choices.

    What the chair chose tells who breaks a tie, so nobody is their equal. Empty if there are more
    than `MOST_DEALS` ways, or if all who differ chose the same.
    """
    kinds: dict[object, list[int]] = {}
    for place in places:
        kind = (kind_of(voters[place]), voters[place].name == chair)
        kinds.setdefault(kind, []).append(place)
    if len(kinds) <= 1 or len(set(given)) <= 1:
        return ()
    sorts = list(dict.fromkeys(given))
    sizes = [len(members) for members in kinds.values()]
    ways = list(islice(_ways(sizes, [given.count(s) for s in sorts]), MOST_DEALS + 1))
    if len(ways) > MOST_DEALS:
        return ()
    return tuple(_dealt(voters, list(kinds.values()), sorts, way) for way in ways)


def _dealt(
    voters: Sequence[Voter],
    kinds: Sequence[Sequence[int]],
    sorts: Sequence[Choices],
    way: Sequence[Sequence[int]],
) -> tuple[Voter, ...]:
    out = list(voters)
    for members, numbers in zip(kinds, way, strict=True):
        made = [s for s, number in zip(sorts, numbers, strict=True) for _ in range(number)]
        own = frozenset[Choice]().union(*made) if len(set(made)) > 1 else None
        for place, choices in zip(members, made, strict=True):
            out[place] = replace(out[place], choices=choices, own=own)
    return tuple(out)


def _ways(sizes: Sequence[int], left: Sequence[int]) -> Iterator[list[tuple[int, ...]]]:
    """Every way to put so many of each sort into boxes of these sizes, which take them all."""
    if not sizes:
        yield []
        return
    for split in _splits(sizes[0], left):
        rest = [n - taken for n, taken in zip(left, split, strict=True)]
        for way in _ways(sizes[1:], rest):
            yield [split, *way]


def _splits(size: int, left: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every way to take so many out of what is left of each sort."""
    if len(left) == 1:
        if size <= left[0]:
            yield (size,)
        return
    for number in range(min(size, left[0]) + 1):
        for rest in _splits(size - number, left[1:]):
            yield (number, *rest)

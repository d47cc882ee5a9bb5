"""Coalitions and weights as they may be written: persons by name, members of groups by number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from minutebook.power.errors import InexactWeightError, NegativeWeightError, PlayerError
from minutebook.power.results import Player

Number: TypeAlias = int | Fraction | Decimal


@dataclass(frozen=True, slots=True)
class Group:
    """`count` interchangeable players, each of `weight`: a class of shares, a staff."""

    count: int
    weight: Number = 1


@dataclass(frozen=True, slots=True)
class Part:
    """`count` members of a symmetric group, whichever they are, as one entry of a coalition."""

    group: Player
    count: int


Coalition: TypeAlias = Iterable[Player] | Mapping[Any, int]


def consenting(coalition: Coalition, counts: Mapping[Player, int]) -> dict[Player, int]:
    """How many members of each player consent, of so many as there are; `PlayerError` if amiss."""
    found: dict[Player, int] = {}
    entries = coalition.items() if isinstance(coalition, Mapping) else _entries(coalition)
    for player, count in entries:
        if player not in counts:
            raise PlayerError(f"{player!r} is not a player of the game")
        members = counts[player] if count is None else count
        if not 0 <= members <= counts[player]:
            raise PlayerError(f"{player!r} has {counts[player]} members, not {members}")
        found[player] = max(found.get(player, 0), members)
    return found


def _entries(coalition: Iterable[Player | Part]) -> Iterator[tuple[Player, int | None]]:
    for entry in coalition:
        yield (entry.group, entry.count) if isinstance(entry, Part) else (entry, None)


def exact_weight(number: Number, what: str) -> Fraction:
    """A weight or quota as a fraction; `InexactWeightError` or `NegativeWeightError` if amiss."""
    if not isinstance(number, int | Fraction | Decimal):
        raise InexactWeightError(f"{what} is {number!r}: use an int, a Fraction or a Decimal")
    if isinstance(number, Decimal) and not number.is_finite():
        raise InexactWeightError(f"{what} is {number}, which is no number")
    if number < 0:
        raise NegativeWeightError(f"{what} is {number}, below zero")
    return Fraction(number)

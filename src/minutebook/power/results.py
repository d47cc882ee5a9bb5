"""Power indices as values that say how far they can be trusted."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

Player: TypeAlias = Hashable


class Quality(StrEnum):
    """How the values of an index were obtained."""

    EXACT = "exact"
    CERTIFIED = "certified"
    SAMPLED = "sampled"


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to sample where counting is out of reach.

    `draws` coalitions (or orders) are drawn with `seed`; the stated error holds for all players
    together with probability at least `confidence` (Hoeffding 1963 with a union bound).
    """

    seed: int
    draws: int = 100_000
    confidence: Fraction = Fraction(99, 100)


@dataclass(frozen=True, slots=True, eq=False)
class PowerIndex(Mapping[Player, Fraction]):
    """One number per player, with its error.

    Each true value lies within `error` of the value given: always if `quality` is exact (then
    `error` is zero) or certified, with probability `confidence` if it is sampled. The entry of a
    symmetric group is the value of *one* member, and `counts` says how many there are.

    Equality is that of mappings, so an exact index equals a plain dict of fractions.
    """

    values_by_player: Mapping[Player, Fraction]
    counts: Mapping[Player, int]
    quality: Quality = Quality.EXACT
    error: Fraction = Fraction(0)
    confidence: Fraction = Fraction(1)
    method: str = ""

    @property
    def exact(self) -> bool:
        """Whether the values are the true ones."""
        return self.quality is Quality.EXACT

    def total(self) -> Fraction:
        """The sum over all persons, each member of a group counted."""
        return sum(
            (value * self.counts[player] for player, value in self.values_by_player.items()),
            Fraction(0),
        )

    def __getitem__(self, player: Player) -> Fraction:
        return self.values_by_player[player]

    def __iter__(self) -> Iterator[Player]:
        return iter(self.values_by_player)

    def __len__(self) -> int:
        return len(self.values_by_player)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self.values_by_player) == dict(other)

    __hash__ = None  # type: ignore[assignment]  # a mapping; hashing would promise equality of type

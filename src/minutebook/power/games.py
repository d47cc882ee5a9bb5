"""Plain games: who must consent for a decision to be carried.

A game is monotone: adding persons to a winning coalition leaves it winning. It is a weighted
test (von Neumann & Morgenstern 1944), two or more games over players shared by name (`&`, `|`),
or a game one of whose players is itself a game (`replace`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import gcd, lcm
from typing import Any, TypeVar

from minutebook.power.coalitions import Coalition, Group, Number, Part, consenting, exact_weight
from minutebook.power.errors import PlayerError
from minutebook.power.results import Player, PowerIndex, Sampling

P = TypeVar("P", bound=Hashable)


class Game(ABC):
    """A monotone simple game: its players, the coalitions that win, and what follows from them.

    `players` are names in a fixed order and `counts` says how many persons stand behind each
    name: one, or the size of a symmetric group. A coalition is an iterable of names, with
    `Part` for some members of a group (its bare name means all of them), or a mapping from
    name to number of consenting members.

    A game that even the empty coalition wins, or that nobody can win, is allowed: nobody
    swings, every index is zero, and its minimal winning coalitions are one empty set or none.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def players(self) -> tuple[Player, ...]:
        """The names of the players and symmetric groups."""

    @property
    @abstractmethod
    def counts(self) -> Mapping[Player, int]:
        """How many persons stand behind each name."""

    @abstractmethod
    def carried(self, consenting: Mapping[Player, int]) -> bool:
        """Whether so many consenting members of each player carry the decision."""

    @abstractmethod
    def dual(self) -> Game:
        """The game of blocking: a coalition wins it exactly if the others cannot win this one."""

    def wins(self, coalition: Coalition) -> bool:
        """Whether the coalition wins; `PlayerError` if it names somebody the game lacks."""
        return self.carried(consenting(coalition, self.counts))

    def __and__(self, other: Game) -> Game:
        """Both games must be won; players of the same name are the same."""
        return Both(_flat(Both, (self, other)))

    def __or__(self, other: Game) -> Game:
        """Either game is enough; players of the same name are the same."""
        return Either(_flat(Either, (self, other)))

    def replace(self, player: Player, inner: Game) -> Game:
        """The same game, in which `player` consents exactly if `inner` is won."""
        if self.counts.get(player) != 1:
            raise PlayerError(f"{player!r} is not a single player of the game")
        return Nested(self, player, inner)

    @property
    def population(self) -> int:
        """The number of persons, members of groups counted one by one."""
        return sum(self.counts.values())

    def swings(self) -> dict[Player, int]:
        """In how many coalitions of the others each player turns losing into winning (raw Banzhaf).

        Exact; raises `OutOfReachError` where only `banzhaf` can be approximated.
        """
        from minutebook.power import indices

        return indices.swings(self)

    def banzhaf(
        self, *, within: Fraction | int | None = None, sampling: Sampling | None = None
    ) -> PowerIndex:
        """Swings divided by 2^(n-1), the chance of being decisive (Penrose 1946, Banzhaf 1965).

        Exact if that is affordable, else a certified interval. `within` is the largest error
        allowed, 0 for exact; `OutOfReachError` if it cannot be met. `sampling` is used only if
        nothing better is possible, and the result says so.
        """
        from minutebook.power import indices

        return indices.banzhaf(self, within, sampling)

    def banzhaf_normalised(
        self, *, within: Fraction | int | None = None, sampling: Sampling | None = None
    ) -> PowerIndex:
        """Each person's share of all swings; all zero if nobody swings. Options as in `banzhaf`."""
        from minutebook.power import indices

        return indices.banzhaf_normalised(self, within, sampling)

    def shapley_shubik(
        self, *, within: Fraction | int | None = None, sampling: Sampling | None = None
    ) -> PowerIndex:
        """The share of all orders in which each player is pivotal (Shapley & Shubik 1954).

        Options as in `banzhaf`.
        """
        from minutebook.power import indices

        return indices.shapley_shubik(self, within, sampling)

    def minimal_winning(self, limit: int | None = None) -> Iterator[frozenset[Player | Part]]:
        """Winning coalitions that lose with any member gone, at most `limit`, one at a time.

        Coalitions that differ only in which members of a group take part are given once.
        """
        from minutebook.power import minimal

        return minimal.minimal_winning(self, limit)

    def minimal_winning_count(self) -> int:
        """The number of minimal winning coalitions, members of groups told apart."""
        from minutebook.power import minimal

        return minimal.minimal_winning_count(self)

    def blocking(self, limit: int | None = None) -> Iterator[frozenset[Player | Part]]:
        """Minimal blocking coalitions: those without which nobody wins (minimal transversals)."""
        return self.dual().minimal_winning(limit)

    def blocking_count(self) -> int:
        """The number of minimal blocking coalitions, members of groups told apart."""
        return self.dual().minimal_winning_count()

    def vetoers(self) -> frozenset[Player]:
        """Players without any one of whose members nobody wins; empty if nobody wins anyway."""
        if not self.carried(self.counts):
            return frozenset()
        return frozenset(
            player
            for player, count in self.counts.items()
            if not self.carried({**self.counts, player: count - 1})
        )

    def dummies(self) -> frozenset[Player]:
        """Players who never make a difference."""
        from minutebook.power import minimal

        return minimal.dummies(self)

    def smallest_winning(
        self, costs: Mapping[Any, Number] | None = None
    ) -> frozenset[Player | Part] | None:
        """A winning coalition with the fewest persons, or of the least total cost; None if none.

        `costs` gives the non-negative price of each person (of each member of a group); those
        left out cost nothing.
        """
        from minutebook.power import minimal

        return minimal.smallest_winning(self, costs)


@dataclass(frozen=True, slots=True)
class Weighted(Game):
    """Wins if the consenting weight reaches `quota`; all numbers are scaled to small integers."""

    quota: int
    names: tuple[Player, ...]
    weights: tuple[int, ...]
    sizes: tuple[int, ...]

    @property
    def players(self) -> tuple[Player, ...]:
        """See `Game.players`."""
        return self.names

    @property
    def counts(self) -> Mapping[Player, int]:
        """See `Game.counts`."""
        return dict(zip(self.names, self.sizes, strict=True))

    @property
    def total(self) -> int:
        """The weight of all players together."""
        return sum(w * c for w, c in zip(self.weights, self.sizes, strict=True))

    def carried(self, consenting: Mapping[Player, int]) -> bool:
        """See `Game.carried`."""
        total = 0
        for name, weight in zip(self.names, self.weights, strict=True):
            if weight and name in consenting:
                total += consenting[name] * weight
        return total >= self.quota

    def dual(self) -> Weighted:
        """See `Game.dual`."""
        return Weighted(max(0, self.total - self.quota + 1), self.names, self.weights, self.sizes)


@dataclass(frozen=True, slots=True)
class _Compound(Game):
    parts: tuple[Game, ...]

    def __post_init__(self) -> None:
        known: dict[Player, int] = {}
        for player, count in chain.from_iterable(part.counts.items() for part in self.parts):
            if known.setdefault(player, count) != count:
                raise PlayerError(f"{player!r} has {known[player]} members here and {count} there")

    @property
    def players(self) -> tuple[Player, ...]:
        """See `Game.players`."""
        return tuple(self.counts)

    @property
    def counts(self) -> Mapping[Player, int]:
        """See `Game.counts`."""
        return {name: count for part in self.parts for name, count in part.counts.items()}


@dataclass(frozen=True, slots=True)
class Both(_Compound):
    """Every part must be won."""

    def carried(self, consenting: Mapping[Player, int]) -> bool:
        """See `Game.carried`."""
        return all(part.carried(consenting) for part in self.parts)

    def dual(self) -> Game:
        """See `Game.dual`."""
        return Either(tuple(part.dual() for part in self.parts))


@dataclass(frozen=True, slots=True)
class Either(_Compound):
    """One won part is enough."""

    def carried(self, consenting: Mapping[Player, int]) -> bool:
        """See `Game.carried`."""
        return any(part.carried(consenting) for part in self.parts)

    def dual(self) -> Game:
        """See `Game.dual`."""
        return Both(tuple(part.dual() for part in self.parts))


@dataclass(frozen=True, slots=True)
class Nested(Game):
    """`outer`, in which the player `slot` consents exactly if `inner` is won."""

    outer: Game
    slot: Player
    inner: Game

    def __post_init__(self) -> None:
        rest = {name: count for name, count in self.outer.counts.items() if name != self.slot}
        for player, count in self.inner.counts.items():
            if rest.get(player, count) != count:
                raise PlayerError(f"{player!r} has {rest[player]} members here and {count} there")

    @property
    def players(self) -> tuple[Player, ...]:
        """See `Game.players`."""
        return tuple(self.counts)

    @property
    def counts(self) -> Mapping[Player, int]:
        """See `Game.counts`."""
        rest = {name: count for name, count in self.outer.counts.items() if name != self.slot}
        return {**rest, **self.inner.counts}

    def carried(self, consenting: Mapping[Player, int]) -> bool:
        """See `Game.carried`."""
        own = int(self.inner.carried(consenting))
        return self.outer.carried({**consenting, self.slot: own})

    def dual(self) -> Game:
        """See `Game.dual`."""
        return Nested(self.outer.dual(), self.slot, self.inner.dual())


def _flat(kind: type[_Compound], games: Iterable[Game]) -> tuple[Game, ...]:
    return tuple(
        chain.from_iterable(
            game.parts if isinstance(game, _Compound) and type(game) is kind else (game,)
            for game in games
        )
    )


def weighted(
    quota: Number,
    weights: Mapping[P, Number | Group] | Sequence[Number | Group],
    *,
    more_than: bool = False,
) -> Weighted:
    """The game won by consenting weight of at least `quota`, or of more than it.

    `weights` maps each player to a weight, or to a `Group` of equal players; in a sequence the
    players are called 0, 1, 2, ... Weights and quota are ints, Fractions or Decimals, zero or
    more. A quota of 0 ("at least") is won by nobody's consent; one above the total, by nobody.

    >>> sorted(weighted(51, {"a": 50, "b": 49, "c": 1}).vetoers())
    ['a']

    Raises `NegativeWeightError`, `InexactWeightError` or `PlayerError` (a group of no members).
    """
    entries: Iterable[tuple[Player, Number | Group]] = (
        weights.items() if isinstance(weights, Mapping) else enumerate(weights)
    )
    groups = {
        name: entry if isinstance(entry, Group) else Group(1, entry) for name, entry in entries
    }
    for name, group in groups.items():
        if group.count < 1:
            raise PlayerError(f"group {name!r} has {group.count} members")
    exact = {
        name: exact_weight(group.weight, f"weight of {name!r}") for name, group in groups.items()
    }
    limit = exact_weight(quota, "quota")
    scale = lcm(*(weight.denominator for weight in exact.values()))
    integers = [int(weight * scale) for weight in exact.values()]
    divisor = gcd(*integers) or 1
    need = limit * scale / divisor
    least = need.__floor__() + 1 if more_than else need.__ceil__()
    return Weighted(
        least,
        tuple(groups),
        tuple(weight // divisor for weight in integers),
        tuple(group.count for group in groups.values()),
    )


def threshold(least: int, players: Iterable[Player]) -> Weighted:
    """The game won by any `least` of the players.

    >>> threshold(2, "abc").minimal_winning_count()
    3
    """
    names = tuple(players)
    if len(set(names)) != len(names):
        raise PlayerError("a player is named twice")
    return weighted(least, dict.fromkeys(names, 1))


def unanimous(players: Iterable[Player]) -> Weighted:
    """The game in which everybody has a veto."""
    names = tuple(players)
    return threshold(len(names), names)


def any_of(players: Iterable[Player]) -> Weighted:
    """The game that each player can win alone; with no players, nobody wins."""
    return threshold(1, players)

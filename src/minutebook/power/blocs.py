"""Blocs: voters who consent together, so that indices can be asked of the blocs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minutebook.power.coalitions import Part
from minutebook.power.games import Both, Either, Game, Nested, Weighted, weighted
from minutebook.power.results import Player


@dataclass(frozen=True, slots=True)
class Bloc:
    """A bloc as a player: told from a voter, or a body, of the same name."""

    name: str

    def __str__(self) -> str:
        return self.name


def over_blocs(game: Game, blocs: Mapping[str, Sequence[str | Part]]) -> Game:
    """The game in which each bloc is one player, a `Bloc`; those in no bloc stay themselves.

    A symmetric group is in a bloc with all its members, or, as a `Part`, with so many of them;
    the others stay equal players. A name that the game lacks adds nothing. Nobody may be in two
    blocs.
    """
    counts = game.counts
    taken: dict[Bloc, dict[Player, int]] = {}
    for name, members in blocs.items():
        own = taken.setdefault(Bloc(name), {})
        for member in members:
            player, some = (
                (member.group, member.count) if isinstance(member, Part) else (member, None)
            )
            if player in counts:
                own[player] = counts[player] if some is None else min(some, counts[player])
    gathered = _gathered(game, taken)
    idle = [bloc for bloc in taken if bloc not in gathered.counts]
    # A bloc of people who have no say is asked of all the same.
    return gathered & weighted(0, dict.fromkeys(idle, 0)) if idle else gathered


def _gathered(game: Game, taken: Mapping[Bloc, Mapping[Player, int]]) -> Game:
    match game:
        case Weighted(quota, names, weights, sizes):
            weight_of = dict(zip(names, weights, strict=True))
            left = [
                (n, weight_of[n], size - sum(own.get(n, 0) for own in taken.values()))
                for n, size in zip(names, sizes, strict=True)
            ]
            players = [entry for entry in left if entry[2] > 0]
            for bloc, own in taken.items():
                inside = [weight_of[n] * count for n, count in own.items() if n in weight_of]
                if inside:
                    players.append((bloc, sum(inside), 1))
            found, their_weights, their_sizes = zip(*players, strict=True) if players else ((),) * 3
            return Weighted(quota, found, their_weights, their_sizes)
        case Both(parts) | Either(parts):
            return type(game)(tuple(_gathered(part, taken) for part in parts))
        case Nested(outer, slot, inner):
            around = {
                bloc: {n: count for n, count in own.items() if n != slot}
                for bloc, own in taken.items()
            }
            return Nested(_gathered(outer, around), slot, _gathered(inner, taken))
    raise TypeError(f"blocs of a {type(game).__name__} are not known")

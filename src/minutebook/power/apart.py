"""Games that fall apart: tests that share no player, all of which, or one of which, must be won.

The minimal coalitions of such a game are those of its parts put together (all of them) or put side
by side (one of them), so none of them has to be looked for in the whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minutebook.power.games import Both, Either, Game, Nested, Weighted
from minutebook.power.results import Player


@dataclass(frozen=True, slots=True)
class Apart:
    """Games without a common player, none of them won or lost by everybody: all or one decide."""

    all_of: bool
    parts: tuple[Game, ...]


def apart(game: Game) -> Apart | None:
    """The parts that a game falls into; None if it is one."""
    plain = _pushed(game)
    if not isinstance(plain, Both | Either):
        return None
    kind = type(plain)
    joined: list[tuple[frozenset[Player], list[Game]]] = []
    for part in plain.parts:
        players, parts = with_weight(part), [part]
        rest = []
        for others, games in joined:
            if others & players:
                players, parts = players | others, games + parts
            else:
                rest.append((others, games))
        joined = [*rest, (players, parts)]
    found = tuple(one[0] if len(one) == 1 else kind(tuple(one)) for _, one in joined)
    if len(found) < 2 or any(g.carried({}) or not g.carried(g.counts) for g in found):
        return None
    return Apart(kind is Both, found)


def with_weight(game: Game) -> frozenset[Player]:
    """The players who weigh anything in some test of the game: the others never matter."""
    match game:
        case Weighted():
            pairs = zip(game.names, game.weights, strict=True)
            return frozenset(name for name, weight in pairs if weight)
        case Both(parts) | Either(parts):
            return frozenset[Player]().union(*map(with_weight, parts))
        case Nested(outer, slot, inner):
            around = with_weight(outer)
            return (around - {slot}) | (with_weight(inner) if slot in around else frozenset())
    return frozenset(game.players)


def _pushed(game: Game) -> Game:
    """The same game with what is nested put where it decides, as far as that is one place."""
    match game:
        case Both(parts) | Either(parts):
            kind = type(game)
            return kind(tuple(_flattened(kind, map(_pushed, parts))))
        case Nested(outer, slot, inner):
            around = _pushed(outer)
            if isinstance(around, Weighted):
                alone = with_weight(around) == {slot}
                decides = not around.carried({}) and around.carried(around.counts)
                return _pushed(inner) if alone and decides else game
            if not isinstance(around, Both | Either):
                return game
            asked = [slot in with_weight(part) for part in around.parts]
            if asked.count(True) != 1:
                return game
            kind = type(around)
            pushed = (
                _pushed(Nested(part, slot, inner)) if here else part
                for part, here in zip(around.parts, asked, strict=True)
            )
            return kind(tuple(_flattened(kind, pushed)))
    return game


def _flattened(kind: type[Both] | type[Either], games: Iterable[Game]) -> Iterable[Game]:
    for game in games:
        yield from game.parts if isinstance(game, kind) else (game,)

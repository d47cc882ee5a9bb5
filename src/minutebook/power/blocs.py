"""Blocs: voters who consent together, so that indices can be asked of the blocs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minutebook.power.games import Game, any_of


def over_blocs(game: Game, blocs: Mapping[str, Sequence[str]]) -> Game:
    """The game in which each bloc is one player; those in no bloc stay themselves.

    A name that the game lacks adds nothing. A symmetric group cannot be part of a bloc: who of
    its members would be in it is not said.
    """
    for bloc, members in blocs.items():
        for member in members:
            if game.counts.get(member) == 1:
                game = game.replace(member, any_of([bloc]))
    return game

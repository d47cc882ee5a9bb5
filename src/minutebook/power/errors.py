"""What can be wrong with a plain game: one exception per mistake, all under `GameError`."""

from __future__ import annotations


class GameError(ValueError):
    """The description of a plain game, or a question put to it, makes no sense."""


class NegativeWeightError(GameError):
    """A weight or quota below zero: the game would not be monotone."""


class InexactWeightError(GameError):
    """A float, a NaN or an infinity where an exact number is needed."""


class PlayerError(GameError):
    """A player that the game does not have, has twice, or has in another number."""


class OutOfReachError(GameError):
    """No method at hand answers at the accuracy asked for; the message says which would."""

"""Power: who can carry or block a decision, and how much each counts.

Plain games (`weighted` and its compositions) are usable without a book.
"""

from minutebook.power.coalitions import Group, Part
from minutebook.power.errors import (
    GameError,
    InexactWeightError,
    NegativeWeightError,
    OutOfReachError,
    PlayerError,
)
from minutebook.power.games import (
    Both,
    Either,
    Game,
    Nested,
    Weighted,
    any_of,
    threshold,
    unanimous,
    weighted,
)
from minutebook.power.results import PowerIndex, Quality, Sampling

__all__ = [
    "Both",
    "Either",
    "Game",
    "GameError",
    "Group",
    "InexactWeightError",
    "NegativeWeightError",
    "Nested",
    "OutOfReachError",
    "Part",
    "PlayerError",
    "PowerIndex",
    "Quality",
    "Sampling",
    "Weighted",
    "any_of",
    "threshold",
    "unanimous",
    "weighted",
]

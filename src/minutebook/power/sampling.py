"""Power indices by drawing coalitions and orders, where counting is out of reach.

Banzhaf: a random set of the others, each member by a fair coin. Shapley-Shubik: the same with
one random probability of consent for all, which makes every size equally likely (Owen 1972).
The error stated is Hoeffding's (1963), for all players together.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from math import ceil, log, sqrt

from minutebook.power.games import Game
from minutebook.power.results import Player, PowerIndex, Quality, Sampling


def banzhaf(game: Game, sampling: Sampling) -> PowerIndex:
    """Banzhaf values with the stated error."""
    return _index(game, sampling, lambda _: 0.5)


def shapley_shubik(game: Game, sampling: Sampling) -> PowerIndex:
    """Shapley-Shubik values with the stated error."""
    return _index(game, sampling, lambda source: source.random())


def _index(game: Game, sampling: Sampling, chance: Callable[[random.Random], float]) -> PowerIndex:
    source = random.Random(sampling.seed)
    counts = game.counts
    decisive: dict[Player, int] = dict.fromkeys(counts, 0)
    for _ in range(sampling.draws):
        probability = chance(source)
        consenting = {
            player: sum(source.random() < probability for _ in range(count - 1))
            for player, count in counts.items()
        }
        # One member of each player or group is the one asked about; it also votes for itself.
        own = {player: int(source.random() < probability) for player in counts}
        votes = {player: consenting[player] + own[player] for player in counts}
        for player in counts:
            with_it = {**votes, player: consenting[player] + 1}
            without = {**votes, player: consenting[player]}
            decisive[player] += game.carried(with_it) and not game.carried(without)
    doubt = float(1 - sampling.confidence) / len(counts)
    margin = sqrt(log(2 / doubt) / (2 * sampling.draws))
    return PowerIndex(
        {player: Fraction(hits, sampling.draws) for player, hits in decisive.items()},
        counts,
        Quality.SAMPLED,
        Fraction(ceil(margin * 10**12), 10**12),
        sampling.confidence,
        f"{sampling.draws} draws, seed {sampling.seed}",
    )

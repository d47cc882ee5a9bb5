"""Power indices of a game: which method answers, and at what accuracy."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from minutebook.power import layered
from minutebook.power.games import Game
from minutebook.power.normal import Level, normal_form
from minutebook.power.polynomials import Polynomial, product, shapley_value
from minutebook.power.results import Player, PowerIndex


@lru_cache(maxsize=16)
def profile(game: Game) -> tuple[dict[Player, Polynomial], Polynomial]:
    form = normal_form(game)
    assert form
    p = layered.count(form, lambda level: profile(level.module)[1])
    out = {}
    for level, sw in p.swings.items():
        if level.module is None:
            for u in level.units: out[u] = sw
        else:
            inner = profile(level.module)[0]
            outer = sw[: game.population - level.persons + 1]
            for u, g in inner.items():
                out[u] = product(outer, g)
    return {q: out[q] for q in game.players}, p.wins
def swings(game): return {p: sum(s) for p, s in profile(game)[0].items()}
def shapley_shubik(game, w=None, s=None):
    return PowerIndex({p: shapley_value(s, game.population) for p, s in profile(game)[0].items()}, game.counts)

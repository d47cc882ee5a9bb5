"""Power indices of a game: which method answers, and how exactly.

Exact methods come first while they cost about a second or two; then intervals with a certified
error; then whatever exact method fits in memory, however long; then coarser intervals; and only
if the caller allowed it, sampling. Nothing is approximated without the result saying so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from minutebook.power import quadrature, sampling
from minutebook.power.counting import (
    MAX_TABLE,
    QUICK,
    Single,
    exact_swings,
    profile,
    single_test,
    wins_by_size,
)
from minutebook.power.errors import GameError, OutOfReachError
from minutebook.power.games import Game
from minutebook.power.oceans import ocean_of, shapley
from minutebook.power.polynomials import shapley_value
from minutebook.power.results import Player, PowerIndex, Quality, Sampling

# The certified error that stands in for exactness by default.
TOLERANCE = Fraction(1, 10**10)
# Cell updates that an interval may cost, all tables together: well below a minute.
CERTIFIED_EFFORT = 30 * QUICK
# Sums that a rounded game may distinguish, by default and for a requested accuracy.
COARSE_CELLS = 1 << 22
FINE_CELLS = 1 << 26


def swings(game: Game) -> dict[Player, int]:
    """See `Game.swings`."""
    return dict(exact_swings(game, patient=True))


def banzhaf(game: Game, within: Fraction | int | None, allowed: Sampling | None) -> PowerIndex:
    """See `Game.banzhaf`."""
    coalitions = 1 << max(0, game.population - 1)

    def exact(patient: bool) -> dict[Player, Fraction]:
        found = exact_swings(game, patient)
        return {player: Fraction(count, coalitions) for player, count in found.items()}

    def certified(single: Single) -> quadrature.Interval:
        return quadrature.banzhaf(single.weights, single.quota)

    def rounded(single: Single, cells: int) -> quadrature.Interval:
        return quadrature.rounded_banzhaf(single.weights, single.quota, cells)

    return _best(game, within, _Methods(exact, certified, rounded, 1), allowed, sampling.banzhaf)


def shapley_shubik(
    game: Game, within: Fraction | int | None, allowed: Sampling | None
) -> PowerIndex:
    """See `Game.shapley_shubik`."""
    persons = game.population
    accuracy = min(Fraction(within or TOLERANCE), TOLERANCE) / 4

    def exact(patient: bool) -> dict[Player, Fraction]:
        ocean = ocean_of(game)
        if ocean is not None:
            inside = partial(profile, patient=patient), partial(wins_by_size, patient=patient)
            return shapley(game, ocean, *inside)
        found = profile(game, patient)
        values = {polynomial: shapley_value(polynomial, persons) for polynomial in found.values()}
        return {player: values[polynomial] for player, polynomial in found.items()}

    def certified(single: Single) -> quadrature.Interval:
        return quadrature.shapley(single.weights, single.quota, accuracy)

    def rounded(single: Single, cells: int) -> quadrature.Interval:
        return quadrature.rounded(single.weights, single.quota, cells, accuracy)

    nodes = quadrature.node_pairs(min(persons, quadrature.MAX_PERSONS), accuracy)
    methods = _Methods(exact, certified, rounded, nodes)
    return _best(game, within, methods, allowed, sampling.shapley_shubik)


def banzhaf_normalised(
    game: Game, within: Fraction | int | None, allowed: Sampling | None
) -> PowerIndex:
    """See `Game.banzhaf_normalised`."""
    try:
        return _exact_shares(game, patient=within == 0)
    except OutOfReachError:
        if within == 0:
            raise
    raw = banzhaf(game, None, allowed)
    low = {p: max(Fraction(0), value - raw.error) for p, value in raw.items()}
    high = {p: value + raw.error for p, value in raw.items()}
    bounds = {p: _share(p, low, high, game.counts) for p in raw}
    index = PowerIndex(
        {p: (a + b) / 2 for p, (a, b) in bounds.items()},
        game.counts,
        raw.quality,
        max((b - a) / 2 for a, b in bounds.values()),
        raw.confidence,
        raw.method,
    )
    if index.error <= (TOLERANCE if within is None else within):
        return index
    # Where few coalitions swing at all, a small error of each value is a large one of its share.
    try:
        return _exact_shares(game, patient=True)
    except OutOfReachError:
        if within is not None:
            raise
    return index


def _exact_shares(game: Game, patient: bool) -> PowerIndex:
    found = exact_swings(game, patient)
    total = sum(count * game.counts[player] for player, count in found.items())
    shares = {p: Fraction(count, total or 1) for p, count in found.items()}
    return PowerIndex(shares, game.counts, method="exact count")


def _share(
    player: Player,
    low: Mapping[Player, Fraction],
    high: Mapping[Player, Fraction],
    counts: Mapping[Player, int],
) -> tuple[Fraction, Fraction]:
    """Bounds on one member's share of a total, given bounds on everybody's value."""
    others_low = sum((low[p] * (counts[p] - (p == player)) for p in low), Fraction(0))
    others_high = sum((high[p] * (counts[p] - (p == player)) for p in high), Fraction(0))
    least, most = low[player] + others_high, high[player] + others_low
    lower = low[player] / least if least else Fraction(0)
    return lower, high[player] / most if most else Fraction(1)


@dataclass(frozen=True, slots=True)
class _Methods:
    """The ways to one index, and how many tables an interval takes."""

    exact: Callable[[bool], dict[Player, Fraction]]
    certified: Callable[[Single], quadrature.Interval]
    rounded: Callable[[Single, int], quadrature.Interval]
    tables: int


def _best(
    game: Game,
    within: Fraction | int | None,
    methods: _Methods,
    allowed: Sampling | None,
    sample: Callable[[Game, Sampling], PowerIndex],
) -> PowerIndex:
    if within is not None and within < 0:
        raise GameError(f"an error cannot be below zero: {within}")
    tolerance = TOLERANCE if within is None else within
    try:
        return PowerIndex(methods.exact(tolerance == 0), game.counts, method="exact count")
    except OutOfReachError:
        if tolerance == 0:
            raise
    single = single_test(game)
    if single is not None and len(single.weights) <= quadrature.MAX_PERSONS:
        cells = quadrature.table_cells(single.weights, single.quota)
        if cells * methods.tables <= CERTIFIED_EFFORT and single.large_side <= MAX_TABLE:
            index = _interval(game, single, methods.certified(single), "quadrature")
            if index.error <= tolerance:
                return index
    if single is not None:
        try:
            return PowerIndex(methods.exact(True), game.counts, method="exact count")
        except OutOfReachError:
            pass
    if single is not None and len(single.weights) <= quadrature.MAX_PERSONS:
        sizes = (COARSE_CELLS,) if within is None else (COARSE_CELLS, FINE_CELLS)
        for cells in sizes:
            index = _interval(game, single, methods.rounded(single, cells), "rounded weights")
            if within is None or index.error <= within:
                return index
    if allowed is not None:
        index = sample(game, allowed)
        if within is None or index.error <= within:
            return index
    raise OutOfReachError(
        "no method reaches this accuracy for this game: allow a larger `within`, or `sampling`"
    )


def _interval(game: Game, single: Single, interval: quadrature.Interval, method: str) -> PowerIndex:
    return PowerIndex(
        {player: interval.values[single.of[player]] for player in game.players},
        game.counts,
        Quality.CERTIFIED,
        max(interval.errors.values()),
        method=method,
    )

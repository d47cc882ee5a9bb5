"""Certified Shapley-Shubik and Banzhaf values of one weighted test with many persons.

If everybody consents independently with probability p, a person is decisive with probability
P(p), a polynomial of degree n-1. Its value at 1/2 is the Banzhaf value, its integral over [0, 1]
the Shapley-Shubik value (Owen 1972). Gauss-Legendre quadrature integrates it, and since on the
ellipse with foci 0 and 1 |P| is at most its major axis to the power n-1, the usual bound
(Trefethen, Approximation Theory and Approximation Practice, theorem 19.3) certifies a few dozen
nodes. At each node the distribution of weights is a table of positive floats; taking a person
out of it is a series whose rounding is bounded along with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from math import ceil, log
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from minutebook.power.errors import OutOfReachError
from minutebook.power.words import STRIDE, prefix_sums, sums

Array: TypeAlias = npt.NDArray[Any]

# Above this, 2^n does not fit a float64.
MAX_PERSONS = 1000
ROUNDING = 2.0**-53
# Windows below this weight, or at ratios near one, are summed directly: their series is long.
DIRECT_WEIGHT = 256
DIRECT_RATIO = 0.9
# The rule for the Banzhaf value: P at one half.
HALF = ((Decimal("0.5"), Decimal(1)),)
# Terms of a series smaller than this are cut, and counted into the error.
NEGLIGIBLE = 1e-20


@dataclass(frozen=True, slots=True)
class Interval:
    """For each weight, a value and how far from the truth it may be."""

    values: Mapping[int, Fraction]
    errors: Mapping[int, Fraction]


@dataclass(frozen=True, slots=True)
class Coarse:
    """Weights rounded to multiples of `step`; true sums lie within `[-below, above]` of those."""

    units: Mapping[int, int]
    step: int
    below: int
    above: int


def shapley(weights: Sequence[int], quota: int, accuracy: Fraction) -> Interval:
    """Shapley-Shubik values of persons of each weight; the quadrature alone errs by `accuracy`.

    `weights` are those of all persons, `quota` lies between 1 and their sum.
    """
    nodes = gauss_legendre(_node_count(len(weights), float(accuracy)))
    return _integrate(weights, quota, nodes, accuracy, None)


def banzhaf(weights: Sequence[int], quota: int) -> Interval:
    """Banzhaf values of persons of each weight."""
    return _integrate(weights, quota, HALF, Fraction(0), None)


def rounded(weights: Sequence[int], quota: int, cells: int, accuracy: Fraction) -> Interval:
    """As `shapley`, for weights too large for a table: rounded so that it has `cells` cells.

    Lower and upper bounds come from moving each threshold by what rounding may have changed.
    """
    nodes = gauss_legendre(_node_count(len(weights), float(accuracy)))
    return _integrate(weights, quota, nodes, accuracy, _coarse(weights, quota, cells))


def rounded_banzhaf(weights: Sequence[int], quota: int, cells: int) -> Interval:
    """Banzhaf values, in the manner of `rounded`."""
    return _integrate(weights, quota, HALF, Fraction(0), _coarse(weights, quota, cells))


def table_cells(weights: Sequence[int], quota: int) -> int:
    """How many cells of table the quadrature touches per node."""
    longest = max(quota, sum(weights) + 1 - quota)
    total = cells = 0
    for weight in sorted(weights):
        total += weight
        cells += min(total + 1, longest)
    return cells


def node_pairs(persons: int, accuracy: Fraction) -> int:
    """How many tables a quadrature of this accuracy builds."""
    return (_node_count(persons, float(accuracy)) + 1) // 2


def _integrate(
    weights: Sequence[int],
    quota: int,
    nodes: Sequence[tuple[Decimal, Decimal]],
    accuracy: Fraction,
    coarse: Coarse | None,
) -> Interval:
    if len(weights) > MAX_PERSONS:
        raise OutOfReachError(f"more than {MAX_PERSONS} persons with so many different weights")
    distinct = sorted(set(weights))
    low = np.zeros(len(distinct))
    high = np.zeros(len(distinct))
    dual = sum(weights) + 1 - quota
    ignored = float(accuracy) / 10
    for node, share in nodes:
        if node > Decimal("0.5"):
            continue
        ratio = float(node / (1 - node))
        # The node 1 - p of a game is the node p of its dual, so one table serves both.
        both = (min(quota, dual),) if node == Decimal("0.5") else (quota, dual)
        sides = [side for side in both if not _unlikely(weights, side, ratio, ignored)]
        if not sides:
            continue
        for lower, upper in _at(weights, distinct, sides, ratio, coarse):
            low += float(share) * lower
            high += float(share) * upper
    slack = float(accuracy) + ignored
    # Each node's share and each addition to the sums rounds once.
    margin = (2 * len(nodes) + 8) * ROUNDING
    exact_low = [Fraction(max(0.0, x * (1 - margin) - slack)) for x in low.tolist()]
    exact_high = [Fraction(x * (1 + margin) + slack) for x in high.tolist()]
    middle = [(a + b) / 2 for a, b in zip(exact_low, exact_high, strict=True)]
    errors = [(b - a) / 2 for a, b in zip(exact_low, exact_high, strict=True)]
    values = dict(zip(distinct, middle, strict=True)) | ({0: Fraction(0)} if 0 in weights else {})
    margins = dict(zip(distinct, errors, strict=True)) | ({0: Fraction(0)} if 0 in weights else {})
    return Interval(values, margins)


def _unlikely(weights: Sequence[int], side: int, ratio: float, chance: float) -> bool:
    """Whether even all persons together hardly reach the window (Chernoff's bound).

    Somebody decisive completes a sum of at least `side`; nodes where that is less likely than
    `chance` for everybody need no table.
    """
    if not chance:
        return False
    share = ratio / (1 + ratio)
    scaled = np.array(weights, dtype=float) / max(weights)
    heaviest, target = 1.0, side / max(weights)
    bounds = [
        np.log1p(share * np.expm1(tilt * scaled)).sum() + tilt * (heaviest - target)
        for tilt in np.geomspace(0.01, 30, 40)
    ]
    # A millionth more pays for rounding in the bound itself.
    return bool(min(bounds) + 1e-6 < log(chance))


def _at(
    weights: Sequence[int],
    distinct: Sequence[int],
    sides: Sequence[int],
    ratio: float,
    coarse: Coarse | None,
) -> list[tuple[Array, Array]]:
    """Bounds on the probability of being decisive at one node, for each side and weight."""
    scale = (1 + ratio) ** (1 - len(weights))
    if coarse is None:
        table = sums(weights, max(sides), np.dtype(np.float64), ratio)
        prefix = None if ratio > DIRECT_RATIO else prefix_sums(table)
        found = [
            _exact_windows(
                table[:side],
                None if prefix is None else prefix[:side],
                distinct,
                ratio,
                len(weights),
            )
            for side in sides
        ]
    else:
        units = [coarse.units[weight] for weight in weights]
        top = (max(sides) + coarse.below + coarse.above) // coarse.step + 2
        prefix = prefix_sums(sums(units, top, np.dtype(np.float64), ratio))
        found = [_coarse_windows(prefix, distinct, side, ratio, coarse, weights) for side in sides]
    # 4n roundings: of the ratio in each term and of the scale itself.
    margin = 4 * len(weights) * ROUNDING
    return [(lo * scale * (1 - margin), hi * scale * (1 + margin)) for lo, hi in found]


def _exact_windows(
    table: Array, prefix: Array | None, distinct: Sequence[int], ratio: float, persons: int
) -> tuple[Array, Array]:
    """Per weight, bounds on the sum over the last window of the table without that person."""
    values, margins = np.zeros(len(distinct)), np.zeros(len(distinct))
    per_term = (3 * persons + 200) * ROUNDING
    mass = float(table.sum())
    for place, weight in enumerate(distinct):
        if weight == 0:
            continue
        available = len(table) // weight + 1
        steps = _steps(available, ratio)
        if prefix is None or weight < DIRECT_WEIGHT:
            masses = _windows(table, weight, steps)
            terms = masses * np.power(ratio, np.arange(len(masses)))
            margin = per_term * terms.sum()
        else:
            below = prefix[::-1][::weight][: steps + 1]
            masses = below - np.append(below[1:], 0.0)[: len(below)]
            powers = np.power(ratio, np.arange(len(masses)))
            terms = masses * powers
            depth = 3 * STRIDE + len(table) / STRIDE**3
            margin = (per_term + depth * ROUNDING) * 2 * (below * powers).sum()
        values[place] = terms[::2].sum() - terms[1::2].sum()
        margins[place] = margin + (mass * ratio**steps if steps < available else 0.0)
    return np.maximum(0.0, values - margins), values + margins


def _windows(table: Array, weight: int, steps: int) -> Array:
    whole = min(len(table) // weight, steps)
    rest = len(table) - whole * weight
    masses = table[rest:].reshape(whole, weight).sum(axis=1)[::-1]
    return np.append(masses, table[:rest].sum()) if whole < steps else masses


def _steps(available: int, ratio: float) -> int:
    if ratio >= 1.0 - 1e-12:
        return available
    return min(available, ceil(log(NEGLIGIBLE) / log(ratio)) + 1)


def _coarse_windows(
    prefix: Array,
    distinct: Sequence[int],
    side: int,
    ratio: float,
    coarse: Coarse,
    weights: Sequence[int],
) -> tuple[Array, Array]:
    lows, highs = np.zeros(len(distinct)), np.zeros(len(distinct))
    for place, weight in enumerate(distinct):
        if weight == 0:
            continue
        bounds = []
        for limit in (side - 1, side - 1 - weight):
            for shift in (-coarse.above, coarse.below):
                at = (limit + shift) // coarse.step
                bounds.append(_without(prefix, coarse.units[weight], at, ratio, len(weights)))
        surely, possibly, never_more, at_most = bounds
        lows[place] = max(0.0, surely[0] - at_most[1])
        highs[place] = max(0.0, possibly[1] - never_more[0])
    return lows, highs


def _without(prefix: Array, unit: int, at: int, ratio: float, persons: int) -> tuple[float, float]:
    """Bounds on the mass of sums up to `at`, without one person of this rounded weight."""
    if at < 0:
        return 0.0, 0.0
    per_term = (3 * persons + 3 * STRIDE + 200 + len(prefix) / STRIDE**3) * ROUNDING
    if unit == 0:
        value = float(prefix[at]) / (1 + ratio)
        return value * (1 - per_term), value * (1 + per_term)
    available = at // unit + 1
    steps = _steps(available, ratio)
    points = prefix[at::-unit][:steps] * np.power(ratio, np.arange(steps))
    value = float(points[::2].sum() - points[1::2].sum())
    cut = float(prefix[at]) * ratio**steps / (1 - ratio) if steps < available else 0.0
    margin = per_term * float(points.sum()) + cut
    return value - margin, value + margin


def _coarse(weights: Sequence[int], quota: int, cells: int) -> Coarse:
    longest = max(quota, sum(weights) + 1 - quota)
    step = max(1, -(-longest // cells))
    units = {weight: (weight + step // 2) // step for weight in set(weights)}
    drift = [weight - units[weight] * step for weight in weights]
    above = sum(d for d in drift if d > 0)
    below = -sum(d for d in drift if d < 0)
    return Coarse(units, step, below, above)


def _node_count(persons: int, accuracy: float) -> int:
    """The fewest nodes whose quadrature of P is certified to `accuracy`, or exact."""
    enough = (persons + 1) // 2 or 1
    for count in range(2, enough):
        # At rho = 1 + t the bound is 32/15 M rho^(2-2m) / (1 - rho^-2); any rho certifies.
        best = min(
            log(32 / 15)
            + (persons - 1) * log((rho + 1 / rho) / 2)
            + (2 - 2 * count) * log(rho)
            - log(1 - rho**-2)
            for rho in (1 + 0.02 * t for t in range(1, 200))
        )
        if best < log(accuracy):
            return count
    return enough


@lru_cache(maxsize=32)
def gauss_legendre(count: int) -> tuple[tuple[Decimal, Decimal], ...]:
    """Nodes and weights on [0, 1], to forty digits, by Newton's method on Legendre's recurrence."""
    starts, _ = np.polynomial.legendre.leggauss(count)
    with localcontext() as context:
        context.prec = 50
        pairs = []
        for start in starts.tolist():
            x = Decimal(start)
            for _ in range(3):
                value, slope = _legendre(count, x)
                x -= value / slope
            _, slope = _legendre(count, x)
            pairs.append(((1 + x) / 2, 1 / ((1 - x * x) * slope * slope)))
        # The middle node of an odd rule is 1/2 exactly; Newton leaves the last digit of it.
        if count % 2:
            pairs[count // 2] = (Decimal("0.5"), pairs[count // 2][1])
        return tuple(pairs)


def _legendre(count: int, x: Decimal) -> tuple[Decimal, Decimal]:
    before, value = Decimal(1), x
    for k in range(1, count):
        before, value = value, ((2 * k + 1) * x * value - k * before) / (k + 1)
    return value, count * (x * value - before) / (x * x - 1)

"""Many paths of yearly profits through tiers whose levels move, in floating point.

Where levels stand still, what a path has paid depends on its profits' sum only, and
`minutebook.payout.vectors` is faster. Here all paths of a chunk are moved along together: in each
step every path goes on to the next point where something tips for it, or to the end of its year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from minutebook.payout.accrual import When
from minutebook.payout.errors import ContradictionError
from minutebook.payout.tiers import (
    Losses,
    Position,
    ProfitTiers,
    Until,
    YearReaches,
    gauge_of,
    parties_of,
    rates_of,
)
from minutebook.payout.vectors import Floats, check_losses

POOL, YEAR = -1, -2


@dataclass(frozen=True, slots=True)
class _Mark:
    """A level, and what is counted up to it: a party's column, the pool or the year."""

    level: float
    counts: int


@dataclass(slots=True, eq=False)
class _Walk:
    """The paths of one chunk on their way: what was counted, and which interests reverted.

    This one is changed in place, since a copy of every array at each step would double the memory.
    """

    terms: ProfitTiers
    columns: tuple[str | None, ...]
    received: Floats
    pool: Floats
    year: Floats
    reverted: NDArray[np.int64]
    shares: dict[int, Floats] = field(default_factory=dict)

    def count(self, mark: _Mark) -> Floats:
        """What has been counted up to the mark; a view, so that it can be set."""
        if mark.counts == POOL:
            return self.pool
        return self.year if mark.counts == YEAR else self.received[:, mark.counts]

    def pending(self, number: int) -> NDArray[np.bool_]:
        """Where the interest of this reversion has not passed yet, by this or another one."""
        party = self.terms.reversions[number].party
        same = sum(1 << i for i, r in enumerate(self.terms.reversions) if r.party == party)
        passed: NDArray[np.bool_] = (self.reverted & same) != 0
        return ~passed

    def rates(self, active: NDArray[np.int64]) -> Floats:
        """Each path's share of the next unit by column, for its tier and reverted interests."""
        codes, where = np.unique(
            (active << len(self.terms.reversions)) | self.reverted, return_inverse=True
        )
        return np.stack([self._row(int(code)) for code in codes])[where]

    def _row(self, code: int) -> Floats:
        if code not in self.shares:
            bits = len(self.terms.reversions)
            number, tiers = code >> bits, self.terms.tiers
            tier = tiers[number] if number < len(tiers) else None
            gone = frozenset(i for i in range(bits) if code >> i & 1)
            row = np.zeros(len(self.columns))
            for party, _, _, rate in rates_of(self.terms, tier, gone):
                row[self.columns.index(party)] += float(rate)
            self.shares[code] = row
        return self.shares[code]


def pay_moving_paths(
    terms: ProfitTiers,
    moments: Sequence[When],
    profits: Floats,
    losses: Losses | None = None,
    loss_before: float = 0.0,
    chunk: int = 1 << 15,
) -> Floats:
    """What each party has received at the end of each path of yearly profits.

    The vectorised twin of `ProfitTiers.by_year`: levels stand, in each year, as at that year.

    Args:
        terms: The tiers and reversions.
        moments: The moment of each year, in order.
        profits: Shape (paths, years); a loss is negative.
        losses: Must be told if there is any loss.
        loss_before: A loss brought forward into the first year.
        chunk: Paths worked on at once; it bounds the memory beside input and output.

    Returns:
        Shape (paths, parties + 1): the parties in order of first mention, the unassigned rest
        last.

    Raises:
        ContradictionError: If there are not as many moments as years.
    """
    if profits.shape[1] != len(moments):
        raise ContradictionError(f"{profits.shape[1]} years of profit, {len(moments)} moments")
    columns = (*parties_of(terms), None)
    paid = np.empty((len(profits), len(columns)))
    for start in range(0, len(profits), chunk):
        part = profits[start : start + chunk]
        check_losses(part, losses, loss_before)
        paid[start : start + chunk] = _walked(terms, columns, moments, part, losses, loss_before)
    return paid


def _walked(
    terms: ProfitTiers,
    columns: tuple[str | None, ...],
    moments: Sequence[When],
    profits: Floats,
    losses: Losses | None,
    loss_before: float,
) -> Floats:
    size = len(profits)
    zeros = np.zeros((4, size))
    walk = _Walk(
        terms, columns, np.zeros((size, len(columns))), zeros[0], zeros[1],
        np.zeros(size, dtype=np.int64),
    )  # fmt: skip
    deficit = np.full(size, 0.0 if losses is Losses.NOT_CARRIED else loss_before)
    for number, moment in enumerate(moments):
        net = profits[:, number] - deficit
        if losses is Losses.CARRIED_FORWARD:
            deficit = np.maximum(-net, 0.0)
        walk.year[:] = 0.0
        ends = [None if t.until is None else _mark(t.until, columns, moment) for t in terms.tiers]
        passes = [_mark(r.when, columns, moment) for r in terms.reversions]
        _share_out(walk, np.maximum(net, 0.0), ends, passes)
    return walk.received


def _mark(until: Until, columns: tuple[str | None, ...], moment: When) -> _Mark:
    gauge = gauge_of(until, Position(), moment)
    if gauge.party is not None:
        return _Mark(float(gauge.level), columns.index(gauge.party))
    return _Mark(float(gauge.level), YEAR if isinstance(until, YearReaches) else POOL)


def _share_out(
    walk: _Walk, left: Floats, ends: Sequence[_Mark | None], passes: Sequence[_Mark]
) -> None:
    """Share out one year's profit, step by step, until no path has any left."""
    while True:
        for i, mark in enumerate(passes):
            walk.reverted[walk.pending(i) & (walk.count(mark) >= mark.level)] |= 1 << i
        if not np.any(left > 0):
            return
        active = np.full(len(left), len(ends), dtype=np.int64)
        for i in reversed(range(len(ends))):
            end = ends[i]
            active[slice(None) if end is None else walk.count(end) < end.level] = i
        rates = walk.rates(active)
        marks = [(mark, active == i) for i, mark in enumerate(ends) if mark is not None]
        marks += [(mark, walk.pending(i)) for i, mark in enumerate(passes)]
        distances = [_distance(walk, mark, on, rates) for mark, on in marks]
        step = np.minimum.reduce([left, *distances])
        walk.received += rates * step[:, np.newaxis]
        walk.pool += step
        walk.year += step
        for (mark, _), distance in zip(marks, distances, strict=True):
            # Set to the level itself: a rounding error short of it would never be passed.
            walk.count(mark)[(distance == step) & (step > 0)] = mark.level
        left = left - step


def _distance(walk: _Walk, mark: _Mark, on: NDArray[np.bool_], rates: Floats) -> Floats:
    """How much more profit each path can share out before the mark is reached."""
    speed = np.ones(len(rates)) if mark.counts < 0 else rates[:, mark.counts]
    distance = np.full(len(rates), np.inf)
    moving = on & (speed > 0)
    distance[moving] = (mark.level - walk.count(mark)[moving]) / speed[moving]
    return distance

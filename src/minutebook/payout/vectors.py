"""Many amounts at once, in floating point, from the exact knots of a schedule."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from minutebook.payout.errors import AmbiguityError, OutOfRangeError
from minutebook.payout.schedule import Schedule
from minutebook.payout.tiers import Losses

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A schedule's knots as arrays; `columns` are its parties and last None, the unassigned rest.

    A knot such as 52/3 is no float. `knots` holds the next float that is not smaller, so that a
    float lies right of the knot exactly if it lies right of the stored one, and `excess` how much
    larger that is; a distance from the knot then carries no cancellation error.
    """

    columns: tuple[str | None, ...]
    knots: Floats
    excess: Floats
    values: Floats
    slopes: Floats

    def pay(self, pools: ArrayLike) -> Floats:
        """The payouts at each pool: shape (number of pools, number of columns).

        Relative error is a few units in the last place, beside knots too.

        Raises:
            OutOfRangeError: If a pool is negative or not a number.
        """
        amounts = np.asarray(pools, dtype=np.float64)
        if not np.all(amounts >= 0):
            raise OutOfRangeError("a pool cannot be negative or not a number")
        span = np.searchsorted(self.knots, amounts, side="right") - 1
        beyond = amounts - self.knots[span]
        beyond += self.excess[span]
        payouts = self.slopes.take(span, axis=0)
        payouts *= beyond[:, np.newaxis]
        payouts += self.values.take(span, axis=0)
        return payouts


def table(schedule: Schedule) -> Table:
    """The schedule as arrays."""
    knots = schedule.knots
    rounded = [_not_below(knot) for knot in knots]
    functions = [*(schedule.paid(party) for party in schedule.parties), schedule.unassigned]
    return Table(
        (*schedule.parties, None),
        np.array(rounded),
        np.array([float(Fraction(up) - knot) for up, knot in zip(rounded, knots, strict=True)]),
        np.array([[float(f(knot)) for f in functions] for knot in knots]),
        np.array([[float(f.slope_at(knot)) for f in functions] for knot in knots]),
    )


def pay_paths(
    claims: Table,
    profits: Floats,
    losses: Losses | None = None,
    loss_before: float = 0.0,
    chunk: int = 1 << 16,
) -> Floats:
    """What each column has received at the end of each path of yearly profits.

    Args:
        claims: Levels that do not depend on the year, as `table` makes them.
        profits: Shape (paths, years); a loss is negative.
        losses: Must be told if there is any loss.
        loss_before: A loss brought forward into the first year.
        chunk: Paths worked on at once; it bounds the memory beside input and output.

    Returns:
        Shape (paths, columns).
    """
    paid = np.empty((len(profits), len(claims.columns)))
    for start, pools in _pools(profits, losses, loss_before, chunk):
        paid[start : start + len(pools)] = claims.pay(pools[:, -1])
    return paid


def pay_paths_by_year(
    claims: Table,
    profits: Floats,
    losses: Losses | None = None,
    loss_before: float = 0.0,
    chunk: int = 1 << 16,
) -> Iterator[Floats]:
    """As `pay_paths`, but what is paid in each year: chunks of shape (paths, years, columns)."""
    for _, pools in _pools(profits, losses, loss_before, chunk):
        paid = claims.pay(pools.reshape(-1)).reshape(*pools.shape, len(claims.columns))
        yield np.diff(paid, axis=1, prepend=0.0)


def _pools(
    profits: Floats, losses: Losses | None, loss_before: float, chunk: int
) -> Iterator[tuple[int, Floats]]:
    """Chunk by chunk, the profit shared out up to each year."""
    for start in range(0, len(profits), chunk):
        part = profits[start : start + chunk]
        check_losses(part, losses, loss_before)
        if losses is Losses.CARRIED_FORWARD:
            pools = np.cumsum(part, axis=1)
            pools -= loss_before
            np.maximum.accumulate(pools, axis=1, out=pools)
            np.maximum(pools, 0.0, out=pools)
        else:
            pools = np.cumsum(np.maximum(part, 0.0), axis=1)
        yield start, pools


def check_losses(profits: Floats, losses: Losses | None, loss_before: float) -> None:
    """Raise AmbiguityError if there is a loss and nothing says what it does to later years."""
    if losses is None and (loss_before or bool(np.any(profits < 0))):
        raise AmbiguityError(
            "losses",
            "must a loss be made good by later profit before anybody is paid?",
            ("Losses.CARRIED_FORWARD", "Losses.NOT_CARRIED"),
        )


def _not_below(knot: Fraction) -> float:
    near = float(knot)
    return near if Fraction(near) >= knot else math.nextafter(near, math.inf)

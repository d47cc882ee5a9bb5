"""Amounts that may depend on the moment: fixed, growing by a rate, or paid in over time."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from minutebook.payout.accrual import Accrual, When
from minutebook.payout.errors import AmbiguityError, ContradictionError
from minutebook.payout.exact import Exact, amount, shown
from minutebook.payout.piecewise import ZERO


@dataclass(frozen=True, slots=True)
class Growing:
    """An amount that grows by a rate from a moment on: a cap that rises 20% a year from 2025."""

    base: Exact
    accrual: Accrual
    since: When


@dataclass(frozen=True, slots=True)
class PaidIn:
    """The sum of what has been paid in by the moment asked about: (when, amount) each."""

    payments: tuple[tuple[When, Exact], ...]


Level = Exact | Growing | PaidIn


def level_at(level: Level, at: When | None) -> Fraction:
    """The level's amount at a moment, exactly.

    Raises:
        AmbiguityError: If the amount depends on the moment and none is given.
    """
    if isinstance(level, Growing):
        moment = _asked(at, f"the cap of {shown(amount(level.base, 'a cap'))} grows")
        return amount(level.base, "a cap") * level.accrual.between(level.since, moment)
    if isinstance(level, PaidIn):
        moment = _asked(at, "the amount paid in grows with each payment")
        return sum(
            (amount(n, "a payment") for when, n in level.payments if not_after(when, moment)), ZERO
        )
    return amount(level, "a level")


def not_after(first: When, second: When) -> bool:
    """Whether the first moment is not later; both must be years, or both dates."""
    if isinstance(first, int) and isinstance(second, int):
        return first <= second
    if isinstance(first, int) or isinstance(second, int):
        raise ContradictionError(f"{first} and {second}: write both as years or both as dates")
    return first <= second


def _asked(at: When | None, why: str) -> When:
    if at is None:
        raise AmbiguityError(
            "moment", f"at which moment? {why}.", ("at=2026", "at=date(2026, 1, 1)")
        )
    return at

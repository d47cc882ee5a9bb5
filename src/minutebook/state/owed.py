"""What is owed under a norm with interest: its amount or price, and what has accrued on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from minutebook.records.deeds import Deed
from minutebook.state.deals import price
from minutebook.state.timelines import TICK
from minutebook.text.numbers import Money, Quantity, exactly, parse_money
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.records.nouns import Norm
    from minutebook.state.life import Lives


def owed(
    lives: Lives, norm: Norm, deed: Deed | None, due: datetime | None, at: datetime
) -> Quantity | None:
    """What is owed at a moment by a norm that bears interest; None for one that bears none.

    Before its interest runs that is the amount of its deed alone. Where the day from which it runs
    is not known exactly, the two bounds of that day bound the sum.
    """
    principal = owed_amount(deed) if deed is not None else None
    if norm.interest is None or principal is None:
        return None
    sums = []
    for start in _starts(lives, norm.interest.since, due):
        factor = norm.interest.factor(*(_day(lives, m) for m in (start or at, at)))
        sums += [bound for bound in (principal.times(factor).low, principal.times(factor).high)
                 if bound is not None]  # fmt: skip
    return Quantity(min(sums), max(sums)) if sums else None


def owed_amount(deed: Deed) -> Quantity | None:
    """The amount that a deed pays, or the price that it is done at."""
    written = deed.get("amount")
    if written is None:
        return price(deed)
    found = parse_money(written, None)
    return exactly(found.amount) if isinstance(found, Money) else None


def _starts(lives: Lives, since: When | str, due: datetime | None) -> tuple[datetime | None, ...]:
    """From when interest runs, at the earliest and at the latest; None: not yet."""
    if since == "due":
        # A time that ends when a day begins was over on the day before.
        return (None if due is None else due - TICK,)
    when: When | None = since if isinstance(since, When) else None
    if isinstance(since, str):
        record = lives.record(since)
        when = lives.moment(record) if record is not None else None
    if when is None or when.latest is None:
        return (None,)
    # A day ends with the moment at which the next one begins.
    last = when.latest if when.exact else when.latest - TICK
    return (when.earliest, last)


def _day(lives: Lives, moment: datetime) -> date:
    return moment.astimezone(lives.state.book.zone).date()

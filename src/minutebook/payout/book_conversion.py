"""How many units each unit of a class converts into, adjusted for what was issued more cheaply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from minutebook.payout.anti_dilution import OutstandingBase, full_ratchet, weighted_average
from minutebook.payout.plan import Missing, exact_units, number
from minutebook.records import nouns
from minutebook.state.slots import Point
from minutebook.state.state import State
from minutebook.text.when import When, instant


@dataclass(frozen=True, slots=True)
class Conversion:
    """Units into which a unit of a class converts, and each adjustment in words."""

    ratio: Fraction
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Issue:
    """A class as it was issued: when, how many shares as converted, at which price of each."""

    of: str
    when: When
    shares: Fraction
    price: Fraction


def conversion(
    state: State, instrument: nouns.Instrument, before: datetime | None = None
) -> Conversion:
    """The conversion of a class at the state's date, or right before an earlier moment.

    A class counts as issued at once, at its date. Classes issued together do not adjust each
    other.
    """
    ratio = _ratio(state, instrument)
    how = state.pick(instrument.anti_dilution)
    if how is None:
        return Conversion(ratio)
    first = price_of(state, instrument)
    price, because = first / ratio, []
    for issue in _cheaper(state, instrument, price, before):
        raised = issue.shares * issue.price
        if how == "full ratchet":
            adjusted = full_ratchet(price, raised, issue.shares)
        else:
            old = _outstanding(state, instrument.of, _begins(issue))
            broad = OutstandingBase.BROAD
            adjusted = weighted_average(price, old, raised, issue.shares, broad)
        if adjusted.after < price:
            because.append(f"{adjusted.because}, by {issue.of}")
        price = adjusted.after
    return Conversion(first / price, tuple(because))


def holders(
    state: State, instrument: nouns.Instrument, before: datetime | None = None
) -> dict[str, Fraction]:
    """Who holds how many units at the state's date, or right before an earlier moment.

    Raises:
        Missing: If somebody's units are not known exactly.
    """
    point = None if before is None else Point(instant(before))
    return {
        holder: exact_units(units, f"how many units of {instrument.id} {holder} holds")
        for holder, units in state.register(instrument.id, point).items()
    }


def price_of(state: State, instrument: nouns.Instrument) -> Fraction:
    """What was paid for a unit of a class."""
    return number(state, instrument.issue_price, f"the issue price of {instrument.id}")


def _ratio(state: State, instrument: nouns.Instrument) -> Fraction:
    if instrument.ratio is None:
        return Fraction(1)
    return number(state, instrument.ratio, f"the ratio of {instrument.id}")


def _cheaper(
    state: State, instrument: nouns.Instrument, price: Fraction, before: datetime | None
) -> list[_Issue]:
    """What was issued after a class and below a conversion price, in order of time."""
    found: list[_Issue] = []
    for other in state.book.of(nouns.Instrument):
        if other is instrument or other.of != instrument.of or other.issue_price is None:
            continue
        ratio, paid = _ratio(state, other), price_of(state, other)
        if other.strike is not None or ratio == 0 or paid / ratio >= price:
            continue
        units = sum(holders(state, other).values(), Fraction(0))
        if not units or not _later(_issued(state, other), _issued(state, instrument), other.id):
            continue
        issue = _Issue(other.id, _issued(state, other), units * ratio, paid / ratio)
        if before is None or _begins(issue) < before:
            found.append(issue)
    found.sort(key=_begins)
    for one, two in pairwise(found):
        if not _later(two.when, one.when, two.of):
            raise Missing(f"whether {one.of} or {two.of} was issued first")
    return found


def _issued(state: State, instrument: nouns.Instrument) -> When:
    """When a class was issued: its date, else the one date from which units of it are held."""
    if instrument.date is not None:
        return state.moment(instrument)
    held = [h for h in state.book.of(nouns.Holding) if h.of == instrument.id]
    dates = {state.moment(h).written: state.moment(h) for h in held if h.date is not None}
    if len(dates) != 1 or any(h.date is None for h in held):
        raise Missing(f"when {instrument.id} was issued")
    return next(iter(dates.values()))


def _later(one: When, other: When, what: str) -> bool:
    """Whether a moment comes after another, which it does not if it is the same."""
    if one.written == other.written:
        return False
    if one.earliest is not None and other.latest is not None and other.latest <= one.earliest:
        return True
    if one.latest is not None and other.earliest is not None and one.latest <= other.earliest:
        return False
    raise Missing(f"whether {what} was issued later: {one.written} or {other.written}")


def _begins(issue: _Issue) -> datetime:
    """The moment right before an issue.

    A day or a year before that ends where that of the issue begins is over by then, and one that
    begins there has not come: only an issue at an exact instant needs one a little earlier.
    """
    if issue.when.earliest is None:
        raise Missing(f"when {issue.of} was issued")
    return issue.when.earliest - timedelta(microseconds=1 if issue.when.exact else 0)


def _outstanding(state: State, entity: str, before: datetime) -> Fraction:
    """All shares right before a moment, as converted, options included."""
    return sum(
        (
            units * conversion(state, instrument, before).ratio
            for instrument in state.book.of(nouns.Instrument)
            if instrument.of == entity and state.pick(instrument.converts_to) != ""
            for units in holders(state, instrument, before).values()
        ),
        Fraction(0),
    )

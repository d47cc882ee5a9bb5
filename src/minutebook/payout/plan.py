"""What a book's terms pay, worked out once: a schedule, how far it is determined, its clauses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeVar

from minutebook.payout.accrual import Accrual, BrokenPeriod, DayCount, Method, When
from minutebook.payout.errors import PayoutError
from minutebook.payout.exact import shown
from minutebook.payout.schedule import Schedule
from minutebook.records.money_worlds import is_year
from minutebook.records.nouns import Noun
from minutebook.records.values import Cite, Reads, Unknown
from minutebook.state.state import State
from minutebook.text.numbers import Quantity
from minutebook.text.span import Span
from minutebook.text.when import When as Moment

T = TypeVar("T")
SOMEBODY: Final = "?"
"""Stands in a schedule for whoever gets a share that nothing at hand assigns; no id is "?"."""
EVERYBODY: Final = "*"
"""The key of a plan's `horizons` that speaks of everybody, the unassigned rest too."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What a payment rests on: a tier, a class, a debt; where it stands and where it is read."""

    id: str
    span: Span
    src: tuple[Cite, ...]
    says: str = ""

    @property
    def rule(self) -> str:
        """The clause with its place in the book."""
        return f"{self.id} ({self.span.file}:{self.span.line})"


def clause_of(record: Noun) -> Clause:
    """A whole record as a clause."""
    return Clause(record.id, record.span, record.src)


@dataclass(frozen=True, slots=True)
class GivesBack:
    """What a fund's manager gives back to the investors, and how it is reckoned."""

    party: str
    to: str
    amount: Fraction
    because: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everybody's payment as a function of the amount, in one world.

    Attributes:
        measure: What the amount measures.
        schedule: The payments.
        horizons: Party -> the amount beyond which what it is paid is not determined.
        gaps: (amount from which it matters, what is missing).
        clauses: Note of a slice, or class of a slice -> the clause it rests on.
        whole: The record that the plan was made of.
        given_back: Amount -> what is given back if all ends with it; None if nothing ever is.
    """

    measure: str
    schedule: Schedule
    whole: Clause
    clauses: Mapping[str, Clause]
    horizons: Mapping[str, Fraction] = field(default_factory=dict)
    gaps: tuple[tuple[Fraction, str], ...] = ()
    given_back: Callable[[Fraction], GivesBack] | None = None

    def horizon(self, party: str | None) -> Fraction | None:
        """The amount beyond which this party's payment is not determined; None if it always is.

        The unassigned rest (None) is known only while every share is.
        """
        if party is None:
            return min(self.horizons.values(), default=None)
        found = [self.horizons[key] for key in (party, EVERYBODY) if key in self.horizons]
        return min(found, default=None)

    def clause(self, *names: str) -> Clause:
        """The first of these names that is a clause, else the whole record."""
        return next((self.clauses[name] for name in names if name in self.clauses), self.whole)


class Missing(Exception):  # noqa: N818 - not an error: what a book does not say
    """Something that the book does not say, without which nothing is determined.

    Raised inside this package only; `unless_missing` turns it into a value.
    """


def unless_missing(make: Callable[[], T]) -> T | Missing:
    """What `make` gives, or what is missing for it.

    Terms that contradict each other only in some combination of readings come back as what is
    missing there: the book's diagnostics do not see every combination.
    """
    try:
        return make()
    except Missing as missing:
        return missing
    except PayoutError as reason:
        return Missing(str(reason))


def number(state: State, value: Reads[Any], what: str) -> Fraction:
    """A number of the book in this world.

    Raises:
        Missing: If it is unknown.
    """
    found = state.pick(value)
    if isinstance(found, Unknown) or found is None:
        raise Missing(what)
    return Fraction(found)


def exact_units(quantity: Quantity, what: str) -> Fraction:
    """Units that are known exactly.

    Raises:
        Missing: If they are a range or unknown.
    """
    if quantity.exact is None:
        raise Missing(what)
    return quantity.exact


def when_of(state: State, moment: Moment, what: str) -> When:
    """A date of the book as the kernel counts: a year written alone is a year, else a day.

    Raises:
        Missing: If it is neither.
    """
    if is_year(moment):
        return int(moment.written)
    first, last = moment.earliest, moment.latest
    if first is None or last is None or (last - first).days > 1:
        raise Missing(f"the day of {what}")
    return first.astimezone(state.book.zone).date()


def now_as(state: State, like: When) -> When:
    """The state's date in the same form as another moment: a year, or a day."""
    today: date = state.at.astimezone(state.book.zone).date()
    return today.year if isinstance(like, int) else today


def said(amount: Fraction) -> str:
    """An amount in words: exact where that is short, else about: 13bn, about 65.007bn, 588,235."""
    for size, suffix in _SIZES:
        if abs(amount) >= size:
            exact = (amount * 1000 / size).denominator == 1
            number = shown(Fraction(round(amount * 1000 / size), 1000))
            return f"{number}{suffix}" if exact else f"about {number}{suffix}"
    if (amount * 100).denominator == 1:
        return shown(amount)
    return f"about {shown(Fraction(round(amount * 100), 100))}"


_SIZES: Final = ((10**12, "tn"), (10**9, "bn"), (10**6, "m"))


def begun(state: State, record: Noun) -> None:
    """Make sure that what a record says holds at the state's date.

    Raises:
        Missing: If it does not yet, or that is not known.
    """
    if record.date is not None and state.moment(record).happened_by(state.at) is not True:
        raise Missing(f"{record.id} by that date: it is dated {state.moment(record).written}")


def accrual(rate: Fraction, accrues: str, day_count: str | None) -> Accrual:
    """A yearly rate as the kernel takes it; a last broken period earns simple interest."""
    return Accrual(
        rate,
        Method(accrues.replace("compounded", "compound")),
        broken=BrokenPeriod.SIMPLE,
        days=None if day_count is None else DayCount(day_count),
    )

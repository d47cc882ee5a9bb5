"""What is asked about payments beside the curve: every reading at once, years, an amount sought.

Each is the command line's `pay`, asked in every world: the fan of the readings, and the JSON.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeVar

from minutebook.answers import Answer, Found, World, ask
from minutebook.pages import words
from minutebook.pages.address import Address
from minutebook.pages.fan import fan
from minutebook.pages.gets import money_text, read_amount, shown_amount
from minutebook.pages.library import Opened
from minutebook.pages.patience import OutOfTimeError
from minutebook.pages.record import Reason, reason
from minutebook.pages.svg import Markup, markup
from minutebook.payout.book import Grid, Payouts, Reached, pay, pay_grid, seek
from minutebook.payout.book_years import Years, pay_years
from minutebook.payout.plan import said
from minutebook.records import Book, money
from minutebook.state.state import State
from minutebook.text.render import visible
from minutebook.views.check import default_at
from minutebook.views.one_world import adopted_readings
from minutebook.views.pay import (
    Spread,
    paid_to,
    pay_json,
    payouts_json,
    reached_json,
    spread,
    spreads,
    years_json,
)
from minutebook.views.paying import payable
from minutebook.views.questions import QuestionError

T = TypeVar("T")
_SEEK: Final = re.compile(r"paid\((?P<party>[^()]+)\) *= *(?P<amount>.+)")
_KNOTS: Final = 48


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """What a party is paid over all readings, and on which of them it hinges."""

    party: str
    range: str
    hinges: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year with its profit, the loss carried on, and what each party is paid from it."""

    year: str
    profit: str
    carried: str
    paid: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearsShown:
    """Several years in the world shown, and the spread of their sums."""

    parties: tuple[str, ...]
    rows: tuple[YearRow, ...]
    spreads: tuple[SpreadRow, ...]
    missing: tuple[str, ...]
    why: Reason


@dataclass(frozen=True, slots=True)
class SoughtRow:
    """From which amount a party has received so much, under some readings."""

    readings: str
    at: str
    exact: str


@dataclass(frozen=True, slots=True)
class Sought:
    """An amount sought, in every world."""

    goal: str
    rows: tuple[SoughtRow, ...]
    why: Reason


@dataclass(frozen=True, slots=True)
class Payments:
    """What stands below the curve; `late` if the time of the page did not suffice for it."""

    spreads: tuple[SpreadRow, ...] = ()
    fan: Markup | None = None
    worlds: int = 1
    years: YearsShown | None = None
    sought: Sought | None = None
    problems: tuple[str, ...] = ()
    late: bool = False


def payments(opened: Opened, address: Address, subject: str, most: Fraction) -> Payments:
    """Everything asked of a subject in all worlds, as far as the time of a page allows."""
    found: dict[str, Any] = {}
    problems: list[str] = []
    late = False
    for name, make in _PARTS.items():
        try:
            found |= make(opened, address, subject, most)
        except QuestionError as error:
            problems.append(f"{name}: {error}")
        except OutOfTimeError:
            late = True
    return Payments(**found, problems=tuple(problems), late=late)


def payment_json(opened: Opened, address: Address) -> dict[str, Any]:
    """What `minutebook pay SUBJECT --json` prints with the amount, years or goal of an address."""
    book = opened.book
    every = payable(book)
    if not every:
        return {}
    subject = address.select if address.select in every else every[0]
    if address.seek is not None:
        reached = _seek(opened, address, subject)
        return pay_json(subject, reached, reached_json)
    if address.years is not None:
        years = _years(opened, address, subject)
        return pay_json(subject, years, years_json, _spread_of_years(years))
    paid = _paid(opened, address, subject)
    return pay_json(subject, paid, payouts_json, spreads(paid))


# -- asked in every world


def _ask(
    opened: Opened, address: Address, name: tuple[Any, ...], one: Callable[[State], Found[T]]
) -> Answer[T]:
    book, at = opened.book, address.at or default_at(opened.book)

    def in_world(world: World) -> Found[T]:
        return one(State(book, at, address.known, world))

    return opened.work_out(
        ("pay", *name, at, address.known, tuple(address.readings.items())),
        address.known,
        lambda memo: ask(in_world, address.readings, adopted=adopted_readings(book), memo=memo),
        afresh=True,
    )


def _paid(opened: Opened, address: Address, subject: str) -> Answer[Payouts]:
    amount = shown_amount(opened, address, subject)
    return _ask(opened, address, ("paid", subject, amount), lambda s: pay(s, subject, amount))


def _grid(opened: Opened, address: Address, subject: str, most: Fraction) -> Answer[Grid]:
    amounts = _amounts(most)
    return _ask(
        opened, address, ("grid", subject, most), lambda s: pay_grid(s, subject, amounts)
    )  # fmt: skip


def _amounts(most: Fraction) -> list[Fraction]:
    return [most * n / _KNOTS for n in range(_KNOTS + 1)]


def _seek(opened: Opened, address: Address, subject: str) -> Answer[Reached]:
    book = opened.book
    goal = _SEEK.fullmatch(address.seek or "")
    if goal is None:
        raise QuestionError('write "paid(PARTY)=AMOUNT", as in "paid(ann)=13bn"')
    party = goal["party"].strip()
    if party not in book.records:
        raise QuestionError(f"no record is called “{party}”")
    if isinstance(book.records[subject], money.Round):
        raise QuestionError("a round has no amount to seek")
    received = read_amount(book, goal["amount"].strip())
    return _ask(
        opened, address, ("seek", subject, party, received),
        lambda s: seek(s, subject, party, received),
    )  # fmt: skip


def _years(opened: Opened, address: Address, subject: str) -> Answer[Years]:
    if not isinstance(opened.book.records[subject], money.Claim):
        raise QuestionError("years are asked of a claim on profit")
    profits = read_profits(opened.book, address.years or "")
    return _ask(
        opened, address, ("years", subject, profits), lambda s: pay_years(s, subject, profits)
    )  # fmt: skip


def read_profits(book: Book, written: str) -> tuple[tuple[int, Fraction], ...]:
    """Profits by year: `2024=-5bn, 2025=10bn`; `QuestionError` says what does not read."""
    profits: list[tuple[int, Fraction]] = []
    for part in written.replace("\n", ",").split(","):
        year, equals, profit = (p.strip() for p in part.partition("="))
        if not part.strip():
            continue
        if not equals or not year.isdecimal():
            raise QuestionError("write YEAR=PROFIT, as in 2024=-5bn, 2025=10bn")
        loss = profit.startswith("-")
        amount = read_amount(book, profit.removeprefix("-"))
        profits.append((int(year), -amount if loss else amount))
    years = [year for year, _ in profits]
    if not years or years != sorted(set(years)):
        raise QuestionError("each year once, in order")
    return tuple(profits)


def _spread_of_years(answer: Answer[Years]) -> dict[str, Spread]:
    parties = dict.fromkeys(p for w in answer.worlds if w.value for p in w.value.total.payouts)

    def total(party: str) -> Callable[[Years], Fraction | None]:
        return lambda years: paid_to(party)(years.total)

    return {party: spread(answer, total(party)) for party in parties}


# -- as the page shows it


def _shown_spreads(
    opened: Opened, address: Address, subject: str, most: Fraction
) -> dict[str, Any]:
    answer = _paid(opened, address, subject)
    if len(answer.worlds) < 2:
        return {}
    counts = not isinstance(opened.book.records[subject], money.Round)
    rows = _rows(opened.book, spreads(answer), in_money=counts)
    return {"spreads": rows, "worlds": len(answer.worlds)}


def _shown_fan(opened: Opened, address: Address, subject: str, most: Fraction) -> dict[str, Any]:
    if isinstance(opened.book.records[subject], money.Round) or not most:
        return {}
    answer = _grid(opened, address, subject, most)
    drawn = fan(opened.book, answer, _amounts(most))
    return {"fan": markup(drawn)} if drawn else {}


def _shown_years(opened: Opened, address: Address, subject: str, most: Fraction) -> dict[str, Any]:
    if address.years is None:
        return {}
    book = opened.book
    answer = _years(opened, address, subject)
    shown = answer.adopted.value
    parties = tuple(shown.total.payouts) if shown is not None else ()
    rows = tuple(
        YearRow(
            str(year.year),
            money_text(book, year.profit),
            money_text(book, year.loss_carried),
            tuple(_number(year.payouts.payouts[p].amount) for p in parties),
        )
        for year in (shown.years if shown is not None else ())
    )
    names = tuple(visible(words.name(book, p)) for p in parties)
    found = _rows(book, _spread_of_years(answer), in_money=True)
    missing = tuple(map(visible, answer.adopted.missing))
    return {"years": YearsShown(names, rows, found, missing, reason(book, answer.why))}


def _shown_sought(opened: Opened, address: Address, subject: str, most: Fraction) -> dict[str, Any]:
    if address.seek is None:
        return {}
    book = opened.book
    answer = _seek(opened, address, subject)
    rows = []
    for world in answer.worlds:
        readings = "; ".join(f"{n}: {c.replace('-', ' ')}" for n, c in world.readings.items())
        at, exact = "not determined", ""
        if world.value is not None:
            reached = world.value.at
            at = "at no amount" if reached is None else money_text(book, reached)
            exact = "" if reached is None else str(reached)
        rows.append(SoughtRow(visible(readings) or "in every reading", at, exact))
    return {"sought": Sought(visible(address.seek), tuple(rows), reason(book, answer.why))}


_PARTS: Final[Mapping[str, Callable[[Opened, Address, str, Fraction], dict[str, Any]]]] = {
    "amount": _shown_spreads,
    "readings": _shown_fan,
    "years": _shown_years,
    "seek": _shown_sought,
}


def _rows(book: Book, found: Mapping[str, Spread], *, in_money: bool) -> tuple[SpreadRow, ...]:
    return tuple(
        SpreadRow(
            visible(words.name(book, party)),
            _range(book, one, in_money=in_money),
            visible(", ".join(one.hinges)),
        )
        for party, one in found.items()
    )


def _range(book: Book, found: Spread, *, in_money: bool) -> str:
    if found.least is None or found.most is None:
        return "not determined"
    least, most = (
        money_text(book, amount) if in_money else said(amount)
        for amount in (found.least, found.most)
    )
    text = least if least == most else f"{least} to {most}"
    return text if found.determined else f"{text}, or not determined"


def _number(amount: Fraction | None) -> str:
    return "not determined" if amount is None else said(amount)

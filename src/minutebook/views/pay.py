"""Who gets what over everything that is open: the spread of each party, and what it hinges on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Generic, TypeVar

from minutebook.answers import Answer, WorldValue
from minutebook.payout.book import Grid, Payouts, Reached, Tip
from minutebook.payout.book_years import Year, Years
from minutebook.payout.schedule import Stake
from minutebook.text.numbers import exact_json
from minutebook.views.json import answer_json, cites_json

T = TypeVar("T")
Measure = Callable[[T], Fraction | None]


@dataclass(frozen=True, slots=True)
class Spread:
    """What a party is paid over all worlds: the least, the most, and what changes it.

    `determined` is False if in some world nothing at hand tells the amount. `at_stake` is the
    party's exposure to what is open: for each hinge the furthest that its alternatives take the
    amount apart, all else as in the world shown; None where fewer than two of them tell it.
    """

    least: Fraction | None
    most: Fraction | None
    determined: bool
    hinges: tuple[str, ...]
    at_stake: Mapping[str, Fraction | None] = field(default_factory=dict)


def spread(
    answer: Answer[T], measure: Measure[T], readings: Mapping[str, str] | None = None
) -> Spread:
    """The spread of one amount over the worlds of an answer; `readings` are those adopted."""
    amounts = [(w, None if w.value is None else measure(w.value)) for w in answer.worlds]
    known = [amount for _, amount in amounts if amount is not None]
    hinges = tuple(name for name in answer.hinges if _turns(name, amounts))
    least, most = min(known, default=None), max(known, default=None)
    apart = {name: _apart(answer, measure, readings or {}, name) for name in hinges}
    return Spread(least, most, len(known) == len(amounts), hinges, apart)


def _apart(
    answer: Answer[T], measure: Measure[T], readings: Mapping[str, str], hinge: str
) -> Fraction | None:
    """How far the alternatives of one hinge take an amount apart, all else as shown."""
    found = []
    for alternative in answer.choices[hinge].alternatives:
        world = _world(answer, {**_chosen(answer, readings), hinge: alternative})
        amount = None if world is None or world.value is None else measure(world.value)
        if amount is not None:
            found.append(amount)
    return max(found) - min(found) if len(found) > 1 else None


def _chosen(answer: Answer[T], readings: Mapping[str, str]) -> dict[str, str]:
    """Everything that is settled in the world shown."""
    return {**readings, **answer.readings, **answer.fixed}


def _turns(name: str, amounts: Sequence[tuple[WorldValue[Any], Fraction | None]]) -> bool:
    """Whether two worlds that differ in this choice alone give different amounts."""
    met = [(w.readings, amount) for w, amount in amounts if name in w.readings]
    for i, (a, first) in enumerate(met):
        for b, second in met[i + 1 :]:
            if first == second or a[name] == b[name]:
                continue
            if all(b.get(n, chosen) == chosen for n, chosen in a.items() if n != name):
                return True
    return False


def spreads(
    answer: Answer[Payouts], readings: Mapping[str, str] | None = None
) -> dict[str, Spread]:
    """The spread of every party that is paid in some world; `readings` are those adopted."""
    parties = dict.fromkeys(
        party for world in answer.worlds if world.value for party in world.value.payouts
    )
    return {party: spread(answer, paid_to(party), readings) for party in parties}


def paid_to(party: str) -> Measure[Payouts]:
    """What a party is paid; nothing where the terms do not name it."""

    def amount(payouts: Payouts) -> Fraction | None:
        paid = payouts.payouts.get(party)
        return Fraction(0) if paid is None else paid.amount

    return amount


@dataclass(frozen=True, slots=True)
class Otherwise(Generic[T]):
    """One alternative of one hinge, all else as shown, and the value that it gives."""

    on: str
    alternative: str
    value: T | None
    shown: bool


def one_by_one(answer: Answer[T], readings: Mapping[str, str]) -> list[Otherwise[T]]:
    """The value under each alternative of each hinge, all else as in the world shown.

    `readings` are the adopted alternatives, for what the world shown did not meet.
    """
    chosen = _chosen(answer, readings)
    rows = []
    for hinge in answer.hinges:
        for alternative in answer.choices[hinge].alternatives:
            world = _world(answer, {**chosen, hinge: alternative})
            if world is not None:
                shown = chosen.get(hinge) == alternative
                rows.append(Otherwise(hinge, alternative, world.value, shown))
    return rows


def _world(answer: Answer[T], settled: Mapping[str, str]) -> WorldValue[T] | None:
    """The world of an answer that a way to settle everything leads to."""
    for world in answer.worlds:
        if all(settled.get(name, chosen) == chosen for name, chosen in world.readings.items()):
            return world
    return None


# -- JSON


def exact_or_null(number: Fraction | None) -> str | None:
    """An exact number as text; null if it is not determined."""
    return None if number is None else exact_json(number)


def payouts_json(payouts: Payouts) -> dict[str, Any]:
    """Everybody's payment at one amount."""
    out: dict[str, Any] = {
        "measure": payouts.measure,
        "amount": exact_or_null(payouts.amount),
        "payouts": {
            party: {
                "amount": exact_or_null(paid.amount),
                "marginal": exact_or_null(paid.marginal),
            }
            for party, paid in payouts.payouts.items()
        },
        "breakpoints": [_tip(tip) for tip in payouts.breakpoints],
    }
    if payouts.to is None:
        out["unassigned"] = exact_or_null(payouts.unassigned)
    if payouts.exposure:
        out["exposure"] = {
            party: [_stake(stake) for stake in stakes] for party, stakes in payouts.exposure.items()
        }
    if payouts.clawback is not None:
        back = payouts.clawback
        out["clawback"] = {"party": back.party, "to": back.to, "amount": exact_json(back.amount)}
    return out


def _stake(stake: Stake) -> dict[str, Any]:
    """A stretch and what a party has at stake on it."""
    out = {
        "from": exact_json(stake.start),
        "to": exact_or_null(stake.end),
        "marginal": exact_json(stake.marginal),
        "gains": exact_or_null(stake.gains),
    }
    return {**out, "jump": exact_json(stake.jump)} if stake.jump else out


def _tip(tip: Tip) -> dict[str, Any]:
    return {"at": exact_json(tip.at), "says": tip.says, "src": cites_json(tip.src)}


def years_json(years: Years) -> dict[str, Any]:
    """Everybody's payment from several years, in all and year by year."""
    return {**payouts_json(years.total), "years": [_year(year) for year in years.years]}


def _year(year: Year) -> dict[str, Any]:
    paid = payouts_json(year.payouts)
    return {
        "year": year.year,
        "profit": exact_json(year.profit),
        "loss_carried": exact_json(year.loss_carried),
        **{key: paid[key] for key in ("payouts", "unassigned") if key in paid},
    }


def reached_json(reached: Reached) -> dict[str, Any]:
    """The smallest amount at which a party has received so much; null: at no amount."""
    return {"at": exact_or_null(reached.at), "reached": reached.at is not None}


def grid_json(grid: Grid) -> dict[str, Any]:
    """What each party is paid at several amounts."""
    rows = []
    for amount, row in zip(grid.amounts, grid.rows, strict=True):
        cells: dict[str, Any] = {
            "amount": str(amount),
            "paid": [exact_or_null(paid) for paid in row[:-1]],
        }
        if grid.to is None:
            cells["unassigned"] = exact_or_null(row[-1])
        rows.append(cells)
    return {"parties": list(grid.parties), "rows": rows}


def pay_json(
    subject: str,
    answer: Answer[T],
    value: Callable[[T], Any],
    found: Mapping[str, Spread] | None = None,
) -> dict[str, Any]:
    """An answer of who gets what, with the spread of each party."""
    out: dict[str, Any] = {"subject": subject, **answer_json(answer, value)}
    if found is not None:
        out["spread"] = {party: spread_json(one) for party, one in found.items()}
    return out


def spread_json(found: Spread) -> dict[str, Any]:
    """The least, the most, and what changes it."""
    return {
        "least": exact_or_null(found.least),
        "most": exact_or_null(found.most),
        "determined": found.determined,
        "hinges": list(found.hinges),
        "at_stake": {name: exact_or_null(apart) for name, apart in found.at_stake.items()},
    }

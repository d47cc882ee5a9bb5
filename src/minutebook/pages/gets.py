"""Who gets: what each party is paid as a claim or an exit grows, with the reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import Any, Final

from minutebook.answers import Memo, Why
from minutebook.pages import words
from minutebook.pages.address import Address
from minutebook.pages.html import Cell, cell
from minutebook.pages.library import SECONDS, Opened
from minutebook.pages.measure import wrap
from minutebook.pages.parts import Bar, bar, script_data
from minutebook.pages.patience import OutOfTimeError
from minutebook.pages.record import Reason, reason
from minutebook.pages.svg import Font, Markup, Variants, lines, markup, svg, tag
from minutebook.payout.book import ZERO, Grid, Payouts, pay, pay_grid
from minutebook.payout.plan import said
from minutebook.records import Book, money
from minutebook.records.validators import KIND_NAMES
from minutebook.state.state import State
from minutebook.text.numbers import parse_exact_json, parse_money
from minutebook.text.problem import Problem
from minutebook.text.render import visible
from minutebook.views.check import default_at
from minutebook.views.paying import payable
from minutebook.views.questions import QuestionError
from minutebook.views.replay import Key, Part, Replay, replay, replay_all, with_hinges

_WIDE, _TALL, _LEFT, _BELOW, _NAMES = 760.0, 300.0, 8.0, 26.0, 230.0
_FINE = Font("fine", 12)
_PATTERNS: Final = 6
_TRIED: Final = tuple(Fraction(10) ** n for n in range(4, 15))
"""Amounts up to which breakpoints are looked for, where nobody says how far."""
MOST_SUBJECTS = 24


@dataclass(frozen=True, slots=True)
class Curve:
    """What each party is paid at each knot; between knots it grows in straight lines."""

    measure: str
    parties: tuple[str | None, ...]
    knots: tuple[Fraction, ...]
    rows: tuple[tuple[Fraction | None, ...], ...]
    tips: tuple[tuple[Fraction, str], ...]


@dataclass(frozen=True, slots=True)
class Paid:
    """A row of the table: a party, its payment at the amount, its share of the next unit."""

    party: str
    amount: str
    marginal: str
    curve: str
    pattern: int


@dataclass(frozen=True, slots=True)
class World:
    """What is paid under some readings; its curve is drawn up to `end`, as a number `reach`."""

    shown: Cell
    measure: str
    rows: tuple[Paid, ...]
    tips: tuple[tuple[str, str], ...]
    chart: Markup
    end: str
    reach: str
    why: Reason
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A claim, fund or organisation, and what it pays in each world."""

    id: str
    title: str
    amount: str
    most: str
    value: str
    most_exact: Fraction
    worlds: tuple[World, ...]

    @property
    def anchor(self) -> str:
        """Where it stands on its page."""
        return words.plain(self.id)


@dataclass(frozen=True, slots=True)
class Gets:
    """Everything that the page shows."""

    at: datetime
    listed: tuple[tuple[str, str], ...]
    subjects: tuple[Subject, ...]
    problem: str
    bar: Bar
    data: Mapping[str, Any]
    hinges_known: bool
    left_out: int


def read_amount(book: Book, written: str) -> Fraction:
    """An amount in the book's money (`13bn`, `52/3`); `QuestionError` says what does not read."""
    if re.fullmatch(r"[0-9]+/[0-9]+", written):
        ratio = parse_exact_json(written)
        if not isinstance(ratio, Problem):
            return ratio
    found = parse_money(written, book.currency)
    if isinstance(found, Problem):
        raise QuestionError(f"{found.message}; {found.hint}")
    if found.currency != book.currency:
        raise QuestionError(f"the book counts in {book.currency or 'no currency'}")
    if found.amount < 0:
        raise QuestionError("zero or more")
    return found.amount


def who_gets(opened: Opened, address: Address, *, every_world: bool = False) -> Gets:
    """What the selected subject pays, else the first; may raise `OutOfTimeError`."""
    book = opened.book
    at = address.at or default_at(book)
    every = payable(book)
    amount, problem = _asked(book, address)
    found, known = _worked_out(opened, address, amount, every_world=every_world)
    variants = Variants(found, 0)
    subjects = tuple(_subject(book, variants, key, amount) for key in found.cases)
    listed = tuple((s, _listed(book, s)) for s in every)
    data = script_data(book, variants, [words.moment(book, at)])
    left_out = len(every) - len(subjects) if every_world else 0
    return Gets(at, listed, subjects, problem, bar(book, found), data, known, left_out)


def found_payments(opened: Opened, address: Address) -> Iterator[tuple[str, Answered]]:
    """Each subject that the page asks, with its payments in the world it shows first."""
    found, _ = _worked_out(opened, address, _asked(opened.book, address)[0], every_world=False)
    for key in found.cases:
        yield key[1], found.value(key, 0)


def shown_amount(opened: Opened, address: Address, subject: str) -> Fraction | None:
    """The amount that the page shows of a subject: the one asked for, or one within its curve."""
    chosen = replace(address, select=subject)
    return next(
        (
            f.at.amount
            for s, f in found_payments(opened, chosen)
            if s == subject and f.at is not None
        ),
        Fraction(10**6),
    )


def _listed(book: Book, subject: str) -> str:
    """A subject with what it is, since a deal and its fund may share a name."""
    kind = KIND_NAMES[type(book.records[subject])]
    return f"{words.name(book, subject)} ({kind})"


def _worked_out(
    opened: Opened, address: Address, amount: Fraction | None, *, every_world: bool
) -> tuple[Replay, bool]:
    book = opened.book
    at = address.at or default_at(book)
    every = payable(book)
    chosen = every[:MOST_SUBJECTS] if every_world else every[:1]
    if address.select in every:
        chosen = (address.select,)
    key = ("gets", at, address.known, tuple(address.readings.items()), chosen, amount, every_world)

    def work(memo: Memo) -> tuple[Replay, bool]:
        return _work_out(book, at, address, memo, chosen, amount, every_world)

    return opened.work_out(key, address.known, work, None if every_world else SECONDS)


def _asked(book: Book, address: Address) -> tuple[Fraction | None, str]:
    if address.amount is None:
        return None, ""
    try:
        return read_amount(book, address.amount), ""
    except QuestionError as error:
        return None, f"amount: {error}"


def _work_out(
    book: Book,
    at: datetime,
    address: Address,
    memo: Memo,
    chosen: Sequence[str],
    amount: Fraction | None,
    every: bool,
) -> tuple[Replay, bool]:
    shown: dict[Key, Part] = {("gets", s): partial(_curve, s, amount) for s in chosen}
    if every:
        return replay_all(book, shown, [at], address.known, address.readings, memo), True
    found = replay(book, shown, [at], address.known, address.readings, memo)
    try:
        return with_hinges(book, found, shown, address.known, memo), True
    except OutOfTimeError:
        return found, False


@dataclass(frozen=True, slots=True)
class Answered:
    """What a subject pays in one world: its curve, and the payments at the amount asked for."""

    curve: Curve | None
    at: Payouts | None
    missing: tuple[str, ...]
    why: Why


def _curve(subject: str, amount: Fraction | None, state: State) -> Answered:
    """The curve to somewhat beyond the last breakpoint or the amount, and the payments at it."""
    if isinstance(state.book.records[subject], money.Round):
        closed = pay(state, subject, None)
        return Answered(None, closed.value, closed.missing, closed.why)
    most = _reach(subject, amount, state)
    asked = amount if amount is not None else most / 2
    found = pay(state, subject, asked)
    whole = pay(state, subject, most)
    if found.value is None or whole.value is None:
        return Answered(None, None, found.missing or whole.missing, found.why)
    tips = [t for t in whole.value.breakpoints if t.at <= most]
    knots = tuple(sorted({Fraction(0), asked, most, *(t.at for t in tips)}))
    grid = pay_grid(state, subject, knots).value
    curve = None
    if isinstance(grid, Grid):
        said_tips = tuple((t.at, t.says) for t in tips)
        curve = Curve(found.value.measure, (*grid.parties, None), knots, grid.rows, said_tips)
    return Answered(curve, found.value, found.missing, found.why)


def _reach(subject: str, amount: Fraction | None, state: State) -> Fraction:
    """How far to draw: somewhat beyond the last breakpoint, and beyond the amount asked for.

    Breakpoints end where none follows for a long way; what recurs for ever is cut there too.
    """
    found = pay(state, subject, _TRIED[-1]).value
    tips = [t.at for t in found.breakpoints] if found is not None else []
    last = Fraction(0)
    for tried in _TRIED:
        beyond = max((t for t in tips if t <= tried), default=Fraction(0))
        if beyond and beyond == last and tried > 20 * beyond:
            break
        last = beyond
    reach = last * 3 / 2 or Fraction(10**6)
    return max(reach, (amount or Fraction(0)) * 5 / 4)


def _subject(book: Book, variants: Variants, key: Key, amount: Fraction | None) -> Subject:
    values: Sequence[Answered] = variants.replay.values[key]
    reaches = [v.curve.knots[-1] for v in values if v.curve is not None]
    most = max(reaches, default=Fraction(0))
    asked = next((v.at.amount for v in values if v.at is not None), None)
    worlds = tuple(
        _world(book, cell(variants, key, frozenset({place}), ""), value)
        for place, value in enumerate(values)
    )
    shown = amount if amount is not None else asked
    text = "" if shown is None else money_text(book, shown)
    return Subject(
        key[1],
        words.name(book, key[1]),
        text,
        str(float(most)),
        "0" if shown is None else str(float(shown)),
        most,
        worlds,
    )


def money_text(book: Book, amount: Fraction | None) -> str:
    """An amount in the book's money."""
    if amount is None:
        return "not determined"
    return f"{said(amount)} {book.currency}" if book.currency else said(amount)


def _shares(book: Book, found: Payouts) -> list[Paid]:
    """The shares after a round, which has no amount and so no curve."""
    rows = [
        Paid(visible(words.name(book, party)), words.share(paid.amount), "", "", 0)
        for party, paid in found.payouts.items()
        if paid.amount is not None
    ]
    if found.unassigned:
        rows.append(Paid("unissued pool", words.share(found.unassigned), "", "", 0))
    return rows


def _world(book: Book, shown: Cell, found: Answered) -> World:
    curve = found.curve
    rows = _shares(book, found.at) if curve is None and found.at is not None else []
    for place, party in enumerate(curve.parties if curve is not None else ()):
        paid = None if found.at is None or party is None else found.at.payouts.get(party)
        rest = found.at.unassigned if found.at is not None and party is None else None
        assert curve is not None
        points = [(k, row[place]) for k, row in zip(curve.knots, curve.rows, strict=True)]
        if party is None and not any(v for _, v in points):
            continue
        amount = paid.amount if paid is not None else rest
        marginal = paid.marginal if paid is not None else None
        rows.append(
            Paid(
                visible(words.name(book, party)) if party is not None else "nobody named",
                money_text(book, amount),
                "" if marginal is None else words.share(marginal),
                " ".join(f"{float(k):.6g},{float(v):.6g}" for k, v in points if v is not None),
                place % _PATTERNS,
            )
        )
    tips = tuple(
        (money_text(book, at), visible(says)) for at, says in (curve.tips if curve else ())
    )
    return World(
        shown,
        visible(curve.measure if curve is not None else found.at.measure if found.at else ""),
        tuple(rows),
        tips,
        markup(_chart(book, curve, found.at) if curve is not None else ""),
        "" if curve is None else money_text(book, curve.knots[-1]),
        "0" if curve is None else str(float(curve.knots[-1])),
        reason(book, found.why),
        tuple(map(visible, found.missing)),
    )


def _chart(book: Book, curve: Curve, paid: Payouts | None) -> str:
    """Stacked areas: what each party is paid, up to all that is paid."""
    most = curve.knots[-1] or Fraction(1)
    known = [n for n, row in enumerate(curve.rows) if None not in row]
    if len(known) < 2:
        return ""

    def x(amount: Fraction) -> float:
        return _LEFT + float(amount / most) * _WIDE

    def y(amount: Fraction) -> float:
        return 10 + (1 - float(amount / most)) * _TALL

    below = [Fraction(0)] * len(curve.knots)
    out = [tag("path", class_="rule", d=f"M{_LEFT:g} {10 + _TALL:g}h{_WIDE:g}")]
    ends: list[tuple[float, str]] = []
    for place, party in enumerate(curve.parties):
        above = [b + (curve.rows[n][place] or 0) for n, b in enumerate(below)]
        way = [(x(curve.knots[n]), y(above[n])) for n in known]
        back = [(x(curve.knots[n]), y(below[n])) for n in reversed(known)]
        if any(above[n] != below[n] for n in known):
            points = " ".join(f"{a:.1f},{b:.1f}" for a, b in [*way, *back])
            out.append(tag("polygon", class_=f"area p{place % _PATTERNS}", points=points))
            title = "nobody named" if party is None else words.name(book, party)
            ends.append(((way[-1][1] + back[0][1]) / 2, title))
        below = above
    out.append(_names(ends))
    for at, _ in curve.tips:
        out.append(tag("path", class_="announced", d=f"M{x(at):.1f} 10V{10 + _TALL:.1f}"))
    foot = 10 + _TALL + 6
    asked = ZERO if paid is None or paid.amount is None else paid.amount
    out.append(lines(("0",), _LEFT, foot, _FINE))
    out.append(lines((money_text(book, most),), _LEFT + _WIDE, foot, _FINE, "end"))
    out.append(tag("path", class_="cursor", d=f"M0 10V{10 + _TALL:.1f}", data_cursor="1",
                   transform=f"translate({x(asked):.1f} 0)"))  # fmt: skip
    label = f"{curve.measure}: who gets what of it"
    return svg(out, _WIDE + _NAMES, 10 + _TALL + _BELOW, label, stretches=True)


def _names(ends: Sequence[tuple[float, str]]) -> str:
    """The names of areas beside their right ends, none upon another."""
    out = []
    lowest = 10 + _TALL
    for middle, title in ends:
        (name,) = wrap(title, _NAMES - 30, _FINE.size, most=1)
        lowest = min(middle, lowest)
        out.append(lines((name,), _LEFT + _WIDE + 10, lowest - _FINE.leading / 2, _FINE))
        lowest -= _FINE.leading
    return "".join(out)

"""Who gets: what each party is paid as a claim or an exit grows, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import Any, Final

from minutebook.answers import Memo, Why
from minutebook.pages import words
from minutebook.pages.address import Address
from minutebook.pages.html import Cell, cell
from minutebook.pages.library import SECONDS, Opened, OutOfTimeError
from minutebook.pages.measure import wrap
from minutebook.pages.parts import Bar, bar, script_data
from minutebook.pages.record import Reason, reason
from minutebook.pages.svg import Font, Markup, Variants, lines, markup, svg, tag
from minutebook.payout.book import Grid, Payouts, pay, pay_grid
from minutebook.payout.plan import said
from minutebook.records import Book, money, nouns
from minutebook.state.state import State
from minutebook.text.numbers import parse_money
from minutebook.text.problem import Problem
from minutebook.text.render import visible
from minutebook.views.check import default_at
from minutebook.views.replay import Key, Part, Replay, replay, replay_all, with_hinges

_WIDE, _TALL, _LEFT, _BELOW, _NAMES = 760.0, 300.0, 8.0, 26.0, 230.0
_FINE = Font("fine", 12)
_PATTERNS: Final = 6
_TRIED: Final = tuple(Fraction(10) ** n for n in range(4, 15))
"""Amounts up to which breakpoints are looked for, where nobody says how far."""
MOST_SUBJECTS = 8


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
    """What is paid under some readings."""

    shown: Cell
    measure: str
    rows: tuple[Paid, ...]
    tips: tuple[tuple[str, str], ...]
    chart: Markup
    why: Reason
    missing: tuple[str, ...]
    spread: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A claim, fund or organisation, and what it pays in each world."""

    id: str
    title: str
    amount: str
    most: str
    value: str
    worlds: tuple[World, ...]


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


def payable(book: Book) -> tuple[str, ...]:
    """What can be asked what it pays: claims, funds, and organisations with classes of interest."""
    found = [r.id for kind in (money.Claim, money.Fund) for r in book.of(kind)]
    issued = {i.of for i in book.of(nouns.Instrument)}
    found += [e.id for e in book.of(nouns.Entity) if e.id in issued]
    return tuple(found)


def who_gets(opened: Opened, address: Address, *, every_world: bool = False) -> Gets:
    """What the selected subject pays, else the first; may raise `OutOfTimeError`."""
    book = opened.book
    at = address.at or default_at(book)
    every = payable(book)
    chosen = every[:MOST_SUBJECTS] if every_world else every[:1]
    if address.select in every:
        chosen = (address.select,)
    amount, problem = _amount(book, address.amount)
    key = ("gets", at, address.known, tuple(address.readings.items()), chosen, amount, every_world)

    def work(memo: Memo) -> tuple[Replay, bool]:
        return _work_out(book, at, address, memo, chosen, amount, every_world)

    found, known = opened.work_out(key, address.known, work, None if every_world else SECONDS)
    variants = Variants(found, 0)
    subjects = tuple(_subject(book, variants, key, amount) for key in found.cases)
    listed = tuple((s, words.name(book, s)) for s in every)
    data = script_data(book, variants, [words.moment(book, at)])
    return Gets(at, listed, subjects, problem, bar(book, found), data, known)


def _amount(book: Book, written: str | None) -> tuple[Fraction | None, str]:
    if written is None:
        return None, ""
    found = parse_money(written, book.currency)
    if isinstance(found, Problem):
        return None, f"amount: {found.message}; {found.hint}"
    if found.amount < 0:
        return None, "amount: zero or more"
    return found.amount, ""


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
class _Answer:
    curve: Curve | None
    at: Payouts | None
    missing: tuple[str, ...]
    why: Why


def _curve(subject: str, amount: Fraction | None, state: State) -> _Answer:
    """The curve to twice the last breakpoint or to the amount, and the payments at it."""
    most = _reach(subject, amount, state)
    asked = amount if amount is not None else most / 2
    found = pay(state, subject, asked)
    whole = pay(state, subject, most)
    if found.value is None or whole.value is None:
        return _Answer(None, None, found.missing or whole.missing, found.why)
    tips = [t for t in whole.value.breakpoints if t.at <= most]
    knots = tuple(sorted({Fraction(0), asked, most, *(t.at for t in tips)}))
    grid = pay_grid(state, subject, knots).value
    curve = None
    if isinstance(grid, Grid):
        said_tips = tuple((t.at, t.says) for t in tips)
        curve = Curve(found.value.measure, (*grid.parties, None), knots, grid.rows, said_tips)
    return _Answer(curve, found.value, found.missing, found.why)


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
    values: Sequence[_Answer] = variants.replay.values[key]
    reaches = [v.curve.knots[-1] for v in values if v.curve is not None]
    most = max(reaches, default=Fraction(0))
    asked = next((v.at.amount for v in values if v.at is not None), None)
    spreads = _spreads(book, values)
    worlds = tuple(
        _world(book, cell(variants, key, frozenset({place}), ""), value, spreads)
        for place, value in enumerate(values)
    )
    shown = amount if amount is not None else asked
    text = "" if shown is None else _money(book, shown)
    return Subject(
        key[1],
        words.name(book, key[1]),
        text,
        str(float(most)),
        "0" if shown is None else str(float(shown)),
        worlds,
    )


def _money(book: Book, amount: Fraction | None) -> str:
    if amount is None:
        return "not determined"
    return f"{said(amount)} {book.currency}" if book.currency else said(amount)


def _spreads(book: Book, values: Sequence[_Answer]) -> str:
    """The least and the most of each party over the worlds of the page."""
    found: dict[str, list[Fraction]] = {}
    for value in values:
        for party, paid in (value.at.payouts if value.at is not None else {}).items():
            if paid.amount is not None:
                found.setdefault(party, []).append(paid.amount)
    if len(values) < 2:
        return ""
    return "; ".join(
        f"{words.name(book, party)} {said(min(a))} to {said(max(a))}" for party, a in found.items()
    )


def _world(book: Book, shown: Cell, found: _Answer, spreads: str) -> World:
    curve = found.curve
    rows = []
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
                _money(book, amount),
                "" if marginal is None else words.share(marginal),
                " ".join(f"{float(k):.6g},{float(v):.6g}" for k, v in points if v is not None),
                place % _PATTERNS,
            )
        )
    tips = tuple((_money(book, at), visible(says)) for at, says in (curve.tips if curve else ()))
    return World(
        shown,
        visible(curve.measure) if curve is not None else "",
        tuple(rows),
        tips,
        markup(_chart(book, curve) if curve is not None else ""),
        reason(book, found.why),
        tuple(map(visible, found.missing)),
        visible(spreads),
    )


def _chart(book: Book, curve: Curve) -> str:
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
    out.append(lines(("0",), _LEFT, foot, _FINE))
    out.append(lines((_money(book, most),), _LEFT + _WIDE, foot, _FINE, "end"))
    out.append(tag("path", class_="cursor", d=f"M0 10V{10 + _TALL:.1f}", data_cursor="1"))
    return svg(out, _WIDE + _NAMES, 10 + _TALL + _BELOW, f"{curve.measure}: who gets what of it")


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

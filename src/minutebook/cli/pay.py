"""pay: who gets what from a profit, an exit, a round or a fund, over everything that is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from minutebook.answers import Answer, Found, World, ask
from minutebook.cli.options import (
    Asked,
    asked,
    book_argument,
    over_option,
    question_options,
    record,
    stretch,
)
from minutebook.cli.output import console, print_json, text
from minutebook.cli.pay_tables import print_grid, print_payouts, print_sought, print_years
from minutebook.cli.pay_words import Wanted, amount_of, goal_of, points_of, profits_of
from minutebook.payout.book import Grid, Payouts, Reached, pay, pay_grid, pay_where, seek
from minutebook.payout.book_subjects import Subject, subjects
from minutebook.payout.book_years import Years, pay_years, years_grid
from minutebook.payout.plan import said
from minutebook.records import money, nouns
from minutebook.state.state import State
from minutebook.text.say import say_when
from minutebook.text.when import instant
from minutebook.views.one_world import adopted_readings
from minutebook.views.over import over, worlds_key
from minutebook.views.pay import (
    grid_json,
    paid_to,
    pay_json,
    payouts_json,
    reached_json,
    spread,
    spreads,
    years_json,
)
from minutebook.views.pay_files import Part, as_csv, as_parquet, columns
from minutebook.views.show import when_text

T = TypeVar("T")


@click.command("pay")
@book_argument
@click.argument("names", metavar="CLAIM|ENTITY|PARTY|FUND|ROUND...", nargs=-1, required=True)
@click.option("--amount", metavar="AMOUNT", help="The profit, exit value or distribution: 100bn.")
@click.option("--to", metavar="PARTY", help="Only what this party gets.")
@click.option("--loss", metavar="AMOUNT", help="A loss brought forward into a claim on profit.")
@click.option("--seek", "sought", metavar="GOAL", help='At what amount: "paid(microsoft)=13bn".')
@click.option("--grid", metavar="FROM:TO:STEP", help="At many amounts: 0:300bn:1bn.")
@click.option("--years", metavar="PROFITS", help="Profits by year, or a file of them: 2024=-5bn,…")
@click.option("--csv", "csv_file", metavar="FILE", help="Write the table as CSV (- for stdout).")
@click.option("--parquet", metavar="FILE", help="Write the table as Parquet.")
@over_option
@question_options
def pay_command(
    book: str,
    names: tuple[str, ...],
    amount: str | None,
    to: str | None,
    loss: str | None,
    sought: str | None,
    grid: str | None,
    years: str | None,
    csv_file: str | None,
    parquet: str | None,
    over_: str | None,
    at: str | None,
    known: str | None,
    readings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say who gets what, why, where it tips, and on which open questions it hinges.

    An organisation is asked for what it pays: its claims on profit and its exit. A party that
    pays nothing is asked for what it gets from everything in which it has a part.
    """
    question = asked(book, at, known, readings, as_json)
    if to is not None:
        record(question.book, to, "--to")
    found = _subjects(question, names, to)
    wanted = Wanted(
        None if amount is None else amount_of(question, amount, "--amount"),
        None if grid is None else points_of(question, grid),
        None if sought is None else goal_of(question, sought),
        None if years is None else profits_of(question, years),
        Fraction(0) if loss is None else amount_of(question, loss, "--loss"),
    )
    if over_ is not None:
        _answer_over(question, found, wanted, over_, files=csv_file is not None or bool(parquet))
        return
    _check(question, found, wanted, files=csv_file is not None or parquet is not None)
    if csv_file is not None or parquet is not None:
        _write(question, found, wanted, csv_file, parquet)
        if not question.json or csv_file == "-":
            return
    _answer(question, found, wanted)


def _subjects(question: Asked, names: tuple[str, ...], to: str | None) -> tuple[Subject, ...]:
    """What the names stand for, once each, or wrong usage."""
    world = World(question.fixed, adopted=adopted_readings(question.book))
    state = State(question.book, question.at, question.known, world)
    found: list[Subject] = []
    for name in names:
        kind = type(record(question.book, name, "SUBJECT"))
        stands_for = subjects(state, name)
        if not stands_for:
            raise click.UsageError(f"'{name}' {_nothing(kind)}")
        found += stands_for
    return tuple(dict.fromkeys(one if to is None else replace(one, to=to) for one in found))


def _nothing(kind: type) -> str:
    """Why nothing can be asked of a name, and what to write so that something can."""
    if kind not in (nouns.Entity, nouns.Person, nouns.Group):
        return "is no claim, organisation, party, fund, deal or round"
    return (
        "pays nothing and is paid by nothing that the book tells; write what it shares out "
        '("claim:"), who holds what of it ("instrument:", "holding:"), or its part in another\'s '
        '("holding:", "debt:", "convertible:", "fund:")'
    )


def _is(question: Asked, subject: Subject, kind: type) -> bool:
    return isinstance(question.book.records[subject.id], kind)


def _check(question: Asked, found: tuple[Subject, ...], wanted: Wanted, *, files: bool) -> None:
    """Refuse what the subjects cannot be asked."""
    claims = [one for one in found if _is(question, one, money.Claim)]
    rounds = [one for one in found if _is(question, one, money.Round)]
    if wanted.loss and not claims:
        raise click.UsageError("--loss is for a claim on profit")
    if wanted.profits is not None and not claims:
        raise click.UsageError("--years is for a claim on profit")
    if len(rounds) == len(found) and not wanted.nothing:
        raise click.UsageError("a round is asked without an amount: it says who has shares")
    if wanted.nothing and (not rounds or files):
        what = "amounts: --grid 0:300bn:1bn" if files else "amount: --amount 100bn"
        raise click.UsageError(f"say of which {what} (or --seek, --grid, --years)")


def _ask(question: Asked, one: Callable[[State], Found[T]]) -> Answer[T]:
    def in_world(world: World) -> Found[T]:
        return one(State(question.book, question.at, question.known, world))

    return ask(in_world, question.fixed, adopted=adopted_readings(question.book))


# -- one question of one subject


@dataclass(frozen=True, slots=True)
class _Asking:
    """One subject with everything that is wanted of it."""

    question: Asked
    subject: Subject
    wanted: Wanted

    @property
    def name(self) -> str:
        """The subject in a heading."""
        to = self.subject.to
        return self.subject.id if to is None else f"{self.subject.id} to {to}"

    @property
    def loss(self) -> Fraction:
        """The loss brought forward; into a claim on profit only."""
        is_claim = _is(self.question, self.subject, money.Claim)
        return self.wanted.loss if is_claim else Fraction(0)

    def pays(self, amount: Fraction | None) -> Answer[Payouts]:
        """Who is paid what at one amount."""
        one = self.subject
        return _ask(self.question, lambda state: pay(state, one.id, amount, self.loss, one.to))

    def grid(self, amounts: tuple[Fraction, ...]) -> Answer[Grid]:
        """Who is paid what at several amounts."""
        one = self.subject
        return _ask(
            self.question, lambda state: pay_grid(state, one.id, amounts, self.loss, one.to)
        )

    def reached(self, goal: tuple[str, Fraction]) -> Answer[Reached]:
        """At which amount a party has received so much."""
        one = self.subject
        return _ask(self.question, lambda state: seek(state, one.id, *goal, self.loss))

    def where(self, goal: tuple[str, Fraction]) -> Answer[Grid]:
        """What everybody is paid there."""
        one = self.subject
        return _ask(self.question, lambda state: pay_where(state, one.id, *goal, self.loss))

    def years(self, profits: tuple[tuple[int, Fraction], ...]) -> Answer[Years]:
        """Who is paid what from the profits of years."""
        one = self.subject
        return _ask(
            self.question, lambda state: pay_years(state, one.id, profits, self.loss, one.to)
        )

    def years_grid(self, profits: tuple[tuple[int, Fraction], ...]) -> Answer[Grid]:
        """The same as rows, a row for each year."""
        one = self.subject
        return _ask(
            self.question,
            lambda state: years_grid(pay_years(state, one.id, profits, self.loss, one.to)),
        )


def _askings(
    question: Asked, found: tuple[Subject, ...], wanted: Wanted
) -> Iterator[tuple[_Asking, Wanted]]:
    """Each subject with what can be asked of it: a round is asked without amounts."""
    for subject in found:
        asking = _Asking(question, subject, wanted)
        if _is(question, subject, money.Round):
            yield asking, Wanted(None, None, None, None, Fraction(0))
        elif _is(question, subject, money.Claim):
            yield asking, wanted
        else:
            yield asking, replace(wanted, profits=None)


# -- every part, printed or as JSON


def _answer(question: Asked, found: tuple[Subject, ...], wanted: Wanted) -> None:
    out = console()
    answers: list[dict[str, Any]] = []
    for asking, own in _askings(question, found, wanted):
        if own.nothing and not _is(question, asking.subject, money.Round):
            continue
        parts: dict[str, dict[str, Any]] = {}
        for name, shown in _parts(asking, own):
            if question.json:
                parts[name] = shown(None)
                continue
            if answers:
                out.print()
                out.print(text("─" * min(out.width, 60), "dim"))
            shown(out)
            answers.append({})
        if question.json:
            first, *others = parts
            answers.append({**parts[first], **{name: parts[name] for name in others}})
    if question.json:
        print_json({**answers[0], "also": answers[1:]} if len(answers) > 1 else answers[0])


def _answer_over(
    question: Asked, found: tuple[Subject, ...], wanted: Wanted, over_: str, *, files: bool
) -> None:
    """One subject at one amount, for each interval of a stretch of time.

    What accrues moves within an interval: it is shown as at its beginning, and that is said.
    """
    if wanted.points or wanted.sought or wanted.profits or files or len(found) != 1:
        raise click.UsageError("--over asks one subject at one --amount")
    _check(question, found, wanted, files=False)
    amount = wanted.amount
    start, end = stretch(question.book, over_)

    def asking(moment: datetime) -> _Asking:
        return _Asking(replace(question, at=moment), found[0], wanted)

    def at_moment(moment: datetime) -> Answer[Payouts]:
        return asking(moment).pays(amount)

    parts: list[dict[str, Any]] = []
    for part in over(question.book, start, end, at_moment, worlds_key):
        last = at_moment(part.end - timedelta(microseconds=1))
        moves = worlds_key(last) != worlds_key(part.value)
        out = None if question.json else console()
        if out is not None:
            zone = question.book.zone
            span = f"{say_when(instant(part.start), zone)} to {say_when(instant(part.end), zone)}"
            out.rule(text(span, "bold"), align="left")
            if moves:
                out.print(text("moves within this interval; as at its beginning", "dim"))
        told = _amount_part(asking(part.start), amount, out)
        begins, ends = when_text(part.start), when_text(part.end)
        parts.append({"from": begins, "to": ends, "moves": moves, **told})
    if question.json:
        print_json({"over": parts})


Shown = Callable[[Console | None], dict[str, Any]]


def _parts(asking: _Asking, own: Wanted) -> Iterator[tuple[str, Shown]]:
    """Each part that is asked: it prints itself to a console, and gives its JSON."""
    if own.amount is not None or own.nothing:
        yield "amount", lambda out: _amount_part(asking, own.amount, out)
    if own.profits is not None:
        profits = own.profits
        yield "years", lambda out: _years_part(asking, profits, out)
    if own.points is not None:
        points = own.points
        yield "grid", lambda out: _grid_part(asking, points, out)
    if own.sought is not None:
        goal = own.sought
        yield "seek", lambda out: _seek_part(asking, goal, out)


def _amount_part(asking: _Asking, amount: Fraction | None, out: Console | None) -> dict[str, Any]:
    answer = asking.pays(amount)
    found = spreads(answer, adopted_readings(asking.question.book))
    if out is not None:
        print_payouts(out, asking.question, asking.name, answer, found)
    return pay_json(asking.subject.id, answer, payouts_json, found)


def _grid_part(
    asking: _Asking, points: tuple[Fraction, ...], out: Console | None
) -> dict[str, Any]:
    answer = asking.grid(points)
    if out is not None:
        print_grid(out, f"{asking.name}, {said(points[0])} to {said(points[-1])}", answer)
    return pay_json(asking.subject.id, answer, grid_json)


def _seek_part(asking: _Asking, goal: tuple[str, Fraction], out: Console | None) -> dict[str, Any]:
    answer = asking.reached(goal)
    if out is not None:
        print_sought(out, asking.question, asking.subject.id, goal, answer)
    return pay_json(asking.subject.id, answer, reached_json)


def _years_part(
    asking: _Asking, profits: tuple[tuple[int, Fraction], ...], out: Console | None
) -> dict[str, Any]:
    answer = asking.years(profits)
    parties = dict.fromkeys(p for w in answer.worlds if w.value for p in w.value.total.payouts)
    adopted = adopted_readings(asking.question.book)

    def total(party: str) -> Callable[[Years], Fraction | None]:
        return lambda years: paid_to(party)(years.total)

    found = {party: spread(answer, total(party), adopted) for party in parties}
    if out is not None:
        print_years(out, asking.name, answer, found)
    return pay_json(asking.subject.id, answer, years_json, found)


# -- every part in one table


def _write(
    question: Asked,
    found: tuple[Subject, ...],
    wanted: Wanted,
    csv_file: str | None,
    parquet: str | None,
) -> None:
    """Write every part as one table: a row for each world and amount."""
    parts = [p for asking, own in _askings(question, found, wanted) for p in _rows(asking, own)]
    made = columns(parts)
    if parquet is not None:
        Path(parquet).write_bytes(as_parquet(made))
    if csv_file == "-":
        click.echo(as_csv(made), nl=False)
    elif csv_file is not None:
        Path(csv_file).write_text(as_csv(made), "utf-8", newline="")


def _rows(asking: _Asking, own: Wanted) -> Iterator[Part]:
    name = asking.subject.id
    if own.amount is not None:
        one = (own.amount,)
        yield Part("amount", name, asking.grid(one), one)
    if own.profits is not None:
        years = tuple(str(year) for year, _ in own.profits)
        amounts = tuple(profit for _, profit in own.profits)
        yield Part("years", name, asking.years_grid(own.profits), amounts, years)
    if own.points is not None:
        yield Part("grid", name, asking.grid(own.points), own.points)
    if own.sought is not None:
        yield Part("seek", name, asking.where(own.sought))

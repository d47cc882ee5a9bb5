"""pay: who gets what from a profit, an exit, a round or a fund, over everything that is open."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from minutebook.answers import Answer, Found, World, ask
from minutebook.cli.options import Asked, asked, book_argument, question_options, record
from minutebook.cli.output import (
    console,
    print_answer_footer,
    print_json,
    print_world,
    table,
    text,
    tree,
    world_name,
)
from minutebook.payout.book import PAYABLE, Grid, Payouts, Reached, pay, pay_grid, seek
from minutebook.payout.book_years import Years, pay_years
from minutebook.payout.exact import percent
from minutebook.payout.plan import said
from minutebook.records import money
from minutebook.state.state import State
from minutebook.text.numbers import parse_exact_json, parse_money
from minutebook.text.problem import Problem
from minutebook.views.one_world import adopted_readings
from minutebook.views.pay import (
    Otherwise,
    Spread,
    one_by_one,
    paid_to,
    pay_json,
    payouts_json,
    reached_json,
    spread,
    spreads,
    years_json,
)
from minutebook.views.pay_files import as_csv, as_parquet, columns

T = TypeVar("T")
MOST_POINTS = 100_000
SEEK = re.compile(r"paid\((?P<party>[^()]+)\) *= *(?P<amount>.+)")


@click.command("pay")
@book_argument
@click.argument("subject", metavar="CLAIM|ENTITY|FUND|ROUND")
@click.option("--amount", metavar="AMOUNT", help="The profit, exit value or distribution: 100bn.")
@click.option("--loss", metavar="AMOUNT", help="A loss brought forward into a claim on profit.")
@click.option("--seek", "sought", metavar="GOAL", help='At what amount: "paid(microsoft)=13bn".')
@click.option("--grid", metavar="FROM:TO:STEP", help="At many amounts: 0:300bn:1bn.")
@click.option("--years", metavar="PROFITS", help="Profits by year, or a file of them: 2024=-5bn,…")
@click.option("--csv", "csv_file", metavar="FILE", help="Write the table as CSV (- for stdout).")
@click.option("--parquet", metavar="FILE", help="Write the table as Parquet.")
@question_options
def pay_command(
    book: str,
    subject: str,
    amount: str | None,
    loss: str | None,
    sought: str | None,
    grid: str | None,
    years: str | None,
    csv_file: str | None,
    parquet: str | None,
    at: str | None,
    known: str | None,
    readings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say who gets what, why, where it tips, and on which open questions it hinges."""
    question = asked(book, at, known, readings, as_json)
    found = record(question.book, subject, "SUBJECT")
    if not isinstance(found, PAYABLE):
        raise click.UsageError(f"'{subject}' is no claim, organisation, fund, deal or round")
    lost = Fraction(0) if loss is None else _amount(question, loss, "--loss")
    if lost and not isinstance(found, money.Claim):
        raise click.UsageError("--loss is for a claim on profit")
    if sum(option is not None for option in (sought, grid, years, amount)) > 1:
        raise click.UsageError("ask one thing: --amount, --seek, --grid or --years")
    if isinstance(found, money.Round):
        if (amount, sought, grid, years) != (None, None, None, None):
            raise click.UsageError("a round is asked without an amount: it says who has shares")
        _pay(question, subject, None, lost)
    elif sought is not None:
        _seek(question, subject, sought, lost)
    elif years is not None:
        if not isinstance(found, money.Claim):
            raise click.UsageError("--years is for a claim on profit")
        _years(question, subject, years, lost)
    elif grid is not None or csv_file is not None or parquet is not None:
        points = _points(question, grid, amount)
        _grid(question, subject, points, lost, csv_file, parquet)
    elif amount is None:
        raise click.UsageError("say of which amount: --amount 100bn (or --seek, --grid, --years)")
    else:
        _pay(question, subject, _amount(question, amount, "--amount"), lost)


def _amount(question: Asked, written: str, option: str) -> Fraction:
    """An amount of the command line: 13bn, $0.9m, 52/3."""
    if re.fullmatch(r"[0-9]+/[0-9]+", written):
        ratio = parse_exact_json(written)
        if not isinstance(ratio, Problem):
            return ratio
    found = parse_money(written, question.book.currency)
    if isinstance(found, Problem):
        raise click.UsageError(f"{option}: {found.message}; {found.hint}")
    if found.currency != question.book.currency:
        wanted = question.book.currency or "no currency"
        raise click.UsageError(f"{option}: the book counts in {wanted}")
    if found.amount < 0:
        raise click.UsageError(f"{option}: zero or more; state a loss with --loss or --years")
    return found.amount


def _signed(question: Asked, written: str, option: str) -> Fraction:
    written = written.strip()
    if written.startswith("-"):
        return -_amount(question, written[1:], option)
    return _amount(question, written, option)


def _points(question: Asked, grid: str | None, amount: str | None) -> list[Fraction]:
    """The amounts of --grid FROM:TO:STEP, both ends included."""
    if grid is None:
        if amount is None:
            raise click.UsageError("say of which amounts: --grid 0:300bn:1bn")
        return [_amount(question, amount, "--amount")]
    parts = grid.split(":")
    if len(parts) != 3:
        raise click.UsageError("--grid takes FROM:TO:STEP, for example 0:300bn:1bn")
    start, end, step = (_amount(question, part, "--grid") for part in parts)
    if step == 0 or end < start:
        raise click.UsageError("--grid goes up from FROM to TO, by more than nothing")
    count = int((end - start) / step) + 1
    if count > MOST_POINTS:
        raise click.UsageError(f"--grid: {count:,} amounts are more than {MOST_POINTS:,}")
    return [start + step * i for i in range(count)]


def _profits(question: Asked, written: str) -> list[tuple[int, Fraction]]:
    """Profits by year: 2024=-5bn,2025=10bn; or a file with YEAR,PROFIT lines."""
    path = Path(written)
    if "=" in written:
        pairs = [part.partition("=")[::2] for part in written.split(",")]
    elif path.is_file():
        lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
        pairs = [line.partition(",")[::2] for line in lines]
        if pairs and not pairs[0][0].strip().isdecimal():
            pairs = pairs[1:]
    else:
        raise click.UsageError("--years takes 2024=-5bn,2025=10bn or a file of YEAR,PROFIT lines")
    profits: list[tuple[int, Fraction]] = []
    for year, profit in pairs:
        if not year.strip().isdecimal():
            raise click.UsageError(f"--years: '{year.strip()}' is not a year")
        profits.append((int(year), _signed(question, profit, "--years")))
    years = [year for year, _ in profits]
    if not years or years != sorted(set(years)):
        raise click.UsageError("--years: each year once, in order")
    return profits


def _ask(question: Asked, one: Callable[[State], Found[T]]) -> Answer[T]:
    def in_world(world: World) -> Found[T]:
        return one(State(question.book, question.at, question.known, world))

    return ask(in_world, question.fixed, adopted=adopted_readings(question.book))


def _pay(question: Asked, subject: str, amount: Fraction | None, loss: Fraction) -> None:
    answer = _ask(question, lambda state: pay(state, subject, amount, loss))
    found = spreads(answer)
    if question.json:
        print_json(pay_json(subject, answer, payouts_json, found))
        return
    out = console()
    print_payouts(out, question, subject, answer, found)


def print_payouts(
    out: Console,
    question: Asked,
    subject: str,
    answer: Answer[Payouts],
    found: dict[str, Spread],
) -> None:
    """The payments of the world shown with their spread, what tips, what it hinges on, why."""
    shown = answer.adopted.value
    example = shown or next((w.value for w in answer.worlds if w.value is not None), None)
    amount = "" if example is None or example.amount is None else f": {_money(question, example)}"
    measure = "" if example is None else f", {example.measure}{amount}"
    out.print(text(f"{subject}{measure}", "bold"))
    hinges = {name: answer.readings[name] for name in answer.hinges if name in answer.readings}
    print_world(out, hinges)
    out.print()
    if shown is not None:
        out.print(_paid_table(shown, found, many=len(answer.worlds) > 1))
        _print_tips(out, shown)
        if shown.clawback is not None:
            back = shown.clawback
            end = "if the fund ends with this distribution"
            out.print()
            out.print(text(f"{back.party} gives back {said(back.amount)} to {back.to}, {end}"))
    else:
        out.print(text("not determined in the world shown"))
    out.print()
    _print_otherwise(out, one_by_one(answer, adopted_readings(question.book)), list(found))
    out.print(tree(answer.why))
    print_answer_footer(out, answer)


def _money(question: Asked, payouts: Payouts) -> str:
    assert payouts.amount is not None, "only a round has none"
    return f"{said(payouts.amount)} {question.book.currency or ''}".strip()


def _number(amount: Fraction | None) -> str:
    return "not determined" if amount is None else said(amount)


def _paid_table(shown: Payouts, found: dict[str, Spread], *, many: bool) -> Any:
    counts = "paid" if shown.amount is not None else "shares"
    made = table("party", counts, "of the next unit", *(("in all worlds", "hinges on") * many))
    for party, paid in shown.payouts.items():
        rate = "" if paid.marginal is None else percent(paid.marginal)
        row = [party, _number(paid.amount), rate]
        if many:
            row += [_range(found[party]), ", ".join(found[party].hinges)]
        made.add_row(*map(text, row))
    rest = "nobody" if shown.amount is not None else "unissued pool"
    if shown.unassigned != 0:
        made.add_row(text(rest), text(_number(shown.unassigned)), text(""))
    return made


def _range(found: Spread) -> str:
    if found.least is None or found.most is None:
        return "not determined"
    span = said(found.least)
    if found.least != found.most:
        span += f" to {said(found.most)}"
    return span if found.determined else f"{span}, or not determined"


def _print_tips(out: Console, shown: Payouts) -> None:
    if not shown.breakpoints:
        return
    out.print()
    made = table("from", "what tips", "source")
    for tip in shown.breakpoints:
        made.add_row(text(said(tip.at)), text(tip.says), text(", ".join(map(str, tip.src))))
    out.print(made)


def _print_otherwise(out: Console, rows: list[Otherwise], parties: list[str]) -> None:
    """The payments under each alternative of each hinge, all else as shown."""
    if not rows:
        return
    paid = [p for p in parties if any(_cell(row.value, p) not in ("0", "") for row in rows)]
    made = table("if", *paid)
    before = ""
    for row in rows:
        if row.on != before:
            made.add_row(text(row.on, "bold"))
        mark = " (shown)" if row.shown else ""
        cells = [_cell(row.value, party) for party in paid]
        made.add_row(text(f"  {row.alternative}{mark}"), *map(text, cells))
        before = row.on
    out.print(made)
    out.print()


def _cell(value: Payouts | None, party: str) -> str:
    if value is None:
        return "not determined"
    paid = value.payouts.get(party)
    return "0" if paid is None else _number(paid.amount)


def _seek(question: Asked, subject: str, written: str, loss: Fraction) -> None:
    goal = SEEK.fullmatch(written.strip())
    if goal is None:
        raise click.UsageError('--seek takes "paid(PARTY)=AMOUNT", as in "paid(microsoft)=13bn"')
    party = goal["party"].strip()
    record(question.book, party, "--seek")
    received = _amount(question, goal["amount"], "--seek")
    answer = _ask(question, lambda state: seek(state, subject, party, received, loss))
    if question.json:
        print_json(pay_json(subject, answer, reached_json))
        return
    out = console()
    out.print(text(f"{subject}: when {party} has received {said(received)}", "bold"))
    out.print()
    made = table("amount", "exactly", "in")
    for world in answer.worlds:
        made.add_row(*map(text, (*_reached(world.value), world_name(world.readings))))
    out.print(made)
    out.print()
    out.print(tree(answer.why))
    print_answer_footer(out, answer)


def _reached(value: Reached | None) -> tuple[str, str]:
    if value is None:
        return "not determined", ""
    return ("never", "") if value.at is None else (said(value.at), str(value.at))


def _grid(
    question: Asked,
    subject: str,
    amounts: list[Fraction],
    loss: Fraction,
    csv_file: str | None,
    parquet: str | None,
) -> None:
    answer = _ask(question, lambda state: pay_grid(state, subject, amounts, loss))
    if csv_file is not None or parquet is not None:
        made = columns(answer, amounts)
        if parquet is not None:
            Path(parquet).write_bytes(as_parquet(made))
        if csv_file == "-":
            click.echo(as_csv(made), nl=False)
        elif csv_file is not None:
            Path(csv_file).write_text(as_csv(made), "utf-8", newline="")
        return
    if question.json:
        print_json(pay_json(subject, answer, lambda grid: _grid_json(grid, amounts)))
        return
    _print_grid(console(), subject, answer, amounts)


def _grid_json(grid: Grid, amounts: list[Fraction]) -> dict[str, Any]:
    return {
        "parties": list(grid.parties),
        "rows": [
            {
                "amount": str(amount),
                "paid": [None if paid is None else str(paid) for paid in row[:-1]],
                "unassigned": None if row[-1] is None else str(row[-1]),
            }
            for amount, row in zip(amounts, grid.rows, strict=True)
        ],
    }


def _print_grid(out: Console, subject: str, answer: Answer[Grid], amounts: list[Fraction]) -> None:
    out.print(text(subject, "bold"))
    print_world(out, {n: answer.readings[n] for n in answer.hinges if n in answer.readings})
    out.print()
    shown = answer.adopted.value
    if shown is None:
        out.print(text("not determined in the world shown"))
    else:
        made = table("amount", *shown.parties, "nobody")
        for amount, row in zip(amounts, shown.rows, strict=True):
            made.add_row(text(said(amount)), *(text(_number(paid)) for paid in row))
        out.print(made)
        out.print()
    print_answer_footer(out, answer)


def _years(question: Asked, subject: str, written: str, loss: Fraction) -> None:
    profits = _profits(question, written)
    answer = _ask(question, lambda state: pay_years(state, subject, profits, loss))
    found = _spread_of_years(answer)
    if question.json:
        print_json(pay_json(subject, answer, years_json, found))
        return
    out = console()
    out.print(text(subject, "bold"))
    print_world(out, {n: answer.readings[n] for n in answer.hinges if n in answer.readings})
    out.print()
    shown = answer.adopted.value
    if shown is None:
        out.print(text("not determined in the world shown"))
    else:
        parties = list(shown.total.payouts)
        made = table("year", "profit", "loss carried", *parties, "nobody")
        for year in shown.years:
            paid = [_number(year.payouts.payouts[party].amount) for party in parties]
            rest = _number(year.payouts.unassigned)
            row = (str(year.year), said(year.profit), said(year.loss_carried), *paid, rest)
            made.add_row(*map(text, row))
        out.print(made)
        out.print()
        out.print(_paid_table(shown.total, found, many=len(answer.worlds) > 1))
    out.print()
    out.print(tree(answer.why))
    print_answer_footer(out, answer)


def _spread_of_years(answer: Answer[Years]) -> dict[str, Spread]:
    parties = dict.fromkeys(p for w in answer.worlds if w.value for p in w.value.total.payouts)

    def total(party: str) -> Callable[[Years], Fraction | None]:
        return lambda years: paid_to(party)(years.total)

    return {party: spread(answer, total(party)) for party in parties}

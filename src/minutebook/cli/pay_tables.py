"""The answers of `pay` on a terminal: payments, breakpoints, exposure, what they hinge on."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from rich.console import Console

from minutebook.answers import Answer
from minutebook.cli.options import Asked
from minutebook.cli.output import print_answer_footer, print_world, table, text, tree
from minutebook.payout.book import Grid, Payouts, Reached
from minutebook.payout.book_years import Years
from minutebook.payout.exact import percent
from minutebook.payout.plan import said
from minutebook.payout.schedule import Stake
from minutebook.views.one_world import adopted_readings
from minutebook.views.pay import Otherwise, Spread, one_by_one, spread

WIDEST = 8
"""The most parties whose exposure fits side by side."""
LONGEST = 1000
"""The largest denominator that a share is shown with."""


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
        _print_exposure(out, shown)
        if shown.clawback is not None:
            back = shown.clawback
            end = "if the fund ends with this distribution"
            out.print()
            out.print(text(f"{back.party} gives back {said(back.amount)} to {back.to}, {end}"))
    else:
        out.print(text("not determined in the world shown"))
    out.print()
    _print_otherwise(out, one_by_one(answer, adopted_readings(question.book)), found)
    out.print(tree(answer.why))
    print_answer_footer(out, answer)


def _money(question: Asked, payouts: Payouts) -> str:
    assert payouts.amount is not None, "only a round has none"
    return f"{said(payouts.amount)} {question.book.currency or ''}".strip()


def _number(amount: Fraction | None) -> str:
    return "not determined" if amount is None else said(amount)


def _rate(share: Fraction) -> str:
    """A share of each unit: exact where that is short, else about."""
    if share.denominator <= LONGEST:
        return percent(share)
    return f"about {float(share * 100):.3g}%"


def _paid_table(shown: Payouts, found: dict[str, Spread], *, many: bool) -> Any:
    counts = "paid" if shown.amount is not None else "shares"
    made = table("party", counts, "of the next unit", *(("in all worlds", "hinges on") * many))
    for party, paid in shown.payouts.items():
        rate = "" if paid.marginal is None else _rate(paid.marginal)
        row = [party, _number(paid.amount), rate]
        if many:
            row += [range_words(found[party]), ", ".join(found[party].hinges)]
        made.add_row(*map(text, row))
    rest = "nobody" if shown.amount is not None else "unissued pool"
    if shown.unassigned != 0 and shown.to is None:
        made.add_row(text(rest), text(_number(shown.unassigned)), text(""))
    return made


def range_words(found: Spread) -> str:
    """The spread of an amount: from the least to the most, and whether it is told everywhere."""
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


def _print_exposure(out: Console, shown: Payouts) -> None:
    """What each party has at stake on each stretch: its share of each unit, and of the whole."""
    at_stake = {p: stakes for p, stakes in shown.exposure.items() if any(s.gains for s in stakes)}
    starts = sorted({stake.start for stakes in at_stake.values() for stake in stakes})
    if len(starts) < 2 or shown.amount is None:
        return
    out.print()
    if len(at_stake) > WIDEST:
        out.print(text(f"exposure of {len(at_stake)} parties: with --json, or --to PARTY", "dim"))
        return
    made = table("exposure from", "to", *at_stake)
    for start, end in zip(starts, [*starts[1:], shown.amount], strict=True):
        cells = [_stake(stakes, start, end) for stakes in at_stake.values()]
        made.add_row(*map(text, (said(start), said(end), *cells)))
    out.print(made)


def _stake(stakes: tuple[Stake, ...], start: Fraction, end: Fraction) -> str:
    """A party's share of each unit on a stretch and what the whole stretch brings it."""
    on = next((s for s in stakes if s.start <= start and (s.end is None or s.end >= end)), None)
    if on is None:
        return "not determined"
    jump = on.jump if on.start == start else Fraction(0)
    gains = jump + on.marginal * (end - start)
    words = f"{_rate(on.marginal)}: {said(gains)}"
    return f"{words}, {said(jump)} of it at once" if jump else words


def _print_otherwise(
    out: Console, rows: list[Otherwise[Payouts]], found: dict[str, Spread]
) -> None:
    """The payments under each alternative of each hinge, all else as shown; how far apart."""
    if not rows:
        return
    paid = [p for p in found if any(_cell(row.value, p) not in ("0", "") for row in rows)]
    made = table("if", *paid)
    for hinge in dict.fromkeys(row.on for row in rows):
        made.add_row(text(hinge, "bold"))
        for row in rows:
            if row.on == hinge:
                mark = " (shown)" if row.shown else ""
                cells = [_cell(row.value, party) for party in paid]
                made.add_row(text(f"  {row.alternative}{mark}"), *map(text, cells))
        apart = [found[party].at_stake.get(hinge, Fraction(0)) for party in paid]
        made.add_row(text("  at stake", "dim"), *(text(_number(a), "dim") for a in apart))
    out.print(made)
    out.print()


def _cell(value: Payouts | None, party: str) -> str:
    if value is None:
        return "not determined"
    paid = value.payouts.get(party)
    return "0" if paid is None else _number(paid.amount)


def print_sought(
    out: Console,
    question: Asked,
    subject: str,
    goal: tuple[str, Fraction],
    answer: Answer[Reached],
) -> None:
    """At which amount a party has received so much: as shown, over all worlds, by each hinge."""
    party, received = goal
    out.print(text(f"{subject}: when {party} has received {said(received)}", "bold"))
    print_world(out, {n: answer.readings[n] for n in answer.hinges if n in answer.readings})
    out.print()
    shown = answer.adopted.value
    exactly = "" if shown is None or shown.at is None else f", exactly {shown.at}"
    out.print(text(f"{_reached(shown)}{exactly}"))
    if len(answer.worlds) > 1:
        found = spread(answer, lambda reached: reached.at)
        never = any(w.value is not None and w.value.at is None for w in answer.worlds)
        out.print(text(f"in all worlds: {range_words(found)}{', or never' if never else ''}"))
    out.print()
    rows = one_by_one(answer, adopted_readings(question.book))
    if rows:
        made = table("if", "amount", "exactly")
        for hinge in dict.fromkeys(row.on for row in rows):
            made.add_row(text(hinge, "bold"))
            for row in (row for row in rows if row.on == hinge):
                mark = " (shown)" if row.shown else ""
                at = "" if row.value is None or row.value.at is None else str(row.value.at)
                cells = (f"  {row.alternative}{mark}", _reached(row.value), at)
                made.add_row(*map(text, cells))
        out.print(made)
        out.print()
    out.print(tree(answer.why))
    print_answer_footer(out, answer)


def _reached(value: Reached | None) -> str:
    if value is None:
        return "not determined"
    return "never" if value.at is None else said(value.at)


def print_grid(out: Console, subject: str, answer: Answer[Grid]) -> None:
    """Who is paid what at several amounts, in the world shown."""
    out.print(text(subject, "bold"))
    print_world(out, {n: answer.readings[n] for n in answer.hinges if n in answer.readings})
    out.print()
    shown = answer.adopted.value
    if shown is None:
        out.print(text("not determined in the world shown"))
    else:
        rest = ["nobody"] if shown.to is None else []
        made = table("amount", *shown.parties, *rest)
        for amount, row in zip(shown.amounts, shown.rows, strict=True):
            cells = row if shown.to is None else row[:-1]
            made.add_row(text(said(amount)), *(text(_number(paid)) for paid in cells))
        out.print(made)
        out.print()
    print_answer_footer(out, answer)


def print_years(
    out: Console, subject: str, answer: Answer[Years], found: dict[str, Spread]
) -> None:
    """Who is paid what year by year and in all, in the world shown."""
    out.print(text(subject, "bold"))
    print_world(out, {n: answer.readings[n] for n in answer.hinges if n in answer.readings})
    out.print()
    shown = answer.adopted.value
    if shown is None:
        out.print(text("not determined in the world shown"))
    else:
        parties = list(shown.total.payouts)
        rest = ["nobody"] if shown.total.to is None else []
        made = table("year", "profit", "loss carried", *parties, *rest)
        for year in shown.years:
            paid = [_number(year.payouts.payouts[party].amount) for party in parties]
            left = [_number(year.payouts.unassigned)] if rest else []
            row = (str(year.year), said(year.profit), said(year.loss_carried), *paid, *left)
            made.add_row(*map(text, row))
        out.print(made)
        out.print()
        out.print(_paid_table(shown.total, found, many=len(answer.worlds) > 1))
    out.print()
    out.print(tree(answer.why))
    print_answer_footer(out, answer)

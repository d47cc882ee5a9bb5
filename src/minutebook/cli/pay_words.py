"""What the options of `pay` ask: amounts, a grid, what is sought, profits by year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import click

from minutebook.cli.options import Asked, record
from minutebook.text.numbers import parse_exact_json, parse_money
from minutebook.text.problem import Problem

MOST_POINTS = 100_000
SEEK = re.compile(r"paid\((?P<party>[^()]+)\) *= *(?P<amount>.+)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything that one call asks; each part that is not None is answered."""

    amount: Fraction | None
    points: tuple[Fraction, ...] | None
    sought: tuple[str, Fraction] | None
    profits: tuple[tuple[int, Fraction], ...] | None
    loss: Fraction

    @property
    def nothing(self) -> bool:
        """Whether no amount of any kind is given."""
        return (self.amount, self.points, self.sought, self.profits) == (None, None, None, None)


def amount_of(question: Asked, written: str, option: str) -> Fraction:
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


def points_of(question: Asked, grid: str) -> tuple[Fraction, ...]:
    """The amounts of --grid FROM:TO:STEP, both ends included."""
    parts = grid.split(":")
    if len(parts) != 3:
        raise click.UsageError("--grid takes FROM:TO:STEP, for example 0:300bn:1bn")
    start, end, step = (amount_of(question, part, "--grid") for part in parts)
    if step == 0 or end < start:
        raise click.UsageError("--grid goes up from FROM to TO, by more than nothing")
    count = int((end - start) / step) + 1
    if count > MOST_POINTS:
        raise click.UsageError(f"--grid: {count:,} amounts are more than {MOST_POINTS:,}")
    return tuple(start + step * i for i in range(count))


def goal_of(question: Asked, written: str) -> tuple[str, Fraction]:
    """The party and the amount of --seek."""
    goal = SEEK.fullmatch(written.strip())
    if goal is None:
        raise click.UsageError('--seek takes "paid(PARTY)=AMOUNT", as in "paid(microsoft)=13bn"')
    party = goal["party"].strip()
    record(question.book, party, "--seek")
    return party, amount_of(question, goal["amount"], "--seek")


def profits_of(question: Asked, written: str) -> tuple[tuple[int, Fraction], ...]:
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
        profits.append((int(year), _signed(question, profit)))
    years = [year for year, _ in profits]
    if not years or years != sorted(set(years)):
        raise click.UsageError("--years: each year once, in order")
    return tuple(profits)


def _signed(question: Asked, written: str) -> Fraction:
    written = written.strip()
    if written.startswith("-"):
        return -amount_of(question, written[1:], "--years")
    return amount_of(question, written, "--years")

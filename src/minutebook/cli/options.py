"""Arguments that many commands share, and how they are read."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import click

from minutebook.cli.output import errors_to
from minutebook.records import Book, nouns
from minutebook.records.ballots import parse_part
from minutebook.text.numbers import parse_quantity
from minutebook.text.problem import Problem
from minutebook.text.suggest import nearest
from minutebook.text.when import at_argument
from minutebook.views.check import default_at
from minutebook.views.open import open_book, shipped

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Asked:
    """A book with the date, the known-date and the readings to ask it with."""

    book: Book
    at: datetime
    known: datetime | None
    fixed: dict[str, str]
    json: bool
    default_at: bool


def book_argument(function: F) -> F:
    """The BOOK argument."""
    return click.argument("book", metavar="BOOK")(function)


def question_options(function: F) -> F:
    """--at, --known, --reading, --json."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON."),
        click.option(
            "--reading",
            "readings",
            multiple=True,
            metavar="NAME=VALUE",
            help="Settle a reading (may be given several times).",
        ),
        click.option("--known", metavar="DATE", help="Leave out what was not known by then."),
        click.option("--at", metavar="DATE", help="The moment to look at; default: the last act."),
    ):
        function = option(function)
    return function


over_option = click.option(
    "--over", "over_", metavar="FROM..TO", help="Answer for each interval of a stretch of time."
)


def usable(place: str) -> Book:
    """The book, or exit 1 with its errors."""
    say_if_slow()
    book = open_book(place)
    if book.errors:
        errors_to(book)
        if any(d.code == "MB210" for d in book.errors):
            guess = nearest(place, shipped())
            listed = f"did you mean {guess}? " if guess else ""
            click.echo(f"{listed}shipped books: {', '.join(shipped())}", err=True)
        raise click.exceptions.Exit(1)
    return book


def say_if_slow(seconds: float = 3.0) -> None:
    """On a terminal, say after a while that work goes on; nothing is said to a file or a pipe."""
    context = click.get_current_context()
    if not sys.stderr.isatty():
        return
    timer = threading.Timer(
        seconds, click.echo, ["still working (Ctrl-C stops it) ..."], {"err": True}
    )
    timer.daemon = True
    timer.start()
    context.call_on_close(timer.cancel)


def asked(
    place: str, at: str | None, known: str | None, readings: Iterable[str], as_json: bool
) -> Asked:
    """Read what most commands are given; wrong usage exits with 2."""
    book = usable(place)
    return Asked(
        book,
        default_at(book) if at is None else moment(book, at, "--at"),
        None if known is None else moment(book, known, "--known"),
        fixed_readings(book, readings),
        as_json,
        at is None,
    )


def moment(book: Book, written: str, option: str) -> datetime:
    """A date of the command line: a bare date is 00:00 in the book's zone."""
    found = at_argument(written, book.zone)
    if isinstance(found, Problem):
        raise click.UsageError(f"{option}: {found.message}; {found.hint}")
    return found


def stretch(book: Book, written: str) -> tuple[datetime, datetime]:
    """The two dates of --over FROM..TO."""
    start, dots, end = written.partition("..")
    if not dots or not start or not end:
        raise click.UsageError("--over takes FROM..TO, for example 2023-11-16..2023-11-23")
    first, last = moment(book, start, "--over"), moment(book, end, "--over")
    if first >= last:
        raise click.UsageError("--over: the stretch ends before it begins")
    return first, last


def fixed_readings(book: Book, readings: Iterable[str]) -> dict[str, str]:
    """The readings settled by --reading NAME=VALUE.

    Besides the book's readings, any choice an answer names as a hinge can be settled.
    """
    fixed: dict[str, str] = {}
    for written in readings:
        name, equals, value = written.partition("=")
        if not equals:
            raise click.UsageError(f"--reading takes NAME=VALUE, not '{written}'")
        reading = book.readings.get(name)
        if reading is not None and value not in reading.alternatives:
            known = ", ".join(reading.alternatives)
            raise click.UsageError(f"reading '{name}' has no '{value}'; one of: {known}")
        if reading is None and " " not in name and ":" not in name:
            guess = nearest(name, tuple(book.readings))
            if guess:
                hint = f"; did you mean '{guess}'?"
            else:
                hint = f"; one of: {', '.join(book.readings)}" if book.readings else ""
            raise click.UsageError(f"the book has no reading '{name}'{hint}")
        fixed[name] = value
    return fixed


def names(book: Book, written: str | None, option: str) -> list[str]:
    """A list of ids, checked: `--for sutskever,dangelo`."""
    found = [n.strip() for n in (written or "").split(",") if n.strip()]
    for name in found:
        record(book, name, option)
    return found


def votes(book: Book, written: str | None, option: str) -> list[str]:
    """Voters by their ids, and numbers of votes: `67`, `chair,50`, `"60 of smith"`."""
    found: list[str] = []
    for entry in (e.strip() for e in (written or "").split(",")):
        if entry in book.records or not entry:
            found.extend([entry] if entry else [])
            continue
        number = parse_quantity(entry)
        if not isinstance(number, Problem):
            if number.low is not None and number.low < 0:
                raise click.UsageError(f"{option}: {entry} votes are less than none")
            found.append(f"{entry} others")
            continue
        part = parse_part(entry)
        if isinstance(part, Problem):
            raise click.UsageError(f"{option}: {part.message}; {part.hint}")
        if part is None or part.of is not None:
            record(book, entry if part is None else part.of or "", option)
        found.append(entry)
    return found


def record(book: Book, name: str, option: str) -> nouns.Noun:
    """A record by its id, or wrong usage with a suggestion."""
    found = book.records.get(name)
    if found is None:
        guess = nearest(name, tuple(book.records))
        hint = f"; did you mean '{guess}'?" if guess else ""
        raise click.UsageError(f"{option}: no record is called '{name}'{hint}")
    return found

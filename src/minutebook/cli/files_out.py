"""tables, chart, report: what the pages show, as files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minutebook.cli.options import asked, book_argument

if TYPE_CHECKING:
    from collections.abc import Callable

    from minutebook.pages.address import Address
    from minutebook.pages.library import Opened

PAGES = ("overview", "can", "gets", "knew", "record", "sources", "problems")
_page = click.option(
    "--page", type=click.Choice(PAGES), default=None,
    help="Of this page only; default: of every page.",
)  # fmt: skip
_at = click.option("--at", metavar="DATE", help="The moment to look at; default: the last act.")
_known = click.option("--known", metavar="DATE", help="Leave out what was not known by then.")
_readings = click.option(
    "--reading", "readings", multiple=True, metavar="NAME=VALUE",
    help="Settle a reading (may be given several times).",
)  # fmt: skip
_select = click.option("--of", "select", metavar="ID", help="Of this claim, act or organisation.")
_aim = click.option("--aim", metavar="DEED|GOAL", help="Who can: the deed or goal.")
_amount = click.option("--amount", metavar="AMOUNT", help="Who gets: the amount.")


@click.command("tables")
@book_argument
@click.option(
    "-o", "--output", "target", metavar="FILE.xlsx|DIR", required=True,
    help="One workbook, or a folder of CSV files.",
)  # fmt: skip
@_page
@_select
@_aim
@_amount
@_readings
@_known
@_at
def tables_command(
    book: str,
    target: str,
    page: str | None,
    select: str | None,
    aim: str | None,
    amount: str | None,
    readings: tuple[str, ...],
    known: str | None,
    at: str | None,
) -> None:
    """Write the tables of the pages as XLSX (a sheet for each) or as CSV (a file for each).

    Numbers are numbers; where a spreadsheet cannot hold one exactly, it stands beside as text.
    """
    from minutebook.exchange.tables import csv_text, xlsx_bytes
    from minutebook.pages.tables import page_tables

    opened, address = _opened(book, at, known, readings, select, aim, amount)
    pages = PAGES if page is None else (page,)
    found = [t for name in pages for t in page_tables(opened, name, address)]
    place = Path(target)
    if place.suffix.lower() == ".xlsx":
        _write(place, lambda: place.write_bytes(xlsx_bytes(found)))
        return
    if place.suffix:
        raise click.UsageError("-o takes a workbook (FILE.xlsx) or a folder for CSV files")
    for table in found:
        file = place / f"{table.name}.csv"
        text = csv_text(table)
        _write(file, partial(file.write_text, text, "utf-8", newline=""))


@click.command("chart")
@book_argument
@click.option(
    "-o", "--output", "target", metavar="FILE.svg|.png", required=True, help="The file to write."
)
@click.option(
    "--page", type=click.Choice(["overview", "can", "gets", "knew"]), default="overview",
    show_default=True, help="Whose chart.",
)  # fmt: skip
@click.option(
    "--font", "fonts", multiple=True, metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="PNG: a font for scripts that the shipped one lacks (may be given several times).",
)  # fmt: skip
@_select
@_aim
@_amount
@_readings
@_known
@_at
def chart_command(
    book: str,
    target: str,
    page: str,
    fonts: tuple[str, ...],
    select: str | None,
    aim: str | None,
    amount: str | None,
    readings: tuple[str, ...],
    known: str | None,
    at: str | None,
) -> None:
    """Write a chart of a page: as SVG, or as PNG where the extra `png` is installed.

    Characters that no font has are boxes in a PNG, and the picture and stderr say so.
    """
    from minutebook.pages.files import page_pictures
    from minutebook.pages.picture import NoPainterError, svg_file

    opened, address = _opened(book, at, known, readings, select, aim, amount)
    found = page_pictures(opened, page, address)
    if not found:
        raise click.UsageError(f"the page “{page}” has no chart for this book")
    place = Path(target)
    drawn = found[0].drawn
    if place.suffix.lower() not in (".svg", ".png"):
        raise click.UsageError("-o takes FILE.svg or FILE.png")
    try:
        data = svg_file(drawn) if place.suffix.lower() == ".svg" else _painted(drawn, fonts)
    except NoPainterError as error:
        raise click.UsageError(str(error)) from error
    _write(place, lambda: place.write_bytes(data))


def _painted(drawn: str, fonts: tuple[str, ...]) -> bytes:
    """A PNG; what it could not draw is told on stderr."""
    from minutebook.pages.picture import Fonts, png_bytes, says_undrawn, undrawn

    at_hand = Fonts(fonts)
    lacking = undrawn(drawn, at_hand)
    if lacking:
        hint = "Install a font of that script, or name one: --font FILE. An SVG keeps the text."
        click.echo(f"{says_undrawn(lacking)} {hint}", err=True)
    return png_bytes(drawn, fonts=at_hand)


@click.command("report")
@book_argument
@click.option(
    "-o", "--output", "target", metavar="FILE.html|.pdf", required=True, help="The file to write."
)
@_readings
@_known
@_at
def report_command(
    book: str, target: str, readings: tuple[str, ...], known: str | None, at: str | None
) -> None:
    """Write a printable report: structure, acts with verdicts, who can, who gets, who knew,
    norms, sources and problems. PDF is printed by a Chromium of this machine.
    """
    from minutebook.pages.report import NoPrinterError, report_html, write_report

    place = Path(target)
    if place.suffix.lower() not in (".html", ".pdf"):
        raise click.UsageError("-o takes FILE.html or FILE.pdf")
    opened, address = _opened(book, at, known, readings)
    html = report_html(opened, address)
    try:
        _write(place, lambda: write_report(html, place))
    except NoPrinterError as error:
        raise click.UsageError(str(error)) from error


def _opened(
    book: str,
    at: str | None,
    known: str | None,
    readings: tuple[str, ...],
    select: str | None = None,
    aim: str | None = None,
    amount: str | None = None,
) -> tuple[Opened, Address]:
    """A book and what is asked of it, as the pages take them; without a limit of time."""
    from minutebook.pages.address import Address
    from minutebook.pages.library import Opened
    from minutebook.pages.server import prepare

    question = asked(book, at, known, readings, False)
    if select is not None and select not in question.book.records:
        raise click.UsageError(f"--of: no record is called “{select}”")
    prepare()
    moment = None if question.default_at else question.at
    address = Address(moment, question.known, question.fixed, select, aim=aim, amount=amount)
    return Opened("files", question.book, (), unhurried=True), address


def _write(place: Path, write: Callable[[], object]) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write()
    except OSError as error:
        raise click.UsageError(f"{place} cannot be written: {error.strerror}") from error
    click.echo(f"wrote {place}")

"""import, export: other people's formats, with a list of what could not be carried over."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import click

from minutebook.answers import World
from minutebook.cli.options import asked, book_argument
from minutebook.cli.options import record as find_record
from minutebook.cli.output import print_diagnostics
from minutebook.exchange import LeftOut, export_ocf, import_ocf, listed, read_package
from minutebook.law import LIBRARY
from minutebook.records import Book, load, nouns
from minutebook.state.state import State
from minutebook.text.problem import Problem
from minutebook.views.one_world import adopted_readings

FORMATS = click.Choice(["ocf"])


@click.command("import")
@click.argument("format_", type=FORMATS, metavar="FORMAT")
@click.argument("place", type=click.Path(exists=True, path_type=Path), metavar="PATH")
@click.option("-o", "out", type=click.Path(path_type=Path), required=True, help="Folder to write.")
def import_command(format_: str, place: Path, out: Path) -> None:
    """Make a book of a package in another format: ocf (Open Cap Format 1.2, folder or zip).

    What the package does not say and a payout depends on is asked at once: exit 1 until it is
    answered in the book.
    """
    package = read_package(place)
    if isinstance(package, Problem):
        raise click.UsageError(f"{package.message}; {package.hint}")
    imported = import_ocf(package)
    _write(out, imported.files)
    _tell("not in the book", imported.left_out)
    book = load(out, LIBRARY)
    if book.diagnostics:
        print_diagnostics(book.diagnostics, book.files, err=True)
    if book.errors:
        raise click.exceptions.Exit(1)


@click.command("export")
@click.argument("format_", type=FORMATS, metavar="FORMAT")
@book_argument
@click.option("-o", "out", type=click.Path(path_type=Path), required=True, help="Folder to write.")
@click.option("--entity", metavar="ID", help="Whose holders; needed where there are several.")
@click.option("--at", metavar="DATE", help="The moment to look at; default: the last act.")
@click.option("--country", metavar="CODE", help="Where it was formed: US, DE (ISO 3166-1).")
def export_command(
    format_: str, book: str, out: Path, entity: str | None, at: str | None, country: str | None
) -> None:
    """Write who holds what at a date as a package in another format: ocf (Open Cap Format 1.2).

    What the format requires and the book does not tell is not made up: such objects are listed
    and left out. A book tells no country of formation; --country does.
    """
    if country is not None and not re.fullmatch(r"[A-Z]{2}", country):
        raise click.UsageError(f"--country takes two capital letters, as in US, not '{country}'")
    question = asked(book, at, None, (), False)
    issuer = _issuer(question.book, entity)
    world = World({}, adopted=adopted_readings(question.book))
    state = State(question.book, question.at, None, world)
    exported = export_ocf(state, issuer, datetime.now(UTC).isoformat(timespec="seconds"), country)
    _write(out, exported.files)
    _tell("not in the package", exported.left_out)


def _issuer(book: Book, name: str | None) -> nouns.Entity:
    """The organisation whose instruments are exported."""
    if name is not None:
        found = find_record(book, name, "--entity")
        if not isinstance(found, nouns.Entity):
            raise click.UsageError(f"--entity: '{name}' is no organisation")
        return found
    issuers = dict.fromkeys(instrument.of for instrument in book.of(nouns.Instrument))
    if len(issuers) != 1:
        known = ", ".join(issuers) or "none"
        raise click.UsageError(f"say whose holders: --entity ID (issuers: {known})")
    only = book.get(next(iter(issuers)), nouns.Entity)
    assert only is not None, "an instrument is of an organisation"
    return only


def _write(out: Path, files: dict[str, str]) -> None:
    """Write files into a folder that has none of them."""
    there = [name for name in files if (out / name).exists()]
    if there:
        raise click.UsageError(f"{out / there[0]} exists; choose another folder")
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (out / name).write_text(text, "utf-8", newline="")
    click.echo(f"written: {', '.join(str(out / name) for name in files)}")


def _tell(what: str, left_out: tuple[LeftOut, ...]) -> None:
    """Print what was left out."""
    if left_out:
        click.echo(f"{what}:")
        for line in listed(left_out).splitlines():
            click.echo(f"  {line}")

"""check, schema, new: commands about the files of a book."""

from __future__ import annotations

import json
from pathlib import Path

import click

from minutebook.cli.options import book_argument
from minutebook.cli.output import print_diagnostics, print_json
from minutebook.records import Book
from minutebook.records.schema import json_schema
from minutebook.records.template import new_book
from minutebook.text.diagnostics import Diagnostic
from minutebook.text.render import to_json
from minutebook.views.check import check
from minutebook.views.lint import lint
from minutebook.views.open import open_book


@click.command("check")
@book_argument
@click.option("--lint", "traps", is_flag=True, help="Warn of what is lawful and yet a trap.")
@click.option("--json", "as_json", is_flag=True, help="Print the diagnostics as JSON.")
def check_command(book: str, traps: bool, as_json: bool) -> None:
    """Say what is wrong with a book: its text, and its own assertions.

    With --lint also what may trap the organisation as it stands after the last act: a removal that
    only the removed can complete, a threshold out of reach, a veto by vacancy, a norm without
    effect. These are warnings.
    """
    opened = open_book(book)
    found = check(opened)
    if traps:
        found = (*found, *lint(opened))
    if as_json:
        print_json({"diagnostics": [to_json(d) for d in found]})
    else:
        if found:
            print_diagnostics(found, opened.files, err=False)
            click.echo()
        click.echo(summary(opened, found))
    if any(d.severity == "error" for d in found):
        raise click.exceptions.Exit(1)


def summary(book: Book, found: tuple[Diagnostic, ...]) -> str:
    """One line: how much was read and how much is wrong."""
    errors = sum(d.severity == "error" for d in found)
    others = len(found) - errors
    own = sum(1 for r in book if r.id not in book.laws)
    parts = [
        _count(own, "record"),
        f"in {_count(sum(1 for f in book.files if not f.startswith('law/')), 'file')}",
    ]
    says = f"{book.title}: {' '.join(parts)}, {_count(len(book.sources), 'source')}, "
    says += f"{_count(len(book.readings), 'reading')}: "
    says += "no errors" if not errors else _count(errors, "error")
    return says + (f", {_count(others, 'warning')}" if others else "")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a book's files, for completion and hover in an editor."""
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@click.command("new")
@click.argument("folder", metavar="DIR")
@click.option("--title", default="Our association", show_default=True, help="The book's title.")
@click.option("--timezone", default="UTC", show_default=True, help="The book's time zone.")
def new_command(folder: str, title: str, timezone: str) -> None:
    """Write a small commented book into a new folder."""
    target = Path(folder)
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise click.UsageError(f"{folder} exists and is not an empty folder; nothing written")
        target.mkdir(parents=True, exist_ok=True)
        for name, content in new_book(title, timezone).items():
            (target / name).write_text(content, encoding="utf-8")
            click.echo(f"wrote {target / name}")
    except OSError as error:
        raise click.UsageError(f"{folder} cannot be written: {error.strerror}") from error
    click.echo(f"now run: minutebook check {folder}")

"""serve, site, sources: a book as pages, and what it rests on."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console

from minutebook.cli.options import asked, book_argument, question_options, usable
from minutebook.cli.output import console, print_json, table, text
from minutebook.records import Book
from minutebook.views.open import place_of, shipped
from minutebook.views.rests import KINDS
from minutebook.views.sources import Resting, Sources, sources, sources_json

PORT = 8000
_TRIES = 20


@click.command("serve")
@click.argument("books", metavar="[BOOK]...", nargs=-1)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=None, show_default=str(PORT),
    help="The port; 0 takes a free one.",
)  # fmt: skip
@click.option(
    "--allow", multiple=True, metavar="NAME",
    help="A further host name under which it may be asked (loopback needs none).",
)  # fmt: skip
def serve_command(
    books: tuple[str, ...], host: str, port: int | None, allow: tuple[str, ...]
) -> None:
    """Show books as pages on this machine; without BOOK, the shipped ones.

    Nothing is written and nothing leaves the machine. Stop it with Ctrl-C.
    """
    from minutebook.pages.server import LOOPBACK, make_server

    places = books or shipped()
    for place in places:
        if not place_of(place).exists():
            raise click.UsageError(f"there is no book '{place}'; shipped: {', '.join(shipped())}")
    hosts = (*allow, *([] if host in (*LOOPBACK, "0.0.0.0", "::") else [host]))
    wanted = [port] if port is not None else [*range(PORT, PORT + _TRIES)]
    server = None
    for number in wanted:
        try:
            server = make_server(places, host, number, hosts)
            break
        except OSError as error:
            reason = error.strerror or str(error)
    if server is None:
        raise click.UsageError(f"{host}:{wanted[0]} cannot be listened on: {reason}")
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"minutebook is at http://{shown}:{server.server_address[1]}/ (Ctrl-C stops it)")
    # Whoever stops a service by SIGTERM gets the same orderly end as by Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo()
    finally:
        server.server_close()


@click.command("site")
@book_argument
@click.option("-o", "--output", "folder", metavar="DIR", required=True, help="Where to write it.")
def site_command(book: str, folder: str) -> None:
    """Write a book as a static site, for any file server or none.

    Every date and every reading is in it; it asks nothing of anybody.
    """
    from minutebook.pages.site import write_site

    opened = usable(book)
    try:
        first = write_site(opened, Path(folder), _progress(), min(2, os.cpu_count() or 1))
    except OSError as error:
        raise click.UsageError(f"{folder} cannot be written: {error.strerror}") from error
    click.echo(f"wrote the site; open {first.resolve().as_uri()}")


def _progress() -> Callable[[str], None] | None:
    """On a terminal, name each page when it stands; nothing is said to a file or a pipe."""
    if not sys.stderr.isatty():
        return None

    def tell(name: str) -> None:
        if name.endswith(".html"):
            click.echo(f"  {name}", err=True)

    return tell


@click.command("sources")
@book_argument
@question_options
def sources_command(
    book: str, at: str | None, known: str | None, readings: tuple[str, ...], as_json: bool
) -> None:
    """Say what a book rests on: conflicts with all sides, single sources, what is assumed."""
    question = asked(book, at, known, readings, as_json)
    found = sources(question.book, question.at, question.known, question.fixed)
    if question.json:
        print_json(sources_json(found))
        return
    _print(console(), question.book, found)


def _print(out: Console, book: Book, found: Sources) -> None:
    out.print(text(f"{book.title}: what it rests on", "bold"))
    made = table("source", "by", "date", "cited by")
    for cited in found.sources:
        source = cited.source
        date = "" if source.date is None else source.date.written
        count = f"{len(cited.records)} records"
        made.add_row(text(source.id), text(source.by or ""), text(date), text(count))
    out.print(made)
    for conflict in found.conflicts:
        out.print()
        out.print(text(conflict.asks or f"{conflict.id}: the sources differ", "bold"))
        made = table("side", "says", "source")
        for side in conflict.sides:
            name = f"{side.name} (shown first)" if side.name == conflict.adopted else side.name
            cites = ", ".join(map(str, side.src)) or "none"
            made.add_row(text(name), text(side.says or ""), text(cites))
        out.print(made)
    _print_facts(out, "assumed", found.assumed)
    _print_facts(out, "disputed", found.disputed)
    _print_facts(out, "told by one source alone", found.single)
    _print_facts(out, "without a source", found.unsourced)


def _resting(fact: Resting) -> str:
    """What rests on a fact, by kind."""
    words = {"verdict": "", "payment": "pays: ", "clause": "clauses: ", "can": "who can: "}
    kinds = {kind: fact.used_by(kind) for kind in KINDS}
    return "; ".join(words[kind] + ", ".join(found) for kind, found in kinds.items() if found)


def _print_facts(out: Console, title: str, facts: tuple[Resting, ...]) -> None:
    if not facts:
        return
    out.print()
    made = table(title, "in the book", "source", "rests on it")
    for fact in facts:
        place = f"{fact.span.file}:{fact.span.line}"
        cites = ", ".join(map(str, fact.src))
        made.add_row(text(fact.id), text(place), text(cites), text(_resting(fact)))
    out.print(made)

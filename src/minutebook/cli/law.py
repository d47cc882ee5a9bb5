"""law: the documents of law that come with the software, and what their norms say."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import click
from rich.console import Console

from minutebook.cli.options import usable
from minutebook.cli.output import console, print_json, table, text
from minutebook.text.say import say_when
from minutebook.text.suggest import nearest
from minutebook.text.when import When
from minutebook.views.law import (
    LawShown,
    NormShown,
    law_json,
    law_of,
    laws_json,
    preset,
    presets,
    rule,
)

_UTC = ZoneInfo("UTC")


@click.command("law")
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--book", metavar="BOOK", help="Explain a document of this book instead.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def law_command(name: str | None, book: str | None, as_json: bool) -> None:
    """List the presets of law, or explain one, or one norm by its id.

    Each norm is shown with where it is read, what may change it, and how it was verified.

    Not legal advice: each preset holds the rules named in it and no others.
    """
    if name is None:
        if book is not None:
            raise click.UsageError("name the document of the book: minutebook law NAME --book BOOK")
        _list(as_json)
        return
    opened = None if book is None else usable(book)
    found = (preset(name) or rule(name)) if opened is None else law_of(opened, name)
    if found is None:
        raise click.UsageError(_unknown(name, book))
    if as_json:
        print_json(law_json(found))
        return
    print_law(console(), found, _UTC if opened is None else opened.zone)


def _unknown(name: str, book: str | None) -> str:
    if book is not None:
        return f"{book} has no document '{name}'"
    known = tuple(law.id for law in presets())
    guess = nearest(name, known)
    hint = f"did you mean '{guess}'?" if guess else f"one of: {', '.join(known)}"
    return f"no law is called '{name}'; {hint}"


def _list(as_json: bool) -> None:
    found = presets()
    if as_json:
        print_json(laws_json(found))
        return
    out = console()
    made = table("law", "what it is", "norms", "of these assumed")
    for law in found:
        made.add_row(text(law.id), text(law.name), str(len(law.norms)), str(law.assumed))
    out.print(made)
    out.print()
    out.print("Name one under law: of an entity. 'minutebook law NAME' explains its norms, or one.")


def print_law(out: Console, law: LawShown, zone: ZoneInfo) -> None:
    """A document with its roles and norms."""
    out.print(text(f"{law.id}: {law.name}", "bold"))
    out.print(text(f"rank: {law.rank}{_in_force(law.start, law.end, zone)}"))
    for role, says in law.roles.items():
        out.print(text(f"role {role}: {says}"))
    for norm in law.norms:
        out.print()
        _print_norm(out, norm, zone)
    out.print()
    for source, title in law.sources.items():
        out.print(text(f"{source}: {title}", "dim"))
    if law.note is not None:
        out.print(text(law.note, "dim"))


def _print_norm(out: Console, norm: NormShown, zone: ZoneInfo) -> None:
    line = text(norm.id, "bold")
    line.append(f"  [{', '.join(map(str, norm.src))}]", style="cyan")
    out.print(line)
    out.print(text(f"    {norm.rule}"))
    if norm.says is not None:
        out.print(text(f"    {norm.says}"))
    in_force = _in_force(norm.start, norm.end, zone)
    out.print(text(f"    {norm.rank}, {norm.force}: {norm.changes}{in_force}"))
    out.print(text(f"    verified: {norm.verified}"))


def _in_force(start: When | None, end: When | None, zone: ZoneInfo) -> str:
    since = "" if start is None else f" from {say_when(start, zone)}"
    until = "" if end is None else f" to {say_when(end, zone)}"
    return f"; in force{since}{until}" if since or until else ""

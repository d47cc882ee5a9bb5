"""tour: the questions that a book brings along, asked and answered one after the other."""

from __future__ import annotations

import shlex

import click

from minutebook.cli.options import book_argument, usable
from minutebook.cli.output import console, text
from minutebook.views.tour import tour


@click.command("tour")
@book_argument
@click.pass_context
def tour_command(context: click.Context, book: str) -> None:
    """Check a book, replay its acts, and answer the questions it brings along."""
    usable(book)
    group = context.find_root().command
    assert isinstance(group, click.Group)
    out = console()
    worst = 0
    for stop in tour(book):
        if stop.heading is not None:
            out.rule(text(stop.heading, "bold"), align="left")
            continue
        out.print(text(f"$ minutebook {shlex.join(stop.command)}", "dim"))
        if stop.command[0] == "tour":
            raise click.UsageError("a tour cannot hold a tour")
        try:
            group.main(list(stop.command), prog_name="minutebook", standalone_mode=False)
        except click.exceptions.Exit as ended:
            worst = max(worst, ended.exit_code)
        out.print()
    if worst:
        raise click.exceptions.Exit(worst)

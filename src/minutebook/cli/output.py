"""Laying out: tables that fit, reasons as trees, colour only on a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from minutebook.answers import Answer, Why
from minutebook.records import Book
from minutebook.text.diagnostics import Diagnostic
from minutebook.text.numbers import Quantity
from minutebook.text.render import render, visible
from minutebook.text.say import say_number
from minutebook.views.one_world import Depends

STANDING_STYLE = {"valid": "green", "voidable": "yellow", "void": "red", "undetermined": "magenta"}
MARK = {True: "yes", False: "no", None: "not determined"}


def console(stderr: bool = False) -> Console:
    """A console for the present standard output: its width, colour if it is a terminal."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else 100
    return Console(file=stream, width=width, highlight=False, soft_wrap=False)


def text(words: str, style: str = "") -> Text:
    """Words of a book, with control characters made visible and no markup read into them."""
    return Text(visible(words), style=style)


def table(*columns: str) -> Table:
    """A plain table."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def standing(word: str | None) -> Text:
    """A standing in its colour."""
    return Text(word or "-", style=STANDING_STYLE.get(word or "", ""))


def tree(why: Why) -> Tree:
    """The reasons as a tree."""
    root = Tree(_step(why), guide_style="dim")
    _grow(root, why)
    return root


def _grow(branch: Tree, why: Why) -> None:
    for step in why.because:
        _grow(branch.add(_step(step)), step)


def _step(why: Why) -> Text:
    line = text(why.says)
    if why.rule:
        line.append(f" - {visible(why.rule)}", style="dim")
    if why.src:
        line.append(f"  [{', '.join(visible(str(c)) for c in why.src)}]", style="cyan")
    return line


def quantity_words(units: Quantity | None) -> str:
    """A number, its two bounds, or that it is not known."""
    if units is None or (units.low is None and units.high is None):
        return "not known"
    if units.exact is not None:
        return say_number(units.exact)
    low = "" if units.low is None else say_number(units.low)
    high = "" if units.high is None else say_number(units.high)
    return f"{low}..{high}"


def print_json(value: Any) -> None:
    """JSON on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_diagnostics(found: Iterable[Diagnostic], files: Mapping[str, str], err: bool) -> None:
    """Diagnostics with their lines."""
    stream = sys.stderr if err else sys.stdout
    out = console(err)
    click.echo(
        render(tuple(found), files, color=stream.isatty(), width=out.width), err=err, color=None
    )


def errors_to(book: Book) -> None:
    """The errors of a book on standard error."""
    print_diagnostics(book.errors, book.files, err=True)
    count = len(book.errors)
    click.echo(f"{count} error{'s' if count != 1 else ''}; nothing was asked", err=True)


def print_answer_footer(out: Console, answer: Answer[Any]) -> None:
    """What an answer hinges on, what is missing, what was settled."""
    if answer.fixed:
        out.print(text("settled: " + _readings(answer.fixed), "dim"))
    if answer.hinges:
        out.print(text("hinges on: " + "; ".join(answer.hinges)))
    if answer.immaterial:
        out.print(text("read without effect: " + "; ".join(answer.immaterial), "dim"))
    if answer.missing:
        out.print(text("missing: " + "; ".join(answer.missing)))


def _readings(readings: Mapping[str, str]) -> str:
    return "; ".join(f"{n} = {v}" for n, v in readings.items())


def world_name(readings: Mapping[str, str]) -> str:
    """A world by the readings that make it."""
    return _readings(readings) or "in every reading"


def print_world(out: Console, readings: Mapping[str, str]) -> None:
    """The world that a one-world view shows."""
    if readings:
        out.print(text("world shown: " + _readings(readings), "dim"))


def print_depends(out: Console, depends: Iterable[Depends]) -> None:
    """What would be otherwise under another alternative."""
    rows: dict[tuple[str, str], list[str]] = {}
    for d in depends:
        rows.setdefault((d.on, d.chosen), []).append(d.id)
    if not rows:
        return
    out.print()
    made = table("open question", "shown as", "what depends on it")
    for (on, chosen), ids in rows.items():
        made.add_row(text(on), text(chosen), text(", ".join(dict.fromkeys(ids))))
    out.print(made)

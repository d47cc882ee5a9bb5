"""about and between: the weight of a letter, and the time from one record to another."""

from __future__ import annotations

import click
from rich.console import Console

from minutebook.answers import Answer
from minutebook.cli.ask import lead
from minutebook.cli.options import asked, book_argument, question_options
from minutebook.cli.options import record as find_record
from minutebook.cli.output import (
    MARK,
    console,
    print_answer_footer,
    print_json,
    table,
    text,
    world_name,
)
from minutebook.records import Book, nouns
from minutebook.text.say import say_fraction, say_number, say_when
from minutebook.views import questions
from minutebook.views.about import About, about_json, between_json
from minutebook.views.json import answer_json


@click.command("about")
@book_argument
@click.argument("document")
@question_options
def about_command(
    book: str,
    document: str,
    at: str | None,
    known: str | None,
    readings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say how many joined a letter, which demands were met, and what power they had."""
    question = asked(book, at, known, readings, as_json)
    record = find_record(question.book, document, "DOCUMENT")
    if not isinstance(record, nouns.Document):
        raise click.UsageError(f"'{document}' is not a document")
    answer = questions.about(question.book, document, question.at, question.known, question.fixed)
    if question.json:
        print_json(answer_json(answer, about_json))
        return
    out = console()
    out.print(text(record.label, "bold"))
    _print(out, question.book, answer)


def _print(out: Console, book: Book, answer: Answer[About]) -> None:
    """The world shown in full, then what is otherwise in the others."""
    found = answer.adopted.value
    if found is None:
        print_answer_footer(out, answer)
        return
    if len(answer.worlds) > 1:
        out.print(text(f"shown: {world_name(answer.adopted.readings)}", "dim"))
    out.print()
    made = table("when", "joined", "of", "share")
    for j in found.joined:
        count = "not known" if j.count.exact is None else say_number(j.count.exact)
        of = "" if j.of is None or j.of.exact is None else say_number(j.of.exact)
        share = "" if j.share is None else say_fraction(j.share)
        made.add_row(text(say_when(j.when, book.zone)), text(count), text(of), text(share))
    out.print(made)
    out.print()
    made = table("demand", "met", "otherwise")
    for goal, met in found.demands.items():
        others = {
            MARK[w.value.demands[goal]]
            for w in answer.worlds
            if w.value is not None and w.value.demands[goal] != met
        }
        made.add_row(text(goal), text(MARK[met]), text(" or ".join(sorted(others))))
    out.print(made)
    out.print()
    out.print(text(f"formal powers: {'; '.join(found.powers) or 'none'} ({found.searched})"))
    print_answer_footer(out, answer)


@click.command("between")
@book_argument
@click.argument("first")
@click.argument("second")
@question_options
def between_command(
    book: str,
    first: str,
    second: str,
    at: str | None,
    known: str | None,
    readings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say how long after one record another came."""
    question = asked(book, at, known, readings, as_json)
    find_record(question.book, first, "FIRST")
    find_record(question.book, second, "SECOND")
    answer = questions.between(
        question.book, first, second, question.at, question.known, question.fixed
    )
    if question.json:
        print_json(answer_json(answer, between_json))
        return
    out = console()
    for world in answer.worlds:
        if world.value is not None:
            length = lead(world.value.shortest, world.value.longest) or "not determined"
            name = "" if not world.readings else f" ({world_name(world.readings)})"
            out.print(text(f"from {first} to {second}: {length}{name}"))
    print_answer_footer(out, answer)

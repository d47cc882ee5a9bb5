"""judge, knew, diff: questions that are answered in every world, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Table

from minutebook.answers import Answer
from minutebook.cli.options import (
    Asked,
    asked,
    book_argument,
    moment,
    names,
    over_option,
    question_options,
    stretch,
    votes,
)
from minutebook.cli.options import record as find_record
from minutebook.cli.output import (
    console,
    print_answer_footer,
    print_depends,
    print_json,
    print_world,
    table,
    text,
    world_name,
)
from minutebook.cli.parties import print_parties
from minutebook.cli.verdicts import print_effects, print_verdict
from minutebook.knowledge import FirstKnown, Knowledge
from minutebook.records import Book, nouns
from minutebook.records.deeds import Deed, parse_deed
from minutebook.records.nouns import Form
from minutebook.records.sentences import REFERENCE_KINDS
from minutebook.records.validators import KIND_NAMES
from minutebook.records.words import either, listed
from minutebook.text.problem import Problem
from minutebook.text.say import say_duration, say_when
from minutebook.text.suggest import nearest
from minutebook.text.when import instant
from minutebook.views import questions
from minutebook.views.check import before_meeting
from minutebook.views.diff import diff, diff_json
from minutebook.views.json import answer_json, effect_json, knowledge_json, verdict_json
from minutebook.views.over import norm_moments, over, worlds_key
from minutebook.views.show import when_text

T = TypeVar("T")
ACTORS = ("entity", "person", "group", "post", "body")
"""The kinds of record that can act."""


@click.command("judge")
@book_argument
@click.argument("deed", metavar="DEED|ACT")
@click.option("--by", metavar="ID", help="Who acts: a body, a post, a person.")
@click.option(
    "--for",
    "for_",
    metavar="VOTES",
    help='Who votes for, with commas, and how many votes: ann,50 or "60 of smith".',
)
@click.option("--against", metavar="VOTES", help="Who votes against.")
@click.option("--abstain", metavar="VOTES", help="Who abstains.")
@click.option("--recused", metavar="IDS", help="Who takes no part because of an interest in it.")
@click.option(
    "--form", type=click.Choice(["meeting", "without meeting"]), help="How it is decided."
)
@click.option("--meeting", metavar="ID", help="The meeting, still to come, at which it is decided.")
@click.option("--proposed-by", "movers", metavar="IDS", help="Who moves it, and who seconds it.")
@over_option
@question_options
def judge_command(
    book: str,
    deed: str,
    by: str | None,
    for_: str | None,
    against: str | None,
    abstain: str | None,
    recused: str | None,
    form: Form | None,
    meeting: str | None,
    movers: str | None,
    over_: str | None,
    at: str | None,
    known: str | None,
    readings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Judge a recorded act, or a deed in advance: what would it still lack?

    In advance, whoever is not named has not consented. With --meeting it is told what that meeting
    still lacks, from whom and by when; without it, the rest that the rules ask for is only said.
    """
    question = asked(book, at, known, readings, as_json)
    if deed in question.book.records:
        ahead = any((by, for_, against, abstain, recused, form, meeting, movers))
        _judge_recorded(question, deed, over_, ahead=ahead)
        return
    parsed = _deed(question.book, deed)
    by = _actor(question.book, by)
    if meeting is not None and question.default_at:
        question = replace(question, at=before_meeting(question.book, meeting))
    judged = partial(
        questions.judge,
        question.book,
        parsed,
        by=by,
        for_=votes(question.book, for_, "--for"),
        against=votes(question.book, against, "--against"),
        abstain=votes(question.book, abstain, "--abstain"),
        recused=names(question.book, recused, "--recused"),
        form=form,
        meeting=meeting,
        proposed_by=names(question.book, movers, "--proposed-by"),
        known=question.known,
        readings=question.fixed,
    )
    when = say_when(instant(question.at), question.book.zone)
    title = f"{deed} by {by}" + ("" if over_ is not None else f", {when}")
    answer_over(
        question,
        over_,
        lambda at: judged(at=at),
        effect_json,
        lambda out, answer: print_effects(out, title, answer),
    )


def _actor(book: Book, by: str | None) -> str:
    """Who acts in advance, which must be told."""
    if by is None:
        bodies = listed(body.id for body in book.of(nouns.Body))
        raise click.UsageError(f"say who acts: --by ID{f', one of {bodies}' if bodies else ''}")
    if KIND_NAMES[type(find_record(book, by, "--by"))] not in ACTORS:
        raise click.UsageError(f"--by: '{by}' is not {either(ACTORS)}")
    return by


def _judge_recorded(question: Asked, act: str, over_: str | None, *, ahead: bool) -> None:
    """Judge an act as it stands in the book; `ahead` if options of judging in advance are given."""
    if not isinstance(question.book.records[act], nouns.Act):
        raise click.UsageError(f"'{act}' is not an act")
    if ahead:
        raise click.UsageError(
            f"'{act}' is judged as it is recorded; to judge other votes, write the deed "
            "itself with --by and --for"
        )
    answer_over(
        question,
        over_,
        lambda at: questions.verdict(question.book, act, at, question.known, question.fixed),
        verdict_json,
        lambda out, answer: print_verdict(out, act, answer),
    )


def answer_over(
    question: Asked,
    over_: str | None,
    ask_at: Callable[[datetime], Answer[T]],
    to_json: Callable[[T], Any],
    show_one: Callable[[Console, Answer[T]], None],
    *,
    by_norms: bool = False,
    more_json: Callable[[Answer[T]], dict[str, Any]] = lambda _: {},
) -> None:
    """Answer at the question's date, or for each interval of --over.

    `by_norms` also asks wherever a norm may change, not only a record or a document; `more_json`
    is what the JSON tells of the answer as a whole.
    """
    try:
        if over_ is None:
            answer = ask_at(question.at)
            if question.json:
                whole = {**answer_json(answer, to_json), **more_json(answer)}
                print_json({"at": when_text(question.at), **whole})
            else:
                show_one(console(), answer)
            return
        start, end = stretch(question.book, over_)
        more = norm_moments(question.book, end, question.known) if by_norms else ()
        found = over(question.book, start, end, ask_at, worlds_key, more)
    except questions.QuestionError as error:
        raise click.UsageError(str(error)) from error
    if question.json:
        parts = [
            {
                "from": when_text(s.start),
                "to": when_text(s.end),
                **answer_json(s.value, to_json),
                **more_json(s.value),
            }
            for s in found
        ]
        print_json({"over": parts})
        return
    out = console()
    for part in found:
        zone = question.book.zone
        span = f"{say_when(instant(part.start), zone)} to {say_when(instant(part.end), zone)}"
        out.rule(text(span, "bold"), align="left")
        show_one(out, part.value)


def _deed(book: Book, written: str) -> Deed:
    """A deed of the command line, with its names checked."""
    parsed = parse_deed(written)
    if isinstance(parsed, Problem) and len(written.split()) == 1:
        acts = tuple(act.id for act in book.of(nouns.Act))
        guess = nearest(written, acts)
        if guess:
            raise click.UsageError(f"no act is called '{written}'; did you mean '{guess}'?")
        told = f"; its acts are {listed(acts)}" if acts else ""
        raise click.UsageError(f"'{written}' is neither an act of the book nor a deed{told}")
    if isinstance(parsed, Problem):
        raise click.UsageError(f"{parsed.message}; {parsed.hint}")
    deed, references = parsed
    for reference in references:
        found = find_record(book, reference.name, "DEED")
        kinds = REFERENCE_KINDS[reference.kind]
        if kinds and KIND_NAMES[type(found)] not in kinds:
            raise click.UsageError(f"'{reference.name}' is not {either(kinds)}")
    return deed


@click.command("knew")
@book_argument
@click.argument("subject", metavar="ACT|FACT|EVENT")
@over_option
@question_options
def knew_command(
    book: str,
    subject: str,
    over_: str | None,
    at: str | None,
    known: str | None,
    readings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say who knew of something from when, and with what lead over the public."""
    question = asked(book, at, known, readings, as_json)
    find_record(question.book, subject, "SUBJECT")

    def show_one(out: Console, answer: Answer[Knowledge]) -> None:
        out.print(text(f"Who knew of {subject}", "bold"))
        print_knowledge(out, question.book, answer)

    answer_over(
        question,
        over_,
        lambda at: questions.knew(question.book, subject, at, question.known, question.fixed),
        knowledge_json,
        show_one,
    )


def print_knowledge(out: Console, book: Book, answer: Answer[Knowledge]) -> None:
    """First-known times: a table for the world shown, then what differs in the others."""
    shown = answer.adopted.value
    if shown is None:
        print_answer_footer(out, answer)
        return
    if len(answer.worlds) > 1:
        out.print(text(f"shown: {world_name(answer.adopted.readings)}", "dim"))
    out.print()
    out.print(_knowledge_table(book, shown.parties.values()))
    for world in answer.worlds:
        if world.value is None or world.value == shown:
            continue
        out.print()
        out.print(text(f"otherwise, if {world_name(world.readings)}", "bold"))
        changed = [k for p, k in world.value.parties.items() if shown.parties.get(p) != k]
        out.print(_knowledge_table(book, changed))
    out.print()
    print_answer_footer(out, answer)


def _knowledge_table(book: Book, known: Iterable[FirstKnown]) -> Table:
    made = table("party", "first known", "lead over the public", "how", "record")
    for k in known:
        made.add_row(
            text(k.party),
            text(say_when(k.first, book.zone)),
            text(lead(k.shortest, k.longest)),
            text(k.how),
            text(k.record),
        )
    return made


def lead(shortest: timedelta | None, longest: timedelta | None) -> str:
    """A lead as a range."""
    if shortest is None and longest is None:
        return ""
    if shortest is None or longest is None:
        known = shortest if shortest is not None else longest
        assert known is not None
        word = "at least" if shortest is not None else "at most"
        return f"{word} {say_duration(known)}"
    if shortest == longest:
        return say_duration(shortest)
    return f"{say_duration(shortest)} to {say_duration(longest)}"


@click.command("diff")
@book_argument
@click.option("--from", "from_", metavar="DATE", required=True, help="The earlier date.")
@click.option("--to", metavar="DATE", required=True, help="The later date.")
@question_options
def diff_command(
    book: str,
    from_: str,
    to: str,
    at: str | None,
    known: str | None,
    readings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say what changed between two dates, and by which acts."""
    question = asked(book, at, known, readings, as_json)
    start = moment(question.book, from_, "--from")
    end = moment(question.book, to, "--to")
    if start >= end:
        raise click.UsageError("--from comes before --to")
    found = diff(question.book, start, end, question.known, question.fixed)
    if question.json:
        print_json(diff_json(found))
        return
    out = console()
    zone = question.book.zone
    span = f"{say_when(instant(start), zone)} to {say_when(instant(end), zone)}"
    out.print(text(f"{question.book.title}: what changed from {span}", "bold"))
    out.print()
    if not found.changes:
        out.print("nothing changed")
    made = table("what", "before", "after", "by")
    for c in found.changes:
        made.add_row(
            text(f"{c.kind} {c.id}"), text(c.before or "-"), text(c.after or "-"),
            text(", ".join(c.by)),
        )  # fmt: skip
    out.print(made)
    print_parties(out, found.parties)
    out.print()
    print_world(out, found.readings)
    print_depends(out, found.depends)

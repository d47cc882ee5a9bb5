"""may and follow: what the documents let a party do, and what an event sets off."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

import click
from rich.console import Console

from minutebook.answers import Answer
from minutebook.clauses import Follows, May
from minutebook.clauses.follow import Amounts
from minutebook.cli.ask import answer_over
from minutebook.cli.options import Asked, asked, book_argument, over_option, question_options
from minutebook.cli.options import record as find_record
from minutebook.cli.output import (
    console,
    print_answer_footer,
    table,
    text,
    tree,
    world_name,
)
from minutebook.records import Book, money, nouns
from minutebook.records.deeds import Deed, parse_deed
from minutebook.records.sentences import REFERENCE_KINDS
from minutebook.records.validators import KIND_NAMES
from minutebook.text.numbers import parse_money
from minutebook.text.problem import Problem
from minutebook.text.say import say_number, say_when
from minutebook.text.when import instant
from minutebook.views.clauses import ask_follow, ask_may, follows_json, may_json


@click.command("may")
@book_argument
@click.argument("party", metavar="PARTY")
@click.argument("deed", metavar="DEED")
@over_option
@question_options
def may_command(
    book: str,
    party: str,
    deed: str,
    over_: str | None,
    at: str | None,
    known: str | None,
    readings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say whether a party may do something: "buy compute from oracle".

    What nothing at hand forbids is permitted.
    """
    question = asked(book, at, known, readings, as_json)
    find_record(question.book, party, "PARTY")
    parsed = read_deed(question.book, deed)
    title = f"May {party} {parsed}?"
    if over_ is None:
        title += f" {say_when(instant(question.at), question.book.zone)}"

    def at_moment(moment: datetime) -> Answer[May]:
        return ask_may(question.book, party, parsed, moment, question.known, question.fixed)

    answer_over(
        question, over_, at_moment, may_json,
        lambda out, answer: _print_may(out, title, answer), by_norms=True,
    )  # fmt: skip


def _print_may(out: Console, title: str, answer: Answer[May]) -> None:
    out.print(text(title, "bold"))
    for world in answer.worlds:
        out.print()
        if len(answer.worlds) > 1:
            out.print(text(world_name(world.readings), "bold"))
        for line in _may_lines(world.value):
            out.print(text(line))
    _footer(answer)


def _may_lines(value: May | None) -> list[str]:
    if value is None:
        return ["not determined"]
    lines: list[str] = [value.outcome]
    if value.condition:
        word = "only if" if value.outcome == "conditional" else "unless"
        lines.append(f"  {word} {value.condition}")
    if value.norms:
        lines.append(f"  by {', '.join(value.norms)}")
    lines.extend(f"  exception: {e.by} ({e.says})" for e in value.exceptions)
    if value.consequence:
        lines.append(f"  doing it all the same is {_WORDS[value.consequence]}")
    return lines


_WORDS = {"breach": "a breach", "void": "void", "voidable": "voidable"}


@click.command("follow")
@book_argument
@click.argument("what", metavar="EVENT|DEED")
@click.option("--by", metavar="ID", help="Who does the deed.")
@click.option("--claim", metavar="CLAIM", help="Whose payouts to compare before and after.")
@click.option("--amount", metavar="AMOUNT", help="At which profit of that claim: 100bn.")
@over_option
@question_options
def follow_command(
    book: str,
    what: str,
    by: str | None,
    claim: str | None,
    amount: str | None,
    over_: str | None,
    at: str | None,
    known: str | None,
    readings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say what follows from an event, an act or a deed: "determine agi".

    A recorded event is taken at its own date; a deed is supposed to be done, validly, at the
    date that is asked for.
    """
    question = asked(book, at, known, readings, as_json)
    if by is not None:
        find_record(question.book, by, "--by")
    what = what.removeprefix("event:").strip()
    subject: Deed | str = what
    if what not in question.book.records:
        if " " not in what:
            find_record(question.book, what, "EVENT")
        subject = read_deed(question.book, what)
    elif not isinstance(question.book.records[what], nouns.Act | nouns.Event | nouns.Document):
        raise click.UsageError(f"'{what}' is not an act, an event or a document")
    paying = _paying(question.book, claim, amount)

    def at_moment(moment: datetime) -> Answer[Follows]:
        return ask_follow(
            question.book, subject, moment, by, question.known, question.fixed, paying
        )  # fmt: skip

    answer_over(
        question, over_, at_moment, follows_json,
        lambda out, answer: _print_follows(out, question, what, answer), by_norms=True,
    )  # fmt: skip


def _paying(book: Book, claim: str | None, amount: str | None) -> tuple[str, Fraction] | None:
    """The claim and the amount to compare payouts at; a book's only claim need not be named."""
    if amount is None:
        if claim is not None:
            raise click.UsageError("--claim needs --amount")
        return None
    claims = [record.id for record in book.of(money.Claim)]
    if claim is None and len(claims) != 1:
        raise click.UsageError("say whose payouts: --claim CLAIM")
    name = claim if claim is not None else claims[0]
    if not isinstance(find_record(book, name, "--claim"), money.Claim):
        raise click.UsageError(f"'{name}' is not a claim on profit")
    found = parse_money(amount, book.currency)
    if isinstance(found, Problem):
        raise click.UsageError(f"--amount: {found.message}; {found.hint}")
    return name, found.amount


def _print_follows(out: Console, question: Asked, what: str, answer: Answer[Follows]) -> None:
    when = say_when(instant(question.at), question.book.zone)
    at = "" if what in question.book.records else f", {when}"
    out.print(text(f"What follows from {what}{at}", "bold"))
    for world in answer.worlds:
        out.print()
        if len(answer.worlds) > 1:
            out.print(text(world_name(world.readings), "bold"))
        if world.value is None:
            out.print("not determined")
            continue
        for line in _judged_lines(world.value):
            out.print(text(line))
        made = table("norm", "before", "after", "what it says")
        for f in world.value.fired:
            made.add_row(text(f.norm), text(f.before), text(f.after), text(f.says))
        out.print(made if world.value.fired else "no norm changes")
        if world.value.stays:
            out.print(text(f"stays: {', '.join(world.value.stays)}"))
        for o in world.value.options:
            until = f" until {say_when(instant(o.due), question.book.zone)}" if o.due else ""
            out.print(text(f"{o.party} {o.modality} {o.deed or ''}{until} ({o.norm})"))
        for word, paid in (("before", world.value.payouts_before),
                           ("after", world.value.payouts_after)):  # fmt: skip
            if paid is not None or world.value.payouts_before is not None:
                out.print(text(f"paid {word}: {_paid_words(paid)}"))
    _footer(answer)


def _judged_lines(value: Follows) -> list[str]:
    """Whether it is within power, and what it changes itself."""
    lines: list[str] = []
    if value.judged is not None and value.judged.by is not None:
        lines.append(f"by {value.judged.by}: {_STANDINGS[value.judged.standing]}")
        if value.judged.breaches:
            lines.append(f"it breaks {', '.join(value.judged.breaches)}")
    lines.extend(f"{c.id}: {c.before} -> {c.after}" for c in value.changes)
    return lines


_STANDINGS = {
    "valid": "within its power",
    "voidable": "voidable",
    "void": "void, beyond its power",
    "undetermined": "whether it can is not determined; supposed that it can",
}


def _paid_words(paid: Amounts | None) -> str:
    if paid is None:
        return "not determined"
    return ", ".join(
        f"{party} {say_number(n) if n is not None else 'not determined'}"
        for party, n in paid.items()
    )


def _footer(answer: Answer[May] | Answer[Follows]) -> None:
    out = console()
    out.print()
    out.print(tree(answer.why))
    print_answer_footer(out, answer)


def read_deed(book: Book, written: str) -> Deed:
    """A deed of the command line, with its names checked."""
    parsed = parse_deed(written)
    if isinstance(parsed, Problem):
        raise click.UsageError(f"{parsed.message}; {parsed.hint}")
    deed, references = parsed
    norms = {n.id for d in book.of(nouns.Document) for n in d.norms}
    for reference in references:
        if reference.kind == "norm":
            if reference.name not in norms:
                raise click.UsageError(f"no norm has the id '{reference.name}'")
            continue
        found = find_record(book, reference.name, "DEED")
        kinds = REFERENCE_KINDS[reference.kind]
        if kinds and KIND_NAMES[type(found)] not in kinds:
            raise click.UsageError(f"'{reference.name}' is not a {' or '.join(kinds)}")
    return deed

"""may and follow: what the documents let a party do, and what an event sets off."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

import click

from minutebook.answers import Answer
from minutebook.clauses import Follows, May
from minutebook.cli.ask import answer_over
from minutebook.cli.clause_words import print_follows, print_may
from minutebook.cli.options import asked, book_argument, over_option, question_options
from minutebook.cli.options import record as find_record
from minutebook.records import Book, money, nouns
from minutebook.records.deeds import Deed, parse_deed
from minutebook.records.sentences import REFERENCE_KINDS
from minutebook.records.validators import KIND_NAMES
from minutebook.records.words import either
from minutebook.text.numbers import parse_money
from minutebook.text.problem import Problem
from minutebook.text.say import say_when
from minutebook.text.when import instant
from minutebook.views.clauses import ask_follow, ask_may, follows_json, may_json
from minutebook.views.courses import courses_json
from minutebook.views.one_world import adopted_readings


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
        lambda out, answer: print_may(out, question, title, answer), by_norms=True,
    )  # fmt: skip


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
    title = f"What follows from {what}"
    if over_ is None and what not in question.book.records:
        title += f", {say_when(instant(question.at), question.book.zone)}"

    def at_moment(moment: datetime) -> Answer[Follows]:
        return ask_follow(
            question.book, subject, moment, by, question.known, question.fixed, paying
        )  # fmt: skip

    answer_over(
        question, over_, at_moment, follows_json,
        lambda out, answer: print_follows(out, question, title, answer), by_norms=True,
        more_json=lambda answer: courses_json(answer, adopted_readings(question.book)),
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
            raise click.UsageError(f"'{reference.name}' is not {either(kinds)}")
    return deed

"""The questions, asked of a book: the Python interface behind every surface.

Each function takes a book, a moment (`at`; None: the last act), a known-date and settled
readings, and returns an `Answer` with a value for each world that differs. Dates are aware
datetimes, or text as on the command line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias, TypeVar

from minutebook.answers import Answer, Found, Memo, World, ask
from minutebook.knowledge import Knowledge
from minutebook.knowledge import knew as who_knew
from minutebook.records import Book, nouns
from minutebook.records.ballots import Part, ballot_of, parse_part
from minutebook.records.deeds import Deed, parse_deed
from minutebook.records.nouns import Ballot, Choice, Form
from minutebook.state.cures import with_later_cures
from minutebook.state.judge import judge as judge_deed
from minutebook.state.state import State
from minutebook.state.verdict import Effect, Verdict
from minutebook.text.numbers import Quantity, exactly
from minutebook.text.problem import Problem
from minutebook.text.suggest import nearest
from minutebook.text.when import at_argument
from minutebook.views.about import About, Between
from minutebook.views.about import about as weigh
from minutebook.views.about import between as measure
from minutebook.views.check import default_at
from minutebook.views.one_world import adopted_readings

T = TypeVar("T")
Votes: TypeAlias = Sequence[str] | Quantity | int
"""Who voted so, by their ids, or how many votes there were."""


class QuestionError(ValueError):
    """A question that cannot be asked: a date, a deed or a name that does not read."""


def moment(book: Book, at: datetime | str | None) -> datetime:
    """The instant meant: a bare date is 00:00 in the book's zone, None the last act.

    Raises
    ------
    QuestionError : the text is not one point in time, or the datetime has no zone.
    """
    if at is None:
        return default_at(book)
    if isinstance(at, datetime):
        if at.tzinfo is None:
            raise QuestionError("a datetime needs a zone")
        return at
    found = at_argument(at, book.zone)
    if isinstance(found, Problem):
        raise QuestionError(f"{found.message}; {found.hint}")
    return found


def in_worlds(
    book: Book,
    question: Callable[[State], Found[T]],
    at: datetime | str | None = None,
    known: datetime | str | None = None,
    readings: Mapping[str, str] | None = None,
    memo: Memo | None = None,
) -> Answer[T]:
    """Ask any pure question of a state in every world that it distinguishes."""
    when = moment(book, at)
    known_by = None if known is None else moment(book, known)

    def in_world(world: World) -> Found[T]:
        return question(State(book, when, known_by, world))

    return ask(in_world, readings, adopted=adopted_readings(book), memo=memo)


def verdict(
    book: Book,
    act: str,
    at: datetime | str | None = None,
    known: datetime | str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Answer[Verdict]:
    """What the judge says of a recorded act."""
    if not isinstance(book.records.get(act), nouns.Act):
        raise QuestionError(f'"{act}" is not an act of the book')

    def question(state: State) -> Found[Verdict]:
        if act not in state.index.acts:
            raise QuestionError(f'"{act}" was not known by then')
        found = with_later_cures(state, state.verdict(act), judge_deed)
        return Found(found, found.why, found.missing)

    return in_worlds(book, question, at, known, readings)


def judge(
    book: Book,
    deed: str | Deed,
    *,
    by: str,
    for_: Votes = (),
    against: Votes = (),
    abstain: Votes = (),
    recused: Sequence[str] = (),
    form: Form | None = None,
    at: datetime | str | None = None,
    known: datetime | str | None = None,
    readings: Mapping[str, str] | None = None,
    meeting: str | None = None,
    proposed_by: Sequence[str] = (),
) -> Answer[Effect]:
    """Judge a deed in advance; whoever is not named has not consented.

    Votes are the ids of those who cast them, or how many there are, in what the body counts; among
    ids a number is written as in a book, "60 of smith" or "5 others". Who is `recused` takes no
    part because of an interest in the matter.
    `meeting` is the record of one that is to come: its call and its notice are judged too.
    `proposed_by` are those who move the deed, where a rule asks for movers.
    """
    wanted = _deed(deed)
    if meeting is not None and book.get(meeting, nouns.Meeting) is None:
        of = book.get(by, nouns.Body)
        held = [m.id for m in book.of(nouns.Meeting) if of is None or m.of == of.id]
        guess = nearest(meeting, held)
        told = (
            f'did you mean "{guess}"?' if guess else f"those are {', '.join(held[:12]) or 'none'}"
        )
        raise QuestionError(f'"{meeting}" is not a meeting of the book; {told}')
    if meeting is not None and form == "without meeting":
        raise QuestionError("a meeting was named, and the form is without one")
    ballot = replace(_ballot({"for": for_, "against": against, "abstain": abstain}),
                     recused=tuple(recused))  # fmt: skip

    def question(state: State) -> Found[Effect]:
        found = judge_deed(state, wanted, by=by, choices=ballot, form=form, meeting=meeting,
                           proposed_by=tuple(proposed_by))  # fmt: skip
        return Found(found, found.why, found.missing)

    return in_worlds(book, question, at, known, readings)


def _ballot(given: Mapping[Choice, Votes]) -> Ballot:
    """A ballot of named voters and of numbers of votes."""
    whole = Ballot({})
    for choice, votes in given.items():
        if isinstance(votes, int | Quantity):
            number = exactly(votes) if isinstance(votes, int) else votes
            whole = whole.joined(ballot_of(choice, (), [Part(number)]))
            continue
        told = [(entry, parse_part(entry)) for entry in votes]
        wrong = next((part for _, part in told if isinstance(part, Problem)), None)
        if wrong is not None:
            raise QuestionError(f"{wrong.message}; {wrong.hint}")
        parts = [part for _, part in told if isinstance(part, Part)]
        made = ballot_of(choice, [entry for entry, part in told if part is None], parts)
        for voter in made.named:
            before = whole.choices.get(voter)
            if before not in (None, choice):
                raise QuestionError(f"{voter} stands under {before} and {choice}")
        if sum(part.of is None for part in parts) > 1:
            raise QuestionError(f"how many chose {choice} is told twice")
        whole = whole.joined(made)
    return whole


def _deed(deed: str | Deed) -> Deed:
    if isinstance(deed, Deed):
        return deed
    parsed = parse_deed(deed)
    if isinstance(parsed, Problem):
        raise QuestionError(f"{parsed.message}; {parsed.hint}")
    return parsed[0]


def knew(
    book: Book,
    subject: str,
    at: datetime | str | None = None,
    known: datetime | str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Answer[Knowledge]:
    """Who knew of a record, from when, and with what lead over the public."""
    return in_worlds(book, lambda state: who_knew(state, subject), at, known, readings)


def about(
    book: Book,
    document: str,
    at: datetime | str | None = None,
    known: datetime | str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Answer[About]:
    """How many joined a document, which demands were met, and what power they had."""
    record = book.get(document, nouns.Document)
    if record is None:
        raise QuestionError(f'"{document}" is not a document of the book')
    return in_worlds(book, lambda state: weigh(state, record), at, known, readings)


def between(
    book: Book,
    first: str,
    second: str,
    at: datetime | str | None = None,
    known: datetime | str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Answer[Between]:
    """How long after one record another came."""
    a, b = book.records.get(first), book.records.get(second)
    if a is None or b is None:
        raise QuestionError(f'no record is called "{first if a is None else second}"')
    return in_worlds(book, lambda state: measure(state, a, b), at, known, readings)

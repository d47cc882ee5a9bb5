"""Everything that is wrong with a book: its text, and its own assertions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from minutebook.answers import Found, Memo, Why, World, ask
from minutebook.records import Book, nouns
from minutebook.records.verbs import CONDUCT
from minutebook.state.dates import BEGINNING, END, Dates
from minutebook.state.goals import holds
from minutebook.state.slots import Point
from minutebook.state.state import State
from minutebook.text.diagnostics import Diagnostic
from minutebook.text.when import When
from minutebook.views.one_world import adopted_readings


def check(book: Book, memo: Memo | None = None) -> tuple[Diagnostic, ...]:
    """The diagnostics of the text, then those of its assertions.

    Assertions are tried only where the text is free of errors: what a mistake leaves out would
    make them fail for a reason already told.
    """
    if book.errors:
        return book.diagnostics
    memo = memo if memo is not None else Memo()
    failed = [d for a in book.of(nouns.Assertion) if (d := _try(book, a, memo)) is not None]
    return (*book.diagnostics, *failed)


def _try(book: Book, assertion: nouns.Assertion, memo: Memo) -> Diagnostic | None:
    at = default_at(book)

    def question(world: World) -> Found[bool]:
        state = State(book, at, None, world)
        point = state.now
        if assertion.date is not None:
            date = state.moment(assertion)
            instant = date.earliest if date.exact else date.latest
            if instant is not None:
                point = Point(When(instant, instant, date.written))
        return Found(holds(state, assertion.goal, point), Why(str(assertion.goal)))

    answer = ask(question, adopted=adopted_readings(book), memo=memo)
    result = answer.adopted.value
    when = "" if assertion.date is None else f" at {_written(assertion)}"
    if result is False:
        message = f"this does not hold{when}: {assertion.goal}"
        hint = "correct the assertion, or the records it rests on ('minutebook show' tells more)"
        return Diagnostic("MB271", "error", assertion.span, message, hint)
    if result is None:
        message = f"it is not determined{when} whether {assertion.goal}"
        hint = "say what is missing, or remove the assertion"
        return Diagnostic("MB272", "warning", assertion.span, message, hint)
    return None


def _written(assertion: nouns.Assertion) -> str:
    return getattr(assertion.date, "written", "its date")


def _is_conduct(act: nouns.Act) -> bool:
    return bool(act.effects) and all(deed.verb in CONDUCT for deed in act.effects)


def default_at(book: Book) -> datetime:
    """The moment to look at if none is asked for: the last act, else the last dated record.

    Payments, consents and what else parties do under their agreements move no post and no
    holding, so they do not count. The end of its range if that is imprecise; the start of 2000
    for a book without any date.
    """
    for kind in (nouns.Act, nouns.Noun):
        told = (r for r in book.of(kind) if not (isinstance(r, nouns.Act) and _is_conduct(r)))
        last = _last(book, told)
        if last is not None:
            return last
    return datetime(2000, 1, 1, tzinfo=UTC)


def before_meeting(book: Book, meeting: str) -> datetime:
    """The moment at which a meeting still to come is looked at if none is asked for.

    The last act, or what was last written about the meeting, if that is later; never after it.
    """
    told = (
        record
        for record in (*book.of(nouns.Act), *book.of(nouns.Message))
        if (isinstance(record, nouns.Act) and not _is_conduct(record))
        or (
            isinstance(record, nouns.Message)
            and meeting in (record.notice_of, record.waives_notice_of)
        )
    )
    last = _last(book, told)
    held = book.get(meeting, nouns.Meeting)
    start = None if held is None else Dates(book.records).bounds(held)[0]
    if last is None:
        last = default_at(book)
    return last if start is None or start == BEGINNING else min(last, start)


def end_of_log(book: Book) -> datetime:
    """The moment until which a log runs if none is asked for: no act lies after it."""
    last = _last(book, book.of(nouns.Act))
    return default_at(book) if last is None else max(last, default_at(book))


def _last(book: Book, records: Iterable[nouns.Noun]) -> datetime | None:
    """When the last of some records was, at the latest; None if none of them has a date."""
    dates = Dates(book.records)
    ends = []
    for record in records:
        if record.id in book.laws or isinstance(record, nouns.Assertion):
            continue
        earliest, latest = dates.bounds(record)
        if latest < END:
            ends.append(latest)
        elif earliest > BEGINNING:
            ends.append(earliest)
    return max(ends, default=None)

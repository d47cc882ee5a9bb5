"""Books of clauses written in tests, and questions to them."""

from __future__ import annotations

from datetime import datetime

from tests.state.books import adopted, book, moment

from minutebook.answers import Answer
from minutebook.answers.world import World
from minutebook.clauses import Follows, May
from minutebook.records import Book
from minutebook.records.deeds import Deed, parse_deed
from minutebook.state.life import Life, Lives
from minutebook.state.state import State
from minutebook.views.clauses import ask_follow, ask_may


def deed(written: str) -> Deed:
    parsed = parse_deed(written)
    assert isinstance(parsed, tuple), parsed
    return parsed[0]


def may(found: Book, party: str, written: str, at: str) -> Answer[May]:
    return ask_may(found, party, deed(written), moment(found, at))


def outcome(found: Book, party: str, written: str, at: str) -> tuple[str, str | None]:
    value = may(found, party, written, at).value
    assert value is not None
    return value.outcome, value.condition


def follow(found: Book, what: str, at: str, by: str | None = None) -> Follows:
    subject = what if what in found.records else deed(what)
    value = ask_follow(found, subject, moment(found, at), by).value
    assert value is not None
    return value


def lives_at(found: Book, at: str | datetime) -> Lives:
    when = moment(found, at) if isinstance(at, str) else at
    return Lives(State(found, when, None, World({}, None, adopted(found))))


def life(found: Book, norm: str, at: str) -> Life:
    lives = lives_at(found, at)
    (bound,) = lives.by_id[norm]
    return lives.of(bound)


def stages(found: Book, norm: str, at: str) -> list[tuple[str, str]]:
    """Each step of a norm's life with the date on which it was entered."""
    return [
        (step.stage, step.at.latest.date().isoformat() if step.at.latest else "")
        for step in life(found, norm, at).steps
    ]


__all__ = ["book", "deed", "follow", "life", "lives_at", "may", "moment", "outcome", "stages"]

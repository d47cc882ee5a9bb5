"""Books written in tests, and questions to them."""

from __future__ import annotations

from datetime import datetime
from textwrap import dedent

from minutebook.answers import Answer, Found, World, ask
from minutebook.law import LIBRARY
from minutebook.records import Book, load_texts
from minutebook.records.deeds import parse_deed
from minutebook.records.nouns import Ballot, Choice, Form
from minutebook.state.judge import judge
from minutebook.state.state import State
from minutebook.state.verdict import Effect, Verdict
from minutebook.text.when import at_argument


def book(text: str) -> Book:
    """A book from its text; it must be free of errors."""
    found = load_texts({"book.yaml": dedent(text).encode()}, LIBRARY)
    assert not found.errors, "\n".join(f"{d} ({d.hint})" for d in found.errors)
    return found


def moment(book: Book, written: str) -> datetime:
    found = at_argument(written, book.zone)
    assert isinstance(found, datetime), found
    return found


def adopted(book: Book) -> dict[str, str]:
    return {r.id: r.adopted for r in book.readings.values() if r.adopted}


def verdict(book: Book, act: str, at: str = "2100-01-01", **fixed: str) -> Answer[Verdict]:
    """What the judge says of a recorded act, in every world."""
    when = moment(book, at)

    def question(world: World) -> Found[Verdict]:
        found = State(book, when, None, world).verdict(act)
        return Found(found, found.why, found.missing)

    return ask(question, {k.replace("_", "-"): v for k, v in fixed.items()}, adopted=adopted(book))


def standing(book: Book, act: str, at: str = "2100-01-01") -> str | None:
    """The standing of an act, which must be the same in every world."""
    value = verdict(book, act, at).value
    assert value is not None
    return value.standing


def filled(text: str, **values: str) -> Book:
    """The book with each {name} replaced by its value; other braces are YAML's own."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return book(text)


def holder(book: Book, post: str, at: str, *, register: bool = False) -> Answer[str]:
    """Who holds a post, in every world."""
    when = moment(book, at)

    def question(world: World) -> Found[str]:
        state = State(book, when, None, world)
        seats = state.seats(post, register=register)
        name = ", ".join(sorted(o.holder or "unknown" for o in seats.occupants)) or "vacant"
        return Found(name, state.why_seated(post))

    return ask(question, adopted=adopted(book))


def advance(
    book: Book, deed: str, at: str, by: str, form: Form | None = None, **votes: list[str]
) -> Answer[Effect]:
    """Judge a deed that is only thought of."""
    when = moment(book, at)
    parsed = parse_deed(deed)
    assert isinstance(parsed, tuple), parsed
    choices: dict[str, Choice] = {}
    for choice, names in votes.items():
        choices.update(dict.fromkeys(names, choice.replace("_", " ").strip()))  # type: ignore[arg-type]

    def question(world: World) -> Found[Effect]:
        state = State(book, when, None, world)
        found = judge(state, parsed[0], by=by, choices=Ballot(choices), form=form)
        return Found(found, found.why, found.missing)

    return ask(question, adopted=adopted(book))


def by_world(answer: Answer[Verdict]) -> dict[tuple[tuple[str, str], ...], str | None]:
    """The standing in each world."""
    return {
        tuple(sorted(w.readings.items())): w.value.standing if w.value else None
        for w in answer.worlds
    }

"""Another course of events: a deed more, a record moved to now, or a record left out.

Each gives the same state over a book that differs in that one thing, in a world that is settled
alike; what is met in there is met outside too, so that an answer splits on it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import cast

from minutebook.answers.found import Why
from minutebook.answers.memory import Memo
from minutebook.answers.world import World
from minutebook.records.book import Book
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act, Ballot, Noun
from minutebook.state.dates import BEGINNING
from minutebook.state.state import State
from minutebook.state.verdict import Effect, Takes
from minutebook.text.span import Span
from minutebook.text.when import instant


@contextmanager
def supposing(state: State, deed: Deed, by: str | None) -> Iterator[tuple[State, Act]]:
    """The state in which a deed was done just now and took effect, with the act that did it."""
    act = _act(state, deed, by)
    with _elsewhere(
        state, ("supposed", str(deed), by, state.at), lambda book: _with(book, act)
    ) as there:
        there.index.given[act.id] = _valid(state, deed)
        yield there, act


@contextmanager
def happening(state: State, record: Noun) -> Iterator[State]:
    """The state in which a record that has no date happens now."""
    now = instant(state.at)
    moved = replace(record, date=now, known=instant(BEGINNING))
    with _elsewhere(
        state, ("happens", record.id, state.at), lambda book: _with(book, moved)
    ) as there:
        yield there


@contextmanager
def leaving_out(state: State, record: Noun) -> Iterator[State]:
    """The state without a record."""

    def shorter(book: Book) -> Book:
        rest = {name: one for name, one in book.records.items() if name != record.id}
        return replace(book, records=rest, _by_class={})

    with _elsewhere(state, ("left out", record.id), shorter) as there:
        yield there


@contextmanager
def _elsewhere(state: State, what: Hashable, change: Callable[[Book], Book]) -> Iterator[State]:
    world = state.world
    key = ("elsewhere", id(state.book), what)
    kept = world.memo.indexes.get(key)
    if kept is None:
        kept = world.memo.indexes[key] = (change(state.book), Memo())
    book, memo = cast("tuple[Book, Memo]", kept)
    inner = World({**world.fixed, **world.met}, memo, world.adopted)
    yield State(book, state.at, state.known, inner)
    for name in inner.met:
        choice = memo.choices[name]
        if name in memo.edges:
            world.memo.edges.setdefault(name, memo.edges[name])
        world.choose(name, choice.alternatives, choice.default, choice.kind)


def _with(book: Book, record: Noun) -> Book:
    return replace(book, records={**book.records, record.id: record}, _by_class={})


def _act(state: State, deed: Deed, by: str | None) -> Act:
    record = state.book.records.get(by or "")
    span: Span = record.span if record is not None else next(iter(state.book)).span
    name = f"{deed} by {by}" if by is not None else str(deed)
    return Act(
        id=name, span=span, date=instant(state.at), known=instant(BEGINNING), by=by,
        ballot=Ballot({}, others="for"), effects=(deed,), effect_spans=(span,),
    )  # fmt: skip


def _valid(state: State, deed: Deed) -> Effect:
    """What is supposed of the deed: that it took effect; whether it would is asked apart."""
    begins = Takes("from", instant(state.at))
    return Effect(deed, True, "valid", begins, begins, Why(f"{deed}: supposed to take effect"))


__all__ = ["happening", "leaving_out", "supposing"]

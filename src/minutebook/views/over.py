"""A question over a stretch of time: intervals with one value each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from minutebook.answers import Answer, World
from minutebook.records import Book, nouns
from minutebook.state.dates import BEGINNING, END, Dates
from minutebook.state.life import Lives
from minutebook.state.moments import moments_of
from minutebook.state.state import State
from minutebook.state.verdict import Effect
from minutebook.text.when import When
from minutebook.views.one_world import adopted_readings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stretch(Generic[T]):
    """A half-open interval in which an answer stays the same."""

    start: datetime
    end: datetime
    value: T


def turning_points(book: Book, start: datetime, end: datetime) -> list[datetime]:
    """The instants at which a state can change: the bounds of every dated record, and the start."""
    found = {start}
    dates = Dates(book.records)
    for record in book.of(nouns.Noun):
        if isinstance(record, nouns.Assertion):
            continue
        found.update(dates.bounds(record))
        if isinstance(record, nouns.Act) and record.takes_effect is not None:
            found.update(dates.bounds_of(record.takes_effect))
        if isinstance(record, nouns.Document):
            found.update(_edges(record.start, record.end))
            for norm in record.norms:
                found.update(_edges(norm.start, norm.end))
        if isinstance(record, nouns.Act) and record.until is not None:
            found.update(dates.bounds_of(record.until))
    found.update(_term_ends(book, dates))
    return sorted(t for t in found - {BEGINNING, END} if start <= t < end)


def norm_moments(book: Book, end: datetime, known: datetime | None = None) -> set[datetime]:
    """The instants up to `end` at which the state of a norm may change, deadlines included."""
    lives = Lives(State(book, end, known, World({}, None, adopted_readings(book))))
    found: set[datetime] = set()
    for bounds in lives.by_id.values():
        for bound in bounds:
            life = lives.of(bound)
            found.update(at for at, _ in moments_of(lives, bound))
            for one in (life, *life.instances):
                found.update(s.at.latest for s in one.steps if s.at.latest is not None)
    return found


def _term_ends(book: Book, dates: Dates) -> Iterator[datetime]:
    """When the terms of those who held a post at first, or were appointed to it, run out."""
    places: list[nouns.Body | nouns.Post] = [*book.of(nouns.Body), *book.of(nouns.Post)]
    for place in places:
        body = book.get(place.in_, nouns.Body) if isinstance(place, nouns.Post) else None
        term = place.term or (body.term if body is not None else None)
        if term is None:
            continue
        begun = [] if place.date is None else list(dates.bounds(place))
        for act in book.of(nouns.Act):
            if any(deed.get("post") == place.id for deed in act.effects):
                begun.extend(dates.bounds_of(act.takes_effect) if act.takes_effect is not None
                             else dates.bounds(act))  # fmt: skip
        yield from (term.after(t, book.zone) for t in begun if t not in (BEGINNING, END))


def _edges(*moments: When | None) -> Iterator[datetime]:
    for moment in moments:
        if moment is not None:
            yield from (t for t in (moment.earliest, moment.latest) if t is not None)


def over(
    book: Book,
    start: datetime,
    end: datetime,
    question: Callable[[datetime], T],
    key: Callable[[T], object] | None = None,
    more: Iterable[datetime] = (),
) -> list[Stretch[T]]:
    """Ask a question at every turning point, and join neighbours that answer alike.

    `key` says what counts as alike, where not all of a value does (a judgment in advance names
    the moment it was asked for). `more` are further turning points.
    """
    out: list[Stretch[T]] = []
    points = sorted({*turning_points(book, start, end), *(t for t in more if start <= t < end)})
    same = key if key is not None else _itself
    for place, at in enumerate(points):
        until = points[place + 1] if place + 1 < len(points) else end
        value = question(at)
        if out and same(out[-1].value) == same(value):
            out[-1] = Stretch(out[-1].start, until, out[-1].value)
        else:
            out.append(Stretch(at, until, value))
    return out


def _itself(value: object) -> object:
    return value


def worlds_key(answer: Answer[Any]) -> object:
    """An answer by its worlds, leaving out the moment that a judgment was asked for."""
    return tuple((tuple(sorted(w.readings.items())), _timeless(w.value)) for w in answer.worlds)


def _timeless(value: object) -> object:
    if isinstance(value, Effect):
        return (value.carried, value.standing, value.breaches, value.cures)
    return value

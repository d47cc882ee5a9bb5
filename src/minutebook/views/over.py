"""A question over a stretch of time: intervals with one value each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from minutebook.records import Book, nouns
from minutebook.state.index import BEGINNING, END, static_bounds

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
    for record in book.of(nouns.Noun):
        if isinstance(record, nouns.Assertion):
            continue
        for effect in (False, True):
            found.update(
                t for t in static_bounds(book, record, effect) if t not in (BEGINNING, END)
            )
        for edge in (getattr(record, "start", None), getattr(record, "end", None)):
            if edge is not None:
                found.update(t for t in (edge.earliest, edge.latest) if t is not None)
        for norm in getattr(record, "norms", ()):
            for edge in (norm.start, norm.end):
                if edge is not None:
                    found.update(t for t in (edge.earliest, edge.latest) if t is not None)
    return sorted(t for t in found if start <= t < end)


def over(
    book: Book, start: datetime, end: datetime, question: Callable[[datetime], T]
) -> list[Stretch[T]]:
    """Ask a question at every turning point, and join neighbours that answer alike."""
    out: list[Stretch[T]] = []
    points = turning_points(book, start, end)
    for place, at in enumerate(points):
        until = points[place + 1] if place + 1 < len(points) else end
        value = question(at)
        if out and out[-1].value == value:
            out[-1] = Stretch(out[-1].start, until, value)
        else:
            out.append(Stretch(at, until, value))
    return out

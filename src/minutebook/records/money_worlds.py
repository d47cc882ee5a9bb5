"""What a record of money says in each world of its own readings, and how its checks ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import islice, product
from typing import Any, Final

from minutebook.records.draft import Draft
from minutebook.records.nouns import Noun
from minutebook.records.values import Value
from minutebook.text.when import When

MOST_WORLDS: Final = 512
World = Mapping[str, str]


def worlds(record: Noun) -> Iterator[World]:
    """Every way to settle the readings that a record hangs on, up to a limit."""
    readings: dict[str, tuple[str, ...]] = {}
    for value in _values(record):
        readings.setdefault(value.reading, tuple(value.by))
    worlds = (dict(zip(readings, chosen, strict=True)) for chosen in product(*readings.values()))
    return islice(worlds, MOST_WORLDS)


def _values(part: Any) -> Iterator[Value[Any]]:
    """Everything in a record that hangs on a reading."""
    if isinstance(part, Value):
        yield part
        for alternative in part.by.values():
            yield from _values(alternative)
    elif isinstance(part, Mapping):
        for item in part.values():
            yield from _values(item)
    elif isinstance(part, tuple):
        for item in part:
            yield from _values(item)
    elif is_dataclass(part) and not isinstance(part, type | When):
        for field in fields(part):
            yield from _values(getattr(part, field.name))


def pick(value: Any, world: World) -> Any:
    """What a field says in a world."""
    if not isinstance(value, Value):
        return value
    chosen = world.get(value.reading, "")
    return value.by[chosen] if chosen in value.by else next(iter(value.by.values()))


def ask(draft: Draft, record: Noun, key: str, question: str, hint: str) -> None:
    """Report a question that a record leaves open, at one of its keys."""
    draft.ctx.report("MB283", draft.place(record, key), question, hint)


def dated(date: object) -> bool:
    """Whether a date is more precise than a year: then days must be turned into years."""
    return isinstance(date, When) and not is_year(date)


def is_year(date: When) -> bool:
    """Whether a date is written as a year alone."""
    return len(date.written) == 4 and date.written.isdigit()

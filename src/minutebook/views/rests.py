"""What rests on each fact of a book: verdicts, payments, clauses and answers on who can.

An answer rests on a fact if its reasons cite a place that the fact cites, or go by a rule that
names it. A clause rests on it if it cites the same place, or speaks of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Final, Literal, get_args

from minutebook.answers import Memo, Why, World
from minutebook.payout.book import pay
from minutebook.power.who import who
from minutebook.records import Book, money, nouns
from minutebook.records.values import Cite
from minutebook.state.state import State
from minutebook.views.log import log
from minutebook.views.one_world import adopted_readings
from minutebook.views.paying import payable
from minutebook.views.questions import QuestionError
from minutebook.views.tried import eve, tried
from minutebook.views.who import read_aim

Kind = Literal["verdict", "payment", "clause", "can"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
MOST_ASKED: Final = 24
"""Deeds of the record whose answer on who can is looked into."""
_HIGH: Final = Fraction(10**14)
"""An amount beyond the last tier that anybody writes."""
_WORD: Final = re.compile(r"[\w/.-]+")


@dataclass(frozen=True, slots=True)
class Use:
    """An answer that rests on something: an act, a claim, a clause by its id, or a deed."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Uses:
    """What rests on each place in a source, and on each record."""

    by_place: Mapping[tuple[str, str], tuple[Use, ...]]
    by_record: Mapping[str, tuple[Use, ...]]

    def of(self, id_: str, cites: Iterable[Cite]) -> tuple[Use, ...]:
        """What rests on a fact with these sources, itself left out."""
        found = [u for c in cites for u in self.by_place.get((c.source, c.locator), ())]
        found += self.by_record.get(id_, ())
        return tuple(dict.fromkeys(u for u in found if u.id != id_))


NOTHING: Final = Uses({}, {})


def together(several: Iterable[Uses]) -> Uses:
    """Several findings as one."""
    places: dict[tuple[str, str], tuple[Use, ...]] = {}
    records: dict[str, tuple[Use, ...]] = {}
    for one in several:
        for place, found in one.by_place.items():
            places[place] = tuple(dict.fromkeys((*places.get(place, ()), *found)))
        for record, found in one.by_record.items():
            records[record] = tuple(dict.fromkeys((*records.get(record, ()), *found)))
    return Uses(places, records)


def uses(
    book: Book,
    kind: Kind,
    at: datetime,
    known: datetime | None = None,
    fixed: Mapping[str, str] | None = None,
    memo: Memo | None = None,
) -> Uses:
    """What of one kind rests on what, in the adopted world or the one given."""
    places: dict[tuple[str, str], dict[Use, None]] = {}
    records: dict[str, dict[Use, None]] = {}
    world = World(fixed or {}, memo or Memo(), adopted_readings(book))
    for id_, cited, named in _FOUND[kind](book, State(book, at, known, world)):
        use = Use(kind, id_)
        for cite in cited:
            places.setdefault((cite.source, cite.locator), {})[use] = None
        for name in named:
            records.setdefault(name, {})[use] = None
    return Uses(
        {place: tuple(found) for place, found in places.items()},
        {record: tuple(found) for record, found in records.items()},
    )


Found = Iterator[tuple[str, Iterable[Cite], Iterable[str]]]


def _verdicts(book: Book, state: State) -> Found:
    world = state.world
    for act in log(book, state.at, state.known, world.fixed, world.memo).acts:
        yield act.act, act.verdict.why.cites(), _named(book, act.verdict.why)


def _payments(book: Book, state: State) -> Found:
    for subject in payable(book):
        amount = None if isinstance(book.records[subject], money.Round) else _HIGH
        found = pay(state, subject, amount)
        tips = found.value.breakpoints if found.value is not None else ()
        cited = (*found.why.cites(), *(c for t in tips for c in t.src))
        record = book.records[subject]
        named = (*_named(book, found.why), *_mentioned(book, record), *_held(book, record))
        yield subject, cited, named


def _held(book: Book, subject: nouns.Noun) -> Iterator[str]:
    """The classes of an organisation and who holds them: what an exit is shared by."""
    if isinstance(subject, nouns.Entity):
        classes = {i.id for i in book.of(nouns.Instrument) if i.of == subject.id}
        yield from classes
        yield from (h.id for h in book.of(nouns.Holding) if h.of in classes)


def _clauses(book: Book, state: State) -> Found:
    for document in book.of(nouns.Document):
        if document.id not in book.laws:
            for norm in document.norms:
                yield norm.id, norm.src, (document.id, *_mentioned(book, norm))


def _can(book: Book, state: State) -> Found:
    for written, act in list(tried(book).items())[:MOST_ASKED]:
        try:
            aim = read_aim(book, written)
        except QuestionError:
            continue
        at = eve(book, act)
        found = who(state if at is None else state.moved_to(at), aim, steps=0)
        plan = found.value.plan if found.value is not None else ()
        cited = (*found.why.cites(), *(c for step in plan for c in step.src))
        rules = [name for step in plan for name in _words(book, step.rule)]
        yield written, cited, (*_named(book, found.why), *rules)


_FOUND: Final[Mapping[Kind, Callable[[Book, State], Found]]] = {
    "verdict": _verdicts,
    "payment": _payments,
    "clause": _clauses,
    "can": _can,
}


def _named(book: Book, why: Why) -> tuple[str, ...]:
    """The records named by the rules that reasons go by."""
    return tuple(name for step in why.walk() for name in _words(book, step.rule or ""))


def _words(book: Book, rule: str) -> Iterator[str]:
    return (word for word in _WORD.findall(rule) if word in book.records)


def _mentioned(book: Book, found: Any) -> Iterator[str]:
    """The records that a clause speaks of, however deep they stand in it."""
    if isinstance(found, str):
        if found in book.records:
            yield found
    elif is_dataclass(found) and not isinstance(found, type):
        for field in fields(found):
            if field.name not in ("span", "src", "id"):
                yield from _mentioned(book, getattr(found, field.name))
    elif isinstance(found, tuple | list | frozenset):
        for item in found:
            yield from _mentioned(book, item)
    elif isinstance(found, Mapping):
        for item in found.values():
            yield from _mentioned(book, item)

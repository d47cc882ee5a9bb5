"""A state frozen into a book of its own, so that further acts can be tried on it.

A plan asks what somebody could do after some other act. The present is written down as a small
book without a past (who holds which post, who has which units, which documents are in force);
a further act is a record more, and what it does is the judge's to say.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from minutebook.answers.memory import Memo
from minutebook.answers.world import World
from minutebook.power.behind import Behind
from minutebook.power.frozen_norms import conditioned
from minutebook.records import nouns
from minutebook.records.book import Book
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act, Ballot, Form, Noun
from minutebook.records.values import UNKNOWN
from minutebook.state.consents import consented_to
from minutebook.state.entrenchment import CHANGING, anything_entrenched, touched_by_each
from minutebook.state.holdings import parcels, register
from minutebook.state.procedure import body_of
from minutebook.state.slots import Occupancy
from minutebook.state.state import State
from minutebook.state.timing import precedes
from minutebook.text.numbers import UNKNOWN as UNKNOWN_QUANTITY
from minutebook.text.span import Span
from minutebook.text.when import instant

N = TypeVar("N", bound=Noun)


def freeze(state: State, rests_on: Behind, *, ahead: bool = False) -> Book:
    """The present of a state as a book: nothing in it has happened, everything in it is so.

    Only what an aim rests on is looked at, so that nothing else splits a world; bodies and posts
    that nobody looks at are left out. Looking `ahead`, every document that is to come into force
    stays; else those that were made by then.
    """
    records: dict[str, Noun] = {}
    for record in state.visible():
        frozen = _frozen(state, record, rests_on, ahead)
        if frozen is not None:
            records[frozen.id] = frozen
    for name in sorted(rests_on.instruments):
        instrument = state.book.get(name, nouns.Instrument)
        for holding in _holdings(state, instrument) if instrument is not None else ():
            records[holding.id] = holding
    given, touches = tuple(_given(state)), touched_by_each(state)
    return replace(state.book, records=records, diagnostics=(), given=given, touches=touches,
                   _by_class={})  # fmt: skip


def _given(state: State) -> Iterator[tuple[str, Deed]]:
    """The consents that were given by now, which need not be given again."""
    yield from state.book.given
    for one, consented in consented_to(state):
        if one.by is None or not precedes(state, one.act.id, state.moment(one.act), state.now):
            continue
        if state.own_effect(one.act.id, one.place).standing in ("valid", "voidable"):
            yield one.by, consented


def content(book: Book) -> Hashable:
    """What a frozen book says of the present; books of one origin and content are alike."""
    found: list[Hashable] = []
    for record in book:
        match record:
            case nouns.Body():
                found.append((record.id, record.members, repr(record.seats), repr(record.tenures)))
            case nouns.Post():
                found.append((record.id, repr(record.holder), record.interim, repr(record.tenures)))
            case nouns.Document():
                norms = tuple((n.id, n.when, n.unless) for n in record.norms)
                found.append((record.id, norms))
            case nouns.Holding():
                found.append((record.id, repr(record.units), repr(record.share)))
    return tuple(found)


def refreeze(state: State, before: Book) -> Book:
    """The present after an act on a frozen book: only what acts of a plan can change is new."""
    records: dict[str, Noun] = dict(before.records)
    for record in state.book:
        if isinstance(record, nouns.Body):
            records[record.id] = _body(state, record)
        elif isinstance(record, nouns.Post):
            records[record.id] = _post(state, record)
        elif isinstance(record, nouns.Person):
            records[record.id] = record
    return replace(before, records=records, _by_class={})


def _frozen(state: State, record: Noun, rests_on: Behind, ahead: bool) -> Noun | None:
    match record:
        case nouns.Body() if record.holders_of or record.id in rests_on.consulted:
            return _body(state, record)
        case nouns.Post() if record.id in rests_on.consulted:
            return _post(state, record)
        case nouns.Document():
            return _document(state, record, rests_on, ahead)
        case nouns.Entity() | nouns.Person() | nouns.Group() | nouns.Instrument() | nouns.Fact():
            return replace(record, date=None, known=None)
    return None


def _body(state: State, body: nouns.Body) -> nouns.Body:
    if body.holders_of:
        return replace(body, date=None, known=None)
    seats = state.seats(body.id)
    own = [o for o in seats.occupants if o.post == body.id and o.holder is not None]
    number = UNKNOWN if seats.seats is None else seats.seats
    members = tuple(o.holder for o in own if o.holder is not None)
    return replace(body, date=None, known=None, members=members, seats=number,
                   tenures=_tenures(own))  # fmt: skip


def _post(state: State, post: nouns.Post) -> nouns.Post:
    held = state.holder(post.id)
    if held is None:
        return replace(post, date=None, known=None, holder=None, interim=False, tenures={})
    holder = UNKNOWN if held.holder is None else held.holder
    return replace(post, date=None, known=None, holder=holder, interim=held.interim,
                   tenures=_tenures([held]))  # fmt: skip


def _tenures(occupants: Iterable[Occupancy]) -> Mapping[str, nouns.Tenure]:
    """The terms of those who sit, which is all of the past that the present still has."""
    return {
        o.holder or "": nouns.Tenure(o.start, o.until, o.fixed, o.suspended is not None)
        for o in occupants
        if o.until is not None or o.suspended is not None
    }


def _document(
    state: State, document: nouns.Document, rests_on: Behind, ahead: bool
) -> nouns.Document:
    """A document with the norms that can bear on the aim, if it is or will be in force."""
    changes = not CHANGING.isdisjoint(rests_on.verbs) and anything_entrenched(state.book)
    norms = tuple(n for n in document.norms if changes or _bears(n, rests_on))
    later = not any(d.get("document") == document.id for a in state.index.acts.values()
                    for d in a.effects if d.verb in ("adopt", "repeal"))  # fmt: skip
    if later or not norms:
        return replace(document, norms=tuple(conditioned(state, norms)))
    now = state.document_state(document, state.now)
    to_come = now == "not yet in force" or (
        document.start is not None and document.start.happened_by(state.at) is False
    )
    if to_come and (ahead or _made(state, document)):
        return replace(document, norms=tuple(conditioned(state, norms)))
    if to_come or now != "in force":
        return replace(document, date=None, known=None, norms=(), start=None, end=None)
    return replace(document, date=None, known=None, norms=tuple(conditioned(state, norms)))


def _made(state: State, document: nouns.Document) -> bool:
    """Whether a document that begins later was made by now."""
    return document.date is not None and state.moment(document).happened_by(state.at) is True


def _bears(norm: nouns.Norm, rests_on: Behind) -> bool:
    """Whether a norm can bear on the deeds of a plan."""
    return norm.deed is None or norm.deed.verb in ("vote", "consent", *rests_on.verbs)


def _holdings(state: State, instrument: nouns.Instrument) -> Iterable[nouns.Holding]:
    in_units = register(state, instrument.id, state.now)
    for holder, (parts, _) in parcels(state, instrument.id, state.now).items():
        for place, part in enumerate(parts):
            stated = part.stated
            units = in_units.get(holder, UNKNOWN_QUANTITY)
            in_shares = units == UNKNOWN_QUANTITY and part.held != UNKNOWN_QUANTITY
            if in_shares and holder not in state.book.records:
                continue  # whoever has what the shares told leave over
            share = stated.share if stated is not None else None
            if in_shares:
                share = UNKNOWN if part.held.exact is None else part.held.exact
            yield nouns.Holding(
                id=f"{holder} in {instrument.id}" + (f" ({place + 1})" if place else ""),
                span=stated.span if stated is not None else instrument.span,
                src=stated.src if stated is not None else (),
                holder=holder,
                of=instrument.id,
                units=None if in_shares else part.held if len(parts) > 1 else units,
                share=share,
                for_=stated.for_ if stated is not None else None,
                votes_directed_by=stated.votes_directed_by if stated is not None else None,
            )


def with_act(
    state: State, by: str, deeds: tuple[Deed, ...], form: Form | None, when: datetime
) -> tuple[Book, str]:
    """The book with one act more, moved and carried by all who vote, and the name of that act."""
    span = _span(state, by)
    body = body_of(state, by)
    act = Act(
        id=f"{by} does {'; '.join(map(str, deeds))}",
        span=span,
        date=instant(when),
        by=by,
        ballot=Ballot({}, others="for"),
        form=form,
        proposed_by=Ballot({}, others="for") if body is not None else None,
        effects=deeds,
        effect_spans=(span,) * len(deeds),
    )
    named = {d.get("party") for d in deeds} - {None, *state.book.records}
    people = {n: nouns.Person(id=n, span=span) for n in sorted(p for p in named if p is not None)}
    records: Mapping[str, Noun] = {**state.book.records, **people, act.id: act}
    return replace(state.book, records=records, _by_class={}), act.id


def _span(state: State, name: str) -> Span:
    record = state.book.records.get(name)
    return record.span if record is not None else next(iter(state.book)).span


def inside(world: World) -> World:
    """A world for a frozen book: settled like the given one, with a memory of its own."""
    return World({**world.fixed, **world.met}, Memo(), world.adopted)


def note(world: World, inner: World) -> None:
    """Let a world meet what was met inside a frozen book, so that answers split on it too."""
    for name in inner.met:
        choice = inner.memo.choices[name]
        world.choose(name, choice.alternatives, choice.default, choice.kind)

"""Norms that speak of the party concerned, as they speak of whomever one deed names.

Such a norm is many: one for each party. "Directors are removed only for cause" says of each of
them what a norm would say that names them, so the judge is given that norm, and all that asks
whether it applies, and why, asks of that party.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.deeds import CONCERNED, ELECTORS, Deed, matches, parse_deed
from minutebook.records.renaming import renamed
from minutebook.text.problem import Problem

if TYPE_CHECKING:
    from minutebook.state.index import Bound, Index
    from minutebook.state.slots import Point
    from minutebook.state.state import State

_MOST_NORMS = 10**9
_INVOLVED = ("party", "from", "to", "with", "for")


def parties(state: State, deed: Deed) -> tuple[str, ...]:
    """Whom a deed is about: those it names, or whom the deed, act or fact is about that it names.

    Empty for a deed about nobody: "decide the budget".
    """
    found = [value for name, value in deed.args if name in _INVOLVED and deed.verb != "vote"]
    inner = parse_deed(deed.get("deed") or "")
    if not isinstance(inner, Problem):
        found += parties(state, inner[0])
    act = state.index.acts.get(deed.get("act") or deed.get("fact") or "")
    for effect in act.effects if act is not None else ():
        if effect.get("act") is None:
            found += parties(state, effect)
    fact = state.book.get(deed.get("fact"), nouns.Fact)
    found += [] if fact is None else [name for name in fact.about if _is_party(state, name)]
    return tuple(dict.fromkeys(found))


def _is_party(state: State, name: str) -> bool:
    record = state.book.records.get(name)
    return isinstance(record, nouns.Person | nouns.Entity | nouns.Group)


def each(state: State, bounds: Sequence[Bound], deed: Deed, point: Point) -> Sequence[Bound]:
    """The norms as they speak of a deed: those of the party concerned once for each party."""
    if not any(bound.of_parties for bound in bounds):
        return bounds
    return [one for bound in bounds for one in about(state, bound, deed, point)]


def about(state: State, bound: Bound, deed: Deed, point: Point) -> tuple[Bound, ...]:
    """A norm as it speaks of each party whom a deed names; itself if it speaks of no party."""
    if not bound.of_parties:
        return (bound,)
    if bound.holder == ELECTORS:
        from minutebook.state.seating import of_seat

        deed = of_seat(state, deed, point)
        holder = electors(state, deed, point)
        # Where it is not known who elects there, it is not known who has that power.
        return tuple(_of(state.index, bound, p, holder) for p in parties(state, deed) if holder)
    return tuple(
        _of(state.index, bound, party, party if bound.holder == CONCERNED else bound.holder)
        for party in parties(state, deed)
    )


def _of(index: Index, bound: Bound, party: str, holder: str | None) -> Bound:
    """A norm of the party concerned, of one party: made once."""
    key = (bound.serial, party, holder)
    kept = index.instances.get(key)
    if kept is None:
        names = {CONCERNED: party}
        norm = replace(bound.norm, holder=holder or bound.norm.holder,
                       when=renamed(bound.norm.when, names),
                       unless=renamed(bound.norm.unless, names))  # fmt: skip
        # The same number whenever it is made: what is remembered of a norm goes by it.
        serial = int.from_bytes(f"{holder} {party}".encode()) * _MOST_NORMS + bound.serial
        kept = replace(
            bound, norm=norm, holder=holder, serial=serial, party=party, of_parties=False
        )
        index.instances[key] = kept
    return kept


def electors(state: State, deed: Deed, point: Point) -> str | None:
    """Who elects to the seat from which a deed removes somebody; None if the book does not tell.

    What the seat says goes before what its body says, and a short form before a norm that lets
    somebody elect.
    """
    place = state.book.records.get(deed.get("post") or "")
    while isinstance(place, nouns.Post | nouns.Body):
        told = state.pick(place.appointed_by)
        if told is not None:
            return None if told in (nouns.NOBODY, nouns.SUCCESSOR) else told
        found = _who_elects(state, place.id, point)
        if found is not None:
            return found
        place = state.book.records.get(place.in_ or "") if isinstance(place, nouns.Post) else None
    return None


def _who_elects(state: State, place: str, point: Point) -> str | None:
    election = Deed("elect", (("party", "any"), ("post", place)))
    found = {
        bound.holder
        for bound in state.index.by_verb.get(("can", "appoint"), ())
        if bound.deed is not None
        and bound.deed.verb == "elect"
        and matches(bound.deed, election)
        and state.norm_state(bound, point) == "in force"
    }
    return found.pop() if len(found) == 1 else None


def elected_by_a_class(state: State, party: str, body: str, point: Point) -> bool | None:
    """Whether somebody sits in a seat of a body that a class of members or holders fills by itself.

    A class is a body of the same organisation, other than the one that fills the rest of the seats
    and than the body itself: not a single party, whose right is its own.
    """
    record = state.book.get(body, nouns.Body)
    held = state.seats(body, point).holding(party) if record is not None else None
    seat = state.book.get(held.post, nouns.Post) if held is not None else None
    if record is None or seat is None:
        strangers = record is not None and any(
            o.holder is None for o in state.seats(body, point).occupants
        )
        return None if strangers and held is None else False
    elector = state.pick(seat.appointed_by)
    own = elector not in (None, body, state.pick(record.appointed_by))
    elects = state.book.get(elector, nouns.Body) if own else None
    return elects is not None and elects.of == record.of

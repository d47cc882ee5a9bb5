"""Who can exercise a power: its holder, the holder of a post, any member of a body."""

from __future__ import annotations

from collections.abc import Iterable

from minutebook.records import nouns
from minutebook.records.nouns import Form
from minutebook.state.actors import EACH
from minutebook.state.authority import Power
from minutebook.state.state import State
from minutebook.state.voters import Voter


def actors(state: State, power: Power) -> list[str]:
    """Who can exercise a power: its holder, the holder of a post, any member."""
    holder = power.holder
    if holder is None:
        return []
    if holder == "anyone":
        return [p.id for p in state.book.of(nouns.Person)]
    for prefix in EACH:
        if holder.startswith(prefix):
            return _members(state, holder[len(prefix) :])
    if isinstance(state.book.records.get(holder), nouns.Post):
        on_register = power.name.endswith("registered by'")
        seats = state.seats(holder, register=True) if on_register else state.sitting(holder)
        return [o.holder or f"the holder of {holder}" for o in seats.occupants]
    return [holder]


def _members(state: State, place: str) -> list[str]:
    """The members of a body, the holders of an instrument, the holder of a post."""
    record = state.book.records.get(place)
    if isinstance(record, nouns.Instrument):
        units = state.register(place)
        return [holder for holder, held in units.items() if held.more_than(0) is not False]
    if isinstance(record, nouns.Body) and record.holders_of:
        return list(dict.fromkeys(m for i in record.holders_of for m in _members(state, i)))
    return [o.holder or f"the holder of {place}" for o in state.sitting(place).occupants]


def body_behind(state: State, actor: str) -> nouns.Body | None:
    """The body that somebody is or acts through; None for a person, or the holder of a post."""
    record = state.book.records.get(actor)
    if isinstance(record, nouns.Entity) and record.acts_through is not None:
        record = state.book.records.get(record.acts_through)
    return record if isinstance(record, nouns.Body) else None


def equals_among(state: State, voters: Iterable[Voter]) -> dict[str, int]:
    """The groups among the voters whose members weigh alike and vote each for themselves."""
    return {
        v.name: v.heads
        for v in voters
        if v.heads > 1 and v.high[0] == v.heads and state.book.get(v.name, nouns.Group)
    }


def no_rule(body: nouns.Body, form: Form) -> str:
    """What is missing where nothing tells how a body decides in a form."""
    if form == "meeting":
        return f"the rule by which {body.id} decides"
    return f"whether and how {body.id} acts without a meeting"

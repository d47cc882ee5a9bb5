"""What parties did with and to each other, arranged for the norms that ask about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.deeds import Deed, matches
from minutebook.state.actors import can_exercise
from minutebook.state.authority import Power
from minutebook.state.timelines import ENDS
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.state.slots import Point
    from minutebook.state.state import State


@dataclass(frozen=True, slots=True)
class Done:
    """A deed that was done: by whom and when, as which effect of which act, until when."""

    name: str
    deed: Deed
    by: str | None
    when: When
    act: nouns.Act
    place: int
    ends: When | None = None


@dataclass(slots=True)
class Conduct:
    """The effects of acts by verb, in the order of the book; profits by whose they are.

    `about` finds those that are about an act by its name too.
    """

    by_verb: dict[str, list[tuple[nouns.Act, int]]] = field(default_factory=dict)
    about: dict[tuple[str, str | None], list[tuple[nouns.Act, int]]] = field(default_factory=dict)
    profits: dict[str, list[nouns.Event]] = field(default_factory=dict)


def conduct(state: State) -> Conduct:
    """Arrange what the book says was done; once for each known-date."""
    key = ("conduct", id(state.book), state.known)
    found = state.world.memo.indexes.get(key)
    if isinstance(found, Conduct):
        return found
    made = Conduct()
    for act in state.index.acts.values():
        for place, deed in enumerate(act.effects):
            made.by_verb.setdefault(deed.verb, []).append((act, place))
            made.about.setdefault((deed.verb, deed.get("act")), []).append((act, place))
    for record in state.visible():
        if isinstance(record, nouns.Event) and record.profit is not None:
            for party in record.about:
                made.profits.setdefault(party, []).append(record)
    state.world.memo.indexes[key] = made
    return made


def done(state: State, verbs: tuple[str, ...]) -> Iterator[Done]:
    """The deeds of some verbs; whether they took effect is not asked yet."""
    arranged = conduct(state)
    for verb in verbs:
        for act, place in arranged.by_verb.get(verb, ()):
            when = state.effective(act, place)
            ends = state.effective(act, ENDS) if act.until is not None else None
            yield Done(act.id, act.effects[place], act.by, when, act, place, ends)


def given_at_first(state: State, party: str, deed: Deed, point: Point) -> bool:
    """Whether a state that was written down anew began with somebody's consent to a deed."""
    return any(
        matches(consented, deed) and is_party(state, party, by, point)
        for by, consented in state.book.given
    )


def is_party(state: State, holder: str, party: str | None, point: Point) -> bool | None:
    """Whether a norm that speaks of a holder speaks of this party: itself, its organ, a member."""
    if party is None:
        return None
    if holder in (party, "anyone"):
        return True
    group = state.book.get(holder, nouns.Group)
    if group is not None:
        return party in group.members
    return can_exercise(state, Power(holder, holder, 0), party, point)

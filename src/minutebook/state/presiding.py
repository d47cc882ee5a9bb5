"""Who presides over a body and breaks its ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.state.aspects import aspect

if TYPE_CHECKING:
    from minutebook.state.index import Bound
    from minutebook.state.slots import Point
    from minutebook.state.state import State


def in_order(state: State, bound: Bound) -> tuple[str, ...]:
    """Those whom the rule names, its roles replaced by who fills them."""
    entity = state.book.get(bound.entity, nouns.Entity)
    roles = entity.roles if entity is not None else {}
    return tuple(who for name in bound.norm.in_order for who in roles.get(name, (name,)))


def _first_of_all(state: State, body: nouns.Body, point: Point) -> str | None:
    """The first of those who preside under a rule in force; of a body nobody can say who."""
    for bound in state.index.by_holder.get(("presides", body.id), ()):
        if state.norm_state(bound, point) == "in force":
            first = next(iter(in_order(state, bound)), None)
            is_body = isinstance(state.book.records.get(first or ""), nouns.Body)
            return None if is_body else first
    return None


def casting_vote(state: State, body: nouns.Body, deed: Deed, point: Point) -> str | None:
    """Who has the casting vote by what the body says; nobody where a norm lets none count."""
    if body.casting_vote is None:
        return None
    said = aspect(state, body, "casting vote", deed, point)
    return None if said.value == "not allowed" else body.casting_vote


def chair_of(
    state: State,
    body: nouns.Body,
    deed: Deed,
    point: Point,
    meeting: nouns.Meeting | None = None,
) -> str | None:
    """Who has the casting vote: a person, whoever holds a post, or whoever chairs the meeting.

    Where no meeting is named, whoever would preside if everybody came. Who holds a post may not be
    known; then it is "the holder of" that post.
    """
    who = casting_vote(state, body, deed, point)
    if who == nouns.PRESIDER:
        who = _first_of_all(state, body, point) if meeting is None else meeting.chaired_by
    if isinstance(state.book.records.get(who or ""), nouns.Post):
        held = state.holder(who or "", point)
        return (held.holder or f"the holder of {who}") if held is not None else None
    return who

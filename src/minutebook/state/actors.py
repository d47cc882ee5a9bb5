"""Whether an actor is who holds a power: itself, as the holder of a post, as a member of a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.state.slots import Point

if TYPE_CHECKING:
    from minutebook.state.authority import Power
    from minutebook.state.state import State


EACH = ("any member of ", "each member of ", "any holder of ", "each holder of ")


def can_exercise(state: State, power: Power, actor: str, point: Point) -> bool | None:
    """Whether an actor is who holds a power: itself, as the holder of a post, as a member.

    A post acts through its holder, and an organisation through the body it acts through.
    """
    if power.holder is None:
        return False
    if power.holder in (actor, "anyone"):
        return True
    # Who registers is whom the register shows; that is the point of a register.
    register = power.name.endswith("registered by'")
    found = _is_holder(state, power.holder, actor, point, register=register)
    acting = state.book.records.get(actor)
    if isinstance(acting, nouns.Post) and found is False:
        seats = state.sitting(actor, point).occupants
        if not seats:
            return False
        held = seats[0]
        if held.holder is None:
            return None
        if held.holder == power.holder:
            return True
        return _is_holder(state, power.holder, held.holder, point, register=register)
    return found


def _is_holder(
    state: State, holder: str, actor: str, point: Point, *, register: bool
) -> bool | None:
    for prefix in EACH:
        if holder.startswith(prefix):
            place = holder[len(prefix) :]
            if isinstance(state.book.records.get(place), nouns.Instrument):
                return state.units(actor, place, point).more_than(0)
            return _occupies(state, place, actor, point, register=False)
    record = state.book.records.get(holder)
    if isinstance(record, nouns.Entity) and record.acts_through is not None:
        if record.acts_through == actor:
            return True
        if isinstance(state.book.records.get(record.acts_through), nouns.Post):
            return _occupies(state, record.acts_through, actor, point, register=register)
    if isinstance(record, nouns.Post):
        return _occupies(state, holder, actor, point, register=register)
    acting = state.book.records.get(actor)
    return isinstance(acting, nouns.Entity) and acting.acts_through == holder


def _occupies(state: State, post: str, actor: str, point: Point, *, register: bool) -> bool | None:
    if actor == post:
        return True
    body = state.book.get(post, nouns.Body)
    if body is not None and body.holders_of:
        units = [state.units(actor, i, point).more_than(0) for i in body.holders_of]
        return True if True in units else None if None in units else False
    seats = state.seats(post, point, register=True) if register else state.sitting(post, point)
    if any(o.holder == actor for o in seats.occupants):
        return True
    return None if any(o.holder is None for o in seats.occupants) else False

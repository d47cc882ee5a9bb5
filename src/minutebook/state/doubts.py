"""What would settle whether somebody has a power: in words, and from whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.state.actors import EACH
from minutebook.state.findings import untold
from minutebook.state.slots import Point

if TYPE_CHECKING:
    from minutebook.state.authority import Power
    from minutebook.state.index import Bound
    from minutebook.state.state import State


def in_doubt(
    state: State, power: Power, actor: str, point: Point, *, sure: bool | None
) -> tuple[str, ...]:
    """What is not known: whether the power is there, or whether the actor is who holds it."""
    found = []
    if not power.sure:
        found.append(power.doubt or _whether_it_applies(state, power, point))
    if sure is None:
        found.append(_whether_held(state, power, actor))
    return tuple(found)


def _whether_it_applies(state: State, power: Power, point: Point) -> str:
    """The conditions of the norm that are not determined."""
    for bound in state.bound_norms("can"):
        if bound.norm.id == power.name and bound.holder == power.holder:
            return in_question(state, bound, point)
    return f"whether {power.holder} has the power under {power.name}"


def in_question(state: State, bound: Bound, point: Point) -> str:
    """What is not known where it is open whether a norm applies: its conditions, in words."""
    reason = state.norm_status(bound, point).why.says.partition(": ")[2]
    guards = (bound.norm.when, bound.norm.unless)
    lacking = dict.fromkeys(says for guard in guards for says in untold(state, guard))
    return f"whether {bound.applies} ({'; '.join((reason, *lacking))})"


def _whether_held(state: State, power: Power, actor: str) -> str:
    """Whether an actor is the holder of a post, a member of a body, a holder of units."""
    holder = power.holder or ""
    place = next((holder[len(prefix) :] for prefix in EACH if holder.startswith(prefix)), holder)
    match state.book.records.get(place):
        case nouns.Instrument():
            return f"whether {actor} holds {place}"
        case nouns.Body():
            return f"whether {actor} sits in {place}"
        case nouns.Post():
            return f"who holds {place}: whether {actor} does"
        case nouns.Entity(acts_through=post) if post is not None:
            return f"who acts for {place} ({post}): whether {actor} does"
        case nouns.Entity():
            return f"whether {actor} acts for {place}"
    return f"whether {actor} is {place}"

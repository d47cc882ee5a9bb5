"""Deeds that take a right which a contract gives: to bring the contract itself to an end.

Other conduct is free until a norm says otherwise; a contract ends only by who has the right to end
it, and a notice without that right ends nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.records.deeds import Deed
from minutebook.records.nouns import RANKS
from minutebook.records.verbs import RIGHTS
from minutebook.state.authority import Power, speaking
from minutebook.state.goals import holds
from minutebook.state.slots import Point
from minutebook.state.timelines import TICK
from minutebook.text.when import instant

if TYPE_CHECKING:
    from minutebook.state.index import Bound
    from minutebook.state.state import State


def _wakes(state: State, bound: Bound, point: Point) -> bool:
    """Whether a right that slept before the day of a notice is awake when it is given.

    What the right waits for may have come on that very day: which of the two came first is then a
    question of its own, unless the book orders them.
    """
    norm = bound.norm
    timed = norm.due or norm.upon or norm.ends or norm.fulfilled
    if point.act is None or norm.when is None or timed:
        return False
    excepted = norm.unless is not None and holds(state, norm.unless, point) is not False
    return not excepted and holds(state, norm.when, point) is True


def rights(state: State, deed: Deed, point: Point) -> list[Power]:
    """The permissions under which a deed that takes a right can be done, whoever has them."""
    if deed.verb not in RIGHTS:
        return []
    before = point
    if point.act is not None and point.when.earliest is not None:
        # A notice may be what ends its own right: so the right is looked at before its day.
        before = Point(instant(point.when.earliest - TICK))
    found = []
    for bound in speaking(state, "may", deed, point):
        norm = bound.norm
        status = state.norm_state(bound, before)
        if status == "does not apply" and _wakes(state, bound, point):
            status = "in force"
        # A right that sleeps or is over still tells that nobody else has one.
        live = status in ("in force", "undetermined")
        found.append(
            Power(
                bound.holder if live else None,
                norm.id,
                len(RANKS),
                role=norm.holder if live else f"{norm.holder} while {norm.id} applies",
                says=norm.says,
                src=bound.cites,
                sure=status == "in force",
            )
        )
    return found

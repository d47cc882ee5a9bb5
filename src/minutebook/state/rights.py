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
from minutebook.state.index import TICK
from minutebook.state.slots import Point
from minutebook.text.when import instant

if TYPE_CHECKING:
    from minutebook.state.state import State


def rights(state: State, deed: Deed, point: Point) -> list[Power]:
    """The permissions under which a deed that takes a right can be done, whoever has them."""
    if deed.verb not in RIGHTS:
        return []
    before = point
    if point.act is not None and point.when.earliest is not None:
        # A notice may be what ends its own right: so the right is looked at before its day.
        before = Point(instant(point.when.earliest - TICK))
    found = []
    for bound in speaking(state, "may", deed):
        status = state.norm_state(bound, before)
        norm = bound.norm
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

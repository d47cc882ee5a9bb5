"""Powers that wait: for a cause that is not determined, a time, an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records.deeds import Deed
from minutebook.state.authority import speaking
from minutebook.state.challenges import spent
from minutebook.state.slots import Point

if TYPE_CHECKING:
    from minutebook.state.state import State


def asleep(state: State, deed: Deed, point: Point) -> tuple[Why, ...]:
    """The powers that a norm states and that wait for something: nobody has them at this point."""
    waiting = [b for b in speaking(state, "can", deed, point)
               if state.norm_frame(b, point)[0] == "in force"
               and state.norm_state(b, point) == "does not apply"]  # fmt: skip
    return tuple(state.norm_status(bound, point).why for bound in waiting)


def nobodys(state: State, deed: Deed, point: Point) -> tuple[Why, ...]:
    """Why a deed is in nobody's power though the book has one: it waits, or it is gone."""
    return (*asleep(state, deed, point), *spent(state, deed, point))

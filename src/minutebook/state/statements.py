"""What claims no power: a statement, which has no effect and may still break a norm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act
from minutebook.state.bars import bars
from minutebook.state.slots import Point
from minutebook.state.verdict import Effect, Takes

if TYPE_CHECKING:
    from minutebook.state.state import State


def announced(state: State, deed: Deed, act: Act) -> Effect:
    """A statement claims no power, so that nothing undoes it; it may still break a norm."""
    when = state.moment(act)
    start = Takes("from", when)
    broken = [] if act.by is None else bars(state, deed, act.by, Point(when, act.id))
    because = tuple(bar.why for bar in broken)
    why = Why(f"{deed}: a statement, which claims no power", None, act.src, because)
    breaches = tuple(bar.norm.id for bar in broken if bar.sure)
    return Effect(deed, True, "valid", start, start, why, breaches)

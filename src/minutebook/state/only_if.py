"""What an act hangs on: the condition under which it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act
from minutebook.state.goals import holds
from minutebook.state.preconditions import NOTHING_LACKS, Met
from minutebook.state.slots import Point
from minutebook.state.timing import EFFECT, delayed, effect_label, pending_on

if TYPE_CHECKING:
    from minutebook.state.state import State


def condition_of(state: State, act: Act | None, deed: Deed) -> Met:
    """Whether what an act hangs on is so, at the moment when its effect begins.

    Of an effect that a norm delays that is the end of the delay, as far as it is known.
    """
    if act is None or act.only_if is None:
        return NOTHING_LACKS
    point = Point(state.effective(act), effect_label(act))
    place = act.effects.index(deed) if deed in act.effects else None
    if place is not None and delayed(state, act, place) and pending_on(state, act, place) is None:
        point = Point(state.effective(act, place), f"{EFFECT}{act.id}")
    found = holds(state, act.only_if, point)
    says = {True: "so it is", False: "it is not so", None: "that is not determined"}[found]
    why = Why(f"{act.id} counts only if {act.only_if}: {says}", None, act.src)
    return Met(found, (why,), (f"whether {act.only_if}",) if found is None else ())


def also(one: Met, other: Met) -> Met:
    """Two things that must be so."""
    if other is NOTHING_LACKS:
        return one
    found = {one.holds, other.holds}
    both = False if False in found else None if None in found else True
    return Met(both, (*one.whys, *other.whys), (*one.missing, *other.missing), one.cures)

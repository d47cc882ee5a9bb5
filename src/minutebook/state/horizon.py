"""Which acts can bear on a moment, so that what was left as it was far away is not asked of.

A state may leave acts as they were before any later act on them, to judge those later acts. What
such a state says of a moment rests on what was done by then, on the later acts on that (they
ratify, annul, file), on what was done by when those were, and so on. Where that chain of stretches
breaks off nothing beyond it can matter, and the state says what it says with those acts cured.
So a history in which each act is ratified before the next is done is judged in time that grows
with its length, not with the number of its subsets.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from minutebook.records.norms import DELAYING
from minutebook.records.nouns import Act
from minutebook.state.spans import COMPLETING, Bounds, effect_bounds, end_bounds, latest_begin

if TYPE_CHECKING:
    from minutebook.state.index import Index
    from minutebook.state.state import State


@dataclass(frozen=True, slots=True)
class Horizons:
    """Stretches of time that do not meet, in order, and when each act is done at the soonest.

    `stops` is False where the book has norms that look further than the acts tell.
    """

    starts: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    soonest: dict[str, datetime]
    stops: bool = True

    def of(self, moment: datetime) -> datetime:
        """The last moment of which anything can bear on this one."""
        place = bisect_right(self.starts, moment) - 1
        return max(moment, self.ends[place]) if place >= 0 else moment


def concerning(state: State, until: datetime) -> State:
    """The state, without what it leaves as it was that cannot bear on anything by a moment."""
    if not state.uncured:
        return state
    horizons = _horizons(state)
    if not horizons.stops:
        return state
    last = horizons.of(until)
    soonest = horizons.soonest
    return state.leaving_only(
        frozenset(act for act in state.uncured if act in soonest and soonest[act] <= last)
    )


def concerning_act(state: State, act: str) -> State:
    """The same, for all that can bear on an act and on when its effects begin."""
    if not state.uncured:
        return state
    return concerning(state, _stretch(state.index, state.index.acts[act])[1])


def _horizons(state: State) -> Horizons:
    """The stretches of a book; once for each known-date."""
    key = ("horizons", id(state.book), state.known)
    kept: Horizons | None = state.world.memo.indexes.get(key)
    if kept is None:
        kept = state.world.memo.indexes[key] = horizons_of(state.index)
    return kept


def horizons_of(index: Index) -> Horizons:
    """The stretches from each act to the last of what was done about it, joined."""
    stretches = {act.id: _with_later(index, act) for act in index.acts.values()}
    starts, ends = joined(stretches.values())
    soonest = {name: first for name, (first, _) in stretches.items()}
    return Horizons(starts, ends, soonest, not _looks_further(index))


def joined(stretches: Iterable[Bounds]) -> tuple[tuple[datetime, ...], tuple[datetime, ...]]:
    """Where the stretches begin and end that are left once all that meet are one."""
    starts: list[datetime] = []
    ends: list[datetime] = []
    for first, last in sorted(stretches):
        if ends and first <= ends[-1]:
            ends[-1] = max(ends[-1], last)
        else:
            starts.append(first)
            ends.append(last)
    return tuple(starts), tuple(ends)


def _looks_further(index: Index) -> bool:
    """Whether a norm waits for deeds of any kind, or is asked of the state's own date."""
    waiting = any(norm.modality == DELAYING[0] and norm.upon is not None
                  and norm.upon.verb not in COMPLETING for norm in index.delays)  # fmt: skip
    lasting = index.norms.get("holdover", ())
    return waiting or any(bound.serial not in index.steady for bound in lasting)


def _with_later(index: Index, act: Act) -> Bounds:
    """From when an act may have been done until when all that was done about it surely was."""
    first, last = _stretch(index, act)
    done = (
        *(later for later, _ in index.later.get(act.id, ())),
        *index.completions.get(act.id, ()),
    )
    return first, max((last, *(_stretch(index, one)[1] for one in done)))


def _stretch(index: Index, act: Act) -> Bounds:
    """From when an act may have been done until when all of its effects have surely begun."""
    first, done = index.dates.bounds(act)
    begun = effect_bounds(index, act)[1]
    last = max(done, begun)
    if index.delays:
        last = max((last, *(latest_begin(index, act, deed, begun) for deed in act.effects)))
    if act.until is not None:
        last = max(last, end_bounds(index, act)[1])
    return first, last

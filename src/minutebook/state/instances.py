"""Norms that arise anew with each deed of a kind: one life for each, and one for them all.

Each offer bears a right to accept that very offer, each sale a duty to pay for it. What is done
later fulfils the oldest instance that it answers and that is still open.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from minutebook.records.deeds import matches
from minutebook.records.norms import DELAYING
from minutebook.state.dates import BEGINNING
from minutebook.state.fold import Run
from minutebook.state.stages import Life, Stage, Step

if TYPE_CHECKING:
    from minutebook.state.index import Bound
    from minutebook.state.life import Lives

_FIRST: tuple[Stage, ...] = (
    "breached",
    "in force",
    "undetermined",
    "excepted",
    "triggered",
    "armed",
)
"""How a norm with several instances stands: as the first of these that one of them is."""


def lived(lives: Lives, bound: Bound) -> Life:
    """The life of a norm until the state's date; of one that arises anew, all its instances."""
    upon = bound.norm.upon
    if upon is None or bound.norm.modality in DELAYING:
        return Run(lives, bound).life()
    births = [
        one
        for one in lives.done(upon.verb)
        if matches(upon, one.deed)
        and one.when.latest is not None
        and one.when.happened_by(lives.state.at) is True
        and lives.took_effect(one)
    ]
    births.sort(key=lambda one: one.when.latest or BEGINNING)
    taken: set[tuple[str, int]] = set()
    each = tuple(Run(lives, bound, born=one, taken=taken).life() for one in births)
    return merged(Run(lives, bound, waits=True).life(), tuple(one for one in each if one.steps))


def merged(idle: Life, each: tuple[Life, ...]) -> Life:
    """One life of a norm with several instances, none of which hides another.

    Before the first of them, and for what its document does, it is as the waiting norm.
    """
    marks = {s.at.latest for life in (idle, *each) for s in life.steps if s.at.latest is not None}
    steps: list[Step] = []
    stage = idle.stage
    for at in sorted(marks):
        stage, source = _summary(idle, each, at)
        here = [s for life in source for s in life.steps if s.at.latest == at and s.stage == stage]
        if here or not steps or steps[-1].stage != stage:
            last = [s for life in source for s in life.steps if s.at.latest and s.at.latest <= at]
            steps.append(replace((here or last)[-1], stage=stage))
    open_ = [one for one in each if one.stage in ("in force", "breached")]
    due = min((one.due for one in open_ if one.due is not None), default=None)
    missing = tuple(dict.fromkeys(m for one in each for m in one.missing))
    return Life(
        idle.norm, idle.document, stage, tuple(steps), due, any(one.late for one in open_),
        missing, None, None, each,
    )  # fmt: skip


def _summary(idle: Life, each: tuple[Life, ...], at: datetime) -> tuple[Stage, tuple[Life, ...]]:
    """How the norm stands at a moment, and the lives that say so."""
    begun = [one for one in each if one.at(at) != "not yet in force"]
    for stage in _FIRST:
        found = tuple(one for one in begun if one.at(at) == stage)
        if found:
            return stage, found
    if begun and idle.at(at) != "ended":
        return begun[-1].at(at), (begun[-1],)
    return idle.at(at), (idle,)

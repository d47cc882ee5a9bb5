"""The judgment of one effect, put together: how it stands, and from when on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.state.attempts import Attempt, Outcome
from minutebook.state.delays import Tried, begins, waits
from minutebook.state.timing import pending_on
from minutebook.state.verdict import (
    NEVER,
    OPEN,
    Challenge,
    Cure,
    Effect,
    Standing,
    Takes,
)
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.state.state import State


def standing_of(carried: bool | None, ready: bool | None, *, sure: bool) -> Standing:
    """How an effect stands by its vote and by what it needs; open where not all is `sure`."""
    if carried is False or ready is False:
        return "void"
    if carried is None or ready is None or not sure:
        return "undetermined"
    return "valid"


def effect_of(
    state: State,
    deed: Deed,
    attempt: Attempt,
    carried: bool | None,
    standing: Standing,
    why: Why,
    *,
    missing: tuple[str, ...] = (),
    cures: tuple[Cure, ...] = (),
    breaches: tuple[str, ...] = (),
    challenge: Challenge | None = None,
    outcome: Outcome | None = None,
    reaches: Literal["back", "from then"] | None = None,
) -> Effect:
    """One effect of an attempt as it stands, with when it begins or what it waits for."""
    start, third = NEVER, NEVER
    tried = None
    if state.index.delays and standing != "void":
        tried = Tried(deed, attempt.by, attempt.point, attempt.act, attempt.meeting,
                      form=attempt.form)  # fmt: skip
        because = tuple(wait.why for wait in waits(state, tried))
        why = replace(why, because=(*why.because, *because)) if because else why
    if standing == "undetermined":
        start = third = OPEN
    elif standing != "void":
        when = state.effective(attempt.act) if attempt.act is not None else _ahead(state, attempt)
        start = third = Takes("from", when)
        if tried is not None:
            start, third = begins(state, tried, when)
        awaited = pending_on(state, attempt.act) if attempt.act is not None else None
        if awaited is not None:
            start = third = Takes("pending", None, awaited)
    turned = outcome.pivotal if outcome is not None and standing in ("valid", "voidable") else ()
    return Effect(
        deed, carried, standing, start, third, why, breaches, challenge, reaches=reaches,
        cures=cures, pivotal=turned, missing=missing,
    )  # fmt: skip


def _ahead(state: State, attempt: Attempt) -> When:
    """When a deed in advance would be done: at its meeting, else now, as the book's clocks say."""
    meeting = state.book.get(attempt.meeting, nouns.Meeting)
    held = state.moment(meeting) if meeting is not None else None
    if held is not None and held.happened_by(state.at) is False:
        return held
    now = state.at.astimezone(state.book.zone)
    return When(attempt.point.when.earliest, attempt.point.when.latest, f"{now:%Y-%m-%dT%H:%M}")

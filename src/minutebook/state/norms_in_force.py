"""Whether a norm or a document is in force at a point, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.state.goals import holds
from minutebook.state.index import Bound
from minutebook.state.life import state_in_life
from minutebook.state.slots import NormState, NormStatus, Point
from minutebook.state.timing import begun, happened

if TYPE_CHECKING:
    from minutebook.state.state import State


def norm_status(state: State, bound: Bound, point: Point | None = None) -> NormStatus:
    """Whether a norm is in force at a point, and why."""
    status, says = _state_and_reason(state, bound, point or state.now)
    why = Why(f"{bound.norm.id} is {status}: {says}", bound.norm.says, bound.cites)
    return NormStatus(bound.norm.id, bound.document.id, status, why)


def norm_state(state: State, bound: Bound, point: Point) -> NormState:
    """Whether a norm is in force at a point."""
    steady = state.index.steady.get(bound.serial)
    earliest = point.when.earliest
    if steady is None or earliest is None or earliest <= steady:
        return _state_and_reason(state, bound, point)[0]
    kept = state.index.states.get(bound.serial)
    if kept is None:
        kept = state.index.states[bound.serial] = _state_and_reason(state, bound, point)[0]
    return kept


def _state_and_reason(state: State, bound: Bound, point: Point) -> tuple[NormState, str]:
    if bound.norm.ends or bound.norm.fulfilled or bound.norm.due or bound.norm.survives:
        return state_in_life(state, bound, point)
    framed = state.norm_frame(bound, point)
    return _guards(state, bound, point) if framed[0] == "in force" else framed


def norm_frame(state: State, bound: Bound, point: Point) -> tuple[NormState, str]:
    """Whether a norm's document and dates let it be in force, whatever its conditions."""
    norm, document = bound.norm, bound.document
    if bound.entity is not None:
        entity = state.book.get(bound.entity, nouns.Entity)
        assert entity is not None
        if state.pick(entity.law) != bound.law:
            return "does not apply", f"{bound.law} is not the law of {bound.entity}"
    if not state.pick(norm.applies):
        return "does not apply", "it is read as not applying"
    status = state.document_state(document, point)
    if status != "in force":
        return status, f"{document.label} is {status}"
    for name, part in ((norm.id, norm), (document.id, document)):
        if part.start and not begun(state, f"start of {name}", part.start, point):
            return "not yet in force", f"it begins {part.start.written}"
        if part.end and begun(state, f"end of {name}", part.end, point):
            return "ended", f"it ended {part.end.written}"
    for later, newer in state.index.replaced.get(norm.id, ()):
        if state.document_state(later, point) == "in force":
            return "displaced", f"{newer.id} replaces it"
    return "in force", "its document is in force and nothing displaces it"


def _guards(state: State, bound: Bound, point: Point) -> tuple[NormState, str]:
    for goal, wanted in ((bound.norm.when, True), (bound.norm.unless, False)):
        if goal is None:
            continue
        found = holds(state, goal, point)
        if found is None:
            return "undetermined", f"whether {goal} is not determined"
        if found is not wanted:
            return "does not apply", f"{goal} is {'true' if found else 'not true'}"
    return "in force", "its document is in force and nothing displaces it"


def document_state(state: State, document: nouns.Document, point: Point) -> NormState:
    """Whether a document is in force: by the acts that adopt it, else by its date."""
    timeline = state.index.timelines.get(("document", document.id))
    if timeline is not None:
        current: NormState = "not yet in force"
        if not any(w.deed.verb == "adopt" for w in timeline.writers):
            current = "in force"
        for writer in happened(state, timeline, point):
            turned = state.turned(writer)
            if turned is not None:
                current = "in force" if (writer.deed.verb == "adopt") is turned else "ended"
        return current
    if document.start is None and document.date is not None:
        date = state.moment(document)
        if not begun(state, document.id, date, point):
            return "not yet in force"
    return "in force"

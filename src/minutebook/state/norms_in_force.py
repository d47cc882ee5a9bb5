"""Whether a norm or a document is in force at a point, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.norms import DELAYING
from minutebook.records.nouns import Norm
from minutebook.state import assignments
from minutebook.state.goals import holds
from minutebook.state.index import Bound
from minutebook.state.ladder import limits_of, rank_of
from minutebook.state.life import condition_holds, state_in_life
from minutebook.state.slots import NormState, NormStatus, Point
from minutebook.state.timing import begun, happened
from minutebook.text.expression import Condition
from minutebook.text.when import When, instant

if TYPE_CHECKING:
    from minutebook.state.state import State

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def norm_status(state: State, bound: Bound, point: Point | None = None) -> NormStatus:
    """Whether a norm is in force at a point, and why."""
    status, says = _state_and_reason(state, bound, point or state.now)
    is_so = status if status == "does not apply" else f"is {status}"
    why = Why(f"{bound.norm.id} {is_so}: {says}", bound.norm.says, bound.cites)
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


def norm_holds(state: State, bound: Bound, point: Point) -> bool:
    """Whether a norm is in force; where that is not determined, the world settles it."""
    status = state.norm_state(bound, point)
    if status == "undetermined":
        return state.world.choose(bound.applies, ("yes", "no"), "yes", "rule") == "yes"
    return status == "in force"


def _state_and_reason(state: State, bound: Bound, point: Point) -> tuple[NormState, str]:
    norm = bound.norm
    arises = norm.upon is not None and norm.modality not in DELAYING
    if norm.ends or norm.fulfilled or norm.due or norm.survives or arises:
        return state_in_life(state, bound, point)
    framed = state.norm_frame(bound, point)
    return _guards(state, bound, point) if framed[0] == "in force" else framed


def norm_frame(state: State, bound: Bound, point: Point) -> tuple[NormState, str]:
    """Whether a norm's document and dates let it be in force, whatever its conditions."""
    norm, document = bound.norm, bound.document
    if bound.entity is not None:
        entity = state.book.get(bound.entity, nouns.Entity)
        assert entity is not None
        laws = [law for law in state.pick(entity.law) if law.document == bound.law]
        if not laws:
            return "does not apply", f"{bound.law} is not the law of {bound.entity}"
        spent = [found for law in laws if (found := _applied(state, law, entity, point))]
        if len(spent) == len(laws):
            return spent[-1]
    if not state.pick(norm.applies):
        return "does not apply", "it is read as not applying"
    status = state.document_state(document, point)
    if status != "in force":
        return status, f"{document.label} is {status}"
    source = state.book.get(document.delegated_from, nouns.Document)
    cut_off = source is not None and (
        state.document_state(source, point) != "in force"
        or (source.end is not None and _reached(state, f"end of {source.id}", source.end, point))
    )
    if source is not None and cut_off:
        return "ended", f"{source.label}, from which it draws its power, is not in force"
    for name, part in ((norm.id, norm), (document.id, document)):
        if part.start and not _reached(state, f"start of {name}", part.start, point):
            return "not yet in force", f"it begins {part.start.written}"
        if part.end and _reached(state, f"end of {name}", part.end, point):
            return "ended", f"it ended {part.end.written}"
    assigned = assignments.frame(state, bound, point)
    if assigned is not None:
        return assigned
    for later, newer in state.index.replaced.get(norm.id, ()):
        starts = ((newer.id, newer.start), (later.id, later.start))
        if not _may_replace(norm, document, later):
            continue
        if state.document_state(later, point) == "in force" and _all_begun(state, starts, point):
            return "displaced", f"{newer.id} replaces it"
    return "in force", "its document is in force and nothing displaces it"


def _may_replace(norm: Norm, document: nouns.Document, later: nouns.Document) -> bool:
    """Whether a document may take a norm's place: a lower one only if the norm yields to it."""
    rank = rank_of(later)
    if "contract" in (document.rank, later.rank) or rank <= rank_of(document):
        return True
    return limits_of(norm, document).reaches(rank)


def _applied(
    state: State, law: nouns.Applied, entity: nouns.Entity, point: Point
) -> tuple[NormState, str] | None:
    """Why a law does not apply at a point, though it does at others; None if it does."""
    name = f"{law.document} for {entity.id}"
    if law.start and not _reached(state, f"start of {name}", law.start, point):
        return (
            "not yet in force",
            f"{law.document} is the law of {entity.id} from {law.start.written}",
        )
    if law.end and _reached(state, f"end of {name}", law.end, point):
        return "ended", f"{law.document} was the law of {entity.id} until {law.end.written}"
    return None


def _reached(state: State, label: str, date: When, point: Point) -> bool:
    """Whether the start or end of a norm has come; one that falls on a day comes as it begins.

    A rule in force from a day governs the acts of that day, whatever their hour.
    """
    start, now = date.earliest, point.when.earliest
    if _DAY.fullmatch(date.written) and start is not None:
        if now is not None and now >= start:
            return True
        date = instant(start)
    return begun(state, label, date, point)


def _all_begun(state: State, starts: Iterable[tuple[str, When | None]], point: Point) -> bool:
    return all(date is None or _reached(state, f"start of {name}", date, point)
               for name, date in starts)  # fmt: skip


def _guards(state: State, bound: Bound, point: Point) -> tuple[NormState, str]:
    for goal, wanted in ((bound.norm.when, True), (bound.norm.unless, False)):
        if goal is None:
            continue
        forbids = bound.norm.modality in ("cannot", "must not")
        if isinstance(goal, Condition) and (forbids or bound.of_parties):
            # What it forbids may depend on the deed: that is asked of each deed (see `excused`),
            # as whatever is said of the party concerned is asked of each party.
            found = condition_holds(state, goal, point, where_it_tells=wanted)
        else:
            found = holds(state, goal, point)
        if found is None:
            return "undetermined", f"whether {goal} is not determined"
        if found is not wanted:
            return "does not apply", f"{goal} is {'true' if found else 'not true'}"
    return "in force", "its document is in force and nothing displaces it"


def document_state(state: State, document: nouns.Document, point: Point) -> NormState:
    """Whether a document is in force: by the acts that adopt it, else by its date.

    One that another restates ends when that one first comes into force, and does not revive.
    """
    own = _own_state(state, document, point)
    if own == "in force" and any(
        document_state(state, later, point) in ("in force", "ended")
        and _all_begun(state, ((later.id, later.start),), point)
        for later in state.index.restated.get(document.id, ())
    ):
        return "ended"
    return own


def _own_state(state: State, document: nouns.Document, point: Point) -> NormState:
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

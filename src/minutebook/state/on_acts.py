"""Who may ratify, annul or judge an act, and until when: deeds that are about another act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from minutebook.answers.found import Why
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act
from minutebook.state.attempts import Attempt, Origin
from minutebook.state.authority import acting
from minutebook.state.bars import Bar, bars
from minutebook.state.in_fact import defeated
from minutebook.state.periods import say_end, untold_days
from minutebook.state.preconditions import NOTHING_LACKS, Met, precondition
from minutebook.state.slots import Point
from minutebook.state.timelines import target_of
from minutebook.state.timing import precedes
from minutebook.state.verdict import WORST, Effect
from minutebook.text.duration import Duration
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.state.state import State

Judge = Callable[["State", Deed, Attempt, Sequence[Effect]], Effect]

UNDONE_BY: Final = {
    "appoint": "remove",
    "elect": "remove",
    "remove": "appoint",
    "suspend from": "reinstate",
    "reinstate": "suspend from",
    "issue": "cancel",
    "cancel": "issue",
    "adopt": "repeal",
    "repeal": "adopt",
    "decide": "decide",
    "determine": "determine",
}
"""What undoes a deed from now on; what is not here (a transfer, a signature) binds others too."""


def target(state: State, deed: Deed) -> Act | None:
    """The act that a deed is about, if it was known."""
    return state.index.acts.get(target_of(deed) or "")


def target_done(state: State, deed: Deed, attempt: Attempt) -> Met:
    """Nothing can be said of an act that is still to come."""
    act = target(state, deed)
    if act is None:
        return Met(True)
    if attempt.act is not None and act.id == attempt.act.id:
        return Met(False, (Why(f"{act.id} cannot be about itself"),))
    if not precedes(state, act.id, state.moment(act), attempt.point):
        return Met(False, (Why(f"{act.id} has not been done yet"),))
    if deed.verb != "ratify":
        return Met(True)
    return _ratifiable(state, act)


def _ratifiable(state: State, act: Act) -> Met:
    """Consent can be given later, to units beyond a limit too; something to act on cannot."""
    whys: list[Why] = []
    missing: list[str] = []
    earlier: list[Effect] = []
    holds: bool | None = True
    for place, deed in enumerate(act.effects):
        own = state.own_effect(act.id, place)
        if defeated(state, act, own):
            says = f"{act.id} was put to the vote and lost: there is nothing to ratify"
            return Met(False, (Why(says),))
        if deed.verb != "issue":
            point = Point(state.moment(act), act.id)
            found = precondition(state, deed, act.by or "", point, earlier, act)
            whys.extend(found.whys)
            missing.extend(found.missing)
            holds = False if False in (holds, found.holds) else None if not found.holds else holds
        earlier.append(replace(own, standing="valid"))
    return Met(holds, tuple(whys), tuple(missing))


def in_time(state: State, deed: Deed, within: Duration | None, attempt: Attempt) -> Met:
    """Whether a deed on an act comes in the time that its power gives; days run to their end.

    A judgment is in time if the suit that it decides was brought in time.
    """
    act = target(state, deed) if within is not None else None
    if within is None or act is None:
        return NOTHING_LACKS
    brought = attempt.act.brought if attempt.act is not None else None
    when = brought or attempt.point.when
    last = last_day(state, state.moment(act), within)
    if last is None and within.business is not None:
        return Met(None, (), untold_days(within, state.moment(act)))
    if last is None or when.latest is None or when.earliest is None:
        return Met(None, (), (f"when {act.id} was done, and when this",))
    end = say_end(last, state.book.zone)
    says = f"the time to {deed.verb} {act.id} ran until {end}"
    if when.latest <= last:
        return Met(True, (Why(says),))
    if when.earliest >= last:
        return Met(False, (Why(f"too late: {says}"),))
    return Met(None, (Why(says),), (f"whether that was before {end}",))


def last_day(state: State, since: When, within: Duration) -> datetime | None:
    """The end of a time that runs from a moment; a time in days ends with its last day."""
    if since.latest is None:
        return None
    zone = state.book.zone
    end = within.latest_after(since.latest, zone)
    if end is None:
        return None
    if within.seconds or within.clear:
        return end
    local = end.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return end if local == midnight else Duration(days=1).after(midnight, zone)


def bars_on(state: State, deed: Deed, attempt: Attempt) -> list[Bar]:
    """What stands in the way of a deed now; where it mends an act, then too."""
    assert attempt.by is not None
    found = bars(state, deed, attempt.by, attempt.point)
    if attempt.origin is not None and attempt.origin.act != attempt.act:
        # What nobody could do at the time was not for want of somebody's consent.
        then = bars(state, deed, attempt.by, attempt.origin.point)
        known = {bar.norm.id for bar in found}
        found = [*found, *(bar for bar in then if bar.norm.id not in known)]
    act = target(state, deed) if deed.verb == "ratify" else None
    for inner in act.effects if act is not None else ():
        found.extend(bars(state, inner, attempt.by, attempt.point))
    return found


def as_done_now(state: State, deed: Deed, attempt: Attempt, judge: Judge) -> Effect | None:
    """To ratify by doing it oneself: whoever could do the act can give it their consent later.

    Whether there was something to act on is asked of the time of the act.
    """
    act = target(state, deed)
    if act is None or not act.effects:
        return None
    origin = Origin(act.by or "", Point(state.moment(act), act.id), act)
    trial = replace(attempt, origin=origin, voted_on=deed)
    found: list[Effect] = []
    for inner in act.effects:
        found.append(judge(state, inner, trial, tuple(found)))
    return _together(deed, found, f"{attempt.by} could do it, and consents to it", "back")


def as_undone_now(state: State, deed: Deed, attempt: Attempt, judge: Judge) -> Effect | None:
    """To annul by doing the opposite: whoever could undo the act now ends it from then on."""
    act = target(state, deed)
    if act is None or not act.effects:
        return None
    trial = replace(attempt, voted_on=deed)
    found: list[Effect] = []
    for inner in act.effects:
        verb = UNDONE_BY.get(inner.verb)
        if verb is None or (
            verb == "decide" and acting(state, act.by) != acting(state, attempt.by)
        ):
            # What another decided of its own affairs is not one's own to decide.
            return None
        names = ("party", "post", "units", "instrument", "document", "matter", "fact")
        opposite = Deed(verb, tuple((n, v) for n, v in inner.args if n in names))
        found.append(judge(state, opposite, trial, tuple(found)))
    return _together(deed, found, f"{attempt.by} could undo it", "from then")


def _together(deed: Deed, found: Sequence[Effect], says: str, reaches: str) -> Effect:
    """Several judgments as that of one deed: the worst of them."""
    worst = min(found, key=lambda e: WORST.index(e.standing))
    carried = {e.carried for e in found}
    reason = f"; {says}" if worst.standing == "valid" else ""
    why = Why(f"{deed}: {worst.standing}{reason}", None, (), tuple(e.why for e in found))
    return replace(
        worst,
        deed=deed,
        carried=False if False in carried else None if None in carried else True,
        why=why,
        reaches="back" if reaches == "back" else "from then",
        cures=tuple(replace(c, deed=deed) for c in worst.cures),
        missing=tuple(dict.fromkeys(m for e in found for m in e.missing)),
    )

"""What would make up for notice that was not given: the least first, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from minutebook.records import nouns
from minutebook.records.norms import ORGANISATION
from minutebook.state.electors import electors
from minutebook.state.meetings import Scene, still_to_join
from minutebook.state.periods import (
    earliest_chance,
    last_chance,
    say_length,
    surely_runs_out,
)
from minutebook.state.rules_of_procedure import Group, one
from minutebook.state.slots import Point
from minutebook.state.verdict import Step
from minutebook.text.duration import Duration
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.records.nouns import Norm
    from minutebook.state.index import Bound
    from minutebook.state.state import State

Kept = Literal["yes", "short", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Given:
    """How notice to one person stands under one rule: in words too."""

    person: str
    how: Kept
    says: str
    missing: str | None = None


def notice_steps(
    scene: Scene,
    group: Group,
    lacking: Sequence[Given],
    *,
    waives: bool,
) -> tuple[Step, ...]:
    """What would make up for notice that some lack: the least first, a later meeting last."""
    who = tuple(g.person for g in lacking)
    given = _notice(scene, group, who) if scene.ahead else ()
    steps = list(given)
    if waives:
        steps.extend(_waiver(scene, who))
        if all(g.how == "short" for g in lacking):
            steps.extend(_agreement(scene))
    if scene.ahead and not given:
        steps.extend(later_meeting(scene))
    return tuple(steps)


def business_steps(scene: Scene, people: Sequence[str]) -> tuple[Step, ...]:
    """What would make up for a notice that did not state the deed."""
    steps: list[Step] = []
    for group in scene.rules("notice"):
        if not group[0].norm.counterparty and scene.ahead:
            steps.extend(_notice(scene, group, people) or later_meeting(scene))
    return (*steps, *_waiver(scene, people))


def agreed(scene: Scene) -> list[str]:
    """Who waived notice of the meeting or agreed that it is short."""
    named = (p for m in scene.waivers() for p in (m.from_, *m.signed_by) if p is not None)
    return list(dict.fromkeys(named))


def _notice(scene: Scene, group: Group, who: Sequence[str]) -> tuple[Step, ...]:
    """Notice by the last moment that is still in time, if that has not gone by."""
    chance = None if scene.over else _last_chance(scene, group)
    if chance is None:
        return ()
    until, bound = chance
    norm = bound.norm
    since = _too_soon_before(scene, norm)
    parts = [f"notice of {scene.meeting.id} to {', '.join(who)}"]
    if since is not None:
        parts.append(f"not before {since.written}")
    if isinstance(norm.at_least, Duration):
        told = until != scene.state.moment(scene.meeting)
        parts.append(
            f"by {until.written}" if told else f"at least {say_length(norm.at_least)} before it"
        )
    else:
        parts.append("a reasonable time before it" if norm.at_least else "before it")
    if norm.via:
        parts.append(f"via {' or '.join(norm.via)}")
    says = " ".join(parts)
    if norm.runs_from == "receipt":
        says += ", when it must have come in"
    if must_state(scene, bound):
        says += f", stating {scene.deed}"
    return (Step("notice", says, tuple(who), until, since, norm.via),)


def _last_chance(scene: Scene, group: Group) -> tuple[When, Bound] | None:
    """Until when notice is in time by any of several rules, the longest; None if that is over."""
    held, now, zone = scene.state.moment(scene.meeting), scene.state.at, scene.state.book.zone
    found: tuple[When, Bound] | None = None
    for bound in group:
        length = bound.norm.at_least
        until = held
        if isinstance(length, Duration):
            until = last_chance(length, held, zone) or held
        past = until.happened_by(now) is True and not (until.exact and until.earliest == now)
        if not past and (found is None or found[0].before(until)):
            found = until, bound
    return found


def _too_soon_before(scene: Scene, norm: Norm) -> When | None:
    """From when on notice is not too early, where it would be so now."""
    if not isinstance(norm.at_most, Duration):
        return None
    held = scene.state.moment(scene.meeting)
    since = earliest_chance(norm.at_most, held, scene.state.book.zone)
    return since if since is not None and since.happened_by(scene.state.at) is False else None


def must_state(scene: Scene, bound: Bound) -> bool:
    """Whether a notice under a rule must name the deed: special notice, or the day's business."""
    if bound.deed is not None and bound.norm.counterparty:
        return True
    business = one(scene.rules("business"))
    return business is not None and scene.state.pick(business.norm.value) == "as notified"


def _waiver(scene: Scene, who: Sequence[str]) -> tuple[Step, ...]:
    """A waiver by each of them, or their coming, where a rule lets that still count."""
    bound = one(scene.rules("waiver"))
    ways = bound.norm.ways if bound is not None else None
    if ways is None:
        return ()
    names = ", ".join(who)
    open_ = scene.ahead and not scene.over
    held = scene.state.moment(scene.meeting)
    steps: list[Step] = []
    if "after" in ways or ("before" in ways and open_):
        until = held if "after" not in ways else None
        by = f" by {until.written}" if until is not None else ""
        via = bound.norm.via if bound is not None else ()
        means = f" via {' or '.join(via)}" if via else ""
        says = f"a waiver of notice by {names}{means}{by}"
        steps.append(Step("waiver", says, tuple(who), until, via=via))
    if "attendance" in ways and open_ and ORGANISATION not in who:
        says = f"{names} at {scene.meeting.id}, without objecting to it"
        steps.append(Step("attendance", f"the attendance of {says}", tuple(who), held))
    return tuple(steps)


def _agreement(scene: Scene) -> tuple[Step, ...]:
    """Agreement to short notice by as many as still lack."""
    bound = one(scene.rules("short notice"))
    rule = scene.state.pick(bound.norm.by) if bound is not None else None
    if rule is None or scene.over:
        return ()
    who = agreed(scene)
    found = still_to_join(scene.state, scene.body, rule, scene.deed, who, scene.point)
    if found is None or not found.needs:
        return ()
    says = f"agreement to short notice by {found.more(who)}"
    return (Step("short notice", says, found.among[: found.needs]),)


def later_meeting(scene: Scene) -> tuple[Step, ...]:
    """A meeting late enough for notice that is sent now, where this one is too soon or over.

    Notice of it goes out anew to all to whom any rule wants it; nothing where the time that it
    takes is not put in numbers.
    """
    start: When | None = None
    who: dict[str, None] = {}
    states = False
    via: list[str] = []
    for group in scene.rules("notice"):
        if scene.state.pick(group[-1].norm.value) == "not needed":
            continue
        soonest = soonest_for(scene.state, group)
        if soonest is None and any(b.norm.at_least is not None for b in group):
            return ()
        if soonest is not None and (start is None or start.before(soonest)):
            start = soonest
        whom = whom_to_notify(scene.state, scene.body, group[0], scene.point)
        who.update(dict.fromkeys(p for p in whom if p not in scene.meeting.called_by))
        states = states or must_state(scene, group[-1])
        if all(b.norm.via for b in group):
            means = [name for b in group for name in b.norm.via]
            via = [name for name in means if not via or name in via]
    says = "a later meeting" + (f", from {start.written} on" if start is not None else "")
    if who:
        says += f", with notice of it to {', '.join(who)}"
        says += f" via {' or '.join(via)} now" if via else " now"
        says += f", stating {scene.deed}" if states else ""
    return (Step("later meeting", says, tuple(who), None, start, tuple(via)),)


def soonest_for(state: State, group: Group) -> When | None:
    """The first moment for which notice sent now is in time; None if that is not put in numbers."""
    zone = state.book.zone
    found = [
        ends
        for bound in group
        if isinstance(bound.norm.at_least, Duration)
        and (ends := surely_runs_out(bound.norm.at_least, state.at, zone)) is not None
    ]
    if not found:
        return None
    start = min(found).astimezone(zone)
    whole = start.hour == start.minute == start.second == 0
    return When(start, start, start.date().isoformat() if whole else f"{start:%Y-%m-%d %H:%M}")


def whom_to_notify(state: State, body: nouns.Body, bound: Bound, point: Point) -> list[str]:
    """To whom a rule wants notice given: the members of the body, or whom it names."""
    if not bound.norm.counterparty:
        return [v.name for v in electors(state, body, point).voters if v.heads]
    own = body.of or body.id.rpartition("/")[0]
    return [own if name == ORGANISATION else name for name in bound.norm.counterparty]


__all__ = [
    "Given",
    "Kept",
    "agreed",
    "business_steps",
    "later_meeting",
    "must_state",
    "notice_steps",
    "soonest_for",
    "whom_to_notify",
]

"""Notice of a meeting: to whom it was given, in time or not, what it stated, and who waived it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.state.electors import electors
from minutebook.state.meetings import Scene, attended, joined
from minutebook.state.notice_steps import (
    Given,
    Kept,
    agreed,
    business_steps,
    notice_steps,
    whom_to_notify,
)
from minutebook.state.papers import addressed, speaks_for, states_deed
from minutebook.state.periods import at_least, at_most, last_chance, say_length, untold_days
from minutebook.state.rules_of_procedure import Finding, Group, one, why_rule
from minutebook.state.timing import same_instant
from minutebook.text.duration import Duration
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.records.nouns import Norm
    from minutebook.state.index import Bound


def notice_findings(scene: Scene) -> list[Finding]:
    """What the rules on notice ask of a meeting, one finding for each of them.

    A meeting that continues an adjourned one rests on the notice of that one, beside what the
    rules ask for adjourned meetings.
    """
    adjourned = scene.meeting.adjourned_from
    found = [
        _notice(scene, group)
        for group in scene.rules("notice")
        if adjourned is None or any(b.norm.meetings for b in group)
    ]
    business = None if adjourned is not None else _business(scene)
    if business is not None:
        found.append(business)
    first = scene.state.book.get(adjourned, nouns.Meeting)
    if first is not None and first.adjourned_from != scene.meeting.id:
        found.extend(notice_findings(replace(scene, meeting=first)))
    return found


def notice_due(scene: Scene) -> Iterator[tuple[str, tuple[str, ...], When]]:
    """Notice of a meeting still to come: by which rule, to whom it is owed yet, and until when."""
    for group in scene.rules("notice"):
        bound = group[-1]
        length = bound.norm.at_least
        if not isinstance(length, Duration) or bound.deed is not None:
            continue
        whom = tuple(
            person
            for person in whom_to_notify(scene.state, scene.body, bound, scene.point)
            if _best([_given(scene, b, person) for b in group]).how != "yes"
            and not (bound.norm.counterparty == () and _waived(scene, person)[0])
        )
        held = scene.state.moment(scene.meeting)
        until = last_chance(length, held, scene.state.book.zone)
        if whom and until is not None:
            yield bound.norm.id, whom, until


# -- whether it was given


def _notice(scene: Scene, group: Group) -> Finding:
    """Whether everybody got the notice that one of the rules asks for, or waived it."""
    whom = whom_to_notify(scene.state, scene.body, group[0], scene.point)
    found = [_best([_given(scene, bound, person) for bound in group]) for person in whom]
    lacking = [g for g in found if g.how != "yes"]
    if any(g.how == "short" for g in lacking) and short_notice_agreed(scene) is True:
        lacking = [g for g in lacking if g.how != "short"]
    # Special notice to the organisation is not the members' to waive.
    waives = group[0].norm.counterparty == ()
    waived = {g.person: _waived(scene, g.person) if waives else (False, None) for g in lacking}
    lacking = [g for g in lacking if waived[g.person][0] is not True]
    kept: bool | None = not lacking
    open_ = [g for g in lacking if g.how == "unknown" or waived[g.person][0] is None]
    if lacking and len(open_) == len(lacking):
        kept = None
    missing = tuple(
        m for g in open_ for m in (g.missing, waived[g.person][1]) if m and kept is None
    )
    says = "; ".join(g.says for g in lacking) or _all_well(found, scene)
    why = Why(f"notice of {scene.meeting.id}: {says}", None, (), tuple(map(why_rule, group)))
    people = tuple(g.person for g in lacking)
    bearings = [b.norm.consequence for b in group if b.norm.consequence is not None]
    steps = notice_steps(scene, group, lacking, waives=waives) if lacking else ()
    return Finding(
        kept, group[0].norm.id, why, bearings[0] if bearings else None, missing, steps, people
    )


def _all_well(found: Sequence[Given], scene: Scene) -> str:
    told = [g.person for g in found if g.how == "yes"]
    rest = [g.person for g in found if g.how != "yes"]
    parts = [f"given to {', '.join(told)}"] if told else []
    parts += [f"waived by {', '.join(rest)}"] if rest else []
    return ", ".join(parts) or f"{scene.body.id} has nobody to give it to"


def _best(found: Sequence[Given]) -> Given:
    order: tuple[Kept, ...] = ("yes", "unknown", "short", "no")
    return min(found, key=lambda g: order.index(g.how))


def _given(scene: Scene, bound: Bound, person: str) -> Given:
    """How notice to somebody stands under a rule; who called or sent it needs none."""
    norm, meeting = bound.norm, scene.meeting
    if scene.state.pick(norm.value) == "not needed":
        return Given(person, "yes", "not needed")
    sent = scene.sent()
    if not norm.counterparty and (
        person in meeting.called_by or any(m.from_ == person for m in sent)
    ):
        return Given(person, "yes", f"{person} called it")
    to_them = [m for m in sent if addressed(scene.state, m, scene.body, person)]
    if person in meeting.not_notified or (not to_them and (sent or scene.ahead)):
        return Given(person, "no", f"none was given to {person}")
    if not to_them:
        missing = f"whether notice of {meeting.id} was given to {person}"
        return Given(person, "unknown", f"whether it was given to {person} is not told", missing)
    return _best([_fits(scene, bound, person, message) for message in to_them])


def _fits(scene: Scene, bound: Bound, person: str, message: nouns.Message) -> Given:
    """Whether one notice is what a rule asks for: its means, its matter, its time."""
    norm = bound.norm
    if norm.via and message.via is not None and message.via not in norm.via:
        return Given(person, "no", f"it went to {person} via {message.via}, which does not count")
    if bound.deed is not None and norm.counterparty:
        stated = states_deed(scene.state, message, scene.deed, scene.act)
        if stated is False:
            return Given(person, "no", f"what went to {person} did not state it")
        if stated is None:
            missing = f"whether {message.id} stated {scene.deed}"
            return Given(
                person, "unknown", f"what went to {person} may not have stated it", missing
            )
    in_time, says = _in_time(scene, norm, message)
    if in_time is False:
        return Given(person, "short", f"to {person} {says}")
    if in_time is None or (norm.via and message.via is None):
        missing = f"whether notice to {person} was in time ({says})"
        if in_time is None:
            missing = "; ".join((missing, *_untold(scene, norm, message)))
        else:
            missing = f"by what means notice was given to {person}"
        return Given(person, "unknown", f"to {person} {says}", missing)
    return Given(person, "yes", f"to {person} {says}")


def _untold(scene: Scene, norm: Norm, message: nouns.Message) -> tuple[str, ...]:
    """The calendar that is missing where notice runs in business days."""
    lengths = (norm.at_least, norm.at_most)
    sent = scene.state.moment(message)
    return tuple(name for length in lengths if isinstance(length, Duration)
                 for name in untold_days(length, sent))  # fmt: skip


def _in_time(scene: Scene, norm: Norm, message: nouns.Message) -> tuple[bool | None, str]:
    """Whether a notice was given long enough before the meeting, and not too long."""
    sent = scene.state.moment(message)
    if message.received is None:
        return _long_enough(scene, norm, sent)
    if norm.runs_from is not None:
        return _long_enough(scene, norm, message.received if norm.runs_from == "receipt" else sent)
    from_sending = _long_enough(scene, norm, sent)
    from_receipt = _long_enough(scene, norm, message.received)
    if from_sending[0] == from_receipt[0]:
        return from_sending
    name = f"notice under {norm.id} runs from"
    chosen = scene.state.world.choose(name, ("sending", "receipt"), kind="rule")
    return from_sending if chosen == "sending" else from_receipt


def _long_enough(scene: Scene, norm: Norm, given: When) -> tuple[bool | None, str]:
    held = scene.state.moment(scene.meeting)
    zone = scene.state.book.zone
    says = f"on {given.written}, for {held.written}"
    before = given.before(held)
    if before is False or (given.exact and held.exact and given.earliest == held.earliest):
        return False, f"{says}: not before it"
    if norm.at_least == "reasonable" or norm.at_most == "reasonable":
        return None, f"{says}: whether that is reasonable is not put in numbers"
    tests: list[bool | None] = [before]
    if isinstance(norm.at_least, Duration):
        tests = [at_least(norm.at_least, given, held, zone)]
        says += f": at least {say_length(norm.at_least)} needed"
    if isinstance(norm.at_most, Duration):
        tests.append(at_most(norm.at_most, given, held, zone))
        says += f", at most {say_length(norm.at_most)}"
    return (False if False in tests else None if None in tests else True), says


# -- waiver and agreement


def _waived(scene: Scene, person: str) -> tuple[bool | None, str | None]:
    """Whether somebody waived notice, and what is missing to tell."""
    bound = one(scene.rules("waiver"))
    ways = bound.norm.ways if bound is not None else None
    via = bound.norm.via if bound is not None else ()
    found: list[bool | None] = []
    missing: str | None = None
    for way, sure in _ways_used(scene, person, via):
        if sure is None and (ways is None or way in ways):
            missing = f"whether {person} attended {scene.meeting.id} or waived notice of it"
            found.append(None)
        elif ways is None:
            name = f"notice in {scene.body.id} is waived by {_WAYS[way]}"
            found.append(scene.state.world.choose(name, ("yes", "no"), kind="rule") == "yes")
        else:
            found.append(way in ways)
    return (True if True in found else None if None in found else False), missing


_WAYS = {"before": "a waiver before", "after": "a waiver after", "attendance": "attendance"}


def _ways_used(
    scene: Scene, person: str, via: tuple[str, ...]
) -> list[tuple[Literal["before", "after", "attendance"], bool | None]]:
    """In which ways somebody waived notice; None where the book does not tell if they did."""
    meeting, state = scene.meeting, scene.state
    used: list[tuple[Literal["before", "after", "attendance"], bool | None]] = []
    for message in scene.waivers():
        if not speaks_for(message, person) or (via and message.via not in (None, *via)):
            continue
        known = True if not via or message.via is not None else None
        given, held = state.moment(message), state.moment(meeting)
        # What comes in as the meeting begins does not come after it.
        before = True if same_instant(given, held) else given.before(held)
        if before is None:
            used.extend([("before", None), ("after", None)])
        else:
            used.append(("before" if before else "after", known))
    if scene.ahead and person in scene.voting and not _may_vote_away(scene):
        used.append(("attendance", True))
    if not scene.ahead and person not in meeting.objected:
        everybody = attended(state, meeting)
        if everybody is None:
            used.append(("attendance", None))
        elif person in everybody:
            used.append(("attendance", True))
    return used


def _may_vote_away(scene: Scene) -> bool:
    """Whether one can vote there without coming."""
    bound = one(scene.rules("absent votes"))
    return bound is not None and scene.state.pick(bound.norm.value) == "allowed"


def short_notice_agreed(scene: Scene) -> bool | None:
    """Whether as much of the body agreed to short notice as a rule asks for."""
    bound = one(scene.rules("short notice"))
    rule = scene.state.pick(bound.norm.by) if bound is not None else None
    if rule is None:
        return False
    who = agreed(scene)
    return joined(scene.state, scene.body, rule, scene.deed, who, scene.point) if who else False


# -- what it stated


def _business(scene: Scene) -> Finding | None:
    """Whether the notice stated the deed, where a meeting can deal with nothing else."""
    bound = one(scene.rules("business"))
    if bound is None or scene.state.pick(bound.norm.value) != "as notified":
        return None
    sent = scene.sent()
    if scene.ahead and not sent:
        return None
    told = [states_deed(scene.state, message, scene.deed, scene.act) for message in sent]
    kept = True if True in told else None if None in told or not sent else False
    people = [v.name for v in electors(scene.state, scene.body, scene.point).voters]
    if kept is not True and people and all(_waived(scene, p)[0] is True for p in people):
        kept = True
    says = {True: "it was stated", False: "it was not stated", None: "whether it was stated"}[kept]
    why = Why(f"notice of {scene.meeting.id}: {says}: {scene.deed}", None, (), (why_rule(bound),))
    missing = (f"whether the notice of {scene.meeting.id} stated {scene.deed}",)
    steps = business_steps(scene, people) if kept is False else ()
    return Finding(
        kept, bound.norm.id, why, bound.norm.consequence, missing if kept is None else (), steps,
        tuple(people),
    )  # fmt: skip

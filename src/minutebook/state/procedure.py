"""Whether a decision of a body went the way that the rules of procedure ask, and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.state.chairing import presiding_finding
from minutebook.state.meetings import (
    Scene,
    call_finding,
    hearing_finding,
    outside,
    proposal_finding,
)
from minutebook.state.notice import notice_findings
from minutebook.state.notice_steps import later_meeting
from minutebook.state.record_dates import record_date_findings
from minutebook.state.renewal import Put, renewal_finding
from minutebook.state.rules_of_procedure import Bearing, Finding
from minutebook.state.verdict import Cure, Step
from minutebook.state.written_consent import afterwards_finding

if TYPE_CHECKING:
    from minutebook.records.nouns import Choice
    from minutebook.state.attempts import Attempt, Outcome
    from minutebook.state.state import State

MOST_CURES = 24
BY_ONE: Final = frozenset({"notice", "hearing", "later meeting"})
OF_NOTICE: Final = frozenset({"notice", "waiver", "attendance", "short notice"})


@dataclass(frozen=True, slots=True)
class Conduct:
    """What the rules of procedure make of a decision.

    `void` and `voidable` say whether it is so for a fault of procedure: surely, surely not, or
    None if that is not determined.
    """

    void: bool | None = False
    voidable: bool | None = False
    breaches: tuple[str, ...] = ()
    wronged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    whys: tuple[Why, ...] = ()
    faults: tuple[Finding, ...] = ()


NOTHING = Conduct()


def procedure(state: State, deed: Deed, attempt: Attempt) -> Conduct:
    """Judge how a decision came about, by the record of its meeting or of its consents."""
    body = body_of(state, attempt.by)
    if body is None:
        return NOTHING
    found = _findings(state, body, deed, attempt)
    return _weigh(state, found) if found else NOTHING


def body_of(state: State, who: str | None) -> nouns.Body | None:
    """The body that decides: itself, or that through which an organisation acts."""
    entity = state.book.get(who, nouns.Entity)
    name = entity.acts_through if entity is not None else who
    return state.book.get(name, nouns.Body)


def _findings(state: State, body: nouns.Body, deed: Deed, attempt: Attempt) -> list[Finding]:
    found: list[Finding | None] = []
    act = attempt.act
    meeting = state.book.get(attempt.meeting, nouns.Meeting)
    if meeting is not None and attempt.form != "without meeting":
        scene = Scene(state, body, deed, attempt.point, meeting, act, _voting(attempt))
        found.append(_outside(scene))
        first = state.book.get(meeting.adjourned_from, nouns.Meeting)
        found.append(call_finding(scene if first is None else replace(scene, meeting=first)))
        found.extend(notice_findings(scene))
        found.extend(record_date_findings(scene))
        found.append(hearing_finding(scene))
        found.append(presiding_finding(scene))
    point, ballot = attempt.point, attempt.ballot
    ahead = act is None
    named = nouns.Ballot(dict.fromkeys(attempt.proposed_by, "for"))
    movers = named if act is None else act.proposed_by
    said = state.index.on_bodies
    asked = not ahead or meeting is not None or attempt.proposed_by
    if asked and ("proposal", body.id) in said:
        found.append(proposal_finding(state, body, deed, point, movers, ahead=ahead))
    if ("renewal", body.id) in said:
        found.append(renewal_finding(state, Put(body, deed, point, meeting, movers)))
    if act is not None and attempt.form == "without meeting":
        found.append(afterwards_finding(state, body, deed, ballot, point, act))
    return [finding for finding in found if finding is not None]


def _outside(scene: Scene) -> Finding | None:
    """Whether it was decided before the meeting began or after it ended."""
    state = scene.state
    name = f"time of {scene.meeting.id}"
    if scene.act is None:
        over = Why(f"{scene.meeting.id} is over")
        return Finding(False, name, over, "void", (), later_meeting(scene)) if scene.over else None
    says = outside(scene.meeting, state.moment(scene.meeting), state.moment(scene.act))
    if says is None:
        return None
    return Finding(False, name, Why(says), "void")


def _voting(attempt: Attempt) -> frozenset[str]:
    """Who is to be there to vote, of a deed in advance."""
    if attempt.act is not None:
        return frozenset()
    cast = ("for", "against", "abstain")
    return frozenset(p for p, choice in attempt.ballot.choices.items() if choice in cast)


def _weigh(state: State, found: Sequence[Finding]) -> Conduct:
    """What follows from each fault; where no rule says, that is a choice of the world."""
    sure: dict[Bearing, list[Finding]] = {"void": [], "voidable": [], "breach": []}
    open_: dict[Bearing, list[Finding]] = {"void": [], "voidable": [], "breach": []}
    for finding in found:
        if finding.kept is not True:
            (open_ if finding.kept is None else sure)[_bearing(state, finding)].append(finding)
    unclear = [*open_["void"], *open_["voidable"]]
    return Conduct(
        void=True if sure["void"] else None if open_["void"] else False,
        voidable=True if sure["voidable"] else None if open_["voidable"] else False,
        breaches=tuple(f.name for f in sure["breach"]),
        wronged=tuple(dict.fromkeys(p for f in sure["voidable"] for p in f.wronged)),
        missing=tuple(dict.fromkeys(m for f in unclear for m in f.missing)),
        whys=tuple(f.why for f in found),
        faults=tuple(f for f in (*sure["void"], *sure["voidable"], *unclear)),
    )


def _bearing(state: State, finding: Finding) -> Bearing:
    if finding.bearing is not None:
        return finding.bearing
    name = f"what follows if {finding.name} is not kept"
    chosen = state.world.choose(name, ("void", "voidable"), kind="rule")
    return "void" if chosen == "void" else "voidable"


def cures(
    state: State, deed: Deed, attempt: Attempt, outcome: Outcome, faults: Sequence[Finding]
) -> tuple[Cure, ...]:
    """What mends the vote, if it lacks consents, together with what mends every fault.

    Who comes to give a consent that is lacking may need no notice any more.
    """
    votes, by = outcome.cures, attempt.by or ""

    def with_consents(vote: Cure) -> Sequence[Finding]:
        consents: dict[str, Choice] = dict.fromkeys(vote.among, "for")
        ballot = replace(attempt.ballot, choices={**attempt.ballot.choices, **consents})
        return procedure(state, deed, replace(attempt, ballot=ballot)).faults

    if not faults:
        return tuple(votes)
    if not all(fault.steps for fault in faults) or (not votes and not outcome.carried):
        return ()
    made: dict[tuple[Step, ...], Cure] = {}
    for vote in votes or (Cure("", deed, by),):
        lacking = with_consents(vote) if vote.needs and vote.needs == len(vote.among) else faults
        ways = islice(product(*(fault.steps for fault in lacking)), MOST_CURES)
        for steps in (_needed(tuple(dict.fromkeys(way))) for way in ways):
            says = "; and ".join(s for s in (vote.says, *(step.says for step in steps)) if s)
            made.setdefault(steps, replace(vote, says=says, steps=steps))
    return tuple(sorted(made.values(), key=_cost))


def _cost(cure: Cure) -> tuple[bool, int, int]:
    """What can be done for this meeting goes before a later one; then the fewest who must act.

    One person sends a notice to all, or hears somebody; a waiver takes each of them.
    """
    later = any(step.kind == "later meeting" for step in cure.steps)
    people = sum(1 if step.kind in BY_ONE else len(step.who) for step in cure.steps)
    return later, cure.needs + people, len(cure.steps)


def _needed(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps without those that another makes needless.

    Who calls a meeting knows of it; for a later one, notice goes out anew.
    """
    if any(step.kind == "later meeting" for step in steps):
        return tuple(step for step in steps if step.kind not in OF_NOTICE)
    callers = {who for step in steps if step.kind == "call" for who in step.who}
    return tuple(
        step for step in steps if step.kind not in OF_NOTICE or not callers.issuperset(step.who)
    )


__all__ = ["Conduct", "Step", "body_of", "cures", "procedure"]

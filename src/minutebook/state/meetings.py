"""A meeting as it was held: who was there when, who called it, who moved and who was heard."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Ballot
from minutebook.state.actors import can_exercise
from minutebook.state.authority import Power, speaking
from minutebook.state.consents import as_if_all_voted
from minutebook.state.count import decide
from minutebook.state.electorate import Roll, call_roll
from minutebook.state.papers import notices, papers
from minutebook.state.pivots import Lack, lack
from minutebook.state.rules_of_procedure import Bearing, Finding, one, rules, why_rule
from minutebook.state.say_vote import between
from minutebook.state.slots import Point, Presence
from minutebook.state.sole import acting_together
from minutebook.state.spans import LONGEST
from minutebook.state.verdict import Step
from minutebook.text.when import When, instant

if TYPE_CHECKING:
    from minutebook.records.rules import Rule
    from minutebook.state.index import Bound
    from minutebook.state.state import State


@dataclass(frozen=True, slots=True)
class Scene:
    """A deed before a meeting of a body; `act` None: it is only thought of.

    `voting` are those who are to vote there, of a deed in advance.
    """

    state: State
    body: nouns.Body
    deed: Deed
    point: Point
    meeting: nouns.Meeting
    act: nouns.Act | None
    voting: frozenset[str] = frozenset()

    @property
    def ahead(self) -> bool:
        """Whether the meeting is still to come, so that what is not recorded is not done yet."""
        return self.act is None

    @property
    def over(self) -> bool:
        """Whether the meeting is over at the state's date; where no end is told, a day later."""
        end = self.meeting.end
        if end is not None:
            return end.before(instant(self.state.at)) is True
        held = self.state.moment(self.meeting).latest
        return held is not None and held + LONGEST <= self.state.at

    @property
    def until(self) -> When | None:
        """By when what the meeting lacks must be there; None of another in its place."""
        return None if self.over else self.state.moment(self.meeting)

    def sent(self) -> list[nouns.Message]:
        """The notices of the meeting; before it, those that have gone out by the state's date."""
        return self._gone(notices(self.state, self.meeting.id))

    def waivers(self) -> list[nouns.Message]:
        """The waivers of its notice, in the same way."""
        return self._gone(papers(self.state).waivers.get(self.meeting.id, []))

    def _gone(self, messages: list[nouns.Message]) -> list[nouns.Message]:
        if not self.ahead:
            return messages
        state = self.state
        return [m for m in messages if state.moment(m).happened_by(state.at) is not False]

    def rules(self, subject: nouns.Modality) -> list[tuple[Bound, ...]]:
        """The rules on a subject that hold for this meeting."""
        return rules(self.state, self.body, subject, self.deed, self.point, self.meeting)


def attended(state: State, meeting: nouns.Meeting) -> frozenset[str] | None:
    """Everybody who came at any time; None if the book does not tell."""
    named = (*state.pick(meeting.attended), *meeting.came, *meeting.left)
    return frozenset(named) or None


def presence(state: State, meeting: nouns.Meeting, when: When) -> Presence | None:
    """Who was there at a moment of a meeting; None if the book does not tell who came."""
    everybody = attended(state, meeting)
    if everybody is None:
        return None
    if not meeting.came and not meeting.left:
        return Presence(everybody)
    surely: set[str] = set()
    perhaps: set[str] = set()
    for person in everybody:
        there = _there(meeting, person, when)
        if there is not False:
            (surely if there else perhaps).add(person)
    return Presence(frozenset(surely), frozenset(perhaps))


def _there(meeting: nouns.Meeting, person: str, when: When) -> bool | None:
    """Whether somebody who came was there at a moment: from coming until leaving."""
    came, left = meeting.came.get(person), meeting.left.get(person)
    here = True if came is None else _by(came, when)
    gone = False if left is None else _by(left, when)
    if here is False or gone is True:
        return False
    return True if here and gone is False else None


def _by(event: When, when: When) -> bool | None:
    """Whether something had happened at a moment; at its very instant it has."""
    if event.exact and event.earliest == when.earliest and when.exact:
        return True
    return event.before(when)


def at_start(state: State, meeting: nouns.Meeting) -> Presence | None:
    """Who was there when it began: all who came but those who came later."""
    everybody = attended(state, meeting)
    return None if everybody is None else Presence(everybody - meeting.came.keys())


def outside(meeting: nouns.Meeting, begun: When, decided: When) -> str | None:
    """Why something decided at a moment was not decided at the meeting, if that is sure."""
    if decided.before(begun):
        return f"{meeting.id} had not begun when it was decided"
    if meeting.end is not None and meeting.end.before(decided):
        return f"{meeting.id} had ended when it was decided"
    return None


# -- who called it, who moved it, who was heard


def call_finding(scene: Scene) -> Finding | None:
    """Whether who called the meeting could call it; None where nothing says who can.

    Where a rule says how much of a body can call (a requisition), the callers are counted by it.
    """
    state = scene.state
    call = Deed("call", (("post", scene.body.id),))
    able = [
        bound
        for bound in speaking(state, "can", call)
        if state.norm_state(bound, scene.point) in ("in force", "undetermined")
    ]
    if not able:
        return None
    callers = scene.meeting.called_by
    because = tuple(why_rule(bound) for bound in able)
    stated: list[Bearing] = [b.norm.consequence for b in able if b.norm.consequence is not None]
    bearing = stated[0] if stated else None
    name = f"call of {scene.meeting.id}"
    steps = _other_callers(scene, able)
    if not callers and not scene.ahead:
        why = Why(f"who called {scene.meeting.id} is not told", None, (), because)
        return Finding(None, name, why, bearing, (f"who called {scene.meeting.id}",))
    found = [_may_call(scene, bound, callers) for bound in able] if callers else [False]
    kept = True if True in found else None if None in found else False
    who = ", ".join(callers) or "nobody"
    says = {True: "could", False: "could not", None: "may or may not have been able to"}[kept]
    why = Why(f"{scene.meeting.id} was called by {who}, who {says} call it", None, (), because)
    missing = (f"whether {who} could call {scene.meeting.id}",) if kept is None else ()
    return Finding(kept, name, why, bearing, missing, steps if scene.ahead else ())


def _other_callers(scene: Scene, able: Sequence[Bound]) -> tuple[Step, ...]:
    """A call by each of those who can alone, or by as many more as can together."""
    steps: dict[Step, None] = {}
    for bound in able:
        rule = scene.state.pick(bound.norm.by)
        if bound.holder is None:
            continue
        if rule is None:
            says = f"a call by {bound.holder}"
            steps[Step("call", says, (bound.holder,), scene.until)] = None
            continue
        body = _called_together(scene, bound.holder)
        if body is None:
            continue
        called = scene.meeting.called_by
        found = still_to_join(scene.state, body, rule, scene.deed, called, scene.point)
        if found is not None and found.needs:
            says = f"a call by {found.more(called)}"
            steps[Step("call", says, found.among[: found.needs], scene.until)] = None
    return tuple(steps)


def _called_together(scene: Scene, holder: str) -> nouns.Body | None:
    """The body whose members, or as many of them as a rule asks, call a meeting together."""
    together = acting_together(scene.state, Power(holder, holder, 0))
    return together or scene.state.book.get(holder, nouns.Body)


def _may_call(scene: Scene, bound: Bound, callers: Sequence[str]) -> bool | None:
    state = scene.state
    if bound.holder is None:
        return False
    rule = state.pick(bound.norm.by)
    by_act = [act for c in callers if (act := state.index.acts.get(c)) is not None]
    if by_act:
        return _called_by_act(scene, bound, by_act[0])
    if rule is None or bound.holder in callers:
        power = Power(bound.holder, bound.norm.id, 0)
        found = [can_exercise(state, power, caller, scene.point) for caller in callers]
        return True if True in found else None if None in found else False
    body = _called_together(scene, bound.holder)
    return None if body is None else joined(state, body, rule, scene.deed, callers, scene.point)


def _called_by_act(scene: Scene, bound: Bound, act: nouns.Act) -> bool | None:
    state = scene.state
    power = Power(bound.holder, bound.norm.id, 0)
    if act.by is None or can_exercise(state, power, act.by, scene.point) is not True:
        return False
    standings = [state.effect(act.id, n).standing for n, d in enumerate(act.effects)
                 if d.verb == "call" and d.get("post") == scene.body.id]  # fmt: skip
    if not standings or "void" in standings:
        return False
    return None if "undetermined" in standings else True


def joined(
    state: State,
    body: nouns.Body,
    rule: Rule,
    deed: Deed,
    who: Sequence[str] | Ballot,
    point: Point,
) -> bool | None:
    """Whether those who join in something are as much of a body as a rule asks for."""
    roll = _roll_of(state, body, deed, who, point)
    enough = decide(as_if_all_voted(rule, holders=bool(body.holders_of)), roll.electorate)
    voters = roll.electorate.voters
    if (
        enough is False
        and not set(who.choices if isinstance(who, Ballot) else who) <= {v.name for v in voters}
        and any(isinstance(state.book.records.get(v.name), nouns.Group) for v in voters)
    ):
        # They may be of a group whose people the book counts and does not name.
        return None
    return enough


def _roll_of(
    state: State, body: nouns.Body, deed: Deed, who: Sequence[str] | Ballot, point: Point
) -> Roll:
    """The roll of a body in which some join, and nobody else does."""
    told = who if isinstance(who, Ballot) else Ballot(dict.fromkeys(who, "for"))
    ballot = replace(told, others=told.others or "absent")
    return call_roll(state, body, deed, ballot, "without meeting", None, point)


def still_to_join(
    state: State,
    body: nouns.Body,
    rule: Rule,
    deed: Deed,
    who: Sequence[str],
    point: Point,
) -> Lack | None:
    """The fewest who must yet join those who have, for as much of a body as a rule asks for."""
    roll = _roll_of(state, body, deed, who, point)
    counted = as_if_all_voted(rule, holders=bool(body.holders_of))
    return lack(lambda electorate: decide(counted, electorate), roll.electorate, [counted])


def _say_who(joined: Ballot) -> str:
    """Those who join in something, by name or by number."""
    told = joined.tally.get("for")
    named = ", ".join(joined.choices)
    if told is None:
        return named or ("everybody" if joined.others == "for" else "nobody")
    number = between(told.low or 0, math.inf if told.high is None else told.high)
    return f"{named} and {number} others" if named else f"{number} of them"


def proposal_finding(
    state: State,
    body: nouns.Body,
    deed: Deed,
    point: Point,
    movers: Ballot | None,
    *,
    ahead: bool,
) -> Finding | None:
    """Whether enough of a body proposed a deed: its mover and those who seconded it.

    Before a meeting (`ahead`) whoever is not told of has not proposed it yet.
    """
    bound = one(rules(state, body, "proposal", deed, point))
    rule = state.pick(bound.norm.by) if bound is not None else None
    if bound is None or rule is None:
        return None
    because = (why_rule(bound),)
    if movers is None and not ahead:
        why = Why("who proposed it is not told", None, (), because)
        return Finding(None, bound.norm.id, why, bound.norm.consequence, (f"who proposed {deed}",))
    told = movers or Ballot({})
    kept = joined(state, body, rule, deed, told, point)
    who = _say_who(told)
    says = {True: "enough", False: "too few", None: "perhaps too few"}[kept]
    missing = (f"how much of {body.id} {who} are",) if kept is None else ()
    why = Why(f"proposed by {who}: {says}", None, (), because)
    steps: tuple[Step, ...] = ()
    named = tuple(told.choices)
    found = still_to_join(state, body, rule, deed, named, point) if ahead else None
    if found is not None and found.needs:
        names = found.among[: found.needs]
        steps = (Step("proposal", f"a proposal by {found.more(named)}", names),)
    return Finding(kept, bound.norm.id, why, bound.norm.consequence, missing, steps)


def hearing_finding(scene: Scene) -> Finding | None:
    """Whether the one whom a deed is about could be heard, where a rule gives that right."""
    bound = one(scene.rules("hearing"))
    party = scene.deed.get("party")
    if bound is None or party is None or scene.state.pick(bound.norm.value) == "not needed":
        return None
    heard = scene.meeting.heard
    kept = party in heard if heard is not None else False if scene.ahead else None
    how = {True: "could be heard", False: "was not heard", None: "may have been heard or not"}
    why = Why(f"{party} {how[kept]}", None, (), (why_rule(bound),))
    missing = (f"whether {party} could be heard",) if kept is None else ()
    says = f"a hearing of {party} before the vote"
    steps = (Step("hearing", says, (party,), scene.until),) if scene.ahead else ()
    return Finding(kept, bound.norm.id, why, bound.norm.consequence, missing, steps, (party,))

"""Whether a body decided: its ballot counted by the rule that holds, in the form it was cast."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Ballot, Form
from minutebook.records.rule_text import say_rule
from minutebook.records.rules import AllOf, Rule
from minutebook.state.aspects import aspect, exercised
from minutebook.state.attempts import Attempt, Outcome
from minutebook.state.attendance import votes_at
from minutebook.state.authority import Power
from minutebook.state.consents import as_if_all_voted, with_consents, with_presider
from minutebook.state.count import Electorate, decide
from minutebook.state.election import (
    ballot_for,
    contest,
    elected_together,
    in_advance,
    may_stand_alone,
    stands,
    to_fill,
)
from minutebook.state.electorate import Roll, call_roll
from minutebook.state.meetings import Scene, presence
from minutebook.state.papers import stated
from minutebook.state.pivots import pivotal
from minutebook.state.presiding import casting_vote, chair_of
from minutebook.state.quorums import NONE_NEEDED, quorum_of, say_quorum
from minutebook.state.say_vote import met, say_votes
from minutebook.state.slots import Point, Presence
from minutebook.state.sole import roll_with
from minutebook.state.tested import counted_by, counts_absent, waits_for_the_chair
from minutebook.state.verdict import Cure
from minutebook.state.vote_cures import vote_cures
from minutebook.state.written_consent import consents_that_count

if TYPE_CHECKING:
    from minutebook.state.state import State


def decision(state: State, deed: Deed, attempt: Attempt, power: Power | None) -> Outcome:
    """Whether the actor decided on the deed.

    A body decides by its votes, an organisation through the body it acts through, a post
    through its holder; anybody else by doing it.
    """
    assert attempt.by is not None
    record = state.book.records.get(attempt.by)
    if isinstance(record, nouns.Entity) and record.acts_through is not None:
        record = state.book.records.get(record.acts_through, record)
    if isinstance(record, nouns.Body):
        return _body_decides(state, record, deed, attempt, power)
    if isinstance(record, nouns.Post):
        failed = _acts_as_holder(state, deed, record, attempt)
        if failed is not None:
            return failed
    chosen = attempt.ballot.choices.get(attempt.by)
    if chosen not in (None, "for"):
        return Outcome(False, Why(f"{attempt.by} did not do it ({chosen})"))
    if power is not None and power.rule is not None:
        return _with_others(state, deed, attempt, power, power.rule)
    return Outcome(True, Why(f"{attempt.by} did it"))


def _with_others(state: State, deed: Deed, attempt: Attempt, power: Power, rule: Rule) -> Outcome:
    """Whether one who acts has the consents that the power asks for besides."""
    actor = attempt.by or ""
    rule, roll = roll_with(state, power, rule, deed, actor, attempt.ballot, attempt.point)

    def test(electorate: Electorate) -> bool | None:
        return decide(rule, electorate)

    carried = test(roll.electorate)
    cures: tuple[Cure, ...] = ()
    if not carried and attempt.explain:
        cures = vote_cures(deed, actor, roll, test, attempt.form, [rule])
    why = Why(f"{actor} did it; rule: {say_rule(rule)}: {met(carried)}", None, (), roll.notes)
    return Outcome(carried, why, roll.missing if carried is None else (), (), cures)


def _acts_as_holder(state: State, deed: Deed, post: nouns.Post, attempt: Attempt) -> Outcome | None:
    """Why a post did not act: nobody holds it, or another than who acted; None if it did.

    Who signs the register is whom the register shows: that is the point of a register.
    """
    held = state.sitting(post.id, attempt.point).occupants
    if deed.verb == "register" and state.pick(post.registered_by):
        held = (*held, *state.seats(post.id, attempt.point, register=True).occupants)
    if not held:
        away = state.seats(post.id, attempt.point).occupants
        says = f"nobody holds {post.id}, so nobody acted as it"
        if away:
            names = " and ".join(o.holder or "whoever it is" for o in away)
            says = f"{names}, who holds {post.id}, is suspended and cannot act as it"
        return Outcome(False, Why(says))
    people = [p for p, c in attempt.ballot.choices.items() if c == "for" and p != attempt.by]
    if not people or {o.holder for o in held} & set(people):
        return None
    if any(o.holder is None for o in held):
        return Outcome(None, Why(f"who holds {post.id} is not known"), (f"who holds {post.id}",))
    return Outcome(False, Why(f"{people[0]} does not hold {post.id}, so it did not act"))


def _body_decides(
    state: State, body: nouns.Body, deed: Deed, attempt: Attempt, power: Power | None
) -> Outcome:
    forms = _forms(state, body, deed, attempt, power)
    outcomes = [_in_form(state, body, deed, attempt, power, form) for form in forms]
    if len(outcomes) == 1 or outcomes[0].carried == outcomes[1].carried:
        return outcomes[0]
    unclear = next((o for o in outcomes if o.carried is None), None)
    if unclear is not None:
        # One form is undetermined anyway: asking for the form as well would settle nothing.
        return replace(unclear, missing=(*unclear.missing, f"the form in which {body.id} decided"))
    choice = f"form of {attempt.act.id}" if attempt.act is not None else f"form of {deed}"
    chosen = state.world.choose(choice, tuple(forms), kind="rule")
    return outcomes[forms.index(cast("Form", chosen))]


def _forms(
    state: State, body: nouns.Body, deed: Deed, attempt: Attempt, power: Power | None
) -> list[Form]:
    """The forms in which it may have been decided.

    Where the record does not say, the form that the power asks for is meant, else the rule for
    meetings and, if there is one, that for decisions without a meeting too.
    """
    if attempt.form is not None:
        return [attempt.form]
    if power is not None and power.form is not None:
        return ["without meeting" if power.form == "written consent" else "meeting"]
    if aspect(state, body, "without meeting", deed, attempt.point).said:
        return ["meeting", "without meeting"]
    return ["meeting"]


def _in_form(
    state: State, body: nouns.Body, deed: Deed, attempt: Attempt, power: Power | None, form: Form
) -> Outcome:
    ballot, there, notes, missing = ballot_as_it_counts(state, body, deed, attempt, form)
    if stands(deed, attempt.act):
        own = power.rule if power is not None else None
        rule = own or cast("Rule | None", aspect(state, body, "decides", deed, attempt.point).value)
        seats = to_fill(state, deed, attempt.act, attempt.point) or 1
        ballot = ballot_for(deed, attempt.act, ballot, seats, rule)
    record_date = _record_date(state, attempt)
    roll = call_roll(
        state, body, deed, ballot, form, there, attempt.point, record_date, on=attempt.voted_on
    )
    if notes or missing:
        # Of a consent that may not have come in it is known how its signer chose.
        told = {f"how {p} voted" for p, choice in attempt.ballot.choices.items() if choice == "for"}
        rest = tuple(m for m in roll.missing if m not in told)
        roll = replace(roll, notes=(*notes, *roll.notes), missing=(*missing, *rest))
    if form == "meeting":
        outcome = _at_meeting(state, body, deed, attempt, power, roll)
        if power is not None and power.form == "meeting with notice":
            return _if_stated(state, deed, attempt, outcome)
        return outcome
    return _without_meeting(state, body, deed, attempt, power, roll)


def _if_stated(state: State, deed: Deed, attempt: Attempt, outcome: Outcome) -> Outcome:
    """What a meeting decided by a power that takes notice of it beforehand."""
    found, says = stated(state, attempt.meeting, deed, attempt.act)
    why = replace(outcome.why, because=(*outcome.why.because, Why(says)))
    if found is False:
        return Outcome(False, replace(why, says=f"{outcome.why.says}; {says}"))
    if found is None and outcome.carried is not False:
        missing = f"whether the notice of {attempt.meeting or 'the meeting'} stated {deed}"
        return replace(outcome, carried=None, why=why, missing=(*outcome.missing, missing))
    return replace(outcome, why=why)


def _record_date(state: State, attempt: Attempt) -> Point | None:
    """The day on which whoever held instruments has their votes: of the act, else its meeting."""
    date = attempt.act.record_date if attempt.act is not None else None
    meeting = state.book.get(attempt.meeting, nouns.Meeting)
    if date is None and meeting is not None:
        date = meeting.record_date
    return Point(date) if date is not None else None


def ballot_as_it_counts(
    state: State, body: nouns.Body, deed: Deed, attempt: Attempt, form: Form
) -> tuple[Ballot, Presence | None, tuple[Why, ...], tuple[str, ...]]:
    """The votes of those who were there, or the consents that came in, and who was there."""
    point = attempt.point
    if form == "without meeting":
        found = consents_that_count(state, body, deed, attempt.ballot, point, attempt.act)
        return found[0], attempt.attended, found[1], found[2]
    meeting = state.book.get(attempt.meeting, nouns.Meeting)
    if meeting is None or attempt.act is None:
        return attempt.ballot, attempt.attended, (), ()
    there = presence(state, meeting, point.when)
    scene = Scene(state, body, deed, point, meeting, attempt.act)
    ballot, notes = votes_at(scene, attempt.ballot, there)
    return ballot, there, notes, ()


def _at_meeting(
    state: State, body: nouns.Body, deed: Deed, attempt: Attempt, power: Power | None, roll: Roll
) -> Outcome:
    if power is not None and power.form == "written consent":
        return Outcome(False, Why(f"{power.name} asks for written consent"))
    own = power.rule if power is not None else None
    said = exercised(state, body, power, deed, attempt.point)
    rule = cast("Rule | None", said.value)
    if rule is None:
        return _without_rule(f"the rule by which {body.id} decides", said.why, roll)
    rule, roll = with_consents(state, rule, roll, attempt.ballot, attempt.point, deed)
    quorum, lasting = quorum_of(state, body, deed, attempt, power)
    required = cast("Rule | None", quorum.value)
    needed = NONE_NEEDED if lasting else required
    meeting = state.book.get(attempt.meeting, nouns.Meeting)
    chair = chair_of(state, body, deed, attempt.point, meeting)
    roll = with_presider(state, roll, chair, attempt.ballot)
    race = contest(state, body, deed, attempt.act, rule, roll.electorate, attempt.point, chair)
    if race is None:
        together = elected_together(deed, attempt.act)
        rule = in_advance(state, deed, rule, attempt.point, together)
    test = counted_by(rule, needed, chair)
    if race is None:
        carried = test(roll.electorate)
    else:
        carried = race.decides(rule, lambda r: counted_by(r, needed, chair)(roll.electorate))
        missing = race.missing or roll.missing
        roll = replace(roll, notes=(race.why, *roll.notes), missing=missing)
    missing = roll.missing if carried is None else ()
    who = casting_vote(state, body, deed, attempt.point)
    if carried is False and waits_for_the_chair(who, chair, rule, needed, roll.electorate):
        carried, missing = None, (f"who chaired {attempt.meeting or body.id}",)
    alone = may_stand_alone(deed, attempt.act, rule) if carried is False else None
    if alone is not None and counted_by(alone, needed, chair)(roll.electorate) is not False:
        carried, missing = None, (f"the candidates for {deed.get('post')}, and the votes for each",)
    if carried and required is None and not counts_absent(rule) and _some_absent(roll.electorate):
        carried, missing = None, (f"the quorum of {body.id}",)
    cures: tuple[Cure, ...] = ()
    if not carried and attempt.explain and race is None:
        rules = [r for r in (rule, needed) if r is not None]
        cures = vote_cures(deed, body.id, roll, test, "meeting", rules, ties=chair is not None)
    turned: tuple[str, ...] = ()
    if carried and attempt.explain and race is None:
        turned = pivotal(rule, roll.electorate, test if chair else None)
    because: tuple[Why, ...] = ()
    if attempt.explain:
        found = decide(rule, roll.electorate) if race is None else carried
        counted = _say_count(rule, found, roll, () if rule == own else (said.why,))
        broken = (_say_casting(chair),) if chair and carried and found is False else ()
        if who is None and body.casting_vote is not None:
            broken = (aspect(state, body, "casting vote", deed, attempt.point).why,)
        quorate = lasting or say_quorum(required, quorum.why, roll)
        because = (counted, *broken, quorate, *roll.notes)
    why = Why(f"{body.id} at a meeting: {met(carried)}", None, (), because)
    return Outcome(carried, why, missing, turned, cures, roll.breaches)


def _say_count(rule: Rule, found: bool | None, roll: Roll, read: tuple[Why, ...]) -> Why:
    return Why(f"{say_votes(roll, rule)}; rule: {say_rule(rule)}: {met(found)}", None, (), read)


def _say_casting(chair: str) -> Why:
    return Why(f"the casting vote of {chair} breaks the tie")


def _without_rule(what: str, why: Why, roll: Roll) -> Outcome:
    """No rule is known: where nobody can have consented, none can have been met."""
    if not any("for" in v.choices for v in roll.electorate.voters if v.counted and v.entitled):
        return Outcome(False, Why("nobody consented, so no rule is met", because=(why,)))
    return Outcome(None, why, (what,))


def _some_absent(electorate: Electorate) -> bool:
    return any("absent" in v.choices for v in electorate.voters if v.makes_quorum and v.heads)


def _without_meeting(
    state: State, body: nouns.Body, deed: Deed, attempt: Attempt, power: Power | None, roll: Roll
) -> Outcome:
    if power is not None and power.form in ("meeting", "meeting with notice"):
        return Outcome(False, Why(f"{power.name} asks for a meeting"))
    said = aspect(state, body, "without meeting", deed, attempt.point)
    own = power.rule if power is not None else None
    rule = cast("Rule | None", said.value)
    if power is not None and own is not None:
        rule = _in_writing(state, body, deed, attempt.point, power, rule)
    if rule is None:
        return _without_rule(f"whether and how {body.id} acts without a meeting", said.why, roll)
    rule = _said_once(as_if_all_voted(rule, holders=bool(body.holders_of)))
    rule, roll = with_consents(state, rule, roll, attempt.ballot, attempt.point, deed)
    counted = rule

    def test(electorate: Electorate) -> bool | None:
        return decide(counted, electorate)

    race = contest(state, body, deed, attempt.act, rule, roll.electorate, attempt.point, None)
    if race is None:
        carried = test(roll.electorate)
    else:
        carried = race.decides(rule, lambda r: decide(r, roll.electorate))
        missing = race.missing or roll.missing
        roll = replace(roll, notes=(race.why, *roll.notes), missing=missing)
    counted_as = f"{say_votes(roll, rule)}; rule: {say_rule(rule)}: {met(carried)}"
    says = f"{body.id} without a meeting: {counted_as}"
    cures: tuple[Cure, ...] = ()
    if not carried and attempt.explain and race is None:
        cures = vote_cures(deed, body.id, roll, test, "without meeting", [rule])
        cures = (*cures, *_meeting_cures(state, body, deed, attempt, power))
        cures = tuple(sorted(cures, key=lambda c: c.needs))
    turned: tuple[str, ...] = ()
    if carried and attempt.explain and race is None:
        turned = pivotal(rule, roll.electorate)
    missing = roll.missing if carried is None else ()
    why = Why(says, None, (), (said.why, *roll.notes))
    return Outcome(carried, why, missing, turned, cures, roll.breaches)


def _in_writing(
    state: State, body: nouns.Body, deed: Deed, point: Point, power: Power, rule: Rule | None
) -> Rule | None:
    """The rule without a meeting for a power that has one of its own: both, or its own alone."""
    if power.form == "written consent":
        return cast("Rule", exercised(state, body, power, deed, point, "without meeting").value)
    own = cast("Rule", exercised(state, body, power, deed, point).value)
    return None if rule is None else AllOf((rule, own))


def _said_once(rule: Rule) -> Rule:
    """The same rule without what it says twice: two documents may ask for the same."""
    if not isinstance(rule, AllOf):
        return rule
    parts = tuple(dict.fromkeys(_said_once(part) for part in rule.rules))
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _meeting_cures(
    state: State, body: nouns.Body, deed: Deed, attempt: Attempt, power: Power | None
) -> tuple[Cure, ...]:
    """The same votes at a meeting, with more consents if they do not carry there yet."""
    ballot = replace(attempt.ballot, others="absent")
    roll = call_roll(state, body, deed, ballot, "meeting", None, attempt.point, on=attempt.voted_on)
    meeting = replace(attempt, ballot=ballot, form="meeting")
    there = _at_meeting(state, body, deed, meeting, power, roll)
    if there.carried:
        says = f"the same votes at a meeting of {body.id}"
        return (Cure(says, deed, body.id, 0, (), "meeting"),)
    return tuple(replace(c, says=f"{c.says}, at a meeting") for c in there.cures if c.needs)

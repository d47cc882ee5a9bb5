"""The judge: what an attempt achieved, or what it would still lack.

The same function judges a recorded act and one that is only thought of. For each effect it
looks for every power that could produce it, asks whether the actor can exercise one of them,
counts the votes by the rule that holds, and checks what stands in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, cast

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act, Ballot, Form
from minutebook.records.rule_text import say_rule
from minutebook.records.rules import AllOf, Rule
from minutebook.state.authority import (
    Power,
    aspect,
    bars,
    can_exercise,
    powers,
)
from minutebook.state.count import (
    Electorate,
    Voter,
    decide,
    lack,
    meeting_decides,
    pivotal,
    present,
)
from minutebook.state.electorate import Roll, call_roll, merge
from minutebook.state.preconditions import Met, precondition
from minutebook.state.slots import Point
from minutebook.state.verdict import NEVER, OPEN, Cure, Effect, Standing, Takes, Verdict

if TYPE_CHECKING:
    from minutebook.state.state import State

CLAIMS_NO_POWER = ("announce",)
CROWD = 500
Test: TypeAlias = Callable[[Electorate], bool | None]
BEST: tuple[Standing, ...] = ("valid", "voidable", "undetermined", "void")


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries, with which votes, in which form; `form` None: not said.

    `explain` asks for what only an explanation needs: pivotal voters and cures.
    """

    by: str | None
    ballot: Ballot
    form: Form | None
    attended: frozenset[str] | None
    point: Point
    act: Act | None
    explain: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the actor decided: the vote, or the actor's own act."""

    carried: bool | None
    why: Why
    missing: tuple[str, ...] = ()
    pivotal: tuple[str, ...] = ()
    cures: tuple[Cure, ...] = ()


def judge_effect(state: State, act: Act, place: int, *, explain: bool) -> Effect:
    """Judge one effect of a recorded act by the rules in force at its own time.

    Each effect is judged by itself, so that whoever asks about one post does not rest on what
    the act did to another. Earlier effects of the act on the same post come first.
    """
    deed = act.effects[place]
    if deed.verb in CLAIMS_NO_POWER:
        return _announced(state, deed, act)
    point = Point(state.moment(act), act.id)
    form = state.pick(act.form)
    meeting = state.book.get(act.meeting, nouns.Meeting)
    attended: frozenset[str] | None = None
    if meeting is not None:
        form = form or "meeting"
        attended = frozenset(state.pick(meeting.attended)) or None
    attempt = Attempt(act.by, merge(state, act), form, attended, point, act, explain)
    post = deed.get("post")
    earlier = [
        state.effect(act.id, before)
        for before in range(place)
        if post is not None and act.effects[before].get("post") == post
    ]
    return _judge(state, deed, attempt, earlier)


def judge(
    state: State,
    deed: Deed,
    *,
    by: str,
    choices: Ballot,
    form: Form | None = None,
    attended: frozenset[str] | None = None,
) -> Effect:
    """Judge a deed that is only thought of, at the date of the state.

    Voters whom `choices` does not name have not consented: they count as absent unless
    `choices.others` says otherwise.
    """
    ballot = choices if choices.others else replace(choices, others="absent")
    attempt = Attempt(by, ballot, form, attended, state.now, None)
    return _judge(state, deed, attempt, [])


def _announced(state: State, deed: Deed, act: Act) -> Effect:
    start = Takes("from", state.moment(act))
    why = Why(f"{deed}: a statement, which claims no power", None, act.src)
    return Effect(deed, True, "valid", start, start, why)


def _judge(state: State, deed: Deed, attempt: Attempt, earlier: Sequence[Effect]) -> Effect:
    """One effect of an attempt."""
    if attempt.by is None:
        missing = (f"who did it: {deed}",)
        return _effect(state, deed, attempt, None, "undetermined", Why("it is not said who acted"),
                       missing=missing)  # fmt: skip
    met = precondition(state, deed, attempt.by, attempt.point, earlier, attempt.act)
    found = powers(state, deed, attempt.point)
    if deed.verb == "decide":
        found.append(_own_matter(attempt.by))
    if deed.verb == "sign":
        found.append(Power(attempt.by, "signature", 9, says="a party signs for itself"))
    usable = [(p, can_exercise(state, p, attempt.by, attempt.point)) for p in found]
    candidates = [(p, sure) for p, sure in usable if sure is not False]
    if not candidates:
        return _without_power(state, deed, attempt, found, met)
    effects = [_by_power(state, deed, attempt, p, sure, met) for p, sure in candidates]
    return min(effects, key=lambda e: BEST.index(e.standing))


def _own_matter(actor: str) -> Power:
    return Power(actor, "its own affairs", 9, says=f"{actor} decides its own affairs")


def _without_power(
    state: State, deed: Deed, attempt: Attempt, found: list[Power], met: Met
) -> Effect:
    """Nobody the actor is has the power: void if it is another's, open if it is nobody's."""
    assert attempt.by is not None
    outcome = _decision(state, deed, attempt, None)
    if not found:
        missing = (f"who has the power to {deed}",)
        why = Why(f"nothing at hand says who can {deed}", None, (), (outcome.why,))
        return _effect(state, deed, attempt, outcome.carried, "undetermined", why,
                       missing=missing, outcome=outcome)  # fmt: skip
    because = (*(p.why for p in found), outcome.why)
    holders = " or ".join(dict.fromkeys(p.holder or f"{p.role} (nobody)" for p in found))
    why = Why(f"{attempt.by} has no power to {deed}: it is {holders}'s", None, (), because)
    cures = tuple(
        Cure(f"the same deed by {p.holder}", deed, p.holder) for p in found if p.holder is not None
    )
    del met
    return _effect(state, deed, attempt, outcome.carried, "void", why, cures=cures, outcome=outcome)


def _by_power(
    state: State, deed: Deed, attempt: Attempt, power: Power, exercisable: bool | None, met: Met
) -> Effect:
    """The effect by one power: precondition, vote, and what stands in the way."""
    assert attempt.by is not None
    outcome = _decision(state, deed, attempt, power)
    because = [power.why, *met.whys, outcome.why]
    missing = [*met.missing, *outcome.missing]
    carried = outcome.carried
    if exercisable is None or not power.sure:
        missing.append(f"whether {attempt.by} can act under {power.name}")
    disabling: bool | None = False
    breaches = []
    for bar in bars(state, deed, attempt.by, attempt.point):
        because.append(bar.why)
        if bar.disables and bar.rank <= power.rank:
            disabling = True if bar.sure else (disabling or None)
            if not bar.sure:
                missing.append(f"whether {bar.norm.id} applies")
        else:
            breaches.append(bar.norm.id)
    sure = exercisable is True and power.sure
    standing = _standing(carried, met.holds, disabling, sure=sure)
    says = f"{deed} by {attempt.by}: {standing}"
    cures = outcome.cures
    if disabling:
        others = [p for p in powers(state, deed, attempt.point) if p.holder not in (None,
                  power.holder)]  # fmt: skip
        cures = tuple(Cure(f"the same deed by {p.holder}", deed, cast("str", p.holder))
                      for p in others)  # fmt: skip
    return _effect(
        state, deed, attempt, carried, standing, Why(says, None, (), tuple(because)),
        missing=tuple(dict.fromkeys(missing)) if standing == "undetermined" else (),
        cures=cures if standing in ("void", "undetermined") else (),
        breaches=tuple(breaches) if carried is not False else (),
        outcome=outcome,
    )  # fmt: skip


def _standing(
    carried: bool | None, met: bool | None, disabling: bool | None, *, sure: bool
) -> Standing:
    if carried is False or met is False or disabling is True:
        return "void"
    if carried is None or met is None or disabling is None or not sure:
        return "undetermined"
    return "valid"


def _effect(
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
    outcome: Outcome | None = None,
) -> Effect:
    start, third = NEVER, NEVER
    if standing == "undetermined":
        start = third = OPEN
    elif standing != "void":
        when = state.effective(attempt.act) if attempt.act is not None else attempt.point.when
        start = third = Takes("from", when)
    turned = outcome.pivotal if outcome is not None and standing in ("valid", "voidable") else ()
    return Effect(
        deed, carried, standing, start, third, why, breaches, None, cures, turned, missing
    )


def toward_third_parties(state: State, verdict: Verdict, act: Act) -> Verdict:
    """Say when each effect binds third parties: a registered post from its registration.

    Kept apart from the judgment itself, which no later registration can change.
    """
    effects = []
    for effect in verdict.effects:
        post = state.book.get(effect.deed.get("post"), nouns.Post)
        registrars = state.pick(post.registered_by) if post is not None else ()
        if not registrars or effect.takes_effect.kind != "from":
            effects.append(effect)
            continue
        entered = state.registered_on(act)
        if entered is not None:
            third = Takes("from", entered)
        else:
            shown = [h for r in registrars for h in _register_holders(state, r)]
            third = Takes("pending", None, "registration", tuple(dict.fromkeys(shown)))
        effects.append(replace(effect, toward_third_parties=third))
    return Verdict(verdict.act, tuple(effects))


def _register_holders(state: State, registrar: str) -> list[str]:
    record = state.book.records.get(registrar)
    if isinstance(record, nouns.Post | nouns.Body):
        found = state.seats(registrar, register=True).occupants
        return [o.holder or f"the holder of {registrar}" for o in found]
    return [registrar]


def _decision(state: State, deed: Deed, attempt: Attempt, power: Power | None) -> Outcome:
    """Whether the actor decided on the deed."""
    assert attempt.by is not None
    record = state.book.records.get(attempt.by)
    if isinstance(record, nouns.Entity) and record.acts_through is not None:
        record = state.book.records.get(record.acts_through, record)
    if not isinstance(record, nouns.Body):
        chosen_by_actor = attempt.ballot.choices.get(attempt.by)
        if chosen_by_actor not in (None, "for"):
            return Outcome(False, Why(f"{attempt.by} did not do it ({chosen_by_actor})"))
        return Outcome(True, Why(f"{attempt.by} did it"))
    forms = _forms(state, record, deed, attempt)
    outcomes = [_in_form(state, record, deed, attempt, power, form) for form in forms]
    if len(outcomes) == 1 or outcomes[0].carried == outcomes[1].carried:
        return outcomes[0]
    unclear = next((o for o in outcomes if o.carried is None), None)
    if unclear is not None:
        # One form is undetermined anyway: asking for the form as well would settle nothing.
        return replace(
            unclear, missing=(*unclear.missing, f"the form in which {record.id} decided")
        )
    choice = f"form of {attempt.act.id}" if attempt.act is not None else f"form of {deed}"
    chosen = state.world.choose(choice, tuple(forms), kind="rule")
    return outcomes[forms.index(cast("Form", chosen))]


def _forms(state: State, body: nouns.Body, deed: Deed, attempt: Attempt) -> list[Form]:
    """The forms in which it may have been decided.

    Where the record does not say, the rule for meetings is meant, and that for decisions
    without a meeting too if there is one.
    """
    if attempt.form is not None:
        return [attempt.form]
    if aspect(state, body, "without meeting", deed, attempt.point).said:
        return ["meeting", "without meeting"]
    return ["meeting"]


def _in_form(
    state: State, body: nouns.Body, deed: Deed, attempt: Attempt, power: Power | None, form: Form
) -> Outcome:
    roll = call_roll(state, body, deed, attempt.ballot, form, attempt.attended, attempt.point)
    if form == "meeting":
        return _at_meeting(state, body, deed, attempt, power, roll)
    return _without_meeting(state, body, deed, attempt, power, roll)


def _at_meeting(
    state: State, body: nouns.Body, deed: Deed, attempt: Attempt, power: Power | None, roll: Roll
) -> Outcome:
    said = aspect(state, body, "decides", deed, attempt.point)
    rule = power.rule if power is not None and power.rule is not None else said.value
    if rule is None:
        return Outcome(None, said.why, (f"the rule by which {body.id} decides",))
    rule = cast("Rule", rule)
    if power is not None and power.form == "written consent":
        return Outcome(False, Why(f"{power.name} asks for written consent"))
    quorum = aspect(state, body, "quorum", deed, attempt.point)
    required = cast("Rule | None", quorum.value)

    def test(electorate: Electorate) -> bool | None:
        return _with_casting_vote(body, rule, required, electorate)

    carried = test(roll.electorate)
    quorate = present(required, roll.electorate) if required is not None else None
    missing = list(roll.missing) if carried is None else []
    if carried and required is None and not _everyone_comes(rule, roll.electorate):
        carried = None
        missing.append(f"the quorum of {body.id}")
    said_rule = Why(f"{_say_votes(roll)}; rule: {say_rule(rule)}: {_met(carried)}", None, (),
                    (said.why,) if power is None or power.rule is None else ())  # fmt: skip
    says_quorum = (
        quorum.why
        if required is None
        else Why(f"quorum {_met(quorate)}: {say_rule(required)}", None, (), (quorum.why,))
    )
    cures = _vote_cures(deed, attempt, body, roll, test, "meeting") if not carried else ()
    turned = _pivotal(attempt, test, roll) if carried else ()
    why = Why(f"{body.id} at a meeting: {_met(carried)}", None, (),
              (said_rule, says_quorum, *roll.notes))  # fmt: skip
    return Outcome(carried, why, tuple(missing), turned, cures)


def _everyone_comes(rule: Rule, electorate: Electorate) -> bool:
    """Whether a quorum that is not stated cannot matter: the rule counts those absent too."""
    from minutebook.records.rules import Consent, Number, Share

    match rule:
        case Share(_, _, base):
            if base.population in ("seats", "in office", "outstanding"):
                return True
        case Number() | Consent():
            return True
        case AllOf(rules):
            return any(_everyone_comes(r, electorate) for r in rules)
    return all("absent" not in v.choices for v in electorate.voters)


def _with_casting_vote(
    body: nouns.Body, rule: Rule, quorum: Rule | None, electorate: Electorate
) -> bool | None:
    """Count; on a tie the casting vote counts once more."""
    result = meeting_decides(rule, quorum, electorate)
    if result is not False or body.casting_vote is None:
        return result
    chair = next((v for v in electorate.voters if v.name == body.casting_vote), None)
    if chair is None or chair.choices != {"for"}:
        return result
    weigh = {"for": 0, "against": 0}
    for voter in electorate.voters:
        for choice in voter.choices:
            if choice in weigh and len(voter.choices) == 1:
                weigh[choice] += int(voter.votes)
    if weigh["for"] != weigh["against"]:
        return result
    extra = Voter(f"{chair.name} (casting vote)", chair.choices, chair.votes)
    more = Electorate((*electorate.voters, extra), electorate.vacant)
    return meeting_decides(rule, quorum, more)


def _without_meeting(
    state: State, body: nouns.Body, deed: Deed, attempt: Attempt, power: Power | None, roll: Roll
) -> Outcome:
    said = aspect(state, body, "without meeting", deed, attempt.point)
    own = power.rule if power is not None and power.form == "written consent" else None
    rule = own if own is not None else cast("Rule | None", said.value)
    if rule is None:
        return Outcome(None, said.why, (f"whether and how {body.id} acts without a meeting",))
    if power is not None and power.rule is not None and own is None:
        rule = AllOf((rule, power.rule))
    if power is not None and power.form == "meeting":
        return Outcome(False, Why(f"{power.name} asks for a meeting"))

    def test(electorate: Electorate) -> bool | None:
        return decide(rule, electorate)

    carried = test(roll.electorate)
    says = (
        f"{body.id} without a meeting: {_say_votes(roll)}; rule: {say_rule(rule)}: {_met(carried)}"
    )
    cures: tuple[Cure, ...] = ()
    if not carried and attempt.explain:
        cures = _vote_cures(deed, attempt, body, roll, test, "without meeting")
        cures = _cheapest((*cures, *_meeting_cure(state, body, deed, attempt, power)))
    turned = _pivotal(attempt, test, roll) if carried else ()
    missing = roll.missing if carried is None else ()
    return Outcome(carried, Why(says, None, (), (said.why, *roll.notes)), missing, turned, cures)


def _pivotal(attempt: Attempt, test: Test, roll: Roll) -> tuple[str, ...]:
    """Who alone could have stopped it; not looked for in crowds, where nobody could."""
    if not attempt.explain or len(roll.electorate.voters) >= CROWD:
        return ()
    return pivotal(test, roll.electorate)


def _meeting_cure(
    state: State, body: nouns.Body, deed: Deed, attempt: Attempt, power: Power | None
) -> tuple[Cure, ...]:
    """The same votes at a meeting, if they carry there."""
    if attempt.act is None and attempt.form == "meeting":
        return ()
    roll = call_roll(state, body, deed, replace(attempt.ballot, others="absent"), "meeting", None,
                     attempt.point)  # fmt: skip
    there = _at_meeting(state, body, deed, replace(attempt, form="meeting"), power, roll)
    if there.carried:
        says = f"the same votes at a meeting of {body.id}"
        return (Cure(says, deed, body.id, 0, (), "meeting"),)
    return tuple(replace(c, says=f"{c.says}, at a meeting") for c in there.cures if c.needs)


def _vote_cures(
    deed: Deed,
    attempt: Attempt,
    body: nouns.Body,
    roll: Roll,
    test: Test,
    form: Form,
) -> tuple[Cure, ...]:
    if not attempt.explain:
        return ()
    found = lack(test, roll.electorate)
    if found is None or found.needs == 0:
        return ()
    whom = ", ".join(found.among)
    if found.needs == len(found.among):
        says = f"the consent of {whom}"
    else:
        says = f"the consent of {found.needs} of {whom}"
    return (Cure(says, deed, body.id, found.needs, found.among, form),)


def _cheapest(cures: tuple[Cure, ...]) -> tuple[Cure, ...]:
    return tuple(sorted(cures, key=lambda c: c.needs))


def _say_votes(roll: Roll) -> str:
    counts: dict[str, int] = {}
    for voter in roll.electorate.voters:
        if not voter.counted:
            continue
        key = next(iter(voter.choices)) if len(voter.choices) == 1 else "not known"
        counts[key] = counts.get(key, 0) + 1
    parts = [f"{n} {choice}" for choice, n in counts.items()]
    vacant = roll.electorate.vacant
    if vacant:
        parts.append(f"{vacant} vacant")
    return ", ".join(parts) or "nobody votes"


def _met(result: bool | None) -> str:
    return {True: "met", False: "not met", None: "not determined"}[result]

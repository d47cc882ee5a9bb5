"""The judge: what an attempt achieved, or what it would still lack.

The same function judges a recorded act and one that is only thought of. For each effect it
looks for every power that could produce it, asks whether the actor can exercise one of them,
counts the votes by the rule that holds, and checks what stands in the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act, Ballot, Form
from minutebook.records.verbs import CONDUCT, RIGHTS
from minutebook.state import reliance, suspension
from minutebook.state.actors import can_exercise
from minutebook.state.attempts import Attempt, Origin
from minutebook.state.authority import Power, acting, free, powers
from minutebook.state.bars import Bar
from minutebook.state.challenges import challenge, challengers
from minutebook.state.cures import settled, that_work
from minutebook.state.doubts import in_doubt
from minutebook.state.effects import effect_of, standing_of
from minutebook.state.election import ballot_for, stands
from minutebook.state.electorate import merge
from minutebook.state.formalities import formalities
from minutebook.state.ladder import LAW, LOWEST
from minutebook.state.on_acts import (
    as_done_now,
    as_undone_now,
    bars_on,
    in_time,
    target,
    target_done,
)
from minutebook.state.only_if import also, condition_of
from minutebook.state.own_affairs import anybodys, own_affair
from minutebook.state.preconditions import ACT_ON, NOTHING_LACKS, Met, displaced, precondition
from minutebook.state.procedure import cures as mend
from minutebook.state.procedure import procedure
from minutebook.state.rights import rights
from minutebook.state.seating import of_seat
from minutebook.state.signatures import signatures
from minutebook.state.silence import silent_law
from minutebook.state.slots import Point, Presence
from minutebook.state.somebody import by_somebody
from minutebook.state.statements import announced
from minutebook.state.tenure import of_untold_term
from minutebook.state.timing import EFFECT, delayed, pending_on
from minutebook.state.verdict import Cure, Effect, Standing, Takes
from minutebook.state.vote import decision
from minutebook.state.waiting import nobodys

if TYPE_CHECKING:
    from minutebook.state.state import State

CLAIMS_NO_POWER = ("announce",)
BEST: tuple[Standing, ...] = ("valid", "voidable", "undetermined", "void")


def judge_effect(state: State, act: Act, place: int, *, explain: bool) -> Effect:
    """Judge one effect of a recorded act by the rules in force at its own time.

    Each effect is judged by itself, so that whoever asks about one post does not rest on what the
    act did to another. Earlier effects of the act on the same post come first.
    """
    deed = act.effects[place]
    if deed.verb in CLAIMS_NO_POWER:
        return announced(state, deed, act)
    determined = any(act.effects[before].verb == "determine" for before in range(place))
    point = Point(state.moment(act), act.id, place if determined else 0)
    form = state.pick(act.form)
    if act.meeting is not None:
        form = form or "meeting"
    origin = None
    later = act.takes_effect is not None or (
        delayed(state, act, place) and pending_on(state, act, place) is None
    )
    if later and act.by is not None and deed.verb in ACT_ON:
        # Whether there is something to act on is asked of when the effect begins.
        then = Point(state.effective(act, place), f"{EFFECT}{act.id}")
        origin = Origin(act.by, then, act)
    attempt = Attempt(
        act.by, merge(state, act), form, None, point, act, explain, act.meeting, origin
    )
    earlier = [
        state.own_effect(act.id, before)
        for before in range(place)
        if _bears_on(state, act.effects[before], deed)
    ]
    found = _seen(state, deed, attempt, earlier)
    return that_work(state, attempt, found, lambda s, d, a: _judge(s, d, a, earlier))


def _bears_on(state: State, earlier: Deed, deed: Deed) -> bool:
    """Whether an earlier effect of an act is on what this one is on."""
    places = {earlier.get("post"), earlier.get("instrument")} - {None}
    post = state.book.get(deed.get("post"), nouns.Post)
    body = post.in_ if post is not None else None
    return bool(places & {deed.get("post"), deed.get("instrument"), body})


def judge(
    state: State,
    deed: Deed,
    *,
    by: str,
    choices: Ballot,
    form: Form | None = None,
    attended: frozenset[str] | None = None,
    explain: bool = True,
    meeting: str | None = None,
    proposed_by: tuple[str, ...] = (),
) -> Effect:
    """Judge a deed that is only thought of, at the date of the state.

    Voters whom `choices` does not name count as absent unless `choices.others` says otherwise. With
    `meeting`, one to come, its procedure is judged: what is not recorded is not done yet.
    """
    ballot = choices if choices.others else replace(choices, others="absent")
    there = None if attended is None else Presence(attended)
    form = form or ("meeting" if meeting is not None else None)
    attempt = Attempt(by, ballot, form, there, state.now, None, explain, meeting, None, proposed_by)
    state = settled(state, deed, attempt, _seen)
    found = that_work(state, attempt, _seen(state, deed, attempt), _seen)
    return replace(found, asks=formalities(state, deed, attempt)) if explain else found


def _judge(state: State, deed: Deed, attempt: Attempt, earlier: Sequence[Effect]) -> Effect:
    """One effect of an attempt; to remove somebody from a body empties the seat they hold."""
    found = _tried(state, of_seat(state, deed, attempt.point), attempt, earlier)
    return found if found.deed is deed else replace(found, deed=deed)


def _tried(state: State, deed: Deed, attempt: Attempt, earlier: Sequence[Effect]) -> Effect:
    """One effect of an attempt: the best that any power gives it."""
    if attempt.by is None:
        return by_somebody(state, deed, attempt, lambda a: _tried(state, deed, a, earlier))
    scene = attempt.scene
    met = precondition(state, deed, scene.by, scene.point, earlier, scene.act)
    found = powers(state, deed, attempt.point)
    about = target(state, deed) is not None
    if about:
        met = target_done(state, deed, attempt)
        found.extend(challengers(state, deed, attempt.point) if deed.verb == "annul" else ())
    met = also(met, condition_of(state, scene.act, deed))
    if deed.verb in ("decide", "vote") and not found and own_affair(state, deed, attempt):
        says = f"{attempt.by} decides its own affairs"
        found.append(free(attempt.by, "its own affairs", says))
    elif deed.verb == "sign":
        implied = signatures(state, deed, attempt.by)
        # Where a norm says who signs, nothing is left open of who else might.
        said = any(power.sure for power in found)
        found.extend(power for power in implied if power.sure or not said)
    elif deed.verb in RIGHTS:
        found.extend(rights(state, deed, attempt.point))
    elif deed.verb in CONDUCT and anybodys(state, attempt, found):
        says = "it takes no power, and answers for the norms it breaks"
        found.append(free(attempt.by, "its own conduct", says))
    usable = [(p, can_exercise(state, p, attempt.by, attempt.point)) for p in found]
    candidates = [(p, sure) for p, sure in usable if sure is not False]
    others: list[Effect] = []
    if about and met.holds is not False and all(p.reaches is None for p, _ in candidates):
        # What a norm says of how far it reaches goes before what is implied.
        others = _by_what_it_is_about(state, deed, attempt, found)
    if not candidates and not others:
        return _without_power(state, deed, attempt, found, met)
    effects = [_by_power(state, deed, attempt, p, sure, met, earlier) for p, sure in candidates]
    effects.extend(others)
    if len(effects) == 1:
        return effects[0]
    return min(effects, key=_worth)


def _worth(effect: Effect) -> tuple[int, bool, int]:
    """What makes one of several ways better than another: its standing, then what it breaks."""
    return BEST.index(effect.standing), effect.reaches == "from then", len(effect.breaches)


def _seen(state: State, deed: Deed, attempt: Attempt, earlier: Sequence[Effect] = ()) -> Effect:
    """One effect, inside and as others see it: they rely on what they were shown."""
    effect = _judge(state, deed, attempt, earlier)
    if effect.standing != "void":
        return effect
    ground = reliance.ground(state, attempt, effect)
    if ground is None:
        return effect
    when = state.effective(attempt.act) if attempt.act is not None else attempt.point.when
    says = f"{effect.why.says}; toward third parties it binds, by {ground}"
    return replace(
        effect, toward_third_parties=Takes("from", when), why=replace(effect.why, says=says)
    )


def _by_what_it_is_about(
    state: State, deed: Deed, attempt: Attempt, found: Sequence[Power]
) -> list[Effect]:
    """What no norm need say: to ratify what one could do, to annul what one could undo.

    A norm that says by which rule somebody does so leaves nothing to be implied.
    """
    actor = acting(state, attempt.by)
    if any(p.rule is not None and p.sure and acting(state, p.holder) == actor for p in found):
        return []
    effect = None
    if deed.verb == "ratify":
        effect = as_done_now(state, deed, attempt, _judge)
    elif deed.verb == "annul":
        effect = as_undone_now(state, deed, attempt, _judge)
    if effect is None or (effect.standing == "void" and found):
        return []
    return [effect]


def _without_power(
    state: State, deed: Deed, attempt: Attempt, found: list[Power], met: Met
) -> Effect:
    """Nobody the actor is has the power: void if it is another's, open if it is nobody's.

    A power that waits for something, a cause that is not determined, is nobody's for the time.
    """
    outcome = decision(state, deed, attempt, None)
    waiting = () if found else nobodys(state, deed, attempt.point)
    away = suspension.told(state, found, attempt.by or "", attempt.point)
    because = (*(p.why for p in found), *waiting, *met.whys, *away, outcome.why)
    forbidden = () if found or waiting else _forbidden_by_law(state, deed, attempt)
    if forbidden:
        says = f"{attempt.by} cannot {deed}, whoever can"
        why = Why(says, None, (), (*(bar.why for bar in forbidden), *because))
        return effect_of(state, deed, attempt, outcome.carried, "void", why, outcome=outcome)
    if not found and not waiting and met.holds is not False and outcome.carried is not False:
        missing = (*met.missing, *outcome.missing, f"who has the power to {deed}")
        silent = (*because, *silent_law(state, attempt.by))
        why = Why(f"nothing at hand says who can {deed}", None, (), silent)
        return effect_of(state, deed, attempt, outcome.carried, "undetermined", why,
                       missing=missing, outcome=outcome)  # fmt: skip
    holders = " or ".join(dict.fromkeys(p.whose for p in found))
    says = f"{attempt.by} has no power to {deed}"
    why = Why(f"{says}: it is {holders}'s" if holders else says, None, (), because)
    cures = _by_others(state, deed, attempt, found) if met.holds and attempt.explain else ()
    return effect_of(
        state, deed, attempt, outcome.carried, "void", why, cures=cures, outcome=outcome
    )


def _forbidden_by_law(state: State, deed: Deed, attempt: Attempt) -> tuple[Bar, ...]:
    """The norms of law that disable the actor, though nothing says who has the power."""
    unknown = Power(attempt.by, "a power that the book does not tell", LOWEST)
    return tuple(
        bar
        for bar in bars_on(state, deed, attempt)
        if bar.sure and bar.document.rank in LAW and bar.bearing(unknown) == "void"
    )


def _by_others(
    state: State, deed: Deed, attempt: Attempt, found: Sequence[Power]
) -> tuple[Cure, ...]:
    """The same deed by who has the power, with as many consents as that takes there."""
    cures: dict[str, Cure] = {}
    for power in found:
        holder = power.holder
        if holder is None or holder in cures or holder == attempt.by or not power.sure:
            continue
        says = f"the same deed by {holder}"
        cures[holder] = Cure(says, deed, holder)
        if isinstance(state.book.records.get(holder), nouns.Body):
            nobody = Ballot({}, others="absent")
            trial = Attempt(holder, nobody, "meeting", None, attempt.point, None)
            needed = decision(state, deed, trial, power).cures
            if needed:
                cures[holder] = replace(needed[0], says=f"{says}: {needed[0].says}")
    return tuple(sorted(cures.values(), key=lambda c: c.needs))


def _by_power(
    state: State,
    deed: Deed,
    attempt: Attempt,
    power: Power,
    exercisable: bool | None,
    met: Met,
    earlier: Sequence[Effect],
) -> Effect:
    """The effect by one power: precondition, vote, and what stands in the way."""
    assert attempt.by is not None
    outcome = decision(state, deed, attempt, power)
    room = _displaces(state, deed, attempt, earlier)
    timely = in_time(state, deed, power.within, attempt)
    hold = bars_on(state, deed, attempt)
    disabled, voidable = _weigh(hold, power, "void"), _weigh(hold, power, "voidable")
    way = procedure(state, deed, attempt)
    missing = [*met.missing, *room.missing, *timely.missing, *outcome.missing, *way.missing]
    if exercisable is None or not power.sure:
        missing.extend(in_doubt(state, power, attempt.by, attempt.point, sure=exercisable))
    if disabled is None or voidable is None:
        missing.extend(bar.doubt for bar in hold if not bar.sure)
    needs = (met.holds, room.holds, timely.holds, None if disabled is None else not disabled)
    ready = False if False in needs else None if None in needs else True
    sure = exercisable is True and power.sure and voidable is not None
    kept = None if way.void is None else not way.void
    done_so = False if False in (ready, kept) else None if None in (ready, kept) else True
    standing = standing_of(outcome.carried, done_so, sure=sure and way.voidable is not None)
    if standing == "valid" and (voidable or way.voidable):
        standing = "voidable"
    cures: tuple[Cure, ...] = ()
    if ready and sure and attempt.explain:
        cures = mend(state, deed, attempt, outcome, way.faults)
    if room.holds is False and met.holds and not disabled and attempt.explain:
        # The same consents that would remove the holder carry the appointment too.
        cures = tuple(replace(c, deed=deed) for c in room.cures)
    if disabled and met.holds and attempt.explain:
        cures = _by_others(state, deed, attempt, powers(state, deed, attempt.point))
    breached = [bar for bar in hold if bar.sure and bar.bearing(power) in ("breach", "voidable")]
    because = (power.why, *met.whys, *room.whys, *timely.whys, outcome.why, *way.whys,
               *(bar.against(power) for bar in hold))  # fmt: skip
    done = standing in ("valid", "voidable")
    open_to = challenge(state, attempt, breached, way.wronged) if standing == "voidable" else None
    return effect_of(
        state, deed, attempt, outcome.carried, standing,
        Why(f"{deed} by {attempt.by}: {standing}", None, (), because),
        missing=tuple(dict.fromkeys(missing)) if standing == "undetermined" else (),
        cures=() if standing == "valid" else cures,
        breaches=(*(b.norm.id for b in breached), *way.breaches, *outcome.breaches)
        if done
        else (),
        challenge=open_to,
        outcome=outcome,
        reaches=power.reaches,
    )  # fmt: skip


def _weigh(hold: Sequence[Bar], power: Power, bearing: str) -> bool | None:
    """Whether some bar has that bearing: surely, surely not, or None if that is open."""
    if not hold:
        return False
    found = [bar.sure for bar in hold if bar.bearing(power) == bearing]
    return True if True in found else None if found else False


def _displaces(state: State, deed: Deed, attempt: Attempt, earlier: Sequence[Effect]) -> Met:
    """Whether an appointment may put out who holds the office: only who could remove them may.

    An interim holder gives way to whoever is appointed.
    """
    if deed.verb not in ("appoint", "elect"):
        return NOTHING_LACKS
    scene = attempt.scene
    holder = displaced(state, deed, scene.by, scene.point, earlier, scene.act)
    if holder is None:
        return NOTHING_LACKS
    removal = Deed("remove", (("party", holder), ("post", deed.get("post") or "")))
    if stands(deed, attempt.act):
        if _may_remove(state, removal, attempt):
            return NOTHING_LACKS
        ballot = ballot_for(deed, attempt.act, attempt.ballot, 1, None)
        attempt = replace(attempt, ballot=ballot)
    effect = _judge(state, removal, attempt, earlier)
    if effect.standing == "void" and stands(deed, attempt.act):
        place = state.book.records[deed.get("post") or ""]
        assert isinstance(place, nouns.Post | nouns.Body)
        if of_untold_term(state, place, state.seats(place.id, scene.point)):
            missing = (f"when the term of {holder} in {place.id} ends",)
            return Met(None, (effect.why,), missing)
    says = f"{holder} holds {deed.get('post')} and would have to be removed: {effect.standing}"
    because = (Why(says, None, (), (effect.why,)),)
    if effect.standing == "undetermined":
        return Met(None, because, effect.missing)
    return Met(effect.standing != "void", because, cures=effect.cures)


def _may_remove(state: State, removal: Deed, attempt: Attempt) -> bool:
    """Whether who elects a successor could put out the holder, and no harder: it does both.

    A removal that takes a rule of its own takes it of the election too (Airgas v. Air Products,
    8 A.3d 1182 (Del. 2010)).
    """
    found = powers(state, removal, attempt.point)
    return any(
        p.rule is None and can_exercise(state, p, attempt.by or "", attempt.point) is True
        for p in found
    )

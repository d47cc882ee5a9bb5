"""What mends an act: each cure is tried before it is named, and later ones say back to when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from minutebook.answers.ask import Answer, ask, narrowed
from minutebook.answers.found import Found, Why
from minutebook.answers.world import World
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Ballot, Choice
from minutebook.state.attempts import Attempt
from minutebook.state.authority import powers
from minutebook.state.in_fact import defeated
from minutebook.state.procedure import procedure
from minutebook.state.slots import Point
from minutebook.state.verdict import Cure, Effect, Verdict

if TYPE_CHECKING:
    from minutebook.state.state import State

T = TypeVar("T")
Judge = Callable[["State", Deed, Attempt], Effect]
DONE = ("valid", "voidable")
MOST_WAYS: Final = 64
"""In how many ways to settle what it meets a cure is tried."""


def that_work(state: State, attempt: Attempt, effect: Effect, judge: Judge) -> Effect:
    """The same judgment with those cures alone that carry it when they are applied.

    Steps of procedure (a notice, a meeting) are not tried: what they mend was found one by one,
    and is asked again under every reading that it meets.
    """
    if not effect.cures:
        return effect
    named = None
    kept: list[Cure | None] = []
    for cure in effect.cures:
        if not cure.steps:
            works = partial(_works, attempt=attempt, cure=cure, judge=judge)
            kept.append(_where(_in_all(state, works), cure))
            continue
        if named is None:
            named = _in_all(state, partial(_mended_by, deed=effect.deed, attempt=attempt,
                                           judge=judge))  # fmt: skip
        kept.append(_where(narrowed(named, partial(_is_among, cure)), cure))
    return replace(effect, cures=tuple(cure for cure in kept if cure is not None))


def _mended_by(
    state: State, deed: Deed, attempt: Attempt, judge: Judge
) -> tuple[bool, tuple[Cure, ...]]:
    """Whether a deed lacks nothing in one world, else what mends it there."""
    found = judge(state, deed, attempt)
    return found.standing in DONE, found.cures


def _is_among(cure: Cure, named: tuple[bool, tuple[Cure, ...]]) -> bool:
    return named[0] or cure in named[1]


def aside(state: State) -> State:
    """The same state where all is settled that was met: what is met from here on splits nothing."""
    world = state.world
    return state.in_world(World({**world.fixed, **world.met}, world.memo, world.adopted))


def settled(state: State, deed: Deed, attempt: Attempt, judge: Judge) -> State:
    """The state in which to explain the judgment of a deed: aside, with all settled it rests on."""
    if not attempt.explain:
        return state
    plain = replace(attempt, explain=False)
    state.world.unless_immaterial(lambda world: judge(state.in_world(world), deed, plain))
    return aside(state)


def _in_all(state: State, question: Callable[[State], T]) -> Answer[T]:
    """Something about a cure, under all that it meets.

    What a cure meets (a norm that only a carried vote runs into) need not have mattered before.
    """
    world = state.world

    def tried(other: World) -> Found[T]:
        return Found(question(state.in_world(other)), Why("tried"))

    return ask(tried, world.fixed, MOST_WAYS, world.adopted, world.memo)


def _where(answer: Answer[bool], cure: Cure) -> Cure | None:
    """A cure with the readings under which it works; None if it works under none."""
    able = [w.readings for w in answer.worlds if w.value]
    if not able or (len(answer.worlds) == 1 and answer.complete):
        return cure if able else None
    first = answer.readings
    usual = (r for r in able if all(first.get(n, c) == c for n, c in r.items()))
    return replace(cure, given=tuple(next(usual, able[0]).items()))


def _works(state: State, attempt: Attempt, cure: Cure, judge: Judge) -> bool:
    others: Mapping[str, Choice] = attempt.ballot.choices if cure.by == attempt.by else {}
    consents: dict[str, Choice] = dict.fromkeys(cure.among[: cure.needs], "for")
    ballot = Ballot({**others, **consents}, others="absent")
    if cure.by == attempt.by:
        ballot = replace(attempt.ballot, choices=ballot.choices)
    if cure.by == attempt.by and attempt.meeting is not None and cure.form != "without meeting":
        way = procedure(state, cure.deed, attempt)
        if way.void is not False or way.voidable is None:
            return False
    trial = replace(attempt, by=cure.by, ballot=ballot, form=cure.form or attempt.form,
                    attended=None, meeting=None, explain=False)  # fmt: skip
    if cure.by != attempt.by:
        # Somebody else does it anew: nothing of what was recorded is theirs.
        trial = replace(trial, act=None, origin=None)
    return judge(state, cure.deed, trial).standing in DONE


def with_later_cures(state: State, verdict: Verdict, judge: Callable[..., Effect]) -> Verdict:
    """A judgment of a recorded act, with what could mend it at the state's date.

    What is met in looking for a cure splits no worlds: the cure says what it rests on.
    """
    act = state.index.acts[verdict.act]
    state = aside(state)
    ratifications: tuple[Cure, ...] | None = None
    effects = []
    for effect in verdict.effects:
        more: tuple[Cure, ...] = ()
        if effect.standing == "voidable" and effect.challenge is not None:
            more = _waivers(state, act, effect)
        elif effect.standing in ("void", "undetermined") and not defeated(state, act, effect):
            if ratifications is None:
                ratifications = _ratifications(state, act, judge)
            more = ratifications
        effects.append(replace(effect, cures=(*effect.cures, *more)) if more else effect)
    return replace(verdict, effects=tuple(effects))


def _waivers(state: State, act: nouns.Act, effect: Effect) -> tuple[Cure, ...]:
    """Each of those whom a broken norm protects can waive it."""
    found = []
    for norm in effect.breaches:
        for party in effect.challenge.by if effect.challenge is not None else ():
            deed = Deed("waive", (("norm", norm), ("act", act.id)))
            says = f"{party} waives {norm} for {act.id}"
            found.append(Cure(says, deed, party, back_to=state.effective(act)))
    return tuple(found)


def _ratifications(state: State, act: nouns.Act, judge: Callable[..., Effect]) -> tuple[Cure, ...]:
    """Who could ratify an act now, with how many consents, the fewest first."""
    deed = Deed("ratify", (("act", act.id),))
    point = Point(state.now.when)
    deeds = (deed, *act.effects)
    holders = [p.holder for d in deeds for p in powers(state, d, point) if p.sure]
    able = [h for h in dict.fromkeys(holders) if h is not None and h in state.book.records]
    found = [_ratification(state, act, deed, holder, judge) for holder in able]
    return tuple(sorted((c for c in found if c is not None), key=lambda c: c.needs))


def _ratification(
    state: State, act: nouns.Act, deed: Deed, holder: str, judge: Callable[..., Effect]
) -> Cure | None:
    """What it takes of one who could ratify an act; None if nothing of theirs does."""
    form = "meeting" if isinstance(state.book.records[holder], nouns.Body) else None
    against = _still_against(state, act) if holder == act.by else {}

    def ratified(there: State, consents: Sequence[str] = ()) -> Effect:
        ballot = Ballot({**against, **dict.fromkeys(consents, "for")})
        return judge(there, deed, by=holder, choices=ballot, form=form)

    trial = ratified(aside(state))
    says = f"ratification by {holder}"
    cure = Cure(says, deed, holder)
    if trial.standing not in DONE:
        if not trial.cures:
            return None
        best = trial.cures[0]
        says = f"{says}: {best.says}"
        if 0 < best.needs < len(best.among):
            says += ", if nobody else votes against it"
        cure = replace(best, says=says, deed=deed, given=())
    back = None if trial.reaches == "from then" else state.effective(act)
    consents = cure.among[: cure.needs]
    stands = _in_all(state, lambda there: ratified(there, consents).standing in DONE)
    return _where(stands, replace(cure, back_to=back))


def _still_against(state: State, act: nouns.Act) -> Mapping[str, Choice]:
    """Who voted against an act, and is taken to do so again."""
    choices = state.pick(act.ballot).choices
    return {who: choice for who, choice in choices.items() if choice == "against"}

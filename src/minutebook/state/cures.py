"""What mends an act: each cure is tried before it is named, and later ones say back to when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Ballot, Choice
from minutebook.state.attempts import Attempt
from minutebook.state.authority import powers
from minutebook.state.in_fact import defeated
from minutebook.state.slots import Point
from minutebook.state.verdict import Cure, Effect, Verdict

if TYPE_CHECKING:
    from minutebook.state.state import State

Judge = Callable[["State", Deed, Attempt], Effect]
DONE = ("valid", "voidable")


def that_work(state: State, attempt: Attempt, effect: Effect, judge: Judge) -> Effect:
    """The same judgment with those cures alone that carry it when they are applied.

    Steps of procedure (a notice, a meeting) are not tried: what they mend was found one by one.
    """
    if not effect.cures:
        return effect
    kept = tuple(c for c in effect.cures if c.steps or _works(state, attempt, c, judge))
    return effect if kept == effect.cures else replace(effect, cures=kept)


def _works(state: State, attempt: Attempt, cure: Cure, judge: Judge) -> bool:
    others: Mapping[str, Choice] = attempt.ballot.choices if cure.by == attempt.by else {}
    consents: dict[str, Choice] = dict.fromkeys(cure.among[: cure.needs], "for")
    ballot = Ballot({**others, **consents}, others="absent")
    if cure.by == attempt.by:
        ballot = replace(attempt.ballot, choices=ballot.choices)
    trial = replace(attempt, by=cure.by, ballot=ballot, form=cure.form or attempt.form,
                    attended=None, meeting=None, explain=False)  # fmt: skip
    if cure.by != attempt.by:
        # Somebody else does it anew: nothing of what was recorded is theirs.
        trial = replace(trial, act=None, origin=None)
    return judge(state, cure.deed, trial).standing in DONE


def with_later_cures(state: State, verdict: Verdict, judge: Callable[..., Effect]) -> Verdict:
    """A judgment of a recorded act, with what could mend it at the state's date."""
    act = state.index.acts[verdict.act]
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
    found: list[Cure] = []
    for holder in dict.fromkeys(holders):
        if holder is None or holder not in state.book.records:
            continue
        form = "meeting" if isinstance(state.book.records[holder], nouns.Body) else None
        others = _still_against(state, act) if holder == act.by else {}
        trial = judge(state, deed, by=holder, choices=Ballot(others), form=form)
        back = None if trial.reaches == "from then" else state.effective(act)
        says = f"ratification by {holder}"
        if trial.standing in DONE:
            found.append(Cure(says, deed, holder, back_to=back))
        elif trial.cures:
            best = trial.cures[0]
            says = f"{says}: {best.says}"
            if 0 < best.needs < len(best.among):
                says += ", if nobody else votes against it"
            found.append(replace(best, says=says, deed=deed, back_to=back))
    return tuple(sorted(found, key=lambda c: c.needs))


def _still_against(state: State, act: nouns.Act) -> Mapping[str, Choice]:
    """Who voted against an act, and is taken to do so again."""
    choices = state.pick(act.ballot).choices
    return {who: choice for who, choice in choices.items() if choice == "against"}

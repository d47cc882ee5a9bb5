"""Rulings that are not final: who can still overturn them, and until when.

A finding, an annulment, a determination or a stay counts from the day it is made. As long as a
norm lets somebody overturn it, and the time for that has not run out, it is provisional; once the
time is over, or the ruling was upheld, it is final.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act
from minutebook.state.authority import powers
from minutebook.state.on_acts import last_day
from minutebook.state.timelines import TICK
from minutebook.state.verdict import Challenge, Effect, Verdict
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.state.state import State

RULINGS: Final = ("find", "annul", "suspend", "determine")


def appealable(state: State, act: Act) -> Challenge | None:
    """Who can overturn a ruling at the state's date, and until when; None if nobody can."""
    if not any(deed.verb in RULINGS for deed in act.effects) or _upheld(state, act):
        return None
    deed = Deed("overturn", (("fact", act.id),))
    open_: list[str] = []
    last: When | None = None
    for power in powers(state, deed, state.now):
        if power.holder is None or power.holder == act.by:
            continue
        if power.within is not None:
            end = last_day(state, state.effective(act), power.within)
            if end is not None and end <= state.at:
                continue
            day = "an unknown day" if end is None else _day(state, end)
            last = When(None, end, day)
        open_.append(power.holder)
    return Challenge(tuple(dict.fromkeys(open_)), last) if open_ else None


def with_appeals(state: State, verdict: Verdict, act: Act) -> Verdict:
    """A verdict, with what of it rests on rulings that can still be overturned."""
    if ("can", "overturn") not in state.index.by_verb and ("can", None) not in state.index.by_verb:
        return verdict
    own = appealable(state, act)
    return replace(verdict, effects=tuple(_marked(state, e, own) for e in verdict.effects))


def _marked(state: State, effect: Effect, own: Challenge | None) -> Effect:
    if own is not None and effect.deed.verb in RULINGS and effect.standing == "valid":
        effect = replace(effect, challenge=own)
    marked = []
    for turn in effect.turns:
        ruling = state.index.acts.get(turn.by)
        found = appealable(state, ruling) if ruling is not None else None
        marked.append(turn if found is None else replace(turn, appeal=found))
    return replace(effect, turns=tuple(marked)) if marked else effect


def _upheld(state: State, act: Act) -> bool:
    """Whether a court of appeal has spoken on it by the state's date."""
    return any(
        later.effects[place].verb in ("uphold", "overturn")
        and state.moment(later).happened_by(state.at) is True
        and state.took_effect(later, place)
        for later, place in state.index.later.get(act.id, ())
    )


def _day(state: State, end: datetime) -> str:
    """The last day of a time that runs to the midnight after it."""
    return (end - TICK).astimezone(state.book.zone).strftime("%Y-%m-%d")

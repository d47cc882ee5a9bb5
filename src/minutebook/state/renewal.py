"""Putting again what was voted down: barred for a session or a time, or open to who prevailed.

A deliberative assembly does not decide one question twice in one session; only who voted with the
side that prevailed can move that it be put again, and that once (Robert's Rules of Order, on
renewal and reconsideration). Councils and societies bar a lost motion for some months.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Ballot
from minutebook.state.authority import acting
from minutebook.state.dates import BEGINNING
from minutebook.state.electorate import merge
from minutebook.state.in_fact import defeated
from minutebook.state.periods import at_least
from minutebook.state.rules_of_procedure import Finding, one, rules, why_rule
from minutebook.state.slots import Point
from minutebook.state.timing import precedes
from minutebook.text.duration import Duration

if TYPE_CHECKING:
    from minutebook.state.index import Bound
    from minutebook.state.state import State


@dataclass(frozen=True, slots=True)
class Put:
    """A deed that is put to a body, at which meeting and by whom, as far as it is told."""

    body: nouns.Body
    deed: Deed
    point: Point
    meeting: nouns.Meeting | None
    movers: Ballot | None


def renewal_finding(state: State, put: Put) -> Finding | None:
    """Whether a deed could be put again; None where no rule bars it, or it was not voted down."""
    bound = one(rules(state, put.body, "renewal", put.deed, put.point, put.meeting))
    if bound is None:
        return None
    lost = {act: within for act in _voted_down(state, put)
            if (within := _barred(state, put, bound, act)) is not False}  # fmt: skip
    if not lost:
        return None
    last = state.index.acts[next(reversed(lost))]
    says = f"{put.deed} was voted down by {last.id}"
    missing: tuple[str, ...] = ()
    kept: bool | None = False
    if state.pick(bound.norm.value) == "prevailing side":
        kept, says, missing = _moved_by_who_prevailed(state, put, last, tuple(lost))
    if kept is not True and lost[last.id] is None:
        kept = None
        missing = (f"whether {last.id} was voted down so shortly before", *missing)
    why = Why(says, None, (), (why_rule(bound),))
    return Finding(kept, bound.norm.id, why, bound.norm.consequence, missing)


def _voted_down(state: State, put: Put) -> list[str]:
    """The earlier acts of the body on the same deed that were voted down, in order."""
    found = []
    for act in state.index.acts.values():
        if act.id == put.point.act or put.deed not in act.effects:
            continue
        if acting(state, act.by) != put.body.id:
            continue
        if precedes(state, act.id, state.moment(act), put.point):
            effect = state.own_effect(act.id, act.effects.index(put.deed))
            if defeated(state, act, effect):
                found.append(act.id)
    return sorted(found, key=lambda a: state.moment(state.index.acts[a]).earliest or BEGINNING)


def _barred(state: State, put: Put, bound: Bound, lost: str) -> bool | None:
    """Whether the time after a lost vote is not over: that of the rule, or the session."""
    act = state.index.acts[lost]
    length = bound.norm.at_least
    if isinstance(length, Duration):
        over = at_least(length, state.moment(act), put.point.when, state.book.zone)
        return None if over is None else not over
    if put.meeting is None and act.meeting is None:
        return None
    before = state.book.get(act.meeting, nouns.Meeting)
    return _session(state, put.meeting) == _session(state, before)


def _session(state: State, meeting: nouns.Meeting | None) -> str | None:
    """The meeting with which a session began: those adjourned from it continue it."""
    seen: set[str] = set()
    while meeting is not None and meeting.id not in seen:
        seen.add(meeting.id)
        first = state.book.get(meeting.adjourned_from, nouns.Meeting)
        if first is None:
            return meeting.id
        meeting = first
    return None


def _moved_by_who_prevailed(
    state: State, put: Put, last: nouns.Act, lost: Sequence[str]
) -> tuple[bool | None, str, tuple[str, ...]]:
    """Whether it was put again once only, and moved by somebody who had voted against it."""
    if len(lost) > 1:
        return False, f"{put.deed} was put again already, and voted down by {last.id}", ()
    if put.movers is None or not put.movers.choices:
        says = f"who moved that {put.deed} be put again is not told"
        return None, says, (f"who proposed {put.deed} again",)
    ballot = merge(state, last)
    told = [ballot.choices.get(mover, ballot.others) for mover in put.movers.choices]
    names = " and ".join(put.movers.choices)
    if "against" in told:
        return True, f"{names}, who moved it again, voted with the side that prevailed", ()
    if None in told:
        says = f"how {names}, who moved it again, had voted is not told"
        return None, says, (f"how {names} voted in {last.id}",)
    return False, f"{names}, who moved it again, did not vote with the side that prevailed", ()

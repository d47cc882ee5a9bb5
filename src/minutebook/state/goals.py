"""Tests on a state: "altman holds openai-inc/ceo", "openai-inc/board has 6 members"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.conditions import Guard
from minutebook.records.deeds import ANY, Goal
from minutebook.state.holdings import share_held
from minutebook.state.slots import Point
from minutebook.state.timing import effect_label, precedes
from minutebook.state.verdict import Verdict
from minutebook.text.expression import Condition
from minutebook.text.numbers import parse_fraction, parse_quantity
from minutebook.text.problem import Problem

if TYPE_CHECKING:
    from minutebook.state.state import State


def holds(state: State, goal: Guard, point: Point | None = None) -> bool | None:
    """Whether a goal holds at a point: True, False, or None if that is not determined."""
    if isinstance(goal, Condition):
        from minutebook.state.life import condition_holds

        return condition_holds(state, goal, point or state.now)
    return _TESTS[goal.test](state, goal, point or state.now)


def _holds_post(state: State, goal: Goal, point: Point) -> bool | None:
    return _sits(state, goal.get("post") or "", goal.get("party") or "", point)


def _sits(state: State, post: str, party: str, point: Point) -> bool | None:
    occupants = state.seats(post, point).occupants
    if any(o.holder == party or (party == ANY and o.holder) for o in occupants):
        return True
    return None if any(o.holder is None for o in occupants) else False


def _has_no_seat(state: State, goal: Goal, point: Point) -> bool | None:
    sits = _holds_post(state, goal, point)
    return None if sits is None else not sits


def _count(goal: Goal) -> int:
    return int((goal.get("count") or "0").replace(",", "").replace("_", ""))


def _members(state: State, goal: Goal, point: Point) -> bool | None:
    return len(state.seats(goal.get("post") or "", point).occupants) == _count(goal)


def _seats(state: State, goal: Goal, point: Point) -> bool | None:
    seats = state.seats(goal.get("post") or "", point).seats
    return None if seats is None else seats == _count(goal)


def _vacant(state: State, goal: Goal, point: Point) -> bool | None:
    return not state.seats(goal.get("post") or "", point).occupants


def _suspended(state: State, goal: Goal, point: Point) -> bool | None:
    party = goal.get("party") or ""
    away = [
        o for o in state.seats(goal.get("post") or "", point).occupants if o.suspended is not None
    ]
    if any(o.holder == party or (party == ANY and o.holder) for o in away):
        return True
    return None if any(o.holder is None for o in away) else False


def _units(state: State, goal: Goal, point: Point) -> bool | None:
    """Whether a party holds at least so many units, or such a share of all of them."""
    party, instrument = goal.get("party") or "", goal.get("instrument") or ""
    held = state.units(party, instrument, point)
    wanted = goal.get("units") or ANY
    if wanted == ANY:
        return held.more_than(0)
    if wanted.endswith("%"):
        share = parse_fraction(wanted)
        held = share_held(state, party, instrument, point)
        return None if isinstance(share, Problem) else held.at_least(share)
    quantity = parse_quantity(wanted)
    if isinstance(quantity, Problem) or quantity.low is None:
        return None
    return held.at_least(quantity.low)


def _determined(state: State, goal: Goal, point: Point) -> bool | None:
    return state.fact(goal.get("fact") or "", point)


def _in_force(state: State, goal: Goal, point: Point) -> bool | None:
    document = state.book.get(goal.get("document"), nouns.Document)
    return None if document is None else state.document_state(document, point) == "in force"


def _standing(state: State, goal: Goal, point: Point) -> bool | None:
    """How an act stands, once it is done: no act rests on itself, or on a later one."""
    act = state.index.acts.get(goal.get("act") or "")
    if act is None:
        return None
    if point.act in (act.id, effect_label(act)) or not precedes(
        state, act.id, state.moment(act), point
    ):
        return False
    effects = tuple(state.effect(act.id, place) for place in range(len(act.effects)))
    standing = Verdict(act.id, effects).standing
    wanted = goal.get("standing")
    if standing == "undetermined" and wanted != "undetermined":
        return None
    return standing == wanted


_TESTS: Mapping[str, Callable[[State, Goal, Point], bool | None]] = {
    "holds": _holds_post,
    "has a seat": _holds_post,
    "has no seat": _has_no_seat,
    "members": _members,
    "seats": _seats,
    "vacant": _vacant,
    "suspended": _suspended,
    "units": _units,
    "determined": _determined,
    "in force": _in_force,
    "standing": _standing,
}

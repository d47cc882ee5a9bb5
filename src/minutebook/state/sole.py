"""A power of one actor, or of anyone among many, for which a norm asks more than their own act.

A president signs treaties with the advice and consent of a senate (Constitution of the United
States, art. II, s. 2); shareholders with a twentieth of the votes call a meeting (Companies Act
2006, s. 303). The one who acts consents by acting; the rule says who must consent besides.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Ballot
from minutebook.records.rules import Rule
from minutebook.state.actors import EACH
from minutebook.state.authority import Power
from minutebook.state.consents import as_if_all_voted, with_consents
from minutebook.state.electorate import Roll, call_roll
from minutebook.state.slots import Point
from minutebook.state.voters import Electorate, Voter

if TYPE_CHECKING:
    from minutebook.state.state import State


def acting_together(state: State, power: Power) -> nouns.Body | None:
    """The body whose members share a power that any of them can begin to use; None if none.

    Of the holders of an instrument it is the body in which they vote.
    """
    for prefix in EACH:
        if power.holder is not None and power.holder.startswith(prefix):
            place = power.holder[len(prefix) :]
            bodies = (b for b in state.book.of(nouns.Body) if place in (b.id, *b.holders_of))
            return next(bodies, None)
    return None


def roll_with(
    state: State, power: Power, rule: Rule, deed: Deed, actor: str, ballot: Ballot, point: Point
) -> tuple[Rule, Roll]:
    """Those whose consent counts for the actor's deed: who shares the power, whom the rule names.

    With the rule, in which each post stands for its holder and nobody is only absent: there is no
    meeting of them.
    """
    body = acting_together(state, power)
    first = acting(state, actor, point)
    own = replace(ballot, choices={**ballot.choices, first: "for"})
    if body is not None:
        roll = call_roll(state, body, deed, own, "without meeting", None, point)
    else:
        voter = Voter(first, frozenset({"for"}))
        roll = Roll(Electorate((voter,), 0), (), ())
    rule = as_if_all_voted(rule, holders=body is not None and bool(body.holders_of))
    return with_consents(state, rule, roll, own, point, deed)


def acting(state: State, actor: str, point: Point) -> str:
    """Who acts: of a post, its holder."""
    if isinstance(state.book.records.get(actor), nouns.Post):
        held = state.holder(actor, point)
        if held is not None and held.holder is not None:
            return held.holder
    return actor

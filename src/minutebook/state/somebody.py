"""A deed of which the book does not tell who did it: void if it is so whoever did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records.deeds import Deed
from minutebook.records.verbs import CONDUCT, RIGHTS
from minutebook.state.attempts import Attempt
from minutebook.state.authority import powers
from minutebook.state.effects import effect_of
from minutebook.state.on_acts import target
from minutebook.state.verdict import Effect

if TYPE_CHECKING:
    from minutebook.state.state import State

ANYBODYS = frozenset({"decide", "vote", "sign", *CONDUCT, *RIGHTS})
"""What one does of one's own affairs, with no power of somebody's."""


def by_somebody(
    state: State, deed: Deed, attempt: Attempt, judge: Callable[[Attempt], Effect]
) -> Effect:
    """The judgment of a deed by nobody in particular.

    Whoever has no power to it does nothing; so if each who has would have failed, it is void.
    """
    able = powers(state, deed, attempt.point)
    holders = dict.fromkeys(p.holder for p in able)
    told = all(p.sure and p.holder in state.book.records for p in able)
    if able and told and deed.verb not in ANYBODYS and target(state, deed) is None:
        found = [judge(replace(attempt, by=holder, explain=False)) for holder in holders]
        if all(e.standing == "void" for e in found):
            why = Why(f"whoever did it: {deed}: void", None, (), tuple(e.why for e in found))
            return effect_of(state, deed, attempt, None, "void", why)
    why = Why("it is not said who acted")
    return effect_of(
        state, deed, attempt, None, "undetermined", why, missing=(f"who did it: {deed}",)
    )

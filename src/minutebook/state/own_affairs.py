"""What takes no power of anybody's: an actor's own affairs, and what anybody may do for themselves.

An organ of an organisation has no affairs of its own to buy or sell: where the organisation's
documents give that to one organ, another does not have it (*Automatic Self-Cleansing Filter
Syndicate v Cuninghame* [1906] 2 Ch 34; *Quin & Axtens v Salmon* [1909] AC 442).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.state.actors import can_exercise
from minutebook.state.attempts import Attempt
from minutebook.state.authority import Power, acting, speaking
from minutebook.state.ladder import LOWEST
from minutebook.state.slots import Point

if TYPE_CHECKING:
    from minutebook.state.state import State


def own_affair(state: State, deed: Deed, attempt: Attempt) -> bool:
    """Whether what is decided is the actor's own affair, and no decision of somebody else."""
    then = attempt.origin
    if then is not None and acting(state, attempt.by) != acting(state, then.by):
        return False
    return not waits_for_leave(state, deed, attempt.by or "", attempt.point)


def waits_for_leave(state: State, deed: Deed, by: str, point: Point) -> bool:
    """Whether a norm lets somebody decide it only while something holds that does not hold now."""
    return any(
        bound.document.rank != "contract"
        and bound.holder is not None
        and state.norm_frame(bound, point)[0] == "in force"
        and state.norm_state(bound, point) == "does not apply"
        and can_exercise(state, Power(bound.holder, bound.norm.id, 0), by, point) is not False
        for bound in speaking(state, "can", deed, point)
    )


def anybodys(state: State, attempt: Attempt, found: Sequence[Power]) -> bool:
    """Whether the actor may do by itself what takes no power.

    Where a norm says by which rule or in which form the actor does it, it is still done only so;
    and what is given to one organ of an organisation is not another's.
    """
    by = attempt.by or ""
    own = [p for p in found if can_exercise(state, p, by, attempt.point) is not False]
    if own:
        return all((p.rule or p.quorum or p.form) is None for p in own)
    of = _organisation(state, by)
    return of is None or not any(_given_to_an_organ(state, p, of) for p in found)


def _given_to_an_organ(state: State, power: Power, of: str) -> bool:
    """Whether a document of the organisation, for good, gives a power to some organ of it."""
    lasting = power.sure and not power.conditional and power.delegated_by is None
    return lasting and power.rank < LOWEST and _organisation(state, power.holder) == of


def _organisation(state: State, name: str | None) -> str | None:
    """The organisation whose body somebody is; None of who acts for themselves."""
    record = state.book.records.get(name or "")
    return record.of if isinstance(record, nouns.Body) else None

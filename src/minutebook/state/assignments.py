"""Assignment: a party's rights and duties under a document, or one of them, move to another.

The norm stays what it was; from the moment of the assignment it speaks of the new party. A norm
that forbids to assign makes it a breach, or leaves it without effect where its consequence is void,
as the judge has it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act, Entity
from minutebook.state.slots import NormState, Point

if TYPE_CHECKING:
    from minutebook.state.index import Bound, Index
    from minutebook.state.state import State


def arrange(index: Index) -> None:
    """Let each norm that an act assigns speak of the new party too; which holds is asked later."""
    acts = [
        (act, place, deed)
        for act in index.acts.values()
        for place, deed in enumerate(act.effects)
        if deed.verb == "assign" and act.by is not None and deed.get("to") is not None
    ]
    acts.sort(key=lambda one: (index.dates.bounds(one[0])[1], index.sequence[one[0].id]))
    for act, place, deed in acts:
        giver, taker = _giver(index, act), deed.get("to") or ""
        for bounds in index.norms.values():
            for bound in tuple(bounds):
                assigned = deed.get("object") in (bound.document.id, bound.norm.id)
                if assigned and giver in (bound.holder, *bound.norm.counterparty):
                    index.went.setdefault(bound.serial, []).append((act, place))
                    serial = sum(map(len, index.norms.values())) + 1
                    index.came[serial] = (act, place)
                    bounds.append(_moved(bound, giver, taker, serial))


def _giver(index: Index, act: Act) -> str:
    """The party that assigns: who acts, or the organisation that acts through it."""
    for entity in index.book.of(Entity):
        if entity.acts_through == act.by:
            return entity.id
    return act.by or ""


def _moved(bound: Bound, giver: str, taker: str, serial: int) -> Bound:
    """The norm with one party in the place of another."""
    norm = replace(
        bound.norm,
        holder=taker if bound.norm.holder == giver else bound.norm.holder,
        counterparty=tuple(taker if c == giver else c for c in bound.norm.counterparty),
        deed=_of(bound.norm.deed, giver, taker),
        upon=_of(bound.norm.upon, giver, taker),
    )
    holder = taker if bound.holder == giver else bound.holder
    return replace(bound, norm=norm, holder=holder, deed=_of(bound.deed, giver, taker),
                   serial=serial)  # fmt: skip


def _of(deed: Deed | None, giver: str, taker: str) -> Deed | None:
    """A deed that names the new party where it named the old one."""
    if deed is None:
        return None
    return Deed(deed.verb, tuple((n, taker if v == giver else v) for n, v in deed.args))


def frame(state: State, bound: Bound, point: Point) -> tuple[NormState, str] | None:
    """Whether an assignment keeps a norm from being in force for its party; None if none does."""
    came = state.index.came.get(bound.serial)
    if came is not None and not _done(state, *came, point):
        return "not yet in force", f"{came[0].id} has not brought it to {bound.holder}"
    for act, place in state.index.went.get(bound.serial, ()):
        if _done(state, act, place, point):
            return "ended", f"{act.by} assigned it by {act.id}"
    return None


def _done(state: State, act: Act, place: int, point: Point) -> bool:
    """Whether an assignment is surely over by a point, and took effect; never judged by itself."""
    if point.act is not None:
        return state.before(act, point, place) and state.took_effect(act, place)
    assert point.when.earliest is not None
    over = state.effective(act, place).happened_by(point.when.earliest) is True
    return over and state.took_effect(act, place)

"""Which rules of procedure hold for a body: the ladder of ranks applied to each kind of rule.

A rule of procedure is a norm that names a body (`notice`, `waiver`, `hearing`, ...). Of several
on one subject the lower rank goes before a default and adds to a floor; a rule for this very deed
or kind of meeting goes before a general one. Two of one rank both hold, unless each names its own
means (`via`): then either will do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.state.authority import canonical
from minutebook.state.concerned import each
from minutebook.state.ladder import force_of, limits_of, rank_of
from minutebook.state.slots import Point
from minutebook.state.verdict import Step

if TYPE_CHECKING:
    from minutebook.records.nouns import Modality
    from minutebook.state.index import Bound
    from minutebook.state.state import State

ADJOURNED: Final = "adjourned"

Group: TypeAlias = "tuple[Bound, ...]"
"""Rules of which one suffices."""
Bearing: TypeAlias = Literal["void", "voidable", "breach"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether one rule of procedure was kept: yes, no, or None if that is not determined.

    `bearing` is what follows if it was not (None: no rule says); `steps` are those any one of which
    mends it, the cheapest first; `wronged` are those who may complain.
    """

    kept: bool | None
    name: str
    why: Why
    bearing: Bearing | None
    missing: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    wronged: tuple[str, ...] = ()


def rules(
    state: State,
    body: nouns.Body,
    subject: Modality,
    deed: Deed,
    point: Point,
    meeting: nouns.Meeting | None = None,
    *,
    general: bool = False,
) -> list[Group]:
    """The rules on a subject that hold for a body: all of the groups, any rule of each.

    `general` leaves out those for some kinds of meeting alone, so that no kind need be settled.
    """
    said = state.index.on_bodies.get((subject, body.id))
    if said is None:
        return []
    spoken = each(state, said.of(canonical(state, deed)), deed, point)
    fitting = [b for b in spoken if b.document.rank != "contract"]
    held = [b for b in fitting if state.norm_holds(b, point)]
    if general:
        held = [b for b in held if not b.norm.meetings]
    held = _of_this_meeting(state, body, held, meeting)
    out: list[Group] = []
    for whom in dict.fromkeys(b.norm.counterparty for b in held):
        out.extend(_ladder([b for b in held if b.norm.counterparty == whom]))
    return out


def _of_this_meeting(
    state: State, body: nouns.Body, bounds: list[Bound], meeting: nouns.Meeting | None
) -> list[Bound]:
    """Those that speak of this kind of meeting; of which kind it is may have to be settled."""
    if not any(b.norm.meetings for b in bounds):
        return bounds
    kinds = _kinds(state, body)
    kind = meeting.kind if meeting is not None else None
    if kind is None:
        kind = _settled_kind(state, body, meeting, kinds)
    return [b for b in bounds if not b.norm.meetings or kind in b.norm.meetings]


def _settled_kind(
    state: State, body: nouns.Body, meeting: nouns.Meeting | None, kinds: tuple[str, ...]
) -> str:
    """The kind of a meeting whose record does not say it; only one that continues is adjourned."""
    if meeting is not None and meeting.adjourned_from is not None and ADJOURNED in kinds:
        return ADJOURNED
    if meeting is not None and meeting.adjourned_from is None:
        kinds = tuple(kind for kind in kinds if not kind.startswith(ADJOURNED))
    name = f"the kind of {meeting.id if meeting is not None else f'a meeting of {body.id}'}"
    if len(kinds) > 1:
        return state.world.choose(name, kinds, kind="rule")
    return state.world.choose(name, (*kinds, "another"), "another", "rule")


def _kinds(state: State, body: nouns.Body) -> tuple[str, ...]:
    """The kinds of meeting that any rule for a body speaks of; once for each known-date."""
    key = ("kinds of meeting", id(state.book), state.known, body.id)
    kept: tuple[str, ...] | None = state.world.memo.indexes.get(key)
    if kept is None:
        held = (b for (_, of), bounds in state.index.by_holder.items() if of == body.id
                for b in bounds)  # fmt: skip
        kept = tuple(dict.fromkeys(kind for b in held for kind in b.norm.meetings))
        state.world.memo.indexes[key] = kept
    return kept


def _ladder(bounds: Sequence[Bound]) -> list[Group]:
    """Go down the ranks: what a lower rule replaces, adds to, or cannot touch."""
    held: list[Bound] = []
    for rank in sorted({rank_of(b.document) for b in bounds}):
        here = [b for b in bounds if rank_of(b.document) == rank]
        most = max(map(_specific, here))
        here = [b for b in here if _specific(b) == most]
        if any(not limits_of(b.norm, b.document).reaches(rank) for b in held):
            continue
        if held and _specific(held[0]) > most and _is_default(held[0]):
            continue
        held = [*(b for b in held if not _is_default(b)), *here]
    free = tuple(b for b in held if b.norm.via)
    return [*((b,) for b in held if not b.norm.via), *((free,) if free else ())]


def _is_default(bound: Bound) -> bool:
    return force_of(bound.norm, bound.document) == "default"


def _specific(bound: Bound) -> int:
    return (2 if bound.deed is not None else 0) + (1 if bound.norm.meetings else 0)


def one(groups: Sequence[Group]) -> Bound | None:
    """The rule on a subject of which only one can hold: the one of the lowest rank."""
    return groups[-1][-1] if groups else None


def bearing_of(bound: Bound) -> Bearing | None:
    """What the rule says of its own breach."""
    return bound.norm.consequence


def why_rule(bound: Bound) -> Why:
    """Where a rule stands."""
    return Why(f"{bound.norm.modality} of {bound.holder}, by {bound.norm.id}", bound.norm.says,
               bound.cites)  # fmt: skip

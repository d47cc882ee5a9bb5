"""Norms that stand in the way of a deed: what disables it, and what only forbids it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Norm
from minutebook.records.values import Cite
from minutebook.state.actors import can_exercise
from minutebook.state.authority import Power, acting, canonical, speaking
from minutebook.state.doubts import in_question
from minutebook.state.ladder import (
    LOWEST,
    limits_of,
    rank_of,
)
from minutebook.state.slots import Point

if TYPE_CHECKING:
    from minutebook.state.index import Bound
    from minutebook.state.state import State


@dataclass(frozen=True, slots=True)
class Bar:
    """A norm that stands in the way: it disables (`cannot`) or only forbids (`must not`).

    Of one that is not sure, `doubt` says what would settle it.
    """

    norm: Norm
    document: nouns.Document
    src: tuple[Cite, ...] = ()
    sure: bool = True
    doubt: str = ""

    @property
    def why(self) -> Why:
        """The reason in words."""
        what = "cannot" if self.norm.modality == "cannot" else "must not"
        return Why(f"{self.norm.holder} {what}, by {self.norm.id}", self.norm.says, self.src)

    def against(self, power: Power) -> Why:
        """The reason in words, beside a power: a norm that cannot restrict it is invalid."""
        if not self.outranked(power) and not self.yields(power):
            return self.why
        return Why(f"{self.norm.id} is invalid against {power.name}", None, (), (self.why,))

    def bearing(self, power: Power) -> Literal["void", "voidable", "breach", "none"]:
        """What the norm does to an act by that power.

        The norm's own consequence goes first. A contract binds its parties: acting against it is
        a breach, and more only where the norm says so and the power yields to contracts. On the
        ladder a lower norm restricts a power that yields to its rank and that others may make
        harder to use (a default, a floor); against any other it is invalid. A higher norm that
        is itself a default yields to a power that a lower document states.
        """
        norm = self.norm
        if self.yields(power):
            return "none"
        own = norm.consequence or ("breach" if norm.modality == "must not" else "void")
        if self.document.rank == "contract":
            disables = norm.consequence is not None and power.limits.yields_to_contracts()
            return own if disables else "breach"
        if self.outranked(power):
            return "none"
        if rank_of(self.document) < power.rank < LOWEST and limits_of(norm, self.document).reaches(
            power.rank
        ):
            return "none"
        return own

    def yields(self, power: Power) -> bool:
        """Whether a power goes before the norm in so many words: no lower one can say so."""
        return self.norm.id in power.despite and power.rank <= rank_of(self.document)

    def outranked(self, power: Power) -> bool:
        """Whether the norm cannot restrict a power: a higher one that does not yield to it."""
        rank, limits = rank_of(self.document), power.limits
        restricts = limits.force in ("default", "floor") and limits.reaches(rank)
        return self.document.rank != "contract" and rank > power.rank and not restricts


def bars(state: State, deed: Deed, actor: str, point: Point) -> list[Bar]:
    """The norms in force that disable or forbid the deed to this actor."""
    bounds = [b for m in ("cannot", "must not") for b in speaking(state, m, deed, point)]
    found = _irrevocable(state, deed, actor, point)
    if not bounds:
        return found
    from minutebook.state.life import excused

    for bound in bounds:
        if bound.holder is None:
            continue
        named = Power(bound.holder, bound.norm.id, 0)
        bound_by = can_exercise(state, named, actor, point)
        if bound_by is False:
            continue
        status = state.norm_state(bound, point)
        if status in ("in force", "undetermined"):
            if _waived_since(state, bound, point):
                continue
            excuse = excused(state, bound, deed, point, actor)
            if excuse is not True:
                sure = status == "in force" and bound_by is True and excuse is False
                doubt = f"whether {bound.applies}"
                if bound.party is not None and status == "undetermined":
                    doubt = in_question(state, bound, point)
                found.append(Bar(bound.norm, bound.document, bound.cites, sure, doubt))
    return found


ENDING = ("repeal", "amend", "terminate")
"""What takes back a document, in whole or in part."""


def _irrevocable(state: State, deed: Deed, actor: str, point: Point) -> list[Bar]:
    """What somebody delegated and stated to be irrevocable, where they would end it all the same.

    It stands as high as its document does: a general power of theirs to repeal goes before it from
    a higher one, and yields to it otherwise (compare 6 Del. C. § 18-407).
    """
    if deed.verb not in (*ENDING, "adopt"):
        return []
    ended = {f.get("document") for f in canonical(state, deed) if f.verb in ENDING}
    found = []
    for bound in state.bound_norms("can"):
        norm, giver = bound.norm, bound.norm.delegated_by
        if norm.revocable or giver is None or bound.document.id not in ended:
            continue
        status = state.norm_state(bound, point)
        if acting(state, giver) == acting(state, actor) and status in ("in force", "undetermined"):
            stated = replace(norm, modality="cannot", holder=giver, consequence=None,
                             says=f"{giver} delegated it irrevocably")  # fmt: skip
            found.append(Bar(stated, bound.document, bound.cites, status == "in force"))
    return found


def _waived_since(state: State, bound: Bound, point: Point) -> bool:
    """Whether whoever the norm protects waived, later, that an act broke it.

    That waiver is judged with the act as it was, so that nobody gains the say by it.
    """
    if point.act is None or point.act in state.uncured:
        return False
    owed = bound.norm.counterparty or bound.document.parties
    inner = state.leaving(point.act)
    for act, place in state.index.later.get(point.act, ()):
        deed = act.effects[place]
        if deed.verb != "waive" or deed.get("norm") != bound.norm.id or act.by is None:
            continue
        then = Point(state.moment(act), act.id)
        given = any(can_exercise(inner, Power(p, p, 0), act.by, then) for p in owed)
        if given and inner.took_effect(act, place):
            return True
    return False

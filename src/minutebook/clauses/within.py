"""Whether a deed is within the power of who does it, however a vote on it would fall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from minutebook.answers.found import Why
from minutebook.records.deeds import Deed, family
from minutebook.records.verbs import CONDUCT, RIGHTS
from minutebook.state.actors import can_exercise
from minutebook.state.authority import Power, powers
from minutebook.state.bars import Bar, bars
from minutebook.state.ladder import LOWEST
from minutebook.state.preconditions import precondition
from minutebook.state.rights import rights
from minutebook.state.state import State
from minutebook.state.verdict import Standing

FREE = ("announce", "decide", "sign")
"""What takes no power besides plain conduct."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a deed is within the power of who does it.

    `lacks` is what would settle it where it is not determined; `breaches` are the norms that it
    breaks though it takes effect.
    """

    by: str | None
    standing: Standing
    breaches: tuple[str, ...] = ()
    lacks: tuple[str, ...] = field(default=(), compare=False)
    why: Why | None = field(default=None, compare=False)


def within_power(state: State, deed: Deed, by: str | None) -> Judged:
    """Judge a deed by its power, by what it acts on, and by the norms in its way.

    Without `by` it is done by whoever alone can do it. How a body would vote is left out: the
    question is what follows if it does.
    """
    if _is_free(deed) and by is None:
        return Judged(None, "valid")
    actor = by if by is not None else _whose(state, deed)
    found = [] if _is_free(deed) else _sources(state, deed)
    if actor is None:
        says = f"who would {deed}" if found else f"who has the power to {deed}"
        return Judged(None, "undetermined", (), (says,))
    if not found and not _is_free(deed):
        why = Why(f"nothing at hand says who can {deed}")
        return Judged(actor, "undetermined", (), (f"who has the power to {deed}",), why)
    met = precondition(state, deed, actor, state.now, (), None)
    if met.holds is False:
        return Judged(actor, "void", (), (), Why(f"{deed} has nothing to act on", because=met.whys))
    usable: list[tuple[Power, bool | None]] = [
        (p, can_exercise(state, p, actor, state.now)) for p in found
    ]
    if _is_free(deed):
        usable = [(Power(actor, "its own conduct", LOWEST), True)]
    held = [(p, sure) for p, sure in usable if sure is not False]
    if not held:
        holders = " or ".join(dict.fromkeys(p.whose for p in found))
        says = f"{actor} has no power to {deed}: it is {holders}'s"
        return Judged(actor, "void", (), (), Why(says, because=tuple(p.why for p in found)))
    return _barred(actor, deed, held, bars(state, deed, actor, state.now), met.missing)


def _barred(
    actor: str,
    deed: Deed,
    held: Sequence[tuple[Power, bool | None]],
    hold: Sequence[Bar],
    lacks: tuple[str, ...],
) -> Judged:
    """What the norms in the way leave of the best power."""
    power, sure = next((one for one in held if one[1]), held[0])
    bearing = {bar.norm.id: bar.bearing(power) for bar in hold if bar.sure}
    open_ = tuple(f"whether {bar.norm.id} applies" for bar in hold if not bar.sure)
    missing = (*lacks, *open_)
    if sure is None or not power.sure:
        missing = (*missing, f"whether {actor} can act under {power.name}")
    standing: Standing = "valid"
    if "void" in bearing.values():
        standing = "void"
    elif missing:
        standing = "undetermined"
    elif "voidable" in bearing.values():
        standing = "voidable"
    breaches = tuple(n for n, word in bearing.items() if word in ("breach", "voidable"))
    why = Why(f"{deed} by {actor}: {_WORDS[standing]}",
              because=(power.why, *(bar.why for bar in hold)))  # fmt: skip
    if standing == "void":
        breaches = ()
    return Judged(actor, standing, breaches, missing if standing == "undetermined" else (), why)


_WORDS = {
    "valid": "within its power",
    "voidable": "voidable",
    "void": "a norm takes the power away",
    "undetermined": "whether it can is not determined",
}


def _is_free(deed: Deed) -> bool:
    return deed.verb not in RIGHTS and (deed.verb in CONDUCT or family(deed.verb) in FREE)


def _sources(state: State, deed: Deed) -> list[Power]:
    return [*powers(state, deed, state.now), *rights(state, deed, state.now)]


def _whose(state: State, deed: Deed) -> str | None:
    """Who can do the deed, if that is one party; who resigns is who holds the post."""
    if deed.verb == "resign":
        occupants = state.seats(deed.get("post") or "").occupants
        return occupants[0].holder if len(occupants) == 1 else None
    found = dict.fromkeys(p.holder for p in _sources(state, deed) if p.holder)
    return next(iter(found)) if len(found) == 1 else None


__all__ = ["Judged", "within_power"]

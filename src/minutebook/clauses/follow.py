"""What follows from an event or a deed: what it sets off, what it ends, and who may answer.

The lives of all norms are compared, once without it and once with it; nothing else differs. A
deed that is only thought of is supposed to be done and valid: whether it would be is the judge's
question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from minutebook.answers.found import Found, Why
from minutebook.records import nouns
from minutebook.records.conditions import STATES
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Norm
from minutebook.records.verbs import CONDUCT, RULINGS
from minutebook.state.conduct import Done
from minutebook.state.index import TICK, Bound
from minutebook.state.life import LIVE, Life, Lives, Stage
from minutebook.state.state import State
from minutebook.text.expression import Call, Condition
from minutebook.text.when import When, instant

SUPPOSED = "supposed"
GONE: tuple[Stage, ...] = ("ended", "fulfilled", "does not apply", "excepted")
COUNTED = ("can", "cannot", "must", "must not", "may", "counts as")

Payoffs: TypeAlias = Callable[[State, "Lives"], Found[Any]]
"""What each party gets, given the lives of the norms; see `minutebook.payout`."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A norm whose state the event changed, in the order in which one set off the next."""

    norm: str
    before: Stage
    after: Stage
    says: str
    why: Why = field(compare=False)


@dataclass(frozen=True, slots=True)
class Option:
    """What a party may, can or must do once it has happened, and by when."""

    party: str
    modality: str
    deed: str | None
    norm: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Follows:
    """What an event or deed sets off.

    `fired` changed their state, `ended` are those of them that are over, `stays` are in force
    before and after. Payouts are party -> amount, None where they are not determined.
    """

    fired: tuple[Fired, ...]
    ended: tuple[str, ...]
    stays: tuple[str, ...]
    options: tuple[Option, ...]
    payouts_before: Mapping[str, Any] | None = None
    payouts_after: Mapping[str, Any] | None = None


def follow_deed(
    state: State, deed: Deed, by: str | None, payoffs: Payoffs | None = None
) -> Found[Follows]:
    """What follows if a deed is done now and takes effect.

    Only what parties do and what is determined of facts can be supposed: deeds on posts, holdings
    and documents are for acts of a book (a fork of it says what they change).
    """
    if deed.verb not in (*CONDUCT, *RULINGS, "determine"):
        why = Why(f"{deed} changes posts, holdings or documents: record it as an act")
        return Found(None, why, (f"an act with the effect {deed}",))
    done = Done(SUPPOSED, deed, by, instant(state.at))
    return _follow(Lives(state), Lives(state, (done,)), f"{deed} by {by or 'whoever can'}", payoffs)


def follow_event(state: State, event: str, payoffs: Payoffs | None = None) -> Found[Follows]:
    """What follows from a recorded act or event, or from one that is only thought of.

    A record with a date is taken at that date; one without is supposed to happen now.
    """
    record = state.book.records[event]
    when = None if record.date is None else state.moment(record)
    if when is None or when.latest is None:
        moved = {event: instant(state.at)}
        before = Lives(state, without=frozenset({event}))
        return _follow(before, Lives(state, moved=moved), event, payoffs)
    there = state.moved_to(when.latest)
    without = Lives(there, without=frozenset({event}))
    if isinstance(record, nouns.Document):
        without = Lives(state.moved_to(_just_before(when)))
    return _follow(without, Lives(there), event, payoffs)


def _just_before(when: When) -> datetime:
    moment = when.earliest or when.latest
    assert moment is not None
    return moment - TICK


def _follow(without: Lives, with_: Lives, event: str, payoffs: Payoffs | None) -> Found[Follows]:
    fired: list[Fired] = []
    stays: list[str] = []
    missing: list[str] = []
    lives: list[tuple[Bound, Life]] = []
    for bound in _in_order(with_):
        before, after = without.of(bound), with_.of(bound)
        lives.append((bound, after))
        if before.stage != after.stage or len(before.steps) != len(after.steps):
            says = bound.norm.says or _in_words(bound)
            fired.append(Fired(bound.norm.id, before.stage, after.stage, says, after.why))
        elif after.stage in LIVE:
            stays.append(bound.norm.id)
        if after.stage == "undetermined":
            missing.extend(after.missing)
    before_pay, after_pay, lacks = _payouts(without, with_, payoffs)
    ended = tuple(f.norm for f in fired if f.after in GONE and f.before in LIVE)
    changed = {f.norm for f in fired}
    options = tuple(
        _option(bound, life)
        for bound, life in lives
        if bound.norm.id in changed and life.stage in LIVE
    )
    value = Follows(tuple(fired), ended, tuple(dict.fromkeys(stays)), options,
                    before_pay, after_pay)  # fmt: skip
    says = f"{event} changes {len(fired)} of {len(lives)} norms" if fired else (
        f"{event} changes no norm")  # fmt: skip
    why = Why(says, because=tuple(f.why for f in fired))
    return Found(value, why, tuple(dict.fromkeys((*missing, *lacks))))


def _payouts(
    without: Lives, with_: Lives, payoffs: Payoffs | None
) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None, tuple[str, ...]]:
    if payoffs is None:
        return None, None, ("what is to be paid out: say of which claim, and how much",)
    before, after = payoffs(without.state, without), payoffs(with_.state, with_)
    missing = tuple(dict.fromkeys((*before.missing, *after.missing)))
    return before.value, after.value, missing


def _in_order(lives: Lives) -> list[Bound]:
    """The norms, each after those on whose state its conditions rest; else as they are written."""
    bounds = [b for m in COUNTED for b in lives.state.index.norms.get(m, ()) if b.holder]
    bounds.sort(key=lambda b: (b.document.id, b.norm.span.line, b.norm.id, b.holder or ""))
    depth: dict[str, int] = {}
    waits = {b.norm.id: _waits_for(b.norm) for b in bounds}
    for norm in waits:
        _depth(norm, waits, depth)
    return sorted(bounds, key=lambda b: depth.get(b.norm.id, 0))


def _depth(norm: str, waits: Mapping[str, tuple[str, ...]], depth: dict[str, int]) -> None:
    """The longest chain of norms that a norm waits for; a circle counts as far as it is open."""
    queue = [norm]
    open_: set[str] = set()
    while queue:
        at = queue[-1]
        rest = [n for n in waits.get(at, ()) if n not in depth and n not in open_]
        if at in depth or not rest or (at in open_ and not rest):
            queue.pop()
            depth[at] = 1 + max((depth.get(n, 0) for n in waits.get(at, ())), default=-1)
            continue
        open_.add(at)
        queue.extend(rest)


def _waits_for(norm: Norm) -> tuple[str, ...]:
    guards = (norm.when, norm.unless, norm.ends, norm.fulfilled)
    return tuple(
        leaf.args[0]
        for guard in guards
        if isinstance(guard, Condition)
        for leaf in guard.leaves
        if isinstance(leaf, Call) and leaf.name in STATES
    )


def _in_words(bound: Bound) -> str:
    return f"{bound.holder} {bound.norm.modality} {bound.deed or ''}".strip()


def _option(bound: Bound, life: Life) -> Option:
    deed = str(bound.deed) if bound.deed is not None else None
    return Option(bound.holder or "", bound.norm.modality, deed, bound.norm.id, life.due)


__all__ = ["Fired", "Follows", "Option", "follow_deed", "follow_event"]

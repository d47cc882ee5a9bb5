"""What follows from an event or a deed: what it sets off, what it ends, and who may answer.

The lives of the norms that it could touch are compared, once without it and once with it; nothing
else differs. A deed that is only thought of is supposed to be done and valid: whether it would be
is the judge's question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import TypeAlias

from minutebook.answers.found import Found, Why
from minutebook.clauses.touched import marks_of_deed, marks_of_record, touched
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.verbs import CONDUCT, RULINGS
from minutebook.state.conduct import Done
from minutebook.state.index import TICK, Bound
from minutebook.state.life import LIVE, Life, Lives, Stage
from minutebook.state.state import State
from minutebook.text.when import When, instant

SUPPOSED = "supposed"
GONE: tuple[Stage, ...] = ("ended", "fulfilled", "does not apply", "excepted")

Amounts: TypeAlias = Mapping[str, Fraction | None]
Payoffs: TypeAlias = Callable[[State, Sequence[Bound]], Found[Amounts]]
"""What each party gets in a state, given the norms on payment that are no longer in force."""


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

    `fired` changed their state, in order; `ended` are those of them that are over; `stays` hang
    on it in some way and are in force before and after. Payouts are party -> amount, None where
    they are not determined.
    """

    fired: tuple[Fired, ...]
    ended: tuple[str, ...]
    stays: tuple[str, ...]
    options: tuple[Option, ...]
    payouts_before: Amounts | None = None
    payouts_after: Amounts | None = None


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
    bounds = touched(state, marks_of_deed(deed))
    name = f"{deed} by {by}" if by is not None else str(deed)
    return _follow(Lives(state), Lives(state, (done,)), bounds, name, payoffs)


def follow_event(state: State, event: str, payoffs: Payoffs | None = None) -> Found[Follows]:
    """What follows from a recorded act, event or document, or from one that is only thought of.

    A record with a date is taken at that date; one without is supposed to happen now.
    """
    record = state.book.records[event]
    bounds = touched(state, marks_of_record(record))
    when = None if record.date is None else state.moment(record)
    if when is None or when.latest is None:
        now = {event: instant(state.at)}
        without = Lives(state, without=frozenset({event}))
        return _follow(without, Lives(state, moved=now), bounds, event, payoffs)
    there = state.moved_to(when.latest)
    without = Lives(there, without=frozenset({event}))
    if isinstance(record, nouns.Document) or not _is_conduct(record):
        without = Lives(state.moved_to(_just_before(when)))
    return _follow(without, Lives(there), bounds, event, payoffs)


def _is_conduct(record: nouns.Noun) -> bool:
    """Whether leaving the record out leaves nothing else of the state changed."""
    if not isinstance(record, nouns.Act):
        return True
    return all(deed.verb in (*CONDUCT, *RULINGS, "determine") for deed in record.effects)


def _just_before(when: When) -> datetime:
    moment = when.earliest or when.latest
    assert moment is not None
    return moment - TICK


def _follow(
    without: Lives, with_: Lives, bounds: Sequence[Bound], event: str, payoffs: Payoffs | None
) -> Found[Follows]:
    pairs = [(bound, without.of(bound), with_.of(bound)) for bound in bounds]
    fired = tuple(_fired(b, old, new) for b, old, new in pairs if _changed(old, new))
    gone = [b for b, old, new in pairs if old.stage in LIVE and new.stage in GONE]
    stays = [
        b.norm.id
        for b, old, new in pairs
        if new.stage in LIVE and old.stage in LIVE and not _changed(old, new)
    ]
    options = tuple(
        _option(b, new) for b, old, new in pairs
        if _changed(old, new) and new.stage in LIVE and b.norm.modality != "counts as"
    )  # fmt: skip
    missing = [m for _, _, new in pairs if new.stage == "undetermined" for m in new.missing]
    before = after = None
    if payoffs is not None:
        first, then = payoffs(without.state, ()), payoffs(with_.state, gone)
        before, after = first.value, then.value
        missing.extend((*first.missing, *then.missing))
    else:
        missing.append("what is paid: no amount was asked for")
    value = Follows(fired, tuple(dict.fromkeys(b.norm.id for b in gone)),
                    tuple(dict.fromkeys(stays)), options, before, after)  # fmt: skip
    count = f"{len(fired)} of the {len(pairs)} norms that rest on it"
    says = f"{event} changes {count}" if fired else f"{event} changes no norm"
    why = Why(says, because=tuple(f.why for f in fired))
    return Found(value, why, tuple(dict.fromkeys(missing)))


def _changed(before: Life, after: Life) -> bool:
    return before.stage != after.stage or len(before.steps) != len(after.steps)


def _fired(bound: Bound, before: Life, after: Life) -> Fired:
    says = bound.norm.says or f"{bound.holder} {bound.norm.modality} {bound.deed or ''}".strip()
    return Fired(bound.norm.id, before.stage, after.stage, says, after.why)


def _option(bound: Bound, life: Life) -> Option:
    deed = str(bound.deed) if bound.deed is not None else None
    return Option(bound.holder or "", bound.norm.modality, deed, bound.norm.id, life.due)


__all__ = ["Amounts", "Fired", "Follows", "Option", "Payoffs", "follow_deed", "follow_event"]

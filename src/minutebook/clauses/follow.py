"""What follows from an event or a deed: what it sets off, what it ends, and who may answer.

The lives of the norms that it could touch are compared, once without it and once with it; nothing
else differs. A deed that is only thought of is judged first: what is beyond the power of who does
it changes nothing; else it is supposed to be done, as if all who vote on it were for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import TypeAlias

from minutebook.answers.found import Found, Why
from minutebook.clauses.changes import Changed, changes, vacancies
from minutebook.clauses.supposing import happening, leaving_out, supposing
from minutebook.clauses.touched import marks_of_deed, marks_of_record, touched
from minutebook.clauses.within import Judged, within_power
from minutebook.records import money, nouns
from minutebook.records.deeds import Deed
from minutebook.state.authority import canonical
from minutebook.state.index import Bound
from minutebook.state.life import LIVE, Life, Lives, Stage
from minutebook.state.state import State
from minutebook.text.numbers import Quantity

GONE: tuple[Stage, ...] = ("ended", "fulfilled", "does not apply", "excepted")
ASKED = ("can", "cannot", "must", "must not", "may")
"""The modalities that let or bid a party do something."""

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
    """What a party may, can or must do once it has happened, and by when.

    `owed` is the amount or price at that date with interest, if any is borne.
    """

    party: str
    modality: str
    deed: str | None
    norm: str
    due: datetime | None = None
    owed: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Follows:
    """What an event or deed sets off.

    `judged` says whether a deed is within power, `changes` what it changes itself. `fired` changed
    their state, in order; `ended` are those of them that are over; `stays` hang on it in some way
    and are in force before and after. Payouts are party -> amount, None where they are not
    determined.
    """

    fired: tuple[Fired, ...] = ()
    ended: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    payouts_before: Amounts | None = None
    payouts_after: Amounts | None = None
    judged: Judged | None = None
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class _Compared:
    """The two courses of events, what makes the difference, and what it is called."""

    without: State
    with_: State
    deeds: tuple[Deed, ...]
    marks: set[tuple[str, str]]
    name: str
    payoffs: Payoffs | None
    judged: Judged | None = None


def follow_deed(
    state: State, deed: Deed, by: str | None, payoffs: Payoffs | None = None
) -> Found[Follows]:
    """What follows if a deed is done now.

    First it is judged: what is beyond the power of who does it changes nothing. Else it is
    supposed to be done and to take effect; how a vote on it would fall is the judge's question.
    """
    judged = within_power(state, deed, by)
    if judged.standing == "void":
        says = f"{deed} by {judged.by} has no effect, so nothing follows from it"
        because = (judged.why,) if judged.why is not None else ()
        return Found(Follows(judged=judged), Why(says, because=because))
    marks = {*marks_of_deed(deed), *(("name", d.get("post") or "") for d in canonical(state, deed))}
    named = deed.get("document") or (deed.get("object") if deed.verb == "assign" else None)
    document = state.book.get(named, nouns.Document)
    if document is not None:
        marks |= marks_of_record(document)
    with supposing(state, deed, judged.by) as (there, act):
        compared = _Compared(state, there, act.effects, marks, act.id, payoffs, judged)
        found = _follow(compared)
    missing = (*found.missing, *judged.lacks)
    if deed.verb == "amend":
        missing = (*missing, f"what the new text of {deed.get('document')} says")
    return Found(found.value, found.why, tuple(dict.fromkeys(missing)))


def follow_event(state: State, event: str, payoffs: Payoffs | None = None) -> Found[Follows]:
    """What follows from a recorded act, event or document, or from one that is only thought of.

    A record with a date is taken at that date; one without is supposed to happen now.
    """
    record = state.book.records[event]
    marks = marks_of_record(record)
    deeds = record.effects if isinstance(record, nouns.Act) else ()
    when = None if record.date is None else state.moment(record)
    if when is None or when.latest is None:
        with happening(state, record) as there:
            return _follow(_Compared(state, there, deeds, marks, event, payoffs))
    moved = state.moved_to(when.latest)
    with leaving_out(moved, record) as without:
        return _follow(_Compared(without, moved, deeds, marks, event, payoffs))


def _follow(compared: _Compared) -> Found[Follows]:
    before, after = Lives(compared.without), Lives(compared.with_)
    earlier = {_key(b): b for bounds in before.by_id.values() for b in bounds}
    pairs = []
    for bound in touched(compared.with_, compared.marks):
        old = earlier.get(_key(bound))
        pairs.append((bound, before.of(old) if old else _unborn(bound), after.of(bound)))
    fired = tuple(_fired(b, old, new) for b, old, new in pairs if _changed(old, new))
    gone = [b for b, old, new in pairs if old.stage in LIVE and new.stage in GONE]
    stays = [
        b.norm.id
        for b, old, new in pairs
        # General law is no term of the deal: that it goes on is no news.
        if new.stage in LIVE and old.stage in LIVE and not _changed(old, new) and b.entity is None
    ]
    missing = [m for _, _, new in pairs if new.stage == "undetermined" for m in new.missing]
    first = then = None
    if compared.payoffs is not None:
        first = compared.payoffs(compared.without, ())
        then = compared.payoffs(compared.with_, gone)
        missing.extend((*first.missing, *then.missing))
    elif compared.with_.book.of(money.Claim):
        missing.append("what is paid: no amount was asked for")
    value = Follows(
        fired,
        tuple(dict.fromkeys(b.norm.id for b in gone)),
        tuple(dict.fromkeys(stays)),
        _options(compared, pairs),
        first.value if first is not None else None,
        then.value if then is not None else None,
        compared.judged,
        changes(compared.without, compared.with_, compared.deeds),
    )
    return Found(value, _why(compared, value, len(pairs)), tuple(dict.fromkeys(missing)))


def _options(compared: _Compared, pairs: Sequence[tuple[Bound, Life, Life]]) -> tuple[Option, ...]:
    """What parties may or must do now: by the norms that changed, and where a post is empty."""
    found = [_option(b, new) for b, old, new in pairs
             if _changed(old, new) and new.stage in LIVE and b.norm.modality in ASKED]  # fmt: skip
    for empty in vacancies(compared.without, compared.with_, compared.deeds):
        deed = f"appoint any to {empty.post}"
        found.append(Option(empty.by, "can", deed, empty.norm))
    return tuple(found)


def _why(compared: _Compared, value: Follows, looked_at: int) -> Why:
    fired = value.fired
    count = f"{len(fired)} of the {looked_at} norms that rest on it"
    says = f"{compared.name} changes {count}" if fired else f"{compared.name} changes no norm"
    judged = compared.judged.why if compared.judged is not None else None
    below = (*((judged,) if judged is not None else ()), *(f.why for f in fired))
    return Why(says, because=below)


def _key(bound: Bound) -> tuple[str, str | None, str | None, Deed | None]:
    return bound.norm.id, bound.holder, bound.entity, bound.deed


def _unborn(bound: Bound) -> Life:
    return Life(bound.norm.id, bound.document.id, "not yet in force")


def _changed(before: Life, after: Life) -> bool:
    return before.stage != after.stage or len(before.steps) != len(after.steps)


def _fired(bound: Bound, before: Life, after: Life) -> Fired:
    says = bound.norm.says or f"{bound.holder} {bound.norm.modality} {bound.deed or ''}".strip()
    return Fired(bound.norm.id, before.stage, after.stage, says, after.why)


def _option(bound: Bound, life: Life) -> Option:
    deed = str(bound.deed) if bound.deed is not None else None
    return Option(bound.holder or "", bound.norm.modality, deed, bound.norm.id, life.due, life.owed)


__all__ = [
    "Amounts",
    "Fired",
    "Follows",
    "Judged",
    "Option",
    "Payoffs",
    "follow_deed",
    "follow_event",
]

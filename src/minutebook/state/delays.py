"""What an act waits for before it has effect: a filing, an approval, a time, the end of a meeting.

A norm of law or of a document may delay what is resolved (8 Del. C. § 103(d): an instrument is
effective upon its filing date). Everything that such norms ask for is needed, and the effect begins
with the last of it; so what was resolved and not filed is valid, and has no effect yet. A norm on
third parties alone leaves the effect inside as it is (declaratory registration).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed, family, matches
from minutebook.records.norms import DELAYING
from minutebook.records.nouns import Act, Form, Modality
from minutebook.state.actors import can_exercise
from minutebook.state.authority import Power, powers, speaking
from minutebook.state.conduct import conduct
from minutebook.state.dates import BEGINNING, END
from minutebook.state.horizon import concerning_act
from minutebook.state.ladder import limits_of, rank_of
from minutebook.state.periods import at_most, last_moment, say_length
from minutebook.state.slots import Point
from minutebook.state.spans import COMPLETING, awaited_act, surely_over
from minutebook.state.verdict import Effect, Takes
from minutebook.text.duration import Duration
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.state.index import Bound
    from minutebook.state.state import State

WITHIN: Final[Modality] = DELAYING[0]
OUTSIDE: Final[Modality] = DELAYING[1]


@dataclass(frozen=True, slots=True)
class Tried:
    """An effect of an act, recorded or only thought of: what, by whom, when, at which meeting.

    `form` is that of an act only thought of. `seen` is the date by which what it waits for must
    have been done, to be seen; None: ever.
    """

    deed: Deed
    by: str | None
    point: Point
    act: Act | None = None
    meeting: str | None = None
    seen: datetime | None = None
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """What one norm asks for: since when that is met (None: it is not), in words.

    `by` are those who could do what is still awaited, `until` is the last moment for it.
    """

    since: When | None
    awaits: str
    why: Why
    by: tuple[str, ...] = ()
    until: When | None = None


def of_act(state: State, act: Act, place: int, seen: datetime | None = None) -> Tried:
    """One effect of a recorded act."""
    point = Point(state.moment(act), act.id)
    return Tried(act.effects[place], act.by, point, act, act.meeting, seen)


def may_wait(state: State, deed: Deed) -> bool:
    """Whether any norm of the book could delay a deed; asked first, since most books have none."""
    verbs = state.index.delayed
    if not verbs:
        return False
    forms = {family(deed.verb), *(("amend",) if deed.verb == "adopt" else ())}
    return None in verbs or bool(forms & verbs)


def waits(state: State, tried: Tried, modality: Modality = WITHIN) -> tuple[Wait, ...]:
    """What an effect waits for, or has waited for, by every norm that speaks of it.

    Of a recorded act, whatever may still come, it is found once: every look at the slot asks.
    """
    if tried.by is None or not may_wait(state, tried.deed):
        return ()
    act = tried.act
    if act is None or tried.seen is not None:
        return _asked_for(state, tried, modality)
    state = concerning_act(state, act.id)
    key = ("waits", act.id, tried.deed, modality, state.known, state.uncured)

    def compute() -> tuple[Wait, ...]:
        # The date of the act may be a choice too, which what is remembered rests on.
        point = Point(state.moment(act), act.id)
        return _asked_for(state, replace(tried, point=point), modality)

    return state.world.remember(key, compute)


def _asked_for(state: State, tried: Tried, modality: Modality) -> tuple[Wait, ...]:
    """What each norm that speaks of an effect asks for; one that is invalid asks for nothing."""
    return tuple(
        _invalid(state, bound, tried) or _wait(state, bound, tried)
        for bound in speaking(state, modality, tried.deed, tried.point)
        if _applies(state, bound, tried)
    )


def _invalid(state: State, bound: Bound, tried: Tried) -> Wait | None:
    """That a norm cannot delay a consent in writing: a higher one gives it, and does not yield.

    A by-law that puts off what stockholders resolve in writing is invalid against the statute by
    which they do (Datapoint Corp. v. Plaza Securities Co., 496 A.2d 1031 (Del. 1985)).
    """
    form = tried.form if tried.act is None else state.pick(tried.act.form)
    rank = rank_of(bound.document)
    for higher in state.index.by_holder.get(("without meeting", tried.by), ()):
        limits = limits_of(higher.norm, higher.document)
        if form != "without meeting" or rank_of(higher.document) >= rank or limits.reaches(rank):
            continue
        if state.norm_state(higher, tried.point) == "in force":
            says = (
                f"{bound.norm.id} is invalid against {higher.norm.id}: it delays a written consent"
            )
            return Wait(tried.point.when, "", Why(says, higher.norm.says, higher.cites))
    return None


def begun(state: State, tried: Tried, since: When) -> When | None:
    """From when an effect holds that was to hold since a moment; None while it waits."""
    for wait in waits(state, tried):
        if wait.since is None:
            return None
        since = _later(since, wait.since)
    return since


def takes(state: State, tried: Tried, since: When, modality: Modality = WITHIN) -> Takes:
    """From when an effect holds, or what it is pending on, from whom and by when."""
    found = waits(state, tried, modality)
    open_ = [wait for wait in found if wait.since is None]
    for wait in open_:
        if wait.until is not None and tried.seen is not None and wait.until.happened_by(tried.seen):
            return Takes("none", None, wait.awaits, wait.by, wait.until)
    if len(open_) == 1:
        return Takes("pending", None, open_[0].awaits, open_[0].by, open_[0].until)
    if open_:
        each = (str(Takes("pending", None, w.awaits, w.by, w.until)) for w in open_)
        on = " and ".join(dict.fromkeys(says.removeprefix("pending on ") for says in each))
        return Takes("pending", None, on)
    for wait in found:
        assert wait.since is not None
        since = _later(since, wait.since)
    return Takes("from", since)


def begins(state: State, tried: Tried, since: When) -> tuple[Takes, Takes]:
    """From when an effect holds inside, and toward third parties."""
    inside = takes(state, tried, since)
    if inside.kind != "from" or inside.start is None:
        return inside, inside
    return inside, takes(state, tried, inside.start, OUTSIDE)


def as_seen(state: State, effect: Effect, act: Act, place: int) -> Effect:
    """An effect that a norm delays, by what has been done by the state's date."""
    tried = of_act(state, act, place, state.at)
    if effect.turns or not waits(state, tried) + waits(state, tried, OUTSIDE):
        return effect
    start, third = begins(state, tried, state.effective(act))
    return replace(effect, takes_effect=start, toward_third_parties=third)


def completed_by(state: State, act: str) -> tuple[str, ...]:
    """The acts after which comes the effect of an act: they file, register or approve it.

    None where a time runs from them, or where what is awaited may be about another act.
    """
    for norm in state.index.delays:
        awaited = act if norm.upon is None else awaited_act(norm.upon, act)
        if norm.at_least is not None or awaited != act:
            return ()
    return tuple(one.id for one in state.index.completions.get(act, ()))


def _applies(state: State, bound: Bound, tried: Tried) -> bool:
    named = Power(bound.holder, bound.norm.id, 0)
    held = bound.holder is not None and can_exercise(state, named, tried.by or "", tried.point)
    if held is False:
        return False
    status = state.norm_state(bound, tried.point)
    if status == "in force" and held is True:
        return True
    if status not in ("in force", "undetermined"):
        return False
    return state.world.choose(bound.applies, ("yes", "no"), "yes", "rule") == "yes"


def _wait(state: State, bound: Bound, tried: Tried) -> Wait:
    """What one norm asks for: the end of the meeting, a deed, a time after it."""
    norm = bound.norm
    since, parts = tried.point.when, []
    by: tuple[str, ...] = ()
    until: When | None = None
    met = True
    if state.pick(norm.value) == "end of meeting":
        parts.append("the end of the meeting")
        since = _end_of_meeting(state, tried)
    if norm.upon is not None:
        wanted = _about(norm.upon, tried)
        parts.append(_named(wanted))
        length = norm.at_most if isinstance(norm.at_most, Duration) else None
        found = _done(state, norm.upon, tried, length)
        met = found is not None
        if found is not None:
            since = found
        else:
            by = _whose(state, wanted, tried.point)
            until = last_moment(length, since, state.book.zone) if length is not None else None
        if norm.deemed_after is not None:
            parts.append(f"or the end of {say_length(norm.deemed_after)} without it")
            silent = _run(norm.deemed_after, tried.point.when, state)
            since, met = silent if found is None else _sooner(found, silent), True
    if isinstance(norm.at_least, Duration):
        parts.insert(0, f"{say_length(norm.at_least)} after" if parts else
                     f"the end of {say_length(norm.at_least)}")  # fmt: skip
        since = _run(norm.at_least, since, state)
    awaits = " ".join(parts) or bound.norm.says or norm.id
    why = Why(f"{norm.id}: it takes effect upon {awaits}", norm.says, bound.cites)
    return Wait(since if met else None, awaits, why, by, until)


def _about(upon: Deed, tried: Tried) -> Deed:
    """The deed that is awaited, naming the act that it is about."""
    name = tried.act.id if tried.act is not None else "it"
    return Deed(
        upon.verb,
        tuple((n, name if n == "act" and v == "any" else v) for n, v in upon.args),
    )


_NAMED: Final = {"file": "the filing", "register": "the registration", "approve": "the approval"}


def _named(deed: Deed) -> str:
    """An awaited deed as a noun."""
    noun = _NAMED.get(deed.verb)
    if noun is None:
        return str(deed)
    with_ = deed.get("with")
    return f"{noun} of {deed.get('act')}{f' with {with_}' if with_ else ''}"


def _end_of_meeting(state: State, tried: Tried) -> When:
    """When the meeting ended at which it was decided; without one, at once.

    Where no end is told it was over a day later.
    """
    meeting = state.book.get(tried.meeting, nouns.Meeting)
    decided = tried.point.when
    if meeting is None:
        return decided
    if meeting.end is not None:
        return _later(decided, meeting.end)
    held = state.moment(meeting).latest
    over = None if held is None else max(surely_over(held), _latest(decided))
    return When(decided.earliest, over, f"the end of {meeting.id}")


def _done(state: State, upon: Deed, tried: Tried, within: Duration | None) -> When | None:
    """When the awaited deed was first done and took effect, in time; None if it has not been."""
    act = tried.act
    if act is None or act.id in state.uncured:
        return None
    found: list[When] = []
    for other, place in _candidates(state, upon, act):
        when = state.moment(other) if other.takes_effect is None else state.effective(other)
        if other.id == act.id or when.before(tried.point.when) is True:
            continue
        if tried.seen is not None and when.happened_by(tried.seen) is False:
            continue
        if within is not None and at_most(within, tried.point.when, when, state.book.zone) is False:
            continue
        if state.took_effect(other, place):
            found.append(when)
    return min(found, key=_latest) if found else None


def _candidates(state: State, upon: Deed, act: Act) -> Iterator[tuple[Act, int]]:
    """The deeds of the awaited kind; of those about an act, those about the awaited one."""
    about = conduct(state).about
    awaited = awaited_act(upon, act.id)
    found = (*about.get((upon.verb, None), ()), *about.get((upon.verb, awaited), ()))
    for other, place in found:
        if matches(upon, other.effects[place]):
            yield other, place


def _whose(state: State, deed: Deed, point: Point) -> tuple[str, ...]:
    """Who has the power to do what is awaited; nobody in particular for what anybody can do."""
    if deed.verb not in COMPLETING:
        return ()
    if deed.get("with") is not None:
        return ()
    found = powers(state, deed, point)
    return tuple(dict.fromkeys(p.holder for p in found if p.holder is not None))


def _run(length: Duration, since: When, state: State) -> When:
    """The moment at which a time has run from another."""
    zone = state.book.zone
    first = None if since.earliest is None else length.after(since.earliest, zone)
    last = None if since.latest is None else length.latest_after(since.latest, zone)
    says = f"{say_length(length)} after {since.written}"
    if first is not None:
        clock = "%Y-%m-%d %H:%M" if first == last else "%Y-%m-%d"
        says = first.astimezone(zone).strftime(clock)
    return When(first, last, says)


def _sooner(a: When, b: When) -> When:
    """The sooner of two moments, bound by bound."""
    if a.before(b) is True or a == b:
        return a
    if b.before(a) is True:
        return b
    earliest = None if None in (a.earliest, b.earliest) else min(_earliest(a), _earliest(b))
    return When(earliest, min(_latest(a), _latest(b)), a.written)


def _later(a: When, b: When) -> When:
    """The later of two moments, bound by bound."""
    if a.before(b) is True:
        return b
    if b.before(a) is True or a == b:
        return a
    earliest = max((m for m in (a.earliest, b.earliest) if m is not None), default=None)
    latest = None if None in (a.latest, b.latest) else max(_latest(a), _latest(b))
    return When(earliest, latest, b.written if _latest(b) >= _latest(a) else a.written)


def _earliest(when: When) -> datetime:
    return when.earliest or BEGINNING


def _latest(when: When) -> datetime:
    return when.latest or END

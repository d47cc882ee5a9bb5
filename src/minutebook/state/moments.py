"""At which moments the state of a norm may change: it is looked at there, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from minutebook.records import nouns
from minutebook.records.conditions import ANSWERS, STATES, calls
from minutebook.records.deeds import Goal, parse_deed
from minutebook.state.conduct import Done, conduct
from minutebook.state.findings import findings
from minutebook.state.index import versions_of
from minutebook.state.timelines import TICK, Timeline
from minutebook.state.timing import resolved
from minutebook.state.versions import laws_of
from minutebook.text.duration import Duration, parse_duration
from minutebook.text.expression import Call, Compare, Condition, Leaf, Ordered, Sentence, Timed
from minutebook.text.problem import Problem
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.records.nouns import Norm, Noun
    from minutebook.state.index import Bound
    from minutebook.state.life import Lives
    from minutebook.state.stages import Life

Cause: TypeAlias = tuple[str, When]
FACTS = ("determine", "suspend", "uphold", "overturn", "declare", "verify", "contest")
REPLIES = ("consent", "decline", "accept", "offer")


def named_norms(norm: Norm) -> Iterator[str]:
    """The norms whose state this one's conditions ask for."""
    for guard in (norm.when, norm.unless, norm.ends, norm.fulfilled):
        for leaf in guard.leaves if isinstance(guard, Condition) else ():
            for call in calls(leaf):
                if call.name in (*STATES, "owed"):
                    yield call.args[0]


def moments_of(lives: Lives, bound: Bound) -> Iterator[tuple[datetime, Cause | None]]:
    """Every moment at which a norm's state may change, with the record that is the cause."""
    norm, state = bound.norm, lives.state
    documents = versions_of(state.index, bound)
    newer = [n for _, n in state.index.replaced.get(norm.id, ())]
    for when in (norm.start, norm.end, *(n.start for n in newer),
                 *(w for d in documents for w in (d.start, d.end))):  # fmt: skip
        yield from _dated(when)
    entity = state.book.get(bound.entity, nouns.Entity)
    for law in laws_of(entity) if entity is not None else ():
        yield from _dated(law.start)
        yield from _dated(law.end)
    for one in documents:
        yield from _of_record(lives, one)
        yield from _of_timeline(lives, state.index.timelines.get(("document", one.id)))
    for guard in (norm.when, norm.unless, norm.ends, norm.fulfilled):
        if isinstance(guard, Condition):
            for leaf in guard.leaves:
                yield from _of_leaf(lives, leaf, norm.id)
        elif guard is not None:
            yield from _of_goal(lives, guard)
    if bound.deed is not None and norm.modality not in ("decides", "quorum", "counts as"):
        yield from _of_done(lives.done(bound.deed.verb))
    came = state.index.came.get(bound.serial)
    for act, _ in (*((came,) if came else ()), *state.index.went.get(bound.serial, ())):
        when = state.effective(act)
        if when.latest is not None:
            yield when.latest, (act.id, when)
    if norm.upon is not None:
        yield from _of_done(lives.done(norm.upon.verb))
    if norm.counterparty:
        yield from _of_done(d for d in lives.done("waive") if d.deed.get("norm") == norm.id)


def _dated(when: When | None) -> Iterator[tuple[datetime, Cause | None]]:
    if when is not None:
        for moment in (when.earliest, when.latest):
            if moment is not None:
                yield moment, None


def _of_record(lives: Lives, record: Noun | None) -> Iterator[tuple[datetime, Cause | None]]:
    when = lives.moment(record) if record is not None else None
    if record is not None and when is not None and when.latest is not None:
        yield when.latest, (record.id, when)


def _of_timeline(
    lives: Lives, timeline: Timeline | None
) -> Iterator[tuple[datetime, Cause | None]]:
    for writer in timeline.writers if timeline is not None else ():
        when = lives.state.effective(writer.act, writer.place)
        if when.latest is not None:
            yield when.latest, (writer.act.id, when)


def _of_done(found: Iterable[Done]) -> Iterator[tuple[datetime, Cause | None]]:
    for one in found:
        if one.when.latest is not None:
            yield one.when.latest, (one.name, one.when)
        if one.deed.verb == "suspend":
            yield from _dated(one.ends)


def _of_goal(lives: Lives, goal: Goal) -> Iterator[tuple[datetime, Cause | None]]:
    state = lives.state
    for name, value in goal.args:
        yield from _of_record(lives, lives.record(value))
        if name == "post":
            for place in (value, *state.index.seats_in.get(value, ())):
                yield from _of_timeline(lives, state.index.timelines.get(("post", place)))
        elif name == "instrument":
            yield from _of_instrument(lives, value)
        elif name == "document":
            yield from _of_timeline(lives, state.index.timelines.get(("document", value)))
        elif name == "fact":
            fact = state.book.get(value, nouns.Fact)
            if fact is not None and fact.since is not None:
                yield from _dated(resolved(state, fact.since, value))
            yield from _of_done(d for d in lives.done(*FACTS) if d.deed.get("fact") == value)


def _of_instrument(lives: Lives, name: str) -> Iterator[tuple[datetime, Cause | None]]:
    yield from _of_timeline(lives, lives.state.index.timelines.get(("units", name)))
    for holding in lives.state.index.holdings.get(name, ()):
        yield from _of_record(lives, holding)


def _of_leaf(lives: Lives, leaf: Leaf, asker: str) -> Iterator[tuple[datetime, Cause | None]]:
    match leaf:
        case Sentence():
            if isinstance(leaf.meaning, Goal):
                yield from _of_goal(lives, leaf.meaning)
        case Compare():
            for side in (leaf.left, leaf.right):
                if isinstance(side, Call):
                    yield from _of_call(lives, side, asker)
        case Ordered():
            yield from _of_record(lives, lives.record(leaf.subject))
            yield from _of_anchor(lives, leaf.anchor, None, 1)
        case Timed():
            yield from _of_anchor(
                lives, leaf.anchor, leaf.distance, 1 if leaf.side == "after" else -1
            )
        case Call():
            yield from _of_call(lives, leaf, asker)


def _of_anchor(
    lives: Lives, anchor: When | str, distance: Duration | None, sign: int
) -> Iterator[tuple[datetime, Cause | None]]:
    when: When | None
    if isinstance(anchor, str):
        record = lives.record(anchor)
        yield from _of_record(lives, record)
        when = lives.moment(record) if record is not None else None
    else:
        yield from _dated(anchor)
        when = anchor
    if when is None:
        return
    if distance is None:
        if when.exact and when.latest is not None:
            # What holds at an instant alone is over just after it.
            yield when.latest + TICK, None
        return
    for moment in (when.earliest, when.latest):
        if moment is not None:
            yield signed(distance, sign).after(moment, lives.state.book.zone), None


def _of_call(lives: Lives, call: Call, asker: str) -> Iterator[tuple[datetime, Cause | None]]:
    first = call.args[0] if call.args else ""
    if call.name in (*STATES, "owed"):
        for life in lives.named(first, asker) or ():
            for step in life.steps:
                if step.at.latest is not None:
                    yield step.at.latest, (step.cause or first, step.at)
            if life.due is not None:
                yield life.due, None
            if call.name == "fulfilled":
                for bound in lives.by_id.get(first, ()):
                    yield from _of_done(lives.done(bound.deed.verb) if bound.deed else ())
            if call.name == "owed":
                yield from _every_day(lives, life)
        return
    match call.name:
        case "determined" if len(call.args) > 1:
            names = {f.id for f in findings(lives.state, call.args[0], call.args[1])}
            yield from _of_done(d for d in lives.done(*FACTS) if d.deed.get("fact") in names)
            for name in sorted(names):
                yield from _of_goal(lives, Goal("determined", (("fact", name),)))
        case "determined" | "declared" | "verified" | "contested":
            yield from _of_done(d for d in lives.done(*FACTS) if d.deed.get("fact") == first)
        case "happened" | "done" | "count":
            yield from _of_record(lives, lives.record(first))
        case "paid" | "paid by":
            yield from _of_done(lives.done("pay"))
        case "lowest price" | "highest price":
            kind = parse_deed(call.args[1])
            yield from _of_done(() if isinstance(kind, Problem) else lives.done(kind[0].verb))
        case "profit":
            for event in conduct(lives.state).profits.get(first, ()):
                yield from _of_record(lives, event)
        case "units" | "share":
            yield from _of_instrument(lives, call.args[1])
        case name if name in ANSWERS:
            yield from _of_done(lives.done(*REPLIES))
            yield from _of_terms(lives, call.args[1:])


def _every_day(lives: Lives, life: Life) -> Iterator[tuple[datetime, Cause | None]]:
    """The beginning of each day on which a norm has been in force: interest accrues by the day."""
    first = next((s.at.latest for s in life.steps if s.stage == "in force"), None)
    zone, end = lives.state.book.zone, lives.state.at
    at = first.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0) if first else end
    while at < end:
        at += timedelta(days=1)
        yield at.astimezone(UTC), None


def _of_terms(lives: Lives, written: tuple[str, ...]) -> Iterator[tuple[datetime, Cause | None]]:
    """The ends of the times that run from an offer or a reply, each and one after the other."""
    lengths = [d for d in map(parse_duration, written) if isinstance(d, Duration)]
    zone = lives.state.book.zone
    for one in lives.done("offer", "decline", "accept"):
        end = one.when.latest
        for length in lengths if end is not None else ():
            assert end is not None
            end = length.after(end, zone)
            yield end, None


def signed(length: Duration, sign: int) -> Duration:
    """The length forwards, or backwards if `sign` is below zero."""
    if sign > 0:
        return length
    return replace(length, months=-length.months, days=-length.days, seconds=-length.seconds)

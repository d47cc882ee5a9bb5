"""When things happened, and in which order: by dates, by what the book says, or by the world."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act
from minutebook.records.values import Reads, Value
from minutebook.state import delays
from minutebook.state.dates import END
from minutebook.state.slots import Point
from minutebook.state.spans import COMPLETING
from minutebook.state.timelines import ENDS, Timeline, Writer
from minutebook.text.when import Relative, When

if TYPE_CHECKING:
    from minutebook.state.state import State

UNDATED = When(None, None, "undated")
EFFECT = "effect of "
END_OF = "end of "


def is_known_claim(state: State, value: Value[object], alternative: str) -> bool:
    """Whether a source of a claim was out by the state's known-date."""
    assert state.known is not None
    dates = [
        state.book.sources[c.source].date
        for c in value.src.get(alternative, ())
        if c.source in state.book.sources
    ]
    return not dates or any(d is None or d.happened_by(state.known) is True for d in dates)


def resolved(state: State, date: Reads[nouns.Moment] | None, own: str | None) -> When:
    """Work a date out, from anchor to anchor; a circle of dates tells nothing."""
    if isinstance(date, When):
        return date
    distances: list[Relative] = []
    seen = {own}
    picked: nouns.Moment | None = None if date is None else state.picked(date)
    while isinstance(picked, Relative):
        distances.append(picked)
        anchor = state.book.records.get(picked.anchor)
        if anchor is None or anchor.id in seen or anchor.date is None:
            return UNDATED
        seen.add(anchor.id)
        picked = state.picked(anchor.date)
    moment: When = picked if picked is not None else UNDATED
    for distance in reversed(distances):
        moment = distance.resolve(moment)
    return moment


def effective(state: State, act: Act, place: int | None = None) -> When:
    """When the effects of an act begin: not before it is done.

    An effect told by another act is told by when that one takes effect. With `place`, when that one
    effect begins, which a norm may delay; while it waits for something, that has no date.
    """
    if place == ENDS:
        return until(state, act) or UNDATED
    told = _as_told(state, act)
    if place is None or place < 0 or not state.index.delays:
        return told
    return delays.begun(state, delays.of_act(state, act, place), told) or UNDATED


def delayed(state: State, act: Act, place: int | None) -> bool:
    """Whether norms make an effect wait, or have made it wait."""
    if place is None or place < 0 or not state.index.delays:
        return False
    return bool(delays.waits(state, delays.of_act(state, act, place)))


def _as_told(state: State, act: Act) -> When:
    """When the act itself says that its effects begin."""
    if act.takes_effect is None:
        return state.moment(act)
    chain = [act]
    while (anchor := _awaited(state, chain[-1])) is not None and anchor not in chain:
        chain.append(anchor)
    begins = UNDATED
    for one in reversed(chain):
        done = state.moment(one)
        if one.takes_effect is None:
            begins = done
            continue
        told = state.picked(one.takes_effect)
        if isinstance(told, Relative) and one is not chain[-1]:
            begins = told.resolve(begins)
        else:
            begins = resolved(state, told, None)
        begins = done if begins.before(done) else begins
    return begins


def _awaited(state: State, act: Act) -> Act | None:
    """The act from whose effect the effect of another is told."""
    told = state.picked(act.takes_effect) if act.takes_effect is not None else None
    if not isinstance(told, Relative):
        return None
    anchor = state.index.acts.get(told.anchor)
    return anchor if anchor is not None and anchor.takes_effect is not None else None


def pending_on(state: State, act: Act, place: int | None = None) -> str | None:
    """What the effects of an act wait for that has no date: it has not happened.

    Only an effect told to begin at or after something waits for it, or one that a norm delays.
    """
    if place is not None and place >= 0 and state.index.delays:
        awaited = delays.takes(state, delays.of_act(state, act, place), UNDATED)
        if awaited.kind == "pending":
            return awaited.on
    told = state.picked(act.takes_effect) if act.takes_effect is not None else None
    seen = {act.id}
    while isinstance(told, Relative) and told.earliest is not None:
        anchor = state.book.records.get(told.anchor)
        if anchor is None or anchor.id in seen or told.earliest.total_seconds() < 0:
            return None
        seen.add(anchor.id)
        date = anchor.date
        if isinstance(anchor, Act) and anchor.takes_effect is not None:
            date = anchor.takes_effect
        if date is None:
            return anchor.id
        told = state.picked(date)
    return None


def until(state: State, act: Act) -> When | None:
    """When what an act appointed to ends by itself, as far as the act says."""
    return None if act.until is None else resolved(state, act.until, None)


def when(state: State, label: str) -> When:
    """The moment of a record, of an act's effect, or of a norm's start or end."""
    if label in state.index.labels:
        return state.index.labels[label]
    record = state.book.records.get(label)
    if record is not None:
        return state.moment(record)
    over = state.index.acts.get(label.removeprefix(END_OF))
    if over is not None and label.startswith(END_OF):
        return state.effective(over, ENDS)
    act = state.index.acts.get(label.removeprefix(EFFECT))
    if act is None:
        return UNDATED
    places = [n for n in range(len(act.effects)) if delayed(state, act, n)]
    return max((state.effective(act, n) for n in places), key=_end, default=state.effective(act))


def _end(moment: When) -> datetime:
    return moment.latest or END


def follows(state: State, later: str, earlier: str) -> bool:
    """Whether the book says that one came after the other; an effect follows its act."""
    if earlier.startswith(EFFECT) and state.index.delays:
        awaited = delays.completed_by(state, earlier.removeprefix(EFFECT))
        if awaited and all(state.index.follows(later, one) for one in awaited):
            return True
    if later.startswith(EFFECT):
        done = later.removeprefix(EFFECT)
        if state.index.delays and earlier in delays.completed_by(state, done):
            return True
        return (
            earlier == done
            or state.index.follows(done, earlier)
            or _told_after(state, done, earlier)
        )
    return state.index.follows(later, earlier)


def is_told(state: State, label: str) -> bool:
    """Whether the book may say of a label that it came after another; False: it does not."""
    if label.startswith(EFFECT) or state.index.dates.is_told(label):
        return True
    act = state.index.acts.get(label) if state.index.delays else None
    return act is not None and any(deed.verb in COMPLETING for deed in act.effects)


def _told_after(state: State, act: str, earlier: str) -> bool:
    """Whether an effect is told to begin at or after another."""
    seen: set[str] = set()
    record = state.index.acts.get(act)
    while record is not None and record.id not in seen and record.takes_effect is not None:
        seen.add(record.id)
        told = state.picked(record.takes_effect)
        if not isinstance(told, Relative) or told.earliest is None:
            return False
        if told.earliest.total_seconds() < 0:
            return False
        if earlier in (told.anchor, f"{EFFECT}{told.anchor}"):
            return True
        record = state.index.acts.get(told.anchor)
    return False


def before(state: State, act: Act, point: Point, place: int | None = None) -> bool:
    """Whether an act was done and had taken effect at a point; with `place`, that one effect.

    An order that neither the dates nor the book tell is settled by the world.
    """
    if point.act in (act.id, f"{EFFECT}{act.id}") or not precedes(
        state, act.id, state.moment(act), point
    ):
        return False
    if place == ENDS:
        ends = state.effective(act, place)
        return ends != UNDATED and precedes(state, f"{END_OF}{act.id}", ends, point)
    if act.takes_effect is None and not delayed(state, act, place):
        return True
    if pending_on(state, act, place) is not None:
        return False
    return precedes(state, f"{EFFECT}{act.id}", state.effective(act, place), point)


def precedes(state: State, label: str, when: When, point: Point) -> bool:
    """Whether a moment came before a point; the world settles what nothing else tells."""
    if point.act is None:
        assert point.when.earliest is not None
        happened = when.happened_by(point.when.earliest)
        if happened is None:
            return state.world.come(label, point.when.earliest, point.when.written)
        return happened
    if state.follows(point.act, label):
        return True
    if state.follows(label, point.act):
        return False
    sure = when.before(point.when)
    if sure is None or same_instant(when, point.when):
        if label.startswith(EFFECT) and point.act.startswith(EFFECT):
            # Of two effects that nothing else tells apart, that of the later act comes later.
            done = label.removeprefix(EFFECT), point.act.removeprefix(EFFECT)
            if state.index.follows(done[1], done[0]):
                return True
            if state.index.follows(done[0], done[1]):
                return False
        return state.world.order(label, point.act)
    return sure


def begun(state: State, label: str, date: When, point: Point) -> bool:
    """Whether something dated holds at a point: from its very instant on."""
    if point.act is not None and same_instant(date, point.when):
        return True
    return precedes(state, label, date, point)


def happened(state: State, timeline: Timeline, point: Point) -> list[Writer]:
    """The writers that came before a point, in order."""
    cut = timeline.cut_before(point.when.earliest)
    out: list[Writer] = []
    for start, end in pairwise(timeline.cuts[: cut + 1]):
        out.extend(over(state, timeline, start, end))
    return [*out, *unsure(state, timeline, timeline.cuts[cut], point)]


def over(state: State, timeline: Timeline, start: int, end: int) -> list[Writer]:
    """The writers between two cuts that are surely over, in order; what is pending never is."""
    writers = timeline.writers[start:end]
    if state.index.delays:
        writers = [w for w in writers
                   if w.place == ENDS or pending_on(state, w.act, w.place) is None]  # fmt: skip
    return ordered(state, writers)


def unsure(state: State, timeline: Timeline, sure: int, point: Point) -> list[Writer]:
    """The writers, beyond those that are surely over, that came before the point."""
    latest = point.when.latest
    found = []
    for place in range(sure, len(timeline.writers)):
        if latest is not None and timeline.soonest[place] > latest:
            break
        writer = timeline.writers[place]
        if state.before(writer.act, point, writer.place):
            found.append(writer)
    return ordered(state, found)


def ordered(state: State, writers: Sequence[Writer]) -> list[Writer]:
    """Writers in the order of their acts; asked of the world only where it matters."""
    out: list[Writer] = []
    for writer in writers:
        place = len(out)
        while place and _comes_first(state, writer, out[place - 1]):
            place -= 1
        out.insert(place, writer)
    return out


def _comes_first(state: State, a: Writer, b: Writer) -> bool:
    """Whether `a` must be put before `b`, which stands before it."""
    if a.act.id == b.act.id:
        return a.place < b.place
    mine, theirs = label_of(state, a), label_of(state, b)
    if state.follows(mine, theirs):
        return False
    if state.follows(theirs, mine):
        return True
    first, second = state.effective(a.act, a.place), state.effective(b.act, b.place)
    sure = second.before(first)
    if sure is not None and not same_instant(first, second):
        return not sure
    if _same_turn(a, b) or _commute(state, a.deed, b.deed):
        return False
    return state.world.order(mine, theirs)


def label_of(state: State, writer: Writer) -> str:
    """What the order of a writer's effect is told by."""
    if writer.place == ENDS:
        return f"{END_OF}{writer.act.id}"
    if delayed(state, writer.act, writer.place):
        return f"{EFFECT}{writer.act.id}"
    return effect_label(writer.act)


def _same_turn(a: Writer, b: Writer) -> bool:
    """Whether two later acts, or the ends of two stays, do the same to the same effect."""
    if a.target is None or a.target != b.target:
        return False
    if ENDS in (a.place, b.place):
        return a.place == b.place
    return a.act.effects[a.place] == b.act.effects[b.place]


def _commute(state: State, a: Deed, b: Deed) -> bool:
    """Whether the order of two deeds that both take effect makes no difference to the slot."""
    if "seats" in (a.verb, b.verb) or a.verb in ("adopt", "repeal"):
        return a == b
    if a.verb in ("issue", "transfer", "cancel"):
        return True
    mine, theirs = a.get("party"), b.get("party")
    if mine is None or theirs is None or mine == theirs:
        return False
    fills = all(deed.verb in ("appoint", "elect") for deed in (a, b))
    return not fills or isinstance(state.book.records.get(a.get("post") or ""), nouns.Body)


def same_instant(a: When, b: When) -> bool:
    """Whether two moments are one known instant, so that neither is before the other by date."""
    return a.exact and b.exact and a.earliest == b.earliest


def effect_label(act: Act) -> str:
    """What the order of an act's effect is told by: the act, unless it takes effect later."""
    return act.id if act.takes_effect is None else f"{EFFECT}{act.id}"

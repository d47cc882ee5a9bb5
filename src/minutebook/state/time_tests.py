"""What conditions ask of time: whether a moment lies before, within or after another."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from minutebook.state.moments import signed
from minutebook.text.expression import Ordered, Timed
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.state.reading import Reader


def timed(reader: Reader, leaf: Timed) -> bool | None:
    """Whether now lies where a test says beside a date or the moment of a record."""
    anchor = leaf.anchor
    zone = reader.state.book.zone
    if isinstance(anchor, str):
        came = reader.happened(anchor)
        record = reader.lives.record(anchor)
        when = reader.lives.moment(record) if record is not None else None
        if not came or when is None:
            return _not_yet(reader, leaf, when)
        anchor = when
        if leaf.distance is None:
            return leaf.side in ("after", "from", "by") if leaf.side != "at" else (
                _during(anchor, reader.at))  # fmt: skip
    low, high = anchor.earliest, anchor.latest
    if leaf.distance is not None:
        sign = 1 if leaf.side == "after" else -1
        moved = tuple(
            None if m is None else signed(leaf.distance, sign).after(m, zone) for m in (low, high)
        )
        if leaf.window:
            first, last = (low, moved[1]) if sign > 0 else (moved[0], low)
            return _between(first, last, reader.at)
        low, high = moved
    return _beside(leaf.side, low, high, reader.at, exact=anchor.exact)


def _not_yet(reader: Reader, leaf: Timed, when: When | None) -> bool:
    """A test on the moment of something that has not happened yet."""
    if leaf.distance is None:
        return leaf.side in ("before", "until")
    if leaf.side == "after" or when is None or when.earliest is None:
        return leaf.side == "before" and not leaf.window
    start = signed(leaf.distance, -1).after(when.earliest, reader.state.book.zone)
    return reader.at >= start if leaf.window else reader.at < start


def ordered(reader: Reader, leaf: Ordered) -> bool | None:
    """Whether one record came before or after a date or another record; None if tied."""
    if not reader.happened(leaf.subject):
        return False
    subject = _when(reader, leaf.subject)
    if isinstance(leaf.anchor, str):
        if not reader.happened(leaf.anchor):
            return leaf.side in ("before", "until")
        other = _when(reader, leaf.anchor)
        sure = subject.before(other)
        if sure is None:
            sure = reader.state.world.order(leaf.subject, leaf.anchor)
        return sure if leaf.side in ("before", "until") else not sure
    other = leaf.anchor
    match leaf.side:
        case "before":
            return subject.before(When(other.earliest, other.earliest, other.written))
        case "from":
            return _not(subject.before(When(other.earliest, other.earliest, other.written)))
        case "by" | "until":
            return subject.before(When(other.latest, other.latest, other.written))
        case "after":
            return _not(subject.before(When(other.latest, other.latest, other.written)))
    return subject.earliest == other.earliest or None


def _when(reader: Reader, name: str) -> When:
    record = reader.lives.record(name)
    when = reader.lives.moment(record) if record is not None else None
    return when if when is not None else When(None, None, "undated")


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _during(when: When, at: datetime) -> bool:
    return at == when.earliest if when.exact else _between(when.earliest, when.latest, at)


def _between(first: datetime | None, last: datetime | None, at: datetime) -> bool:
    """Whether a moment lies in a stretch of time; like all stretches it leaves out its end."""
    return (first is None or first <= at) and (last is None or at < last)


def _beside(
    side: str, low: datetime | None, high: datetime | None, at: datetime, *, exact: bool
) -> bool:
    """A moment beside a date: a whole day has begun at its start and is over at its end."""
    match side:
        case "before":
            return low is None or at < low
        case "from":
            return low is None or at >= low
        case "after":
            return high is not None and at >= high
        case "until" | "by":
            return high is None or at < high
    return at == low if exact else _between(low, high, at)

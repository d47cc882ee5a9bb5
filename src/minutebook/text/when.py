"""Moments that may be imprecise: Extended Date/Time Format dates and zoned times.

One convention makes all comparisons agree: an imprecise moment lies strictly between its two
bounds. So an act dated "2023-11-17" has not happened at 00:00 of that day, has happened at 00:00
of the next, and a rule in force from 2023-11-17T00:00 is surely in force before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from minutebook.text.edtf import Local, parse_local
from minutebook.text.problem import Problem


@dataclass(frozen=True, slots=True)
class When:
    """A moment known to lie between two instants.

    `earliest` and `latest` are aware UTC datetimes (None: open on that side). They are equal
    when the moment is exact. `latest` of an imprecise moment is exclusive: "2023-11-17" lies
    between 00:00 of that day and 00:00 of the next, in the zone of the book.

    `approximate` keeps the qualifiers `?`, `~` and `%` ("uncertain", "approximate", both). They
    change no bound: how far "about" reaches is nobody's to guess.
    """

    earliest: datetime | None
    latest: datetime | None
    written: str
    approximate: bool = False

    @property
    def exact(self) -> bool:
        """Whether the moment is one known instant."""
        return self.earliest is not None and self.earliest == self.latest

    def before(self, other: When) -> bool | None:
        """Say whether this moment is before another: surely, surely not, or None if unknown.

        The same exact instant is not before itself.
        """
        if (
            self.latest is not None
            and other.earliest is not None
            and (self.latest < other.earliest or self._meets(other))
        ):
            return True
        if self.earliest is not None and other.latest is not None and self.earliest >= other.latest:
            return False
        return None

    def _meets(self, other: When) -> bool:
        return self.latest == other.earliest and not (self.exact and other.exact)

    def happened_by(self, t: datetime) -> bool | None:
        """Say whether the moment has come at `t` (aware): surely, surely not, or None."""
        if self.exact:
            return self.earliest is not None and self.earliest <= t
        if self.latest is not None and self.latest <= t:
            return True
        if self.earliest is not None and t <= self.earliest:
            return False
        return None


def instant(t: datetime) -> When:
    """Give the exact moment of an aware datetime."""
    utc = t.astimezone(UTC)
    return When(utc, utc, _iso(utc))


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time from its start to before its end; `end` None means it has no end."""

    start: When
    end: When | None = None

    def holds_at(self, t: datetime) -> bool | None:
        """Say whether the stretch has begun and not ended at `t`; None if that is unknown."""
        begun = self.start.happened_by(t)
        ended = False if self.end is None else self.end.happened_by(t)
        if begun is False or ended is True:
            return False
        return True if begun and ended is False else None


@dataclass(frozen=True, slots=True)
class Relative:
    """A moment told by its distance from another: "2 hours after remove-altman".

    `earliest` and `latest` are distances from the anchor, equal if exact, None if open: "after"
    is (0, None), "within 10 days after" is (0, 10 days). A day is 24 hours here.
    """

    earliest: timedelta | None
    latest: timedelta | None
    anchor: str
    written: str

    def resolve(self, anchor: When) -> When:
        """Give the moment, once that of the anchor is known."""
        return When(
            _shift(anchor.earliest, self.earliest),
            _shift(anchor.latest, self.latest),
            self.written,
            anchor.approximate,
        )


def _shift(moment: datetime | None, by: timedelta | None) -> datetime | None:
    """Move a bound; a bound that leaves the calendar is open."""
    if moment is None or by is None:
        return None
    try:
        return moment + by
    except OverflowError:
        return None


@lru_cache(maxsize=65_536)
def parse_when(written: str, zone: ZoneInfo) -> When | Problem:
    """Read a date, a time or an interval as the clocks of `zone` show it.

    An offset in the text goes before the zone. A local time that the clocks skip is a problem;
    one that they show twice lies somewhere from the first showing to the end of the second.
    `first/last` is sometime between the two; `../last` is by then, `first/..` from then on; a
    bound that is itself exact stands outside, as every bound of an imprecise moment does.
    """
    if "/" in written:
        return _between(written, zone)
    return _single(written, zone, written)


def _single(part: str, zone: ZoneInfo, written: str) -> When | Problem:
    approximate = part[-1:] in ("?", "~", "%")
    local = parse_local(part[:-1] if approximate else part)
    if isinstance(local, Problem):
        return local
    if local.start == local.end and local.unit:
        return _exact(local, zone, written, approximate)
    start = local.start.replace(tzinfo=zone).astimezone(UTC)
    if local.start == local.end:
        return When(start, start, written, approximate)
    end = local.end.replace(tzinfo=zone).astimezone(UTC)
    if start >= end:
        message = f"the clocks of {zone.key} skipped {part}"
        return Problem("MB133", message, "write the day before or after, or a time with an offset")
    return When(start, end, written, approximate)


def _exact(local: Local, zone: ZoneInfo, written: str, approximate: bool) -> When | Problem:
    if local.offset is not None:
        moment = local.start.replace(tzinfo=UTC) - local.offset
        return When(moment, moment, written, approximate)
    placed = local.start.replace(tzinfo=zone)
    first = placed.astimezone(UTC)
    second = placed.replace(fold=1).astimezone(UTC)
    if first == second:
        return When(first, first, written, approximate)
    if first < second:
        return When(first, second + local.unit, written, approximate)
    # In a gap the two readings of `fold` are swapped: PEP 495.
    after = first.astimezone(zone).isoformat(timespec="minutes")
    message = f"the clocks of {zone.key} went forward past {local.start:%H:%M} on that day"
    return Problem("MB133", message, f"write a time that was shown, such as {after}", 11)


def _between(written: str, zone: ZoneInfo) -> When | Problem:
    first_text, _, last_text = written.partition("/")
    if "/" in last_text:
        single = parse_local(written)
        assert isinstance(single, Problem), "no single date contains a slash"
        return single
    offset = len(first_text) + 1
    first = None if first_text == ".." else _single(first_text, zone, written)
    if isinstance(first, Problem):
        return _with_interval_hint(first, first_text)
    last = None if last_text == ".." else _single(last_text, zone, written)
    if isinstance(last, Problem):
        return _with_interval_hint(last, last_text).shifted(offset)
    earliest = None if first is None else first.earliest
    latest = None if last is None else last.latest
    if earliest is not None and latest is not None:
        if latest < earliest:
            hint = f"write the earlier one first: {last_text}/{first_text}"
            return Problem("MB134", "the interval ends before it begins", hint)
        if earliest == latest and not (first and first.exact and last and last.exact):
            hint = "write two different moments, or one of them alone"
            return Problem("MB134", "the interval has no length", hint)
    approximate = any(side is not None and side.approximate for side in (first, last))
    return When(earliest, latest, written, approximate)


def _with_interval_hint(problem: Problem, part: str) -> Problem:
    if part:
        return problem
    hint = "write 2023-11-17/2023-11-20, or .. for an open side: ../2023-06-28"
    return Problem("MB130", "one side of the interval is missing", hint, 0, 1)


_UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_LONGEST_DISTANCE = timedelta(days=146_097)  # 400 years
_RELATIVE = re.compile(
    r"(?:(?P<within>within +)?(?P<count>[0-9]+) +(?P<unit>[a-z]+) +)?"
    r"(?P<side>after|before|at) +(?P<anchor>\S+)"
)
_RELATIVE_FORMS = (
    "write 2 hours after ID, 1 minute before ID, after ID, before ID, at ID or "
    "within 10 days after ID"
)
_LOOKS_RELATIVE = re.compile(r"(?:.* )?(?:after|before|at|within)(?: .*)?")


def parse_moment(written: str, zone: ZoneInfo) -> When | Relative | Problem:
    """Read a date as `parse_when` does, or a moment relative to a named one."""
    if _LOOKS_RELATIVE.fullmatch(written):
        return _relative(written)
    return parse_when(written, zone)


def _relative(written: str) -> Relative | Problem:
    shown = written if len(written) <= 60 else written[:57] + "…"
    found = _RELATIVE.fullmatch(written)
    if found is None:
        return Problem("MB136", f'"{shown}" does not say when', _RELATIVE_FORMS)
    side, anchor = found["side"], found["anchor"]
    zero = timedelta(0)
    if found["count"] is None:
        bounds = {"after": (zero, None), "before": (None, zero), "at": (zero, zero)}[side]
        return Relative(bounds[0], bounds[1], anchor, written)
    if side == "at":
        return Problem("MB136", '"at" takes no distance', _RELATIVE_FORMS, 0, found.end("unit"))
    distance = _distance(found)
    if isinstance(distance, Problem):
        return distance
    if found["within"]:
        if side == "after":
            return Relative(zero, distance, anchor, written)
        return Relative(-distance, zero, anchor, written)
    exact = distance if side == "after" else -distance
    return Relative(exact, exact, anchor, written)


def _distance(found: re.Match[str]) -> timedelta | Problem:
    unit = _UNITS.get(found["unit"].removesuffix("s"))
    if unit is None:
        message = f'"{found["unit"][:30]}" is not a length of time that is always the same'
        hint = "write seconds, minutes, hours, days or weeks; for months or years write the date"
        return Problem("MB136", message, hint, found.start("unit"), found.end("unit"))
    if len(found["count"]) > 12 or int(found["count"]) > _LONGEST_DISTANCE // unit:
        message = "the distance is longer than 400 years"
        return Problem("MB136", message, "write a date", found.start("count"), found.end("unit"))
    return unit * int(found["count"])


_POINT = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T.+)?)?)?")


def at_argument(written: str, zone: ZoneInfo) -> datetime | Problem:
    """Read the one point in time that a question is asked for; aware, UTC.

    A bare date is its 00:00, a bare month or year its start. Intervals, parts of the day and
    approximate dates are not points.
    """
    when = parse_when(written, zone)
    if isinstance(when, Problem):
        return when
    one_point = when.exact or _POINT.fullmatch(written)
    if when.earliest is None or when.approximate or "/" in written or not one_point:
        hint = "write a date, which means its 00:00, or a time: 2023-11-17T12:00"
        return Problem("MB137", f'"{written}" is not one point in time', hint)
    if "T" in written and not when.exact:
        offset = when.earliest.astimezone(zone).isoformat(timespec="minutes")
        message = f"the clocks of {zone.key} showed this time twice"
        return Problem("MB137", message, f"write the offset too: {offset} for the first")
    return when.earliest


def as_json(when: When) -> dict[str, str | None]:
    """Give the bounds as ISO 8601 in UTC, ending in Z (null: open), beside what was written."""
    return {
        "earliest": None if when.earliest is None else _iso(when.earliest),
        "latest": None if when.latest is None else _iso(when.latest),
        "written": when.written,
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"

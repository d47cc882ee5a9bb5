"""Whether enough time lies between two moments, as rules count it, and when the last chance was.

A number of days is counted on the calendar of the book's zone, the first day left out and parts
of a day of no account (the law takes no notice of the fraction of a day: Lester v Garland (1808)
15 Ves Jun 248). Clear days leave out the last day too (Companies Act 2006, s. 360). Months and
years lead to the day of the same number. Hours are real time, over a change of the clocks too.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from minutebook.text.duration import Duration
from minutebook.text.when import When, instant

MOMENT = timedelta(microseconds=1)


def at_least(length: Duration, start: When, end: When, zone: ZoneInfo) -> bool | None:
    """Whether at least that time lies between two moments; None if their dates do not tell."""
    sure = _reached(length, start.latest, end.earliest, zone, start, end)
    if sure is not False:
        return sure
    may = _reached(length, start.earliest, end.latest, zone, start, end, widest=True)
    return False if may is False else None


def at_most(length: Duration, start: When, end: When, zone: ZoneInfo) -> bool | None:
    """Whether no more than that time lies between two moments; None if their dates do not tell."""
    if start.earliest is None or end.latest is None:
        return None
    if not _beyond(length, start.earliest, _last(end), zone, surely=False):
        return True
    if start.latest is None or end.earliest is None:
        return None
    return False if _beyond(length, _last(start), end.earliest, zone, surely=True) else None


def _reached(
    length: Duration,
    first: datetime | None,
    second: datetime | None,
    zone: ZoneInfo,
    start: When,
    end: When,
    *,
    widest: bool = False,
) -> bool | None:
    """Whether the time has run from one bound to the other; an open bound tells nothing."""
    if first is None or second is None:
        return None
    if widest and not end.exact:
        second -= MOMENT
    if not widest and not start.exact:
        first -= MOMENT
    ends = runs_out(length, first, zone) if widest else surely_runs_out(length, first, zone)
    return ends is not None and ends <= second


def runs_out(length: Duration, start: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which the time has run, counted whole days by whole days."""
    if length.seconds:
        return length.after(start, zone)
    return length.after(_day_of(start, zone), zone)


def surely_runs_out(length: Duration, start: datetime, zone: ZoneInfo) -> datetime | None:
    """The same where holidays are not told: the latest that it can be, or None if that is open."""
    if length.seconds:
        return length.after(start, zone)
    return length.latest_after(_day_of(start, zone), zone)


def _day_of(moment: datetime, zone: ZoneInfo) -> datetime:
    """The beginning of the day of a moment."""
    return datetime.combine(moment.astimezone(zone).date(), time(), tzinfo=zone)


def _beyond(
    length: Duration, start: datetime, end: datetime, zone: ZoneInfo, *, surely: bool
) -> bool:
    """Whether more than the time has run: by days, the day after the last one has begun."""
    if length.seconds:
        return length.after(start, zone) < end
    if length.business is not None:
        last = (surely_runs_out if surely else runs_out)(length, start, zone)
        return last is not None and Duration(days=1).after(last, zone) <= end
    more = Duration(length.months, length.days + 1, 0, length.clear)
    return runs_out(more, start, zone) <= end


def _last(moment: When) -> datetime:
    """The last instant at which an imprecise moment can lie."""
    assert moment.latest is not None
    return moment.latest if moment.exact else moment.latest - MOMENT


def last_chance(length: Duration, end: When, zone: ZoneInfo) -> When | None:
    """By when something must be done for the time to have run at a moment; by days, that day."""
    if end.earliest is None:
        return None
    if length.seconds:
        # Months and days go back on the calendar, hours in real time.
        back = end.earliest - timedelta(seconds=length.seconds)
        moment = back if not (length.days or length.months) else None
        if moment is not None:
            written = moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
            return When(moment, moment, written)
    if length.business is not None and surely_runs_out(length, _long_before(length, end.earliest),
                                                       zone) is None:  # fmt: skip
        return None
    return _whole_day(_latest_day(length, end.earliest, zone), zone)


def _long_before(length: Duration, end: datetime) -> datetime:
    """A day well before the last chance for so many business days, of which it is asked first."""
    return end - timedelta(days=2 * length.days + 14)


def last_moment(length: Duration, start: When, zone: ZoneInfo) -> When | None:
    """By when something must be done that may be done within a time; by days, the last day.

    Where holidays are not told, the soonest that it can be.
    """
    if start.latest is None:
        return None
    if length.seconds:
        moment = length.after(start.latest, zone)
        return When(moment, moment, moment.astimezone(zone).strftime("%Y-%m-%d %H:%M"))
    return _whole_day(runs_out(length, _last(start), zone).astimezone(zone).date(), zone)


def earliest_chance(length: Duration, end: When, zone: ZoneInfo) -> When | None:
    """From when on something can be done so that no more than the time lies before a moment.

    None where that is not told in days of the calendar or in hours.
    """
    if end.earliest is None or length.business is not None:
        return None
    if length.seconds:
        moment = end.earliest - timedelta(seconds=length.seconds)
        whole = not (length.days or length.months)
        written = moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        return When(moment, moment, written) if whole else None
    more = Duration(length.months, length.days + 1, 0, length.clear)
    return _whole_day(_latest_day(more, end.earliest, zone) + timedelta(days=1), zone)


def say_end(end: datetime, zone: ZoneInfo) -> str:
    """The end of a time in the clocks of `zone`; one that runs to midnight ends with its day."""
    local = end.astimezone(zone)
    if local == local.replace(hour=0, minute=0, second=0, microsecond=0):
        return (local - MOMENT).strftime("%Y-%m-%d")
    return local.strftime("%Y-%m-%d %H:%M")


def _whole_day(day: date, zone: ZoneInfo) -> When:
    return When(
        instant(datetime.combine(day, time(), tzinfo=zone)).earliest,
        instant(datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)).earliest,
        day.isoformat(),
    )


def _latest_day(length: Duration, end: datetime, zone: ZoneInfo) -> date:
    """The last day from whose any moment the time has run by then."""
    day = end.astimezone(zone).date()
    while runs_out(length, datetime.combine(day, time.max, tzinfo=zone), zone) > end:
        day -= timedelta(days=1)
    return day


def _kind_of_day(length: Duration) -> str:
    clear = "clear " if length.clear else ""
    return f"{clear}{'business ' if length.business is not None else ''}day"


def untold_days(length: Duration, since: When) -> tuple[str, ...]:
    """What is missing where a number of business days hangs on holidays that are not told."""
    if length.business is None:
        return ()
    name = length.calendar or length.business.name
    return (f"the weekend and holidays of {name} from {since.written} on",)


def say_length(length: Duration) -> str:
    """A length of time in words."""
    parts = (
        (length.months, "month"),
        (length.days, _kind_of_day(length)),
        (length.seconds // 3600, "hour"),
        (length.seconds % 3600 // 60, "minute"),
        (length.seconds % 60, "second"),
    )
    return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n) or "no time"

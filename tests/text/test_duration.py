"""Durations on the calendar and the clock, and how times are said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutebook.text import (
    Duration,
    Problem,
    When,
    parse_duration,
    parse_when,
    say_duration,
    say_when,
)

PACIFIC = ZoneInfo("America/Los_Angeles")
DAY = 86_400


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("48h", Duration(seconds=2 * DAY)),
        ("30 minutes", Duration(seconds=1800)),
        ("90 s", Duration(seconds=90)),
        ("14 days", Duration(days=14)),
        ("1 day", Duration(days=1)),
        ("14 clear days", Duration(days=14, clear=True)),
        ("1 week", Duration(days=7)),
        ("2 years", Duration(months=24)),
        ("6 months", Duration(months=6)),
        ("1 quarter", Duration(months=3)),
        ("1 year 6 months", Duration(months=18)),
        ("106 h 03 min", Duration(seconds=106 * 3600 + 180)),
        ("1 year, 2 days and 3 hours", Duration(months=12, days=2, seconds=10_800)),
    ],
)
def test_durations(written: str, expected: Duration) -> None:
    assert parse_duration(written) == expected


@pytest.mark.parametrize(
    ("written", "code", "hint"),
    [
        ("", "MB148", "14 days"),
        ("soon", "MB148", "14 days"),
        ("14", "MB148", "14 days"),
        ("10 fortnights", "MB148", "14 days"),
        ("5 business days", "MB148", "calendar days"),
        ("1.5 hours", "MB148", "90 minutes"),
        ("2 clear weeks", "MB148", "clear days"),
        ("14 clear days 2 h", "MB148", "alone"),
        ("1 month 14 clear days", "MB148", "alone"),
        ("1001 years", "MB149", "date"),
        ("9999999999 s", "MB149", "date"),
        ("1 day " * 1000, "MB148", "14 days"),
    ],
)
def test_problems(written: str, code: str, hint: str) -> None:
    found = parse_duration(written)
    assert isinstance(found, Problem)
    assert found.code == code
    assert hint in found.hint


@pytest.mark.parametrize(
    ("start", "written", "end"),
    [
        ("2023-11-17T12:00", "48h", "2023-11-19T12:00"),
        ("2023-11-17T12:00", "1 week", "2023-11-24T12:00"),
        ("2023-01-31T12:00", "1 month", "2023-02-28T12:00"),
        ("2024-02-29T12:00", "1 year", "2025-02-28T12:00"),
        ("2023-11-30T12:00", "3 months", "2024-02-29T12:00"),
        # The clocks go back on 5 November: a day keeps the clock, 24 hours do not.
        ("2023-11-04T12:00", "1 day", "2023-11-05T12:00"),
        ("2023-11-04T12:00", "24 h", "2023-11-05T11:00"),
        # Notice on the 1st, 14 clear days from the 2nd to the 15th: not before the 16th.
        ("2023-12-01T15:00", "14 clear days", "2023-12-16T00:00"),
        ("2023-12-01T00:00", "0 clear days", "2023-12-02T00:00"),
    ],
)
def test_after(start: str, written: str, end: str) -> None:
    duration = parse_duration(written)
    assert isinstance(duration, Duration)
    begun = datetime.fromisoformat(start).replace(tzinfo=PACIFIC)
    expected = datetime.fromisoformat(end).replace(tzinfo=PACIFIC).astimezone(UTC)
    assert duration.after(begun, PACIFIC) == expected


@given(st.integers(0, 400), st.integers(0, 400))
def test_days_are_counted_on_the_calendar(first: int, count: int) -> None:
    """The twin walks the calendar one day at a time."""
    day = date(2023, 1, 1) + timedelta(days=first)
    begun = datetime(day.year, day.month, day.day, 15, 30, tzinfo=PACIFIC)
    for _ in range(count):
        day += timedelta(days=1)
    end = Duration(days=count).after(begun, PACIFIC).astimezone(PACIFIC)
    assert (end.date(), end.hour, end.minute) == (day, 15, 30)
    clear = Duration(days=count, clear=True).after(begun, PACIFIC).astimezone(PACIFIC)
    assert (clear.date() - day, clear.hour, clear.minute) == (timedelta(days=1), 0, 0)


@given(st.integers(1, 12), st.integers(1, 31), st.integers(0, 60))
def test_months_lead_to_the_same_day_or_the_last(month: int, day: int, count: int) -> None:
    try:
        begun = datetime(2023, month, day, 12, tzinfo=UTC)
    except ValueError:
        return
    end = Duration(months=count).after(begun, ZoneInfo("UTC"))
    assert (end.year * 12 + end.month) - (2023 * 12 + month) == count
    assert end.day == day or (end.day < day and (end + timedelta(days=1)).day == 1)


def test_an_hour_that_comes_twice_keeps_its_offset() -> None:
    second = datetime(2023, 11, 5, 1, 30, fold=1, tzinfo=PACIFIC)
    assert Duration(seconds=60).after(second, PACIFIC) - second.astimezone(UTC) == timedelta(
        minutes=1
    )


def test_the_calendar_ends_quietly() -> None:
    last = datetime(9990, 1, 1, tzinfo=UTC)
    for written in ("100 years", "40000 days", "900000 h"):
        duration = parse_duration(written)
        assert isinstance(duration, Duration)
        assert duration.after(last, PACIFIC).year == 9999


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{1,12} ?(clear )?[a-z]{1,8}", fullmatch=True))
def test_any_text(written: str) -> None:
    found = parse_duration(written)
    assert isinstance(found, Duration | Problem)
    if isinstance(found, Duration):
        found.after(datetime(2023, 11, 17, tzinfo=UTC), PACIFIC)


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(hours=106, minutes=3), "106 h 03 min"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(seconds=45), "45 s"),
        (timedelta(0), "0 s"),
        (timedelta(hours=2, seconds=5), "2 h 00 min 05 s"),
        (-timedelta(minutes=5), "-5 min"),
        (timedelta(days=45, hours=3, minutes=9), "45 days 3 h"),
        (timedelta(days=400), "400 days"),
    ],
)
def test_said_lengths(length: timedelta, said: str) -> None:
    assert say_duration(length) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2023-11-17T12:00", "2023-11-17 12:00 PST"),
        ("2023-07-17T12:00:05", "2023-07-17 12:00:05 PDT"),
        ("2023-11-17", "2023-11-17"),
        ("2023-11", "2023-11"),
        ("2023", "2023"),
        ("2023-Q1", "2023-01-01 to 2023-03-31"),
        ("2023-11-17/2023-11-20", "2023-11-17 to 2023-11-20"),
        ("2023-11-16 evening", "2023-11-16 18:00 to 24:00 PST"),
        ("2023-11-16 morning", "2023-11-16 06:00 to 12:00 PST"),
        ("../2023-06-28", "by 2023-06-28"),
        ("../2023-06-28T12:00", "by 2023-06-28 12:00 PDT"),
        ("2023-06-28/..", "from 2023-06-28 on"),
        ("2023-06-28T09:00/..", "from 2023-06-28 09:00 PDT on"),
        ("../..", "at an unknown time"),
        ("2023-11~", "about 2023-11"),
        (
            "2023-11-16T22:00/2023-11-17T02:00",
            "between 2023-11-16 22:00 PST and 2023-11-17 02:00 PST",
        ),
    ],
)
def test_said_moments(written: str, said: str) -> None:
    when = parse_when(written, PACIFIC)
    assert isinstance(when, When)
    assert say_when(when, PACIFIC) == said


def test_a_zone_without_letters_is_said_by_its_offset() -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    when = parse_when("2023-11-17T12:00", zone)
    assert isinstance(when, When)
    assert say_when(when, zone) == "2023-11-17 12:00 UTC-03:00"

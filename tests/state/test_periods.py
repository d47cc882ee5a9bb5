"""Time between two moments as rules count it, beside counting it out day by day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutebook.state.periods import at_least, at_most, last_chance, last_moment, say_length
from minutebook.text.duration import Duration, parse_duration
from minutebook.text.when import When, instant, parse_when

PARIS = ZoneInfo("Europe/Paris")
FIRST = datetime(2024, 3, 25, tzinfo=UTC)
MOMENTS = st.integers(0, 60 * 24 * 12).map(lambda n: FIRST + timedelta(minutes=n))
DAYS = st.builds(Duration, days=st.integers(0, 8), clear=st.booleans())


def length(written: str) -> Duration:
    found = parse_duration(written)
    assert isinstance(found, Duration)
    return found


def when(written: str) -> When:
    found = parse_when(written, PARIS)
    assert isinstance(found, When)
    return found


@given(DAYS, MOMENTS, MOMENTS)
def test_days_are_counted_by_the_calendar(wanted: Duration, start: datetime, end: datetime) -> None:
    """Name every day after the first; clear days leave the last out too."""
    start, end = sorted((start, end))
    first, last = start.astimezone(PARIS).date(), end.astimezone(PARIS).date()
    between = 0
    day = first
    while day < last:
        day += timedelta(days=1)
        between += 1
    if wanted.clear:
        between -= 1
    found = at_least(wanted, instant(start), instant(end), PARIS)
    assert found is (between >= wanted.days)
    if not wanted.clear:
        assert at_most(wanted, instant(start), instant(end), PARIS) is (between <= wanted.days)


@given(st.integers(0, 200), MOMENTS, MOMENTS)
def test_hours_are_real_time(hours: int, start: datetime, end: datetime) -> None:
    wanted = Duration(seconds=hours * 3600)
    if hours:
        passed = end - start >= timedelta(hours=hours)
        assert at_least(wanted, instant(start), instant(end), PARIS) is passed


@pytest.mark.parametrize(("more", "within"), [(-1, True), (0, True), (1, False)])
def test_at_most_so_many_hours_ends_with_the_last_instant(more: int, *, within: bool) -> None:
    end = FIRST + timedelta(hours=48, seconds=more)
    assert at_most(length("48h"), instant(FIRST), instant(end), PARIS) is within


@given(DAYS, MOMENTS, st.integers(1, 24), st.integers(1, 24))
def test_an_imprecise_moment_is_as_all_that_it_may_be(
    wanted: Duration, start: datetime, wide: int, later: int
) -> None:
    """What holds of every moment within is sure, what holds of none is surely not."""
    span = When(start, start + timedelta(hours=wide), "some time")
    end = instant(start + timedelta(hours=24 * later))
    step = timedelta(minutes=30)
    inside = [start + step * n for n in range(1, wide * 2)]
    told = {at_least(wanted, instant(m), end, PARIS) for m in inside}
    found = at_least(wanted, span, end, PARIS)
    assert told <= {True, False}
    if found is not None:
        assert told == {found}


@given(DAYS, MOMENTS)
def test_the_last_chance_is_the_last(wanted: Duration, end: datetime) -> None:
    chance = last_chance(wanted, instant(end), PARIS)
    assert chance is not None
    assert chance.earliest is not None
    assert chance.latest is not None
    on_it = instant(chance.latest - timedelta(seconds=1))
    assert at_least(wanted, on_it, instant(end), PARIS) is True
    assert at_least(wanted, instant(chance.latest), instant(end), PARIS) is False


@pytest.mark.parametrize(
    ("wanted", "start", "expected"),
    [
        ("10 days", "2024-03-25", "2024-04-04"),
        ("1 month", "2024-01-31", "2024-02-29"),
        ("48h", "2024-03-30T10:00", "2024-04-01 11:00"),
    ],
)
def test_the_last_moment_of_a_time(wanted: str, start: str, expected: str) -> None:
    """Over the night of 31 March the clocks of Paris go forward by an hour."""
    found = last_moment(length(wanted), when(start), PARIS)
    assert found is not None
    assert found.written == expected


@pytest.mark.parametrize(
    ("written", "said"),
    [("48h", "48 hours"), ("1 day", "1 day"), ("14 clear days", "14 clear days"),
     ("1 month", "1 month"), ("90 minutes", "1 hour 30 minutes")],
)  # fmt: skip
def test_a_length_in_words(written: str, said: str) -> None:
    assert say_length(length(written)) == said

"""Dates, times and intervals, and what can be said of moments that are not exact."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from minutebook.text import (
    Interval,
    Problem,
    Relative,
    When,
    as_json,
    at_argument,
    instant,
    parse_moment,
    parse_when,
)

PACIFIC = ZoneInfo("America/Los_Angeles")
UTC_ZONE = ZoneInfo("UTC")


def when(written: str, zone: ZoneInfo = UTC_ZONE) -> When:
    found = parse_when(written, zone)
    assert isinstance(found, When), found
    assert found.written == written
    return found


def problem(written: str, zone: ZoneInfo = PACIFIC) -> Problem:
    found = parse_moment(written, zone)
    assert isinstance(found, Problem)
    assert found.hint
    return found


def bounds(written: str, zone: ZoneInfo = UTC_ZONE) -> str:
    found = when(written, zone)
    sides = (
        "" if side is None else side.isoformat(timespec="minutes").removesuffix("+00:00")
        for side in (found.earliest, found.latest)
    )
    return " ".join(sides)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2023", "2023-01-01T00:00 2024-01-01T00:00"),
        ("2023-11", "2023-11-01T00:00 2023-12-01T00:00"),
        ("2023-12", "2023-12-01T00:00 2024-01-01T00:00"),
        ("2023-11-17", "2023-11-17T00:00 2023-11-18T00:00"),
        ("2024-02-29", "2024-02-29T00:00 2024-03-01T00:00"),
        ("2023-11-17T12:00", "2023-11-17T12:00 2023-11-17T12:00"),
        ("2023-11-17T12:00Z", "2023-11-17T12:00 2023-11-17T12:00"),
        ("2023-11-17T12:00-08:00", "2023-11-17T20:00 2023-11-17T20:00"),
        ("2023-11-17T02:00:00+05:30", "2023-11-16T20:30 2023-11-16T20:30"),
        ("2023-11-17/2023-11-20", "2023-11-17T00:00 2023-11-21T00:00"),
        ("2023/2024-02", "2023-01-01T00:00 2024-03-01T00:00"),
        ("2023-11-17T10:00/2023-11-17T12:00", "2023-11-17T10:00 2023-11-17T12:00"),
        ("../2023-06-28", " 2023-06-29T00:00"),
        ("2023-06-28/..", "2023-06-28T00:00 "),
        ("../..", " "),
        ("202X", "2020-01-01T00:00 2030-01-01T00:00"),
        ("20XX", "2000-01-01T00:00 2100-01-01T00:00"),
        ("2023-XX", "2023-01-01T00:00 2024-01-01T00:00"),
        ("2023-0X", "2023-01-01T00:00 2023-10-01T00:00"),
        ("2023-1X", "2023-10-01T00:00 2024-01-01T00:00"),
        ("2023-XX-XX", "2023-01-01T00:00 2024-01-01T00:00"),
        ("2023-11-XX", "2023-11-01T00:00 2023-12-01T00:00"),
        ("2023-11-0X", "2023-11-01T00:00 2023-11-10T00:00"),
        ("2023-11-2X", "2023-11-20T00:00 2023-11-30T00:00"),
        ("2023-11-3X", "2023-11-30T00:00 2023-12-01T00:00"),
        ("2023-21", "2023-03-01T00:00 2023-06-01T00:00"),
        ("2023-24", "2023-12-01T00:00 2024-03-01T00:00"),
        ("2023-34", "2023-04-01T00:00 2023-07-01T00:00"),
        ("2023-Q4", "2023-10-01T00:00 2024-01-01T00:00"),
        ("2023-H1", "2023-01-01T00:00 2023-07-01T00:00"),
        ("2023-11-16 early morning", "2023-11-16T00:00 2023-11-16T06:00"),
        ("2023-11-16 night", "2023-11-16T00:00 2023-11-16T06:00"),
        ("2023-11-16 morning", "2023-11-16T06:00 2023-11-16T12:00"),
        ("2023-11-16 afternoon", "2023-11-16T12:00 2023-11-16T18:00"),
        ("2023-11-16 evening", "2023-11-16T18:00 2023-11-17T00:00"),
        ("2023-11-16 noon", "2023-11-16T12:00 2023-11-16T12:00"),
        ("2023-11-16 midnight", "2023-11-16T00:00 2023-11-16T00:00"),
        ("2023-11-16 start of day", "2023-11-16T00:00 2023-11-16T00:00"),
        ("2023-11-16 end of day", "2023-11-17T00:00 2023-11-17T00:00"),
    ],
)
def test_bounds(written: str, expected: str) -> None:
    assert bounds(written) == expected
    assert not when(written).approximate


def test_the_zone_of_the_book_places_what_has_no_offset() -> None:
    assert bounds("2023-11-17T12:00", PACIFIC) == "2023-11-17T20:00 2023-11-17T20:00"
    assert bounds("2023-07-17", PACIFIC) == "2023-07-17T07:00 2023-07-18T07:00"
    assert bounds("2023-11-05", PACIFIC) == "2023-11-05T07:00 2023-11-06T08:00"
    assert bounds("2023-11-16 evening", PACIFIC) == "2023-11-17T02:00 2023-11-17T08:00"


@pytest.mark.parametrize("qualifier", "?~%")
def test_qualifiers_are_kept_and_move_nothing(qualifier: str) -> None:
    found = when("2023-11" + qualifier)
    assert found.approximate
    assert bounds("2023-11" + qualifier) == bounds("2023-11")
    assert when(f"2023{qualifier}/2024").approximate


def test_a_time_that_the_clocks_show_twice_is_a_range_over_both() -> None:
    assert bounds("2023-11-05T01:30", PACIFIC) == "2023-11-05T08:30 2023-11-05T09:31"
    assert not when("2023-11-05T01:30", PACIFIC).exact
    assert when("2023-11-05T01:30-07:00", PACIFIC).exact


def test_a_time_that_the_clocks_skip_is_a_problem() -> None:
    found = problem("2023-03-12T02:30")
    assert found.code == "MB133"
    assert "2023-03-12T03:30-07:00" in found.hint
    assert problem("2011-12-30", ZoneInfo("Pacific/Apia")).code == "MB133"


@pytest.mark.parametrize(
    ("written", "code", "place", "hint"),
    [
        ("2023-02-30", "MB131", (8, 10), "2023-02-28"),
        ("2023-11-00", "MB131", (8, 10), "2023-11-30"),
        ("2023-13-01", "MB131", (5, 7), "2023-11-17"),
        ("2023-13", "MB131", (5, 7), "01 to 12"),
        ("2023-Q5", "MB131", (5, 7), "2023-Q4"),
        ("2023-H0", "MB131", (5, 7), "2023-H2"),
        ("2023-02-3X", "MB131", (8, 10), "2023-11-1X"),
        ("2023-2X", "MB131", (5, 7), "2023-1X"),
        ("2023-11-17T24:00", "MB132", (11, 16), "2023-11-18T00:00"),
        ("2023-11-17T12:60:00", "MB132", (11, 19), "00 to 59"),
        ("2023-11-17T12:00+99:00", "MB132", (16, None), "-08:00"),
        ("0999", "MB135", (0, 4), "four digits"),
        ("9991-01-01", "MB135", (0, 4), "four digits"),
        ("2023-11-20/2023-11-17", "MB134", (0, None), "2023-11-17/2023-11-20"),
        ("2023-11-20/2023-11-31", "MB131", (19, 21), "2023-11-30"),
        ("2023-11-17T00:00/2023-11-16", "MB134", (0, None), "two different"),
        ("/2023", "MB130", (0, 1), "../"),
        ("2023/", "MB130", (5, 6), "../"),
        ("", "MB130", (0, None), "2023-11-17"),
        ("XXXX", "MB130", (0, None), "202X"),
        ("2X23", "MB130", (0, None), "202X"),
        ("2023-X1", "MB130", (5, None), "2023-1X"),
        ("2023-1X-05", "MB130", (5, None), "2023-1X"),
        ("2023-11-16 dusk", "MB130", (11, 15), "evening"),
        ("2023-11-17 12:00", "MB130", (0, None), "2023-11-17T12:00"),
        ("2023-1-5", "MB130", (0, None), "2023-01-05"),
        ("2023/11/17", "MB130", (0, None), "2023-11-17"),
        ("2023/13/17", "MB130", (0, None), "2023-11-17"),
        ("17.11.2023", "MB130", (0, None), "year first"),
        ("2023-11-17T12", "MB130", (10, None), "hours and minutes"),
        ("Nov 17, 2023", "MB130", (0, None), "2023-11-17"),
        ("٢٠٢٣", "MB130", (0, None), "2023"),
    ],
)
def test_problems(written: str, code: str, place: tuple[int, int | None], hint: str) -> None:
    found = problem(written)
    assert (found.code, (found.start, found.end)) == (code, place)
    assert hint in found.hint


# -- Comparisons, against a slow twin that tries moments inside the bounds -------------------------

START = datetime(2023, 11, 17, tzinfo=UTC)
HOURS = st.integers(-4, 4)


def make(first: int | None, last: int | None) -> When:
    earliest, latest = (None if n is None else START + timedelta(hours=n) for n in (first, last))
    return When(earliest, latest, "")


@st.composite
def moments(draw: st.DrawFn) -> When:
    first, last = draw(st.none() | HOURS), draw(st.none() | HOURS)
    assume(first is None or last is None or first <= last)
    return make(first, last)


def inside(moment: When) -> list[datetime]:
    """Instants that the moment may be, a quarter of an hour apart: its bounds stand outside."""
    if moment.exact and moment.earliest is not None:
        return [moment.earliest]
    steps = [START + timedelta(minutes=15 * n) for n in range(-60, 61)]
    return [
        t
        for t in steps
        if (moment.earliest is None or moment.earliest < t)
        and (moment.latest is None or t < moment.latest)
    ]


def verdict(possible: set[bool]) -> bool | None:
    return possible.pop() if len(possible) == 1 else None


@given(moments(), moments())
@settings(max_examples=400)
def test_before_is_what_holds_of_every_pair(one: When, other: When) -> None:
    assert one.before(other) == verdict({a < b for a in inside(one) for b in inside(other)})


@given(moments(), HOURS)
@settings(max_examples=300)
def test_happened_by_is_what_holds_of_every_instant(moment: When, hour: int) -> None:
    t = START + timedelta(hours=hour)
    assert moment.happened_by(t) == verdict({a <= t for a in inside(moment)})


@given(moments(), st.none() | moments(), HOURS)
@settings(max_examples=300)
def test_holds_at_needs_a_begun_and_unended_interval(
    start: When, end: When | None, hour: int
) -> None:
    t = START + timedelta(hours=hour)
    ends = [None] if end is None else inside(end)
    possible = {a <= t and (b is None or t < b) for a in inside(start) for b in ends}
    assert Interval(start, end).holds_at(t) == verdict(possible)


def test_a_rule_in_force_from_a_day_governs_acts_of_that_day() -> None:
    assert when("2023-11-17T00:00").before(when("2023-11-17")) is True
    assert when("2023-11-17").happened_by(START) is False
    assert when("2023-11-17").happened_by(START + timedelta(days=1)) is True
    assert when("2023-11-17T00:00").before(when("2023-11-17T00:00")) is False


# -- Round trips and fuzzing ---------------------------------------------

DATETIMES = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(
    lambda t: t.replace(second=0, microsecond=0)
)


@given(DATETIMES, st.sampled_from(["America/Los_Angeles", "Europe/Paris", "Asia/Kathmandu"]))
@settings(max_examples=150)
def test_times_with_and_without_offset_agree(local: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    plainly = parse_when(local.isoformat(timespec="minutes"), zone)
    utc = local.replace(tzinfo=zone).astimezone(UTC)
    back = utc.astimezone(zone).replace(tzinfo=None)
    if isinstance(plainly, Problem):
        assert back != local
        return
    assert plainly.earliest == utc
    zulu = utc.replace(tzinfo=None).isoformat() + "Z"
    assert when(zulu).earliest == utc
    assert instant(utc) == when(zulu, zone)
    assert as_json(when(zulu)) == {"earliest": zulu, "latest": zulu, "written": zulu}


@given(st.dates(datetime(1000, 1, 1).date(), datetime(9990, 12, 31).date()))
@settings(max_examples=100)
def test_every_day_lies_in_its_month_and_year(day: object) -> None:
    written = str(day)
    inner, month, year = when(written), when(written[:7]), when(written[:4])
    for outer in (month, year):
        assert outer.earliest is not None
        assert outer.latest is not None
        assert inner.earliest is not None
        assert inner.latest is not None
        assert outer.earliest <= inner.earliest < inner.latest <= outer.latest


@given(
    st.text(max_size=30)
    | st.text(st.sampled_from("0123456789-/.:TZX?~%QH+ "), max_size=24)
    | st.from_regex(
        r"[0-9X]{4}-[0-9X]{2}(-[0-9X]{2}(T[0-9]{2}:[0-9]{2}([+-][0-9]{2}:[0-9]{2})?)?)?"
    )
    | st.from_regex(r"(within )?[0-9]{1,15} (day|week|hour|year)s? (after|before|at) \S+")
)
@settings(max_examples=600)
def test_any_text(written: str) -> None:
    for zone in (PACIFIC, UTC_ZONE):
        found = parse_moment(written, zone)
        if isinstance(found, When):
            low, high = found.earliest, found.latest
            assert low is None or high is None or low <= high
            as_json(found)
        elif isinstance(found, Problem):
            assert 0 <= found.start <= len(written) + 1
            assert found.hint
        assert isinstance(at_argument(written, zone), datetime | Problem)


# -- Relative moments ---------------------------------------------


def relative(written: str) -> Relative:
    found = parse_moment(written, PACIFIC)
    assert isinstance(found, Relative), found
    assert found.written == written
    return found


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("written", "earliest", "latest", "anchor"),
    [
        ("2 hours after remove-altman", 2 * HOUR, 2 * HOUR, "remove-altman"),
        ("1 minute before announce", -HOUR / 60, -HOUR / 60, "announce"),
        ("1 week after a/b", 168 * HOUR, 168 * HOUR, "a/b"),
        ("after x", 0 * HOUR, None, "x"),
        ("before x", None, 0 * HOUR, "x"),
        ("at x", 0 * HOUR, 0 * HOUR, "x"),
        ("within 10 days after x", 0 * HOUR, 240 * HOUR, "x"),
        ("within 3 days before x", -72 * HOUR, 0 * HOUR, "x"),
    ],
)
def test_relative_moments(
    written: str, earliest: timedelta | None, latest: timedelta | None, anchor: str
) -> None:
    found = relative(written)
    assert (found.earliest, found.latest, found.anchor) == (earliest, latest, anchor)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("2 months after x", (2, 8)),
        ("2 fortnights after x", (2, 12)),
        ("401 years before x", (4, 9)),
        ("999999999 days after x", (0, 14)),
        ("2 hours at x", (0, 7)),
        ("soon after x", (0, None)),
        ("after", (0, None)),
        ("after x y", (0, None)),
    ],
)
def test_relative_problems(written: str, place: tuple[int, int | None]) -> None:
    found = problem(written)
    assert (found.code, found.start, found.end) == ("MB136", *place)


def test_resolving() -> None:
    noon, day = when("2023-11-17T12:00"), when("2023-11-17~")
    assert relative("2 hours after x").resolve(noon).earliest == START + 14 * HOUR
    assert relative("2 hours after x").resolve(noon).exact
    assert relative("after x").resolve(noon).latest is None
    assert relative("before x").resolve(noon).before(noon) is True
    assert relative("after x").resolve(noon).before(noon) is False
    moved = relative("1 hour before x").resolve(day)
    assert (moved.earliest, moved.latest) == (START - HOUR, START + 23 * HOUR)
    assert moved.approximate
    assert relative("1 hour after x").resolve(when("../2023")).earliest is None
    last = When(datetime.max.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), "")
    assert relative("1 hour after x").resolve(last).latest is None


# -- The date on the command line ---------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2023-11-18", "2023-11-18T08:00"),
        ("2023-11", "2023-11-01T07:00"),
        ("2023", "2023-01-01T08:00"),
        ("2023-11-18T12:00", "2023-11-18T20:00"),
        ("2023-11-18T12:00Z", "2023-11-18T12:00"),
        ("2023-11-18 noon", "2023-11-18T20:00"),
    ],
)
def test_a_point_in_time(written: str, expected: str) -> None:
    assert at_argument(written, PACIFIC) == datetime.fromisoformat(expected + "+00:00")


@pytest.mark.parametrize(
    "written",
    ["2023-11-18 evening", "2023/2024", "../2023", "2023/..", "2023~", "202X", "2023-Q1"],
)
def test_not_a_point_in_time(written: str) -> None:
    found = at_argument(written, PACIFIC)
    assert isinstance(found, Problem)
    assert found.code == "MB137"


def test_a_point_shown_twice_needs_its_offset() -> None:
    found = at_argument("2023-11-05T01:30", PACIFIC)
    assert isinstance(found, Problem)
    assert found.code == "MB137"
    assert "2023-11-05T01:30-07:00" in found.hint
    assert at_argument("nonsense", PACIFIC) == parse_when("nonsense", PACIFIC)

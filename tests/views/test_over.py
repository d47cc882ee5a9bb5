"""A stretch of time: an interval for each value, checked against asking at every hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.state.books import book, moment

from minutebook.answers import Memo
from minutebook.views.over import over, turning_points
from minutebook.views.show import show

WATCH = """
book: {title: A watch, timezone: UTC}
records:
  - entity: ship
  - person: ann
  - person: bo
  - post: ship/bridge
    date: 2020-01-01T00:00
    holder: ann
    appointed by: ann
  - {act: out, date: 2020-01-02T06:00, by: ann, effect: resign from ship/bridge}
  - {act: in, date: 2020-01-02T09:00, by: ann, effect: appoint bo to ship/bridge}
  - act: later
    date: 2020-01-02T10:00
    takes effect: 2020-01-02T15:00
    by: bo
    effect: resign from ship/bridge
  - {event: fog, date: 2020-01-02T12:00}
  - document: orders
    rank: bylaw
    of: ship
    norms:
      - {can: ann, id: orders-1, do: decide the course, from: 2020-01-02T18:00Z}
"""
SHIP = book(WATCH)
START, END = moment(SHIP, "2020-01-02"), moment(SHIP, "2020-01-03")


MEMO = Memo()


def bridge(at: datetime) -> str | None:
    return show(SHIP, at, memo=MEMO).shown.posts["ship/bridge"].holder


INTERVALS = over(SHIP, START, END, bridge)


def test_the_points_at_which_something_can_change() -> None:
    hours = [t.hour for t in turning_points(SHIP, START, END)]
    assert hours == [0, 6, 9, 10, 12, 15, 18]


def test_points_outside_the_stretch_are_left_out() -> None:
    end = moment(SHIP, "2020-01-02T09:00")
    assert [t.hour for t in turning_points(SHIP, START, end)] == [0, 6]


def test_neighbours_that_answer_alike_are_one_interval() -> None:
    found = INTERVALS
    assert [(s.start.hour, s.end.hour, s.value) for s in found] == [
        (0, 6, "ann"),
        (6, 9, None),
        (9, 15, "bo"),
        (15, 0, None),
    ]


def test_intervals_are_half_open_and_leave_no_gap() -> None:
    found = INTERVALS
    assert found[0].start == START
    assert found[-1].end == END
    assert all(a.end == b.start for a, b in pairwise(found))
    assert all(a.value != b.value for a, b in pairwise(found))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 24 * 60 - 1))
def test_asking_at_any_minute_gives_what_the_interval_says(minute: int) -> None:
    at = START + timedelta(minutes=minute)
    (stretch,) = [s for s in INTERVALS if s.start <= at < s.end]
    assert stretch.value == bridge(at)

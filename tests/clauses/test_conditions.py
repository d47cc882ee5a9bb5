"""What conditions ask of time, money and holdings, on both sides of each boundary."""

from __future__ import annotations

import pytest
from tests.clauses.books import book, life

HEAD = """
book: {title: Conditions, currency: EUR, timezone: UTC}
records:
  - {entity: ann, date: 2020-01-01}
  - {entity: ben, date: 2020-01-01}
  - {entity: cyd, date: 2020-01-01}
  - {entity: co, date: 2020-01-01}
  - {instrument: share, of: co, date: 2020-01-01}
  - {instrument: note, of: co, date: 2020-01-01}
  - {holding: ann-share, holder: ann, of: share, units: 60, date: 2020-01-01}
  - {holding: ben-share, holder: ben, of: share, units: 40, date: 2020-01-01}
  - {fact: goal, determined by: ann}
  - {event: signing, date: 2024-02-01T12:00}
  - {event: closing, date: 2024-03-10T12:00}
  - {event: fair, date: 2024-06-01}
  - {event: never}
  - {act: first, date: 2024-04-01T12:00, by: ann, effect: pay 5m EUR to ben}
  - {act: second, date: 2024-05-01T12:00, by: cyd, effect: pay 3m EUR to ben}
  - {act: third, date: 2024-05-02T12:00, by: ann, effect: pay 2m EUR to cyd}
  - {act: met, date: 2024-07-01T12:00, by: ann, effect: determine goal}
  - {act: unmet, date: 2024-08-01T12:00, by: ben, effect: contest goal}
  - document: d
    date: 2020-01-01
    norms:
      - {may: ann, id: it, do: use x, when: "CONDITION"}
"""


def holds(condition: str, at: str) -> bool | None:
    """Whether a right that hangs on a condition is there at a moment."""
    stage = life(book(HEAD.replace("CONDITION", condition)), "it", at).stage
    return {"in force": True, "armed": False, "undetermined": None}[stage]


@pytest.mark.parametrize(
    ("condition", "not_at", "at"),
    [
        # A whole day has begun at its start and is over at its end.
        ("from 2024-03-10", "2024-03-09T23:59", "2024-03-10T00:00"),
        ("after 2024-03-10", "2024-03-10T23:59", "2024-03-11T00:00"),
        ("before 2024-03-10", "2024-03-10T00:00", "2024-03-09T23:59"),
        ("until 2024-03-10", "2024-03-11T00:00", "2024-03-10T23:59"),
        ("at 2024-03-10", "2024-03-09T23:59", "2024-03-10T00:00"),
        ("at 2024-03-10", "2024-03-11T00:00", "2024-03-10T23:59"),
        # A record stands at its moment.
        ("from closing", "2024-03-10T11:59", "2024-03-10T12:01"),
        ("after closing", "2024-03-10T11:59", "2024-03-10T12:01"),
        ("before closing", "2024-03-10T12:01", "2024-03-10T11:59"),
        ("until closing", "2024-03-10T12:01", "2024-03-10T11:59"),
        ("at fair", "2024-06-02T00:01", "2024-06-01T23:59"),
        # So long after it or before it, and while that time runs.
        ("30 days after closing", "2024-04-09T11:59", "2024-04-09T12:00"),
        ("within 30 days after closing", "2024-04-09T12:00", "2024-04-09T11:59"),
        ("within 30 days after closing", "2024-03-10T11:59", "2024-03-10T12:01"),
        ("30 days before closing", "2024-02-09T12:00", "2024-02-09T11:59"),
        ("within 30 days before closing", "2024-02-09T11:59", "2024-02-09T12:00"),
        ("within 30 days before closing", "2024-03-10T12:01", "2024-03-10T11:59"),
    ],
)
def test_now_beside_a_date_or_a_record(condition: str, not_at: str, at: str) -> None:
    assert holds(condition, at) is True
    assert holds(condition, not_at) is False


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("before never", True),
        ("until never", True),
        ("after never", False),
        ("from never", False),
        ("30 days after never", False),
        ("30 days before never", True),
        ("within 30 days before never", False),
        ("never before 2024-01-01", False),
        ("closing before never", True),
        ("closing after never", False),
    ],
)
def test_what_never_happened_is_still_to_come(condition: str, expected: bool) -> None:
    assert holds(condition, "2025-01-01") is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("signing before closing", True),
        ("closing before signing", False),
        ("closing after signing", True),
        ("signing after closing", False),
        ("closing before 2024-03-11", True),
        ("closing before 2024-03-10", False),
        ("closing from 2024-03-10", True),
        ("closing from 2024-03-11", False),
        ("closing by 2024-03-10", True),
        ("closing by 2024-03-09", False),
        ("closing after 2024-03-09", True),
        ("closing after 2024-03-10", False),
    ],
)
def test_one_thing_beside_another(condition: str, expected: bool) -> None:
    assert holds(condition, "2025-01-01") is expected
    assert holds(condition, "2024-01-01") is False


@pytest.mark.parametrize(
    ("condition", "at", "expected"),
    [
        ("paid(ben) >= 8m EUR", "2024-05-01T11:59", False),
        ("paid(ben) >= 8m EUR", "2024-05-01T12:01", True),
        ("paid(ben) > 8m EUR", "2025-01-01", False),
        ("paid(cyd) >= 2m EUR", "2025-01-01", True),
        ("paid by(ann, ben) >= 5m EUR", "2025-01-01", True),
        ("paid by(ann, ben) > 5m EUR", "2025-01-01", False),
        ("paid by(cyd, ann) > 0 EUR", "2025-01-01", False),
        ("units(ann, share) >= 60", "2025-01-01", True),
        ("units(ann, share) > 60", "2025-01-01", False),
        ("share(ann, share) >= 60%", "2025-01-01", True),
        ("share(ann, share) > 60%", "2025-01-01", False),
        ("share(cyd, share) > 0%", "2025-01-01", False),
        # Of what nobody holds nobody has a share; whether any was issued is not told.
        ("share(ann, note) > 0%", "2025-01-01", False),
        ("ann holds 60 share", "2025-01-01", True),
        ("ann holds 61 share", "2025-01-01", False),
        ("ann holds 60% share", "2025-01-01", True),
        ("ann holds 61% share", "2025-01-01", False),
    ],
)
def test_measures(condition: str, at: str, expected: bool) -> None:
    assert holds(condition, at) is expected


@pytest.mark.parametrize(
    ("condition", "before", "after"),
    [("determined(goal)", False, True), ("contested(goal)", False, True)],
)
def test_what_was_said_of_a_fact(condition: str, before: bool, after: bool) -> None:
    assert holds(condition, "2024-06-30") is before
    assert holds(condition, "2025-01-01") is after

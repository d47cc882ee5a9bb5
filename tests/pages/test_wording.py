"""Words of the pages: numbers, ranges and lists as people say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from minutebook.knowledge.knew import FirstKnown
from minutebook.pages.knew import lead_text
from minutebook.pages.record import together
from minutebook.pages.words import deed
from minutebook.records import load_texts
from minutebook.text.when import instant

BOOK = load_texts(
    {
        "book.yaml": b"""
book: {title: Words, timezone: UTC}
records:
  - {person: ann, name: Ann Example}
  - {entity: e, name: The Firm}
"""
    }
)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("pay 0..10bn USD to e", "pay up to 10bn USD to The Firm"),
        ("pay 2..10bn USD to e", "pay 2 to 10bn USD to The Firm"),
        ("issue 1000001 shares to ann", "issue 1,000,001 shares to Ann Example"),
        ("adopt charter-of 2024", "adopt charter-of 2024"),
        ("sign a..z", "sign a..z"),
    ],
)
def test_deeds_are_said_with_names_and_numbers(written: str, said: str) -> None:
    assert deed(BOOK, written) == said


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (-5, 1, "from 1 min before to 5 min after the public"),
        (1, 5, "1 min to 5 min before the public"),
        (-5, -1, "1 min to 5 min after the public"),
        (0, 0, "with the public"),
    ],
)
def test_a_lead_that_may_be_a_lag_runs_in_order(least: int, most: int, said: str) -> None:
    first = instant(datetime(2024, 1, 1, tzinfo=UTC))
    known = FirstKnown("ann", first, "told", "m", timedelta(minutes=least), timedelta(minutes=most))
    assert lead_text(known) == said


def test_what_has_one_name_is_said_in_one_line() -> None:
    lines = [("lacks", "a"), ("missing", "b"), ("missing", "c"), ("missing", "b")]
    assert together(lines) == {"lacks": ["a"], "missing": ["b", "c"]}

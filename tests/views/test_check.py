"""Assertions that hold, fail or cannot be told; and the moment that is looked at by default."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.state.books import book, moment

from minutebook.records import load_texts
from minutebook.views.check import check, default_at

DUO = """
book: {title: A duo, timezone: Asia/Tokyo}
readings:
  rule:
    adopted: plain
    plain: {says: more than half}
    strict: {says: both}
records:
  - entity: duo
  - person: ann
  - person: bo
  - person: cy
  - body: duo/board
    seats: 3
    members: [ann, bo, cy]
    decides: {reading: rule, plain: majority of seats, strict: all of seats}
    target votes: "yes"
  - post: duo/head
    holder: ann
    appointed by: duo/board
  - post: duo/auditor
    holder: unknown
  - act: swap
    date: 2021-05-01T12:00
    by: duo/board
    form: meeting
    for: [bo, cy]
    against: ann
    effect: remove ann from duo/head
"""


@pytest.mark.parametrize(
    ("goal", "date", "code"),
    [
        ("ann holds duo/head", "2021-05-01T11:59", None),
        ("ann holds duo/head", "2021-05-01T12:00", "MB271"),
        ("duo/head is vacant", None, None),
        # An assertion of a whole day is tried at its end.
        ("duo/head is vacant", "2021-05-01", None),
        ("duo/head is vacant", "2021-04-30", "MB271"),
        ("swap is valid", None, None),
        ("swap is void", None, "MB271"),
        ("ann holds duo/auditor", None, "MB272"),
        ("duo/board has 3 members", None, None),
        ("duo/board has 4 members", None, "MB271"),
    ],
)
def test_an_assertion(goal: str, date: str | None, code: str | None) -> None:
    dated = "" if date is None else f"    date: {date}\n"
    found = check(book(f"{DUO}  - assert: {goal}\n{dated}"))
    assert [d.code for d in found] == ([] if code is None else [code])


def test_a_failure_is_an_error_and_what_is_not_determined_a_warning() -> None:
    text = f"{DUO}  - assert: ann holds duo/head\n  - assert: ann holds duo/auditor\n"
    failed, unknown = check(book(text))
    assert (failed.severity, unknown.severity) == ("error", "warning")
    assert "ann holds duo/head" in failed.message
    lines = text.split("\n")
    assert lines[failed.span.line - 1] == "  - assert: ann holds duo/head"
    assert lines[unknown.span.line - 1] == "  - assert: ann holds duo/auditor"


def test_assertions_are_tried_in_the_readings_that_the_book_adopts() -> None:
    goal = "  - assert: duo/head is vacant\n"
    assert check(book(DUO + goal)) == ()
    strict = DUO.replace("adopted: plain", "adopted: strict")
    assert [d.code for d in check(book(strict + goal))] == ["MB271"]


def test_a_book_with_errors_is_told_its_errors_and_nothing_else() -> None:
    text = DUO.replace("holder: ann", "holdr: ann") + "  - assert: duo/board has 9 members\n"
    found = check(load_texts({"book.yaml": text.encode()}))
    assert [d.code for d in found] == ["MB201"]


def test_the_last_act_is_the_moment_to_look_at() -> None:
    found = book(DUO)
    assert default_at(found) == datetime(2021, 5, 1, 3, 0, tzinfo=UTC)


def test_an_imprecise_last_act_counts_to_the_end_of_its_range() -> None:
    found = book(DUO.replace("2021-05-01T12:00", "2021-05"))
    assert default_at(found) == moment(found, "2021-06-01")


def test_without_an_act_the_last_dated_record_and_without_any_the_year_2000() -> None:
    head = "book: {title: Small}\nrecords:\n  - {entity: org}\n"
    assert default_at(book(f"{head}  - {{event: flood, date: 2019-03-01T06:00}}\n")) == datetime(
        2019, 3, 1, 6, tzinfo=UTC
    )
    assert default_at(book(head)) == datetime(2000, 1, 1, tzinfo=UTC)


def test_an_assertion_is_not_a_moment() -> None:
    text = f"{DUO}  - assert: duo/head is vacant\n    date: 2030-01-01\n"
    assert default_at(book(text)) == default_at(book(DUO))

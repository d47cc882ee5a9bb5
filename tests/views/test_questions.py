"""Questions from Python: dates as on the command line, and what cannot be asked is an error."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.state.books import book

from minutebook.records.deeds import parse_deed
from minutebook.views import questions
from minutebook.views.questions import QuestionError

TRIO = book("""
book: {title: A trio, timezone: America/New_York}
sources:
  later: {title: Found later, date: 2024-06-01}
readings:
  rule:
    adopted: plain
    plain: {says: more than half}
    strict: {says: all}
records:
  - entity: trio
  - person: ann
  - person: bo
  - person: cy
  - body: trio/band
    seats: 3
    members: [ann, bo, cy]
    decides: {reading: rule, plain: majority of seats, strict: all of seats}
    target votes: "yes"
  - {post: trio/leader, holder: ann, appointed by: trio/band}
  - act: swap
    date: 2024-05-01T12:00
    by: trio/band
    form: meeting
    for: [bo, cy]
    against: ann
    effect: remove ann from trio/leader
    src: later:1
""")
NEW_YEAR = datetime(2025, 1, 1, 5, tzinfo=UTC)


def test_a_bare_date_is_midnight_in_the_zone_of_the_book() -> None:
    assert questions.moment(TRIO, "2025-01-01") == NEW_YEAR
    assert questions.moment(TRIO, NEW_YEAR) == NEW_YEAR
    assert questions.moment(TRIO, None) == datetime(2024, 5, 1, 16, tzinfo=UTC)


def test_a_date_that_is_no_point_in_time_is_refused() -> None:
    with pytest.raises(QuestionError, match="needs a zone"):
        questions.moment(TRIO, datetime(2025, 1, 1))
    with pytest.raises(QuestionError):
        questions.moment(TRIO, "some day")


@pytest.mark.parametrize(("settled", "expected"), [("plain", "valid"), ("strict", "void")])
def test_a_verdict_in_each_world_and_in_one(settled: str, expected: str) -> None:
    every = questions.verdict(TRIO, "swap")
    assert {w.readings["rule"] for w in every.worlds} == {"plain", "strict"}
    assert every.hinges == ("rule",)
    one = questions.verdict(TRIO, "swap", readings={"rule": settled})
    assert [w.value.standing for w in one.worlds if w.value is not None] == [expected]
    assert one.hinges == ()


def test_what_was_not_known_by_then_cannot_be_judged() -> None:
    with pytest.raises(QuestionError, match="was not known by then"):
        questions.verdict(TRIO, "swap", known="2024-05-15")
    assert questions.verdict(TRIO, "swap", known="2024-06-03").worlds


def test_a_deed_as_text_or_read_already() -> None:
    parsed = parse_deed("appoint cy to trio/leader")
    assert isinstance(parsed, tuple)
    for deed in ("appoint cy to trio/leader", parsed[0]):
        answer = questions.judge(
            TRIO, deed, by="trio/band", for_=("ann", "bo", "cy"), form="meeting", at="2024-05-02"
        )
        assert [w.value.standing for w in answer.worlds if w.value is not None] == ["valid"]


@pytest.mark.parametrize(("votes", "standing"), [(2, "valid"), (1, "void")])
def test_votes_by_number(votes: int, standing: str) -> None:
    answer = questions.judge(
        TRIO,
        "appoint cy to trio/leader",
        by="trio/band",
        for_=votes,
        against=3 - votes,
        form="meeting",
        at="2024-05-02",
        readings={"rule": "plain"},
    )
    assert [w.value.standing for w in answer.worlds if w.value is not None] == [standing]


@pytest.mark.parametrize(
    ("deed", "votes", "says"),
    [
        ("crown cy", [], "is not a deed"),
        ("appoint cy to trio/leader", ["ann"], "ann stands under for and against"),
    ],
)
def test_what_cannot_be_judged(deed: str, votes: list[str], says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        questions.judge(TRIO, deed, by="trio/band", for_=votes, against=votes)


def test_names_that_nothing_has() -> None:
    with pytest.raises(QuestionError, match="is not an act"):
        questions.verdict(TRIO, "ann")
    with pytest.raises(QuestionError, match="is not a document"):
        questions.about(TRIO, "swap")
    with pytest.raises(QuestionError, match='no record is called "nothing"'):
        questions.between(TRIO, "swap", "nothing")

"""Matters that belong to somebody, consents from outside, signatures for others."""

from __future__ import annotations

from tests.state.books import book, verdict

from minutebook.answers import Answer
from minutebook.state.verdict import Verdict

CAST = """
book: {title: Dock, timezone: UTC}
records:
  - entity: dock
    acts through: dock/board
  - entity: bank
  - person: a
  - person: b
  - person: c
  - person: founder
  - person: stranger
  - body: dock/board
    seats: 3
    members: [a, b, c]
    decides: majority of seats
  - post: dock/guardian
    holder: founder
"""


def standing(answer: Answer[Verdict]) -> str | None:
    assert answer.value is not None, answer.worlds
    return answer.value.standing


RESERVED = (
    CAST
    + """
  - document: dock/articles
    rank: charter
    of: dock
    norms:
      - can: dock/board
        do: decide sell the pier
        by: all of seats
  - act: two-of-three
    date: 2024-01-01
    by: dock/board
    for: [a, b]
    against: c
    effect: decide sell the pier
  - act: all-three
    date: 2024-02-01
    by: dock/board
    for: [a, b, c]
    effect: decide sell the pier
  - act: paint
    date: 2024-03-01
    by: dock/board
    for: [a, b]
    against: c
    effect: decide paint the pier
"""
)


def test_a_matter_with_a_rule_of_its_own_is_not_passed_as_everyday_business() -> None:
    assert standing(verdict(book(RESERVED), "two-of-three")) == "void"
    assert standing(verdict(book(RESERVED), "all-three")) == "valid"
    assert standing(verdict(book(RESERVED), "paint")) == "valid"


GUARDED = (
    CAST.replace(
        "decides: majority of seats", "decides: majority of seats and consent of dock/guardian"
    )
    + """
  - act: with-guardian
    date: 2024-01-01
    by: dock/board
    for: [a, b, founder]
    effect: decide lend the pier
  - act: without-guardian
    date: 2024-02-01
    by: dock/board
    for: [a, b, c]
    against: founder
    effect: decide lend the pier
  - act: guardian-silent
    date: 2024-03-01
    by: dock/board
    for: [a, b, c]
    effect: decide lend the pier
"""
)


def test_the_consent_of_a_post_outside_the_body_is_its_holders() -> None:
    loaded = book(GUARDED)
    assert standing(verdict(loaded, "with-guardian")) == "valid"
    assert standing(verdict(loaded, "without-guardian")) == "void"


def test_a_consent_that_is_not_told_is_missing_and_not_presumed() -> None:
    answer = verdict(book(GUARDED), "guardian-silent")
    assert standing(answer) == "undetermined"
    assert any("dock/guardian" in m or "founder" in m for m in answer.missing)


SIGNED = (
    CAST
    + """
  - document: loan
    parties: [dock, bank]
  - act: board-signs
    date: 2024-01-01
    by: dock/board
    for: [a, b]
    against: c
    effect: sign loan
  - act: dock-signs
    date: 2024-01-02
    by: dock
    for: [a, b]
    against: c
    effect: sign loan
  - act: stranger-signs
    date: 2024-01-03
    by: stranger
    effect: sign loan
  - act: bank-signs
    date: 2024-01-04
    by: bank
    effect: sign loan
"""
)


def test_a_party_signs_through_who_acts_for_it() -> None:
    loaded = book(SIGNED)
    assert standing(verdict(loaded, "board-signs")) == "valid"
    assert standing(verdict(loaded, "dock-signs")) == "valid"
    assert standing(verdict(loaded, "bank-signs")) == "valid"


def test_whether_a_stranger_signs_for_a_party_is_not_presumed() -> None:
    """The book does not say who acts for the bank, so it cannot say that this one does not."""
    answer = verdict(book(SIGNED), "stranger-signs")
    assert standing(answer) == "undetermined"
    assert answer.missing


def test_a_stranger_cannot_sign_where_the_book_says_who_acts_for_every_party() -> None:
    text = SIGNED.replace("  - entity: bank\n", "  - entity: bank\n    acts through: bank/chief\n")
    text += "  - post: bank/chief\n    holder: b\n"
    assert standing(verdict(book(text), "stranger-signs")) == "void"


WRITTEN = """
book: {title: Kiln, timezone: UTC}
records:
  - entity: kiln
  - person: a
  - person: b
  - instrument: kiln/shares
    of: kiln
  - holding: a-shares
    holder: a
    of: kiln/shares
    units: 51
    date: 2020-01-01
  - holding: b-shares
    holder: b
    of: kiln/shares
    units: 49
    date: 2020-01-01
  - body: kiln/holders
    holders of: kiln/shares
    decides: at least 2/3 of votes cast
    quorum: none
    without meeting: at least 2/3 of votes cast
  - act: in-writing
    date: 2024-01-01
    by: kiln/holders
    form: without meeting
    for: a
    absent: b
    effect: decide move
  - act: at-a-meeting
    date: 2024-02-01
    by: kiln/holders
    form: meeting
    for: a
    absent: b
    effect: decide move
"""


def test_in_writing_all_count_as_if_they_had_come_and_voted() -> None:
    """51 of 51 cast carry at a meeting; in writing 51 of 100 are less than two thirds."""
    loaded = book(WRITTEN)
    assert standing(verdict(loaded, "at-a-meeting")) == "valid"
    assert standing(verdict(loaded, "in-writing")) == "void"

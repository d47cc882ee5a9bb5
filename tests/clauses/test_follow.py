"""What follows from deeds on posts, holdings and documents, and from events only thought of."""

from __future__ import annotations

import pytest
from tests.clauses.books import book, deed, follow, life, outcome
from tests.state.books import moment

from minutebook.views.clauses import ask_follow

COMPANY = """
book: {title: Company, currency: EUR, timezone: UTC}
records:
  - entity: co
  - person: ann
  - person: bo
  - entity: bank
  - {instrument: co/common, of: co}
  - {body: co/holders, of: co, holders of: co/common, decides: majority of cast}
  - {body: co/board, of: co, seats: 3, members: [ann, bo], appointed by: co/holders}
  - {post: co/ceo, of: co, holder: ann, appointed by: co/board}
  - {holding: h1, holder: ann, of: co/common, units: 60}
  - {holding: h2, holder: bo, of: co/common, units: 40}
  - event: change-of-control
  - document: new-bylaws
    rank: bylaw
    norms: [{may: bo, id: new-right, do: disclose accounts}]
  - {act: adopted, date: 2030-01-01, by: co/holders, effect: adopt new-bylaws,
     for: [ann, bo]}
  - document: loan
    date: 2020-01-01
    parties: [co, bank]
    norms:
      - must: co
        id: repay
        do: repay loan to bank
        when: share(bo, co/common) > 50% or happened(change-of-control)
        due: 30 days
      - {may: bank, id: key-man, do: terminate loan, when: not ann holds co/ceo, due: 60 days}
      - {must not: ann, id: lock-up, do: transfer any co/common from ann to any}
      - {must: co, id: secrecy, do: withhold accounts, survives: yes}
"""
AT = "2021-01-01"


def test_removing_the_key_man_wakes_a_right_and_leaves_a_post_to_fill() -> None:
    value = follow(book(COMPANY), "remove ann from co/ceo", AT)
    assert [(f.norm, f.before, f.after) for f in value.fired] == [("key-man", "armed", "in force")]
    assert [(c.id, c.before, c.after) for c in value.changes] == [("co/ceo", "ann", "vacant")]
    assert value.judged is not None
    assert (value.judged.by, value.judged.standing) == ("co/board", "valid")
    options = {(o.party, o.deed, o.due.date().isoformat() if o.due else None)
               for o in value.options}  # fmt: skip
    assert options == {
        ("bank", "terminate loan", "2021-03-02"),
        ("co/board", "appoint any to co/ceo", None),
    }


def test_a_transfer_that_passes_a_threshold_bears_a_duty_and_breaks_the_lock_up() -> None:
    found = book(COMPANY)
    value = follow(found, "transfer 20 co/common from ann to bo", AT)
    assert {f.norm: f.after for f in value.fired} == {"repay": "in force", "lock-up": "breached"}
    assert value.judged is not None
    assert value.judged.breaches == ("lock-up",)
    assert [(c.id, c.before, c.after) for c in value.changes] == [
        ("ann of co/common", "60", "40"),
        ("bo of co/common", "40", "60"),
    ]
    small = follow(found, "transfer 5 co/common from ann to bo", AT)
    assert [f.norm for f in small.fired] == ["lock-up"]


@pytest.mark.parametrize(
    ("written", "by"),
    [
        ("transfer 80 co/common from ann to bo", "ann"),
        ("remove ann from co/ceo", "bank"),
        ("remove bo from co/ceo", "co/board"),
        ("terminate loan", "bank"),
    ],
)
def test_what_is_beyond_the_power_of_who_does_it_changes_nothing(written: str, by: str) -> None:
    value = follow(book(COMPANY), written, AT, by)
    assert value.judged is not None
    assert value.judged.standing == "void"
    assert (value.fired, value.changes, value.options) == ((), (), ())


def test_adopting_a_document_brings_its_norms() -> None:
    value = follow(book(COMPANY), "adopt new-bylaws", AT, "co/holders")
    assert [(f.norm, f.after) for f in value.fired] == [("new-right", "in force")]


def test_who_could_amend_is_named_as_missing_where_the_book_is_silent() -> None:
    found = book(COMPANY)
    answer = ask_follow(found, deed("amend loan"), moment(found, AT))
    assert "who has the power to amend loan" in answer.missing
    assert "what the new text of loan says" in answer.missing


def test_an_event_without_a_date_is_supposed_to_happen_now() -> None:
    value = follow(book(COMPANY), "change-of-control", AT)
    assert [(f.norm, f.after) for f in value.fired] == [("repay", "in force")]


def test_ending_a_contract_takes_the_right_and_leaves_what_survives() -> None:
    acts = COMPANY + (
        "  - {act: leaves, date: 2021-02-01, by: ann, effect: resign from co/ceo}\n"
        "  - {act: too-soon, date: 2021-01-15, by: bank, effect: terminate loan}\n"
        "  - {act: notice, date: 2021-02-10, by: bank, effect: terminate loan}\n"
    )
    found = book(acts)
    assert life(found, "lock-up", "2021-01-20").stage == "in force"
    assert outcome(found, "bank", "terminate loan", "2021-01-20")[0] == "forbidden"
    assert outcome(found, "bank", "terminate loan", "2021-02-05")[0] == "permitted"
    assert life(found, "lock-up", "2021-02-11").stage == "ended"
    assert life(found, "secrecy", "2021-02-11").stage == "in force"


def test_supposing_equals_recording() -> None:
    """What is said to follow is what the book then shows once the deed is recorded."""
    found = book(COMPANY)
    value = follow(found, "transfer 20 co/common from ann to bo", AT)
    recorded = book(
        COMPANY + f"  - {{act: sale, date: {AT}T00:00+00:00, by: ann,\n"
        "     effect: transfer 20 co/common from ann to bo}\n"
    )
    for fired in value.fired:
        assert life(recorded, fired.norm, AT).stage == fired.after
        assert life(found, fired.norm, AT).stage == fired.before


LOAN = """
book: {title: Loan, currency: EUR, timezone: UTC}
records:
  - entity: bank
  - entity: mill
  - document: facility
    date: 2024-01-01
    norms:
      - must: mill
        id: interest
        do: pay any to bank for interest
        when: from 2024-03-31
        due: 5 days
        cure: 10 days
      - {may: bank, id: accelerate, do: terminate facility, when: breached(interest)}
      - must: mill
        id: repay
        do: pay 10m to bank for principal
        upon: terminate facility
        due: 3 days
        survives: yes
  - {act: calls, date: 2024-05-02, by: bank, effect: terminate facility}
"""


def test_acceleration_follows_the_cure_period_and_its_duty_outlives_the_contract() -> None:
    found = book(LOAN)
    assert outcome(found, "bank", "terminate facility", "2024-04-08")[0] == "forbidden"
    assert outcome(found, "bank", "terminate facility", "2024-04-20")[0] == "permitted"
    assert life(found, "repay", "2024-05-01").stage == "armed"
    assert life(found, "repay", "2024-05-04").stage == "in force"
    assert life(found, "repay", "2024-05-20").stage == "breached"
    assert life(found, "accelerate", "2024-05-20").stage == "ended"
    called = follow(found, "terminate facility", "2024-04-20", "bank")
    due = {(o.party, o.norm): o.due.date().isoformat() for o in called.options if o.due}
    assert due == {("mill", "repay"): "2024-04-23"}

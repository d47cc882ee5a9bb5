"""A sale while SAFEs and notes are outstanding, units have not vested, or a nominee holds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.payout.book_texts import put, read

from minutebook.answers import World
from minutebook.payout import (
    Common,
    ContradictionError,
    Debt,
    ExitTerms,
    FixedCarveOut,
    NonParticipating,
    Preferred,
    Unconverted,
)
from minutebook.payout.book import pay
from minutebook.payout.book_subjects import subjects
from minutebook.records import load_texts
from minutebook.state.state import State
from minutebook.views.check import default_at

F = Fraction
COMPANY = """
book: {title: A young company, currency: USD}
records:
  - entity: co
  - person: ann
  - entity: early
  - entity: late
  - entity: bank
  - instrument: co/common
    of: co
  - {holding: h1, date: 2020, holder: ann, of: co/common, units: 8m}
"""
SAFE = """
  - convertible: co/early
    date: 2021
    of: co
    holder: early
    amount: 1m
    cap: 10m
    cap basis: post-money
    in a sale: repaid or converted
    ranks with: preferred
"""
NOTE = """
  - convertible: co/note
    date: 2021
    of: co
    holder: late
    amount: 1m
    interest: 10%
    accrues: simple
    in a sale: repaid
    ranks with: debt
"""


def paid(text: str, amount: str, at: str = "2023-06-01") -> dict[str, F | None]:
    answer = put(read(text), lambda state: pay(state, "co", F(amount)), at=at)
    assert answer.value is not None, answer.missing
    return {party: one.amount for party, one in answer.value.payouts.items()}


def missing(text: str) -> tuple[str, ...]:
    answer = put(read(text), lambda state: pay(state, "co", F(10_000_000)), at="2023-06-01")
    assert answer.value is None
    return answer.missing


def questions(text: str) -> list[str]:
    return [
        d.message for d in load_texts({"book.yaml": text.encode()}).diagnostics if d.code == "MB283"
    ]


@pytest.mark.parametrize(
    ("amount", "to_safe"),
    [("400_000", 400_000), ("1_000_000", 1_000_000), ("10_000_000", 1_000_000),
     ("10_000_010", 1_000_001), ("50_000_000", 5_000_000)],
)  # fmt: skip
def test_a_post_money_safe_gets_its_money_back_or_its_part_of_the_whole(
    amount: str, to_safe: int
) -> None:
    """1m at 10m is a tenth: worth more than 1m from an exit of 10m on."""
    assert paid(COMPANY + SAFE, amount)["early"] == to_safe


def test_two_safes_have_their_amounts_over_their_caps_once_both_convert() -> None:
    other = SAFE.replace("early", "late").replace("cap: 10m", "cap: 5m")
    assert paid(COMPANY + SAFE + other, "20_000_000") == {
        "ann": 14_000_000,
        "early": 2_000_000,
        "late": 4_000_000,
    }
    # Between their thresholds the dearer is repaid. All 7/10 are ann's 8m shares, so late has
    # 16m/7 of them: (9m - 1m) x (16/7) / (8 + 16/7).
    assert paid(COMPANY + SAFE + other, "9_000_000")["late"] == F(16_000_000, 9)


def test_a_discount_without_a_cap_gives_shares_of_the_sale_for_less() -> None:
    """1m at 20 % off buys shares worth 1.25m; what goes beyond 1m comes after all preferences."""
    discount = SAFE.replace("cap: 10m\n    cap basis: post-money", "discount: 20%\n    "
                            "discount in a sale: yes")  # fmt: skip
    for amount, got in (("900_000", 900_000), ("1_100_000", 1_100_000), ("9_000_000", 1_250_000)):
        assert paid(COMPANY + discount, amount)["early"] == got
    series = """
  - instrument: co/series-a
    of: co
    issue price: 1
    preference: 1x
    participates: no
    converts to: nothing
  - {holding: h2, date: 2020, holder: bank, of: co/series-a, units: 1m}
"""
    found = paid(COMPANY + discount + series, "2_100_000")
    assert found == {"ann": 0, "early": 1_100_000, "bank": 1_000_000}
    only_in_rounds = discount.replace("sale: yes", "sale: no")
    assert paid(COMPANY + only_in_rounds, "9_000_000")["early"] == 1_000_000


def test_a_most_favoured_safe_takes_over_a_later_cap() -> None:
    plain = SAFE.replace("cap: 10m\n    cap basis: post-money", "most favoured nation: yes")
    assert paid(COMPANY + plain, "40_000_000")["early"] == 1_000_000
    later = SAFE.replace("early", "late").replace("date: 2021", "date: 2022")
    assert paid(COMPANY + plain + later, "40_000_000")["early"] == 4_000_000
    before = later.replace("date: 2022", "date: 2020")
    found = missing(COMPANY + plain + before)
    assert found[0].startswith("as how many shares co/early counts under the post-money cap")


def test_a_note_is_repaid_with_interest_or_a_premium() -> None:
    """Two years of 10 % simple on 1m, from 2021 to 2023."""
    assert paid(COMPANY + NOTE, "5_000_000") == {"ann": 3_800_000, "late": 1_200_000}
    twice = NOTE + "    repayment: 2x\n"
    assert paid(COMPANY + twice, "5_000_000")["late"] == 2_200_000
    loan = "  - {debt: co/loan, of: co, creditor: bank, amount: 300_000}\n"
    assert paid(COMPANY + NOTE + loan, "1_000_000") == {"ann": 0, "late": 800_000, "bank": 200_000}
    first = loan.replace("co/loan,", "co/loan, seniority: 1,")
    assert paid(COMPANY + NOTE + "    seniority: 2\n" + first, "1_000_000")["late"] == 700_000


def test_a_note_that_may_convert_stands_among_the_debts_until_it_does() -> None:
    """1.2m at a pre-money cap of 4m over 8m shares: 2.4m shares, worth 1.2m from 0.5 a share on."""
    note = NOTE.replace("sale: repaid", "sale: repaid or converted") + (
        "    cap: 4m\n    cap basis: pre-money\n"
    )
    loan = "  - {debt: co/loan, of: co, creditor: bank, amount: 300_000}\n"
    text = COMPANY + note + loan
    assert paid(text, "1_000_000") == {"ann": 0, "late": 800_000, "bank": 200_000}
    assert paid(text, "5_500_000") == {"ann": 4_000_000, "late": 1_200_000, "bank": 300_000}
    assert paid(text, "10_700_000") == {"ann": 8_000_000, "late": 2_400_000, "bank": 300_000}
    bonus = "  - {carve-out: co/bonus, of: co, to: bank, amount: 10_000}\n"
    assert "a carve-out is taken after debt" in missing(text + bonus)[0]


def test_a_note_that_must_convert_is_paid_as_common() -> None:
    note = (
        NOTE.replace("sale: repaid", "sale: converted") + "    cap: 4m\n    cap basis: pre-money\n"
    )
    assert paid(COMPANY + note, "1_040_000") == {"ann": 800_000, "late": 240_000}


def test_what_the_papers_leave_open_is_asked() -> None:
    assert questions(COMPANY + SAFE.replace("    ranks with: preferred\n", "")) == [
        'is "co/early" repaid beside the debts, or beside the preferences?'
    ]
    assert questions(COMPANY + SAFE + "    discount: 20%\n") == [
        'may "co/early" convert at the price of a sale less its discount?'
    ]
    silent = SAFE.replace("    in a sale: repaid or converted\n    ranks with: preferred\n", "")
    assert questions(COMPANY + silent) == []
    assert "write in a sale: repaid, converted" in missing(COMPANY + silent)[0]


def test_a_holder_is_asked_for_what_its_note_brings() -> None:
    book = read(COMPANY + NOTE)
    state = State(book, default_at(book), None, World({}))
    assert [(s.id, s.to) for s in subjects(state, "late")] == [("co", "late")]


OPTIONS = """
  - instrument: co/options
    of: co
    strike: 1
    exercise: net
    unvested in a sale: left out
  - {holding: h2, date: 2020, holder: bank, of: co/options, units: 2m, vested: 1m}
"""


def test_units_that_have_not_vested_are_left_out_or_counted_as_the_book_says() -> None:
    assert paid(COMPANY + OPTIONS, "17_000_000")["bank"] == 1_000_000
    counted = OPTIONS.replace("left out", "counted")
    assert paid(COMPANY + counted, "18_000_000")["bank"] == 2_000_000
    silent = OPTIONS.replace("    unvested in a sale: left out\n", "")
    assert "write unvested in a sale: counted, or left out" in missing(COMPANY + silent)[0]
    unknown = OPTIONS.replace("vested: 1m", "vested: 1m..2m")
    assert missing(COMPANY + unknown) == ("how many units of co/options bank holds have vested",)


def said(text: str) -> str:
    answer = put(read(text), lambda state: pay(state, "co", F(20_000_000)), at="2023-06-01")
    return str(answer.worlds[0].why)


def test_the_reasons_say_for_whom_a_nominee_holds_and_that_vesting_was_not_told() -> None:
    held = COMPANY.replace("units: 8m}", "units: 8m, for: bank}")
    assert "who holds for bank" in said(held)
    assert "counted in full" in said(COMPANY + OPTIONS.replace(", vested: 1m", ""))
    assert "have not vested are left out" in said(COMPANY + OPTIONS)


def test_the_kernel_pays_everything_to_somebody() -> None:
    classes = (
        Common("c", 100),
        Preferred("p", 10, 50, NonParticipating()),
        Unconverted("safe", 30, 20, 40),
        Unconverted("note", 25, 5, rank=2, with_debts=True),
    )
    schedule = ExitTerms(classes, (Debt("bank", 20), Debt("bank", 5, 3))).evaluate().schedule
    for amount in range(0, 2000, 7):
        found = schedule.at(amount)
        assert sum(p.amount for p in found.payments) + found.unassigned.amount == amount
    assert schedule.at(45)["note"] == 25
    assert schedule.at(47)["bank"] == 22
    with pytest.raises(ContradictionError, match="after debt"):
        ExitTerms(classes, carve_outs=(FixedCarveOut("m", 1),))

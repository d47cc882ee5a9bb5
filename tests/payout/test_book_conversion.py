"""Anti-dilution in a book, by hand: both sides of the price at which it begins."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.payout.book_texts import paid, put, read

from minutebook.payout.book import pay
from minutebook.records import load_texts

F = Fraction

# 8m common and 1m of class A, bought at 2; then 1m of class B at 1. Nothing is preferred by much:
# a preference of 0x leaves shares alone, so that the ratios can be read off.
BOOK = """
book: {title: A start-up, currency: USD}
records:
  - entity: co
  - person: ann
  - person: bo
  - person: cy
  - instrument: co/common
    of: co
  - instrument: co/a
    date: 2020-01-01
    of: co
    issue price: 2
    preference: 0x
    participates: no
    seniority: 1
    converts to: co/common
    anti-dilution: broad-based weighted average
  - instrument: co/b
    date: 2022-01-01
    of: co
    issue price: 1
    preference: 0x
    participates: no
    seniority: 1
    converts to: co/common
  - holding: h1
    date: 2019-01-01
    holder: ann
    of: co/common
    units: 8m
  - holding: h2
    date: 2020-01-01
    holder: bo
    of: co/a
    units: 1m
  - holding: h3
    date: 2022-01-01
    holder: cy
    of: co/b
    units: 1m
"""


def shares(text: str, at: str = "2023-01-01") -> Fraction:
    """Common shares of bo for each of ann's 8m, in millions, as an exit shows."""
    found = paid(read(text), "co", "1000000000", at)
    return found["bo"] / found["ann"] * 8


RATCHET = BOOK.replace("broad-based weighted average", "full ratchet")


@pytest.mark.parametrize(
    ("price", "broad", "ratchet"),
    [
        # 2 (9 + 0.5) / (9 + 1) = 1.9: each unit converts into 2 / 1.9.
        ("1", F(20, 19), F(2)),
        # 2 (9 + 0.95) / 10 = 1.99.
        ("1.90", F(200, 199), F(20, 19)),
        ("2", F(1), F(1)),
        ("2.10", F(1), F(1)),
    ],
)
def test_a_cheaper_class_adjusts_the_conversion(
    price: str, broad: Fraction, ratchet: Fraction
) -> None:
    for text, ratio in ((BOOK, broad), (RATCHET, ratchet)):
        assert shares(text.replace("issue price: 1\n", f"issue price: {price}\n")) == ratio


def test_only_what_was_issued_by_then_and_after_the_class() -> None:
    assert shares(RATCHET, "2021-12-31") == 1
    assert shares(RATCHET, "2022-01-02") == 2
    for date, ratio in (("2019-12-31", 1), ("2020-01-01", 1), ("2020-01-02", 2)):
        assert shares(RATCHET.replace("2022-01-01", date)) == ratio


def test_options_are_outstanding_and_issue_prices_count_as_converted() -> None:
    more = "  - instrument: co/options\n    of: co\n    strike: 0\n    exercise: net\n"
    more += "  - holding: h4\n    date: 2021-01-01\n    holder: cy\n    of: co/options\n"
    # 2 (19 + 0.5) / (19 + 1) = 1.95.
    assert shares(BOOK + more + "    units: 10m\n") == F(40, 39)
    # B at 4 converts into 2: 2 for each share, no less than A; into 4: 1 for each of 4m.
    for ratio, found in ((2, F(1)), (4, F(2))):
        text = RATCHET.replace("issue price: 1\n", f"issue price: 4\n    ratio: {ratio}\n")
        assert shares(text) == found


LATER = """
  - instrument: co/c
    date: 2022-06-01
    of: co
    issue price: 0.50
  - holding: h5
    date: 2022-06-01
    holder: cy
    of: co/c
    units: 1m
"""


def test_one_adjustment_after_the_other() -> None:
    # Before C there are 8m, 20/19m of A as converted and 1m of B: 191/19m. So 1.9 becomes
    # 1.9 (191/19 + 5/19) / (191/19 + 1) = 1.9 x 14/15.
    assert shares(BOOK + LATER) == 2 / (F("1.9") * F(14, 15))
    assert shares(BOOK + LATER, "2022-05-31") == F(20, 19)
    assert shares(RATCHET + LATER) == 4
    # Two at once: nothing says in which order.
    together = RATCHET + LATER.replace("2022-06-01", "2022-01-01")
    answer = put(read(together), lambda s: pay(s, "co", F(10**9)), at="2023-01-01")
    assert answer.missing == ("whether co/b or co/c was issued first",)


def test_the_exit_says_why() -> None:
    answer = put(read(BOOK), lambda s: pay(s, "co", F(10**9)), at="2023-01-01")
    bo = next(why for why in answer.why.because if why.says.startswith("bo"))
    assert "broad-based weighted average over 9,000,000 shares: 2 becomes 1.9, by co/b" in (
        bo.because[0].says
    )


def test_an_order_that_is_not_known_is_missing() -> None:
    text = RATCHET.replace("date: 2022-01-01\n    of: co", "date: 2020\n    of: co")
    answer = put(read(text), lambda s: pay(s, "co", F(10**9)), at="2023-01-01")
    assert answer.missing == ("whether co/b was issued later: 2020 or 2020-01-01",)


def test_a_cheaper_round_is_not_closed_in_silence() -> None:
    head = BOOK.replace("issue price: 1\n", "issue price: 2\n") + "  - entity: lead\n"
    head += "  - round: next\n    date: 2022-06-01\n    of: co\n    investments: {lead: 1m}\n"
    # 10m shares: 20m is 2 for each, 19m is 1.90.
    fair = put(read(head + "    pre-money: 20m\n"), lambda s: pay(s, "next", None))
    assert fair.value is not None
    cheap = put(read(head + "    pre-money: 19m\n"), lambda s: pay(s, "next", None))
    assert cheap.hinges == ("anti-dilution in the price of next",)


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("broad-based weighted", "weighted", "MB283", "over which shares is the weighted average"),
        ("converts to: co/common\n    anti", "converts to: nothing\n    anti", "MB284", "cannot"),
    ],
)
def test_what_is_open_is_asked(old: str, new: str, code: str, says: str) -> None:
    book = load_texts({"book.yaml": BOOK.replace(old, new).encode()})
    assert [d.code for d in book.diagnostics] == [code]
    assert says in book.diagnostics[0].message


def test_classes_told_by_the_year_are_issued_one_after_the_other() -> None:
    """A year is over when the next begins: whether A was held before B is no open question."""
    by_year = BOOK.replace("-01-01", "")
    answer = put(read(by_year), lambda state: pay(state, "co", F(1900)), at="2023-06-01")
    assert not answer.hinges
    assert answer.value is not None
    told = put(read(BOOK), lambda state: pay(state, "co", F(1900)), at="2023-06-01")
    assert told.value is not None
    assert answer.value.payouts == told.value.payouts

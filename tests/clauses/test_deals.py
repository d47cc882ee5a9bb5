"""Answers deal by deal: offers, refusals, acceptances, and norms that arise anew with each."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.clauses.books import book, deed, follow, life, outcome
from tests.state.books import moment

from minutebook.state.deals import answers, on_terms, within
from minutebook.views.clauses import ask_may
from minutebook.views.over import norm_moments, over, worlds_key

DEAL = """
book: {{title: Refusal, currency: EUR, timezone: UTC}}
records:
  - entity: ann
  - entity: ben
  - entity: cleo
  - {{instrument: co/shares, of: ann}}
  - {{holding: h, holder: ann, of: co/shares, units: 100}}
  - document: agreement
    date: 2020-01-01
    norms:
      - must not: ann
        id: refusal
        do: {do}
        unless: [to(ben), "declined(ben, 90 days)", "lapsed(ben, 30 days, 60 days)"]
        counterparty: ben
      - {{may: ben, id: take-up, do: accept {what}, upon: offer {what} to ben, due: 30 days}}
      - {{must: ann, id: hand-over, do: deliver {what} to ben, upon: accept {what}, due: 7 days}}
"""
SALE = DEAL.format(do="sell shares to any", what="shares")
TRANSFER = DEAL.format(do="transfer any co/shares from ann to any", what="co/shares")


def act(name: str, date: str, by: str, effect: str) -> str:
    return f"  - {{act: {name}, date: {date}, by: {by}, effect: {effect}}}\n"


OFFER = act("offer", "2021-03-01", "ann", "offer 10 shares to ben at 20 EUR")


@pytest.mark.parametrize(
    ("asked", "at", "expected"),
    [
        ("sell 10 shares to cleo at 20 EUR", "2021-03-15", "conditional"),
        ("sell 10 shares to cleo at 20 EUR", "2021-04-02", "permitted"),
        ("sell 10 shares to cleo at 25 EUR", "2021-04-02", "permitted"),
        ("sell 10 shares to cleo at 19 EUR", "2021-04-02", "conditional"),
        ("sell 11 shares to cleo at 20 EUR", "2021-04-02", "conditional"),
        ("sell 4 shares to cleo", "2021-04-02", "permitted"),
        ("sell 10 shares to cleo at 20 EUR", "2021-06-02", "conditional"),
        ("sell bonds to cleo", "2021-03-15", "permitted"),
    ],
)
def test_what_was_offered_frees_that_deal_for_a_time(asked: str, at: str, expected: str) -> None:
    assert outcome(book(SALE + OFFER), "ann", asked, at)[0] == expected


def test_a_deal_once_done_has_to_be_offered_again() -> None:
    sold = act("sale", "2021-04-10", "ann", "sell 10 shares to cleo at 20 EUR")
    found = book(SALE + OFFER + sold)
    again = "sell 10 shares to cleo at 20 EUR"
    assert outcome(found, "ann", again, "2021-04-05")[0] == "permitted"
    assert outcome(found, "ann", again, "2021-04-20")[0] == "conditional"
    assert life(found, "refusal", "2021-05-01").stage == "in force", "the sale broke nothing"


def test_a_later_offer_makes_an_earlier_refusal_stale() -> None:
    no = act("refuses", "2021-03-05", "ben", "decline shares")
    second = act("second", "2021-04-01", "ann", "offer 10 shares to ben at 15 EUR")
    assert outcome(book(SALE + OFFER + no), "ann", "sell 10 shares to cleo", "2021-03-10")[0] == (
        "permitted"
    )
    assert outcome(book(SALE + OFFER + no + second), "ann", "sell 10 shares to cleo",
                   "2021-04-10")[0] == "conditional"  # fmt: skip


def test_a_sale_that_was_not_offered_is_a_breach() -> None:
    sold = act("sale", "2021-04-10", "ann", "sell 10 shares to cleo at 10 EUR")
    assert life(book(SALE + OFFER + sold), "refusal", "2021-05-01").stage == "breached"


def test_units_that_are_transferred_are_matched_by_their_instrument() -> None:
    offer = act("offer", "2021-03-01", "ann", "offer 10 co/shares to ben at 20 EUR")
    found = book(TRANSFER + offer)
    ask = "transfer {} co/shares from ann to cleo".format
    assert outcome(found, "ann", ask(10), "2021-04-02")[0] == "permitted"
    assert outcome(found, "ann", ask(60), "2021-04-02")[0] == "conditional"


def test_each_offer_bears_a_right_that_is_used_or_lapses_by_itself() -> None:
    acts = (
        OFFER
        + act("second", "2021-05-01", "ann", "offer 5 shares to ben")
        + act("accepts", "2021-05-03", "ben", "accept 5 shares")
        + act("third", "2021-06-01", "ann", "offer 3 shares to ben")
    )
    found = life(book(SALE + acts), "take-up", "2021-06-10")
    assert [(one.upon, one.stage) for one in found.instances] == [
        ("offer", "ended"),
        ("second", "fulfilled"),
        ("third", "in force"),
    ]
    assert found.stage == "in force"
    assert life(book(SALE + acts), "hand-over", "2021-05-20").stage == "breached"
    assert life(book(SALE + acts), "take-up", "2020-06-01").stage == "armed"


def test_each_deed_fulfils_one_duty_the_oldest_first() -> None:
    text = """
book: {title: Fees, currency: EUR, timezone: UTC}
records:
  - entity: ann
  - entity: ben
  - document: d
    norms:
      - {must: ann, id: fee, do: pay any to ben, upon: sell goods, when: by(ann), due: 10 days}
"""
    days = ("2021-01-01", "2021-01-02", "2021-01-03")
    acts = "".join(act(f"sale{n}", day, "ann", "sell goods") for n, day in enumerate(days))
    acts += act("other", "2021-01-03", "ben", "sell goods")
    acts += act("paid", "2021-01-05", "ann", "pay 5 to ben")
    found = life(book(text + acts), "fee", "2021-02-01")
    assert [one.stage for one in found.instances] == [
        "fulfilled", "breached", "breached", "armed",
    ]  # fmt: skip


def test_follow_tells_what_an_offer_bears() -> None:
    value = follow(book(SALE), "offer 10 shares to ben", "2021-01-01", "ann")
    assert [(o.party, o.norm, o.due and o.due.date().isoformat()) for o in value.options] == [
        ("ben", "take-up", "2021-01-31")
    ]


def test_who_asks_counts_where_the_exception_says_by_whom() -> None:
    text = """
book: {title: T, timezone: UTC}
records:
  - entity: ann
  - entity: ben
  - document: d
    norms: [{must not: anyone, id: n, do: build plants, unless: by(ann)}]
"""
    found = book(text)
    assert outcome(found, "ann", "build plants", "2021-01-01")[0] == "permitted"
    assert outcome(found, "ben", "build plants", "2021-01-01")[0] == "forbidden"


def test_a_price_may_be_a_condition() -> None:
    text = """
book: {title: T, currency: EUR, timezone: UTC}
records:
  - entity: ann
  - document: d
    norms: [{must not: ann, id: floor, do: sell shares, unless: price() >= 10 EUR}]
"""
    found = book(text)
    assert outcome(found, "ann", "sell shares at 12 EUR", "2021-01-01")[0] == "permitted"
    assert outcome(found, "ann", "sell shares at 9 EUR", "2021-01-01")[0] == "forbidden"
    answer = ask_may(found, "ann", deed("sell shares"), moment(found, "2021-01-01"))
    assert answer.value is None
    assert answer.missing


def test_a_prohibition_may_hang_on_the_deed_itself() -> None:
    text = """
book: {title: T, currency: EUR, timezone: UTC}
records:
  - entity: ann
  - entity: ben
  - document: d
    norms:
      - must not: anyone
        id: cheap
        do: sell shares to any
        when: price() < 10 EUR and not by(ben)
  - {act: sold, date: 2021-01-01, by: ann, effect: sell shares to ben at 11 EUR}
  - {act: dumped, date: 2021-02-01, by: ann, effect: sell shares to ben at 5 EUR}
"""
    found = book(text)
    assert outcome(found, "ann", "sell shares to ben at 9 EUR", "2020-01-01")[0] == "forbidden"
    assert outcome(found, "ben", "sell shares to ann at 9 EUR", "2020-01-01")[0] == "permitted"
    assert outcome(found, "ann", "sell shares to ben at 12 EUR", "2020-01-01")[0] == "permitted"
    breaches = [s.cause for s in life(found, "cheap", "2021-03-01").steps if s.stage == "breached"]
    assert breaches == ["dumped"]


quantities = st.integers(1, 9)


@settings(max_examples=60, deadline=None)
@given(quantities, quantities, quantities, quantities)
def test_within_and_on_terms_order_deals(a: int, b: int, p: int, q: int) -> None:
    sale, offer = deed(f"sell {a} shares at {p}"), deed(f"offer {b} shares at {q}")
    assert within(sale, offer) is (a <= b)
    assert on_terms(sale, offer) is (p >= q)
    assert on_terms(deed(f"buy {a} shares at {p}"), offer) is (p <= q)
    assert answers(sale, offer)
    assert answers(offer, sale)


def test_over_a_stretch_the_answer_turns_where_a_time_runs_out() -> None:
    sold = act("sale", "2021-04-10", "ann", "sell 10 shares to cleo at 20 EUR")
    found = book(SALE + OFFER + sold)
    start, end = moment(found, "2021-01-01"), moment(found, "2022-01-01")
    asked = deed("sell 10 shares to cleo at 20 EUR")
    parts = over(found, start, end, lambda at: ask_may(found, "ann", asked, at), worlds_key,
                 norm_moments(found, end))  # fmt: skip
    told = [
        (p.start.date().isoformat(), p.value.value.outcome if p.value.value else "") for p in parts
    ]
    assert told == [
        ("2021-01-01", "conditional"),
        ("2021-04-01", "permitted"),
        ("2021-04-11", "conditional"),
    ]

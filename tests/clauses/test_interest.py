"""Interest on what norms ask for, held against the accrual of payouts; prices given to others."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.clauses.books import book, follow, life, may, outcome

from minutebook.payout.accrual import Accrual, BrokenPeriod, DayCount, Method
from minutebook.records.interest import Interest, parse_interest
from minutebook.text.problem import Problem

UTC = ZoneInfo("UTC")
HEAD = """book: {title: T, currency: EUR, timezone: UTC}
records:
  - {entity: ann, date: 2020-01-01}
  - {entity: ben, date: 2020-01-01}
  - {entity: cyd, date: 2020-01-01}
  - {event: closing, date: 2020-01-01}
"""
days = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@settings(max_examples=200, deadline=None)
@given(
    days,
    days,
    st.integers(0, 400),
    st.sampled_from(("simple", "compounded")),
    st.integers(1, 12),
    st.sampled_from(("simple", "nothing")),
    st.sampled_from(DayCount),
)
def test_it_accrues_as_payouts_do(
    start: date, end: date, rate: int, method: str, times: int, broken: str, count: DayCount
) -> None:
    compound = f"compounded {times} times a year ({broken} in a broken period)"
    how = "simple" if method == "simple" else compound
    written = f"{rate / 10}% a year"
    found = parse_interest(f"{written} {how} from due, {count.value}", UTC)
    assert not isinstance(found, Problem), found
    often = times if method == "compounded" else 1
    way = Method.COMPOUND if method == "compounded" else Method.SIMPLE
    twin = Accrual(Fraction(rate, 1000), way, often, BrokenPeriod(broken), count)
    assert found[0].factor(start, end) == twin.between(start, end)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="9% ayersimplcodungtf,-/360()", max_size=60))
def test_any_text_is_read_or_refused(written: str) -> None:
    found = parse_interest(written, UTC)
    if isinstance(found, Problem):
        assert found.hint
    else:
        assert isinstance(found[0], Interest)


NOTE = (
    HEAD
    + """
  - document: note
    date: 2020-01-01
    norms:
      - {must: ann, id: repay, do: pay 100k to ben, when: happened(closing), due: 2021-01-01,
         interest: "8% a year simple from closing, 30/360"}
"""
)


def pays(amount: str, at: str) -> str:
    return f"  - {{act: pays, date: {at}, by: ann, effect: pay {amount} to ben}}\n"


def test_a_loan_owes_more_each_day_and_all_of_it_has_to_be_paid() -> None:
    owed = life(book(NOTE), "repay", "2020-07-01").owed
    assert owed is not None
    assert owed.exact == 104_000
    assert life(book(NOTE + pays("104k", "2020-07-01")), "repay", "2020-08-01").stage == "fulfilled"
    short = life(book(NOTE + pays("103999", "2020-07-01")), "repay", "2020-08-01")
    assert short.stage == "in force"


def test_an_option_names_the_sum() -> None:
    text = NOTE.replace("  - {event: closing, date: 2020-01-01}\n", "  - {event: closing}\n")
    (option,) = follow(book(text), "closing", "2020-07-01").options
    assert option.owed is not None
    assert option.owed.exact == 100_000
    assert option.deed == "pay 100k to ben"


def test_a_beginning_that_is_not_known_to_the_day_bounds_the_sum() -> None:
    text = NOTE.replace("closing, date: 2020-01-01", "closing, date: 2020-01")
    owed = life(book(text), "repay", "2020-07-01").owed
    assert owed is not None
    assert (owed.low, owed.high) == (
        100_000 * (1 + Fraction(8, 100) * Fraction(151, 360)),
        Fraction(104_000),
    )


MFN = (
    HEAD
    + """
  - document: letter
    date: 2020-01-01
    norms:
      - {must not: ann, id: no-worse, do: sell power to ben,
         when: "price() > lowest price(ann, sell power to any)"}
  - {act: one, date: 2020-02-01, by: ann, effect: sell power to cyd at 10 EUR}
  - {act: not-hers, date: 2020-03-01, by: cyd, effect: sell power to ben at 5 EUR}
  - {act: two, date: 2020-05-01, by: ann, effect: sell power to cyd at 8 EUR}
"""
)


def test_the_best_price_given_to_anybody_applies_from_its_date() -> None:
    found = book(MFN)
    assert outcome(found, "ann", "sell power to ben at 9 EUR", "2020-04-01")[0] == "permitted"
    assert outcome(found, "ann", "sell power to ben at 11 EUR", "2020-04-01")[0] == "forbidden"
    assert outcome(found, "ann", "sell power to ben at 9 EUR", "2020-06-01")[0] == "forbidden"
    assert may(found, "ann", "sell power to ben", "2020-06-01").value is None


def test_a_deal_of_unknown_price_leaves_open_what_it_could_change() -> None:
    found = book(MFN.replace("at 8 EUR", "").replace("sell power to cyd }", "sell power to cyd}"))
    assert outcome(found, "ann", "sell power to ben at 11 EUR", "2020-06-01")[0] == "forbidden"
    assert may(found, "ann", "sell power to ben at 9 EUR", "2020-06-01").value is None


def test_selling_dearer_than_to_another_is_a_breach() -> None:
    sold = "  - {act: sale, date: 2020-06-01, by: ann, effect: sell power to ben at PRICE EUR}\n"
    assert (
        life(book(MFN + sold.replace("PRICE", "9")), "no-worse", "2020-07-01").stage == "breached"
    )
    assert (
        life(book(MFN + sold.replace("PRICE", "8")), "no-worse", "2020-07-01").stage == "in force"
    )


def test_a_prohibition_that_looks_at_the_deed_is_asked_of_each_deed() -> None:
    """`when: to(ben)` forbids sales to ben, and only those."""
    text = HEAD + (
        "  - {document: d, date: 2020-01-01, norms: [{must not: ann, id: n, do: sell power,"
        ' when: "to(ben)"}]}\n'
        "  - {act: sale, date: 2020-06-01, by: ann, effect: sell power to PARTY}\n"
    )
    assert life(book(text.replace("PARTY", "ben")), "n", "2020-07-01").stage == "breached"
    assert life(book(text.replace("PARTY", "cyd")), "n", "2020-07-01").stage == "in force"

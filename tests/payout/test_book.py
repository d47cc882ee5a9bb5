"""Other organisations asked who gets what: a start-up that is sold, a round, a fund, a venture."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.payout.book_texts import FUND, SAFES, START_UP, amounts, paid, put, read

from minutebook.payout.book import pay, pay_grid, seek
from minutebook.payout.book_years import pay_years
from minutebook.records import load_texts
from minutebook.views.pay import spreads

M = 10**6
F = Fraction

# -- An exit


@pytest.mark.parametrize(
    ("exit_value", "per_party"),
    [
        # 25 - 18 of preferences = 7 over 3.0m shares: 7/3 for each share.
        ("25m", {"founders": "7/3", "angels": "41/30", "fund-b": "2.8", "fund-c": "18.5"}),
        # A converts at 86/9 a share; B stands at its cap of 4.2; C shares beside its 15.
        ("45m", {"founders": "86/9", "angels": "86/45", "fund-b": "4.2", "fund-c": "88/3"}),
        # Everybody has converted but C, whose cap of 30 is worth as much as its shares.
        ("60m", {"founders": "20", "angels": "4", "fund-b": "6", "fund-c": "30"}),
    ],
)
def test_the_start_up_is_sold(exit_value: str, per_party: dict[str, str]) -> None:
    found = paid(read(START_UP), "start-up", str(int(exit_value[:-1]) * M))
    assert found == {party: F(amount) * M for party, amount in per_party.items()}


def test_each_part_of_an_exit_names_its_class_and_place() -> None:
    book = read(START_UP)
    answer = put(book, lambda state: pay(state, "start-up", F(25 * M)))
    fund_c = next(w for w in answer.why.because if w.says.startswith("fund-c"))
    lines = book.files["book.yaml"].splitlines()
    for step in fund_c.because:
        assert step.rule is not None
        line = int(step.rule.rpartition(":")[2].rstrip(")"))
        assert lines[line - 1].strip() == "- instrument: start-up/series-c"
    assert [step.says for step in fund_c.because] == [
        "15m: start-up/series-c: preference of 1x 15m",
        "3.5m: start-up/series-c: participation as 1.5m common shares",
    ]


def test_an_exit_is_as_of_its_date() -> None:
    book = read(START_UP)
    # Before the C round only A and B stand before the founders.
    found = paid(book, "start-up", str(3 * M), at="2021-06-01")
    assert found == {"founders": 0, "angels": F("0.9") * M, "fund-b": F("2.1") * M}
    with_c = paid(book, "start-up", str(3 * M), at="2022-06-01")
    assert with_c["fund-c"] == 3 * M


def test_the_exit_at_which_the_founders_have_ten_million() -> None:
    answer = put(read(START_UP), lambda s: seek(s, "start-up", "founders", F(10 * M)))
    assert answer.value is not None
    at = answer.value.at
    assert at is not None
    assert paid(read(START_UP), "start-up", str(at))["founders"] == 10 * M
    assert paid(read(START_UP), "start-up", str(at - 1))["founders"] < 10 * M


TERMS = """
book: {title: Terms, currency: USD}
readings:
  cap:
    asks: Does the cap include the preference?
    includes: It does.
    beside: It comes on top.
records:
  - entity: co
  - person: ann
  - person: bo
  - person: mia
  - entity: bank
  - instrument: co/common
    of: co
  - instrument: co/pref
    of: co
    issue price: 1
    preference: 1x
    participates: capped
    cap: 2x
    cap includes preference: {reading: cap, includes: yes, beside: no}
    converts to: co/common
  - instrument: co/options
    of: co
    strike: 5
    exercise: net
  - holding: h1
    holder: ann
    of: co/common
    units: 600
  - holding: h2
    holder: bo
    of: co/pref
    units: 400
  - holding: h3
    holder: mia
    of: co/options
    units: 100
  - debt: loan
    of: co
    creditor: bank
    amount: 100
  - carve-out: bonus
    of: co
    to: mia
    share: 10%
    base: after debt
"""


def test_debt_comes_first_then_the_carve_out_then_preferences() -> None:
    book = read(TERMS)
    assert paid(book, "co", "50") == {"bank": 50, "mia": 0, "ann": 0, "bo": 0}
    # 300 after debt: 30 carved out, 270 of a preference of 400.
    assert paid(book, "co", "400") == {"bank": 100, "mia": 30, "ann": 0, "bo": 270}


def test_a_term_that_hangs_on_a_reading_gives_a_spread() -> None:
    # 1,100: 1,000 after debt, 100 carved out, 900: 400 to bo, then 500 over 1,000 shares.
    assert paid(read(TERMS), "co", "1100")["bo"] == 600
    # 2,100 leaves 1,800: bo would get 400 + 560, capped at 800 with and at 1,200 beside.
    answer = put(read(TERMS), lambda state: pay(state, "co", F(2100)))
    assert answer.hinges == ("cap",)
    by_reading = {w.readings["cap"]: w.value for w in answer.worlds}
    assert by_reading["includes"] is not None
    assert by_reading["beside"] is not None
    assert by_reading["includes"].payouts["bo"].amount == 800
    assert by_reading["beside"].payouts["bo"].amount == 400 + F(1400 * 400, 1000)
    assert spreads(answer)["bo"].hinges == ("cap",)


def test_options_are_exercised_above_their_strike() -> None:
    found = put(read(TERMS), lambda state: pay(state, "co", F(20_100)), {"cap": "includes"})
    assert found.value is not None
    # 18,000 for 600 + 400 (converted) + 100 x (v - 5): v = 18,500 / 1,100.
    value = F(18_500, 1_100)
    assert amounts(found.value) == {
        "bank": 100,
        "mia": 2000 + 100 * (value - 5),
        "ann": 600 * value,
        "bo": 400 * value,
    }


def test_the_parts_of_one_holder_name_each_clause() -> None:
    answer = put(read(TERMS), lambda state: pay(state, "co", F(20_100)), {"cap": "includes"})
    rules = {
        step.rule.partition(" ")[0]
        for why in answer.why.because
        for step in why.because
        if step.rule is not None
    }
    assert rules == {"loan", "bonus", "co/common", "co/pref", "co/options"}


def test_units_that_are_not_known_are_what_is_missing() -> None:
    book = read(START_UP.replace("units: 1m", "units: unknown"))
    answer = put(book, lambda state: pay(state, "start-up", F(25 * M)))
    assert [w.value for w in answer.worlds] == [None]
    assert answer.missing == ("how many units of start-up/common founders holds",)


def test_an_organisation_without_holders_says_so() -> None:
    book = read("book: {currency: USD}\nrecords:\n  - entity: co\n")
    answer = put(book, lambda state: pay(state, "co", F(1)))
    assert answer.missing == ("who holds which units of an instrument of co",)


FORCED = """
book: {title: Forced, currency: USD}
records:
  - entity: co
  - person: ann
  - person: bo
  - instrument: co/common
    of: co
  - instrument: co/pref
    of: co
    issue price: 1
    preference: 1x
    participates: yes
    converts to: co/common
    ratio: 2
    must convert: exit value reaches 3,000
    dividend: 10%
    dividend accrues: simple
    dividend from: 2020
    dividend on conversion: forfeited
  - holding: h1
    date: 2020
    holder: ann
    of: co/common
    units: 200
  - holding: h2
    date: 2020
    holder: bo
    of: co/pref
    units: 400
"""


def test_dividends_accrue_and_conversion_is_forced_from_a_threshold() -> None:
    book = read(FORCED)
    # Two years at 10 %: 480 first, then 200 common beside 800 as converted.
    assert paid(book, "co", "1480", at="2022-07-01") == {"ann": 200, "bo": 480 + 800}
    assert paid(book, "co", "3000", at="2022-07-01") == {"ann": 600, "bo": 2400}
    jump = put(book, lambda state: pay(state, "co", F(3000)), at="2022-07-01").value
    assert jump is not None
    assert [tip.says for tip in jump.breakpoints][-1] == (
        "co/pref must convert: co/pref must convert"
    )


# -- A round


def test_safes_convert_in_a_priced_round() -> None:
    answer = put(read(SAFES), lambda state: pay(state, "series-a", None))
    assert answer.value is not None
    found = {party: x.amount for party, x in answer.value.payouts.items()}
    assert found["ann"] == 588_235
    assert found["bo"] == 1_176_470
    assert found["founders"] == 10 * M
    whole = sum(x for x in found.values() if x is not None) + (answer.value.unassigned or 0)
    assert answer.value.measure == "shares after series-a"
    assert abs((answer.value.unassigned or F(0)) / whole - F(1, 10)) < F(1, M)
    assert answer.value.amount is None
    says = [step.says for step in answer.why.because]
    assert any("rounded down to whole shares" in line for line in says)
    assert any("post-money cap of 4,000,000: converts at the cap" in line for line in says)


def test_a_cap_that_hangs_on_a_reading_gives_two_rounds() -> None:
    text = SAFES.replace(
        "    cap: 4m\n    cap basis: post-money\n",
        "    cap: 4m\n    cap counts pool: no\n"
        "    cap basis: {reading: basis, post: post-money, pre: pre-money}\n",
    ).replace(
        "records:\n",
        "readings:\n  basis: {asks: Pre or post?, post: Post-money., pre: Pre-money.}\nrecords:\n",
    )
    answer = put(read(text), lambda state: pay(state, "series-a", None))
    assert answer.hinges == ("basis",)
    pre = next(w.value for w in answer.worlds if w.readings["basis"] == "pre")
    assert pre is not None
    # 200k / (4m / 10m shares).
    assert pre.payouts["ann"].amount == 500_000


def test_a_note_converts_with_interest() -> None:
    text = SAFES.replace(
        "    amount: 200k\n    cap: 4m\n    cap basis: post-money\n",
        "    amount: 200k\n    discount: 20%\n    interest: 10%\n    accrues: simple\n"
        "    day count: completed years\n",
    ).replace("date: 2022-05-01", "date: 2021-01-01")
    answer = put(read(text), lambda state: pay(state, "series-a", None))
    assert answer.value is not None
    line = next(w.says for w in answer.why.because if w.says.startswith("ann"))
    assert "note of 200,000 at 10% a year, simple, discount of 20%" in line


# -- A fund


def test_a_fund_distributes_after_five_years() -> None:
    answer = put(read(FUND), lambda state: pay(state, "fund-one", F(125 * M)), at="2024-07-01")
    assert answer.value is not None
    assert amounts(answer.value) == {"limited-partners": 110 * M, "general-partner": 15 * M}
    tips = [tip.says for tip in answer.value.breakpoints]
    assert tips == [
        "the return of capital is complete",
        "the preferred return is complete",
        "the catch-up is complete",
    ]


def test_what_a_fund_paid_out_before_counts() -> None:
    text = FUND + "    distributions: {2024: 50m}\n"
    answer = put(read(text), lambda state: pay(state, "fund-one", F(75 * M)), at="2024-07-01")
    assert answer.value is not None
    # 125 in all, as before: 110 less the 50 paid back.
    assert amounts(answer.value) == {"limited-partners": 60 * M, "general-partner": 15 * M}


def test_a_fund_into_which_nothing_was_paid_by_then() -> None:
    answer = put(read(FUND), lambda state: pay(state, "fund-one", F(M)), at="2010-01-01")
    assert answer.value is None
    assert answer.missing == ("fund-one by that date: it is dated 2019",)


# -- A joint venture: bases, growth, losses, reversion

VENTURE = """
book: {title: A venture, currency: EUR}
records:
  - entity: venture
  - entity: partner
  - entity: town
  - claim: venture/surplus
    of: venture
    measure: surplus of the venture
    invested: {partner: 10m}
    losses carried forward: yes
    tiers:
      - tier: payback
        shares: {partner: 80%}
        rest to: town
        until: partner has received 1.5x invested
      - tier: sharing
        shares: {partner: 50%, town: 40%}
        until: partner has received 20m growing 10% a year compounded from 2024
      - tier: town-only
        shares: {town: 100%}
"""


def test_a_multiple_of_what_was_invested_ends_a_tier() -> None:
    found = paid(read(VENTURE), "venture/surplus", str(18_750_000), at="2024-06-01")
    assert found == {"partner": 15 * M, "town": 3_750_000}


def test_a_cap_that_grows_stands_as_at_the_date() -> None:
    # 15m after 18.75m; 5m more at 50 % takes 10m: 28.75m. In 2026 the cap is 24.2m.
    early = paid(read(VENTURE), "venture/surplus", str(100 * M), at="2024-06-01")
    late = paid(read(VENTURE), "venture/surplus", str(100 * M), at="2026-06-01")
    assert early["partner"] == 20 * M
    assert late["partner"] == F("24.2") * M


def test_what_the_tiers_leave_over_is_unassigned() -> None:
    answer = put(read(VENTURE), lambda s: pay(s, "venture/surplus", F(28_750_000)), at="2024-06-01")
    assert answer.value is not None
    assert answer.value.unassigned == M
    assert answer.why.because[-1].says.startswith("nobody: 1m")


def test_years_carry_losses_forward() -> None:
    years = [(2024, F(-2 * M)), (2025, F(5 * M)), (2026, F(20 * M))]
    answer = put(read(VENTURE), lambda state: pay_years(state, "venture/surplus", years))
    assert answer.value is not None
    assert [y.loss_carried for y in answer.value.years] == [2 * M, 0, 0]
    assert answer.value.years[1].payouts.payouts["partner"].amount == F("2.4") * M
    assert answer.value.total.amount == 23 * M
    assert answer.value.total.payouts["partner"].amount == 15 * M + F("2.125") * M


def test_a_loss_asks_whether_it_is_carried() -> None:
    book = read(VENTURE.replace("    losses carried forward: yes\n", ""))
    years = [(2024, F(-M)), (2025, F(M))]
    answer = put(book, lambda state: pay_years(state, "venture/surplus", years))
    assert answer.value is None
    assert answer.missing == ("whether venture/surplus carries losses forward",)
    at = put(book, lambda state: pay(state, "venture/surplus", F(M), F(M)))
    assert at.missing == answer.missing


def test_shares_that_add_up_to_too_much_in_one_world_only_are_refused() -> None:
    text = VENTURE.replace("{partner: 80%}", "{partner: {reading: r, a: 80%, b: 60%}, town: 30%}")
    text = text.replace(
        "records:", "readings:\n  r: {asks: How much?, a: Much., b: Less.}\nrecords:"
    )
    book = load_texts({"book.yaml": text.encode()})
    assert [d.code for d in book.diagnostics] == ["MB281"]


def test_a_grid_has_a_row_for_each_amount() -> None:
    points = [F(n * M) for n in (0, 10, 20, 30)]
    answer = put(read(VENTURE), lambda s: pay_grid(s, "venture/surplus", points), at="2024-06-01")
    assert answer.value is not None
    assert answer.value.parties == ("partner", "town")
    for point, row in zip(points, answer.value.rows, strict=True):
        assert None not in row
        assert sum(x for x in row if x is not None) == point


def test_nobody_is_paid_by_what_is_dated_later() -> None:
    book = read(
        VENTURE.replace(
            "    of: venture\n    measure", "    date: 2030\n    of: venture\n    measure"
        )
    )
    answer = put(book, lambda state: pay(state, "venture/surplus", F(M)), at="2024-06-01")
    assert answer.missing == ("venture/surplus by that date: it is dated 2030",)


def test_a_party_that_nobody_pays_never_receives() -> None:
    answer = put(read(VENTURE), lambda s: seek(s, "venture/surplus", "venture", F(1)), at="2024-06")
    assert answer.value is not None
    assert answer.value.at is None


@pytest.mark.parametrize("amount", [0, 1, 18_750_000, 28_750_000, 28_750_001, 10**9])
def test_payments_and_the_rest_add_up(amount: int) -> None:
    for text, subject in ((VENTURE, "venture/surplus"), (START_UP, "start-up")):
        answer = put(read(text), lambda s, of=subject: pay(s, of, F(amount)), at="2024-06-01")  # type: ignore[misc]  # bound at once
        assert answer.value is not None
        amounts(answer.value)

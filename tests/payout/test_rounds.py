"""Financing rounds, worked by hand and checked against the definitions of each term."""

from fractions import Fraction

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from tests.payout.pace import unhurried

from minutebook.payout import (
    Accrual,
    AmbiguityError,
    CapBasis,
    Closing,
    ContradictionError,
    Convertible,
    Method,
    Note,
    PoolBase,
    PoolIncrease,
    PricedRound,
    Rounding,
    Safe,
    Terms,
    exact,
)

POST, PRE = CapBasis.POST_MONEY, CapBasis.PRE_MONEY
TEN_POST = PoolIncrease("0.1", PoolBase.POST_MONEY, in_price=True)


def seed(
    *convertibles: Convertible,
    pool: PoolIncrease | None = None,
    unissued: int = 0,
    rounding: Rounding = Rounding.FLOOR,
    price_places: int | None = None,
) -> PricedRound:
    return PricedRound(
        {"founders": 10_000_000 - unissued},
        15_000_000,
        {"lead": 5_000_000},
        convertibles,
        unissued,
        pool,
        rounding,
        price_places,
    )


TWO_SAFES = (
    Safe("early", 200_000, Terms(4_000_000, POST)),
    Safe("late", 800_000, Terms(8_000_000, POST)),
)


def test_two_post_money_safes() -> None:
    # 5% and 10% of 10m / 0.85 = 11,764,705.88 shares: 588,235.29 and 1,176,470.58, rounded down.
    # Lead 25% and pool 10% of all leave 65%: 11,764,705.88 / 0.65 = 18,099,547.5 shares.
    closing = seed(*TWO_SAFES, pool=TEN_POST).close()
    assert closing.holdings["early"] == 588_235
    assert closing.holdings["late"] == 1_176_470
    assert closing.price == Fraction(221, 200)
    assert closing.holdings["lead"] == 4_524_886
    assert closing.pool == 1_809_954
    assert closing.capitalisation == Fraction(200_000_000, 17)
    assert closing.rounding == (
        "every issue of shares is rounded down to whole shares",
        "prices per share are kept exact",
    )
    assert [issue.because for issue in closing.issues] == [
        "SAFE of 200,000, post-money cap of 4,000,000: converts at the cap",
        "SAFE of 800,000, post-money cap of 8,000,000: converts at the cap",
        "new money of 5,000,000 at the round's price",
    ]


def test_existing_options_count_towards_the_pool() -> None:
    # As above with 100,000 of the 10m unissued: (11,764,705.88 + U) / 0.75 in all, of which
    # U + 100,000 is a tenth: U = 1,694,570.1.
    closing = seed(*TWO_SAFES, pool=TEN_POST, unissued=100_000).close()
    assert closing.pool == 1_794_570
    assert closing.holdings["founders"] == 9_900_000
    assert closing.holdings["early"] == 588_235


def test_a_pool_that_is_large_enough_does_not_grow() -> None:
    closing = seed(pool=TEN_POST, unissued=3_000_000).close()
    assert closing.pool == 3_000_000
    assert closing.price == Fraction(3, 2)


@pytest.mark.parametrize(
    ("pool", "price", "options"),
    [
        # No convertibles, 15m for 10m shares, 5m new. Nothing: 1.5.
        (None, "1.5", "0"),
        # A tenth after, in the price: 10m are 65%, all are 15.384615m, price 20m / that = 1.3.
        (TEN_POST, "1.3", "20000000/13"),
        # A tenth after, borne by all: 1.5 stands; 13.333333m are 90%.
        (PoolIncrease("0.1", PoolBase.POST_MONEY, in_price=False), "1.5", "40000000/27"),
        # A tenth of the shares before the money, in the price: 15m / 11.111111m = 1.35.
        (PoolIncrease("0.1", PoolBase.PRE_MONEY, in_price=True), "1.35", "10000000/9"),
        (PoolIncrease("0.1", PoolBase.PRE_MONEY, in_price=False), "1.5", "10000000/9"),
    ],
)
def test_the_four_ways_to_read_a_pool(pool: PoolIncrease | None, price: str, options: str) -> None:
    closing = seed(pool=pool, rounding=Rounding.EXACT).close()
    assert closing.price == Fraction(price)
    assert closing.pool == Fraction(options)


def test_the_pool_must_be_told() -> None:
    with pytest.raises(AmbiguityError, match="before or after the new money"):
        PoolIncrease("0.1")
    with pytest.raises(AmbiguityError, match="do new investors bear it too"):
        PoolIncrease("0.1", PoolBase.POST_MONEY)
    with pytest.raises(AmbiguityError, match="pre-money or post-money"):
        Terms(4_000_000)
    with pytest.raises(AmbiguityError, match="include the round's pool increase"):
        seed(Safe("x", 1, Terms(4_000_000, PRE)), pool=TEN_POST).close()


def test_a_pre_money_cap() -> None:
    # 1m at a pre-money cap of 5m on 10m shares: 0.5 a share, 2m shares, price 15m / 12m.
    closing = seed(Safe("x", 1_000_000, Terms(5_000_000, PRE))).close()
    assert closing.holdings["x"] == 2_000_000
    assert closing.price == Fraction(5, 4)
    assert closing.owned("lead") == Fraction(1, 4)


def test_a_pre_money_cap_with_the_pool_counted() -> None:
    # Shares are 0.2 (10m + U) = 2m + 0.2 U; in all (12m + 1.2 U) / 0.75; U is a tenth of that:
    # 0.075 x ... : U = (12m + 1.2 U) x 0.1 / 0.75, U = 1.6m / 0.84.
    terms = Terms(5_000_000, PRE, counts_pool=True)
    closing = seed(Safe("x", 1_000_000, terms), pool=TEN_POST, rounding=Rounding.EXACT).close()
    assert closing.pool == Fraction(1_600_000) / Fraction("0.84")
    assert closing.holdings["x"] == 2_000_000 + closing.pool / 5


def test_a_discount() -> None:
    # 20% off: 1m buys 1.25m of value. Price p: (10m + 1.25m / p) p = 15m, p = 1.375.
    closing = seed(Safe("x", 1_100_000, Terms(discount="0.2"))).close()
    assert closing.price == Fraction("1.3625")
    assert closing.issues[0].price == Fraction("1.09")
    assert closing.holdings["x"] == 1_009_174
    assert closing.issues[0].because.endswith("discount of 20%: converts at the discount")


@pytest.mark.parametrize(
    ("cap", "how", "price"),
    [
        # With 1m and 20% off, p = 1.375 and the discounted price is 1.1 = 11m / 10m. A pre-money
        # cap below 11m gives a lower price, one above does not.
        (10_900_000, "converts at the cap", "1.09"),
        (11_000_000, "converts at the cap", "1.1"),
        (11_100_000, "converts at the discount", "1.1"),
    ],
)
def test_cap_and_discount_are_never_added(cap: int, how: str, price: str) -> None:
    terms = Terms(cap, PRE, "0.2")
    closing = seed(Safe("x", 1_000_000, terms), rounding=Rounding.EXACT).close()
    assert closing.issues[0].because.endswith(how)
    assert closing.issues[0].price == Fraction(price)


def test_a_safe_above_the_round_converts_at_its_price() -> None:
    # The cap of 40m lies above the round: (10m + 1m / p) p = 15m, p = 1.4.
    closing = seed(Safe("x", 1_000_000, Terms(40_000_000, POST)), rounding=Rounding.EXACT).close()
    assert closing.price == Fraction("1.4")
    assert closing.holdings["x"] == Fraction(1_000_000) / Fraction("1.4")
    assert closing.issues[0].because.endswith("converts at the round's own price")


def test_an_uncapped_safe_and_one_of_nothing() -> None:
    closing = seed(Safe("x", 1_000_000), Safe("y", 0, Terms(1, POST))).close()
    assert closing.price == Fraction("1.4")
    assert closing.holdings["y"] == 0
    assert closing.issues[1].because == "SAFE of 0: nothing converts"


@pytest.mark.parametrize(
    ("method", "shares"),
    [
        # 1m at 10% for two years: 1.2m simple, 1.21m compounded; at 0.5 a share.
        (Method.SIMPLE, 2_400_000),
        (Method.COMPOUND, 2_420_000),
    ],
)
def test_a_note_converts_with_its_interest(method: Method, shares: int) -> None:
    note = Note("lender", 1_000_000, Accrual("0.1", method), 2, Terms(5_000_000, PRE))
    closing = seed(note).close()
    assert closing.holdings["lender"] == shares
    assert closing.issues[0].because.startswith("note of 1,000,000 at 10% a year, ")


def test_most_favoured_nation_takes_the_best_later_terms() -> None:
    favoured = Safe("mfn", 400_000, mfn=True, issued=2021)
    before = Safe("before", 100_000, Terms(2_000_000, POST), issued=2020)
    later = Safe("later", 400_000, Terms(8_000_000, POST), issued=2022)
    better = Safe("better", 400_000, Terms(4_000_000, POST), issued=2022)
    alone = seed(favoured, before).close()
    assert alone.issues[0].because.endswith(
        "the round's own price: converts at the round's own price"
    )
    with_later = seed(favoured, before, later).close()
    assert with_later.holdings["mfn"] == with_later.holdings["later"]
    with_better = seed(favoured, before, later, better).close()
    # 10% each for mfn and better, 5% each for before and later: 10m / 0.7.
    assert with_better.holdings["mfn"] == with_better.holdings["better"] == 1_428_571
    with pytest.raises(AmbiguityError, match="issued later"):
        seed(Safe("mfn", 1, mfn=True), later).close()


def test_two_favoured_nations_pass_terms_on() -> None:
    first = Safe("first", 100_000, mfn=True, issued=2020)
    second = Safe("second", 100_000, mfn=True, issued=2021)
    third = Safe("third", 100_000, Terms(2_000_000, POST), issued=2022)
    holdings = seed(first, second, third).close().holdings
    assert holdings["first"] == holdings["second"] == holdings["third"]


def test_rounded_prices() -> None:
    # 15m / 11.7647m shares without a pool is 1.275; rounded to one place, half up, 1.3.
    closing = seed(*TWO_SAFES, price_places=1).close()
    assert closing.price == Fraction("1.3")
    assert closing.holdings["lead"] == 3_846_153
    assert closing.rounding[1] == "prices per share are rounded half up to 1 decimal places"
    # The cap prices 0.34 and 0.68 become 0.3 and 0.7.
    assert closing.holdings["early"] == 666_666
    assert closing.holdings["late"] == 1_142_857
    with pytest.raises(ContradictionError, match="rounds to nothing"):
        seed(Safe("x", 1, Terms(10_000, POST)), price_places=2).close()


def test_terms_that_leave_nothing() -> None:
    with pytest.raises(ContradictionError, match="no price solves"):
        seed(Safe("x", 4_000_000, Terms(4_000_000, POST))).close()
    with pytest.raises(ContradictionError, match="no price solves"):
        seed(pool=PoolIncrease("0.8", PoolBase.POST_MONEY, True)).close()
    with pytest.raises(ContradictionError, match="no price solves"):
        # A discounted SAFE worth more than the whole valuation.
        seed(Safe("x", 15_000_000, Terms(discount="0.2"))).close()
    with pytest.raises(ContradictionError, match="discount of 100%"):
        Terms(discount=1)
    with pytest.raises(ContradictionError, match="cap of 0"):
        Terms(0, POST)


# -- the definitions as a check -------------------------------------------------------------------

percentages = st.sampled_from(["0", "0.1", "0.2"])
terms_of = st.one_of(
    st.builds(Terms, discount=percentages),
    st.builds(
        Terms,
        st.integers(2, 40).map(lambda n: n * 500_000),
        st.sampled_from(CapBasis),
        percentages,
        st.booleans(),
    ),
)
securities = st.builds(
    Safe, st.sampled_from("xyz"), st.integers(1, 20).map(lambda n: n * 25_000), terms_of
)
pools = st.none() | st.builds(
    PoolIncrease, st.sampled_from(["0.05", "0.1", "0.2"]), st.sampled_from(PoolBase), st.booleans()
)


def settles(closing: Closing, terms: PricedRound) -> None:
    """Check prices, conversions and pool against their definitions, one by one."""
    before = sum((exact(n) for n in terms.existing.values()), exact(terms.unissued_pool))
    increase = closing.pool - exact(terms.unissued_pool)
    converted = [i for i in closing.issues if i.holder != "lead"]
    capitalisation = before + sum(i.shares for i in converted)
    assert closing.capitalisation == capitalisation
    counted = increase if terms.pool and terms.pool.in_price else 0
    assert closing.price * (capitalisation + counted) == terms.pre_money
    for issue, security in zip(converted, terms.convertibles, strict=True):
        prices = [closing.price * (1 - exact(security.terms.discount))]
        if security.terms.cap is not None:
            base = capitalisation if security.terms.basis is POST else before
            if security.terms.basis is PRE and security.terms.counts_pool:
                base += increase
            prices.append(exact(security.terms.cap) / base)
        assert issue.price == min(prices)
        assert issue.shares == security.converting / min(prices)
    if terms.pool is not None and increase > 0:
        new = closing.shares if terms.pool.of is PoolBase.POST_MONEY else capitalisation + increase
        assert closing.pool == exact(terms.pool.target) * new
    assert closing.price * closing.holdings["lead"] == terms.investments["lead"]


def close_if_possible(terms: PricedRound) -> Closing:
    """Close a round; securities that together convert into the whole company are no case."""
    try:
        return terms.close()
    except ContradictionError:
        reject()


@unhurried
@given(st.lists(securities, max_size=4), pools, st.sampled_from([0, 1_000_000]))
def test_every_round_settles(held: list[Safe], pool: PoolIncrease | None, unissued: int) -> None:
    terms = seed(*held, pool=pool, unissued=unissued, rounding=Rounding.EXACT)
    settles(close_if_possible(terms), terms)


@unhurried
@given(st.lists(securities, max_size=3), pools)
def test_rounding_down_loses_less_than_a_share_each(
    held: list[Safe], pool: PoolIncrease | None
) -> None:
    exactly = close_if_possible(seed(*held, pool=pool, rounding=Rounding.EXACT))
    floored = close_if_possible(seed(*held, pool=pool))
    for kept, whole in zip(exactly.issues, floored.issues, strict=True):
        assert whole.shares.denominator == 1
        assert 0 <= kept.shares - whole.shares < 1

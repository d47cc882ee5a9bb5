"""Standard waterfalls, rounds and funds written as books and worked by hand.

Each is asked at both sides of its breakpoints. Amounts are in millions in the comments.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.payout.book_texts import paid, read

F = Fraction
M = 10**6
Cases = dict[str, dict[str, str]]


def company(*blocks: str) -> str:
    """8m common shares of the founders, bought for nothing, beside what the blocks say."""
    head = """
book: {title: A company, currency: USD}
records:
  - entity: co
  - person: founders
  - person: staff
  - entity: bank
  - entity: fund-a
  - entity: fund-b
  - instrument: co/common
    of: co
  - {holding: h0, date: 2019-01-01, holder: founders, of: co/common, units: 8m}
"""
    return head + "\n".join(blocks)


def series(name: str, units: str, price: str, rank: int, *terms: str) -> str:
    """A preferred class, all of it held by the fund of the same letter."""
    more = "".join(f"    {term}\n" for term in terms)
    return f"""
  - instrument: co/{name}
    of: co
    issue price: {price}
    seniority: {rank}
    converts to: co/common
{more}  - holding: h-{name}
    date: 2020-01-01
    holder: fund-{name}
    of: co/{name}
    units: {units}
"""


ONE = ("preference: 1x", "participates: no")
# 2m shares of A for 10m: a fifth of the company as converted.
NON_PARTICIPATING = company(series("a", "2m", "5", 1, *ONE))
PARTICIPATING = company(series("a", "2m", "5", 1, "preference: 1x", "participates: yes"))
CAPPED = company(
    series("a", "2m", "5", 1, "preference: 1x", "participates: capped", "cap: 3x",
           "cap includes preference: yes")
)  # fmt: skip
CAP_BESIDE = CAPPED.replace("cap: 3x", "cap: 2x").replace("preference: yes", "preference: no")
TWICE = company(series("a", "2m", "5", 1, "preference: 2x", "participates: no"))
# B brings 20m for 2m shares.
STACKED = company(series("a", "2m", "5", 2, *ONE), series("b", "2m", "10", 1, *ONE))
PARI_PASSU = company(series("a", "2m", "5", 1, *ONE), series("b", "2m", "10", 1, *ONE))
TOGETHER = company(series("a", "2m", "5", 1, *ONE), series("b", "4m", "5", 1, *ONE))
RATIO = company(series("a", "2m", "5", 1, *ONE, "ratio: 2"))
WARRANTS = company(
    """
  - instrument: co/warrants
    of: co
    strike: 2
    exercise: net
  - {holding: w, date: 2020-01-01, holder: fund-a, of: co/warrants, units: 2m}
"""
)
DEBT_AND_BONUS = company(
    """
  - debt: co/loan
    of: co
    creditor: bank
    amount: 5m
  - carve-out: co/bonus
    of: co
    to: staff
    share: 10%
    base: after debt
    above: 10m
"""
)
FIXED_BONUS = company(
    "  - {carve-out: co/bonus, of: co, to: staff, amount: 2m}\n", series("a", "2m", "5", 1, *ONE)
)
DIVIDENDS = company(
    series("a", "2m", "5", 1, *ONE, "dividend: 0.08", "dividend accrues: simple",
           "dividend from: 2020", "dividend on conversion: forfeited")
)  # fmt: skip
COMPOUNDED = DIVIDENDS.replace("accrues: simple", "accrues: compounded")
PAID_ANYWAY = DIVIDENDS.replace("conversion: forfeited", "conversion: paid")
LISTING = company(
    series("a", "2m", "5", 1, "preference: 1x", "participates: yes",
           "must convert: exit value reaches 60m")
)  # fmt: skip

EXITS: list[tuple[str, str, Cases]] = [
    # Converts when a share is worth 5, at 50.
    ("non-participating", NON_PARTICIPATING, {
        "8": {"fund-a": "8"}, "10": {"fund-a": "10"}, "12": {"fund-a": "10", "founders": "2"},
        "49": {"fund-a": "10", "founders": "39"}, "50": {"fund-a": "10", "founders": "40"},
        "60": {"fund-a": "12", "founders": "48"},
    }),
    # 10 and a fifth of what is left.
    ("participating", PARTICIPATING, {
        "9": {"fund-a": "9"}, "15": {"fund-a": "11", "founders": "4"},
        "60": {"fund-a": "20", "founders": "40"},
    }),
    # 10 + (x - 10)/5 = 30 at 110; a share is worth 15 at 150.
    ("participating with a total cap of 3x", CAPPED, {
        "100": {"fund-a": "28", "founders": "72"}, "110": {"fund-a": "30", "founders": "80"},
        "130": {"fund-a": "30", "founders": "100"}, "150": {"fund-a": "30", "founders": "120"},
        "200": {"fund-a": "40", "founders": "160"},
    }),
    # 2x of participation on top of the preference comes to the same.
    ("participation capped at 2x beside the preference", CAP_BESIDE, {
        "100": {"fund-a": "28", "founders": "72"}, "130": {"fund-a": "30", "founders": "100"},
        "200": {"fund-a": "40", "founders": "160"},
    }),
    ("a preference of 2x", TWICE, {
        "15": {"fund-a": "15"}, "30": {"fund-a": "20", "founders": "10"},
        "100": {"fund-a": "20", "founders": "80"}, "120": {"fund-a": "24", "founders": "96"},
    }),
    # A converts at 5 a share: 20 + 10 of A or 10m shares at 5 = 70; B at 10: 120.
    ("stacked seniority", STACKED, {
        "15": {"fund-b": "15"}, "25": {"fund-b": "20", "fund-a": "5"},
        "40": {"fund-b": "20", "fund-a": "10", "founders": "10"},
        "90": {"fund-b": "20", "fund-a": "14", "founders": "56"},
        "119": {"fund-b": "20", "fund-a": "19.8", "founders": "79.2"},
        "132": {"fund-b": "22", "fund-a": "22", "founders": "88"},
    }),
    # Of 15, two thirds to B; above the preferences seniority makes no difference.
    ("pari passu", PARI_PASSU, {
        "15": {"fund-b": "10", "fund-a": "5"}, "30": {"fund-b": "20", "fund-a": "10"},
        "40": {"fund-b": "20", "fund-a": "10", "founders": "10"},
        "132": {"fund-b": "22", "fund-a": "22", "founders": "88"},
    }),
    # Both bought at 5, both convert when a share is worth 5: 14m shares, 70.
    ("two classes that convert at one point", TOGETHER, {
        "69": {"fund-a": "10", "fund-b": "20", "founders": "39"},
        "70": {"fund-a": "10", "fund-b": "20", "founders": "40"},
        "84": {"fund-a": "12", "fund-b": "24", "founders": "48"},
    }),
    # 2m units are 4m shares, a third: converts when 4 v = 10, at 12 x 2.5 = 30.
    ("a conversion ratio of 2", RATIO, {
        "29": {"fund-a": "10", "founders": "19"}, "30": {"fund-a": "10", "founders": "20"},
        "36": {"fund-a": "12", "founders": "24"},
    }),
    # 8 v + 2 (v - 2) = x above 16: at 26 a share is worth 3.
    ("warrants with a strike of 2", WARRANTS, {
        "16": {"founders": "16"}, "26": {"founders": "24", "fund-a": "2"},
        "46": {"founders": "40", "fund-a": "6"},
    }),
    # 5 to the bank; a tenth of what is left beyond 10.
    ("debt first, then a tenth of the proceeds above a threshold", DEBT_AND_BONUS, {
        "4": {"bank": "4"}, "5": {"bank": "5"}, "15": {"bank": "5", "founders": "10"},
        "25": {"bank": "5", "staff": "1", "founders": "19"},
    }),
    ("a fixed bonus before the preference", FIXED_BONUS, {
        "1": {"staff": "1"}, "7": {"staff": "2", "fund-a": "5"},
        "20": {"staff": "2", "fund-a": "10", "founders": "8"},
        "62": {"staff": "2", "fund-a": "12", "founders": "48"},
    }),
    # Three years of 8 % simple on 10: 12.4 are due; converts at 6.2 a share, at 62.
    ("accruing dividends, simple, forfeited on conversion", DIVIDENDS, {
        "12": {"fund-a": "12"}, "20": {"fund-a": "12.4", "founders": "7.6"},
        "62": {"fund-a": "12.4", "founders": "49.6"}, "70": {"fund-a": "14", "founders": "56"},
    }),
    # 10 x 1.08^3 = 12.59712.
    ("accruing dividends, compounded", COMPOUNDED, {
        "20": {"fund-a": "12.59712", "founders": "7.40288"},
        "70": {"fund-a": "14", "founders": "56"},
    }),
    # 2.4 in any case; the rest as without dividends: converts at 52.4.
    ("accruing dividends, paid on conversion too", PAID_ANYWAY, {
        "20": {"fund-a": "12.4", "founders": "7.6"},
        "52.4": {"fund-a": "12.4", "founders": "40"},
        "62.4": {"fund-a": "14.4", "founders": "48"},
    }),
    # From 60 on everybody has common shares: a fifth, instead of 10 and a fifth of the rest.
    ("a forced conversion", LISTING, {
        "59": {"fund-a": "19.8", "founders": "39.2"}, "60": {"fund-a": "12", "founders": "48"},
    }),
    ("an empty pool", PARTICIPATING, {"0": {}}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cases"), [pytest.param(text, cases, id=name) for name, text, cases in EXITS]
)
def test_exits(text: str, cases: Cases) -> None:
    book = read(text)
    for amount, expected in cases.items():
        found = paid(book, "co", str(int(F(amount) * M)), at="2023-07-01")
        nonzero = {party: value for party, value in found.items() if value}
        assert nonzero == {party: F(value) * M for party, value in expected.items()}, amount


def closing(pre_money: str, *blocks: str, terms: str = "", converts: str = "") -> str:
    """A round of 2m at a pre-money valuation, beside 10m shares of the founders."""
    text = company(*blocks).replace("units: 8m", "units: 10m")
    return f"""{text}
  - entity: lead
  - round: series-a
    date: 2023
    of: co
    pre-money: {pre_money}
    investments: {{lead: 2m}}
    shares: exact
    converts: [{converts}]
{terms}"""


def safe(name: str, holder: str, amount: str, *terms: str) -> str:
    more = "".join(f"    {term}\n" for term in terms)
    return f"""
  - convertible: co/{name}
    date: 2021
    of: co
    holder: {holder}
    amount: {amount}
{more}"""


POOL = "    pool: 10%\n    pool base: post-money\n    pool in price: {}\n"
ROUNDS: list[tuple[str, str, dict[str, Fraction]]] = [
    # 5m / 10m shares is 0.50 a share, whatever else converts: 1m shares.
    (
        "a pre-money SAFE at its cap",
        closing("11m", safe("s", "fund-a", "500,000", "cap: 5m", "cap basis: pre-money"),
                converts="co/s"),
        {"founders": F(10 * M), "fund-a": F(M), "lead": F(2 * M)},
    ),
    # A tenth of all before the new money: 10m are the other nine tenths; 0.90 a share.
    (
        "a post-money SAFE at its cap",
        closing("10m", safe("s", "fund-a", "500,000", "cap: 5m", "cap basis: post-money"),
                converts="co/s"),
        {"founders": F(10 * M), "fund-a": F(10 * M, 9), "lead": F(20 * M, 9)},
    ),
    # 0.8 p for each share: 10m p + 100,000 / 0.8 = 10m, so p = 0.9875.
    (
        "a discount of 20 % alone",
        closing("10m", safe("s", "fund-a", "100,000", "discount: 20%"), converts="co/s"),
        {"founders": F(10 * M), "fund-a": F(100_000) / (F("0.8") * F("0.9875")),
         "lead": F(2 * M) / F("0.9875")},
    ),
    # The round at 4m is below the cap of 5m: the discount is better. 10m p + 125,000 = 4m.
    (
        "cap and discount, the discount better",
        closing("4m", safe("s", "fund-a", "100,000", "cap: 5m", "cap basis: pre-money",
                           "discount: 20%"), converts="co/s"),
        {"founders": F(10 * M), "fund-a": F(100_000) / (F("0.8") * F("0.3875")),
         "lead": F(2 * M) / F("0.3875")},
    ),
    # The holder takes over the cap of 5m: 0.50 a share, twice.
    (
        "most favoured nation",
        closing("11m", safe("early", "fund-a", "250,000", "most favoured nation: yes"),
                safe("late", "fund-b", "250,000", "cap: 5m", "cap basis: pre-money").replace(
                    "2021", "2022"), converts="co/early, co/late"),
        {"founders": F(10 * M), "fund-a": F(M, 2), "fund-b": F(M, 2), "lead": F(2 * M)},
    ),
    # 200,000 with two years of 8 % are 232,000, at 4m / 10m = 0.40: 580,000 shares, since the
    # discount gives 0.8 x 1.
    (
        "a note with simple interest, at its cap",
        closing("10,580,000", safe("n", "fund-a", "200,000", "cap: 4m", "cap basis: pre-money",
                "discount: 20%", "interest: 0.08", "accrues: simple"), converts="co/n"),
        {"founders": F(10 * M), "fund-a": F(580_000), "lead": F(2 * M)},
    ),
    # 200,000 x 1.08^2 = 233,280.
    (
        "a note with compounded interest, at its cap",
        closing("10,583,200", safe("n", "fund-a", "200,000", "cap: 4m", "cap basis: pre-money",
                "interest: 0.08", "accrues: compounded"), converts="co/n"),
        {"founders": F(10 * M), "fund-a": F(583_200), "lead": F(2 * M)},
    ),
    # 10m after the money: a fifth to the lead, a tenth to the pool, seven tenths are 10m shares.
    (
        "a pool of 10 % after the round, in the price",
        closing("8m", terms=POOL.format("yes")),
        {"founders": F(10 * M), "lead": F(20 * M, 7)},
    ),
    # 8m for 10m shares is 0.80: 2.5m shares; the pool is a ninth of 12.5m, borne by all.
    (
        "a pool of 10 % after the round, not in the price",
        closing("8m", terms=POOL.format("no")),
        {"founders": F(10 * M), "lead": F(25 * M, 10)},
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [pytest.param(text, shares, id=name) for name, text, shares in ROUNDS]
)
def test_rounds(text: str, expected: dict[str, Fraction]) -> None:
    assert paid(read(text), "series-a", "0", at="2023-07-01") == expected


def fund(*terms: str) -> str:
    """100m drawn in 2020; the distribution is in 2022."""
    more = "".join(f"    {term}\n" for term in terms)
    return f"""
book: {{title: A fund, currency: USD}}
records:
  - group: lps
  - entity: gp
  - fund: one
    investors: lps
    manager: gp
    carry: 20%
{more}"""


DRAWN = "contributions: {2020: 100m}"
HURDLE = ("hurdle: 0.08", "accrues: compounded", DRAWN)
FUNDS: list[tuple[str, str, dict[str, tuple[str, str]]]] = [
    ("no hurdle", fund(DRAWN), {"100": ("100", "0"), "110": ("108", "2")}),
    # 116.64 first; then half and half until the manager has a fifth: c/2 = (16.64 + c)/5 at
    # c = 11.0933; from 127.7333 on it has a fifth of all profit.
    ("half a catch-up", fund("catch-up: 50%", *HURDLE), {
        "90": ("90", "0"), "116.64": ("116.64", "0"), "120": ("118.32", "1.68"),
        "130": ("124", "6"), "150": ("140", "10"),
    }),
    # A full one is over at 116.64 + 4.16.
    ("a full catch-up", fund("catch-up: 100%", *HURDLE), {
        "118": ("116.64", "1.36"), "120.8": ("116.64", "4.16"), "150": ("140", "10"),
    }),
    ("no catch-up", fund("catch-up: 0%", *HURDLE), {
        "116.64": ("116.64", "0"), "130": ("127.328", "2.672"),
    }),
    ("simple interest", fund("catch-up: 100%", "pays first: capital", "hurdle: 0.08",
                             "accrues: simple", DRAWN), {
        "116": ("116", "0"), "118": ("116", "2"), "120": ("116", "4"), "130": ("124", "6"),
    }),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cases"), [pytest.param(text, cases, id=name) for name, text, cases in FUNDS]
)
def test_funds(text: str, cases: dict[str, tuple[str, str]]) -> None:
    book = read(text)
    for amount, (investors, manager) in cases.items():
        found = paid(book, "one", str(int(F(amount) * M)), at="2022-07-01")
        assert found == {"lps": F(investors) * M, "gp": F(manager) * M}, amount


DEALS = """
  - deal: one/first
    of: one
    contributions: {2018: 50m}
    proceeds: {2020: 100m}
    closed: 2020
  - deal: one/second
    of: one
    contributions: {2019: 50m}
"""


@pytest.mark.parametrize(
    ("how", "amount", "investors", "manager"),
    [
        # Deal by deal 10 were paid on the first; of 30 from the second, which lost 20, none.
        ("deal by deal", "30", "30", "0"),
        ("deal by deal", "60", "58", "2"),
        # As a whole the first 100 went back as capital: of what follows a fifth is carry.
        ("whole fund", "30", "24", "6"),
        ("whole fund", "60", "48", "12"),
    ],
)
def test_whole_fund_and_deal_by_deal(how: str, amount: str, investors: str, manager: str) -> None:
    more = "earlier losses: left" if how == "deal by deal" else "clawback: none"
    text = fund(f"waterfall: {how}", more, *(["clawback: none"] if "left" in more else [])) + DEALS
    subject = "one/second" if how == "deal by deal" else "one"
    found = paid(read(text), subject, str(int(amount) * M), at="2022-07-01")
    assert found == {"lps": F(investors) * M, "gp": F(manager) * M}

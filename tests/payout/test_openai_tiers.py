"""Every cell of the table of readings, to the cent, and the points where they part."""

from fractions import Fraction

import pytest
from tests.payout.openai_readings import MICROSOFT, NONPROFIT, OTHERS, READINGS, RECOVERY

from minutebook.payout import ProfitTiers, Schedule, Tier, YearReaches

SCHEDULES: dict[str, Schedule] = {name: terms.schedule() for name, terms in READINGS.items()}

# Microsoft's cumulative receipts, in billions: rows are the cumulative profit.
TABLE = """
P       A      B      C      C2     D1     D2
5       3.75   3.75   3.75   3.75   3.75   3.75
10      7.50   7.50   7.50   7.50   7.50   7.50
13      9.75   9.75   9.75   9.75   9.75   9.75
52/3    13     13     13     13     13     13
20      15     13     14.31  14.31  14.31  14.31
50      37.50  13     29.01  29.01  29.01  29.01
92      69     13     49.59  49.59  49.59  49.59
100     72.92  16.92  53.51  49.59  53.51  53.51
120     82.72  26.72  63.31  49.59  63.31  63.31
150     97.42  41.42  78.01  49.59  78.01  78.01
26248/147 97.42 41.42 78.01  49.59  92     92
200     97.42  41.42  78.01  49.59  92     102.51
30148/147 97.42 41.42 78.01  49.59  92     105
250     97.42  41.42  78.01  49.59  92     105
400     97.42  41.42  78.01  49.59  92     105
"""
HEAD, *ROWS = (line.split() for line in TABLE.strip().splitlines())
CELLS = [
    (reading, row[0], cell) for row in ROWS for reading, cell in zip(HEAD[1:], row[1:], strict=True)
]


@pytest.mark.parametrize(("reading", "profit", "received"), CELLS)
def test_microsoft_has_received(reading: str, profit: str, received: str) -> None:
    # 13 + 0.49 (P - 52/3) is no finite decimal below P = 92, so the cell is the rounded figure.
    paid = SCHEDULES[reading].at(profit)[MICROSOFT]
    assert abs(paid - Fraction(received)) < Fraction("0.005")


def closed_form(reading: str, p: Fraction) -> Fraction:
    """The rule of each reading as the table's head states it."""
    first = min(Fraction("0.75") * p, Fraction(13))
    half = Fraction("0.49")
    recovered = Fraction(52, 3)
    if reading == "A":
        return Fraction("0.75") * min(p, Fraction(92)) + half * max(
            Fraction(0), min(p, Fraction(150)) - 92
        )
    if reading == "B":
        return first + half * max(Fraction(0), min(p, Fraction(150)) - 92)
    end = {"C": Fraction(150), "C2": Fraction(92)}.get(reading, p)
    open_ended = first + half * max(Fraction(0), min(p, end) - recovered)
    return min(open_ended, {"D1": Fraction(92), "D2": Fraction(105)}.get(reading, open_ended))


@pytest.mark.parametrize("reading", SCHEDULES)
def test_the_schedule_is_the_closed_form_everywhere(reading: str) -> None:
    schedule = SCHEDULES[reading]
    points = {Fraction(n, 7) for n in range(0, 3000, 13)} | set(schedule.knots)
    points |= {
        x + step for x in schedule.knots[1:] for step in (Fraction(-1, 10**9), Fraction(1, 10**9))
    }
    for p in points:
        assert schedule.at(p)[MICROSOFT] == closed_form(reading, p)


@pytest.mark.parametrize("reading", SCHEDULES)
def test_recovery_is_at_52_thirds_under_every_reading(reading: str) -> None:
    assert SCHEDULES[reading].seek(MICROSOFT, 13) == Fraction(52, 3)


@pytest.mark.parametrize("reading", SCHEDULES)
def test_recovery_after_a_loss_of_five(reading: str) -> None:
    after = SCHEDULES[reading].after_loss(5)
    assert after.seek(MICROSOFT, 13) == Fraction(67, 3)
    assert after.at(5)[MICROSOFT] == 0
    assert after.at(6)[MICROSOFT] == Fraction("0.75")
    assert after.at(6).unassigned.because[0].label == "makes good the loss of 5 brought forward"


def test_the_caps_bind_at_exact_points() -> None:
    # 92 = 13 + 0.49 (P - 52/3): P = 79/0.49 + 52/3 = 26248/147. 105: 92/0.49 + 52/3 = 30148/147.
    assert SCHEDULES["D1"].seek(MICROSOFT, 92) == Fraction(26248, 147)
    assert SCHEDULES["D2"].seek(MICROSOFT, 105) == Fraction(30148, 147)
    assert SCHEDULES["D1"].seek(MICROSOFT, "92.01") is None
    for reading, cap in (("D1", Fraction(26248, 147)), ("D2", Fraction(30148, 147))):
        paid = SCHEDULES[reading].paid(MICROSOFT)
        assert paid.slope_at(cap - Fraction(1, 1000)) == Fraction("0.49")
        assert paid.slope_at(cap) == 0


@pytest.mark.parametrize(
    ("reading", "others", "nonprofit", "unassigned"),
    [
        # A: 0.25 x 92 + 0.51 x 8. B: 13/3 + 0.51 x 8, and 92 - 52/3 to nobody.
        ("A", Fraction("27.08"), Fraction(0), Fraction(0)),
        ("B", Fraction(13, 3) + Fraction("4.08"), Fraction(0), Fraction(224, 3)),
        # C with 51%: 13/3 + 0.51 x 248/3. C2: up to 92 as C, the last 8 to nobody.
        ("C", Fraction(13, 3) + Fraction("0.51") * Fraction(248, 3), Fraction(0), Fraction(0)),
        ("C2", Fraction(13, 3) + Fraction("0.51") * Fraction(224, 3), Fraction(0), Fraction(8)),
        # 49 + 2: others 44.84, nonprofit 1.65.
        (
            "D1",
            Fraction(13, 3) + Fraction("0.49") * Fraction(248, 3),
            Fraction("0.02") * Fraction(248, 3),
            Fraction(0),
        ),
    ],
)
def test_the_others_at_one_hundred(
    reading: str, others: Fraction, nonprofit: Fraction, unassigned: Fraction
) -> None:
    payouts = SCHEDULES[reading].at(100)
    paid = {payment.party: payment.amount for payment in payouts.payments}
    assert (paid[OTHERS], paid.get(NONPROFIT, Fraction(0))) == (others, nonprofit)
    assert payouts.unassigned.amount == unassigned


def test_under_caps_the_others_reach_150_at_15416_over_49() -> None:
    # 13/3 + 0.49 (P - 52/3) = 150 gives P = 15416/49, some 314.61, whichever cap Microsoft has.
    for reading in ("D1", "D2"):
        assert SCHEDULES[reading].seek(OTHERS, 150) == Fraction(15416, 49)
        assert SCHEDULES[reading].at(400).payment(NONPROFIT).marginal == 1


def test_each_breakpoint_says_what_tips() -> None:
    assert [(b.at, b.says) for b in SCHEDULES["B"].breakpoints] == [
        (Fraction(52, 3), "microsoft has received 13: gap"),
        (92, "the pool reaches 92: 49%"),
        (150, "the pool reaches 150: after 150"),
    ]
    passes = SCHEDULES["D1"].breakpoints[1]
    assert passes.says == "microsoft has received 92: microsoft's interest passes to nonprofit"


def test_the_reasons_name_the_tiers() -> None:
    payment = SCHEDULES["C"].at(100).payment(MICROSOFT)
    assert [(s.label, s.amount) for s in payment.because] == [
        ("recovery", 13),
        ("49%", Fraction("0.49") * Fraction(248, 3)),
    ]
    gap = SCHEDULES["B"].at(100).unassigned.because
    assert [(s.label, s.note) for s in gap] == [
        ("gap names nobody for 100%", "no text regulates this stretch")
    ]


def test_thresholds_of_single_years_depend_on_the_path() -> None:
    # Reading E: 92 and 150 are profits of one year. Years below 92 only ever meet the first tier.
    annual = ProfitTiers(
        (
            RECOVERY,
            Tier("not regulated", {}, until=YearReaches(92)),
            Tier("49%", {MICROSOFT: "0.49", OTHERS: "0.51"}, until=YearReaches(150)),
            Tier("after 150", {NONPROFIT: 1}),
        )
    )
    small = annual.by_year([(2024 + n, 40) for n in range(10)])
    assert sum(year.payouts[MICROSOFT] for year in small) == 13
    assert sum(year.payouts.unassigned.amount for year in small) == 400 - Fraction(52, 3)
    (large,) = annual.by_year([(2030, 160)])
    assert large.payouts[MICROSOFT] == 13 + Fraction("0.49") * 58
    assert large.payouts[NONPROFIT] == 10


def test_ownership_alone_leaves_profit_after_recovery_unassigned() -> None:
    # Reading F: 49% is a share of the company, so nothing says who shares later profit.
    equity = ProfitTiers((RECOVERY, Tier("not regulated", {}))).schedule()
    for pool in (Fraction(52, 3), Fraction(100), Fraction(250)):
        assert equity.at(pool)[MICROSOFT] == 13
        assert equity.at(pool).unassigned.amount == pool - Fraction(52, 3)

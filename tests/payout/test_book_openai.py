"""The first book: Microsoft's receipts under each reading of the tiers, exactly."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest
from tests.payout.book_texts import amounts, put
from tests.payout.openai_readings import MICROSOFT as M
from tests.payout.openai_readings import NONPROFIT, OTHERS, READINGS

from minutebook.answers import Answer
from minutebook.payout.book import Payouts, Reached, pay, pay_grid, seek
from minutebook.payout.book_years import pay_years
from minutebook.records import Book
from minutebook.state.state import State
from minutebook.views.open import open_book
from minutebook.views.pay import one_by_one, spread, spreads

PROFIT = "openai-global/profit"
BN = 10**9
NAMES = {M: "microsoft", OTHERS: "openai-global/others", NONPROFIT: "openai-inc"}
BY_LETTER = {
    "A": "seventy-five-goes-on",
    "B": "stop-and-gap",
    "C": "step-down-at-recovery",
    "C2": "until-92",
    "D1": "cap-92",
    "D2": "cap-105",
    "no-caps": "no-caps",
}
POINTS = ("10", "52/3", "50", "92", "100", "150", "26248/147", "30148/147", "250")
SETTLED = {"principal": "committed", "first-quarter": "other-investors"}


@cache
def book() -> Book:
    return open_book("openai")


def at(profit: str, **readings: str) -> Answer[Payouts]:
    fixed = {name.replace("_", "-"): chosen for name, chosen in readings.items()}
    return put(book(), lambda state: pay(state, PROFIT, Fraction(profit) * BN), fixed)


@pytest.mark.parametrize("letter", BY_LETTER)
@pytest.mark.parametrize("profit", POINTS)
def test_microsoft_receives_what_the_table_of_readings_says(letter: str, profit: str) -> None:
    expected = READINGS[letter].schedule().at(profit)[M] * BN
    answer = at(profit, tiers=BY_LETTER[letter], principal="committed")
    for world in answer.worlds:
        assert world.value is not None
        assert world.value.payouts["microsoft"].amount == expected


@pytest.mark.parametrize("letter", ["A", "B", "C", "no-caps"])
@pytest.mark.parametrize("profit", POINTS)
def test_everybody_receives_what_the_kernel_pays_with_51_percent(letter: str, profit: str) -> None:
    expected = READINGS[letter].schedule().at(profit)
    answer = at(
        profit,
        tiers=BY_LETTER[letter],
        second_tier="all-to-others",
        staff_after_150="passes-too",
        principal="committed",
        first_quarter="other-investors",
    )
    assert answer.value is not None
    found = amounts(answer.value)
    for payment in expected.payments:
        assert payment.party is not None
        assert found[NAMES[payment.party]] == payment.amount * BN
    assert answer.value.unassigned == expected.unassigned.amount * BN


# Spelled out once more, so that the book does not only agree with the kernel's own readings.
@pytest.mark.parametrize(
    ("tiers", "profit", "billions"),
    [
        ("seventy-five-goes-on", "92", "69"),
        ("seventy-five-goes-on", "250", "97.42"),
        ("stop-and-gap", "92", "13"),
        ("stop-and-gap", "100", "16.92"),
        ("step-down-at-recovery", "50", "4351/150"),
        ("step-down-at-recovery", "250", "11701/150"),
        ("until-92", "250", "3719/75"),
        ("cap-92", "26248/147", "92"),
        ("cap-92", "250", "92"),
        ("cap-105", "26248/147", "92"),
        ("cap-105", "30148/147", "105"),
        ("cap-105", "250", "105"),
        ("no-caps", "250", "19051/150"),
    ],
)
def test_figures_worked_by_hand(tiers: str, profit: str, billions: str) -> None:
    answer = at(profit, tiers=tiers, **{k.replace("-", "_"): v for k, v in SETTLED.items()})
    for world in answer.worlds:
        assert world.value is not None
        assert world.value.payouts["microsoft"].amount == Fraction(billions) * BN


@pytest.mark.parametrize("tiers", ["annual", "equity-only"])
def test_two_readings_determine_nothing_beyond_recovery(tiers: str) -> None:
    up_to = at("52/3", tiers=tiers, principal="committed")
    assert all(w.value and w.value.payouts["microsoft"].amount == 13 * BN for w in up_to.worlds)
    assert all(w.value and w.value.payouts["microsoft"].marginal is None for w in up_to.worlds)
    for profit in ("17.34", "100", "250"):
        beyond = at(profit, tiers=tiers, principal="committed")
        assert [world.value for world in beyond.worlds] == [None]
        assert beyond.missing


def test_the_profits_of_single_years_determine_the_annual_reading() -> None:
    def question(profits: list[tuple[int, int]]) -> Fraction | None:
        told = [(year, Fraction(profit) * BN) for year, profit in profits]
        fixed = {"tiers": "annual", **SETTLED, "staff-after-150": "passes-too"}
        answer = put(book(), lambda state: pay_years(state, PROFIT, told), fixed)
        totals = [w.value.total for w in answer.worlds if w.value is not None]
        (found,) = {total.payouts["microsoft"].amount for total in totals}
        return found

    assert question([(2024 + n, 40) for n in range(10)]) == 13 * BN
    # 13 recovered, nothing up to 92, 49 % of the 58 up to 150.
    assert question([(2030, 160)]) == 13 * BN + Fraction("0.49") * 58 * BN


def reached(loss: int = 0, **readings: str) -> Answer[Reached]:
    fixed = {name.replace("_", "-"): chosen for name, chosen in readings.items()}

    def question(state: State) -> object:
        return seek(state, PROFIT, "microsoft", Fraction(13 * BN), Fraction(loss * BN))

    return put(book(), question, fixed)  # type: ignore[arg-type]  # seek gives a Found[Reached]


def test_the_13_are_back_at_52_thirds_under_every_reading() -> None:
    answer = reached(principal="committed")
    assert answer.value == Reached(Fraction(52, 3) * BN)
    assert answer.hinges == ()
    assert "tiers" in answer.immaterial


def test_the_13_are_back_at_67_thirds_after_a_loss_carried_forward() -> None:
    answer = reached(5, principal="committed", losses="carried")
    assert answer.value == Reached(Fraction(67, 3) * BN)
    free = reached(5, principal="committed")
    assert free.hinges == ("losses",)
    assert {w.readings["losses"]: w.value for w in free.worlds} == {
        "carried": Reached(Fraction(67, 3) * BN),
        "not-carried": Reached(Fraction(52, 3) * BN),
    }


def test_recovery_rests_on_the_principal() -> None:
    answer = reached(principal="parts-named", tiers="step-down-at-recovery")
    # 11 at 44/3, then two more at 49 %.
    assert answer.value == Reached((Fraction(44, 3) + 2 / Fraction("0.49")) * BN)
    unknown = reached(principal="paid-in", tiers="step-down-at-recovery")
    assert unknown.value is None
    assert unknown.missing == ("what microsoft invested (openai-global/profit)",)
    # The reading in which 75 % go on to 92 does not ask what was paid in.
    assert reached(principal="paid-in", tiers="seventy-five-goes-on").value == Reached(
        Fraction(52, 3) * BN
    )


def test_100_billion_show_the_spread_and_the_hinge() -> None:
    answer = at("100", principal="committed")
    found = spreads(answer)["microsoft"]
    assert found.hinges == ("tiers",)
    assert found.least == Fraction("16.92") * BN
    assert found.most == Fraction("72.92") * BN
    assert not found.determined
    shown = answer.adopted.value
    assert shown is not None
    assert shown.payouts["microsoft"].amount == (13 + Fraction("0.49") * Fraction(248, 3)) * BN


def test_equal_worlds_merge_and_readings_without_effect_are_immaterial() -> None:
    answer = at("10", principal="committed", first_quarter="other-investors")
    assert len(answer.worlds) == 1
    assert answer.hinges == ()
    assert answer.immaterial == ("tiers",)
    assert answer.value is not None
    assert answer.value.payouts["microsoft"].amount == Fraction("7.5") * BN
    # Between recovery and 92 billion five of the readings are one world.
    grouped = at(
        "50", second_tier="all-to-others", principal="committed", first_quarter="other-investors"
    )
    by_value = {(w.value and w.value.payouts["microsoft"].amount) for w in grouped.worlds}
    assert len(by_value) == 4


def test_what_lies_beyond_the_amount_is_not_read() -> None:
    assert "staff-after-150" not in at("100", principal="committed").choices
    assert "staff-after-150" in at("250", principal="committed").hinges


def test_each_alternative_of_a_hinge_is_shown_all_else_equal() -> None:
    answer = at("100", principal="committed", first_quarter="other-investors")
    adopted = {r.id: r.adopted for r in book().readings.values() if r.adopted}
    rows = {
        (row.on, row.alternative): row.value and row.value.payouts["microsoft"].amount
        for row in one_by_one(answer, adopted)
    }
    assert rows["tiers", "seventy-five-goes-on"] == Fraction("72.92") * BN
    assert rows["tiers", "annual"] is None
    assert rows["tiers", "step-down-at-recovery"] == rows["second-tier", "all-to-others"]
    (shown,) = {r.alternative for r in one_by_one(answer, adopted) if r.shown and r.on == "tiers"}
    assert shown == "step-down-at-recovery"


def test_the_staff_reading_leaves_microsoft_determined() -> None:
    answer = at(
        "250",
        tiers="step-down-at-recovery",
        staff_after_150="stays",
        principal="committed",
        first_quarter="other-investors",
        second_tier="all-to-others",
    )
    assert answer.value is not None
    assert answer.value.payouts["openai-inc"].amount is None
    assert answer.value.unassigned is None
    assert answer.value.payouts["microsoft"].amount == Fraction(11701, 150) * BN
    assert answer.missing == ("who shares the profit in openai-global/profit/after-150",)


def test_every_figure_names_its_tier_its_place_and_its_source() -> None:
    answer = at("100", tiers="stop-and-gap", second_tier="all-to-others", principal="committed",
                first_quarter="other-investors")  # fmt: skip
    (microsoft, others, nobody) = answer.why.because
    assert microsoft.says.startswith("microsoft: 16.92bn, and 49% of the next unit")
    lines = (book().files["money.yaml"]).splitlines()
    for step in (*microsoft.because, *others.because, *nobody.because):
        assert step.rule is not None
        name, _, place = step.rule.partition(" ")
        line = int(place.rstrip(")").rpartition(":")[2])
        assert lines[line - 1].strip() == f"- tier: {name.rpartition('/')[2]}"
        assert step.src
    assert [step.says.partition(":")[0] for step in nobody.because] == ["about 74.667bn"]


def test_breakpoints_say_what_tips() -> None:
    answer = at("250", tiers="cap-92", second_tier="others-and-nonprofit", principal="committed",
                first_quarter="other-investors")  # fmt: skip
    assert answer.value is not None
    assert [(tip.at, tip.says) for tip in answer.value.breakpoints] == [
        (Fraction(52, 3) * BN, "microsoft has received 1 times the 13bn put in: forty-nine"),
        (
            Fraction(26248, 147) * BN,
            "microsoft has received 92bn: microsoft's interest passes to openai-inc",
        ),
    ]
    assert {str(cite) for cite in answer.value.breakpoints[1].src} == {
        "court-memo", "marcus", "tellerreport",
    }  # fmt: skip


def test_a_grid_agrees_with_single_questions() -> None:
    points = [Fraction(n) * BN for n in range(0, 301, 50)]
    fixed = {**SETTLED, "second-tier": "all-to-others", "tiers": "until-92"}
    answer = put(book(), lambda state: pay_grid(state, PROFIT, points), fixed)
    assert answer.value is not None
    for point, row in zip(points, answer.value.rows, strict=True):
        single = put(book(), lambda state, x=point: pay(state, PROFIT, x), fixed)  # type: ignore[misc]  # bound at once
        assert single.value is not None
        alone = [single.value.payouts[party].amount for party in answer.value.parties]
        assert [*row] == [*alone, single.value.unassigned]


def test_spread_of_one_amount_counts_only_what_changes_it() -> None:
    answer = at("100")
    microsoft = spread(answer, lambda value: value.payouts["microsoft"].amount)
    assert microsoft.hinges == ("tiers", "principal")

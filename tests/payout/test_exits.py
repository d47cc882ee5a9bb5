"""Exits worked by hand, each on both sides of its breakpoints. Amounts in millions."""

from fractions import Fraction

import pytest

from minutebook.payout import (
    Accrual,
    AmbiguityError,
    CarveOutBase,
    Common,
    ContradictionError,
    Debt,
    Dividends,
    Exercise,
    Exit,
    ExitTerms,
    ExitValueReaches,
    FixedCarveOut,
    ForcedConversion,
    Method,
    NonParticipating,
    OnConversion,
    Option,
    Participating,
    ParticipatingCapped,
    PercentCarveOut,
    Preferred,
    SharePriceReaches,
)

TWICE_IN_ALL = ParticipatingCapped(2, includes_preference=True)


def rows(outcome: Exit, table: str) -> None:
    """Check a table: an exit value, then what each party gets, in the schedule's order."""
    for line in table.strip().splitlines():
        value, *expected = line.split()
        *paid, unassigned = outcome.schedule.amounts([value])[0]
        assert paid == [Fraction(cell) for cell in expected], value
        assert unassigned == 0


def one_preferred(preferred: Preferred, founders: int = 3) -> Exit:
    return ExitTerms((Common("founders", founders), preferred)).evaluate()


THREE_ROUNDS = ExitTerms(
    (
        Common("founders", 1_000_000),
        Preferred("A", 200_000, 900_000, TWICE_IN_ALL, rank=3),
        Preferred("B", 300_000, 2_100_000, TWICE_IN_ALL, rank=2),
        Preferred("C", 1_500_000, 15_000_000, TWICE_IN_ALL, rank=1),
    )
)


def test_three_rounds_of_capped_participating_preferred() -> None:
    # 25: 7 left after 18 of preferences, on 3.0m shares 7/3 each. 45: A has converted (v >= 9),
    # B is at its cap 4.2: v = (45 - 15 - 4.2) / 2.7 = 9.5556. 60: v = 20, all have converted.
    outcome = THREE_ROUNDS.evaluate()
    million = 1_000_000
    assert outcome.schedule.amounts([25 * million, 45 * million, 60 * million]) == [
        tuple(Fraction(p) * million for p in ("7/3", "41/30", "2.8", "18.5", "0")),
        tuple(Fraction(p) * million for p in ("86/9", "86/45", "4.2", "88/3", "0")),
        tuple(Fraction(p) * million for p in ("20", "4", "6", "30", "0")),
    ]


def test_what_tips_in_three_rounds() -> None:
    tips = [(b.at / 10**6, b.says) for b in THREE_ROUNDS.evaluate().schedule.breakpoints]
    assert tips == [
        (15, "the preference of C is paid"),
        (Fraction("17.1"), "the preference of B is paid"),
        (18, "the preference of A is paid"),
        # v = 4.5 where A has 0.9 more; 18 + 3.0 x 4.5.
        (Fraction("31.5"), "A stops participating at its cap (a common share is worth 4.5)"),
        (Fraction("38.5"), "B stops participating at its cap (a common share is worth 7)"),
        (Fraction("43.5"), "A converts (a common share is worth 9)"),
        (Fraction("46.2"), "C stops participating at its cap (a common share is worth 10)"),
        (51, "B converts (a common share is worth 14)"),
        (60, "C converts (a common share is worth 20)"),
    ]


def test_the_reasons_for_a_payment() -> None:
    payouts = THREE_ROUNDS.evaluate().schedule.at(45_000_000)
    preference, participation = payouts.payment("C").because
    assert preference.label == "preference of 1x 15,000,000"
    assert preference.amount == 15_000_000
    assert participation.label == "participation as 1,500,000 common shares"
    assert participation.amount == Fraction(43_000_000, 3)
    (why,) = payouts.payment("A").because
    assert why.label == "converted into 200,000 common shares"


def test_non_participating_takes_the_better_of_two() -> None:
    # 5 against 2/10 of the whole: equal at 25.
    outcome = ExitTerms(
        (Common("founders", 8), Preferred("S", 2, 5, NonParticipating()))
    ).evaluate()
    rows(outcome, "4 0 4\n5 0 5\n20 15 5\n25 20 5\n30 24 6")
    assert outcome.choices(24) == {"S": "holds"}
    assert outcome.choices(25) == {"S": "converts"}
    assert outcome.share_value(20) == Fraction(15, 8)


def test_a_double_preference_converts_later() -> None:
    # 10 against 2/10: equal at 50.
    outcome = ExitTerms(
        (Common("founders", 8), Preferred("S", 2, 5, NonParticipating(), multiple=2))
    ).evaluate()
    rows(outcome, "9 0 9\n49 39 10\n50 40 10\n51 40.8 10.2")


def test_full_participation_never_converts() -> None:
    outcome = one_preferred(Preferred("P", 1, 4, Participating()))
    rows(outcome, "4 0 4\n12 6 6\n400 297 103")
    assert outcome.choices(10**9) == {}


def test_a_cap_that_includes_the_preference() -> None:
    # Cap 8: 4 of participation at v = 4, X = 4 + 4 x 4 = 20; converts at v = 8, X = 32.
    outcome = one_preferred(Preferred("P", 1, 4, TWICE_IN_ALL))
    rows(outcome, "16 9 7\n20 12 8\n24 16 8\n32 24 8\n36 27 9")


def test_a_cap_beside_the_preference() -> None:
    # Cap 4 + 8 = 12: reached at v = 8, X = 36; converts at v = 12, X = 48.
    apart = ParticipatingCapped(2, includes_preference=False)
    outcome = one_preferred(Preferred("P", 1, 4, apart))
    rows(outcome, "32 21 11\n36 24 12\n40 28 12\n48 36 12\n52 39 13")


def test_whether_the_cap_includes_the_preference_is_asked() -> None:
    with pytest.raises(AmbiguityError, match="does the 2x cap include the preference") as asked:
        ParticipatingCapped(2)
    assert asked.value.answers == ("includes_preference=True", "includes_preference=False")


def test_whether_a_class_participates_is_asked() -> None:
    with pytest.raises(AmbiguityError, match="does it participate"):
        Preferred("A", 1, 1)
    with pytest.raises(AmbiguityError, match="on how many common shares"):
        Preferred("A", 1, 1, Participating(), ratio=None)


def test_seniority_and_equal_ranks() -> None:
    def outcome(rank_of_b: int) -> Exit:
        return ExitTerms(
            (
                Common("founders", 1),
                Preferred("A", 1, 4, NonParticipating(), rank=1),
                Preferred("B", 1, 6, NonParticipating(), rank=rank_of_b),
            )
        ).evaluate()

    rows(outcome(2), "3 0 3 0\n4 0 4 0\n7 0 4 3\n10 0 4 6\n11 1 4 6")
    rows(outcome(1), "5 0 2 3\n10 0 4 6\n11 1 4 6")


def test_a_conversion_ratio() -> None:
    # 1 share becomes 2: converts where 2 v = 4, X = 3 x 2 + 4 = 10.
    outcome = one_preferred(Preferred("P", 1, 4, NonParticipating(), ratio=2))
    rows(outcome, "9 5 4\n10 6 4\n15 9 6")


def test_a_class_that_cannot_convert() -> None:
    outcome = one_preferred(Preferred("P", 1, 4, NonParticipating(), ratio=None))
    rows(outcome, "3 0 3\n1000 996 4")


SIMPLE = Accrual("0.08", Method.SIMPLE)
COMPOUND = Accrual("0.08", Method.COMPOUND)


def test_dividends_accrue_simply_or_compounded() -> None:
    # 10 at 8% for 3 years: 2.4 simple; 10 (1.08^3 - 1) = 2.59712 compounded.
    def due(accrual: Accrual) -> Preferred:
        dividends = Dividends(accrual, 3, OnConversion.FORFEITED)
        return Preferred("P", 1, 10, NonParticipating(), dividends=dividends)

    rows(
        one_preferred(due(SIMPLE), 1), "12 0 12\n12.4 0 12.4\n13 0.6 12.4\n24.8 12.4 12.4\n30 15 15"
    )
    rows(one_preferred(due(COMPOUND), 1), "12.59712 0 12.59712\n13 0.40288 12.59712")


def test_dividends_that_stay_payable_on_conversion() -> None:
    # Converts where v = 10: X = 2.4 + 2 x 10 = 22.4. At 30: 2.4 + 13.8.
    dividends = Dividends(SIMPLE, 3, OnConversion.PAID)
    outcome = one_preferred(Preferred("P", 1, 10, NonParticipating(), dividends=dividends), 1)
    rows(outcome, "20 7.6 12.4\n22.4 10 12.4\n30 13.8 16.2")
    assert outcome.choices("22.4") == {"P": "converts"}
    assert outcome.choices("22.3") == {"P": "holds"}


def test_dividends_and_a_cap() -> None:
    # Preference 4, dividends 1 (25% of 4), cap 8. Counted: 3 of participation. Not: 4, most 9.
    def outcome(counted: bool) -> Exit:
        dividends = Dividends(Accrual("0.25", Method.SIMPLE), 1, OnConversion.FORFEITED)
        cap = ParticipatingCapped(2, True, counted)
        return one_preferred(Preferred("P", 1, 4, cap, dividends=dividends))

    rows(outcome(True), "13 6 7\n17 9 8\n20 12 8\n32 24 8\n36 27 9")
    rows(outcome(False), "13 6 7\n17 9 8\n21 12 9\n30 21 9\n36 27 9\n40 30 10")
    with pytest.raises(AmbiguityError, match="do accrued dividends count"):
        dividends = Dividends(SIMPLE, 1, OnConversion.PAID)
        Preferred("P", 1, 4, TWICE_IN_ALL, dividends=dividends)
    with pytest.raises(AmbiguityError, match="lost on conversion"):
        Dividends(SIMPLE, 1)


@pytest.mark.parametrize("exercise", Exercise)
def test_options_are_exercised_once_they_are_worth_it(exercise: Exercise) -> None:
    # Founders alone up to v = 1, X = 9; at 19: v = (19 + 1) / 10 = 2.
    outcome = ExitTerms((Common("founders", 9), Option("options", 1, 1, exercise))).evaluate()
    rows(outcome, "8 8 0\n9 9 0\n19 18 1")
    assert outcome.choices("8.9") == {"options": "lapses"}
    assert outcome.choices(9) == {"options": "exercises"}
    because = {s.label: s.amount for s in outcome.schedule.at(19).payment("options").because}
    if exercise is Exercise.CASH:
        label = "1 options exercised at 1"
        assert because == {label: Fraction(2), f"{label}: strike paid in": Fraction(-1)}
    else:
        assert because == {"1 options exercised at 1, net": Fraction(1)}


def test_how_a_strike_is_settled_is_asked() -> None:
    with pytest.raises(AmbiguityError, match="settled net, or paid in cash"):
        Option("warrants", 1, 1)


def test_debt_comes_first_by_rank_and_in_proportion() -> None:
    debts = (Debt("bank", 6), Debt("lender", 2), Debt("mezzanine", 4, rank=2))
    outcome = ExitTerms((Common("founders", 1),), debts).evaluate()
    rows(outcome, "0 0 0 0 0\n4 3 1 0 0\n8 6 2 0 0\n11 6 2 3 0\n12 6 2 4 0\n13 6 2 4 1")
    assert [b.says for b in outcome.schedule.breakpoints] == [
        "the debt to bank and lender is paid",
        "the debt to mezzanine is paid",
    ]


def test_carve_outs() -> None:
    def outcome(*carve_outs: FixedCarveOut | PercentCarveOut) -> Exit:
        return ExitTerms((Common("founders", 1),), (Debt("bank", 10),), carve_outs).evaluate()

    rows(outcome(FixedCarveOut("team", 2)), "11 10 1 0\n12 10 2 0\n20 10 2 8")
    of_rest = PercentCarveOut("team", "0.1", CarveOutBase.AFTER_DEBT)
    rows(outcome(of_rest), "10 10 0 0\n20 10 1 9\n110 10 10 90")
    # 10% of the exit value, from what debt leaves: all of it up to X - 10 = X / 10, X = 100/9.
    of_all = PercentCarveOut("team", "0.1", CarveOutBase.EXIT_VALUE)
    rows(outcome(of_all), "11 10 1 0\n100/9 10 10/9 0\n20 10 2 8")
    above = PercentCarveOut("team", "0.1", CarveOutBase.AFTER_DEBT, above=20)
    rows(outcome(above), "29 10 0 19\n30 10 0 20\n40 10 1 29")
    # Each percentage is reckoned on the same base.
    half = PercentCarveOut("sales", "0.5", CarveOutBase.AFTER_DEBT)
    rows(outcome(FixedCarveOut("team", 2), half), "20 10 2 5 3")
    with pytest.raises(AmbiguityError, match="of the exit value or of what is left"):
        PercentCarveOut("team", "0.1")
    with pytest.raises(ContradictionError, match="more than the whole"):
        two = PercentCarveOut("team", "0.6", CarveOutBase.AFTER_DEBT)
        ExitTerms((), (), (two, two))


def test_forced_conversion_jumps() -> None:
    # Participating 4 on 1 of 4 shares: at 40 it would hold 4 + 9 = 13; by force it has 10.
    terms = (Common("founders", 3), Preferred("P", 1, 4, Participating()))
    for when in (ExitValueReaches(40), SharePriceReaches(10)):
        outcome = ExitTerms(terms, forced=(ForcedConversion("listing", when),)).evaluate()
        rows(outcome, "20 12 8\n40 30 10\n44 33 11")
        just_below = outcome.schedule.at(40 - Fraction(1, 1000))
        assert just_below["P"] == 4 + (36 - Fraction(1, 1000)) / 4
        assert outcome.choices(40) == {"P": "forced"}
        (event,) = (b for b in outcome.schedule.breakpoints if b.jump)
        assert event.at == 40
        assert event.says == "listing: P must convert"
        # 13 is first reached just below 40 in the limit only; at 52 for good.
        assert outcome.schedule.seek("P", 13) == 52


def test_after_a_forced_conversion_nothing_else_tips() -> None:
    # At 50m B (at 51m) and C (at 60m) have not converted yet; from there nobody chooses.
    listing = ForcedConversion("listing", ExitValueReaches(50_000_000))
    outcome = ExitTerms(THREE_ROUNDS.classes, forced=(listing,)).evaluate()
    *before, event = outcome.schedule.breakpoints
    assert event.says == "listing: A, B and C must convert"
    assert [b.at / 10**6 for b in before][-1] == Fraction("46.2")
    assert outcome.schedule.at(60_000_000)["C"] == 30_000_000
    # Of 50m A gets 1/15, B 1/10, C 1/2; before, B had 4.2 and C 30.
    assert outcome.schedule.at(50_000_000)["C"] == 25_000_000
    assert outcome.schedule.paid("C").before(50_000_000) == 30_000_000


def test_who_is_not_forced_still_chooses_after_the_event() -> None:
    # By force B is common from 10 on. A then converts at v = 4: 3 x 4 + 4 + 4 = 20, not at 24.
    terms = ExitTerms(
        (
            Common("founders", 3),
            Preferred("A", 1, 4, NonParticipating()),
            Preferred("B", 1, 4, Participating()),
        ),
        forced=(ForcedConversion("vote", ExitValueReaches(10), ["B"]),),
    )
    outcome = terms.evaluate()
    assert [f"{b.at} {b.says}" for b in outcome.schedule.breakpoints] == [
        "8 the preference of A and B is paid",
        "10 vote: B must convert",
        "20 A converts (a common share is worth 4)",
    ]
    rows(outcome, "8 0 4 4\n10 4.5 4 1.5\n20 12 4 4\n25 15 5 5")
    assert outcome.choices(12) == {"A": "holds", "B": "forced"}


def test_two_events_in_turn() -> None:
    terms = ExitTerms(
        (
            Common("founders", 2),
            Preferred("A", 1, 4, Participating()),
            Preferred("B", 1, 4, Participating()),
        ),
        forced=(
            ForcedConversion("vote of B", ExitValueReaches(60), ["B"]),
            ForcedConversion("vote of A", ExitValueReaches(40), ["A"]),
        ),
    )
    # 20: 8 + 12/4 each. 40: only B holds 4, v = 36/4. 60: all common.
    rows(terms.evaluate(), "20 6 7 7\n40 18 9 13\n60 30 15 15")
    with pytest.raises(ContradictionError, match="which cannot"):
        ExitTerms(terms.classes, forced=(ForcedConversion("x", ExitValueReaches(1), ["founders"]),))
    with pytest.raises(ContradictionError, match="no class to convert"):
        ExitTerms(terms.classes, forced=(ForcedConversion("x", ExitValueReaches(1), []),))
    with pytest.raises(ContradictionError, match="no class to convert"):
        ExitTerms((Common("c", 1),), forced=(ForcedConversion("x", ExitValueReaches(1)),))


# -- ties and circularities -----------------------------------------------------------------------


def test_two_classes_convert_at_one_point() -> None:
    # Both where v = 2: X = 3 x 2 + 2 + 4 = 12; below it neither, from there both.
    outcome = ExitTerms(
        (
            Common("founders", 3),
            Preferred("A", 1, 2, NonParticipating()),
            Preferred("B", 2, 4, NonParticipating()),
        )
    ).evaluate()
    rows(outcome, "11 5 2 4\n12 6 2 4\n18 9 3 6")
    assert outcome.choices(11) == {"A": "holds", "B": "holds"}
    assert outcome.choices(12) == {"A": "converts", "B": "converts"}


def test_a_cap_that_equals_the_preference_is_no_participation() -> None:
    capped = one_preferred(Preferred("P", 1, 4, ParticipatingCapped(1, True)))
    plain = one_preferred(Preferred("P", 1, 4, NonParticipating()))
    rows(capped, "4 0 4\n8 4 4\n16 12 4\n20 15 5")
    assert capped.schedule.paid("P") == plain.schedule.paid("P")
    with pytest.raises(ContradictionError, match="cap of 4 lies below the preference of 8"):
        Preferred("P", 1, 4, ParticipatingCapped(1, True), multiple=2)


def test_a_class_without_shares_or_without_preference() -> None:
    none = one_preferred(Preferred("P", 0, 4, NonParticipating()))
    rows(none, "3 0 3\n4 0 4\n100 96 4")
    assert none.choices(100) == {}
    rows(one_preferred(Preferred("P", 0, 4, TWICE_IN_ALL)), "100 96 4")
    free = one_preferred(Preferred("P", 1, 0, NonParticipating()))
    rows(free, "0 0 0\n4 3 1")
    assert free.choices(0) == {"P": "converts"}
    rows(ExitTerms((Common("founders", 1), Option("o", 0, 1, Exercise.NET))).evaluate(), "9 9 0")


def test_no_share_takes_what_is_left() -> None:
    classes = (Common("founders", 0), Preferred("P", 0, 4, NonParticipating()))
    payouts = ExitTerms(classes).evaluate().schedule.at(10)
    assert payouts["P"] == 4
    assert payouts.unassigned.amount == 6
    assert payouts.unassigned.because[0].label == "no share takes part in what is left"
    assert ExitTerms(classes).evaluate().share_value(10) == 0
    never = ForcedConversion("listing", SharePriceReaches(1))
    assert ExitTerms(classes, forced=(never,)).evaluate().events == ()


def test_only_options_are_left() -> None:
    # Nobody shares below the strike, so the options have all, and a share is worth the strike more.
    outcome = ExitTerms((Option("o", 2, 5, Exercise.NET),)).evaluate()
    rows(outcome, "0 0\n4 4")
    assert outcome.share_value(4) == 7


def test_an_empty_pool_and_a_pool_below_the_debt() -> None:
    terms = ExitTerms(THREE_ROUNDS.classes, (Debt("bank", 5_000_000),))
    nothing = terms.evaluate().schedule.at(0)
    assert all(p.amount == 0 for p in nothing.payments)
    short = terms.evaluate().schedule.at(4_999_999)
    assert short["bank"] == 4_999_999
    assert sum(p.amount for p in short.payments) == 4_999_999


def test_names_must_differ() -> None:
    with pytest.raises(ContradictionError, match="two classes are called A"):
        ExitTerms((Common("A", 1), Common("A", 2)))


def test_a_creditor_that_is_twice_a_creditor() -> None:
    debts = (Debt("bank", 3), Debt("bank", 2, rank=2))
    rows(ExitTerms((Common("c", 1),), debts).evaluate(), "4 4 0\n6 5 1")


def test_forty_classes() -> None:
    preferred = tuple(
        Preferred(f"P{i}", 10 + i, 100 + 7 * i, NonParticipating(), rank=i % 5 + 1)
        for i in range(39)
    )
    outcome = ExitTerms((Common("founders", 1000), *preferred)).evaluate()
    # All convert where the dearest share, P0's at 10, is reached: X = 10 x all shares.
    shares = 1000 + sum(10 + i for i in range(39))
    rich = outcome.schedule.at(11 * shares)
    assert all(rich[f"P{i}"] == 11 * (10 + i) for i in range(39))
    assert len(outcome.schedule.knots) > 40


def test_a_class_is_divided_among_its_holders() -> None:
    split = THREE_ROUNDS.evaluate().schedule.split({"C": {"fund": 1_000_000, "angel": 500_000}})
    payouts = split.at(60_000_000)
    assert payouts["fund"] == 20_000_000
    assert payouts["angel"] == 10_000_000
    assert payouts.payment("fund").because[0].label == "C: converted into 1,500,000 common shares"
    with pytest.raises(KeyError):
        THREE_ROUNDS.evaluate().schedule.split({"D": {"fund": 1}})
    with pytest.raises(ContradictionError, match="nobody holds any unit of C"):
        THREE_ROUNDS.evaluate().schedule.split({"C": {"fund": 0}})

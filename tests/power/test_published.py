"""Values from the literature, and small boards that can be checked by hand."""

from fractions import Fraction
from math import comb

import pytest

from minutebook.power import Group, threshold, unanimous, weighted

PERMANENT = [f"permanent-{i}" for i in range(5)]
ELECTED = [f"elected-{i}" for i in range(10)]


def test_security_council_as_compound_and_as_weighted() -> None:
    compound = threshold(9, PERMANENT + ELECTED) & unanimous(PERMANENT)
    as_weights = weighted(39, dict.fromkeys(PERMANENT, 7) | dict.fromkeys(ELECTED, 1))
    for council in (compound, as_weights):
        assert council.swings() == dict.fromkeys(PERMANENT, 848) | dict.fromkeys(ELECTED, 84)
        shares = dict.fromkeys(PERMANENT, Fraction(421, 2145))
        assert council.shapley_shubik() == shares | dict.fromkeys(ELECTED, Fraction(4, 2145))
        assert council.banzhaf()["elected-3"] == Fraction(84, 2**14)
        assert council.minimal_winning_count() == comb(10, 4)
        assert council.blocking_count() == 5 + comb(10, 7)
        assert council.vetoers() == set(PERMANENT)
        assert not council.dummies()


def test_security_council_as_groups() -> None:
    council = weighted(39, {"permanent": Group(5, 7), "elected": Group(10, 1)})
    assert council.swings() == {"permanent": 848, "elected": 84}
    index = council.shapley_shubik()
    assert index == {"permanent": Fraction(421, 2145), "elected": Fraction(4, 2145)}
    assert index.total() == 1
    assert council.minimal_winning_count() == comb(10, 4)
    assert len(list(council.minimal_winning())) == 1


def test_security_council_before_1966() -> None:
    elected = ELECTED[:6]
    council = threshold(7, PERMANENT + elected) & unanimous(PERMANENT)
    assert council.shapley_shubik()["permanent-0"] == Fraction(76, 385)
    assert council.shapley_shubik()["elected-0"] == Fraction(1, 462)


def test_economic_community_of_1958() -> None:
    weights = {"DE": 4, "FR": 4, "IT": 4, "NL": 2, "BE": 2, "LU": 1}
    council = weighted(12, weights)
    big, middle = Fraction(7, 30), Fraction(3, 20)
    assert council.shapley_shubik() == {
        **dict.fromkeys(["DE", "FR", "IT"], big),
        **dict.fromkeys(["NL", "BE"], middle),
        "LU": 0,
    }
    assert council.swings() == {"DE": 10, "FR": 10, "IT": 10, "NL": 6, "BE": 6, "LU": 0}
    assert council.banzhaf_normalised()["DE"] == Fraction(5, 21)
    assert council.banzhaf_normalised()["NL"] == Fraction(1, 7)
    assert council.dummies() == {"LU"}
    assert weights == {"DE": 4, "FR": 4, "IT": 4, "NL": 2, "BE": 2, "LU": 1}


COUNCILS = {
    1973: (41, {"big": (4, 10), "middle": (2, 5), "small": (2, 3), "LU": (1, 2)}),
    1981: (45, {"big": (4, 10), "middle": (3, 5), "small": (2, 3), "LU": (1, 2)}),
    1986: (54, {"big": (4, 10), "ES": (1, 8), "middle": (4, 5), "small": (2, 3), "LU": (1, 2)}),
    1995: (62, {"big": (4, 10), "ES": (1, 8), "middle": (4, 5), "four": (2, 4), "small": (3, 3),
                "LU": (1, 2)}),
}  # fmt: skip
# Felsenthal and Machover, The Measurement of Voting Power (1998), chapter 5: to four digits.
BANZHAF = {
    1973: {"big": "0.1672", "middle": "0.0915", "small": "0.0662", "LU": "0.0158"},
    1981: {"big": "0.1577", "middle": "0.0820", "small": "0.0410", "LU": "0.0410"},
    1986: {"big": "0.1287", "ES": "0.1089", "middle": "0.0666", "small": "0.0459", "LU": "0.0180"},
    1995: {"big": "0.1116", "ES": "0.0924", "middle": "0.0587", "four": "0.0479",
           "small": "0.0359", "LU": "0.0226"},
}  # fmt: skip


@pytest.mark.parametrize("year", COUNCILS)
def test_councils_of_the_communities(year: int) -> None:
    quota, classes = COUNCILS[year]
    council = weighted(quota, {n: Group(count, w) for n, (count, w) in classes.items()})
    index = council.banzhaf_normalised()
    assert {n: f"{float(v):.4f}" for n, v in index.items()} == BANZHAF[year]
    assert index.total() == council.shapley_shubik().total() == 1


def test_the_council_of_fifteen_gives_the_big_four_seven_sixtieths_each() -> None:
    quota, classes = COUNCILS[1995]
    council = weighted(quota, {n: Group(count, w) for n, (count, w) in classes.items()})
    assert council.shapley_shubik()["big"] == Fraction(7, 60)
    assert council.shapley_shubik()["ES"] == Fraction(860, 9009)


def test_nassau_county_in_1964() -> None:
    board = weighted(58, {"H1": 31, "H2": 31, "OB": 28, "NH": 21, "LB": 2, "GC": 2})
    assert board.dummies() == {"NH", "LB", "GC"}
    assert board.banzhaf_normalised()["OB"] == Fraction(1, 3)


def test_six_directors() -> None:
    board = threshold(4, ["a", "b", "c", "d", "e", "f"])
    assert board.minimal_winning_count() == 15
    assert len(set(board.minimal_winning())) == 15
    assert board.shapley_shubik() == dict.fromkeys("abcdef", Fraction(1, 6))
    assert board.blocking_count() == comb(6, 3)


def test_four_directors_three_needed() -> None:
    board = threshold(3, "abcd")
    assert board.minimal_winning_count() == 4
    assert set(board.blocking()) == {
        frozenset(pair) for pair in ("ab", "ac", "ad", "bc", "bd", "cd")
    }
    assert not board.vetoers()
    assert unanimous("abcd").vetoers() == set("abcd")


def test_forty_nine_percent_can_do_nothing_and_two_percent_as_much_as_anybody() -> None:
    assert weighted(50, {"us": 51, "them": 49}, more_than=True).dummies() == {"them"}
    even = weighted(50, {"us": 49, "them": 49, "heirs": 2}, more_than=True)
    assert even.shapley_shubik() == dict.fromkeys(["us", "them", "heirs"], Fraction(1, 3))


def test_a_large_class_is_one_block() -> None:
    company = weighted(5000, {"founder": 1000, "public": Group(9000, 1)})
    index = company.shapley_shubik()
    assert index.total() == 1
    # Pivotal when it speaks after 4000 to 4999 of the 9000, all 9001 places being equally likely.
    assert index["founder"] == Fraction(1000, 9001)


def test_majority_of_a_hundred_equal_voters_keeps_every_digit() -> None:
    for voters in (68, 100):
        assembly = weighted(voters // 2 + 1, [1] * voters)
        assert assembly.swings()[0] == comb(voters - 1, voters // 2)
        assert assembly.shapley_shubik()[0] == Fraction(1, voters)


def test_a_large_class_is_counted_at_once() -> None:
    company = weighted(5_001, {"public": Group(10_000, 1)})
    assert company.swings() == {"public": comb(9_999, 5_000)}
    assert company.minimal_winning_count() == comb(10_000, 5_001)
    assert company.blocking_count() == comb(10_000, 5_000)
    assert company.banzhaf_normalised()["public"] == Fraction(1, 10_000)

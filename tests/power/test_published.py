"""Values from the literature, and small boards that can be checked by hand."""

from fractions import Fraction
from itertools import permutations
from math import comb, factorial

import numpy as np
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
# Values of our own, kept so that they do not move: every coalition is counted below.
BANZHAF = {
    1973: {"big": "0.1672", "middle": "0.0915", "small": "0.0662", "LU": "0.0158"},
    1981: {"big": "0.1577", "middle": "0.0820", "small": "0.0410", "LU": "0.0410"},
    1986: {"big": "0.1287", "ES": "0.1089", "middle": "0.0666", "small": "0.0459", "LU": "0.0180"},
    1995: {"big": "0.1116", "ES": "0.0924", "middle": "0.0587", "four": "0.0479",
           "small": "0.0359", "LU": "0.0226"},
}  # fmt: skip


def every_coalition(quota: int, weights: list[int]) -> list[int]:
    """The swings of each weight, by going through all sets of the others."""
    found = []
    for place, weight in enumerate(weights):
        sums = np.zeros(1, dtype=np.int64)
        for other in weights[:place] + weights[place + 1 :]:
            sums = np.concatenate([sums, sums + other])
        found.append(int(((sums < quota) & (sums + weight >= quota)).sum()))
    return found


@pytest.mark.parametrize("year", COUNCILS)
def test_councils_against_every_coalition(year: int) -> None:
    quota, classes = COUNCILS[year]
    council = weighted(quota, {n: Group(count, w) for n, (count, w) in classes.items()})
    each = [(name, w) for name, (count, w) in classes.items() for _ in range(count)]
    swings = every_coalition(quota, [w for _, w in each])
    found = council.swings()
    assert swings == [found[name] for name, _ in each]


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


def test_nassau_county_in_1958() -> None:
    # Banzhaf, Weighted voting doesn't work (1965): three of six supervisors had no power.
    board = weighted(16, {"H1": 9, "H2": 9, "NH": 7, "OB": 3, "GC": 1, "LB": 1})
    assert board.dummies() == {"OB", "GC", "LB"}
    assert board.banzhaf_normalised()["NH"] == Fraction(1, 3)


def test_nassau_county_in_1964() -> None:
    # Banzhaf (1965), as above.
    board = weighted(58, {"H1": 31, "H2": 31, "OB": 28, "NH": 21, "LB": 2, "GC": 2})
    assert board.dummies() == {"NH", "LB", "GC"}
    assert board.banzhaf_normalised()["OB"] == Fraction(1, 3)


PROVINCES = {"ON": 34, "QC": 29, "BC": 9, "AB": 7, "SK": 5, "MB": 5, "NS": 4, "NB": 3, "NL": 3,
             "PE": 1}  # fmt: skip
"""Shares of the population in whole percent, rounded so that they add up to 100."""


def test_amending_a_constitution_by_seven_of_ten_with_half_of_the_population() -> None:
    """The general procedure of Constitution Act 1982 (Canada), s. 38(1), against all 2^10 sets."""
    formula = threshold(7, PROVINCES) & weighted(50, PROVINCES)
    names = list(PROVINCES)
    swings = dict.fromkeys(names, 0)
    for number in range(1 << len(names)):
        chosen = {n for place, n in enumerate(names) if number >> place & 1}
        for name in chosen:
            swings[name] += _amends(chosen) and not _amends(chosen - {name})
    assert formula.swings() == swings
    assert not formula.vetoers()
    # Neither can be done without both of the two largest.
    assert not formula.wins(set(names) - {"ON", "QC"})


def _amends(provinces: set[str]) -> bool:
    return len(provinces) >= 7 and sum(PROVINCES[p] for p in provinces) >= 50


SMALL: dict[str, tuple[int, list[int]]] = {
    "4 of 3, 2, 1, 1": (4, [3, 2, 1, 1]),
    "6 of 4, 3, 2, 1": (6, [4, 3, 2, 1]),
    "51 of 50, 49, 1": (51, [50, 49, 1]),
    "more than half of 40, 30, 20, 10": (51, [40, 30, 20, 10]),
    "more than half of 35, 20, 15, 15, 15": (51, [35, 20, 15, 15, 15]),
}


@pytest.mark.parametrize("name", SMALL)
def test_textbook_games_by_their_definitions(name: str) -> None:
    quota, weights = SMALL[name]
    game = weighted(quota, weights)
    pivots = dict.fromkeys(range(len(weights)), 0)
    for order in permutations(pivots):
        total = 0
        for player in order:
            total += weights[player]
            if total >= quota:
                pivots[player] += 1
                break
    orders = factorial(len(weights))
    assert game.shapley_shubik() == {p: Fraction(k, orders) for p, k in pivots.items()}
    assert list(game.swings().values()) == every_coalition(quota, weights)


# Electors from the 2024 election on (census of 2020); Maine and Nebraska taken as one each.
ELECTORS = {
    54: 1, 40: 1, 30: 1, 28: 1, 19: 2, 17: 1, 16: 2, 15: 1, 14: 1, 13: 1, 12: 1, 11: 4, 10: 5,
    9: 2, 8: 3, 7: 2, 6: 6, 5: 2, 4: 7, 3: 7,
}  # fmt: skip


def test_electoral_college_against_a_plain_table_of_sums() -> None:
    weights = [w for w, count in ELECTORS.items() for _ in range(count)]
    assert (len(weights), sum(weights)) == (51, 538)
    swings, shapley = weighted(270, weights).swings(), weighted(270, weights).shapley_shubik()
    assert shapley.exact and shapley.total() == 1
    for place in (0, 1, 12, 50):
        own, others = weights[place], weights[:place] + weights[place + 1 :]
        table = [[0] * 270 for _ in weights]
        table[0][0] = 1
        for weight in others:
            for size in range(len(others), 0, -1):
                for total in range(269, weight - 1, -1):
                    table[size][total] += table[size - 1][total - weight]
        by_size = [sum(row[270 - own :]) for row in table]
        assert swings[place] == sum(by_size)
        orders = sum(Fraction(k, comb(50, size)) for size, k in enumerate(by_size))
        assert shapley[place] == orders / 51


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

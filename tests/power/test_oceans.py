"""Few persons beside a crowd: against counting by size, and against the limit of the literature."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutebook.power import Game, Group, counting, oceans, threshold, weighted
from minutebook.power.normal import normal_form
from minutebook.power.polynomials import shapley_value

INSIDE = partial(counting.profile, patient=False), partial(counting.wins_by_size, patient=False)


@st.composite
def games(draw: st.DrawFn) -> Game:
    crowd = draw(st.integers(5, 14))
    names = ["a", "b", "c"][: draw(st.integers(0, 3))]
    pair = draw(st.booleans())
    share = draw(st.integers(0, 2))

    def test() -> Game:
        weights = {n: Group(1, draw(st.integers(0, 9))) for n in names}
        weights |= {"crowd": Group(crowd, share)} | ({"pair": Group(2, 3)} if pair else {})
        return weighted(draw(st.integers(0, 24)), weights)

    game = test()
    for _ in range(draw(st.integers(0, 2))):
        game = game & test() if draw(st.booleans()) else game | test()
    nested = draw(st.booleans())
    if names and nested:
        game = game.replace(names[0], threshold(2, ["x", "y", "z"]))
    return game


@settings(max_examples=150, deadline=None)
@given(games())
def test_a_crowd_of_any_size_as_counted_by_size(game: Game) -> None:
    form = normal_form(game)
    assert form is not None
    crowd = max(form.levels, key=lambda level: level.count)
    few = tuple(level for level in form.levels if level is not crowd)
    found = oceans.shapley(game, oceans.Ocean(form, crowd, few), *INSIDE)
    slowly = {
        player: shapley_value(swings, game.population)
        for player, swings in counting.profile(game, False).items()
    }
    assert found == slowly


def test_one_major_holder_and_an_ocean() -> None:
    """A third of the votes beside a dispersed rest: half of the power, by w / (1 - w).

    J. W. Milnor and L. S. Shapley, Values of large games II: oceanic games, Mathematics of
    Operations Research 3 (1978): a single major player of weight w < 1/2 under simple majority.
    """
    for holders in (10**3, 10**6, 10**9):
        firm = weighted(3 * holders, {"major": 2 * holders, "float": Group(holders, 4)})
        value = firm.shapley_shubik()["major"]
        assert abs(value - Fraction(1, 2)) < Fraction(1, holders)


@pytest.mark.parametrize("w", ["1/4", "1/3", "2/5"])
def test_two_equal_major_holders_and_an_ocean(w: str) -> None:
    """The limit as an area: each comes at a time between 0 and 1, the ocean fills in evenly."""
    share = Fraction(w)
    ocean = 1 - 2 * share
    steps = 500
    area = 0
    for step in range(steps):
        there = ocean * Fraction(2 * step + 1, 2 * steps)
        alone = there < Fraction(1, 2) <= there + share
        second = there + share < Fraction(1, 2) <= there + 2 * share
        area += alone * (2 * steps - 2 * step - 1) + second * (2 * step + 1)
    limit = Fraction(area, 2 * steps**2)
    weights: dict[str, Fraction | Group] = {"one": share, "two": share}
    weights["float"] = Group(60_000, ocean / 60_000)
    index = weighted(Fraction(1, 2), weights, more_than=True).shapley_shubik()
    assert abs(index["one"] - limit) < Fraction(1, 200)
    assert index.total() == 1


def test_a_crowd_in_two_limbs_is_counted_at_once() -> None:
    tokens: dict[str, int | Group] = {"a": 320_000, "b": 300_000, "c": 90_000}
    tokens["holders"] = Group(200_000, Fraction(9_290_000, 200_000))
    game = weighted(5_000_000, tokens, more_than=True) & weighted(400_000, tokens)
    index = game.shapley_shubik()
    assert index.exact and index.total() == 1
    assert index == weighted(5_000_000, tokens, more_than=True).shapley_shubik()

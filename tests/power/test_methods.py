"""Each counting method against the twin, or against another method where the twin is too slow."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.power.power_twin import games, minimal, persons, swings_by_size

from minutebook.power import (
    Game,
    Group,
    OutOfReachError,
    Quality,
    Sampling,
    halves,
    indices,
    layered,
    packed,
    quadrature,
    residues,
    sampling,
    threshold,
    weighted,
    words,
)
from minutebook.power.boolean import compile_game
from minutebook.power.counting import profile
from minutebook.power.normal import normal_form
from minutebook.power.polynomials import Polynomial, product, shapley_value

few = settings(max_examples=60, deadline=None)
weight_lists = st.lists(st.integers(0, 300), min_size=1, max_size=9).filter(any)
Method = Callable[[Sequence[int], int], dict[int, Polynomial]]


def quota_in(weights: list[int], share: int) -> int:
    """A quota from 1 to the total."""
    return 1 + share * (sum(weights) - 1) // 100


def by_weight(weights: list[int], quota: int) -> dict[int, Polynomial]:
    found = swings_by_size(weighted(quota, weights))
    return {weight: tuple(found[place]) for place, weight in enumerate(weights)}


@few
@given(weight_lists, st.integers(0, 100))
def test_methods_by_size(weights: list[int], share: int) -> None:
    quota = quota_in(weights, share)
    expected = by_weight(weights, quota)
    methods: list[Method] = [words.sized, packed.sized, halves.sized, residues.sized]
    for sized in methods:
        assert sized(weights, quota) == expected, sized.__module__


@few
@given(weight_lists, st.integers(0, 100))
def test_methods_without_sizes(weights: list[int], share: int) -> None:
    quota = quota_in(weights, share)
    expected = {w: sum(counts) for w, counts in by_weight(weights, quota).items()}
    assert words.plain(weights, quota) == expected
    assert packed.plain(weights, quota) == expected


@few
@given(weight_lists, st.integers(0, 100))
def test_count_of_minimal_coalitions(weights: list[int], share: int) -> None:
    game = weighted(quota_in(weights, share), weights)
    positive = [weight for weight in game.weights if weight]
    assert words.minimal_count(positive, game.quota) == len(minimal(game))


def test_minimal_coalitions_of_many_and_of_a_council() -> None:
    weights = [1 + (i * i * 7919) % 61 for i in range(80)]
    game = weighted(sum(weights) // 2, weights)
    assert game.minimal_winning_count() == words.minimal_count(weights, game.quota)
    by_diagram = compile_game(threshold(40, range(90)))
    assert by_diagram.diagrams.minimal_count(by_diagram.function) == comb(90, 40)
    assert threshold(40, range(90)).minimal_winning_count() == comb(90, 40)
    assert words.minimal_count([1] * 90, 40) == comb(90, 40)


def test_triple_majority_by_two_methods() -> None:
    people = [400_000 + (i * i * 7919 * 104729) % 20_000_000 for i in range(18)]
    states = range(18)
    enough = weighted(-(-sum(people) * 65 // 100), people)
    council = threshold(10, states) & enough | threshold(15, states)
    compiled = compile_game(council)
    swings = compiled.diagrams.swings(compiled.function)
    assert dict(zip(compiled.owners, swings, strict=True)) == profile(council, False)
    assert council.shapley_shubik().total() == 1
    losing_sets = council.blocking(limit=50)
    assert all(not council.wins(set(states) - coalition) for coalition in losing_sets)


@few
@given(weight_lists, st.integers(0, 100), st.integers(8, 400))
def test_intervals_hold_the_truth(weights: list[int], share: int, cells: int) -> None:
    quota = quota_in(weights, share)
    accuracy = Fraction(1, 10**12)
    n = len(weights)
    exact = quadrature.shapley(weights, quota, accuracy)
    coarse = quadrature.rounded(weights, quota, cells, accuracy)
    half = quadrature.banzhaf(weights, quota)
    coarse_half = quadrature.rounded_banzhaf(weights, quota, cells)
    for weight, counts in by_weight(weights, quota).items():
        shapley = shapley_value(counts, n)
        banzhaf = Fraction(sum(counts), 2 ** (n - 1))
        for interval, truth in (
            (exact, shapley),
            (coarse, shapley),
            (half, banzhaf),
            (coarse_half, banzhaf),
        ):
            assert abs(interval.values[weight] - truth) <= interval.errors[weight]
        assert exact.errors[weight] < Fraction(1, 10**11)
        assert half.errors[weight] < Fraction(1, 10**11)


@pytest.mark.parametrize(("voters", "largest"), [(64, 90), (99, 40), (100, 300)])
def test_many_voters_by_independent_methods(voters: int, largest: int) -> None:
    weights = [1 + (i * i * 7919) % largest for i in range(voters)]
    quota = sum(weights) * 3 // 5
    sized = words.sized(weights, quota)
    plain = words.plain(weights, quota)
    assert plain == packed.plain(weights, quota)
    assert plain == {weight: sum(counts) for weight, counts in sized.items()}
    assert sum((shapley_value(sized[w], voters) for w in weights), Fraction(0)) == 1
    if largest < 100:
        assert sized == packed.sized(weights, quota)
    interval = quadrature.shapley(weights, quota, Fraction(1, 10**12))
    assert all(
        abs(interval.values[w] - shapley_value(sized[w], voters)) <= interval.errors[w]
        for w in set(weights)
    )


def test_more_than_a_hundred_voters() -> None:
    weights = [1 + (i * i * 31) % 23 for i in range(130)]
    quota = sum(weights) // 2 + 1
    sized = packed.sized(weights, quota)
    assert sized == residues.sized(weights, quota)
    assert packed.plain(weights, quota) == {w: sum(counts) for w, counts in sized.items()}
    assert packed.plain([w * 1100 for w in weights], quota * 1100) == {
        w * 1100: sum(counts) for w, counts in sized.items()
    }


def test_halves_agree_with_tables_on_more_persons() -> None:
    weights = [1 + (i * i * 7919) % 997 for i in range(26)]
    quota = sum(weights) * 2 // 3
    assert halves.sized(weights, quota) == words.sized(weights, quota)


@few
@given(st.one_of(games(), games(groups=True)).filter(lambda game: game.population <= 9))
def test_layers_and_diagrams(game: Game) -> None:
    expected = {player: tuple(counts) for player, counts in swings_by_size(game).items()}
    compiled = compile_game(game)
    swings = compiled.diagrams.swings(compiled.function)
    assert dict(zip(compiled.owners, swings, strict=True)) == expected
    assert profile(game, True) == expected


def test_layers_count_beyond_machine_words() -> None:
    game = threshold(40, range(70)) & weighted(30, [2] * 20 + [1] * 50)
    swings = game.swings()
    assert game.shapley_shubik().total() == 1
    form = normal_form(game)
    assert form is not None
    assert len(form.levels) == 2
    # Forty persons always weigh at least forty: the second test never binds.
    assert swings == threshold(40, range(70)).swings()


def test_weights_beyond_machine_words() -> None:
    huge = [10**30 + 7**i for i in range(14)]
    game = weighted(sum(huge) // 2 + 1, huge)
    expected = swings_by_size(game)
    assert game.swings() == {player: sum(counts) for player, counts in expected.items()}
    compound = game & threshold(3, range(6))
    assert profile(compound, True) == {
        player: tuple(counts) for player, counts in swings_by_size(compound).items()
    }


def test_wide_diagrams_are_given_up() -> None:
    form = normal_form(two_tests(80))
    assert form is not None
    with pytest.raises(OutOfReachError, match="grows too"):
        layered.count(form, lambda level: ())


@given(st.lists(st.integers(-9, 9)), st.lists(st.integers(0, 9)))
def test_product_of_polynomials(left: list[int], right: list[int]) -> None:
    left = [abs(c) for c in left]
    expected = [0] * max(0, len(left) + len(right) - 1) if left and right else []
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            expected[i + j] += a * b
    assert product(left, right) == tuple(expected)


@pytest.mark.parametrize("count", [1, 2, 5, 30])
def test_gauss_legendre_integrates_powers(count: int) -> None:
    nodes = quadrature.gauss_legendre(count)
    for power in range(2 * count):
        integral = sum((share * node**power for node, share in nodes), Decimal(0))
        assert abs(integral * (power + 1) - 1) < Decimal(10) ** -20


def test_the_error_is_stated_and_can_be_chosen() -> None:
    weights = [10**7 + (i * i * 7919 * 104729) % 10**7 for i in range(120)]
    game = weighted(sum(weights) // 2 + 1, weights)
    index = game.banzhaf(within=Fraction(1, 100))
    assert index.quality is Quality.CERTIFIED
    assert not index.exact
    assert 0 < index.error < Fraction(1, 100)
    assert list(index) == list(range(120))
    share = game.banzhaf_normalised()
    assert share.quality is Quality.CERTIFIED
    assert abs(share.total() - 1) <= share.error * 120
    with pytest.raises(OutOfReachError):
        game.shapley_shubik(within=Fraction(0))
    with pytest.raises(OutOfReachError):
        game.swings()


def two_tests(n: int) -> Game:
    """Two tests with weights of no pattern: out of every exact method's reach."""
    first = [10**6 + (i * i * 7919 * 104729) % 10**6 for i in range(n)]
    second = [10**6 + (i * i * 6007 * 15485863) % 10**6 for i in range(n)]
    return weighted(sum(first) // 2, first) & weighted(sum(second) // 2, second)


def test_sampling_only_if_allowed_and_it_says_so() -> None:
    game = two_tests(80)
    with pytest.raises(OutOfReachError, match="`sampling`"):
        game.shapley_shubik()
    drawn = Sampling(seed=7, draws=400, confidence=Fraction(9, 10))
    index = game.shapley_shubik(sampling=drawn)
    assert index.quality is Quality.SAMPLED
    assert index.confidence == Fraction(9, 10)
    assert index == game.shapley_shubik(sampling=drawn)
    assert index != game.shapley_shubik(sampling=Sampling(seed=8, draws=400))
    assert abs(index[0] - Fraction(1, 80)) < index.error
    with pytest.raises(OutOfReachError):
        game.shapley_shubik(within=Fraction(1, 10**6), sampling=drawn)
    small = weighted(2, [1, 1, 1])
    assert small.shapley_shubik(sampling=drawn).exact


def test_sampled_values_lie_within_their_error() -> None:
    game = weighted(9, {"a": 5, "b": 4, "staff": Group(6, 1)})
    drawn = Sampling(seed=3, draws=2000, confidence=Fraction(999, 1000))
    for found, truth in (
        (sampling.banzhaf(game, drawn), game.banzhaf()),
        (sampling.shapley_shubik(game, drawn), game.shapley_shubik()),
    ):
        assert all(abs(found[player] - truth[player]) <= found.error for player in truth)
        assert found.error < Fraction(1, 15)


def test_exact_methods_prefer_what_is_small() -> None:
    assert len(persons(threshold(2, "abc"))) == 3
    swings = indices.swings(weighted(386, {"staff": Group(770)}))
    assert swings == {"staff": comb(769, 385)}

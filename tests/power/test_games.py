"""Every answer of the library against trying all coalitions."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from math import comb, prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.power.power_twin import (
    Votes,
    blocks,
    coalitions,
    games,
    minimal,
    nest,
    pattern,
    persons,
    shapley,
    swings_by_size,
    weighted_tests,
)

from minutebook.power import (
    Game,
    GameError,
    Group,
    InexactWeightError,
    NegativeWeightError,
    Part,
    PlayerError,
    Weighted,
    any_of,
    threshold,
    unanimous,
    weighted,
)
from minutebook.power.errors import OutOfReachError

few = settings(max_examples=60, deadline=None)
every = st.one_of(games(), games(groups=True)).filter(lambda game: game.population <= 10)


@few
@given(every)
def test_indices(game: Game) -> None:
    swings = {player: sum(counts) for player, counts in swings_by_size(game).items()}
    n = game.population
    total = sum(count * game.counts[player] for player, count in swings.items())
    assert game.swings() == swings
    in_order = [game.swings(), game.banzhaf(), game.banzhaf_normalised(), game.shapley_shubik()]
    assert all(list(index) == list(game.players) for index in in_order)
    assert game.banzhaf() == {p: Fraction(count, 2 ** (n - 1)) for p, count in swings.items()}
    assert game.banzhaf_normalised() == {
        player: Fraction(count, total) if total else Fraction(0) for player, count in swings.items()
    }
    assert game.shapley_shubik() == shapley(game)
    assert game.shapley_shubik().total() == (1 if total else 0)
    assert game.dummies() == {player for player, count in swings.items() if not count}


@few
@given(every)
def test_minimal_winning_coalitions(game: Game) -> None:
    expected = minimal(game)
    assert game.minimal_winning_count() == len(expected)
    found = list(game.minimal_winning())
    assert Counter(found) == Counter(set(expected))
    assert all(game.wins(coalition) for coalition in found)
    assert len(list(game.minimal_winning(limit=2))) == min(2, len(found))


@few
@given(st.lists(every, min_size=2, max_size=3), st.booleans(), st.booleans())
def test_games_that_share_no_player(parts: list[Game], together: bool, nested: bool) -> None:
    """Put together or side by side, directly or in the places of a game of consents."""
    own = [_renamed(part, str(number)) for number, part in enumerate(parts)]
    consents = [weighted(1, {f"part {number}": 1}) for number in range(len(own))]
    whole = consents if nested else own
    game = whole[0]
    for part in whole[1:]:
        game = game & part if together else game | part
    for number, part in enumerate(own) if nested else ():
        game = game.replace(f"part {number}", part)
    assume(game.population <= 10)
    assert set(game.minimal_winning()) == set(minimal(game))
    assert game.minimal_winning_count() == len(minimal(game))
    assert game.dummies() == {p for p, n in swings_by_size(game).items() if not any(n)}
    smallest = game.smallest_winning()
    sizes = [sum(e.count if isinstance(e, Part) else 1 for e in c) for c in minimal(game)]
    if smallest is not None:
        assert sum(e.count if isinstance(e, Part) else 1 for e in smallest) == min(sizes)
    assert (smallest is None) == (not sizes)


def _renamed(game: Game, prefix: str) -> Game:
    """The same game of other people: each player nested as a game of one, or one group."""
    for player, count in game.counts.items():
        if count == 1:
            game = game.replace(player, weighted(1, {f"{prefix} {player}": 1}))
    return game


@few
@given(every)
def test_blocking_is_the_exact_dual(game: Game) -> None:
    minimal_blocking = {
        pattern(game, votes)
        for _, votes in coalitions(game)
        if blocks(game, votes) and not any(blocks(game, less) for less in one_less(votes))
    }
    assert set(game.blocking()) == minimal_blocking
    counts = game.counts
    assert game.blocking_count() == sum(
        prod(comb(counts[part.group], part.count) for part in coalition if isinstance(part, Part))
        for coalition in minimal_blocking
    )
    for _, votes in coalitions(game):
        assert game.dual().carried(votes) == blocks(game, votes)
        assert game.dual().dual().carried(votes) == game.carried(votes)


def one_less(votes: Votes) -> list[Votes]:
    return [{**votes, player: count - 1} for player, count in votes.items() if count]


@few
@given(every)
def test_monotone(game: Game) -> None:
    for _, votes in coalitions(game):
        if game.carried(votes):
            for player, count in votes.items():
                if count < game.counts[player]:
                    assert game.carried({**votes, player: count + 1})


@few
@given(every)
def test_vetoers_and_smallest(game: Game) -> None:
    winning = [votes for _, votes in coalitions(game) if game.carried(votes)]
    assert game.vetoers() == {
        player
        for player in game.players
        if winning and all(votes[player] == game.counts[player] for votes in winning)
    }
    smallest = game.smallest_winning()
    if not winning:
        assert smallest is None
    else:
        assert smallest is not None
        assert game.wins(smallest)
        assert size(game, smallest) == min(sum(votes.values()) for votes in winning)


def size(game: Game, coalition: frozenset[object]) -> int:
    return sum(entry.count if isinstance(entry, Part) else 1 for entry in coalition)


@few
@given(every, st.lists(st.integers(0, 9), min_size=8, max_size=8))
def test_cheapest(game: Game, prices: list[int]) -> None:
    costs = {player: Fraction(prices["abcdefgh".index(str(player))], 3) for player in game.players}
    winning = [votes for _, votes in coalitions(game) if game.carried(votes)]
    cheapest = game.smallest_winning(costs)
    if not winning:
        assert cheapest is None
        return
    assert cheapest is not None
    assert game.wins(cheapest)
    paid = sum(
        costs[entry.group] * entry.count if isinstance(entry, Part) else costs[entry]
        for entry in cheapest
    )
    assert paid == min(sum(costs[p] * count for p, count in votes.items()) for votes in winning)


@few
@given(weighted_tests(), weighted_tests(), st.integers(0, 7))
def test_nested_is_what_it_says(outer: Weighted, inner: Weighted, place: int) -> None:
    slot = list(outer.players)[place % len(outer.players)]
    game = nest(outer, inner, place)
    for _, votes in coalitions(game):
        seat = int(inner.carried(votes))
        assert game.carried(votes) == outer.carried({**votes, slot: seat})


@few
@given(weighted_tests(), st.fractions(Fraction(1, 9), 50, max_denominator=9))
def test_scale_does_not_matter(game: Weighted, factor: Fraction) -> None:
    names, weights = game.names, game.weights
    scaled = weighted(
        game.quota * factor, {n: w * factor for n, w in zip(names, weights, strict=True)}
    )
    assert scaled.swings() == game.swings()
    assert set(scaled.minimal_winning()) == set(game.minimal_winning())


@few
@given(weighted_tests())
def test_equal_weights_have_equal_power(game: Weighted) -> None:
    index = game.shapley_shubik()
    for a, w in zip(game.names, game.weights, strict=True):
        for b, v in zip(game.names, game.weights, strict=True):
            assert (w < v and index[a] <= index[b]) or (w > v) or index[a] == index[b]


@few
@given(weighted_tests(largest=4, groups=True))
def test_a_group_is_its_members(game: Weighted) -> None:
    entries = zip(game.names, game.weights, game.sizes, strict=True)
    members = {f"{name}{i}": w for name, w, count in entries for i in range(count)}
    apart = weighted(game.quota, members)
    index = apart.shapley_shubik()
    assert index.total() == game.shapley_shubik().total()
    assert all(index[f"{name}0"] == game.shapley_shubik()[name] for name in game.names)
    assert apart.minimal_winning_count() == game.minimal_winning_count()


def test_more_than_and_at_least() -> None:
    assert weighted(50, {"a": 50, "b": 50}).wins("a")
    assert not weighted(50, {"a": 50, "b": 50}, more_than=True).wins("a")
    two_thirds = weighted(Fraction(2, 3), {"a": Decimal("0.6667"), "b": Decimal("0.3333")})
    assert two_thirds.wins(["a"])
    assert not weighted(Decimal("0.6667"), two_thirds_of(2)).wins([0, 1])


def two_thirds_of(consenting: int) -> list[Fraction]:
    return [Fraction(1, 3)] * (consenting + 1)


def test_quota_zero_and_quota_out_of_reach() -> None:
    always, never = weighted(0, {"a": 1}), weighted(2, {"a": 1})
    assert always.wins(())
    assert list(always.minimal_winning()) == [frozenset()]
    assert list(always.blocking()) == []
    assert not never.wins("a")
    assert list(never.minimal_winning()) == []
    assert list(never.blocking()) == [frozenset()]
    assert always.swings() == never.swings() == {"a": 0}
    assert always.shapley_shubik() == never.banzhaf_normalised() == {"a": 0}
    assert always.dummies() == never.dummies() == {"a"}
    assert not always.vetoers()
    assert not never.vetoers()
    assert always.smallest_winning() == frozenset()
    assert never.smallest_winning() is None


def test_a_game_without_players() -> None:
    nobody = weighted(1, {})
    assert nobody.swings() == {}
    assert nobody.shapley_shubik() == {}
    assert not nobody.wins(())
    assert any_of(()).minimal_winning_count() == 0
    assert unanimous(()).wins(())
    filled = threshold(2, "ab").replace("b", unanimous(()))
    assert filled.swings() == {"a": 1}


def test_coalitions_are_written_in_several_ways() -> None:
    company = weighted(60, {"founder": 40, "staff": Group(30, 2)})
    assert company.wins(["staff"])
    assert company.wins(["founder", Part("staff", 10)])
    assert company.wins({"founder": 1, "staff": 10})
    assert not company.wins({"founder": 1, "staff": 9})
    assert set(company.minimal_winning()) == {
        frozenset({"founder", Part("staff", 10)}),
        frozenset({Part("staff", 30)}),
    }
    with pytest.raises(PlayerError, match="'stranger' is not a player"):
        company.wins(["stranger"])
    with pytest.raises(PlayerError, match="30 members, not 31"):
        company.wins({"staff": 31})


def test_mistakes_are_refused() -> None:
    with pytest.raises(NegativeWeightError, match="weight of 'a' is -1, below zero"):
        weighted(1, {"a": -1})
    with pytest.raises(NegativeWeightError, match="quota"):
        weighted(-1, {"a": 1})
    with pytest.raises(InexactWeightError, match="use an int, a Fraction or a Decimal"):
        weighted(1, {"a": 0.5})  # type: ignore[dict-item]  # the mistake under test
    with pytest.raises(InexactWeightError, match="no number"):
        weighted(1, {"a": Decimal("NaN")})
    with pytest.raises(PlayerError, match="0 members"):
        weighted(1, {"a": Group(0)})
    with pytest.raises(PlayerError, match="named twice"):
        threshold(1, ["a", "a"])
    with pytest.raises(PlayerError, match="2 members here and 1 there"):
        weighted(1, {"a": Group(2)}) & weighted(1, {"a": 1})
    with pytest.raises(PlayerError, match="2 members here and 1 there"):
        weighted(1, {"a": Group(2), "b": 1}).replace("b", weighted(1, {"a": 1}))
    with pytest.raises(PlayerError, match="not a single player"):
        weighted(1, {"a": Group(2)}).replace("a", any_of("xy"))
    with pytest.raises(NegativeWeightError, match="cost"):
        any_of("ab").smallest_winning({"a": -1})
    with pytest.raises(PlayerError, match="has a cost"):
        any_of("ab").smallest_winning({"z": 1})
    with pytest.raises(GameError, match="below zero"):
        any_of("ab").banzhaf(within=Fraction(-1))


def test_the_callers_input_is_left_alone() -> None:
    listed = [4, 4, 3, 2, 1, 1]
    mapped = {"a": 4, "b": 3}
    for game in (weighted(8, listed), weighted(4, mapped)):
        game.banzhaf()
        game.shapley_shubik()
        list(game.minimal_winning())
    assert listed == [4, 4, 3, 2, 1, 1]
    assert mapped == {"a": 4, "b": 3}


def test_persons_of_a_group_are_counted() -> None:
    assert len(persons(weighted(1, {"a": 1, "g": Group(3)}))) == 4


def test_coalitions_of_a_crowd_are_counted_up_to_a_size_and_no_further() -> None:
    """Ann and half of the crowd, or more than half of it without her: counted by hand."""
    crowd = {"ann": Group(1, 1), "crowd": Group(1_000, 1)}
    assert weighted(501, crowd).minimal_winning_count() == comb(1_000, 500) + comb(1_000, 501)
    with pytest.raises(OutOfReachError):
        weighted(500_001, {"crowd": Group(1_000_000, 1)}).minimal_winning_count()

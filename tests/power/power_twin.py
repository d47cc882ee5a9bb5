"""The slow, obvious twin: every question answered by trying all coalitions of persons."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import factorial

from hypothesis import strategies as st

from minutebook.power import Game, Group, Part, Weighted, weighted
from minutebook.power.results import Player

Votes = dict[Player, int]
NAMES = "abcdefgh"


def persons(game: Game) -> list[Player]:
    """The owner of each person: a group's name once per member."""
    return [player for player, count in game.counts.items() for _ in range(count)]


def coalitions(game: Game) -> Iterator[tuple[tuple[bool, ...], Votes]]:
    """Every coalition as a choice per person, and as votes per player."""
    owners = persons(game)
    for choice in product((False, True), repeat=len(owners)):
        votes: Votes = dict.fromkeys(game.players, 0)
        for owner, chosen in zip(owners, choice, strict=True):
            votes[owner] += chosen
        yield choice, votes


def swings_by_size(game: Game) -> dict[Player, list[int]]:
    """Swings of one member of each player, by number of others consenting."""
    owners = persons(game)
    found = {player: [0] * len(owners) for player in game.players}
    for choice, votes in coalitions(game):
        if game.carried(votes):
            continue
        for player in game.players:
            if not choice[owners.index(player)] and game.carried(
                {**votes, player: votes[player] + 1}
            ):
                found[player][sum(choice)] += 1
    return found


def shapley(game: Game) -> dict[Player, Fraction]:
    """The index from its definition over sizes."""
    n = len(persons(game))
    return {
        player: sum(
            (
                Fraction(count * factorial(size) * factorial(n - 1 - size), factorial(n))
                for size, count in enumerate(counts)
            ),
            Fraction(0),
        )
        for player, counts in swings_by_size(game).items()
    }


def minimal(game: Game) -> list[frozenset[Player | Part]]:
    """Minimal winning coalitions, one entry per coalition of persons."""
    found = []
    for _, votes in coalitions(game):
        if game.carried(votes) and not any(
            votes[player] and game.carried({**votes, player: votes[player] - 1})
            for player in game.players
        ):
            found.append(pattern(game, votes))
    return found


def pattern(game: Game, votes: Votes) -> frozenset[Player | Part]:
    """A coalition as the library writes it."""
    return frozenset(
        player if game.counts[player] == 1 else Part(player, count)
        for player, count in votes.items()
        if count
    )


def blocks(game: Game, votes: Votes) -> bool:
    """Whether the others cannot win without these."""
    return not game.carried({p: count - votes[p] for p, count in game.counts.items()})


def weighted_tests(
    names: str = NAMES, largest: int = 9, groups: bool = False
) -> st.SearchStrategy[Weighted]:
    """One weighted test over some of the names; groups have two members in every game."""
    weight = st.integers(0, largest)

    def build(weights: dict[str, int], share: int) -> Weighted:
        total = sum(w * (2 if groups and name in "gh" else 1) for name, w in weights.items())
        entries = {
            name: Group(2, w) if groups and name in "gh" else w for name, w in weights.items()
        }
        return weighted(round(share * (total + 2) / 20), entries)

    maps = st.dictionaries(st.sampled_from(names), weight, min_size=1, max_size=len(names))
    return st.builds(build, maps, st.integers(0, 20))


def games(groups: bool = False) -> st.SearchStrategy[Game]:
    """Tests joined by & and |, and nested, with or without players in common."""
    leaf: st.SearchStrategy[Game] = weighted_tests(groups=groups)

    def join(parts: st.SearchStrategy[Game]) -> st.SearchStrategy[Game]:
        return st.one_of(
            st.builds(lambda a, b: a & b, parts, parts),
            st.builds(lambda a, b: a | b, parts, parts),
            st.builds(nest, parts, parts, st.integers(0, 7)),
        )

    return st.recursive(leaf, join, max_leaves=4)


def nest(outer: Game, inner: Game, place: int) -> Game:
    """The inner game put in the place of some single player of the outer one."""
    single = [player for player, count in outer.counts.items() if count == 1]
    return outer.replace(single[place % len(single)], inner) if single else outer

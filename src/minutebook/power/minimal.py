"""Minimal winning coalitions, dummies and the cheapest coalition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice
from math import comb, lcm, prod
from typing import Any

from minutebook.power import words
from minutebook.power.apart import Apart, apart, with_weight
from minutebook.power.boolean import MAX_PERSONS, compile_game
from minutebook.power.coalitions import Number, Part
from minutebook.power.counting import MAX_TABLE
from minutebook.power.errors import NegativeWeightError, OutOfReachError, PlayerError
from minutebook.power.games import Both, Game, Weighted
from minutebook.power.learning import learnt
from minutebook.power.results import Player

Entry = Player | Part

# Needs kept one by one before a table of all sums is the better choice.
MAX_NEEDS = 1 << 17
# Members of a group beyond which coalitions are not counted: they have too many digits.
MAX_CROWD = 50_000
# Patterns of a game of groups that are gone through; beyond, they are learnt.
SETTLED = 1 << 12
# Bits of a table of reachable sums; beyond it, dummies are found by searching.
MAX_SUMS = 1 << 31


def minimal_winning(game: Game, limit: int | None = None) -> Iterator[frozenset[Entry]]:
    """See `Game.minimal_winning`."""
    parts = apart(game)
    if isinstance(game, Weighted):
        found = _of_weighted(game)
    elif parts is not None:
        found = _put_together(parts)
    elif _grouped(game):
        found = _of_groups(game)
    else:
        compiled = compile_game(game)
        sets = compiled.diagrams.minimal(compiled.function)
        found = (frozenset(compiled.owners[index] for index in chosen) for chosen in sets)
    return islice(found, limit)


def minimal_winning_count(game: Game) -> int:
    """See `Game.minimal_winning_count`."""
    if isinstance(game, Weighted):
        return _count_weighted(game)
    parts = apart(game)
    if parts is not None:
        counted = map(minimal_winning_count, parts.parts)
        return prod(counted) if parts.all_of else sum(counted)
    if _grouped(game):
        counts = game.counts
        _of_no_crowd(max((counts[player] for player in with_weight(game)), default=0))
        return sum(
            prod(comb(counts[e.group], e.count) for e in coalition if isinstance(e, Part))
            for coalition in _of_groups(game)
        )
    compiled = compile_game(game)
    return compiled.diagrams.minimal_count(compiled.function)


def dummies(game: Game) -> frozenset[Player]:
    """See `Game.dummies`."""
    if isinstance(game, Weighted):
        return _weighted_dummies(game)
    parts = apart(game)
    if parts is not None:
        active = (with_weight(part) - dummies(part) for part in parts.parts)
        return frozenset(game.players).difference(*active)
    if game.population > MAX_PERSONS:
        members = {
            entry.group if isinstance(entry, Part) else entry
            for coalition in minimal_winning(game)
            for entry in coalition
        }
        return frozenset(game.players) - members
    compiled = compile_game(game)
    swings = compiled.diagrams.swings(compiled.function)
    alive = {compiled.owners[index] for index, counts in enumerate(swings) if any(counts)}
    return frozenset(game.players) - alive


def smallest_winning(
    game: Game, costs: Mapping[Any, Number] | None = None
) -> frozenset[Entry] | None:
    """See `Game.smallest_winning`."""
    prices = _prices(game, costs)
    if not game.carried(game.counts):
        return None
    if isinstance(game, Weighted) and costs is None:
        return _heaviest_first(game)
    parts = apart(game)
    if parts is not None:
        chosen_of = [_cheapest_of(part, costs) for part in parts.parts]
        if parts.all_of:
            return frozenset[Entry]().union(*chosen_of)
        return min(chosen_of, key=lambda coalition: _price(coalition, prices))
    if game.population > MAX_PERSONS:
        return min(minimal_winning(game), key=lambda coalition: _price(coalition, prices))
    compiled = compile_game(game)
    chosen = compiled.diagrams.cheapest(
        compiled.function, [prices[owner] for owner in compiled.owners]
    )
    if chosen is None:
        return None
    taken: dict[Player, int] = {}
    for index in chosen:
        owner = compiled.owners[index]
        taken[owner] = taken.get(owner, 0) + 1
    return _entries(game.counts, taken)


def _price(coalition: frozenset[Entry], prices: Mapping[Player, int]) -> int:
    return sum(
        prices[entry.group] * entry.count if isinstance(entry, Part) else prices[entry]
        for entry in coalition
    )


def _cheapest_of(part: Game, costs: Mapping[Any, Number] | None) -> frozenset[Entry]:
    """The cheapest coalition of a game that can be won."""
    theirs = None if costs is None else {p: c for p, c in costs.items() if p in part.counts}
    found = smallest_winning(part, theirs)
    assert found is not None
    return found


def _put_together(parts: Apart) -> Iterator[frozenset[Entry]]:
    """The minimal coalitions of games without a common player: one of each, or of any."""
    if not parts.all_of:
        for part in parts.parts:
            yield from minimal_winning(part)
        return
    first, *others = parts.parts
    rest = others[0] if len(others) == 1 else Both(tuple(others))
    for ours in minimal_winning(first):
        for theirs in minimal_winning(rest):
            yield ours | theirs


def _prices(game: Game, costs: Mapping[Any, Number] | None) -> dict[Player, int]:
    if costs is None:
        return dict.fromkeys(game.players, 1)
    exact = {player: Fraction(cost) for player, cost in costs.items()}
    for player, cost in exact.items():
        if player not in game.counts:
            raise PlayerError(f"{player!r} has a cost but is not a player of the game")
        if cost < 0:
            raise NegativeWeightError(f"the cost of {player!r} is {cost}, below zero")
    scale = lcm(*(cost.denominator for cost in exact.values()))
    return {player: int(exact.get(player, Fraction(0)) * scale) for player in game.players}


def _grouped(game: Game) -> bool:
    return any(count > 1 for count in game.counts.values())


def _entries(counts: Mapping[Player, int], taken: Mapping[Player, int]) -> frozenset[Entry]:
    return frozenset(
        player if counts[player] == 1 else Part(player, count)
        for player, count in taken.items()
        if count
    )


def _by_weight(game: Weighted) -> list[tuple[int, int, Player]]:
    triples = zip(game.weights, game.sizes, game.names, strict=True)
    return sorted((t for t in triples if t[0]), key=lambda t: -t[0])


def _heaviest_first(game: Weighted) -> frozenset[Entry]:
    taken: dict[Player, int] = {}
    need = game.quota
    for weight, count, name in _by_weight(game):
        taken[name] = max(0, min(count, -(-need // weight)))
        need -= weight * taken[name]
    return _entries(game.counts, taken)


def _of_weighted(game: Weighted) -> Iterator[frozenset[Entry]]:
    """Depth first, heaviest players first: the member that reaches the quota is the lightest.

    Without it the coalition loses, so without any heavier one too: it is minimal. Prefixes that
    can no longer reach the quota are left at once, so every step leads to a coalition.
    """
    ranked = _by_weight(game)
    rest = [0]
    for weight, count, _ in reversed(ranked):
        rest.append(rest[-1] + weight * count)
    rest.reverse()
    counts = game.counts
    stack: list[tuple[int, int, tuple[tuple[Player, int], ...]]] = [(0, game.quota, ())]
    while stack:
        place, need, taken = stack.pop()
        if need <= 0:
            yield _entries(counts, dict(taken))
            continue
        if need > rest[place]:
            continue
        weight, count, name = ranked[place]
        # With fewer of them the lighter ones cannot make up what is missing.
        fewest = max(0, -(-(need - rest[place + 1]) // weight))
        most = min(count, -(-need // weight))
        for members in range(fewest, most + 1):
            chosen = (*taken, (name, members)) if members else taken
            stack.append((place + 1, need - weight * members, chosen))


def _count_weighted(game: Weighted) -> int:
    """By needs merged where they are equal, or by a table of sums where they are too many."""
    ranked = _by_weight(game)
    if not 0 < game.quota <= game.total:
        return int(game.quota <= 0)
    _of_no_crowd(max(count for _, count, _ in ranked))
    found = _count_by_needs(game.quota, ranked)
    if found is None:
        weights = [weight for weight, count, _ in ranked for _ in range(count)]
        if len(weights) > words.JOINED_PERSONS or game.quota > MAX_TABLE:
            raise OutOfReachError("too many different sums of weights to count coalitions")
        found = words.minimal_count(weights, game.quota)
    return found


def _of_no_crowd(largest: int) -> None:
    if largest > MAX_CROWD:
        raise OutOfReachError("coalitions of so large a crowd have more digits than are read")


def _count_by_needs(quota: int, ranked: list[tuple[int, int, Player]]) -> int | None:
    """Heaviest first: a coalition ends with the member that meets its need; None if too wide."""
    rest = sum(weight * count for weight, count, _ in ranked)
    needs = {quota: 1}
    total = 0
    for weight, count, _ in ranked:
        rest -= weight * count
        after: dict[int, int] = {}
        for need, ways in needs.items():
            # With fewer of them the lighter ones cannot make up what is missing.
            fewest = max(0, -(-(need - rest) // weight))
            for members in range(fewest, min(count, -(-need // weight)) + 1):
                left = need - weight * members
                chosen = ways * comb(count, members)
                if left <= 0:
                    total += chosen
                else:
                    after[left] = after.get(left, 0) + chosen
            if len(after) > MAX_NEEDS:
                return None
        needs = after
        if len(needs) > MAX_NEEDS:
            return None
    return total


def _weighted_dummies(game: Weighted) -> frozenset[Player]:
    """A player matters if some others reach the window just below the quota.

    If one player matters, all heavier ones do, so the lightest that matters is found by halving.
    """
    ranked = _by_weight(game)
    if game.quota <= 0 or game.quota > game.total:
        return frozenset(game.names)
    low, high = 0, len(ranked) - 1  # the heaviest player always matters
    while low < high:
        middle = (low + high + 1) // 2
        if _matters(game.quota, ranked, middle):
            low = middle
        else:
            high = middle - 1
    lightest = ranked[low][0]
    pairs = zip(game.names, game.weights, strict=True)
    return frozenset(name for name, weight in pairs if weight < lightest)


def _matters(quota: int, ranked: list[tuple[int, int, Player]], place: int) -> bool:
    weight = ranked[place][0]
    others = [(w, c - (at == place)) for at, (w, c, _) in enumerate(ranked)]
    if sum(w * c for w, c in others) < quota - weight:
        return False
    if quota * len(others) > MAX_SUMS * 8:
        return _search(quota, weight, others)
    reachable, mask = 1, (1 << quota) - 1
    for step, count in others:
        bundle = 1
        while count > 0:  # so many, one by one or in bundles of powers of two
            many = min(bundle, count)
            reachable |= (reachable << step * many) & mask
            count -= many
            bundle *= 2
    return reachable >> max(0, quota - weight) != 0


def _search(quota: int, weight: int, others: list[tuple[int, int]]) -> bool:
    """As the table of sums, by branch and bound: for weights too large to tabulate."""
    rest = [0]
    for step, count in reversed(others):
        rest.append(rest[-1] + step * count)
    rest.reverse()
    stack = [(0, 0)]
    for _ in range(2_000_000):
        if not stack:
            return False
        place, total = stack.pop()
        if total >= quota - weight:
            return True
        if total + rest[place] < quota - weight:
            continue
        step, count = others[place]
        most = min(count, (quota - 1 - total) // step)
        stack.extend((place + 1, total + step * members) for members in range(most + 1))
    raise OutOfReachError("whether the light players matter at all is too hard to decide")


def _of_groups(game: Game) -> Iterator[frozenset[Entry]]:
    """Minimal patterns of a compound game: how many of each group, whichever they are."""
    counts = game.counts
    active = with_weight(game)
    # The largest group last: its number is found by halving and not by trying.
    ranked = sorted((p for p in game.players if p in active), key=lambda player: counts[player])
    if not ranked:
        yield from [frozenset[Entry]()] if game.carried({}) else []
        return
    if prod(counts[player] + 1 for player in ranked[:-1]) > SETTLED:
        of_weight = {player: counts[player] for player in ranked}
        yield from (_entries(counts, found) for found in learnt(game.carried, of_weight))
        return
    stack: list[dict[Player, int]] = [{}]
    while stack:
        taken = stack.pop()
        free = ranked[len(taken) :]
        if not game.carried({**taken, **{player: counts[player] for player in free}}):
            continue
        if len(free) > 1 and game.carried(taken):
            free = free[-1:]
            taken = {**dict.fromkeys(ranked, 0), **taken}
        if len(free) > 1:
            stack.extend({**taken, free[0]: k} for k in range(counts[free[0]], -1, -1))
            continue
        last = free[0] if free else ranked[-1]
        low, high = 0, counts[last]
        while low < high:
            middle = (low + high) // 2
            if game.carried({**taken, last: middle}):
                high = middle
            else:
                low = middle + 1
        pattern = {**taken, last: low}
        if all(
            not k or not game.carried({**pattern, player: k - 1}) for player, k in pattern.items()
        ):
            yield _entries(counts, pattern)

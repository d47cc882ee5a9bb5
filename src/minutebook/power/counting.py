"""Exact swings of a game: which method counts them.

A game that is one weighted test has the choice between tables over sums of weights (`words` up to
a hundred persons, `packed` beyond), a layered diagram (few classes or few persons) and two halves
(huge weights). Anything else is counted on a diagram.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from minutebook.power import boolean, halves, layered, packed, residues, words
from minutebook.power.errors import OutOfReachError
from minutebook.power.games import Game
from minutebook.power.normal import Form, Level, normal_form
from minutebook.power.polynomials import Polynomial, product
from minutebook.power.results import Player

# Cell updates that count as quick: a second or two.
QUICK = 1_500_000_000
# As many as a patient caller may wait for: a quarter of an hour or so.
PATIENT = 800 * QUICK
# A cell of a table of residues is so much dearer than one of plain additions.
RESIDUE_COST = 5
# Cells of 8 bytes that a table may have: 512 MB.
MAX_TABLE = 1 << 26
# Bytes of a packed table.
MAX_PACKED = 1 << 29
# Width of a layered diagram, in bits, up to which it is worth trying.
NARROW_BITS = 16
# Persons up to which two halves are quick.
QUICK_HALVES = 36

Swings = Mapping[Player, Polynomial]


@dataclass(frozen=True, slots=True)
class Single:
    """A game that is one weighted test, its persons one by one."""

    weights: tuple[int, ...]
    quota: int
    of: Mapping[Player, int]  # each player's weight

    @property
    def small_side(self) -> int:
        """The lower of the quotas of the game and of its dual."""
        return min(self.quota, sum(self.weights) + 1 - self.quota)

    @property
    def large_side(self) -> int:
        """The higher of these two quotas."""
        return max(self.quota, sum(self.weights) + 1 - self.quota)


def single_test(game: Game) -> Single | None:
    """The game as one weighted test that neither everybody nor nobody passes, if it is one."""
    form = normal_form(game)
    return None if form is None else _single(form)


def _single(form: Form) -> Single | None:
    if len(form.quotas) != 1 or any(level.module is not None for level in form.levels):
        return None
    weights = tuple(level.weights[0] for level in form.levels for _ in range(level.count))
    of = {unit: level.weights[0] for level in form.levels for unit in level.units}
    return Single(weights, form.quotas[0], of) if 0 < form.quotas[0] <= sum(weights) else None


def exact_swings(game: Game, patient: bool) -> dict[Player, int]:
    """Every player's swings; a patient caller waits for minutes, others for seconds.

    Raises `OutOfReachError`.
    """
    single = single_test(game)
    found = None if single is None else _plain(single, QUICK)
    if found is None:
        try:
            found = _totals(profile(game, False))
        except OutOfReachError:
            if not patient:
                raise
            found = None if single is None else _plain(single, PATIENT)
            if found is None:
                found = _totals(profile(game, True))
    return {player: found[player] for player in game.players}


def _totals(swings: Swings) -> dict[Player, int]:
    return {player: sum(counts) for player, counts in swings.items()}


def _plain(single: Single, budget: int) -> dict[Player, int] | None:
    """Swings without their sizes from a table of sums, if one fits the memory and the budget."""
    persons, side = len(single.weights), single.small_side
    effort = packed.reach(single.weights, side)
    if persons <= words.JOINED_PERSONS:
        if side > MAX_TABLE or 2 * effort > budget:
            return None
        found = words.plain(single.weights, single.quota)
    else:
        bytes_per_cell = persons // 8
        if side * bytes_per_cell > MAX_PACKED // 2 or effort * bytes_per_cell > budget:
            return None
        found = packed.plain(single.weights, single.quota)
    return {player: found[weight] for player, weight in single.of.items()}


@lru_cache(maxsize=16)
def profile(game: Game, patient: bool) -> Swings:
    """Every player's swings by number of other persons consenting; errors as `exact_swings`."""
    form = normal_form(game)
    if form is None:
        return _by_diagram(game)
    single = _single(form)
    if single is not None:
        found = _of_single(single, form, patient)
        return {player: found[single.of[player]] for player in game.players}
    return _of_form(game, form, patient)


def _of_single(single: Single, form: Form, patient: bool) -> dict[int, Polynomial]:
    """Swings by weight and size."""
    persons, quota = len(single.weights), single.quota
    cells = single.small_side * (persons + 1)
    effort = packed.reach(single.weights, single.small_side) * (persons + 1)
    budget = PATIENT if patient else QUICK
    table_fits = persons <= words.JOINED_PERSONS and cells <= MAX_TABLE
    if table_fits and 2 * effort <= QUICK:
        return words.sized(single.weights, quota)
    if _narrow(form, single.small_side):
        try:
            return _by_layers(form)
        except OutOfReachError:
            pass
    if table_fits and 2 * effort <= budget:
        return words.sized(single.weights, quota)
    if cells * persons // 8 <= MAX_PACKED and effort * persons // 32 <= budget:
        return packed.sized(single.weights, quota)
    if persons <= (halves.MAX_PERSONS if patient else QUICK_HALVES) and sum(single.weights) < 2**61:
        return halves.sized(single.weights, quota)
    if single.large_side <= MAX_TABLE:
        cells = residues.effort(single.weights, quota)
        if cells * RESIDUE_COST <= budget:
            return residues.sized(single.weights, quota)
    raise OutOfReachError("too many persons with too many different sums of weights to count")


def _by_layers(form: Form) -> dict[int, Polynomial]:
    counted = layered.count(form, lambda level: ())  # one test has no nested games
    return {level.weights[0]: swings for level, swings in counted.items()}


def _narrow(form: Form, side: int) -> bool:
    """Whether a layered diagram of one test stays narrow, by the coarsest of bounds."""
    sizes = sorted(log2(level.count + 1) for level in form.levels)
    ahead, widest = sum(sizes), 0.0
    behind = 0.0
    for size in sizes:
        behind += size
        ahead -= size
        widest = max(widest, min(behind, ahead, log2(side) + 1))
    return widest <= NARROW_BITS


def _of_form(game: Game, form: Form, patient: bool) -> Swings:
    def wins_of(level: Level) -> Polynomial:
        assert level.module is not None  # the diagram only asks for nested games
        return wins_by_size(level.module, patient)

    found: dict[Player, Polynomial] = {}
    for level, polynomial in layered.count(form, wins_of).items():
        if level.module is None:
            found.update(dict.fromkeys(level.units, polynomial))
            continue
        # A swing inside the nested game counts where the nested game itself swings.
        for player, inner in profile(level.module, patient).items():
            found[player] = product(polynomial, inner)
    return {player: found[player] for player in game.players}


def wins_by_size(game: Game, patient: bool) -> Polynomial:
    """Winning coalitions by size, from the swings of all players together.

    Of the pairs of a coalition of s+1 persons and one of them, (s+1) W(s+1) win; of these
    (n-s) W(s) win without the person too, and the rest are swings.
    """
    persons = game.population
    swings = [0] * persons
    for player, counts in profile(game, patient).items():
        for size, count in enumerate(counts):
            swings[size] += count * game.counts[player]
    wins = [int(game.carried({}))]
    for size, count in enumerate(swings):
        wins.append((count + (persons - size) * wins[-1]) // (size + 1))
    return tuple(wins)


def _by_diagram(game: Game) -> Swings:
    compiled = boolean.compile_game(game)
    swings = compiled.diagrams.swings(compiled.function)
    found = dict(zip(compiled.owners, swings, strict=True))
    return {player: found[player] for player in game.players}

"""Swings of compound games, counted on a layered decision diagram.

The players are asked in turn. What the answers so far leave open is the need of each test: the
weight still missing. Needs that no continuation tells apart are one state, so equal sums merge
(which is dynamic programming) and towards the end there are no more states than sums of the few
players left (which is the meeting in the middle of Horowitz & Sahni 1974). The same diagrams
serve pseudo-Boolean solving (Abío et al. 2012). One pass forwards counts the ways to reach a
state, one backwards the ways to win from it; their products are every player's swings by size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from minutebook.power.errors import OutOfReachError
from minutebook.power.normal import Form, Level, evaluate
from minutebook.power.polynomials import Polynomial, binomials

Array: TypeAlias = npt.NDArray[Any]
# For each answer of a level: the pairs of a size and the number of ways to give it.
_Options: TypeAlias = tuple[tuple[tuple[int, int], ...], ...]

LOSING, WINNING = 0, 1  # state numbers of every layer; open states follow

# Work units are cells of the arrays below; 2^26 is some seconds of numpy and some 500 MB.
MAX_CELLS = 2**26
# Suffix sums are worth listing while they are few; beyond, needs are merely clipped.
MAX_SUMS = 2**14
# Largest n for which every count and every sum of products is exact in a float64.
FLOAT_PERSONS = 52
# Python integers in numpy arrays are this much dearer than machine numbers.
OBJECT_COST = 32


@dataclass(frozen=True, slots=True)
class _Layer:
    level: Level
    children: Array  # [how many of the level consent, state] -> state of the next layer
    states: int  # open states before the level is asked
    persons_after: int


def count(form: Form, wins_of: Callable[[Level], Polynomial]) -> dict[Level, Polynomial]:
    """Swings of one unit of each level, by number of other persons consenting.

    `wins_of` gives the winning sets of a level that is a nested game, by size.
    Raises `OutOfReachError` if the diagram grows too wide.
    """
    persons = sum(level.persons for level in form.levels)
    kind = np.dtype(np.float64 if persons <= FLOAT_PERSONS else object)
    layers, start = _layers(form, persons, 1 if persons <= FLOAT_PERSONS else OBJECT_COST)
    options = {level: _options(level, wins_of) for level in form.levels}
    backward = _backward(layers, options, kind)
    forward = np.ones((1 if start > WINNING else 0, 1), dtype=kind)
    swings: dict[Level, Polynomial] = {}
    for layer, after in zip(layers, backward[1:], strict=True):
        change = _change(layer, after)
        swings[layer.level] = _convolved(forward, change, persons - layer.level.unit_persons)
        if layer is not layers[-1]:
            forward = _step(layer, forward, options[layer.level], after.shape[0])
    return swings


def _options(level: Level, wins_of: Callable[[Level], Polynomial]) -> _Options:
    if level.module is None:
        return tuple(((k, ways),) for k, ways in enumerate(binomials(level.count)))
    wins = dict(enumerate(wins_of(level)))
    every = binomials(level.persons)
    losses = {size: ways - wins.get(size, 0) for size, ways in enumerate(every)}
    return tuple(tuple((s, ways) for s, ways in part.items() if ways) for part in (losses, wins))


def _order(form: Form) -> list[Level]:
    # Heavy units first decide most; a large group goes last, where only its threshold matters.
    def rank(level: Level) -> tuple[int, float]:
        pairs = zip(level.weights, form.quotas, strict=True)
        return (level.count if level.count > 64 else 0), -sum(w / max(1, q) for w, q in pairs)

    return sorted(form.levels, key=rank)


def _layers(form: Form, persons: int, cost: int) -> tuple[list[_Layer], int]:
    """The diagram, and the state it starts in."""
    levels = _order(form)
    suffixes = _suffixes(form, levels)
    big = max((suffix.total for suffix in suffixes[0]), default=0) + max(form.quotas) >= 2**61
    needs: Array = np.array(form.quotas, dtype=object if big else np.int64)[:, None]
    ids, needs = _merge(form, needs, suffixes[0])
    start = int(ids[0])
    layers: list[_Layer] = []
    cells, before = 0, 0
    for level, after in zip(levels, suffixes[1:], strict=True):
        before += level.persons
        states = needs.shape[1]
        taken: Array = np.arange(level.count + 1, dtype=needs.dtype)
        weights: Array = np.array(level.weights, dtype=needs.dtype)
        cells += states * (level.count + persons + 2) * cost
        if cells > MAX_CELLS:
            raise OutOfReachError("the decision diagram of this game grows too wide")
        left = needs[:, None, :] - (weights[:, None] * taken)[:, :, None]
        ids, needs = _merge(form, left.reshape(len(weights), -1), after)
        children = ids.reshape(level.count + 1, states)
        layers.append(_Layer(level, children, states, persons - before))
    return layers, start


@dataclass(frozen=True, slots=True)
class _Suffix:
    """What the levels still to come can add to one test: their total, and all sums if few."""

    total: int
    sums: Array | None


def _suffixes(form: Form, levels: list[Level]) -> list[list[_Suffix]]:
    tests = range(len(form.quotas))
    current = [_Suffix(0, np.array([0])) for _ in tests]
    suffixes = [current]
    for level in reversed(levels):
        current = [_longer(current[t], level.weights[t], level.count) for t in tests]
        suffixes.append(current)
    return suffixes[::-1]


def _longer(suffix: _Suffix, weight: int, units: int) -> _Suffix:
    total = suffix.total + weight * units
    if suffix.sums is None or len(suffix.sums) * (units + 1) > 4 * MAX_SUMS or total >= 2**61:
        return suffix if weight == 0 else _Suffix(total, None)
    steps = weight * np.arange(units + 1 if weight else 1)
    sums = np.unique(np.add.outer(steps, suffix.sums))
    return _Suffix(total, sums if len(sums) <= MAX_SUMS else None)


def _merge(form: Form, needs: Array, suffix: list[_Suffix]) -> tuple[Array, Array]:
    """State numbers for columns of needs, and the needs of the open states."""
    needs = needs.copy()
    for row, rest in zip(needs, suffix, strict=True):
        np.clip(row, 0, rest.total + 1, out=row)
        if rest.sums is not None:
            feasible = row <= rest.total
            row[feasible] = rest.sums[np.searchsorted(rest.sums, row[feasible].astype(np.int64))]
    met = np.stack([row == 0 for row in needs])
    possible = np.stack([row <= rest.total for row, rest in zip(needs, suffix, strict=True)])
    sure = _truth(form, met)
    hope = _truth(form, possible)
    ids = np.where(sure, WINNING, LOSING)
    undecided = np.flatnonzero(hope & ~sure)
    if not undecided.size:
        return ids, needs[:, :0]
    key: Array = np.zeros(undecided.size, dtype=np.int64)
    for row in needs[:, undecided]:
        values, codes = np.unique(row, return_inverse=True)
        key = np.unique(key * len(values) + codes, return_inverse=True)[1]
    _, first = np.unique(key, return_index=True)
    ids[undecided] = key + WINNING + 1
    return ids, needs[:, undecided[first]]


def _truth(form: Form, tests: Array) -> Array:
    def truth(index: int) -> Array:
        row: Array = tests[index]
        return row

    return evaluate(form.formula, truth, np.logical_and, np.logical_or)


def _backward(
    layers: list[_Layer], options: Mapping[Level, _Options], kind: np.dtype[Any]
) -> list[Array]:
    """Per layer, the winning continuations by size of every state: [state, size]."""
    results = [np.array([[0], [1]], dtype=kind)]
    for layer in reversed(layers):
        after = results[-1]
        sizes = layer.persons_after + layer.level.persons + 1
        counts = np.zeros((layer.states + WINNING + 1, sizes), dtype=kind)
        counts[WINNING] = binomials(sizes - 1)
        for chosen, polynomial in zip(layer.children, options[layer.level], strict=True):
            rows = after[chosen]
            for size, ways in polynomial:
                counts[WINNING + 1 :, size : size + rows.shape[1]] += rows * ways
        results.append(counts)
    return results[::-1]


def _change(layer: _Layer, after: Array) -> Array:
    """What one unit of the level adds to the winning continuations, by size of the others."""
    others = layer.level.count - 1
    change = np.zeros((layer.states, layer.persons_after + others + 1), dtype=after.dtype)
    for k, ways in enumerate(binomials(others)):
        gain = after[layer.children[k + 1]] - after[layer.children[k]]
        change[:, k : k + gain.shape[1]] += gain * ways
    return change


def _convolved(forward: Array, change: Array, others: int) -> Polynomial:
    table = np.dot(forward.T, change)
    sizes = [0] * (others + 1)
    for left, row in enumerate(table):
        for right, ways in enumerate(row):
            if ways:
                sizes[left + right] += int(ways)
    return tuple(sizes)


def _step(layer: _Layer, forward: Array, options: _Options, states: int) -> Array:
    sizes = forward.shape[1] + layer.level.persons
    result = np.zeros((states, sizes), dtype=forward.dtype)
    for chosen, polynomial in zip(layer.children, options, strict=True):
        if not chosen.size:
            continue
        order = np.argsort(chosen, kind="stable")
        targets, starts = np.unique(chosen[order], return_index=True)
        sums = np.add.reduceat(forward[order], starts, axis=0)
        for size, ways in polynomial:
            result[targets, size : size + forward.shape[1]] += sums * ways
    return result[WINNING + 1 :]

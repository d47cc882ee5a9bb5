"""Exact swings of one weighted test with huge weights, by meeting in the middle.

The persons are cut into two halves (Horowitz & Sahni 1974). For every set X of one half, the
number of sets of the other half that stay below the quota with it is read off a sorted list;
the difference of these numbers between X without and X with a person counts that person's
swings. So one sorted list per half serves all persons, whatever their weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from minutebook.power.polynomials import Polynomial

Array: TypeAlias = npt.NDArray[Any]

# Two halves of 2^25 sets take about 2 GB; all counts stay exact in float64 sums.
MAX_PERSONS = 50


def sized(weights: Sequence[int], quota: int) -> dict[int, Polynomial]:
    """For each weight, the swings of such a person by number of other persons consenting.

    `weights` are those of all persons, at most `MAX_PERSONS`, with a sum below 2^62.
    """
    persons = len(weights)
    ordered = sorted(weights)
    halves = ordered[::2], ordered[1::2]
    result: dict[int, Polynomial] = {}
    for own, other in (halves, halves[::-1]):
        table = _losing(own, other, quota)
        for weight, swings in zip(own, _differences(table, len(own), len(other)), strict=True):
            result[weight] = tuple(swings[:persons])
    return result


def _losing(own: Sequence[int], other: Sequence[int], quota: int) -> Array:
    """Sums over the sets X of the own half: [member or all, size of X, size of the others].

    Each entry adds up the number of completions of X of that size that stay below the quota;
    row i only over the sets with the i-th person, the last row over all.
    """
    sums, sizes = _subsets(own)
    other_sums, other_sizes = _subsets(other)
    order = np.argsort(other_sums, kind="stable")
    # Asking in order of size keeps the search within the cache.
    asked = np.argsort(sums, kind="stable")
    below = np.empty(len(sums), dtype=np.int64)
    below[asked] = np.searchsorted(other_sums[order], quota - sums[asked], side="left")
    other_sizes = other_sizes[order]
    del other_sums, order, asked, sums
    low = len(own) // 2
    table = np.zeros((len(own) + 1, len(own) + 1, len(other) + 1))
    for size in range(len(other) + 1):
        running = np.zeros(len(other_sizes) + 1)
        running[1:] = other_sizes == size
        np.cumsum(running, out=running)
        table[:, :, size] = _by_member(running[below].reshape(-1, 1 << low), sizes, low, len(own))
    return table


def _by_member(counts: Array, sizes: Array, low: int, persons: int) -> Array:
    """Totals of `counts` over sets by size, for each member and for all: [member, size].

    `counts` has a row per set of the high persons and a column per set of the `low` first.
    """
    rows, columns = sizes[:: 1 << low], sizes[: 1 << low]
    pick_rows = _one_hot(rows, persons - low)
    pick_columns = _one_hot(columns, low)
    by_row = pick_rows @ counts  # [size of the high part, set of the low part]
    by_column = counts @ pick_columns.T  # [set of the high part, size of the low part]
    result = np.zeros((persons + 1, persons + 1))
    for member in range(persons):
        if member < low:
            chosen = (np.arange(1 << low) >> member & 1).astype(float)
            both = (by_row * chosen) @ pick_columns.T
        else:
            chosen = (np.arange(len(rows)) >> (member - low) & 1).astype(float)
            both = pick_rows @ (by_column * chosen[:, None])
        result[member] = _antidiagonals(both, persons)
    result[persons] = _antidiagonals(by_row @ pick_columns.T, persons)
    return result


def _one_hot(sizes: Array, largest: int) -> Array:
    hot: Array = sizes[None, :] == np.arange(largest + 1)[:, None]
    return hot.astype(float)


def _antidiagonals(table: Array, persons: int) -> Array:
    sums = np.zeros(persons + 1)
    for left, row in enumerate(table):
        sums[left : left + len(row)] += row
    return sums


def _subsets(weights: Sequence[int]) -> tuple[Array, Array]:
    """The sum and the size of every set, the set being the bits of its index."""
    sums, sizes = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int8)
    for weight in weights:
        sums = np.concatenate([sums, sums + weight])
        sizes = np.concatenate([sizes, sizes + np.int8(1)])
    return sums, sizes


def _differences(table: Array, own: int, other: int) -> list[list[int]]:
    found = []
    for member in range(own):
        swings = [0] * (own + other + 1)
        for size in range(own):
            for rest in range(other + 1):
                without = int(table[own, size, rest]) - int(table[member, size, rest])
                swings[size + rest] += without - int(table[member, size + 1, rest])
        found.append(swings)
    return found

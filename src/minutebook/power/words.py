"""Exact swings of one weighted test for up to a hundred persons, in machine numbers.

Counts wrap around modulo 2^64, which keeps their low bits exactly. A second table in float64,
built by additions of positive numbers only, keeps their leading bits with a bounded error.
Together they fix every bit of a count below 2^100, at the speed of two plain additions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from minutebook.power.polynomials import Polynomial

Array: TypeAlias = npt.NDArray[Any]
T = TypeVar("T")

# Cells treated at once, so that both rows of a shifted addition stay in the cache.
BLOCK = 1 << 15
# Up to here a count fits one unsigned machine word.
WORD_PERSONS = 63
# Up to here the float's error stays below 2^62, so that both tables fix every bit (see `_join`).
JOINED_PERSONS = 100
# Steps of a prefix sum added one after the other before a coarser sum takes over.
STRIDE = 256


def sums(weights: Sequence[int], quota: int, kind: np.dtype[Any], ratio: float = 1.0) -> Array:
    """Coalitions by weight below `quota`, each counted `ratio` to the power of its size.

    Unsigned integers wrap around; floats only ever add positive numbers, so that each entry is
    within 3n units of rounding of the truth, relatively.
    """
    table = np.zeros(quota, dtype=kind)
    table[0] = 1
    total = 0
    for weight in sorted(weights):
        total += weight
        add_person(table, weight, min(total + 1, quota), ratio)
    return table


def add_person(table: Array, weight: int, end: int, ratio: float = 1.0) -> None:
    """Let a person of this weight join every coalition in the table, up to sums below `end`."""
    scaled = np.empty(BLOCK, dtype=table.dtype)
    # From the top downwards, so that each cell reads its partner before that changes.
    while end > weight:
        begin = max(weight, end - BLOCK)
        shifted = table[begin - weight : end - weight]
        if ratio != 1.0:
            shifted = np.multiply(shifted, ratio, out=scaled[: end - begin])
        table[begin:end] += shifted
        end = begin


def windows(table: Array, weight: int) -> Array:
    """Sums of the table over successive windows of `weight` cells, from its end downwards.

    The last one, which would begin below zero, is cut there.
    """
    whole = len(table) // weight
    rest = len(table) - whole * weight
    masses = table[rest:].reshape(whole, weight).sum(axis=1)[::-1]
    return np.append(masses, table[:rest].sum()) if rest else masses


def prefix_sums(table: Array) -> Array:
    """Running sums along the first axis, within 2 * STRIDE + len / STRIDE^2 roundings of floats."""
    if len(table) <= STRIDE:
        return np.cumsum(table, axis=0, dtype=table.dtype)
    whole = len(table) // STRIDE * STRIDE
    blocks = table[:whole].reshape(-1, STRIDE, *table.shape[1:])
    inner = np.cumsum(blocks, axis=1, dtype=table.dtype)
    before = prefix_sums(inner[:, -1])
    inner[1:] += before[:-1, None]
    tail = np.cumsum(table[whole:], axis=0, dtype=table.dtype) + before[-1]
    return np.concatenate([inner.reshape(table[:whole].shape), tail])


def minimal_count(weights: Sequence[int], quota: int) -> int:
    """The number of minimal winning coalitions; arguments as in `plain`, weights above zero.

    Each has a last and lightest member, in a fixed order of all persons. So count, per person,
    the sets of persons earlier in it that lie in the window just below the quota.
    """
    low, near = 0, 0
    for kind in (np.uint64, np.float64):
        table = np.zeros(quota, dtype=kind)
        table[0] = 1
        total = found = 0
        for weight in sorted(weights, reverse=True):
            found += int(table[max(0, quota - weight) :].sum())
            total += weight
            add_person(table, weight, min(total + 1, quota))
        low, near = near, found
    return _join(low % (1 << 64), near)


def plain(weights: Sequence[int], quota: int) -> dict[int, int]:
    """For each weight, the swings of such a person: coalitions of the others it completes.

    `weights` are those of all persons, at most `JOINED_PERSONS`; `quota` lies between 1 and
    their sum.
    """
    quota = min(quota, sum(weights) + 1 - quota)

    def alternating(table: Array, weight: int) -> list[int]:
        masses = windows(table, weight)
        return [int(masses[::2].sum()) - int(masses[1::2].sum())]

    counted = _counted(weights, quota, weights, alternating)
    return {weight: swings[0] for weight, swings in counted.items()} | _weightless(weights, 0)


def sized(weights: Sequence[int], quota: int) -> dict[int, Polynomial]:
    """As `plain`, by the number of other persons consenting."""
    dual = sum(weights) + 1 - quota
    persons = len(weights)
    if dual < quota:
        return {weight: swings[::-1] for weight, swings in sized(weights, dual).items()}
    # A row of sizes per sum of weights, laid out flat: a person then adds one single offset.
    row = persons + 1
    offsets = [weight * row + 1 for weight in weights]

    def alternating(prefix: Array, weight: int) -> list[int]:
        swings = prefix[quota - 1, :persons].copy()
        for k in range(1, min(persons, (quota - 1) // weight) + 1):
            below = prefix[quota - 1 - k * weight]
            join = np.subtract if k % 2 else np.add
            join(swings[k - 1 :], below[: persons - k + 1], out=swings[k - 1 :])
            join(swings[k:], below[: persons - k], out=swings[k:])
        return [int(c) for c in swings]

    def reader(table: Array) -> Array:
        return prefix_sums(table.reshape(quota, row))

    counted = _counted(offsets, quota * row, weights, alternating, reader)
    return {w: tuple(swings) for w, swings in counted.items()} | _weightless(
        weights, (0,) * persons
    )


def _counted(
    offsets: Sequence[int],
    cells: int,
    weights: Sequence[int],
    alternating: Callable[[Array, int], list[int]],
    reader: Callable[[Array], Array] = lambda table: table,
) -> Mapping[int, list[int]]:
    distinct = sorted(set(weights) - {0})
    table = reader(sums(offsets, cells, np.dtype(np.uint64)))
    low = {w: [c % (1 << 64) for c in alternating(table, w)] for w in distinct}
    if len(weights) <= WORD_PERSONS:
        return low
    del table
    leading = reader(sums(offsets, cells, np.dtype(np.float64)))
    return {
        w: [_join(c, near) for c, near in zip(low[w], alternating(leading, w), strict=True)]
        for w in distinct
    }


def _join(low: int, near: int) -> int:
    """The integer closest to `near` with these low 64 bits.

    `near` is a sum of floats of at most 2^(n+1) in all, each within a thousand units of rounding:
    for a hundred persons its error is below 2^(101 + 10 - 53), far from the 2^63 that misleads.
    """
    return low + ((near - low + (1 << 63)) >> 64 << 64)


def _weightless(weights: Sequence[int], value: T) -> dict[int, T]:
    return {0: value} if 0 in weights else {}

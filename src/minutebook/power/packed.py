"""Exact swings of one weighted test, by generating functions over the sum of weights.

The product of (1 + y x^w) over all persons counts coalitions by weight and size (Cantor in
Mann & Shapley 1962). A person is taken out of it by the alternating series of 1/(1 + y x^w), so
one table serves everybody. The table is one long integer that is shifted and added (Kronecker
substitution), for any number of persons; `words` is faster for up to a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from minutebook.power.polynomials import Polynomial, unpack

Array: TypeAlias = npt.NDArray[Any]

# From this weight on sums over windows are differences of prefix sums.
PREFIX_WEIGHT = 1024


def reach(weights: Sequence[int], quota: int) -> int:
    """The cells that a table of sums below `quota` fills, lightest persons first."""
    cells, total = 0, 0
    for weight in sorted(weights):
        total += weight
        cells += min(total + 1, quota)
    return cells


def sized(weights: Sequence[int], quota: int) -> dict[int, Polynomial]:
    """For each weight, the swings of such a person by number of other persons consenting.

    `weights` are those of all persons, `quota` lies between 1 and their sum.
    """
    total, persons = sum(weights), len(weights)
    dual = total + 1 - quota
    if dual < quota:
        return {w: swings[::-1] for w, swings in sized(weights, dual).items()}
    width = (persons + 7) // 8
    row = width * (persons + 1)
    series = _series(weights, quota, 8 * row, 8 * width)
    wanted = {
        weight: [quota - 1 - k * weight for k in range(min(persons, (quota - 1) // weight) + 1)]
        for weight in set(weights) - {0}
    }
    prefix = _prefixes(series, quota, row, {t for points in wanted.values() for t in points})
    result: dict[int, Polynomial] = {0: (0,) * persons} if 0 in weights else {}
    for weight, points in wanted.items():
        swings = prefix[points[0]]
        for k, point in enumerate(points[1:], 1):
            term = (prefix[point] << 8 * width * k) + (prefix[point] << 8 * width * (k - 1))
            swings += -term if k % 2 else term
        result[weight] = unpack(swings, width, persons)
    return result


def _series(weights: Sequence[int], quota: int, row: int, slot: int) -> int:
    """Coalitions by weight below `quota` (every `row` bits) and size (every `slot` bits)."""
    series, total = 1, 0
    mask = (1 << quota * row) - 1
    for weight in sorted(weights):
        total += weight
        series += series << (weight * row + slot)
        if total >= quota:
            series &= mask
    return series


def _prefixes(series: int, quota: int, row: int, wanted: set[int]) -> dict[int, int]:
    """Sums of the rows up to each of the wanted ones."""
    data = memoryview(series.to_bytes(quota * row, "little"))
    prefix: dict[int, int] = {}
    running = 0
    for at in range(quota):
        running += int.from_bytes(data[at * row : (at + 1) * row], "little")
        if at in wanted:
            prefix[at] = running
    return prefix


def plain(weights: Sequence[int], quota: int) -> dict[int, int]:
    """As `sized`, whatever the number of the others: the long integer is read as 32-bit limbs."""
    quota = min(quota, sum(weights) + 1 - quota)
    width = (len(weights) + 31) // 32 * 4
    series = _series(weights, quota, 8 * width, 0)
    limbs = np.frombuffer(series.to_bytes(quota * width, "little"), dtype="<u4")
    table = limbs.reshape(quota, width // 4)
    del series
    light = {w: _limb_windows(table, w) for w in set(weights) if 0 < w < PREFIX_WEIGHT}
    prefix = np.cumsum(table, axis=0, dtype=np.uint64)
    heavy = {w: _limb_prefixes(prefix, w) for w in set(weights) if w >= PREFIX_WEIGHT}
    weightless = {0: 0} if 0 in weights else {}
    return {**weightless, **light, **heavy}


def _limb_windows(table: Array, weight: int) -> int:
    backwards = table[::-1]
    whole = len(table) // weight
    shape = (whole, weight, table.shape[1])
    blocks = backwards[: whole * weight].reshape(shape)
    rest = _value(backwards[whole * weight :].sum(axis=0, dtype=np.uint64))
    even = _value(blocks[::2].sum(axis=(0, 1), dtype=np.uint64))
    odd = _value(blocks[1::2].sum(axis=(0, 1), dtype=np.uint64))
    return even - odd + (-rest if whole % 2 else rest)


def _limb_prefixes(prefix: Array, weight: int) -> int:
    points = prefix[::-1][::weight]
    last = len(points) - 1
    # Swings are P(0) - 2 P(1) + 2 P(2) - ... over prefix sums P at steps of the weight.
    total = 0
    for start in range(0, last + 1, 512):  # 512 sums of 2^31 limbs of 32 bits stay within a word
        chunk = points[start : start + 512]
        even = _value(chunk[::2].sum(axis=0, dtype=np.uint64))
        odd = _value(chunk[1::2].sum(axis=0, dtype=np.uint64))
        total += 2 * (even - odd)
    return total - _value(points[0])


def _value(limbs: Array) -> int:
    return sum(int(limb) << 32 * place for place, limb in enumerate(limbs))

"""Exact swings by size of one weighted test with hundreds of persons, in small memory.

The table of sums is a polynomial in y for every sum of weights, too large to keep. Its values at
enough points y, modulo enough primes, fit one table of machine integers each; from them the swings
of every person follow by interpolation and the Chinese remainder theorem. Sizes that no swing can
have need no point. The swings of the dual are those of the game read backwards, so where the two
quotas are close a table at y, as long as the higher of them, tells the value at 1/y too. It takes
long all the same: some hundred tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import comb
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from minutebook.power.packed import reach
from minutebook.power.polynomials import Polynomial

Array: TypeAlias = npt.NDArray[Any]

BLOCK = 1 << 14
# A residue of so many bits, times a point and added up, stays within 63 bits.
PRIME_BITS = 50
# Residues grow unreduced while they stay below this.
ROOM = 1 << 62
# How much longer the table of the dual may be where one table serves both.
BOTH_SIDES = Fraction(3, 2)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which tables are needed: the sizes that a swing can have, the points, bits and primes."""

    sizes: range
    points: tuple[int, ...]
    both_sides: bool
    primes: int
    prime_bits: int


def plan(weights: Sequence[int], quota: int) -> Plan:
    """What it takes for weights of all persons and a quota that is not above that of the dual."""
    dual = sum(weights) + 1 - quota
    ranked = sorted(weights)
    # Somebody decisive completes a coalition; the others are below the quota without them.
    fewest = _reaching(ranked[::-1], quota) - 1
    most = min(_reaching(ranked, quota) - 1, len(weights) - 1)
    sizes = range(fewest, most + 1)
    both = dual <= BOTH_SIDES * quota
    # 1 and -1 are their own reciprocals.
    wanted = (len(sizes) + 3) // 2 if both else len(sizes)
    points = tuple(sign * (place + 1) for place in range(wanted) for sign in (1, -1))[:wanted]
    bits = max(comb(len(weights) - 1, size) for size in sizes).bit_length()
    primes = bits // (PRIME_BITS - 1) + 1
    # Points and persons are divided by, so a prime lies well above them.
    return Plan(sizes, points, both, primes, max(32, -(-bits // primes) + 1))


def _reaching(ranked: Sequence[int], quota: int) -> int:
    """How many of these persons, taken in order, reach the quota."""
    return next(n for n, total in enumerate(accumulate(ranked), 1) if total >= quota)


def effort(weights: Sequence[int], quota: int) -> int:
    """How many cells of table the method fills."""
    low = min(quota, sum(weights) + 1 - quota)
    made = plan(weights, low)
    side = sum(weights) + 1 - low if made.both_sides else low
    return reach(weights, side) * len(made.points) * made.primes


def sized(weights: Sequence[int], quota: int) -> dict[int, Polynomial]:
    """For each weight, the swings of such a person by number of other persons consenting.

    `weights` are those of all persons, at most some thousands; `quota` lies between 1 and their
    sum.
    """
    dual = sum(weights) + 1 - quota
    if dual < quota:
        return {weight: swings[::-1] for weight, swings in sized(weights, dual).items()}
    made = plan(weights, quota)
    distinct = sorted(set(weights))
    moduli = list(_primes(made.primes, made.prime_bits))
    residues = [_coefficients(weights, quota, distinct, made, modulus) for modulus in moduli]
    persons, sizes = len(weights), made.sizes
    result: dict[int, Polynomial] = {}
    for at, weight in enumerate(distinct):
        swings = [0] * persons
        for place, size in enumerate(sizes):
            swings[size] = _remainder([found[at][place] for found in residues], moduli)
        result[weight] = tuple(swings)
    return result


def _coefficients(
    weights: Sequence[int], quota: int, distinct: Sequence[int], made: Plan, modulus: int
) -> list[list[int]]:
    """For each weight the swings of every possible size, modulo a prime."""
    persons, fewest = len(weights), made.sizes.start
    at: list[int] = []
    values: list[list[int]] = []
    for point in made.points:
        here, there = _values(weights, quota, distinct, point, modulus, made.both_sides)
        inverse = pow(point, -1, modulus)
        # The polynomial begins with its least size: that power is divided out.
        at.append(point % modulus)
        values.append([v * pow(inverse, fewest, modulus) % modulus for v in here])
        if there is not None and inverse not in at:
            turn = pow(inverse, persons - 1 - fewest, modulus)
            at.append(inverse)
            values.append([v * turn % modulus for v in there])
    count = len(made.sizes)
    basis = _interpolation(at[:count], modulus)
    columns = list(zip(*values[:count], strict=True))
    return [
        [sum(r * v for r, v in zip(line, column, strict=True)) % modulus for line in basis]
        for column in columns
    ]


def _primes(count: int, bits: int) -> Iterator[int]:
    candidate = (1 << bits) - 1
    while count:
        # Fermat's test to several bases; a composite that passed would still be found out by
        # an inverse that does not exist, or be coprime to all that is divided by, which serves.
        if all(pow(base, candidate - 1, candidate) == 1 for base in (2, 3, 5, 7, 11, 13)):
            yield candidate
            count -= 1
        candidate -= 2


def _values(
    weights: Sequence[int],
    quota: int,
    distinct: Sequence[int],
    point: int,
    modulus: int,
    both_sides: bool,
) -> tuple[list[int], list[int] | None]:
    """Every weight's swing polynomial at the point, and that of the dual, modulo the prime."""
    dual = sum(weights) + 1 - quota
    length = dual if both_sides else quota
    prefix = _prefix(_table(weights, length, point, modulus), modulus)
    sides = [
        [_swings(prefix[:side], weight, point, modulus) if weight else 0 for weight in distinct]
        for side in ((quota, dual) if both_sides else (quota,))
    ]
    return sides[0], sides[1] if both_sides else None


def _table(weights: Sequence[int], length: int, point: int, modulus: int) -> Array:
    """Coalitions by weight below `length`, each counted `point` to the power of its size."""
    table = np.zeros(length, dtype=np.int64)
    table[0] = 1
    total, bound = 0, 1
    for weight in sorted(weights):
        total += weight
        bound *= 1 + abs(point)
        # Another person would let residues outgrow their room: reduce all of them now.
        reduces = bound * (1 + abs(point)) >= ROOM
        end = min(total + 1, length)
        while end > 0:
            begin = max(weight, end - BLOCK) if end > weight else max(0, end - BLOCK)
            if end > weight:
                sums = table[begin - weight : end - weight] * point
                sums += table[begin:end]
            elif reduces:
                sums = table[begin:end]
            else:
                break
            table[begin:end] = _reduced(sums, modulus) if reduces else sums
            end = begin
        bound = modulus if reduces else bound
    reduced: Array = _reduced(table, modulus)
    return reduced


def _reduced(values: Array, modulus: int) -> Array:
    """Each value modulo the prime, up to one more or less of it: exact, by a float quotient."""
    quotients = np.rint(values * (1.0 / modulus)).astype(np.int64)
    result: Array = values - quotients * modulus
    return result


def _prefix(table: Array, modulus: int) -> Array:
    step = 1 << 11
    result = np.empty_like(table)
    before = 0
    for start in range(0, len(table), step):
        running = np.cumsum(table[start : start + step]) + before
        result[start : start + step] = _reduced(running, modulus)
        before = int(result[min(start + step, len(table)) - 1])
    return result


def _swings(prefix: Array, weight: int, point: int, modulus: int) -> int:
    """The alternating series: P(q-1) + sum over k of (-1)^k (y^k + y^(k-1)) P(q-1-kw)."""
    top = len(prefix) - 1
    total, power = int(prefix[top]), 1
    for at in range(top - weight, -1, -weight):
        # Here `power` is (-y)^(k-1), so that the factor is -(1 + y) (-y)^(k-1).
        total -= (1 + point) * power * int(prefix[at])
        power = -power * point % modulus
    return total % modulus


def _interpolation(points: Sequence[int], modulus: int) -> list[list[int]]:
    """Rows that turn values at the points into coefficients, by Lagrange's formula."""
    master = [1]
    for point in points:
        shifted = [0, *master]
        master = [(a - point * b) % modulus for a, b in zip(shifted, [*master, 0], strict=True)]
    columns = []
    for point in points:
        quotient, carry = [0] * len(points), 0
        for degree in range(len(points), 0, -1):
            carry = (master[degree] + carry * point) % modulus
            quotient[degree - 1] = carry
        scale = 1
        for other in points:
            if other != point:
                scale = scale * (point - other) % modulus
        inverse = pow(scale, -1, modulus)
        columns.append([c * inverse % modulus for c in quotient])
    return [list(row) for row in zip(*columns, strict=True)]


def _remainder(residues: Sequence[int], moduli: Sequence[int]) -> int:
    """The least number with these residues (Chinese remainder theorem)."""
    value, step = 0, 1
    for residue, modulus in zip(residues, moduli, strict=True):
        value += step * ((residue - value) * pow(step, -1, modulus) % modulus)
        step *= modulus
    return value

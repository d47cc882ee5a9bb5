"""Exact swings by size of one weighted test with hundreds of persons, in small memory.

The table of sums is a polynomial in y for every sum of weights, too large to keep. Its values at
n points y, modulo enough primes, fit one table of machine integers each; from them the swings of
every person follow by interpolation and the Chinese remainder theorem. It takes long: one table
per point and prime.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from minutebook.power.polynomials import Polynomial

Array: TypeAlias = npt.NDArray[Any]

BLOCK = 1 << 14
# Primes lie just below 2^PRIME_BITS, so that a residue times a point stays within 63 bits.
PRIME_BITS = 50


def tables(persons: int) -> int:
    """How many tables the method builds."""
    return persons * (persons // (PRIME_BITS - 1) + 1)


def sized(weights: Sequence[int], quota: int) -> dict[int, Polynomial]:
    """For each weight, the swings of such a person by number of other persons consenting.

    `weights` are those of all persons, at most some thousands; `quota` lies between 1 and their
    sum.
    """
    dual = sum(weights) + 1 - quota
    if dual < quota:
        return {weight: swings[::-1] for weight, swings in sized(weights, dual).items()}
    persons = len(weights)
    distinct = sorted(set(weights))
    points = [point - persons // 2 for point in range(persons)]
    moduli = list(_primes(persons // (PRIME_BITS - 1) + 1))
    residues = []
    for modulus in moduli:
        values = [_values(weights, quota, distinct, point, modulus) for point in points]
        basis = _interpolation(points, modulus)
        residues.append(
            [
                [sum(r * row[at] for r, row in zip(line, values, strict=True)) % modulus
                 for line in basis]
                for at in range(len(distinct))
            ]
        )  # fmt: skip
    return {
        weight: tuple(
            _remainder([found[at][size] for found in residues], moduli) for size in range(persons)
        )
        for at, weight in enumerate(distinct)
    }


def _primes(count: int) -> Iterator[int]:
    candidate = (1 << PRIME_BITS) - 1
    while count:
        # Fermat's test to several bases; a composite that passed would still be found out by
        # an inverse that does not exist, or be coprime to all that is divided by, which serves.
        if all(pow(base, candidate - 1, candidate) == 1 for base in (2, 3, 5, 7, 11, 13)):
            yield candidate
            count -= 1
        candidate -= 2


def _values(
    weights: Sequence[int], quota: int, distinct: Sequence[int], point: int, modulus: int
) -> list[int]:
    """Every weight's swing polynomial at the point, modulo the prime."""
    table = np.zeros(quota, dtype=np.int64)
    table[0] = 1
    total = 0
    for weight in sorted(weights):
        total += weight
        end = min(total + 1, quota)
        while end > weight:
            begin = max(weight, end - BLOCK)
            sums = table[begin - weight : end - weight] * point
            sums += table[begin:end]
            table[begin:end] = _reduced(sums, modulus)
            end = begin
    # Blocks of prefix sums keep every partial sum of residues within 63 bits.
    prefix = _prefix(table, modulus)
    return [_swings(prefix, weight, point, modulus) if weight else 0 for weight in distinct]


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

"""Counts of coalitions by size, as polynomials: the coefficient of y^s counts those of size s."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import factorial
from typing import TypeAlias

Polynomial: TypeAlias = tuple[int, ...]

# Below this population one common denominator n! is the fastest; above it factorials grow too big.
FACTORIAL_LIMIT = 600


@lru_cache(maxsize=64)
def binomials(n: int) -> Polynomial:
    """The row n of Pascal's triangle: coalitions of n persons by size."""
    row = [1]
    for k in range(n):
        row.append(row[-1] * (n - k) // (k + 1))
    return tuple(row)


def product(left: Sequence[int], right: Sequence[int]) -> Polynomial:
    """The product of two polynomials, as one multiplication of integers (Kronecker 1882)."""
    if not left or not right:
        return ()
    bound = max(1, sum(map(abs, left))) * max(1, sum(map(abs, right)))
    width = bound.bit_length() // 8 + 1
    return unpack(pack(left, width) * pack(right, width), width, len(left) + len(right) - 1)


def pack(coefficients: Sequence[int], width: int) -> int:
    """Non-negative coefficients side by side in one integer, `width` bytes each."""
    return int.from_bytes(b"".join(c.to_bytes(width, "little") for c in coefficients), "little")


def unpack(packed: int, width: int, length: int) -> Polynomial:
    """The first `length` coefficients of a packed polynomial."""
    data = (packed & ((1 << 8 * width * length) - 1)).to_bytes(width * length, "little")
    return tuple(
        int.from_bytes(data[at : at + width], "little") for at in range(0, len(data), width)
    )


def total(*polynomials: Sequence[int]) -> Polynomial:
    """The sum of polynomials."""
    sums = [0] * max(map(len, polynomials), default=0)
    for polynomial in polynomials:
        for size, coefficient in enumerate(polynomial):
            sums[size] += coefficient
    return tuple(sums)


def shapley_value(swings: Sequence[int], persons: int) -> Fraction:
    """The Shapley-Shubik index from swings counted by the number of other consenting persons.

    A swing joining `s` others stands for s!(n-1-s)! of the n! orders (Shapley & Shubik 1954).
    """
    if persons <= FACTORIAL_LIMIT:
        orders = sum(
            count * factorial(size) * factorial(persons - 1 - size)
            for size, count in enumerate(swings)
            if count
        )
        return Fraction(orders, factorial(persons))
    ways = binomials(persons - 1)
    shares = (Fraction(c, ways[size]) for size, c in enumerate(swings) if c)
    return sum(shares, Fraction(0)) / persons

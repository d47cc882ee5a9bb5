"""Fast exact rows: piecewise-linear functions on common knots, kept as integers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from minutebook.payout.piecewise import Piecewise


@dataclass(frozen=True, slots=True)
class IntegerRows:
    """Several functions on common knots: on span s, f_i(x) = (a_i + b_i x) / scales[s].

    `lines[s]` holds the integer pairs (a_i, b_i). Integer products with one division each are
    several times faster than fractions that reduce after every step.
    """

    knots: tuple[Fraction, ...]
    scales: tuple[int, ...]
    lines: tuple[tuple[tuple[int, int], ...], ...]

    def row(self, x: Fraction) -> tuple[Fraction, ...]:
        """The value of every function at x, which must not lie below the first knot."""
        s = bisect_right(self.knots, x) - 1
        top, bottom = x.numerator, x.denominator
        scale = self.scales[s] * bottom
        return tuple(Fraction(a * bottom + b * top, scale) for a, b in self.lines[s])


def integer_rows(functions: Sequence[Piecewise]) -> IntegerRows:
    """The functions, which must begin at the same knot, as integer rows."""
    knots = sorted({x for f in functions for x in f.knots})
    scales, lines = [], []
    for knot in knots:
        slopes = [f.slope_at(knot) for f in functions]
        origins = [f(knot) - b * knot for f, b in zip(functions, slopes, strict=True)]
        scale = lcm(*(n.denominator for n in (*slopes, *origins)))
        scales.append(scale)
        lines.append(
            tuple((int(a * scale), int(b * scale)) for a, b in zip(origins, slopes, strict=True))
        )
    return IntegerRows(tuple(knots), tuple(scales), tuple(lines))

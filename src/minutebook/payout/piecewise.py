"""Exact piecewise-linear functions of one amount."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from minutebook.payout.errors import OutOfRangeError, PayoutError
from minutebook.payout.exact import Exact, exact, shown

ZERO = Fraction(0)
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Piecewise:
    """A piecewise-linear function on [knots[0], infinity), continuous from the right.

    Piece i runs from `knots[i]` to the next knot, exclusive, begins at `values[i]` and rises by
    `slopes[i]` per unit. Where a piece does not begin at the value its predecessor runs into, the
    function jumps. The form is canonical (a knot that changes nothing is dropped), so equal
    functions compare equal.
    """

    knots: tuple[Fraction, ...]
    values: tuple[Fraction, ...]
    slopes: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if not len(self.knots) == len(self.values) == len(self.slopes) or not self.knots:
            raise PayoutError("a function needs as many knots as values and slopes, at least one")
        kept = [0]
        for i in range(1, len(self.knots)):
            if self.knots[i] <= self.knots[i - 1]:
                raise PayoutError("knots must rise")
            last = kept[-1]
            reach = self.values[last] + self.slopes[last] * (self.knots[i] - self.knots[last])
            if self.values[i] != reach or self.slopes[i] != self.slopes[last]:
                kept.append(i)
        if len(kept) < len(self.knots):
            for name in ("knots", "values", "slopes"):
                old = getattr(self, name)
                object.__setattr__(self, name, tuple(old[i] for i in kept))

    @classmethod
    def line(cls, slope: Exact = 1, value: Exact = 0, start: Exact = 0) -> Piecewise:
        """The straight line that has `value` at `start` and rises by `slope`."""
        return cls((exact(start),), (exact(value),), (exact(slope),))

    @classmethod
    def constant(cls, value: Exact) -> Piecewise:
        """The same value everywhere from 0 on."""
        return cls.line(0, value)

    @classmethod
    def step(cls, at: Exact, height: Exact = 1) -> Piecewise:
        """0 below `at`, `height` from there on."""
        where = exact(at)
        if where <= 0:
            return cls.constant(height)
        return cls((ZERO, where), (ZERO, exact(height)), (ZERO, ZERO))

    @classmethod
    def ramp(cls, start: Exact, end: Exact | None, slope: Exact = 1) -> Piecewise:
        """0 up to `start`, rising by `slope` from there to `end`, level after it."""
        first, rate = exact(start), exact(slope)
        pieces = [(ZERO, ZERO, ZERO)] if first > 0 else []
        pieces.append((first, ZERO, rate))
        if end is None:
            return cls.of(pieces)
        last = exact(end)
        if last <= first:
            return cls.constant(0)
        return cls.of([*pieces, (last, rate * (last - first), ZERO)])

    @classmethod
    def of(cls, pieces: Iterable[tuple[Fraction, Fraction, Fraction]]) -> Piecewise:
        """The function with these (knot, value, slope) pieces, in rising order of knots."""
        knots, values, slopes = zip(*pieces, strict=True)
        return cls(knots, values, slopes)

    def piece(self, x: Fraction) -> int:
        """The index of the piece that holds at x.

        Raises:
            OutOfRangeError: If x lies before the first knot.
        """
        i = bisect_right(self.knots, x) - 1
        if i < 0:
            raise OutOfRangeError(
                f"{shown(x)} lies below {shown(self.knots[0])}, where this begins"
            )
        return i

    def at(self, x: Fraction) -> tuple[Fraction, Fraction]:
        """The value at x and the slope right of x, in one search."""
        i = self.piece(x)
        slope = self.slopes[i]
        return self.values[i] + slope * (x - self.knots[i]), slope

    def __call__(self, x: Exact) -> Fraction:
        """The value at x."""
        return self.at(exact(x))[0]

    def slope_at(self, x: Exact) -> Fraction:
        """The marginal value of the next unit: the slope right of x."""
        return self.slopes[self.piece(exact(x))]

    def before(self, x: Exact) -> Fraction:
        """The value that is approached from below x; the value itself at the first knot."""
        at = exact(x)
        i = self.piece(at)
        if self.knots[i] == at and i > 0:
            i -= 1
        return self.values[i] + self.slopes[i] * (at - self.knots[i])

    def jumps(self) -> tuple[Fraction, ...]:
        """Where the function is not continuous."""
        return tuple(x for x in self.knots[1:] if self.before(x) != self(x))

    def rises(self) -> bool:
        """Whether the function never falls."""
        return all(s >= 0 for s in self.slopes) and all(
            self.before(x) <= self(x) for x in self.knots[1:]
        )

    def __add__(self, other: Piecewise) -> Piecewise:
        """The sum, on the common domain."""
        pieces = []
        for x in _merged(self, other):
            (mine, my_slope), (its, its_slope) = self.at(x), other.at(x)
            pieces.append((x, mine + its, my_slope + its_slope))
        return Piecewise.of(pieces)

    def __neg__(self) -> Piecewise:
        """The function times -1."""
        return self.scaled(-1)

    def __sub__(self, other: Piecewise) -> Piecewise:
        """The difference, on the common domain."""
        return self + -other

    def scaled(self, factor: Exact) -> Piecewise:
        """The function times a constant."""
        by = exact(factor)
        return Piecewise(
            self.knots, tuple(v * by for v in self.values), tuple(s * by for s in self.slopes)
        )

    def lower(self, other: Piecewise) -> Piecewise:
        """The smaller of the two functions at every point."""
        difference = self - other
        pieces = []
        for x in sorted({*_merged(self, other), *_crossings(difference)}):
            gap, trend = difference.at(x)
            lower = self if gap < 0 or (gap == 0 and trend <= 0) else other
            pieces.append((x, *lower.at(x)))
        return Piecewise.of(pieces)

    def upper(self, other: Piecewise) -> Piecewise:
        """The larger of the two functions at every point."""
        return -((-self).lower(-other))

    def capped(self, limit: Exact) -> Piecewise:
        """The function, held at `limit` where it would be more."""
        return self.lower(Piecewise.line(0, limit, self.knots[0]))

    def floored(self, limit: Exact) -> Piecewise:
        """The function, held at `limit` where it would be less."""
        return self.upper(Piecewise.line(0, limit, self.knots[0]))

    def after(self, inner: Piecewise) -> Piecewise:
        """The composition x -> self(inner(x)), for an inner function that never falls."""
        if not inner.rises():
            raise PayoutError("only a function that never falls can be put inside another")
        knots = set(inner.knots)
        for knot in self.knots[1:]:
            reached = inner.reaches(knot)
            if reached is not None:
                knots.add(reached)
        pieces = []
        for x in sorted(knots):
            inside, inner_slope = inner.at(x)
            value, slope = self.at(inside)
            pieces.append((x, value, slope * inner_slope))
        return Piecewise.of(pieces)

    def reaches(self, level: Exact) -> Fraction | None:
        """The smallest x at which the value is at least `level`; None if that never happens."""
        goal = exact(level)
        for i, (knot, value, slope) in enumerate(
            zip(self.knots, self.values, self.slopes, strict=True)
        ):
            if value >= goal:
                return knot
            if slope > 0:
                x = knot + (goal - value) / slope
                if i + 1 == len(self.knots) or x < self.knots[i + 1]:
                    return x
        return None

    def inverse(self) -> Piecewise:
        """For a function that rises without end and never jumps: the largest x with each value.

        Where this function is level, its inverse jumps.
        """
        if self.jumps() or not self.rises() or self.slopes[-1] == 0:
            raise PayoutError("only a continuous function that rises without end has an inverse")
        return Piecewise.of(
            (value, knot, 1 / slope)
            for knot, value, slope in zip(self.knots, self.values, self.slopes, strict=True)
            if slope > 0
        )

    def switched(self, at: Exact, other: Piecewise) -> Piecewise:
        """This function below `at`, the other one from there on."""
        where = exact(at)
        if where <= self.knots[0]:
            return other
        kept = [
            (x, v, s)
            for x, v, s in zip(self.knots, self.values, self.slopes, strict=True)
            if x < where
        ]
        kept.append((where, *other.at(where)))
        kept += [
            (x, v, s)
            for x, v, s in zip(other.knots, other.values, other.slopes, strict=True)
            if x > where
        ]
        return Piecewise.of(kept)


def total(functions: Iterable[Piecewise]) -> Piecewise:
    """The sum of functions that begin at 0; nothing, from 0 on, if there are none."""
    jumps: dict[Fraction, Fraction] = {ZERO: ZERO}
    bends: dict[Fraction, Fraction] = {}
    for function in functions:
        value, slope, last = ZERO, ZERO, ZERO
        for knot, begins, rises in zip(
            function.knots, function.values, function.slopes, strict=True
        ):
            jumps[knot] = jumps.get(knot, ZERO) + begins - (value + slope * (knot - last))
            bends[knot] = bends.get(knot, ZERO) + rises - slope
            value, slope, last = begins, rises, knot
    value, slope, last, pieces = ZERO, ZERO, ZERO, []
    for knot in sorted(jumps):
        value += slope * (knot - last) + jumps[knot]
        slope += bends.get(knot, ZERO)
        last = knot
        pieces.append((knot, value, slope))
    return Piecewise.of(pieces)


def _merged(f: Piecewise, g: Piecewise) -> list[Fraction]:
    start = max(f.knots[0], g.knots[0])
    return sorted({x for x in (*f.knots, *g.knots) if x >= start})


def _crossings(difference: Piecewise) -> list[Fraction]:
    """The points strictly inside a piece where the difference passes through zero."""
    points = []
    for i, (knot, value, slope) in enumerate(
        zip(difference.knots, difference.values, difference.slopes, strict=True)
    ):
        if value * slope < 0:
            x = knot - value / slope
            if i + 1 == len(difference.knots) or x < difference.knots[i + 1]:
                points.append(x)
    return points

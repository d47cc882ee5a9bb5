"""Piecewise-linear functions against pointwise arithmetic."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.payout.pace import unhurried

from minutebook.payout import OutOfRangeError, PayoutError, Piecewise
from minutebook.payout.piecewise import total

small = st.fractions(-6, 6, max_denominator=6)
points = st.fractions(0, 12, max_denominator=10)


@st.composite
def functions(draw: st.DrawFn, continuous: bool = False, rising: bool = False) -> Piecewise:
    knots = [
        Fraction(0),
        *sorted(draw(st.sets(st.fractions(Fraction(1, 6), 10, max_denominator=6), max_size=4))),
    ]
    slopes = [draw(small) for _ in knots]
    values = [draw(small) for _ in knots]
    if rising:
        slopes = [abs(s) for s in slopes]
    steps = [abs(v) if rising else v for v in values]
    for i in range(1, len(knots)):
        reached = values[i - 1] + slopes[i - 1] * (knots[i] - knots[i - 1])
        values[i] = reached if continuous else reached + steps[i]
    return Piecewise(tuple(knots), tuple(values), tuple(slopes))


def test_values_slopes_and_limits_at_a_knot() -> None:
    cap = Piecewise.line("0.75").capped(13)
    assert cap.knots == (Fraction(0), Fraction(52, 3))
    assert cap.slopes == (Fraction(3, 4), Fraction(0))
    assert cap(Fraction(52, 3)) == 13
    assert cap.slope_at(Fraction(52, 3)) == 0
    assert cap.slope_at(17) == Fraction(3, 4)
    jump = Piecewise.step(5, 2)
    assert jump(5) == 2
    assert jump.before(5) == 0
    assert jump.jumps() == (Fraction(5),)
    assert jump.before(0) == 0
    with pytest.raises(OutOfRangeError, match="-1 lies below 0"):
        cap(-1)


def test_equal_functions_are_equal_however_they_were_cut() -> None:
    line = Piecewise(
        (Fraction(0), Fraction(3)), (Fraction(0), Fraction(6)), (Fraction(2), Fraction(2))
    )
    assert line == Piecewise.line(2)
    assert Piecewise.ramp(0, None) == Piecewise.line()
    assert Piecewise.ramp(4, 4) == Piecewise.constant(0)
    assert Piecewise.step(0, 3) == Piecewise.constant(3)


@unhurried
@given(functions(), functions(), points, small)
def test_arithmetic_is_pointwise(f: Piecewise, g: Piecewise, x: Fraction, k: Fraction) -> None:
    assert (f + g)(x) == f(x) + g(x)
    assert (f - g)(x) == f(x) - g(x)
    assert f.scaled(k)(x) == k * f(x)
    assert total([f, g, f])(x) == 2 * f(x) + g(x)
    assert f.lower(g)(x) == min(f(x), g(x))
    assert f.upper(g)(x) == max(f(x), g(x))
    assert f.capped(k)(x) == min(f(x), k)
    assert f.floored(k)(x) == max(f(x), k)
    assert f.switched(3, g)(x) == (f(x) if x < 3 else g(x))


@unhurried
@given(functions(), functions(), points)
def test_slopes_are_those_right_of_the_point(f: Piecewise, g: Piecewise, x: Fraction) -> None:
    for h in (f, f + g, f.lower(g), f.upper(g)):
        step = min((k - x for k in h.knots if k > x), default=Fraction(1)) / 2
        assert h.slope_at(x) == (h(x + step) - h(x)) / step


@unhurried
@given(functions(), functions(continuous=True, rising=True), points)
def test_composition(outer: Piecewise, inner: Piecewise, x: Fraction) -> None:
    inner = inner.upper(Piecewise.constant(0))
    assert outer.after(inner)(x) == outer(inner(x))


@unhurried
@given(functions(continuous=True, rising=True), points)
def test_inverse_gives_the_largest_point(f: Piecewise, x: Fraction) -> None:
    f = f + Piecewise.ramp(f.knots[-1], None)
    y = f(x)
    last = f.inverse()(y)
    assert f(last) == y
    assert last >= x
    assert f(last + Fraction(1, 1000)) > y


@unhurried
@given(functions(), small)
def test_reaches_gives_the_first_point(f: Piecewise, level: Fraction) -> None:
    first = f.reaches(level)
    grid = [Fraction(n, 12) for n in range(13 * 12)]
    if first is None:
        assert all(f(x) < level for x in grid)
    else:
        assert f(first) >= level
        assert all(f(x) < level for x in grid if x < first)


def test_what_has_no_inverse_and_what_cannot_be_inside() -> None:
    for f in (Piecewise.constant(1), Piecewise.line(-1), Piecewise.line() + Piecewise.step(2)):
        with pytest.raises(PayoutError, match="has an inverse"):
            f.inverse()
    with pytest.raises(PayoutError, match="never falls can be put inside"):
        Piecewise.line().after(Piecewise.line(-1, 9))
    with pytest.raises(PayoutError, match="knots must rise"):
        Piecewise((Fraction(1), Fraction(1)), (Fraction(0),) * 2, (Fraction(1),) * 2)
    with pytest.raises(PayoutError, match="as many knots"):
        Piecewise((), (), ())

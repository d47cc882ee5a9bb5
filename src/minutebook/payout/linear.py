"""Small systems of linear equations, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def solve(
    equations: Sequence[tuple[Sequence[Fraction], Fraction]],
) -> tuple[Fraction, ...] | None:
    """The one solution of as many equations as unknowns; None if there is none or many.

    Args:
        equations: (coefficients, right-hand side) each.
    """
    rows = [[*map(Fraction, left), Fraction(right)] for left, right in equations]
    for i in range(len(rows)):
        pivot = next((r for r in rows[i:] if r[i] != 0), None)
        if pivot is None:
            return None
        rows.remove(pivot)
        rows.insert(i, [value / pivot[i] for value in pivot])
        rows = [
            row if j == i else [a - row[i] * b for a, b in zip(row, rows[i], strict=True)]
            for j, row in enumerate(rows)
        ]
    return tuple(row[-1] for row in rows)

"""Tables of who gets what as CSV and Parquet: one row for each world and amount."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types

from minutebook.answers import Answer
from minutebook.payout.book import Grid

UNASSIGNED = "unassigned"
PLACES = 6


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a table: what was asked, of what, at which amounts, and the answer.

    `amounts` is empty where the answer finds them, as for an amount sought. `years` are those
    whose profits the amounts are, if they are profits of years.
    """

    asked: str
    subject: str
    answer: Answer[Grid]
    amounts: tuple[Fraction, ...] = ()
    years: tuple[str, ...] = ()


def columns(parts: Sequence[Part]) -> dict[str, list[object]]:
    """The table: each hinge, the amount, each party, the unassigned rest.

    A hinge that a world did not meet is empty there, as is an amount that is not determined or
    that nothing reaches. What was asked, and of what, stands in columns of its own where there
    is more than one of it; the unassigned rest is left out if only one party is asked about.
    """
    grids = [w.value for part in parts for w in part.answer.worlds if w.value is not None]
    hinges = dict.fromkeys(h for part in parts for h in part.answer.hinges)
    parties = dict.fromkeys(party for grid in grids for party in grid.parties)
    several = [h for h in ("asked", "subject") if len({getattr(p, h) for p in parts}) > 1]
    rest = [UNASSIGNED] if not grids or any(grid.to is None for grid in grids) else []
    years = ["year"] if any(part.years for part in parts) else []
    heads = (*several, *hinges, *years, "amount", *parties, *rest)
    table: dict[str, list[object]] = {head: [] for head in heads}
    for part in parts:
        for world in part.answer.worlds:
            for place, (amount, paid) in enumerate(_rows(world.value, part)):
                row: dict[str, object] = {"asked": part.asked, "subject": part.subject}
                row |= {**world.readings, "amount": amount, **paid}
                row["year"] = part.years[place] if part.years else None
                for head, cells in table.items():
                    cells.append(row.get(head))
    return table


def _rows(
    grid: Grid | None, part: Part
) -> list[tuple[Fraction | None, dict[str, Fraction | None]]]:
    """(amount, who is paid what) for each row of one world; at least one row."""
    if grid is None:
        return [(amount, {}) for amount in part.amounts] or [(None, {})]
    met = dict.fromkeys(p for w in part.answer.worlds if w.value for p in w.value.parties)
    nothing = dict.fromkeys(met, Fraction(0))
    heads = (*grid.parties, UNASSIGNED)
    rows: list[tuple[Fraction | None, dict[str, Fraction | None]]] = [
        (amount, {**nothing, **dict(zip(heads, row, strict=True))})
        for amount, row in zip(grid.amounts, grid.rows, strict=True)
    ]
    return rows or [(None, {})]


def as_csv(table: dict[str, list[object]]) -> str:
    """The table as CSV: exact decimals where they are finite, else rounded to six places."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table)
    for row in zip(*table.values(), strict=True):
        writer.writerow([_decimal(cell) if isinstance(cell, Fraction) else cell for cell in row])
    return out.getvalue()


def as_parquet(table: dict[str, list[object]]) -> bytes:
    """The table as Parquet: numbers as 64-bit floats."""
    arrays = {
        head: [float(cell) if isinstance(cell, Fraction) else cell for cell in column]
        for head, column in table.items()
    }
    types = {head: pa.string() for head in arrays}
    types |= {h: pa.float64() for h, c in table.items() if any(isinstance(x, Fraction) for x in c)}
    made = pa.table({head: pa.array(arrays[head], types[head]) for head in arrays})
    out = io.BytesIO()
    pq.write_table(made, out)
    return out.getvalue()


def _decimal(number: Fraction) -> str:
    """The number as a decimal."""
    rounded = Fraction(round(number * 10**PLACES), 10**PLACES)
    exact = Decimal(rounded.numerator) / Decimal(rounded.denominator)
    return f"{exact:f}"

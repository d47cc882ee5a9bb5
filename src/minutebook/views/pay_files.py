"""Tables of who gets what as CSV and Parquet: one row for each world and amount."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types

from minutebook.answers import Answer
from minutebook.payout.book import Grid

UNASSIGNED = "unassigned"
PLACES = 6


def columns(answer: Answer[Grid], amounts: Sequence[Fraction]) -> dict[str, list[object]]:
    """The table: each hinge, the amount, each party, the unassigned rest.

    A hinge that a world did not meet is empty there, as is an amount that is not determined.
    """
    parties = dict.fromkeys(p for w in answer.worlds if w.value for p in w.value.parties)
    heads = [*answer.hinges, "amount", *parties, UNASSIGNED]
    table: dict[str, list[object]] = {head: [] for head in heads}
    for world in answer.worlds:
        grid = world.value
        for place, amount in enumerate(amounts):
            for hinge in answer.hinges:
                table[hinge].append(world.readings.get(hinge))
            table["amount"].append(amount)
            nothing = None if grid is None else Fraction(0)
            row: dict[str, Fraction | None] = dict.fromkeys((*parties, UNASSIGNED), nothing)
            if grid is not None:
                row.update(zip((*grid.parties, UNASSIGNED), grid.rows[place], strict=True))
            for party, paid in row.items():
                table[party].append(paid)
    return table


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

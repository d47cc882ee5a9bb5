"""What each party gained and lost between two dates, as a lawyer would list it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console

from minutebook.cli.output import table, text
from minutebook.records.values import Cite
from minutebook.views.parties import Changed, Sides


def print_parties(out: Console, parties: Mapping[str, Sides]) -> None:
    """A table for each party: what it gained, what it lost, and what was put in place of what."""
    for party, sides in parties.items():
        out.print()
        out.print(text(party, "bold"))
        made = table("", "what", "clause", "source")
        rows = [*sides.gained, *sides.lost]
        ended = {row.norm: row for row in rows if not row.began}
        swapped = {row.norm: [ended[n] for n in row.replaces if n in ended]
                   for row in rows if row.began}  # fmt: skip
        gone = {old.norm for olds in swapped.values() for old in olds}
        for word, side in (("gained", sides.gained), ("lost", sides.lost)):
            for row in side:
                if row.norm not in gone and not swapped.get(row.norm):
                    made.add_row(*map(text, (word, _words(row), row.norm, _cites(row.src))))
        for row in rows:
            olds = swapped.get(row.norm) if row.began else None
            if olds:
                was = "; ".join(_says(old) for old in olds)
                made.add_row(*map(text, (
                    "changed", f"{_says(row)}; before: {was}",
                    f"{row.norm}, for {', '.join(old.norm for old in olds)}", _cites(row.src),
                )))  # fmt: skip
        out.print(made)


def _words(row: Changed) -> str:
    return _says(row) if row.began else f"no longer: {_says(row)}"


def _says(row: Changed) -> str:
    return row.says or row.what


def _cites(cites: Sequence[Cite]) -> str:
    return ", ".join(f"{c.source}:{c.locator}" if c.locator else c.source for c in cites)

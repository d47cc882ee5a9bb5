"""The fan of readings: for each party the least and the most it is paid over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from minutebook.answers import Answer
from minutebook.pages import words
from minutebook.pages.gets import money_text
from minutebook.pages.measure import wrap
from minutebook.pages.svg import Font, lines, svg, tag
from minutebook.payout.book import ZERO, Grid
from minutebook.records import Book

_PANELS: Final = 12
_WIDE, _TALL, _APART, _HEAD = 300.0, 110.0, 30.0, 56.0
_PLAIN, _FINE = Font("plain", 13), Font("fine", 12)


def fan(book: Book, answer: Answer[Grid], amounts: Sequence[Fraction]) -> str:
    """A panel for each party: the least and the most over all worlds, and the world shown.

    Empty where all worlds pay the same. A world that does not determine a payment has no part in
    the band there, and the panel says that there is one.
    """
    grids = [w.value for w in answer.worlds if w.value is not None]
    parties = dict.fromkeys(p for grid in grids for p in grid.parties)
    if len(answer.worlds) < 2 or not grids:
        return ""
    panels = []
    for party in parties:
        columns = [_column(grid, party) for grid in grids]
        bands = []
        for n in range(len(amounts)):
            known = [c[n] or ZERO for c in columns if c[n] is not None]
            if known:
                bands.append((n, min(known), max(known)))
        if any(low != high for _, low, high in bands):
            shown = answer.adopted.value
            line = _column(shown, party) if shown is not None else ()
            panels.append((party, bands, line, any(None in c for c in columns)))
    out = []
    for place, (party, bands, line, gaps) in enumerate(panels[:_PANELS]):
        x, y = (place % 2) * (_WIDE + _APART), (place // 2) * (_TALL + _HEAD + _APART)
        drawn = _panel(book, party, bands, line, amounts, gaps=gaps)
        out.append(tag("g", drawn, transform=f"translate({x:g} {y:g})"))
    if not out:
        return ""
    rows = (len(out) + 1) // 2
    wide = 2 * _WIDE + _APART if len(out) > 1 else _WIDE
    return svg(out, wide, rows * (_TALL + _HEAD + _APART), "Over all readings: least to most paid")


def _column(grid: Grid, party: str) -> tuple[Fraction | None, ...]:
    """What a party is paid at each amount; nothing where the terms do not name it."""
    if party not in grid.parties:
        return (Fraction(0),) * len(grid.rows)
    place = grid.parties.index(party)
    return tuple(row[place] for row in grid.rows)


def _panel(
    book: Book,
    party: str,
    bands: Sequence[tuple[int, Fraction, Fraction]],
    line: Sequence[Fraction | None],
    amounts: Sequence[Fraction],
    *,
    gaps: bool,
) -> str:
    most = max(high for _, _, high in bands) or Fraction(1)
    unknown = "; not determined in some readings" if gaps else ""
    reach = f"up to {money_text(book, most)}{unknown}"

    def point(n: int, value: Fraction) -> str:
        x = float(amounts[n] / amounts[-1]) * _WIDE
        return f"{x:.1f},{_HEAD + (1 - float(value / most)) * _TALL:.1f}"

    way = [point(n, high) for n, _, high in bands] + [point(n, low) for n, low, _ in bands[::-1]]
    name = wrap(words.name(book, party), _WIDE, _PLAIN.size, most=1)
    out = [
        lines(name, 0, 0, _PLAIN),
        lines(wrap(reach, _WIDE, _FINE.size, most=2), 0, _PLAIN.leading, _FINE),
        tag("path", class_="rule", d=f"M0 {_HEAD + _TALL:g}h{_WIDE:g}"),
        tag("polygon", class_="band", points=" ".join(way)),
    ]
    shown = [point(n, value) for n, value in enumerate(line) if value is not None]
    if shown:
        out.append(tag("polyline", class_="shown", points=" ".join(shown)))
    out.append(lines((f"0 to {money_text(book, amounts[-1])}",), 0, _HEAD + _TALL + 3, _FINE))
    return "".join(out)

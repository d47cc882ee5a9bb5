"""Measuring and wrapping text in the shipped font, without a browser.

`widths.json` holds the advance widths of Inter (in thousandths of the size, rounded up) for the
weights that charts use. Charts set text without kerning, so a line is as wide as the sum of its
advances. What the font lacks is drawn in some other one: it is taken as a full square and
marked, so that the chart can hold it to that width.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Final

from minutebook.text.render import visible

REGULAR: Final = 400
BOLD: Final = 600
_SQUARE = 1000
_BREAKS = re.compile(r"\s+|(?<=[-/·,;:_@.])(?=\S)")
_WIDE = "WF"


@lru_cache(maxsize=1)
def _tables() -> dict[int, dict[str, int]]:
    stored = json.loads((resources.files("minutebook.pages") / "widths.json").read_text("utf-8"))
    return {
        int(weight): {c: int(width) for width, found in groups.items() for c in found}
        for weight, groups in stored.items()
    }


def _advance(character: str, weight: int) -> int:
    known = _tables()[weight].get(character)
    if known is not None:
        return known
    return 0 if unicodedata.combining(character) else _SQUARE


def width(text: str, size: float, weight: int = REGULAR) -> float:
    """How wide a line of text is, in the unit of `size`."""
    return sum(_advance(c, weight) for c in text) * size / 1000


def is_measured(text: str) -> bool:
    """Whether the shipped font has every character, so that the width is exact."""
    table = _tables()[REGULAR]
    return all(c in table for c in text)


def wrap(
    text: str, room: float, size: float, weight: int = REGULAR, most: int = 3
) -> tuple[str, ...]:
    """Break a text into at most `most` lines no wider than `room`; the last may end in `…`.

    Lines break at blanks, after joints such as hyphens, between wide characters, and, where a
    word alone is too long, anywhere.
    """
    lines: list[str] = []
    current = ""
    for piece, blank in _pieces(visible(" ".join(text.split()))):
        joined = f"{current}{' ' if blank and current else ''}{piece}"
        if width(joined, size, weight) <= room:
            current = joined
            continue
        if current:
            lines.append(current)
        *full, current = _split(piece, room, size, weight)
        lines.extend(full)
        if len(lines) > most:
            break
    if current or not lines:
        lines.append(current)
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _cut(lines[most - 1], room, size, weight))


def _pieces(text: str) -> list[tuple[str, bool]]:
    """The parts that may stand on lines of their own, each with whether a blank goes before."""
    out: list[tuple[str, bool]] = []
    for word in text.split(" "):
        blank = True
        for joint in (p for p in _BREAKS.split(word) if p):
            for piece in _by_width(joint):
                out.append((piece, blank))
                blank = False
    return out


def _by_width(word: str) -> list[str]:
    """Part wide characters (of Chinese, Japanese, Korean) from each other."""
    out: list[str] = []
    for character in word:
        wide = unicodedata.east_asian_width(character) in _WIDE
        if not out or wide or unicodedata.east_asian_width(out[-1][-1]) in _WIDE:
            out.append(character)
        else:
            out[-1] += character
    return out


def _split(piece: str, room: float, size: float, weight: int) -> list[str]:
    """A word too long for a line, in parts that fit; never less than a character each."""
    out = [""]
    for character in piece:
        if out[-1] and width(out[-1] + character, size, weight) > room:
            out.append("")
        out[-1] += character
    return out


def _cut(line: str, room: float, size: float, weight: int) -> str:
    while line and width(line + "…", size, weight) > room:
        line = line[:-1]
    return line.rstrip() + "…"

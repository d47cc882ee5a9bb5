r"""Lines and offsets of a text, as editors count them: `\n`, `\r\n` and `\r` end a line."""

from __future__ import annotations

import re

_LINE_END = re.compile(r"\r\n|\n|\r")


def split_lines(text: str) -> list[str]:
    """Give the lines of a text without their ends; an empty text has one empty line."""
    return _LINE_END.split(text)


def line_starts(text: str) -> list[int]:
    """Give the offset at which each line begins; the first is 0."""
    return [0, *(end.end() for end in _LINE_END.finditer(text))]


def position(text: str, offset: int) -> tuple[int, int]:
    """Give the 1-based line and column of an offset into a text."""
    last_start = 0
    line = 1
    for end in _LINE_END.finditer(text, 0, offset):
        # A line end cut in two by the offset has not ended its line yet.
        if text[end.start() : end.start() + 2] == "\r\n" and end.end() - end.start() == 1:
            break
        line += 1
        last_start = end.end()
    return line, offset - last_start + 1

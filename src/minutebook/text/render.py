"""Diagnostics for people and for programs: the line, a caret under the mistake, the cure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from minutebook.text.diagnostics import Diagnostic
from minutebook.text.lines import split_lines
from minutebook.text.span import Span

_TAB = 4
_MOST_PLACES = 3
_COLORS = {"error": "\x1b[31m", "warning": "\x1b[33m", "info": "\x1b[36m"}
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def render(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, str],
    color: bool = False,
    width: int = 100,
) -> str:
    """Write diagnostics for a terminal `width` columns wide, a blank line between two.

    `sources` gives the text of each file; of a file that is not in it only the place is named.
    What the files contain is shown without its control characters, so that no book can write
    escape sequences to the terminal.
    """
    lines: dict[str, list[str]] = {}
    blocks = []
    for diagnostic in diagnostics:
        file = diagnostic.span.file
        if file not in lines:
            lines[file] = split_lines(sources[file]) if file in sources else []
        blocks.append(_block(diagnostic, lines[file], color, max(width, 20)))
    return "\n\n".join(blocks)


def to_json(diagnostic: Diagnostic) -> dict[str, str | int]:
    """Give a diagnostic as JSON; line and column are 1-based code points."""
    return {
        "file": diagnostic.span.file,
        "line": diagnostic.span.line,
        "column": diagnostic.span.column,
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }


def _block(diagnostic: Diagnostic, lines: list[str], color: bool, width: int) -> str:
    paint = _COLORS[diagnostic.severity] if color else ""
    bold, plain = (_BOLD, _PLAIN) if color else ("", "")
    place = f"{visible(diagnostic.span.file)}:{diagnostic.span.line}:{diagnostic.span.column}"
    code = f"{paint}{diagnostic.code}{plain if paint else ''}"
    block = [f"{bold}{place}{plain} {code} {visible(diagnostic.message)}"]
    if 1 <= diagnostic.span.line <= len(lines):
        shown, carets = _excerpt(lines[diagnostic.span.line - 1], diagnostic.span, width - 4)
        block += [f"    {shown}".rstrip(), f"    {paint}{carets}{plain if paint else ''}"]
    if diagnostic.hint:
        block.append(f"  hint: {visible(diagnostic.hint)}")
    if diagnostic.also:
        block.append(f"  also at {_places(diagnostic.also)}")
    return "\n".join(block)


def _places(also: tuple[Span, ...]) -> str:
    named = ", ".join(visible(str(span)) for span in also[:_MOST_PLACES])
    rest = len(also) - _MOST_PLACES
    return f"{named} and {rest} more" if rest > 0 else named


def visible(text: str) -> str:
    r"""Show what cannot be seen as an escape: `\x1b`, `\u202e`; a tab as a blank."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character == "\t":
        return " " * _TAB
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    return character.encode("unicode_escape").decode("ascii")


def _cells(shown: str) -> int:
    """Count the terminal columns of a shown text: two for wide characters, none for marks."""
    if shown.isascii():
        return len(shown)
    return sum(
        0
        if unicodedata.combining(character)
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in shown
    )


def _excerpt(line: str, span: Span, room: int) -> tuple[str, str]:
    """Give the part of a line that fits into `room` columns, and carets under the span."""
    first = min(span.column - 1, len(line))
    last = span.end_column - 1 if span.end_line == span.line else len(line)
    last = max(first + 1, min(last, max(len(line), first + 1)))
    start, stop = _window(line, first, room)
    before = "…" if start else ""
    after = "…" if stop < len(line) else ""
    shown = before + visible(line[start:stop]) + after
    indent = _cells(before + visible(line[start:first]))
    carets = max(1, _cells(visible(line[first : min(last, stop)])))
    return shown, " " * indent + "^" * carets


def _window(line: str, first: int, room: int) -> tuple[int, int]:
    """Choose the code points to show: all if they fit, else a stretch around the mistake."""
    # No character is shown in less than no column or more than ten, so this bounds the work.
    if len(line) <= room and _cells(visible(line)) <= room:
        return 0, len(line)
    start, used = first, 2
    while start > 0 and used + _width(line, start - 1) <= room // 2:
        start -= 1
        used += _width(line, start)
    stop = first
    while stop < len(line) and used + _width(line, stop) <= room:
        used += _width(line, stop)
        stop += 1
    return start, max(stop, min(first + 1, len(line)))


def _width(line: str, index: int) -> int:
    return _cells(_shown(line[index]))

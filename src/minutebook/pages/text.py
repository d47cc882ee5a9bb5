"""The text of a book with line numbers, where every link to a place leads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutebook.records import Book
from minutebook.text.lines import split_lines
from minutebook.text.render import visible

_ANCHOR = re.compile(r"f(\d{1,5})-(\d{1,8})")
_MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line with its number and anchor."""

    number: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class File:
    """A file, or the stretch of it that is shown."""

    name: str
    anchor: str
    lines: tuple[TextLine, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Text:
    """The files that are shown, and all of them by name."""

    files: tuple[File, ...]
    listed: tuple[tuple[str, str], ...]


def text_page(book: Book, line: str, *, whole: bool = False) -> Text:
    """The file in which a line stands; with `whole`, every file in full.

    `line` is an anchor (`f2-17`: line 17 of the third file). A long file is shown around it.
    """
    found = _ANCHOR.fullmatch(line)
    names = [n for n in book.files if not n.startswith("law/")]
    every = list(book.files)
    listed = tuple((visible(n), f"f{every.index(n)}-1") for n in names)
    if whole:
        files = tuple(_file(book, every.index(n), 1, len(book.files[n]) + 1) for n in every)
        return Text(files, listed)
    number, at = (int(found[1]), int(found[2])) if found else (0, 1)
    if number >= len(every):
        number, at = 0, 1
    return Text((_file(book, number, at, _MOST_LINES),) if every else (), listed)


def _file(book: Book, number: int, at: int, most: int) -> File:
    name = list(book.files)[number]
    text = split_lines(book.files[name])
    first = max(0, min(at - most // 2, len(text) - most))
    shown = text[first : first + most]
    lines = tuple(
        TextLine(first + n + 1, f"f{number}-{first + n + 1}", visible(content))
        for n, content in enumerate(shown)
    )
    return File(visible(name), f"f{number}", lines, len(shown) < len(text))

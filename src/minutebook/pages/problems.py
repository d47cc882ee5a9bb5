"""Problems: what is wrong with a book, each with its line, a caret and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass

from minutebook.pages.library import Opened
from minutebook.pages.record import anchor
from minutebook.records import Book
from minutebook.text.diagnostics import Diagnostic
from minutebook.text.lines import split_lines
from minutebook.text.render import visible
from minutebook.views.check import check

_AROUND = 2
MOST = 200


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a file; `marked` is the stretch that the mistake is about."""

    number: int
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A diagnostic with its place and the lines around it."""

    code: str
    severity: str
    message: str
    hint: str
    place: str
    anchor: str
    lines: tuple[SourceLine, ...]
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problems:
    """Everything that the page shows; `left_out` further ones are not laid out."""

    found: tuple[Problem, ...]
    errors: int
    left_out: int


def problems(opened: Opened) -> Problems:
    """What is wrong with a book's text and with its own assertions; may raise `OutOfTimeError`."""
    book = opened.book
    found = opened.work_out(("check",), None, lambda memo: check(book, memo))
    shown = tuple(_problem(book, d) for d in found[:MOST])
    errors = sum(d.severity == "error" for d in found)
    return Problems(shown, errors, max(0, len(found) - MOST))


def _problem(book: Book, found: Diagnostic) -> Problem:
    span = found.span
    return Problem(
        found.code,
        found.severity,
        visible(found.message),
        visible(found.hint),
        f"{visible(span.file)}:{span.line}:{span.column}",
        anchor(book, span.file, span.line),
        _lines(book, found),
        tuple(visible(str(s)) for s in found.also[:10]),
    )


def _lines(book: Book, found: Diagnostic) -> tuple[SourceLine, ...]:
    span = found.span
    text = split_lines(book.files.get(span.file, ""))
    out = []
    for number in range(max(1, span.line - _AROUND), min(len(text), span.line + _AROUND) + 1):
        line = text[number - 1][:500]
        start, end = len(line), len(line)
        if number == span.line:
            start = min(span.column - 1, len(line))
            end = span.end_column - 1 if span.end_line == span.line else len(line)
            end = max(start, min(end, len(line)))
        out.append(
            SourceLine(number, visible(line[:start]), visible(line[start:end]), visible(line[end:]))
        )
    return tuple(out)

"""Plain words for what the YAML parser cannot read: the frequent mistakes, each with its cure.

The parser says what it expected; the person wants to know what they wrote. Each rule here looks
at the parser's complaint and at the text around it and names the mistake, or passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from yaml import MarkedYAMLError

from minutebook.text.diagnostics import Diagnostic
from minutebook.text.lines import split_lines
from minutebook.text.span import Span


class _Complaint(NamedTuple):
    """What the parser said, at which 0-based place, in what it had begun where."""

    problem: str
    line: int
    column: int
    context: str
    context_line: int
    context_column: int
    lines: list[str]

    @property
    def here(self) -> str:
        """The line of the complaint."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def before(self) -> str:
        """What stands before the complaint in its line."""
        return self.here[: self.column]

    @property
    def character(self) -> str:
        """The character complained of; nothing at the end of a line."""
        return self.here[self.column : self.column + 1]


class _Mistake(NamedTuple):
    code: str
    line: int
    column: int
    width: int
    message: str
    hint: str


def explain(error: MarkedYAMLError, text: str, file: str) -> Diagnostic:
    """Turn an error of the parser on `text` into one diagnostic at the place of the mistake."""
    mark = error.problem_mark or error.context_mark
    context = error.context_mark or mark
    complaint = _Complaint(
        error.problem or "",
        mark.line if mark else 0,
        mark.column if mark else 0,
        error.context or "",
        context.line if context else 0,
        context.column if context else 0,
        split_lines(text),
    )
    found = next((mistake for rule in _RULES if (mistake := rule(complaint))), None)
    if found is None:
        found = _generic(complaint)
    line, column = found.line + 1, found.column + 1
    if line > len(complaint.lines):
        # The parser counts the end of a file as a line of its own; there is none to point at.
        line = len(complaint.lines)
        column = len(complaint.lines[-1]) + 1
    span = Span(file, line, column, line, column + found.width)
    return Diagnostic(found.code, "error", span, found.message, found.hint)


_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?|={7}")


def _unfinished_merge(said: _Complaint) -> _Mistake | None:
    """Find the marks that a merge leaves where two versions of a file differ."""
    for number, line in enumerate(said.lines):
        if _CONFLICT.fullmatch(line):
            message = "this is the mark of a merge that was not finished"
            hint = "keep one of the two versions; remove the lines of <<<<<<<, ======= and >>>>>>>"
            return _Mistake("MB101", number, 0, len(line), message, hint)
    return None


_BLANKS = re.compile(r"[ \t]*([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000])\s*")


def _other_blank(said: _Complaint) -> _Mistake | None:
    """Find a line near the complaint that is indented with a blank that is no space."""
    above = _line_above(said)
    for number in (said.line, *(() if above is None else (above,))):
        line = said.lines[number] if number < len(said.lines) else ""
        blank = _BLANKS.match(line)
        if blank is not None:
            message = f"this line is indented with U+{ord(blank[1]):04X}, which looks like a space"
            hint = "delete what stands before its first letter, and write spaces"
            return _Mistake("MB113", number, 0, blank.end(), message, hint)
    return None


def _tab(said: _Complaint) -> _Mistake | None:
    if "tab character" not in said.problem and said.character != "\t":
        return None
    blank = re.match(r"[ \t]*", said.here)
    width = 1
    if blank is not None and blank.end() > said.column:
        width = blank.end() - said.column
        message = "this line is indented with a tab"
    else:
        message = "a tab stands where only a space may"
    hint = "use spaces, two for each step"
    return _Mistake("MB113", said.line, said.column, width, message, hint)


def _reserved_start(said: _Complaint) -> _Mistake | None:
    begun = {"while scanning an anchor", "while scanning an alias"}
    if said.context in begun or (
        said.context == "while scanning a block scalar" and "line break" in said.problem
    ):
        line, column = said.context_line, said.context_column
    elif "cannot start any" in said.problem or "mapping keys are not allowed" in said.problem:
        line, column = said.line, said.column
    else:
        return None
    rest = said.lines[line][column:] if line < len(said.lines) else ""
    message = f"a text cannot begin with {rest[:1]}"
    return _Mistake("MB119", line, column, 1, message, _in_quotes(rest))


def _in_quotes(text: str) -> str:
    """Suggest a text in quotation marks; a long or broken one only in words."""
    value = re.split(r"\s#", text, maxsplit=1)[0].rstrip()
    if not value or len(value) > 40 or '"' in value or "\\" in value:
        return "put the whole text in quotes"
    return f'put it in quotes: "{value}"'


_KEY_AND_TEXT = re.compile(r"\s*(?:- +)*[^\s\"'\[{#:][^:]*:\s+\S")
_GLUED_KEY = re.compile(r"(\s*(?:- +)*)([^\s\"'\[{#:][^\s:]*):([^\s:/].*)")


def _glued_colon(said: _Complaint, line: int) -> _Mistake | None:
    """Find `key:value` in a line: without the space it is one word."""
    glued = _GLUED_KEY.fullmatch(said.lines[line]) if line < len(said.lines) else None
    if glued is None:
        return None
    message = "a colon after a key needs a space"
    shown = f"{glued[2]}: {glued[3]}"
    hint = f"write {shown}" if len(shown) <= 60 else "put a space after the colon"
    return _Mistake("MB117", line, glued.end(2), 1, message, hint)


def _line_above(said: _Complaint) -> int | None:
    """Find the nearest line above the complaint that is not blank."""
    return next((n for n in range(said.line - 1, -1, -1) if said.lines[n].strip()), None)


def _colon_out_of_place(said: _Complaint) -> _Mistake | None:
    if "mapping values are not allowed" not in said.problem:
        return None
    if _KEY_AND_TEXT.match(said.before):
        message = "a text with a colon and a space in it needs quotes"
        start = re.match(r"\s*(?:- +)*[^:]*:\s+", said.here)
        hint = _in_quotes(said.here[start.end() :]) if start else "put the whole text in quotes"
        return _Mistake("MB118", said.line, said.column, 1, message, hint)
    previous = _line_above(said)
    if previous is None:
        return None
    glued = _glued_colon(said, previous)
    if glued is not None:
        return glued
    column = len(said.here) - len(said.here.lstrip())
    if re.match(r"\s*(?:- +)*[^:]*:\s", said.lines[previous]):
        message = "this line is indented deeper than the one before, which already has its value"
        hint = "begin it in the same column as the line before"
        return _Mistake("MB120", said.line, column, 1, message, hint)
    width = max(1, len(said.lines[previous].strip()))
    column = len(said.lines[previous]) - len(said.lines[previous].lstrip())
    message = "a key without a colon and a value"
    return _Mistake("MB117", previous, column, width, message, "write key: value")


def _key_without_colon(said: _Complaint) -> _Mistake | None:
    if "could not find expected ':'" not in said.problem:
        return None
    glued = _glued_colon(said, said.context_line)
    if glued is not None:
        return glued
    line = said.lines[said.context_line] if said.context_line < len(said.lines) else ""
    width = max(1, len(line[said.context_column :].rstrip()))
    message = "a key without a colon and a value"
    hint = "write key: value; a text that goes on in the next line is indented deeper than its key"
    return _Mistake("MB117", said.context_line, said.context_column, width, message, hint)


def _open_quote(said: _Complaint) -> _Mistake | None:
    if said.context != "while scanning a quoted scalar":
        return None
    line, column = said.context_line, said.context_column
    quote = said.lines[line][column : column + 1] if line < len(said.lines) else '"'
    message = f"this {quote} is not closed"
    hint = f"write {quote} at the end of the text too"
    return _Mistake("MB115", line, column, 1, message, hint)


def _escape(said: _Complaint) -> _Mistake | None:
    if said.context != "while parsing a quoted scalar":
        return None
    message = "a backslash in double quotes begins an escape, and this one is unknown"
    hint = r"write \\ for a backslash, or use single quotes"
    return _Mistake("MB101", said.line, said.column, 1, message, hint)


def _bracket(said: _Complaint) -> _Mistake | None:
    closing = re.search(r"did not find expected ',' or '(.)'", said.problem)
    if closing is not None:
        opening = "[" if closing[1] == "]" else "{"
        if said.line != said.context_line:
            message = f"this {opening} is not closed"
            hint = f"write {closing[1]} at the end of the list"
            opened = said.lines[said.context_line][said.context_column :]
            if re.search(r"\s#", opened):
                hint = "what follows a # in a line is a remark: put a text with # in it in quotes"
            return _Mistake("MB116", said.context_line, said.context_column, 1, message, hint)
        message = f"after an item inside {opening} a comma or {closing[1]} is missing"
        hint = f"write , or {closing[1]} before it, or put a text with brackets or colons in quotes"
        return _Mistake("MB116", said.line, said.column, 1, message, hint)
    if said.character in ("]", "}") and said.problem.startswith("did not find expected"):
        message = f"this {said.character} closes nothing"
        hint = "remove it, or put the text in quotes"
        return _Mistake("MB116", said.line, said.column, 1, message, hint)
    return None


def _missing_key(said: _Complaint) -> _Mistake | None:
    if not said.problem.startswith("did not find expected") or said.character != ":":
        return None
    if said.before.strip(" -{[,"):
        return None
    hint = 'write a name before the colon; a text that begins with ":" needs quotes'
    return _Mistake("MB112", said.line, said.column, 1, "a key is missing", hint)


def _rest_after_value(said: _Complaint) -> _Mistake | None:
    """Recognise what stands after a quotation or a bracket has ended the value."""
    before = said.before.rstrip()
    if not said.problem.startswith("did not find expected") or not before:
        return None
    if before[-1] in "\"'":
        message = "the quotation ends before the text does"
        hint = "write '' for an apostrophe inside single quotes, or use double quotes around it"
        if before[-1] == '"':
            hint = r"write \" for a quote inside double quotes, or use single quotes around it"
        return _Mistake("MB115", said.line, said.column, 1, message, hint)
    if before[-1] in "]}":
        message = f"text stands after the closing {before[-1]}"
        hint = "remove it, or put the whole text in quotes"
        return _Mistake("MB116", said.line, said.column, 1, message, hint)
    return None


def _indentation(said: _Complaint) -> _Mistake | None:
    if said.before.strip(" -"):
        return None
    if "did not find expected '-' indicator" in said.problem:
        message = 'this line stands among list items and does not begin with "- "'
        hint = "begin it with - and a space, or indent it under its item"
        return _Mistake("MB120", said.line, said.column, 1, message, hint)
    if "did not find expected key" in said.problem:
        message = "this line is indented unlike its neighbours"
        column, line = said.context_column, said.context_line
        hint = f"begin it in column {column + 1}, as line {line + 1} does"
        above = _line_above(said)
        if above is not None and above != line:
            begins = len(said.lines[above]) - len(said.lines[above].lstrip())
            if begins != column:
                hint += f", or in column {begins + 1}, as line {above + 1} does"
        return _Mistake("MB120", said.line, said.column, 1, message, hint)
    return None


def _list_in_line(said: _Complaint) -> _Mistake | None:
    if "block sequence entries are not allowed" not in said.problem:
        return None
    message = "a list with - begins on a line of its own"
    hint = "write it under the key, or in brackets: [a, b]; a text that begins with - needs quotes"
    return _Mistake("MB101", said.line, said.column, 1, message, hint)


def _tag_or_directive(said: _Complaint) -> _Mistake | None:
    place = (said.context_line, said.context_column)
    if said.context in ("while scanning a tag", "while parsing a tag") or "tag" in said.problem:
        if "directive" in said.problem:
            return _Mistake("MB114", *place, 1, "a directive is not used", "remove this line")
        if "tag" in said.problem:
            place = (said.line, said.column)
        hint = "remove it; a text that begins with ! needs quotes"
        return _Mistake("MB109", *place, 1, "a tag is not used", hint)
    if "directive" in said.context or "directive" in said.problem or "YAML doc" in said.problem:
        hint = "remove the line; a text that begins with % needs quotes"
        return _Mistake("MB114", *place, 1, "a directive is not used", hint)
    return None


def _after_the_end(said: _Complaint) -> _Mistake | None:
    if "did not find expected <document start>" not in said.problem:
        return None
    message = "this stands outside the mapping that the file holds"
    hint = "a file is one mapping; begin every key in the first column"
    return _Mistake("MB120", said.line, said.column, 1, message, hint)


def _missing_value(said: _Complaint) -> _Mistake | None:
    if "did not find expected node content" not in said.problem:
        return None
    message = "a value is missing here"
    hint = "write a value before it, or put a text with special characters in quotes"
    return _Mistake("MB101", said.line, said.column, 1, message, hint)


def _generic(said: _Complaint) -> _Mistake:
    problem = said.problem or "it ends too early"
    message = f"this cannot be read as YAML: {problem}"
    hint = "put a text with special characters in quotes"
    return _Mistake("MB101", said.line, said.column, 1, message, hint)


_RULES: tuple[Callable[[_Complaint], _Mistake | None], ...] = (
    _unfinished_merge,
    _other_blank,
    _tab,
    _reserved_start,
    _colon_out_of_place,
    _key_without_colon,
    _open_quote,
    _escape,
    _bracket,
    _missing_key,
    _rest_after_value,
    _indentation,
    _list_in_line,
    _tag_or_directive,
    _after_the_end,
    _missing_value,
)

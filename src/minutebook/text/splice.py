"""Edits that touch only the text they mean: everything else in a file stays byte for byte.

An edit names the digest of the text it was made for. If the file has changed since, nothing is
written. Nothing is ever serialised anew, so comments, order and line ends are the author's.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from minutebook.text import nodes
from minutebook.text.compose import compose
from minutebook.text.lines import line_starts, split_lines
from minutebook.text.problem import Problem
from minutebook.text.span import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what stands in a span; an empty span inserts."""

    span: Span
    replacement: str


def digest(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def apply(text: str, expected_digest: str, edits: Sequence[Edit]) -> str | Problem:
    """Give the text with all edits made, or say why none of them is.

    Refused: another digest than expected, a span outside the text, spans that overlap (two
    insertions at one place do, since their order would be a guess).
    """
    if digest(text) != expected_digest:
        return _changed()
    starts = line_starts(text)
    places: list[tuple[int, int, str]] = []
    for edit in edits:
        start = _offset(text, starts, edit.span.line, edit.span.column)
        end = _offset(text, starts, edit.span.end_line, edit.span.end_column)
        if start is None or end is None or end < start:
            hint = "read the file again; lines and columns begin at 1"
            return Problem("MB152", f"there is no text at {edit.span}", hint)
        places.append((start, end, edit.replacement))
    places.sort(key=lambda place: place[:2])
    pieces = []
    done = 0
    last: tuple[int, int] | None = None
    for start, end, replacement in places:
        if start < done or (start, end) == last:
            message = "two edits touch the same text"
            return Problem("MB151", message, "make one edit of them", start, end)
        pieces += [text[done:start], replacement]
        done, last = end, (start, end)
    return "".join((*pieces, text[done:]))


def _changed() -> Problem:
    message = "the text is not the one that the edit was made for"
    return Problem("MB150", message, "read the file again and repeat the edit")


def _offset(text: str, starts: list[int], line: int, column: int) -> int | None:
    """Give the offset of a place, or None if the line or the column does not exist."""
    if not 1 <= line <= len(starts) or column < 1:
        return None
    offset = starts[line - 1] + column - 1
    if line == len(starts):
        return offset if offset <= len(text) else None
    next_line = starts[line]
    width = 2 if text[next_line - 2 : next_line] == "\r\n" else 1
    return offset if offset <= next_line - width else None


def append_record(text: str, expected_digest: str, block_text: str) -> str | Problem:
    """Add one record at the end of the top-level `records:` list of a file.

    `block_text` is the mapping of the record in block form, without a dash and not indented:
    `act: resign\\ndate: 2023-11-18`. It gets the indentation and the line ends of the file.
    The result is composed again before it is given: it differs by one record or is refused.
    """
    if digest(text) != expected_digest:
        return _changed()
    before = _records(text)
    if before is None:
        hint = "write a line records: and one record under it, begun with a dash"
        return Problem("MB153", "the file has no list of records in block form", hint)
    item = _item(block_text)
    if isinstance(item, Problem):
        return item
    newline = "\r\n" if "\r\n" in text else "\n"
    margin = " " * (before.column - 1)
    shown = [
        f"{margin}{'  ' if number else '- '}{line}" if line else ""
        for number, line in enumerate(item.lines)
    ]
    starts = line_starts(text)
    at = starts[before.end_line] if before.end_line < len(starts) else len(text)
    lead = "" if text[:at].endswith(("\n", "\r")) else newline
    result = text[:at] + lead + newline.join(shown) + newline + text[at:]
    after = _records(result)
    expected = [*map(nodes.plain, before.items), item.value]
    if after is None or [*map(nodes.plain, after.items)] != expected:
        hint = "give one mapping, one key to a line, as it would stand under the dash"
        return Problem("MB154", "the record does not fit into the file", hint)
    return result


def _records(text: str) -> nodes.Sequence | None:
    """Find the block list under `records:`; a list in brackets is not one to add lines to."""
    root, _ = compose(text, "")
    if not isinstance(root, nodes.Mapping):
        return None
    records = root.get("records")
    if not isinstance(records, nodes.Sequence) or not records.items:
        return None
    first_line = text[line_starts(text)[records.line - 1] :].removeprefix("\ufeff")
    return records if re.match(rf" {{{records.column - 1}}}-\s", first_line) else None


class _Item(NamedTuple):
    """A new record: its lines as they were given and what they say."""

    lines: list[str]
    value: nodes.Plain


def _item(block_text: str) -> _Item | Problem:
    root, diagnostics = compose(block_text, "")
    if not isinstance(root, nodes.Mapping):
        message = diagnostics[0].message if diagnostics else "the record is not a mapping"
        hint = diagnostics[0].hint if diagnostics else "write key: value, one key to a line"
        return Problem("MB154", message, hint)
    return _Item(split_lines(block_text.strip("\r\n")), nodes.plain(root))


def splice_file(path: Path, expected_digest: str, edits: Sequence[Edit]) -> Problem | None:
    """Make edits in a file of UTF-8: all of them or none, its mode kept.

    The digest is that of the text without a byte-order mark, which spans do not count either.

    The new text is written beside the file and moved into its place, so that no reader and no
    crash sees half of it. OSError and UnicodeDecodeError are the caller's: the file was readable
    when it was loaded.
    """
    text = path.read_bytes().decode("utf-8")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    result = apply(text.removeprefix(mark), expected_digest, edits)
    if isinstance(result, Problem):
        return result
    target = path.resolve()
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".minutebook-", delete=False) as new:
        try:
            new.write((mark + result).encode("utf-8"))
            new.flush()
            os.fsync(new.fileno())
            Path(new.name).chmod(target.stat().st_mode & 0o7777)
            Path(new.name).replace(target)
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise
    return None

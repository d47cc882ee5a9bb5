"""What a comma cut off inside brackets, where it was meant to stand in a text or a number."""

from __future__ import annotations

from minutebook.text.nodes import Node, Scalar


def cut_off_key(key: Scalar, value: Node, before: Node) -> str | None:
    """What to write where a key is the rest of the value before it.

    None where the key has a colon or does not follow a plain value.
    """
    if not isinstance(value, Scalar) or not isinstance(before, Scalar) or before.quoted:
        return None
    if not value.missing or (value.line, value.column) != (key.end_line, key.end_column):
        return None
    if before.end_line != key.line or not before.text:
        return None
    glued = _in_quotes(key, before)
    number = _number(key, before)
    return f"inside {{ }} a comma ends a value; {glued}" + (f", or the number as {number}" if
                                                           number else "")  # fmt: skip


def cut_off_number(item: Node, before: Node) -> str | None:
    """What to write where an item of a list is the rest of the number before it."""
    if not isinstance(item, Scalar) or not isinstance(before, Scalar):
        return None
    number = _number(item, before)
    if number is None or before.quoted or item.quoted:
        return None
    return f"inside [ ] a comma ends an item; {_in_quotes(item, before)}, or the number as {number}"


def _in_quotes(rest: Scalar, before: Scalar) -> str:
    apart = "" if rest.column == before.end_column + 1 else " "
    return f'write it in quotes: "{before.text},{apart}{rest.text}"'


def _number(rest: Scalar, before: Scalar) -> str | None:
    """The number that a comma between thousands cut in two."""
    first, last = (rest.text.split() or [""])[0], (before.text.split() or [""])[-1]
    thousands = last.isdecimal() and first.isdecimal() and len(first) == 3
    glued = before.end_line == rest.line and rest.column == before.end_column + 1
    return f"{last}_{first}" if thousands and glued else None

"""How the text of a field becomes a value: one small reader for each type of field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from minutebook.records.context import (
    INVALID,
    SCALAR,
    Context,
    FieldType,
    Invalid,
    ScalarType,
    Schema,
    Use,
)
from minutebook.records.instruments import AS_CONVERTED
from minutebook.records.values import UNKNOWN, Cite
from minutebook.records.words import either, listed, quote
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.nodes import Node, Scalar
from minutebook.text.nodes import Sequence as SequenceNode
from minutebook.text.numbers import parse_count, parse_fraction, parse_quantity
from minutebook.text.problem import Problem
from minutebook.text.when import Relative, When, parse_moment, parse_when

IDENTIFIER: Final = re.compile(r"[^\W_][\w.\-]*(?:/[^\W_][\w.\-]*)*")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST_ID: Final = 200
RESERVED: Final = frozenset(
    ("any", "anyone", "unknown", "none", "nobody", "public", "otherwise", "others")
) | {"reading", "claims"}
"""Words of the grammar, which therefore name no record."""

PARTY: Final = ("entity", "person", "group")
POST: Final = ("post", "body")
HOLDERS: Final = (*PARTY, *POST)


def is_id(text: str) -> bool:
    """Whether a text can be the id of a record."""
    return len(text) <= LONGEST_ID and IDENTIFIER.fullmatch(text) is not None


class Text(FieldType):
    """Free text."""

    says = "text"
    hint = "write one text, in quotes if need be"

    def _read(self, ctx: Context, node: Node) -> Any:
        if isinstance(node, Scalar) and not node.missing:
            return node.text
        return self.wrong(ctx, node)

    def _schema(self) -> Schema:
        return dict(SCALAR)


class YesNo(ScalarType):
    """A plain yes or no."""

    says = "yes or no"
    hint = "write yes or no"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        if node.text in ("yes", "true"):
            return True
        return False if node.text in ("no", "false") else self.wrong(ctx, node)

    def _schema(self) -> Schema:
        return {"enum": ["yes", "no", True, False]}


class OneOf(ScalarType):
    """One of a few words; `plain` words may stand instead, each with its value."""

    def __init__(self, words: tuple[str, ...], plain: Mapping[str, Any] | None = None) -> None:
        self.plain = plain or {}
        self.words = words
        words = (*words, *self.plain)
        self.says = "one of: " + ", ".join(words)
        self.hint = f"write for example {words[0]}"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        if node.text in self.words:
            return node.text
        if node.text in self.plain:
            return self.plain[node.text]
        guess = ctx.guess(node.text, self.words)
        known = f"one of: {', '.join(self.words)}"
        hint = f'did you mean "{guess}"? {known}' if guess else known
        ctx.report("MB203", node, f'{quote(node.text)} is not a value of "{ctx.field}"', hint)
        return INVALID

    def _schema(self) -> Schema:
        booleans = [True, False] if {"yes", "no"} & set(self.words) else []
        return {"enum": [*self.words, *self.plain, *booleans]}


class WhenType(ScalarType):
    """A date by itself: a law's day of force, a source's date."""

    says = "a date"
    hint = "write for example 2023-11-17, 2023-11 or 2023-11-17T12:00-08:00"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        when = parse_when(node.text, ctx.zone)
        if isinstance(when, Problem):
            return ctx.problem(node, when)
        return when


class DayType(ScalarType):
    """A day of the calendar, or none."""

    says = "a day"
    hint = "write for example 2024-12-25, or none"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        if node.text == "none":
            return None
        if _DAY.fullmatch(node.text) is None:
            return self.wrong(ctx, node)
        when = parse_when(node.text, ctx.zone)
        if isinstance(when, When):
            return date.fromisoformat(node.text)
        return ctx.problem(node, when)


class MomentType(WhenType):
    """A date, or a date relative to another record."""

    says = "a date, or one relative to a record"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        moment = parse_moment(node.text, ctx.zone)
        if isinstance(moment, Problem):
            return ctx.problem(node, moment)
        if isinstance(moment, Relative):
            start = len(node.text) - len(moment.anchor)
            ctx.use(moment.anchor, (), node, start)
        return moment


def _out_of_range(ctx: Context, node: Scalar, says: str, hint: str) -> Any:
    ctx.report("MB218", node, f'"{ctx.field}" is {says}, not {quote(node.text)}', hint)
    return INVALID


class CountType(ScalarType):
    """A whole number, zero or more."""

    says = "a whole number"
    hint = "write digits, for example 6"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        if node.text == "unknown":
            return UNKNOWN
        number = parse_count(node.text)
        if isinstance(number, Problem):
            if node.text[:1].isdigit():
                return ctx.problem(node, number)
            return self.wrong(ctx, node)
        if number.denominator != 1:
            return self.wrong(ctx, node)
        if number < 0:
            return _out_of_range(ctx, node, "zero or more", self.hint)
        return int(number)


class FractionType(ScalarType):
    """An exact share or ratio, zero or more.

    `most` is the largest that makes sense; `unknown` says whether it may be unknown.
    """

    says = "an exact number"
    hint = "write for example 2/3, 75% or 0.2"

    def __init__(self, most: int | None = None, unknown: bool = True) -> None:
        self.most = most
        self.unknown = unknown

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        if node.text == "unknown" and self.unknown:
            return UNKNOWN
        number = parse_fraction(node.text)
        if isinstance(number, Problem):
            return ctx.problem(node, number)
        if number < 0:
            return _out_of_range(ctx, node, "zero or more", self.hint)
        if self.most is not None and number > self.most:
            percent = number <= 100 and number.denominator == 1
            hint = f"write {number}%" if percent else self.hint
            return _out_of_range(ctx, node, f"at most {self.most}", hint)
        return number


class VotesType(FractionType):
    """The votes of one unit: a number, or those of what it converts into."""

    says = "an exact number, or as converted"
    hint = "write for example 1, 1/10 or as converted"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        return AS_CONVERTED if node.text == AS_CONVERTED else super()._parse(ctx, node)


class QuantityType(ScalarType):
    """An exact quantity, a range, or unknown."""

    says = "a quantity"
    hint = "write for example 747, 1.5m, 600..700, at least 600, or unknown"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        quantity = parse_quantity(node.text)
        if isinstance(quantity, Problem):
            return ctx.problem(node, quantity)
        bounds = (quantity.low, quantity.high)
        if any(bound is not None and bound < Fraction(0) for bound in bounds):
            return _out_of_range(ctx, node, "zero or more", self.hint)
        return quantity


class Ref(ScalarType):
    """The id of another record.

    `words` are plain words that may stand instead, each with its value; `code` is what to
    report if nothing is called so.
    """

    def __init__(
        self,
        kinds: tuple[str, ...],
        words: Mapping[str, Any] | None = None,
        code: str = "MB211",
    ) -> None:
        self.kinds = kinds
        self.words = words or {}
        self.code = code
        self.says = f"the id of {either(kinds)}" if kinds else "the id of a record"
        self.hint = "write the id alone, for example openai-inc/board"
        if self.words:
            self.says += ", or " + " or ".join(f'"{word}"' for word in self.words)

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        name = node.text
        if name in self.words:
            return self.words[name]
        if name not in ctx.ids:
            if not is_id(name):
                return self._not_an_id(ctx, node)
            ctx.ids.add(name)
        ctx.use(name, self.kinds, node, 0, None, self.code)
        return name

    def _not_an_id(self, ctx: Context, node: Scalar) -> Invalid:
        """Report a text that is no id; several ids in one text are a list without brackets."""
        parts = re.split(r" *, *(?:and +)?| +and +", node.text)
        if len(parts) < 2 or not all(map(is_id, parts)):
            return self.wrong(ctx, node)
        message = f'"{ctx.field}" takes {self.says}, not {quote(node.text)}'
        hint = f"several stand in a list, where it takes one: [{', '.join(parts)}]"
        ctx.report("MB202", node, message, hint)
        return INVALID


class ListOf(FieldType):
    """A list; one value may stand alone, and a word for "none of them" makes it empty."""

    def __init__(self, item: FieldType) -> None:
        self.item = item
        self.says = f"{item.says}; or a list of them"
        self.hint = item.hint

    def _read(self, ctx: Context, node: Node) -> Any:
        if isinstance(node, SequenceNode):
            read = self.item.read
            values = [read(ctx, item) for item in node.items]
            return tuple(v for v in values if v is not INVALID and v is not None)
        value = self.item.read(ctx, node)
        if value is INVALID:
            return INVALID
        return () if value is None else (value,)

    def _schema(self) -> Schema:
        one = self.item.schema()
        return {"anyOf": [one, {"type": "array", "items": one}]}


class MapOf(FieldType):
    """Keys of the book's own choosing, each with a value of one type.

    `key` says what the keys name, if they name records: see `use_key`.
    """

    says = "keys with values"

    def __init__(
        self,
        value: FieldType,
        key: Callable[[Context, Scalar], object] | None = None,
        *,
        hint: str,
    ) -> None:
        self.value = value
        self.key = key
        self.hint = hint

    def _read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, MappingNode):
            return self.wrong(ctx, node)
        out: dict[str, Any] = {}
        for key, item in node.entries:
            if self.key is not None:
                self.key(ctx, key)
            value = self.value.read(ctx, item)
            if value is not INVALID:
                out[key.text] = value
        return out

    def _schema(self) -> Schema:
        return {"type": "object", "additionalProperties": self.value.schema()}


def use_key(*kinds: str) -> Callable[[Context, Scalar], object]:
    """Say that the keys of a map are ids of records of these kinds."""
    return lambda ctx, key: ctx.use(key.text, kinds, key)


class Cites(FieldType):
    """Places in sources: SOURCE:PLACE, or a list of them."""

    says = "a place in a source, or a list of them"
    hint = "write SOURCE:PLACE, for example yuanchuan:56"

    def _read(self, ctx: Context, node: Node) -> Any:
        items = node.items if isinstance(node, SequenceNode) else (node,)
        cites = []
        for item in items:
            if not isinstance(item, Scalar) or not item.text:
                self.wrong(ctx, item)
                continue
            source, _, locator = item.text.partition(":")
            name = source.strip()
            start = len(source) - len(source.lstrip())
            use = Use(name, ("source",), item, ctx.owner, "src", start, start + len(name))
            ctx.source_uses.append(use)
            cites.append(Cite(name, locator.strip(), ctx.mark, item.span))
        return tuple(cites)

    def _schema(self) -> Schema:
        return {"anyOf": [dict(SCALAR), {"type": "array", "items": dict(SCALAR)}]}


def check_id(ctx: Context, node: Scalar) -> bool:
    """Say whether a text can be an id; report if not."""
    if is_id(node.text) and node.text not in RESERVED:
        return True
    if node.text in RESERVED:
        hint = f"choose another; the words of the grammar are {listed(sorted(RESERVED))}"
        ctx.report("MB206", node, f"{quote(node.text)} is a word of the grammar, not an id", hint)
    else:
        hint = 'write letters, digits, "-", "_" and ".", with "/" between parts: openai-inc/board'
        joined = "-".join(node.text.lower().split())
        if joined != node.text and is_id(joined):
            hint = f"write {joined}, and under it: name: {node.text}"
        ctx.report("MB206", node, f"{quote(node.text)} cannot be an id", hint)
    return False


class IdType(ScalarType):
    """An id that the record gives to a part of itself."""

    says = "an id"
    hint = "write one word or several with - between them, for example who-may-call"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        return node.text if check_id(ctx, node) else INVALID

"""Fields that hold a sentence of the grammar: rules of decision, deeds and goals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, Final

from minutebook.records.commas import cut_off_number
from minutebook.records.context import INVALID, SCALAR, Context, FieldType, ScalarType, Schema
from minutebook.records.deeds import Deed, Reference, parse_deed, parse_goal
from minutebook.records.fields import HOLDERS, PARTY, POST
from minutebook.records.rule_text import LIMIT_FORM, parse_limit, parse_rule
from minutebook.records.rules import (
    AllOf,
    AnyOf,
    Consent,
    Narrowing,
    NoObjection,
    Number,
    Opposed,
    Quorate,
    Rule,
    Share,
)
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.nodes import Node, Scalar
from minutebook.text.nodes import Sequence as SequenceNode
from minutebook.text.problem import Problem
from minutebook.text.span import Span

REFERENCE_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "party": (*PARTY, *POST),
    "post": POST,
    "body": ("body",),
    "instrument": ("instrument",),
    "document": ("document",),
    "fact": ("fact",),
    "ruled": ("fact", "act"),
    "act": ("act",),
    "event": ("event",),
    "entity": ("entity",),
    "group": ("group",),
    "norm": ("norm",),
    "any": (),
}
"""The kinds of record that each type of argument in a deed or goal may name."""

GROUPED: Final = ("instrument", "group of seats", "group")
"""What a rule may narrow its base to; a group of seats is named by its posts alone."""

LONGEST_SENTENCE: Final = 1_000


def quorum_of_itself(ctx: Context, node: Node) -> Any:
    """Report a quorum that is told to be as many as a quorum."""
    message = '"a quorum" does not say how many that is'
    ctx.report("MB221", node, message, 'write for example "majority of seats"')
    return INVALID


class RuleType(FieldType):
    """A rule of decision, in words or composed; `nothing said` is None."""

    says = "a rule of decision"
    hint = 'write for example "majority of seats" or {all of: [RULE, RULE]}'

    def _read(self, ctx: Context, node: Node) -> Any:
        if isinstance(node, MappingNode):
            return self._composed(ctx, node)
        if not isinstance(node, Scalar) or not node.text:
            return self.wrong(ctx, node)
        if node.text == "nothing said":
            return None
        if len(node.text) > LONGEST_SENTENCE:
            return _too_long(ctx, node, "MB221", "a rule")
        rule = parse_rule(node.text)
        if isinstance(rule, Problem):
            return ctx.problem(node, rule)
        if rule == Quorate() and ctx.field == "quorum":
            return quorum_of_itself(ctx, node)
        self._use(ctx, node, rule)
        return rule

    def _composed(self, ctx: Context, node: MappingNode) -> Any:
        if len(node.entries) != 1:
            return self.wrong(ctx, node)
        key, items = node.entries[0]
        if key.text not in ("all of", "any of") or not isinstance(items, SequenceNode):
            return self.wrong(ctx, node)
        for before, item in pairwise(items.items):
            hint = cut_off_number(item, before)
            if hint is not None:
                ctx.report("MB221", item, "this item is the rest of a number", hint)
                return INVALID
        rules = [self.read(ctx, item) for item in items.items]
        if not rules or any(rule is None for rule in rules):
            return self.wrong(ctx, items)
        if any(rule is INVALID for rule in rules):
            return INVALID
        return (AllOf if key.text == "all of" else AnyOf)(tuple(rules))

    def _use(self, ctx: Context, node: Scalar, rule: Rule) -> None:
        match rule:
            case AllOf(rules) | AnyOf(rules):
                for part in rules:
                    self._use(ctx, node, part)
            case Consent(of) | NoObjection(of):
                start = node.text.find(of, node.text.find(" of "))
                ctx.use(of, HOLDERS, node, start, start + len(of))
            case Share(base=base) | Number(base=base) | Opposed(base=base):
                _use_groups(ctx, node, base.part)

    def _schema(self) -> Schema:
        rules: Schema = {"type": "array", "items": {"$ref": "#/$defs/rule"}, "minItems": 1}
        composed: Schema = {
            "type": "object",
            "properties": {"all of": rules, "any of": rules},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        }
        return {"anyOf": [{**SCALAR, "examples": ["majority of seats"]}, composed]}


def _use_groups(ctx: Context, node: Scalar, part: Narrowing | None) -> None:
    for group in (part.groups or ()) if part is not None else ():
        start = node.text.find(group, node.text.find(" in "))
        ctx.use(group, GROUPED, node, start, start + len(group))


def _too_long(ctx: Context, node: Scalar, code: str, what: str) -> Any:
    message = f"{what} of {len(node.text):,} characters is too long"
    ctx.report(code, node, message, f"write at most {LONGEST_SENTENCE:,} characters")
    return INVALID


class LimitType(ScalarType):
    """Up to where votes count."""

    says = "a limit on votes"
    hint = LIMIT_FORM

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        found = parse_limit(node.text)
        if isinstance(found, Problem):
            return ctx.problem(node, found)
        _use_groups(ctx, node, found.base.part if found.base is not None else None)
        return found


def with_references(
    ctx: Context, node: Scalar, found: tuple[Any, tuple[Reference, ...]] | Problem
) -> Any:
    """Give what a parser made of a sentence, and note the names inside it; or report why not."""
    if isinstance(found, Problem):
        return ctx.problem(node, found)
    value, references = found
    offset = len(node.text) - len(node.text.lstrip())
    for reference in references:
        start, end = reference.start + offset, reference.end + offset
        ctx.use(reference.name, REFERENCE_KINDS[reference.kind], node, start, end)
    return value


class _Sentence(ScalarType):
    """A scalar that a grammar reads, with references inside."""

    code = ""

    def __init__(self, parse: Callable[[str], tuple[Any, tuple[Reference, ...]] | Problem]) -> None:
        self.parse = parse

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        if len(node.text) > LONGEST_SENTENCE:
            return _too_long(ctx, node, self.code, self.says)
        return with_references(ctx, node, self.parse(node.text))


class DeedType(_Sentence):
    """A deed: verb first."""

    says = "a deed"
    hint = 'write for example "remove altman from openai-inc/ceo"'
    code = "MB222"

    def __init__(self) -> None:
        super().__init__(parse_deed)


class GoalType(_Sentence):
    """A test on the state."""

    says = "a goal"
    hint = 'write for example "openai-inc/board has 6 members"'
    code = "MB223"

    def __init__(self) -> None:
        super().__init__(parse_goal)


class BusinessType(FieldType):
    """The deeds that a notice states, each of which may leave places open with `any`."""

    says = "a deed, or a list of deeds"
    hint = DeedType.hint

    def __init__(self) -> None:
        self.deeds = DeedsType()

    def _read(self, ctx: Context, node: Node) -> Any:
        found = self.deeds.read(ctx, node)
        return found if found is INVALID else tuple(deed for deed, _ in found)

    def _schema(self) -> Schema:
        return self.deeds.schema()


class DeedsType(FieldType):
    """One deed or a list of them, each with the place where it stands."""

    says = "a deed, or a list of deeds"
    hint = DeedType.hint

    def __init__(self) -> None:
        self.item = DeedType()

    def _read(self, ctx: Context, node: Node) -> Any:
        items = node.items if isinstance(node, SequenceNode) else (node,)
        out: list[tuple[Deed, Span]] = []
        for item in items:
            deed = self.item.read(ctx, item)
            if deed is not INVALID:
                out.append((deed, item.span))
        return tuple(out) if out or not items else INVALID

    def _schema(self) -> Schema:
        one = self.item.schema()
        return {"anyOf": [one, {"type": "array", "items": one}]}

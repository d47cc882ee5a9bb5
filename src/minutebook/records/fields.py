"""How the text of a field becomes a value: one small reader for each type of field.

Every reader turns a node into a value or reports a diagnostic and returns `INVALID`; it also
knows its JSON Schema, so the editor's completion and the loader cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final
from zoneinfo import ZoneInfo

from minutebook.records.codes import CODES
from minutebook.records.deeds import Deed, Goal, Reference, parse_deed, parse_goal
from minutebook.records.rule_text import parse_rule
from minutebook.records.rules import AllOf, AnyOf, Consent, Rule
from minutebook.records.values import UNKNOWN, Cite, Mark, Value
from minutebook.text.diagnostics import Diagnostic, Severity
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.nodes import Node, Scalar
from minutebook.text.nodes import Sequence as SequenceNode
from minutebook.text.numbers import parse_fraction
from minutebook.text.problem import Problem
from minutebook.text.numbers import Quantity, parse_quantity
from minutebook.text.span import Span
from minutebook.text.suggest import nearest
from minutebook.text.when import Relative, When, parse_moment, parse_when


class _Invalid:
    def __repr__(self) -> str:
        return "INVALID"


INVALID: Final = _Invalid()
"""What a reader returns after it has reported why."""

Schema = dict[str, Any]
IDENTIFIER = re.compile(r"[^\W_][\w.\-]*(?:/[^\W_][\w.\-]*)*")
RESERVED = frozenset({"any", "unknown", "none", "nobody", "public", "otherwise", "others"})
PARTY: Final = ("entity", "person", "group")
POST: Final = ("post", "body")
REFERENCE_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "party": (*PARTY, "post", "body"),
    "post": POST,
    "body": ("body",),
    "instrument": ("instrument",),
    "document": ("document",),
    "fact": ("fact",),
    "act": ("act",),
    "any": (),
}


@dataclass(slots=True)
class Use:
    """One use of a name: what it may name, and where."""

    name: str
    kinds: tuple[str, ...]
    span: Span
    owner: str
    field: str


@dataclass(slots=True)
class Context:
    """What a reader needs to know, and where it reports."""

    zone: ZoneInfo
    currency: str | None = None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    source_uses: list[Use] = field(default_factory=list)
    reading_uses: list[Use] = field(default_factory=list)
    readings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    owner: str = ""
    field: str = ""
    mark: Mark = "stated"
    roles: frozenset[str] = frozenset()

    def report(
        self,
        code: str,
        place: Node | Span,
        message: str,
        hint: str = "",
        *,
        also: tuple[Span, ...] = (),
        severity: Severity = "error",
    ) -> None:
        """Add a diagnostic."""
        assert code in CODES, code
        span = place if isinstance(place, Span) else place.span
        self.diagnostics.append(Diagnostic(code, severity, span, message, hint, also))

    def problem(self, node: Scalar, problem: Problem, code: str | None = None) -> None:
        """Add a diagnostic for a scalar that a parser refused."""
        end = len(node.text) if problem.end is None else problem.end
        span = node.part(problem.start, end)
        self.diagnostics.append(
            Diagnostic(code or problem.code, "error", span, problem.message, problem.hint)
        )

    def use(self, name: str, kinds: tuple[str, ...], span: Span) -> None:
        """Note that a name is used here; checked when all records are read."""
        if name not in self.roles:
            self.uses.append(Use(name, kinds, span, self.owner, self.field))


class FieldType:
    """A reader: its plain name, its schema, and `read`."""

    says = "a value"

    def read(self, ctx: Context, node: Node) -> Any:
        """The typed value, or INVALID after a report."""
        raise AssertionError(self)

    def schema(self) -> Schema:
        """The JSON Schema of what may stand here."""
        return {}

    def wrong(self, ctx: Context, node: Node) -> _Invalid:
        """Report that something else stands here."""
        found = {"Scalar": "one value", "Sequence": "a list", "Mapping": "keys and values"}
        got = found[type(node).__name__]
        if isinstance(node, Scalar):
            got = f"'{_short(node.text)}'" if node.text else "nothing"
        ctx.report("MB202", node, f"'{ctx.field}' takes {self.says}, not {got}", self.hint())
        return INVALID

    def hint(self) -> str:
        """What to write instead."""
        return ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."


class Text(FieldType):
    """Free text."""

    says = "text"

    def read(self, ctx: Context, node: Node) -> Any:
        if isinstance(node, Scalar) and (node.text or node.quoted):
            return node.text
        return self.wrong(ctx, node)

    def schema(self) -> Schema:
        return {"type": ["string", "number", "boolean"]}


class YesNo(FieldType):
    """A plain yes or no."""

    says = "yes or no"

    def read(self, ctx: Context, node: Node) -> Any:
        if isinstance(node, Scalar) and node.text in ("yes", "no", "true", "false"):
            return node.text in ("yes", "true")
        return self.wrong(ctx, node)

    def hint(self) -> str:
        return "write yes or no"

    def schema(self) -> Schema:
        return {"enum": ["yes", "no", True, False]}


@dataclass
class OneOf(FieldType):
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, ctx: Context, node: Node) -> Any:
        if isinstance(node, Scalar) and node.text in self.words:
            return node.text
        if isinstance(node, Scalar):
            guess = nearest(node.text, self.words)
            known = ", ".join(self.words)
            hint = f"did you mean '{guess}'? one of: {known}" if guess else f"one of: {known}"
            ctx.report(
                "MB203", node, f"'{_short(node.text)}' is not a value of '{ctx.field}'", hint
            )
            return INVALID
        return self.wrong(ctx, node)

    def schema(self) -> Schema:
        return {"enum": [*self.words, *_yaml_booleans(self.words)]}


def _yaml_booleans(words: tuple[str, ...]) -> list[bool]:
    """Editors read yes and no as booleans; the loader does not."""
    return [True, False] if {"yes", "no"} & set(words) else []


class WhenType(FieldType):
    """A date by itself: a law's day of force, a source's date."""

    says = "a date"

    def read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, Scalar) or not node.text:
            return self.wrong(ctx, node)
        when = parse_when(node.text, ctx.zone)
        if isinstance(when, Problem):
            ctx.problem(node, when)
            return INVALID
        return when

    def hint(self) -> str:
        return "write for example 2023-11-17, 2023-11 or 2023-11-17T12:00-08:00"

    def schema(self) -> Schema:
        return {"type": ["string", "number"], "description": "an EDTF date or a zoned time"}


class MomentType(WhenType):
    """A date, or a date relative to another record."""

    says = "a date, or one relative to a record"

    def read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, Scalar) or not node.text:
            return self.wrong(ctx, node)
        moment = parse_moment(node.text, ctx.zone)
        if isinstance(moment, Problem):
            ctx.problem(node, moment)
            return INVALID
        if isinstance(moment, Relative):
            start = node.text.rfind(moment.anchor)
            ctx.use(moment.anchor, (), node.part(start, start + len(moment.anchor)))
        return moment


class CountType(FieldType):
    """A whole number, zero or more."""

    says = "a whole number"

    def read(self, ctx: Context, node: Node) -> Any:
        if isinstance(node, Scalar) and node.text == "unknown":
            return UNKNOWN
        if isinstance(node, Scalar) and re.fullmatch(r"\d[\d,_]{0,17}", node.text):
            return int(node.text.replace(",", "").replace("_", ""))
        return self.wrong(ctx, node)

    def hint(self) -> str:
        return "write digits, for example 6"

    def schema(self) -> Schema:
        return {"anyOf": [{"type": "integer", "minimum": 0}, {"const": "unknown"}]}


class FractionType(FieldType):
    """An exact share or ratio."""

    says = "an exact number"

    def read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, Scalar) or not node.text:
            return self.wrong(ctx, node)
        if node.text == "unknown":
            return UNKNOWN
        parsed = parse_fraction(node.text)
        if isinstance(parsed, Problem):
            ctx.problem(node, parsed)
            return INVALID
        return parsed

    def hint(self) -> str:
        return "write for example 2/3, 75% or 0.2"

    def schema(self) -> Schema:
        return {"type": ["number", "string"]}


class QuantityType(FieldType):
    """An exact quantity, a range, or unknown."""

    says = "a quantity"

    def read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, Scalar) or not node.text:
            return self.wrong(ctx, node)
        parsed = parse_quantity(node.text)
        if isinstance(parsed, Problem):
            ctx.problem(node, parsed)
            return INVALID
        return parsed

    def hint(self) -> str:
        return "write for example 747, 1.5m, 600..700, at least 600, or unknown"

    def schema(self) -> Schema:
        return {"type": ["number", "string"]}


@dataclass
class Ref(FieldType):
    """The id of another record; `words` are plain words that may stand instead."""

    kinds: tuple[str, ...]
    words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def says(self) -> str:  # type: ignore[override]  # computed from the kinds
        return f"the id of {_a(' or '.join(self.kinds))}" if self.kinds else "the id of a record"

    def read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, Scalar) or not node.text:
            return self.wrong(ctx, node)
        if node.text in self.words:
            return self.words[node.text]
        if not IDENTIFIER.fullmatch(node.text):
            return self.wrong(ctx, node)
        ctx.use(node.text, self.kinds, node.span)
        return node.text

    def schema(self) -> Schema:
        return {"type": "string", "description": self.says}


def _a(words: str) -> str:
    return ("an " if words[:1] in "aeio" else "a ") + words


@dataclass
class ListOf(FieldType):
    """A list; one value may stand alone."""

    item: FieldType

    @property
    def says(self) -> str:  # type: ignore[override]  # computed from the item
        return f"{self.item.says}, or a list of them"

    def read(self, ctx: Context, node: Node) -> Any:
        if isinstance(node, SequenceNode):
            values = [self.item.read(ctx, item) for item in node.items]
            return tuple(value for value in values if value is not INVALID)
        value = self.item.read(ctx, node)
        return INVALID if value is INVALID else (value,)

    def schema(self) -> Schema:
        one = self.item.schema()
        return {"anyOf": [one, {"type": "array", "items": one}]}


@dataclass
class MapOf(FieldType):
    """Keys of the book's own choosing, each with a value of one type."""

    value: FieldType
    key: Callable[[Context, Scalar], object] | None = None

    says = "keys with values"

    def read(self, ctx: Context, node: Node) -> Any:
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

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": self.value.schema()}


def use_key(*kinds: str) -> Callable[[Context, Scalar], object]:
    """Keys of a map that are ids of records."""
    return lambda ctx, key: ctx.use(key.text, kinds, key.span)


class RuleType(FieldType):
    """A rule of decision, in words or composed."""

    says = "a rule of decision"

    def read(self, ctx: Context, node: Node) -> Any:
        if isinstance(node, MappingNode) and len(node.entries) == 1:
            key, items = node.entries[0]
            if key.text in ("all of", "any of") and isinstance(items, SequenceNode):
                rules = [self.read(ctx, item) for item in items.items]
                if any(rule is INVALID for rule in rules):
                    return INVALID
                return (AllOf if key.text == "all of" else AnyOf)(tuple(rules))
        if not isinstance(node, Scalar) or not node.text:
            return self.wrong(ctx, node)
        if node.text == "nothing said":
            return None
        rule = parse_rule(node.text)
        if isinstance(rule, Problem):
            ctx.problem(node, rule)
            return INVALID
        self._use(ctx, node, rule)
        return rule

    def _use(self, ctx: Context, node: Scalar, rule: Rule) -> None:
        match rule:
            case AllOf(rules) | AnyOf(rules):
                for part in rules:
                    self._use(ctx, node, part)
            case Consent(of):
                start = node.text.find(of)
                ctx.use(of, (*PARTY, *POST), node.part(start, start + len(of)))

    def hint(self) -> str:
        return "write for example 'majority of seats' or {all of: [RULE, RULE]}"

    def schema(self) -> Schema:
        rule = {"$ref": "#/$defs/rule"}
        return {
            "anyOf": [
                {"type": ["string", "integer"], "examples": ["majority of seats"]},
                {"type": "object", "properties": {
                    "all of": {"type": "array", "items": rule},
                    "any of": {"type": "array", "items": rule},
                }, "additionalProperties": False, "minProperties": 1, "maxProperties": 1},
            ]
        }  # fmt: skip


class _Sentence(FieldType):
    """A scalar that a grammar reads, with references inside."""

    parse: Callable[[str], tuple[Any, tuple[Reference, ...]] | Problem]

    def read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, Scalar) or not node.text:
            return self.wrong(ctx, node)
        found = type(self).parse(node.text)
        if isinstance(found, Problem):
            ctx.problem(node, found)
            return INVALID
        value, references = found
        offset = len(node.text) - len(node.text.lstrip())
        for reference in references:
            span = node.part(reference.start + offset, reference.end + offset)
            ctx.use(reference.name, REFERENCE_KINDS[reference.kind], span)
        return value

    def schema(self) -> Schema:
        return {"type": "string"}


class DeedType(_Sentence):
    """A deed: verb first."""

    says = "a deed"
    parse = staticmethod(parse_deed)

    def hint(self) -> str:
        return "write for example 'remove altman from openai-inc/ceo'"


class GoalType(_Sentence):
    """A test on the state."""

    says = "a goal"
    parse = staticmethod(parse_goal)

    def hint(self) -> str:
        return "write for example 'openai-inc/board has 6 members'"


class Cites(FieldType):
    """Places in sources: SOURCE:PLACE, or a list of them."""

    says = "a place in a source, or a list of them"

    def read(self, ctx: Context, node: Node) -> Any:
        items = node.items if isinstance(node, SequenceNode) else (node,)
        cites = []
        for item in items:
            if not isinstance(item, Scalar) or not item.text:
                self.wrong(ctx, item)
                continue
            source, _, locator = item.text.partition(":")
            source = source.strip()
            span = item.part(0, len(source))
            ctx.source_uses.append(Use(source, ("source",), span, ctx.owner, "src"))
            cites.append(Cite(source, locator.strip(), ctx.mark, item.span))
        return tuple(cites)

    def hint(self) -> str:
        return "write SOURCE:PLACE, for example yuanchuan:56"

    def schema(self) -> Schema:
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


@dataclass
class Open(FieldType):
    """A field that may hang on a reading or on rival claims.

    `{reading: NAME, ALTERNATIVE: value, ..., otherwise: value}` or
    `{claims: [{value: ..., src: ...}, ...]}`; for a field that is itself keys and values, a
    claim's other keys are the value.
    """

    inner: FieldType
    keyed: bool = False

    @property
    def says(self) -> str:  # type: ignore[override]  # that of the plain field
        return self.inner.says

    def read(self, ctx: Context, node: Node) -> Any:
        if isinstance(node, MappingNode) and node.entries:
            first = node.entries[0][0].text
            if first == "reading":
                return self._reading(ctx, node)
            if first == "claims" and len(node.entries) == 1:
                return self._claims(ctx, node.entries[0][1])
        return self.inner.read(ctx, node)

    def _reading(self, ctx: Context, node: MappingNode) -> Any:
        name_node = node.entries[0][1]
        if not isinstance(name_node, Scalar) or not name_node.text:
            return self.wrong(ctx, name_node)
        by: dict[str, Any] = {}
        otherwise: Any = INVALID
        for key, item in node.entries[1:]:
            value = self.inner.read(ctx, item)
            if key.text == "otherwise":
                otherwise = value
            elif value is not INVALID:
                by[key.text] = value
        return self._settle(ctx, node, name_node, by, otherwise)

    def _settle(
        self, ctx: Context, node: MappingNode, name: Scalar, by: dict[str, Any], otherwise: Any
    ) -> Any:
        ctx.reading_uses.append(Use(name.text, ("reading",), name.span, ctx.owner, ctx.field))
        alternatives = ctx.readings.get(name.text)
        if alternatives is None:
            return INVALID
        for key, _ in node.entries[1:]:
            if key.text != "otherwise" and key.text not in alternatives:
                guess = nearest(key.text, alternatives)
                known = ", ".join(alternatives)
                ctx.report("MB235", key, f"reading '{name.text}' has no alternative '{key.text}'",
                           f"did you mean '{guess}'?" if guess else f"one of: {known}")  # fmt: skip
                return INVALID
        missing = [a for a in alternatives if a not in by and otherwise is INVALID]
        if missing:
            spelled = {key.text for key, _ in node.entries[1:]}
            if not spelled & set(missing):
                ctx.report("MB236", node, f"'{ctx.field}' says nothing for {', '.join(missing)} "
                           f"of reading '{name.text}'",
                           "give each alternative a value here, or add 'otherwise: VALUE'")  # fmt: skip
            return INVALID
        return Value({a: by.get(a, otherwise) for a in alternatives}, name.text, {})

    def _claims(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, SequenceNode) or len(node.items) < 2:
            ctx.report("MB231", node, "'claims' takes a list of two claims or more",
                       "write claims: [{value: 6, src: a:1}, {value: 7, src: b:2}]")  # fmt: skip
            return INVALID
        by: dict[str, Any] = {}
        src: dict[str, tuple[Cite, ...]] = {}
        seen: dict[str, Span] = {}
        for item in node.items:
            claim = self._claim(ctx, item)
            if claim is None:
                return INVALID
            name, value, cites = claim
            sources = sorted({cite.source for cite in cites}) or [""]
            for source in sources:
                if source in seen and source not in ("",):
                    same = any(
                        by[k] == value for k in by if any(c.source == source for c in src[k])
                    )
                    if not same:
                        ctx.report("MB232", item, f"source '{source}' is given two rival claims",
                                   "a source that contradicts itself settles nothing: keep one, "
                                   "or name a reading with both", also=(seen[source],))  # fmt: skip
                        return INVALID
                seen[source] = item.span
            if not cites:
                ctx.report("MB233", item, "a rival claim needs a source",
                           "add src: SOURCE:PLACE to each claim")  # fmt: skip
                return INVALID
            by[name] = value
            src[name] = cites
        return Value(by, f"{ctx.owner}: {ctx.field}", src)

    def _claim(self, ctx: Context, item: Node) -> tuple[str, Any, tuple[Cite, ...]] | None:
        if not isinstance(item, MappingNode):
            ctx.report("MB231", item, "a claim is a value with its source",
                       "write {value: 6, src: SOURCE:PLACE}")  # fmt: skip
            return None
        src_node = item.get("src")
        cites = Cites().read(ctx, src_node) if src_node is not None else ()
        name_node = item.get("name")
        name = name_node.text if isinstance(name_node, Scalar) else ", ".join(map(str, cites))
        if self.keyed:
            rest = tuple(e for e in item.entries if e[0].text not in ("src", "name"))
            value = self.inner.read(ctx, MappingNode(rest, *item.span))
        else:
            value_node = item.get("value")
            if value_node is None:
                ctx.report("MB231", item, "this claim has no value",
                           "write {value: 6, src: SOURCE:PLACE}")  # fmt: skip
                return None
            value = self.inner.read(ctx, value_node)
        return None if value is INVALID else (name, value, cites)

    def schema(self) -> Schema:
        return {
            "anyOf": [
                self.inner.schema(),
                {
                    "type": "object",
                    "properties": {"reading": {"type": "string"}},
                    "required": ["reading"],
                    "additionalProperties": self.inner.schema(),
                },
                {
                    "type": "object",
                    "properties": {"claims": {"type": "array", "items": {"type": "object"}}},
                    "required": ["claims"],
                    "additionalProperties": False,
                },
            ]
        }


__all__ = [
    "IDENTIFIER", "INVALID", "RESERVED", "Cites", "Context", "CountType", "Deed", "DeedType",
    "FieldType", "Fraction", "FractionType", "Goal", "GoalType", "ListOf", "MapOf", "MomentType",
    "OneOf", "Open", "Quantity", "QuantityType", "Ref", "RuleType", "Text", "Use", "When",
    "WhenType", "YesNo", "use_key",
]  # fmt: skip

"""Fields that may hang on a reading, or on what rival sources claim."""

from __future__ import annotations

from typing import Any

from minutebook.records.context import INVALID, SCALAR, Context, FieldType, Schema, Use
from minutebook.records.fields import Cites
from minutebook.records.values import Cite, Mark, Value
from minutebook.records.words import listed, quote
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.nodes import Node, Scalar
from minutebook.text.nodes import Sequence as SequenceNode
from minutebook.text.span import Span

_CLAIM_FORM = "write {value: 6, src: SOURCE:PLACE}"
_CLAIMS_FORM = "write claims: [{value: 6, src: a:1}, {value: 7, src: b:2}]"
_CLAIM_KEYS = ("value", "src", "name", "status")
_CITES = Cites()


class Open(FieldType):
    """A field that may hang on a reading or on rival claims.

    `{reading: NAME, ALTERNATIVE: value, ..., otherwise: value}` or
    `{claims: [{value: ..., src: ...}, ...]}`; for a field that is itself keys and values
    (`keyed`), a claim's other keys are the value. The result is then a `Value`.
    """

    def __init__(self, inner: FieldType, keyed: bool = False) -> None:
        self.inner = inner
        self.keyed = keyed
        self.says = inner.says
        self.hint = inner.hint

    def _read(self, ctx: Context, node: Node) -> Any:
        if isinstance(node, MappingNode):
            if node.get("reading") is not None:
                return self._reading(ctx, node)
            if node.get("claims") is not None:
                return self._claims(ctx, node)
        return self.inner.read(ctx, node)

    def _reading(self, ctx: Context, node: MappingNode) -> Any:
        name = node.get("reading")
        if not isinstance(name, Scalar) or not name.text:
            assert name is not None, "the caller saw the key"
            form = "write {reading: NAME, ALTERNATIVE: value, otherwise: value}"
            ctx.report("MB202", name, '"reading" takes the name of a reading', form)
            return INVALID
        by: dict[str, Any] = {}
        otherwise: Any = INVALID
        spelled: list[Scalar] = []
        for key, item in node.entries:
            if key.text == "reading":
                continue
            spelled.append(key)
            value = self.inner.read(ctx, item)
            if key.text == "otherwise":
                otherwise = value
            elif value is not INVALID:
                by[key.text] = value
        ctx.reading_uses.append(Use(name.text, ("reading",), name, ctx.owner, ctx.field))
        return self._settle(ctx, name, spelled, by, otherwise)

    def _settle(
        self, ctx: Context, name: Scalar, spelled: list[Scalar], by: dict[str, Any], otherwise: Any
    ) -> Any:
        """Give each alternative of the reading its value."""
        alternatives = ctx.readings.get(name.text)
        if alternatives is None:
            return INVALID
        known = True
        for key in spelled:
            if key.text != "otherwise" and key.text not in alternatives:
                known = False
                guess = ctx.guess(key.text, alternatives)
                message = f"reading {quote(name.text)} has no alternative {quote(key.text)}"
                hint = f'did you mean "{guess}"?' if guess else f"one of: {listed(alternatives)}"
                ctx.report("MB235", key, message, hint)
        if not known:
            return INVALID
        missing = [a for a in alternatives if a not in by and otherwise is INVALID]
        if missing:
            if not {key.text for key in spelled} & {*missing, "otherwise"}:
                one = missing[0] if len(missing) == 1 else " and ".join(missing)
                message = f'"{ctx.field}" says nothing for {one} of reading {quote(name.text)}'
                hint = 'give each alternative a value here, or add "otherwise: VALUE"'
                ctx.report("MB236", name, message, hint)
            return INVALID
        return Value({a: by.get(a, otherwise) for a in alternatives}, name.text, {})

    def _claims(self, ctx: Context, node: MappingNode) -> Any:
        claims = node.get("claims")
        assert claims is not None, "the caller saw the key"
        for key, _ in node.entries:
            if key.text != "claims":
                message = f'{quote(key.text)} cannot stand beside "claims"'
                ctx.report("MB231", key, message, "write it inside one of the claims")
                return INVALID
        if not isinstance(claims, SequenceNode) or len(claims.items) < 2:
            message = '"claims" takes a list of two claims or more'
            ctx.report("MB231", claims, message, _CLAIMS_FORM)
            return INVALID
        found = [self._claim(ctx, item) for item in claims.items]
        return self._join(ctx, [claim for claim in found if claim is not None], len(found))

    def _join(self, ctx: Context, claims: list[_Claim], count: int) -> Any:
        """Join claims into one value, unless one source speaks for two of them."""
        by: dict[str, Any] = {}
        src: dict[str, tuple[Cite, ...]] = {}
        said: dict[str, _Claim] = {}
        for claim in claims:
            for source in sorted({cite.source for cite in claim.cites}):
                earlier = said.setdefault(source, claim)
                if earlier.value != claim.value:
                    message = f"source {quote(source)} is given two rival claims"
                    hint = "keep the one it makes, or name a reading that has both"
                    ctx.report("MB232", claim.span, message, hint, also=(earlier.span,))
                    return INVALID
            if claim.name in by:
                message = f"two claims are called {quote(claim.name)}"
                ctx.report("MB231", claim.span, message, "give each a name of its own: name: NAME")
                return INVALID
            by[claim.name], src[claim.name] = claim.value, claim.cites
        if len(by) < count:
            return INVALID
        return Value(by, f"{ctx.owner}: {ctx.field}", src)

    def _claim(self, ctx: Context, item: Node) -> _Claim | None:
        if not isinstance(item, MappingNode):
            ctx.report("MB231", item, "a claim is a value with its source", _CLAIM_FORM)
            return None
        outer, ctx.mark = ctx.mark, mark_of(item, ctx.mark)
        src = item.get("src")
        cites = _CITES.read(ctx, src) if src is not None else ()
        ctx.mark = outer
        if src is None:
            message = "a rival claim needs a source"
            ctx.report("MB233", item, message, "add src: SOURCE:PLACE to each claim")
        value = self._claimed(ctx, item)
        if value is INVALID or not cites:
            return None
        name = item.get("name")
        said = name.text if isinstance(name, Scalar) and name.text else ", ".join(map(str, cites))
        return _Claim(said, value, cites, item.span)

    def _claimed(self, ctx: Context, item: MappingNode) -> Any:
        """Read what a claim says, apart from its source."""
        if self.keyed:
            rest = tuple(e for e in item.entries if e[0].text not in _CLAIM_KEYS[1:])
            return self.inner.read(ctx, MappingNode(rest, *item.span))
        for key, _ in item.entries:
            if key.text not in _CLAIM_KEYS:
                ctx.unknown_key(key, "claim", _CLAIM_KEYS)
        value = item.get("value")
        if value is None:
            if all(key.text in _CLAIM_KEYS for key, _ in item.entries):
                ctx.report("MB231", item, "this claim has no value", _CLAIM_FORM)
            return INVALID
        return self.inner.read(ctx, value)

    def _schema(self) -> Schema:
        inner = self.inner.schema()
        claim: Schema = {
            "type": "object",
            "properties": {
                "src": {"$ref": "#/$defs/src"},
                "name": dict(SCALAR),
                "status": {"$ref": "#/$defs/status"},
            },
            "required": ["src"],
        }
        if not self.keyed:
            claim["properties"]["value"] = inner
            claim["required"] = ["value", "src"]
            claim["additionalProperties"] = False
        reading: Schema = {
            "type": "object",
            "description": "a reading, with a value for each of its alternatives",
            "properties": {"reading": dict(SCALAR), "otherwise": inner},
            "required": ["reading"],
            "additionalProperties": inner,
        }
        claims: Schema = {
            "type": "object",
            "description": "rival claims, each with its source",
            "properties": {"claims": {"type": "array", "items": claim, "minItems": 2}},
            "required": ["claims"],
            "additionalProperties": False,
        }
        return {"anyOf": [inner, reading, claims]}


class _Claim:
    """What one claim says, where it is read, and where it stands."""

    __slots__ = ("cites", "name", "span", "value")

    def __init__(self, name: str, value: Any, cites: tuple[Cite, ...], span: Span) -> None:
        self.name = name
        self.value = value
        self.cites = cites
        self.span = span


def mark_of(node: MappingNode, default: Mark) -> Mark:
    """How firmly the sources of a record, norm or claim speak."""
    if node.get("assumed") is not None:
        return "assumed"
    status = node.get("status")
    match status.text if isinstance(status, Scalar) else "":
        case "stated":
            return "stated"
        case "inferred":
            return "inferred"
        case "assumed":
            return "assumed"
        case "disputed":
            return "disputed"
    return default

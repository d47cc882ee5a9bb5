"""Fields of money: amounts, multiples, conditions, shares, tiers, flows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from minutebook.records.context import INVALID, SCALAR, Context, FieldType, ScalarType, Schema
from minutebook.records.fields import (
    PARTY,
    FractionType,
    MapOf,
    Ref,
    Text,
    YesNo,
    check_id,
    is_id,
    use_key,
)
from minutebook.records.key import Key, read_keys
from minutebook.records.money import Flow, Growth, Reversion, Tier, Until
from minutebook.records.norms import SRC, STATUS
from minutebook.records.nouns import Trigger
from minutebook.records.open_field import Open, mark_of
from minutebook.records.values import UNKNOWN
from minutebook.records.words import quote
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.nodes import Node, Scalar
from minutebook.text.nodes import Sequence as SequenceNode
from minutebook.text.numbers import parse_count, parse_fraction, parse_money
from minutebook.text.problem import Problem
from minutebook.text.when import parse_when


def read_money(ctx: Context, node: Scalar, start: int = 0, end: int | None = None) -> Any:
    """Read an amount in the book's currency from a part of a scalar; INVALID after a report."""
    written = node.text[start:end]
    money = parse_money(written, ctx.currency)
    if isinstance(money, Problem):
        return ctx.problem(node, money.shifted(start) if start else money)
    if money.currency != ctx.currency:
        message = f"{quote(written)} is not in the currency of the book"
        hint = f"write it in {ctx.currency}, at a rate that the note names"
        if ctx.currency is None:
            hint = f'name the currency of the book: add "currency: {money.currency}" to "book:"'
        ctx.report("MB286", node.part(start, end), message, hint)
        return INVALID
    if money.amount < 0:
        message = f'"{ctx.field}" is zero or more, not {quote(written)}'
        ctx.report("MB218", node, message, "state a loss as a loss, not as an amount below zero")
        return INVALID
    return money.amount


class MoneyType(ScalarType):
    """An exact amount of money, zero or more, or unknown."""

    says = "an amount of money, or unknown"
    hint = "write for example 13bn, 0.9m USD or 13,000,000"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        return UNKNOWN if node.text == "unknown" else read_money(ctx, node)


class TimesType(ScalarType):
    """A multiple: `1x`, `1.5x`."""

    says = "a multiple such as 1x"
    hint = "write for example 1x or 1.5x"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        if node.text == "unknown":
            return UNKNOWN
        times = parse_count(node.text[:-1]) if node.text.endswith("x") else None
        if times is None or isinstance(times, Problem) or times < 0:
            return self.wrong(ctx, node)
        return times


_GROWING = re.compile(
    r"(?P<amount>.+?) growing (?P<rate>[^ ]+ ?%?) a year"
    r"(?: (?P<accrues>simple|compounded))? from (?P<since>[0-9]{4})"
)
_RECEIVED = re.compile(r"(?P<party>[^ ]+) has received (?P<level>.+)")
_TIMES = re.compile(r"(?P<times>[^ ]+)x invested")
_UNTIL_FORMS = (
    'write "pool reaches 92bn", "a year reaches 92bn", "microsoft has received 13bn", '
    '"microsoft has received 1x invested" or "never"'
)


class UntilType(ScalarType):
    """The condition that ends a tier: what is counted, and up to which level."""

    says = "a condition such as: pool reaches 92bn, or microsoft has received 13bn"
    hint = _UNTIL_FORMS

    def __init__(self, never: bool = True) -> None:
        self.never = never

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        text = node.text
        if text == "never" and self.never:
            return None
        for counts, form in (("pool", "pool reaches "), ("year", "a year reaches ")):
            if text.startswith(form):
                return self._level(ctx, node, len(form), counts, None)
        received = _RECEIVED.fullmatch(text)
        if received is None or not is_id(received["party"]):
            ctx.report("MB285", node, f"{quote(text)} is not a condition", _UNTIL_FORMS)
            return INVALID
        party, start = received["party"], received.start("level")
        ctx.use(party, PARTY, node, 0, len(party))
        times = _TIMES.fullmatch(received["level"])
        if times is None:
            return self._level(ctx, node, start, "received", party)
        number = parse_count(times["times"])
        if isinstance(number, Problem):
            return ctx.problem(node, number.shifted(start))
        return Until("received", text, party, times=number)

    def _level(self, ctx: Context, node: Scalar, start: int, counts: Any, party: str | None) -> Any:
        growing = _GROWING.fullmatch(node.text, start)
        end = growing.end("amount") if growing is not None else None
        amount = read_money(ctx, node, start, end)
        growth = None if growing is None else _growth(ctx, node, growing)
        if amount is INVALID or growth is INVALID:
            return INVALID
        return Until(counts, node.text, party, amount, growth=growth)


def _growth(ctx: Context, node: Scalar, found: re.Match[str]) -> Any:
    """The growth of a level; it must say whether it compounds."""
    rate, since = parse_fraction(found["rate"]), parse_when(found["since"], ctx.zone)
    for name, part in (("rate", rate), ("since", since)):
        if isinstance(part, Problem):
            return ctx.problem(node, part.shifted(found.start(name)))
    accrues = found["accrues"]
    if accrues is None:
        message = f"does {found['rate']} a year compound, or grow by the same amount each year?"
        hint = f'write "{found["rate"]} a year compounded" or "{found["rate"]} a year simple"'
        ctx.report("MB283", node.part(found.start("rate"), found.end("rate")), message, hint)
        return INVALID
    return Growth(rate, accrues, since)  # type: ignore[arg-type]  # Problems left just above


class TriggerType(ScalarType):
    """From when on a class must convert."""

    says = "a condition such as: exit value reaches 50m, or share price reaches 10"
    hint = 'write "exit value reaches 50m" or "share price reaches 10"'

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        for counts in ("exit value", "share price"):
            form = f"{counts} reaches "
            if node.text.startswith(form):
                amount = read_money(ctx, node, len(form))
                return INVALID if amount is INVALID else Trigger(counts, amount)
        ctx.report("MB285", node, f"{quote(node.text)} is not a condition", self.hint)
        return INVALID


class SharesType(FieldType):
    """Who gets which share of each next unit: PARTY: SHARE; `nobody`, or `unknown`."""

    says = "PARTY: SHARE pairs, nobody, or unknown"
    hint = "write {microsoft: 75%}"

    def __init__(self) -> None:
        self.pairs = MapOf(Open(FractionType(most=1)), use_key(*PARTY), hint=self.hint)

    def _read(self, ctx: Context, node: Node) -> Any:
        if isinstance(node, Scalar) and node.text in ("nobody", "unknown"):
            return {} if node.text == "nobody" else UNKNOWN
        return (
            self.pairs.read(ctx, node) if isinstance(node, MappingNode) else self.wrong(ctx, node)
        )

    def _schema(self) -> Schema:
        return {"anyOf": [{"enum": ["nobody", "unknown"]}, self.pairs.schema()]}


def amounts_of(hint: str) -> MapOf:
    """PARTY: AMOUNT pairs."""
    return MapOf(Open(MoneyType()), use_key(*PARTY), hint=hint)


class FlowsType(FieldType):
    """Amounts by date: {2019-01-01: 50m}."""

    says = "DATE: AMOUNT pairs"
    hint = "write {2019-01-01: 50m}"

    def __init__(self) -> None:
        self.amount = Open(MoneyType())

    def _read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, MappingNode):
            return self.wrong(ctx, node)
        flows = []
        for key, item in node.entries:
            date = parse_when(key.text, ctx.zone)
            if isinstance(date, Problem):
                return ctx.problem(key, date)
            amount = self.amount.read(ctx, item)
            if amount is INVALID:
                return INVALID
            flows.append(Flow(date, amount))
        return tuple(flows)

    def _schema(self) -> Schema:
        return {"type": "object", "additionalProperties": self.amount.schema()}


RECIPIENT: Final = Ref(PARTY, {"nobody": None})
APPLIES: Final = Key(Open(YesNo()), "whether it applies at all; useful on a reading")
SAYS: Final = Key(Text(), "in one sentence, our words")
ASSUMED: Final = Key(Text(), "why this is assumed; it then counts as assumed")

TIER_KEYS: Final[Mapping[str, Key]] = {
    "shares": Key(Open(SharesType()), "who gets which share of each next unit", required=True),
    "rest to": Key(Open(RECIPIENT), "who gets what the shares leave over", "rest_to"),
    "until": Key(Open(UntilType()), "what ends the tier; without it, it runs on"),
    "applies": APPLIES,
    "says": SAYS,
    "src": SRC,
    "status": STATUS,
    "assumed": ASSUMED,
}
REVERSION_KEYS: Final[Mapping[str, Key]] = {
    "reverts to": Key(Open(RECIPIENT), "who has it from then on", "reverts_to", required=True),
    "when": Key(Open(UntilType(never=False)), "when it passes, for good", required=True),
    "applies": APPLIES,
    "says": SAYS,
    "src": SRC,
    "status": STATUS,
    "assumed": ASSUMED,
}


class PartsType(FieldType):
    """A list of parts of one record, each with its name first: tiers, reversions."""

    def __init__(
        self,
        head: str,
        says: str,
        keys: Mapping[str, Key],
        make: Callable[..., object],
        names: tuple[str, ...] = (),
    ) -> None:
        self.head = head
        self.says = says
        self.keys = keys
        self.make = make
        self.names = names
        self.hint = f"begin each with - {head}: NAME"

    def _read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, SequenceNode):
            return self.wrong(ctx, node)
        parts = [self._part(ctx, item) for item in node.items]
        return INVALID if INVALID in parts else tuple(parts)

    def _part(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, MappingNode) or not node.entries:
            return self.wrong(ctx, node)
        head, name = node.entries[0]
        if head.text != self.head:
            ctx.report("MB204", head, f"{quote(head.text)} does not begin a {self.head}", self.hint)
            return INVALID
        if not isinstance(name, Scalar) or not check_id(ctx, name):
            return INVALID if isinstance(name, Scalar) else self.wrong(ctx, name)
        if self.names:
            ctx.use(name.text, self.names, name)
        owner, mark = ctx.owner, ctx.mark
        ctx.owner, ctx.mark = f"{owner}/{name.text}", mark_of(node, mark)
        values, spoiled = read_keys(ctx, node, self.head, self.keys)
        values["status"] = ctx.mark
        ctx.owner, ctx.mark = owner, mark
        missing = [k for k, key in self.keys.items() if key.required and node.get(k) is None]
        if missing and not spoiled:
            message = f"{self.head} {quote(name.text)} has no {quote(missing[0])}"
            says = self.keys[missing[0]].says
            ctx.report("MB205", head, message, f'add "{missing[0]}: ..." ({says})')
        if missing or spoiled:
            return INVALID
        named = {"interest" if self.names else "id": name.text}
        return self.make(span=name.span, **named, **values)

    def _schema(self) -> Schema:
        required = [self.head, *(name for name, key in self.keys.items() if key.required)]
        part: Schema = {
            "type": "object",
            "required": required,
            "properties": {
                self.head: dict(SCALAR),
                **{name: key.type.schema() for name, key in self.keys.items()},
            },
            "additionalProperties": False,
        }
        return {"type": "array", "items": part}


TIERS: Final = PartsType("tier", "a list of tiers", TIER_KEYS, Tier)
REVERSIONS: Final = PartsType(
    "interest", "a list of interests that revert", REVERSION_KEYS, Reversion, PARTY
)

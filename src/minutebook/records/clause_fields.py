"""Fields of clauses: conditions, exceptions in order, deadlines, lengths of time."""

from __future__ import annotations

from typing import Any

from minutebook.records.conditions import Due, any_of, names_the_party, parse_due, parse_guard
from minutebook.records.context import INVALID, Context, FieldType, ScalarType, Schema
from minutebook.records.deeds import CONCERNED
from minutebook.records.interest import parse_interest
from minutebook.records.sentences import with_references
from minutebook.records.words import quote
from minutebook.text.duration import Duration, parse_duration
from minutebook.text.nodes import Node, Scalar
from minutebook.text.nodes import Sequence as SequenceNode
from minutebook.text.numbers import parse_quantity
from minutebook.text.problem import Problem


class GuardType(ScalarType):
    """A condition: a goal, or tests joined by and, or, not."""

    says = "a condition"
    hint = 'write for example "determined(agi) and before 2031-01-01"'

    def __init__(self, *, of_deeds: bool = False) -> None:
        self.of_deeds = of_deeds

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        found = with_references(ctx, node, parse_guard(node.text, ctx.zone, ctx.currency))
        if not self.of_deeds and found is not INVALID and names_the_party(found):
            message = f"{quote(CONCERNED)}: no deed here tells who that is"
            ctx.report("MB212", node, message, "name them, or write a norm about the deed")
            return INVALID
        return found


class ExceptionsType(FieldType):
    """One condition, or several in the order in which they are tried."""

    says = "a condition, or a list of them in order"
    hint = GuardType.hint

    def __init__(self) -> None:
        self.item = GuardType(of_deeds=True)

    def _read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, SequenceNode):
            return self.item.read(ctx, node)
        found = [self.item.read(ctx, item) for item in node.items]
        if not found or INVALID in found:
            return INVALID
        return any_of(tuple(found))

    def _schema(self) -> Schema:
        one = self.item.schema()
        return {"anyOf": [one, {"type": "array", "items": one}]}


class DueType(ScalarType):
    """A deadline."""

    says = "a deadline"
    hint = "write 30 days, 14 clear days after ID, or 2025-12-31"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        due = with_references(ctx, node, parse_due(node.text, ctx.zone))
        if isinstance(due, Due):
            _use_calendar(ctx, node, due.distance)
        return due


class InterestType(ScalarType):
    """Interest on an amount."""

    says = "a rate of interest, and from when"
    hint = 'write "9% a year simple from closing, actual/365"'

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        return with_references(ctx, node, parse_interest(node.text, ctx.zone))


class DurationType(ScalarType):
    """A length of time; `business` says whether it may be counted in business days."""

    says = "a length of time"
    hint = "write 48h, 14 days, 14 clear days, 5 business days or 6 months"

    def __init__(self, *, business: bool = True) -> None:
        self.business = business

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        found = parse_duration(node.text, business=self.business)
        if isinstance(found, Problem):
            return ctx.problem(node, found)
        _use_calendar(ctx, node, found)
        return found


def _use_calendar(ctx: Context, node: Scalar, length: Duration | None) -> None:
    """Note that business days are counted, and the calendar that is named."""
    if length is None or length.business is None:
        return
    ctx.business.append((node.span, length.calendar))
    if length.calendar is not None:
        start = node.text.index(f" in {length.calendar}") + len(" in ")
        ctx.use(length.calendar, ("calendar",), node, start, start + len(length.calendar))


class TermType(DurationType):
    """A length of time, or one that a rule does not put in numbers."""

    says = "a length of time, or reasonable"
    hint = "write 48h, 14 days, 14 clear days, or reasonable"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        return node.text if node.text == "reasonable" else super()._parse(ctx, node)


class AmountType(ScalarType):
    """An amount in the currency of the book: exact, a range, or unknown; a loss is below zero."""

    says = "an amount, a range of amounts, or unknown"
    hint = "write for example 5bn, -5bn, 11.6bn..13bn or unknown"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        text = node.text
        if ctx.currency is not None:
            text = text.removesuffix(f" {ctx.currency}")
        found = parse_quantity(text)
        if isinstance(found, Problem):
            return ctx.problem(node, found)
        return found

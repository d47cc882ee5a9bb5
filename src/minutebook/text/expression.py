"""Conditions: a small typed language of tests, three-valued, total, and said back in plain words.

`paid(microsoft) >= 13bn USD and before 2031-01-01` is read by the grammar in `condition.lark`,
typed against a vocabulary before anything runs, and evaluated by a resolver: this module knows
no kind of record. There are no loops, names or definitions in the language, so that every
condition ends. Truth is Kleene's: an unknown part leaves the whole open only where it matters
(S. C. Kleene, Introduction to Metamathematics, 1952, § 64).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol, TypeAlias

from minutebook.text.duration import Duration
from minutebook.text.numbers import Money, Quantity
from minutebook.text.say import say_fraction, say_money, say_number
from minutebook.text.when import When

Type = Literal["truth", "money", "number", "share"]
Operator = Literal[">=", "<=", ">", "<", "="]
Side = Literal["before", "after", "from", "until", "by", "at"]


@dataclass(frozen=True, slots=True)
class Signature:
    """A test or a measure that conditions may name: the kinds of its arguments, its type.

    The last `optional` arguments may be left out. `says` is its plain English, with the arguments
    in braces by place: `"{0} has been paid"`; `says_all` the same with the optional ones, and
    `args_all` the kinds of the arguments where these then name something else.
    """

    args: tuple[str, ...]
    type: Type
    says: str
    optional: int = 0
    says_all: str | None = None
    args_all: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name inside a condition: what kind of thing it must be, and where it stands."""

    name: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A plain sentence, read by the vocabulary: "altman holds openai-inc/ceo"."""

    written: str
    meaning: object

    def __str__(self) -> str:
        return self.written


@dataclass(frozen=True, slots=True)
class Call:
    """A test or a measure with its arguments: `determined(agi)`."""

    name: str
    args: tuple[str, ...]
    says: str
    type: Type = "truth"

    def __str__(self) -> str:
        return self.says


@dataclass(frozen=True, slots=True)
class Timed:
    """A moment beside now: `before 2031-01-01`, `within 30 days after closing`.

    `anchor` is a date or the id of a record. `window` means between the anchor and that distance
    from it; without it a distance moves the anchor.
    """

    side: Side
    anchor: When | str
    distance: Duration | None = None
    window: bool = False
    written: str = ""

    def __str__(self) -> str:
        return f"it is {self.written}"


@dataclass(frozen=True, slots=True)
class Ordered:
    """One record's moment beside another or a date: `recapitalisation before 2026-01-01`."""

    subject: str
    side: Side
    anchor: When | str

    def __str__(self) -> str:
        anchor = self.anchor.written if isinstance(self.anchor, When) else self.anchor
        return f"{self.subject} came {self.side} {anchor}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number, a share or an amount as it is written."""

    value: Fraction
    type: Type
    currency: str | None = None

    def __str__(self) -> str:
        if self.type == "money":
            return say_money(Money(self.value, self.currency))
        return say_fraction(self.value) if self.type == "share" else say_number(self.value)


Operand: TypeAlias = Call | Number


@dataclass(frozen=True, slots=True)
class Compare:
    """Two amounts of one type compared."""

    left: Operand
    operator: Operator
    right: Operand

    def __str__(self) -> str:
        return f"{self.left} is {OPERATORS[self.operator]} {self.right}"


OPERATORS: Mapping[Operator, str] = {
    ">=": "at least",
    "<=": "at most",
    ">": "more than",
    "<": "less than",
    "=": "exactly",
}


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary of a condition."""

    part: Expression

    def __str__(self) -> str:
        return f"it is not so that {_inside(self.part)}"


@dataclass(frozen=True, slots=True)
class And:
    """All of several conditions."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return " and ".join(map(_inside, self.parts))


@dataclass(frozen=True, slots=True)
class Or:
    """Any of several conditions, in order."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return " or ".join(map(_inside, self.parts))


@dataclass(frozen=True, slots=True)
class Reworded:
    """A condition that was worked out in part, said in the words of the test that it was."""

    words: Leaf
    part: Expression

    def __str__(self) -> str:
        return str(self.words)


Leaf: TypeAlias = Sentence | Call | Timed | Ordered | Compare
Expression: TypeAlias = Leaf | Not | And | Or | Reworded


def _inside(part: Expression) -> str:
    return f"({part})" if isinstance(part, And | Or) else str(part)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as it was written, with what it means."""

    written: str
    expression: Expression

    def __str__(self) -> str:
        """The condition in plain English."""
        return str(self.expression)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The tests it is made of, in order."""
        return tuple(leaves(self.expression))


class Resolver(Protocol):
    """What a condition asks of the state of things."""

    def truth(self, leaf: Sentence | Call | Timed | Ordered) -> bool | None:
        """Whether a test holds; None if that is not determined."""

    def measure(self, call: Call) -> Quantity:
        """An amount, exact, between bounds, or unknown."""


def leaves(expression: Expression) -> Iterator[Leaf]:
    """The tests of an expression, in order."""
    match expression:
        case Not(part) | Reworded(_, part):
            yield from leaves(part)
        case And(parts) | Or(parts):
            for one in parts:
                yield from leaves(one)
        case _:
            yield expression


def evaluate(expression: Expression, resolver: Resolver) -> bool | None:
    """The truth of an expression: True, False, or None if what is known does not tell."""
    return fold(expression, lambda leaf: leaf_value(leaf, resolver))


def leaf_value(leaf: Leaf, resolver: Resolver) -> bool | None:
    """The truth of one test."""
    if isinstance(leaf, Compare):
        return _compare(leaf, resolver)
    return resolver.truth(leaf)


def fold(expression: Expression, value: Callable[[Leaf], bool | None]) -> bool | None:
    """The truth of an expression, given that of its tests (Kleene's strong tables)."""
    match expression:
        case Reworded(_, part):
            return fold(part, value)
        case Not(part):
            inner = fold(part, value)
            return None if inner is None else not inner
        case And(parts):
            return _all(fold(part, value) for part in parts)
        case Or(parts):
            inner = _all(_negate(fold(part, value)) for part in parts)
            return _negate(inner)
        case _:
            return value(expression)


def _negate(value: bool | None) -> bool | None:
    return None if value is None else not value


def _all(values: Iterator[bool | None]) -> bool | None:
    result: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def residual(
    expression: Expression, value: Callable[[Leaf], bool | None], open_: Callable[[Leaf], bool]
) -> Expression | bool | None:
    """What remains to be asked once every test that is not open has its value.

    True or False if nothing does, None if a test that is not open is undetermined and matters.
    """
    match expression:
        case Reworded(_, part):
            return residual(part, value, open_)
        case Not(part):
            inner = residual(part, value, open_)
            if inner is None or isinstance(inner, bool):
                return _negate(inner)
            return Not(inner)
        case And(parts):
            return _join(And, tuple(residual(p, value, open_) for p in parts), absorbing=False)
        case Or(parts):
            return _join(Or, tuple(residual(p, value, open_) for p in parts), absorbing=True)
        case _:
            found = value(expression)
            return expression if open_(expression) and found is not True else found


def _join(
    kind: type[And] | type[Or], found: tuple[Expression | bool | None, ...], *, absorbing: bool
) -> Expression | bool | None:
    if any(one is absorbing for one in found):
        return absorbing
    rest = tuple(one for one in found if one is not None and not isinstance(one, bool))
    if None in found:
        return None
    if not rest:
        return not absorbing
    return rest[0] if len(rest) == 1 else kind(rest)


def _compare(leaf: Compare, resolver: Resolver) -> bool | None:
    left, right = _amount(leaf.left, resolver), _amount(leaf.right, resolver)
    difference = left.plus(right.times(-1))
    match leaf.operator:
        case ">=":
            return difference.at_least(0)
        case ">":
            return difference.more_than(0)
        case "<":
            return _negate(difference.at_least(0))
        case "<=":
            return _negate(difference.more_than(0))
    above, more = difference.at_least(0), difference.more_than(0)
    if above is False or more is True:
        return False
    return True if above is True and more is False else None


def _amount(operand: Operand, resolver: Resolver) -> Quantity:
    if isinstance(operand, Number):
        return Quantity(operand.value, operand.value)
    return resolver.measure(operand)


def explain(leaf: Leaf, value: bool | None, resolver: Resolver) -> str:
    """One test in plain English, with what was found."""
    found = {True: "so it is", False: "it is not so", None: "not determined"}[value]
    sides = (leaf.left, leaf.right) if isinstance(leaf, Compare) else ()
    measured = [
        f"{side} is {_say_quantity(resolver.measure(side), side.type)}"
        for side in sides
        if isinstance(side, Call)
    ]
    detail = f" ({'; '.join(measured)})" if measured else ""
    return f"{leaf}: {found}{detail}"


def _say_quantity(quantity: Quantity, type_: Type) -> str:
    if quantity.exact is not None:
        return str(Number(quantity.exact, type_))
    low = None if quantity.low is None else f"at least {Number(quantity.low, type_)}"
    high = None if quantity.high is None else f"at most {Number(quantity.high, type_)}"
    return " and ".join(bound for bound in (low, high) if bound is not None) or "not known"

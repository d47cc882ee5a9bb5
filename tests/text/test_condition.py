"""Conditions: read, typed before anything runs, evaluated as Kleene's tables have it, said back."""

from __future__ import annotations

from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutebook.text.condition import Vocabulary, parse_condition
from minutebook.text.expression import (
    And,
    Call,
    Condition,
    Expression,
    Leaf,
    Not,
    Or,
    Signature,
    evaluate,
    fold,
    residual,
)
from minutebook.text.numbers import Quantity, exactly
from minutebook.text.problem import Problem

WORDS = Vocabulary(
    {
        "paid": Signature(("party",), "money", "what {0} has been paid"),
        "share": Signature(("party", "instrument"), "share", "{0}'s share of {1}"),
        "count": Signature(("event",), "number", "the count of {0}"),
        "determined": Signature(("fact",), "truth", "{0} is determined"),
        "in force": Signature(("norm",), "truth", "{0} is in force"),
        "lapsed": Signature(("party", "duration"), "truth", "{0} let {1} pass"),
        "consented": Signature(("party", "deed"), "truth", "{0} agreed", 1, "{0} agreed to {1}"),
    },
    lambda text: (text, ()) if text.count(" ") else Problem("MB223", "not a goal"),
)


def parse(written: str) -> Condition | Problem:
    found = parse_condition(written, WORDS, ZoneInfo("UTC"), "USD")
    return found if isinstance(found, Problem) else found[0]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "paid(microsoft) >= 13bn USD and before 2031-01-01",
            "what microsoft has been paid is at least 13bn USD and it is before 2031-01-01",
        ),
        (
            "not (determined(agi) or ann holds chair) and share(p, i) >= 20%",
            "it is not so that (agi is determined or ann holds chair) and p's share of i is at "
            "least 1/5 (20 %)",
        ),
        ("within 30 days after closing", "it is within 30 days after closing"),
        ("14 clear days after closing", "it is 14 clear days after closing"),
        ("recap before 2026-01-01", "recap came before 2026-01-01"),
        ("in force(deal/1)", "deal/1 is in force"),
        ("lapsed(fund, 30 days)", "fund let 30 days pass"),
        ('consented(ben, "buy compute from oracle")', "ben agreed to buy compute from oracle"),
        ('consented(ben) or "ann holds chair"', "ben agreed or ann holds chair"),
        ("count(e) < 10", "the count of e is less than 10"),
    ],
)
def test_it_is_said_back_in_plain_english(written: str, said: str) -> None:
    found = parse(written)
    assert isinstance(found, Condition), found
    assert str(found) == said


@pytest.mark.parametrize(
    ("written", "code", "place"),
    [
        ("determined(x) and", "MB160", "and"),
        ("determined(x) ~ y", "MB162", None),
        ("determined(x))", "MB160", ")"),
        ("(" * 40 + "determined(x)" + ")" * 40, "MB160", None),
        ("determined(x) and " * 60 + "determined(x)", "MB160", None),
        ("paid(x) >= 20%", "MB161", "paid(x) >= 20%"),
        ("count(x) >= 5bn USD", "MB161", "count(x) >= 5bn USD"),
        ("determined(x) > 3", "MB161", "determined(x)"),
        ("paid(x)", "MB161", "paid(x)"),
        ("paid(x) > many", "MB161", "many"),
        ("payed(x) > 3bn", "MB162", "payed"),
        ("lapsed(x)", "MB162", "lapsed(x)"),
        ("after 2023-99-01", "MB131", "99"),
        ("within 3 moons after x", "MB148", "moons"),
        ("lapsed(x, 3 moons)", "MB148", "moons"),
        ("nonsense", "MB223", None),
    ],
)
def test_a_mistake_is_shown_where_it_stands(written: str, code: str, place: str | None) -> None:
    found = parse(written)
    assert isinstance(found, Problem), str(found)
    assert found.code in {code, "MB160", "MB223"} if place is None else found.code == code
    assert found.hint or found.code == "MB223"
    if place is not None:
        assert written[found.start : found.end] == place


def test_names_are_told_with_their_places() -> None:
    written = "share(ann, co/shares) >= 1/5 and closing before  2026-01-01"
    found = parse_condition(written, WORDS, ZoneInfo("UTC"))
    assert not isinstance(found, Problem)
    assert [(m.kind, written[m.start : m.end]) for m in found[1]] == [
        ("party", "ann"), ("instrument", "co/shares"), ("any", "closing"),
    ]  # fmt: skip


LETTERS = "abc"
leaf = st.sampled_from(LETTERS).map(lambda name: Call(name, (), name))
trees: st.SearchStrategy[Expression] = st.recursive(
    leaf,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=1, max_size=3).map(lambda p: And(tuple(p))),
        st.lists(inner, min_size=1, max_size=3).map(lambda p: Or(tuple(p))),
    ),
    max_leaves=8,
)
values = st.fixed_dictionaries({name: st.sampled_from((True, False, None)) for name in LETTERS})


def slowly(tree: Expression, values: dict[str, bool | None]) -> bool | None:
    """Kleene's tables, written out with 1, 0 and one half."""
    number = {True: 2, False: 0, None: 1}

    def worth(part: Expression) -> int:
        match part:
            case Not(inner):
                return 2 - worth(inner)
            case And(parts):
                return min(map(worth, parts))
            case Or(parts):
                return max(map(worth, parts))
        assert isinstance(part, Call)
        return number[values[part.name]]

    return {2: True, 0: False, 1: None}[worth(tree)]


@given(trees, values)
def test_truth_is_kleenes(tree: Expression, values: dict[str, bool | None]) -> None:
    def value(one: Leaf) -> bool | None:
        assert isinstance(one, Call)
        return values[one.name]

    found = fold(tree, value)
    assert found is slowly(tree, values)
    if found is not None:
        open_ = [name for name in LETTERS if values[name] is None]
        for filled in product((True, False), repeat=len(open_)):
            settled = {**values, **dict(zip(open_, filled, strict=True))}
            assert slowly(tree, settled) is found, "what is determined stays so"


@given(trees, values, st.sampled_from(LETTERS))
def test_what_remains_says_what_the_whole_says(
    tree: Expression, values: dict[str, bool | None], waits: str
) -> None:
    """With one test open and not yet true, the rest must agree with the whole when it comes."""
    known = {**values, waits: False}

    def value(one: Leaf) -> bool | None:
        assert isinstance(one, Call)
        return known[one.name]

    rest = residual(tree, value, lambda one: isinstance(one, Call) and one.name == waits)
    for answer in (True, False):
        whole = slowly(tree, {**known, waits: answer})
        if rest is None or isinstance(rest, bool):
            assert rest is None or whole is rest
        else:
            assert slowly(rest, {**known, waits: answer}) is whole or whole is None


class Fixed:
    def __init__(self, paid: Quantity) -> None:
        self.paid = paid

    def truth(self, leaf: object) -> bool | None:
        raise AssertionError(leaf)

    def measure(self, call: Call) -> Quantity:
        return self.paid


@pytest.mark.parametrize(
    ("written", "paid", "expected"),
    [
        ("paid(x) >= 10", exactly(10), True),
        ("paid(x) > 10", exactly(10), False),
        ("paid(x) <= 10", exactly(10), True),
        ("paid(x) < 10", exactly(10), False),
        ("paid(x) = 10", exactly(10), True),
        ("paid(x) = 10", exactly(11), False),
        ("paid(x) = 10", exactly(9), False),
        ("paid(x) >= 10", Quantity(exactly(9).low, exactly(11).low), None),
        ("paid(x) >= 10", Quantity(exactly(10).low, None), True),
        ("paid(x) <= 10", Quantity(None, exactly(9).low), True),
        ("paid(x) = 10", Quantity(None, exactly(9).low), False),
        ("paid(x) = 10", Quantity(None, None), None),
    ],
)
def test_amounts_compare_as_far_as_they_are_known(
    written: str, paid: Quantity, expected: bool | None
) -> None:
    found = parse(written)
    assert isinstance(found, Condition)
    assert evaluate(found.expression, Fixed(paid)) is expected

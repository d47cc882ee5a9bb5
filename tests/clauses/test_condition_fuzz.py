"""Any text is a condition or a mistake with its place: never a traceback, always an end."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minutebook.records.conditions import TESTS, VOCABULARY, parse_due, parse_guard
from minutebook.records.loader import load_texts
from minutebook.text.condition import DEEPEST, parse_condition
from minutebook.text.expression import Expression, Not
from minutebook.text.problem import Problem

UTC = ZoneInfo("UTC")
TOKENS = (
    *TESTS, "and", "or", "not", "(", ")", "((", "))", ",", '"', "<", ">=", "=", "%", "20%", "1/0",
    "13bn USD", "9" * 400, "-5bn", "1e999", "before", "after", "within", "30 days", "0 days",
    "9999999999 days", "2031-01-01", "2031-13-45", "0000-00-00", "ann", "co/shares", "holds", "n",
    "closing", "ann holds co/ceo", "é", "\u202e", "\x00", "\t", "\n", "日本", "🗝", "''", "any",
    "a" * 300,
)  # fmt: skip
written = st.one_of(
    st.lists(st.sampled_from(TOKENS), max_size=24).map(" ".join),
    st.lists(st.sampled_from(TOKENS), max_size=12).map("".join),
    st.text(max_size=60),
)


def refused_in_place(problem: Problem, text: str) -> None:
    assert problem.message
    assert problem.hint
    assert 0 <= problem.start <= len(text)
    assert problem.end is None or problem.start <= problem.end <= len(text)


@settings(max_examples=400, deadline=None)
@given(written)
@example("(" * 400 + "happened(e)" + ")" * 400)
@example("not " * 200 + "happened(e)")
@example("happened(" * 100)
@example("paid(ann) >= " + "9" * 900)
def test_a_condition_is_read_or_refused_with_a_place_and_a_hint(text: str) -> None:
    for found in (parse_guard(text, UTC, "USD"), parse_due(text, UTC)):
        if isinstance(found, Problem):
            refused_in_place(found, text)


LEAVES = (
    "happened(closing)", "determined(goal)", "paid(ann) >= 13bn USD", "share(ann, co/shares) < 20%",
    "before 2031-01-01", "30 days after closing", "within 2 months after closing", "from closing",
    "closing before 2026-01-01", "ann holds co/ceo", "consented(ann)", "price() > 10 USD",
)  # fmt: skip
readable = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        inner.map(lambda one: f"not ({one})"),
        st.tuples(inner, st.sampled_from((" and ", " or ")), inner).map(
            lambda parts: f"({parts[0]}){parts[1]}({parts[2]})"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(readable)
def test_brackets_around_the_whole_change_nothing(text: str) -> None:
    def read(written: str) -> Expression:
        found = parse_condition(written, VOCABULARY, UTC, "USD")
        assert not isinstance(found, Problem), (written, found)
        return found[0].expression

    assert read(f"({text})") == read(text)
    assert read(f"not ({text})") == Not(read(text))


@settings(max_examples=80, deadline=None)
@given(written.filter(str.strip))
def test_a_book_with_any_condition_loads_or_says_where_it_is_wrong(text: str) -> None:
    book = (
        "book: {title: T, currency: USD, timezone: UTC}\nrecords:\n  - entity: ann\n"
        "  - document: d\n    norms:\n      - must: ann\n        do: sell x\n"
        f"        when: {json.dumps(text)}\n"
    )
    for found in load_texts({"book.yaml": book.encode()}).errors:
        assert found.hint
        assert 0 < found.span.line <= len(book.splitlines()) + 1
        assert found.span.column > 0


@pytest.mark.parametrize("depth", [5, DEEPEST + 5, 150])
def test_nesting_ends_in_a_reading_or_in_a_hint(depth: int) -> None:
    text = "not (" * depth + "happened(e)" + ")" * depth
    found = parse_condition(text, VOCABULARY, UTC, "USD")
    if depth < DEEPEST:
        assert not isinstance(found, Problem)
    else:
        assert isinstance(found, Problem)
        assert found.code == "MB160"
        refused_in_place(found, text)

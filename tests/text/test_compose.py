"""Composing files: every scalar stays text and every node knows its place."""

from __future__ import annotations

import string
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from minutebook.text import Mapping, Node, Scalar, Sequence, compose, plain, split_lines
from minutebook.text.compose import DEEPEST, LONGEST_SCALAR, MOST_BYTES, MOST_NODES

BOOK = """\
book: {title: OpenAI, currency: USD}
records:
  - act: remove-altman
    date: 2023-11-17T12:00-08:00
    by: openai-inc/board          # four of six
    for: [sutskever, dangelo,
          mccauley, toner]
    note: 'it''s said'
    says: |
      line one
      line two

  - post: openai-inc/ceo
    until:
"""


def root_of(source: bytes | str) -> Node:
    node, diagnostics = compose(source, "a.yaml")
    assert not diagnostics
    assert node is not None
    return node


def codes(source: bytes | str) -> list[str]:
    node, diagnostics = compose(source, "a.yaml")
    assert node is None or not diagnostics
    return [found.code for found in diagnostics]


def scalars(node: Node) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Sequence):
        return [scalar for item in node.items for scalar in scalars(item)]
    return [s for key, value in node.entries for s in (key, *scalars(value))]


def at(text: str, node: Node) -> str:
    """What stands in the span of a node, by the plainest way to count lines."""
    lines = split_lines(text)
    if node.line == node.end_line:
        return lines[node.line - 1][node.column - 1 : node.end_column - 1]
    inner = lines[node.line : node.end_line - 1]
    last = lines[node.end_line - 1][: node.end_column - 1]
    return "\n".join([lines[node.line - 1][node.column - 1 :], *inner, last])


# -- The slow twin: PyYAML's pure Python loader with a constructor that types nothing ---------


class StringLoader(yaml.SafeLoader):
    pass


def _as_text(loader: StringLoader, node: yaml.ScalarNode) -> str:
    return str(node.value)


StringLoader.yaml_implicit_resolvers = {}
StringLoader.add_constructor("tag:yaml.org,2002:str", _as_text)

TEXT = st.text(
    st.sampled_from(string.ascii_letters + string.digits + " :-#'\"[]{},&*!|>%@`?.\\/~éß日\t"),
    max_size=20,
)
VALUE: st.SearchStrategy[Any] = st.recursive(
    TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def same(document: str) -> None:
    expected = yaml.load(document, StringLoader)  # the subclass of SafeLoader above
    node, diagnostics = compose(document, "a.yaml")
    assert diagnostics == []
    assert (None if node is None else plain(node)) == expected


@given(VALUE.filter(lambda value: value != ""), st.booleans(), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=150)
def test_reads_what_the_slow_loader_reads(value: Any, flow: bool, newline: str) -> None:
    document = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True, width=30)
    if '"<<"' in document or "- <<" in document:
        return
    same(document.replace("\n", newline))


def test_the_example_reads_as_the_slow_loader_reads_it() -> None:
    same(BOOK)
    assert plain(root_of(BOOK)) == yaml.load(BOOK, StringLoader)


@given(VALUE, st.booleans())
@settings(max_examples=100)
def test_spans_point_at_the_text_they_name(value: Any, flow: bool) -> None:
    document = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True, width=30)
    node, _ = compose(document, "a.yaml")
    for scalar in scalars(node) if node is not None else []:
        reread = yaml.load(at(document, scalar) or "''", StringLoader)
        if not scalar.block and scalar.line == scalar.end_line:
            assert reread == scalar.text


def test_places_in_the_example() -> None:
    root = root_of(BOOK)
    assert isinstance(root, Mapping)
    records = root.get("records")
    assert isinstance(records, Sequence)
    act, post = records.items
    assert isinstance(act, Mapping)
    assert isinstance(post, Mapping)
    assert root.get("nothing") is None
    found = {key.text: at(BOOK, value) for key, value in act.entries}
    assert found["date"] == "2023-11-17T12:00-08:00"
    assert found["by"] == "openai-inc/board"
    assert found["for"] == "[sutskever, dangelo,\n          mccauley, toner]"
    assert found["note"] == "'it''s said'"
    assert found["says"] == "|\n      line one\n      line two"
    assert (act.line, act.column, act.end_line) == (3, 5, 11)
    until = post.get("until")
    assert isinstance(until, Scalar)
    assert until.missing
    assert until.span[1:] == (14, 11, 14, 11)
    assert records.span[1:] == (3, 3, 14, 11)


def test_nothing_is_typed() -> None:
    root = root_of("[no, 12:00, 1_000, 0x10, 2023-11-17, ~, null, 1e3, =]")
    assert plain(root) == ["no", "12:00", "1_000", "0x10", "2023-11-17", "~", "null", "1e3", "="]


def test_parts_of_scalars_point_into_the_file() -> None:
    text = "a: abcdef\nb: 'uvwxyz'\nc: 'it''s'\nd: |\n  xyz\n"
    by_text = {scalar.text: scalar for scalar in scalars(root_of(text))}
    assert by_text["abcdef"].part(2, 4)[1:] == (1, 6, 1, 8)
    assert by_text["abcdef"].part(4)[1:] == (1, 8, 1, 10)
    assert by_text["abcdef"].part(9, 12)[1:] == (1, 10, 1, 10)
    assert by_text["uvwxyz"].part(0, 1)[1:] == (2, 5, 2, 6)
    assert by_text["it's"].part(0, 1) == by_text["it's"].span
    assert by_text["xyz\n"].part(0, 1) == by_text["xyz\n"].span


@pytest.mark.parametrize("source", ["", "\n\n", "# only a remark\n", "---\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_no_mistake(source: str | bytes) -> None:
    assert compose(source, "a.yaml") == (None, [])


def test_byte_order_mark_and_line_ends_do_not_move_places() -> None:
    plainly = [(s.text, s.span) for s in scalars(root_of(BOOK))]
    bytes_of = BOOK.replace("\n", "\r\n").encode("utf-8-sig")
    assert [(s.text, s.span) for s in scalars(root_of(bytes_of))] == plainly


# -- Refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "code", "line", "column"),
    [
        (b"a: 1\nb: \xff", "MB102", 2, 4),
        (b"\xef\xbb\xbfa: \xc3(", "MB102", 1, 4),
        (b"\xff\xfea\x00", "MB102", 1, 1),
        (b"a: \x00", "MB103", 1, 4),
        ("a: 1\r\n\x1b[2J", "MB103", 2, 1),
        ("a: x\u2028y", "MB103", 1, 5),
        ("a: \ud800", "MB103", 1, 4),
        ('a: 1\nb: "\\0"', "MB103", 2, 4),
        ('a: "\\x85"', "MB103", 1, 4),
        ("a: 1\nb: 2\na: 3", "MB107", 3, 1),
        ("- {a: 1, 'a': 2}", "MB107", 1, 10),
        ("a: &x 1", "MB108", 1, 4),
        ("a: *x", "MB108", 1, 4),
        ("*x : 1", "MB108", 1, 1),
        ("a: !t 1", "MB109", 1, 4),
        ("a: !!str {b: 1}", "MB109", 1, 4),
        ("<<: {a: 1}", "MB110", 1, 1),
        ("a: 1\n---\nb: 2", "MB111", 2, 1),
        ("[a]: 1", "MB112", 1, 1),
        ("? {a: 1}\n: 2", "MB112", 1, 3),
        (": 1", "MB112", 1, 1),
        ("a: 1\n: 2", "MB112", 2, 1),
        ("{: 1}", "MB112", 1, 2),
        ("? \n: 2", "MB112", 1, 2),
        ("%YAML 1.1\n---\na: 1", "MB114", 1, 1),
    ],
)
def test_refused_at_its_place(source: bytes | str, code: str, line: int, column: int) -> None:
    node, diagnostics = compose(source, "a.yaml")
    assert node is None
    (found,) = diagnostics
    assert (found.code, found.span.line, found.span.column) == (code, line, column)
    assert found.message
    assert found.hint


def test_a_merge_key_in_quotes_is_a_name() -> None:
    assert plain(root_of("'<<': 1")) == {"<<": "1"}


def test_one_diagnostic_for_each_repeated_key_and_anchor() -> None:
    _, (found,) = compose("a: 1\na: 2\na: 3\nb: 4", "a.yaml")
    assert "3 times" in found.message
    assert "line 1" in found.hint
    assert [(found.span.line), *(place.line for place in found.also)] == [2, 1, 3]
    _, diagnostics = compose("a: &x 1\nb: *x\nc: *x\nd: *y", "a.yaml")
    assert [(d.code, d.span.line, len(d.also)) for d in diagnostics] == [
        ("MB108", 1, 2),
        ("MB108", 4, 0),
    ]


def test_diagnostics_stand_in_the_order_of_the_file() -> None:
    _, diagnostics = compose("a: !x 1\nb: &y 2\nc: {d: 1, d: 2}\ne: 'f", "a.yaml")
    assert [d.code for d in diagnostics] == ["MB109", "MB108", "MB107", "MB115"]


# -- Bounds -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("[" * 1_000_000, "MB105"),
        ("[\n" * 500_000, "MB105"),
        ("{a: " * 250_000, "MB105"),
        ("- " * 500_000, "MB105"),
        ("a: " + "x" * (LONGEST_SCALAR + 1), "MB106"),
        ("a: '" + "x\n" * LONGEST_SCALAR + "'", "MB106"),
        ("a: |\n" + "  x\n" * LONGEST_SCALAR, "MB106"),
        (b"\x00" * 1_000_000, "MB103"),
        (b"\xff" * (MOST_BYTES + 1), "MB104"),
        ("x" * (MOST_BYTES + 1), "MB104"),
        ("[" + ",".join("a" * (MOST_NODES + 1)) + "]", "MB104"),
        ("'" + "x" * 1_000_000, "MB115"),
        ("!" * 1_000_000, "MB109"),
    ],
)
def test_what_is_too_much_is_refused(source: bytes | str, code: str) -> None:
    assert codes(source) == [code]


def test_the_deepest_and_longest_are_accepted() -> None:
    assert codes("[" * DEEPEST + "]" * DEEPEST) == []
    assert codes("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)) == ["MB105"]
    assert codes("a: " + "x" * LONGEST_SCALAR) == []


def test_a_file_full_of_mistakes_gives_a_bounded_number() -> None:
    assert len(codes("".join(f"- &a{n} x\n" for n in range(10_000)))) == 100
    assert len(codes("- !x y\n" * 10_000)) == 100
    assert len(codes("? ? ? a\n" * 10_000)) <= 100
    assert codes("{" * 1_000_000)[-1] == "MB105"


# -- No input makes it raise ---------------------------------------------------------------------

YAML_SHAPED = st.text(
    st.sampled_from("ab:  -\n\n\t'\"[]{},&*!|>%@`?#.\\~\r\ufeff\x00\x85\u2028é"), max_size=60
)


def well_formed(source: bytes | str) -> None:
    node, diagnostics = compose(source, "a.yaml")
    assert node is None or not diagnostics
    for found in diagnostics:
        assert found.message
        assert found.hint
        line, column = found.span.line, found.span.column
        assert line >= 1
        assert column >= 1
        assert (line, column) <= (found.span.end_line, found.span.end_column)


@given(st.binary(max_size=80))
@settings(max_examples=300)
def test_any_bytes(source: bytes) -> None:
    well_formed(source)


@given(YAML_SHAPED)
@settings(max_examples=600)
def test_anything_that_looks_like_yaml(source: str) -> None:
    well_formed(source)


@given(st.data())
@settings(max_examples=300)
def test_damaged_books(data: st.DataObject) -> None:
    source = BOOK
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(source)))
        end = data.draw(st.integers(start, min(len(source), start + 8)))
        source = source[:start] + data.draw(YAML_SHAPED.map(lambda t: t[:6])) + source[end:]
    well_formed(source)
    well_formed(source.encode("utf-8", "surrogatepass")[: data.draw(st.integers(0, 500))])

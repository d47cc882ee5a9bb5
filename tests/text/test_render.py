"""What a person sees: the line, the caret under the mistake, the hint; never an escape."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutebook.text import Diagnostic, Span, render, split_lines, to_json, visible


def diagnostic(span: Span, also: tuple[Span, ...] = (), hint: str = "write it so") -> Diagnostic:
    return Diagnostic("MB107", "error", span, "it is wrong", hint, also)


def test_the_line_the_caret_and_the_hint() -> None:
    text = "records:\n  - act: remove\n    bye: x\n"
    shown = render([diagnostic(Span("a.yaml", 3, 5, 3, 8))], {"a.yaml": text})
    assert shown == (
        "a.yaml:3:5 MB107 it is wrong\n        bye: x\n        ^^^\n  hint: write it so"
    )


def test_other_places_are_counted_after_a_few() -> None:
    spans = tuple(Span("a.yaml", n, 1, n, 2) for n in range(2, 42))
    shown = render([diagnostic(Span("a.yaml", 1, 1, 1, 2), spans)], {})
    assert shown.endswith("also at a.yaml:2:1, a.yaml:3:1, a.yaml:4:1 and 37 more")
    shown = render([diagnostic(Span("a.yaml", 1, 1, 1, 2), spans[:1])], {})
    assert shown.endswith("also at a.yaml:2:1")


def test_without_the_source_only_the_place_is_named() -> None:
    assert render([diagnostic(Span("a", 9, 1, 9, 2), hint="")], {}) == "a:9:1 MB107 it is wrong"
    assert render([], {}) == ""


def test_two_diagnostics_are_a_blank_line_apart() -> None:
    one = diagnostic(Span("a", 1, 1, 1, 2))
    assert render([one, one], {"a": "x"}).split("\n\n") == [render([one], {"a": "x"})] * 2


def caret_line(text: str, span: Span, width: int = 100) -> tuple[str, str]:
    lines = render([diagnostic(span)], {span.file: text}, width=width).split("\n")
    return lines[1], lines[2]


def cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_wide_characters_and_tabs_keep_the_caret_in_place() -> None:
    line, carets = caret_line("董事会: x", Span("a", 1, 6, 1, 7))
    assert cells(line[: line.index("x")]) == carets.index("^")
    line, carets = caret_line("董事会: x", Span("a", 1, 1, 1, 4))
    assert carets.strip() == "^" * 6
    line, carets = caret_line("\t\tx", Span("a", 1, 3, 1, 4))
    assert line.index("x") == carets.index("^")


def test_long_lines_are_shown_around_the_mistake() -> None:
    text = "a" * 5000 + "X" + "b" * 5000
    line, carets = caret_line(text, Span("a", 1, 5001, 1, 5002), width=80)
    assert len(line) <= 80
    assert line.strip()[0] == line.strip()[-1] == "…"
    assert line[carets.index("^")] == "X"
    line, carets = caret_line(text, Span("a", 1, 5001, 1, 10_001), width=80)
    assert len(carets) <= 80


def test_a_span_over_lines_is_marked_to_the_end_of_its_first() -> None:
    line, carets = caret_line("a: [b,\n c]", Span("a", 1, 4, 2, 4))
    assert (line.strip(), carets.strip()) == ("a: [b,", "^^^")
    line, carets = caret_line("a: [b", Span("a", 1, 6, 1, 7))
    assert carets == " " * 9 + "^"


def test_escape_sequences_reach_no_terminal() -> None:
    evil = "a: \x1b[2J\u202e\x07\u2028"
    shown = render(
        [Diagnostic("MB103", "error", Span("\x1b]0;x", 1, 4, 1, 5), f"bad {evil}", evil)],
        {"\x1b]0;x": evil},
    )
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\\x1b[2J\\u202e\\x07\\u2028" in shown


def test_color_only_where_asked() -> None:
    one = diagnostic(Span("a", 1, 1, 1, 2))
    colored = render([one], {"a": "x"}, color=True)
    assert "\x1b[31mMB107\x1b[0m" in colored
    assert "\x1b" not in render([one], {"a": "x"})


def test_json() -> None:
    assert to_json(diagnostic(Span("a.yaml", 3, 5, 3, 8))) == {
        "file": "a.yaml",
        "line": 3,
        "column": 5,
        "code": "MB107",
        "severity": "error",
        "message": "it is wrong",
        "hint": "write it so",
    }


@given(
    st.text(max_size=60),
    st.integers(1, 70),
    st.integers(1, 5),
    st.integers(20, 60),
)
def test_any_line_and_span(text: str, column: int, length: int, width: int) -> None:
    span = Span("a", 1, column, 1, column + length)
    shown = render([diagnostic(span)], {"a": text}, width=width)
    body = shown.split("\n")
    assert {unicodedata.category(character)[0] for character in "".join(body)} <= set("LMNPSZ")
    assert len(body) == 4
    assert "^" in body[2]
    line = split_lines(text)[0]
    if line.isascii() and line.isprintable() and column <= len(line) <= width - 4:
        marked = body[2].index("^") - 4
        assert line[column - 1] == line[marked]


@pytest.mark.parametrize(
    ("text", "shown"), [("a\tb", "a    b"), ("\x00", "\\x00"), ("é 日", "é 日"), ("", "")]
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown

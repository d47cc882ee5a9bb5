"""What people write wrong in YAML: each mistake named at its place, with what to write."""

from __future__ import annotations

import pytest

from minutebook.text import compose


@pytest.mark.parametrize(
    ("source", "place", "code", "hint"),
    [
        # Tabs.
        ("\ta: 1", "1:1", "MB113", "spaces"),
        ("a:\n\t\t- b", "2:1", "MB113", "spaces"),
        ("a: 1\n\tb: 2", "2:1", "MB113", "spaces"),
        ("a: |\n\tb", "2:1", "MB113", "spaces"),
        ("-\t- a", "1:2", "MB113", "spaces"),
        ("r:\n  a: 1\n\u00a0\u00a0b: 2\n  c: 3\n", "3:1", "MB113", "spaces"),
        # What a merge leaves.
        ("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n", "2:1", "MB101", "<<<<<<<"),
        ("a: 1\nb: 2\n=======\nb: 3\n", "3:1", "MB101", "keep one of the two"),
        # Quotes.
        ("a: 'x", "1:4", "MB115", "write ' at the end"),
        ('a: 1\nb: "x\nc: 2\n', "2:4", "MB115", 'write " at the end'),
        ("a: 'don't'", "1:9", "MB115", "write ''"),
        ('a: "say "x""', "1:10", "MB115", 'write \\"'),
        # Brackets.
        ("a: [1, 2", "1:4", "MB116", "write ]"),
        ("a: {x: no #1, y: 2}\n", "1:4", "MB116", "what follows a # in a line is a remark"),
        ("for: [a, b\nby: x\n", "1:6", "MB116", "write ]"),
        ("a: {x: 1\n", "1:4", "MB116", "write }"),
        ("a: [b: {c]", "1:10", "MB116", "write , or }"),
        ("a: }", "1:4", "MB116", "remove it"),
        ("a: 1\n]", "2:1", "MB116", "remove it"),
        ("a: [x] y", "1:8", "MB116", "quotes"),
        # Colons.
        ("by: x\ndate:2023\nc: d", "2:5", "MB117", "write date: 2023"),
        ("- a: 1\n  b:2\n  c: 3", "2:4", "MB117", "write b: 2"),
        ("a: 1\nb:2\n", "2:2", "MB117", "write b: 2"),
        ("a: 1\njust words\n", "2:1", "MB117", "write key: value"),
        ("just words\na: 1\n", "1:1", "MB117", "write key: value"),
        ("title: OpenAI: a history", "1:14", "MB118", 'quotes: "OpenAI: a history"'),
        ("- says: he said: 'no'", "1:16", "MB118", "quotes: \"he said: 'no'\""),
        # Reserved characters.
        ("a: @x", "1:4", "MB119", '"@x"'),
        ("a: `x` # remark", "1:4", "MB119", '"`x`"'),
        ("a: %5", "1:4", "MB119", '"%5"'),
        ("a: * b", "1:4", "MB119", '"* b"'),
        ("a: & b", "1:4", "MB119", '"& b"'),
        ("a: ? b", "1:4", "MB119", '"? b"'),
        ("a: > 2 votes", "1:4", "MB119", '"> 2 votes"'),
        ('a: @"', "1:4", "MB119", "in quotes"),
        # Indentation.
        ("a: 1\n b: 2", "2:2", "MB120", "same column"),
        ("a:\n  b: 1\n c: 2", "3:2", "MB120", "column 1, as line 1 does, or in column 3"),
        ("a:\n  - x\n - y", "3:2", "MB120", "column 1"),
        ("- a\nb: c", "2:1", "MB120", "- and a space"),
        ("{a: 1}\nb: 2", "2:1", "MB120", "first column"),
        # Tags and directives that the parser itself stumbles over.
        ("a: !<x", "1:4", "MB109", "remove it"),
        ("a: !x!y z", "1:4", "MB109", "remove it"),
        ("%x: 1", "1:1", "MB114", "remove the line"),
        ("%YAML 2.0\n---\na: 1", "1:1", "MB114", "remove the line"),
        # The rest.
        ("a: - b", "1:4", "MB101", "[a, b]"),
        ('a: "\\q"', "1:5", "MB101", "single quotes"),
        ("a: [,]", "1:5", "MB101", "write a value"),
        ("a: 1\n?b", "2:1", "MB117", "write key: value"),
    ],
)
def test_named_at_its_place(source: str, place: str, code: str, hint: str) -> None:
    _, (found,) = compose(source, "a.yaml")
    assert (found.code, f"{found.span.line}:{found.span.column}") == (code, place)
    assert hint in found.hint


def test_a_long_text_is_not_repeated_in_the_hint() -> None:
    _, (found,) = compose("a: @" + "x" * 5000, "a.yaml")
    assert len(found.hint) < 80
    _, (found,) = compose("a:" + "x" * 5000 + "\nb: 1", "a.yaml")
    assert len(found.hint) < 80

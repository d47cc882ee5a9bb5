"""Whatever the text, the loader gives a book and diagnostics, and never raises."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.records.golden import CASES

from minutebook.law import LIBRARY
from minutebook.records import Book, load, load_texts
from minutebook.records.kinds import KEYS
from minutebook.records.loader import gather
from minutebook.records.norms import MODALITIES, NORM_KEYS
from minutebook.records.sections import SECTIONS
from minutebook.records.template import new_book
from minutebook.text import Diagnostic, Span, render, split_lines

FILES = {name: text.encode() for name, text in new_book("Club", "Europe/Berlin").items()}
BOOKS = Path(load_texts.__code__.co_filename).parent.parent / "books"

IDS = st.sampled_from(
    ["ann", "bo", "org", "org/board", "org/ceo", "shares", "a", "board-rule", "s"]
)
LETTERS = st.characters(min_codepoint=32, max_codepoint=0x17E, exclude_categories=["Cc"])
WORDS = st.one_of(
    IDS,
    st.sampled_from(
        [
            "2023-11-17", "2023-11", "../2023", "after a", "1 hour before e", "yes", "no", "3",
            "1/3", "49%", "600..700", "unknown", "nobody", "public", "majority of seats",
            "consent of ann", "remove ann from org/ceo", "appoint bo to org/board",
            "org/board has 3 members", "s:1",
            "meeting", "office", "seat", "void", "bylaw", "none", "delaware-stock", "-1", "", "~",
            "issue 5 shares to ann", "set org/board to 4 seats", "any member of org/board",
        ]
    ),
    st.text(LETTERS, max_size=9),
)  # fmt: skip
NAMES = st.one_of(IDS, IDS, IDS, WORDS)
GOALS = st.sampled_from(["ann holds org/ceo", "org/board has 3 members", "a is void", "x"])
KEY_NAMES = st.sampled_from(
    sorted(
        {key for keys in KEYS.values() for key in keys}
        | {*NORM_KEYS, *MODALITIES, "claims", "reading", "value", "otherwise", "all of", "any of"}
    )
)


def yaml_of(value: object) -> str:
    """Write lists, mappings and texts in flow style, every text in quotes."""
    if isinstance(value, list):
        return "[" + ", ".join(map(yaml_of, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{yaml_of(k)}: {yaml_of(v)}" for k, v in value.items()) + "}"
    text = str(value)
    return text if text.replace("-", "").isalnum() and text.isascii() else _quoted(text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\n", " ") + "'"


VALUES = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEY_NAMES, inner, max_size=3),
        st.fixed_dictionaries({"reading": IDS, "a": inner, "otherwise": inner}),
        st.fixed_dictionaries(
            {"claims": st.lists(st.fixed_dictionaries({"value": inner, "src": WORDS}), max_size=3)}
        ),
    ),
    max_leaves=6,
)


@st.composite
def records(draw: st.DrawFn) -> dict[str, object]:
    """A record of some kind with some of its keys and a few that are not."""
    kind = draw(st.sampled_from(sorted(KEYS)))
    record: dict[str, object] = {kind: draw(GOALS if kind == "assert" else NAMES)}
    own = st.sampled_from(sorted(KEYS[kind]))
    keys = st.one_of(own, own, own, KEY_NAMES)
    record.update(draw(st.dictionaries(keys, VALUES, max_size=6)))
    if kind == "document" and draw(st.booleans()):
        norm = st.dictionaries(st.sampled_from([*NORM_KEYS, *MODALITIES]), VALUES, max_size=5)
        record["norms"] = draw(st.lists(norm, max_size=3))
    return record


SHAPED = st.fixed_dictionaries(
    {"records": st.lists(records(), min_size=1, max_size=8)},
    optional={
        "readings": st.dictionaries(IDS, VALUES, max_size=3),
        "sources": st.dictionaries(IDS, VALUES, max_size=3),
        "book": VALUES,
        "include": VALUES,
    },
)


def holds_together(book: Book, files: dict[str, bytes]) -> None:
    """Every diagnostic lies inside its file, no two are one, and all can be shown."""
    seen = set()
    for diagnostic in book.diagnostics:
        for span in (diagnostic.span, *diagnostic.also):
            lines = split_lines(book.files[span.file])
            assert span.file in files or span.file.startswith("law/")
            assert 1 <= span.line <= span.end_line <= len(lines)
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1
            assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert (diagnostic.code, diagnostic.message) not in seen
        seen.add((diagnostic.code, diagnostic.message))
        assert diagnostic.hint or diagnostic.code.startswith("MB1")
    assert list(book.diagnostics) == sorted(book.diagnostics, key=lambda d: d.span)
    render(book.diagnostics, book.files)


def check(text: str | bytes) -> None:
    files = {"book.yaml": text if isinstance(text, bytes) else text.encode("utf-8", "replace")}
    holds_together(load_texts(files, LIBRARY), files)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_bytes(data: bytes) -> None:
    check(data)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abc:-{}[]'\"#&*!|>%@, \n\t~?", max_size=200))
def test_yaml_like_noise(text: str) -> None:
    check("records:\n  - person: ann\n" + text)


@settings(max_examples=250, deadline=None)
@given(SHAPED)
def test_yaml_shaped_books(book: dict[str, object]) -> None:
    check("".join(f"{section}: {yaml_of(value)}\n" for section, value in book.items()))


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from([*SECTIONS, "record", "person"]), VALUES, max_size=5))
def test_sections_of_any_shape(book: dict[str, object]) -> None:
    check("".join(f"{section}: {yaml_of(value)}\n" for section, value in book.items()))


def damaged(text: str, chance: random.Random) -> str:
    """Delete, double, swap or cut lines, or change characters, a few times."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        what = chance.randrange(6)
        if what == 0 and len(lines) > 1:
            del lines[at]
        elif what == 1:
            lines.insert(at, lines[other])
        elif what == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif what == 3:
            lines[at] = lines[at][: chance.randint(0, len(lines[at]))]
        elif what == 4 and lines[at]:
            place = chance.randrange(len(lines[at]))
            letter = chance.choice("abz019:-{}[]\"'#,./ ~")
            lines[at] = lines[at][:place] + letter + lines[at][place + 1 :]
        else:
            lines[at] = chance.choice(["  ", "- ", "    - "]) + lines[at]
    return "\n".join(lines)


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_damaged_book(chance: random.Random) -> None:
    files = {
        name: damaged(text.decode(), chance).encode() if chance.random() < 0.7 else text
        for name, text in FILES.items()
    }
    holds_together(load_texts(files, LIBRARY), files)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_damaged_broken_books(chance: random.Random) -> None:
    case = chance.choice(CASES)
    text = (case / "book.yaml").read_bytes().decode("utf-8", "replace")
    check(damaged(text, chance))


@pytest.mark.parametrize("folder", sorted(p for p in BOOKS.iterdir() if p.is_dir()))
def test_a_shipped_book_that_was_damaged(folder: Path) -> None:
    whole = load(folder, LIBRARY)
    texts = {name: text for name, text in whole.files.items() if not name.startswith("law/")}
    chance = random.Random(106)
    for _ in range(15):
        name = chance.choice(sorted(texts))
        files = {n: t.encode() for n, t in texts.items()}
        files[name] = damaged(texts[name], chance).encode()
        holds_together(load_texts(files, LIBRARY), files)


SPANS = st.builds(
    lambda file, line, column: Span(file, line, column, line, column + 1),
    st.sampled_from(["a", "b"]),
    st.integers(1, 3),
    st.integers(1, 3),
)
DIAGNOSTICS = st.lists(
    st.builds(
        lambda code, span, message, also: Diagnostic(code, "error", span, message, "", tuple(also)),
        st.sampled_from(["MB201", "MB211"]),
        SPANS,
        st.sampled_from(["x", "y"]),
        st.lists(SPANS, max_size=2),
    ),
    max_size=12,
)


@given(DIAGNOSTICS)
def test_gathering_loses_no_place_and_keeps_one_of_each(found: list[Diagnostic]) -> None:
    gathered = gather(found)
    keys = [(d.code, d.message) for d in gathered]
    assert len(set(keys)) == len(keys)
    assert set(keys) == {(d.code, d.message) for d in found}
    for one in gathered:
        same = [d for d in found if (d.code, d.message) == (one.code, one.message)]
        places = {d.span for d in same} | {span for d in same for span in d.also}
        assert {one.span, *one.also} == places
        assert one.span == min(d.span for d in same)
        assert len(set(one.also)) == len(one.also)
        assert one.span not in one.also
    assert gather(gathered) == gathered

"""What is too large, too deep or not text at all is refused quickly, with the right code."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from minutebook.records import Book, load, load_texts


def codes(book: Book) -> list[str]:
    return [diagnostic.code for diagnostic in book.diagnostics]


def read(text: str | bytes) -> Book:
    return load_texts({"book.yaml": text if isinstance(text, bytes) else text.encode()})


def test_a_sparse_file_of_100_mb_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    tracemalloc.start()
    book = load(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert codes(book) == ["MB104"]
    assert peak < 60_000_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("records: " + "[" * 100_000, "MB105"),
        ("records: " + "{a: " * 100_000, "MB105"),
        ("- " * 100_000 + "a", "MB105"),
        ("records:\n  - person: ann\n    note: " + "x" * 1_100_000 + "\n", "MB106"),
        (b"records:\n  - person: a\x00nn\n", "MB103"),
        (b"\xff\xfe" + "records:".encode("utf-16-le"), "MB102"),
    ],
    ids=["deep list", "deep mapping", "deep block", "huge scalar", "NUL", "UTF-16"],
)
def test_what_is_no_book_is_refused_at_once(text: str | bytes, code: str) -> None:
    start = time.perf_counter()
    assert codes(read(text)) == [code]
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    "value",
    ["after " * 100_000, "1 " * 200_000, "9" * 500_000, "2023-11-17/" * 50_000, "a" * 900_000],
    ids=["after", "spaced digits", "digits", "intervals", "letters"],
)
@pytest.mark.parametrize(
    "form",
    [
        "  - event: e\n    date: {}",
        "  - event: e\n    count: {}",
        "  - entity: o\n  - body: o/b\n    decides: {}",
        "  - act: a\n    effect: decide {}",
        "  - act: a\n    effect: {}",
        "  - assert: {}",
        "  - event: {}",
        "  - entity: o\n    law: {}",
        "  - event: e\n    src: {}",
        "  - {}: e",
    ],
)
def test_a_long_value_takes_no_long_time(form: str, value: str) -> None:
    start = time.perf_counter()
    book = read("records:\n" + form.format(f'"{value}"') + "\n")
    assert book.errors
    assert all(len(d.message) < 300 and len(d.hint) < 800 for d in book.diagnostics)
    assert time.perf_counter() - start < 10


def test_a_file_of_nothing_but_mistakes_takes_no_long_time() -> None:
    lines = [f"  - person: p{i}\n    k{i * 7919}: x\n    after: q{i * 104729}" for i in range(4000)]
    start = time.perf_counter()
    book = read("records:\n" + "\n".join(lines) + "\n")
    assert len(book.diagnostics) == 8000
    assert time.perf_counter() - start < 30


def test_names_that_nothing_has_are_not_each_compared_with_all() -> None:
    lines = [f"  - person: p{i}\n    after: q{i * 104729}" for i in range(20_000)]
    start = time.perf_counter()
    book = read("records:\n" + "\n".join(lines) + "\n")
    assert len(book.diagnostics) == 20_000
    assert time.perf_counter() - start < 30


def test_many_circles_take_no_long_time() -> None:
    pairs = [(f"a{i}", f"b{i}") for i in range(5000)]
    both = [f"  - event: {x}\n    after: {y}\n  - event: {y}\n    after: {x}" for x, y in pairs]
    start = time.perf_counter()
    assert len(read("records:\n" + "\n".join(both) + "\n").diagnostics) == 5000
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("filler", ["\n", " ", "{", ",", "'", "include", '\r\n "'])
def test_the_search_for_includes_takes_no_long_time(tmp_path: Path, filler: str) -> None:
    (tmp_path / "book.yaml").write_bytes(filler.encode() * (2_000_000 // len(filler)))
    start = time.perf_counter()
    load(tmp_path)
    assert time.perf_counter() - start < 15


def test_one_mistake_made_very_often_is_one_diagnostic() -> None:
    lines = [f"  - event: e{i}\n    by: nobody-of-that-name" for i in range(20_000)]
    (only,) = read("records:\n" + "\n".join(lines) + "\n").diagnostics
    assert only.code == "MB211"
    assert len(only.also) == 19_999


def test_a_long_chain_of_dates_is_followed_without_recursion() -> None:
    lines = ["  - event: e0\n    date: 2020-01-01"]
    lines += [f"  - event: e{i}\n    date: 1 day after e{i - 1}" for i in range(1, 5000)]
    assert read("records:\n" + "\n".join(lines) + "\n").diagnostics == ()
    lines[0] = "  - event: e0\n    date: 1 day after e4999"
    (only,) = read("records:\n" + "\n".join(lines) + "\n").diagnostics
    assert only.code == "MB244"
    assert len(only.also) == 4999

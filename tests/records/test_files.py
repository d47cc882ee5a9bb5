"""Which files make a book: includes, their order, and what is wrong with them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from minutebook.records import Book, load
from minutebook.records.files import read


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def codes(book: Book) -> list[str]:
    return [diagnostic.code for diagnostic in book.diagnostics]


def test_without_includes_every_file_of_the_folder_is_read(tmp_path: Path) -> None:
    write(tmp_path, book="book: {title: T}\n", b="records:\n  - person: bo\n", a="records:\n")
    files, problems = read(tmp_path)
    assert list(files) == ["book.yaml", "a.yaml", "b.yaml"]
    assert problems == ()
    assert list(load(tmp_path).records) == ["bo"]


def test_includes_are_followed_from_where_they_stand(tmp_path: Path) -> None:
    write(
        tmp_path,
        book="include: [more/one.yaml]\n",
        more__one="include: [two.yaml, ../three.yaml]\n",
        more__two="records:\n  - person: two\n",
        three="include: more/two.yaml\nrecords:\n  - person: three\n",
    )
    book = load(tmp_path)
    assert book.diagnostics == ()
    assert list(book.files) == ["book.yaml", "more/one.yaml", "more/two.yaml", "three.yaml"]


@pytest.mark.parametrize(
    "text",
    ["include: a.yaml\n", '"include": [a.yaml]\n', "{book: {title: T}, include: a.yaml}\n",
     "book: {title: T}\r\ninclude:\r\n  - a.yaml\r\n", "\ufeffinclude: a.yaml\n"],
)  # fmt: skip
def test_an_include_is_seen_however_it_is_written(tmp_path: Path, text: str) -> None:
    write(tmp_path, a="records:\n  - person: ann\n")
    (tmp_path / "book.yaml").write_bytes(text.encode())
    assert list(read(tmp_path)[0]) == ["book.yaml", "a.yaml"]


def test_a_single_file_is_a_book(tmp_path: Path) -> None:
    write(tmp_path, only="records:\n  - person: ann\n", other="records:\n  - person: bo\n")
    assert list(load(tmp_path / "only.yaml").records) == ["ann"]


def test_where_there_is_no_book(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none", tmp_path / ("x" * 5000), Path("a\0b")):
        book = load(place)
        assert codes(book) == ["MB210"]
        assert book.records == {}


def test_a_circle_is_found_however_the_names_are_spelled(tmp_path: Path) -> None:
    write(tmp_path, book="include: sub/../a.yaml\n", a="include: ./sub/../book.yaml\n")
    (tmp_path / "sub").mkdir()
    assert codes(load(tmp_path)) == ["MB209"]


def test_what_lies_outside_or_is_no_file_is_not_read(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    write(tmp_path, secret="records:\n  - person: spy\n")
    (inside / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    os.mkfifo(inside / "pipe.yaml")
    write(inside, book=f"include: [link.yaml, pipe.yaml, {tmp_path}/secret.yaml, a/b.yaml]\n")
    book = load(inside)
    assert codes(book) == ["MB208"] * 4
    assert book.records == {}


def test_a_chain_of_includes_ends(tmp_path: Path) -> None:
    write(tmp_path, book="include: f0.yaml\n")
    write(tmp_path, **{f"f{i}": f"include: f{i + 1}.yaml\n" for i in range(60)})
    book = load(tmp_path)
    assert set(codes(book)) == {"MB208", "MB261"}


def test_the_digest_is_that_of_the_texts(tmp_path: Path) -> None:
    first = load(write(tmp_path, book="records:\n  - person: ann\n")).digest
    assert load(tmp_path).digest == first
    assert load(write(tmp_path, book="records:\n  - person: bo\n")).digest != first

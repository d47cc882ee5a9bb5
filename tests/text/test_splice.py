"""Edits that touch only what they mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutebook.text import (
    Edit,
    Mapping,
    Problem,
    Scalar,
    Span,
    append_record,
    apply,
    compose,
    digest,
    line_starts,
    plain,
    position,
    splice_file,
    split_lines,
)

TEXTS = st.text(st.sampled_from("ab é日\n\r\t"), max_size=40)


def span(text: str, start: int, end: int) -> Span:
    return Span("a", *position(text, start), *position(text, end))


@given(TEXTS, st.data())
def test_everything_else_stays(text: str, data: st.DataObject) -> None:
    """The twin edits a list of characters from the end."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    # Half of a line end is no place that a line and a column can name.
    cuts = [n for n in cuts if text[n - 1 : n + 1] != "\r\n" or n == 0]
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    edits = [Edit(span(text, a, b), data.draw(TEXTS)) for a, b in pairs]
    expected = list(text)
    for (start, end), edit in reversed(list(zip(pairs, edits, strict=True))):
        expected[start:end] = edit.replacement
    shuffled = data.draw(st.permutations(edits))
    assert apply(text, digest(text), shuffled) == "".join(expected)


@given(TEXTS)
def test_lines_and_offsets_agree(text: str) -> None:
    starts = line_starts(text)
    assert len(starts) == len(split_lines(text))
    for line, (start, shown) in enumerate(zip(starts, split_lines(text), strict=True), start=1):
        assert text[start : start + len(shown)] == shown
        assert position(text, start) == (line, 1)
        assert position(text, start + len(shown)) == (line, len(shown) + 1)


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        ([(1, 1, 1, 3), (1, 2, 1, 4)], "MB151"),
        ([(1, 2, 1, 2), (1, 2, 1, 2)], "MB151"),
        ([(1, 1, 1, 9)], "MB152"),
        ([(9, 1, 9, 1)], "MB152"),
        ([(0, 1, 1, 1)], "MB152"),
        ([(1, 0, 1, 1)], "MB152"),
        ([(1, 3, 1, 2)], "MB152"),
        ([(2, 1, 2, 5)], "MB152"),
    ],
)
def test_refused(edits: list[tuple[int, int, int, int]], code: str) -> None:
    text = "abcd\r\nefg"
    found = apply(text, digest(text), [Edit(Span("a", *place), "x") for place in edits])
    assert isinstance(found, Problem)
    assert found.code == code


def test_a_changed_text_is_left_alone() -> None:
    for found in (apply("b", digest("a"), []), append_record("b", digest("a"), "x: y")):
        assert isinstance(found, Problem)
        assert found.code == "MB150"


def test_a_value_is_replaced_where_it_was_composed() -> None:
    text = "a: 1 # remark\r\nb:   two\r\n"
    root, _ = compose(text, "a")
    assert isinstance(root, Mapping)
    value = root.get("b")
    assert isinstance(value, Scalar)
    edited = apply(text, digest(text), [Edit(value.span, "three")])
    assert edited == "a: 1 # remark\r\nb:   three\r\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("records:\n  - a: 1\n", "records:\n  - a: 1\n  - act: x\n    by: y\n"),
        ("records:\n- a: 1", "records:\n- a: 1\n- act: x\n  by: y\n"),
        ("records:\r\n    - a: 1\r\n", "records:\r\n    - a: 1\r\n    - act: x\r\n      by: y\r\n"),
        (
            "records:\n  - a: [1,\n      2]  # so\n  # end\nsources: {}\n",
            "records:\n  - a: [1,\n      2]  # so\n  - act: x\n    by: y\n  # end\nsources: {}\n",
        ),
        (
            "records:\n  - a: |\n      text\n\nz: 1\n",
            "records:\n  - a: |\n      text\n  - act: x\n    by: y\n\nz: 1\n",
        ),
        ("records:\n  - a:\n", "records:\n  - a:\n  - act: x\n    by: y\n"),
    ],
)
def test_a_record_is_added_at_the_end(text: str, expected: str) -> None:
    assert append_record(text, digest(text), "act: x\nby: y\n") == expected


def test_an_added_text_keeps_its_blank_lines() -> None:
    text = "records:\n  - a: 1\n"
    added = append_record(text, digest(text), "act: x\nsays: |\n  one\n\n  two\n")
    assert isinstance(added, str)
    root, _ = compose(added, "a")
    assert root is not None
    assert plain(root) == {"records": [{"a": "1"}, {"act": "x", "says": "one\n\ntwo\n"}]}


@pytest.mark.parametrize(
    ("text", "block", "code"),
    [
        ("records: []\n", "a: 1", "MB153"),
        ("records: [{a: 1}]\n", "a: 1", "MB153"),
        ("records:\n", "a: 1", "MB153"),
        ("- a: 1\n", "a: 1", "MB153"),
        ("records: {a: 1}\n", "a: 1", "MB153"),
        ("records:\n  - a: 'x\n", "a: 1", "MB153"),
        ("records:\n  - a: 1\n", "just text", "MB154"),
        ("records:\n  - a: 1\n", "a: 1\na: 2", "MB154"),
        ("records:\n  - a: 1\n", "", "MB154"),
        ("records:\n  - a: 1\n", "--- \na: 1", "MB154"),
    ],
)
def test_records_that_cannot_be_added(text: str, block: str, code: str) -> None:
    found = append_record(text, digest(text), block)
    assert isinstance(found, Problem)
    assert found.code == code
    assert found.hint


def test_a_file_is_replaced_whole_with_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_bytes("\ufeffa: 日\r\n".encode())
    path.chmod(0o640)
    edit = Edit(Span("a", 1, 4, 1, 5), "本")
    assert splice_file(path, digest("a: 日\r\n"), [edit]) is None
    assert path.read_bytes() == "\ufeffa: 本\r\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    refused = splice_file(path, digest("a: 日\r\n"), [edit])
    assert isinstance(refused, Problem)
    assert refused.code == "MB150"
    assert [found.name for found in tmp_path.iterdir()] == ["book.yaml"]


def test_a_link_stays_a_link_and_a_failure_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, link = tmp_path / "book.yaml", tmp_path / "link.yaml"
    target.write_text("a: 1\n", "utf-8")
    link.symlink_to(target)
    edit = Edit(Span("a", 1, 4, 1, 5), "2")
    assert splice_file(link, digest("a: 1\n"), [edit]) is None
    assert link.is_symlink()
    assert target.read_text("utf-8") == "a: 2\n"

    def fails(self: Path, target: Path) -> Path:
        raise OSError("no space")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="no space"):
        splice_file(target, digest("a: 2\n"), [edit])
    assert sorted(found.name for found in tmp_path.iterdir()) == ["book.yaml", "link.yaml"]
    assert target.read_text("utf-8") == "a: 2\n"

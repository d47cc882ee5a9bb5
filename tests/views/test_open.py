"""A book is found by its place, or by the name of a shipped one; a folder goes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutebook.views.open import open_book, place_of, shipped

BOOK = "book: {title: Mine}\nrecords:\n  - {entity: org}\n"


def test_every_shipped_book_opens_by_name() -> None:
    assert {"coop", "foundation", "joint-venture", "openai", "startup"} <= set(shipped())
    assert list(shipped()) == sorted(shipped())
    assert open_book("coop").title == "Lantern Street Grocery Co-operative (invented)"


def test_a_folder_or_a_file_opens_by_its_place(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(BOOK, "utf-8")
    assert open_book(tmp_path).title == "Mine"
    assert open_book(str(tmp_path / "book.yaml")).title == "Mine"


def test_a_folder_goes_before_a_shipped_book_of_the_same_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert place_of("coop") != Path("coop")
    (tmp_path / "coop").mkdir()
    (tmp_path / "coop" / "book.yaml").write_text(BOOK, "utf-8")
    assert place_of("coop") == Path("coop")
    assert open_book("coop").title == "Mine"


def test_what_is_not_there_is_a_diagnostic(tmp_path: Path) -> None:
    assert [d.code for d in open_book(tmp_path / "nothing").errors] == ["MB210"]


def test_the_law_that_an_entity_names_comes_along() -> None:
    assert open_book("startup").laws == {"delaware-stock"}
    assert open_book("coop").laws == set()

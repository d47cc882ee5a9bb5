"""A tour is the questions that a book brings along; without any, three that suit every book."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from minutebook.cli import main
from minutebook.views.tour import Stop, tour

BOOK = "book: {title: Small}\nrecords:\n  - {entity: org}\n  - {post: org/head, of: org}\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK, "utf-8")
    return tmp_path


def test_headings_and_commands(place: Path) -> None:
    (place / "tour.txt").write_text('# A question\n\njudge BOOK "resign from org/head"\n', "utf-8")
    assert tour(str(place)) == (
        Stop("A question"),
        Stop(None, ("judge", str(place), "resign from org/head")),
    )


def test_only_the_word_book_stands_for_the_place(place: Path) -> None:
    (place / "tour.txt").write_text("check BOOK BOOKS 'my BOOK'\n", "utf-8")
    (stop,) = tour(str(place))
    assert stop.command == ("check", str(place), "BOOKS", "my BOOK")


def test_a_line_with_an_open_quotation_is_a_heading(place: Path) -> None:
    (place / "tour.txt").write_text("what is 'this\n", "utf-8")
    assert tour(str(place)) == (Stop("what is 'this"),)


def test_without_a_script_it_checks_replays_and_shows(place: Path) -> None:
    assert [s.command[0] for s in tour(str(place)) if s.command] == ["check", "log", "show"]


def test_a_book_of_one_file_has_the_same_three_questions(place: Path) -> None:
    (place / "tour.txt").write_text("check BOOK\n", "utf-8")
    assert len([s for s in tour(str(place / "book.yaml")) if s.command]) == 3


def test_a_script_of_megabytes_is_not_read(place: Path) -> None:
    (place / "tour.txt").write_text("# no\n" * 50_000, "utf-8")
    assert len([s for s in tour(str(place)) if s.command]) == 3


def test_the_worst_exit_code_of_its_questions_is_that_of_the_tour(place: Path) -> None:
    (place / "book.yaml").write_text(BOOK + "  - assert: org/head has 9 seats\n", "utf-8")
    assert CliRunner().invoke(main, ["tour", str(place)]).exit_code == 1
    (place / "book.yaml").write_text(BOOK, "utf-8")
    assert CliRunner().invoke(main, ["tour", str(place)]).exit_code == 0


def test_a_tour_holds_no_tour(place: Path) -> None:
    (place / "tour.txt").write_text("tour BOOK\n", "utf-8")
    result = CliRunner().invoke(main, ["tour", str(place)])
    assert result.exit_code == 2
    assert "a tour cannot hold a tour" in result.output

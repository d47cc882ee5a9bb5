"""Answers, states and charts show themselves in a notebook, and text of a book stays text."""

from __future__ import annotations

import re
from datetime import datetime
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import minutebook
from minutebook.answers import Found, Why, World, ask
from minutebook.answers.html import value_html, why_html

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebook" / "openai.ipynb"
MARKUP = "<script>alert(1)</script>&"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)


def tags(html: str) -> list[str]:
    parser = Tags()
    parser.feed(html)
    return parser.found


def test_the_example_notebook_runs_and_shows_what_it_asks() -> None:
    read: Any = nbformat.read
    notebook = read(NOTEBOOK, as_version=4)
    assert all(not c.get("outputs") for c in notebook.cells)  # kept without results
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    shown = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    rich = [o for o in shown if "text/html" in o.get("data", {})]
    pictures = [o for o in rich if "image/svg+xml" in o["data"]]
    assert len(rich) >= 6
    assert len(pictures) == 3
    plain = " ".join(str(o.get("data", {}).get("text/plain", "")) for o in shown)
    assert "datetime.timedelta(days=4, seconds=36180)" in plain


def test_every_word_is_escaped() -> None:
    why = Why(MARKUP, MARKUP, because=(Why(MARKUP),))
    answer = ask(lambda world: Found({MARKUP: world.choose(MARKUP, ("a", "b"))}, why, (MARKUP,)))
    html = answer._repr_html_()
    assert "script" not in tags(html)
    assert html.count("&lt;script&gt;") >= 5


def test_what_is_not_determined_says_so() -> None:
    nothing: Found[int] = Found(None, Why("x"), ("a date",))
    answer = ask(lambda world: nothing)
    assert "not determined" in answer._repr_html_()
    assert "a date" in answer._repr_html_()


def test_values_are_shown_by_kind() -> None:
    assert value_html(Fraction(1, 3)) == "1/3"
    assert value_html(True) == "yes"
    assert value_html(("a", "b")) == "a, b"
    assert tags(value_html({"a": {"b": 1}})).count("table") == 2
    assert tags(why_html(Why("a", because=(Why("b"),)))).count("details") == 1


def test_a_state_names_who_sits_where() -> None:
    book = minutebook.open_book("openai")
    at = datetime.fromisoformat("2023-11-20T12:00-08:00")
    html = minutebook.State(book, at, None, World({}))._repr_html_()
    assert re.search(r"<td>CEO</td><td>Emmett Shear</td>", html)


def test_a_chart_is_a_picture_of_its_own(tmp_path: Path) -> None:
    drawn = minutebook.chart(minutebook.open_book("startup"), "gets")
    assert tags(drawn._repr_html_()) == ["img"]
    drawn.save(tmp_path / "c.svg")
    drawn.save(tmp_path / "c.png")
    assert (tmp_path / "c.svg").read_text() == drawn._repr_svg_()
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(minutebook.QuestionError):
        minutebook.chart(minutebook.open_book("coop"), "can", aim="nonsense here")


def test_pay_asks_of_a_book() -> None:
    book = minutebook.open_book("openai")
    paid = minutebook.pay(book, "openai-global/profit", 10**9).adopted.value
    assert paid is not None
    assert sum(p.amount or 0 for p in paid.payouts.values()) + (paid.unassigned or 0) == 10**9
    for wrong in (("altman", 1), ("openai-global/profit", None), ("nobody", 1)):
        with pytest.raises(minutebook.QuestionError):
            minutebook.pay(book, *wrong)

"""A chart too large to take in scrolls in its frame and is searched by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.pages.books import organisations
from tests.pages.screens import served
from tests.pages.watched import Watched


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place: Path = tmp_path_factory.mktemp("books")
    for name, count in (("many", 31), ("few", 4)):
        text = organisations(count, "Company number {}".format)
        (place / f"{name}.yaml").write_text(text)
    with served([str(place / "many.yaml"), str(place / "few.yaml")]) as base:
        yield base


def in_frame(found: Page, card: str) -> bool:
    """Whether a box of the chart lies wholly inside its frame, as it is scrolled."""
    inside = """([id]) => {
      const box = document.querySelector(`[data-card="${id}"] .card`).getBoundingClientRect();
      const edge = document.querySelector(".structure .scroll").getBoundingClientRect();
      return box.left >= edge.left && box.right <= edge.right
        && box.top >= edge.top && box.bottom <= edge.bottom; }"""
    return bool(found.evaluate(inside, [card]))


def test_a_box_is_found_by_its_name(page: Watched, shelf: str) -> None:
    found = page.open(shelf + "many/")
    frame = found.locator(".structure .scroll").first
    assert frame.evaluate("e => e.clientHeight < innerHeight && e.scrollHeight > e.clientHeight")
    assert not in_frame(found, "e30")
    found.get_by_label("Find on the chart").fill("Company number 30")
    assert in_frame(found, "e30")
    assert found.locator('[data-card="e30"].selected').count() == 1


def test_a_part_of_a_name_is_sought_on_enter(page: Watched, shelf: str) -> None:
    found = page.open(shelf + "many/")
    field = found.get_by_label("Find on the chart")
    field.fill("number 29")
    assert not in_frame(found, "e29")
    field.press("Enter")
    assert in_frame(found, "e29")
    field.fill("nobody of this name")
    field.press("Enter")
    assert found.get_by_role("search").get_by_role("status").inner_text() == "Not on the chart."


def test_a_small_chart_needs_no_search(page: Watched, shelf: str) -> None:
    found = page.open(shelf + "few/")
    assert found.get_by_role("search").count() == 0
    assert found.locator(".scroll.tall").count() == 0

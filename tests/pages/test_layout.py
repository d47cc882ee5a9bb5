"""Where things go: text within its room, boxes and labels apart, in Python and in the browser."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pages.books import CJK, LONG, UNBROKEN, organisations
from tests.pages.conftest import Serve
from tests.pages.watched import Watched

from minutebook.pages.grid import Box, Link
from minutebook.pages.layered import Placed, layered
from minutebook.pages.measure import BOLD, REGULAR, is_measured, width, wrap

TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=80)


@given(TEXTS, st.floats(60, 300), st.sampled_from([REGULAR, BOLD]), st.integers(1, 4))
def test_no_line_is_wider_than_its_room(text: str, room: float, weight: int, most: int) -> None:
    found = wrap(text, room, 13, weight, most)
    assert 1 <= len(found) <= most
    assert all(width(line, 13, weight) <= room for line in found)


@given(TEXTS)
def test_nothing_is_lost_where_there_are_lines_enough(text: str) -> None:
    found = "".join(wrap(text, 200, 13, most=100))
    assert found.replace(" ", "") == "".join(text.split())


def test_wide_characters_break_between_each_other() -> None:
    assert len(wrap(CJK, 150, 13, most=9)) == 4
    assert not is_measured(CJK)
    assert is_measured("Ångström & Søn, œuvre – 49 %")


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Box], list[Link]]:
    count = draw(st.integers(1, 24))
    size = st.floats(40, 360)
    boxes = [Box(f"b{n}", draw(size), draw(size)) for n in range(count)]
    pairs = draw(
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=40)
    )
    links = [
        Link(f"l{n}", f"b{a}", f"b{b}", 80.0 if n % 3 else 0.0, 20.0 if n % 3 else 0.0)
        for n, (a, b) in enumerate(pairs)
    ]
    return boxes, links


@settings(deadline=None)
@given(graphs())
def test_boxes_and_labels_never_meet(graph: tuple[list[Box], list[Link]]) -> None:
    boxes, links = graph
    placed = layered(boxes, links, 840)
    assert set(placed.boxes) == {b.id for b in boxes}
    areas = rectangles(boxes, links, placed)
    for n, (name, a) in enumerate(areas):
        assert a[0] + 0.01 >= 0
        assert a[2] <= placed.width + 0.01
        assert a[3] <= placed.height + 0.01
        for other, b in areas[n + 1 :]:
            assert not overlap(a, b), (name, other)


@settings(deadline=None)
@given(graphs())
def test_no_link_runs_through_a_strange_box(graph: tuple[list[Box], list[Link]]) -> None:
    boxes, links = graph
    placed = layered(boxes, links, 840)
    areas = dict(rectangles(boxes, [], placed))
    for link in links:
        way = placed.links.get(link.id, ())
        for (x1, y1), (x2, y2) in pairwise(way):
            for name, (left, top, right, bottom) in areas.items():
                if name in (link.source, link.target):
                    continue
                # Between two points the way stays between their heights and their sides.
                if left < x1 < right if x1 == x2 else left < max(x1, x2) and right > min(x1, x2):
                    assert max(y1, y2) <= top + 0.01 or min(y1, y2) >= bottom - 0.01


def rectangles(
    boxes: list[Box], links: list[Link], placed: Placed
) -> list[tuple[str, tuple[float, float, float, float]]]:
    sizes = {b.id: (b.width, b.height) for b in boxes}
    sizes |= {k.id: (k.label_width, k.label_height) for k in links if k.label_width}
    corners = {**placed.boxes, **{n: c for n, c in placed.labels.items() if n in sizes}}
    return [(n, (x, y, x + sizes[n][0], y + sizes[n][1])) for n, (x, y) in corners.items()]


def overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] - 0.01 and b[0] < a[2] - 0.01 and a[1] < b[3] - 0.01 and b[1] < a[3] - 0.01


def test_the_same_graph_is_laid_out_the_same() -> None:
    shuffled = random.Random(7)
    boxes = [Box(f"b{n}", 100, 50) for n in range(40)]
    links = [
        Link(f"l{n}", f"b{shuffled.randrange(20)}", f"b{20 + n % 20}", 60, 16) for n in range(50)
    ]
    assert layered(boxes, links, 840) == layered(boxes, links, 840)


NAMES = [LONG, CJK, UNBROKEN, "Ω", "ﷺ مؤسسة عامة للتنمية", "Plain Co."]
GEOMETRY = """() => { const bad = [];
  const inside = (t, r, what) => { const a = t.getBBox(), b = r.getBBox();
    if (a.width && (a.x < b.x - .5 || a.x + a.width > b.x + b.width + .5
        || a.y < b.y - 1 || a.y + a.height > b.y + b.height + 1))
      bad.push([what, t.textContent, a.x + a.width - b.x - b.width]); };
  for (const card of document.querySelectorAll('[data-card]')) {
    const box = card.querySelector('rect.card');
    for (const t of card.querySelectorAll('text')) inside(t, box, 'card'); }
  const grounds = [...document.querySelectorAll('.ground')];
  for (const g of grounds) for (const t of g.parentNode.querySelectorAll(':scope > text'))
    inside(t, g, 'label');
  const boxes = [...document.querySelectorAll('rect.card')];
  const shown = [...grounds, ...boxes].filter(e => e.getBoundingClientRect().width);
  for (let i = 0; i < shown.length; i++) for (let j = i + 1; j < shown.length; j++) {
    const a = shown[i].getBoundingClientRect(), b = shown[j].getBoundingClientRect();
    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1
        && b.top < a.bottom - 1) bad.push(['meet', i, j]); }
  return [bad.slice(0, 5), boxes.length]; }"""


@pytest.mark.parametrize("count", [3, 10, 40, 150])
def test_text_stays_in_its_box_and_labels_apart(
    page: Watched, serve: Serve, tmp_path: Path, count: int
) -> None:
    book = tmp_path / "many.yaml"
    book.write_text(organisations(count, lambda n: NAMES[n % len(NAMES)]), "utf-8")
    found = page.open(serve(str(book)))
    bad, boxes = found.evaluate(GEOMETRY)
    assert bad == []
    assert boxes >= count


def test_text_that_leaves_its_box_is_found(
    page: Watched, serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check above can fail: a layout that breaks no line is caught."""
    monkeypatch.setattr("minutebook.pages.cards.wrap", lambda text, *_, **__: (text,))
    assert faults(page, serve, tmp_path, 3) == {"card"}


def test_a_label_that_is_measured_too_narrow_is_found(
    page: Watched, serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minutebook.pages.joins.width", lambda text, size: 12.0)
    assert "label" in faults(page, serve, tmp_path, 3)


def test_boxes_that_meet_are_found(
    page: Watched, serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def squeezed(*given: Any) -> Placed:
        placed = layered(*given)
        return replace(placed, boxes={n: (x / 3, y / 3) for n, (x, y) in placed.boxes.items()})

    monkeypatch.setattr("minutebook.pages.chart.layered", squeezed)
    assert "meet" in faults(page, serve, tmp_path, 10)


def test_a_character_wider_than_measured_is_found(
    page: Watched, serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minutebook.pages.measure._advance", lambda character, weight: 300)
    assert "card" in faults(page, serve, tmp_path, 3)


def faults(page: Watched, serve: Serve, place: Path, count: int) -> set[str]:
    """The kinds of fault that the check finds in a chart of so many organisations."""
    book = place / "broken.yaml"
    book.write_text(organisations(count, lambda n: NAMES[n % len(NAMES)]), "utf-8")
    bad, _ = page.open(serve(str(book))).evaluate(GEOMETRY)
    return {kind for kind, *_ in bad}


@pytest.mark.parametrize("book", ["openai", "coop", "foundation", "joint-venture", "startup"])
def test_shipped_charts_keep_text_in_its_box(page: Watched, serve: Serve, book: str) -> None:
    found = page.open(serve(book))
    assert found.evaluate(GEOMETRY)[0] == []

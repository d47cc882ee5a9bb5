"""Every page of every shipped book in a real browser: drawn, quiet, readable, operable by keys."""

from __future__ import annotations

import json
import re
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page
from tests.pages.conftest import Serve
from tests.pages.watched import Watched

from minutebook.pages.render import PAGES
from minutebook.pages.site import write_site
from minutebook.views.open import open_book, shipped

SCREENS = Path(__file__).parents[2] / "build" / "screens"


@pytest.fixture(scope="module")
def shelf(serve: Serve) -> str:
    """All shipped books; the address of the shelf."""
    return serve(*shipped()).rsplit("/", 2)[0] + "/"


def path_of(page: str) -> str:
    return "" if page == "overview" else page


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize("book", shipped())
def test_a_page_is_drawn_and_passes_axe(page: Watched, shelf: str, book: str, name: str) -> None:
    found = page.open(f"{shelf}{book}/{path_of(name)}")
    assert found.locator("h1").count() == 1
    assert found.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.serious() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_pages_at_two_widths_in_two_themes(
    browser: Browser, shelf: str, scheme: str, width: int
) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        has_touch=width == 360,
    )
    watched = Watched(context.new_page())
    for name in sorted(PAGES):
        page = watched.open(f"{shelf}openai/{path_of(name)}")
        if name == "overview":
            page.goto(f"{shelf}openai/?at=2023-11-17T12:00")
            page.wait_for_selector("html[data-ready]")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert watched.serious() == [], name
        page.screenshot(path=SCREENS / f"{name}-{scheme}-{width}.png", full_page=True)
    watched.check()
    context.close()


def test_the_slider_replays_openai_to_the_end_by_keyboard(page: Watched, shelf: str) -> None:
    found = page.open(f"{shelf}openai/")
    slider = found.locator("#time")
    slider.focus()
    found.keyboard.press("Home")
    steps = int(slider.get_attribute("max") or 0)
    told = [slider.get_attribute("aria-valuetext")]
    for _ in range(steps):
        found.keyboard.press("ArrowRight")
        told.append(slider.get_attribute("aria-valuetext"))
    assert slider.input_value() == str(steps)
    assert len(set(told)) == len(told)
    removal = next(t for t in told if t and "remove Sam Altman" in t)
    assert "2023-11-17 12:00" in removal
    assert "valid" in removal
    assert "Sam Altman leaves the board" in removal
    # The table twin says the same as the chart.
    ceo = found.locator('tr[data-id="openai-inc/ceo"] td').first
    assert ceo.inner_text().strip().endswith("Sam Altman")


def test_the_slider_obeys_a_finger(browser: Browser, shelf: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    watched = Watched(context.new_page())
    found = watched.open(f"{shelf}openai/")
    slider = found.locator("#time")
    slider.scroll_into_view_if_needed()
    places = []
    for part in (0.1, 0.5, 0.9):
        box = slider.bounding_box()
        assert box is not None
        found.touchscreen.tap(box["x"] + part * box["width"], box["y"] + box["height"] / 2)
        places.append(int(slider.input_value()))
        assert (slider.get_attribute("aria-valuetext") or "").startswith(
            found.locator("#now").inner_text()
        )
    assert places == sorted(set(places))
    watched.check()
    context.close()


def test_a_coalition_is_built_by_keys_and_told_at_once(page: Watched, shelf: str) -> None:
    asked = "aim=remove+altman+from+openai-inc/ceo&at=2023-11-16&reading=board-rule"
    found = page.open(f"{shelf}openai/can?{asked}%3Dmajority-of-seats")
    told = found.locator(".coalition .verdict").first
    for number, name in enumerate(("toner", "mccauley", "dangelo", "sutskever"), start=1):
        found.locator(f'.coalition input[value="{name}"]').focus()
        found.keyboard.press("Space")
        said = told.inner_text()
        assert said == "They can." if number == 4 else said.startswith("They cannot")


def test_a_step_of_the_slider_takes_less_than_100_ms(page: Watched, shelf: str) -> None:
    found = page.open(f"{shelf}openai/")
    slowest = found.evaluate(
        """() => { const s = document.getElementById("time"); let most = 0;
        for (let n = 0; n <= +s.max; n++) { const from = performance.now(); s.value = n;
          s.dispatchEvent(new Event("input")); document.body.getBoundingClientRect();
          most = Math.max(most, performance.now() - from); } return most; }"""
    )
    assert slowest < 100


def test_boxes_hold_still_while_time_goes_by(page: Watched, shelf: str) -> None:
    found = page.open(f"{shelf}openai/")
    places = []
    for step in range(int(found.locator("#time").get_attribute("max") or 0) + 1):
        found.evaluate(
            "n => { const s = document.getElementById('time'); s.value = n;"
            "s.dispatchEvent(new Event('input')); }",
            step,
        )
        places.append(
            found.evaluate(
                "[...document.querySelectorAll('rect.card')].map(c => ['x','y','width','height']"
                ".map(a => c.getAttribute(a)).join(' ')).join()"
            )
        )
    assert len(set(places)) == 1


def test_an_address_restores_date_readings_and_selection(page: Watched, shelf: str) -> None:
    asked = "at=2023-11-18T12:00&reading=brockman-leaves%3Dstepped-down&select=openai-inc"
    found = page.open(f"{shelf}openai/?{asked}")
    assert found.locator("#now").inner_text() == "2023-11-18 12:00 PST"
    box = found.locator('[data-hinge="brockman-leaves"]')
    assert box.locator("option:checked").get_attribute("data-value") == "stepped-down"
    assert "selected" in (found.locator('[data-card="openai-inc"]').get_attribute("class") or "")
    found.locator("#time").focus()
    found.keyboard.press("ArrowRight")
    found.wait_for_url(re.compile(r"at=2023-11-19"))
    kept = parse_qs(urlsplit(found.url).query)
    assert kept["reading"] == ["brockman-leaves=stepped-down"]
    assert kept["select"] == ["openai-inc"]
    record = found.locator("nav a", has_text="Record").get_attribute("href") or ""
    assert parse_qs(urlsplit(record).query)["reading"] == ["brockman-leaves=stepped-down"]


def test_a_reading_is_switched_in_the_bar(page: Watched, shelf: str) -> None:
    found = page.open(f"{shelf}openai/record")
    first = found.locator("#act-remove-altman .badge:visible").first
    assert first.inner_text() == "✓ valid"
    with found.expect_navigation():
        found.locator('[data-hinge="board-rule"]').select_option(
            value="board-rule=unanimous-consent"
        )
    found.wait_for_selector("html[data-ready]")
    assert "valid" not in found.locator("#act-remove-altman .badge:visible").first.inner_text()
    assert "reading=board-rule%3Dunanimous-consent" in found.url


def test_a_date_that_does_not_read_is_told_and_left_out(page: Watched, shelf: str) -> None:
    found = page.open(f"{shelf}openai/?at=yesterday&reading=board-rule%3Dnone&reading=x")
    alerts = found.locator("[role=alert]").all_inner_texts()
    assert len(alerts) == 3
    page.wrong.clear()  # the browser logs the status 400, which is wanted


def test_the_twins_are_what_the_command_line_prints(page: Watched, shelf: str) -> None:
    from click.testing import CliRunner

    from minutebook.cli import main

    pairs = {
        "overview": ["show", "openai"],
        "record": ["log", "openai"],
        "sources": ["sources", "openai"],
        "knew": ["knew", "openai", "remove-altman"],
    }
    for name, command in pairs.items():
        answer = page.page.request.get(f"{shelf}openai/{name}.json").json()
        printed = json.loads(CliRunner().invoke(main, [*command, "--json"]).output)
        assert {key: answer[key] for key in printed} == printed, name


# -- the static site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(open_book("startup"), folder)
    return folder


@pytest.fixture(scope="module")
def file_server(site: Path) -> str:
    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


@pytest.mark.parametrize("way", ["file", "server"])
def test_the_site_works_without_a_server_of_ours(
    page: Watched, site: Path, file_server: str, way: str
) -> None:
    base = site.as_uri() if way == "file" else file_server
    for name in sorted(PAGES):
        found = page.open(f"{base}/{'index' if name == 'overview' else name}.html")
        assert page.serious() == [], name
    found = page.open(f"{base}/index.html")
    replay(found)
    found.keyboard.press("Home")
    found.wait_for_url(re.compile("at="))
    step = found.locator("#now").inner_text()
    again = page.open(found.url)
    assert again.locator("#now").inner_text() == step


def replay(found: Page) -> None:
    found.locator("#time").focus()
    found.keyboard.press("Home")
    steps = int(found.locator("#time").get_attribute("max") or 0)
    for _ in range(steps):
        found.keyboard.press("ArrowRight")
    assert found.locator("#time").input_value() == str(steps)


def test_a_site_shows_in_each_world_what_the_server_shows(
    page: Watched, shelf: str, tmp_path: Path
) -> None:
    """The script's test of set membership against the server, which asks in that one world."""
    write_site(open_book("coop"), tmp_path)
    address = (tmp_path / "index.html").as_uri()
    found = page.open(address)
    hinges = found.evaluate(
        "[...document.querySelectorAll('[data-hinge]')].map(b => [b.dataset.hinge,"
        "[...b.options].map(o => o.value)])"
    )
    assert hinges
    for _, values in hinges[:4]:
        for value in values:
            query = f"?reading={value}" if value else ""
            ours = visible_tables(page.open(f"{address}{query}"))
            theirs = visible_tables(page.open(f"{shelf}coop/{query}"))
            assert ours == theirs, value


def visible_tables(found: Page) -> list[str]:
    rows = found.locator(".twin tr")
    return [" ".join(text.split()).replace("◆ ", "") for text in rows.all_inner_texts()]


# -- the file as it is saved


def test_problems_follow_the_file_as_it_is_saved(
    page: Watched, serve: Serve, tmp_path: Path
) -> None:
    book = tmp_path / "mine"
    book.mkdir()
    good = "book: {title: Mine, timezone: UTC}\nrecords:\n  - person: ann\n"
    (book / "book.yaml").write_text(good)
    found = page.open(f"{serve(str(book))}problems")
    assert "Nothing is wrong" in found.locator("h1").inner_text()
    time.sleep(1.2)  # the page has asked once what there is
    (book / "book.yaml").write_text(good + "  - persn: ben\n")
    found.wait_for_selector(".problem.error")
    assert "book.yaml:4" in found.locator(".problem").first.inner_text()
    assert found.locator("mark").count() >= 1
    (book / "book.yaml").write_text(good)
    found.wait_for_selector("text=Nothing is wrong")

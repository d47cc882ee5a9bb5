"""What holds on all pages: keys reach all and are seen, nothing moves unasked, print is plain."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.pages.conftest import Serve
from tests.pages.screens import REPORT, addresses_of
from tests.pages.watched import Watched

from minutebook.pages.render import PAGES

NAMES = sorted(PAGES)
TABBED = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select,'
  + ' summary, [tabindex="0"]')].filter(e => e.checkVisibility({visibilityProperty: true})
  && !e.disabled && !e.closest('details:not([open]) > :not(summary)')).length"""
FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e);
  const hit = e.querySelector ? e.querySelector('.hit') : null;
  return [e === document.body, s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2
    || !!hit && parseFloat(getComputedStyle(hit).strokeWidth) > 3, e.outerHTML.slice(0, 90)]; }"""
MOVING = """() => [...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);
  return s.animationName !== 'none' || s.transitionDuration.split(',').some(d => parseFloat(d)); })
  .map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def base(serve: Serve) -> str:
    return serve("openai")


@pytest.fixture
def calm(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(95_000)
    watched = Watched(context.new_page())
    yield watched
    watched.check()
    context.close()


def address(base: str, name: str) -> str:
    return addresses_of(base, "openai", [name], site=False)[name]


@pytest.mark.parametrize("name", NAMES)
def test_keys_reach_everything_and_the_focus_is_seen(page: Watched, base: str, name: str) -> None:
    found = page.open(address(base, name))
    expected = min(60, found.evaluate(TABBED))
    assert expected >= 10
    reached = 0
    for _ in range(expected):
        found.keyboard.press("Tab")
        nowhere, seen, what = found.evaluate(FOCUS)
        assert not nowhere
        assert seen, what
        reached += 1
    assert reached == expected


@pytest.mark.parametrize("name", NAMES)
def test_nothing_moves_for_those_who_ask_for_that(calm: Watched, base: str, name: str) -> None:
    found = calm.open(address(base, name))
    assert found.evaluate(MOVING) == []


@pytest.mark.parametrize("name", NAMES)
def test_each_slider_says_its_value_in_words(page: Watched, base: str, name: str) -> None:
    found = page.open(address(base, name))
    sliders = found.locator("input[type=range]")
    for slider in sliders.all():
        assert re.search(r"[a-zA-Z]", slider.get_attribute("aria-valuetext") or "")
    assert (sliders.count() > 0) is (name in ("overview", "gets"))


@pytest.mark.parametrize("name", NAMES)
def test_print_leaves_out_what_paper_cannot_do(page: Watched, base: str, name: str) -> None:
    found = page.open(address(base, name))
    found.emulate_media(media="print")
    assert found.locator("main h1").is_visible()
    for hidden in (".top nav", ".bar", ".skip", "footer"):
        assert found.locator(hidden).first.is_hidden(), hidden
    frames = """() => [...document.querySelectorAll('.scroll')]
        .every(e => getComputedStyle(e).overflow === 'visible')"""
    assert found.evaluate(frames)


def marked(found: Page) -> list[str]:
    """What a colour says, with the mark or word beside it."""
    return [b.inner_text() for b in found.locator(".badge:visible").all()]


def test_no_colour_speaks_alone(page: Watched, base: str) -> None:
    for name in ("overview", "record", "problems"):
        for text in marked(page.open(address(base, name))):
            assert re.search(r"[a-z]{4}", text), text
    found = page.open(address(base, "overview"))
    # What is new carries a diamond, on the chart and in the tables.
    assert found.locator(".chart .new > .mark").count() > 0
    # Lines differ in dash, not in colour only.
    dashes = {
        kind: found.locator(f".chart .line.{kind}").first.evaluate(
            "e => getComputedStyle(e).strokeDasharray"
        )
        for kind in ("directs", "money")
    }
    assert dashes["directs"] != dashes["money"]


def test_a_chart_that_is_wider_than_its_frame_says_so(browser: Browser, base: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    watched = Watched(context.new_page())
    found = watched.open(address(base, "overview"))
    frame = found.locator(".scroll", has=found.locator(".chart")).first
    hint = "e => getComputedStyle(e, '::before').content"
    assert "scroll sideways" in frame.evaluate(hint)
    assert found.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Its fullest box is in view from the beginning.
    seen = found.locator('[data-card="openai-inc"] rect.card').bounding_box()
    assert seen is not None
    assert 0 <= seen["x"] < 60
    watched.page.set_viewport_size({"width": 1600, "height": 900})
    found.wait_for_timeout(200)
    assert frame.evaluate(hint) == "none"
    watched.check()
    context.close()


def test_pictures_are_taken_of_every_page() -> None:
    assert set(addresses_of("/", "openai", [*NAMES, REPORT], site=True)) == {*PAGES, REPORT}

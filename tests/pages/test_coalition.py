"""A coalition is built on the chart by mouse, finger and keys, and told at once."""

from __future__ import annotations

import re
from functools import partial
from itertools import combinations
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page
from tests.pages.conftest import Serve
from tests.pages.test_questions import BEFORE, REMOVE, deed
from tests.pages.watched import Watched

from minutebook.pages.site import write_site
from minutebook.power.who import who
from minutebook.views.open import open_book
from minutebook.views.questions import in_worlds

QUERY = f"can?at={BEFORE}&aim={REMOVE.replace(' ', '+')}"
FOUR = ("toner", "mccauley", "dangelo", "sutskever")
BOOK = """
book: {title: Three partners, timezone: UTC}
records:
  - {entity: e, name: The Firm, date: 2000}
  - {person: ann}
  - {person: ben}
  - {person: cas}
  - {person: dan}
  - {body: e/board, of: e, date: 2001, members: [ann, ben, cas], decides: majority of seats}
  - {post: e/chief, of: e, date: 2001, holder: dan, appointed by: e/board}
  - {act: oust, date: "2005-03-01T12:00", by: e/board, for: [ben, cas],
     effect: [remove dan from e/chief]}
"""


@pytest.fixture(scope="module")
def openai(serve: Serve) -> str:
    return serve("openai")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("small")
    (folder / "book.yaml").write_text(BOOK, "utf-8")
    return write_site(open_book(folder / "book.yaml"), folder / "site").parent.as_uri()


def told(page: Page) -> str:
    return page.locator(".coalition:visible .verdict").first.inner_text()


def pressed(page: Page) -> set[str]:
    """Who is pressed on the chart; the list must say the same."""
    marks = page.locator("[data-member][aria-pressed=true]")
    found = {m.get_attribute("data-member") or "" for m in marks.all()}
    ticked = page.locator(".coalition:visible input:checked")
    assert found == {t.get_attribute("value") for t in ticked.all()}
    return found


def test_people_on_the_chart_are_pressed_by_mouse(page: Watched, openai: str) -> None:
    found = page.open(openai + QUERY)
    assert page.serious() == []
    for number, name in enumerate(FOUR, start=1):
        found.locator(f'[data-member="{name}"]').first.click()
        assert pressed(found) == set(FOUR[:number])
        assert told(found).startswith("They can.") is (number == 4)
    assert told(found) == "They can."
    found.wait_for_selector(".how .plan")
    assert parse_qs(urlsplit(found.url).query)["members"] == list(FOUR)
    found.locator('[data-member="toner"]').first.click()
    assert pressed(found) == set(FOUR[1:])
    assert re.fullmatch(r"They cannot; .+ would do\. They can stop it\.", told(found))


def test_one_who_sits_twice_is_pressed_twice(page: Watched, openai: str) -> None:
    found = page.open(openai + QUERY)
    marks = found.locator('[data-member="brockman"]')
    assert marks.count() > 1
    marks.last.click()
    assert all(m.get_attribute("aria-pressed") == "true" for m in marks.all())
    found.locator('.coalition input[value="brockman"]').uncheck()
    assert all(m.get_attribute("aria-pressed") == "false" for m in marks.all())


def test_people_on_the_chart_are_pressed_by_keys(page: Watched, openai: str) -> None:
    found = page.open(openai + QUERY)
    found.get_by_role("region", name="People on the chart").focus()
    met = []
    for _ in range(60):
        found.keyboard.press("Tab")
        member, focused = found.evaluate(
            "[document.activeElement.getAttribute('data-member'),"
            " getComputedStyle(document.activeElement.querySelector('.hit') ||"
            " document.body).strokeWidth]"
        )
        if member is None:
            break
        assert focused == "3.5px"  # the focus is seen
        if member in FOUR and member not in met:
            met.append(member)
            found.keyboard.press("Enter" if len(met) % 2 else "Space")
    assert pressed(found) == set(FOUR)
    assert told(found) == "They can."


def test_people_on_the_chart_are_pressed_by_a_finger(browser: Browser, openai: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    watched = Watched(context.new_page())
    found = watched.open(openai + QUERY)
    for name in FOUR:
        mark = found.locator(f'[data-member="{name}"]').first
        box = mark.locator(".hit").bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24  # WCAG 2.2, 2.5.8
        mark.tap()
    assert told(found) == "They can."
    watched.check()
    context.close()


def test_the_chart_tells_what_the_question_says(page: Watched, openai: str) -> None:
    book = open_book("openai")
    found = page.open(openai + QUERY)
    marks = found.locator("[data-member]").all()
    people = list(dict.fromkeys(m.get_attribute("data-member") or "" for m in marks))
    assert len(people) == 6
    for members in [*combinations(people[:4], 2), *combinations(people[1:6], 4)]:
        answer = in_worlds(book, partial(who, aim=deed(REMOVE), steps=0, members=members), BEFORE)
        control = answer.adopted.value
        assert control is not None
        assert control.asked is not None
        for name in pressed(found) ^ set(members):
            found.locator(f'[data-member="{name}"]').first.click()
        assert told(found).startswith("They can.") is bool(control.asked.can), members


def test_where_no_list_holds_the_coalitions_the_server_is_asked(
    page: Watched, serve: Serve
) -> None:
    found = page.open(serve("coop") + "can?aim=remove+tess+from+coop/board")
    found.locator("[data-member=tess]").first.click()
    found.locator(".verdict", has_text="they cannot").wait_for()
    found.locator('[data-member="coop/others"]').first.click()
    found.locator(".verdict", has_text=": they can.").wait_for()


def test_a_site_builds_coalitions_and_its_address_keeps_them(page: Watched, site: str) -> None:
    found = page.open(f"{site}/can.html")
    assert page.serious() == []
    found.locator("[data-member=ben]").first.press("Enter")
    assert told(found) == "They cannot; ann would do."
    found.locator("[data-member=cas]").first.click()
    assert told(found) == "They can."
    found.wait_for_url(re.compile("members=ben&members=cas"))
    again = page.open(found.url)
    assert pressed(again) == {"ben", "cas"}
    assert told(again) == "They can."

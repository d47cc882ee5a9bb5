"""Who can and who gets on the page, against the questions themselves; and the commands."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from fractions import Fraction
from functools import partial
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from tests.pages.conftest import Serve
from tests.pages.watched import Watched

from minutebook.cli import main
from minutebook.pages.address import read_address
from minutebook.payout.book import pay
from minutebook.power.who import who
from minutebook.records.deeds import Deed, parse_deed
from minutebook.views.open import open_book
from minutebook.views.questions import in_worlds

REMOVE = "remove altman from openai-inc/ceo"
BEFORE = "2023-11-17T11:59"


def deed(written: str) -> Deed:
    parsed = parse_deed(written)
    assert isinstance(parsed, tuple)
    return parsed[0]


def test_a_coalition_that_is_built_by_hand_can_what_the_question_says(
    page: Watched, serve: Serve
) -> None:
    book = open_book("openai")
    address = f"{serve('openai')}can?at={BEFORE}&aim={REMOVE.replace(' ', '+')}"
    found = page.open(address)
    boxes = found.locator(".coalition input[type=checkbox]")
    people = [box.get_attribute("value") or "" for box in boxes.all()]
    assert len(people) == 6
    for members in [*combinations(people[:4], 2), *combinations(people[1:6], 4)]:
        answer = in_worlds(book, partial(who, aim=deed(REMOVE), steps=0, members=members), BEFORE)
        control = answer.adopted.value
        assert control is not None
        assert control.asked is not None
        for box, person in zip(boxes.all(), people, strict=True):
            box.set_checked(person in members)
        told = found.locator(".coalition .verdict").inner_text()
        assert told.startswith("They can.") is bool(control.asked.can), (members, told)


def test_the_server_answers_for_a_coalition_without_a_script(serve: Serve) -> None:
    address = f"{serve('openai')}can?at={BEFORE}&aim={REMOVE.replace(' ', '+')}"
    with urllib.request.urlopen(f"{address}&members=sutskever&members=toner") as answer:
        text = answer.read().decode()
    told = re.search(r'class="verdict" role="status">([^<]*)<', text)
    assert told is not None
    assert "Ilya Sutskever and Helen Toner: they cannot" in told[1]


def test_an_aim_that_does_not_read_is_told(page: Watched, serve: Serve) -> None:
    found = page.open(f"{serve('openai')}can?aim=remove+nobody-known+from+openai-inc/ceo")
    assert "nobody-known" in found.locator("[role=alert]").inner_text()


def test_the_movable_amount_draws_straight_lines_between_knots(page: Watched, serve: Serve) -> None:
    book = open_book("openai")
    subject = "openai-global/profit"
    found = page.open(f"{serve('openai')}gets?select={subject}&amount=100bn")
    section = found.locator(".gets > div:not(.off)").first
    most = float(found.locator(".gets").first.get_attribute("data-most") or 0)
    for place in (0, 130, 480, 700, 1000):
        section.locator("input[type=range]").evaluate(
            "(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }", place
        )
        amount = Fraction(place) * Fraction(most) / 1000
        answer = in_worlds(book, partial(pay, subject=subject, amount=amount))
        paid = answer.adopted.value
        assert paid is not None
        row = section.locator("tbody tr", has_text="Microsoft").first
        shown = row.locator("[data-curve]").inner_text()
        exact = paid.payouts["microsoft"].amount
        assert exact is not None
        assert amount_of(shown) == pytest.approx(float(exact), rel=0.01, abs=1)


def amount_of(shown: str) -> float:
    size = {"tn": 1e12, "bn": 1e9, "m": 1e6}
    number = re.fullmatch(r"about ([\d.,]+)(tn|bn|m)?", shown)
    assert number is not None, shown
    return float(number[1].replace(",", "")) * size.get(number[2] or "", 1)


def test_an_address_leads_back_to_itself() -> None:
    book = open_book("openai")
    query = {
        "at": ["2023-11-17T12:00"],
        "known": ["2023-11-20"],
        "reading": ["board-rule=unanimous-consent", "remove-altman took effect=yes"],
        "select": ["altman"],
        "aim": [REMOVE],
        "members": ["toner", "altman"],
        "amount": ["13bn"],
    }
    address = read_address(book, query)
    assert not address.mistakes
    from urllib.parse import parse_qs

    again = read_address(book, parse_qs(address.query()[1:]))
    assert again == address
    assert address.elsewhere().aim is None


def test_a_chart_is_given_as_a_file_with_its_text(serve: Serve) -> None:
    with urllib.request.urlopen(f"{serve('startup')}overview.svg") as answer:
        root = ElementTree.fromstring(answer.read())
    texts = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Kelpworks, Inc." in texts
    assert root.find("{http://www.w3.org/2000/svg}style") is not None


def test_a_row_is_selected_by_keyboard(page: Watched, serve: Serve) -> None:
    found = page.open(serve("openai"))
    found.locator('a[data-select="microsoft"]').focus()
    found.keyboard.press("Enter")
    found.wait_for_url(re.compile("select=microsoft"))
    assert "selected" in (found.locator('[data-card="microsoft"]').get_attribute("class") or "")


# -- commands


def test_sources_are_listed_and_given_as_json() -> None:
    printed = CliRunner().invoke(main, ["sources", "openai"]).output
    assert "By which rule does the board" in printed
    assert "told by one source alone" in printed
    found = json.loads(CliRunner().invoke(main, ["sources", "openai", "--json"]).output)
    rule = next(c for c in found["conflicts"] if c["id"] == "board-rule")
    assert len(rule["sides"]) == 4
    assert rule["records"] == ["openai-inc", "openai-inc/board"]
    assert all(len({c.split(":")[0].split(" ")[0] for c in f["src"]}) == 1
               for f in found["single_source"])  # fmt: skip
    assert any(f["used_by"] for f in found["single_source"])


def test_site_says_where_it_is(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["site", "joint-venture", "-o", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "index.html").as_uri() in result.output
    assert (tmp_path / "out" / "static" / "inter.woff2").is_file()


def test_site_of_a_book_with_errors_is_not_written(tmp_path: Path) -> None:
    book = tmp_path / "book.yaml"
    book.write_text("book: {title: X}\nrecords:\n  - persn: a\n")
    result = CliRunner().invoke(main, ["site", str(book), "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert not (tmp_path / "out").exists()


def test_a_site_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = CliRunner().invoke(main, ["site", "startup", "-o", str(tmp_path / "file" / "x")])
    assert result.exit_code == 2


def test_serve_of_no_book_is_wrong_usage() -> None:
    result = CliRunner().invoke(main, ["serve", "no-such-book"])
    assert result.exit_code == 2
    assert "openai" in result.output


def test_serve_prints_its_address_and_stops() -> None:
    command = [sys.executable, "-u", "-m", "minutebook", "serve", "startup", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            line = running.stdout.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+/", line)
            assert address is not None, line
            with urllib.request.urlopen(address[0]) as answer:
                assert "Kelpworks" in answer.read().decode()
            # Not SIGINT: a shell lets what it starts in the background ignore that.
            running.terminate()
            assert running.wait(timeout=30) == 0
        finally:
            running.kill()

"""When Who can asks the deeds of a record, what it says where the book is silent, and stills."""

from __future__ import annotations

import json
import re
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.template.loader import render_to_string
from tests.pages.conftest import Serve

from minutebook.pages.address import Address, read_address
from minutebook.pages.asking import asked_at, suggestions
from minutebook.pages.can import who_can
from minutebook.pages.library import Opened
from minutebook.pages.overview import overview
from minutebook.pages.render import page_context
from minutebook.pages.report import report_html
from minutebook.pages.server import prepare
from minutebook.pages.still import still_chart
from minutebook.pages.ways import ways_on
from minutebook.views.open import open_book

BOOK = """
book: {title: Small, timezone: UTC}
readings:
  rule:
    asks: Which rule holds?
    majority: {says: most of them}
    all: {says: all of them}
records:
  - {entity: e, date: 2000}
  - {person: ann}
  - {person: ben}
  - {person: cas}
  - {body: e/board, of: e, date: 2001, members: [ann, ben, cas], decides: majority of seats}
  - {fact: crisis}
  - {post: e/chief, of: e, date: 2001, holder: ann, appointed by: e/board}
  - {act: oust, date: "2005-03-01T12:00", by: e/board, for: [ben, cas],
     effect: [remove ann from e/chief]}
  - {act: again, date: "2006-03-01T12:00", by: e/board, for: [ben, cas],
     effect: [remove ann from e/chief]}
  - {act: sale, date: "2007-03-01T12:00", by: e/board, for: [ben, cas], effect: determine crisis}
  - {act: goes, date: 2008, by: ann, effect: resign from e/board}
"""
OUST = "remove ann from e/chief"


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    place = tmp_path / "small.yaml"
    place.write_text(BOOK, "utf-8")
    book = open_book(place)
    assert not book.errors, book.diagnostics
    prepare()
    return Opened("small", book, (), unhurried=True)


def test_a_deed_is_asked_once_just_before_it_was_first_tried(opened: Opened) -> None:
    assert suggestions(opened.book).count(OUST) == 1
    found = who_can(opened, Address(), every_world=True)
    asked = {q.aim: q for q in found.questions}
    assert asked[OUST].at_text == "just before 2005-03-01 12:00 UTC"
    assert asked[OUST].worlds[0].coalitions == ("ann and ben", "ann and cas", "ben and cas")


def test_a_date_that_is_chosen_is_the_one_asked_about(opened: Opened) -> None:
    address = read_address(opened.book, {"at": ["2007-01-01T00:00"]})
    assert asked_at(opened.book, OUST, address) == address.at
    # By then it has been done, so there is nobody to remove.
    world = who_can(opened, address).questions[0].worlds[0]
    assert not world.coalitions


def test_where_nobody_has_the_power_what_is_missing_is_told(opened: Opened) -> None:
    found = who_can(opened, Address(), every_world=True)
    world = next(q for q in found.questions if q.aim.startswith("determine")).worlds[0]
    assert "does not tell" in world.headline
    assert world.missing
    assert "nobody" not in (*world.coalitions, *world.blocking)


def test_a_chart_of_one_date_keeps_no_place_for_those_who_left(opened: Opened) -> None:
    found = overview(opened, Address())
    still = still_chart(opened.book, found.replay, found.step)
    assert 'class="off' not in still
    names = set(re.findall(r">(ann|ben|cas)<", still))
    assert names == {"ben", "cas"}
    assert ">ann<" in found.chart


def test_tables_of_a_report_show_names_not_ids(opened: Opened) -> None:
    text = report_html(opened, Address())
    structure = text[text.index('<section id="structure">') : text.index('<section id="open">')]
    heads = re.findall(r'<th scope="col">([^<]*)</th>', structure)
    assert "held by" in heads
    assert not {"id", "certain", "units in words"} & set(heads)


def test_a_page_that_took_too_long_offers_readings_to_settle(opened: Opened) -> None:
    again, *settled = ways_on(opened.book, Address())
    assert again.query == "?"
    assert {way.query for way in settled} == {"?reading=rule%3Dmajority", "?reading=rule%3Dall"}
    address = read_address(opened.book, {"reading": ["rule=all"]})
    assert len(ways_on(opened.book, address)) == 1


@pytest.mark.parametrize("page", ["overview", "record", "sources"])
def test_a_page_that_took_too_long_offers_earlier_dates(opened: Opened, page: str) -> None:
    address = Address(at=datetime(2007, 6, 1, tzinfo=UTC))
    dated = [w for w in ways_on(opened.book, address, page)[1:] if w.says.startswith("As of")]
    moments = [read_address(opened.book, parse_qs(w.query[1:])).at for w in dated]
    assert moments
    assert None not in moments
    assert moments == sorted((m for m in moments if m is not None), reverse=True)
    assert all(m is not None and address.at is not None and m < address.at for m in moments)


def test_a_page_that_took_too_long_offers_single_answers(opened: Opened) -> None:
    address = read_address(opened.book, {"aim": [OUST], "steps": ["end"]})
    says = {w.says: w.query for w in ways_on(opened.book, address, "can")}
    assert "steps" not in says["By one act only"]
    sale = read_address(opened.book, parse_qs(says["Determine crisis"][1:]))
    assert sale.aim == "determine crisis"
    knew = ways_on(opened.book, Address(), "knew")
    assert len(knew) == 3  # again, and the two sides of the reading: nothing is told of anything


def test_what_a_long_book_hinges_on_is_worked_out_when_asked(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried = Opened("small", opened.book, ())
    monkeypatch.setattr("minutebook.pages.overview.REPLAY_SECONDS", -1.0)
    context = page_context(hurried, "overview", Address())
    assert context["hinges_link"] == "?hinges=yes"
    assert "Work it out" in render_to_string("minutebook/overview.html", context)
    asked = read_address(hurried.book, parse_qs(context["hinges_link"][1:]))
    assert overview(hurried, asked).hinges_known


def test_the_json_twin_is_asked_at_the_same_moment(serve: Serve) -> None:
    with urllib.request.urlopen(f"{serve('coop')}can.json") as answer:
        assert json.load(answer)["at"].startswith("2024-03-14T19:29:59")

"""Each fact leads to what rests on it: verdicts, payments, clauses, answers on who can."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from tests.pages.conftest import Serve
from tests.pages.watched import Watched

from minutebook.cli import main
from minutebook.pages import shelf
from minutebook.pages.server import prepare
from minutebook.pages.site import write_site
from minutebook.views.open import open_book

BOOK = """
book: {title: Resting, currency: USD, timezone: UTC}
sources:
  charter: {title: The charter, date: 2000}
  paper: {title: A paper, date: 2005}
  deed: {title: A deed of gift, date: 2006}
records:
  - {entity: e, name: The Firm, date: 2000}
  - {person: ann}
  - {person: ben}
  - {person: cas}
  - {body: e/board, of: e, date: 2001, members: [ann, ben, cas], decides: majority of seats,
     src: "charter:1"}
  - {post: e/chief, of: e, date: 2001, holder: ann, appointed by: e/board, src: "charter:2"}
  - {act: oust, date: "2005-03-01T12:00", by: e/board, for: [ben, cas], src: "paper:1",
     effect: [remove ann from e/chief]}
  - {instrument: e/share, of: e}
  - {holding: bens, date: 2001, holder: ben, of: e/share, units: 10, src: "paper:7"}
  - document: gift
    kind: contract
    date: 2006
    parties: [ann, e]
    src: "deed:1"
    norms:
      - {must: ann, id: gift-1, do: pay 5 USD to e, src: "deed:1"}
  - {event: idle, date: 2007, says: nothing came of it, src: "paper:9"}
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("resting") / "resting.yaml"
    found.write_text(BOOK, "utf-8")
    book = open_book(found)
    assert not book.errors, book.errors
    return found


def facts(place: Path) -> dict[str, dict[str, Any]]:
    printed = CliRunner().invoke(main, ["sources", str(place), "--json"])
    assert printed.exit_code == 0, printed.output
    told = json.loads(printed.output)
    return {f["id"]: f for f in [*told["single_source"], *told["unsourced"]]}


def test_json_tells_what_rests_on_each_fact(place: Path) -> None:
    found = facts(place)
    body = found["e/board"]
    assert body["used_by"] == ["oust"]
    assert body["can"] == ["remove ann from e/chief"]
    assert found["bens"]["payments"] == ["e"]
    assert found["gift"]["clauses"] == ["gift-1"]
    # A party that a clause obliges: the clause rests on it, though neither cites it.
    assert found["ann"]["clauses"] == ["gift-1"]
    idle = found["idle"]
    assert not any(idle[kind] for kind in ("used_by", "payments", "clauses", "can"))


def test_an_answer_does_not_rest_on_itself(place: Path) -> None:
    assert "oust" not in facts(place)["oust"]["used_by"]
    assert "gift-1" not in facts(place).get("gift-1", {"clauses": []})["clauses"]


def test_the_page_links_each_fact_to_its_place_and_to_what_rests_on_it(place: Path) -> None:
    prepare()
    shelf.fill((str(place),))
    client = Client(headers={"host": "localhost"})
    text = client.get("/resting/sources?at=2008-01-01T00:00").content.decode()
    rows = {
        unescape(re.sub("<[^>]+>", "", row[1])).split(" ")[0]: re.findall(r'href="([^"]+)"', row[0])
        for row in re.finditer(r'<tr><th scope="row">(.*?)</th>.*?</tr>', text, re.DOTALL)
    }
    links = rows["board"]
    assert any(link.startswith("text?line=") for link in links)
    assert "record?at=2008-01-01T00%3A00%3A00Z#act-oust" in [unescape(link) for link in links]
    assert any("can?" in link and "aim=remove" in link for link in links)
    for link in {unescape(li).partition("#")[0] for found in rows.values() for li in found}:
        assert client.get(f"/resting/{link}").status_code == 200, link
    shelf.fill(())


def test_links_of_a_site_lead_to_what_they_name(place: Path, page: Watched, tmp_path: Path) -> None:
    base = write_site(open_book(place), tmp_path / "site").parent
    found = page.open((base / "sources.html").as_uri())
    targets = {link.get_attribute("href") or "" for link in found.locator("main td a").all()}
    kinds = {target.partition(".")[0] for target in targets}
    assert kinds >= {"record", "can", "gets", "text"}
    for target in targets:
        file, _, anchor = target.partition("#")
        text = (base / file.partition("?")[0]).read_text("utf-8")
        assert f'id="{anchor}"' in text, target


def test_a_shipped_book_says_what_rests_on_its_facts(page: Watched, serve: Serve) -> None:
    found = page.open(serve("openai") + "sources")
    assert page.serious() == []
    said = found.locator("main").inner_text()
    for kind in ("verdicts", "payments", "clauses", "who can"):
        assert kind in said

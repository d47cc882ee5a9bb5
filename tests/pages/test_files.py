"""What can be taken from a page: tables, charts, a report; and what stops a page that hangs."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from django.test import Client

from minutebook.cli import main
from minutebook.pages import library, picture, shelf, twins
from minutebook.pages.address import Address
from minutebook.pages.library import Opened
from minutebook.pages.patience import OutOfTimeError, in_time
from minutebook.pages.report import NoPrinterError, report_html, write_report
from minutebook.pages.server import prepare
from minutebook.pages.site import site_files, write_site
from minutebook.views.open import open_book, shipped

PAGES = ("overview", "can", "gets", "knew", "record", "sources", "problems")
MARKUP = "<script>alert(1)</script>&amp;=1+1"


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    prepare()
    shelf.fill(shipped())
    yield Client(headers={"host": "localhost"})
    shelf.fill(())


@pytest.mark.parametrize("book", shipped())
@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_leads_to_one(client: Client, book: str, page: str) -> None:
    address = f"/{book}/{'' if page == 'overview' else page}"
    text = client.get(address).content.decode()
    for link in re.findall(r'<a href="([^"]+)" download', text):
        if link.endswith(".png"):
            continue  # painted below, once: it takes a while
        answer = client.get(f"/{book}/{link.replace('&amp;', '&')}")
        assert answer.status_code == 200, link
        assert "attachment" in answer.headers["Content-Disposition"]


def test_a_picture_carries_its_look_and_its_text(client: Client) -> None:
    drawn = client.get("/openai/overview/structure.svg").content
    root = ElementTree.fromstring(drawn)
    said = [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "OpenAI, Inc." in said
    assert b"font/woff2;base64," in drawn
    painted = client.get("/startup/gets/payments-kelp.png").content
    assert painted.startswith(b"\x89PNG")
    assert int.from_bytes(painted[16:20], "big") > 1_000  # two pixels to a unit


def test_a_picture_has_no_variable_left() -> None:
    look, ground = picture._light()
    assert "var(" not in look
    assert "@media" not in look
    assert re.fullmatch("#[0-9a-f]{6}", ground)


def test_without_a_painter_a_png_says_what_to_install(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(picture, "import_module", missing)
    answer = client.get("/startup/gets/payments-kelp.png")
    assert answer.status_code == 501
    assert "minutebook[png]" in answer.content.decode()
    assert ".png" not in client.get("/startup/gets").content.decode()


@pytest.mark.parametrize(
    ("page", "query", "command"),
    [
        ("gets", "?select=openai-global/profit&amount=100bn",
         ["pay", "openai", "openai-global/profit", "--amount", "100bn"]),
        ("gets", "?select=openai-global/profit&seek=paid(microsoft)=13bn",
         ["pay", "openai", "openai-global/profit", "--seek", "paid(microsoft)=13bn"]),
        ("gets", "?select=openai-global/profit&years=2024=-5bn,2025=10bn",
         ["pay", "openai", "openai-global/profit", "--years", "2024=-5bn,2025=10bn"]),
        ("can", "?aim=altman+holds+openai-inc/ceo&at=2023-11-19&steps=0&members=dangelo",
         ["who", "openai", "altman holds openai-inc/ceo", "--at", "2023-11-19", "--steps", "0",
          "--coalition", "dangelo"]),
    ],
)  # fmt: skip
def test_a_twin_is_what_the_command_line_prints(
    client: Client, page: str, query: str, command: list[str]
) -> None:
    answer = client.get(f"/openai/{page}.json{query}").json()
    printed = json.loads(CliRunner().invoke(main, [*command, "--json"]).output)
    assert {key: answer.get(key) for key in printed} == printed


def test_years_a_goal_and_the_fan_stand_on_the_page(client: Client) -> None:
    query = "?select=openai-global/profit&years=2024%3D-5bn,2025%3D10bn&seek=paid(microsoft)%3D13bn"
    text = client.get(f"/openai/gets{query}").content.decode()
    for wanted in (
        "Year by year",
        "When: paid(microsoft)=13bn",
        "Over all readings",
        'class="band',
    ):
        assert wanted in text


@pytest.mark.parametrize(
    "query",
    ["gets?years=x", "gets?seek=x", "gets?amount=-1", "can?steps=9", "can?within=soon",
     "can?blocs=a", "can?blocs=a=nobody", "can?aim=nonsense"],
)  # fmt: skip
def test_what_does_not_read_is_told_on_the_page(client: Client, query: str) -> None:
    assert 'role="alert"' in client.get(f"/openai/{query}").content.decode()


def test_blocs_and_several_acts(client: Client) -> None:
    query = "?aim=remove+altman+from+openai-inc/ceo&at=2023-11-16&blocs=doubters=mccauley,toner"
    text = client.get(f"/openai/can{query}").content.decode()
    assert "Power indices of blocs" in text
    assert "doubters" in text


# -- the report


@pytest.mark.parametrize("book", shipped())
def test_a_report_says_everything_and_loads_nothing(client: Client, book: str) -> None:
    text = client.get(f"/{book}/report.html").content.decode()
    for section in ("structure", "acts", "can", "gets", "knew", "norms", "sources", "problems"):
        assert f'<section id="{section}"' in text
    assert "<script" not in text
    assert not re.search(r'(src|href)="(?!#)', text)


def test_a_report_escapes_the_book_and_tells_its_errors(tmp_path: Path) -> None:
    prepare()
    place = tmp_path / "book.yaml"
    title = json.dumps(MARKUP)
    place.write_text(f"book: {{title: {title}, timezone: UTC}}\nrecords:\n  - persn: a\n", "utf-8")
    text = report_html(Opened("x", open_book(place), (), unhurried=True), Address())
    assert "<script" not in text
    assert "persn" in text


def test_pdf_is_printed_by_a_browser_or_refused(tmp_path: Path) -> None:
    with pytest.raises(NoPrinterError):
        write_report("<p>x", tmp_path / "r.pdf", find=lambda name: None)
    write_report("<p>x", tmp_path / "r.html", find=lambda name: None)
    assert (tmp_path / "r.html").read_text() == "<p>x"


def test_the_commands_write_files(tmp_path: Path) -> None:
    for command in (
        ["tables", "startup", "-o", str(tmp_path / "all.xlsx")],
        ["tables", "startup", "--page", "gets", "-o", str(tmp_path / "csv")],
        ["chart", "startup", "--page", "gets", "-o", str(tmp_path / "c.svg")],
        ["report", "coop", "-o", str(tmp_path / "r.html")],
    ):
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
        assert "wrote" in done.output
    assert (tmp_path / "all.xlsx").read_bytes().startswith(b"PK")
    assert "Ada Marsh" in (tmp_path / "csv" / "payments.csv").read_text()
    assert "Ada Marsh" in (tmp_path / "c.svg").read_text()
    for wrong in (["chart", "coop", "-o", "x.gif"], ["report", "coop", "-o", "x.doc"],
                  ["tables", "coop", "-o", "x.ods"]):  # fmt: skip
        assert CliRunner().invoke(main, wrong).exit_code == 2


# -- limits


def test_work_that_hangs_is_abandoned_and_its_thread_ends() -> None:
    ended = threading.Event()

    def hang() -> None:
        try:
            while True:
                time.sleep(0.001)
        finally:
            ended.set()

    forgotten: list[bool] = []
    with pytest.raises(OutOfTimeError):
        in_time(hang, 0.05, lambda: forgotten.append(True))
    assert forgotten == [True]
    assert ended.wait(5)


def test_a_mistake_of_ours_is_not_taken_for_lack_of_time() -> None:
    def broken() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        in_time(broken, 5, lambda: None)


def test_a_page_that_hangs_says_so_and_the_book_stays_usable(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(opened: Opened, address: Address) -> Any:
        with opened.lock:
            while True:
                time.sleep(0.001)

    monkeypatch.setattr(library, "PAGE_SECONDS", 0.2)
    monkeypatch.setattr(twins, "TWINS", twins.TWINS)
    monkeypatch.setitem(twins.TWINS, "record", hang)
    answer = client.get("/startup/record.json")
    assert answer.status_code == 503
    assert "10 seconds" in answer.content.decode()
    monkeypatch.undo()
    assert client.get("/startup/record.json").status_code == 200


def test_pdf_on_this_machine(tmp_path: Path) -> None:
    """Where Chromium is, a PDF comes out; elsewhere it is refused by name."""
    target = tmp_path / "r.pdf"
    if shutil.which("chromium") is None:
        with pytest.raises(NoPrinterError):
            write_report("<p>x", target)
    else:
        write_report("<p>x", target)
        assert target.read_bytes().startswith(b"%PDF")


def test_a_site_says_what_it_leaves_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("can.SITE_AIMS", 1), ("gets.MOST_SUBJECTS", 1), ("knew.MOST_SUBJECTS", 1),
                        ("record.MOST_ACTS_OF_A_FILE", 1)):  # fmt: skip
        monkeypatch.setattr(f"minutebook.pages.{name}", value)
    files = dict(site_files(open_book("coop")))
    for page, words in (
        ("can", "further deeds are not asked here"),
        ("record", "earlier acts are not shown here"),
        ("index", "what was not yet known by a date"),
    ):
        assert words in files[f"{page}.html"].decode(), page
    assert "report.html" in files
    assert "record/effects.csv" in files


def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    book = open_book("coop")
    write_site(book, one)
    write_site(book, two, processes=2)
    names = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(two) for p in two.rglob("*") if p.is_file())
    assert all((one / n).read_bytes() == (two / n).read_bytes() for n in names)


def test_a_book_with_nothing_says_what_is_missing(tmp_path: Path) -> None:
    prepare()
    place = tmp_path / "empty.yaml"
    place.write_text("book: {title: Empty, timezone: UTC}\nrecords:\n  - person: ann\n", "utf-8")
    files = dict(site_files(open_book(place)))
    for page, words in (
        ("index", "Nothing is structured yet"),
        ("can", "No act of this book tries to do anything"),
        ("gets", "Nothing in this book says who is paid what"),
        ("knew", "is about anything"),
        ("record", "No act is recorded until then"),
        ("sources", "No conflict is recorded"),
    ):
        assert words in files[f"{page}.html"].decode(), page


def test_nobody_can_comes_with_the_reason(client: Client) -> None:
    text = client.get("/coop/can?at=2024-06-01&aim=remove+tess+from+coop/board").content.decode()
    assert "Nobody can." in text
    assert '<details class="why" open>' in text
    assert "can stop it" not in text

"""A viewer that is safe with a stranger's book: who may ask, what is escaped, what is too much."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.pages.books import MARKUP, many_records, marked_up
from tests.pages.conftest import Serve
from tests.pages.watched import Watched

from minutebook.answers import Memo
from minutebook.pages import library, shelf
from minutebook.pages.guard import POLICY
from minutebook.pages.patience import OutOfTimeError
from minutebook.pages.render import PAGES
from minutebook.pages.site import write_site
from minutebook.views.open import open_book

PAGE_SECONDS = library.PAGE_SECONDS
"""As it is for those who serve, before the tests of other things make it longer."""

GOOD = "book: {title: Mine, timezone: UTC}\nrecords:\n  - person: ann\n"


def ask(
    address: str, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], str]:
    """One request as it is, with no client that tidies the path."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read().decode()
    connection.close()
    return found


@pytest.fixture(scope="module")
def mine(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    book = tmp_path_factory.mktemp("books") / "mine.yaml"
    book.write_text(GOOD)
    return serve(str(book))


@pytest.mark.parametrize("host", ["example.com", "127.0.0.1.example.com", "localhost.evil:80", ""])
def test_a_strange_host_is_turned_away(mine: str, host: str) -> None:
    status, headers, _ = ask(mine, "/mine/", Host=host)
    assert status == 400
    assert headers["Content-Security-Policy"] == POLICY


def test_the_server_listens_on_loopback_only_by_default(mine: str) -> None:
    assert urlsplit(mine).hostname == "127.0.0.1"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_written(mine: str, method: str) -> None:
    assert ask(mine, "/mine/", method)[0] == 405


@pytest.mark.parametrize(
    "path",
    ["/static/../settings.py", "/static/..%2fsettings.py", "/static/%2e%2e/settings.py",
     "/mine/../../etc/passwd", "/..%2f..%2fetc/passwd", "/mine/text?line=../../etc/passwd",
     "/static//etc/passwd", "/%2fetc%2fpasswd/"],
)  # fmt: skip
def test_no_path_leads_out(mine: str, path: str) -> None:
    status, _, text = ask(mine, path)
    assert status in (200, 404)
    assert "root:" not in text
    assert "SECRET_KEY" not in text


def test_every_answer_carries_the_policy(mine: str) -> None:
    paths = ["/", "/nothing/", "/static/app.js", *(f"/mine/{p}.json" for p in PAGES)]
    for path in [*paths, "/mine/", *(f"/mine/{p}" for p in PAGES)]:
        _, headers, text = ask(mine, path)
        assert headers["Content-Security-Policy"] == POLICY, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        # No inline script, style or handler that the policy would have to let in.
        if headers["Content-Type"].startswith("text/html"):
            assert " style=" not in text, path
            assert "<style" not in text, path
            assert " onclick" not in text, path


@pytest.mark.parametrize("name", sorted(PAGES))
def test_markup_in_every_field_stays_text(
    page: Watched, serve: Serve, tmp_path: Path, name: str
) -> None:
    book = tmp_path / "book.yaml"
    book.write_text(marked_up(), "utf-8")
    found = page.open(serve(str(book)) + ("" if name == "overview" else name))
    assert found.evaluate("window.hit") is None
    assert found.locator("img, script:not([src]):not([type='application/json'])").count() == 0
    if name != "text":
        assert MARKUP in (found.locator("header .book").text_content() or "")


def test_markup_stays_text_in_a_site(page: Watched, tmp_path: Path) -> None:
    book = tmp_path / "book.yaml"
    book.write_text(marked_up(), "utf-8")
    opened = open_book(book)
    assert not opened.errors, opened.errors
    write_site(opened, tmp_path / "site")
    for name in PAGES:
        file = tmp_path / "site" / f"{'index' if name == 'overview' else name}.html"
        found = page.open(file.as_uri())
        assert found.evaluate("window.hit") is None
        assert found.locator("img").count() == 0


# -- limits


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(library, "MOST_BYTES", 40)
    yield


def test_too_many_bytes_are_told_and_not_read(small: None, serve: Serve, tmp_path: Path) -> None:
    book = tmp_path / "mine.yaml"
    book.write_text(GOOD)
    status, _, text = ask(serve(str(book)), "/mine/")
    assert status == 413
    assert "too large" in text


def test_too_many_records_are_told(
    monkeypatch: pytest.MonkeyPatch, serve: Serve, tmp_path: Path
) -> None:
    monkeypatch.setattr(library, "MOST_RECORDS", 0)
    book = tmp_path / "mine.yaml"
    book.write_text(GOOD)
    status, _, text = ask(serve(str(book)), "/mine/")
    assert status == 413
    assert "records" in text


def test_the_limits_are_those_promised() -> None:
    assert library.MOST_BYTES == 20_000_000
    assert library.MOST_RECORDS == 50_000
    assert PAGE_SECONDS == 10


def test_a_page_that_takes_too_long_is_stopped_and_says_so(serve: Serve) -> None:
    address = serve("openai")
    opened = shelf.LIBRARY.open("openai")
    assert opened is not None
    from minutebook.pages.address import Address
    from minutebook.pages.record import record

    original = opened.work_out

    begun = time.monotonic()
    with pytest.raises(OutOfTimeError):
        original(("too long",), None, lambda memo: _endless(memo), 0.2)
    assert time.monotonic() - begun < 2
    assert record(opened, Address()).acts
    assert ask(address, "/openai/record")[0] == 200


def _endless(memo: Memo) -> None:
    """A question without an end: it looks up slots and never answers."""
    while True:
        memo.entries.get("slot")


def test_a_stopped_page_is_a_page_that_says_so(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = serve("startup")
    opened = shelf.LIBRARY.open("startup")
    assert opened is not None
    opened.lock.acquire()
    monkeypatch.setattr(library, "PAGE_SECONDS", 10.0)
    monkeypatch.setattr("minutebook.pages.record.SECONDS", 0.1)
    try:
        status, headers, text = ask(address, "/startup/record")
    finally:
        opened.lock.release()
    assert status == 503
    assert "took longer than 10 seconds" in text
    assert headers["Retry-After"] == "5"


def test_a_book_of_5000_records_stays_usable(page: Watched, serve: Serve, tmp_path: Path) -> None:
    book = tmp_path / "long.yaml"
    book.write_text(many_records(5_000))
    address = serve(str(book))
    # On a busy machine a try may be stopped after its ten seconds; the next goes on from there.
    assert any(ask(address, "/long/")[0] == 200 for _ in range(6))
    found = page.open(address)
    slowest = found.evaluate(
        """() => { const s = document.getElementById("time"); let most = 0;
        for (let n = 0; n <= +s.max; n += 7) { const from = performance.now(); s.value = n;
          s.dispatchEvent(new Event("input")); document.body.getBoundingClientRect();
          most = Math.max(most, performance.now() - from); } return most; }"""
    )
    assert slowest < 250

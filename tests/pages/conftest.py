"""A server in this process and Debian's Chromium; never a browser that a package downloads."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from tests.pages.watched import Watched

from minutebook.pages.server import make_server

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium")
NOT_RUN: list[str] = []
Serve = Callable[..., str]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a browser where there is none, and remember what that was.

    Under CI=true everything stays, so that a missing browser is a failure.
    """
    if CHROMIUM is not None or os.environ.get("CI") == "true":
        return
    out = [i for i in items if i.path.is_relative_to(HERE) and _needs_browser(i)]
    NOT_RUN.extend(item.nodeid for item in out)
    items[:] = [item for item in items if item not in out]
    config.hook.pytest_deselected(items=out)


def _needs_browser(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which browser tests did not run."""
    if NOT_RUN:
        terminalreporter.section("browser tests that did not run: Debian's chromium is missing")
        for name in NOT_RUN:
            terminalreporter.line(name)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is stopped for a busy machine's sake; the limit itself has tests of its own."""
    monkeypatch.setattr("minutebook.pages.library.PAGE_SECONDS", 90.0)
    for name in ("library", "can", "gets", "knew", "overview", "record"):
        monkeypatch.setattr(f"minutebook.pages.{name}.SECONDS", 80.0)
    monkeypatch.setattr("minutebook.pages.overview.HINGE_SECONDS", 60.0)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM is not None, "install chromium from Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield found
        found.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context(viewport={"width": 1440, "height": 900})
    found.set_default_timeout(95_000)
    yield found
    found.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Watched]:
    """A page that must load nothing from elsewhere and log no mistake."""
    watched = Watched(context.new_page())
    yield watched
    watched.check()


@pytest.fixture(scope="module")
def serve() -> Iterator[Serve]:
    """Serve some books and give the address of the first, with the slash at its end."""
    running = []

    def start(*places: str) -> str:
        server = make_server(places, port=0)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        running.append((server, thread))
        from minutebook.pages import shelf

        name = next(iter(shelf.LIBRARY.places))
        return f"http://127.0.0.1:{server.server_address[1]}/{name}/"

    yield start
    for server, thread in running:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)

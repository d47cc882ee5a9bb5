"""Screenshots of every page of every shipped book, in both themes and at two widths, to look at.

    python -m tests.pages.screens [BOOK …] [--page NAME …] [--site] [-o DIR]

Pages come from a server, or with `--site` from a site on disk; without `-o` pictures are written
into `build/screens`, as `BOOK-PAGE-THEME-WIDTH.png`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright
from tests.pages.watched import Watched

from minutebook.pages.render import PAGES
from minutebook.pages.server import make_server
from minutebook.pages.site import write_site
from minutebook.views.open import open_book, shipped

SCREENS: Final = Path(__file__).parents[2] / "build" / "screens"
THEMES: Final = ("light", "dark")
WIDTHS: Final = (360, 1280)
VIEWS: Final[Mapping[str, str]] = {
    "openai": "?at=2023-11-17T12:00",
}
"""Where the overview of a book is taken, if not at its end."""
REPORT: Final = "report"


def take(
    browser: Browser, addresses: Mapping[str, str], folder: Path, title: str
) -> Iterator[tuple[Path, bool]]:
    """Picture some pages by name; each with whether it scrolls sideways, which none should."""
    folder.mkdir(parents=True, exist_ok=True)
    for theme in THEMES:
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": 800},
                color_scheme="dark" if theme == "dark" else "light",
                has_touch=width < 600,
            )
            context.set_default_timeout(95_000)
            watched = Watched(context.new_page())
            for name, address in addresses.items():
                if name == REPORT:
                    watched.page.goto(address)
                else:
                    watched.open(address)
                file = folder / f"{title}-{name}-{theme}-{width}.png"
                watched.page.screenshot(path=file, full_page=True)
                wide = watched.page.evaluate("document.documentElement.scrollWidth > innerWidth")
                yield file, bool(wide)
            context.close()


@contextmanager
def launched() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=arguments
        )
        yield browser
        browser.close()


@contextmanager
def served(books: Sequence[str]) -> Iterator[str]:
    """The address of a shelf with some books on it."""
    server = make_server(tuple(books), port=0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def addresses_of(base: str, book: str, pages: Sequence[str], *, site: bool) -> dict[str, str]:
    """The addresses of a book's pages and of its report, by name."""
    found = {}
    for name in pages:
        query = VIEWS.get(book, "") if name == "overview" else ""
        if site:
            file = "index" if name == "overview" else name
            found[name] = f"{base}{file}.html{query}"
        else:
            path = "" if name == "overview" else "report.html" if name == REPORT else name
            found[name] = f"{base}{path}{query}"
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; 1 if a page scrolls sideways."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("books", nargs="*", default=list(shipped()))
    parser.add_argument("--page", action="append", choices=[*sorted(PAGES), REPORT])
    parser.add_argument("--site", action="store_true")
    parser.add_argument("-o", "--output", type=Path, default=SCREENS)
    asked = parser.parse_args(arguments)
    pages = asked.page or [*sorted(PAGES), REPORT]
    wide = []
    with launched() as browser, tempfile.TemporaryDirectory() as place:
        if asked.site:
            bases = {b: write_site(open_book(b), Path(place, b)).parent.as_uri() + "/"
                     for b in asked.books}  # fmt: skip
            for book, base in bases.items():
                found = addresses_of(base, book, pages, site=True)
                wide += [f for f, w in take(browser, found, asked.output, book) if w]
        else:
            with served(asked.books) as shelf:
                for book in asked.books:
                    found = addresses_of(f"{shelf}{book}/", book, pages, site=False)
                    wide += [f for f, w in take(browser, found, asked.output, book) if w]
    for file in wide:
        print(f"scrolls sideways: {file.name}")
    print(f"pictures are in {asked.output}")
    return 1 if wide else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""The static site: the pages of one book as files that work from a disk or any file server.

Every date is there in every world that tells something apart; the script only chooses.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from django.template.loader import render_to_string

from minutebook.pages.address import Address
from minutebook.pages.files import site_files_of
from minutebook.pages.library import Opened
from minutebook.pages.overview import overview
from minutebook.pages.picture import svg_file
from minutebook.pages.render import TITLES, page_context
from minutebook.pages.report import report_html
from minutebook.pages.server import prepare
from minutebook.pages.statics import FILES, content
from minutebook.pages.twins import TWINS
from minutebook.records import Book


def site_files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The files of a book's site, by name. A book with errors has none but its problems."""
    prepare()
    opened = Opened("site", book, (), unhurried=True)
    pages = [p for p in TITLES if not book.errors or p in ("problems", "text")]
    for page in pages:
        context = page_context(opened, page, Address(), site=True)
        name = "index" if page == "overview" else page
        yield f"{name}.html", render_to_string(f"minutebook/{page}.html", context).encode()
        twin = json.dumps(TWINS[page](opened, Address()), ensure_ascii=False, indent=2)
        yield f"{page}.json", twin.encode() + b"\n"
    if not book.errors:
        drawn = overview(opened, Address(), every_world=True).chart
        yield "overview.svg", svg_file(drawn)
        for page in pages:
            yield from site_files_of(opened, page)
    yield "report.html", report_html(opened, Address()).encode()
    for file in FILES:
        yield f"static/{file}", content(file)


def write_site(book: Book, folder: Path, written: Callable[[str], None] | None = None) -> Path:
    """Write a book's site into a folder, and give the page to begin with.

    `written` is told the name of each file when it stands.

    Raises
    ------
    OSError : the folder cannot be written.
    """
    for name, data in site_files(book):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        if written is not None:
            written(name)
    return folder / ("problems.html" if book.errors else "index.html")

"""The static site: the pages of one book as files that work from a disk or any file server.

Every date is there in every world that tells something apart; the script only chooses.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Final

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

Files = list[tuple[str, bytes]]
_LONGEST_FIRST: Final = ("can", "gets", "overview", "record")
_REPORT: Final = "report"


def site_files(book: Book, processes: int = 1) -> Iterator[tuple[str, bytes]]:
    """The files of a book's site, by name. A book with errors has none but its problems.

    With several `processes` the pages are worked out side by side, to the same bytes. They import
    the program that runs anew, so it must not begin its work when it is imported.
    """
    parts = [p for p in TITLES if not book.errors or p in ("problems", "text")]
    every = [*parts, _REPORT]
    if processes > 1:
        yield from _side_by_side(book, every, processes)
    else:
        opened = _opened(book)
        for part in every:
            yield from _part(opened, part)
    for file in FILES:
        yield f"static/{file}", content(file)


def _side_by_side(book: Book, parts: Sequence[str], processes: int) -> Iterator[tuple[str, bytes]]:
    first = [p for p in _LONGEST_FIRST if p in parts]
    order = [*first, *(p for p in parts if p not in first)]
    with ProcessPoolExecutor(processes, get_context("spawn"), _begin, (book,)) as pool:
        running = {part: pool.submit(_there, part) for part in order}
        for part in parts:
            yield from running[part].result()


_HERE: list[Opened] = []
"""The book in a process that works out pages for another: what one page found serves the next."""


def _begin(book: Book) -> None:
    _HERE[:] = [_opened(book)]


def _there(part: str) -> Files:
    return _part(_HERE[0], part)


def _opened(book: Book) -> Opened:
    prepare()
    return Opened("site", book, (), unhurried=True)


def _part(opened: Opened, part: str) -> Files:
    """The files of one page, or the report."""
    if part == _REPORT:
        return [("report.html", report_html(opened, Address()).encode())]
    context = page_context(opened, part, Address(), site=True)
    name = "index" if part == "overview" else part
    twin = json.dumps(TWINS[part](opened, Address()), ensure_ascii=False, indent=2)
    found = [
        (f"{name}.html", render_to_string(f"minutebook/{part}.html", context).encode()),
        (f"{part}.json", twin.encode() + b"\n"),
    ]
    if not opened.book.errors:
        if part == "overview":
            drawn = overview(opened, Address(), every_world=True).chart
            found.append(("overview.svg", svg_file(drawn)))
        found.extend(site_files_of(opened, part))
    return found


def write_site(
    book: Book, folder: Path, written: Callable[[str], None] | None = None, processes: int = 1
) -> Path:
    """Write a book's site into a folder, and give the page to begin with.

    `written` is told the name of each file when it stands; for `processes` see `site_files`.

    Raises
    ------
    OSError : the folder cannot be written.
    """
    for name, data in site_files(book, processes):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        if written is not None:
            written(name)
    return folder / ("problems.html" if book.errors else "index.html")

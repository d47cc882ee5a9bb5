"""A printable report of a book: one HTML file that needs nothing else, and PDF where it can be.

It says what the pages say at one date, in the readings shown first, and names what is open.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from minutebook.answers import Memo, World
from minutebook.exchange.tables import Table
from minutebook.pages import words
from minutebook.pages.address import Address
from minutebook.pages.asking import suggestions
from minutebook.pages.can import who_can
from minutebook.pages.files import page_pictures
from minutebook.pages.gets import who_gets
from minutebook.pages.knew import who_knew
from minutebook.pages.library import Opened
from minutebook.pages.overview import overview
from minutebook.pages.problems import problems
from minutebook.pages.record import record
from minutebook.pages.statics import content
from minutebook.pages.tables import page_tables
from minutebook.records import Book, nouns
from minutebook.state.state import State
from minutebook.text.render import visible
from minutebook.views.check import default_at
from minutebook.views.law import say_norm
from minutebook.views.one_world import adopted_readings
from minutebook.views.paying import payable

MOST_AIMS: Final = 24
_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
_PRINTING_SECONDS: Final = 120


class NoPrinterError(Exception):
    """No program that prints HTML to PDF is installed, or it failed; the message says which."""


@dataclass(frozen=True, slots=True)
class NormRow:
    """A norm of a document in words, with its state at the date of the report."""

    id: str
    rule: str
    says: str
    state: str
    src: str


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """A document with its norms."""

    title: str
    state: str
    norms: tuple[NormRow, ...]


@dataclass(frozen=True, slots=True)
class OpenChoice:
    """An open reading on which the report hinges, and how it is read here."""

    asks: str
    shown: str
    others: str


@lru_cache(maxsize=1)
def _style() -> str:
    font = base64.b64encode(content("inter.woff2")).decode()
    css = content("chart.css").decode() + content("app.css").decode()
    source = f'url("data:font/woff2;base64,{font}")'
    return css.replace('url("inter.woff2")', source) + content("report.css").decode()


def report_policy() -> str:
    """The Content-Security-Policy of a report: its own style, its own font, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'"


def report_html(opened: Opened, address: Address) -> str:
    """The report of a book as one HTML file; of a book with errors, its problems."""
    book = opened.book
    at = address.at or default_at(book)
    context: dict[str, Any] = {
        "title": visible(book.title),
        "at_text": words.moment(book, at),
        "known_text": "" if address.known is None else words.moment(book, address.known),
        "digest": book.digest[:16],
        "style": mark_safe(_style()),  # our own files only
        "policy": report_policy(),
        "problems": problems(opened),
    }
    if not book.errors:
        context |= _sections(opened, address)
    return render_to_string("minutebook/report.html", context)


def _for_readers(table: Table) -> Table:
    """A table without the ids of its records, whose names stand beside them."""
    if table.heads[:1] != ("id",):
        return table
    return replace(table, heads=table.heads[1:], rows=tuple(row[1:] for row in table.rows))


def _sections(opened: Opened, address: Address) -> dict[str, Any]:
    book = opened.book
    shown = overview(opened, address)
    chart = page_pictures(opened, "overview", address)[0].drawn
    aims = suggestions(book)
    questions: list[Any] = []
    for aim in aims[:MOST_AIMS]:
        asked = Address(address.at, address.known, address.readings, aim=aim)
        questions.extend(who_can(opened, asked).questions)
    subjects: list[Any] = []
    for subject in payable(book):
        asked = Address(address.at, address.known, address.readings, select=subject)
        subjects.extend(who_gets(opened, asked).subjects)
    return {
        "chart": mark_safe(chart),  # written by svg.tag, which escapes
        "tables": [
            _for_readers(t)
            for t in page_tables(opened, "overview", address)
            if t.name in _STRUCTURE
        ],
        "choices": [_choice(h) for h in (*shown.bar.readings, *shown.bar.dates)],
        "record": record(opened, address),
        "questions": questions,
        "more_aims": max(0, len(aims) - MOST_AIMS),
        "subjects": subjects,
        "knew": [
            (subject, world, mark_safe(world.chart))  # written by svg.tag, which escapes
            for subject in who_knew(opened, address).subjects
            for world in subject.worlds
            if world.shown.on
        ],
        "documents": _documents(opened, address),
        "source_tables": [_said(t) for t in page_tables(opened, "sources", address)],
    }


_STRUCTURE: Final = frozenset(("posts", "bodies", "holdings", "documents"))


def _said(table: Table) -> Table:
    """A table with nothing instead of None, for reading."""
    rows = tuple(tuple("" if entry is None else entry for entry in row) for row in table.rows)
    return Table(table.name, table.title, table.heads, rows)


def _choice(hinge: Any) -> OpenChoice:
    shown = next((a.says for a in hinge.alternatives if a.chosen), "")
    others = [a.says for a in hinge.alternatives if not a.chosen]
    return OpenChoice(visible(hinge.asks), visible(shown), visible("; or ".join(others)))


def _documents(opened: Opened, address: Address) -> tuple[DocumentRows, ...]:
    """The book's own documents with their norms, and the state of each at the date."""
    book, at = opened.book, address.at or default_at(opened.book)

    def work(memo: Memo) -> tuple[DocumentRows, ...]:
        world = World(address.readings, memo, adopted_readings(book))
        state = State(book, at, address.known, world)
        states = {
            bound.norm.id: state.norm_state(bound, state.now)
            for bound in state.bound_norms()
            if bound.document.id not in book.laws
        }
        return tuple(
            _document(book, document, state.document_state(document, state.now), states)
            for document in book.of(nouns.Document)
            if document.id not in book.laws and document.norms
        )

    key = ("report norms", at, address.known, tuple(address.readings.items()))
    return opened.work_out(key, address.known, work)


def _document(
    book: Book, document: nouns.Document, state: str, states: Mapping[str, str]
) -> DocumentRows:
    rows = tuple(
        NormRow(
            visible(norm.id),
            visible(say_norm(norm)),
            visible(norm.says or ""),
            str(states.get(norm.id, "")),
            visible(", ".join(map(str, norm.src or document.src))),
        )
        for norm in document.norms
    )
    return DocumentRows(visible(words.name(book, document.id)), state, rows)


# -- PDF


def write_report(html: str, target: Path, find: Callable[[str], str | None] = shutil.which) -> None:
    """Write a report as `.html`, or as `.pdf` by a Chromium of this machine.

    Raises
    ------
    NoPrinterError : a PDF is wanted, and no Chromium is there or it fails.
    OSError : the file cannot be written.
    """
    if target.suffix.lower() != ".pdf":
        target.write_text(html, "utf-8")
        return
    program = next((found for name in _CHROMIUM if (found := find(name)) is not None), None)
    if program is None:
        says = "no Chromium is installed, which prints PDF: write .html and print it in a browser"
        raise NoPrinterError(says)
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "report.html", Path(folder) / "report.pdf"
        source.write_text(html, "utf-8")
        command = [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}", source.as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=_PRINTING_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoPrinterError(f"{program} does not print: {error}") from error
        if done.returncode or not made.is_file():
            raise NoPrinterError(f"{program} does not print (exit status {done.returncode})")
        target.write_bytes(made.read_bytes())

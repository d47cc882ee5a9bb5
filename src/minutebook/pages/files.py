"""Files to take from a page: its tables as CSV and XLSX, its charts as SVG and PNG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from minutebook.exchange.tables import csv_text, xlsx_bytes
from minutebook.pages import words
from minutebook.pages.address import Address
from minutebook.pages.can import who_can
from minutebook.pages.gets import who_gets
from minutebook.pages.knew import who_knew
from minutebook.pages.library import Opened
from minutebook.pages.overview import overview
from minutebook.pages.payments import payments
from minutebook.pages.picture import can_paint, png_bytes, svg_file
from minutebook.pages.still import still_chart
from minutebook.pages.tables import page_tables

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "xlsx": XLSX,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of a page: a name for its file, a title, and the drawing."""

    name: str
    title: str
    drawn: str


@dataclass(frozen=True, slots=True)
class Download:
    """A link to a file: its address from the page, and what it holds."""

    href: str
    title: str


def page_pictures(opened: Opened, page: str, address: Address) -> tuple[Picture, ...]:
    """The charts of a page in the world that it shows first."""
    make = _PICTURES.get(page)
    return () if make is None else tuple(p for p in make(opened, address) if p.drawn)


def page_file(opened: Opened, page: str, name: str, address: Address) -> bytes | None:
    """A file of a page by its name (`posts.csv`, `structure.svg`), or None if it has none such.

    Raises
    ------
    NoPainterError : a PNG is asked for, and what paints it is not installed.
    """
    stem, _, kind = name.rpartition(".")
    if kind == "csv":
        tables = {t.name: t for t in page_tables(opened, page, address)}
        return csv_text(tables[stem]).encode() if stem in tables else None
    if kind in ("svg", "png"):
        found = {p.name: p for p in page_pictures(opened, page, address)}
        if stem in found:
            drawn = found[stem].drawn
            return svg_file(drawn) if kind == "svg" else png_bytes(drawn)
    return None


def page_workbook(opened: Opened, page: str, address: Address) -> bytes:
    """All tables of a page as the sheets of one workbook."""
    return xlsx_bytes(page_tables(opened, page, address))


def page_downloads(opened: Opened, page: str, address: Address, *, site: bool) -> list[Download]:
    """Links to everything that can be taken from a page."""
    query = "" if site else address.query()
    base = page if site or page != "overview" else "overview"
    tables = page_tables(opened, page, address)
    out = [Download(f"{page}.xlsx{query}", "all tables (XLSX)")] if tables else []
    out += [Download(f"{base}/{t.name}.csv{query}", f"{t.title} (CSV)") for t in tables]
    kinds = ("svg", "png") if can_paint() else ("svg",)
    for picture in page_pictures(opened, page, address):
        out += [
            Download(f"{base}/{picture.name}.{kind}{query}", f"{picture.title} ({kind.upper()})")
            for kind in kinds
        ]
    return out


def site_files_of(opened: Opened, page: str) -> Iterator[tuple[str, bytes]]:
    """Everything that can be taken from a page, as files of a site."""
    address = Address()
    tables = page_tables(opened, page, address)
    if tables:
        yield f"{page}.xlsx", xlsx_bytes(tables)
    for table in tables:
        yield f"{page}/{table.name}.csv", csv_text(table).encode()
    for picture in page_pictures(opened, page, address):
        yield f"{page}/{picture.name}.svg", svg_file(picture.drawn)
        if can_paint():
            yield f"{page}/{picture.name}.png", png_bytes(picture.drawn)


# -- the charts of each page


def _overview(opened: Opened, address: Address) -> Iterator[Picture]:
    found = overview(opened, address)
    drawn = opened.work_out(
        ("still", found.at, address.known, tuple(address.readings.items())),
        address.known,
        lambda memo: still_chart(opened.book, found.replay, found.step),
    )
    yield Picture("structure", "chart of the structure", drawn)


def _can(opened: Opened, address: Address) -> Iterator[Picture]:
    for question in who_can(opened, address).questions:
        for world in question.worlds:
            if world.shown.on:
                title = f"how much each counts: {question.title}"
                yield Picture(f"power-{words.plain(question.aim)}", title, world.chart)


def _gets(opened: Opened, address: Address) -> Iterator[Picture]:
    for subject in who_gets(opened, address).subjects:
        for world in subject.worlds:
            if world.shown.on:
                name = words.plain(subject.id)
                yield Picture(f"payments-{name}", f"who gets what: {subject.title}", world.chart)
        fan = payments(opened, address, subject.id, subject.most_exact).fan
        name = words.plain(subject.id)
        yield Picture(f"readings-{name}", f"over all readings: {subject.title}", fan or "")


def _knew(opened: Opened, address: Address) -> Iterator[Picture]:
    for subject in who_knew(opened, address).subjects:
        for world in subject.worlds:
            if world.shown.on:
                title = f"who knew: {subject.title}"
                yield Picture(f"knew-{words.plain(subject.id)}", title, world.chart)


_PICTURES: Final[Mapping[str, Callable[[Opened, Address], Iterator[Picture]]]] = {
    "overview": _overview,
    "can": _can,
    "gets": _gets,
    "knew": _knew,
}

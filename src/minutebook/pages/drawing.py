"""Charts and the book itself in Python and in notebooks, without a server."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Literal, TypeAlias

from minutebook.pages.address import Address
from minutebook.pages.library import Opened
from minutebook.pages.picture import Fonts, png_bytes, svg_file
from minutebook.records import Book
from minutebook.views.questions import QuestionError, moment

Page: TypeAlias = Literal["overview", "can", "gets", "knew"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of a page, which notebooks show as it is."""

    title: str
    drawn: str

    @property
    def svg(self) -> str:
        """The chart as an SVG file with its look, its font and its text."""
        return svg_file(self.drawn).decode()

    def png(self, fonts: Sequence[str | Path] = ()) -> bytes:
        """The chart as PNG; `fonts` are files of fonts for scripts that the shipped one lacks.

        Raises
        ------
        NoPainterError : the extra `png` is not installed.
        """
        return png_bytes(self.drawn, fonts=Fonts(tuple(map(str, fonts))))

    def save(self, place: str | Path) -> None:
        """Write `.svg` or `.png`."""
        target = Path(place)
        target.write_bytes(self.png() if target.suffix == ".png" else self.svg.encode())

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        """The chart in a frame of its own: its look reaches nothing else in the notebook."""
        data = base64.b64encode(self.svg.encode()).decode()
        return (
            f'<img alt="{escape(self.title, quote=True)}" src="data:image/svg+xml;base64,{data}">'
        )


def chart(
    book: Book,
    page: Page = "overview",
    *,
    at: datetime | str | None = None,
    known: datetime | str | None = None,
    readings: Mapping[str, str] | None = None,
    of: str | None = None,
    aim: str | None = None,
) -> Drawing:
    """The chart of a page: the structure, who can (`aim`), who gets or who knew (`of`).

    Raises
    ------
    QuestionError : a date does not read, or the page has no chart for this book.
    """
    from minutebook.pages.files import page_pictures
    from minutebook.pages.server import prepare

    prepare()
    address = Address(
        None if at is None else moment(book, at),
        None if known is None else moment(book, known),
        dict(readings or {}),
        of,
        aim=aim,
    )
    found = page_pictures(Opened("chart", book, (), unhurried=True), page, address)
    if not found:
        raise QuestionError(f"this book has no chart for the page “{page}”")
    return Drawing(found[0].title, found[0].drawn)

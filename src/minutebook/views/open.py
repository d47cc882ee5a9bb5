"""Opening a book by its place or by the name of a shipped one."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from minutebook.law import LIBRARY
from minutebook.records import Book, load


def shipped() -> tuple[str, ...]:
    """The names of the books that come with the software."""
    folder = _folder()
    if not folder.is_dir():
        return ()
    return tuple(sorted(p.name for p in folder.iterdir() if (p / "book.yaml").is_file()))


def _folder() -> Path:
    return Path(str(resources.files("minutebook"))) / "books"


def place_of(place: str | Path) -> Path:
    """Where a book lies: the place itself, or the folder of the shipped book of that name."""
    path = Path(place)
    if not path.exists() and str(place) in shipped():
        return _folder() / str(place)
    return path


def open_book(place: str | Path) -> Book:
    """Read the book at a place: a folder, a file, or the name of a shipped book.

    A folder of that name goes before a shipped book. What is wrong is in its diagnostics.
    """
    return load(place_of(place), LIBRARY)

"""The broken books of `broken/`: each a folder with the diagnostics that it must give.

A folder is named CODE-what-is-wrong and holds `book.yaml`, perhaps other files, and
`expected.txt`. After a message was changed on purpose, write them anew and read the difference:

    python -m tests.records.golden
"""

from __future__ import annotations

from pathlib import Path

from minutebook.records import Book, load
from minutebook.text import render

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(path for path in BROKEN.iterdir() if path.is_dir())


class Shelf:
    """A library that does not grow, so that the hints which list it stay as they are."""

    def find(self, name: str) -> bytes | None:
        """Give the text of the document with that id, or None if there is none."""
        return f"records: [{{document: {name}}}]".encode() if name in self.names() else None

    def names(self) -> tuple[str, ...]:
        """Give the ids of all documents, in alphabetical order."""
        return ("delaware-nonstock", "delaware-stock")


def read(case: Path) -> Book:
    """Load the book of one case."""
    return load(case, Shelf())


def shown(book: Book) -> str:
    """Give what a person sees of a book's diagnostics."""
    return render(book.diagnostics, book.files) + "\n"


if __name__ == "__main__":
    for folder in CASES:
        (folder / "expected.txt").write_text(shown(read(folder)), "utf-8")

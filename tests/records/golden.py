"""The broken books of `broken/`: each a folder with the diagnostics that it must give.

A folder is named CODE-what-is-wrong and holds `book.yaml`, perhaps other files, and
`expected.txt`. After a message was changed on purpose, write them anew and read the difference:

    python -m tests.records.golden
"""

from __future__ import annotations

from pathlib import Path

from minutebook.law import LIBRARY
from minutebook.records import Book, load
from minutebook.text import render

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(path for path in BROKEN.iterdir() if path.is_dir())


def read(case: Path) -> Book:
    """Load the book of one case."""
    return load(case, LIBRARY)


def shown(book: Book) -> str:
    """Give what a person sees of a book's diagnostics."""
    return render(book.diagnostics, book.files) + "\n"


if __name__ == "__main__":
    for folder in CASES:
        (folder / "expected.txt").write_text(shown(read(folder)), "utf-8")

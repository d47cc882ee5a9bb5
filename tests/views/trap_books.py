"""The books of `traps/`: each lawful, and each with the warnings that `check --lint` must give.

A folder is named CODE-what-it-is and holds `book.yaml` and `expected.txt`. After a message was
changed on purpose, write them anew and read the difference:

    python -m tests.views.trap_books
"""

from __future__ import annotations

from pathlib import Path

from minutebook.records import Book, load_texts
from minutebook.text import render
from minutebook.views.lint import lint

TRAPS = Path(__file__).parent / "traps"
CASES = sorted(path for path in TRAPS.iterdir() if path.is_dir())


def text_of(case: Path) -> str:
    """Give the text of one book."""
    return (case / "book.yaml").read_text("utf-8")


def read(text: str) -> Book:
    """Read a book that has no diagnostic."""
    book = load_texts({"book.yaml": text.encode()})
    assert book.diagnostics == (), render(book.diagnostics, book.files)
    return book


def shown(book: Book) -> str:
    """Give what a person sees of a book's traps."""
    return render(lint(book), book.files) + "\n"


if __name__ == "__main__":
    for folder in CASES:
        (folder / "expected.txt").write_text(shown(read(text_of(folder))), "utf-8")

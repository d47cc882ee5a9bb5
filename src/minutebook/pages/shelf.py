"""The one shelf of books that a server shows; `serve` fills it before the first request."""

from __future__ import annotations

from minutebook.pages.library import Library

LIBRARY = Library(())


def fill(places: tuple[str, ...]) -> Library:
    """Put books on the shelf, in place of those before."""
    global LIBRARY
    LIBRARY = Library(places)
    return LIBRARY

"""The nouns of a book, and the loader that types text into them.

`load` reads a folder into a `Book`; what is wrong with it are the book's `diagnostics`.
"""

from minutebook.records.book import Book
from minutebook.records.deeds import Deed, Goal, parse_deed, parse_goal
from minutebook.records.loader import load, load_texts
from minutebook.records.values import UNKNOWN, Cite, Reads, Value

__all__ = [
    "UNKNOWN",
    "Book",
    "Cite",
    "Deed",
    "Goal",
    "Reads",
    "Value",
    "load",
    "load_texts",
    "parse_deed",
    "parse_goal",
]

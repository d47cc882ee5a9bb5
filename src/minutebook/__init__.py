"""An executable minute book.

Write down who controls an organisation, whom it pays and what its agreements say; then ask.

>>> import minutebook
>>> book = minutebook.open_book("openai")
>>> minutebook.between(book, "remove-altman", "announce-return").value.shortest
datetime.timedelta(days=4, seconds=36180)
"""

from minutebook.answers import Answer, Found, Why, World, ask
from minutebook.records import Book, load
from minutebook.state.state import State
from minutebook.views.check import check
from minutebook.views.diff import diff
from minutebook.views.log import log
from minutebook.views.open import open_book, shipped
from minutebook.views.questions import (
    QuestionError,
    about,
    between,
    in_worlds,
    judge,
    knew,
    verdict,
)
from minutebook.views.show import show

__all__ = [
    "Answer",
    "Book",
    "Found",
    "QuestionError",
    "State",
    "Why",
    "World",
    "about",
    "ask",
    "between",
    "check",
    "diff",
    "in_worlds",
    "judge",
    "knew",
    "load",
    "log",
    "open_book",
    "shipped",
    "show",
    "verdict",
]

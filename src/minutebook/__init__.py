"""An executable minute book.

Write down who controls an organisation, whom it pays and what its agreements say; then ask.

>>> import minutebook
>>> book = minutebook.open_book("openai")
>>> minutebook.between(book, "remove-altman", "announce-return").value.shortest
datetime.timedelta(days=4, seconds=36180)

Names are imported when first used, so that the free-standing kernels (`minutebook.power`,
`minutebook.payout`) do not load what they do not need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minutebook.answers import Answer, Found, Why, World, ask
    from minutebook.pages.drawing import Drawing, chart
    from minutebook.records import Book, load
    from minutebook.state.state import State
    from minutebook.views.check import check
    from minutebook.views.diff import diff
    from minutebook.views.log import log
    from minutebook.views.open import open_book, shipped
    from minutebook.views.paying import pay
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
    from minutebook.views.who import who

_HOMES = {
    "minutebook.answers": ("Answer", "Found", "Why", "World", "ask"),
    "minutebook.pages.drawing": ("Drawing", "chart"),
    "minutebook.records": ("Book", "load"),
    "minutebook.state.state": ("State",),
    "minutebook.views.check": ("check",),
    "minutebook.views.diff": ("diff",),
    "minutebook.views.log": ("log",),
    "minutebook.views.open": ("open_book", "shipped"),
    "minutebook.views.paying": ("pay",),
    "minutebook.views.questions": (
        "QuestionError",
        "about",
        "between",
        "in_worlds",
        "judge",
        "knew",
        "verdict",
    ),
    "minutebook.views.show": ("show",),
    "minutebook.views.who": ("who",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Answer",
    "Book",
    "Drawing",
    "Found",
    "QuestionError",
    "State",
    "Why",
    "World",
    "about",
    "ask",
    "between",
    "chart",
    "check",
    "diff",
    "in_worlds",
    "judge",
    "knew",
    "load",
    "log",
    "open_book",
    "pay",
    "shipped",
    "show",
    "verdict",
    "who",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'minutebook' has no attribute '{name}'")
    found = getattr(import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)

"""The chart of a structure at one date in one world, laid out for that date alone.

A page keeps room for whoever comes and goes; a file or a printed report shows one moment, and a
seat that is filled at another time would be a hole in it.
"""

from __future__ import annotations

from typing import Any, Final

from minutebook.pages.chart import Chart
from minutebook.records import Book
from minutebook.views.replay import Case, Key, Replay

_ABSENT: Final = {"exists": "no", "document": "not yet in force"}


def still_chart(book: Book, replay: Replay, step: int) -> str:
    """The structure at a step of a replay under the readings chosen, as an SVG element."""
    return Chart(book, at_one_step(replay, step), still=True).draw(0, f"Structure of {book.title}")


def at_one_step(replay: Replay, step: int) -> Replay:
    """A replay of one step and one world, without the parts that are not there."""
    values: dict[Key, tuple[Any, ...]] = {}
    for key in replay.values:
        value = replay.value(key, step)
        if key[0] == "appoints" or (value is not None and value != _ABSENT.get(key[0])):
            values[key] = (value,)
    cases = {key: ((Case({}, 0),),) for key in values}
    return Replay((replay.steps[step],), values, cases, {}, {}, {}, replay.complete)

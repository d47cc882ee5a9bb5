"""A tour of a book: the questions that it brings along.

A book's folder may hold `tour.txt`: one command a line without the program's name, `BOOK` for
the book itself; a line that begins with `#` is a heading. Without one, the tour checks the
book, replays its acts and shows the state at the end.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from minutebook.views.open import place_of

DEFAULT = """# What is wrong with it
check BOOK
# What was done, and what the judge says of it
log BOOK
# How it stands at the end
show BOOK
"""


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a tour: a heading, or a command with its arguments."""

    heading: str | None
    command: tuple[str, ...] = ()


def tour(place: str) -> tuple[Stop, ...]:
    """The stops of a book's tour; a line that cannot be split into words is a heading."""
    path = place_of(place)
    script = (path if path.is_dir() else path.parent) / "tour.txt"
    text = DEFAULT
    if path.is_dir() and script.is_file() and script.stat().st_size < 100_000:
        text = script.read_text(encoding="utf-8", errors="replace")
    stops = []
    for line in text.splitlines():
        if line.startswith("#"):
            stops.append(Stop(line.lstrip("# ").rstrip()))
        elif line.strip():
            stops.append(_command(line, place))
    return tuple(stops)


def _command(line: str, place: str) -> Stop:
    try:
        words = shlex.split(line)
    except ValueError:
        return Stop(line)
    return Stop(None, tuple(place if word == "BOOK" else word for word in words))


__all__ = ["Stop", "tour"]

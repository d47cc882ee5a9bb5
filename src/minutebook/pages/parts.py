"""What every page has: its place among the others, its bar of readings, its data for the script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from minutebook.pages import words
from minutebook.pages.svg import Variants
from minutebook.records import Book
from minutebook.views.replay import Replay
from minutebook.views.show import when_text


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to settle an open choice, as the bar offers it.

    `query` is what a form sends; empty for the alternative that is shown unasked.
    """

    value: str
    says: str
    chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class Hinge:
    """An open choice on which something on the page hinges."""

    name: str
    asks: str
    kind: str
    settled: bool
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """The readings that a page hinges on; `dates` are the open dates and orders among them."""

    readings: tuple[Hinge, ...]
    dates: tuple[Hinge, ...]


def bar(book: Book, *shown: Replay) -> Bar:
    """The bar for one or more replays on one page."""
    found: dict[str, Hinge] = {}
    for replay in shown:
        for name, choice in replay.hinges.items():
            chosen = replay.chosen.get(name, choice.default)
            reading = book.readings.get(name)
            adopted = reading.adopted if reading is not None else None
            unasked = adopted or choice.default
            alternatives = tuple(
                Alternative(
                    value,
                    _says(book, name, value),
                    value == chosen,
                    "" if value == unasked else f"{name}={value}",
                )
                for value in choice.alternatives
            )
            asks = (reading.asks if reading is not None else None) or words.readable(
                name, choice.kind
            )
            found[name] = Hinge(name, asks, choice.kind, name in replay.settled, alternatives)
    first = tuple(h for h in found.values() if h.kind in ("reading", "claims", "act", "rule"))
    rest = tuple(h for h in found.values() if h not in first)
    order = {name: n for n, name in enumerate(book.readings)}
    return Bar(tuple(sorted(first, key=lambda h: order.get(h.name, len(order)))), rest)


def _says(book: Book, name: str, value: str) -> str:
    reading = book.readings.get(name)
    alternative = reading.alternatives.get(value) if reading is not None else None
    plain = value.replace("-", " ")
    return plain if alternative is None or not alternative.says else f"{plain}: {alternative.says}"


def script_data(
    book: Book, variants: Variants, labels: Iterable[str], **more: Any
) -> dict[str, Any]:
    """The cases of a replay for the script: values by place, equal lists of cases stored once."""
    replay = variants.replay
    pool: dict[tuple[Any, ...], int] = {}
    runs = []
    for cases in replay.cases.values():
        run = []
        for step in cases:
            key = tuple((tuple(c.readings.items()), c.value) for c in step)
            run.append(pool.setdefault(key, len(pool)))
        runs.append(run)
    return {
        "steps": [when_text(at) for at in replay.steps],
        "labels": list(labels),
        "step": variants.step,
        "runs": runs,
        "cases": [[[dict(readings), value] for readings, value in key] for key in pool],
        "chosen": dict(replay.chosen),
        "settled": dict(replay.settled),
        **more,
    }

"""The overview: the structure at a date, a timeline to replay it, and a table of the same."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from minutebook.answers import Memo
from minutebook.pages import words
from minutebook.pages.address import Address
from minutebook.pages.cards import sits
from minutebook.pages.chart import Chart
from minutebook.pages.html import Cell, cell
from minutebook.pages.library import SECONDS, Opened, at_most
from minutebook.pages.parts import Bar, bar, script_data
from minutebook.pages.patience import OutOfTimeError
from minutebook.pages.structure_tables import (
    Table,
    holder_text,
    name_of_stake,
    stake_text,
    tables_of,
)
from minutebook.pages.svg import Variants
from minutebook.records import Book, nouns
from minutebook.records.values import Value
from minutebook.state.dates import Dates
from minutebook.text.render import visible
from minutebook.text.when import When
from minutebook.views.check import default_at
from minutebook.views.replay import Key, Part, Replay, replay, replay_all, with_hinges
from minutebook.views.structure import HAPPENINGS, BodyAt, Judged, parts, steps

REPLAY_SECONDS = 1.0
"""A replay that took longer leaves what it hinges on for those who ask (`hinges=yes`)."""
HINGE_SECONDS = 2.5
"""What a page spends unasked on the question what it hinges on."""
MANY_CARDS = 30
"""A chart of more boxes scrolls in its frame and is searched by name."""
_MOST_STEPS = 120
_FEWEST_STEPS = 12
_MOST_CELLS = 30_000
_ABOUT_ACTS = ("act", "happened")


@dataclass(frozen=True, slots=True)
class Window:
    """The steps that a page replays, and how many lie before and after them."""

    steps: tuple[datetime, ...]
    earlier: int
    later: int


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, as the lists show it; `badges` are an act's verdicts."""

    id: str
    when: str
    title: str
    kind: str
    shown: Cell
    new: Cell
    badges: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the page shows; `to_find` names the boxes of a chart too large to take in."""

    at: datetime
    step: int
    window: Window
    labels: tuple[str, ...]
    marks: tuple[str, ...]
    chart: str
    happenings: tuple[Happening, ...]
    acts: tuple[Happening, ...]
    changes: tuple[Cell, ...]
    tables: tuple[Table, ...]
    bar: Bar
    data: Mapping[str, Any]
    replay: Replay
    hinges_known: bool = True
    missing: tuple[str, ...] = field(default=())
    to_find: tuple[str, ...] = ()


def overview(opened: Opened, address: Address, *, every_world: bool = False) -> Overview:
    """The overview for an address.

    `every_world` works out all dates in all worlds, for a site without a server; it takes as
    long as it takes. Otherwise `OutOfTimeError` is raised after the time a page may take.
    """
    book = opened.book
    at = address.at or default_at(book)
    readings = tuple(address.readings.items())
    key = ("overview", at, address.known, readings, every_world, address.hinges)
    make = _all_worlds if every_world else _one_world
    chart, window, known = opened.work_out(
        key,
        address.known,
        lambda memo: make(book, at, address, memo),
        None if every_world else SECONDS,
    )
    return opened.work_out(
        ("laid out", *key),
        address.known,
        lambda memo: _lay_out(book, at, chart, window, hinges_known=known),
        None if every_world else SECONDS,
    )


def _select(book: Book, at: datetime, limit: bool) -> tuple[Window, dict[Key, Part]]:
    """The steps around a date, and the parts that are shown in them."""
    every = parts(book)
    found = sorted({*steps(book), at})
    standing = {k: p for k, p in every.items() if k[0] not in _ABOUT_ACTS}
    most = len(found)
    if limit:
        most = max(_FEWEST_STEPS, min(_MOST_STEPS, _MOST_CELLS // max(1, len(standing))))
    centre = found.index(at)
    first = max(0, min(centre - most // 2, len(found) - most))
    window = Window(tuple(found[first : first + most]), first, max(0, len(found) - first - most))
    if not window.earlier and not window.later:
        return window, dict(every)
    low, high = window.steps[0], window.steps[-1]
    dates = Dates(book.records)
    shown = dict(standing)
    for key, part in every.items():
        if key[0] in _ABOUT_ACTS:
            earliest, latest = dates.bounds(book.records[key[1]])
            if latest >= low and earliest <= high:
                shown[key] = part
    return window, shown


def _one_world(
    book: Book, at: datetime, address: Address, memo: Memo
) -> tuple[Chart, Window, bool]:
    window, shown = _select(book, at, limit=True)
    begun = time.monotonic()
    found = replay(book, shown, window.steps, address.known, address.readings, memo)
    # A page comes soon; what it hinges on takes as many replays as there are alternatives.
    late = time.monotonic() - begun > REPLAY_SECONDS and not address.hinges
    try:
        with at_most(0.0 if late else SECONDS if address.hinges else HINGE_SECONDS):
            found, known = with_hinges(book, found, shown, address.known, memo), True
    except OutOfTimeError:
        known = False
    return Chart(book, found), window, known


def _all_worlds(
    book: Book, at: datetime, address: Address, memo: Memo
) -> tuple[Chart, Window, bool]:
    window, shown = _select(book, at, limit=False)
    found = replay_all(book, shown, window.steps, address.known, address.readings, memo)
    return Chart(book, found), window, True


def _lay_out(
    book: Book, at: datetime, chart: Chart, window: Window, *, hinges_known: bool
) -> Overview:
    step = window.steps.index(at) if at in window.steps else len(window.steps) - 1
    variants = Variants(chart.replay, step)
    labels = tuple(words.moment(book, t) for t in window.steps)
    happenings = tuple(_happenings(book, variants))
    return Overview(
        at=at,
        step=step,
        window=window,
        labels=labels,
        marks=tuple(_mark(chart.replay, n) for n in range(len(window.steps))),
        chart=chart.draw(step, f"Structure of {book.title}"),
        happenings=happenings,
        acts=tuple(h for h in happenings if h.kind == "act"),
        changes=tuple(_changes(book, variants)),
        tables=tuple(t for t in tables_of(book, variants) if t.rows),
        bar=bar(book, chart.replay),
        data=script_data(book, variants, labels),
        replay=chart.replay,
        hinges_known=hinges_known,
        to_find=_to_find(chart),
    )


def _to_find(chart: Chart) -> tuple[str, ...]:
    titles = tuple(sorted(visible(card.title) for card in chart.cards.values()))
    return titles if len(titles) > MANY_CARDS else ()


def _mark(shown: Replay, step: int) -> str:
    """What a tick of the timeline stands for: an act, another happening, or a date."""
    kinds = set()
    for key in shown.cases:
        if key[0] == "happened" and shown.value(key, step) != "no":
            before = shown.value(key, step - 1) if step else "yes"
            if before == "no":
                kinds.add("act" if ("act", key[1]) in shown.cases else "event")
    return "act" if "act" in kinds else "event" if kinds else "date"


# -- what happened


def date_text(book: Book, record: nouns.Noun) -> str:
    """The date of a record as the book writes it; the alternatives where sources differ."""
    date = record.date
    if date is None:
        return ""
    options = list(date.by.values()) if isinstance(date, Value) else [date]
    said = (words.when(book, o) if isinstance(o, When) else str(o.written) for o in options)
    return " or ".join(dict.fromkeys(said))


def _happenings(book: Book, variants: Variants) -> Iterable[Happening]:
    keys = [k for k in variants.replay.cases if k[0] == "happened"]
    first = {k: _first(variants.replay, k) for k in keys}
    for key in sorted(keys, key=lambda k: first[k]):
        record = book.records[key[1]]
        assert isinstance(record, HAPPENINGS)
        act = isinstance(record, nouns.Act)
        seen = variants.where(key, lambda v: v == "yes")
        if act or not seen:
            seen = variants.where(key, lambda v: v != "no")
        kind = next(k for k in HAPPENINGS if isinstance(record, k)).__name__.lower()
        yield Happening(
            record.id,
            date_text(book, record),
            words.title(book, record),
            kind,
            cell(variants, key, seen, ""),
            cell(variants, key, seen, "", role="new"),
            tuple(_badges(book, variants, ("act", record.id))) if act else (),
        )


def _first(shown: Replay, key: Key) -> int:
    """The first step at which something may have happened."""
    for step in range(len(shown.steps)):
        if shown.value(key, step) != "no":
            return step
    return len(shown.steps)


def _badges(book: Book, variants: Variants, key: Key) -> Iterable[Cell]:
    for place, value in enumerate(variants.replay.values[key]):
        if value is not None and value.effects:
            standing = value.standing
            yield cell(
                variants,
                key,
                frozenset({place}),
                badge_text(value),
                class_=f"badge {standing}",
                detail=tuple(_mixed(book, value)),
            )


def badge_text(value: Judged) -> str:
    """A verdict in a word, with its mark."""
    if value.carried is False:
        return f"{words.MARKS['void']} not carried"
    return f"{words.MARKS[value.standing]} {value.standing}"


def _mixed(book: Book, value: Judged) -> Iterable[str]:
    """The effects whose standing differs from the whole act's."""
    for deed, standing, carried in value.effects:
        if standing != value.standing or (carried is False and value.carried is not False):
            state = "not carried" if carried is False else standing
            yield f"{words.deed(book, deed)}: {state}"


def _changes(book: Book, variants: Variants) -> Iterable[Cell]:
    """One line for each thing that can become otherwise, shown at the step where it does."""
    for key, values in variants.replay.values.items():
        kind, id_ = key
        if kind == "body":
            title = words.name(book, id_)
            for member in dict.fromkeys(m for v in values for m in v.members):
                seen = variants.where(key, partial(sits, member))
                person = words.name(book, member)
                yield cell(variants, key, seen, f"{person} joins {title}", role="new")
                yield cell(variants, key, seen, f"{person} leaves {title}", role="gone")
            for count in dict.fromkeys((v.seats, v.filled) for v in values):
                seen = variants.where(key, partial(_counts, count))
                text = f"{title}: {words.seats(count[1], count[0])}"
                yield cell(variants, key, seen, text, role="new")
        elif kind in ("post", "holding", "document", "exists"):
            for place, value in enumerate(values):
                text = _state_text(book, key, value)
                if text:
                    yield cell(variants, key, frozenset({place}), text, role="new")


def _counts(count: tuple[int | None, int], body: BodyAt) -> bool:
    return (body.seats, body.filled) == count


def _state_text(book: Book, key: Key, value: Any) -> str:
    kind, id_ = key
    if kind == "post":
        return f"{words.name(book, id_)}: {holder_text(book, value)}"
    if kind == "document":
        return "" if value == "not yet in force" else f"{words.name(book, id_)}: {value}"
    if kind == "exists":
        return f"{words.name(book, id_)} exists" if value == "yes" else ""
    return "" if value is None else f"{name_of_stake(book, id_)}: {stake_text(value)}"


def at_step(address: Address, at: datetime) -> Address:
    """The same view at another date."""
    return replace(address, at=at)

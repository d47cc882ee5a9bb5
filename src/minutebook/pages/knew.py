"""Who knew: parties by time, the announcement marked, with the lead over the public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from minutebook.answers import Memo
from minutebook.knowledge import FirstKnown, Knowledge, knew
from minutebook.knowledge.knew import PUBLIC
from minutebook.pages import words
from minutebook.pages.address import Address
from minutebook.pages.html import Cell, cell
from minutebook.pages.library import SECONDS, Opened
from minutebook.pages.measure import wrap
from minutebook.pages.parts import Bar, bar, script_data
from minutebook.pages.patience import OutOfTimeError
from minutebook.pages.record import cites
from minutebook.pages.svg import Font, Variants, esc, lines, svg, tag
from minutebook.records import Book, nouns
from minutebook.state.state import State
from minutebook.text.say import say_duration
from minutebook.text.when import When
from minutebook.views.check import default_at
from minutebook.views.replay import Key, Part, Replay, replay, replay_all, with_hinges

_NAME, _AXIS, _LEAD, _ROW = 190.0, 400.0, 200.0, 40.0
_PLAIN, _FINE = Font("plain", 13), Font("fine", 12)
MOST_SUBJECTS = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: a party, when it first knew, its lead, how it came to know."""

    party: str
    first: str
    lead: str
    how: str
    src: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class World:
    """What is known under some readings: a chart and the table of the same."""

    shown: Cell
    announced: str
    chart: str
    rows: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing of which parties knew."""

    id: str
    title: str
    worlds: tuple[World, ...]


@dataclass(frozen=True, slots=True)
class Knew:
    """Everything that the page shows: all subjects by name, and those worked out."""

    at: datetime
    listed: tuple[tuple[str, str], ...]
    subjects: tuple[Subject, ...]
    bar: Bar
    data: Mapping[str, Any]
    hinges_known: bool
    left_out: int


def subjects(book: Book) -> tuple[str, ...]:
    """What messages, meetings and events are about, the most told first."""
    count: dict[str, int] = {}
    for record in book:
        if isinstance(record, nouns.Message | nouns.Meeting | nouns.Event):
            for about in record.about:
                target = book.records.get(about)
                if isinstance(target, nouns.Act | nouns.Event | nouns.Fact | nouns.Document):
                    count[about] = count.get(about, 0) + 1
    return tuple(sorted(count, key=lambda s: -count[s]))


def who_knew(opened: Opened, address: Address, *, every_world: bool = False) -> Knew:
    """Who knew of the selected subject, or of every one; may raise `OutOfTimeError`."""
    book = opened.book
    at = address.at or default_at(book)
    every = subjects(book)
    selected = address.select if address.select in book.records else None
    chosen = every[:MOST_SUBJECTS] if every_world else ((selected or every[0],) if every else ())
    key = ("knew", at, address.known, tuple(address.readings.items()), chosen, every_world)

    def work(memo: Memo) -> tuple[Replay, bool]:
        return _work_out(book, at, address, memo, chosen, every_world)

    found, known = opened.work_out(key, address.known, work, None if every_world else SECONDS)
    variants = Variants(found, 0)
    shown = tuple(_subject(book, variants, key) for key in found.cases)
    listed = tuple((s, _title(book, s)) for s in every)
    data = script_data(book, variants, [words.moment(book, at)])
    left_out = max(0, len(every) - MOST_SUBJECTS) if every_world else 0
    return Knew(at, listed, shown, bar(book, found), data, known, left_out)


def _work_out(
    book: Book, at: datetime, address: Address, memo: Memo, chosen: Sequence[str], every: bool
) -> tuple[Replay, bool]:
    shown: dict[Key, Part] = {("knew", s): partial(_knew, s) for s in chosen}
    if every:
        return replay_all(book, shown, [at], address.known, address.readings, memo), True
    found = replay(book, shown, [at], address.known, address.readings, memo)
    try:
        return with_hinges(book, found, shown, address.known, memo), True
    except OutOfTimeError:
        return found, False


def _knew(subject: str, state: State) -> Knowledge | None:
    return knew(state, subject).value


def _title(book: Book, id_: str) -> str:
    record = book.records[id_]
    return words.name(book, id_) if isinstance(record, nouns.Act) else words.title(book, record)


def _subject(book: Book, variants: Variants, key: Key) -> Subject:
    worlds = []
    for place, value in enumerate(variants.replay.values[key]):
        if value is None:
            continue
        announced = (
            "not announced" if value.announced is None else words.when(book, value.announced)
        )
        rows = tuple(
            Line(
                party_name(book, k.party),
                words.when(book, k.first),
                lead_text(k),
                k.how,
                cites(book, k.src),
            )
            for k in value.parties.values()
        )
        shown = cell(variants, key, frozenset({place}), "")
        worlds.append(World(shown, announced, chart(book, value), rows))
    return Subject(key[1], _title(book, key[1]), tuple(worlds))


def party_name(book: Book, party: str) -> str:
    """A party's name; the public has one too."""
    return "the public" if party == PUBLIC else words.name(book, party)


def lead_text(known: FirstKnown) -> str:
    """How long before the public a party knew, or how long after."""
    low, high = known.shortest, known.longest
    if known.party == PUBLIC or (low is None and high is None):
        return ""
    if low is not None and high is not None:
        if high <= timedelta(0):
            return _range(-high, -low, "after the public")
        if low >= timedelta(0):
            return _range(low, high, "before the public")
        return f"from {say_duration(high)} before to {say_duration(-low)} after the public"
    bound = low if low is not None else high
    assert bound is not None
    word = "at least" if low is not None else "at most"
    if bound < timedelta(0):
        word = "at most" if low is not None else "at least"
        return f"{word} {say_duration(-bound)} after the public"
    return f"{word} {say_duration(bound)} before the public"


def _range(low: timedelta, high: timedelta, side: str) -> str:
    if low == high:
        return "with the public" if not low else f"{say_duration(low)} {side}"
    return f"{say_duration(low)} to {say_duration(high)} {side}"


# -- the chart


def chart(book: Book, known: Knowledge) -> str:
    """Parties by time: a bar from when they may to when they surely knew."""
    rows = list(known.parties.values())
    moments = [t for k in rows for t in (k.first.earliest, k.first.latest) if t is not None]
    if known.announced is not None:
        moments += [t for t in (known.announced.earliest, known.announced.latest) if t is not None]
    if not moments:
        return ""
    first, last = min(moments), max(moments)
    length = (last - first).total_seconds() or 1.0

    def place(moment: datetime) -> float:
        return _NAME + (moment - first).total_seconds() / length * _AXIS

    height = 44 + len(rows) * _ROW
    shapes = [tag("title", esc(f"Who knew of {known.subject}, and when"))]
    shapes.append(_axis(book, first, last, height))
    if known.announced is not None and known.announced.earliest is not None:
        shapes.append(_announced(place, known.announced, height))
    for number, row in enumerate(rows):
        shapes.append(_row(book, row, 44 + number * _ROW, place))
    wide = _NAME + _AXIS + _LEAD
    return svg(shapes, wide, height, f"Who knew of {known.subject}, and when: as in the table")


def _axis(book: Book, first: datetime, last: datetime, height: float) -> str:
    ends = [(first, _NAME, "start"), (last, _NAME + _AXIS, "end")]
    out = [tag("path", class_="rule", d=f"M{_NAME:g} 26h{_AXIS:g}")]
    for moment, x, anchor in ends if first != last else ends[:1]:
        text = words.when(book, When(moment, moment, ""))
        out.append(lines((text,), x, 4, _FINE, anchor))
    return "".join(out)


def _announced(place: Any, announced: When, height: float) -> str:
    x = place(announced.earliest)
    return tag("path", class_="announced", d=f"M{x:.1f} 26V{height:.1f}") + tag(
        "path", class_="flag", d=f"M{x - 6:.1f} 20h12l-6 8z"
    )


def _row(book: Book, row: FirstKnown, y: float, place: Any) -> str:
    name = wrap(party_name(book, row.party), _NAME - 16, _PLAIN.size, most=2)
    out = [lines(name, 0, y + _ROW / 2 - len(name) * _PLAIN.leading / 2, _PLAIN)]
    middle = y + _ROW / 2
    first, last = row.first.earliest, row.first.latest
    begin = place(first) if first is not None else _NAME
    end = place(last) if last is not None else _NAME + _AXIS
    out.append(tag("path", class_="track", d=f"M{_NAME:g} {middle:.1f}h{_AXIS:g}"))
    if end - begin > 2:
        kind = "range open" if first is None or last is None else "range"
        out.append(tag("path", class_=kind, d=f"M{begin:.1f} {middle:.1f}H{end:.1f}"))
    out.append(tag("circle", class_="known", cx=end, cy=middle, r=5))
    lead = wrap(lead_text(row), _LEAD - 16, _FINE.size, most=2) if lead_text(row) else ()
    top = middle - len(lead) * _FINE.leading / 2
    out.append(lines(lead, _NAME + _AXIS + 16, top, _FINE))
    return "".join(out)

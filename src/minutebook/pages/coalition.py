"""The chart on which a coalition is built: those who count, where they sit, as buttons.

It shows the structure at the moment asked about, as far as it has to do with anybody who counts:
the organisations in which they sit, hold an office or an interest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from minutebook.answers import Memo
from minutebook.pages.buttons import Buttons
from minutebook.pages.chart import Chart, home_of
from minutebook.pages.still import at_one_step
from minutebook.records import Book
from minutebook.views.replay import Key, Replay, replay
from minutebook.views.structure import parts

_SHOWN: Final = frozenset({"exists", "post", "appoints", "body", "group", "holding"})


def coalition_chart(
    book: Book,
    at: datetime,
    known: datetime | None,
    readings: Mapping[str, str],
    players: Iterable[str],
    chosen: Iterable[str],
    title: str,
    memo: Memo,
) -> str:
    """The structure around some parties, each of them a button; empty if none is on it.

    `chosen` are pressed. It shows one world: the one given, else the one shown first.
    """
    asked = {k: p for k, p in parts(book).items() if k[0] in _SHOWN}
    whole = at_one_step(replay(book, asked, (at,), known, readings, memo), 0)
    buttons = Buttons(frozenset(players), frozenset(chosen))
    around = _around(book, whole, buttons.parties)
    drawn = Chart(book, around, buttons, still=True).draw(0, title) if around.values else ""
    return drawn if "data-member=" in drawn else ""


def _around(book: Book, whole: Replay, players: frozenset[str]) -> Replay:
    """The parts of a replay that stand on a card with somebody who counts, or join two such."""
    homes = {
        home_of(book, party)
        for key in whole.values
        for party in (*_parties(key, whole.value(key, 0)),)
        if party in players
        for party in (party, _place(key))
    }
    homes |= {p for p in players if home_of(book, p) == p}
    kept = {key for key in whole.values if _ends(book, key) <= homes}
    # Who fills a post or a body is asked of it whenever it is drawn.
    kept = {k for k in kept if k[0] != "appoints" or {("post", k[1]), ("body", k[1])} & kept}
    values = {key: found for key, found in whole.values.items() if key in kept}
    cases = {key: found for key, found in whole.cases.items() if key in kept}
    return Replay(whole.steps, values, cases, {}, {}, {}, whole.complete)


def _parties(key: Key, value: Any) -> Iterator[str]:
    """Those who sit, hold or are counted in a part."""
    if key[0] == "body":
        yield from value.members
    elif key[0] == "post":
        yield value.shown.holder or ""
    elif key[0] == "holding":
        yield value.holder
    elif key[0] == "group":
        yield key[1]


def _place(key: Key) -> str:
    """The record on whose card a part is drawn."""
    return key[1].partition(" of ")[2] if key[0] == "holding" else key[1]


def _ends(book: Book, key: Key) -> set[str | None]:
    """The cards that a part needs."""
    if key[0] == "holding":
        holder, _, instrument = key[1].partition(" of ")
        return {home_of(book, holder), home_of(book, instrument)}
    return {home_of(book, key[1])}

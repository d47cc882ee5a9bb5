"""The structure as tables: the twin of the chart, with a variant for each value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from minutebook.pages import words
from minutebook.pages.html import Cell, cell
from minutebook.pages.svg import Variants
from minutebook.records import Book
from minutebook.views.replay import Key


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table twin: fixed words, then cells with a variant for each value."""

    id: str
    head: str
    columns: tuple[tuple[Cell, ...], ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the twin."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def name_of_stake(book: Book, id_: str) -> str:
    """A holder and what it holds."""
    holder, _, instrument = id_.partition(" of ")
    return f"{words.name(book, holder)}, {words.name(book, instrument)}"


def holder_text(book: Book, value: Any) -> str:
    """Who holds a post, in words."""
    shown = value.shown
    text = words.held(book, shown)
    if shown.holder is None:
        return text
    if shown.nominee_of:
        text += f", for {words.name(book, shown.nominee_of)}"
    if shown.on_the_register not in (None, shown.holder):
        text += f"; on the register: {words.name(book, shown.on_the_register)}"
    return text if value.certain else f"{text}; since when is not told"


def stake_text(value: Any) -> str:
    """What a holder has, with votes and capital apart."""
    much = words.share(value.share) if value.share is not None else ""
    if not much:
        much = words.quantity(value.units)
        unit = "unit" if much == "1" else "units"
        much = "share not known" if much == "not known" else f"{much} {unit}"
    votes = "votes not known" if value.votes is None else "no vote"
    if value.votes:
        votes = f"{words.quantity_of(value.votes)} vote{'s' if value.votes != 1 else ''} a unit"
    return f"{much}; {votes}"


def _cells(variants: Variants, key: Key, say: Any) -> tuple[Cell, ...]:
    texts: dict[str, set[int]] = {}
    for place, value in enumerate(variants.replay.values[key]):
        texts.setdefault(say(value), set()).add(place)
    return tuple(cell(variants, key, frozenset(p), text) for text, p in texts.items())


def tables_of(book: Book, variants: Variants) -> Iterable[Table]:
    """Posts, bodies, holdings, documents, then organisations and groups."""
    keys: dict[str, list[str]] = {}
    for kind, id_ in variants.replay.values:
        keys.setdefault(kind, []).append(id_)

    def row(kind: str, id_: str, head: str, *says: tuple[str, Any]) -> Row:
        columns = tuple(_cells(variants, (k, id_), say) for k, say in says)
        link = f"?{urlencode({'select': id_})}" if id_ in book.records else ""
        return Row(id_, head, columns, link)

    def filler(value: str | None) -> str:
        return "not told" if value is None else words.name(book, value)

    yield Table("Posts", ("post", "held by", "filled by"), tuple(
        row("post", i, words.name(book, i), ("post", lambda v: holder_text(book, v)),
            ("appoints", filler))
        for i in keys.get("post", ())))  # fmt: skip
    yield Table("Bodies", ("body", "seats", "members", "filled by"), tuple(
        row("body", i, words.name(book, i),
            ("body", lambda v: words.seats(v.filled, v.seats)),
            ("body", lambda v: ", ".join(words.member(book, v, m) for m in v.members) or "nobody"),
            ("appoints", filler))
        for i in keys.get("body", ())))  # fmt: skip
    yield Table("Holdings", ("holder and interest", "what and with which votes"), tuple(
        row("holding", i, name_of_stake(book, i),
            ("holding", lambda v: "none" if v is None else stake_text(v)))
        for i in keys.get("holding", ())))  # fmt: skip
    yield Table("Documents", ("document", "state"), tuple(
        row("document", i, words.name(book, i), ("document", str))
        for i in keys.get("document", ())))  # fmt: skip
    yield Table("Organisations and groups", ("name", "state"), tuple(
        [row("exists", i, words.name(book, i), ("exists", _exists)) for i in keys.get("exists", ())]
        + [row("group", i, words.name(book, i), ("group", words.people))
           for i in keys.get("group", ())]))  # fmt: skip


def _exists(value: str) -> str:
    return {"yes": "exists", "no": "not yet", "perhaps": "its beginning is not told exactly"}[value]

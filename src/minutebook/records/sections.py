"""The sections of a file other than its records: the head, the sources, the readings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from minutebook.records.context import INVALID, Context, FieldType
from minutebook.records.draft import Draft
from minutebook.records.fields import Cites, Text, WhenType, check_id
from minutebook.records.files import MAIN
from minutebook.records.kinds import KINDS
from minutebook.records.nouns import Alternative, Reading, Source
from minutebook.records.words import listed, quote
from minutebook.text.diagnostics import Diagnostic
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.nodes import Node, Scalar
from minutebook.text.nodes import Sequence as SequenceNode

SECTIONS: Final[Mapping[str, str]] = {
    "book": "the title, time zone and currency of the book",
    "include": "other files of the book, each by its path from the folder of this file",
    "sources": "where facts are read, by id",
    "readings": "questions that no document at hand settles, with their alternatives",
    "records": "the records, each with its kind and id first",
}
HEAD_KEYS: Final[Mapping[str, str]] = {
    "title": "the title of the book",
    "timezone": "the IANA time zone of dates without an offset; UTC if none is given",
    "currency": "the currency of amounts that name none: the three letters of ISO 4217",
}
SOURCE_KEYS: Final[Mapping[str, tuple[FieldType, str]]] = {
    "title": (Text(), "its title"),
    "by": (Text(), "who wrote or published it"),
    "date": (WhenType(), "when it was published; from then on what it says counts as known"),
    "lang": (Text(), "its language: en, zh"),
    "url": (Text(), "where it is found"),
    "kind": (Text(), "what it is, in words"),
    "note": (Text(), "a remark that no answer rests on"),
}
ALTERNATIVE_KEYS: Final[Mapping[str, str]] = {
    "says": "the alternative in one sentence",
    "src": "who reads it so: SOURCE:PLACE, or a list",
}
_TEXT = Text()
_CITES = Cites()
_READING_FORM = "write {adopted: A, A: {says: ...}, B: {says: ...}}"


def zone_of(trees: Mapping[str, MappingNode], found: list[Diagnostic]) -> ZoneInfo:
    """Give the time zone of the book, UTC if it names none that exists.

    It comes first of all, since no date can be read without it.
    """
    for root in trees.values():
        head = root.get("book")
        node = head.get("timezone") if isinstance(head, MappingNode) else None
        if isinstance(node, Scalar) and node.text:
            try:
                return ZoneInfo(node.text)
            except (ValueError, OSError, LookupError):
                # What ZoneInfo raises for a name that is no key, no path, or not in the database.
                message = f"{quote(node.text)} is not a time zone"
                hint = _zone_meant(node.text)
                found.append(Diagnostic("MB203", "error", node.span, message, hint))
                break
    return ZoneInfo("UTC")


def _zone_meant(written: str) -> str:
    """Name the time zone of a city, whose name alone is none; else an example."""
    city = written.strip().replace(" ", "_").casefold()
    found = sorted(z for z in available_timezones() if z.rpartition("/")[2].casefold() == city)
    if found:
        return f"write {' or '.join(found[:3])}"
    return "write an IANA time zone, for example America/Los_Angeles"


def read_head(draft: Draft, trees: Mapping[str, MappingNode]) -> None:
    """Read `book:`, and report sections that a book does not have."""
    seen: dict[str, Scalar] = {}
    for name, root in trees.items():
        for key, item in root.entries:
            if key.text not in SECTIONS:
                _unknown_section(draft, key)
            elif key.text == "include" and not _is_include(item):
                hint = "write include: [people.yaml, acts.yaml]"
                draft.ctx.report("MB202", item, '"include" takes a list of files', hint)
        head = root.get("book")
        if isinstance(head, MappingNode):
            for key, item in head.entries:
                _head_key(draft, key, item, seen, name)
        elif head is not None:
            hint = "write book: {title: ..., timezone: America/Los_Angeles}"
            draft.ctx.report("MB202", head, '"book" takes keys and values', hint)


def _is_include(node: Node) -> bool:
    items = node.items if isinstance(node, SequenceNode) else (node,)
    return all(isinstance(item, Scalar) and item.text for item in items)


def _unknown_section(draft: Draft, key: Scalar) -> None:
    ctx = draft.ctx
    guess = ctx.guess(key.text, SECTIONS) or ctx.guess(key.text, KINDS)
    hint = f"one of: {', '.join(SECTIONS)}"
    if guess in KINDS:
        hint = f'records are items of a list: write "- {guess}: ID" under "records:"'
    elif guess:
        hint = f'did you mean "{guess}"?'
        draft.unread.add(guess)
    if key.text in KINDS:
        hint = f'records are items of a list: write "- {key.text}: ID" under "records:"'
    if guess is None or guess in KINDS or key.text in KINDS:
        draft.unread.add("records")
    ctx.report("MB207", key, f"{quote(key.text)} is not a section of a book", hint)


def _head_key(draft: Draft, key: Scalar, item: Node, seen: dict[str, Scalar], file: str) -> None:
    ctx = draft.ctx
    if key.text not in HEAD_KEYS:
        ctx.unknown_key(key, "book", HEAD_KEYS)
        return
    ctx.field = key.text
    value = _TEXT.read(ctx, item)
    if value is INVALID or not isinstance(item, Scalar):
        return
    earlier = seen.setdefault(key.text, item)
    if earlier.text != value:
        message = f'the "{key.text}" of the book is given twice, and differs'
        hint = f"keep one, in {MAIN}"
        ctx.report("MB251", item, message, hint, also=(earlier.span,))
    elif key.text == "title":
        draft.title = value
    elif key.text == "currency":
        if re.fullmatch(r"[A-Z]{3}", value):
            ctx.currency = value
        else:
            hint = "write the three letters of ISO 4217: USD"
            ctx.report("MB203", item, f"{quote(value)} is not a currency", hint)


def read_sources(draft: Draft, node: Node | None) -> None:
    """Read the section `sources` of one file."""
    ctx = draft.ctx
    for key, item in _named(draft, node, "sources", "{yuanchuan: {title: ..., date: 2023-11-24}}"):
        earlier = draft.sources.get(key.text)
        if earlier is not None:
            message = f"source {quote(key.text)} stands twice"
            ctx.report("MB213", key, message, "keep one of the two", also=(earlier.span,))
            continue
        ctx.owner = key.text
        values: dict[str, Any] = {}
        if not isinstance(item, MappingNode):
            ctx.field = key.text
            ctx.report("MB202", item, "a source takes keys and values", "write {title: ...}")
        else:
            for name, value in item.entries:
                row = SOURCE_KEYS.get(name.text)
                if row is None:
                    ctx.unknown_key(name, "source", SOURCE_KEYS)
                    continue
                ctx.field = name.text
                read = row[0].read(ctx, value)
                if read is not INVALID:
                    values[name.text] = read
        draft.sources[key.text] = Source(id=key.text, span=key.span, **values)


def read_readings(draft: Draft, node: Node | None) -> None:
    """Read the section `readings` of one file."""
    ctx = draft.ctx
    for key, item in _named(draft, node, "readings", "{board-rule: {A: {says: ...}, B: ...}}"):
        earlier = draft.readings.get(key.text)
        if earlier is not None:
            message = f"reading {quote(key.text)} stands twice"
            ctx.report("MB213", key, message, "keep one of the two", also=(earlier.span,))
            continue
        ctx.owner = key.text
        if isinstance(item, MappingNode):
            draft.readings[key.text] = _reading(ctx, key, item)
        else:
            ctx.report("MB202", item, "a reading takes its alternatives as keys", _READING_FORM)
            draft.unread.add("readings")


def _named(draft: Draft, node: Node | None, section: str, form: str) -> list[tuple[Scalar, Node]]:
    """Give the entries of a section whose keys are ids."""
    if node is None or (isinstance(node, Scalar) and node.missing):
        return []
    if not isinstance(node, MappingNode):
        message = f'"{section}" takes ids with keys and values'
        draft.ctx.report("MB202", node, message, f"write {section}: {form}")
        draft.unread.add(section)
        return []
    good = [entry for entry in node.entries if check_id(draft.ctx, entry[0])]
    if len(good) < len(node.entries):
        draft.unread.add(section)
    return good


def _reading(ctx: Context, key: Scalar, node: MappingNode) -> Reading:
    asks: str | None = None
    adopted: Scalar | None = None
    alternatives: dict[str, Alternative] = {}
    wrong = False
    for name, item in node.entries:
        ctx.field = name.text
        if name.text == "asks":
            said = _TEXT.read(ctx, item)
            asks = None if said is INVALID else said
        elif name.text == "adopted":
            if isinstance(item, Scalar) and item.text:
                adopted = item
            else:
                ctx.report("MB202", item, '"adopted" takes one alternative', _READING_FORM)
        elif check_id(ctx, name):
            alternatives[name.text] = _alternative(ctx, name, item)
        else:
            wrong = True
    if len(alternatives) < 2 and not wrong:
        message = f"reading {quote(key.text)} has fewer than two alternatives"
        ctx.report("MB234", key, message, "a reading is a choice: name what else may be meant")
    if adopted is not None and adopted.text not in alternatives:
        if alternatives and not wrong:
            guess = ctx.guess(adopted.text, alternatives)
            hint = f'did you mean "{guess}"?' if guess else f"one of: {listed(alternatives)}"
            message = f"reading {quote(key.text)} has no alternative {quote(adopted.text)}"
            ctx.report("MB237", adopted, message, hint)
        adopted = None
    return Reading(
        id=key.text,
        span=key.span,
        asks=asks,
        alternatives=alternatives,
        adopted=adopted.text if adopted is not None else None,
    )


def _alternative(ctx: Context, name: Scalar, node: Node) -> Alternative:
    if isinstance(node, Scalar):
        return Alternative(name=name.text, says=node.text or None)
    if not isinstance(node, MappingNode):
        hint = "write {says: ..., src: ...}"
        ctx.report("MB202", node, "an alternative says what it is", hint)
        return Alternative(name=name.text)
    values: dict[str, Any] = {}
    for key, item in node.entries:
        ctx.field = key.text
        if key.text not in ALTERNATIVE_KEYS:
            ctx.unknown_key(key, "alternative", ALTERNATIVE_KEYS)
            continue
        read = (_TEXT if key.text == "says" else _CITES).read(ctx, item)
        if read is not INVALID:
            values[key.text] = read
    return Alternative(name=name.text, **values)

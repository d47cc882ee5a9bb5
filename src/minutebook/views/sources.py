"""What a book rests on: its sources, where they conflict, what one alone tells, what is assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any

from minutebook.answers import Memo
from minutebook.records import Book, nouns
from minutebook.records.nouns import Noun
from minutebook.records.values import Cite, Unknown, Value
from minutebook.text.numbers import Quantity
from minutebook.text.span import Span
from minutebook.views.rests import KINDS, NOTHING, Kind, Use, Uses, together, uses


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: what it says and where it is read."""

    name: str
    says: str | None
    src: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something on which sources differ, or that none settles, with all its sides.

    `records` are those whose fields hang on it; `adopted` is what a view of one world shows.
    """

    id: str
    asks: str | None
    adopted: str | None
    sides: tuple[Side, ...]
    records: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Resting:
    """A fact of the book: where it stands, what it cites, and what rests on it."""

    id: str
    label: str
    kind: str
    span: Span
    src: tuple[Cite, ...]
    status: str
    assumed: str | None
    note: str | None
    uses: tuple[Use, ...]

    def used_by(self, kind: Kind) -> tuple[str, ...]:
        """What of one kind rests on it: acts, claims or clauses by id, deeds by their text."""
        return tuple(u.id for u in self.uses if u.kind == kind)


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with the records that cite it."""

    source: nouns.Source
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of a book, and how firmly it stands on them.

    `single` are facts that one source alone tells; `unsourced` cite none.
    """

    sources: tuple[Cited, ...]
    conflicts: tuple[Conflict, ...]
    single: tuple[Resting, ...]
    assumed: tuple[Resting, ...]
    disputed: tuple[Resting, ...]
    unsourced: tuple[Resting, ...]


def sources(
    book: Book,
    at: datetime | None = None,
    known: datetime | None = None,
    fixed: Mapping[str, str] | None = None,
    memo: Memo | None = None,
    resting: Uses | None = None,
) -> Sources:
    """Look a book through for what it rests on.

    With `at`, each fact tells what rests on it, in the adopted world or the one given; `resting`
    is what was found of that already.
    """
    found = resting or NOTHING
    if resting is None and at is not None:
        found = together(uses(book, kind, at, known, fixed, memo) for kind in KINDS)
    facts = [_resting(record, found) for record in _own(book)]
    for document in book.of(nouns.Document):
        if document.id not in book.laws:
            facts.extend(_norm(n, found) for n in document.norms if n.src or n.assumed)
    cited: dict[str, list[str]] = {name: [] for name in book.sources}
    for fact in facts:
        for name in dict.fromkeys(c.source for c in fact.src):
            cited.setdefault(name, []).append(fact.id)
    return Sources(
        tuple(Cited(s, tuple(cited[name])) for name, s in book.sources.items()),
        tuple(_conflicts(book)),
        tuple(f for f in facts if len({c.source for c in f.src}) == 1),
        tuple(f for f in facts if _is_assumed(f)),
        tuple(f for f in facts if f.status == "disputed" or _marked(f, "disputed")),
        tuple(f for f in facts if not f.src and not _is_assumed(f)),
    )


def _own(book: Book) -> Iterator[Noun]:
    return (r for r in book if r.id not in book.laws and not isinstance(r, nouns.Assertion))


def _marked(fact: Resting, mark: str) -> bool:
    return any(c.mark == mark for c in fact.src)


def _is_assumed(fact: Resting) -> bool:
    return fact.status == "assumed" or fact.assumed is not None or _marked(fact, "assumed")


def _resting(record: Noun, found: Uses) -> Resting:
    return Resting(
        record.id,
        record.label,
        type(record).__name__.lower(),
        record.span,
        record.src,
        record.status,
        record.assumed,
        record.note,
        found.of(record.id, record.src),
    )


def _norm(norm: nouns.Norm, found: Uses) -> Resting:
    return Resting(
        norm.id,
        norm.says or norm.id,
        "norm",
        norm.span,
        norm.src,
        norm.status,
        norm.assumed,
        None,
        found.of(norm.id, norm.src),
    )


# -- conflicts


def _conflicts(book: Book) -> Iterator[Conflict]:
    hanging: dict[str, list[tuple[Noun, Value[Any]]]] = {}
    for record in _own(book):
        for value in _values(record):
            hanging.setdefault(value.reading, []).append((record, value))
    for reading in book.readings.values():
        sides = tuple(Side(a.name, a.says, a.src) for a in reading.alternatives.values())
        records = tuple(dict.fromkeys(r.id for r, _ in hanging.get(reading.id, ())))
        yield Conflict(reading.id, reading.asks, reading.adopted, sides, records, reading.span)
    for name, found in hanging.items():
        if name not in book.readings:
            record, value = found[0]
            sides = tuple(Side(a, _said(v), value.src.get(a, ())) for a, v in value.by.items())
            ids = tuple(dict.fromkeys(r.id for r, _ in found))
            yield Conflict(name, None, None, sides, ids, record.span)


def _values(found: Any) -> Iterator[Value[Any]]:
    """Every value of a record that hangs on a choice, however deep it lies."""
    if isinstance(found, Value):
        yield found
    elif is_dataclass(found) and not isinstance(found, type):
        for field in fields(found):
            yield from _values(getattr(found, field.name))
    elif isinstance(found, tuple):
        for item in found:
            yield from _values(item)
    elif isinstance(found, Mapping):
        for item in found.values():
            yield from _values(item)


def _said(value: Any) -> str | None:
    if isinstance(value, Unknown):
        return "not known"
    if isinstance(value, Quantity):
        return str(value.exact) if value.exact is not None else f"{value.low}..{value.high}"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    written = getattr(value, "written", value)
    return str(written) if isinstance(written, str | int) or value is None else None


# -- JSON


def sources_json(found: Sources) -> dict[str, Any]:
    """The sources and what rests on them, as JSON."""
    return {
        "sources": [
            {
                "id": c.source.id,
                "title": c.source.title,
                "by": c.source.by,
                "date": None if c.source.date is None else c.source.date.written,
                "lang": c.source.lang,
                "kind": c.source.kind,
                "url": c.source.url,
                "records": list(c.records),
            }
            for c in found.sources
        ],
        "conflicts": [
            {
                "id": c.id,
                "asks": c.asks,
                "adopted": c.adopted,
                "sides": [
                    {"name": s.name, "says": s.says, "src": [str(cite) for cite in s.src]}
                    for s in c.sides
                ],
                "records": list(c.records),
                "file": c.span.file,
                "line": c.span.line,
            }
            for c in found.conflicts
        ],
        "single_source": [_fact_json(f) for f in found.single],
        "assumed": [_fact_json(f) for f in found.assumed],
        "disputed": [_fact_json(f) for f in found.disputed],
        "unsourced": [_fact_json(f) for f in found.unsourced],
    }


def _fact_json(fact: Resting) -> dict[str, Any]:
    return {
        "id": fact.id,
        "kind": fact.kind,
        "file": fact.span.file,
        "line": fact.span.line,
        "src": [str(c) for c in fact.src],
        "status": fact.status,
        "assumed": fact.assumed,
        "used_by": list(fact.used_by("verdict")),
        "payments": list(fact.used_by("payment")),
        "clauses": list(fact.used_by("clause")),
        "can": list(fact.used_by("can")),
    }


__all__ = ["Conflict", "Sources", "sources", "sources_json"]

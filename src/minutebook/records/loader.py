"""From text to a book: files, then sections, then records, then what only the whole can tell.

`load` looks at the disk; `load_texts` is a pure function of the texts and never raises on what
a user wrote.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from minutebook.records.book import Book
from minutebook.records.calendars import settle_business_days
from minutebook.records.context import Context
from minutebook.records.contradictions import contradictions
from minutebook.records.draft import Draft
from minutebook.records.files import read
from minutebook.records.library import Library, laws_wanted
from minutebook.records.nouns import Body, Entity, Post
from minutebook.records.record_reader import read_records
from minutebook.records.rivals import join_rival_holdings
from minutebook.records.sections import (
    SECTIONS,
    read_head,
    read_readings,
    read_sources,
    zone_of,
)
from minutebook.records.validators import validate
from minutebook.text.collector import collector_paused
from minutebook.text.compose import MOST_BYTES, compose
from minutebook.text.diagnostics import Diagnostic
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.span import Span

_UNREADABLE: Final = frozenset({"MB208", "MB209", "MB210"})


def load(place: Path | str, library: Library | None = None) -> Book:
    """Read the book in a folder (or in one file).

    `library` finds the documents of law that entities name. Mistakes of the user become the
    diagnostics of the book; only a programming error raises.
    """
    files, problems = read(Path(place))
    return load_texts(files, library, problems)


def load_texts(
    files: Mapping[str, bytes],
    library: Library | None = None,
    problems: Iterable[Diagnostic] = (),
) -> Book:
    """Type the texts of a book, given by their displayed names; touches no disk.

    `problems` are what went wrong while the files were looked for. Only `library` may read on.
    """
    with collector_paused():
        return _load_texts(files, library, list(problems))


def _load_texts(
    files: Mapping[str, bytes], library: Library | None, found: list[Diagnostic]
) -> Book:
    texts: dict[str, str] = {}
    trees: dict[str, MappingNode] = {}
    for name, data in files.items():
        _compose(name, data, trees, texts, found)
    draft = Draft(Context(zone_of(trees, found)))
    if len(trees) < len(files) or any(d.code in _UNREADABLE for d in found):
        draft.unread.update(("records", "sources", "readings"))
    draft.ctx.diagnostics.extend(found)
    read_head(draft, trees)
    laws = _add_laws(draft, trees, texts, library)
    for root in trees.values():
        read_sources(draft, root.get("sources"))
        read_readings(draft, root.get("readings"))
    draft.ctx.readings = {name: tuple(r.alternatives) for name, r in draft.readings.items()}
    for root in trees.values():
        read_records(draft, root.get("records"))
    draft.ctx.report_unknown_keys()
    _settle_places(draft)
    settle_business_days(draft)
    validate(draft, library.names() if library is not None else ())
    contradictions(draft)
    return Book(
        title=draft.title or next(iter(files), "book"),
        zone=draft.ctx.zone,
        currency=draft.ctx.currency,
        files=texts,
        records=join_rival_holdings(draft.records),
        sources=draft.sources,
        readings=draft.readings,
        diagnostics=gather(draft.ctx.diagnostics),
        digest=_digest(files),
        laws=laws,
    )


def gather(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Join the diagnostics of one mistake made in many places, and put them in file order."""
    kept: dict[tuple[str, str], Diagnostic] = {}
    also: dict[tuple[str, str], dict[Span, None]] = {}
    for diagnostic in sorted(diagnostics, key=lambda d: d.span):
        key = (diagnostic.code, diagnostic.message)
        first = kept.setdefault(key, diagnostic)
        places = also.setdefault(key, {})
        if diagnostic.span != first.span:
            places[diagnostic.span] = None
        places.update(dict.fromkeys(diagnostic.also))
    out = []
    for key, diagnostic in kept.items():
        others = tuple(span for span in also[key] if span != diagnostic.span)
        out.append(replace(diagnostic, also=others) if others != diagnostic.also else diagnostic)
    return tuple(out)


def _digest(files: Mapping[str, bytes]) -> str:
    """Identify the texts of a book, whatever the order in which they were read."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0")
        digest.update(hashlib.sha256(files[name]).digest())
    return digest.hexdigest()


def _compose(
    name: str,
    data: bytes,
    trees: dict[str, MappingNode],
    texts: dict[str, str],
    found: list[Diagnostic],
) -> None:
    """Compose one file; a file that could not be is left out of the trees."""
    root, problems = compose(data, name)
    texts[name] = "" if len(data) > MOST_BYTES else data.decode("utf-8-sig", errors="replace")
    found.extend(problems)
    if isinstance(root, MappingNode):
        trees[name] = root
    elif root is not None:
        message = (
            f"a file of a book has the sections {', '.join(SECTIONS)}, not a bare list or text"
        )
        hint = 'begin with "book: {title: ...}" and put the list under "records:"'
        found.append(Diagnostic("MB207", "error", root.span, message, hint))
    elif not problems:
        trees[name] = MappingNode((), name, 1, 1, 1, 1)


def _add_laws(
    draft: Draft,
    trees: dict[str, MappingNode],
    texts: dict[str, str],
    library: Library | None,
) -> frozenset[str]:
    """Add the documents of law that entities name and the book itself does not hold."""
    laws: set[str] = set()
    for name in laws_wanted(trees) if library is not None else ():
        assert library is not None
        law = library.find(name)
        if law is not None:
            laws.add(name)
            shown = f"law/{name}.yaml"
            shown = f"minutebook/{shown}" if shown in texts else shown
            _compose(shown, law, trees, texts, draft.ctx.diagnostics)
    return frozenset(laws)


def _settle_places(draft: Draft) -> None:
    """Fill in what an id tells: `openai-inc/board` is a body of openai-inc."""
    for record_id, record in draft.records.items():
        if not isinstance(record, Body | Post):
            continue
        prefix, _, _ = record_id.rpartition("/")
        if isinstance(record, Post) and record.in_ is None and record.kind != "office":
            if isinstance(draft.records.get(prefix), Body):
                record = replace(record, in_=prefix)
            elif draft.reads(record, "in") and not draft.may_be(prefix):
                message = f'{record.kind} "{record_id}" is in no body'
                hint = 'add "in: BODY", or begin its id with that of the body'
                draft.ctx.report("MB255", record.span, message, hint)
        if record.of is None and draft.reads(record, "of"):
            while prefix and not isinstance(draft.records.get(prefix), Entity):
                prefix, _, _ = prefix.rpartition("/")
            if prefix:
                record = replace(record, of=prefix)
        draft.records[record_id] = record


__all__ = ["Library", "gather", "load", "load_texts"]

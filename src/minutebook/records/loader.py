"""From text to a book: files, then sections, then records, then what only the whole can tell.

`read` looks at the disk; everything after it is a pure function of the texts and never raises
on what a user wrote.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from minutebook.records import nouns
from minutebook.records.book import Book
from minutebook.records.fields import (
    IDENTIFIER,
    INVALID,
    PARTY,
    POST,
    RESERVED,
    Cites,
    Context,
    Text,
    WhenType,
)
from minutebook.records.files import MAIN, Library, read
from minutebook.records.kinds import COMMON, KINDS, MODALITIES, NORM_KEYS, Key
from minutebook.records.nouns import Alternative, Noun, Reading, Source
from minutebook.records.values import Mark
from minutebook.records.validators import validate
from minutebook.text.compose import compose
from minutebook.text.diagnostics import Diagnostic
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.nodes import Node, Scalar
from minutebook.text.nodes import Sequence as SequenceNode
from minutebook.text.span import Span
from minutebook.text.suggest import nearest

SECTIONS = ("book", "include", "sources", "readings", "records")


@dataclass(slots=True)
class _Draft:
    """What has been read so far."""

    ctx: Context
    title: str = ""
    records: dict[str, Noun] = field(default_factory=dict)
    broken: dict[str, Span] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    assertions: int = 0


def load(place: Path | str, library: Library | None = None) -> Book:
    """Read the book in a folder (or one file).

    `library` finds a document of law by its name. Errors of the user become diagnostics of the
    book; only a programming error raises.
    """
    files, problems = read(Path(place))
    return load_texts(files, library, problems)


def load_texts(
    files: Mapping[str, bytes],
    library: Library | None = None,
    problems: tuple[Diagnostic, ...] = (),
) -> Book:
    """Type the texts of a book, given by their displayed names; touches no disk.

    `library` may read the law that comes with the software.
    """
    trees: dict[str, MappingNode] = {}
    found = list(problems)
    texts: dict[str, str] = {}
    for name, data in files.items():
        root = _compose(name, data, texts, found)
        if root is not None:
            trees[name] = root
    draft = _Draft(Context(_zone(trees, found)))
    draft.ctx.diagnostics.extend(found)
    _header(draft, trees)
    laws = _read_laws(draft, trees, texts, library)
    for root in trees.values():
        _sources(draft, root.get("sources"))
        _readings(draft, root.get("readings"))
    draft.ctx.readings = {name: tuple(r.alternatives) for name, r in draft.readings.items()}
    for root in trees.values():
        _records(draft, root.get("records"))
    _settle_places(draft)
    validate(draft.ctx, draft.records, draft.broken, draft.sources, draft.readings)
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return Book(
        title=draft.title or next(iter(files), "book"),
        zone=draft.ctx.zone,
        currency=draft.ctx.currency,
        files=texts,
        records=draft.records,
        sources=draft.sources,
        readings=draft.readings,
        diagnostics=gather(draft.ctx.diagnostics),
        digest=digest.hexdigest(),
        laws=laws,
    )


def gather(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Join the diagnostics of one mistake made in many places, and put them in file order."""
    first: dict[tuple[str, str], int] = {}
    out: list[Diagnostic] = []
    for diagnostic in sorted(diagnostics, key=lambda d: d.span):
        key = (diagnostic.code, diagnostic.message)
        if key in first:
            kept = out[first[key]]
            if diagnostic.span != kept.span:
                also = (*kept.also, diagnostic.span, *diagnostic.also)
                out[first[key]] = replace(kept, also=tuple(dict.fromkeys(also)))
        else:
            first[key] = len(out)
            out.append(diagnostic)
    return tuple(out)


def _compose(
    name: str, data: bytes, texts: dict[str, str], found: list[Diagnostic]
) -> MappingNode | None:
    root, problems = compose(data, name)
    texts[name] = data.decode("utf-8-sig", errors="replace")
    found.extend(problems)
    if root is None or problems:
        return root if isinstance(root, MappingNode) else None
    if isinstance(root, MappingNode):
        return root
    if isinstance(root, Scalar) and root.missing:
        return None
    message = "a file of a book has sections: " + ", ".join(SECTIONS)
    hint = "begin with 'book: {title: ...}' and put the list under 'records:'"
    found.append(Diagnostic("MB207", "error", root.span, message, hint))
    return None


def _zone(trees: Mapping[str, MappingNode], found: list[Diagnostic]) -> ZoneInfo:
    """The time zone of the book, UTC if it names none."""
    for root in trees.values():
        head = root.get("book")
        node = head.get("timezone") if isinstance(head, MappingNode) else None
        if isinstance(node, Scalar) and node.text:
            try:
                return ZoneInfo(node.text)
            except (ValueError, OSError, LookupError):
                hint = "write an IANA zone, for example America/Los_Angeles"
                message = f"'{node.text[:60]}' is not a time zone"
                found.append(Diagnostic("MB203", "error", node.span, message, hint))
    return ZoneInfo("UTC")


def _header(draft: _Draft, trees: Mapping[str, MappingNode]) -> None:
    ctx = draft.ctx
    for name, root in trees.items():
        for key, _ in root.entries:
            if key.text not in SECTIONS:
                guess = nearest(key.text, (*SECTIONS, *KINDS))
                hint = (
                    f"records are items of a list: '- {guess}: ID' under 'records:'"
                    if guess in KINDS
                    else f"one of: {', '.join(SECTIONS)}"
                )
                ctx.report("MB207", key, f"'{key.text[:60]}' is not a section of a book", hint)
        head = root.get("book")
        if head is None:
            continue
        if not isinstance(head, MappingNode):
            ctx.report("MB202", head, "'book' takes keys and values", "write book: {title: ...}")
            continue
        for key, item in head.entries:
            if key.text not in ("title", "currency", "timezone"):
                ctx.report("MB201", key, f"'book' has no key '{key.text[:60]}'",
                           "one of: title, currency, timezone")  # fmt: skip
                continue
            ctx.field = key.text
            value = Text().read(ctx, item)
            if value is INVALID:
                continue
            if key.text == "title" and (not draft.title or name == MAIN):
                draft.title = value
            elif key.text == "currency":
                ctx.currency = value


def _read_laws(
    draft: _Draft,
    trees: dict[str, MappingNode],
    texts: dict[str, str],
    library: Library | None,
) -> frozenset[str]:
    """Add the documents of law that entities name and the book itself does not hold."""
    wanted: dict[str, Scalar] = {}
    own: set[str] = set()
    for root in trees.values():
        for item in _items(root.get("records")):
            if item.entries and item.entries[0][0].text == "document":
                own.add(_text(item.entries[0][1]))
            if item.entries and item.entries[0][0].text == "entity":
                for node in _scalars(item.get("law")):
                    wanted.setdefault(node.text, node)
    found: set[str] = set()
    for name, node in wanted.items():
        if name in own or name in ("", "nobody", "none") or library is None:
            continue
        law = library(name)
        if law is None:
            continue
        shown = f"law/{name}.yaml"
        root_or_none = _compose(shown, law, texts, draft.ctx.diagnostics)
        if root_or_none is not None:
            trees[shown] = root_or_none
            found.add(name)
        del node
    return frozenset(found)


def _scalars(node: Node | None) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, MappingNode):
        if node.entries and node.entries[0][0].text == "reading":
            return [s for _, item in node.entries[1:] for s in _scalars(item)]
        return [s for _, item in node.entries for s in _scalars(item)]
    if isinstance(node, SequenceNode):
        return [s for item in node.items for s in _scalars(item)]
    return []


def _items(node: Node | None) -> list[MappingNode]:
    if not isinstance(node, SequenceNode):
        return []
    return [item for item in node.items if isinstance(item, MappingNode)]


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


_SOURCE_KEYS: Mapping[str, Any] = {
    "title": Text(), "by": Text(), "date": WhenType(), "lang": Text(), "url": Text(),
    "kind": Text(), "note": Text(),
}  # fmt: skip


def _sources(draft: _Draft, node: Node | None) -> None:
    ctx = draft.ctx
    if node is None:
        return
    if not isinstance(node, MappingNode):
        ctx.report("MB202", node, "'sources' takes ids with keys and values",
                   "write sources: {yuanchuan: {title: ..., date: 2023-11-24}}")  # fmt: skip
        return
    for key, item in node.entries:
        if not _identifier(ctx, key):
            continue
        if key.text in draft.sources:
            also = (draft.sources[key.text].span,)
            ctx.report("MB213", key, f"source '{key.text}' stands twice", "keep one", also=also)
            continue
        values: dict[str, Any] = {}
        ctx.owner = key.text
        entries = item.entries if isinstance(item, MappingNode) else ()
        if not isinstance(item, MappingNode):
            ctx.report("MB202", item, "a source takes keys and values", "write {title: ...}")
        for name, value in entries:
            ctx.field = name.text
            if name.text not in _SOURCE_KEYS:
                _unknown_key(ctx, name, "source", tuple(_SOURCE_KEYS))
                continue
            read_value = _SOURCE_KEYS[name.text].read(ctx, value)
            if read_value is not INVALID:
                values[name.text] = read_value
        draft.sources[key.text] = Source(id=key.text, span=key.span, **values)


def _readings(draft: _Draft, node: Node | None) -> None:
    ctx = draft.ctx
    if node is None:
        return
    if not isinstance(node, MappingNode):
        ctx.report("MB202", node, "'readings' takes names with their alternatives",
                   "write readings: {board-rule: {majority-of-seats: {says: ...}, ...}}")  # fmt: skip
        return
    for key, item in node.entries:
        if not _identifier(ctx, key):
            continue
        if key.text in draft.readings:
            also = (draft.readings[key.text].span,)
            ctx.report("MB213", key, f"reading '{key.text}' stands twice", "keep one", also=also)
            continue
        ctx.owner = key.text
        if isinstance(item, MappingNode):
            draft.readings[key.text] = _reading(ctx, key, item)
        else:
            ctx.report("MB202", item, "a reading takes its alternatives as keys",
                       "write {adopted: A, A: {says: ...}, B: {says: ...}}")  # fmt: skip


def _reading(ctx: Context, key: Scalar, node: MappingNode) -> Reading:
    asks: str | None = None
    adopted: Scalar | None = None
    alternatives: dict[str, Alternative] = {}
    for name, item in node.entries:
        ctx.field = name.text
        if name.text == "asks":
            found = Text().read(ctx, item)
            asks = None if found is INVALID else found
        elif name.text == "adopted":
            adopted = item if isinstance(item, Scalar) else None
        elif _identifier(ctx, name):
            alternatives[name.text] = _alternative(ctx, name, item)
    if len(alternatives) < 2:
        ctx.report("MB234", key, f"reading '{key.text}' has fewer than two alternatives",
                   "a reading is a choice: name what else the sources allow")  # fmt: skip
    if adopted is not None and adopted.text not in alternatives:
        ctx.report("MB237", adopted, f"reading '{key.text}' has no alternative '{adopted.text}'",
                   f"one of: {', '.join(alternatives)}")  # fmt: skip
        adopted = None
    return Reading(
        id=key.text,
        span=key.span,
        asks=asks,
        alternatives=alternatives,
        adopted=adopted.text if adopted is not None else None,
    )


def _alternative(ctx: Context, name: Scalar, node: Node) -> Alternative:
    says: str | None = None
    src: Any = ()
    if isinstance(node, Scalar):
        return Alternative(name=name.text, says=node.text or None)
    if not isinstance(node, MappingNode):
        ctx.report("MB202", node, "an alternative says what it is", "write {says: ..., src: ...}")
        return Alternative(name=name.text)
    for key, item in node.entries:
        ctx.field = key.text
        if key.text == "says":
            found = Text().read(ctx, item)
            says = None if found is INVALID else found
        elif key.text == "src":
            src = Cites().read(ctx, item)
        else:
            _unknown_key(ctx, key, "alternative", ("says", "src"))
    return Alternative(name=name.text, says=says, src=() if src is INVALID else src)


def _identifier(ctx: Context, node: Scalar) -> bool:
    if IDENTIFIER.fullmatch(node.text) and len(node.text) <= 200 and node.text not in RESERVED:
        return True
    why = "is a word of the grammar" if node.text in RESERVED else "cannot be an id"
    shown = node.text if len(node.text) <= 40 else node.text[:37] + "..."
    ctx.report("MB206", node, f"'{shown}' {why}",
               "an id has letters, digits, '-', '_', '.' and '/' between parts: openai-inc/board",
               )  # fmt: skip
    return False


def _unknown_key(ctx: Context, key: Scalar, kind: str, known: tuple[str, ...]) -> None:
    guess = nearest(key.text, known)
    shown = key.text if len(key.text) <= 40 else key.text[:37] + "..."
    hint = f"did you mean '{guess}'?" if guess else f"one of: {', '.join(known)}"
    article = "an" if kind[:1] in "aeiou" else "a"
    ctx.report("MB201", key, f"{article} {kind} has no key '{shown}'", hint)


def _records(draft: _Draft, node: Node | None) -> None:
    ctx = draft.ctx
    if node is None or (isinstance(node, Scalar) and node.missing):
        return
    if not isinstance(node, SequenceNode):
        ctx.report("MB202", node, "'records' takes a list", "begin each record with '- KIND: ID'")
        return
    for item in node.items:
        if isinstance(item, MappingNode) and item.entries:
            _record(draft, item)
        else:
            ctx.report("MB202", item, "a record takes keys and values",
                       "begin it with its kind and id: '- person: altman'")  # fmt: skip


def _record(draft: _Draft, node: MappingNode) -> None:
    ctx = draft.ctx
    head, id_node = node.entries[0]
    kind = KINDS.get(head.text)
    if kind is None:
        _unknown_kind(draft, node)
        return
    ctx.owner, ctx.field = _text(id_node), head.text
    if not isinstance(id_node, Scalar) or not id_node.text:
        ctx.report("MB206", id_node, f"this {head.text} has no id", f"write '{head.text}: ID'")
        return
    values: dict[str, Any] = {}
    record_id = id_node.text
    if head.text == "assert":
        goal = KINDS_GOAL.read(ctx, id_node)
        draft.assertions += 1
        record_id = f"assertion-{draft.assertions}"
        if goal is INVALID:
            return
        values["goal"] = goal
    elif not _identifier(ctx, id_node):
        return
    elif record_id in draft.records or record_id in draft.broken:
        earlier = draft.records.get(record_id)
        span = earlier.span if earlier is not None else draft.broken[record_id]
        ctx.report("MB213", id_node, f"'{record_id}' stands twice",
                   "each id names one record: choose another, or join the two", also=(span,),
                   )  # fmt: skip
        return
    ctx.mark = _mark(node)
    before = len(ctx.diagnostics)
    ctx.roles = _roles(node)
    _read_keys(ctx, node, head.text, kind.keys, values)
    if "norms" in values:
        values["norms"] = _norms(ctx, values["norms"], record_id)
    ctx.roles = frozenset()
    missing = [name for name, key in kind.keys.items()
               if key.required and (key.attribute or name) not in values]  # fmt: skip
    wrong = {d.span for d in ctx.diagnostics[before:] if d.code != "MB201"}
    if missing and not wrong:
        ctx.report("MB205", head, f"{head.text} '{record_id}' has no '{missing[0]}'",
                   f"add '{missing[0]}: ...' ({kind.keys[missing[0]].says})")  # fmt: skip
    if missing:
        draft.broken[record_id] = id_node.span
        return
    if kind.assemble is not None:
        kind.assemble(values)
    values.setdefault("status", ctx.mark)
    draft.records[record_id] = kind.noun(id=record_id, span=id_node.span, **values)


KINDS_GOAL = NORM_KEYS["when"].type


def _unknown_kind(draft: _Draft, node: MappingNode) -> None:
    ctx = draft.ctx
    head, id_node = node.entries[0]
    if isinstance(id_node, Scalar) and id_node.text:
        draft.broken.setdefault(id_node.text, id_node.span)
    misplaced = next((key for key, _ in node.entries[1:] if key.text in KINDS), None)
    if head.text in COMMON and misplaced is not None:
        hint = f"a record begins with its kind: put '{misplaced.text}' first"
        for key, item in node.entries[1:]:
            if key is misplaced and isinstance(item, Scalar) and item.text:
                draft.broken.setdefault(item.text, item.span)
    else:
        guess = nearest(head.text, tuple(KINDS))
        hint = f"did you mean '{guess}'?" if guess else f"one of: {', '.join(KINDS)}"
    shown = head.text if len(head.text) <= 40 else head.text[:37] + "..."
    ctx.report("MB204", head, f"'{shown}' is not a kind of record", hint)


def _mark(node: MappingNode) -> Mark:
    if node.get("assumed") is not None:
        return "assumed"
    status = node.get("status")
    match _text(status) if status is not None else "":
        case "inferred":
            return "inferred"
        case "assumed":
            return "assumed"
        case "disputed":
            return "disputed"
    return "stated"


def _roles(node: MappingNode) -> frozenset[str]:
    roles = node.get("roles")
    if node.entries[0][0].text != "document" or not isinstance(roles, MappingNode):
        return frozenset()
    return frozenset(key.text for key, _ in roles.entries)


def _read_keys(
    ctx: Context,
    node: MappingNode,
    kind: str,
    keys: Mapping[str, Key],
    values: dict[str, Any],
    common: Mapping[str, Key] = COMMON,
) -> None:
    for name, item in node.entries[1:]:
        key = keys.get(name.text) or common.get(name.text)
        if key is None:
            _unknown_key(ctx, name, kind, (*keys, *common))
            continue
        ctx.field = name.text
        before = len(ctx.uses)
        value = key.type.read(ctx, item)
        if value is INVALID:
            continue
        if name.text == "effect":
            values["effect_spans"] = tuple(
                s.span for s in (item.items if isinstance(item, SequenceNode) else (item,))
            )
        del before
        values[key.attribute or name.text] = value


def _norms(ctx: Context, node: SequenceNode, document: str) -> tuple[nouns.Norm, ...]:
    out = []
    for place, item in enumerate(node.items, start=1):
        if not isinstance(item, MappingNode) or not item.entries:
            ctx.report("MB202", item, "a norm takes keys and values",
                       "write {can: HOLDER, do: DEED, by: RULE}")  # fmt: skip
            continue
        norm = _norm(ctx, item, f"{document}/{place}")
        if norm is not None:
            out.append(norm)
    return tuple(out)


def _norm(ctx: Context, node: MappingNode, default_id: str) -> nouns.Norm | None:
    head, holder = node.entries[0]
    if head.text not in MODALITIES:
        guess = nearest(head.text, tuple(MODALITIES))
        known = ", ".join(MODALITIES)
        ctx.report("MB204", head, f"'{head.text[:40]}' does not begin a norm",
                   f"did you mean '{guess}'?" if guess else f"one of: {known}")  # fmt: skip
        return None
    ctx.field = head.text
    if not isinstance(holder, Scalar) or not holder.text:
        ctx.report("MB202", holder, f"'{head.text}' takes who it speaks of",
                   f"write '{head.text}: openai-inc/board'")  # fmt: skip
        return None
    _use_bearer(ctx, holder)
    mark = ctx.mark
    own = _mark(node)
    ctx.mark = own if own != "stated" else mark
    values: dict[str, Any] = {}
    _read_keys(ctx, node, "norm", NORM_KEYS, values, {})
    ctx.mark = mark
    values.setdefault("id", default_id)
    return nouns.Norm(modality=head.text, holder=holder.text, span=holder.span, **values)  # type: ignore[arg-type]  # a key of MODALITIES is a Modality


BEARERS = ("any member of ", "each member of ", "any holder of ", "each holder of ")


def _use_bearer(ctx: Context, node: Scalar) -> None:
    """Check the name in "any member of openai-inc/board"."""
    for prefix in BEARERS:
        if node.text.startswith(prefix):
            ctx.use(node.text[len(prefix) :], ("body", "instrument"), node.part(len(prefix)))
            return
    if node.text != "anyone":
        ctx.use(node.text, (*PARTY, *POST), node.span)


def _settle_places(draft: _Draft) -> None:
    """Fill in what an id tells: `openai-inc/board` is a body of openai-inc."""
    for record_id, record in draft.records.items():
        if not isinstance(record, nouns.Body | nouns.Post):
            continue
        prefix, _, _ = record_id.rpartition("/")
        parent = draft.records.get(prefix)
        if isinstance(record, nouns.Post) and record.in_ is None and record.kind != "office":
            if isinstance(parent, nouns.Body):
                record = replace(record, in_=prefix)
            else:
                draft.ctx.report("MB255", record.span, f"{record.kind} '{record_id}' is in no body",
                                 "add 'in: BODY'")  # fmt: skip
        if record.of is None:
            while prefix and not isinstance(draft.records.get(prefix), nouns.Entity):
                prefix, _, _ = prefix.rpartition("/")
            if prefix:
                record = replace(record, of=prefix)
        draft.records[record_id] = record


__all__ = ["Library", "gather", "load", "load_texts"]

"""Reading one record: its kind, its id, its keys, and the noun that they make."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from minutebook.records.context import INVALID, Context
from minutebook.records.draft import Draft
from minutebook.records.fields import check_id, is_id
from minutebook.records.key import read_keys
from minutebook.records.kind import GOAL, Kind
from minutebook.records.kinds import COMMON, KEYS, KINDS
from minutebook.records.nouns import Document
from minutebook.records.open_field import mark_of
from minutebook.records.words import listed, quote
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.nodes import Node, Scalar
from minutebook.text.nodes import Sequence as SequenceNode


def read_records(draft: Draft, node: Node | None) -> None:
    """Read the section `records` of one file."""
    ctx = draft.ctx
    if node is None or (isinstance(node, Scalar) and node.missing):
        return
    if not isinstance(node, SequenceNode):
        ctx.report("MB202", node, '"records" takes a list', "begin each record with - KIND: ID")
        draft.unread.add("records")
        return
    for item in node.items:
        if isinstance(item, MappingNode) and item.entries:
            _record(draft, item)
            continue
        hint = "begin it with its kind and id: - person: altman"
        ctx.report("MB202", item, "a record takes keys and values", hint)
        _may_be_names(draft, item)


def _record(draft: Draft, node: MappingNode) -> None:
    ctx = draft.ctx
    head, id_node = node.entries[0]
    kind = KINDS.get(head.text)
    if kind is None:
        _unknown_kind(draft, node)
        return
    if not isinstance(id_node, Scalar) or not id_node.text:
        ctx.report("MB206", id_node, f"this {head.text} has no id", f"write {head.text}: ID")
        _may_be_names(draft, id_node)
        return
    ctx.owner, ctx.field = id_node.text, head.text
    if head.text == "assert":
        _assertion(draft, node, id_node)
        return
    if not check_id(ctx, id_node):
        _may_be_names(draft, id_node)
        return
    record_id = id_node.text
    if record_id in draft.records or record_id in draft.broken:
        earlier = draft.records.get(record_id)
        span = earlier.span if earlier is not None else draft.broken[record_id]
        hint = "each id names one record: choose another, or join the two"
        ctx.report("MB213", id_node, f"{quote(record_id)} stands twice", hint, also=(span,))
        return
    values = _values(draft, node, head.text, record_id)
    if _complete(draft, head, id_node, kind, values):
        _add(draft, node, kind, record_id, id_node, values)


def _assertion(draft: Draft, node: MappingNode, id_node: Scalar) -> None:
    """Read a test; its id is a number, since no other record speaks of it."""
    draft.assertions += 1
    record_id = f"assert#{draft.assertions}"
    goal = GOAL.read(draft.ctx, id_node)
    values = _values(draft, node, "assert", record_id)
    if goal is not INVALID:
        values["goal"] = goal
        _add(draft, node, KINDS["assert"], record_id, id_node, values)


def _values(draft: Draft, node: MappingNode, kind: str, record_id: str) -> dict[str, Any]:
    ctx = draft.ctx
    ctx.mark = mark_of(node, "stated")
    ctx.roles = _role_names(node) if kind == "document" else frozenset()
    values, spoiled = read_keys(ctx, node, kind, KEYS[kind])
    ctx.roles = frozenset()
    if spoiled:
        draft.spoiled[record_id] = spoiled
    values["status"] = ctx.mark
    return values


def _role_names(node: MappingNode) -> frozenset[str]:
    found: set[str] = set()
    for name in ("roles", "optional roles"):
        roles = node.get(name)
        if isinstance(roles, MappingNode):
            found.update(key.text for key, _ in roles.entries)
    return frozenset(found)


def _complete(
    draft: Draft, head: Scalar, id_node: Scalar, kind: Kind, values: dict[str, Any]
) -> bool:
    """Say whether nothing is missing that the noun cannot do without; report if it is."""
    missing = [name for name in kind.required if (kind.own[name].attribute or name) not in values]
    if not missing:
        return True
    spoiled = draft.spoiled.get(id_node.text, frozenset())
    # A key misspelt elsewhere in the record may be the one that is missing.
    if not spoiled:
        message = f"{head.text} {quote(id_node.text)} has no {quote(missing[0])}"
        hint = f'add "{missing[0]}: ..." ({kind.own[missing[0]].says})'
        draft.ctx.report("MB205", head, message, hint)
    draft.broken[id_node.text] = id_node.span
    return False


def _add(
    draft: Draft,
    node: MappingNode,
    kind: Kind,
    record_id: str,
    id_node: Scalar,
    values: dict[str, Any],
) -> None:
    if kind.assemble is not None:
        kind.assemble(draft.ctx, node, values)
    record = kind.noun(id=record_id, span=id_node.span, **values)
    draft.records[record_id] = record
    draft.nodes[record_id] = node
    if isinstance(record, Document):
        _add_norms(draft, record)


def _add_norms(draft: Draft, document: Document) -> None:
    for norm in document.norms:
        earlier = draft.norms.setdefault(norm.id, norm)
        if earlier is not norm:
            message = f"two norms have the id {quote(norm.id)}"
            hint = "give each norm an id of its own"
            draft.ctx.report("MB213", norm.span, message, hint, also=(earlier.span,))


def _unknown_kind(draft: Draft, node: MappingNode) -> None:
    ctx = draft.ctx
    head, id_node = node.entries[0]
    _may_be_names(draft, id_node)
    misplaced = next(((k, v) for k, v in node.entries[1:] if k.text in KINDS), None)
    if head.text in COMMON and misplaced is not None:
        message = f"a record begins with its kind, not with {quote(head.text)}"
        ctx.report("MB204", head, message, f'put "{misplaced[0].text}" first')
        _may_be_names(draft, misplaced[1])
        return
    ctx.report(
        "MB204", head, f"{quote(head.text)} is not a kind of record", _kind_hint(ctx, head.text)
    )


def _kind_hint(ctx: Context, text: str) -> str:
    guess = ctx.guess(text, KINDS)
    if guess:
        return f'did you mean "{guess}"?'
    if text in COMMON or any(text in keys for keys in KEYS.values()):
        return "begin the record with its kind and id, for example - person: ID"
    return f"one of: {listed(KINDS)}"


def _may_be_names(draft: Draft, node: Node) -> None:
    """Note what may be names: records that speak of them are not at fault."""
    for scalar in _scalars(node):
        for word in scalar.text.split()[:20]:
            if is_id(word):
                draft.perhaps.add(word)


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _scalars(item)
    else:
        for key, item in node.entries:
            yield key
            yield from _scalars(item)

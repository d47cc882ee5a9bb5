"""Which norms an event could touch: those that speak of it, and those that rest on them.

Looking at these alone keeps a question from hinging on readings that have nothing to do with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from minutebook.records import nouns
from minutebook.records.conditions import ANSWERS, Guard
from minutebook.records.deeds import ANY, Deed, Goal, family
from minutebook.records.nouns import Norm
from minutebook.state.index import Bound
from minutebook.state.state import State
from minutebook.text.expression import Call, Compare, Condition, Leaf, Ordered, Sentence, Timed

COUNTED = ("can", "cannot", "must", "must not", "may", "counts as")
_READS = {
    "consented": "consent",
    "declined": "decline",
    "accepted": "accept",
    "offered": "offer",
    "lapsed": "offer",
    "paid": "pay",
    "paid by": "pay",
}
Marks = frozenset[tuple[str, str]]
"""What is touched: ("name", id), ("verb", verb) or ("profit", entity)."""


def guards(norm: Norm) -> tuple[Guard, ...]:
    """The conditions of a norm."""
    found = (norm.when, norm.unless, norm.ends, norm.fulfilled)
    return tuple(g for g in found if g is not None)


def marks_of_deed(deed: Deed) -> set[tuple[str, str]]:
    """What a deed touches: what it names, and whatever asks about deeds of its kind."""
    marks = {("name", value) for _, value in deed.args if value != ANY}
    return {*marks, ("verb", family(deed.verb))}


def marks_of_record(record: nouns.Noun) -> set[tuple[str, str]]:
    """What a record touches when it happens."""
    marks = {("name", record.id)}
    if isinstance(record, nouns.Act):
        for deed in record.effects:
            marks |= marks_of_deed(deed)
    elif isinstance(record, nouns.Event) and record.profit is not None:
        marks |= {("profit", party) for party in record.about}
    elif isinstance(record, nouns.Document):
        for norm in record.norms:
            marks |= {("name", name) for name in (norm.id, *norm.replaces, *norm.despite)}
    return marks


def reads(norm: Norm) -> set[tuple[str, str]]:
    """What the state of a norm may rest on."""
    found: set[tuple[str, str]] = {("name", norm.id)}
    if norm.deed is not None and norm.modality != "counts as":
        found.add(("verb", family(norm.deed.verb)))
    if norm.upon is not None:
        found.add(("verb", family(norm.upon.verb)))
    if norm.due is not None and isinstance(norm.due.anchor, str):
        found.add(("name", norm.due.anchor))
    for guard in guards(norm):
        if isinstance(guard, Condition):
            for leaf in guard.leaves:
                found |= set(_reads(leaf))
        else:
            found |= set(_goal(guard))
    return found


def _goal(goal: Goal) -> Iterable[tuple[str, str]]:
    return (("name", value) for _, value in goal.args)


def _reads(leaf: Leaf) -> Iterable[tuple[str, str]]:
    match leaf:
        case Sentence():
            if isinstance(leaf.meaning, Goal):
                yield from _goal(leaf.meaning)
        case Timed():
            if isinstance(leaf.anchor, str):
                yield "name", leaf.anchor
        case Ordered():
            yield "name", leaf.subject
            if isinstance(leaf.anchor, str):
                yield "name", leaf.anchor
        case Compare():
            for side in (leaf.left, leaf.right):
                if isinstance(side, Call):
                    yield from _call(side)
        case Call():
            yield from _call(leaf)


def _call(call: Call) -> Iterable[tuple[str, str]]:
    if call.name in _READS:
        yield "verb", _READS[call.name]
    elif call.name == "profit":
        yield "profit", call.args[0]
    # What the deed itself says, or was answered to it, is no trace of a party elsewhere.
    if call.name not in (*ANSWERS, "by", "from", "to", "with"):
        for name in call.args:
            yield "name", name


def touched(state: State, marks: set[tuple[str, str]]) -> list[Bound]:
    """The norms that something could touch, each after those on whose state it rests."""
    bounds = [b for m in COUNTED for b in state.index.norms.get(m, ()) if b.holder]
    bounds.sort(key=lambda b: (b.document.id, b.norm.span.line, b.norm.id, b.holder or ""))
    dependents: dict[tuple[str, str], list[int]] = {}
    for place, bound in enumerate(bounds):
        for mark in reads(bound.norm):
            dependents.setdefault(mark, []).append(place)
    depth: dict[int, int] = {}
    queue = deque((place, 0) for mark in sorted(marks) for place in dependents.get(mark, ()))
    while queue:
        place, level = queue.popleft()
        if place in depth:
            continue
        depth[place] = level
        name = ("name", bounds[place].norm.id)
        queue.extend((other, level + 1) for other in dependents.get(name, ()) if other != place)
    return [bounds[place] for place in sorted(depth, key=lambda p: (depth[p], p))]


__all__ = ["COUNTED", "marks_of_deed", "marks_of_record", "touched"]

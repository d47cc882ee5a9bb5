"""Entrenched norms: what it takes to change one, beside what it takes to change its document.

A rule that asks for four fifths would protect little if a simple majority could strike it out.
Law or the document says that it is altered only by the greater vote that it asks for itself
(8 Del. C. § 242(b)(4); entrenched articles, Companies Act 2006, s. 22).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from minutebook.answers.found import Why
from minutebook.records.book import Book
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Document, Norm
from minutebook.records.rule_text import say_rule
from minutebook.state.slots import Point
from minutebook.state.versions import matter_of, stated_anew

if TYPE_CHECKING:
    from minutebook.records.rules import Rule
    from minutebook.state.index import Bound
    from minutebook.state.state import State

CHANGING: Final = frozenset({"adopt", "amend", "repeal", "terminate"})


def anything_entrenched(book: Book) -> bool:
    """Whether some norm of the book says what it takes to change it."""
    return any(n.changed_by is not None for d in book.of(Document) for n in d.norms)


def touched_by_each(state: State) -> dict[str, tuple[str, ...]]:
    """The entrenched norms that each document would change if it were adopted."""
    if not anything_entrenched(state.book):
        return {}
    return {
        document.id: tuple(n for n, _ in _touched(state, _adopt(document), document))
        for document in state.book.of(Document)
    }


def _adopt(document: Document) -> Deed:
    return Deed("adopt", (("document", document.id),))


def entrenched(state: State, deed: Deed, point: Point) -> Iterator[tuple[Rule, Why]]:
    """What must be met besides to do a deed: the rules of the entrenched norms that it touches.

    What a deed to amend a document changes in it is not told: that is a choice of the world.
    """
    document = state.book.get(deed.get("document"), Document)
    if deed.verb not in CHANGING or document is None:
        return
    for name, sure in dict(_touched(state, deed, document)).items():
        bound = _bound(state, name)
        if bound is None or bound.norm.changed_by is None or not state.norm_holds(bound, point):
            continue
        choice = f"{deed} changes {name}"
        if not sure and state.world.choose(choice, ("yes", "no"), kind="rule") == "no":
            continue
        rule = bound.norm.changed_by
        says = f"{name} is changed only by {say_rule(rule)}"
        yield rule, Why(says, bound.norm.says, bound.cites)


def _touched(state: State, deed: Deed, document: Document) -> Iterator[tuple[str, bool]]:
    """The entrenched norms that a deed changes or ends, surely or perhaps.

    What a later version states in the same words it does not change.
    """
    if deed.verb != "adopt":
        yield from ((n.id, deed.verb != "amend") for n in document.norms if n.changed_by)
        return
    if document.id in state.book.touches:
        yield from ((name, True) for name in state.book.touches[document.id])
        return
    earlier = state.book.get(document.restates, Document)
    for norm in earlier.norms if earlier is not None else ():
        kept = any(matter_of(n) == matter_of(norm) and _same(n, norm) for n in document.norms)
        if norm.changed_by is not None and not kept:
            yield norm.id, True
    for norm in document.norms:
        for name in (*norm.replaces, *stated_anew(state.book, document, norm)):
            old = _bound(state, name)
            if old is not None and old.norm.changed_by and not _same(norm, old.norm):
                yield name, True


def _same(one: Norm, other: Norm) -> bool:
    """Whether two norms say the same, whatever they are called and wherever they are read."""
    read = replace(one, says=other.says, src=other.src, status=other.status, assumed=other.assumed)
    return replace(read, id=other.id, span=other.span, replaces=other.replaces) == other


def _bound(state: State, name: str) -> Bound | None:
    return next(
        (b for norms in state.index.norms.values() for b in norms if b.norm.id == name), None
    )

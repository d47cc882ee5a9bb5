"""Documents that amend or restate others: which norms take whose place."""

from __future__ import annotations

from collections.abc import Iterator

from minutebook.records import nouns
from minutebook.records.book import Book
from minutebook.records.nouns import Document, Norm
from minutebook.records.values import Value


def circular(book: Book, document: Document) -> bool:
    """Whether a document is a later version of itself, which is an error of the book."""
    seen: set[str] = set()
    at: Document | None = document
    while at is not None and at.id not in seen:
        seen.add(at.id)
        at = book.get(at.restates, Document)
    return at is not None


def stated_anew(book: Book, document: Document, norm: Norm) -> Iterator[str]:
    """The norms of earlier versions that an amendment states anew: on the same matter."""
    seen = {document.id}
    earlier = book.get(document.amends, Document)
    while earlier is not None and earlier.id not in seen:
        seen.add(earlier.id)
        for old in earlier.norms:
            if matter_of(old) == matter_of(norm) and old.id not in norm.replaces:
                yield old.id
        earlier = book.get(earlier.amends, Document)


def matter_of(norm: Norm) -> tuple[object, ...]:
    """What a norm is about: two norms on one matter say the same thing, or different things."""
    return norm.modality, norm.holder, norm.deed, norm.form


def laws_of(entity: nouns.Entity) -> tuple[nouns.Applied, ...]:
    """The documents of law that may apply to an organisation, in any reading."""
    if isinstance(entity.law, Value):
        return tuple(law for laws in entity.law.by.values() for law in laws)
    return entity.law

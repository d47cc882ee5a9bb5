"""What an answer says where the law of an organisation is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns

if TYPE_CHECKING:
    from minutebook.state.state import State


def silent_law(state: State, actor: str | None) -> tuple[Why, ...]:
    """The law of an organisation, where it is silent, and where to read what it leaves out."""
    record = state.book.records.get(actor or "")
    of = getattr(record, "of", None) or (actor or "").rpartition("/")[0] or actor
    entity = state.book.get(of, nouns.Entity)
    found = []
    for law in state.pick(entity.law) if entity is not None else ():
        document = state.book.get(law.document, nouns.Document)
        if document is not None:
            says = f"{document.id}, as the book has it, says nothing of it"
            if document.id in state.book.laws:
                says += f"; what it leaves out: minutebook law {document.id}"
            found.append(Why(says, None, document.src))
    return tuple(found)

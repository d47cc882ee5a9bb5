"""A state as HTML, for notebooks: who holds each post and seat, which documents are in force."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from minutebook.answers.html import table_html
from minutebook.records import nouns

if TYPE_CHECKING:
    from minutebook.state.state import State


def state_html(state: State) -> str:
    """The posts, bodies and documents of a book at the state's date, in the state's world."""
    visible = [r for r in state.visible() if r.id not in state.book.laws]
    posts = [
        (escape(post.label), escape(_holders(state, post.id)))
        for post in visible
        if isinstance(post, nouns.Post)
    ]
    bodies = [
        (escape(body.label), escape(_seats(state, body.id)), escape(_holders(state, body.id)))
        for body in visible
        if isinstance(body, nouns.Body) and not body.holders_of
    ]
    documents = [
        (escape(document.label), escape(state.document_state(document, state.now)))
        for document in visible
        if isinstance(document, nouns.Document)
    ]
    title = f"{state.book.title}, as of {state.at.isoformat()}"
    tables = (
        table_html(("post", "held by"), posts, title) if posts else "",
        table_html(("body", "seats", "members"), bodies) if bodies else "",
        table_html(("document", "state"), documents) if documents else "",
    )
    return f"<div>{''.join(tables) or escape(title)}</div>"


def _holders(state: State, place: str) -> str:
    """Who sits there, by the names that the book gives them."""
    named = []
    for occupancy in state.seats(place).occupants:
        record = state.book.records.get(occupancy.holder or "")
        named.append(record.label if record is not None else occupancy.holder or "not known")
    return ", ".join(named) or "nobody"


def _seats(state: State, body: str) -> str:
    seats = state.seats(body).seats
    return "not told" if seats is None else str(seats)

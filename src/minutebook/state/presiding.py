"""Who presides over a body and breaks its ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.state.slots import Point

if TYPE_CHECKING:
    from minutebook.state.state import State


def chair_of(state: State, body: nouns.Body, point: Point) -> str | None:
    """Who has the casting vote: a person, or whoever holds a post."""
    if isinstance(state.book.records.get(body.casting_vote or ""), nouns.Post):
        held = state.holder(body.casting_vote or "", point)
        return held.holder if held is not None else None
    return body.casting_vote

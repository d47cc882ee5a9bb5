"""The seats of a body whose holders somebody else elects or removes than those of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.state.slots import Point

if TYPE_CHECKING:
    from minutebook.state.state import State


def seats_with_own_elector(
    state: State, body: nouns.Body, party: str | None, point: Point
) -> list[nouns.Post]:
    """The seats of a body that a party holds at a point and that say who fills or empties them."""
    named = [state.book.get(seat, nouns.Post) for seat in state.index.seats_in.get(body.id, ())]
    return [
        seat
        for seat in named
        if seat is not None
        and (seat.appointed_by is not None or seat.removed_by is not None)
        and state.seats(seat.id, point).holding(party or "") is not None
    ]

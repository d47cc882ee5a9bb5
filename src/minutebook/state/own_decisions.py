"""Whether an organisation that votes had decided so itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed, matches, parse_deed
from minutebook.state.slots import Point
from minutebook.state.timing import happened
from minutebook.state.voters import Voter

if TYPE_CHECKING:
    from minutebook.state.state import State


def own_decisions(
    state: State, body: nouns.Body, deed: Deed, voters: Iterable[Voter], point: Point
) -> tuple[Why, ...]:
    """Whether organisations that vote decided so themselves, as far as the book records it.

    A vote that was cast counts, whatever became of the decision behind it.
    """
    timeline = state.index.timelines.get(("votes", body.id))
    if timeline is None:
        return ()
    notes = []
    names = {v.name for v in voters if v.choices <= {"for", "against"}}
    for writer in happened(state, timeline, point):
        matter = writer.deed.get("deed")
        pattern = parse_deed(matter) if matter is not None else None
        if isinstance(pattern, tuple) and not matches(pattern[0], deed):
            continue
        for name in names:
            entity = state.book.get(name, nouns.Entity)
            if entity is None or writer.act.by not in (name, entity.acts_through):
                continue
            if not state.took_effect(writer.act, writer.place):
                says = f"{name} voted, and its own decision to do so has no effect: {writer.act.id}"
                notes.append(Why(says, None, writer.act.src))
    return tuple(notes)

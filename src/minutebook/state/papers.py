"""The papers of a meeting or an act: notices of it and waivers, as the book records them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.deeds import Deed, matches
from minutebook.state.authority import canonical

if TYPE_CHECKING:
    from minutebook.state.state import State


@dataclass(slots=True)
class Papers:
    """Notices and waivers by the meeting or act that they speak of, in the order of the book."""

    notices: dict[str, list[nouns.Message]] = field(default_factory=dict)
    waivers: dict[str, list[nouns.Message]] = field(default_factory=dict)


def papers(state: State) -> Papers:
    """Arrange them; once for each known-date."""
    key = ("papers", id(state.book), state.known)
    kept = state.world.memo.indexes.get(key)
    if isinstance(kept, Papers):
        return kept
    made = Papers()
    for record in state.visible():
        if isinstance(record, nouns.Message):
            if record.notice_of is not None:
                made.notices.setdefault(record.notice_of, []).append(record)
            if record.waives_notice_of is not None:
                made.waivers.setdefault(record.waives_notice_of, []).append(record)
    state.world.memo.indexes[key] = made
    return made


def notices(state: State, of: str) -> list[nouns.Message]:
    """The notices of a meeting or an act."""
    return papers(state).notices.get(of, [])


def stated(
    state: State, of: str | None, deed: Deed, act: nouns.Act | None
) -> tuple[bool | None, str]:
    """Whether the notice of a meeting stated the deed, and that in words.

    What is only thought of, at no meeting that the book tells of, can still be notified.
    """
    if of is None:
        name = "the meeting"
        found = None if act is not None else True
    else:
        name = of
        told = [states_deed(state, message, deed, act) for message in notices(state, of)]
        found = True if True in told else None if None in told else False
        if not told and act is not None:
            found = None
    said = {True: "stated it", False: "did not state it", None: "may have stated it or not"}
    return found, f"the notice of {name} {said[found]}"


def addressed(state: State, message: nouns.Message, body: nouns.Body, person: str) -> bool:
    """Whether a notice went to somebody: by name, in a group, or as one of the body."""
    if message.public or person in message.to or body.id in message.to:
        return True
    groups = (state.book.get(name, nouns.Group) for name in message.to)
    return any(group is not None and person in group.members for group in groups)


def speaks_for(message: nouns.Message, person: str) -> bool:
    """Whether somebody sent or signed it."""
    return person == message.from_ or person in message.signed_by


def states_deed(
    state: State, message: nouns.Message, deed: Deed, act: nouns.Act | None
) -> bool | None:
    """Whether a notice states the deed; None if the book does not tell what it states."""
    if act is not None and act.id in message.about:
        return True
    if message.business:
        forms = canonical(state, deed)
        return any(matches(stated, form) for stated in message.business for form in forms)
    return None if not message.about else False

"""What a plan may wait for: moments at which something ends or begins by itself."""

from __future__ import annotations

from datetime import datetime

from minutebook.records import nouns
from minutebook.state.state import State
from minutebook.text.when import When


def moments_of(state: State, until: datetime | None) -> tuple[datetime, ...]:
    """When terms end, and documents and norms begin or end, after the date of a frozen state.

    `until` None: however long it takes.
    """
    found: set[datetime] = set()
    for record in state.book:
        match record:
            case nouns.Document():
                dates = [record.start, record.end]
                dates += [d for norm in record.norms for d in (norm.start, norm.end)]
                dates += [record.date] if isinstance(record.date, When) else []
                found |= {d.latest for d in dates if d is not None and d.latest is not None}
            case nouns.Body() | nouns.Post():
                found |= {
                    o.until.latest
                    for o in state.seats(record.id).occupants
                    if o.until is not None and o.until.latest is not None
                }
    later = (m for m in found if state.at < m and (until is None or m <= until))
    return tuple(sorted(later))


def untold_terms(state: State) -> tuple[str, ...]:
    """The bodies and posts whose holders have a term of which it is not told when it ends."""
    return tuple(
        record.id
        for record in state.book
        if isinstance(record, nouns.Body | nouns.Post) and _untold(state, record)
    )


def _untold(state: State, record: nouns.Body | nouns.Post) -> bool:
    body = state.book.get(record.in_, nouns.Body) if isinstance(record, nouns.Post) else None
    if record.term is None and (body is None or body.term is None):
        return False
    held = state.seats(record.id).occupants
    return any(o.post == record.id and o.until is None for o in held)

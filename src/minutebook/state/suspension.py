"""Who holds a post and does not act for the time being: suspended, and later reinstated.

Suspension empties nothing: whoever is suspended from a post keeps it, and nobody is appointed in
their place but as interim, until they come back. On a body their votes are not cast; what they
still stand in follows `suspended count in`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act
from minutebook.state.slots import Occupancy, Point, Seats

if TYPE_CHECKING:
    from minutebook.state.authority import Power
    from minutebook.state.state import State


def suspended(now: Seats, deed: Deed, act: Act | None) -> Seats:
    """The slot once somebody is suspended."""
    return _marked(now, deed, act.id if act is not None else "")


def ended(now: Seats, deed: Deed, record: nouns.Body | nouns.Post) -> Seats:
    """The slot once somebody is back: who stood in for the holder of a post goes."""
    back = now.holding(deed.get("party") or "")
    if back is None or back.suspended is None:
        return now
    if isinstance(record, nouns.Post):
        now = Seats(now.seats, tuple(o for o in now.occupants if o is back or not o.interim))
    return _marked(now, deed, None)


def as_it_was(before: Seats, now: Seats, deed: Deed) -> Seats:
    """The slot once a reinstatement is undone: suspended by whatever suspended them before."""
    held = before.holding(deed.get("party") or "")
    return now if held is None else _marked(now, deed, held.suspended)


def held_by_others(now: Seats, party: str | None) -> tuple[Occupancy, ...]:
    """Who keeps a post although an interim holder comes: whoever is suspended from it."""
    return tuple(o for o in now.occupants if o.suspended is not None and o.holder != party)


def told(state: State, found: Sequence[Power], actor: str, point: Point) -> tuple[Why, ...]:
    """That an actor would have the power, but for being suspended from the post that has it."""
    told = {}
    for place in (power.holder or "" for power in found):
        held = state.seats(place, point).holding(actor)
        if held is not None and held.suspended is not None:
            by = state.index.acts.get(held.suspended)
            told[place] = Why(f"{actor} is suspended from {place}", None, by.src if by else ())
    return tuple(told.values())


def _marked(now: Seats, deed: Deed, cause: str | None) -> Seats:
    party = deed.get("party")
    return Seats(
        now.seats,
        tuple(replace(o, suspended=cause) if o.holder == party else o for o in now.occupants),
    )

"""What must be so for a deed to have something to act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act
from minutebook.state.slots import Point, Seats
from minutebook.text.numbers import Quantity, parse_quantity
from minutebook.text.problem import Problem

if TYPE_CHECKING:
    from minutebook.state.state import State
    from minutebook.state.verdict import Effect


@dataclass(frozen=True, slots=True)
class Met:
    """Whether the deed has something to act on, and why."""

    holds: bool | None
    whys: tuple[Why, ...] = ()
    missing: tuple[str, ...] = ()


def precondition(
    state: State,
    deed: Deed,
    actor: str,
    point: Point,
    earlier: Sequence[Effect],
    act: Act | None,
) -> Met:
    """Check what the deed presupposes, after the earlier effects of the same act."""
    match deed.verb:
        case "remove" | "resign":
            return _in_post(state, deed, actor, point, earlier, act)
        case "appoint" | "elect":
            return _room(state, deed, actor, point, earlier, act)
        case "transfer" | "cancel":
            return _enough_units(state, deed, point)
        case "issue":
            return _authorised(state, deed, point)
    return Met(True)


def _seats_after(
    state: State,
    deed: Deed,
    actor: str,
    point: Point,
    earlier: Sequence[Effect],
    act: Act | None,
) -> tuple[nouns.Body | nouns.Post | None, Seats]:
    """The post as the act's own earlier effects leave it."""
    post = deed.get("post") or ""
    record = state.book.records.get(post)
    if not isinstance(record, nouns.Body | nouns.Post):
        return None, Seats(0, ())
    seats = state.seats(post, point)
    for effect in earlier:
        if effect.deed.get("post") == post and effect.standing in ("valid", "voidable",
                                                                   "undetermined"):  # fmt: skip
            seats = state.apply_deed(seats, effect.deed, record, actor, point.when, act)
    return record, seats


def _in_post(
    state: State,
    deed: Deed,
    actor: str,
    point: Point,
    earlier: Sequence[Effect],
    act: Act | None,
) -> Met:
    party = deed.get("party") if deed.verb == "remove" else actor
    post = deed.get("post") or ""
    _, seats = _seats_after(state, deed, actor, point, earlier, act)
    if party is not None and seats.holding(party) is not None:
        return Met(True)
    if any(o.holder is None for o in seats.occupants):
        return Met(None, (), (f"who holds {post}",))
    return Met(False, (Why(f"{party} does not hold {post}"),))


def _room(
    state: State,
    deed: Deed,
    actor: str,
    point: Point,
    earlier: Sequence[Effect],
    act: Act | None,
) -> Met:
    record, seats = _seats_after(state, deed, actor, point, earlier, act)
    party, post = deed.get("party") or "", deed.get("post") or ""
    if seats.holding(party) is not None and not seats.holding(party).interim:  # type: ignore[union-attr]  # held, as just asked
        return Met(False, (Why(f"{party} already holds {post}"),))
    if isinstance(record, nouns.Post):
        if not seats.occupants:
            return Met(True)
        holder = seats.occupants[0].holder
        return Met(True, (Why(f"{holder or 'the holder'} of {post} gives way to {party}"),))
    if seats.vacant is None:
        return Met(None, (), (f"how many seats {post} has",))
    if seats.vacant > 0:
        return Met(True)
    return Met(False, (Why(f"{post} has {seats.seats} seats, all filled: none for {party}"),))


def _quantity(deed: Deed) -> Quantity:
    parsed = parse_quantity(deed.get("units") or "")
    return Quantity(None, None) if isinstance(parsed, Problem) else parsed


def _enough_units(state: State, deed: Deed, point: Point) -> Met:
    holder = (deed.get("from") if deed.verb == "transfer" else deed.get("party")) or ""
    instrument = deed.get("instrument") or ""
    wanted = _quantity(deed)
    held = state.units(holder, instrument, point)
    if wanted.exact is None:
        return Met(None, (), (f"how many units of {instrument} are moved",))
    enough = held.at_least(wanted.exact)
    if enough is None:
        return Met(None, (), (f"how many units of {instrument} {holder} holds",))
    says = f"{holder} holds {'enough' if enough else 'fewer than ' + str(wanted.exact)} units"
    return Met(enough, (Why(says),))


def _authorised(state: State, deed: Deed, point: Point) -> Met:
    """An issue beyond what is authorised has no effect; no stated limit limits nothing."""
    record = state.book.get(deed.get("instrument"), nouns.Instrument)
    limit = state.pick(record.authorised) if record is not None else None
    if record is None or limit is None:
        return Met(True)
    total = _quantity(deed)
    for quantity in state.register(record.id, point).values():
        total = total.plus(quantity)
    if limit.exact is None or total.exact is None:
        return Met(None, (), (f"how many units of {record.id} are issued or authorised",))
    within = total.exact <= limit.exact
    says = f"{total.exact} units after the issue, {limit.exact} authorised"
    return Met(within, (Why(says),))


__all__ = ["Met", "precondition"]

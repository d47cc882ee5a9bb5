"""Who is still in a post: terms that ran out, holders who stay on, events that end it.

Whether somebody's time is over depends on when one looks and on nothing that an act must do, so it
is asked of each occupancy as it is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from minutebook.records import nouns
from minutebook.state.dates import END
from minutebook.state.slots import Occupancy, Point, Seats
from minutebook.state.timing import begun
from minutebook.text.duration import Duration
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.state.index import Bound
    from minutebook.state.state import State

BEARERS: Final = ("any member of ", "each member of ")
DEATH: Final = "death"
"""The kind of event that ends whatever its person holds, under any law."""

Place = nouns.Body | nouns.Post


def still_there(state: State, record: Place, seats: Seats, point: Point) -> Seats:
    """The holders whose time has not ended by a point; the same object if it has for nobody."""
    if not _may_end(state, record, seats):
        return seats
    out = [_looked_at(state, record, one, point) for one in seats.occupants]
    if all(a is b for a, b in zip(out, seats.occupants, strict=True)):
        return seats
    return Seats(seats.seats, tuple(one for one in out if one is not None))


def _may_end(state: State, record: Place, seats: Seats) -> bool:
    """Whether the book tells of anything that could end the time of a holder."""
    if isinstance(record, nouns.Body) and record.drawn_from is not None:
        return True
    if _term(state, record) is not None or any(_on_terms(state, record)):
        return True
    if state.index.lasting.get(id(seats)) is seats:
        return False
    happenings = state.index.happenings
    ending = [one for one in seats.occupants if one.until is not None or one.holder in happenings]
    if not ending:
        state.index.lasting[id(seats)] = seats
    return bool(ending)


def make_room(state: State, record: Place, seats: Seats, point: Point) -> Seats:
    """A body after a new member came: who only stayed until a successor gives way."""
    if seats.seats is None or len(seats.occupants) <= seats.seats:
        return seats
    sitting = still_there(state, record, seats, point).occupants
    staying = [o for o in sitting if o.holding_over]
    if not staying or len(sitting) <= seats.seats:
        return seats
    first = min(o.until.latest or point.when.latest for o in staying if o.until is not None)  # type: ignore[type-var]  # a term that ran out has an end
    ready = [o for o in staying if o.until is not None and o.until.latest == first]
    names = tuple(sorted(o.holder or "?" for o in ready))
    leaves = names[0]
    if len(names) > _appointed_with(state, record, point):
        choice = f"who of {' and '.join(names)} gave way in {record.id}, {point.act}"
        leaves = state.world.choose(choice, names, kind="rule")
    return Seats(seats.seats, tuple(o for o in seats.occupants if o.holder != leaves))


def _appointed_with(state: State, record: Place, point: Point) -> int:
    """How many one act appoints to a body: if all who stay give way, nobody asks who is first."""
    act = state.index.acts.get(point.act or "")
    return sum(
        deed.verb in ("appoint", "elect") and deed.get("post") == record.id
        for deed in (act.effects if act is not None else ())
    )


def _looked_at(state: State, record: Place, one: Occupancy, point: Point) -> Occupancy | None:
    """An occupancy as it is at a point: ended (None), held over, or as it was."""
    if one.holder is not None and (
        _ended_by_event(state, record, one, point) or _left_the_parent(state, record, one, point)
    ):
        return None
    until = _until(state, record, one)
    if until is None:
        return one
    label = f"end of {one.holder}'s term in {one.post}"
    if not begun(state, label, until, point):
        return replace(one, until=until) if one.until is None else one
    if one.fixed or not _stays(state, record):
        return None
    return replace(one, until=until, holding_over=True)


def _until(state: State, record: Place, one: Occupancy) -> When | None:
    """When somebody's term ends: as they were appointed, else after the term of the post.

    At the latest with the longest term that a norm lets somebody be appointed for (Aktiengesetz,
    s. 84(1): five years).
    """
    term = _term(state, record)
    ends = [one.until] if one.until is not None else []
    if one.start is None:
        return one.until
    if term is not None and not ends:
        ends.append(_after(state, term, one.start))
    ends += [_after(state, longest, one.start) for longest in _longest(state, record, one.start)]
    return min(ends, key=lambda end: end.latest or END, default=None)


def _after(state: State, term: Duration, start: When) -> When:
    """The end of a term that runs from a moment."""
    zone = state.book.zone
    return When(
        None if start.earliest is None else term.after(start.earliest, zone),
        None if start.latest is None else term.after(start.latest, zone),
        f"{term} after {start.written}",
    )


def _on_terms(state: State, record: Place) -> Iterator[Bound]:
    """The norms on how long somebody can be appointed to a place for."""
    for place in _chain(state, record):
        yield from state.index.by_holder.get(("term", place.id), ())


def _longest(state: State, record: Place, start: When) -> Iterator[Duration]:
    """The longest terms, by the norms in force when somebody came."""
    for bound in _on_terms(state, record):
        length = bound.norm.at_most
        if isinstance(length, Duration) and state.norm_holds(bound, Point(start)):
            yield length


def _chain(state: State, record: Place) -> list[Place]:
    """The post and the body that it is a seat of: what the seat does not say, the body does."""
    body = state.book.get(record.in_, nouns.Body) if isinstance(record, nouns.Post) else None
    return [record] if body is None else [record, body]


def _term(state: State, record: Place) -> Duration | None:
    if record.term is not None or isinstance(record, nouns.Body):
        return record.term
    body = state.book.get(record.in_, nouns.Body)
    return body.term if body is not None else None


def _stays(state: State, record: Place) -> bool:
    """Whether a holder stays after the term until a successor; where nothing says, it is open."""
    said = _said_to_stay(state, record)
    if said is not None:
        return said
    return state.world.choose(f"holdover in {record.id}", ("yes", "no"), "yes", "rule") == "yes"


def _said_to_stay(state: State, record: Place) -> bool | None:
    """What the post, its body or a norm says of holding over; None if nothing does."""
    places = _chain(state, record)
    for place in places:
        said = state.pick(place.holdover)
        if said is not None:
            return said
    for place in places:
        for bound in state.index.by_holder.get(("holdover", place.id), ()):
            if state.norm_state(bound, state.now) == "in force":
                return state.pick(bound.norm.value) == "yes"
    return None


def _ended_by_event(state: State, record: Place, one: Occupancy, point: Point) -> bool:
    """Whether something happened to the holder, since they came, that empties the post."""
    for event in state.index.happenings.get(one.holder or "", ()):
        if event.kind != DEATH and not _empties(state, record, event, point):
            continue
        when = state.moment(event)
        if one.start is not None and when.before(one.start) is True:
            continue
        if begun(state, event.id, when, point):
            return True
    return False


def _empties(state: State, record: Place, event: nouns.Event, point: Point) -> bool:
    """Whether a norm says that this kind of event ends an occupancy of the post."""
    places = [place.id for place in _chain(state, record)]
    names = [f"{bearer}{place}" for place in places for bearer in ("", *BEARERS)]
    bounds = [b for name in names for b in state.index.by_holder.get(("vacates", name), ())]
    return any(
        b.norm.on == event.kind and state.norm_state(b, point) in ("in force", "undetermined")
        for b in bounds
    )


def _left_the_parent(state: State, record: Place, one: Occupancy, point: Point) -> bool:
    """Whether a member of a committee no longer sits in the body that it is drawn from."""
    parent = record.drawn_from if isinstance(record, nouns.Body) else None
    if parent is None:
        return False
    return state.seats(parent, point).holding(one.holder or "") is None


def of_untold_term(state: State, record: Place, seats: Seats) -> bool:
    """Whether some hold until a successor is elected, and the book does not say when that is due.

    The term of each is then one that the law gives and the book leaves untold.
    """
    if not _said_to_stay(state, record):
        return False
    return any(o.until is None and not o.holding_over for o in seats.occupants)


def holding_over(occupants: Sequence[Occupancy]) -> int:
    """How many only stay until a successor comes."""
    return sum(o.holding_over for o in occupants)

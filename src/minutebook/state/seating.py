"""Who holds a post or sits on a body: the slot filled forward, act by act."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act
from minutebook.records.values import Unknown
from minutebook.state import suspension
from minutebook.state.dates import END
from minutebook.state.horizon import concerning
from minutebook.state.slots import Occupancy, Point, Seats
from minutebook.state.tenure import make_room, still_there
from minutebook.state.timelines import Timeline, Writer
from minutebook.state.timing import begun, happened, over, unsure, until
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.state.state import State


def seats(state: State, post: str, point: Point | None = None, *, register: bool = False) -> Seats:
    """Who holds a post, or sits on a body, at a point.

    `register` looks at what binds third parties: changes count from their registration.
    """
    point = point or state.now
    record = state.book.records.get(post)
    if not isinstance(record, nouns.Body | nouns.Post):
        return Seats(0, ())
    own = _registered(state, record, point) if register else _fold(state, record, point)
    own = still_there(state, record, own, point)
    named = state.index.seats_in.get(post, ())
    if not named:
        return own
    occupants = list(own.occupants)
    number = own.seats
    for seat in named:
        found = state.seats(seat, point, register=register)
        occupants.extend(found.occupants)
        if number is not None and found.seats == 0:
            number -= 1
    return Seats(number, tuple(occupants))


def seats_after(state: State, act: Act, post: str, point: Point) -> Seats:
    """A post or body just before a point, with the effects of one act applied to it."""
    record = state.book.records.get(post)
    seats = state.seats(post, point)
    if not isinstance(record, nouns.Body | nouns.Post):
        return seats
    for place, deed in enumerate(act.effects):
        if deed.get("post") == post and state.took_effect(act, place):
            seats = state.apply_deed(seats, deed, record, act.by, state.effective(act, place), act)
    return seats


def why_seated(state: State, post: str, point: Point | None = None) -> Why:
    """Why a post is held as it is: who put each holder there, and from where it is read."""
    seats = state.seats(post, point)
    because = []
    for occupancy in seats.occupants:
        name = occupancy.holder or "somebody not known"
        if occupancy.cause is None:
            because.append(Why(f"{name} held {occupancy.post} at first", None, occupancy.src))
        else:
            verdict = state.verdict(occupancy.cause)
            because.append(Why(f"{name} came by {occupancy.cause}", None, occupancy.src,
                               (verdict.why,)))  # fmt: skip
    names = ", ".join(o.holder or "somebody not known" for o in seats.occupants) or "nobody"
    return Why(f"{post} is held by {names}", because=tuple(because))


def occupancies(state: State, post: str) -> tuple[Occupancy, ...]:
    """Everyone who held a post or a seat of a body until the state's date, in order."""
    record = state.book.records.get(post)
    if not isinstance(record, nouns.Body | nouns.Post):
        return ()
    timeline = state.index.timelines.get(("post", post), Timeline())
    ended: list[Occupancy] = []
    before = _start(state, record, state.now)
    for writer in happened(state, timeline, state.now):
        after = _apply(state, before, writer, record)
        gone = [o for o in before.occupants if o not in after.occupants]
        ended.extend(
            replace(o, end=state.effective(writer.act, writer.place), ended_by=writer.act.id)
            for o in gone
        )
        before = after
    found = [*ended, *before.occupants]
    for seat in state.index.seats_in.get(post, ()):
        found.extend(state.occupancies(seat))
    return tuple(found)


def of_seat(state: State, deed: Deed, point: Point) -> Deed:
    """The deed as it speaks of a seat: who is removed from a body leaves the seat they hold there.

    So whoever fills that seat can do it, and what protects it stands in the way, by either name.
    """
    body, party = deed.get("post") or "", deed.get("party") or ""
    if deed.verb not in ("remove", "suspend from", "reinstate") or body not in state.index.seats_in:
        return deed
    held = state.seats(body, point).holding(party)
    if held is None or held.post == body:
        return deed
    return Deed(deed.verb, tuple((n, held.post if n == "post" else v) for n, v in deed.args))


def _start(state: State, record: nouns.Body | nouns.Post, point: Point) -> Seats:
    """What the book starts with, or an empty post if that has not begun yet."""
    initial = _initial(state, record)
    if not initial.occupants or record.date is None:
        return initial
    if begun(state, record.id, state.moment(record), point):
        return initial
    return Seats(initial.seats, ())


def _without_seats_of_their_own(state: State, body: nouns.Body) -> tuple[str, ...]:
    """The members that the body lists, but for those who begin in one of its seats.

    Who is listed and holds a seat sits there once, and leaves with that seat.
    """
    members = state.pick(body.members)
    held = {
        state.pick(seat.holder)
        for name in state.index.seats_in.get(body.id, ())
        if (seat := state.book.get(name, nouns.Post)) is not None
        and seat.kind == "seat"
        and seat.date in (None, body.date)
    }
    return tuple(m for m in members if m not in held)


def _initial(state: State, record: nouns.Body | nouns.Post) -> Seats:
    date = state.moment(record) if record.date is not None else None
    if isinstance(record, nouns.Body):
        seats = state.pick(record.seats)
        members = _without_seats_of_their_own(state, record)
        number = None if isinstance(seats, Unknown) else seats
        if record.seats is None:
            number = len(state.index.seats_in.get(record.id, ())) + len(members) or None
        occupants = tuple(_at_first(record, m, date) for m in members)
        return Seats(number, occupants)
    holder = state.pick(record.holder)
    if holder is None:
        return Seats(1, ())
    name = None if isinstance(holder, Unknown) else holder
    return Seats(1, (replace(_at_first(record, name, date), interim=record.interim),))


def _at_first(record: nouns.Body | nouns.Post, holder: str | None, date: When | None) -> Occupancy:
    """Who sits there at first; where the book is a state written down anew, with their term."""
    known = record.tenures.get(holder or "")
    if known is None:
        return Occupancy(record.id, holder, date, src=record.src)
    return Occupancy(record.id, holder, known.start, until=known.until, fixed=known.fixed,
                     suspended="" if known.suspended else None, src=record.src)  # fmt: skip


def _fold(state: State, record: nouns.Body | nouns.Post, point: Point) -> Seats:
    timeline = state.index.timelines.get(("post", record.id))
    if timeline is None:
        if record.date is not None:
            return _start(state, record, point)
        return state.world.remember(("initial", record.id), lambda: _initial(state, record))
    cut = timeline.cut_before(point.when.earliest)
    later = unsure(state, timeline, timeline.cuts[cut], point)
    if cut:
        current = _upto(state, record, timeline, cut)
    else:
        current = _initial(state, record) if later else _start(state, record, point)
    for writer in later:
        current = _apply(state, current, writer, record)
    return current


def _upto(state: State, record: nouns.Body | nouns.Post, timeline: Timeline, cut: int) -> Seats:
    """The slot after the writers before a cut; filled forward from what is remembered."""
    world = state.world
    done = cut
    current: Seats | None = None
    while done and current is None:
        left = concerning(state, timeline.over_by(done)).uncured
        found, kept = world.recall(("fold", record.id, done, state.known, left))
        if found:
            current = kept
        else:
            done -= 1
    for place in range(done + 1, cut + 1):
        current = _step(state, record, timeline, place)
    assert current is not None
    return current


def _step(state: State, record: nouns.Body | nouns.Post, timeline: Timeline, cut: int) -> Seats:
    """The slot after the writers before a cut; those before the last cut are filled."""
    state = concerning(state, timeline.over_by(cut))

    def compute() -> Seats:
        current = _initial(state, record) if cut == 1 else _step(state, record, timeline, cut - 1)
        start, end = timeline.cuts[cut - 1], timeline.cuts[cut]
        for writer in over(state, timeline, start, end):
            current = _apply(state, current, writer, record)
        return current

    return state.world.remember(("fold", record.id, cut, state.known, state.uncured), compute)


def _registered(state: State, record: nouns.Body | nouns.Post, point: Point) -> Seats:
    """The slot as the public register shows it: changes count once they are entered."""
    if isinstance(record, nouns.Body) or not state.pick(record.registered_by):
        return _fold(state, record, point)
    timeline = state.index.timelines.get(("post", record.id), Timeline())
    entered = []
    for writer in happened(state, timeline, point):
        if state.took_effect(writer.act, writer.place):
            on = state.registered_on(writer.act, point)
            if on is not None:
                entered.append((on.latest or END, writer, on))
    entered.sort(key=lambda e: (e[0], e[1].sequence, e[1].place))
    current = _start(state, record, point)
    for _, writer, on in entered:
        current = state.apply_deed(current, writer.deed, record, writer.act.by, on, writer.act)
    return Seats(current.seats, tuple(replace(o, how="on the register") for o in current.occupants))


def _apply(state: State, current: Seats, writer: Writer, record: nouns.Body | nouns.Post) -> Seats:
    turned = state.turned(writer)
    if turned is None:
        return current
    start = state.effective(writer.act, writer.place)
    act = writer.act if writer.target is None else writer.target[0]
    if turned:
        return state.apply_deed(current, writer.deed, record, act.by, start, act)
    return _undo(state, current, writer, record)


def _undo(state: State, current: Seats, writer: Writer, record: nouns.Body | nouns.Post) -> Seats:
    """The slot once a later act, or its time, has ended what an act did.

    Who came goes, who left or was suspended comes back.
    """
    act = writer.act if writer.target is None else writer.target[0]
    deed, start = writer.deed, state.effective(writer.act)
    before = state.seats(record.id, Point(state.effective(act), act.id))
    match deed.verb:
        case "appoint" | "elect":
            kept = tuple(o for o in current.occupants if o.cause != act.id)
            return Seats(current.seats, kept)
        case "remove" | "resign":
            party = deed.get("party") if deed.verb == "remove" else act.by
            gone = before.holding(party or "")
            if gone is None or gone.post != record.id or current.holding(party or ""):
                return current
            if isinstance(record, nouns.Post) and current.occupants:
                return current
            back = replace(gone, start=start, cause=writer.act.id, src=writer.act.src)
            seats = current.seats
            if seats is not None and _abolishes(state, record):
                seats += 1
            return Seats(seats, (*current.occupants, back))
        case "suspend from":
            return suspension.ended(current, deed, record)
        case "reinstate":
            return suspension.as_it_was(before, current, deed)
        case "seats":
            return Seats(before.seats, current.occupants)
    return current


def apply_deed(
    state: State,
    now: Seats,
    deed: Deed,
    record: nouns.Body | nouns.Post,
    actor: str | None,
    start: When,
    act: Act | None,
) -> Seats:
    """The slot after a deed that takes effect."""
    single = isinstance(record, nouns.Post)
    match deed.verb:
        case "appoint" | "elect":
            party = deed.get("party")
            new = Occupancy(
                record.id,
                party,
                start,
                interim=deed.get("interim") is not None,
                nominee_of=deed.get("nominator"),
                until=until(state, act) if act else None,
                fixed=act is not None and act.until is not None,
                cause=act.id if act else None,
                src=act.src if act else (),
            )
            at = Point(start, act.id if act else None)
            kept = tuple(o for o in now.occupants if o.holder != party and not single)
            if single and new.interim:
                kept = suspension.held_by_others(now, party)
            return make_room(state, record, Seats(now.seats, (*kept, new)), at)
        case "remove" | "resign":
            return _leave(state, now, deed, record, actor)
        case "suspend from":
            return suspension.suspended(now, deed, act)
        case "reinstate":
            return suspension.ended(now, deed, record)
        case "seats":
            return Seats(int((deed.get("count") or "0").replace(",", "")), now.occupants)
    return now


def _leave(
    state: State, current: Seats, deed: Deed, record: nouns.Body | nouns.Post, actor: str | None
) -> Seats:
    """The slot once somebody is gone: it stays empty, or it is no more."""
    party = deed.get("party") if deed.verb == "remove" else actor
    gone = [o for o in current.occupants if o.holder == party]
    if not gone and deed.get("post") == record.id:
        # It took effect, so the one who is not known was meant.
        gone = [o for o in current.occupants if o.holder is None][:1]
    kept = tuple(o for o in current.occupants if o not in gone)
    seats = current.seats
    if gone and seats is not None and _abolishes(state, record):
        seats -= len(gone)
    return Seats(seats, kept)


def _abolishes(state: State, record: nouns.Body | nouns.Post) -> bool:
    """Whether a seat goes with its holder."""
    if isinstance(record, nouns.Post):
        body = state.book.get(record.in_, nouns.Body)
        if body is None or record.kind != "seat":
            return False
        record = body
    return state.pick(record.vacated_seats) == "abolished"


def registered_on(state: State, act: Act, point: Point | None = None) -> When | None:
    """When a change was entered in the public register, as far as it has been."""
    timeline = state.index.timelines.get(("registration", act.id))
    if timeline is None:
        return None
    for writer in happened(state, timeline, point or state.now):
        if state.took_effect(writer.act, writer.place):
            return state.effective(writer.act, writer.place)
    return None

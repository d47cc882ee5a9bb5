"""What must be so for a deed to have something to act on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act
from minutebook.state.aspects import Said, aspect
from minutebook.state.holdings import movement, share_held, share_moved
from minutebook.state.slots import Point, Seats
from minutebook.state.tenure import holding_over, of_untold_term
from minutebook.text.numbers import Quantity, exactly

if TYPE_CHECKING:
    from minutebook.state.state import State
    from minutebook.state.verdict import Cure, Effect


ACT_ON = ("appoint", "elect", "remove", "resign", "suspend from", "reinstate", "seats", "issue",
          "transfer", "cancel", "repeal")  # fmt: skip
"""The verbs of deeds that need something to act on."""


@dataclass(frozen=True, slots=True)
class Met:
    """Whether the deed has something to act on, and why; what would give it that."""

    holds: bool | None
    whys: tuple[Why, ...] = ()
    missing: tuple[str, ...] = ()
    cures: tuple[Cure, ...] = ()


NOTHING_LACKS = Met(True)
"""What holds of a deed that needs nothing to act on."""


def precondition(
    state: State,
    deed: Deed,
    actor: str,
    point: Point,
    earlier: Sequence[Effect],
    act: Act | None,
) -> Met:
    """Check what the deed presupposes, after the earlier effects of the same act."""
    if deed.verb not in ACT_ON:
        return NOTHING_LACKS
    scene = Scene(state, deed, actor, point, earlier, act)
    match deed.verb:
        case "remove" | "resign":
            return _either_way(scene, _in_post)
        case "suspend from" | "reinstate":
            return _either_way(scene, _suspended_or_not)
        case "appoint" | "elect":
            return _either_way(_among_candidates(scene), _room)
        case "seats":
            return _either_way(scene, _as_many_as_sit)
        case "transfer" | "cancel":
            return _either_way(scene, _enough_units)
        case "issue":
            return _either_way(scene, _authorised)
        case "repeal":
            return _not_yet_repealed(scene)
    return NOTHING_LACKS


@dataclass(frozen=True, slots=True)
class Scene:
    """A deed in the place where it is tried: who tries, when, after which effects of the act."""

    state: State
    deed: Deed
    actor: str
    point: Point
    earlier: Sequence[Effect]
    act: Act | None


def _among_candidates(scene: Scene) -> Scene:
    """Without the rivals of whom it is open whether they are elected.

    No more are elected than there are seats to fill, so whoever is elected finds one.
    """
    act, deed = scene.act, scene.deed
    if act is None or deed.get("party") not in act.candidates:
        return scene
    earlier = tuple(
        e
        for e in scene.earlier
        if e.standing != "undetermined"
        or e.deed.get("post") != deed.get("post")
        or e.deed.get("party") not in act.candidates
    )
    return replace(scene, earlier=earlier)


def _either_way(scene: Scene, test: Callable[[Scene], Met]) -> Met:
    """Test with what is undetermined of the act taken as done, and as not done."""
    done = test(scene)
    open_ = [e for e in scene.earlier if e.standing == "undetermined"]
    if not open_:
        return done
    settled = tuple(e for e in scene.earlier if e.standing != "undetermined")
    undone = test(replace(scene, earlier=settled))
    if undone.holds == done.holds:
        return done
    missing = dict.fromkeys(m for e in open_ for m in e.missing)
    return Met(None, done.whys, (*missing, *done.missing, *undone.missing))


def _seats_after(scene: Scene) -> tuple[nouns.Body | nouns.Post | None, Seats]:
    """The post as the act's own earlier effects leave it."""
    state, post = scene.state, scene.deed.get("post") or ""
    record = state.book.records.get(post)
    if not isinstance(record, nouns.Body | nouns.Post):
        return None, Seats(0, ())
    seats = state.seats(post, scene.point)
    for effect in scene.earlier:
        if effect.standing != "void" and effect.deed.get("post") == post:
            seats = state.apply_deed(
                seats, effect.deed, record, scene.actor, scene.point.when, scene.act
            )
    return record, seats


def _in_post(scene: Scene) -> Met:
    party = scene.actor if scene.deed.verb == "resign" else scene.deed.get("party")
    post = scene.deed.get("post") or ""
    _, seats = _seats_after(scene)
    if party is not None and seats.holding(party) is not None:
        return Met(True)
    if any(o.holder is None for o in seats.occupants):
        return Met(None, (), (f"who holds {post}",))
    return Met(False, (Why(f"{party} does not hold {post}"),))


def _suspended_or_not(scene: Scene) -> Met:
    """Whoever holds a post can be suspended once, and reinstated after that."""
    met = _in_post(scene)
    party, post = scene.deed.get("party") or "", scene.deed.get("post") or ""
    held = _seats_after(scene)[1].holding(party)
    if met.holds is not True or held is None:
        return met
    if scene.deed.verb == "suspend from" and held.suspended is not None:
        return Met(False, (Why(f"{party} is suspended from {post} already"),))
    if scene.deed.verb == "reinstate" and held.suspended is None:
        return Met(False, (Why(f"{party} is not suspended from {post}"),))
    return met


def _room(scene: Scene) -> Met:
    record, seats = _seats_after(scene)
    party, post = scene.deed.get("party") or "", scene.deed.get("post") or ""
    parent = record.drawn_from if isinstance(record, nouns.Body) else None
    if parent is not None and scene.state.seats(parent, scene.point).holding(party) is None:
        return Met(False, (Why(f"{party} does not sit in {parent}, from which {post} is drawn"),))
    held = seats.holding(party)
    stays = held is not None and not held.interim and not held.holding_over
    if held is not None and (stays or (held.interim and scene.deed.get("interim") is not None)):
        return _unless_terms_end(scene, seats, Met(False, (Why(f"{party} already holds {post}"),)))
    if held is not None:
        return Met(True)
    if isinstance(record, nouns.Post):
        if seats.seats == 0:
            return Met(False, (Why(f"{post} was abolished when its holder left"),))
        if seats.occupants or record.in_ is None or record.kind != "seat":
            return Met(True)
        return _room_in_body(scene, record.in_, party)
    return _unless_terms_end(scene, seats, _vacant(post, seats, party, 0))


def _unless_terms_end(scene: Scene, seats: Seats, met: Met) -> Met:
    """An election to seats that are filled until then, where the book tells no term, is open."""
    post = scene.deed.get("post") or ""
    body = scene.state.book.get(post, nouns.Body)
    if met.holds is not False or scene.deed.verb != "elect" or body is None:
        return met
    if not of_untold_term(scene.state, body, seats):
        return met
    return Met(
        None, met.whys, (f"when the terms in {post} end: its `term`, and since when it runs",)
    )


def _room_in_body(scene: Scene, body: str, party: str) -> Met:
    """An empty seat can be filled if the rest of its body leaves a place for it."""
    _, seats = _seats_after(replace(scene, deed=Deed("appoint", (("post", body),))))
    seat = scene.deed.get("post")
    freed = sum(
        e.standing != "void" and e.deed.verb in ("remove", "resign") and e.deed.get("post") == seat
        for e in scene.earlier
    )
    return _vacant(body, seats, party, freed)


def _vacant(post: str, seats: Seats, party: str, freed: int) -> Met:
    if seats.vacant is None:
        return Met(None, (), (f"how many seats {post} has",))
    if seats.vacant + freed + holding_over(seats.occupants) > 0:
        return Met(True)
    return Met(False, (Why(f"{post} has {seats.seats} seats, all filled: none for {party}"),))


def _not_yet_repealed(scene: Scene) -> Met:
    """What has ended already cannot be repealed once more."""
    document = scene.state.book.get(scene.deed.get("document"), nouns.Document)
    if document is None or scene.state.document_state(document, scene.point) != "ended":
        return NOTHING_LACKS
    return Met(False, (Why(f"{document.id} is no longer in force"),))


def _as_many_as_sit(scene: Scene) -> Met:
    """Fewer seats than there are members whose term runs: whether that can be is for law to say.

    Where no norm on `fewer seats` says it, it is a hinge.

    In Delaware it cannot (Crown EMAK Partners v. Kurz, 992 A.2d 377 (Del. 2010)); elsewhere those
    who sit stay until their terms end. Who only holds over may go with the seat (compare the Model
    Business Corporation Act, s. 8.05(e)).
    """
    count = int((scene.deed.get("count") or "0").replace(",", ""))
    record, seats = _seats_after(scene)
    sitting = len(seats.occupants) - holding_over(seats.occupants)
    if record is None or sitting <= count:
        return Met(True)
    said = _said_of_fewer(scene, record)
    read: tuple[Why, ...] = ()
    if said is not None and said.said:
        can, read = said.value == "allowed", (said.why,)
    else:
        name = f"{record.id} can have fewer seats than members"
        can = scene.state.world.choose(name, ("no", "yes"), kind="rule") == "yes"
    after = "who sit on until their terms end" if can else "none of whom that can unseat"
    return Met(can, (Why(f"{record.id} has {sitting} members, {after}", None, (), read),))


def _said_of_fewer(scene: Scene, record: nouns.Body | nouns.Post) -> Said | None:
    if not isinstance(record, nouns.Body):
        return None
    return aspect(scene.state, record, "fewer seats", scene.deed, scene.point)


def displaced(
    state: State,
    deed: Deed,
    actor: str,
    point: Point,
    earlier: Sequence[Effect],
    act: Act | None,
) -> str | None:
    """Who would have to be removed from an office for the appointment.

    Nobody if its holder is interim, or suspended and another is to stand in for them, or goes when
    a successor is appointed: the constructive vote of no confidence (Grundgesetz, art. 67).
    """
    record, seats = _seats_after(Scene(state, deed, actor, point, earlier, act))
    if not isinstance(record, nouns.Post) or not seats.occupants:
        return None
    held = seats.occupants[0]
    if held.suspended is not None and deed.get("interim") is not None:
        return None
    if held.interim or held.holding_over or held.holder is None or held.holder == deed.get("party"):
        return None
    return None if state.pick(record.removed_by) == nouns.SUCCESSOR else held.holder


def _register_after(scene: Scene, instrument: str) -> Mapping[str, Quantity]:
    """The register as the act's own earlier effects leave it."""
    register = scene.state.register(instrument, scene.point)
    moved = [
        e.deed
        for e in scene.earlier
        if e.standing != "void"
        and e.deed.verb in ("issue", "transfer", "cancel")
        and e.deed.get("instrument") == instrument
    ]
    if not moved:
        return register
    after = dict(register)
    for deed in moved:
        units, giver, taker = movement(deed, after)
        for party, amount in ((giver, units.times(-1)), (taker, units)):
            if party is not None:
                after[party] = after.get(party, exactly(0)).plus(amount)
    return after


def _enough_units(scene: Scene) -> Met:
    deed = scene.deed
    holder = (deed.get("from") if deed.verb == "transfer" else deed.get("party")) or ""
    instrument = deed.get("instrument") or ""
    register = _register_after(scene, instrument)
    wanted, held = movement(deed, register)[0], register.get(holder, exactly(0))
    share = share_moved(deed)
    earlier = any(e.deed.get("instrument") == instrument for e in scene.earlier)
    if wanted.exact is None and share.exact is not None and not earlier:
        wanted, held = share, share_held(scene.state, holder, instrument, scene.point)
    enough = held.plus(wanted.times(-1)).at_least(0)
    if enough is None:
        unknown = f"how many units of {instrument} are moved"
        if wanted.exact is not None:
            unknown = f"how many units of {instrument} {holder} holds"
        return Met(None, (), (unknown,))
    says = f"{holder} holds {'enough' if enough else 'too few'} units of {instrument}"
    return Met(enough, (Why(says),))


def _authorised(scene: Scene) -> Met:
    """An issue beyond what is authorised has no effect; no stated limit limits nothing."""
    record = scene.state.book.get(scene.deed.get("instrument"), nouns.Instrument)
    limit = scene.state.pick(record.authorised) if record is not None else None
    if record is None or limit is None:
        return Met(True)
    total = movement(scene.deed)[0]
    for quantity in _register_after(scene, record.id).values():
        total = total.plus(quantity)
    within = limit.plus(total.times(-1)).at_least(0)
    if within is None:
        return Met(None, (), (f"how many units of {record.id} are issued or authorised",))
    says = f"the issue is {'within' if within else 'beyond'} the units of {record.id} authorised"
    return Met(within, (Why(says),))


__all__ = ["Met", "displaced", "precondition"]

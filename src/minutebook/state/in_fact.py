"""Who acts in a post without holding it by right, and what such acts bind.

Somebody is in a post *in fact* whose appointment failed but was acted upon: it was announced as
done, entered in the register, or they took part as a member. That ends when they are removed or
resign, or when a finding says that they never held it. One who never was appointed is so where an
event tells that they `act as` its holder. Whether their acts count inside is for a
norm to say (`acts in fact`: Companies Act 2006, s. 161, has it so); toward third parties whoever is
on the register binds until a change is entered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act
from minutebook.records.verbs import CONDUCT
from minutebook.state.slots import Occupancy, Point, Seats
from minutebook.state.timelines import Timeline
from minutebook.state.timing import begun, happened, precedes

if TYPE_CHECKING:
    from minutebook.state.state import State
    from minutebook.state.verdict import Effect

REFUSED = ("no", "void", "failed", "rejected", "refused", "defeated", "lost")


def was_reported(act: Act) -> bool:
    """Whether the book reports an act as done."""
    return act.reported is not None and not act.reported.lower().startswith(REFUSED)


def defeated(state: State, act: Act, effect: Effect) -> bool:
    """Whether it was put to the vote and lost: nothing was done that could be mended, only anew."""
    if effect.carried is not False or was_reported(act):
        return False
    ballot = state.pick(act.ballot)
    parts = (choice for split in ballot.split.values() for choice in split)
    return "against" in {*ballot.choices.values(), *parts, *ballot.tally, ballot.others}


def in_fact(state: State, post: str, point: Point) -> tuple[Occupancy, ...]:
    """Who acts in a post, or as a member of a body, without holding it by right."""
    record = state.book.records.get(post)
    if not isinstance(record, nouns.Body | nouns.Post):
        return ()
    found: dict[str, Occupancy] = {}
    timeline = state.index.timelines.get(("post", post), Timeline())
    acted_upon = state.world.remember(
        ("acted upon", post, state.known), lambda: _acted_upon_in(state, timeline, post)
    )
    for writer in happened(state, timeline, point) if acted_upon else ():
        act, deed = writer.act, writer.deed
        if writer.target is not None:
            continue
        if deed.verb in ("remove", "resign"):
            gone = deed.get("party") if deed.verb == "remove" else act.by
            if gone in found and state.turned(writer):
                del found[gone]
        elif (act.id, deed.get("party")) in acted_upon and not state.turned(writer):
            party = deed.get("party") or ""
            if not _undeceived(state, act, point):
                found[party] = Occupancy(post, party, state.effective(act), how="in fact",
                                         cause=act.id, src=act.src)  # fmt: skip
    for seat in state.index.seats_in.get(post, ()):
        found.update({o.holder or "?": o for o in in_fact(state, seat, point)})
    for person, event in by_conduct(state, post, point):
        start = state.moment(event)
        found[person] = Occupancy(post, person, start, how="in fact", cause=event.id, src=event.src)
    by_right = {o.holder for o in state.seats(post, point).occupants}
    return tuple(o for name, o in found.items() if name not in by_right)


def by_conduct(state: State, post: str, point: Point) -> list[tuple[str, nouns.Event]]:
    """Who acts in a post with no appointment at all, as the book tells of them."""
    key = ("acting as", id(state.book), state.known)
    arranged: dict[str, list[nouns.Event]] | None = state.world.memo.indexes.get(key)
    if arranged is None:
        arranged = {}
        for record in state.visible():
            if isinstance(record, nouns.Event) and record.acts_as is not None:
                arranged.setdefault(record.acts_as, []).append(record)
        state.world.memo.indexes[key] = arranged
    return [
        (person, event)
        for event in arranged.get(post, ())
        if begun(state, event.id, state.moment(event), point)
        and not (event.until and begun(state, f"end of {event.id}", event.until, point))
        for person in event.by
    ]


def _acted_upon_in(
    state: State, timeline: Timeline, post: str
) -> frozenset[tuple[str, str | None]]:
    """The appointments to a post, as (act, party), that would be acted upon if they had failed.

    They were announced as done or registered, or whom they name took part in another act.
    """
    record = state.book.records.get(post)
    body = record.in_ if isinstance(record, nouns.Post) and record.in_ else post
    took_part: dict[str, set[str]] = {}
    for other in state.index.acts.values():
        if other.by == body:
            for voter in state.pick(other.ballot).named:
                took_part.setdefault(voter, set()).add(other.id)
    return frozenset(
        (act.id, party)
        for act, party in (
            (w.act, w.deed.get("party"))
            for w in timeline.writers
            if w.target is None and w.deed.verb in ("appoint", "elect")
        )
        if was_reported(act)
        or ("registration", act.id) in state.index.timelines
        or took_part.get(party or "", set()) - {act.id}
    )


def _undeceived(state: State, act: Act, point: Point) -> bool:
    """Whether somebody with the power had said by then that the appointment did not hold."""
    inner = state.leaving(act.id)
    return any(
        later.effects[place].verb in ("find", "annul", "overturn")
        and later.effects[place].get("standing") not in ("valid", "voidable")
        and precedes(state, later.id, state.moment(later), point)
        and inner.took_effect(later, place)
        for later, place in state.index.later.get(act.id, ())
    )


def counts(state: State, places: tuple[str, ...], point: Point) -> bool:
    """Whether a norm in force says that the acts of those in a post in fact count."""
    return any(
        state.norm_state(bound, point) == "in force" and state.pick(bound.norm.value) == "yes"
        for place in places
        for bound in state.index.by_holder.get(("acts in fact", place), ())
    )


def sitting(state: State, post: str, point: Point) -> Seats:
    """Who counts as holding a post: by right, and in fact where a norm says so."""
    seats = state.seats(post, point)
    if "acts in fact" not in state.index.norms:
        return seats
    record = state.book.records.get(post)
    places = (post, record.in_) if isinstance(record, nouns.Post) and record.in_ else (post,)
    if not counts(state, places, point):
        return seats
    # An appointment may be mended that failed, not one that was never made (Morris v Kanssen
    # [1946] AC 459).
    more = tuple(o for o in in_fact(state, post, point) if o.cause in state.index.acts)
    return replace(seats, occupants=(*seats.occupants, *more)) if more else seats


def bound_by_register(state: State, post: nouns.Post, party: str | None, point: Point) -> bool:
    """Whether third parties may rely on the register: it shows somebody who does not hold the post.

    `party` None: whoever it shows acted.
    """
    if not state.pick(post.registered_by):
        return False
    shown = state.seats(post.id, point, register=True).occupants
    names = {o.holder for o in shown} - {o.holder for o in state.seats(post.id, point).occupants}
    return bool(names) if party is None else party in names


OUTWARD = ("sign", "transfer", *CONDUCT)
"""What is done toward others; a decision within an organisation is not."""


def relied_upon(state: State, deed: Deed, by: str, people: Sequence[str], point: Point) -> bool:
    """Whether others may hold an organisation to a deed by whom its register shows."""
    if deed.verb not in OUTWARD:
        return False
    record = state.book.records.get(by)
    names = [by] if isinstance(record, nouns.Post) else []
    parties = [by]
    document = state.book.get(deed.get("document"), nouns.Document)
    if document is not None:
        parties.extend(document.parties)
    for party in parties:
        entity = state.book.get(party, nouns.Entity)
        if entity is not None and entity.acts_through is not None:
            names.append(entity.acts_through)
    posts = [post for name in names if (post := state.book.get(name, nouns.Post)) is not None]
    who = [by] if isinstance(record, nouns.Person) else list(people)
    return any(
        bound_by_register(state, post, party, point) for post in posts for party in (who or (None,))
    )

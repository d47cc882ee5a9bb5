"""The norms that speak of voting in a body: which are in force, and whose votes they mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.deeds import ANY, CONCERNED, Deed, matches, parse_deed
from minutebook.records.norms import ORGANISATION, SUBSIDIARY
from minutebook.state.actors import EACH
from minutebook.state.authority import canonical
from minutebook.state.concerned import each, parties
from minutebook.state.index import Bound
from minutebook.state.slots import Point
from minutebook.state.subsidiaries import subsidiaries
from minutebook.state.voters import Voter

if TYPE_CHECKING:
    from minutebook.state.state import State


@dataclass(frozen=True, slots=True)
class Holders:
    """Voters with the legal holder of each, and the organisation whose own shares they are.

    `at` is the record date, if one was set: who held what is asked of that day. `suspended` are
    the members who do not act for the time being. `on` is the deed that they vote on besides, where
    that ratifies or annuls what was done.
    """

    voters: Sequence[Voter]
    owners: Sequence[str]
    issuers: Sequence[str | None]
    at: Point | None = None
    suspended: frozenset[str] = frozenset()
    on: Deed | None = None


def speaks_of_votes(state: State, body: nouns.Body) -> bool:
    """Whether any norm of the book is about voting in the body."""
    on_votes = state.index.on_votes
    return bool(on_votes) and any(
        (modality, of) in on_votes
        for modality in ("can", "cannot", "must not")
        for of in (body.id, ANY)
    )


def _on_votes_in(state: State, modality: str, body: nouns.Body) -> list[Bound]:
    """The norms on votes that speak of the body or of any, in the order of the book."""
    own = state.index.on_votes.get((modality, body.id), [])
    general = state.index.on_votes.get((modality, ANY), [])
    return sorted((*own, *general), key=lambda bound: bound.serial) if general else own


def norms_on_voting(
    state: State,
    modality: str,
    body: nouns.Body,
    deed: Deed,
    point: Point,
    on: Deed | None = None,
) -> Iterable[Bound]:
    """The norms of a modality about voting in the body on the deed that are in force.

    Those on the deed that the vote is `on` besides are among them.
    """
    for bound in each(state, _on_votes_in(state, modality, body), deed, point):
        if bound.holder is None or bound.deed is None:
            continue
        matter = bound.deed.get("deed")
        if matter is not None:
            pattern = parse_deed(matter)
            forms = canonical(state, deed) if on is None else (*canonical(state, deed), on)
            if not isinstance(pattern, tuple) or not any(
                matches(pattern[0], form) for form in forms
            ):
                continue
        if state.norm_holds(bound, point):
            yield bound


def meant(
    state: State, body: nouns.Body, deed: Deed, bound: Bound, held: Holders, point: Point
) -> list[list[int]]:
    """Whom a norm means: for each holder that it binds, the places of their votes."""
    holder = bound.holder or ""
    all_of = next((holder[len(p) :] for p in EACH if holder.startswith(p)), None)
    if holder == "anyone" or all_of == body.id:
        return _by_owner(range(len(held.voters)), held)
    if all_of is not None:
        if isinstance(state.book.records.get(all_of), nouns.Instrument):
            within = [i for i, v in enumerate(held.voters) if v.group == all_of]
        else:
            there = {o.holder for o in state.seats(all_of, point).occupants}
            within = [i for i, owner in enumerate(held.owners) if owner in there]
        return _by_owner(within, held)
    if holder == ORGANISATION:
        own = (p for p, issuer in enumerate(held.issuers) if issuer == held.owners[p])
        return _by_owner(own, held)
    if holder.startswith(SUBSIDIARY):
        parent = holder.removeprefix(SUBSIDIARY)
        parent = body.of or "" if parent == ORGANISATION else parent
        theirs = subsidiaries(state, parent, frozenset(held.owners), held.at or point)
        return _by_owner((p for p, owner in enumerate(held.owners) if owner in theirs), held)
    if holder == CONCERNED:
        named = parties(state, deed) if bound.party is None else (bound.party,)
        return _by_owner((i for i, owner in enumerate(held.owners) if owner in named), held)
    record = state.book.records.get(holder)
    if isinstance(record, nouns.Post):
        occupancy = state.holder(holder, point)
        holder = (occupancy.holder if occupancy is not None else None) or holder
    return [
        [
            i
            for i, voter in enumerate(held.voters)
            if holder in (held.owners[i], voter.name) or holder in voter.marks
        ]
    ]


def _by_owner(places: Iterable[int], held: Holders) -> list[list[int]]:
    found: dict[str, list[int]] = {}
    for place in places:
        found.setdefault(held.owners[place], []).append(place)
    return list(found.values())

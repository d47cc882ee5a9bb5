"""Who votes for whom: voting agreements and trusts, proxies that stand, proxies for one vote.

A proxy is given for one vote (`proxies` of the act) or stands by a norm ("can: tess, do: vote for
ann in org/meeting"). Rules on proxies say whether they count at all, who may hold them, how many
one may hold, how long they last, and whether whoever comes takes theirs back. Of two that stand,
the later goes before the earlier; of two that cannot be taken back, and of one beside a holding
whose votes another directs, the book does not say which holds: that is a hinge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Ballot
from minutebook.records.values import Unknown
from minutebook.state.actors import can_exercise
from minutebook.state.aspects import aspect
from minutebook.state.authority import Power
from minutebook.state.electors import Electors, marks
from minutebook.state.index import Bound
from minutebook.state.periods import at_most
from minutebook.state.rules_of_procedure import rules, why_rule
from minutebook.state.slots import Point, Presence
from minutebook.state.voters import kind_of
from minutebook.state.voting_norms import norms_on_voting
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.state.state import State


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies of a vote that count, giver to holder.

    `perhaps` are the givers of whom it is not known whether theirs counts; `surplus` are, for
    each holder of more mandates of equal givers than a rule allows, as many of these as do not.
    """

    given: Mapping[str, str]
    perhaps: frozenset[str] = frozenset()
    surplus: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[Why, ...] = ()
    missing: tuple[str, ...] = ()


NO_PROXIES = Proxies({})


@dataclass(frozen=True, slots=True)
class Mandate:
    """A power to vote for somebody: whose it is, since when, and whether it can be taken back."""

    holder: str
    bound: Bound
    since: When | None


def represented(
    state: State, body: nouns.Body, deed: Deed, members: Electors, ballot: Ballot, point: Point
) -> tuple[Electors, Ballot]:
    """The voters and proxies as norms have it that let one party vote for another."""
    revocable, irrevocable = _standing(state, body, deed, point)
    owners = members.owners or tuple(v.name for v in members.voters)
    names = [
        _votes(state, body, voter.name, owner, irrevocable)
        for voter, owner in zip(members.voters, owners, strict=True)
    ]
    if any(v.name != name for v, name in zip(members.voters, names, strict=True)):
        voters = tuple(
            v if v.name == name else replace(v, name=name)
            for v, name in zip(members.voters, names, strict=True)
        )
        members = replace(members, voters=voters, owners=owners, kinds=(), names=frozenset(names))
    given = {
        giver: _latest(state, body, giver, mandates)
        for giver, mandates in revocable.items()
        if giver in members.names and giver not in ballot.proxies
    }
    return members, replace(ballot, proxies={**given, **ballot.proxies}) if given else ballot


def _standing(
    state: State, body: nouns.Body, deed: Deed, point: Point
) -> tuple[dict[str, list[Mandate]], dict[str, list[Mandate]]]:
    """Who votes for whom by a norm, by giver: by mandates that a giver may go before, and others.

    A voting agreement, a trust, a proxy that stands: from a date, to another, on one matter.
    """
    revocable: dict[str, list[Mandate]] = {}
    irrevocable: dict[str, list[Mandate]] = {}
    for bound in norms_on_voting(state, "can", body, deed, point):
        assert bound.deed is not None
        giver, holder = bound.deed.get("for"), bound.holder
        if giver is None or holder is None or _lapsed(state, body, deed, bound, point):
            continue
        if isinstance(state.book.records.get(holder), nouns.Post):
            occupancy = state.holder(holder, point)
            holder = (occupancy.holder if occupancy is not None else None) or holder
        mandate = Mandate(holder, bound, _given(state, bound))
        people = state.book.get(giver, nouns.Group)
        for one in people.members if people is not None and people.members else (giver,):
            found = irrevocable if bound.norm.irrevocable else revocable
            found.setdefault(one, []).append(mandate)
    return revocable, irrevocable


def _given(state: State, bound: Bound) -> When | None:
    """When a proxy that stands was given: when its norm or its document began."""
    start = bound.norm.start or bound.document.start
    if start is None and bound.document.date is not None:
        return state.moment(bound.document)
    return start


def _lapsed(state: State, body: nouns.Body, deed: Deed, bound: Bound, point: Point) -> bool:
    """Whether a proxy is older than a rule allows; one that says its own end runs until then."""
    if bound.norm.end is not None or bound.document.end is not None:
        return False
    given = _given(state, bound)
    for rule in _rules(state, body, deed, point):
        length = rule.norm.at_most
        if length is None or isinstance(length, str):
            continue
        lasts = at_most(length, given, point.when, state.book.zone) if given is not None else None
        if lasts is None:
            name = f"{bound.norm.id} has lapsed by {rule.norm.id}"
            lasts = state.world.choose(name, ("no", "yes"), kind="rule") == "no"
        if not lasts:
            return True
    return False


def _rules(state: State, body: nouns.Body, deed: Deed, point: Point) -> list[Bound]:
    return [bound for group in rules(state, body, "proxies", deed, point) for bound in group]


def _votes(
    state: State,
    body: nouns.Body,
    name: str,
    owner: str,
    irrevocable: Mapping[str, Sequence[Mandate]],
) -> str:
    """Who casts the votes of a holding that somebody directs, or has a mandate for."""
    holders = [m.holder for m in (*irrevocable.get(owner, ()), *irrevocable.get(name, ()))]
    if name != owner and owner in irrevocable:
        holders.append(name)
    return _one_of(state, body, owner, holders) if holders else name


def _one_of(state: State, body: nouns.Body, giver: str, holders: Iterable[str]) -> str:
    """Who of several votes for somebody, where the book does not say it: a choice of the world."""
    found = tuple(dict.fromkeys(holders))
    if len(found) == 1:
        return found[0]
    return state.world.choose(f"who votes for {giver} in {body.id}", found, kind="rule")


def _latest(state: State, body: nouns.Body, giver: str, mandates: Sequence[Mandate]) -> str:
    """The holder of the last mandate given: a later proxy takes back an earlier one."""
    last = [
        one
        for one in mandates
        if not any(
            one.since is not None and other.since is not None
            and one.since.before(other.since) is True
            for other in mandates
        )
    ]  # fmt: skip
    return _one_of(state, body, giver, (one.holder for one in last))


# -- which proxies count


def proxies_that_count(
    state: State,
    body: nouns.Body,
    deed: Deed,
    ballot: Ballot,
    members: Electors,
    attended: Presence | None,
    point: Point,
) -> Proxies:
    """The proxies given for a vote, by the rules on proxies."""
    if not ballot.proxies:
        return NO_PROXIES
    given = {g: h for g, h in ballot.proxies.items() if g in members.names}
    if not given:
        return NO_PROXIES
    said = aspect(state, body, "proxies", deed, point)
    value = said.value
    if not said.said:
        value = state.world.choose(f"proxies in {body.id}", ("allowed", "not allowed"), kind="rule")
    if value != "allowed":
        listed = ", ".join(given)
        why = Why(f"the proxy of {listed} does not count", None, (), (said.why,))
        return Proxies({}, notes=(why,))
    held = _rules(state, body, deed, point)
    notes = [said.why]
    given = _not_taken_back(state, body, ballot, given, held, attended, notes)
    given, perhaps, missing = _by_who_may_hold(state, given, held, point, notes)
    found = Proxies(given, perhaps, {}, tuple(notes), missing)
    return _within_number(found, body, members, held)


def _not_taken_back(
    state: State,
    body: nouns.Body,
    ballot: Ballot,
    given: Mapping[str, str],
    held: Sequence[Bound],
    attended: Presence | None,
    notes: list[Why],
) -> dict[str, str]:
    """The proxies of those who did not come; who votes themselves goes before theirs anyway."""
    came = [
        giver
        for giver in given
        if attended is not None and giver in attended.surely and giver not in ballot.named
    ]
    if not came:
        return dict(given)
    said = [b for b in held if b.norm.revoked_by is not None]
    by = said[-1].norm.revoked_by if said else None
    if by is None:
        name = f"a giver's attendance revokes a proxy in {body.id}"
        revokes = state.world.choose(name, ("no", "yes"), kind="rule") == "yes"
        by = "attendance" if revokes else "vote"
    if by == "vote":
        return dict(given)
    because = (why_rule(said[-1]),) if said else ()
    says = f"{', '.join(came)} came, which took their proxy back"
    notes.append(Why(says, None, (), because))
    return {giver: holder for giver, holder in given.items() if giver not in came}


def _by_who_may_hold(
    state: State, given: dict[str, str], held: Sequence[Bound], point: Point, notes: list[Why]
) -> tuple[dict[str, str], frozenset[str], tuple[str, ...]]:
    """The proxies held by those who may hold one, those of which that is not known, and why."""
    perhaps: set[str] = set()
    missing: list[str] = []
    for bound in held:
        if not bound.norm.held_by:
            continue
        for giver, holder in tuple(given.items()):
            may = [_is_one(state, whom, holder, point) for whom in bound.norm.held_by]
            if True in may:
                continue
            if None in may:
                perhaps.add(giver)
                missing.append(f"whether {holder} may hold a proxy")
                continue
            del given[giver]
            says = f"{holder} may not hold a proxy: that of {giver} does not count"
            notes.append(Why(says, None, (), (why_rule(bound),)))
    return given, frozenset(perhaps), tuple(missing)


def _is_one(state: State, whom: str, name: str, point: Point) -> bool | None:
    """Whether somebody is that party, or belongs to that body or group."""
    if name == whom or whom in marks(state, name):
        return True
    if isinstance(state.book.records.get(whom), nouns.Body):
        return can_exercise(state, Power(f"any member of {whom}", whom, 0), name, point)
    return can_exercise(state, Power(whom, whom, 0), name, point)


def _within_number(
    found: Proxies, body: nouns.Body, members: Electors, held: Sequence[Bound]
) -> Proxies:
    """Of somebody who holds more mandates than a rule allows, which count is not known.

    Of equal givers it is enough how many.
    """
    limits = [(m, b) for b in held if (m := b.norm.mandates) is not None]
    told = [(m, b) for m, b in limits if not isinstance(m, Unknown)]
    by_holder: dict[str, list[str]] = {}
    for giver, holder in found.given.items():
        by_holder.setdefault(holder, []).append(giver)
    perhaps, notes, missing = set(found.perhaps), list(found.notes), list(found.missing)
    if len(told) < len(limits):
        perhaps.update(found.given)
        missing.append(f"how many mandates one may hold in {body.id}")
    most, bound = min(told, key=lambda one: one[0], default=(len(found.given), None))
    surplus: dict[str, tuple[str, ...]] = {}
    for holder, givers in by_holder.items():
        if bound is None or len(givers) <= most:
            continue
        says = f"{holder} holds {len(givers)} mandates, and may hold {most}"
        notes.append(Why(says, None, (), (why_rule(bound),)))
        missing.append(f"which {most} of the mandates of {holder} count")
        if _alike(members, givers) and perhaps.isdisjoint(givers):
            surplus[holder] = tuple(givers[most:])
        perhaps.update(givers)
    return Proxies(found.given, frozenset(perhaps), surplus, tuple(notes), tuple(missing))


def _alike(members: Electors, givers: Sequence[str]) -> bool:
    """Whether it makes no difference whose mandate counts."""
    kinds = {tuple(kind_of(v) for v in members.voters if v.name == giver) for giver in givers}
    return len(kinds) == 1

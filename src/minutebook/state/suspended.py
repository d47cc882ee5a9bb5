"""Votes that do not count, or not in full: limits, sleeping votes, treasury shares, recusal.

A norm about voting ("cannot: any holder of SHARE, do: vote in MEETING, beyond: 20% of outstanding
votes") speaks of a holder, a body and perhaps a matter. What it suspends is read from units, never
from votes, so that no vote can decide whether it counts. A group of people is one holder: those
who act in concert share one limit. `cannot` leaves votes uncounted; `must not` counts them and is
a breach.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import CONCERNED, Deed
from minutebook.records.nouns import Ballot, CountsIn
from minutebook.records.rule_text import say_limit
from minutebook.records.rules import Limit
from minutebook.state.actors import EACH
from minutebook.state.aspects import aspect
from minutebook.state.authority import Power
from minutebook.state.bars import Bar
from minutebook.state.index import Bound
from minutebook.state.ladder import limits_of, rank_of
from minutebook.state.loyalty import Step, multiplied, times_held
from minutebook.state.slots import Point
from minutebook.state.voters import MEASURES, Most, Voter, Weight
from minutebook.state.voting_norms import Holders, meant, norms_on_voting
from minutebook.text.numbers import whole

if TYPE_CHECKING:
    from minutebook.state.state import State


@dataclass(slots=True)
class Suspension:
    """What became of the voters, the surplus that does not vote, notes, what is missing."""

    voters: list[Voter]
    surplus: list[Voter]
    notes: list[Why]
    breaches: list[str]
    missing: list[str]


def stand(voter: Voter, where: CountsIn) -> Voter:
    """The same voter as they still count: in vote, quorum and base, or in some of these."""
    match where:
        case "everything":
            return voter
        case "vote and base":
            return replace(voter, quorate=False)
        case "quorum and base":
            return replace(voter, entitled=False)
        case "quorum":
            return replace(voter, entitled=False, counted=False, quorate=True)
        case "base":
            return replace(voter, entitled=False, quorate=False)
        case "nothing":
            return replace(voter, entitled=False, counted=False)


def suspend(state: State, body: nouns.Body, deed: Deed, held: Holders, point: Point) -> Suspension:
    """Apply the norms about voting, and what holds of an issuer's own shares."""
    held, missing = _multiplied(state, body, deed, held, point)
    out = Suspension(list(held.voters), [], [], [], missing)
    covered: set[int] = set()
    rights = _rights(state, body, deed, held, point)
    for modality in ("cannot", "must not"):
        for bound in norms_on_voting(state, modality, body, deed, point, held.on):
            for places in meant(state, body, deed, bound, held, point):
                if not places:
                    continue
                if modality == "must not":
                    _breach(state, body, bound, places, out, held)
                    continue
                places = _but_by_right(bound, places, rights, held, out)
                covered.update(places)
                _withhold(state, body, deed, bound, places, held, out, point)
    for place, voter in enumerate(held.voters):
        if voter.name in held.suspended and place not in covered:
            where, why = _silent(state, body, deed, point)
            out.voters[place] = stand(out.voters[place], where)
            says = f"{voter.name} is suspended and does not vote; the vote counts in {where}"
            out.notes.append(Why(says, None, (), (why,)))
    for place, issuer in enumerate(held.issuers):
        if issuer is not None and place not in covered and held.owners[place] == issuer:
            where, why = _silent(state, body, deed, point)
            out.voters[place] = stand(out.voters[place], where)
            says = f"{issuer} holds its own shares, which do not vote; they count in {where}"
            out.notes.append(Why(says, None, (), (why,)))
    return out


_Right = tuple[Power, Bound, frozenset[int]]


def _rights(
    state: State, body: nouns.Body, deed: Deed, held: Holders, point: Point
) -> list[_Right]:
    """The norms that say who can vote, as powers, each with the voters of whom it speaks."""
    found = []
    for bound in norms_on_voting(state, "can", body, deed, point, held.on):
        assert bound.deed is not None
        if bound.norm.times is not None or bound.deed.get("for") is not None:
            continue
        power = Power(bound.holder, bound.norm.id, rank_of(bound.document),
                      limits=limits_of(bound.norm, bound.document))  # fmt: skip
        places = {p for some in meant(state, body, deed, bound, held, point) for p in some}
        found.append((power, bound, frozenset(places)))
    return found


def _but_by_right(
    bound: Bound, places: list[int], rights: Sequence[_Right], held: Holders, out: Suspension
) -> list[int]:
    """The voters whom a norm can keep from voting: a higher norm may give them the vote."""
    bar = Bar(bound.norm, bound.document, bound.cites)
    for power, right, voters in rights:
        kept = [place for place in places if place in voters]
        if kept and bar.outranked(power):
            names = ", ".join(held.voters[place].name for place in kept)
            says = f"{bound.norm.id} is invalid against {power.name}: {names} can vote"
            out.notes.append(Why(says, right.norm.says, right.cites))
            places = [place for place in places if place not in voters]
    return places


def _multiplied(
    state: State, body: nouns.Body, deed: Deed, held: Holders, point: Point
) -> tuple[Holders, list[str]]:
    """The voters with the votes that a norm gives them on this matter, and what is missing."""
    voters = list(held.voters)
    steps: dict[int, list[Step]] = {}
    for bound in norms_on_voting(state, "can", body, deed, point, held.on):
        times, length = bound.norm.times, bound.norm.held_for
        if times is None:
            continue
        for place in (p for places in meant(state, body, deed, bound, held, point) for p in places):
            if length is not None:
                steps.setdefault(place, []).append(Step(length, times))
            else:
                voters[place] = multiplied(voters[place], times, times)
    missing: list[str] = []
    for place, found in steps.items():
        owner, instrument = held.owners[place], held.voters[place].group or ""
        low, high, lacks = times_held(
            state, owner, instrument, _part(held, place), found, held.at or point
        )
        voters[place] = multiplied(voters[place], low, high)
        if lacks is not None:
            missing.append(lacks)
    return replace(held, voters=voters), missing


def _part(held: Holders, place: int) -> Fraction:
    """Which part of what its holder has of its class a voter's units are."""
    voter, owner = held.voters[place], held.owners[place]
    of_owner = [v for v, o in zip(held.voters, held.owners, strict=True)
                if o == owner and v.group == voter.group]  # fmt: skip
    total = sum(Fraction(v.votes) for v in of_owner)
    return Fraction(voter.votes) / total if total else Fraction(1)


def _silent(state: State, body: nouns.Body, deed: Deed, point: Point) -> tuple[CountsIn, Why]:
    """What suspended votes count in where the norm itself does not say."""
    said = aspect(state, body, "suspended count in", deed, point)
    if said.said:
        return cast("CountsIn", said.value), said.why
    name = f"what suspended votes in {body.id} count in"
    return cast("CountsIn", state.world.choose(name, nouns.COUNTS_IN, kind="rule")), said.why


def _withhold(
    state: State,
    body: nouns.Body,
    deed: Deed,
    bound: Bound,
    places: Sequence[int],
    held: Holders,
    out: Suspension,
    point: Point,
) -> None:
    norm = bound.norm
    factor = (Fraction(0), Fraction(0))
    names = " and ".join(dict.fromkeys(out.voters[p].name for p in places))
    if norm.beyond is not None:
        cap = _for_each(_limit(norm.beyond, held.voters), bound, places, held)
        theirs = _held(norm.beyond, [held.voters[p] for p in places])
        if theirs[1] <= cap[0]:
            return
        factor = _shrunk(cap, theirs)
        if factor[0] != factor[1] and cap[0] != cap[1]:
            groups = [n for n in {held.voters[p].name for p in places}
                      if state.book.get(n, nouns.Group) is not None]  # fmt: skip
            out.missing.extend(f"how many {n} are" for n in groups)
    where = state.pick(norm.counts_in)
    because: tuple[Why, ...] = ()
    if where is None:
        where, why = _silent(state, body, deed, point)
        because = (why,)
    beyond = f" beyond {say_limit(norm.beyond)}" if norm.beyond is not None else ""
    says = f"the votes of {names}{beyond} do not count, by {norm.id}; they stand in {where}"
    out.notes.append(Why(says, norm.says, bound.cites, because))
    # Who is kept from one matter, or from what concerns them, is kept from it by an interest.
    interest = bound.holder == CONCERNED or bool(bound.deed and bound.deed.get("deed"))
    for place in places:
        if norm.beyond is None:
            voter = out.voters[place]
            voter = replace(voter, interested=voter.interested or interest)
            out.voters[place] = stand(voter, where)
        else:
            _split(out, place, held.voters[place], factor, where)


def _split(
    out: Suspension, place: int, full: Voter, factor: tuple[Fraction, Fraction], where: CountsIn
) -> None:
    """Part one voter's votes: what counts, and the surplus, which has no head and no capital."""
    voter = out.voters[place]
    low = whole(Fraction(min(voter.votes, full.votes * factor[0])))
    heads, votes, capital = voter.high
    high: Weight = votes
    if full.high[1] != math.inf:
        high = whole(Fraction(min(votes, Fraction(full.high[1]) * factor[1])))
    bounds = voter.most if voter.most is None and low == high else Most(high, capital, heads)
    out.voters[place] = replace(voter, votes=low, most=bounds)
    if where == "nothing":
        return
    spare = 0 if high == math.inf else whole(Fraction(max(0, voter.votes - high)))
    over: Weight = votes - low
    rest = replace(voter, votes=spare, capital=0, heads=0,
                   most=None if over == spare else Most(over, 0, 0))  # fmt: skip
    out.surplus.append(stand(rest, where))


def _shrunk(cap: tuple[Fraction, Weight], held: tuple[Weight, Weight]) -> tuple[Fraction, Fraction]:
    """Which part of the votes counts, at least and at most."""
    low = Fraction(0) if held[1] == math.inf else min(Fraction(1), cap[0] / Fraction(held[1]))
    if held[0] == 0 or cap[1] == math.inf:
        return low, Fraction(1)
    return low, min(Fraction(1), Fraction(cap[1]) / Fraction(held[0]))


def _limit(limit: Limit, voters: Iterable[Voter]) -> tuple[Fraction, Weight]:
    """Up to where votes count, at least and at most, in the measure of the limit."""
    base = limit.base
    if base is None:
        return limit.amount, limit.amount
    at = MEASURES[base.measure]
    those = [v for v in voters if base.part is None or v.is_in(base.part)]
    low = sum(Fraction(v.low[at]) for v in those)
    high = sum(v.high[at] for v in those)
    most: Weight = math.inf if high == math.inf else Fraction(high) * limit.amount
    return low * limit.amount, most


def _for_each(
    cap: tuple[Fraction, Weight], bound: Bound, places: Sequence[int], held: Holders
) -> tuple[Fraction, Weight]:
    """A limit of each holder, for a counted group: as often as it has people.

    Named itself, a group is one holder: those in it act in concert.
    """
    holder = bound.holder or ""
    if holder != "anyone" and not holder.startswith(EACH):
        return cap
    low = max(1, sum(held.voters[p].heads for p in places))
    high: Weight = max(1, sum(held.voters[p].high[0] for p in places))
    if math.inf in (high, cap[1]):
        return cap[0] * low, math.inf
    return cap[0] * low, Fraction(cap[1]) * Fraction(high)


def _held(limit: Limit, voters: Iterable[Voter]) -> tuple[Weight, Weight]:
    """What they hold in the measure of the limit, at least and at most."""
    at = MEASURES[limit.base.measure if limit.base is not None else "votes"]
    these = list(voters)
    return sum(v.low[at] for v in these), sum(v.high[at] for v in these)


def _breach(
    state: State,
    body: nouns.Body,
    bound: Bound,
    places: Sequence[int],
    out: Suspension,
    held: Holders,
) -> None:
    """Votes that must not be cast count; casting them is a breach."""
    norm = bound.norm
    cast_ = [p for p in places if out.voters[p].choices <= {"for", "against"}]
    if norm.beyond is not None and cast_:
        cap = _limit(norm.beyond, held.voters)
        if _held(norm.beyond, [held.voters[p] for p in places])[0] <= cap[1]:
            return
    if cast_:
        names = " and ".join(dict.fromkeys(out.voters[p].name for p in cast_))
        out.breaches.append(norm.id)
        out.notes.append(Why(f"{names} must not vote so, by {norm.id}; the votes count",
                             norm.says, bound.cites))  # fmt: skip


def recuse(
    state: State, body: nouns.Body, deed: Deed, ballot: Ballot, voters: list[Voter], point: Point
) -> tuple[Why, ...]:
    """Let those who are recused count in what the rules leave them, in place."""
    places = [i for i, v in enumerate(voters) if v.name in ballot.recused]
    if not places:
        return ()
    said = aspect(state, body, "recused count in", deed, point)
    where = said.value
    if not said.said:
        name = f"what the recused in {body.id} count in"
        where = state.world.choose(name, nouns.COUNTING, kind="rule")
    for place in places:
        voters[place] = stand(replace(voters[place], interested=True), cast("CountsIn", where))
    names = ", ".join(dict.fromkeys(voters[p].name for p in places))
    return (Why(f"{names}, recused, count in {where}", None, (), (said.why,)),)

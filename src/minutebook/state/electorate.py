"""Who votes on a deed, and how: ballots, presence, proxies and recusal become voters."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Ballot, Choice, Form
from minutebook.records.values import Reads
from minutebook.state.aspects import aspect
from minutebook.state.count import ALL_CHOICES, Electorate, Most, Voter, Weight
from minutebook.state.slots import Point, Presence, Seats
from minutebook.text.numbers import Quantity

if TYPE_CHECKING:
    from minutebook.state.state import State

Choices: TypeAlias = frozenset[Choice]
NAMED = 50
EVERYTHING: Choices = frozenset(ALL_CHOICES)
PRESENT: frozenset[Choice] = frozenset({"for", "against", "abstain", "not voting"})
UNSIGNED: frozenset[Choice] = frozenset({"for", "absent"})


@dataclass(frozen=True, slots=True)
class Roll:
    """The electorate of a vote, what was ignored, and what is not known of it."""

    electorate: Electorate
    notes: tuple[Why, ...]
    missing: tuple[str, ...]
    strangers: tuple[str, ...] = ()


def _picked(state: State, part: Reads[Ballot]) -> Ballot:
    return state.pick(part)


def merge(state: State, act: nouns.Act) -> Ballot:
    """The ballot of an act in this world."""
    plain = state.pick(act.ballot)
    if not act.more_ballots:
        return plain
    choices, tally, proxies = dict(plain.choices), dict(plain.tally), dict(plain.proxies)
    others = plain.others
    for part in act.more_ballots:
        ballot = _picked(state, part)
        choices.update(ballot.choices)
        tally.update(ballot.tally)
        proxies.update(ballot.proxies)
        others = ballot.others or others
    return Ballot(choices, tally, proxies, others)


def call_roll(
    state: State,
    body: nouns.Body,
    deed: Deed,
    ballot: Ballot,
    form: Form,
    attended: Presence | None,
    point: Point,
) -> Roll:
    """Turn a ballot into voters: everyone entitled, each with the choices they may have made."""
    members = electors(state, body, point)
    names = members.names
    strangers: tuple[str, ...] = ()
    if not ballot.choices.keys() <= names:
        acting_for = set(ballot.proxies.values())
        strangers = tuple(n for n in ballot.choices if n not in names and n not in acting_for)
    notes = [Why(f"{n} has no vote in {body.id}; the vote is not counted") for n in strangers]
    proxies: Mapping[str, str] = {}
    if ballot.proxies:
        proxies, proxy_notes = _proxies(state, body, deed, ballot, names, point)
        notes.extend(proxy_notes)
    voters, target_notes = _recuse(state, body, deed, list(members.voters), point)
    notes.extend(target_notes)
    kept = {} if target_notes else members.kept
    for i, voter in enumerate(voters):
        said = ballot.choices.get(voter.name)
        choices = (
            _ONE[said]
            if said is not None
            else _choices(voter.name, ballot, form, attended, proxies)
        )
        if choices is not voter.choices:
            chose = kept.get((i, choices))
            if chose is None:
                chose = kept[i, choices] = with_choices(voter, choices)
            voters[i] = chose
    missing = list(members.missing)
    if ballot.tally:
        tallied = _tallied_holders if body.holders_of else _tallied_members
        voters, tally_notes, lacking = tallied(voters, ballot, body)
        notes.extend(tally_notes)
        missing.extend(lacking)
    unknown = [v for v in voters if len(v.choices) > 1]
    if unknown and len(unknown) <= NAMED:
        missing.extend(f"how {v.name} voted" for v in unknown if v.own is None)
    elif unknown:
        missing.append(f"how {len(unknown)} of {body.id} voted")
    electorate = Electorate(tuple(voters), members.vacant)
    return Roll(electorate, tuple(notes), tuple(dict.fromkeys(missing)), strangers)


@dataclass(frozen=True, slots=True)
class Electors:
    """Who has a vote in a body, before any choice; how many seats stand empty; what is missing.

    `kept` remembers the voter in each place with each choice, as a body votes again and again.
    """

    voters: tuple[Voter, ...]
    vacant: int | None
    missing: tuple[str, ...]
    names: frozenset[str]
    kept: dict[tuple[int, Choices], Voter] = field(default_factory=dict, compare=False)


def electors(state: State, body: nouns.Body, point: Point) -> Electors:
    """The voters of a body at a point, each with every choice open to them."""
    if body.holders_of:
        voters, missing = _holders(state, body, point)
        return Electors(tuple(voters), 0, missing, frozenset(v.name for v in voters))
    seats = state.seats(body.id, point)
    # The seats say it all: they are the same object as long as nobody comes or goes.
    kept = state.index.electors.get((body.id, id(seats)))
    if kept is None:
        kept = (seats, _members(state, body, seats))
        state.index.electors[body.id, id(seats)] = kept
    return kept[1]


def _members(state: State, body: nouns.Body, seats: Seats) -> Electors:
    voters = []
    missing = []
    for occupancy in seats.occupants:
        post = state.book.get(occupancy.post, nouns.Post)
        if post is not None and post.kind == "observer":
            continue
        votes = post.votes if post is not None else Fraction(1)
        name = occupancy.holder or f"the holder of {occupancy.post}"
        if occupancy.holder is None:
            missing.append(f"who holds {occupancy.post}")
        votes = body.votes.get(name, votes)
        group = post.group if post is not None else None
        voters.append(Voter(name, EVERYTHING, whole(votes), group=group))
    names = frozenset(v.name for v in voters)
    return Electors(tuple(voters), seats.vacant, tuple(missing), names)


def whole(number: Fraction) -> Fraction | int:
    """The same number, as an int if it is one: much faster to add up."""
    return number.numerator if number.denominator == 1 else number


def with_choices(voter: Voter, choices: frozenset[Choice]) -> Voter:
    """The same voter with other choices."""
    return Voter(voter.name, choices, voter.votes, voter.capital, voter.group, voter.counted,
                 voter.entitled, voter.heads, voter.most, voter.own)  # fmt: skip


_ONE: Mapping[Choice, frozenset[Choice]] = {c: frozenset({c}) for c in ALL_CHOICES}


def _choices(
    name: str,
    ballot: Ballot,
    form: Form,
    attended: Presence | None,
    proxies: Mapping[str, str],
) -> frozenset[Choice]:
    """What somebody may have chosen: what they did themselves goes before their proxy."""
    chosen = ballot.choices.get(name)
    if chosen is not None:
        return _ONE[chosen]
    if name in ballot.proxies:
        holder = proxies.get(name)
        if holder is not None and holder != name:
            return _choices(holder, ballot, form, attended, {})
        # A proxy that does not count was given by somebody who stayed away.
        return _ONE["absent"]
    if ballot.others is not None:
        return _ONE[ballot.others]
    if form == "without meeting":
        return UNSIGNED
    if attended is not None:
        if name in attended.perhaps:
            return EVERYTHING
        return PRESENT if name in attended.surely else _ONE["absent"]
    return EVERYTHING


def _holders(state: State, body: nouns.Body, point: Point) -> tuple[list[Voter], tuple[str, ...]]:
    """The holders of instruments, one voter for each holding; a holder is one head in all."""
    voters: list[Voter] = []
    missing: list[str] = []
    seen: set[str] = set()
    for instrument in body.holders_of:
        record = state.book.get(instrument, nouns.Instrument)
        votes = state.pick(record.votes) if record is not None else Fraction(0)
        capital = state.pick(record.capital) if record is not None else Fraction(0)
        if not isinstance(votes, Fraction):
            missing.append(f"the votes of a unit of {instrument}")
            # Where there is one class only, what a unit votes cancels out of every share.
            votes = Fraction(1) if len(body.holders_of) == 1 else None
        directed = {
            h.holder: h.votes_directed_by
            for h in state.index.holdings.get(instrument, ())
            if h.votes_directed_by is not None
        }
        for holder, units in state.register(instrument, point).items():
            if units.exact == 0:
                continue
            if units.exact is None:
                missing.append(f"how many units of {instrument} {holder} holds")
            name = directed.get(holder) or holder
            by_unit = capital if isinstance(capital, Fraction) else None
            voters.append(_holder(name, units, votes, by_unit, instrument, name not in seen))
            seen.add(name)
    return voters, tuple(missing)


def _holder(
    name: str,
    units: Quantity,
    votes: Fraction | None,
    capital: Fraction | None,
    instrument: str,
    first: bool,
) -> Voter:
    """A holding as a voter, with bounds where units or votes are not known exactly."""
    low, high = _at_least(units.low, votes), _at_most(units.high, votes)
    low_capital, high_capital = _at_least(units.low, capital), _at_most(units.high, capital)
    head = 1 if first else 0
    surely = head if units.low is not None and units.low > 0 else 0
    if (low, low_capital, surely) == (high, high_capital, head):
        return Voter(name, EVERYTHING, low, low_capital, instrument, heads=head)
    most = Most(high, high_capital, head)
    return Voter(name, EVERYTHING, low, low_capital, instrument, heads=surely, most=most)


def _at_least(units: Fraction | None, by: Fraction | None) -> Fraction | int:
    return 0 if units is None or by is None or units < 0 else whole(units * by)


def _at_most(units: Fraction | None, by: Fraction | None) -> Weight:
    return math.inf if units is None or by is None else whole(units * by)


def _proxies(
    state: State,
    body: nouns.Body,
    deed: Deed,
    ballot: Ballot,
    names: frozenset[str],
    point: Point,
) -> tuple[Mapping[str, str], tuple[Why, ...]]:
    """The proxies that count, giver to holder."""
    given = {g: h for g, h in ballot.proxies.items() if g in names}
    if not given:
        return {}, ()
    said = aspect(state, body, "proxies", deed, point)
    value = said.value
    if not said.said:
        value = state.world.choose(f"proxies in {body.id}", ("allowed", "not allowed"), kind="rule")
    if value == "allowed":
        return given, (said.why,)
    listed = ", ".join(given)
    return {}, (Why(f"the proxy of {listed} does not count", None, (), (said.why,)),)


def _tallied_members(
    voters: list[Voter], ballot: Ballot, body: nouns.Body
) -> tuple[list[Voter], list[Why], list[str]]:
    """Votes of which only the number is known, given to the members who are not named.

    Who of them chose what is not known: each keeps in `own` what they may have chosen. If they
    do not weigh the same, the number tells nothing of its weight, so each may have chosen any.
    """
    unnamed = [i for i, v in enumerate(voters) if v.name not in ballot.choices]
    if ballot.others is None:
        unnamed = [i for i in unnamed if len(voters[i].choices) > 1]
    places = unnamed
    bounds, notes, missing = _tally_bounds(ballot, len(places), body)
    rest = _rest(ballot, bounds, frozenset().union(*(voters[i].choices for i in places)))
    may = rest | {c for c, (_, high) in bounds.items() if high > 0}
    alike = len({_weight_of(voters[i]) for i in places}) <= 1
    given: list[Choices] = []
    for choice, (low, _) in bounds.items():
        given.extend([frozenset({choice})] * int(low))
    left = len(places) - len(given)
    open_: list[set[Choice]] = [set(rest) for _ in range(left)]
    for back, (choice, (low, high)) in enumerate(bounds.items()):
        spare = min(left, int(high - low) if high != math.inf else left)
        for n in range(spare):
            open_[n if back == 0 else left - 1 - n].add(choice)
    given.extend(frozenset(o) for o in open_)
    out = list(voters)
    own = frozenset(may) if len(set(given)) > 1 else None
    for place, choices in zip(places, given, strict=True):
        out[place] = replace(out[place], choices=choices if alike else may, own=own)
    if any(len(c) > 1 for c in given) or (not alike and len(may) > 1):
        missing.append(f"how those members of {body.id} who are not named voted")
    return out, notes, missing


def _tallied_holders(
    voters: list[Voter], ballot: Ballot, body: nouns.Body
) -> tuple[list[Voter], list[Why], list[str]]:
    """Votes of which only the number is known, as voters without a name."""
    kept = [v for v in voters if v.name in ballot.choices]
    others = [v for v in voters if v.name not in ballot.choices]
    low = sum(v.votes for v in others)
    high = sum(v.high[1] for v in others)
    bounds, notes, missing = _tally_bounds(ballot, high, body)
    own = frozenset((*bounds, *(c for c in ALL_CHOICES if c not in bounds)))
    for choice, (least, most) in bounds.items():
        kept.append(_crowd(f"votes {choice}", frozenset({choice}), least, most, own))
    least = max(0, low - sum(b[1] for b in bounds.values()))
    most = max(0, high - sum(b[0] for b in bounds.values()))
    rest = _rest(ballot, bounds, EVERYTHING)
    if most > 0:
        kept.append(_crowd("the other votes", rest, least, most, own))
        if len(rest) > 1:
            missing.append(f"how the other votes in {body.id} were cast")
    return kept, notes, missing


def _rest(ballot: Ballot, bounds: Mapping[Choice, object], open_: Choices) -> Choices:
    """What those may have chosen whom no number covers."""
    if ballot.others is not None:
        return frozenset({ballot.others})
    return frozenset(c for c in open_ if c not in bounds) or EVERYTHING


def _crowd(name: str, choices: Choices, least: Weight, most: Weight, own: Choices) -> Voter:
    """Votes of nobody knows whom: their capital and heads are not known."""
    assert not isinstance(least, float)
    bounds = Most(most, math.inf if most else 0, math.inf if most else 0)
    return Voter(name, choices, least, 0, heads=0, most=bounds, own=own)


def _tally_bounds(
    ballot: Ballot, there: Weight, body: nouns.Body
) -> tuple[dict[Choice, tuple[Weight, Weight]], list[Why], list[str]]:
    """How many chose what, at least and at most; more than there are cannot all count."""
    bounds: dict[Choice, tuple[Weight, Weight]] = {}
    for choice, quantity in ballot.tally.items():
        low = whole(quantity.low) if quantity.low is not None else 0
        high = whole(quantity.high) if quantity.high is not None else math.inf
        bounds[choice] = (low, high)
    over = sum(low for low, _ in bounds.values()) - there
    if over <= 0:
        return {c: (low, min(high, there)) for c, (low, high) in bounds.items()}, [], []
    says = f"{over} more votes are reported than {body.id} has; which of them count is not known"
    cut: dict[Choice, tuple[Weight, Weight]] = {
        c: (max(0, low - over), min(high, there)) for c, (low, high) in bounds.items()
    }
    return cut, [Why(says)], [f"which of the votes reported in {body.id} count"]


def _weight_of(voter: Voter) -> tuple[object, ...]:
    return (voter.heads, voter.votes, voter.capital, voter.group, voter.counted, voter.entitled,
            voter.most)  # fmt: skip


def _recuse(
    state: State, body: nouns.Body, deed: Deed, voters: list[Voter], point: Point
) -> tuple[list[Voter], tuple[Why, ...]]:
    """A member does or does not vote on a deed that empties their own post, by rule."""
    party = deed.get("party") if deed.verb == "remove" else None
    if party is None or all(v.name != party for v in voters):
        return voters, ()
    said = aspect(state, body, "target votes", deed, point)
    value = said.value
    if not said.said and body.holders_of:
        return voters, ()  # a share's vote is property: no silence takes it from its holder
    if not said.said:
        name = f"target votes in {body.id}"
        value = state.world.choose(name, ("yes", "no", "not counted"), kind="rule")
    if value == "yes":
        return voters, ()
    changed = [
        replace(v, entitled=value != "no" and v.entitled, counted=value != "not counted")
        if v.name == party
        else v
        for v in voters
    ]
    how = "stays in the base but may not vote" if value == "no" else "leaves vote and base"
    return changed, (Why(f"{party}, whom it is about, {how}", None, (), (said.why,)),)

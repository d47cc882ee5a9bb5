"""Who has a vote in a body before any choice: its members, or the holders of instruments."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from minutebook.records import nouns
from minutebook.records.nouns import Ballot, Choice
from minutebook.records.values import Value
from minutebook.state.holdings import parcels, settled_cut, told_in_shares, votes_per_unit
from minutebook.state.in_fact import sitting
from minutebook.state.slots import Point, Seats
from minutebook.state.tallies import EVERYTHING, Choices, Tallied, tallied
from minutebook.state.voters import Electorate, Most, Sums, Voter, Weight, kind_of
from minutebook.text.numbers import Quantity, whole

if TYPE_CHECKING:
    from minutebook.state.state import State

MOST_KEPT = 256
"""Of how many votes of a body it is kept who chose what."""
MOST_KINDS = 4
"""Of how many kinds voters can be for their numbers to come again from vote to vote."""


@dataclass(frozen=True, slots=True)
class Electors:
    """Who has a vote in a body, before any choice; how many seats stand empty; what is missing.

    Of the holders of instruments, `owners` are the legal holders of each voter's units, and
    `issuers` who issued them where that is the holder. As a body votes again and again, `chosen`
    remembers the voter in each place with each choice, `kept` who chose what, `told` what came of
    votes told by number, and `sums` what came together where as many of each kind of voter made
    each choice: `kinds` tells, for each place, which are equal; empty if few are. `suspended` sit
    there and may not vote for the time being.
    """

    voters: tuple[Voter, ...]
    vacant: int | None
    missing: tuple[str, ...]
    names: frozenset[str]
    owners: tuple[str, ...] = ()
    issuers: tuple[str | None, ...] = ()
    kinds: tuple[int, ...] = ()
    suspended: frozenset[str] = frozenset()
    chosen: dict[tuple[int, Choices], Voter] = field(default_factory=dict, compare=False)
    kept: dict[tuple[Choices, ...], Electorate] = field(default_factory=dict, compare=False)
    sums: dict[frozenset[object], Sums] = field(default_factory=dict, compare=False)
    told: dict[Hashable, tuple[Electorate, Tallied]] = field(default_factory=dict, compare=False)

    def voting(self, made: tuple[Choices, ...]) -> Electorate:
        """The voters, each with the choices they may have made; of few kinds, from what is kept."""
        if not self.kinds:
            return Electorate(tuple(map(self._chose, range(len(made)), made)), self.vacant)
        found = self.kept.get(made)
        if found is None:
            voters = tuple(map(self._chose, range(len(made)), made))
            key = frozenset(Counter(zip(self.kinds, made, strict=True)).items())
            sums = self.sums.get(key)
            if sums is None:
                sums = self.sums[key] = Sums(voters, self.vacant)
            found = Electorate(voters, self.vacant, sums)
            if len(self.kept) < MOST_KEPT:
                self.kept[made] = found
        return found

    def told_by_number(
        self, made: tuple[Choices, ...], ballot: Ballot, body: nouns.Body, chair: str | None
    ) -> tuple[Electorate, Tallied]:
        """The same with votes of which only the number is known, given to who is not named."""
        numbers = tuple(ballot.tally.items())
        key = (made, tuple(ballot.choices), numbers, ballot.others, chair)
        found = self.told.get(key)
        if found is None:
            told = tallied(list(map(self._chose, range(len(made)), made)), ballot, body, chair)
            voters = tuple(told.voters)
            sums = None if told.dealt else Sums(voters, self.vacant)
            found = (Electorate(voters, self.vacant, sums, told.dealt), told)
            if len(self.told) < MOST_KEPT:
                self.told[key] = found
        return found

    def _chose(self, place: int, choices: Choices) -> Voter:
        found = self.chosen.get((place, choices))
        if found is None:
            voter = with_choices(self.voters[place], choices)
            found = self.chosen[place, choices] = voter
        return found


def electors(state: State, body: nouns.Body, point: Point) -> Electors:
    """The voters of a body at a point, each with every choice open to them."""
    if body.holders_of:
        return _kept_holders(state, body, point)
    seats = sitting(state, body.id, point)
    # The seats say it all: they are the same object as long as nobody comes or goes.
    kept = state.index.electors.get((body.id, id(seats)))
    if kept is None:
        kept = (seats, _members(state, body, seats))
        groups = (state.book.get(o.holder, nouns.Group) for o in seats.occupants)
        if not any(g is not None and isinstance(g.count, Value) for g in groups):
            # How many a group are may be read in several ways: then each world has its own voters.
            state.index.electors[body.id, id(seats)] = kept
    return kept[1]


def _members(state: State, body: nouns.Body, seats: Seats) -> Electors:
    voters: list[Voter] = []
    missing = []
    vacant = seats.vacant
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
        people = state.book.get(name, nouns.Group)
        if people is None or post is not None:
            voters.append(Voter(name, EVERYTHING, whole(votes), group=group,
                                marks=marks(state, name)))  # fmt: skip
            continue
        found, lacking = _people(state, people, votes)
        voters.extend(found)
        missing.extend(lacking)
        if vacant is not None:
            vacant = max(0, vacant - sum(v.heads for v in found) + 1)
    names = frozenset(v.name for v in voters)
    places = dict.fromkeys(map(kind_of, voters))
    numbers = {kind: number for number, kind in enumerate(places)}
    kinds = tuple(numbers[kind_of(v)] for v in voters) if len(places) <= MOST_KINDS else ()
    # Whoever they are: as many of each kind with the same choices weigh the same together.
    alike = (body.id, tuple(places), vacant, kinds)
    sums = state.index.sums.setdefault(alike, {}) if kinds else {}
    suspended = frozenset(
        o.holder or f"the holder of {o.post}" for o in seats.occupants if o.suspended is not None
    )
    return Electors(tuple(voters), vacant, tuple(missing), names, kinds=kinds, sums=sums,
                    suspended=suspended)  # fmt: skip


def _people(state: State, group: nouns.Group, votes: Fraction) -> tuple[list[Voter], list[str]]:
    """A counted group among the members: those who are named, and the rest as one voter."""
    named = [n for n in group.members if state.book.get(n, nouns.Group) is None]
    found = [Voter(n, EVERYTHING, whole(votes), marks=marks(state, n)) for n in named]
    count = state.pick(group.count) if group.count is not None else None
    if group.count is None and not named:
        return [Voter(group.id, EVERYTHING, whole(votes), marks=marks(state, group.id))], []
    if count is None:
        return found, []
    low = max(0, math.ceil(count.low) - len(named)) if count.low is not None else 0
    high: Weight = math.inf if count.high is None else max(0, math.floor(count.high) - len(named))
    if high == 0:
        return found, []
    least = whole(low * votes)
    most = None if high == low else Most(high * votes, high, high)
    found.append(Voter(group.id, EVERYTHING, least, low, heads=low, most=most,
                       marks=marks(state, group.id)))  # fmt: skip
    return found, [] if most is None else [f"how many {group.id} are"]


def marks(state: State, name: str) -> frozenset[str]:
    """The groups of people that somebody belongs to, and the groups that these belong to."""
    return state.index.groups.get(name, NO_MARKS)


NO_MARKS: frozenset[str] = frozenset()


def with_choices(voter: Voter, choices: frozenset[Choice]) -> Voter:
    """The same voter with other choices."""
    return Voter(voter.name, choices, voter.votes, voter.capital, voter.group, voter.counted,
                 voter.entitled, voter.heads, voter.most, voter.own, voter.marks,
                 voter.interested, voter.quorate, voter.unscaled)  # fmt: skip


def _kept_holders(state: State, body: nouns.Body, point: Point) -> Electors:
    """The same as `_holders`, as long as nothing is moved and no choice is met: the last kept."""
    cuts = [settled_cut(state, instrument, point) for instrument in body.holders_of]
    if None in cuts or any(_directed_by_posts(state, one) for one in body.holders_of):
        return _holders(state, body, point)
    rests_on = (cuts, state.uncured)
    kept: tuple[object, Electors] | None = state.index.holders.get(body.id)
    if kept is not None and kept[0] == rests_on:
        return kept[1]
    found, choices = state.world.watched(lambda: _holders(state, body, point))
    if not choices:
        state.index.holders[body.id] = (rests_on, found)
    return found


def _directed_by_posts(state: State, instrument: str) -> bool:
    """Whether votes go with who holds a post, whom acts may change at any time."""
    key = ("directed by posts", id(state.book), state.known, instrument)
    kept: bool | None = state.world.memo.indexes.get(key)
    if kept is None:
        held = state.index.holdings.get(instrument, ())
        kept = any(state.book.get(h.votes_directed_by, nouns.Post) is not None for h in held)
        state.world.memo.indexes[key] = kept
    return kept


def _holders(state: State, body: nouns.Body, point: Point) -> Electors:
    """The holders of instruments, one voter for each holding; a holder is one head in all."""
    voters: list[Voter] = []
    missing: list[str] = []
    owners: list[str] = []
    issuers: list[str | None] = []
    seen: set[str] = set()
    for instrument in body.holders_of:
        record = state.book.get(instrument, nouns.Instrument)
        votes = votes_per_unit(state, instrument)
        capital = state.pick(record.capital) if record is not None else Fraction(0)
        if not isinstance(votes, Fraction):
            missing.append(f"the votes of a unit of {instrument}")
            # Where there is one class only, what a unit votes cancels out of every share.
            votes = Fraction(1) if len(body.holders_of) == 1 else None
        by_unit = capital if isinstance(capital, Fraction) else None
        unscaled = told_in_shares(state, instrument, point)
        if unscaled and len(body.holders_of) > 1:
            missing.append(f"how many units of {instrument} there are")
        for holder, (held, sure) in parcels(state, instrument, point).items():
            own_issue = record.of if record is not None and record.of == holder else None
            if not sure:
                missing.append(f"which part of what {holder} holds of {instrument} was moved")
            for parcel in held:
                units = parcel.held
                if units.exact == 0:
                    continue
                if units.exact is None and sure:
                    missing.append(f"how many units of {instrument} {holder} holds")
                name = _votes_for(state, parcel.stated, point) or holder
                heads, most_heads = (0, 0) if name in seen else _heads(state, name)
                weighs = (units, votes, by_unit, heads, most_heads, unscaled)
                voters.append(_holding_voter(state, name, (instrument, holder), weighs))
                seen.add(name)
                owners.append(holder)
                issuers.append(own_issue)
    names = frozenset(v.name for v in voters)
    own = tuple(issuers) if any(issuers) else ()
    return Electors(tuple(voters), 0, tuple(missing), names, tuple(owners), own)


_Weighs: TypeAlias = "tuple[Quantity, Fraction | None, Fraction | None, int, Weight, bool]"
"""Units, the votes and the capital of each, how many people hold them, at least and at most, and
whether the units are parts of the class."""


def _holding_voter(state: State, name: str, held: tuple[str, str], weighs: _Weighs) -> Voter:
    """The voter of what somebody holds of an instrument; the same as before if nothing moved."""
    kept: tuple[_Weighs, Voter] | None = state.index.voters.get((name, *held))
    if kept is not None and kept[0][0] is weighs[0] and kept[0][1:] == weighs[1:]:
        return kept[1]
    units, votes, by_unit, heads, most_heads, unscaled = weighs
    surely = heads if units.low is not None and units.low > 0 else 0
    voter = Voter(name, EVERYTHING, _at_least(units.low, votes), _at_least(units.low, by_unit),
                  held[0], heads=surely, most=_bounds(units, votes, by_unit, heads, most_heads),
                  marks=marks(state, name), unscaled=unscaled)  # fmt: skip
    state.index.voters[name, *held] = (weighs, voter)
    return voter


def _votes_for(state: State, holding: nouns.Holding | None, point: Point) -> str | None:
    """Who directs the votes of a holding; of a post, its holder."""
    name = holding.votes_directed_by if holding is not None else None
    if isinstance(state.book.records.get(name or ""), nouns.Post):
        occupancy = state.holder(name or "", point)
        return name if occupancy is None else occupancy.holder or f"the holder of {name}"
    return name


def _heads(state: State, name: str) -> tuple[int, Weight]:
    """How many people a holder is, at least and at most: a counted group is as many as it says."""
    group = state.book.get(name, nouns.Group)
    count = state.pick(group.count) if group is not None and group.count is not None else None
    if count is None:
        return 1, 1
    low = 1 if count.low is None else max(1, math.ceil(count.low))
    return low, math.inf if count.high is None else math.floor(count.high)


def _bounds(
    units: Quantity,
    votes: Fraction | None,
    capital: Fraction | None,
    heads: int,
    most_heads: Weight,
) -> Most | None:
    """The upper bounds of a holding, where units, votes or heads are not known exactly."""
    high, high_capital = _at_most(units.high, votes), _at_most(units.high, capital)
    surely = heads if units.low is not None and units.low > 0 else 0
    low = _at_least(units.low, votes), _at_least(units.low, capital), surely
    return None if low == (high, high_capital, most_heads) else Most(high, high_capital, most_heads)


def _at_least(units: Fraction | None, by: Fraction | None) -> Fraction | int:
    return 0 if units is None or by is None or units < 0 else whole(units * by)


def _at_most(units: Fraction | None, by: Fraction | None) -> Weight:
    return math.inf if units is None or by is None else whole(units * by)

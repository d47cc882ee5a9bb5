"""Voters: who they are, what they may have chosen, what they weigh, and in what they count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from minutebook.records.nouns import Choice
from minutebook.records.rules import Measure, Narrowing, Rule

ALL_CHOICES: tuple[Choice, ...] = ("for", "against", "abstain", "not voting", "absent")

Weight: TypeAlias = Fraction | int | float
"""Exact, but for infinity: the upper bound of what is not known at all."""

Weights: TypeAlias = tuple[Weight, Weight, Weight]
"""Heads, votes, capital."""

AWAY: frozenset[Choice] = frozenset({"absent"})

MEASURES: Mapping[Measure, int] = {"heads": 0, "votes": 1, "capital": 2}
"""The place of each measure in `Weights`."""


@dataclass(frozen=True, slots=True)
class Most:
    """Upper bounds of a voter's weights that are not known exactly; infinity if there is none."""

    votes: Weight
    capital: Weight
    heads: Weight = 1


@dataclass(frozen=True, slots=True)
class Voter:
    """Someone whose vote a body counts.

    `choices` are those they may have made. `counted` is False for one who stands in no base;
    `entitled` is False for one who may not vote on the matter; `quorate` says whether they count
    towards a quorum, None: if and only if they are counted; who is counted and does not make a
    quorum is as if away there. `heads`, `votes` and `capital` are the weights in the three
    measures, exact unless `most` gives their upper bounds.

    `group` is the group of seats or the class of instrument they vote in, `marks` the groups of
    people they belong to; `interested` keeps them out of what only the disinterested decide. Of
    a voter whose choice only a tally tells, `own` is what they themselves may have chosen: of
    five for and two against, nobody knows who. What is `unscaled` is told as a part of its class,
    and nothing tells how large that class is beside others.
    """

    name: str
    choices: frozenset[Choice]
    votes: Fraction | int = 1
    capital: Fraction | int = 1
    group: str | None = None
    counted: bool = True
    entitled: bool = True
    heads: int = 1
    most: Most | None = None
    own: frozenset[Choice] | None = None
    marks: frozenset[str] = frozenset()
    interested: bool = False
    quorate: bool | None = None
    unscaled: bool = False

    @property
    def low(self) -> Weights:
        """Heads, votes and capital at least."""
        return self.heads, self.votes, self.capital

    @property
    def high(self) -> Weights:
        """Heads, votes and capital at most."""
        if self.most is None:
            return self.low
        return self.most.heads, self.most.votes, self.most.capital

    @property
    def makes_quorum(self) -> bool:
        """Whether their presence counts."""
        return self.counted if self.quorate is None else self.quorate

    def is_in(self, part: Narrowing) -> bool:
        """Whether they belong to the part of a base that a rule speaks of."""
        return belongs((self.group, self.marks, self.interested), part)


Place: TypeAlias = "tuple[str | None, frozenset[str], bool]"
"""Where a voter stands: group, marks, interested."""


def belongs(place: Place, part: Narrowing) -> bool:
    """Whether voters who stand there belong to the part of a base that a rule speaks of."""
    group, marks, interested = place
    if part.disinterested and interested:
        return False
    return part.groups is None or group in part.groups or not marks.isdisjoint(part.groups)


def kind_of(voter: Voter) -> tuple[object, ...]:
    """What makes two voters interchangeable but for their choices."""
    return (voter.heads, voter.votes, voter.capital, voter.group, voter.counted, voter.entitled,
            voter.most, voter.marks, voter.interested, voter.quorate, voter.unscaled)  # fmt: skip


Key: TypeAlias = "tuple[frozenset[Choice], Place, bool]"
Result: TypeAlias = "tuple[Rule, Rule | None, bool | None]"
"""A rule, the quorum it was counted with, and whether the votes meet both."""


@dataclass(frozen=True, slots=True)
class Class:
    """Voters who stand in one place with the same choices: what they weigh together."""

    low: Weights
    high: Weights


@dataclass(frozen=True)
class Sums:
    """What voters weigh together, whoever they are: all that most rules of decision look at.

    Two electorates that differ only in who of several equal voters chose what have the same sums.
    `results` are those of rules that ask for nobody's own consent.
    """

    voters: tuple[Voter, ...]
    vacant: int | None
    results: list[Result] = field(default_factory=list, compare=False, repr=False)

    @cached_property
    def classes(self) -> Mapping[Key, Class]:
        """The counted voters by choices, place and entitlement, their weights added up."""
        return self._summed[0]

    @cached_property
    def attending(self) -> Mapping[Key, Class]:
        """The same for a quorum: who counts only in the base is as if away."""
        if all(v.quorate is None for v in self.voters):
            return self.classes
        there = (v for v in self.voters if v.makes_quorum)
        away = (replace(v, choices=AWAY) for v in self.voters if v.counted and not v.makes_quorum)
        return _sums([*there, *away])[0]

    @property
    def settled(self) -> bool:
        """Whether every choice and weight is known: then there is one completion only."""
        return self._summed[1]

    @cached_property
    def unscaled(self) -> frozenset[str | None]:
        """The classes of which nothing tells how large they are beside others."""
        return frozenset(v.group for v in self.voters if v.unscaled)

    @cached_property
    def _summed(self) -> tuple[Mapping[Key, Class], bool]:
        classes, settled = _sums(v for v in self.voters if v.counted)
        if settled:
            settled = all(v.own is None and (v.counted or not v.quorate or len(v.choices) == 1)
                          for v in self.voters)  # fmt: skip
        return classes, settled and self.vacant is not None and not self.unscaled


@dataclass(frozen=True)
class Electorate:
    """Who votes on a matter: the voters, and the seats that stand empty.

    `vacant` counts authorised seats without a holder; they stand in the base `seats` only.
    None: how many seats there are is not known. `equal_to` are the sums of an electorate that
    differs only in who of several equal voters chose what. Where votes told by number may have
    been dealt out in several ways, `dealt` are the voters in each; `voters` have all the choices.
    """

    voters: tuple[Voter, ...]
    vacant: int | None = 0
    equal_to: Sums | None = field(default=None, compare=False, repr=False)
    dealt: tuple[tuple[Voter, ...], ...] = field(default=(), repr=False)

    @property
    def ways(self) -> tuple[Electorate, ...]:
        """The electorates with each way in which votes told by number may have been dealt out."""
        return tuple(Electorate(voters, self.vacant) for voters in self.dealt) or (self,)

    def with_more(self, added: Iterable[Voter]) -> Electorate:
        """The same electorate with some more voters."""
        more = tuple(added)
        dealt = tuple((*voters, *more) for voters in self.dealt)
        return Electorate((*self.voters, *more), self.vacant, dealt=dealt)

    def with_choices(self, changes: Mapping[str, Choice]) -> Electorate:
        """The same electorate in which some voters choose as told."""
        voters = tuple(
            replace(v, choices=frozenset({changes[v.name]}), own=None) if v.name in changes else v
            for v in self.voters
        )
        return Electorate(voters, self.vacant)

    @property
    def classes(self) -> Mapping[Key, Class]:
        """The counted voters by choices, place and entitlement, their weights added up."""
        return self.sums.classes

    @property
    def attending(self) -> Mapping[Key, Class]:
        """The same for a quorum: who counts only in the base is as if away."""
        return self.sums.attending

    @property
    def settled(self) -> bool:
        """Whether every choice and weight is known: then there is one completion only."""
        return self.sums.settled

    @cached_property
    def sums(self) -> Sums:
        """What the voters weigh together."""
        return self.equal_to or Sums(self.voters, self.vacant)

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Voter, ...]]:
        """The voters of each name: one person may hold two seats."""
        found: dict[str, tuple[Voter, ...]] = {}
        for voter in self.voters:
            found[voter.name] = (*found.get(voter.name, ()), voter)
        return found


def _sums(voters: Iterable[Voter]) -> tuple[Mapping[Key, Class], bool]:
    """Voters added up by class; whether each has one choice and an exact weight."""
    sums: dict[Key, list[Fraction | int]] = {}
    bounded: dict[Key, list[Voter]] = {}
    for voter in voters:
        key = (voter.choices, (voter.group, voter.marks, voter.interested), voter.entitled)
        total = sums.get(key)
        if total is None:
            sums[key] = [voter.heads, voter.votes, voter.capital]
        else:
            total[0] += voter.heads
            total[1] += voter.votes
            total[2] += voter.capital
        if voter.most is not None:
            bounded.setdefault(key, []).append(voter)
    classes: dict[Key, Class] = {}
    for key, (heads, votes, capital) in sums.items():
        low = (heads, votes, capital)
        classes[key] = Class(low, _highest(low, bounded[key]) if key in bounded else low)
    return classes, not bounded and all(len(key[0]) == 1 for key in classes)


def _highest(low: Weights, bounded: Iterable[Voter]) -> Weights:
    """The weights of a class at most, some voters of which have bounds."""
    heads, votes, capital = low
    for voter in bounded:
        most = voter.most
        assert most is not None
        heads += most.heads - voter.heads
        votes += most.votes - voter.votes
        capital += most.capital - voter.capital
    return heads, votes, capital

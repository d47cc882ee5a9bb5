"""Counting votes: the only place where a rule of decision meets a ballot.

Each voter has a set of choices they may have made: one if the record says, several if it does
not; a weight may be known only within bounds. A rule never turns from met to not met when a
voter goes from "against" to "abstain" to "absent" to "for", nor when the weight of consents
grows or that of others shrinks: each test in it is linear, and its coefficients keep that
order. So one completion of all that is unknown is the best for every rule at once, and one the
worst; counting those two says exactly whether a rule is met whatever the unknown ones did.

A quorum runs the other way for who is absent. Met in every completion, or in none, is exact as
before; whether some completion meets rule and quorum together is searched (`_together`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations_with_replacement, product
from typing import TypeAlias

from minutebook.records.nouns import Choice
from minutebook.records.rules import (
    AllOf,
    AnyOf,
    Base,
    Consent,
    Impossible,
    Measure,
    Number,
    Plurality,
    Population,
    Rule,
    Share,
)

ALL_CHOICES: tuple[Choice, ...] = ("for", "against", "abstain", "not voting", "absent")
MAX_COMPLETIONS = 20_000

Weight: TypeAlias = Fraction | int | float
"""Exact, but for infinity: the upper bound of what is not known at all."""

# From the worst for any rule of consent to the best.
FROM_WORST: tuple[Choice, ...] = ("against", "abstain", "not voting", "absent", "for")
_UNENTITLED: tuple[Choice, ...] = ("for", "against", "abstain", "not voting", "absent")
_MEASURES: Mapping[Measure, int] = {"heads": 0, "votes": 1, "capital": 2}


@dataclass(frozen=True, slots=True)
class Most:
    """Upper bounds of a voter's weights that are not known exactly; infinity if there is none."""

    votes: Weight
    capital: Weight
    heads: Weight = 1


@dataclass(frozen=True, slots=True)
class Voter:
    """Someone whose vote a body counts.

    `choices` are those they may have made. `counted` is False for a member who leaves the base
    and the quorum; `entitled` is False for one who stays in both and may not vote on the matter.
    `heads`, `votes` and `capital` are the weights in the three measures, exact unless `most`
    gives their upper bounds. Of a voter whose choice only a tally tells, `own` is what they
    themselves may have chosen: of five for and two against, nobody knows who.
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

    @property
    def low(self) -> tuple[Weight, Weight, Weight]:
        """Heads, votes and capital at least."""
        return self.heads, self.votes, self.capital

    @property
    def high(self) -> tuple[Weight, Weight, Weight]:
        """Heads, votes and capital at most."""
        if self.most is None:
            return self.low
        return self.most.heads, self.most.votes, self.most.capital


_Key: TypeAlias = tuple[frozenset[Choice], "str | None", bool]


@dataclass(frozen=True, slots=True)
class _Class:
    """Voters of one group with the same choices: what they weigh together."""

    low: tuple[Weight, Weight, Weight]
    high: tuple[Weight, Weight, Weight]


@dataclass(frozen=True)
class Electorate:
    """Who votes on a matter: the voters, and the seats that stand empty.

    `vacant` counts authorised seats without a holder; they stand in the base `seats` only.
    None: how many seats there are is not known.
    """

    voters: tuple[Voter, ...]
    vacant: int | None = 0

    def with_choices(self, changes: Mapping[str, Choice]) -> Electorate:
        """The same electorate in which some voters choose as told."""
        voters = tuple(
            replace(v, choices=frozenset({changes[v.name]}), own=None) if v.name in changes else v
            for v in self.voters
        )
        return Electorate(voters, self.vacant)

    @cached_property
    def classes(self) -> Mapping[_Key, _Class]:
        """The counted voters by choices, group and entitlement, their weights added up."""
        return self._summed[0]

    @property
    def settled(self) -> bool:
        """Whether every choice and weight is known: then there is one completion only."""
        return self._summed[1]

    @cached_property
    def _summed(self) -> tuple[Mapping[_Key, _Class], bool]:
        sums: dict[_Key, list[Fraction | int]] = {}
        bounded: dict[_Key, list[Voter]] = {}
        settled = self.vacant is not None
        for voter in self.voters:
            if not voter.counted:
                continue
            key = (voter.choices, voter.group, voter.entitled)
            total = sums.get(key)
            if total is None:
                sums[key] = [voter.heads, voter.votes, voter.capital]
            else:
                total[0] += voter.heads
                total[1] += voter.votes
                total[2] += voter.capital
            if voter.most is not None:
                bounded.setdefault(key, []).append(voter)
            if voter.own is not None:
                settled = False
        classes: dict[_Key, _Class] = {}
        for key, (heads, votes, capital) in sums.items():
            low = (heads, votes, capital)
            classes[key] = _Class(low, _highest(low, bounded[key]) if key in bounded else low)
            settled = settled and len(key[0]) == 1
        return classes, settled and not bounded

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Voter, ...]]:
        """The voters of each name: one person may hold two seats."""
        found: dict[str, tuple[Voter, ...]] = {}
        for voter in self.voters:
            found[voter.name] = (*found.get(voter.name, ()), voter)
        return found


def _highest(
    low: tuple[Weight, Weight, Weight], bounded: Iterable[Voter]
) -> tuple[Weight, Weight, Weight]:
    """The weights of a class at most, some voters of which have bounds."""
    heads, votes, capital = low
    for voter in bounded:
        most = voter.most
        assert most is not None
        heads += most.heads - voter.heads
        votes += most.votes - voter.votes
        capital += most.capital - voter.capital
    return heads, votes, capital


@dataclass(slots=True)
class Poll:
    """One completion, added up: what was chosen, by how much weight in each group.

    `consents` tells whether somebody of that name has a vote and consents.
    """

    weights: dict[tuple[Choice, str | None, bool], tuple[Weight, Weight, Weight]]
    vacant: Weight
    consents: Callable[[str], bool]

    def consent(self, measure: Measure, group: str | None) -> Weight:
        """The weight of consents that count."""
        at = _MEASURES[measure]
        total: Weight = 0
        for (choice, of, entitled), weight in self.weights.items():
            if choice == "for" and entitled and (group is None or of == group):
                total += weight[at]
        return total

    def rest(self, base: Base) -> Weight:
        """The weight of the base that does not consent."""
        at = _MEASURES[base.measure]
        total: Weight = 0
        for (choice, of, entitled), weight in self.weights.items():
            if choice == "for" and entitled:
                continue
            if (base.group is None or of == base.group) and _in_base(
                choice, entitled, base.population
            ):
                total += weight[at]
        if base.population == "seats" and base.group is None and base.measure != "capital":
            total += self.vacant
        return total

    def move(self, voter: Voter, choice: Choice) -> Poll:
        """The same completion in which one voter, who consented, chose otherwise."""
        weights = dict(self.weights)
        moves: tuple[tuple[Choice, int], ...] = (("for", -1), (choice, 1))
        for made, sign in moves:
            key = (made, voter.group, voter.entitled)
            old = weights.get(key, (0, 0, 0))
            weights[key] = (
                old[0] + sign * voter.heads,
                old[1] + sign * voter.votes,
                old[2] + sign * voter.capital,
            )
        name, before = voter.name, self.consents
        return Poll(weights, self.vacant, lambda of: of != name and before(of))


def _in_base(choice: Choice, entitled: bool, population: Population) -> bool:
    match population:
        case "seats" | "in office" | "outstanding":
            return True
        case "present":
            return choice != "absent"
        case "entitled present":
            return choice != "absent" and entitled
        case "cast":
            return entitled and choice in ("for", "against")


def best(electorate: Electorate, *, attending: bool = False) -> Poll:
    """The completion that is the best for every rule of consent.

    `attending` reads the electorate on presence: who is there counts as consenting.
    """
    return _poll(electorate, _best_choice, low_for=False, attending=attending)


def worst(electorate: Electorate, *, attending: bool = False) -> Poll:
    """The completion that is the worst for every rule of consent."""
    return _poll(electorate, worst_choice, low_for=True, attending=attending)


def _best_choice(choices: frozenset[Choice], entitled: bool) -> Choice:
    if len(choices) == 1:
        return next(iter(choices))
    return max(choices, key=(FROM_WORST if entitled else _UNENTITLED).index)


def worst_choice(choices: frozenset[Choice], entitled: bool) -> Choice:
    """The one of several choices that is the worst for any rule of consent."""
    if len(choices) == 1:
        return next(iter(choices))
    return min(choices, key=(FROM_WORST if entitled else _UNENTITLED).index)


_THERE: frozenset[Choice] = frozenset({"for"})
_AWAY: frozenset[Choice] = frozenset({"absent"})


def _presence(choices: frozenset[Choice]) -> frozenset[Choice]:
    """The same choices where being there is consenting."""
    if "absent" not in choices:
        return _THERE
    return _AWAY if len(choices) == 1 else _THERE | _AWAY


def _poll(
    electorate: Electorate,
    choose: Callable[[frozenset[Choice], bool], Choice],
    *,
    low_for: bool,
    attending: bool,
) -> Poll:
    weights: dict[tuple[Choice, str | None, bool], tuple[Weight, Weight, Weight]] = {}
    for (choices, group, can_vote), class_ in electorate.classes.items():
        entitled = can_vote or attending
        choice = choose(_presence(choices) if attending else choices, entitled)
        consents = choice == "for" and entitled
        weight = class_.low if consents == low_for else class_.high
        key = (choice, group, entitled)
        old = weights.get(key)
        if old is not None:
            weight = (old[0] + weight[0], old[1] + weight[1], old[2] + weight[2])
        weights[key] = weight
    unknown = math.inf if low_for else 0
    vacant = unknown if electorate.vacant is None else electorate.vacant

    def consents_by(name: str) -> bool:
        voters = electorate.by_name.get(name, ())
        return bool(voters) and all(_consents(v, choose, attending=attending) for v in voters)

    return Poll(weights, vacant, consents_by)


def _consents(
    voter: Voter, choose: Callable[[frozenset[Choice], bool], Choice], *, attending: bool
) -> bool:
    """Whether a voter consents in a completion, or comes."""
    if not voter.counted or not (voter.entitled or attending):
        return False
    choices = voter.own or voter.choices
    return choose(_presence(choices) if attending else choices, True) == "for"


def is_met(rule: Rule, poll: Poll) -> bool:
    """Whether one completion meets a rule."""
    match rule:
        case Share():
            return _share_is_met(rule, poll)
        case AllOf(rules):
            return all(is_met(r, poll) for r in rules)
        case AnyOf(rules):
            return any(is_met(r, poll) for r in rules)
        case Number(number, more_than, measure, _, group):
            consents = poll.consent(measure, group)
            return consents > number if more_than else consents >= number
        case Consent(of):
            return poll.consents(of)
        case Plurality(measure):
            return poll.consent(measure, None) > poll.rest(Base(measure, "cast"))
        case Impossible():
            return False


def _share_is_met(rule: Share, poll: Poll) -> bool:
    base, fraction = rule.base, rule.fraction
    consents = poll.consent(base.measure, base.group)
    if consents <= 0:
        return False
    # Whole numbers: n/d of the base is met where consents times (d - n) reach rest times n.
    n, d = fraction.numerator, fraction.denominator
    ours, theirs = _scaled(consents, d - n), _scaled(poll.rest(base), n)
    return ours > theirs if rule.more_than else ours >= theirs


def _scaled(weight: Weight, by: int) -> Weight:
    """A product in which nothing times infinity is nothing."""
    return 0 if by == 0 or weight == 0 else weight * by


def decide(rule: Rule, electorate: Electorate) -> bool | None:
    """Whether the votes meet the rule: True or False whatever the unknown ones were, else None."""
    if not is_met(rule, best(electorate)):
        return False
    return True if electorate.settled or is_met(rule, worst(electorate)) else None


def present(rule: Rule, electorate: Electorate) -> bool | None:
    """Whether enough are present for a quorum: the rule read on presence instead of consent."""
    if not is_met(rule, best(electorate, attending=True)):
        return False
    if electorate.settled:
        return True
    return True if is_met(rule, worst(electorate, attending=True)) else None


def meeting_decides(rule: Rule, quorum: Rule | None, electorate: Electorate) -> bool | None:
    """Whether a meeting with this quorum carries; both tests on the same completions."""
    if quorum is None:
        return decide(rule, electorate)
    carried = decide(rule, electorate)
    quorate = present(quorum, electorate)
    if carried is False or quorate is False:
        return False
    if carried and quorate:
        return True
    return None if _together(rule, quorum, electorate) else False


def _together(rule: Rule, quorum: Rule, electorate: Electorate) -> bool:
    """Whether some completion meets rule and quorum at once.

    Who may consent consents: that serves both. The others serve the quorum by coming and some
    rules by staying away; equal ones are counted, not enumerated. Beyond `MAX_COMPLETIONS` it
    is taken that some completion does.
    """
    settled: list[Voter] = []
    classes: dict[tuple[object, ...], list[Voter]] = {}
    for voter in electorate.voters:
        if voter.entitled and "for" in voter.choices:
            settled.append(replace(voter, choices=frozenset({"for"}), own=None))
        elif len(voter.choices) == 1 and voter.most is None:
            settled.append(voter)
        else:
            classes.setdefault((voter.choices, *kind_of(voter)), []).append(voter)
    ways = [list(_ways(members)) for members in classes.values()]
    if math.prod(len(w) for w in ways) > MAX_COMPLETIONS:
        return True
    for combination in product(*ways):
        voters = (*settled, *(v for members in combination for v in members))
        completed = Electorate(voters, electorate.vacant)
        if is_met(rule, best(completed)) and present(quorum, completed) is not False:
            return True
    return False


def _ways(members: list[Voter]) -> Iterator[tuple[Voter, ...]]:
    """How equal voters who do not consent may split into present and absent."""
    if members[0].choices == {"absent"}:
        yield tuple(members)
        return
    stays = _best_choice(members[0].choices - {"absent"}, entitled=True)
    if "absent" not in members[0].choices:
        yield tuple(replace(v, choices=frozenset({stays})) for v in members)
        return
    for come in range(len(members) + 1):
        away: tuple[Choice, ...] = ("absent",)
        chosen = (stays,) * come + away * (len(members) - come)
        yield tuple(
            replace(v, choices=frozenset({c})) for v, c in zip(members, chosen, strict=True)
        )


def kind_of(voter: Voter) -> tuple[object, ...]:
    """What makes two voters interchangeable but for their choices."""
    return (voter.heads, voter.votes, voter.capital, voter.group, voter.counted, voter.entitled,
            voter.most)  # fmt: skip


def completions(electorate: Electorate) -> Iterator[Electorate]:
    """Every way to complete the choices that are not known; equal voters are counted.

    Beyond `MAX_COMPLETIONS` only the best and the worst for a rule of consent.
    """
    settled = [v for v in electorate.voters if len(v.choices) == 1]
    classes: dict[tuple[object, ...], list[Voter]] = {}
    for voter in electorate.voters:
        if len(voter.choices) > 1:
            classes.setdefault((voter.choices, *kind_of(voter)), []).append(voter)
    sizes = [
        math.comb(len(members) + len(members[0].choices) - 1, len(members))
        for members in classes.values()
    ]
    if math.prod(sizes) > MAX_COMPLETIONS:
        for choose in (_best_choice, worst_choice):
            extreme = tuple(
                replace(v, choices=frozenset({choose(v.choices, v.entitled)}))
                for v in electorate.voters
            )
            yield Electorate(extreme, electorate.vacant)
        return
    ways = [
        combinations_with_replacement(sorted(members[0].choices), len(members))
        for members in classes.values()
    ]
    for combination in product(*ways):
        voters = list(settled)
        for members, chosen in zip(classes.values(), combination, strict=True):
            voters.extend(
                replace(v, choices=frozenset({c})) for v, c in zip(members, chosen, strict=True)
            )
        yield Electorate(tuple(voters), electorate.vacant)


def may_consent(electorate: Electorate, name: str) -> bool:
    """Whether somebody of that name has a vote and may have consented."""
    voters = electorate.by_name.get(name, ())
    return any("for" in v.choices and v.counted and v.entitled for v in voters)


def with_casting_vote(electorate: Electorate, chair: str) -> Electorate | None:
    """A completed tie in which the chair's consent counts once more; None if it is none."""
    if not may_consent(electorate, chair):
        return None
    poll = best(electorate)
    if poll.consent("votes", None) != poll.rest(Base("votes", "cast")):
        return None
    voter = electorate.by_name[chair][0]
    extra = Voter(f"{chair} (casting vote)", frozenset({"for"}), voter.votes, voter.capital)
    return Electorate((*electorate.voters, extra), electorate.vacant)

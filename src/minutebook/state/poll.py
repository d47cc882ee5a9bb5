"""One completion of a vote, added up, and the test of a rule of decision on it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from minutebook.records.nouns import Choice
from minutebook.records.rules import (
    AllOf,
    AnyOf,
    Base,
    Consent,
    Cumulative,
    Impossible,
    NoObjection,
    Number,
    Opposed,
    Plurality,
    Population,
    Quorate,
    Rule,
    Share,
)
from minutebook.state.voters import (
    AWAY,
    MEASURES,
    Electorate,
    Place,
    Voter,
    Weight,
    Weights,
    belongs,
)

# From the worst for any rule of consent to the best.
FROM_WORST: tuple[Choice, ...] = ("against", "abstain", "not voting", "absent", "for")
_UNENTITLED: tuple[Choice, ...] = ("for", "against", "abstain", "not voting", "absent")

Scale: TypeAlias = frozenset[str | None]
"""Classes whose units can be added up."""
Chooser: TypeAlias = Callable[[frozenset[Choice], bool], Choice]


@dataclass(slots=True)
class Poll:
    """One completion, added up: what was chosen, by how much weight in each place.

    `chose` tells what somebody of that name who has a vote chose; None if there is nobody. How
    large the `unscaled` classes are beside others nothing tells: a `hopeful` completion takes the
    sizes that serve consent, another those that do not.
    """

    weights: dict[tuple[Choice, Place, bool], Weights]
    vacant: Weight
    chose: Callable[[str], Choice | None]
    unscaled: frozenset[str | None] = frozenset()
    hopeful: bool = True

    def consent(self, base: Base, within: Scale | None = None) -> Weight:
        """The weight of consents that count."""
        return self._chosen("for", base, within)

    def opposed(self, base: Base, within: Scale | None = None) -> Weight:
        """The weight of votes against."""
        return self._chosen("against", base, within)

    def _chosen(self, wanted: Choice, base: Base, within: Scale | None) -> Weight:
        at, part = MEASURES[base.measure], base.part
        total: Weight = 0
        for (choice, of, entitled), weight in self.weights.items():
            if choice != wanted or not entitled or (within is not None and of[0] not in within):
                continue
            if part is None or belongs(of, part):
                total += weight[at]
        return total

    def scales(self, base: Base) -> tuple[Scale | None, ...]:
        """The classes of a base in parts that can be added up; None stands for all there is."""
        if not self.unscaled or base.measure == "heads":
            return (None,)
        part = base.part
        groups = {of[0] for _, of, _ in self.weights if part is None or belongs(of, part)}
        apart = [frozenset({group}) for group in groups & self.unscaled]
        told = frozenset(groups - self.unscaled)
        return (*apart, told) if told else tuple(apart)

    def rest(self, base: Base, within: Scale | None = None) -> Weight:
        """The weight of the base that does not consent."""
        at, part = MEASURES[base.measure], base.part
        total: Weight = 0
        for (choice, of, entitled), weight in self.weights.items():
            if choice == "for" and entitled:
                continue
            if within is not None and of[0] not in within:
                continue
            if (part is None or belongs(of, part)) and _in_base(choice, entitled, base.population):
                total += weight[at]
        if base.population == "seats" and part is None and base.measure != "capital":
            total += self.vacant
        return total

    def move(self, voter: Voter, choice: Choice) -> Poll:
        """The worst completion in which one voter, who consented there, chose otherwise.

        A consent weighs the least there, anything else the most.
        """
        weights = dict(self.weights)
        place = (voter.group, voter.marks, voter.interested)
        moves: tuple[tuple[Choice, int, Weights], ...] = (
            ("for", -1, voter.low),
            (choice, 1, voter.high),
        )
        for made, sign, weight in moves:
            key = (made, place, voter.entitled)
            old = weights.get(key, (0, 0, 0))
            weights[key] = (
                old[0] + sign * weight[0],
                old[1] + sign * weight[1],
                old[2] + sign * weight[2],
            )
        before = self.chose
        own = voter.name if voter.entitled else None
        return Poll(weights, self.vacant, lambda of: choice if of == own else before(of),
                    self.unscaled, self.hopeful)  # fmt: skip


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
    return _poll(electorate, best_choice, low_for=False, attending=attending)


def worst(electorate: Electorate, *, attending: bool = False) -> Poll:
    """The completion that is the worst for every rule of consent."""
    return _poll(electorate, worst_choice, low_for=True, attending=attending)


def best_choice(choices: frozenset[Choice], entitled: bool) -> Choice:
    """The one of several choices that is the best for any rule of consent."""
    if len(choices) == 1:
        return next(iter(choices))
    return max(choices, key=(FROM_WORST if entitled else _UNENTITLED).index)


def worst_choice(choices: frozenset[Choice], entitled: bool) -> Choice:
    """The one of several choices that is the worst for any rule of consent."""
    if len(choices) == 1:
        return next(iter(choices))
    return min(choices, key=(FROM_WORST if entitled else _UNENTITLED).index)


_THERE: frozenset[Choice] = frozenset({"for"})


def _presence(choices: frozenset[Choice]) -> frozenset[Choice]:
    """The same choices where being there is consenting."""
    if "absent" not in choices:
        return _THERE
    return AWAY if len(choices) == 1 else _THERE | AWAY


def _poll(electorate: Electorate, choose: Chooser, *, low_for: bool, attending: bool) -> Poll:
    weights: dict[tuple[Choice, Place, bool], Weights] = {}
    classes = electorate.attending if attending else electorate.classes
    for (choices, place, can_vote), class_ in classes.items():
        entitled = can_vote or attending
        choice = choose(_presence(choices) if attending else choices, entitled)
        consents = choice == "for" and entitled
        weight = class_.low if consents == low_for else class_.high
        key = (choice, place, entitled)
        old = weights.get(key)
        if old is not None:
            weight = (old[0] + weight[0], old[1] + weight[1], old[2] + weight[2])
        weights[key] = weight
    unknown = math.inf if low_for else 0
    vacant = unknown if electorate.vacant is None else electorate.vacant

    def chosen_by(name: str) -> Choice | None:
        made = [
            _own_choice(v, choose, attending=attending)
            for v in electorate.by_name.get(name, ())
            if (v.makes_quorum if attending else v.counted and v.entitled)
        ]
        least = electorate.by_name.get(name, ())
        if len(made) < len(least):
            return "against" if "against" in made else "abstain"
        return min(made, key=FROM_WORST.index) if made else None

    return Poll(weights, vacant, chosen_by, electorate.sums.unscaled, hopeful=not low_for)


def _own_choice(voter: Voter, choose: Chooser, *, attending: bool) -> Choice:
    """What a voter chose in a completion, or whether they came."""
    choices = voter.own or voter.choices
    return choose(_presence(choices) if attending else choices, True)


def named(rule: Rule) -> frozenset[str]:
    """Whose own consent a rule speaks of."""
    match rule:
        case AllOf(rules) | AnyOf(rules):
            return frozenset().union(*map(named, rules))
        case Consent(of) | NoObjection(of):
            return frozenset({of})
    return frozenset()


def is_met(rule: Rule, poll: Poll) -> bool:
    """Whether one completion meets a rule."""
    match rule:
        case Share():
            return _share_is_met(rule, poll)
        case AllOf(rules):
            return all(is_met(r, poll) for r in rules)
        case AnyOf(rules):
            return any(is_met(r, poll) for r in rules)
        case Number(number, more_than):
            consents = _number(poll, rule.base, poll.consent, most=poll.hopeful)
            return consents > number if more_than else consents >= number
        case Consent(of):
            return poll.chose(of) == "for"
        case NoObjection(of):
            return poll.chose(of) != "against"
        case Opposed(most, fewer_than, base):
            against = _number(poll, base, poll.opposed, most=not poll.hopeful)
            return against < most if fewer_than else against <= most
        case Plurality(measure):
            return _share_is_met(Share(Fraction(1, 2), True, Base(measure, "cast")), poll)
        case Quorate():
            return True  # of a body whose quorum is told, that rule stands in its place
        case Cumulative() | Impossible():
            return False


def _share_is_met(rule: Share, poll: Poll) -> bool:
    base, fraction = rule.base, rule.fraction
    consents = poll.consent(base)
    if consents <= 0:
        return False
    # Whole numbers: n/d of the base is met where consents times (d - n) reach rest times n.
    n, d = fraction.numerator, fraction.denominator
    sides = [
        (_scaled(poll.consent(base, within), d - n), _scaled(poll.rest(base, within), n))
        for within in poll.scales(base)
    ]
    wins = any(ours > theirs for ours, theirs in sides)
    even = all(ours == theirs for ours, theirs in sides)
    if len(sides) > 1 and not poll.hopeful:
        # Whatever the classes weigh beside each other: in none of them may consent be behind.
        wins = wins and all(ours >= theirs for ours, theirs in sides)
    return wins or (even and not rule.more_than)


def _number(
    poll: Poll, base: Base, weigh: Callable[[Base, Scale | None], Weight], *, most: bool
) -> Weight:
    """So many votes, at least or at most: of a class told in parts any number may be there."""
    if not poll.unscaled or base.measure == "heads":
        return weigh(base, None)
    parts = {one: weigh(base, one) for one in poll.scales(base)}
    untold = any(weight for one, weight in parts.items() if one is None or one & poll.unscaled)
    told = sum(
        weight for one, weight in parts.items() if one is not None and not one & poll.unscaled
    )
    return math.inf if untold and most else told


def _scaled(weight: Weight, by: int) -> Weight:
    """A product in which nothing times infinity is nothing."""
    return 0 if by == 0 or weight == 0 else weight * by

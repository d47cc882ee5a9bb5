"""One completion of a vote, added up, and the test of a rule of decision on it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
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

Chooser: TypeAlias = Callable[[frozenset[Choice], bool], Choice]


@dataclass(slots=True)
class Poll:
    """One completion, added up: what was chosen, by how much weight in each place.

    `chose` tells what somebody of that name who has a vote chose; None if there is nobody.
    """

    weights: dict[tuple[Choice, Place, bool], Weights]
    vacant: Weight
    chose: Callable[[str], Choice | None]

    def consent(self, base: Base) -> Weight:
        """The weight of consents that count."""
        return self._chosen("for", base)

    def opposed(self, base: Base) -> Weight:
        """The weight of votes against."""
        return self._chosen("against", base)

    def _chosen(self, wanted: Choice, base: Base) -> Weight:
        at, part = MEASURES[base.measure], base.part
        total: Weight = 0
        for (choice, of, entitled), weight in self.weights.items():
            if choice == wanted and entitled and (part is None or belongs(of, part)):
                total += weight[at]
        return total

    def rest(self, base: Base) -> Weight:
        """The weight of the base that does not consent."""
        at, part = MEASURES[base.measure], base.part
        total: Weight = 0
        for (choice, of, entitled), weight in self.weights.items():
            if choice == "for" and entitled:
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
        return Poll(weights, self.vacant, lambda of: choice if of == own else before(of))


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

    return Poll(weights, vacant, chosen_by)


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
            consents = poll.consent(rule.base)
            return consents > number if more_than else consents >= number
        case Consent(of):
            return poll.chose(of) == "for"
        case NoObjection(of):
            return poll.chose(of) != "against"
        case Opposed(most, fewer_than, base):
            against = poll.opposed(base)
            return against < most if fewer_than else against <= most
        case Plurality(measure):
            base = Base(measure, "cast")
            return poll.consent(base) > poll.rest(base)
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
    ours, theirs = _scaled(consents, d - n), _scaled(poll.rest(base), n)
    return ours > theirs if rule.more_than else ours >= theirs


def _scaled(weight: Weight, by: int) -> Weight:
    """A product in which nothing times infinity is nothing."""
    return 0 if by == 0 or weight == 0 else weight * by

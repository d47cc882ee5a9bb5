"""Votes and their results in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from minutebook.records.rules import AllOf, AnyOf, Measure, Number, Opposed, Rule, Share
from minutebook.state.electorate import Roll
from minutebook.state.voters import MEASURES, Voter, Weight
from minutebook.text.say import say_number


def say_votes(roll: Roll, rule: Rule) -> str:
    """A vote in words: "4 for, 2 not voting, 1 vacant", or "52 votes for, 46 votes against".

    Counted in votes where some voter has more or less than one; beside them by head and by
    capital, where the rule asks for that.
    """
    # However votes told by number were dealt out, as many members chose the same.
    way = roll.electorate.ways[0]
    voters = [v for v in way.voters if v.counted and v.high != (0, 0, 0)]
    if all(v.low == v.high and v.heads == v.votes == 1 for v in voters):
        said = _by(voters, "votes", "")
    else:
        said, plain = _by(voters, "votes", "votes "), _by(voters, "votes", "")
        asked = measures(rule)
        for measure, words in _BESIDE.items():
            other = _by(voters, measure, "")
            if measure in asked and other != plain:
                said = f"{said}; {words} {other}"
    vacant = f"{roll.electorate.vacant} vacant" if roll.electorate.vacant else ""
    return ", ".join(part for part in (said, vacant) if part) or "nobody votes"


_BESIDE: Final[Mapping[Measure, str]] = {"heads": "by head", "capital": "in capital"}


def _by(voters: Sequence[Voter], measure: Measure, unit: str) -> str:
    """How much chose what, in one measure."""
    place = MEASURES[measure]
    low: dict[str, Weight] = {}
    high: dict[str, Weight] = {}
    for voter in voters:
        key: str = next(iter(voter.choices)) if len(voter.choices) == 1 else "not known"
        if not voter.entitled:
            key = "without a vote"
        low[key] = low.get(key, 0) + voter.low[place]
        high[key] = high.get(key, 0) + voter.high[place]
    return ", ".join(f"{between(low[key], high[key])} {unit}{key}" for key in low if high[key])


def measures(rule: Rule) -> frozenset[Measure]:
    """What a rule counts."""
    match rule:
        case AllOf(rules) | AnyOf(rules):
            return frozenset().union(*map(measures, rules))
        case Share() | Number() | Opposed():
            return frozenset({rule.base.measure})
    return frozenset()


def between(low: Weight, high: Weight) -> str:
    """A number of votes, or the range that it lies in."""
    if low == high:
        return say_number(Fraction(low))
    if high == math.inf:
        return f"at least {say_number(Fraction(low))}"
    return f"{say_number(Fraction(low))} to {say_number(Fraction(high))}"


def met(result: bool | None) -> str:
    """Whether a rule is met, in words."""
    return {True: "met", False: "not met", None: "not determined"}[result]

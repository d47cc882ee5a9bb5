"""Votes and their results in words."""

from __future__ import annotations

import math
from fractions import Fraction

from minutebook.state.electorate import Roll
from minutebook.state.voters import Weight
from minutebook.text.say import say_number


def say_votes(roll: Roll) -> str:
    """A vote in words: "4 for, 2 not voting, 1 vacant", or "52 votes for, 46 votes against".

    Counted in votes where some voter has more or less than one.
    """
    # However votes told by number were dealt out, as many members chose the same.
    way = roll.electorate.ways[0]
    voters = [v for v in way.voters if v.counted and v.high != (0, 0, 0)]
    plain = all(v.low == v.high and v.heads == v.votes == 1 for v in voters)
    low: dict[str, Weight] = {}
    high: dict[str, Weight] = {}
    for voter in voters:
        key: str = next(iter(voter.choices)) if len(voter.choices) == 1 else "not known"
        if not voter.entitled:
            key = "without a vote"
        low[key] = low.get(key, 0) + voter.votes
        high[key] = high.get(key, 0) + voter.high[1]
    parts = [
        f"{low[key]} {key}" if plain else f"{between(low[key], high[key])} votes {key}"
        for key in low
        if high[key]
    ]
    if roll.electorate.vacant:
        parts.append(f"{roll.electorate.vacant} vacant")
    return ", ".join(parts) or "nobody votes"


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

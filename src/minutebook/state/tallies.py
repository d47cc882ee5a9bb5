"""Votes of which only the number is known: given to members who are not named, or to a crowd."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.nouns import Ballot, Choice
from minutebook.state.dealing import deals
from minutebook.state.voters import ALL_CHOICES, Most, Voter, Weight, kind_of
from minutebook.text.numbers import Quantity, whole

Choices: TypeAlias = frozenset[Choice]
EVERYTHING: Choices = frozenset(ALL_CHOICES)
Bounds: TypeAlias = dict[Choice, tuple[Weight, Weight]]


@dataclass(frozen=True, slots=True)
class Tallied:
    """The voters with a tally given to them, notes, and what is missing.

    `dealt` are the ways in which it may have been given to members who differ.
    """

    voters: list[Voter]
    notes: list[Why]
    missing: list[str]
    dealt: tuple[tuple[Voter, ...], ...] = ()


def tallied(
    voters: list[Voter], ballot: Ballot, body: nouns.Body, chair: str | None = None
) -> Tallied:
    """The voters with the tally given to those who are not named; `chair` breaks ties."""
    unnamed = [v for v in voters if v.name not in ballot.named]
    if body.holders_of or any(v.heads != 1 for v in unnamed):
        return _crowds(voters, ballot, body)
    return _members(voters, ballot, body, chair)


def _members(voters: list[Voter], ballot: Ballot, body: nouns.Body, chair: str | None) -> Tallied:
    """Votes of which only the number is known, given to the members who are not named.

    Who of them chose what is not known: each keeps in `own` what they may have chosen. If they
    are not alike, each way to deal the numbers out is kept.
    """
    places = [i for i, v in enumerate(voters) if v.name not in ballot.named]
    if ballot.others is None:
        places = [i for i in places if len(voters[i].choices) > 1]
    bounds, notes, missing = bounds_of(ballot.tally, len(places), body.id, "in")
    rest = _rest(ballot, bounds, frozenset().union(*(voters[i].choices for i in places)))
    given = _given(bounds, rest, len(places))
    may: Choices = frozenset().union(*given)
    dealt = deals(voters, places, given, chair)
    alike = not dealt and len({kind_of(voters[i]) for i in places}) <= 1
    out = list(voters)
    own = may if len(set(given)) > 1 else None
    for place, choices in zip(places, given, strict=True):
        out[place] = replace(out[place], choices=choices if alike else may, own=own)
    if any(len(c) > 1 for c in given) or (not alike and len(may) > 1):
        missing.append(f"how those members of {body.id} who are not named voted")
    return Tallied(out, notes, missing, dealt)


def _given(bounds: Bounds, rest: Choices, there: int) -> list[Choices]:
    """What so many members may have chosen, one after the other; which of them is not told."""
    given: list[Choices] = []
    for choice, (low, _) in bounds.items():
        given.extend([frozenset({choice})] * int(low))
    left = there - len(given)
    open_: list[set[Choice]] = [set(rest) for _ in range(left)]
    for back, (choice, (low, high)) in enumerate(bounds.items()):
        spare = min(left, int(high - low) if high != math.inf else left)
        for n in range(spare):
            open_[n if back == 0 else left - 1 - n].add(choice)
    given.extend(frozenset(o) for o in open_)
    return given


def _crowds(voters: list[Voter], ballot: Ballot, body: nouns.Body) -> Tallied:
    """Votes of which only the number is known, as voters without a name."""
    named = ballot.named
    kept = [v for v in voters if v.name in named or not (v.entitled and v.counted)]
    others = [v for v in voters if v.name not in named and v.entitled and v.counted]
    low = sum(v.votes for v in others)
    high = sum(v.high[1] for v in others)
    bounds, notes, missing = bounds_of(ballot.tally, high, body.id, "in")
    own = frozenset((*bounds, *(c for c in ALL_CHOICES if c not in bounds)))
    kin = kin_of(others)
    for choice, (least, most) in bounds.items():
        name = f"votes {choice}"
        kept.append(crowd(name, frozenset({choice}), least, most, kin, own))
    least, most = left_over(low, high, bounds)
    rest = _rest(ballot, bounds, EVERYTHING)
    if most > 0:
        kept.append(crowd("the other votes", rest, least, most, kin, own))
        if len(rest) > 1:
            missing.append(f"how the other votes in {body.id} were cast")
    return Tallied(kept, notes, missing)


def left_over(low: Fraction | int, high: Weight, bounds: Bounds) -> tuple[Fraction | int, Weight]:
    """How many votes no number covers, at least and at most."""
    least = low - sum((b[1] for b in bounds.values()), 0)
    most = max(0, high - sum(b[0] for b in bounds.values()))
    return (0 if isinstance(least, float) else max(0, least)), most


@dataclass(frozen=True, slots=True)
class Kin:
    """What voters have in common: the capital and the heads for each vote, class and groups.

    None: it is not one for all, or not known.
    """

    capital: Fraction | None
    heads: int | None
    group: str | None
    marks: frozenset[str]
    unscaled: bool = False


def kin_of(voters: Sequence[Voter]) -> Kin:
    """What voters have in common."""
    capital, heads = _ratio(voters)
    return Kin(capital, 1 if heads else None, *_common_place(voters),
               any(v.unscaled for v in voters))  # fmt: skip


def _ratio(others: Sequence[Voter]) -> tuple[Fraction | None, bool]:
    """Capital for each vote, if it is one for all; and whether each vote is one head."""
    ratios: set[Fraction | None] = set()
    weights = [w for v in others for w in (v.low, v.high)]
    for _, votes, capital in weights:
        if votes == math.inf or capital == math.inf:
            ratios.add(None)
        elif votes:
            ratios.add(Fraction(capital) / Fraction(votes))
        elif capital:
            ratios.add(None)
    ratio = ratios.pop() if len(ratios) == 1 else None
    return ratio, bool(others) and all(heads == votes for heads, votes, _ in weights)


def _common_place(others: Sequence[Voter]) -> tuple[str | None, frozenset[str]]:
    """The class and groups that all of them are in."""
    classes = {v.group for v in others}
    marks = {v.marks for v in others}
    return (
        classes.pop() if len(classes) == 1 else None,
        marks.pop() if len(marks) == 1 else frozenset(),
    )


def _rest(ballot: Ballot, bounds: Mapping[Choice, object], open_: Choices) -> Choices:
    """What those may have chosen whom no number covers."""
    if ballot.others is not None:
        return frozenset({ballot.others})
    return frozenset(c for c in open_ if c not in bounds) or EVERYTHING


def crowd(
    name: str,
    choices: Choices,
    least: Weight,
    most: Weight,
    kin: Kin,
    own: Choices | None = None,
) -> Voter:
    """Votes of nobody knows whom, or some votes of one voter."""
    assert not isinstance(least, float)
    low_capital, high_capital = (
        (0, math.inf) if kin.capital is None else (least * kin.capital, most * kin.capital)
    )
    assert not isinstance(low_capital, float)
    low_heads = int(least) * (kin.heads or 0)
    high_heads = math.inf if kin.heads is None else most * kin.heads
    bounds = Most(most, high_capital if most else 0, high_heads if most else 0)
    exact = (low_heads, least, low_capital) == (bounds.heads, bounds.votes, bounds.capital)
    return Voter(name, choices, least, low_capital, kin.group, heads=low_heads,
                 most=None if exact else bounds, own=own, marks=kin.marks,
                 unscaled=kin.unscaled)  # fmt: skip


def bounds_of(
    tally: Mapping[Choice, Quantity], there: Weight, whose: str, where: str
) -> tuple[Bounds, list[Why], list[str]]:
    """How many chose what, at least and at most; more than there are cannot all count."""
    bounds: Bounds = {}
    for choice, quantity in tally.items():
        low = whole(quantity.low) if quantity.low is not None else 0
        high = whole(quantity.high) if quantity.high is not None else math.inf
        bounds[choice] = (low, high)
    least = sum(low for low, _ in bounds.values())
    over = least - there
    if over <= 0:
        # What others surely chose leaves no more than the rest.
        return (
            {c: (low, min(high, there - least + low)) for c, (low, high) in bounds.items()},
            [],
            [],
        )
    says = f"{over} more votes are reported than {whose} has; which of them count is not known"
    cut: Bounds = {c: (max(0, low - over), min(high, there)) for c, (low, high) in bounds.items()}
    return cut, [Why(says)], [f"which of the votes reported {where} {whose} count"]

"""The casting vote: on a tie the chair's vote counts once more.

Of the votes cast, the chair and half of them carry whatever the others do: if all vote against it
is a tie, else a majority. Under other rules whether there is a tie is for the others to say as
well, so no weighted test tells who wins. Few voters are tried, coalition by coalition, against
everything the others may do; of many it is only said who wins without the casting vote, and who
may win with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

from minutebook.power.games import Both, Either, Game, unanimous
from minutebook.power.rule_games import Ask, nobody, vote
from minutebook.records.nouns import Choice
from minutebook.records.rules import Share
from minutebook.state.count import (
    Electorate,
    Voter,
    kind_of,
    meeting_decides,
    tie_is_broken,
)
from minutebook.state.poll import named

MAX_VOTERS = 10


def votes_with(chair: str | None, asks: Sequence[Ask]) -> tuple[Game, Game]:
    """The games of a vote, surely won and perhaps, in which the chair breaks a tie."""
    sure, may = vote(asks, "sure"), vote(asks, "may")
    voters = [v for ask in asks for v in ask.roll.voters if v.name == chair and v.counted]
    if chair is None or not any(v.entitled for v in voters):
        return sure, may
    halves = [_half(ask) for ask in asks]
    if all(half is not None for half in halves):
        ties = [half for half in halves if half is not None]
        alone = unanimous([chair])
        return sure | (vote(ties, "sure") & alone), may | (vote(ties, "may") & alone)
    names = tuple(dict.fromkeys(v.name for ask in asks for v in ask.roll.voters))
    exact = all(_exact(ask) for ask in asks)
    if exact and len(names) <= MAX_VOTERS:
        won = _tried(asks, chair, names)
        game = Either((nobody(names), *map(unanimous, won)))
        return game, game
    twice = [_twice(ask, chair) for ask in asks]
    return sure, may | Both((vote(twice, "may"), unanimous([chair])))


def _half(ask: Ask) -> Ask | None:
    """The question of half of the votes cast, where the rule is a majority of them."""
    rule = ask.rule
    if not isinstance(rule, Share) or (rule.fraction, rule.more_than) != (Fraction(1, 2), True):
        return None
    votes = rule.base.measure == "votes" or all(
        v.votes == v.heads for v in ask.roll.voters if v.heads
    )
    if rule.base.population != "cast" or rule.base.part is not None or not votes:
        return None
    return replace(ask, rule=replace(rule, more_than=False))


def _exact(ask: Ask) -> bool:
    roll = ask.roll
    return roll.vacant is not None and not roll.counts and all(v.low == v.high for v in roll.voters)


def _twice(ask: Ask, chair: str) -> Ask:
    voters = ask.roll.voters
    more = next((v for v in voters if v.name == chair), None)
    return ask if more is None else replace(ask, roll=replace(ask.roll, voters=(*voters, more)))


def _tried(asks: Sequence[Ask], chair: str, names: tuple[str, ...]) -> list[frozenset[str]]:
    """The minimal coalitions that win whatever the others do, by trying everything."""
    barred = {v.name for ask in asks for v in ask.roll.voters if v.counted and not v.entitled}
    found: list[frozenset[str]] = []
    for size in range(len(names) + 1):
        for some in combinations(names, size):
            coalition = frozenset(some)
            if any(known <= coalition for known in found):
                continue
            for away in {frozenset[str](), frozenset(barred & coalition)}:
                if _wins(asks, chair, coalition, away):
                    found.append(coalition)
                    break
    return found


def _wins(asks: Sequence[Ask], chair: str, coalition: frozenset[str], away: frozenset[str]) -> bool:
    ours: dict[str, Choice] = {n: "absent" if n in away else "for" for n in coalition}
    return all(
        _carried(ask, chair, {**ours, **others})
        for ask in asks
        for others in _ballots(
            [v for v in ask.roll.voters if v.name not in coalition], named(ask.rule)
        )
    )


def _ballots(others: Iterable[Voter], apart: Collection[str]) -> Iterator[Mapping[str, Choice]]:
    """What the others may do; equal ones are counted, not enumerated, but for those `apart`."""
    classes: dict[object, list[str]] = {}
    for voter in others:
        own = voter.name if voter.name in apart else None
        kind = (own, kind_of(voter))
        classes.setdefault(kind, []).append(voter.name)
    ways = [[_split(len(members), a, b) for a in range(len(members) + 1)
             for b in range(len(members) + 1 - a)] for members in classes.values()]  # fmt: skip
    for chosen in product(*ways):
        ballot: dict[str, Choice] = {}
        for members, choices in zip(classes.values(), chosen, strict=True):
            ballot.update(zip(members, choices, strict=True))
        yield ballot


def _split(members: int, against: int, abstain: int) -> tuple[Choice, ...]:
    made: list[Choice] = ["absent"] * members
    made[:against] = ["against"] * against
    made[against : against + abstain] = ["abstain"] * abstain
    return tuple(made)


def _carried(ask: Ask, chair: str, choices: Mapping[str, Choice]) -> bool:
    cast = Electorate(ask.roll.voters, ask.roll.vacant).with_choices(choices)
    if meeting_decides(ask.rule, ask.quorum, cast):
        return True
    if choices.get(chair) != "for":
        return False
    return bool(tie_is_broken(ask.rule, ask.quorum, cast, chair))

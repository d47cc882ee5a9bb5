"""The casting vote: on a tie the chair's vote counts once more.

Of the votes cast, the chair and half of them carry whatever the others do: if all vote against it
is a tie, else a majority. Under other rules whether there is a tie is for the others to say as
well, so no weighted test tells who wins. Then it is tried, coalition by coalition, against
everything the others may do, equal voters being counted; of too many different ones it is only
said who wins without the casting vote, and who may win with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from minutebook.power.coalitions import Group
from minutebook.power.errors import OutOfReachError
from minutebook.power.games import Both, Either, Game, unanimous, weighted
from minutebook.power.patterns import Consenting, minimal_patterns
from minutebook.power.rule_games import Ask, carries, nobody, vote
from minutebook.records.nouns import Choice
from minutebook.records.rules import AllOf, AnyOf, Rule, Share
from minutebook.state.count import (
    Electorate,
    Voter,
    casting_vote,
    kind_of,
    meeting_decides,
    of_as_many,
    tie_is_broken,
)
from minutebook.state.poll import named

MOST_BALLOTS = 1 << 15
"""Ballots that are tried at most, what a coalition does and how the others answer."""
MOST_PATTERNS = 10_000


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
    at_most = may | Both((vote([_twice(ask, chair) for ask in asks], "may"), unanimous([chair])))
    kinds = _kinds(asks, chair)
    if kinds is None:
        return sure, at_most
    try:
        game = _tried(_Vote(asks, chair, tuple(kinds), sure, at_most, iter(range(MOST_BALLOTS))))
    except OutOfReachError:
        return sure, at_most
    return game, game


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


def _twice(ask: Ask, chair: str) -> Ask:
    voters = ask.roll.voters
    more = tuple(casting_vote(v, chair) for v in voters if v.name == chair)[:1]
    rule = of_as_many(_whoever_comes(ask.rule), Electorate(voters, ask.roll.vacant))
    return replace(ask, rule=rule, roll=replace(ask.roll, voters=(*voters, *more)))


def _whoever_comes(rule: Rule) -> Rule:
    """The rule without shares of those present: how many come is for the others to say."""
    match rule:
        case AllOf(rules):
            return AllOf(tuple(_whoever_comes(r) for r in rules))
        case AnyOf(rules):
            return AnyOf(tuple(_whoever_comes(r) for r in rules))
        case Share(_, _, base) if base.population in ("present", "entitled present"):
            return AllOf(())
    return rule


@dataclass(frozen=True, slots=True)
class _Kind:
    """Voters who differ in name alone: persons, or the members of one group.

    `seats` are the votes of one of them, each with the question on which they are cast.
    """

    names: tuple[str, ...]
    members: int
    seats: tuple[tuple[int, Voter], ...]
    barred: bool


@dataclass(frozen=True, slots=True)
class _Vote:
    """A vote with a chair whose rule is not half of the votes cast; the games that bound it.

    `ballots` are those that may still be tried; `known` the voters that were made before.
    """

    asks: Sequence[Ask]
    chair: str
    kinds: tuple[_Kind, ...]
    sure: Game
    at_most: Game
    ballots: Iterator[int]
    known: dict[tuple[int, Choice, int], tuple[tuple[int, Voter], ...]] = field(
        default_factory=dict
    )

    def voters(self, kind: int, choice: Choice, some: int) -> tuple[tuple[int, Voter], ...]:
        """So many of a kind who choose alike, as voters on each question."""
        key = kind, choice, some
        if key not in self.known:
            self.known[key] = tuple(
                (place, replace(_part(seat, some, 1), choices=frozenset({choice}), own=None))
                for place, seat in self.kinds[kind].seats
            )
        return self.known[key]


def _kinds(asks: Sequence[Ask], chair: str) -> list[_Kind] | None:
    """The voters by kind; None if a weight is not known."""
    apart = {chair, *(n for ask in asks for n in named(ask.rule))}
    counts = {n: c for ask in asks for n, c in ask.roll.counts.items()}
    seats: dict[str, list[tuple[int, Voter]]] = {}
    for place, ask in enumerate(asks):
        if ask.roll.vacant is None or any(v.low != v.high for v in ask.roll.voters):
            return None
        for voter in ask.roll.voters:
            seats.setdefault(voter.name, []).append((place, voter))
    if not apart.isdisjoint(counts):
        return None
    alike: dict[object, list[str]] = {}
    for name, own in seats.items():
        single = name if name in apart or name in counts else None
        alike.setdefault((single, *((p, kind_of(v)) for p, v in own)), []).append(name)
    return [
        _Kind(
            tuple(names),
            counts.get(names[0], len(names)),
            tuple((p, _part(v, 1, counts.get(v.name, 1))) for p, v in seats[names[0]]),
            any(v.counted and not v.entitled for _, v in seats[names[0]]),
        )
        for names in alike.values()
    ]


def _part(voter: Voter, members: int, of: int) -> Voter:
    """So many of the equal persons whom a voter stands for, as one voter."""
    return replace(
        voter,
        heads=voter.heads * members // of,
        votes=Fraction(voter.votes) * members / of,
        capital=Fraction(voter.capital) * members / of,
        most=None,
    )


def _tried(vote_: _Vote) -> Game:
    """The game of the coalitions that win whatever the others do, by trying everything."""
    kinds = {str(place): kind for place, kind in enumerate(vote_.kinds)}
    counts = {place: kind.members for place, kind in kinds.items()}

    def wins(pattern: Consenting) -> bool:
        consenting = {
            name: pattern.get(place, 0) if len(kind.names) == 1 else 1
            for place, kind in kinds.items()
            for name in kind.names[: pattern.get(place, 0)]
        }
        if carries(vote_.sure, consenting) or not carries(vote_.at_most, consenting):
            return carries(vote_.sure, consenting)
        return _wins(vote_, [pattern.get(place, 0) for place in kinds])

    found = minimal_patterns(wins, counts, MOST_PATTERNS)
    everyone: dict[str, int] = {
        n: kind.members if len(kind.names) == 1 else 1 for kind in vote_.kinds for n in kind.names
    }
    ways = [_of_kinds({kinds[p]: k for p, k in pattern.items() if k}) for pattern in found]
    return Either((nobody(everyone, everyone), *ways))


def _of_kinds(pattern: Mapping[_Kind, int]) -> Game:
    """So many of each kind."""
    tests: list[Game] = []
    for kind, least in pattern.items():
        size = kind.members if len(kind.names) == 1 else 1
        tests.append(weighted(least, {name: Group(size) for name in kind.names}))
    return Both(tuple(tests)) if tests else weighted(0, {})


_Ballot: TypeAlias = "list[dict[Choice, int]]"
"""How many of each kind chose what."""


def _wins(vote_: _Vote, ours: Sequence[int]) -> bool:
    return any(
        all(_carried(vote_, _joined(mine, theirs)) for theirs in _answers(vote_.kinds, ours))
        for mine in _choices(vote_.kinds, ours)
    )


def _choices(kinds: Sequence[_Kind], ours: Sequence[int]) -> Iterator[_Ballot]:
    """What a coalition may do: those who may not vote come or stay away."""
    yield [{"for": number} for number in ours]
    if any(kind.barred and number for kind, number in zip(kinds, ours, strict=True)):
        yield [
            {"absent" if kind.barred else "for": number}
            for kind, number in zip(kinds, ours, strict=True)
        ]


def _answers(kinds: Sequence[_Kind], ours: Sequence[int]) -> Iterator[_Ballot]:
    """What the others may do."""
    left = [kind.members - number for kind, number in zip(kinds, ours, strict=True)]
    ways = [[(a, b, n - a - b) for a in range(n, -1, -1) for b in range(n - a + 1)] for n in left]
    for chosen in product(*ways):
        yield [{"against": a, "abstain": b, "absent": c} for a, b, c in chosen]


def _joined(mine: _Ballot, theirs: _Ballot) -> _Ballot:
    return [
        {choice: own.get(choice, 0) + other.get(choice, 0) for choice in (*own, *other)}
        for own, other in zip(mine, theirs, strict=True)
    ]


def _carried(vote_: _Vote, ballot: _Ballot) -> bool:
    if next(vote_.ballots, None) is None:
        raise OutOfReachError(f"more than {MOST_BALLOTS} ballots to try")
    voters: list[list[Voter]] = [[] for _ in vote_.asks]
    for number, chosen in enumerate(ballot):
        for choice, some in chosen.items():
            for place, voter in vote_.voters(number, choice, some) if some else ():
                voters[place].append(voter)
    return all(
        _decided(ask, vote_.chair, Electorate(tuple(own), ask.roll.vacant))
        for ask, own in zip(vote_.asks, voters, strict=True)
    )


def _decided(ask: Ask, chair: str, cast: Electorate) -> bool:
    if meeting_decides(ask.rule, ask.quorum, cast):
        return True
    return bool(tie_is_broken(ask.rule, ask.quorum, cast, chair))

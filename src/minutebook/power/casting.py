"""The casting vote: on a tie the chair's vote counts once more.

Whether there is a tie is for the others to say as well, so no weighted test tells who wins. Few
voters are tried, coalition by coalition, against everything the others may do; of many it is
only said who wins without the casting vote, and who may win with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product

from minutebook.power.games import Both, Either, Game, Group, unanimous, weighted
from minutebook.power.rule_games import Roll, as_game
from minutebook.records import nouns
from minutebook.records.nouns import Choice
from minutebook.records.rules import Rule
from minutebook.state.count import Electorate, Voter, meeting_decides
from minutebook.state.state import State

MAX_VOTERS = 10


def chair_of(state: State, body: nouns.Body) -> str | None:
    """Who has the casting vote: a person, or whoever holds a post."""
    if isinstance(state.book.records.get(body.casting_vote or ""), nouns.Post):
        held = state.holder(body.casting_vote or "")
        return held.holder if held is not None else None
    return body.casting_vote


def with_casting_vote(
    state: State,
    body: nouns.Body,
    rule: Rule,
    quorum: Rule | None,
    roll: Roll,
    sure: Game,
    may: Game,
) -> tuple[Game, Game]:
    """The games of a vote in which a tie is broken by the chair."""
    chair = chair_of(state, body)
    voters = [v for v in roll.voters if v.name == chair and v.counted and v.entitled]
    if chair is None or not voters:
        return sure, may
    names = tuple(dict.fromkeys(v.name for v in roll.voters))
    exact = all(v.low == v.high for v in roll.voters) and roll.vacant is not None
    if exact and len(names) <= MAX_VOTERS and not roll.counts:
        electorate = Electorate(roll.voters, roll.vacant)
        won = _tried(rule, quorum, electorate, chair, names)
        games = Either((weighted(1, {n: Group(1, 0) for n in names}), *map(unanimous, won)))
        return games, games
    twice = Roll((*roll.voters, voters[0]), roll.vacant, roll.counts)
    helped = Both((as_game(rule, twice, "consent", "may"), unanimous([chair])))
    return sure, may | helped


def _tried(
    rule: Rule, quorum: Rule | None, electorate: Electorate, chair: str, names: tuple[str, ...]
) -> list[frozenset[str]]:
    """The minimal coalitions that win whatever the others do, by trying everything."""
    found: list[frozenset[str]] = []
    for size in range(len(names) + 1):
        for some in combinations(names, size):
            coalition = frozenset(some)
            if any(known <= coalition for known in found):
                continue
            others = [v for v in electorate.voters if v.name not in coalition]
            ballots = _ballots(others)
            if all(_carried(rule, quorum, electorate, chair, coalition, b) for b in ballots):
                found.append(coalition)
    return found


def _ballots(others: Iterable[Voter]) -> Iterator[Mapping[str, Choice]]:
    """What the others may do; equal ones are counted, not enumerated."""
    classes: dict[object, list[str]] = {}
    for voter in others:
        kind = (voter.votes, voter.capital, voter.group, voter.counted, voter.entitled)
        classes.setdefault(kind, []).append(voter.name)
    ways: list[list[tuple[Choice, ...]]] = []
    for members in classes.values():
        n = len(members)
        ways.append(
            [
                ("against",) * against + ("abstain",) * abstain + ("absent",) * (n - against - abstain)
                for against in range(n + 1)
                for abstain in range(n + 1 - against)
            ]
        )
    for chosen in product(*ways):
        ballot: dict[str, Choice] = {}
        for members, choices in zip(classes.values(), chosen, strict=True):
            ballot.update(zip(members, choices, strict=True))
        yield ballot


def _carried(
    rule: Rule,
    quorum: Rule | None,
    electorate: Electorate,
    chair: str,
    coalition: frozenset[str],
    others: Mapping[str, Choice],
) -> bool:
    choices: dict[str, Choice] = {**dict.fromkeys(coalition, "for"), **others}  # type: ignore[dict-item]  # "for" is a choice
    cast = electorate.with_choices(choices)
    if meeting_decides(rule, quorum, cast):
        return True
    if chair not in coalition:
        return False
    weigh: dict[str, object] = {}
    ours = sum((v.votes for v in cast.voters if _is(v, "for")), start=0)
    theirs = sum((v.votes for v in cast.voters if _is(v, "against")), start=0)
    del weigh
    if ours != theirs:
        return False
    extra = next(v for v in cast.voters if v.name == chair)
    more = Electorate((*cast.voters, extra), cast.vacant)
    return bool(meeting_decides(rule, quorum, more))


def _is(voter: Voter, choice: Choice) -> bool:
    return voter.counted and voter.entitled and voter.choices == frozenset({choice})

"""Elections: several candidates, several seats, ties, and votes that may be heaped on one.

Under `plurality` a voter gives each of as many candidates as there are seats all of their votes;
under `cumulative` they have as many votes for each of theirs as there are seats, and share them
out as they like (8 Del. C. § 214; Cal. Corp. Code § 708). The candidates with the most votes are
elected; what becomes of those who tie for the last seats, a rule on ties says. Under any other rule
of decision a candidate must meet it, and be among the first; a vote for somebody else is one
against.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act, Ballot, Choice, Support
from minutebook.records.rule_text import NO_QUORUM
from minutebook.records.rules import (
    AllOf,
    AnyOf,
    Base,
    Cumulative,
    Impossible,
    Number,
    Plurality,
    Rule,
    Share,
)
from minutebook.records.values import Unknown
from minutebook.state.say_vote import between
from minutebook.state.slots import Point
from minutebook.state.tenure import holding_over
from minutebook.state.ties import Ballots, Tie, broken, tie_break
from minutebook.state.voters import Electorate, Weight
from minutebook.text.numbers import Quantity, exactly

if TYPE_CHECKING:
    from minutebook.state.state import State


def votes_to_guarantee(seats: int, to_elect: int, votes: int) -> int:
    """The fewest of so many votes that elect so many, whatever the others do.

    Votes cast cumulatively, of which each counts once for each seat to fill: s of S seats take
    more than s / (S + 1) of the votes (A. Glasser, Game theory and cumulative voting for
    corporate directors, 1959).
    """
    return votes * seats // (to_elect + 1) + 1


def stands(deed: Deed, act: Act | None) -> bool:
    """Whether a deed is one of several candidacies on which an act votes."""
    if act is None or deed.verb not in ("elect", "appoint"):
        return False
    return deed.get("party") in act.candidates


def ballot_for(
    deed: Deed, act: Act | None, ballot: Ballot, seats: int, rule: Rule | None
) -> Ballot:
    """The vote on one candidate: who voted for somebody else voted, and not for this one.

    Each vote given is one of as many as there are seats, so that numbers alone tell at least how
    many voted.
    """
    if act is None or not stands(deed, act):
        return ballot
    candidate = deed.get("party") or ""
    choices: dict[str, Choice] = dict(ballot.choices)
    for name, support in act.candidates.items():
        for voter in support.given:
            if name == candidate:
                choices[voter] = "for"
            else:
                choices.setdefault(voter, "against")
    told = [s.tally for s in act.candidates.values() if s.tally is not None]
    if not told:
        return replace(ballot, choices=choices)
    own = act.candidates[candidate].tally or exactly(0)
    share = Fraction(1, seats)
    voted = sum((q.low or Fraction(0) for q in told), Fraction(0)) * share
    tally = dict(ballot.tally)
    if rule is not None and _is_cumulative(rule):
        tally["for"] = Quantity(voted, None)
    elif seats == 1:
        rivals = (s.tally for n, s in act.candidates.items() if n != candidate and s.tally)
        tally |= {"for": own, "against": reduce(Quantity.plus, rivals, exactly(0))}
    else:
        least = max(Fraction(0), voted - (own.high if own.high is not None else voted))
        tally |= {"for": own, "against": Quantity(least, None)}
    return replace(ballot, choices=choices, tally=tally)


@dataclass(frozen=True, slots=True)
class Contest:
    """One candidate among the others: whether they are among the first, and why."""

    among_first: bool | None
    why: Why
    missing: tuple[str, ...] = ()

    def decides(self, rule: Rule, test: Callable[[Rule], bool | None]) -> bool | None:
        """Whether the candidate is elected under a rule; `test` counts it without the ranking."""
        ranked = rule if _ranks(rule) else AllOf((rule, Plurality()))
        elected, beaten = _settled(ranked, NO_QUORUM), _settled(ranked, Impossible())
        if self.among_first is not None:
            return test(elected if self.among_first else beaten)
        first, last = test(elected), test(beaten)
        return first if first == last else None


def _ranks(rule: Rule) -> bool:
    match rule:
        case AllOf(rules) | AnyOf(rules):
            return any(map(_ranks, rules))
        case Plurality() | Cumulative():
            return True
    return False


def _settled(rule: Rule, ranking: Rule) -> Rule:
    """The rule with the ranking settled."""
    match rule:
        case AllOf(rules):
            return AllOf(tuple(_settled(r, ranking) for r in rules))
        case AnyOf(rules):
            return AnyOf(tuple(_settled(r, ranking) for r in rules))
        case Plurality() | Cumulative():
            return ranking
    return rule


def in_advance(state: State, deed: Deed, rule: Rule, point: Point, together: int = 1) -> Rule:
    """The rule for candidates whose rivals are not told, as everybody against would have it.

    Of S seats to fill, more than s in S + 1 of the votes elect s candidates `together` for sure.
    What is no election cannot be carried cumulatively.
    """
    if deed.verb not in ("elect", "appoint"):
        return rule
    match rule:
        case AllOf(rules):
            return AllOf(tuple(in_advance(state, deed, r, point, together) for r in rules))
        case AnyOf(rules):
            return AnyOf(tuple(in_advance(state, deed, r, point, together) for r in rules))
        case Cumulative():
            seats = to_fill(state, deed, None, point) or 1
            if together > seats:
                return Impossible()
            return Share(Fraction(together, seats + 1), True, Base("votes", "cast"))
    return rule


def elected_together(deed: Deed, act: Act | None) -> int:
    """How many an act puts into the body of a deed at once."""
    if act is None:
        return 1
    alike = (e for e in act.effects if e.verb in ("elect", "appoint"))
    return max(1, sum(e.get("post") == deed.get("post") for e in alike))


def may_stand_alone(deed: Deed, act: Act | None, rule: Rule) -> Rule | None:
    """The rule for a candidate whom nobody stood against; None where that makes no difference.

    Where no more stand than there are seats, a plurality elects by any vote at all, however many
    withhold theirs (8 Del. C. § 216(3)); whether others stood, an act without `candidates` does
    not tell.
    """
    if act is None or deed.verb != "elect" or act.candidates or not _ranks(rule):
        return None
    return _settled(rule, Number(Fraction(0), True, "votes", "cast"))


def to_fill(state: State, deed: Deed, act: Act | None, point: Point) -> int | None:
    """How many are to be elected: as the act says, else the seats left to elect to, else all.

    A seat is left that stands empty, or whose holder only stays until a successor comes.
    """
    if act is not None and act.to_elect is not None:
        return None if isinstance(act.to_elect, Unknown) else act.to_elect
    post = deed.get("post") or ""
    if isinstance(state.book.records.get(post), nouns.Post):
        return 1
    seats = state.seats(post, point)
    if seats.vacant is None:
        return seats.seats
    return seats.vacant + holding_over(seats.occupants) or seats.seats


def contest(
    state: State,
    body: nouns.Body,
    deed: Deed,
    act: Act | None,
    rule: Rule,
    electorate: Electorate,
    point: Point,
    chair: str | None,
) -> Contest | None:
    """Where a candidate stands among the others; None if the act knows no candidates."""
    if act is None or not stands(deed, act):
        return None
    seats = to_fill(state, deed, act, point)
    if seats is None:
        post = deed.get("post")
        why = Why(f"how many are to be elected to {post} is not known")
        return Contest(None, why, (f"how many are to be elected to {post}",))
    cumulative = _is_cumulative(rule)
    count = _Count(act.candidates, electorate, seats, cumulative)
    votes = {name: count.of(name) for name in act.candidates}
    how = "cumulatively, " if cumulative else ""
    said = ", ".join(f"{name} {between(*v)}" for name, v in votes.items())
    says = f"{how}{seats} to elect: {said}"
    election = Ballots(state, body, deed, act, point, chair)
    among, tie = _placed(election, votes, seats)
    if tie is None:
        return Contest(among, Why(says), () if among is not None else count.missing)
    outcome = broken(election, tie)
    return Contest(outcome.elected, Why(says, None, (), (outcome.why,)), outcome.missing)


def _placed(
    election: Ballots, votes: Mapping[str, tuple[Weight, Weight]], seats: int
) -> tuple[bool | None, Tie | None]:
    """Whether a candidate is among the first, or with whom they tie for the last seats."""
    candidate = election.deed.get("party") or ""
    ours = votes[candidate]
    rivals = {name: v for name, v in votes.items() if name != candidate}
    if ours[1] <= 0 or sum(v[0] > ours[1] for v in rivals.values()) >= seats:
        return False, None
    level = [v for v in rivals.values() if v[1] >= ours[0]]
    if ours[0] > 0 and len(level) < seats:
        return True, None
    ahead = sum(v[0] > ours[1] for v in level)
    among = [name for name, v in votes.items() if v == ours]
    if ours[0] == ours[1] and ahead + len(among) == len(level) + 1:
        return None, Tie(tuple(among), seats - ahead)
    if sum(v[0] >= ours[1] for v in rivals.values()) < seats:
        return None, None
    # Beaten or level with them: the same where a tie elects nobody.
    lost = tie_break(election)[0] in ("run-off", "not elected")
    return (False if lost else None), None


def _is_cumulative(rule: Rule) -> bool:
    match rule:
        case AllOf(rules) | AnyOf(rules):
            return any(map(_is_cumulative, rules))
        case Cumulative():
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Count:
    """The votes for each candidate, at least and at most."""

    candidates: Mapping[str, Support]
    electorate: Electorate
    seats: int
    cumulative: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """Whose votes are not known."""
        unclear = [n for n, s in self.candidates.items() if s.tally and s.tally.exact is None]
        voters = dict.fromkeys(v for s in self.candidates.values() for v in s.given)
        return (
            *(f"how many voted for {n}" for n in unclear),
            *(f"how many votes {v} has" for v in voters if len(set(self._may(v))) > 1),
            *(f"which votes of {v} count" for v in voters if self._spends_too_much(v)),
        )

    def of(self, name: str) -> tuple[Weight, Weight]:
        """The votes for a candidate."""
        support = self.candidates[name]
        low: Weight = 0
        high: Weight = 0
        if support.tally is not None:
            low = support.tally.low or 0
            high = math.inf if support.tally.high is None else support.tally.high
        for voter, given in support.given.items():
            at_least, at_most = self._may(voter)
            if given is None:
                at_least, at_most = at_least * self._part(voter), at_most * self._part(voter)
            else:
                share = self.seats if self.cumulative else 1
                at_least, at_most = min(given, at_least * share), min(given, at_most * share)
            low += 0 if self._spends_too_much(voter) else at_least
            high += at_most
        return low, high

    def _may(self, voter: str) -> tuple[Weight, Weight]:
        """The votes that a voter has."""
        theirs = [v for v in self.electorate.by_name.get(voter, ()) if v.counted and v.entitled]
        return sum(v.votes for v in theirs), sum(v.high[1] for v in theirs)

    def _part(self, voter: str) -> Fraction:
        """What each candidate gets of a voter who does not say how many votes: equal parts."""
        if not self.cumulative:
            return Fraction(1)
        named = sum(voter in s.given for s in self.candidates.values())
        return Fraction(self.seats, named)

    def _spends_too_much(self, voter: str) -> bool:
        """Whether a voter gave more votes than they may have: which count is then not known."""
        chosen = [s.given[voter] for s in self.candidates.values() if voter in s.given]
        if not self.cumulative:
            return len(chosen) > self.seats
        most = self._may(voter)[1] * self.seats
        return sum((n for n in chosen if n is not None), Fraction(0)) > most

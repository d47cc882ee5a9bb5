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
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations_with_replacement, product

from minutebook.records.nouns import Choice
from minutebook.records.rules import AllOf, AnyOf, Base, Number, Rule, Share
from minutebook.state.poll import (
    FROM_WORST,
    Poll,
    best,
    best_choice,
    is_met,
    named,
    worst,
    worst_choice,
)
from minutebook.state.voters import ALL_CHOICES, Electorate, Most, Voter, Weight, kind_of

MAX_COMPLETIONS = 20_000
MOST_RESULTS = 4
"""Of how many rules the results are kept with the sums they rest on."""


def decide(rule: Rule, electorate: Electorate) -> bool | None:
    """Whether the votes meet the rule: True or False whatever the unknown ones were, else None."""
    if electorate.dealt:
        return same(decide(rule, way) for way in electorate.ways)
    if not is_met(rule, best(electorate)):
        return False
    return True if electorate.settled or is_met(rule, worst(electorate)) else None


def same(results: Iterable[bool | None]) -> bool | None:
    """The result that all of them have, else None."""
    found = set(results)
    return found.pop() if len(found) == 1 else None


def present(rule: Rule, electorate: Electorate) -> bool | None:
    """Whether enough are present for a quorum: the rule read on presence instead of consent."""
    if electorate.dealt:
        return same(present(rule, way) for way in electorate.ways)
    if not is_met(rule, best(electorate, attending=True)):
        return False
    if electorate.settled:
        return True
    return True if is_met(rule, worst(electorate, attending=True)) else None


def meeting_decides(rule: Rule, quorum: Rule | None, electorate: Electorate) -> bool | None:
    """Whether a meeting with this quorum carries; both tests on the same completions."""
    if electorate.dealt:
        return same(meeting_decides(rule, quorum, way) for way in electorate.ways)
    sums = electorate.equal_to
    if sums is None:
        return _counted(rule, quorum, electorate)
    for other, required, result in sums.results:
        if other is rule and required is quorum:
            return result
    result = _counted(rule, quorum, electorate)
    if len(sums.results) < MOST_RESULTS and not named(rule) and not (quorum and named(quorum)):
        sums.results.append((rule, quorum, result))
    return result


def _counted(rule: Rule, quorum: Rule | None, electorate: Electorate) -> bool | None:
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
    stays = best_choice(members[0].choices - {"absent"}, entitled=True)
    if "absent" not in members[0].choices:
        yield tuple(replace(v, choices=frozenset({stays})) for v in members)
        return
    for come in range(len(members) + 1):
        away: tuple[Choice, ...] = ("absent",)
        chosen = (stays,) * come + away * (len(members) - come)
        yield tuple(
            replace(v, choices=frozenset({c})) for v, c in zip(members, chosen, strict=True)
        )


def completions(electorate: Electorate) -> Iterator[Electorate]:
    """Every way to complete the choices that are not known; equal voters are counted.

    Beyond `MAX_COMPLETIONS` only the best and the worst for a rule of consent.
    """
    if electorate.dealt:
        for way in electorate.ways:
            yield from completions(way)
        return
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
        for choose in (best_choice, worst_choice):
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
    if poll.consent(Base("votes", "cast")) != poll.rest(Base("votes", "cast")):
        return None
    extra = casting_vote(electorate.by_name[chair][0], f"{chair} (casting vote)")
    return Electorate((*electorate.voters, extra), electorate.vacant)


def casting_vote(chair: Voter, name: str) -> Voter:
    """The vote that counts once more."""
    # Who presides from outside has no other vote than this one.
    votes = chair.votes if chair.heads else 1
    return Voter(name, frozenset({"for"}), votes, chair.capital, interested=chair.interested)


def tie_is_broken(
    rule: Rule, quorum: Rule | None, completed: Electorate, chair: str
) -> bool | None:
    """Whether a completed tie carries, in which the chair's consent counts once more.

    That vote brings nobody to the meeting: the quorum is asked of those who came without it, and
    there are as many members in office or present as before.
    """
    more = with_casting_vote(completed, chair)
    if more is None:
        return False
    quorate = True if quorum is None else present(quorum, completed)
    found = {decide(of_as_many(rule, completed), more), quorate}
    return False if False in found else None if None in found else True


def of_as_many(rule: Rule, electorate: Electorate) -> Rule:
    """The rule with each share of members, seats or units told as a number of them.

    One vote more is one more of the votes cast, and of nothing else. What rests on weights or
    seats that are not known stays a share.
    """
    match rule:
        case AllOf(rules):
            return AllOf(tuple(of_as_many(r, electorate) for r in rules))
        case AnyOf(rules):
            return AnyOf(tuple(of_as_many(r, electorate) for r in rules))
        case Share(fraction, more_than, base) if base.population != "cast":
            untold = base.population == "seats" and electorate.vacant is None
            if untold or any(v.most is not None for v in electorate.voters):
                return rule
            poll = best(electorate)
            whole = Fraction(poll.consent(base) + poll.rest(base))
            return Number(whole * fraction, more_than, base.measure, "cast", base.part)
    return rule


__all__ = ["ALL_CHOICES", "FROM_WORST", "MAX_COMPLETIONS", "Electorate", "Most", "Poll", "Voter",
           "Weight", "best", "casting_vote", "completions", "decide", "is_met", "kind_of",
           "may_consent", "meeting_decides", "named", "of_as_many", "present", "tie_is_broken",
           "with_casting_vote", "worst", "worst_choice"]  # fmt: skip

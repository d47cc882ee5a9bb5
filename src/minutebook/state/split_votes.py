"""Split votes: one voter who votes part of their votes one way and part another.

A nominee or custodian votes for each client as that one says, a delegation by its members. Each
part is a voter of the same name. The one head that they are together came to the meeting and
belongs to no part: where a rule counts heads, either choice is counted. Of a group or a class only
the numbers may be told, as of a vote by houses or by parties: nobody knows who of them chose what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from minutebook.records import nouns
from minutebook.records.nouns import Ballot, Choice
from minutebook.state.tallies import (
    EVERYTHING,
    Choices,
    Tallied,
    bounds_of,
    crowd,
    kin_of,
    left_over,
    tallied,
)
from minutebook.state.voters import ALL_CHOICES, Most, Voter

SILENT: Choices = frozenset({"absent", "not voting"})


def told_by_number(
    voters: list[Voter], ballot: Ballot, body: nouns.Body, chair: Callable[[], str | None]
) -> Tallied:
    """The voters with what is told of their votes in numbers: of some, and of nobody knows whom."""
    if not (ballot.split or ballot.tally):
        return Tallied(voters, [], [])
    parts = divided(voters, ballot)
    if not ballot.tally:
        return parts
    rest = tallied(parts.voters, ballot, body, chair())
    notes, missing = [*parts.notes, *rest.notes], [*parts.missing, *rest.missing]
    return Tallied(rest.voters, notes, missing, rest.dealt)


def divided(voters: Sequence[Voter], ballot: Ballot) -> Tallied:
    """The voters with those whose vote is told in parts as these parts."""
    out = Tallied([], [], [])
    pools: dict[str, list[Voter]] = {}
    names = {v.name for v in voters}
    crowds = [name for name in ballot.split if name not in names]
    for voter in voters:
        name = voter.name
        whose = name
        if name not in ballot.named and crowds:
            whose = next((crowd for crowd in crowds if is_of(voter, crowd)), name)
        if whose not in ballot.split or name in ballot.choices:
            out.voters.append(voter)
        elif not (voter.entitled and voter.counted):
            out.voters.append(replace(voter, choices=_made(ballot, whose)))
        else:
            pools.setdefault(whose, []).append(voter)
    for name, theirs in pools.items():
        _divide(name, theirs, ballot, out)
    return out


def is_of(voter: Voter, name: str) -> bool:
    """Whether somebody belongs to a group, or votes in a class, of that name."""
    return name in voter.marks or name == voter.group


def choices_in_parts(ballot: Ballot, name: str) -> Choices:
    """All that somebody may have chosen with some of their votes."""
    return frozenset(ballot.split[name]) | _rest(ballot, name)


def _rest(ballot: Ballot, name: str) -> Choices:
    """What somebody may have chosen with the votes that no number covers: none that one tells."""
    if ballot.others is not None:
        return frozenset({ballot.others})
    return EVERYTHING.difference(ballot.split[name]) or EVERYTHING


def _made(ballot: Ballot, name: str) -> Choices:
    """What somebody is known to have chosen: who voted with a part of their votes was there."""
    made = frozenset(ballot.split[name])
    return made - SILENT or made


def _divide(name: str, theirs: Sequence[Voter], ballot: Ballot, out: Tallied) -> None:
    low = sum(v.votes for v in theirs)
    high = sum(v.high[1] for v in theirs)
    bounds, notes, missing = bounds_of(ballot.split[name], high, name, "of")
    least, most = left_over(low, high, bounds)
    rest = _rest(ballot, name)
    made = [(name, frozenset[Choice]({choice}), *bounds[choice]) for choice in bounds]
    if most > 0:
        # A number of votes that tells of nobody by name may be of these too.
        made.append((f"the other votes of {name}" if ballot.tally else name, rest, least, most))
        if len(rest) > 1 and not ballot.tally:
            missing.append(f"how the other votes of {name} were cast")
    kin = kin_of(theirs)
    people = sum(v.heads for v in theirs)
    own = frozenset(ALL_CHOICES) if theirs[0].name != name else None
    if own is None and (kin.heads is None or people <= 1):
        kin = replace(kin, heads=0)
        head = _head(theirs, [choices for _, choices, _, most in made if most > 0], people)
        out.voters.append(head)
        if len(head.choices) > 1:
            missing.append(f"what {name}, who split their votes, counts as where heads count")
    for called, choices, fewest, greatest in made:
        part = crowd(called, choices, fewest, greatest, kin, own)
        out.voters.append(replace(part, interested=theirs[0].interested, quorate=theirs[0].quorate))
    out.notes.extend(notes)
    out.missing.extend(missing)


def _head(theirs: Sequence[Voter], made: Iterable[Choices], people: int) -> Voter:
    """Those who split their votes as people: they were there, and voted in one way or another."""
    chose = frozenset[Choice]().union(*made)
    most = sum(v.high[0] for v in theirs)
    return replace(theirs[0], choices=chose - SILENT or chose, votes=0, capital=0, heads=people,
                   most=None if most == people else Most(0, 0, most))  # fmt: skip

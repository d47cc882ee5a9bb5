"""How a meeting counts: rule, quorum and casting vote as one test on an electorate."""

from __future__ import annotations

from minutebook.records import nouns
from minutebook.records.rules import (
    AllOf,
    AnyOf,
    Consent,
    NoObjection,
    Number,
    Opposed,
    Rule,
    Share,
)
from minutebook.state.count import (
    Electorate,
    completions,
    may_consent,
    meeting_decides,
    tie_is_broken,
)
from minutebook.state.pivots import Test


def counted_by(rule: Rule, quorum: Rule | None, chair: str | None) -> Test:
    """How a meeting counts."""
    if chair is None:
        return lambda electorate: meeting_decides(rule, quorum, electorate)

    def counted(electorate: Electorate) -> bool | None:
        sure = meeting_decides(rule, quorum, electorate)
        if sure or not may_consent(electorate, chair):
            return sure
        seen: set[bool | None] = set()
        for completed in completions(electorate):
            seen.add(_counted_twice(rule, quorum, completed, chair))
            if len(seen) > 1:
                return None
        return seen.pop()

    return counted


def waits_for_the_chair(
    who: str | None, chair: str | None, rule: Rule, quorum: Rule | None, electorate: Electorate
) -> bool:
    """Whether the casting vote of some voter, if they chaired, carries what else is not.

    `who` has the casting vote, by what the body says.
    """
    if chair is not None or who != nouns.PRESIDER:
        return False
    return any(
        counted_by(rule, quorum, voter.name)(electorate) is not False
        for voter in electorate.voters
        if voter.counted and voter.entitled
    )


def _counted_twice(
    rule: Rule, quorum: Rule | None, completed: Electorate, chair: str
) -> bool | None:
    """Count one completion; on a tie the casting vote counts once more."""
    result = meeting_decides(rule, quorum, completed)
    if result is not False:
        return result
    return tie_is_broken(rule, quorum, completed, chair)


def counts_absent(rule: Rule) -> bool:
    """Whether a rule asks for consents as a part of everyone, so that it needs no quorum."""
    match rule:
        case Share(_, _, base):
            return base.population in ("seats", "in office", "outstanding")
        case Number() | Consent() | NoObjection() | Opposed():
            return True
        case AllOf(rules):
            return any(counts_absent(r) for r in rules)
        case AnyOf(rules):
            return all(counts_absent(r) for r in rules)
    return False

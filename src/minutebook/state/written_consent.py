"""Consents in writing: which came in within the time that a rule gives, and were not taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Ballot
from minutebook.state.electors import electors
from minutebook.state.papers import addressed, notices
from minutebook.state.periods import at_most, say_length
from minutebook.state.rules_of_procedure import Finding, one, rules, why_rule
from minutebook.state.slots import Point
from minutebook.text.duration import Duration
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.state.index import Bound
    from minutebook.state.state import State


def consents_that_count(
    state: State, body: nouns.Body, deed: Deed, ballot: Ballot, point: Point, act: nouns.Act | None
) -> tuple[Ballot, tuple[Why, ...], tuple[str, ...]]:
    """The ballot without the consents that came too late or were taken back, and why.

    A consent counts if it was delivered by the time of the act, and within the time that a rule
    gives from the first delivery or from circulation (8 Del. C. § 228(c); Companies Act 2006,
    s. 297). The act records what was done at its date: a consent without a date of its own came in
    then. One that was taken back before counts only where a rule says that none can be (Companies
    Act 2006, s. 296(3)). One whose dates leave open whether it was in time may count or not.
    """
    if act is None:
        return ballot, (), ()
    bounds = [b for group in rules(state, body, "written consent", deed, point) for b in group]
    if not bounds and not act.delivered and not act.revoked:
        return ballot, (), ()
    choices = dict(ballot.choices)
    notes: list[Why] = []
    missing: list[str] = []
    done = state.moment(act)
    consents = [p for p, choice in ballot.choices.items() if choice == "for"]
    split = dict(ballot.split)
    for person in (*consents, *(p for p, parts in ballot.split.items() if "for" in parts)):
        sure, why = _counts(state, bounds, act, person, done)
        if why is not None:
            notes.append(why)
        if sure:
            continue
        split.pop(person, None)
        if sure is False:
            choices[person] = "absent"
        else:
            choices.pop(person, None)
            missing.append(f"when the consent of {person} was delivered")
    return replace(ballot, choices=choices, split=split), tuple(notes), tuple(missing)


def _counts(
    state: State, bounds: Sequence[Bound], act: nouns.Act, person: str, done: When
) -> tuple[bool | None, Why | None]:
    """Whether a consent was in by the time of the act and in time, and not taken back before."""
    note: Why | None = None
    revoked = act.revoked.get(person)
    before = revoked.before(done) if revoked is not None else False
    if revoked is not None and before is not False:
        says = f"{person} took the consent back on {revoked.written}"
        for_good = next((b for b in bounds if b.norm.revocable is False), None)
        if for_good is None:
            return (False if before else None), Why(says)
        note = Why(f"{says}, which does not count", None, (), (why_rule(for_good),))
    delivered = act.delivered.get(person, done)
    if done.before(delivered):
        return False, Why(f"{person}'s consent came in on {delivered.written}, after the act")
    for bound in bounds:
        sure, says = _within(state, bound, act, person, delivered)
        if not sure:
            return sure, Why(says, None, (), (why_rule(bound),))
    return True, note


def _within(
    state: State, bound: Bound, act: nouns.Act, person: str, delivered: When
) -> tuple[bool | None, str]:
    length = bound.norm.at_most
    if not isinstance(length, Duration):
        return True, ""
    start = act.circulated if bound.norm.runs_from == "circulation" else _first(act)
    if start is None:
        return True, ""
    sure = at_most(length, start, delivered, state.book.zone)
    says = f"{person}'s consent came in on {delivered.written}, {say_length(length)} at most after "
    return sure, says + start.written


def _first(act: nouns.Act) -> When | None:
    """The first delivery of any consent."""
    known = [d for d in act.delivered.values() if d.latest is not None]
    return min(known, key=lambda d: (d.latest, d.earliest or d.latest), default=None)


def afterwards_finding(
    state: State, body: nouns.Body, deed: Deed, ballot: Ballot, point: Point, act: nouns.Act
) -> Finding | None:
    """Whether those who did not consent in writing were told in time; else it is a breach.

    It is invalid only where the rule says so (compare 8 Del. C. § 228(e)).
    """
    bound = one(rules(state, body, "notice afterwards", deed, point))
    if bound is None or state.pick(bound.norm.value) == "not needed":
        return None
    sent = notices(state, act.id)
    found = []
    late = []
    for voter in electors(state, body, point).voters:
        if ballot.choices.get(voter.name) == "for":
            continue
        told = [_in_time(state, bound, act, m) for m in sent
                if addressed(state, m, body, voter.name)]  # fmt: skip
        found.append(True if True in told else None if None in told or not sent else False)
        if found[-1] is not True:
            late.append(voter.name)
    kept = False if False in found else None if None in found else True
    says = f"{', '.join(late)} not told in time" if late else "those who did not consent were told"
    if kept is None:
        says = f"the book does not tell whether {', '.join(late)} had it in time"
    missing = tuple(f"whether {p} was told of {act.id} in time" for p in late) if not kept else ()
    why = Why(f"notice afterwards: {says}", None, (), (why_rule(bound),))
    bearing = bound.norm.consequence or "breach"
    return Finding(kept, bound.norm.id, why, bearing, missing, (), tuple(late))


def _in_time(state: State, bound: Bound, act: nouns.Act, message: nouns.Message) -> bool | None:
    length = bound.norm.at_most
    if not isinstance(length, Duration):
        return None if length == "reasonable" else True
    return at_most(length, state.moment(act), state.moment(message), state.book.zone)

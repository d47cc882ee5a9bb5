"""What rules of procedure ask of a decision in advance for which no meeting is named.

A deed in advance is judged by its votes alone where no meeting is told of. What else the rules ask
for is then said and not judged: the call, the notice and the soonest meeting that it allows, what
it must state, who moves it and who must be heard; in writing, within what time the consents must
come in and who must be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from minutebook.answers.world import World
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.rule_text import say_rule
from minutebook.state.attempts import Attempt
from minutebook.state.authority import speaking
from minutebook.state.electors import electors
from minutebook.state.notice_steps import soonest_for, whom_to_notify
from minutebook.state.periods import last_moment, say_length
from minutebook.state.procedure import body_of
from minutebook.state.rules_of_procedure import Group, one, rules
from minutebook.state.verdict import Step
from minutebook.text.duration import Duration

if TYPE_CHECKING:
    from minutebook.records.nouns import Modality
    from minutebook.state.state import State


def formalities(state: State, deed: Deed, attempt: Attempt) -> tuple[Step, ...]:
    """What the rules of a body ask for besides its votes; nothing of it is a choice of the world.

    Rules for some kinds of meeting alone are left out, as the kind is not told.
    """
    body = body_of(state, attempt.by)
    if body is None or attempt.act is not None or attempt.meeting is not None:
        return ()
    if not any(of == body.id for _, of in state.index.by_holder):
        return ()
    world = state.world
    aside = state.in_world(World({**world.fixed, **world.met}, world.memo, world.adopted))
    if attempt.form == "without meeting":
        found = _in_writing(aside, body, deed, attempt)
    else:
        found = _at_a_meeting(aside, body, deed)
    proposed = () if attempt.proposed_by else _proposal(aside, body, deed)
    return (*found, *proposed)


def _general(state: State, body: nouns.Body, subject: Modality, deed: Deed) -> list[Group]:
    return rules(state, body, subject, deed, state.now, general=True)


def _at_a_meeting(state: State, body: nouns.Body, deed: Deed) -> Iterator[Step]:
    yield from _call(state, body)
    business = one(_general(state, body, "business", deed))
    notified = business is not None and state.pick(business.norm.value) == "as notified"
    for group in _general(state, body, "notice", deed):
        yield from _notice(state, body, deed, group, notified=notified)
    hearing = one(_general(state, body, "hearing", deed))
    party = deed.get("party")
    if hearing is not None and party and state.pick(hearing.norm.value) != "not needed":
        yield Step("hearing", f"a hearing of {party} before the vote", (party,))


def _call(state: State, body: nouns.Body) -> Iterator[Step]:
    ways: dict[str, None] = {}
    call = Deed("call", (("post", body.id),))
    for bound in speaking(state, "can", call):
        if bound.holder is None or state.norm_state(bound, state.now) != "in force":
            continue
        rule = state.pick(bound.norm.by)
        much = f" ({say_rule(rule)})" if rule is not None else ""
        ways[f"{bound.holder}{much}"] = None
    if ways:
        yield Step("call", f"a meeting called by {' or by '.join(ways)}", ())


def _notice(
    state: State, body: nouns.Body, deed: Deed, group: Group, *, notified: bool
) -> Iterator[Step]:
    bound = group[-1]
    norm = bound.norm
    if state.pick(norm.value) == "not needed":
        return
    who = tuple(whom_to_notify(state, body, bound, state.now))
    length = norm.at_least
    long = f"notice of at least {say_length(length)}" if isinstance(length, Duration) else "notice"
    if length == "reasonable":
        long = "reasonable notice"
    says = f"{long} of a meeting to {', '.join(who)}"
    if norm.via:
        says += f" via {' or '.join(norm.via)}"
    if notified or (bound.deed is not None and norm.counterparty):
        says += f", stating {deed}"
    start = soonest_for(state, group)
    if start is not None:
        says += f": sent now, for a meeting from {start.written} on"
    yield Step("notice", says, who, None, start)


def _in_writing(state: State, body: nouns.Body, deed: Deed, attempt: Attempt) -> Iterator[Step]:
    window = one(_general(state, body, "written consent", deed))
    length = window.norm.at_most if window is not None else None
    if window is not None and isinstance(length, Duration):
        since = "its circulation"
        if window.norm.runs_from != "circulation":
            since = "the first"
        until = last_moment(length, state.now.when, state.book.zone)
        by = f": by {until.written}, if that is now" if until is not None else ""
        says = f"every consent within {say_length(length)} of {since}{by}"
        yield Step("consents", says, (), until)
    after = one(_general(state, body, "notice afterwards", deed))
    if after is None or state.pick(after.norm.value) == "not needed":
        return
    who = tuple(
        v.name
        for v in electors(state, body, state.now).voters
        if attempt.ballot.choices.get(v.name) != "for"
    )
    if not who:
        return
    length = after.norm.at_most
    says = f"notice of it to {', '.join(who)}"
    until = None
    if isinstance(length, Duration):
        until = last_moment(length, state.now.when, state.book.zone)
        by = f": by {until.written}, if it is done now" if until is not None else ""
        says += f" within {say_length(length)}{by}"
    yield Step("notice afterwards", says, who, until)


def _proposal(state: State, body: nouns.Body, deed: Deed) -> Iterator[Step]:
    bound = one(_general(state, body, "proposal", deed))
    rule = state.pick(bound.norm.by) if bound is not None else None
    if rule is not None:
        yield Step("proposal", f"a proposal by {say_rule(rule)}", ())

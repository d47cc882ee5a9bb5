"""How soon a body can meet: the notice that its meetings need, unless all waive it.

The rules are those by which `minutebook.state.notice` judges a meeting that was held. A plan has
no meeting yet: it gives the notice at once and meets when the time has run. Where everybody to
whom notice is due consents to the act, they waive it, if waiver before a meeting counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Form
from minutebook.state.electors import electors
from minutebook.state.periods import runs_out
from minutebook.state.procedure import body_of
from minutebook.state.rules_of_procedure import one, rules
from minutebook.state.state import State


@dataclass(frozen=True, slots=True)
class Start:
    """When something can be decided; whether only because notice is waived."""

    when: datetime
    waived: bool = False


def earliest(
    state: State, actor: str, form: Form | None, deed: Deed, consents: Callable[[str], bool]
) -> Start | None:
    """The first moment at which somebody can do a deed, decided on from the state's date.

    `consents` says who takes part in the plan. None: how long notice takes is not told.
    """
    body = body_of(state, actor)
    if body is None or form == "without meeting":
        return Start(state.at)
    found = Start(state.at)
    for group in rules(state, body, "notice", deed, state.now):
        if not group[0].norm.counterparty and _waived(state, body, deed, consents):
            found = replace(found, waived=True)
            continue
        lengths = [bound.norm.at_least for bound in group if bound.norm.at_least is not None]
        known = [n for n in lengths if n != "reasonable"]
        if lengths and not known:
            return None
        if known:
            ends = min(runs_out(length, state.at, state.book.zone) for length in known)
            found = replace(found, when=max(found.when, ends))
    return found


def asked_for(state: State) -> bool:
    """Whether any meeting of the book needs notice."""
    return any(subject == "notice" for subject, _ in state.index.by_holder)


def untold(state: State) -> tuple[str, ...]:
    """The bodies of which it is not told in numbers how long their notice is."""
    found = {
        body: None
        for (subject, body), bounds in state.index.by_holder.items()
        if subject == "notice" and any(b.norm.at_least == "reasonable" for b in bounds)
    }
    return tuple(f"how long notice of a meeting of {body} has to be" for body in found)


def _waived(state: State, body: nouns.Body, deed: Deed, consents: Callable[[str], bool]) -> bool:
    voters = electors(state, body, state.now).voters
    if not voters or not all(consents(voter.name) for voter in voters):
        return False
    waiver = one(rules(state, body, "waiver", deed, state.now))
    if waiver is not None and waiver.norm.ways is not None:
        return "before" in waiver.norm.ways
    name = f"notice in {body.id} is waived by a waiver before"
    return state.world.choose(name, ("yes", "no"), kind="rule") == "yes"

"""What attendance makes of a vote at a meeting: whose votes count, and whether a quorum lasts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.nouns import Ballot, Choice
from minutebook.state.count import present
from minutebook.state.electorate import call_roll
from minutebook.state.meetings import Scene, at_start, presence
from minutebook.state.rules_of_procedure import one, why_rule
from minutebook.state.slots import Presence

if TYPE_CHECKING:
    from minutebook.records.rules import Rule


def votes_at(
    scene: Scene, ballot: Ballot, there: Presence | None
) -> tuple[Ballot, tuple[Why, ...]]:
    """The ballot without the votes of those who were not there, unless a rule lets them vote.

    One who gave a proxy is there through whoever holds it.
    """
    if there is None:
        return ballot, ()
    here = there.surely | there.perhaps
    records = scene.state.book.records
    crowds = (nouns.Group, nouns.Instrument)
    split = (p for p in ballot.split if not isinstance(records.get(p), crowds))
    away = [
        person
        for person in (*ballot.choices, *split)
        if ballot.choices.get(person) != "absent"
        and person not in here
        and person not in ballot.proxies
    ]
    if not away:
        return ballot, ()
    bound = one(scene.rules("absent votes"))
    value = scene.state.pick(bound.norm.value) if bound is not None else None
    if value is None:
        name = f"votes of the absent in {scene.body.id}"
        value = scene.state.world.choose(name, ("not allowed", "allowed"), kind="rule")
    because = (why_rule(bound),) if bound is not None else ()
    if value == "allowed":
        return ballot, (Why(f"{', '.join(away)} voted without being there", None, (), because),)
    says = f"{', '.join(away)} did not attend {scene.meeting.id} when it was decided: not counted"
    choices: dict[str, Choice] = {**ballot.choices, **dict.fromkeys(away, "absent")}
    there_in_part = {p: parts for p, parts in ballot.split.items() if p not in away}
    return replace(ballot, choices=choices, split=there_in_part), (Why(says, None, (), because),)


def quorum_lasts(scene: Scene, quorum: Rule) -> Why | None:
    """Why a quorum that was there at the start is enough, though it may be gone; None if it is not.

    Where no rule says whether it must be there at the vote too, that is a choice of the world,
    asked only where it decides.
    """
    state, body, meeting = scene.state, scene.body, scene.meeting
    began = at_start(state, meeting)
    now = presence(state, meeting, scene.point.when)
    if not _quorate(scene, quorum, began) or _quorate(scene, quorum, now):
        return None
    bound = one(scene.rules("quorum lasts"))
    value = state.pick(bound.norm.value) if bound is not None else None
    if value is None:
        name = f"a quorum of {body.id} at the start lasts"
        value = state.world.choose(name, ("no", "yes"), kind="rule")
    because = (why_rule(bound),) if bound is not None else ()
    return Why("a quorum was there at the start, and lasts", None, (), because) if (
        value == "yes") else None  # fmt: skip


def _quorate(scene: Scene, quorum: Rule, there: Presence | None) -> bool | None:
    """Whether those who were there are a quorum."""
    roll = call_roll(scene.state, scene.body, scene.deed, Ballot({}), "meeting", there, scene.point)
    return present(quorum, roll.electorate)

"""Who presides at a meeting: the first of those whom a rule names who is there.

Where a rule says who `presides`, each of them in order, a meeting under somebody else is not duly
chaired. A post presides through its holder; a body through whichever of its members it chooses
(compare the model articles for private companies (SI 2008/3229), arts. 12 and 39).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.state.electors import electors
from minutebook.state.meetings import Scene, presence
from minutebook.state.presiding import in_order
from minutebook.state.rules_of_procedure import Finding, one, why_rule

if TYPE_CHECKING:
    from minutebook.state.index import Bound


def presiding_finding(scene: Scene) -> Finding | None:
    """Whether who chaired the meeting was the first of those who could and were there."""
    bound = one(scene.rules("presides"))
    chair = scene.meeting.chaired_by
    if bound is None or not bound.norm.in_order or (chair is None and scene.ahead):
        return None
    kept, says, missing = _had_the_chair(scene, bound, chair)
    people = tuple(v.name for v in electors(scene.state, scene.body, scene.point).voters if v.heads)
    why = Why(says, None, (), (why_rule(bound),))
    return Finding(kept, bound.norm.id, why, bound.norm.consequence, missing, (), people)


def _had_the_chair(
    scene: Scene, bound: Bound, chair: str | None
) -> tuple[bool | None, str, tuple[str, ...]]:
    meeting = scene.meeting
    if chair is None:
        says = f"who chaired {meeting.id} is not told"
        return None, says, (f"who chaired {meeting.id}",)
    there = presence(scene.state, meeting, scene.point.when)
    open_: list[str] = []
    for place in in_order(scene.state, bound):
        people = _holders(scene, place)
        if chair in people:
            if open_:
                doubt = f"whether {' or '.join(open_)} was there to chair {meeting.id}"
                return None, f"{chair} chaired {meeting.id}; {doubt}", (doubt,)
            return True, f"{chair} chaired {meeting.id}, as {place}", ()
        for person in (who for who in people if who is not None):
            if there is not None and person in there.surely:
                says = f"{chair} chaired {meeting.id}, though {person} ({place}) was there"
                return False, says, ()
            if there is None or person in there.perhaps:
                open_.append(person)
        if None in people:
            open_.append(f"the holder of {place}")
    return False, f"{chair} chaired {meeting.id}, and is none of those who preside", ()


def _holders(scene: Scene, place: str) -> list[str | None]:
    """Who presides as a person, a post or one of a body; None: somebody who is not known."""
    record = scene.state.book.records.get(place)
    if isinstance(record, nouns.Body) and record.holders_of:
        return [v.name for v in electors(scene.state, record, scene.point).voters]
    if isinstance(record, nouns.Body | nouns.Post):
        return [o.holder for o in scene.state.sitting(place, scene.point).occupants]
    return [place]

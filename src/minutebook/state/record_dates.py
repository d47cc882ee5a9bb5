"""The day on which it is settled who can vote at a meeting: how long before it that may be.

8 Del. C. § 213(a): no more than sixty and no fewer than ten days before the meeting. Aktiengesetz,
s. 123(4): the end of the twenty-second day before it.
"""

from __future__ import annotations

from minutebook.answers.found import Why
from minutebook.state.meetings import Scene
from minutebook.state.periods import at_least, at_most, say_length
from minutebook.state.rules_of_procedure import Finding, Group, why_rule
from minutebook.text.duration import Duration
from minutebook.text.when import When


def record_date_findings(scene: Scene) -> list[Finding]:
    """Whether the record date of a meeting keeps to each rule on it; none if no date was set."""
    date = scene.act.record_date if scene.act is not None else None
    date = date or scene.meeting.record_date
    if date is None:
        return []
    return [_finding(scene, group, date) for group in scene.rules("record date")]


def _finding(scene: Scene, group: Group, date: When) -> Finding:
    """Whether a record date keeps to one of the rules of a group."""
    kept = [_kept(scene, bound.norm.at_least, bound.norm.at_most, date) for bound in group]
    place = kept.index(True) if True in kept else kept.index(None) if None in kept else -1
    bound, met = group[place], kept[place]
    limits = (("at least", bound.norm.at_least), ("at most", bound.norm.at_most))
    asked = [f"{word} {say_length(much)}" for word, much in limits if isinstance(much, Duration)]
    how = {True: "is", False: "is not", None: "may or may not be"}[met]
    says = f"the record date of {scene.meeting.id} {how} {' and '.join(asked)} before it"
    missing = (f"how long before {scene.meeting.id} its record date is",) if met is None else ()
    why = Why(says, None, (), (why_rule(bound),))
    return Finding(met, bound.norm.id, why, bound.norm.consequence, missing)


def _kept(scene: Scene, least: object, most: object, date: When) -> bool | None:
    held, zone = scene.state.moment(scene.meeting), scene.state.book.zone
    tests = []
    if isinstance(least, Duration):
        tests.append(at_least(least, date, held, zone))
    if isinstance(most, Duration):
        tests.append(at_most(most, date, held, zone))
    return False if False in tests else None if None in tests else True

"""The quorum of a meeting: which holds, whether it lasts, and how that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.rule_text import say_rule
from minutebook.records.rules import AllOf, Rule
from minutebook.state.aspects import Said, exercised
from minutebook.state.attempts import Attempt
from minutebook.state.attendance import quorum_lasts
from minutebook.state.authority import Power
from minutebook.state.count import present
from minutebook.state.electorate import Roll
from minutebook.state.meetings import Scene
from minutebook.state.rules_of_procedure import rules, why_rule
from minutebook.state.say_vote import met

if TYPE_CHECKING:
    from minutebook.state.state import State

NONE_NEEDED: Final = AllOf(())
"""The rule that is met by nobody: no quorum is asked for any more."""


def quorum_of(
    state: State, body: nouns.Body, deed: Deed, attempt: Attempt, power: Power | None
) -> tuple[Said, Why | None]:
    """The quorum that holds, and why it is taken to last if it was there at the start.

    A rule for this kind of meeting goes before what holds for all, the power's own before both.
    """
    said = exercised(state, body, power, deed, attempt.point, "quorum")
    meeting = state.book.get(attempt.meeting, nouns.Meeting)
    if meeting is None:
        return said, None
    groups = rules(state, body, "quorum", deed, attempt.point, meeting)
    own = [bound for group in groups for bound in group if bound.norm.meetings]
    if own and (power is None or power.quorum is None):
        said = Said(state.pick(own[-1].norm.by), True, why_rule(own[-1]))
    if attempt.act is None or not (meeting.came or meeting.left) or said.value is None:
        return said, None
    quorum = cast("Rule", said.value)
    scene = Scene(state, body, deed, attempt.point, meeting, attempt.act)
    return said, quorum_lasts(scene, quorum)


def say_quorum(required: Rule | None, why: Why, roll: Roll) -> Why:
    """Whether enough were there, and where the quorum is read; without one, why there is none."""
    if required is None:
        return why
    enough = met(present(required, roll.electorate))
    return Why(f"quorum {enough}: {say_rule(required)}", None, (), (why,))

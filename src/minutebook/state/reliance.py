"""What others may hold an organisation to, though inside it has no effect.

Three grounds. The register still shows who acted. A norm says that what some office does is
`relied on`, whatever limits it inside (Companies Act 2006, s. 40; Aktiengesetz, § 82(1)).
Or whoever could appoint let somebody act as an officer, who then binds by what that office can do
(Freeman & Lockyer v Buckhurst Park [1964] 2 QB 480); one who only passes for an officer does not
(Armagas v Mundogas [1986] AC 717).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.state.actors import can_exercise
from minutebook.state.authority import Power, powers, speaking
from minutebook.state.in_fact import OUTWARD, by_conduct, relied_upon

if TYPE_CHECKING:
    from minutebook.state.attempts import Attempt
    from minutebook.state.slots import Point
    from minutebook.state.state import State
    from minutebook.state.verdict import Effect


def ground(state: State, attempt: Attempt, effect: Effect) -> str | None:
    """Why others may rely on what has no effect inside; None if they may not."""
    by, point = attempt.by, attempt.point
    if by is None or effect.deed.verb not in OUTWARD:
        return None
    people = [p for p, c in attempt.ballot.choices.items() if c == "for" and p != by]
    if relied_upon(state, effect.deed, by, people, point):
        return "the register"
    held_out = _held_out(state, effect, by, people, point)
    if held_out is not None:
        return held_out
    # A body that did not decide has done nothing on which anybody could rely.
    return _by_norm(state, effect, by, point) if effect.carried else None


def _by_norm(state: State, effect: Effect, by: str, point: Point) -> str | None:
    for bound in speaking(state, "relied on", effect.deed, point):
        if bound.holder is None or state.norm_state(bound, point) != "in force":
            continue
        if can_exercise(state, Power(bound.holder, bound.norm.id, 0), by, point):
            return bound.norm.id
    return None


def _held_out(state: State, effect: Effect, by: str, people: list[str], point: Point) -> str | None:
    """Whether who acted was let act as an officer by who could appoint one, within the office."""
    who = people or [by]
    offices = dict.fromkeys(p.holder for p in powers(state, effect.deed, point))
    for office in offices:
        post = state.book.get(office, nouns.Post)
        if post is None or by not in (post.id, *who, *_acting_through(state, post)):
            continue
        for person, event in by_conduct(state, post.id, point):
            if person in who and _could_appoint(state, event, person, post.id, point):
                return f"{event.id}: {person} was let act as {post.id}"
    return None


def _acting_through(state: State, post: nouns.Post) -> list[str]:
    return [e.id for e in state.book.of(nouns.Entity) if e.acts_through == post.id]


def _could_appoint(state: State, event: nouns.Event, person: str, post: str, point: Point) -> bool:
    """Whether who let somebody act is who appoints to the post, or the organisation itself."""
    able = powers(state, Deed("appoint", (("party", person), ("post", post))), point)
    record = state.book.get(post, nouns.Post)
    own = record.of if record is not None and record.of is not None else post.rpartition("/")[0]
    return any(
        who == own or any(can_exercise(state, power, who, point) is True for power in able)
        for who in event.let_by
    )

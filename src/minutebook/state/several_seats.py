"""Several seats of one body in one hand: of a director appointed twice, an alternate, a nominee.

That one person is no meeting is common law (Sharp v Dawes (1876) 2 QBD 26), while articles let an
alternate vote for each director whom they replace and count them once in the quorum. What the
further seats of one holder count in is for the body to say; where nothing says it, that is a hinge.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import FURTHER
from minutebook.state.aspects import aspect
from minutebook.state.slots import Point
from minutebook.state.suspended import stand
from minutebook.state.voters import Voter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minutebook.records.nouns import CountsIn
    from minutebook.state.state import State


def further_seats(voters: Sequence[Voter], proxies: Mapping[str, str]) -> tuple[int, ...]:
    """The places of the seats that somebody votes besides their weightiest one."""
    first: dict[str, int] = {}
    order = sorted(range(len(voters)), key=lambda place: (-voters[place].votes, place))
    further = []
    for place in order:
        who = proxies.get(voters[place].name, voters[place].name)
        if first.setdefault(who, place) != place:
            further.append(place)
    return tuple(sorted(further))


def in_one_hand(
    state: State,
    body: nouns.Body,
    deed: Deed,
    voters: Sequence[Voter],
    proxies: Mapping[str, str],
    point: Point,
) -> tuple[list[Voter], int, tuple[Why, ...]]:
    """The voters with further seats of one holder as they count, and how many are as if vacant.

    Seats that one votes by proxy for others are further seats where the body says what these count
    in; where it says nothing, whoever gave a proxy counts as there.
    """
    if body.holders_of:
        return list(voters), 0, ()
    said = aspect(state, body, "further seats count in", deed, point)
    places = further_seats(voters, proxies if said.said else {})
    if not places:
        return list(voters), 0, ()
    where = cast("CountsIn", said.value)
    if not said.said:
        name = f"what further seats of one holder in {body.id} count in"
        where = cast("CountsIn", state.world.choose(name, FURTHER, kind="rule"))
    found, vacant = list(voters), 0
    for place in places:
        voter = voters[place]
        if where == "nothing":
            # The seat stays one of those there are, as if nobody sat in it.
            vacant += voter.heads if voter.counted else 0
        if voter.counted or voter.makes_quorum:
            found[place] = stand(voter, where)
    names = ", ".join(dict.fromkeys(voters[p].name for p in places))
    says = f"{names}: further seats of one holder count in {where}"
    return found, vacant, (Why(says, None, (), (said.why,)),)

"""Delegated powers: nobody gives more than they have, and who gave may take back.

A norm that is `delegated by` somebody gives its holder a power only where and while the delegator
has it (*nemo plus iuris transferre potest quam ipse habet*, Digest 50.17.54). A committee's power
is of this kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.state.authority import Power, acting
from minutebook.state.bars import bars
from minutebook.state.ladder import LOWEST
from minutebook.state.slots import Point

if TYPE_CHECKING:
    from minutebook.state.state import State


def within_their_source(
    state: State, deed: Deed, found: Sequence[Power], point: Point
) -> list[Power]:
    """The powers that are their holders' own, and of the delegated ones those whose source stands.

    A delegate may delegate in turn. A delegator who decides its own affairs needs no norm for it.
    """
    standing = [power for power in found if power.delegated_by is None]
    waiting = [power for power in found if power.delegated_by is not None]
    own_affair = deed.verb == "decide" and not standing
    moved = True
    while moved and waiting:
        moved = False
        for power in list(waiting):
            source = _source(state, deed, power, standing, point, own_affair=own_affair)
            if source is not None:
                waiting.remove(power)
                given = Why(f"delegated by {power.delegated_by}", because=(source.why,))
                because = (*power.beside, given)
                standing.append(replace(power, sure=power.sure and source.sure, beside=because))
                moved = True
    return standing


def _source(
    state: State,
    deed: Deed,
    power: Power,
    standing: Sequence[Power],
    point: Point,
    *,
    own_affair: bool,
) -> Power | None:
    """The power of the delegator over a deed, unless a norm takes it away."""
    giver = power.delegated_by or ""
    theirs = [p for p in standing if acting(state, p.holder) == acting(state, giver)]
    if not theirs and own_affair:
        theirs = [Power(giver, "its own affairs", LOWEST, says=f"{giver} decides its own affairs")]
    hold = [bar for bar in bars(state, deed, giver, point) if bar.sure]
    open_ = [p for p in theirs if all(bar.bearing(p) != "void" for bar in hold)]
    return open_[0] if open_ else None


def revocations(state: State, deed: Deed) -> list[Power]:
    """Who delegated may repeal the document that says so, unless it is said to be irrevocable."""
    document = state.book.get(deed.get("document"), nouns.Document)
    if deed.verb != "repeal" or document is None:
        return []
    norms = [norm for norm in document.norms if norm.delegated_by is not None]
    givers = {norm.delegated_by: norm for norm in norms}
    says = "who delegated may take back"
    return [
        Power(giver, f"{norm.id}, delegated", LOWEST, says=says, src=norm.src or document.src)
        for giver, norm in givers.items()
        if len(norms) == len(document.norms) and all(n.revocable for n in norms)
    ]

"""Ties in elections: who is elected of several with equally many votes, where a rule says it.

Nobody is elected by chance or by the chair unless a rule lets them decide, and where no rule speaks
the election is open, not lost: Robert's Rules and most companies ask for another ballot, many
councils let the older or the longer-serving candidate in, English law draws lots (Representation
of the People Act 1983, sch. 1, r. 49).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act, TieBreak
from minutebook.state.aspects import aspect
from minutebook.state.presiding import casting_vote
from minutebook.state.slots import Point
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.state.state import State


@dataclass(frozen=True, slots=True)
class Tie:
    """Candidates with equally many votes, who are more than the seats left for them."""

    among: tuple[str, ...]
    seats: int

    @property
    def says(self) -> str:
        """Who ties for what."""
        left = "the last seat" if self.seats == 1 else f"the last {self.seats} seats"
        return f"{' and '.join(self.among)} tie for {left}"


@dataclass(frozen=True, slots=True)
class Broken:
    """Whether one of those who tie is elected, why, and what would tell."""

    elected: bool | None
    why: Why
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ballots:
    """An election as far as a tie may turn on it: who elects, to what, by which act."""

    state: State
    body: nouns.Body
    deed: Deed
    act: Act
    point: Point
    chair: str | None


def tie_break(election: Ballots) -> tuple[TieBreak | None, Why]:
    """The rule by which a tie is broken, and where it is read; a casting vote says it too."""
    said = aspect(election.state, election.body, "ties", election.deed, election.point)
    chair = casting_vote(election.state, election.body, election.deed, election.point)
    if not said.said and chair is not None:
        why = Why(f"{chair} has a casting vote in {election.body.id}")
        return "casting vote", why
    return cast("TieBreak | None", said.value), said.why


def broken(election: Ballots, tie: Tie) -> Broken:
    """Whether the candidate of the deed wins a tie."""
    how, read = tie_break(election)
    candidate = election.deed.get("party") or ""
    match how:
        case None:
            says = f"{tie.says}: the book does not say how a tie is broken"
            return Broken(None, Why(says, None, (), (read,)),
                          (f"how a tie in {election.body.id} is broken",))  # fmt: skip
        case "run-off" | "not elected":
            then = "; a run-off between them decides" if how == "run-off" else "; none is elected"
            return Broken(False, Why(tie.says + then, None, (), (read,)))
        case "longer-serving":
            winners, missing = _longer_serving(election, tie)
        case _:
            winners, missing = _told(election, tie, how)
    if winners is None:
        return Broken(None, Why(f"{tie.says}, {how} decides", None, (), (read,)), (missing,))
    won = " and ".join(winners)
    return Broken(candidate in winners, Why(f"{tie.says}; {how}: {won}", None, (), (read,)))


def _told(election: Ballots, tie: Tie, how: TieBreak) -> tuple[tuple[str, ...] | None, str]:
    """On whom the lot fell, or for whom the casting vote was given."""
    act, chair = election.act, election.chair
    winners = tuple(name for name in tie.among if name in act.tie_broken_for)
    if how == "by lot":
        missing = f"on whom of {' and '.join(tie.among)} the lot fell"
        return (winners if len(winners) == tie.seats else None), missing
    if chair is None:
        return None, f"who has the casting vote in {election.body.id}"
    if not act.tie_broken_for:
        winners = tuple(n for n in tie.among if chair in act.candidates[n].given)
    missing = f"for whom of {' and '.join(tie.among)} {chair} gave the casting vote"
    return (winners if len(winners) == tie.seats else None), missing


def _longer_serving(election: Ballots, tie: Tie) -> tuple[tuple[str, ...] | None, str]:
    """Those who have been longer in what they are elected to; who has never been comes last."""
    missing = f"which of {' and '.join(tie.among)} has served longer"
    since = {name: _since(election, name) for name in tie.among}
    ahead = {
        name: sum(_longer(since[other], since[name]) is not False for other in since
                  if other != name)
        for name in tie.among
    }  # fmt: skip
    winners = tuple(name for name, before in ahead.items() if before < tie.seats)
    return (winners if len(winners) == tie.seats else None), missing


def _since(election: Ballots, name: str) -> When | None:
    """Since when somebody has been there without a break; None if they are not."""
    post = election.deed.get("post") or ""
    held = election.state.seats(post, election.point).holding(name)
    if held is None:
        return None
    start = held.start or _BEGINNING
    earlier = [o for o in election.state.occupancies(post) if o.holder == name]
    while True:
        before = [o.start or _BEGINNING for o in earlier if o.end is not None and o.end == start]
        if not before or before[0] == start:
            return start
        start = before[0]


_BEGINNING = When(None, None, "the beginning")


def _longer(one: When | None, other: When | None) -> bool | None:
    """Whether who came at one time has served longer than who came at another."""
    if one is None:
        return False
    return True if other is None else one.before(other)

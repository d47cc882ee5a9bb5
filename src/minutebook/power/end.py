"""Who gets there in the end: the coalitions that some chain of acts serves, and from when on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from minutebook.power.aims import decide, deeds_for, is_nominee
from minutebook.power.control import LISTED, Coalition, Planned, Stage, in_numbers, minimal
from minutebook.power.decision import Decision, either
from minutebook.power.errors import OutOfReachError
from minutebook.power.games import Game
from minutebook.power.moments import untold_terms
from minutebook.power.notice import untold
from minutebook.power.patterns import Consenting, from_patterns, minimal_patterns
from minutebook.power.plan import Planner
from minutebook.power.rule_games import View, any_part, carries
from minutebook.text.when import instant


@dataclass(frozen=True, slots=True)
class End:
    """Who gets there by several acts, as one game; `notes` is what was left open.

    The rest is as in `Control`.
    """

    decision: Decision
    planned: tuple[Planned, ...] = ()
    stages: tuple[Stage, ...] = ()
    untold: tuple[str, ...] = ()
    others_if: tuple[str, ...] = ()
    at_most: tuple[Coalition, ...] | None = None
    notes: tuple[str, ...] = ()


def in_the_end(search: Planner, today: Decision) -> End:
    """Who gets there by several acts, and by waiting for what is to come."""
    presence: tuple[Planned, ...] = () if today.monotone else ("presence",)
    still = not search.moments and not search.timed
    waits_for_nobody = untold_terms(search.start.state)
    if not search.places and still:
        return End(today, presence)
    search.start.compile_moves(search.aim, search.places)
    counts = _players(search, today)
    if still and search.unsaid() is None and not _can_move(search, counts):
        return End(today, presence, untold=waits_for_nobody)
    start = search.start.compiler
    lengths = untold(start.state) if search.timed else ()
    try:
        sure = _game(search, counts, "sure")
        known = today.known and search.all_known and not lengths
        may = sure if known else _game(search, counts, "may")
    except OutOfReachError as out:
        search.bounded = True
        says = f"{len(counts)} persons and groups can start a chain of acts: {out}"
        return End(today, presence, notes=(f"longer chains: {says}",))
    missing = tuple(dict.fromkeys((*today.missing, *start.open, *lengths)))
    if sorted(map(str, minimal(may))) == sorted(map(str, minimal(sure))):
        may = sure
    unsaid, others = search.unsaid(), tuple[str, ...]()
    at_most: tuple[Coalition, ...] | None = None
    if unsaid is not None:
        # With room made by whoever may do that, those who appoint could.
        voters = either(start.voters(d) for d in deeds_for(search.start.state, search.aim))
        if minimal(sure) and may is sure:
            if any(not carries(sure, in_numbers(c)) for c in minimal(voters.may)):
                others, at_most = (unsaid,), minimal(any_part([sure, voters.may]))
        else:
            may = any_part([may, voters.may])
            missing = tuple(dict.fromkeys((*missing, unsaid)))
    stages = _stages(search, counts) if may is sure else ()
    organs = (*today.organs, *start.organs())
    planned = (*_planned(search, today, sure, stages), *presence)
    monotone = today.monotone and "acts" not in planned
    decision = Decision(sure, may, today.whys, missing, organs, monotone)
    return End(decision, planned, stages, waits_for_nobody, others, at_most, others)


def _players(search: Planner, today: Decision) -> dict[str, int]:
    """Everybody whose consent may count on the way."""
    counts: dict[str, int] = {}
    start = search.start.compiler
    behind = (start.decider(a).may for a in search.appointers())
    later = (decide(p.compiler, search.aim).may for p in search.starts())
    # Who would decide counts even where nobody can today: a seat that has to consent may be empty.
    voters = (start.voters(d).may for d in deeds_for(search.start.state, search.aim))
    for game in (today.sure, today.may, *start.games(), *behind, *later, *voters):
        counts |= cast("Mapping[str, int]", game.counts)
    return {player: count for player, count in counts.items() if not is_nominee(player)}


def _can_move(search: Planner, counts: Mapping[str, int]) -> bool:
    """Whether anything that all together could do first changes who decides."""
    views: tuple[View, View] = ("sure", "may")
    for view in views:
        everyone = dict(counts)
        if next(search.moves(search.start, everyone, view), None) is not None:
            return True
        for name in counts:
            some = {n: c for n, c in counts.items() if n != name}
            if next(search.moves(search.start, some, view), None) is not None:
                return True
    return False


def _game(
    search: Planner, counts: Mapping[str, int], view: View, by: datetime | None = None
) -> Game:
    """The game of those who get there, by a moment, from its minimal coalitions."""

    def wins(consenting: Consenting) -> bool:
        at = search.arrival(consenting, view)
        return at is not None and (by is None or at <= by)

    return from_patterns(minimal_patterns(wins, counts, LISTED), counts)


def _stages(search: Planner, counts: Mapping[str, int]) -> tuple[Stage, ...]:
    """Who gets there at once, and who else from each moment on; nothing if nobody has to wait."""
    moments = [at for at in search.arrivals() if at > search.start.state.at]
    found: list[Stage] = []
    earlier: Game | None = None
    for at in (search.start.state.at, *moments) if moments else ():
        game = _game(search, counts, "sure", at)
        new = [c for c in minimal(game) if earlier is None or not carries(earlier, in_numbers(c))]
        if new:
            found.append(Stage(instant(at) if at in moments else None, tuple(new)))
        earlier = game
    return tuple(found)


def _planned(
    search: Planner, today: Decision, sure: Game, stages: tuple[Stage, ...]
) -> tuple[Planned, ...]:
    """Why it takes a plan: whether some only get there by several acts, or by waiting."""
    by_waiting = any_part(decide(p.compiler, search.aim).sure for p in search.starts())
    reasons: list[Planned] = []
    if any(not carries(by_waiting, in_numbers(c)) for c in minimal(sure)):
        reasons.append("acts")
    if any(stage.start is not None for stage in stages):
        reasons.append("time")
    return tuple(reasons)

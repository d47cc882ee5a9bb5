"""Who can: the coalitions that reach an aim today, or in the end, and who can stop them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

from minutebook.answers.found import Found, Why
from minutebook.power.aims import Aim, decide, deeds_for, is_nominee, reached
from minutebook.power.asked import asked, in_numbers, people
from minutebook.power.behind import behind
from minutebook.power.blocs import over_blocs
from minutebook.power.compile import Compiler
from minutebook.power.control import (
    LISTED,
    Asked,
    Coalition,
    Control,
    Member,
    Step,
    coalition,
    describe,
    minimal,
    shares_of,
    why_of,
)
from minutebook.power.decision import Decision, either
from minutebook.power.errors import OutOfReachError
from minutebook.power.frozen import content, freeze, note
from minutebook.power.games import Game
from minutebook.power.moves import last_steps
from minutebook.power.notice import untold
from minutebook.power.patterns import from_patterns, minimal_patterns
from minutebook.power.plan import Planner, planner, position_of
from minutebook.power.rule_games import View, any_part, carries, everybody
from minutebook.state.state import State

IN_THE_END = 4
"""Acts before the last one up to which a shortest chain is looked for, if no number is asked."""


def who(
    state: State,
    aim: Aim,
    *,
    steps: int | None = None,
    members: Sequence[Member] | None = None,
    blocs: Mapping[str, Sequence[Member]] | None = None,
    until: datetime | None = None,
) -> Found[Control]:
    """Who can reach an aim from a state.

    `steps` is how many acts may go before the last one: 0 asks for today, None for the end,
    however many acts it takes. `members` asks of one coalition in particular, in which a `Part`
    is so many of a group, as it is in `blocs`, which gives indices over blocs of voters too.
    """
    if reached(state, aim):
        return _reached(state, aim)
    named = tuple(members) if members is not None else None
    grouped = {name: tuple(found) for name, found in (blocs or {}).items()}
    compiler = Compiler(state)
    if (steps == 0 and until is None) or _about_the_past(aim):
        return _found(compiler, aim, decide(compiler, aim), None, named, grouped)
    rests_on = behind(compiler, aim)
    start = position_of(state, freeze(state, rests_on))
    limit = IN_THE_END if steps is None else steps
    question = (str(aim), limit, named, tuple(grouped.items()), state.at, until)

    def in_several_acts() -> Found[Control]:
        search = planner(state, start, aim, rests_on.places, limit, until, to_the_end=steps is None)
        found, notes = in_the_end(search, decide(start.compiler, aim))
        answer = _found(start.compiler, aim, found, search, named, grouped)
        note(state.world, start.state.world)
        return replace(answer, missing=(*answer.missing, *notes))

    # Worlds that differ in the past alone may agree on the present: they share the search.
    return state.world.remember(("who", content(start.state.book), question), in_several_acts)


def _about_the_past(aim: Aim) -> bool:
    """Whether an aim is about a recorded act, which a frozen state does not have."""
    return aim.get("act") is not None


def _found(
    compiler: Compiler,
    aim: Aim,
    found: Decision,
    search: Planner | None,
    members: tuple[Member, ...] | None,
    blocs: Mapping[str, Sequence[Member]],
) -> Found[Control]:
    game, may = found.sure, found.may
    plan = _plan(compiler, aim, game if found.known else may, search, _view(found))
    at_most = None if found.known else may
    missing = found.missing if at_most is not None else ()
    control = describe(str(aim), game, at_most, plan,
                       monotone=found.monotone,
                       bounded=search is not None and search.bounded)  # fmt: skip
    control = replace(control, organs=_organs(found))
    if members is not None:
        control = replace(control, asked=_one(compiler, aim, found, members, search))
    if blocs and found.known:
        shares = shares_of(over_blocs(game, blocs))[0]
        control = replace(control, blocs={str(player): s for player, s in shares.items()})
    return Found(control, why_of(str(aim), plan, found.whys), missing)


def _view(found: Decision) -> View:
    return "sure" if found.known else "may"


def _reached(state: State, aim: Aim) -> Found[Control]:
    empty = everybody()
    control = describe(str(aim), empty, None, (), monotone=True)
    post = aim.get("post")
    why = state.why_seated(post) if post is not None else Why(f"{aim}: so it is")
    return Found(replace(control, reached=True), Why(f"{aim}: so it is already", None, (), (why,)))


def in_the_end(search: Planner, today: Decision) -> tuple[Decision, list[str]]:
    """Who gets there by several acts, as one game; with what was not looked into."""
    still = not search.moments and not search.timed
    if not search.places and still:
        return today, []
    search.start.compile_moves(search.aim, search.places)
    counts = _players(search, today)
    if still and search.unsaid() is None and not _can_move(search, counts):
        return today, []
    start = search.start.compiler
    lengths = untold(start.state) if search.timed else ()
    try:
        sure = _game(search, counts, "sure")
        known = today.known and not start.open and not lengths
        may = sure if known else _game(search, counts, "may")
    except OutOfReachError as out:
        search.bounded = True
        says = f"{len(counts)} persons and groups can start a chain of acts: {out}"
        return today, [f"longer chains: {says}"]
    missing = tuple(dict.fromkeys((*today.missing, *start.open, *lengths)))
    unsaid = search.unsaid()
    if unsaid is not None:
        # With room made by whoever may do that, those who appoint could.
        voters = either(start.voters(d) for d in deeds_for(search.start.state, search.aim))
        may = any_part([may, voters.may])
        missing = tuple(dict.fromkeys((*missing, unsaid)))
    if sorted(map(str, minimal(may))) == sorted(map(str, minimal(sure))):
        may = sure
    organs = (*today.organs, *start.organs())
    direct = set(minimal(today.sure)) == set(minimal(sure))
    monotone = today.monotone and direct
    return Decision(sure, may, today.whys, missing, organs, monotone), []


def _players(search: Planner, today: Decision) -> dict[str, int]:
    """Everybody whose consent may count on the way."""
    counts: dict[str, int] = {}
    start = search.start.compiler
    behind = (start.decider(a).may for a in search.appointers())
    later = (decide(p.compiler, search.aim).may for p in search.starts())
    for game in (today.sure, today.may, *start.games(), *behind, *later):
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


def _game(search: Planner, counts: Mapping[str, int], view: View) -> Game:
    """The game of those who get there, from its minimal coalitions."""
    patterns = minimal_patterns(lambda consenting: search.wins(consenting, view), counts, LISTED)
    return from_patterns(patterns, counts)


def _plan(
    compiler: Compiler, aim: Aim, game: Game, search: Planner | None, view: View
) -> tuple[Step, ...]:
    """What a smallest coalition does."""
    listed = minimal(game)
    if not listed:
        return ()
    smallest = listed[0] if len(listed) < LISTED else coalition(game.smallest_winning() or ())
    return _steps(compiler, aim, in_numbers(smallest), search, view)


def _steps(
    compiler: Compiler,
    aim: Aim,
    consenting: Mapping[str, int],
    search: Planner | None,
    view: View,
) -> tuple[Step, ...]:
    until = None if search is None else search.until
    direct = tuple(last_steps(compiler, aim, consenting, view, until))
    if direct or search is None:
        return direct
    return search.chain(consenting, view) or ()


def _organs(found: Decision) -> dict[str, tuple[Coalition, ...]]:
    return {name: minimal(game, 20) for name, game in found.organs}


def _one(
    compiler: Compiler,
    aim: Aim,
    found: Decision,
    members: Sequence[Member],
    search: Planner | None,
) -> Asked:
    """What was asked of one coalition."""
    ours, through = people(compiler, found, members)
    present = {n: c for n, c in ours.items() if n in found.may.counts}
    surely = carries(found.sure, present)
    plan = _steps(compiler, aim, present, search, "sure") if surely else ()
    return asked(found, ours, through, plan)

"""Who can: the coalitions that reach an aim today, or in the end, and who can stop them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from minutebook.answers.found import Found, Why
from minutebook.power.aims import Aim, decide, reached
from minutebook.power.asked import asked, people
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
    in_numbers,
    minimal,
    shares_of,
    why_of,
)
from minutebook.power.decision import Decision
from minutebook.power.end import in_the_end
from minutebook.power.frozen import content, freeze, note
from minutebook.power.games import Game
from minutebook.power.moves import last_steps
from minutebook.power.plan import Planner, planner
from minutebook.power.position import position_of
from minutebook.power.rule_games import View, carries, everybody
from minutebook.records.deeds import Deed
from minutebook.state.seating import of_seat
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
    however many acts it takes, and however long, as far as the book tells what time brings;
    `until` bounds the time. `members` asks of one coalition in particular, in which a `Part`
    is so many of a group, as it is in `blocs`, which gives indices over blocs of voters too.
    """
    if isinstance(aim, Deed):
        aim = of_seat(state, aim, state.now)
    if reached(state, aim):
        return _reached(state, aim)
    named = tuple(members) if members is not None else None
    grouped = {name: tuple(found) for name, found in (blocs or {}).items()}
    compiler = Compiler(state)
    if (steps == 0 and until is None) or _about_the_past(aim):
        return _found(compiler, aim, decide(compiler, aim), None, named, grouped)
    rests_on = behind(compiler, aim)
    start = position_of(state, freeze(state, rests_on, ahead=until is not None))
    limit = IN_THE_END if steps is None else steps
    question = (str(aim), limit, named, tuple(grouped.items()), state.at, until)

    def in_several_acts() -> Found[Control]:
        search = planner(state, start, aim, rests_on.places, limit, until, to_the_end=steps is None)
        end = in_the_end(search, decide(start.compiler, aim))
        answer = _found(start.compiler, aim, end.decision, search, named, grouped)
        note(state.world, start.state.world)
        control = answer.value
        if control is not None:
            control = replace(
                control,
                planned=end.planned,
                stages=end.stages,
                untold=end.untold,
                others_if=end.others_if,
                at_most=end.at_most or control.at_most,
            )
        return replace(answer, value=control, missing=(*answer.missing, *end.notes))

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

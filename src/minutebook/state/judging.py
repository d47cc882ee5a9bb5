"""What recorded acts achieved: each effect judged once, however long the chain it rests on."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from minutebook.answers.found import Why
from minutebook.answers.world import World
from minutebook.records.nouns import Act
from minutebook.state.appeals import with_appeals
from minutebook.state.challenges import with_bars
from minutebook.state.cures import aside
from minutebook.state.deadlines import overdue
from minutebook.state.horizon import concerning_act
from minutebook.state.in_fact import was_reported
from minutebook.state.judge import judge_effect
from minutebook.state.later import in_their_light, is_spoken_of
from minutebook.state.spans import COMPLETING
from minutebook.state.third_parties import toward_third_parties
from minutebook.state.timelines import target_of
from minutebook.state.verdict import OPEN, Effect, Verdict

if TYPE_CHECKING:
    from minutebook.state.state import State

DEEPEST = 12
"""How many judgments run inside one another before the innermost is worked out first."""


class _TooDeep(Exception):  # noqa: N818 - not an error: it says what to work out first
    """Judgments run too deep inside one another."""

    def __init__(self, state: State, act: str, place: int, explain: bool) -> None:
        super().__init__(act)
        world = state.world
        settled = World({**world.fixed, **world.met}, world.memo, world.adopted)
        self.state = state.in_world(settled)
        self.act = act
        self.place = place
        self.explain = explain


def took_effect(state: State, act: Act, place: int) -> bool:
    """Whether one effect of an act applies from its own time on."""
    if is_spoken_of(state, act.id):
        return state.turns(act, place)[0].on
    return state.applies_by_itself(act, place)


def applies_by_itself(state: State, act: Act, place: int) -> bool:
    """Whether an effect applies before any later act; an undetermined one is a choice of the world.

    The effects of one act that are undetermined stand or fall together.
    """
    effect = own_effect(state, act.id, place)
    if effect.standing == "void":
        return False
    if effect.standing != "undetermined":
        return True
    default = "yes" if was_reported(act) else "no"
    return state.world.choose(f"{act.id} took effect", ("yes", "no"), default, "act") == "yes"


def effect(state: State, act: str, place: int, *, explain: bool = False) -> Effect:
    """What the judge says of one effect of a recorded act, with what later acts made of it.

    `explain` adds the reasons, the pivotal voters and the cures, which no other slot rests on.
    """
    own = own_effect(state, act, place, explain=explain)
    return in_their_light(state, state.index.acts[act], place, own)


def own_effect(state: State, act: str, place: int, *, explain: bool = False) -> Effect:
    """The same by the rules of its own time alone, before any later act."""
    given = state.index.given.get(act)
    if given is not None:
        return cast("Effect", given)
    if not explain:
        # What would mend an act is asked of the state's own date, beyond any horizon.
        state = concerning_act(state, act)
    found, effect = state.world.recall(_key(state, act, place, explain))
    if found:
        return cast("Effect", effect)
    memo = state.world.memo
    if memo.depth == 0:
        return _judge_iteratively(state, act, place, explain)
    if memo.depth >= DEEPEST:
        raise _TooDeep(state, act, place, explain)
    return _judge(state, act, place, explain)


def _key(state: State, act: str, place: int, explain: bool) -> Hashable:
    return ("effect", act, place, explain, state.known, state.uncured)


def _judge(state: State, act: str, place: int, explain: bool) -> Effect:
    """Judge one effect; what it rests on is found without reasons, which follow once."""
    memo = state.world.memo
    memo.depth += 1
    work_out = _explained if explain else _found
    try:
        return state.world.work_out(
            _key(state, act, place, explain), lambda: work_out(state, act, place)
        )
    finally:
        memo.depth -= 1


def _found(state: State, act: str, place: int) -> Effect:
    record = state.index.acts[act]
    before = _before(state, record)
    return state.world.unless_immaterial(
        lambda world: judge_effect(before.in_world(world), record, place, explain=False)
    )


def _before(state: State, act: Act) -> State:
    """The state in which an act is judged: what it is about is as it was before."""
    about = [t for d in act.effects if (t := target_of(d)) is not None]
    if state.index.delays:
        about += [d.get("act") or "" for d in act.effects if d.verb in COMPLETING]
    return state.leaving(*about) if about else state


def _explained(state: State, act: str, place: int) -> Effect:
    """The same effect with its reasons, in the world at hand; it rests on nothing more."""
    own_effect(state, act, place)
    record = state.index.acts[act]
    return judge_effect(aside(_before(state, record)), record, place, explain=True)


def _judge_iteratively(state: State, act: str, place: int, explain: bool) -> Effect:
    """Judge an effect; one that rests on a long chain of others after the end of the chain.

    Judgments run inside one another only so deep; then the one that was to come next is
    worked out first, in the world in which it was met.
    """
    queue: list[tuple[State, str, int, bool]] = [(state, act, place, explain)]
    while True:
        waits, name, at, reasons = queue[-1]
        met = waits.world.mark()
        try:
            effect = _judge(waits, name, at, reasons)
        except _TooDeep as deeper:
            waits.world.reset(met)
            again = (deeper.act, deeper.place, deeper.explain)
            if any(
                again == waiting[1:] and deeper.state.uncured == waiting[0].uncured
                for waiting in queue[1:]
            ):
                _rests_on_itself(deeper.state, deeper.act, deeper.place, deeper.explain)
            else:
                queue.append((deeper.state, deeper.act, deeper.place, deeper.explain))
            continue
        queue.pop()
        if not queue:
            return effect


def _rests_on_itself(state: State, act: str, place: int, explain: bool) -> None:
    """Settle, for this very world, an effect that rests on itself: it stays undetermined.

    Acts rest on what was done before them, so only a book whose dates leave open what came
    first, while its conditions look at the whole of that stretch, gets here.
    """
    world = state.world
    deed = state.index.acts[act].effects[place]
    missing = f"a date that tells what {act} rests on: it would rest on itself"
    why = Why(f"{deed}: undetermined, since it would rest on itself", None)
    effect = Effect(deed, None, "undetermined", OPEN, OPEN, why, missing=(missing,))

    def settled() -> Effect:
        world.note_all()
        return effect

    world.remember(_key(state, act, place, explain), settled)


def judgment(state: State, act: str) -> Verdict:
    """What the judge says of a recorded act, effect by effect, with pivots and cures."""
    count = len(state.index.acts[act].effects)
    return Verdict(act, tuple(state.effect(act, n, explain=True) for n in range(count)))


def _by_now(state: State, act: str) -> Verdict:
    """The judgment of an act with what has been done about it since, by the state's date."""
    record = state.index.acts[act]
    found = with_appeals(state, toward_third_parties(state, state.judgment(act), record), record)
    late = overdue(state, record)
    return replace(found, late=late) if late else found


def verdict(state: State, act: str) -> Verdict:
    """The judgment of an act, with what has bound third parties, and what bars a challenge, by
    the state's date."""
    return state.world.remember(
        ("verdict", act, state.known, state.at, state.uncured),
        lambda: with_bars(state, _by_now(state, act)),
    )

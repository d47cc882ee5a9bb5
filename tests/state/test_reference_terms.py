"""Terms, holdover, deaths, causes, delegations, annulments beside a plain play of the minutes."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from tests.state.books import book, moment
from tests.state.random_charters import COMMITTEE, at, charters, written
from tests.state.reference_terms import Charter, UnclearError, play

from minutebook.answers import World
from minutebook.state.state import State

SETTINGS = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@SETTINGS
@given(charters())
def test_who_sits_where_is_what_a_plain_play_of_the_minutes_gives(charter: Charter) -> None:
    try:
        took, scene = play(charter, COMMITTEE)
    except UnclearError:
        assume(False)
    text = written(charter)
    loaded = book(text)
    end = charter.moves[-1].minute
    world = World({})
    state = State(loaded, moment(loaded, f"{at(end)}:30"), None, world)
    found = {
        m.name: state.took_effect(state.index.acts[m.name], 0)
        for m in charter.moves
        if m.kind not in ("die", "annul")
    }
    assert found == {n: t for n, t in took.items() if n in found}, text
    assert {o.holder for o in state.seats("org/board").occupants} == set(scene.board), text
    held = state.holder("org/ceo")
    assert (held.holder if held else None) == scene.chief, text
    assert not world.met, (world.met, text)

"""Whose affair a decision is that no norm gives to anybody: each body decides its own."""

from __future__ import annotations

from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.state.authority import Power, free, powers
from minutebook.state.own_affairs import waits_for_leave
from minutebook.state.state import State

MOST_BODIES = 12
"""Of so many bodies it is asked of each in turn whether a decision is its own affair."""


def powers_or_own(state: State, deed: Deed) -> list[Power]:
    """The powers to a deed; of a decision that no norm gives to anybody, a body's over its affairs.

    So does the judge where a body decides. Whose affair it is the words of a decision do not tell,
    so that is a choice of the world where there are several bodies.
    """
    found = powers(state, deed, state.now)
    if found or deed.verb != "decide":
        return found
    bodies = tuple(
        r.id
        for r in state.visible()
        if isinstance(r, nouns.Body) and not waits_for_leave(state, deed, r.id, state.now)
    )
    if not bodies or len(bodies) > MOST_BODIES:
        return found
    name = f"whose affair it is to {deed}"
    body = bodies[0] if len(bodies) == 1 else state.world.choose(name, bodies, kind="rule")
    return [free(body, "its own affairs", f"{body} decides its own affairs")]

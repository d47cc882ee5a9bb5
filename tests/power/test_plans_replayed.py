"""Every plan shown works: written into the book act by act, each is valid, and reaches the aim."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.power.plan_replay import judged, moment_of, written
from tests.power.test_who_properties import AT, deeds, organisations
from tests.power.who_cases import aim_of, ask_who
from tests.state.books import book

from minutebook.answers import World
from minutebook.power.asked import in_numbers
from minutebook.power.control import Step
from minutebook.records import Book
from minutebook.records.deeds import Goal
from minutebook.state.goals import holds
from minutebook.state.state import State
from minutebook.views.open import open_book


def check(book: Book, aim: str, plan: Sequence[Step], ours: Sequence[str], world: World) -> None:
    """The acts of a plan are valid whatever the others do, and without one the aim is not met."""
    alone: list[list[str | None]] = []
    for others in ("against", "absent"):
        done = written(book, plan, ours, others, world)
        said = judged(done, plan, world)
        assert set(said) <= {"valid", "voidable"}, (
            aim,
            ours,
            others,
            list(zip(said, plan, strict=True)),
        )
        goal = aim_of(aim)
        if isinstance(goal, Goal):
            last = moment_of(plan[-1])
            assert holds(State(done, last, None, World(dict(world.fixed))), goal) is True
            before = written(book, plan[:-1], ours, others, world)
            assert holds(State(before, last, None, World(dict(world.fixed))), goal) is not True
        alone.append(judged(written(book, plan[-1:], ours, others, world), plan[-1:], world))
    if len(plan) > 1 and not isinstance(aim_of(aim), Goal):
        # Nothing is done in vain: the last act alone is not carried whatever the others do.
        assert alone != [["valid"], ["valid"]], (aim, ours, plan)


def check_all(book: Book, aim: str, at: str) -> int:
    """The plans of every fifth minimal coalition, in every world; how many there were."""
    checked = 0
    for world in ask_who(book, aim, at).worlds:
        for coalition in (world.value.minimal_coalitions or ())[::5] if world.value else ():
            fixed = {k.replace("-", "_"): v for k, v in world.readings.items()}
            found = ask_who(book, aim, at, None, list(in_numbers(coalition)), **fixed)  # type: ignore[arg-type]  # readings alone
            for one in found.worlds:
                asked = one.value.asked if one.value is not None else None
                if asked is None or not asked.plan:
                    continue
                known = World({**world.readings, **one.readings})
                check(book, aim, asked.plan, list(in_numbers(coalition)), known)
                checked += 1
    return checked


GOALS = ("p1 holds firm/chief", "p2 has a seat in firm/board", "firm/chief is vacant")


@settings(max_examples=25, deadline=None)
@given(organisations(), st.integers(0, 6))
def test_plans_in_random_organisations_work(text: str, which: int) -> None:
    found = book(text)
    aims = [*map(str, deeds(found)), *GOALS]
    check_all(found, aims[which], AT)


SHIPPED = (
    ("coop", "coop/chair is vacant", "2024-02-01"),
    ("foundation", "nordlys/chair is vacant", "2024-03-01"),
    ("joint-venture", "strait/managing-director is vacant", "2024-06-01"),
)


@pytest.mark.parametrize(("name", "aim", "at"), SHIPPED)
def test_plans_in_shipped_books_work(name: str, aim: str, at: str) -> None:
    assert check_all(open_book(name), aim, at)

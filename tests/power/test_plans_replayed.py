"""Every plan shown works: written into the book act by act, each is valid, and reaches the aim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.power.plan_replay import Others, judged, moment_of, written
from tests.power.test_who_properties import AT, deeds, organisations
from tests.power.who_cases import aim_of, ask_who
from tests.state.books import book

from minutebook.answers import World
from minutebook.power.control import Step, in_numbers
from minutebook.records import Book
from minutebook.records.deeds import Goal
from minutebook.state.goals import holds
from minutebook.state.state import State
from minutebook.views.open import open_book

OTHERS: tuple[Others, ...] = ("against", "absent")


def check(book: Book, aim: str, plan: Sequence[Step], ours: Sequence[str], world: World) -> None:
    """The acts of a plan are valid whatever the others do, and without one the aim is not met."""
    for others in OTHERS:
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
    if len(plan) > 1 and not isinstance(aim_of(aim), Goal):
        check_last_alone(book, plan[-1], ours, world)


def check_last_alone(book: Book, last: Step, ours: Sequence[str], world: World) -> None:
    """Nothing is done in vain: in no way to vote is the last act alone valid anyhow."""
    about = [party for deed in last.deeds for party in [deed.get("party")] if party in ours]
    for away in ((), tuple(p for p in about if p is not None)):
        only = [replace(last, away=away)]
        made = [judged(written(book, only, ours, o, world), only, world) for o in OTHERS]
        assert made != [["valid"], ["valid"]], (ours, last, away)


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


def test_whom_it_is_about_can_make_it_pass_by_staying_away_in_the_plan() -> None:
    """More than half of those present, the target without a vote: it takes two acts.

    If altman comes, three of six are not more than half; if he does not and the others stay away
    too, there is no quorum. So two are removed first.
    """
    openai, at, aim = open_book("openai"), "2023-11-17T11:59", "remove altman from openai-inc/ceo"
    ours = ["altman", "brockman", "dangelo", "mccauley"]
    world = {"board-rule": "majority-of-present", "recusal-of-target": "does-not-vote"}
    fixed = {name.replace("-", "_"): value for name, value in world.items()}
    found = ask_who(openai, aim, at, None, ours, **fixed)  # type: ignore[arg-type]  # readings alone
    assert found.value is not None and found.value.asked is not None
    plan = found.value.asked.plan
    assert len(plan) == 2
    check(openai, aim, plan, ours, World(world))


AWAY = """
book: {title: A board of four, timezone: UTC}
records:
  - person: ada
  - person: ben
  - person: cyd
  - person: dee
  - entity: firm
  - body: firm/board
    seats: 4
    members: [ada, ben, cyd, dee]
    appointed by: firm/board
    decides: majority of members present
    quorum: none
    target votes: no
  - {post: firm/chief, holder: ada, appointed by: firm/board}
"""


def test_a_plan_names_the_recused_who_have_to_stay_away() -> None:
    """If ada comes, two of four present are not more than half; if she does not, two of three are.

    Against ben, cyd and dee she can do nothing: three of four carry it though she comes.
    """
    firm, aim = book(AWAY), "remove ada from firm/chief"
    for ours, away in ((["ada", "ben", "cyd"], ("ada",)), (["ben", "cyd", "dee"], ())):
        found = ask_who(firm, aim, AT, 0, ours).value
        assert found is not None and found.asked is not None and found.asked.can
        assert [step.away for step in found.asked.plan] == [away]
        check(firm, aim, found.asked.plan, ours, World({}))

"""Who could have done it: the board of six, of four, of three."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from tests.power.who_cases import ask_who, control, sets

from minutebook.records import Book
from minutebook.views.open import open_book

SIX = ("altman", "brockman", "dangelo", "mccauley", "sutskever", "toner")
NOON = "2023-11-17T11:59-08:00"
THE_18TH = "2023-11-18T12:00-08:00"
THE_22ND = "2023-11-22T12:00-08:00"


@pytest.fixture(scope="module")
def openai() -> Book:
    return open_book("openai")


def any_of(people: tuple[str, ...], number: int) -> set[frozenset[str]]:
    return {frozenset(c) for c in combinations(people, number)}


def test_four_of_six_and_nobody_else(openai: Book) -> None:
    found = control(openai, "remove altman from openai-inc/ceo", NOON, 0,
                    recusal_of_target="votes")  # fmt: skip
    assert sets(found) == any_of(SIX, 4)
    assert found.minimal_coalitions_count == 15
    assert {frozenset(c) for c in found.blocking or ()} == any_of(SIX, 3)
    assert found.power is not None and set(found.power) == set(SIX)
    for share in found.power.values():
        assert share.swings == 10
        assert share.banzhaf == Fraction(10, 32)
        assert share.shapley_shubik == share.banzhaf_normalised == Fraction(1, 6)
    assert found.monotone and found.vetoers == () and found.dummies == ()


def test_with_the_target_recused_the_coalitions_change_and_the_answer_says_so(
    openai: Book,
) -> None:
    answer = ask_who(openai, "remove altman from openai-inc/ceo", NOON, 0)
    assert answer.hinges == ("recusal-of-target",)
    by = {w.readings["recusal-of-target"]: w.value for w in answer.worlds}
    five = SIX[1:]
    assert {n: sets(c) for n, c in by.items() if c is not None} == {
        "votes": any_of(SIX, 4),
        "does-not-vote": any_of(five, 4),
        "not-counted": any_of(five, 3),
    }
    assert "board-rule" in answer.immaterial


def test_on_the_18th_it_turns_on_what_becomes_of_a_vacated_seat(openai: Book) -> None:
    answer = ask_who(openai, "remove murati from openai-inc/ceo", THE_18TH, 0,
                     board_rule="majority-of-seats", appoint_murati_took_effect="yes")  # fmt: skip
    four = ("dangelo", "mccauley", "sutskever", "toner")
    found = {w.readings.get("vacated-seats"): w.value for w in answer.worlds
             if w.value is not None and w.value.minimal_coalitions}  # fmt: skip
    assert "vacated-seats" in answer.hinges
    abolished, vacant = found["abolished"], found["vacant"]
    assert abolished is not None and vacant is not None
    assert sets(abolished) == any_of(four, 3)
    assert {frozenset(c) for c in abolished.blocking or ()} == any_of(four, 2)
    assert sets(vacant) == {frozenset(four)}
    assert vacant.vetoers == four


def test_from_the_22nd_two_of_three(openai: Book) -> None:
    answer = ask_who(openai, "remove altman from openai-inc/ceo", THE_22ND, 0,
                     board_rule="majority-of-seats", vacated_seats="abolished",
                     recusal_of_target="votes")  # fmt: skip
    first = answer.adopted.value
    assert first is not None
    assert sets(first) == any_of(("dangelo", "summers", "taylor"), 2)


def test_a_seat_for_microsoft_is_the_boards_to_give(openai: Book) -> None:
    answer = ask_who(openai, "microsoft has a seat in openai-inc/board", NOON)
    for world in answer.worlds:
        assert world.value is not None
        members = {m for c in world.value.minimal_coalitions or () for m in c}
        assert members == set(SIX)
        assert set(world.value.players) == set(SIX)
    assert sets(answer.worlds[0].value) == any_of(SIX, 4)  # type: ignore[arg-type]  # just asked
    plan = answer.adopted.value.plan if answer.adopted.value else ()
    assert [str(d) for step in plan for d in step.deeds] == [
        "set openai-inc/board to 7 seats",
        "appoint microsoft to openai-inc/board",
    ]


def test_three_of_six_removing_the_others_depends_on_recusal(openai: Book) -> None:
    three = ["dangelo", "mccauley", "toner"]
    answer = ask_who(openai, "remove altman from openai-inc/ceo", NOON, coalition=three,
                     board_rule="majority-of-seats", vacated_seats="abolished")  # fmt: skip
    assert answer.hinges == ("recusal-of-target",)
    by = {w.readings["recusal-of-target"]: w.value for w in answer.worlds}
    can = {n: c.asked.can for n, c in by.items() if c is not None and c.asked is not None}
    assert can == {"votes": False, "does-not-vote": False, "not-counted": True}
    votes = by["votes"]
    assert votes is not None and votes.asked is not None
    assert (votes.asked.needs, len(votes.asked.lacks)) == (1, 1)


def test_three_of_six_that_leave_one_out_need_to_remove_first(openai: Book) -> None:
    """With Altman among the three, his own removal from the seat of CEO needs two steps."""
    three = ["altman", "dangelo", "toner"]
    answer = ask_who(openai, "remove altman from openai-inc/ceo", NOON, coalition=three,
                     board_rule="majority-of-seats", vacated_seats="abolished",
                     recusal_of_target="not-counted")  # fmt: skip
    assert answer.value is not None and answer.value.asked is not None
    assert answer.value.asked.can
    first, last = answer.value.asked.plan
    assert [str(d) for d in first.deeds] == [
        f"remove {who} from openai-inc/board" for who in ("brockman", "sutskever", "mccauley")
    ]
    assert [str(d) for d in last.deeds] == ["remove altman from openai-inc/ceo"]


def test_the_ceo_can_empty_the_office_but_not_be_removed_by_himself(openai: Book) -> None:
    found = control(openai, "openai-inc/ceo is vacant", NOON, 0, recusal_of_target="votes")
    assert frozenset({"altman"}) in sets(found)


def test_altman_holds_the_office_already(openai: Book) -> None:
    assert control(openai, "altman holds openai-inc/ceo", NOON).reached

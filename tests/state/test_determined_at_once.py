"""What is determined and used at one moment: the order that the act and the book tell."""

from __future__ import annotations

import pytest
from tests.state.cases import act, board, judged, people, standing, text, worlds

ABC = people("a", "b", "c")
BOARD = board("a, b, c", "decides: majority of members in office", "target votes: no")
CAUSE = "  - fact: cause\n    determined by: org/board\n"
PLAIN = "when: cause is determined"
WITH_AN_END = "when: determined(cause), ends when: from 2030-01-01"
WITH_A_TIME = "when: determined(cause) and from 2019-01-01, due: 60 days"


def charter(condition: str) -> str:
    return (
        "  - document: charter\n    rank: charter\n    norms:\n"
        f"      - {{can: org/board, do: remove any from org/board, {condition}}}\n"
    )


def by_board(name: str, deeds: str, *more: str, date: str = "2020-01-01T12:00") -> str:
    return act(name, "by: org/board", "form: meeting", "for: [a, b]", f"effect: {deeds}", *more,
               date=date)  # fmt: skip


@pytest.mark.parametrize("condition", [PLAIN, "when: determined(cause) and from 2019-01-01"])
def test_an_act_may_use_what_its_earlier_effect_determines(condition: str) -> None:
    both = "[determine cause, remove c from org/board]"
    written = text(ABC, BOARD, CAUSE, charter(condition), by_board("try", both))
    assert [e.standing for e in judged(written).effects] == ["valid", "valid"]


def test_an_act_cannot_use_what_its_later_effect_determines() -> None:
    both = "[remove c from org/board, determine cause]"
    written = text(ABC, BOARD, CAUSE, charter(PLAIN), by_board("try", both))
    assert [e.standing for e in judged(written).effects] == ["void", "valid"]


def test_what_the_act_failed_to_determine_gives_it_nothing() -> None:
    both = "[determine cause, remove c from org/board]"
    fact = "  - fact: cause\n    determined by: a\n"
    written = text(ABC, BOARD, fact, charter(PLAIN), by_board("try", both))
    assert [e.standing for e in judged(written).effects] == ["void", "void"]


@pytest.mark.parametrize("condition", [PLAIN, WITH_AN_END, WITH_A_TIME])
@pytest.mark.parametrize("date", ["2020-01-01T12:00", "2020-01-01"])
def test_the_order_of_two_acts_of_one_moment_is_the_books(condition: str, date: str) -> None:
    first = by_board("found", "determine cause", date=date)
    written = text(ABC, BOARD, CAUSE, charter(condition), first)
    then = written + by_board("try", "remove c from org/board", "after: found", date=date)
    assert standing(then) == "valid"
    before = by_board("found", "determine cause", "after: try", date=date)
    earlier = text(ABC, BOARD, CAUSE, charter(condition), before)
    assert standing(earlier + by_board("try", "remove c from org/board", date=date)) == "void"


@pytest.mark.parametrize("condition", [PLAIN, WITH_AN_END])
def test_an_order_that_nothing_tells_is_a_hinge_of_that_name(condition: str) -> None:
    written = text(
        ABC, BOARD, CAUSE, charter(condition),
        by_board("found", "determine cause"), by_board("try", "remove c from org/board"),
    )  # fmt: skip
    answer = worlds(written)
    assert list(answer.hinges) == ["order of found and try"]
    assert {w.value.standing for w in answer.worlds if w.value} == {"valid", "void"}

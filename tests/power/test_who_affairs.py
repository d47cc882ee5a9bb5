"""Who can decide what no norm gives to anybody: each body its own affairs, as the judge has it."""

from __future__ import annotations

from tests.state.books import book

from minutebook.records import Book
from minutebook.views.questions import judge
from minutebook.views.who import who

ONE = """\
book: {title: t, timezone: UTC}
records:
  - entity: org
  - person: a
  - person: b
  - person: c
  - body: org/board
    members: [a, b, c]
    decides: majority of members in office
    quorum: none
"""
TWO = """\
  - body: org/council
    members: [c]
    decides: all in office
    quorum: none
"""
DEED = "decide the budget"
CHOICE = "whose affair it is to decide the budget"


def minimal(of: Book, readings: dict[str, str] | None = None) -> list[set[tuple[str, ...]]]:
    worlds = who(of, DEED, steps=0, readings=readings).worlds
    found = [w.value.minimal_coalitions or () for w in worlds if w.value is not None]
    return [{tuple(str(member) for member in c) for c in each} for each in found]


def test_the_only_body_decides_its_own_affairs() -> None:
    found = book(ONE)
    assert minimal(found) == [{("a", "b"), ("a", "c"), ("b", "c")}]
    effect = judge(found, DEED, by="org/board", for_=["a", "b"]).value
    assert effect is not None
    assert effect.standing == "valid"


def test_of_several_bodies_whose_affair_it_is_is_asked() -> None:
    found = book(ONE + TWO)
    answer = who(found, DEED, steps=0)
    assert answer.hinges == (CHOICE,)
    assert minimal(found, {CHOICE: "org/council"}) == [{("c",)}]


def test_a_norm_that_gives_the_power_leaves_nothing_to_ask() -> None:
    rule = ("  - document: rules\n    of: org\n    rank: bylaw\n    norms:\n"
            "      - {can: org/council, do: decide the budget}\n")  # fmt: skip
    answer = who(book(ONE + TWO + rule), DEED, steps=0)
    assert answer.hinges == ()
    assert minimal(book(ONE + TWO + rule)) == [{("c",)}]


def test_where_there_is_no_body_it_is_not_determined() -> None:
    alone = ONE[: ONE.index("  - body")]
    assert who(book(alone), DEED, steps=0).missing == (f"who has the power to {DEED}",)

"""Offices whose holder goes only as a successor is appointed: constructive no confidence."""

from __future__ import annotations

import pytest
from tests.power.who_cases import control, sets
from tests.state.books import advance, book, holder

AT = "2024-01-01"
STATE = """
book: {title: State, timezone: UTC}
records:
  - entity: state
  - person: schmidt
  - person: kohl
  - person: ann
  - person: bob
  - person: cat
  - body: state/diet
    members: [ann, bob, cat]
    seats: 3
    decides: majority of votes cast
    quorum: none
  - post: state/chancellor
    holder: schmidt
    appointed by: state/diet
    removed by: %s
  - document: basic-law
    of: state
    rank: charter
    norms:
      - {decides: state/diet, do: elect any to state/chancellor, by: majority of seats}
  - act: no-confidence
    date: 2024-02-01
    by: state/diet
    form: meeting
    for: [ann, bob]
    against: cat
    effect: elect kohl to state/chancellor
"""
PAIRS = {frozenset(pair) for pair in (("ann", "bob"), ("ann", "cat"), ("bob", "cat"))}


@pytest.mark.parametrize(("who", "then"), [("a successor", "kohl"), ("nobody", "schmidt")])
def test_who_goes_for_a_successor_is_replaced_by_electing_one(who: str, then: str) -> None:
    found = holder(book(STATE % who), "state/chancellor", "2024-03-01")
    assert [w.value for w in found.worlds] == [then]


@pytest.mark.parametrize(
    ("deed", "votes", "standing"),
    [
        ("remove schmidt from state/chancellor", ["ann", "bob", "cat"], "void"),
        ("elect kohl to state/chancellor", ["ann"], "void"),
        ("elect kohl to state/chancellor", ["ann", "bob"], "valid"),
    ],
)
def test_nobody_can_merely_remove_and_the_rule_is_that_of_the_election(
    deed: str, votes: list[str], standing: str
) -> None:
    absent = sorted({"ann", "bob", "cat"} - set(votes))
    found = advance(book(STATE % "a successor"), deed, AT, "state/diet", "meeting",
                    for_=votes, absent=absent)  # fmt: skip
    assert [w.value.standing for w in found.worlds if w.value] == [standing]


def test_who_can_says_the_same() -> None:
    state = book(STATE % "a successor")
    assert sets(control(state, "kohl holds state/chancellor", AT)) == PAIRS
    # Two of the diet elect one of themselves, who resigns.
    vacant = PAIRS | {frozenset({"schmidt"})}
    assert sets(control(state, "state/chancellor is vacant", AT)) == vacant
    assert sets(control(state, "remove schmidt from state/chancellor", AT)) == set()

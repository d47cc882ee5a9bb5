"""Who gets there by then: norms that delay effects, and decisions that somebody has to propose."""

from __future__ import annotations

from tests.power.who_cases import control, sets
from tests.state.books import book

AT = "2024-01-01"

GOVERNOR = """
book: {title: Protocol, timezone: UTC}
records:
  - person: ann
  - person: bob
  - person: cat
  - entity: protocol
  - instrument: token
    of: protocol
  - {holding: a, holder: ann, of: token, units: 60}
  - {holding: b, holder: bob, of: token, units: 40}
  - body: protocol/holders
    holders of: token
    decides: majority of votes cast and 50 votes for
    quorum: none
  - body: protocol/council
    members: [cat]
    seats: 1
    appointed by: protocol/holders
    decides: all in office
    quorum: none
  - {post: protocol/admin, appointed by: protocol/holders}
  - {post: protocol/guardian, appointed by: protocol/council}
  - document: protocol/rules
    rank: charter
    of: protocol
    norms:
      - {takes effect: protocol/holders, id: timelock, at least: 48h}
"""
PROPOSAL = "      - {proposal: protocol/holders, by: 25 votes for, consequence: void}\n"
ANN, NOBODY = {frozenset({"ann"})}, set[frozenset[object]]()


def test_what_takes_effect_after_a_timelock_is_there_only_once_it_has_run() -> None:
    for aim in ("appoint bob to protocol/admin", "bob holds protocol/admin"):
        for steps in (None, 0):
            early = control(book(GOVERNOR), aim, AT, steps, until="2024-01-02T23:59")
            late = control(book(GOVERNOR), aim, AT, steps, until="2024-01-03")
            assert (sets(early), sets(late)) == (NOBODY, ANN)


def test_the_length_of_the_timelock_is_that_of_the_body_that_decides() -> None:
    found = control(book(GOVERNOR), "appoint bob to protocol/guardian", AT, 0, until="2024-01-02")
    assert sets(found) == {frozenset({"cat"})}


def test_a_rule_that_somebody_proposes_does_not_end_a_chain_of_acts() -> None:
    aim = "appoint bob to protocol/guardian"
    without = control(book(GOVERNOR), aim, AT)
    found = control(book(GOVERNOR + PROPOSAL), aim, AT)
    assert sets(found) == sets(without) == {frozenset({"cat"}), frozenset({"ann"})}

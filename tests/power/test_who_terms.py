"""Classes of directors whom nobody removes: control takes as many annual elections as it takes."""

from __future__ import annotations

from tests.power.who_cases import control, sets
from tests.state.books import book

from minutebook.records import Book

AT = "2024-06-01"
INSIDERS = {frozenset({"a1", "a2"}), frozenset({"a1", "a3"}), frozenset({"a2", "a3"})}


def staggered(holdover: str) -> Book:
    seats = "".join(
        f"""
      - post: firm/board/{n}
        in: firm/board
        holder: a{n}
        date: {2021 + n}-05-01T00:00
        term: 3 years
        appointed by: firm/meeting"""
        for n in (1, 2, 3)
    )
    return book(f"""
    book: {{title: A classified board, timezone: UTC}}
    records:
      - person: raider
      - person: others-in-the-market
      - person: a1
      - person: a2
      - person: a3
      - person: boss
      - entity: firm
      - {{instrument: firm/share, of: firm}}
      - {{holding: h1, holder: raider, of: firm/share, units: 60}}
      - {{holding: h2, holder: others-in-the-market, of: firm/share, units: 40}}
      - body: firm/meeting
        holders of: firm/share
        decides: majority of votes cast
        quorum: none
      - body: firm/board
        seats: 3
        decides: majority of seats
        quorum: none{seats}
      - post: firm/ceo
        holder: boss
        appointed by: firm/board
      - document: charter
        of: firm
        rank: charter
        norms:
          - {{holdover: firm/board, value: {holdover}}}
          - {{cannot: firm/meeting, do: remove any from firm/board}}
    """)


def test_sixty_percent_take_two_elections_to_control_a_classified_board() -> None:
    for holdover in ("yes", "no"):
        firm = staggered(holdover)
        before = control(firm, "remove boss from firm/ceo", AT, until="2025-04-01")
        assert sets(before) == INSIDERS
        once = control(firm, "remove boss from firm/ceo", AT, until="2025-06-01")
        with_one = {frozenset({"raider", "a2"}), frozenset({"raider", "a3"})}
        assert sets(once) >= with_one and frozenset({"raider"}) not in sets(once)
        twice = control(firm, "remove boss from firm/ceo", AT, until="2026-06-01")
        assert frozenset({"raider"}) in sets(twice)


def test_the_plan_is_not_carried_out_before_the_terms_have_ended() -> None:
    plan = control(staggered("yes"), "remove boss from firm/ceo", AT, coalition=["raider"],
                   until="2026-06-01").asked  # fmt: skip
    assert plan is not None and plan.can
    assert [step.by for step in plan.plan] == ["firm/meeting", "firm/meeting", "firm/board"]
    last = plan.plan[-1].when.earliest
    assert last is not None and last.isoformat() >= "2026-05-01"


def test_without_a_length_of_time_no_term_ends() -> None:
    assert sets(control(staggered("yes"), "remove boss from firm/ceo", AT)) == INSIDERS

"""Classes of directors whom nobody removes: control takes as many annual elections as it takes."""

from __future__ import annotations

import pytest
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


def test_in_the_end_is_however_long_it_takes() -> None:
    """Who gets there at once, and who from the end of which term on."""
    for holdover in ("yes", "no"):
        found = control(staggered(holdover), "remove boss from firm/ceo", AT)
        assert sets(found) == {*INSIDERS, frozenset({"raider"})}
        assert [(s.start and str(s.start.latest)[:10], set(map(frozenset, s.coalitions)))
                for s in found.stages] == [
            (None, INSIDERS),
            ("2025-05-01", {frozenset({"raider", "a2"}), frozenset({"raider", "a3"})}),
            ("2026-05-01", {frozenset({"raider"})}),
        ]  # fmt: skip
        assert found.planned == ("acts", "time")


def test_today_no_term_ends() -> None:
    found = control(staggered("yes"), "remove boss from firm/ceo", AT, 0)
    assert sets(found) == INSIDERS
    assert found.stages == () and found.planned == ()


# -- members who sit on a body itself, whose terms began when they were elected

LISTED = """
book: {title: Members without posts of their own, timezone: UTC}
records:
  - person: raider
  - person: market
  - person: a1
  - person: a2
  - person: a3
  - person: boss
  - entity: firm
  - {instrument: firm/share, of: firm}
  - {holding: h1, holder: raider, of: firm/share, units: %(raider)s}
  - {holding: h2, holder: market, of: firm/share, units: %(market)s}
  - body: firm/meeting
    holders of: firm/share
    decides: %(rule)s
    quorum: none
  - body: firm/board
    seats: 3
    %(start)s
    decides: majority of seats
    quorum: none
    appointed by: firm/meeting
    term: %(term)s
    holdover: %(holdover)s
%(elections)s
  - post: firm/ceo
    holder: boss
    appointed by: firm/board
  - document: charter
    of: firm
    rank: charter
    norms:
      - {cannot: firm/meeting, do: remove any from firm/board}
"""


def listed(**made: object) -> Book:
    given = {
        "raider": 60,
        "market": 40,
        "rule": "majority of votes cast",
        "term": "3 years",
        "holdover": "yes",
        "start": "date: ../2022-05-01",
        "elections": "",
        **made,
    }
    return book(LISTED % given)


def elected(name: str, year: int) -> str:
    return (f"  - {{act: {name}-elected, date: {year}-05-01T00:00, by: firm/meeting, others: for, "
            f"form: meeting, effect: elect {name} to firm/board}}\n")  # fmt: skip


def test_terms_of_members_elected_one_by_one_are_known_to_a_plan() -> None:
    classes = "".join(elected(f"a{n}", 2021 + n) for n in (1, 2, 3))
    for holdover in ("yes", "no"):
        firm = listed(elections=classes, holdover=holdover)
        found = control(firm, "remove boss from firm/ceo", AT)
        assert sets(found) == {*INSIDERS, frozenset({"raider"})}
        last = found.stages[-1]
        assert last.start is not None and str(last.start.latest)[:10] == "2026-05-01"
        assert last.coalitions == (("raider",),)


def test_an_annual_election_of_the_whole_board_is_waited_for() -> None:
    members = "members: [a1, a2, a3]\n    date: 2024-05-01T00:00"
    firm = listed(start=members, term="1 year")
    found = control(firm, "remove boss from firm/ceo", AT)
    assert sets(found) == {*INSIDERS, frozenset({"raider"})}
    assert [step.by for step in found.plan] == ["firm/meeting", "firm/board"]
    assert all(str(step.when.latest)[:10] == "2025-05-01" for step in found.plan)


def test_a_term_that_nobody_knows_the_beginning_of_is_not_waited_for_and_named() -> None:
    firm = listed(start="members: [a1, a2, a3]", term="1 year")
    found = control(firm, "remove boss from firm/ceo", AT)
    assert sets(found) == INSIDERS
    assert found.untold == ("firm/board",)


def test_who_waits_for_one_act_alone_is_told_that_it_waits() -> None:
    """One act, at a later date: no act changes the base of another."""
    members = "members: [a1, a2, a3]\n    date: 2024-05-01T00:00"
    firm = listed(start=members, term="1 year")
    found = control(firm, "boss has a seat in firm/board", AT, until="2025-06-01")
    assert frozenset({"raider"}) in sets(found)
    assert len(found.plan) == 1
    assert found.planned == ("time",) and found.monotone


# -- cumulative voting: s of S seats take more than s in S + 1 of the votes


@pytest.mark.parametrize(
    ("raider", "market", "seats"), [(25, 75, 0), (26, 74, 1), (50, 50, 1), (51, 49, 2), (75, 25, 2)]
)
def test_votes_that_are_heaped_elect_a_part_of_the_board(
    raider: int, market: int, seats: int
) -> None:
    """One seat is more than a quarter of three, two are more than half."""
    members = "members: [a1, a2, a3]\n    date: 2024-05-01T00:00"
    firm = listed(raider=raider, market=market, rule="cumulative", start=members, term="1 year")
    one = control(firm, "boss has a seat in firm/board", AT)
    assert (frozenset({"raider"}) in sets(one)) is (seats >= 1)
    control_of_it = control(firm, "remove boss from firm/ceo", AT)
    assert (frozenset({"raider"}) in sets(control_of_it)) is (seats >= 2)


def test_one_seat_a_year_is_for_the_majority_although_votes_are_heaped() -> None:
    """Classes undo what heaping votes gives a minority: of one seat a majority has it."""
    classes = "".join(elected(f"a{n}", 2021 + n) for n in (1, 2, 3))
    for units, can in ((49, False), (51, True)):
        firm = listed(raider=units, market=100 - units, rule="cumulative", elections=classes)
        found = control(firm, "boss has a seat in firm/board", AT)
        assert (frozenset({"raider"}) in sets(found)) is can

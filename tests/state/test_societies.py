"""Organisations of many kinds, each by its own rules: clubs, parties, co-operatives, states' banks.

Each book is one that a stranger to the house would write, with acts on both sides of its rules.
"""

from __future__ import annotations

import pytest
from tests.state.books import filled, verdict

from minutebook.views.lint import lint

PROJECT = """
book: {title: An open-source project, timezone: UTC}
records:
  - entity: project
  - person: m1
  - person: m2
  - person: m3
  - person: m4
  - body: project/committers
    members: [m1, m2, m3, m4]
    decides: majority of votes cast
    quorum: none
  - document: bylaws
    of: project
    rank: bylaw
    norms:
      - can: project/committers
        id: code
        do: accept change
        by: at least 3 in office and fewer than 1 against
      - can: project/committers
        id: lazy
        do: accept patch
        by: fewer than 1 against
  - act: try
    date: 2024-01-06T12:00
    by: project/committers
    form: meeting
    {votes}
    others: absent
    effect: accept {what}
"""


@pytest.mark.parametrize(
    ("votes", "what", "expected"),
    [
        ("for: [m1, m2, m3]", "change", "valid"),
        ("for: [m1, m2]", "change", "void"),
        ("for: [m1, m2, m3]\n    against: [m4]", "change", "void"),  # a veto
        ("abstain: [m1]", "patch", "valid"),  # lazy consensus: silence is assent
        ("for: [m1, m2, m3]\n    against: [m4]", "patch", "void"),
        ("for: [m1, m2]\n    against: [m3]", "house", "valid"),  # no rule of its own
    ],
)
def test_a_rule_of_its_own_binds_what_anybody_may_do(votes: str, what: str, expected: str) -> None:
    """To accept takes no power; where a norm says by which rule a body does it, that is asked."""
    found = verdict(filled(PROJECT, votes=votes, what=what), "try").value
    assert found is not None
    assert found.standing == expected


BANK = """
book: {title: A bank of states, timezone: UTC}
records:
  - entity: bank
  - entity: ash
  - entity: birch
  - entity: cedar
  - entity: fir
  - entity: oak
  - entity: pine
  - instrument: quota
    of: bank
  - {holding: q1, holder: ash, of: quota, units: 170}
  - {holding: q2, holder: birch, of: quota, units: 30}
  - {holding: q3, holder: cedar, of: quota, units: 60}
  - {holding: q4, holder: fir, of: quota, units: 25}
  - {holding: q5, holder: oak, of: quota, units: 10}
  - {holding: q6, holder: pine, of: quota, units: 5}
  - body: bank/governors
    holders of: quota
    decides: majority of votes cast
    quorum: majority of holders and at least 2/3 of outstanding votes
  - document: agreement
    of: bank
    rank: treaty
    norms:
      - can: bank/governors
        do: decide admission
        by: at least 2/3 of holders and at least 2/3 of outstanding votes
  - act: try
    date: 2024-05-01T11:00
    by: bank/governors
    form: meeting
    for: [{states}]
    others: against
    effect: decide admission
"""


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ("ash, birch, oak, pine", "valid"),  # 4 of 6, 215 of 300
        ("ash, birch, cedar", "void"),  # 3 of 6, 260 of 300
        ("birch, cedar, fir, oak, pine", "void"),  # 5 of 6, 130 of 300
        ("ash, fir, pine", "void"),  # exactly two thirds of the votes, 3 of 6
        ("ash, oak, pine, fir", "valid"),  # 4 of 6, 210 of 300
    ],
)
def test_two_thirds_of_the_states_with_two_thirds_of_the_quotas(states: str, expected: str) -> None:
    found = verdict(filled(BANK, states=states), "try").value
    assert found is not None
    assert found.standing == expected


CITY = """
book: {title: A city, timezone: UTC}
records:
  - entity: city
  - person: mayor
  - person: c1
  - person: c2
  - person: c3
  - person: c4
  - person: c5
  - person: c6
  - body: city/council
    members: [c1, c2, c3, c4, c5, c6]
    decides: majority of votes cast
    quorum: majority of seats
  - post: city/mayor
    holder: mayor
  - document: charter
    of: city
    rank: charter
    norms:
      - {can: city/council, do: decide ordinance}
      - {can: city/mayor, do: annul any, reaches: back, within: 10 days}
      - {can: city/council, do: overturn any, by: at least 2/3 of seats}
  - act: ordinance
    date: 2024-03-01
    by: city/council
    form: meeting
    for: [c1, c2, c3, c4]
    against: [c5, c6]
    effect: decide ordinance
  - act: veto
    date: {day}
    by: city/mayor
    effect: annul ordinance
  - act: override
    date: 2024-03-20
    by: city/council
    form: meeting
    for: [{councillors}]
    others: against
    effect: overturn veto
"""


@pytest.mark.parametrize(
    ("day", "councillors", "veto", "ordinance"),
    [
        ("2024-03-05", "c1, c2, c3", "valid", "void"),
        ("2024-03-05", "c1, c2, c3, c4", "void", "valid"),  # exactly two thirds override it
        ("2024-03-11", "c1, c2, c3", "valid", "void"),  # the tenth day
        ("2024-03-12", "c1, c2, c3", "void", "valid"),  # too late
    ],
)
def test_a_mayor_vetoes_and_a_council_overrides(
    day: str, councillors: str, veto: str, ordinance: str
) -> None:
    city = filled(CITY, day=day, councillors=councillors)
    vetoed, passed = verdict(city, "veto").value, verdict(city, "ordinance").value
    assert vetoed is not None
    assert passed is not None
    assert (vetoed.standing, passed.standing) == (veto, ordinance)


DAO = """
book: {title: Holders of a token, timezone: UTC}
records:
  - entity: dao
  - person: w1
  - person: w2
  - person: g1
  - person: g2
  - person: g3
  - instrument: token
    of: dao
  - {holding: h1, holder: w1, of: token, units: {units}}
  - {holding: h2, holder: w2, of: token, units: 960000}
  - body: dao/holders
    holders of: token
    decides: majority of votes cast
    quorum: at least 4% of outstanding votes
  - body: dao/guardians
    members: [g1, g2, g3]
    decides: at least 2 in office
    quorum: none
  - document: constitution
    of: dao
    rank: charter
    norms:
      - {can: dao/holders, do: pay any}
      - {can: dao/guardians, do: annul any, within: 48h, reaches: back}
  - act: grant
    date: 2024-03-01T12:00
    by: dao/holders
    form: meeting
    for: w1
    absent: w2
    effect: pay 100 to w1
    takes effect: 2024-03-03T12:00
  - act: veto
    date: {when}
    by: dao/guardians
    form: meeting
    for: [g1, g2]
    absent: g3
    effect: annul grant
"""


@pytest.mark.parametrize(
    ("units", "when", "expected"),
    [
        ("40000", "2024-03-03T13:00", "valid"),  # exactly 4 %, and the guardians come too late
        ("40000", "2024-03-02T12:00", "void"),
        ("39999", "2024-03-03T13:00", "void"),
    ],
)
def test_a_quorum_of_tokens_and_guardians_within_the_delay(
    units: str, when: str, expected: str
) -> None:
    found = verdict(filled(DAO, units=units, when=when), "grant").value
    assert found is not None
    assert found.standing == expected


COOP = """
book: {title: Delegates of districts, timezone: UTC}
records:
  - entity: coop
  - group: north
    count: 40000
  - person: n1
  - person: n2
  - person: s1
  - person: s2
  - person: s3
  - body: coop/north
    members: [north]
    decides: majority of votes cast
    quorum: none
  - body: coop/delegates
    seats: 5
    members: [n1, n2, s1, s2, s3]
    decides: majority of votes cast
    quorum: majority of seats
  - post: coop/first-north-seat
    in: coop/delegates
    holder: n1
    appointed by: coop/north
  - document: statutes
    of: coop
    rank: charter
    norms:
      - {can: coop/delegates, do: amend statutes, by: at least 3/4 of votes cast}
  - act: recall
    date: 2024-02-01
    by: coop/north
    form: meeting
    for: {ayes}
    against: 400
    effect: remove n1 from coop/first-north-seat
  - act: amend
    date: 2024-03-01
    by: coop/delegates
    form: meeting
    for: [n2, s1, s2]
    against: [s3]
    effect: amend statutes
"""


@pytest.mark.parametrize(("ayes", "expected"), [("401", "valid"), ("400", "undetermined")])
def test_who_is_listed_as_a_member_and_holds_a_seat_sits_once(ayes: str, expected: str) -> None:
    """Recalled from the seat, the delegate is gone; else how they voted is still asked."""
    found = verdict(filled(COOP, ayes=ayes), "amend").value
    assert found is not None
    assert found.standing == expected


BOARDS = """
book: {title: Two boards, timezone: UTC}
records:
  - document: companies-code
    rank: statute
    roles: {managers: who manage, supervisors: who supervise, meeting: the shareholders}
    norms:
      - {can: supervisors, id: code-1, do: appoint any to managers, force: mandatory}
      - can: supervisors
        id: code-2
        do: remove any from managers
        force: mandatory
        when: determined(grave-reason)
      - {decides: supervisors, id: code-3, by: majority of votes cast}
      - {quorum: supervisors, id: code-4, by: at least 1/2 of seats, yields to: charter}
      - can: meeting
        id: code-5
        do: amend any
        by: majority of votes cast and at least 3/4 of capital represented
        yields to: charter
      - {quorum: meeting, id: code-6, by: none}
  - entity: ag
    law: companies-code
    roles: {managers: ag/managers, supervisors: ag/supervisors, meeting: ag/meeting}
  - person: v
  - person: s1
  - person: s2
  - person: s3
  - person: k1
  - person: k2
  - body: ag/managers
    seats: 2
    members: v
  - body: ag/supervisors
    members: [s1, s2, s3]
  - instrument: share
    of: ag
    capital: 1
  - {holding: h1, holder: k1, of: share, units: {units}}
  - {holding: h2, holder: k2, of: share, units: 25}
  - body: ag/meeting
    holders of: share
  - fact: grave-reason
    about: v
    determined by: ag/supervisors
  - document: articles
    of: ag
    rank: charter
    norms:
      - {quorum: ag/supervisors, by: at least 2/3 of seats}
  - act: amend
    date: 2024-05-01
    by: ag/meeting
    form: meeting
    for: k1
    against: k2
    effect: amend articles
  - act: early
    date: 2024-06-01
    by: ag/supervisors
    form: meeting
    for: [s1, s2]
    against: s3
    effect: remove v from ag/managers
  - act: reason
    date: 2024-07-01
    by: ag/supervisors
    form: meeting
    for: [s1, s2]
    absent: s3
    effect: determine grave-reason
  - act: later
    date: 2024-07-02
    by: ag/supervisors
    form: meeting
    for: [s1, s2]
    absent: s3
    effect: remove v from ag/managers
"""


@pytest.mark.parametrize(("units", "amended"), [("75", "valid"), ("74", "void")])
def test_two_boards_under_a_law_of_the_users_own(units: str, amended: str) -> None:
    """Three quarters of the capital amend; managers are removed only for a determined reason."""
    ag = filled(BOARDS, units=units)
    found = {name: verdict(ag, name).value for name in ("amend", "early", "reason", "later")}
    assert {name: v.standing for name, v in found.items() if v is not None} == {
        "amend": amended,
        "early": "void",
        "reason": "valid",
        "later": "valid",
    }


PLAIN = """
book: {title: A plain company, timezone: UTC}
records:
  - entity: inc
    law: delaware-stock
    roles: {board: inc/board, stockholders: inc/holders, officers: nobody}
  - person: a
  - person: b
  - person: c
  - body: inc/board
    date: 2023-05-01
    seats: 2
    members: [{members}]
    {term}
  - instrument: common
    of: inc
  - {holding: ha, holder: a, of: common, units: 60}
  - {holding: hb, holder: b, of: common, units: 40}
  - body: inc/holders
    holders of: common
  - act: try
    date: 2024-05-02
    by: inc/holders
    form: meeting
    candidates: {c: [a]}
    to elect: 1
    effect: elect c to inc/board
"""


@pytest.mark.parametrize(
    ("members", "term", "expected"),
    [
        ("a", "", "valid"),  # an empty seat
        ("a, b", "term: 1 year", "valid"),  # whose term is over gives way
        ("a, b", "term: 2 years", "void"),
        ("a, b", "", "undetermined"),  # until when they were elected is not told
    ],
)
def test_stockholders_elect_without_being_said_to(members: str, term: str, expected: str) -> None:
    """The law gives them the power (8 Del. C. § 211(b)); whose seat is free must be told."""
    answer = verdict(filled(PLAIN, members=members, term=term), "try")
    assert {w.value.effects[0].standing for w in answer.worlds if w.value} == {expected}


CONGRESS = """
book: {title: A party, timezone: UTC}
records:
  - entity: party
  - group: delegates
    count: 200
  - body: party/congress
    members: [delegates]
    decides: majority of votes cast
    quorum: majority of members in office
  - person: x
  - person: y
  - post: party/leader
    appointed by: party/congress
  - act: ballot
    date: 2024-03-01T12:00
    by: party/congress
    form: meeting
    candidates: {candidates}
    effect: [elect x to party/leader, elect y to party/leader]
"""


@pytest.mark.parametrize(
    ("candidates", "standing", "effects"),
    [
        ("{x: 96, y: 95}", "valid", ["valid", "void"]),
        ("{x: 95, y: 95}", "void", ["void", "void"]),  # nobody has more than half
    ],
)
def test_an_election_stands_as_that_of_who_was_elected(
    candidates: str, standing: str, effects: list[str]
) -> None:
    """That one candidate lost makes no election void."""
    found = verdict(filled(CONGRESS, candidates=candidates), "ballot").value
    assert found is not None
    assert found.standing == standing
    assert [effect.standing for effect in found.effects] == effects


MEETING = """
  - meeting: annual
    of: inc/holders
    date: 2024-05-02
    {more}
"""


@pytest.mark.parametrize(
    ("meeting", "more", "warned"),
    [("", "", False), (MEETING, "", True), (MEETING, "record date: 2024-04-01", False)],
)
def test_a_notice_that_only_the_law_sets_warns_where_there_is_a_meeting(
    meeting: str, more: str, warned: bool
) -> None:
    """Votes bought between notice and meeting: nothing to say of a company that records none."""
    company = filled(PLAIN + meeting, members="a", term="", more=more)
    assert ("MB307" in {trap.code for trap in lint(company)}) is warned

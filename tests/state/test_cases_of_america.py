"""Cases that American courts decided: the facts as book text in, the verdict out."""

from __future__ import annotations

import pytest
from tests.state.books import book, verdict
from tests.state.test_cases_of_record import standing, stock

# -- Airgas

AIRGAS = """
book: {title: Airgas v. Air Products, timezone: America/New_York}
records:
  - document: code
    rank: statute
    roles: {board: the directors, holders: the stockholders}
    norms:
      - {can: holders, id: code-elect, do: elect any to board, by: plurality}
      - can: holders
        id: code-remove
        do: remove any from board
        by: majority of outstanding votes
        force: floor
        yields to: charter
  - entity: airgas
    law: code
    roles: {board: airgas/board, holders: airgas/stockholders}
  - person: incumbent
  - person: second
  - person: third
  - person: nominee
  - person: bidder
  - person: public-holders
  - instrument: share
    of: airgas
  - {holding: h1, holder: bidder, of: share, units: OURS, date: 2008-01-01}
  - {holding: h2, holder: public-holders, of: share, units: THEIRS, date: 2008-01-01}
  - body: airgas/stockholders
    holders of: share
    quorum: majority of outstanding votes
  - body: airgas/board
    seats: 3
    members: [second, third]
  - post: airgas/seat
    in: airgas/board
    date: 2008-08-05
    holder: incumbent
    term: 3 years
    holdover: yes
  - document: charter
    of: airgas
    rank: charter
    norms:
      - can: airgas/stockholders
        do: remove any from airgas/board
        by: at least 67% of outstanding votes
  - act: election
    date: DAY
    by: airgas/stockholders
    form: meeting
    candidates: {nominee: [bidder], incumbent: [CONTRA]}
    to elect: 1
    effect: elect nominee to airgas/seat
"""


@pytest.mark.parametrize(
    ("day", "ours", "expected"),
    [
        ("2011-01-18", 60, "void"),
        ("2011-01-18", 66, "void"),
        ("2011-01-18", 67, "valid"),
        ("2011-09-06", 60, "valid"),  # the term is over: a plurality elects
        ("2011-09-06", 40, "void"),
    ],
)
def test_an_early_annual_meeting_removes_directors_whose_term_runs(
    day: str, ours: int, expected: str
) -> None:
    """Airgas v. Air Products, 8 A.3d 1182 (Del. 2010): a by-law that brought the annual meeting
    forward to January cut a term of three years short. That removes a director, for which the
    charter asks 67 % of the votes.
    """
    text = AIRGAS.replace("DAY", day).replace("OURS", str(ours))
    text = text.replace("THEIRS", str(100 - ours)).replace("CONTRA", "public-holders")
    assert standing(text, "election") == expected


# -- STAAR


STAAR = """
book: {title: STAAR Surgical v. Waggoner, timezone: America/Los_Angeles}
records:
  - entity: staar
  - person: ann
  - person: ben
  - person: waggoner
  - person: public-holders
  - body: staar/board
    members: [ann, ben]
    decides: majority of members in office
  - instrument: common
    of: staar
  - instrument: preferred
    of: staar
    votes: 0
  - {holding: h1, holder: public-holders, of: common, units: 100, date: 1987-01-01}
  - body: staar/stockholders
    holders of: common
    decides: majority of votes cast
    quorum: none
  - document: designation
    of: staar
    rank: charter
  - document: code
    of: staar
    rank: statute
    norms:
      - {can: staar/board, do: adopt designation, form: meeting}
      - can: staar/board
        do: issue any preferred to any
        when: designation is in force
        says: a class exists once its certificate of designation was adopted (8 Del. C. s. 151)
      - can: staar/board
        do: issue any common to waggoner
        when: waggoner holds 1 preferred
        says: the preferred converts into common
  - act: adopting
    date: 1987-12-03
    by: staar/board
    form: meeting
    for: VOTES
    others: not voting
    effect: adopt designation
  - act: issue-preferred
    date: 1987-12-18
    by: staar/board
    form: meeting
    for: [ann, ben]
    effect: issue 200 preferred to waggoner
  - act: conversion
    date: 1989-01-01
    by: staar/board
    form: meeting
    for: [ann, ben]
    effect: issue 200 common to waggoner
  - act: consent
    date: 1989-06-01
    by: staar/stockholders
    form: meeting
    for: waggoner
    against: public-holders
    effect: decide to elect directors
"""


@pytest.mark.parametrize(("votes", "expected"), [("[]", "void"), ("[ann, ben]", "valid")])
def test_shares_without_a_designation_that_was_adopted_are_void_to_the_end(
    votes: str, expected: str
) -> None:
    """STAAR Surgical v. Waggoner, 588 A.2d 1130 (Del. 1991): the board never adopted the
    certificate of designation, so the preferred shares were void, and so were the common shares
    into which they were converted, whose votes count for nothing.
    """
    text = STAAR.replace("    for: VOTES\n", f"    for: {votes}\n" if votes != "[]" else "")
    for act in ("issue-preferred", "conversion", "consent"):
        assert standing(text, act) == expected


# -- who manages: § 141(a)

MANAGED = """
book: {title: Who manages, timezone: America/New_York}
records:
  - entity: firm
  - entity: investor
  - person: ann
  - person: bob
  - instrument: share
    of: firm
  - {holding: h1, holder: bob, of: share, units: 100, date: 2000-01-01}
  - body: firm/board
    members: [ann]
    decides: majority of members in office
  - body: firm/stockholders
    holders of: share
    decides: majority of outstanding votes
  - document: code
    of: firm
    rank: statute
    norms:
      - {can: firm/board, do: decline any, yields to: charter, says: 8 Del. C. s. 141(a)}
  - document: RANK-rule
    of: firm
    rank: RANK
    date: 2005-01-01
    norms:
      - {cannot: firm/board, do: decline reimbursement}
  - act: refusal
    date: 2008-08-01
    by: firm/board
    form: meeting
    for: ann
    effect: decline reimbursement
"""


@pytest.mark.parametrize(("rank", "expected"), [("bylaw", "valid"), ("charter", "void")])
def test_a_bylaw_cannot_take_from_the_board_what_a_charter_could(rank: str, expected: str) -> None:
    """CA v. AFSCME Employees Pension Plan, 953 A.2d 227 (Del. 2008): a by-law that makes the board
    pay the costs of a proxy contest whatever its duties is invalid; only the charter can say so.
    """
    assert standing(MANAGED.replace("RANK", rank), "refusal") == expected


MOELIS = """
book: {title: West Palm Beach Firefighters v. Moelis, timezone: America/New_York}
records:
  - entity: moelis
  - person: founder
  - person: ann
  - person: bob
  - body: moelis/board
    members: [ann, bob]
    decides: majority of members in office
  - document: code
    of: moelis
    rank: statute
    norms:
      - {can: moelis/board, do: adopt any}
      - {can: moelis/board, do: issue any stock to any}
      - cannot: moelis/board
        do: adopt approvals
        to: 2024-08-01
        says: covenants that take the management from the board need the charter (s. 141(a))
  - instrument: stock
    of: moelis
  - document: approvals
    rank: contract
    parties: [moelis, founder]
    norms:
      - {cannot: moelis/board, do: issue any stock to any, unless: consented(founder)}
  - act: agreement
    date: DAY
    by: moelis/board
    form: meeting
    for: [ann, bob]
    effect: adopt approvals
  - act: issue
    date: 2024-12-01
    by: moelis/board
    form: meeting
    for: [ann, bob]
    effect: issue 10 stock to ann
"""


@pytest.mark.parametrize(
    ("day", "agreement", "breaches"),
    [("2014-04-15", "void", ()), ("2024-08-02", "valid", ("approvals/1",))],
)
def test_covenants_that_tie_the_board_hold_only_since_the_law_lets_them(
    day: str, agreement: str, breaches: tuple[str, ...]
) -> None:
    """West Palm Beach Firefighters' Pension Fund v. Moelis & Co., 311 A.3d 809 (Del. Ch. 2024):
    pre-approval covenants in a stockholder agreement are invalid under § 141(a). Section 122(18),
    in force from 1 August 2024, lets a corporation agree to them; a breach of them is then one.
    """
    text = MOELIS.replace("DAY", day)
    assert standing(text, "agreement") == agreement
    found = verdict(book(text), "issue").value
    assert found is not None
    assert (found.standing, found.effects[0].breaches) == ("valid", breaches)


# -- by-laws


BYLAWS = """
  - document: forum
    of: firm
    rank: bylaw
  - document: charter
    rank: charter
    of: firm
    date: 2000-01-01
    norms: [NORM]
  - body: firm/board
    members: [bob, cy, dot]
  - act: adopting
    date: 2012-01-01
    by: firm/board
    form: meeting
    for: [bob, cy, dot]
    effect: adopt forum
"""


def test_a_board_makes_by_laws_where_the_charter_gives_it_that_power() -> None:
    """Boilermakers Local 154 v. Chevron, 73 A.3d 934 (Del. Ch. 2013): a forum by-law that the board
    adopted alone binds, since the charter gave it the power (8 Del. C. § 109(a)).
    """
    given = "{can: firm/board, do: adopt any}"
    kept = "{can: firm/stockholders, do: adopt any}, {cannot: firm/board, do: adopt forum}"
    assert standing(stock("Boilermakers", BYLAWS.replace("NORM", given)), "adopting") == "valid"
    assert standing(stock("Boilermakers", BYLAWS.replace("NORM", kept)), "adopting") == "void"


OFFICERS = """
  - post: firm/ceo
    holder: dot
  - body: firm/board
    members: [bob, cy]
  - document: act
    rank: statute
    of: firm
    norms:
      - cannot: firm/stockholders
        do: remove any from firm/ceo
        yields to: charter
        force: default
        says: directors choose the officers (8 Del. C. ss. 141(a), 142)
  - document: RANK-rule
    rank: RANK
    of: firm
    date: 2010-01-01
    norms:
      - {can: firm/stockholders, do: remove any from firm/ceo, by: majority of outstanding votes}
  - act: removal
    date: 2015-01-01
    by: firm/stockholders
    form: without meeting
    for: ann
    others: not voting
    effect: remove dot from firm/ceo
"""


@pytest.mark.parametrize(("rank", "expected"), [("bylaw", "void"), ("charter", "valid")])
def test_stockholders_cannot_give_themselves_the_officers_by_a_bylaw(
    rank: str, expected: str
) -> None:
    """Gorman v. Salamone, C.A. No. 10183-VCN (Del. Ch. 31 July 2015): a by-law under which
    stockholders remove the chief executive is invalid against § 141(a).
    """
    assert standing(stock("Gorman", OFFICERS.replace("RANK", rank)), "removal") == expected


# -- meetings

REGULAR = """
book: {title: Klaassen v. Allegro Development, timezone: America/New_York}
records:
  - entity: allegro
  - entity: chancery
  - person: klaassen
  - person: hood
  - person: forlenza
  - person: patton
  - post: allegro/ceo
    holder: klaassen
    appointed by: allegro/board
  - body: allegro/board
    members: [klaassen, hood, forlenza, patton]
    decides: majority of members present
    quorum: majority of seats
    seats: 4
    target votes: yes
  - fact: acquiesced
    determined by: chancery
  - document: bylaws
    of: allegro
    rank: bylaw
    norms:
      - {notice: allegro/board, meetings: special, at least: 24h, consequence: void}
      - {notice: allegro/board, meetings: regular, value: not needed}
      - must not: allegro/board
        do: remove any from allegro/ceo
        consequence: voidable
        counterparty: klaassen
        when: deception is determined
      - {can: klaassen, do: challenge allegro/board, unless: acquiesced is determined}
      - {can: chancery, do: annul any, reaches: back, unless: acquiesced is determined}
  - fact: deception
    since: 2012-11-01T13:00
    determined by: chancery
  - meeting: november
    of: allegro/board
    kind: KIND
    date: 2012-11-01T14:00
    attended: [klaassen, hood, forlenza, patton]
    objected: klaassen
    not notified: klaassen
  - act: removal
    date: 2012-11-01T15:00
    by: allegro/board
    meeting: november
    for: [hood, forlenza, patton]
    against: klaassen
    effect: remove klaassen from allegro/ceo
"""


def test_a_regular_meeting_needs_no_notice_of_what_it_will_do() -> None:
    """Klaassen v. Allegro Development, 106 A.3d 1035 (Del. 2014): a chief executive was removed
    at a regular meeting, of which no notice need be given; at a special one it would be void.
    """
    assert standing(REGULAR.replace("KIND", "regular"), "removal") == "valid"
    assert standing(REGULAR.replace("KIND", "special"), "removal") == "void"


JUDGMENT = """
  - act: deceived
    date: 2013-11-07
    by: chancery
    effect: determine deception
  - act: laches
    date: 2013-11-07
    by: chancery
    effect: determine acquiesced
  - act: challenge
    date: 2013-11-08
    by: klaassen
    effect: annul removal
"""


def test_who_acquiesced_cannot_have_it_set_aside() -> None:
    """The same case: to deceive a director of what a meeting is for makes what it does voidable,
    not void, so that acquiescence bars who was deceived.
    """
    text = REGULAR.replace("KIND", "regular") + JUDGMENT
    assert standing(text, "challenge") == "void"
    assert standing(text, "removal") == "voidable"
    in_time = text.replace("effect: determine acquiesced", "effect: decide nothing")
    assert standing(in_time, "removal") == "void"

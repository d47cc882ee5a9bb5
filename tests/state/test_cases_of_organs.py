"""Cases on what belongs to which organ, and what nobody can take from it: facts in, verdict out."""

from __future__ import annotations

import pytest
from tests.state.books import book, verdict
from tests.state.cases import HEAD, act, effect, people, standing

# -- what the articles give to the directors

ARTICLES = """\
  - instrument: share
    of: org
  - {holding: h1, holder: salmon, of: share, units: 40, date: 1900-01-01}
  - {holding: h2, holder: axtens, of: share, units: 40, date: 1900-01-01}
  - {holding: h3, holder: family, of: share, units: 20, date: 1900-01-01}
  - body: org/members
    holders of: share
    decides: majority of votes cast
    quorum: none
  - body: org/board
    members: [salmon, axtens, family]
    decides: majority of members present
    quorum: 2
  - document: articles
    of: org
    rank: charter
    norms:
      - {can: org/board, do: buy any}
      - can: org/board
        do: buy premises
        by: majority of members present and no objection of salmon and no objection of axtens
"""
OWNERS = people("salmon", "axtens", "family")


def _buys(by: str, what: str, salmon: str = "against") -> str:
    return act("try", f"by: {by}", "form: meeting", "for: [axtens, family]", f"{salmon}: salmon",
               f"effect: buy {what}", date="1908-11-01")  # fmt: skip


@pytest.mark.parametrize(
    ("by", "what", "salmon", "expected"),
    [
        ("org/board", "premises", "against", "void"),
        ("org/board", "premises", "abstain", "valid"),
        ("org/board", "stock", "against", "valid"),
        ("org/members", "premises", "against", "void"),
        ("org/members", "stock", "against", "void"),
    ],
)
def test_members_do_not_buy_over_the_veto_of_a_managing_director(
    by: str, what: str, salmon: str, expected: str
) -> None:
    """Quin & Axtens v Salmon [1909] AC 442: the articles gave the management to the directors,
    and two of them a veto on buying premises. An ordinary resolution to buy is no way around it,
    and what has a rule of its own does not go by the general one.
    """
    assert standing(HEAD + OWNERS + ARTICLES + _buys(by, what, salmon)) == expected


def test_what_a_higher_document_gives_to_a_committee_by_delegation_its_source_keeps() -> None:
    """A power that was lent takes nothing from whoever lent it."""
    lent = (
        ARTICLES
        + """\
  - body: org/committee
    members: [salmon]
    decides: all in office
  - document: mandate
    of: org
    rank: resolution
    norms:
      - {can: org/committee, do: buy any, delegated by: org/board}
"""
    )
    assert standing(HEAD + OWNERS + lent + _buys("org/board", "stock")) == "valid"


CUNINGHAME = """\
  - instrument: share
    of: org
  - {holding: h1, holder: mcdiarmid, of: share, units: UNITS, date: 1900-01-01}
  - {holding: h2, holder: cuninghame, of: share, units: 1198, date: 1900-01-01}
  - body: org/members
    holders of: share
    decides: majority of votes cast
    quorum: none
  - body: org/board
    members: [cuninghame]
    decides: majority of members present
    quorum: 1
  - document: articles
    of: org
    rank: charter
    norms:
      - {can: org/board, do: sell any}
      - {can: org/members, do: decide to direct any, by: at least 3/4 of votes cast}
"""


@pytest.mark.parametrize(
    ("units", "what", "expected"),
    [
        (1502, "sell undertaking", "void"),
        (1502, "decide to direct a sale", "void"),
        (3593, "decide to direct a sale", "void"),
        (3594, "decide to direct a sale", "valid"),
        (3594, "sell undertaking", "void"),
    ],
)
def test_a_majority_of_members_does_not_sell_what_the_directors_manage(
    units: int, what: str, expected: str
) -> None:
    """Automatic Self-Cleansing Filter Syndicate v Cuninghame [1906] 2 Ch 34: 1502 votes of 2700 do
    not direct the directors; only an extraordinary resolution, of three quarters, does.
    """
    sale = act("try", "by: org/members", "form: meeting", "for: mcdiarmid", "against: cuninghame",
               f"effect: {what}", date="1906-01-16")  # fmt: skip
    written = CUNINGHAME.replace("UNITS", str(units))
    assert standing(HEAD + people("mcdiarmid", "cuninghame") + written + sale) == expected


# -- a clause that is invalid in itself

MOELIS = """
book: {title: West Palm Beach Firefighters v. Moelis, timezone: America/New_York}
records:
  - entity: moelis
    law: delaware-stock
    roles: {board: moelis/board, stockholders: moelis/stockholders, officers: []}
  - person: founder
  - person: ann
  - person: bob
  - instrument: stock
    of: moelis
  - {holding: h1, holder: founder, of: stock, units: 40, date: 2014-01-01}
  - {holding: h2, holder: ann, of: stock, units: 60, date: 2014-01-01}
  - body: moelis/board
    members: [ann, bob, founder]
  - body: moelis/stockholders
    holders of: stock
  - document: charter
    of: moelis
    rank: charter
    date: 2014-04-01
    norms:
      - {can: moelis/board, do: issue any stock to any}
  - document: section-141a
    of: moelis
    rank: statute
    norms:
      - can: moelis/board
        do: issue any stock to any
        despite: pre-approval
        to: 2024-08-01
        yields to: charter
        says: no agreement with a stockholder takes the management from the board
  - document: stockholder-agreement
    rank: contract
    parties: [moelis, founder]
    date: 2014-04-15
    norms:
      - cannot: moelis/board
        id: pre-approval
        do: issue any stock to any
        unless: consented(founder)
  - act: issue
    date: DAY
    by: moelis/board
    form: meeting
    for: [ann, bob]
    against: founder
    effect: issue 10 stock to ann
"""


@pytest.mark.parametrize(
    ("day", "breaches"), [("2024-07-31", ()), ("2024-08-02", ("pre-approval",))]
)
def test_a_covenant_that_law_makes_invalid_is_not_broken(
    day: str, breaches: tuple[str, ...]
) -> None:
    """West Palm Beach Firefighters' Pension Fund v. Moelis & Co., 311 A.3d 809 (Del. Ch. 2024): a
    pre-approval covenant is invalid on its face under § 141(a). Section 122(18), in force from
    1 August 2024, lets a corporation agree to it; to issue without approval is then a breach.
    """
    found = verdict(book(MOELIS.replace("DAY", day)), "issue").value
    assert found is not None
    assert (found.standing, found.effects[0].breaches) == ("valid", breaches)


RUSSELL = """\
  - instrument: share
    of: org
  - {holding: h1, holder: russell, of: share, units: 20, date: 1979-01-01}
  - {holding: h2, holder: bank, of: share, units: 120, date: 1979-01-01}
  - {holding: h3, holder: colleagues, of: share, units: 60, date: 1979-01-01}
  - body: org/members
    holders of: share
    decides: majority of votes cast
    quorum: none
  - document: companies-order
    of: org
    rank: statute
    norms:
      - {can: org/members, do: decide to increase the capital, despite: of-the-company}
  - document: agreement
    rank: contract
    parties: [org, russell, bank, colleagues]
    norms:
      - must not: org/members
        id: of-the-company
        do: decide to increase the capital
        unless: consented(russell)
      - must not: bank
        id: of-the-members
        do: vote in org/members on decide to increase the capital
        unless: consented(russell)
"""


def test_a_company_cannot_promise_what_its_members_can() -> None:
    """Russell v Northern Bank Development [1992] 1 WLR 588 (HL): the company's undertaking not to
    use its statutory power to increase its capital is invalid; the same undertaking among the
    members, of how they vote, binds them.
    """
    increase = act("try", "by: org/members", "form: meeting", "for: [bank, colleagues]",
                   "against: russell", "effect: decide to increase the capital",
                   date="1988-03-02")  # fmt: skip
    written = HEAD + people("russell", "bank", "colleagues") + RUSSELL + increase
    found = effect(written)
    assert (found.standing, found.breaches) == ("valid", ("of-the-members",))


# -- consents in writing of too few

APPLIED = """
book: {title: Applied Energetics v. Farley, timezone: America/New_York}
records:
  - entity: aergs
    law: delaware-stock
    roles: {board: aergs/board, stockholders: aergs/stockholders, officers: []}
  - entity: chancery
  - person: farley
  - person: levy
  - person: newcomer
  - person: public-holders
  - instrument: common
    of: aergs
  - {holding: h1, holder: public-holders, of: common, units: 100, date: 2000-01-01}
  - body: aergs/stockholders
    holders of: common
  - body: aergs/board
    seats: 3
    members: MEMBERS
  - document: powers
    of: aergs
    rank: statute
    norms:
      - {can: aergs/board, do: issue any common to any}
      - {can: chancery, do: ratify any, says: "8 Del. C. s. 205"}
  - act: issue
    date: 2016-03-01
    by: aergs/board
    form: without meeting
    for: MEMBERS
    effect: issue 25 common to farley
"""
VALIDATED = "  - {act: order, date: 2021-01-01, by: chancery, effect: ratify issue}\n"
FILLED = """\
  - act: fill
    date: 2016-03-02
    by: aergs/board
    form: without meeting
    for: MEMBERS
    effect: appoint newcomer to aergs/board
"""


@pytest.mark.parametrize(
    ("members", "more", "name", "expected"),
    [
        ("[farley]", "", "issue", "void"),
        ("[farley, levy]", "", "issue", "valid"),
        ("[farley]", VALIDATED, "issue", "valid"),
        ("[farley]", FILLED, "fill", "valid"),
    ],
)
def test_one_director_of_three_is_too_few_to_act_in_writing(
    members: str, more: str, name: str, expected: str
) -> None:
    """Applied Energetics v. Farley, 239 A.3d 409 (Del. Ch. 2020): § 141(f) asks for the consent of
    all directors, and for as many as a quorum; without them the act fails for want of authority
    and can be validated. A vacancy the sole remaining director fills (§ 223(a)).
    """
    written = (APPLIED + more).replace("MEMBERS", members)
    found = verdict(book(written), name).value
    assert found is not None
    assert found.standing == expected


@pytest.mark.parametrize(("quorum", "expected"), [("1/3", "valid"), ("2/3", "void")])
def test_a_quorum_is_that_of_the_by_laws_in_writing_too(quorum: str, expected: str) -> None:
    bylaws = f"""\
  - document: bylaws
    of: aergs
    rank: bylaw
    date: 2000-01-01
    norms:
      - {{quorum: aergs/board, by: at least {quorum} of seats}}
"""
    found = verdict(book((APPLIED + bylaws).replace("MEMBERS", "[farley]")), "issue").value
    assert found is not None
    assert found.standing == expected


# -- a casting vote at a meeting of members

DEADLOCKED = """
book: {title: A tie of members, timezone: Europe/London}
records:
  - entity: firm
    law: uk-private-company
    roles: {board: firm/board, members: firm/members}
  - person: ann
  - person: bea
  - instrument: share
    of: firm
  - {holding: h1, holder: ann, of: share, units: 50, date: 2006-01-01}
  - {holding: h2, holder: bea, of: share, units: 50, date: 2006-01-01}
  - body: firm/members
    holders of: share
    casting vote: CHAIR
  - body: firm/board
    members: [ann, bea]
    casting vote: ann
  - document: articles
    of: firm
    rank: charter
    norms:
      - {presides: firm/members, in order: ann}
  - act: dividend
    date: DAY
    by: BODY
    form: meeting
    for: ann
    against: bea
    effect: decide the dividend
"""
SAVED = """\
  - document: saving
    of: firm
    rank: statute
    norms:
      - casting vote: firm/members
        value: allowed
        replaces: ca-282-casting
        says: the articles gave it before October 2007
"""


@pytest.mark.parametrize("chair", ["ann", "whoever presides"])
@pytest.mark.parametrize(
    ("day", "body", "more", "expected"),
    [
        ("2010-06-01", "firm/members", "", "void"),
        ("2010-06-01", "firm/members", SAVED, "valid"),
        ("2007-09-28", "firm/members", "", "valid"),
        ("2010-06-01", "firm/board", "", "valid"),
    ],
)
def test_a_chair_breaks_no_tie_of_members_since_october_2007(
    chair: str, day: str, body: str, more: str, expected: str
) -> None:
    """Companies Act 2006, s. 282, from 1 October 2007: an ordinary resolution takes a majority of
    the members' votes, which a casting vote of the chair does not make. At a board it still does.
    """
    written = DEADLOCKED.replace("DAY", day).replace("BODY", body).replace("CHAIR", chair) + more
    found = verdict(book(written), "dividend").value
    assert found is not None
    assert found.effects[0].carried is (expected == "valid")

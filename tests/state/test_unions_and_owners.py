"""Unions, works councils and owners of flats: statutes and votes whose outcome is known."""

from __future__ import annotations

import pytest
from tests.state.books import filled, standing, verdict

CONTRACT = """
book: {title: A union votes on an offer, timezone: America/New_York}
records:
  - entity: union
  - {group: workers, count: 209043}
  - body: union/members
    members: [workers]
    quorum: none
  - document: constitution
    of: union
    rank: charter
    norms:
      - can: union/members
        do: decide to reject the offer
        by: majority of votes cast
        quorum: 1/2 in office
      - {can: union/members, do: decide to reject the offer, by: 2/3 of votes cast}
  - act: ballot
    date: 2018-10-05
    by: union/members
    form: {form}
    for: {ayes}
    against: {noes}
    others: absent
    effect: decide to reject the offer
"""


@pytest.mark.parametrize(
    ("ayes", "noes", "expected"),
    [
        ("50248", "42356", "void"),  # as it was: 44 % voted, 54 % of them to reject
        ("52300", "52221", "void"),  # one voter short of half
        ("52300", "52222", "valid"),
        ("61736", "30868", "valid"),  # fewer than half, and exactly two thirds of them
        ("61735", "30868", "void"),
    ],
)
def test_a_majority_rejects_where_half_vote_and_two_thirds_where_fewer_do(
    ayes: str, noes: str, expected: str
) -> None:
    """The national contract of UPS, October 2018, under article XII of the Teamsters'
    constitution of the time: it took effect against the majority of those who voted.
    """
    found = filled(CONTRACT, ayes=ayes, noes=noes, form="meeting")
    assert standing(found, "ballot") == expected


OWNERS = """
book: {title: Owners of flats, timezone: Europe/Berlin}
records:
  - entity: house
  - {instrument: share, of: house}
  - person: a
  - person: b
  - person: c
  - person: d
  - person: e
  - person: f
  - {holding: ha, holder: a, of: share, units: 450}
  - {holding: hb, holder: b, of: share, units: 300}
  - {holding: hc, holder: c, of: share, units: 100}
  - {holding: hd, holder: d, of: share, units: 50}
  - {holding: he, holder: e, of: share, units: 50}
  - {holding: hf, holder: f, of: share, units: 50}
  - body: house/owners
    holders of: share
    decides: majority of members voting
    quorum: none
  - document: flats-act
    of: house
    rank: statute
    norms:
      - can: house/owners
        do: decide that all pay for any
        by: more than 2/3 of members voting and at least 1/2 of outstanding votes
      - {can: house/owners, do: decide any}
  - act: try
    date: 2021-05-05
    by: house/owners
    form: meeting
    {votes}
    others: absent
    effect: decide {what}
"""


@pytest.mark.parametrize(
    ("what", "votes", "expected"),
    [
        ("to paint the stairs", "for: [c, d]\n    against: [a]", "valid"),  # heads, not shares
        ("to paint the stairs", "for: [c, d]\n    against: [a, b]", "void"),
        # exactly half of the shares; 450 of 1000; exactly two thirds of the heads
        ("that all pay for the lift", "for: [b, c, d, e]\n    against: [a]", "valid"),
        ("that all pay for the lift", "for: [b, c, d]\n    against: [a]", "void"),
        ("that all pay for the lift", "for: [a, c]\n    against: [b]", "void"),
    ],
)
def test_owners_of_flats_vote_by_head_and_pay_by_share(
    what: str, votes: str, expected: str
) -> None:
    """Wohnungseigentumsgesetz, ss. 21(2) and 25: one vote for each owner; all bear the costs of a
    change that more than two thirds of the votes cast and half of all shares decided.
    """
    assert standing(filled(OWNERS, what=what, votes=votes), "try") == expected


def test_the_reasons_tell_heads_beside_votes_where_the_rule_counts_them() -> None:
    votes = "for: [c, d]\n    against: [a]"
    found = verdict(filled(OWNERS, what="to paint the stairs", votes=votes), "try").value
    assert found is not None
    meeting = found.effects[0].why.because[1]
    assert meeting.because[0].says == (
        "450 votes against, 400 votes absent, 150 votes for; by head 1 against, 3 absent, 2 for; "
        "rule: majority of members voting: met"
    )


HEARD = """
book: {title: A works council is heard, timezone: Europe/Berlin}
records:
  - entity: firm
  - person: boss
  - person: kim
  - {person: w1}
  - {person: w2}
  - {person: w3}
  - post: firm/manager
    holder: boss
  - post: firm/fitter
    holder: kim
    appointed by: firm/manager
  - body: firm/works-council
    members: [w1, w2, w3]
    decides: majority of members present
    quorum: at least 1/2 in office
  - document: works-act
    of: firm
    rank: statute
    norms:
      - cannot: firm/manager
        do: remove any from firm/fitter
        unless: [consented(firm/works-council), 7 days after hearing]
  - message: hearing
    date: {heard}
    from: boss
    to: firm/works-council
  - act: answer
    date: 2024-03-15T18:00
    by: firm/works-council
    form: meeting
    {votes}
    effect: consent to remove kim from firm/fitter
  - act: dismissal
    date: 2024-03-20T10:00
    by: firm/manager
    effect: remove kim from firm/fitter
"""


@pytest.mark.parametrize(
    ("heard", "votes", "expected"),
    [
        ("2024-03-12", "against: [w1, w2, w3]", "valid"),  # a week has run, whatever they say
        ("2024-03-13", "against: [w1, w2, w3]", "void"),  # it runs to the end of the 20th
        ("2024-03-13", "for: [w1, w2]\n    against: [w3]", "valid"),
        ("2024-03-13", "for: [w1]\n    against: [w2]\n    absent: [w3]", "void"),  # a tie
        ("2024-03-21", "against: [w1, w2, w3]", "void"),  # heard afterwards
    ],
)
def test_who_must_be_heard_has_a_week_to_answer(heard: str, votes: str, expected: str) -> None:
    """Betriebsverfassungsgesetz, ss. 33 and 102(1) and (2): a dismissal without a hearing is void;
    a works council that does not answer within a week counts as having consented.
    """
    assert standing(filled(HEARD, heard=heard, votes=votes), "dismissal") == expected

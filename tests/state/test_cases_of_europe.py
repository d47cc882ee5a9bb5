"""Cases that European courts decided: the facts as book text in, the verdict out."""

from __future__ import annotations

import pytest
from tests.state.books import book, verdict
from tests.state.cases import HEAD, act, effect, people, standing

# -- England

BARRON = """\
  - post: org/chairman
    holder: potter
  - body: org/board
    seats: 6
    members: [barron, potter]
    decides: majority of votes cast
    quorum: 2
    casting vote: org/chairman
  - document: articles
    of: org
    rank: charter
    norms:
      - {can: org/board, do: appoint any to org/board}
      - {notice: org/board, consequence: void}
      - {waiver: org/board, ways: [before, attendance]}
  - meeting: platform
    of: org/board
    called by: potter
    date: 1914-02-24T10:00
    attended: [barron, potter]
    not notified: barron
OBJECTED
"""


@pytest.mark.parametrize(("objected", "expected"), [(True, "void"), (False, "valid")])
def test_no_board_meets_by_accident(objected: bool, expected: str) -> None:
    """Barron v Potter [1914] 1 Ch 895: one of two directors met the other at a station, proposed
    new directors and voted for them as chairman. Who will not meet is at no meeting.
    """
    line = "    objected: barron\n" if objected else ""
    proposes = act("try", "by: org/board", "meeting: platform", "for: potter", "against: barron",
                   "effect: appoint herbert to org/board", date="1914-02-24T10:05")  # fmt: skip
    written = HEAD + people("barron", "potter", "herbert") + BARRON.replace("OBJECTED\n", line)
    assert standing(written + proposes) == expected


OPERA = """\
  - entity: court
  - instrument: share
    of: org
  - {holding: h1, holder: majority-holder, of: share, units: 51, date: 1980-01-01}
  - {holding: h2, holder: minority-holder, of: share, units: 49, date: 1980-01-01}
  - body: org/meeting
    holders of: share
    decides: majority of votes cast
    quorum: at least 2 holders present
  - body: org/board
    members: [majority-holder, minority-holder]
    removed by: org/meeting
  - document: act-1985
    rank: statute
    norms:
      - {can: court, do: adopt order}
  - document: order
    rank: statute
    norms:
      - {quorum: org/meeting, meetings: ordered, by: at least 1 holders present, force: mandatory}
  - meeting: held
    of: org/meeting
    kind: KIND
    date: 1989-03-01T10:00
    attended: [majority-holder]
"""
ORDER = act("ordering", "by: court", "effect: adopt order", date="1989-02-01")
REMOVE = act("try", "by: org/meeting", "meeting: held", "for: majority-holder",
             "effect: remove minority-holder from org/board", date="1989-03-01T10:05")  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "order", "expected"),
    [("ordered", ORDER, "valid"), ("ordered", "", "void"), ("general", ORDER, "void")],
)
def test_a_minority_that_stays_away_makes_no_quorum_until_a_court_orders_one(
    kind: str, order: str, expected: str
) -> None:
    """Re Opera Photographic Ltd [1989] 1 WLR 634: a quorum of two is no right of veto of who holds
    49 %; under s. 371 of the Companies Act 1985 the court orders a meeting at which one is enough.
    """
    written = HEAD + people("majority-holder", "minority-holder") + OPERA.replace("KIND", kind)
    if not order:
        # A document that no act adopts is in force from its date: so it is not made yet.
        written = written.replace("  - document: order\n", "  - document: order\n    date: 2000\n")
    assert standing(written + order + REMOVE) == expected


HOGG = """\
  - instrument: ordinary
    of: org
  - instrument: preference
    of: org
    votes: 10
  - {holding: h1, holder: hogg, of: ordinary, units: 30, date: 1962-01-01}
  - {holding: h2, holder: friends, of: ordinary, units: FRIENDS, date: 1962-01-01}
  - body: org/meeting
    holders of: [ordinary, preference]
    decides: majority of votes cast
    quorum: none
  - body: org/board
    members: [cramphorn]
    decides: all in office
  - document: articles
    of: org
    rank: charter
    norms:
      - {can: org/board, do: issue any preference to any}
      - must not: org/board
        do: issue any preference to trustees
        consequence: voidable
        counterparty: org/meeting
        says: not to keep control
      - {can: org/meeting, do: ratify any}
      - {cannot: trustees, do: vote in org/meeting on ratify issue, counts in: nothing}
  - act: issue
    date: 1963-04-01
    by: org/board
    form: meeting
    for: cramphorn
    effect: issue 5 preference to trustees
  - act: try
    date: 1966-07-01
    by: org/meeting
    form: meeting
    for: [friends, trustees]
    against: hogg
    effect: ratify issue
"""


@pytest.mark.parametrize(
    ("friends", "ratified", "stands"), [(37, "valid", "valid"), (30, "void", "voidable")]
)
def test_members_ratify_an_issue_for_an_improper_purpose_without_its_votes(
    friends: int, ratified: str, stands: str
) -> None:
    """Hogg v Cramphorn Ltd [1967] Ch 254: shares issued to keep control are voidable, and a general
    meeting may ratify the issue if the new shares do not vote on it.
    """
    written = HEAD + people("hogg", "friends", "cramphorn", "trustees")
    written += HOGG.replace("FRIENDS", str(friends))
    assert standing(written) == ratified
    assert standing(written, "issue") == stands


CUMBRIAN = """\
  - instrument: share
    of: org
  - {holding: h1, holder: cumbrian, of: share, units: 10, date: 1968-01-01}
  - {holding: h2, holder: rest, of: share, units: 90, date: 1968-01-01}
  - body: org/meeting
    holders of: share
    decides: majority of votes cast
    quorum: none
  - document: articles
    of: org
    rank: charter
    norms:
      - {can: org/meeting, do: adopt new-articles, by: at least 3/4 of votes cast}
      - {can: cumbrian, do: appoint any to org/board}
  - body: org/board
  - document: new-articles
    of: org
    rank: charter
    restates: articles
  - document: act-1985
    of: org
    rank: statute
    norms:
      - cannot: org/meeting
        do: adopt new-articles
        unless: consented(cumbrian, "adopt new-articles")
        says: rights of a class are varied only with its consent (s. 125)
"""
CONSENT = act("consent", "by: cumbrian", "effect: consent to adopt new-articles", date="1985-06-01")


@pytest.mark.parametrize(("consent", "expected"), [("", "void"), (CONSENT, "valid")])
def test_rights_of_one_member_by_the_articles_are_those_of_a_class(
    consent: str, expected: str
) -> None:
    """Cumbrian Newspapers v Cumberland & Westmorland Herald [1987] Ch 1: rights that the articles
    give to one member as a holder of shares are class rights; nine tenths do not abrogate them.
    """
    adopt = act("try", "by: org/meeting", "form: meeting", "for: rest", "against: cumbrian",
                "effect: adopt new-articles", date="1985-07-01")  # fmt: skip
    written = HEAD + people("cumbrian", "rest") + CUMBRIAN
    assert standing(written + consent + adopt) == expected


# -- Germany

HOLZMUELLER = """\
  - entity: buyer
  - body: org/shareholders
    members: [kleinaktionaer, mehrheit]
    decides: majority of votes cast
    quorum: none
  - post: org/vorstand
    holder: vorsitzender
  - fact: approved
    determined by: org/shareholders
  - document: aktiengesetz
    of: org
    rank: statute
    norms:
      - {can: org/vorstand, do: transfer any to any}
      - must not: org/vorstand
        do: sign spin-off
        unless: approved is determined
        consequence: breach
      - {can: org/vorstand, do: sign any}
  - document: spin-off
    parties: [org, buyer]
"""


def test_a_board_that_passes_its_shareholders_by_binds_the_company_all_the_same() -> None:
    """BGHZ 83, 122 (25 February 1982, Holzmüller): to move the most valuable business into a
    subsidiary needs the shareholders inside; toward others it holds, since the power of the
    management to represent cannot be limited (Aktiengesetz, s. 82(1)).
    """
    base = HEAD + people("kleinaktionaer", "mehrheit", "vorsitzender")
    base += HOLZMUELLER.replace("      - {can: org/vorstand, do: transfer any to any}\n", "")
    base = base.replace("entity: org\n", "entity: org\n    acts through: org/vorstand\n")
    sign = act("try", "by: org/vorstand", "for: [vorsitzender]", "effect: sign spin-off")
    vote = act("vote", "by: org/shareholders", "form: meeting", "for: mehrheit", "others: absent",
               "effect: determine approved", date="2019-12-01")  # fmt: skip
    found = effect(base + sign)
    assert (found.standing, found.breaches) == ("valid", ("aktiengesetz/1",))
    assert found.toward_third_parties.kind == "from"
    assert effect(base + vote + sign).breaches == ()


# -- France

STATUTS = """\
  - instrument: action
    of: org
  - {holding: h1, holder: exclu, of: action, units: 40, date: 2000-01-01}
  - {holding: h2, holder: autre, of: action, units: 35, date: 2000-01-01}
  - {holding: h3, holder: tiers, of: action, units: 25, date: 2000-01-01}
  - body: org/associes
    holders of: action
    decides: majority of outstanding votes
    suspended count in: nothing
  - document: code-civil
    of: org
    rank: statute
    norms:
      - can: any holder of action
        do: vote in org/associes
        force: mandatory
        says: every partner takes part in collective decisions (art. 1844)
  - document: statuts
    of: org
    rank: charter
    norms:
      - {cannot: exclu, do: vote in org/associes on decide to exclude exclu}
"""


def test_articles_cannot_take_the_vote_of_who_is_to_be_excluded() -> None:
    """Cass. com., 23 October 2007, n° 06-16.537: the articles of a société par actions simplifiée
    cannot keep a partner from voting on their own exclusion (Code civil, art. 1844).
    """
    base = HEAD + people("exclu", "autre", "tiers")
    vote = act("try", "by: org/associes", "form: meeting", "for: autre", "against: exclu",
               "absent: tiers", "effect: decide to exclude exclu")  # fmt: skip
    mandatory = base + STATUTS
    free = mandatory.replace("        force: mandatory\n", "")
    assert standing(mandatory + vote) == "void"  # 35 of 100
    assert standing(free + vote) == "valid"  # 35 of 60


# -- to challenge in time

ANFECHTUNG = """\
  - instrument: aktie
    of: org
  - {holding: h1, holder: a, of: aktie, units: 60, date: 2019-01-01}
  - {holding: h2, holder: b, of: aktie, units: 40, date: 2019-01-01}
  - entity: landgericht
  - body: org/hauptversammlung
    holders of: aktie
    decides: majority of votes cast
    quorum: none
  - document: gesetz
    of: org
    rank: statute
    norms:
      - {notice: org/hauptversammlung, at least: 30 days, consequence: voidable}
      - {waiver: org/hauptversammlung, ways: none}
      - {can: any holder of aktie, do: challenge org/hauptversammlung, within: TIME}
      - {can: landgericht, do: annul any, within: TIME, reaches: back}
  - meeting: versammlung
    of: org/hauptversammlung
    called by: a
    date: 2020-05-11T10:00
    attended: [a]
  - message: einladung
    from: a
    to: [a, b]
    date: 2020-04-20
    notice of: versammlung
  - act: try
    date: 2020-05-11T11:00
    by: org/hauptversammlung
    meeting: versammlung
    for: a
    effect: decide the accounts
  - act: urteil
    date: 2021-03-01
    by: landgericht
    brought: BROUGHT
    proposed by: b
    effect: annul try
"""


@pytest.mark.parametrize(
    ("time", "brought", "expected"),
    [
        ("1 month", "2020-06-11", "void"),  # Aktiengesetz, s. 246(1)
        ("1 month", "2020-06-12", "voidable"),
        ("2 months", "2020-06-12", "void"),  # Code of Obligations, art. 706a(1)
        ("2 months", "2020-07-12", "voidable"),
    ],
)
def test_a_resolution_stands_once_the_time_to_challenge_it_is_over(
    time: str, brought: str, expected: str
) -> None:
    written = HEAD + people("a", "b") + ANFECHTUNG.replace("TIME", time).replace("BROUGHT", brought)
    assert standing(written) == expected
    found = verdict(book(written), "try", at="2020-06-01").value
    assert found is not None
    if expected == "voidable":
        barred = verdict(book(written), "try", at="2021-02-01").value
        assert barred is not None
        assert barred.effects[0].challenge is not None
        assert barred.effects[0].challenge.barred_by is not None

"""Cases on who was called, how long they serve, and how few decide: facts in, verdict out."""

from __future__ import annotations

import pytest
from tests.state.books import advance, book, holder, verdict
from tests.state.cases import HEAD, act, people, standing, worlds

from minutebook.records import load_texts
from minutebook.records.nouns import Form

# -- Germany

VORSTAND = """\
  - entity: gericht
  - body: org/aufsichtsrat
    members: [a1, a2, a3]
    decides: majority of votes cast
    quorum: at least 3 members present
  - post: org/vorstand
    POST
  - fact: wichtiger-grund
    determined by: gericht
  - document: aktiengesetz
    of: org
    rank: statute
    norms:
      - {term: org/vorstand, at most: 5 years}
      - {holdover: org/vorstand, value: no}
      - {can: org/aufsichtsrat, do: appoint any to org/vorstand}
      - {can: org/aufsichtsrat, do: remove any from org/vorstand}
      - must not: org/aufsichtsrat
        do: remove any from org/vorstand
        unless: wichtiger-grund is determined
        consequence: voidable
        counterparty: vera
      - {can: gericht, do: annul any, reaches: back}
"""
PEOPLE = people("a1", "a2", "a3", "vera")


def _of_the_board(*lines: str, date: str = "2020-05-01", name: str = "try") -> str:
    return act(name, "by: org/aufsichtsrat", "form: meeting", *lines, date=date)


@pytest.mark.parametrize(
    ("term", "until", "last"),
    [
        ("of: org", None, 2025),
        ("of: org", "2028-05-01", 2025),
        ("of: org", "2023-05-01", 2023),
        ("term: 8 years", None, 2025),
        ("term: 3 years", None, 2023),
        ("term: 8 years", "2022-05-01", 2022),
    ],
)
def test_a_management_board_is_appointed_for_five_years_at_most(
    term: str, until: str | None, last: int
) -> None:
    """Aktiengesetz, s. 84(1): for five years at most, whatever the resolution or the articles say;
    they may say less.
    """
    lines = ["for: [a1, a2, a3]", "effect: appoint vera to org/vorstand"]
    appoints = _of_the_board(*lines, *([f"until: {until}"] if until else []))
    written = book(HEAD + PEOPLE + VORSTAND.replace("POST", term) + appoints)
    assert holder(written, "org/vorstand", f"{last}-04-29").value == "vera"
    assert holder(written, "org/vorstand", f"{last}-05-03").value != "vera"


@pytest.mark.parametrize(
    ("cause", "sued", "expected"),
    [(False, False, "voidable"), (False, True, "void"), (True, True, "valid")],
)
def test_a_removal_without_good_cause_holds_until_a_court_says_otherwise(
    cause: bool, sued: bool, expected: str
) -> None:
    """Aktiengesetz, s. 84(4) (until August 2021: s. 84(3)): the supervisory board revokes an
    appointment for good cause; the revocation is effective until its invalidity is finally found.
    """
    removal = _of_the_board("for: [a1, a2]", "against: a3", "effect: remove vera from org/vorstand",
                            date="2021-03-01", name="removal")  # fmt: skip
    found = "  - {act: found, date: 2021-02-01, by: gericht, effect: determine wichtiger-grund}\n"
    suit = act("suit", "by: gericht", "proposed by: vera", "effect: annul removal",
               date="2022-03-01")  # fmt: skip
    written = HEAD + PEOPLE + VORSTAND.replace("POST", "holder: vera")
    written += (found if cause else "") + removal + (suit if sued else "")
    if cause:
        # Whom the removal does not wrong has nothing set aside; the court is not asked for more.
        written = written.replace(suit, "")
    assert standing(written, "removal") == expected


def test_a_norm_on_terms_says_how_long() -> None:
    norm = VORSTAND.replace("    POST\n", "").replace(", at most: 5 years", "")
    found = load_texts({"book.yaml": (HEAD + PEOPLE + norm).encode()}).diagnostics
    assert [d.code for d in found] == ["MB202"]


def test_who_may_not_vote_still_makes_the_quorum_by_coming() -> None:
    """BGH, 2 April 2007 (II ZR 325/05): that one of three members of a supervisory board may not
    vote leaves it quorate if they take part and abstain. Whether they came is what is missing.
    """
    written = (
        HEAD
        + PEOPLE
        + VORSTAND.replace("    POST\n", "").replace(
            "    quorum: at least 3", "    recused count in: quorum\n    quorum: at least 3"
        )
    )
    there = (
        "  - meeting: held\n    of: org/aufsichtsrat\n    date: 2020-05-01\n    attended: [{}]\n"
    )
    contract = ["for: [a1, a2]", "effect: decide the contract"]
    untold = worlds(written + _of_the_board(*contract, "recused: a3")).value
    assert untold is not None
    assert (untold.standing, untold.missing) == ("undetermined", ("whether a3 was there",))
    assert standing(written + _of_the_board(*contract, "absent: a3")) == "void"
    for attended, expected in (("a1, a2, a3", "valid"), ("a1, a2", "void")):
        vote = _of_the_board(*contract, "recused: a3").replace("form: meeting", "meeting: held")
        assert standing(written + there.format(attended) + vote) == expected


MITBESTIMMUNG = """\
  - group: capital
    count: 9
  - group: labour
    count: 10
  - body: org/aufsichtsrat
    seats: 20
    members: [chair, capital, labour]
    decides: majority of votes cast
    quorum: at least 1/2 of seats
  - post: org/vorstand
  - document: mitbestimmungsgesetz
    of: org
    rank: statute
    norms:
      - {can: org/aufsichtsrat, do: appoint any to org/vorstand, by: 2/3 of members in office}
      - can: org/aufsichtsrat
        do: appoint any to org/vorstand
        by: majority of votes in office
        when: first is void
      - can: chair
        do: vote in org/aufsichtsrat on appoint any to org/vorstand
        times: 2
        when: second is void
"""


def test_the_chair_has_two_votes_only_in_the_third_round() -> None:
    """Mitbestimmungsgesetz, s. 31(2) to (4): two thirds of the members appoint; then a majority of
    their votes; then a majority in which the chair has two. 10 of 20 are enough only then.
    """
    rounds = "".join(
        act(
            name,
            "by: org/aufsichtsrat",
            "form: meeting",
            "for: [chair, capital]",
            "against: labour",
            "effect: appoint vera to org/vorstand",
            date=f"2010-0{n}-01",
        )
        for n, name in enumerate(("first", "second", "third"), start=1)
    )
    written = HEAD + people("chair", "vera") + MITBESTIMMUNG + rounds
    found = [standing(written, name) for name in ("first", "second", "third")]
    assert found == ["void", "void", "valid"]


# -- a meeting that holders call

REQUISITION = """
book: {title: A requisition, timezone: Europe/London}
records:
  - entity: firm
    law: uk-private-company
    roles: {board: firm/board, members: firm/members}
  - person: ann
  - person: bea
  - person: col
  - instrument: share
    of: firm
  - {holding: h1, holder: ann, of: share, units: ANN, date: 2010-01-01}
  - {holding: h2, holder: bea, of: share, units: 4, date: 2010-01-01}
  - {holding: h3, holder: col, of: share, units: 92, date: 2010-01-01}
  - body: firm/members
    holders of: share
  - body: firm/board
    members: [col]
  - document: requisitions
    of: firm
    rank: statute
    norms:
      - {can: firm/board, do: call firm/members, consequence: void}
      - must: firm/board
        id: s304
        do: call firm/members
        upon: decide to requisition a meeting
        due: 21 days
      - can: any holder of share
        id: s305
        do: call firm/members
        by: at least 5% of outstanding votes
        when: breached(s304)
  - act: requisition
    date: 2020-01-10
    by: ann
    effect: decide to requisition a meeting
  - message: notice
    from: ann
    to: [ann, bea, col]
    date: SENT
    notice of: egm
  - meeting: egm
    of: firm/members
    called by: [ann, bea]
    date: HELD
    attended: [ann, bea, col]
  - act: resolution
    date: HELD
    by: firm/members
    meeting: egm
    for: [ann, bea, col]
    effect: decide the dividend
"""


@pytest.mark.parametrize(
    ("sent", "held", "ann", "expected"),
    [
        ("2020-02-05", "2020-03-10T10:00", 4, "valid"),
        ("2020-01-12", "2020-01-30T10:00", 4, "void"),  # the directors still have time
        ("2020-02-05", "2020-03-10T10:00", 1, "valid"),  # 5 of 97
        ("2020-02-05", "2020-03-10T10:00", "1/2", "void"),
    ],
)
def test_holders_call_a_meeting_together_once_the_directors_did_not(
    sent: str, held: str, ann: int | str, expected: str
) -> None:
    """Companies Act 2006, ss. 303 to 305: holders of a twentieth of the votes may require the
    directors to call a meeting, within 21 days; if these do not, they may call it themselves.
    """
    written = REQUISITION.replace("SENT", sent).replace("HELD", held)
    if ann == "1/2":
        written = written.replace("ANN", "0")
    found = verdict(book(written.replace("ANN", str(ann))), "resolution").value
    assert found is not None
    assert found.standing == expected


def test_managers_of_a_company_act_by_consent_of_most_of_them() -> None:
    """VGS v. Castiel, 2000 WL 1277372 (Del. Ch. 31 August 2000): two of three managers of an LLC
    can act in writing without the third; that they did so disloyally is another matter.
    """
    text = """
book: {title: VGS v. Castiel, timezone: America/New_York}
records:
  - entity: llc
    law: delaware-llc
    roles: {members: llc/members, managers: llc/managers}
  - person: castiel
  - person: sahagen
  - person: quinn
  - instrument: interest
    of: llc
  - {holding: h1, holder: castiel, of: interest, share: 75%, date: 1999-01-01}
  - {holding: h2, holder: sahagen, of: interest, share: 25%, date: 1999-01-01}
  - body: llc/members
    holders of: interest
  - body: llc/managers
    members: [castiel, sahagen, quinn]
  - act: merger
    date: 2000-04-14
    by: llc/managers
    form: without meeting
    for: [sahagen, quinn]
    effect: merge llc with vgs
  - entity: vgs
"""
    found = verdict(book(text), "merger").value
    one = text.replace("for: [sahagen, quinn]", "for: sahagen\n    others: not voting")
    alone = verdict(book(one), "merger").value
    assert found is not None
    assert alone is not None
    assert (found.standing, alone.standing) == ("valid", "void")


# -- by-laws that delay consents in writing

DATAPOINT = """
book: {title: Datapoint v. Plaza Securities, timezone: America/New_York}
records:
  - entity: firm
    law: delaware-stock
    roles: {board: firm/board, stockholders: firm/stockholders, officers: []}
  - person: edelman
  - person: public-holders
  - person: ann
  - instrument: common
    of: firm
  - {holding: h1, holder: edelman, of: common, units: 51, date: 1985-01-01}
  - {holding: h2, holder: public-holders, of: common, units: 49, date: 1985-01-01}
  - body: firm/stockholders
    holders of: common
  - body: firm/board
    members: [ann]
  - document: RANK-rule
    of: firm
    rank: RANK
    date: 1985-02-01
    norms:
      - {takes effect: firm/stockholders, do: remove any from firm/board, at least: 60 days}
  - act: removal
    date: 1985-03-01
    by: firm/stockholders
    form: FORM
    for: edelman
    others: not voting
    effect: remove ann from firm/board
"""


@pytest.mark.parametrize(
    ("rank", "form", "day"),
    [
        ("bylaw", "without meeting", "1985-03-01"),
        ("charter", "without meeting", "1985-04-30"),
        ("bylaw", "meeting", "1985-04-30"),
    ],
)
def test_a_bylaw_does_not_put_off_what_stockholders_consent_to(
    rank: str, form: str, day: str
) -> None:
    """Datapoint Corp. v. Plaza Securities Co., 496 A.2d 1031 (Del. 1985): a by-law that delays what
    stockholders resolve by consent is invalid against § 228; the charter alone may say so.
    """
    found = verdict(book(DATAPOINT.replace("RANK", rank).replace("FORM", form)), "removal").value
    assert found is not None
    effect = found.effects[0]
    assert effect.standing == "valid"
    assert effect.takes_effect.start is not None
    assert effect.takes_effect.start.written.startswith(day)


def test_in_advance_too_a_bylaw_does_not_put_off_a_consent() -> None:
    text = DATAPOINT.replace("RANK", "bylaw")
    text = text[: text.index("  - act: removal")]
    forms: tuple[tuple[Form, bool], ...] = (("without meeting", False), ("meeting", True))
    for form, delayed in forms:
        found = advance(book(text), "remove ann from firm/board", "1985-03-01",
                        "firm/stockholders", form, for_=["edelman"]).value  # fmt: skip
        assert found is not None
        assert found.takes_effect.start is not None
        assert ("1985-04-30" in found.takes_effect.start.written) is delayed


# -- too few who come


STAYING_AWAY = """
book: {title: Two of four stay away, timezone: America/New_York}
records:
  - entity: firm
    law: delaware-stock
    roles: {board: firm/board, stockholders: nobody, officers: [firm/ceo]}
  - person: ann
  - person: bob
  - person: cy
  - person: dee
  - person: eve
  - post: firm/ceo
    holder: ann
  - body: firm/board
    seats: 4
    members: [ann, bob, cy, dee]
  - {act: resignation, date: 2020-05-02, by: ann, effect: resign from firm/board}
  - act: try
    date: 2020-05-03
    by: firm/board
    form: meeting
    for: [WHO]
    absent: [AWAY]
    effect: EFFECT
"""


@pytest.mark.parametrize(
    ("who", "away", "deed", "expected"),
    [
        ("cy, dee", "bob", "remove ann from firm/ceo", "void"),
        ("cy, dee, bob", "", "remove ann from firm/ceo", "valid"),
        ("cy, dee", "bob", "appoint eve to firm/board", "valid"),
        ("cy", "bob, dee", "appoint eve to firm/board", "void"),
    ],
)
def test_a_quorum_is_of_all_seats_and_vacancies_are_filled_without_one(
    who: str, away: str, deed: str, expected: str
) -> None:
    """8 Del. C. §§ 141(b), 223(a): two of four seats are no quorum though one is vacant; a majority
    of the three in office fills the vacancy all the same.
    """
    text = STAYING_AWAY.replace("WHO", who).replace("AWAY", away).replace("EFFECT", deed)
    assert standing(text) == expected


@pytest.mark.parametrize(("votes", "expected"), [("against", "void"), ("abstain", "void")])
def test_a_director_votes_on_their_own_office(votes: str, expected: str) -> None:
    """In Delaware nothing keeps a director from voting on their own removal from an office."""
    text = STAYING_AWAY.replace("  - {act: resignation", "  - {act: later").replace(
        "date: 2020-05-02", "date: 2021-05-02"
    )
    text = text.replace("for: [WHO]", f"for: [bob, cy]\n    {votes}: [ann, dee]")
    text = text.replace("    absent: [AWAY]\n", "").replace("EFFECT", "remove ann from firm/ceo")
    assert standing(text) == expected
    assert standing(text.replace(f"{votes}: [ann, dee]", "absent: [ann, dee]")) == "void"
    assert standing(text.replace("[bob, cy]", "[bob, cy, ann]").replace(
        f"{votes}: [ann, dee]", "against: dee")) == "valid"  # fmt: skip


@pytest.mark.parametrize(("members", "expected"), [(1, "valid"), (2, "void")])
def test_a_company_with_one_member_meets_alone(members: int, expected: str) -> None:
    """Companies Act 2006, s. 318: two members are a quorum, and one where there is only one.
    Sharp v Dawes (1876) 2 QBD 26: one of several is no meeting.
    """
    other = "  - {holding: h2, holder: bea, of: share, units: 1, date: 2010-01-01}\n"
    text = f"""
book: {{title: One member, timezone: Europe/London}}
records:
  - entity: firm
    law: uk-private-company
    roles: {{board: nobody, members: firm/members}}
  - person: ann
  - person: bea
  - instrument: share
    of: firm
  - {{holding: h1, holder: ann, of: share, units: 9, date: 2010-01-01}}
{other if members == 2 else ""}
  - body: firm/members
    holders of: share
  - act: try
    date: 2020-05-03
    by: firm/members
    form: meeting
    for: ann
    others: absent
    effect: decide the dividend
"""
    assert standing(text) == expected

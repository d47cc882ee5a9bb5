"""Cases on shares that do not vote: the facts as book text in, the verdict out."""

from __future__ import annotations

import pytest
from tests.state.books import book, by_world, verdict
from tests.state.cases import HEAD, act, people, standing

from minutebook.records import load_texts

SPEISER = """
book: {title: Speiser v. Baker, timezone: America/New_York}
records:
  - entity: med
    law: delaware-stock
    roles: {board: med/board, stockholders: med/stockholders, officers: []}
  - entity: chem
  - entity: between
  - person: speiser
  - person: baker
  - person: public-holders
  - instrument: med-common
    of: med
  - instrument: chem-common
    of: chem
  - instrument: between-common
    of: between
  - {holding: h1, holder: chem, of: med-common, units: 42, date: 1980-01-01}
  - {holding: h2, holder: speiser, of: med-common, units: 30, date: 1980-01-01}
  - {holding: h3, holder: baker, of: med-common, units: 28, date: 1980-01-01}
CHAIN
  - body: med/stockholders
    holders of: med-common
  - body: med/board
    members: [speiser, baker]
  - act: removal
    date: 1986-05-01
    by: med/stockholders
    form: FORM
    for: speiser
    WHO: baker
    absent: chem
    effect: remove baker from med/board
"""


def _chain(*links: tuple[str, str, str]) -> str:
    return "\n".join(
        f"  - {{holding: c{n}, holder: {holder}, of: {of}, {much}, date: 1980-01-01}}"
        for n, (holder, of, much) in enumerate(links)
    )


DIRECT = _chain(("med", "chem-common", "units: 95"), ("public-holders", "chem-common", "units: 5"))
HALF = _chain(("med", "chem-common", "units: 50"), ("public-holders", "chem-common", "units: 50"))
INDIRECT = _chain(
    ("med", "between-common", "units: 51"),
    ("public-holders", "between-common", "units: 49"),
    ("between", "chem-common", "units: 60"),
    ("public-holders", "chem-common", "units: 40"),
)
TOGETHER = _chain(
    ("med", "between-common", "share: 51%"),
    ("between", "chem-common", "units: 30"),
    ("med", "chem-common", "units: 30"),
    ("public-holders", "chem-common", "units: 40"),
)


@pytest.mark.parametrize("form", ["meeting", "without meeting"])
@pytest.mark.parametrize(
    ("chain", "expected"),
    [(DIRECT, "valid"), (HALF, "void"), (INDIRECT, "valid"), (TOGETHER, "valid")],
)
def test_a_subsidiary_does_not_vote_shares_in_its_parent(
    form: str, chain: str, expected: str
) -> None:
    """Speiser v. Baker, 525 A.2d 1001 (Del. Ch. 1987), on 8 Del. C. § 160(c): stock that belongs to
    a corporation whose majority of votes the issuer holds, directly or indirectly, neither votes
    nor counts for a quorum. So 30 shares are the majority of 58; of 100 they are not.
    """
    against = "against" if form == "meeting" else "not voting"
    written = SPEISER.replace("CHAIN", chain).replace("FORM", form).replace("WHO", against)
    found = verdict(book(written), "removal").value
    assert found is not None
    assert found.standing == expected


def test_whether_it_is_a_subsidiary_is_a_hinge_where_its_register_is_not_known() -> None:
    chain = _chain(("med", "chem-common", "units: 95"), ("public-holders", "chem-common",
                                                         "units: unknown"))  # fmt: skip
    written = SPEISER.replace("CHAIN", chain).replace("FORM", "without meeting")
    name = "chem is a subsidiary of med"
    assert by_world(verdict(book(written.replace("WHO", "not voting")), "removal")) == {
        ((name, "no"),): "void",
        ((name, "yes"),): "valid",
    }


def test_treasury_shares_leave_the_base_under_the_preset() -> None:
    """8 Del. C. § 160(c): 31 of the 60 shares that are not the corporation's own are a majority."""
    written = SPEISER.replace("holder: chem, of: med", "holder: med, of: med")
    written = written.replace("CHAIN\n", "").replace("FORM", "without meeting")
    written = written.replace("    absent: chem\n", "").replace("WHO", "not voting")
    found = verdict(book(written), "removal").value
    assert found is not None
    assert found.standing == "valid"


def test_only_a_norm_on_votes_speaks_of_the_issuer_and_its_subsidiaries() -> None:
    norm = """\
  - body: org/meeting
  - document: code
    of: org
    rank: statute
    norms:
      - {cannot: any subsidiary of organisation, do: appoint any to org/meeting}
"""
    found = load_texts({"book.yaml": (HEAD + norm).encode()}).diagnostics
    assert [d.code for d in found] == ["MB212"]


# -- votes of who is to be forgiven

BEATTY = """\
  - instrument: share
    of: org
  - {holding: h1, holder: beatty, of: share, units: 291, date: 1883-01-01}
  - {holding: h2, holder: friends, of: share, units: 15, date: 1883-01-01}
  - {holding: h3, holder: minority, of: share, units: 289, date: 1883-01-01}
  - body: org/members
    holders of: share
    decides: majority of votes cast
    quorum: none
  - body: org/board
    members: [beatty]
    decides: majority of members present
    quorum: 1
  - document: law
    of: org
    rank: statute
    norms:
      - {can: org/board, do: buy any}
      - must not: org/board
        do: buy any from beatty
        consequence: voidable
        counterparty: org
      - {can: org/members, do: ratify any}
      - cannot: beatty
        do: vote in org/members on ratify any
        from: 2007-10-01
        counts in: nothing
        says: Companies Act 2006, s. 239
"""


@pytest.mark.parametrize(
    ("year", "expected"), [(1883, ("valid", "valid")), (2010, ("void", "voidable"))]
)
def test_who_sold_to_the_company_votes_on_it_as_a_member_until_a_statute_says_no(
    year: int, expected: tuple[str, str]
) -> None:
    """North-West Transportation v Beatty (1887) 12 App Cas 589 (PC): a director who sold his ship
    to the company may vote his shares to ratify that. Since October 2007 his votes are disregarded
    (Companies Act 2006, s. 239), and the others' alone count.
    """
    bought = act("bought", "by: org/board", "form: meeting", "for: beatty",
                 "effect: buy ship from beatty", date=f"{year}-02-10")  # fmt: skip
    ratified = act("try", "by: org/members", "form: meeting", "for: [beatty, friends]",
                   "against: minority", "effect: ratify bought", date=f"{year}-11-16")  # fmt: skip
    written = HEAD + people("beatty", "friends", "minority") + BEATTY + bought + ratified
    assert (standing(written), standing(written, "bought")) == expected


ISSUED_BY_THE_BOARD = """\
  - instrument: share
    of: org
  - {holding: h1, holder: beatty, of: share, units: 291, date: 1883-01-01}
  - {holding: h2, holder: minority, of: share, units: 289, date: 1883-01-01}
  - body: org/members
    holders of: share
    decides: majority of votes cast
    quorum: none
  - body: org/board
    members: [beatty]
    decides: all in office
  - document: law
    of: org
    rank: statute
    norms:
      - {can: org/members, do: issue any share to any}
      - {cannot: beatty, do: vote in org/members on DEED, counts in: nothing}
"""


@pytest.mark.parametrize(
    ("deed", "expected"),
    [("ratify issued", "void"), ("annul any", "valid"), ("issue any share to any", "void")],
)
def test_whoever_ratifies_by_what_they_could_have_done_votes_to_ratify(
    deed: str, expected: str
) -> None:
    """Who could do the act can ratify it, with no norm that says so; a norm on votes to ratify
    takes the vote all the same.
    """
    issued = act("issued", "by: org/board", "form: meeting", "for: beatty",
                 "effect: issue 5 share to beatty", date="1883-02-10")  # fmt: skip
    ratified = act("try", "by: org/members", "form: meeting", "for: beatty", "against: minority",
                   "effect: ratify issued", date="1883-11-16")  # fmt: skip
    written = HEAD + people("beatty", "minority") + ISSUED_BY_THE_BOARD.replace("DEED", deed)
    assert standing(written + issued, "issued") == "void"
    assert standing(written + issued + ratified) == expected


# -- who votes: the record date

RECORD_DATE = """
book: {title: A record date, timezone: America/New_York}
records:
  - entity: firm
    law: delaware-stock
    roles: {board: firm/board, stockholders: firm/stockholders, officers: []}
  - person: ann
  - person: bob
  - person: cy
  - instrument: common
    of: firm
  - {holding: h1, holder: ann, of: common, units: 60, date: 2019-01-01}
  - {holding: h2, holder: bob, of: common, units: 40, date: 2019-01-01}
  - body: firm/stockholders
    holders of: common
  - body: firm/board
    members: [cy]
  - act: sale
    date: 2020-05-20
    by: ann
    effect: transfer 60 common from ann to bob
  - message: notice
    from: firm/board
    to: [ann, bob]
    date: 2020-05-10
    notice of: annual
  - meeting: annual
    of: firm/stockholders
    called by: firm/board
    date: 2020-06-01T10:00
    record date: DAY
    attended: [ann, bob]
  - act: removal
    date: 2020-06-01T10:30
    by: firm/stockholders
    meeting: annual
    for: ann
    against: bob
    effect: remove cy from firm/board
"""


@pytest.mark.parametrize(
    ("day", "votes", "expected"),
    [
        ("2020-04-02", "ann", "valid"),  # the sixtieth day before
        ("2020-04-01", "ann", "open"),
        ("2020-05-19", "ann", "valid"),
        ("2020-05-19", "bob", "void"),
        ("2020-05-22", "bob", "valid"),  # the tenth day before; bob had bought by then
        ("2020-05-22", "ann", "void"),
        ("2020-05-23", "bob", "open"),
    ],
)
def test_who_held_on_a_record_date_votes_whatever_was_sold_since(
    day: str, votes: str, expected: str
) -> None:
    """8 Del. C. § 213(a): the record date lies no more than sixty and no fewer than ten days before
    the meeting. What follows if it does not is left open.
    """
    other = {"ann": "bob", "bob": "ann"}[votes]
    written = RECORD_DATE.replace("DAY", day).replace("for: ann", f"for: {votes}")
    written = written.replace("against: bob", f"against: {other}")
    found = verdict(book(written), "removal")
    if expected == "open":
        assert set(by_world(found).values()) == {"void", "voidable"}
        return
    assert found.value is not None
    assert found.value.standing == expected

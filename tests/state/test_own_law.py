"""A jurisdiction that a user writes: a limited company and an association of another legal family.

Both laws are stated as assumptions, as a user would who knows them only by hearsay, and every
answer that rests on them says so.
"""

from __future__ import annotations

import pytest
from tests.state.books import advance, book

from minutebook.records.nouns import Form
from minutebook.views.law import law_of

COMPANY = """
book: {title: A workshop, timezone: Europe/Berlin}
records:
  - document: company-act
    name: An act on limited companies
    rank: statute
    roles: {managers: the managing directors, shareholders: the meeting of shareholders}
    optional roles: {supervisors: the supervisory board}
    norms:
      - can: shareholders
        id: act-46
        do: appoint any to managers
        yields to: charter
        assumed: shareholders appoint managers, unless the articles say otherwise
      - can: shareholders
        id: act-38
        do: remove any from managers
        yields to: charter
        assumed: removable at any time; the articles may ask for an important reason
      - decides: shareholders
        id: act-47
        by: majority of votes cast
        yields to: charter
        assumed: more than half of the votes cast
      - can: shareholders
        id: act-53
        do: amend any
        by: at least 3/4 of votes cast
        force: floor
        yields to: charter
        assumed: three quarters of the votes cast; the articles may ask for more
      - quorum: shareholders
        id: act-48
        by: none
        assumed: no quorum
  - entity: shop
    law: company-act
    roles: {managers: shop/managers, shareholders: shop/meeting}
  - person: m
  - person: p
  - person: q
  - instrument: shop/shares
    of: shop
  - {holding: hp, holder: p, of: shop/shares, units: 75}
  - {holding: hq, holder: q, of: shop/shares, units: 25}
  - body: shop/meeting
    holders of: shop/shares
  - body: shop/managers
    members: [m]
  - document: articles
    of: shop
    rank: charter
    norms:
      - %s
"""
NOTHING = "{proxies: shop/meeting, id: art-0, value: allowed}"
LOWER = "{can: shop/meeting, id: art-1, do: amend any, by: majority of votes cast}"
HIGHER = "{can: shop/meeting, id: art-1, do: amend any, by: at least 4/5 of votes cast}"
CAUSE = "{cannot: shop/meeting, id: art-2, do: remove any from shop/managers}"


@pytest.mark.parametrize(
    ("articles", "deed", "votes", "expected"),
    [
        (NOTHING, "amend articles", ["p"], "valid"),
        (NOTHING, "amend articles", ["q"], "void"),
        (LOWER, "amend articles", ["p"], "valid"),
        (HIGHER, "amend articles", ["p"], "void"),
        (HIGHER, "amend articles", ["p", "q"], "valid"),
        (NOTHING, "remove m from shop/managers", ["p"], "valid"),
        (NOTHING, "remove m from shop/managers", ["q"], "void"),
        (CAUSE, "remove m from shop/managers", ["p", "q"], "void"),
    ],
)
def test_a_company_under_a_law_of_the_users_own(
    articles: str, deed: str, votes: list[str], expected: str
) -> None:
    against = [name for name in ("p", "q") if name not in votes]
    answer = advance(book(COMPANY % articles), deed, "2024-01-01", "shop/meeting", "meeting",
                     for_=votes, against=against)  # fmt: skip
    assert {w.value.standing for w in answer.worlds if w.value} == {expected}


def test_three_quarters_of_the_act_hold_where_the_articles_ask_for_less() -> None:
    text = (COMPANY % LOWER).replace("units: 75", "units: 74").replace("units: 25", "units: 26")
    answer = advance(book(text), "amend articles", "2024-01-01", "shop/meeting", "meeting",
                     for_=["p"], against=["q"])  # fmt: skip
    assert {w.value.standing for w in answer.worlds if w.value} == {"void"}
    assert "art-1 is invalid: act-53 sets at least 3/4 of votes cast as the least" in str(
        answer.why
    )


def test_a_law_of_a_book_is_explained_with_what_was_assumed() -> None:
    law = law_of(book(COMPANY % NOTHING), "company-act")
    assert law is not None
    assert law.assumed == len(law.norms) == 5
    assert "supervisors" in law.roles
    assert law.norms[3].changes == "only a charter may ask for more, and none for less"


ASSOCIATION = """
book: {title: A society, timezone: Europe/Zurich}
records:
  - document: civil-code
    rank: statute
    roles: {assembly: the meeting of all members, committee: the board}
    norms:
      - decides: assembly
        id: code-67
        by: majority of members present
        assumed: each member has one vote; the majority of those present decides
      - quorum: assembly
        id: code-67-presence
        by: none
        assumed: no quorum
      - can: assembly
        id: code-65
        do: remove any from committee
        force: mandatory
        assumed: the assembly may remove its organs at any time
      - without meeting: assembly
        id: code-66
        by: all of members in office
        force: mandatory
        assumed: the written consent of all members is as good as a resolution
  - entity: club
    law: civil-code
    roles: {assembly: club/assembly, committee: club/committee}
  - person: a
  - person: b
  - person: c
  - person: d
  - body: club/assembly
    members: [a, b, c, d]
  - body: club/committee
    members: [d]
  - document: statutes
    of: club
    rank: charter
    norms:
      - {cannot: club/assembly, id: st-1, do: remove any from club/committee}
"""


@pytest.mark.parametrize(
    ("form", "votes", "expected"),
    [
        ("meeting", ["a", "b", "c"], "valid"),
        ("without meeting", ["a", "b", "c"], "void"),
        ("without meeting", ["a", "b", "c", "d"], "valid"),
    ],
)
def test_an_association_cannot_protect_its_committee_from_its_assembly(
    form: Form, votes: list[str], expected: str
) -> None:
    text = ASSOCIATION.replace("members: [a, b, c, d]",
                               'members: [a, b, c, d]\n    target votes: "yes"')  # fmt: skip
    answer = advance(
        book(text), "remove d from club/committee", "2024-01-01", "club/assembly", form, for_=votes
    )
    assert {w.value.standing for w in answer.worlds if w.value} == {expected}
    if expected == "valid":
        assert "st-1 is invalid against code-65" in str(answer.why)

"""Cases that courts decided: the facts as book text in, the verdict out."""

from __future__ import annotations

from tests.state.books import book, by_world, verdict

STOCK = """
book: {{title: {title}, timezone: America/New_York}}
records:
  - entity: firm
    law: delaware-stock
    roles: {{board: firm/board, stockholders: firm/stockholders, officers: []}}
  - person: ann
  - person: bob
  - person: cy
  - person: dot
  - instrument: share
    of: firm
    votes: 1
  - {{holding: large, holder: ann, of: share, units: {ours}, date: 2000-01-01}}
  - {{holding: small, holder: bob, of: share, units: {theirs}, date: 2000-01-01}}
  - body: firm/stockholders
    holders of: share
"""

BOARD = """
  - body: firm/board
    members: [bob, cy, dot]
"""

REMOVAL = """
  - act: removal
    date: 2017-05-01
    by: firm/stockholders
    form: without meeting
    for: ann
    others: not voting
    effect: remove cy from firm/board
"""


def stock(title: str, rest: str, ours: int = 60, theirs: int = 40) -> str:
    return STOCK.format(title=title, ours=ours, theirs=theirs) + rest


def standing(text: str, act: str, **fixed: str) -> str | None:
    found = verdict(book(text), act, **fixed).value
    assert found is not None
    return found.standing


def test_a_bylaw_cannot_ask_for_two_thirds_to_remove_a_director() -> None:
    """Frechter v. Zier, C.A. No. 12038-VCG (Del. Ch. 24 January 2017): 8 Del. C. § 141(k) says a
    majority may remove; the by-law is invalid, and 60 % suffice.
    """
    bylaw = """
  - document: bylaws
    rank: bylaw
    of: firm
    date: 2010-01-01
    norms:
      - can: firm/stockholders
        do: remove any from firm/board
        by: at least 2/3 of outstanding votes
"""
    assert standing(stock("Frechter v. Zier", BOARD + bylaw + REMOVAL), "removal") == "valid"


def test_a_charter_cannot_keep_a_director_for_life() -> None:
    """Rohe v. Reliance Training Network, C.A. No. 17992 (Del. Ch. 21 July 2000): a charter that
    takes the power to remove a director from the stockholders is invalid against § 141(k).
    """
    charter = """
  - document: charter
    rank: charter
    of: firm
    date: 2010-01-01
    norms:
      - {cannot: firm/stockholders, do: remove cy from firm/board}
"""
    assert standing(stock("Rohe v. Reliance", BOARD + charter + REMOVAL), "removal") == "valid"


def test_a_charter_cannot_ask_for_a_cause_where_the_board_has_no_classes() -> None:
    """In re VAALCO Energy, C.A. No. 11775-VCL (Del. Ch. 21 December 2015): where a board has no
    classes its members can be removed with or without cause, and a charter that asks for one is
    invalid.
    """
    charter = """
  - fact: cause
    determined by: firm/stockholders
  - document: charter
    rank: charter
    of: firm
    date: 2010-01-01
    norms:
      - {cannot: firm/stockholders, do: remove any from firm/board, unless: cause is determined}
"""
    assert standing(stock("VAALCO", BOARD + charter + REMOVAL), "removal") == "valid"


def test_a_director_kept_from_a_special_meeting_by_want_of_notice_undoes_it() -> None:
    """Schroder v. Scotten, Dillon Co., 299 A.2d 431 (Del. Ch. 1972): what a special meeting does
    without notice to every director is void. A waiver by the one left out mends it.
    """
    rest = (
        BOARD
        + """
  - document: bylaws
    rank: bylaw
    of: firm
    date: 2010-01-01
    norms:
      - {notice: firm/board, meetings: special, at least: 2 days, consequence: void}
  - meeting: special
    of: firm/board
    kind: special
    called by: bob
    date: 2011-03-01T10:00
    attended: [bob, cy]
    not notified: dot
  - act: issue
    date: 2011-03-01T10:30
    by: firm/board
    meeting: special
    for: [bob, cy]
    effect: decide to issue shares
"""
    )
    waived = """
  - message: waiver
    from: dot
    to: firm
    via: writing
    date: 2011-03-05
    waives notice of: special
"""
    assert standing(stock("Schroder v. Scotten", rest), "issue") == "void"
    assert standing(stock("Schroder v. Scotten", rest + waived), "issue") == "valid"


def test_a_bylaw_with_fewer_seats_than_directors_unseats_nobody() -> None:
    """Crown EMAK Partners v. Kurz, 992 A.2d 377 (Del. 2010): consents for a by-law that left one
    seat to three sitting directors had no effect. Where no law at hand says it, it is a hinge;
    three seats for three directors hinge on nothing.
    """

    def shrinking(count: int) -> str:
        rest = f"""
  - body: firm/board
    seats: 7
    members: [bob, cy, dot]
  - document: bylaws
    rank: bylaw
    of: firm
    date: 2009-01-01
    norms:
      - {{can: firm/stockholders, do: set firm/board to any seats}}
  - act: shrink
    date: 2009-12-18
    by: firm/stockholders
    form: without meeting
    for: ann
    others: not voting
    effect: set firm/board to {count} seats
"""
        return stock("Crown EMAK v. Kurz", rest, 53, 47)

    assert standing(shrinking(1), "shrink") == "void"
    name = "firm/board can have fewer seats than members"
    elsewhere = shrinking(1).replace("law: delaware-stock", "law: code")
    elsewhere += """
  - document: code
    rank: statute
    roles: {board: the board, stockholders: the holders, officers: the officers}
    norms:
      - {without meeting: stockholders, by: majority of outstanding votes}
"""
    assert by_world(verdict(book(elsewhere), "shrink")) == {
        ((name, "no"),): "void",
        ((name, "yes"),): "valid",
    }
    assert standing(shrinking(3), "shrink") == "valid"


ENGLISH = """
book: {title: An English company, timezone: Europe/London}
records:
  - entity: firm
    law: uk-private-company
    roles: {board: firm/board, members: firm/members}
  - person: faith
  - person: bushell
  - person: bayne
  - instrument: share
    of: firm
    votes: 1
  - {holding: h1, holder: faith, of: share, units: 100, date: 2009-01-01}
  - {holding: h2, holder: bushell, of: share, units: 100, date: 2009-01-01}
  - {holding: h3, holder: bayne, of: share, units: 100, date: 2009-01-01}
  - body: firm/members
    holders of: share
"""


def test_weighted_votes_on_the_own_removal_defeat_an_ordinary_resolution() -> None:
    """Bushell v Faith [1970] AC 1099 (HL): three votes a share on the own removal make 300 against
    200; the articles weigh votes, which leaves the statutory majority as it is. Without them the
    200 carry.
    """
    articles = """
  - document: articles
    rank: charter
    of: firm
    date: 2009-01-01
    norms:
      - {can: faith, do: vote in firm/members on remove faith from firm/board, times: 3}
"""
    rest = """
  - body: firm/board
    members: [faith, bushell]
  - act: removal
    date: 2010-05-01
    by: firm/members
    form: meeting
    for: [bushell, bayne]
    against: faith
    effect: remove faith from firm/board
"""
    weighted = verdict(book(ENGLISH + articles + rest), "removal").value
    assert weighted is not None
    assert weighted.standing == "void"
    assert weighted.effects[0].pivotal == ()
    assert standing(ENGLISH + rest, "removal") == "valid"


def test_one_director_is_no_quorum_of_two() -> None:
    """Hashmi v Lorimer-Wong [2022] EWHC 191 (Ch): articles that fix a quorum of two directors bind
    a company with one; what the sole director decided was invalid.
    """
    rest = """
  - body: firm/board
    members: [faith]
    quorum: at least 2 members present
  - act: claim
    date: 2018-05-01
    by: firm/board
    form: meeting
    for: faith
    effect: decide to bring a claim
"""
    assert standing(ENGLISH + rest, "claim") == "void"


def test_all_who_can_vote_need_no_meeting() -> None:
    """Re Duomatic [1969] 2 Ch 365: what all members entitled to vote assent to binds as a
    resolution of a general meeting would, however it came about.
    """
    rest = """
  - body: firm/board
    members: [faith]
  - act: salaries
    date: 2010-05-01
    by: firm/members
    for: [faith, bushell, bayne]
    effect: decide the salaries of the directors
"""
    assert standing(ENGLISH + rest, "salaries") == "valid"


def test_the_chair_breaks_a_tie_only_where_the_articles_say_so() -> None:
    """Two directors divided: without a casting vote nothing is decided; article 13 of the model
    articles gives the chair one.
    """
    tied = """
  - post: firm/chair
    holder: faith
  - body: firm/board
    members: [faith, bushell]
    CASTING
  - act: lease
    date: 2010-05-01
    by: firm/board
    form: meeting
    for: faith
    against: bushell
    effect: decide the lease
"""
    assert standing(ENGLISH + tied.replace("    CASTING\n", ""), "lease") == "void"
    given = tied.replace("CASTING", "casting vote: firm/chair")
    assert standing(ENGLISH + given, "lease") == "valid"


def test_the_words_of_the_agreement_make_it_void_or_voidable() -> None:
    """CompoSecure v. CardUX, 206 A.3d 807 (Del. 2018): an agreement under which acts without the
    required approvals are "void and of no force" leaves nothing to be ratified by conduct; else
    they are voidable.
    """
    text = """
book: {title: CompoSecure, timezone: America/New_York}
records:
  - entity: firm
  - person: ann
  - person: bob
  - person: cy
  - post: firm/president
    holder: cy
  - body: firm/board
    members: [ann, bob]
    decides: majority of members in office
  - fact: approved
    determined by: firm/board
  - document: agreement
    rank: charter
    of: firm
    parties: [ann, bob]
    date: 2015-01-01
    norms:
      - {can: firm/president, do: sign any}
      - WORD: firm/president
        do: sign sales
        consequence: CONSEQUENCE
        unless: approved is determined
  - document: sales
    rank: contract
    parties: [firm]
  - act: signing
    date: 2015-11-09
    by: firm/president
    effect: sign sales
"""
    void = text.replace("WORD", "cannot").replace("CONSEQUENCE", "void")
    voidable = text.replace("WORD", "must not").replace("CONSEQUENCE", "voidable")
    assert standing(void, "signing") == "void"
    assert standing(voidable, "signing") == "voidable"

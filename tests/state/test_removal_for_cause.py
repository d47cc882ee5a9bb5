"""Removal only for cause, and of whom a class elected: statutes and cases, in general terms."""

from __future__ import annotations

import pytest
from tests.state.books import advance, book, verdict

CORPORATION = """\
book: {title: A board with classes, timezone: UTC}
records:
  - entity: firm
    law: LAW
    roles: {board: firm/board, ROLES}
  - {entity: chancery}
  - {person: dee}
  - {person: cal}
  - {person: p}
  - {person: q}
  - {person: r}
  - {instrument: common, of: firm}
  - {instrument: preferred, of: firm}
  - {holding: p-common, holder: p, of: common, units: 60}
  - {holding: q-common, holder: q, of: common, units: 30}
  - {holding: r-preferred, holder: r, of: preferred, units: 10}
  - {body: firm/holders, holders of: [common, preferred], decides: majority of votes cast,
     quorum: none}
  - {body: firm/preferred, holders of: preferred, decides: majority of votes cast, quorum: none}
  - {body: firm/board, seats: 3, members: [dee], appointed by: firm/holders}
  - {post: firm/board/preferred-seat, in: firm/board, appointed by: firm/preferred, holder: cal}
"""
PLAIN = CORPORATION.replace("LAW", "delaware-stock").replace(
    "ROLES", "stockholders: firm/holders, officers: nobody"
)
CLASSIFIED = PLAIN.replace("officers: nobody", "officers: nobody, classified-board: firm/board")
NEW_YORK = CORPORATION.replace("LAW", "new-york-corporation").replace(
    "ROLES", "shareholders: firm/holders"
)
NONE = "  - {fact: F, kind: cause, about: WHO, determined by: chancery}\n"
FOUND = NONE + "  - {act: ruling, date: 2023-06-01, by: chancery, effect: determine F}\n"
CAUSE_ONLY = """
  - document: paper
    of: firm
    rank: RANK
    norms:
      - {cannot: anyone, id: own, do: remove any from firm/board,
         unless: "determined(cause, the party concerned)"}
"""
OPTED_OUT = """
  - document: paper
    of: firm
    rank: RANK
    norms:
      - {can: firm/holders, id: own, do: remove any from firm/board,
         by: majority of outstanding votes, replaces: [dgcl-141k1]}
"""


def removed(written: str, who: str, by: str = "firm/holders") -> set[str]:
    """How a removal by p and r, or by r alone as the class, stands in each world."""
    answer = advance(
        book(written.replace("F,", f"{who}-fault,").replace("determine F", f"determine {who}-fault")
             .replace("WHO", who)),
        f"remove {who} from firm/board", "2024-01-01", by, "meeting", for_=["p", "r"],
        against=["q"],
    )  # fmt: skip
    return {w.value.standing for w in answer.worlds if w.value}


@pytest.mark.parametrize(
    ("facts", "expected"), [(NONE, "void"), (FOUND, "valid"), ("", "undetermined")]
)
def test_a_classified_board_goes_only_for_cause(facts: str, expected: str) -> None:
    """8 Del. C. § 141(k)(1)."""
    assert removed(CLASSIFIED + facts, "dee") == {expected}
    assert removed(PLAIN + facts, "dee") == {"valid"}


@pytest.mark.parametrize(("rank", "expected"), [("charter", "valid"), ("bylaw", "void")])
def test_the_charter_alone_may_provide_otherwise(rank: str, expected: str) -> None:
    """§ 141(k)(1): "unless the certificate of incorporation otherwise provides"."""
    written = CLASSIFIED + NONE + OPTED_OUT.replace("RANK", rank)
    assert removed(written, "dee") == {expected}


@pytest.mark.parametrize("rank", ["charter", "bylaw"])
def test_a_board_without_classes_goes_with_or_without_cause(rank: str) -> None:
    """In re VAALCO Energy, C.A. No. 11775-VCL (Del. Ch. 21 December 2015)."""
    assert removed(PLAIN + NONE + CAUSE_ONLY.replace("RANK", rank), "dee") == {"valid"}


def test_a_bylaw_asks_for_no_more_than_the_law_though_there_is_cause() -> None:
    """Frechter v. Zier, C.A. No. 12038-VCG (Del. Ch. 24 January 2017), on a classified board."""
    bylaw = OPTED_OUT.replace("RANK", "bylaw").replace(", replaces: [dgcl-141k1]", "")
    bylaw = bylaw.replace("majority of outstanding", "at least 3/4 of outstanding")
    assert removed(CLASSIFIED + FOUND + bylaw, "dee") == {"valid"}


@pytest.mark.parametrize(
    ("law", "facts", "by", "expected"),
    [
        (PLAIN, NONE, "firm/holders", "void"),
        (PLAIN, NONE, "firm/preferred", "valid"),
        (PLAIN, FOUND, "firm/holders", "valid"),
        (PLAIN, "", "firm/preferred", "valid"),
        (PLAIN, "", "firm/holders", "undetermined"),
        (CLASSIFIED, NONE, "firm/preferred", "void"),
        (CLASSIFIED, FOUND, "firm/preferred", "valid"),
        # New York: by that class alone, and as the rest only for cause.
        (NEW_YORK, NONE, "firm/preferred", "void"),
        (NEW_YORK, FOUND, "firm/preferred", "valid"),
        (NEW_YORK, FOUND, "firm/holders", "void"),
    ],
)
def test_whom_a_class_elected(law: str, facts: str, by: str, expected: str) -> None:
    """8 Del. C. § 141(k), last sentence; N.Y. Bus. Corp. Law § 706(c)(2)."""
    assert removed(law + facts, "cal", by) == {expected}


@pytest.mark.parametrize(("facts", "expected"), [(NONE, "void"), (FOUND, "valid")])
def test_new_york_removes_for_cause(facts: str, expected: str) -> None:
    """N.Y. Bus. Corp. Law § 706(a): for cause; without it only if certificate or by-laws say so."""
    assert removed(NEW_YORK + facts, "dee") == {expected}
    own = OPTED_OUT.replace("RANK", "bylaw").replace(", replaces: [dgcl-141k1]", "")
    assert removed(NEW_YORK + facts + own, "dee") == {"valid"}


COMMISSION = """\
book: {title: A commission, timezone: UTC}
records:
  - {entity: state}
  - {person: president-in-office}
  - {person: humphrey}
  - {person: myers}
  - {post: president, of: state, holder: president-in-office}
  - {body: commission, of: state, members: [humphrey], appointed by: president}
  - {post: postmaster, of: state, holder: myers, appointed by: president}
  - document: commission-act
    of: state
    rank: statute
    norms:
      - can: president
        do: remove any from commission
        when: determined(inefficiency, the party concerned) or determined(neglect,
          the party concerned) or determined(malfeasance, the party concerned)
"""
KINDS = ("inefficiency", "neglect", "malfeasance")


@pytest.mark.parametrize("found", [None, *KINDS])
def test_an_officer_whom_a_statute_keeps_for_good_behaviour(found: str | None) -> None:
    """Humphrey's Executor v. United States, 295 U.S. 602 (1935): the commissioner whom the
    President wanted out for his opinions alone was not removed; Myers v. United States, 272 U.S. 52
    (1926): a postmaster, of whom no such statute speaks, was.
    """
    written = COMMISSION + "".join(
        f"  - {{fact: {k}-of-his, kind: {k}, about: humphrey, determined by: president}}\n"
        for k in KINDS
    )
    if found is not None:
        written += (
            f"  - {{act: finding, date: 1933-10-01, by: president, "
            f"effect: determine {found}-of-his}}\n"
        )
    written += """\
  - act: out
    date: 1933-10-07
    by: president
    effect: [remove humphrey from commission, remove myers from postmaster]
"""
    value = verdict(book(written), "out").value
    assert value is not None
    assert [e.standing for e in value.effects] == ["void" if found is None else "valid", "valid"]


SUPERVISORY = """\
book: {title: A management board, timezone: UTC}
records:
  - {entity: ag}
  - {person: anna}
  - {person: bert}
  - {person: a}
  - {person: b}
  - {person: c}
  - {instrument: share, of: ag}
  - {holding: of-a, holder: a, of: share, units: 70}
  - {holding: of-b, holder: b, of: share, units: 30}
  - {body: ag/meeting, holders of: share, decides: majority of votes cast, quorum: none}
  - {body: ag/supervisors, members: [a, b, c], decides: majority of votes cast, quorum: 3}
  - {body: ag/managers, members: [anna, bert]}
  - {fact: no-confidence, kind: good cause, about: anna, determined by: ag/meeting}
  - {fact: gross-breach, kind: good cause, about: bert, determined by: ag/meeting}
  - document: companies-act
    of: ag
    rank: statute
    norms:
      - {can: ag/supervisors, do: appoint any to ag/managers}
      - {can: ag/supervisors, do: remove any from ag/managers}
      - {cannot: ag/supervisors, id: good-cause, do: remove any from ag/managers,
         unless: "determined(good cause, the party concerned)", consequence: voidable}
      - {can: the party concerned, do: annul any, reaches: back}
  - {act: vote, date: 2024-05-01, by: ag/meeting, form: meeting, for: a, against: b,
     effect: determine no-confidence}
"""


@pytest.mark.parametrize(
    ("manager", "more", "expected"),
    [
        ("anna", "", "valid"),
        ("bert", "", "voidable"),
        ("bert", "  - {act: suit, date: 2024-06-01, by: bert, effect: annul out}\n", "void"),
        ("bert", "  - {act: suit, date: 2024-06-01, by: anna, effect: annul out}\n", "voidable"),
    ],
)
def test_a_manager_is_removed_for_good_cause_and_may_sue(
    manager: str, more: str, expected: str
) -> None:
    """Aktiengesetz § 84(4): for good cause, such as the meeting's vote of no confidence; the
    removal stands until a court finds that it did not. Whoever was removed may have it set aside.
    """
    out = f"""\
  - {{act: out, date: 2024-05-02, by: ag/supervisors, form: meeting, for: [a, c], against: b,
     effect: remove {manager} from ag/managers}}
"""
    value = verdict(book(SUPERVISORY + out + more), "out").value
    assert value is not None
    assert value.standing == expected

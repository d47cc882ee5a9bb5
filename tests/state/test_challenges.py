"""Who may have a voidable decision set aside, until when, and what bars them."""

from __future__ import annotations

import pytest
from tests.state.books import book, verdict
from tests.state.cases import HEAD, act, effect, people, standing

from minutebook.state.verdict import Challenge

SHARES = """\
  - instrument: share
    of: org
  - {holding: h1, holder: a, of: share, units: 60, date: 2019-01-01}
  - {holding: h2, holder: b, of: share, units: 40, date: 2019-01-01}
  - body: org/meeting
    holders of: share
    decides: majority of votes cast
    quorum: none
  - body: org/board
    members: [c]
    decides: all in office
"""
MEETING = """\
  - meeting: may
    of: org/meeting
    date: 2020-05-11T10:00
    called by: a
    attended: [a]
    not notified: b
"""
VOTE = act("try", "by: org/meeting", "meeting: may", "for: a", "effect: decide the accounts",
           date="2020-05-11T10:30")  # fmt: skip
NOTICE = "{notice: org/meeting, at least: 10 days, consequence: voidable}"


def company(*norms: str, acts: str = "") -> str:
    rules = "".join(f"      - {norm}\n" for norm in (NOTICE, *norms))
    return "".join((
        HEAD, people("a", "b", "c", "d"), "  - entity: court\n", SHARES,
        f"  - document: code\n    of: org\n    rank: statute\n    norms:\n{rules}",
        MEETING, VOTE, acts,
    ))  # fmt: skip


def challenge(written: str, at: str) -> Challenge:
    found = verdict(book(written), "try", at=at).value
    assert found is not None
    assert found.effects[0].challenge is not None
    return found.effects[0].challenge


MONTH = "{can: any holder of share, do: challenge org/meeting, within: 1 month}"


def test_where_no_norm_says_who_it_is_who_was_wronged_and_without_end() -> None:
    found = challenge(company(), "2030-01-01")
    assert (found.by, found.until, found.barred_by) == (("b",), None, None)


@pytest.mark.parametrize(("at", "barred"), [("2020-06-11T23:59", False), ("2020-06-12", True)])
def test_a_norm_says_who_and_until_when(at: str, barred: bool) -> None:
    """One month from the decision: Aktiengesetz, § 246(1)."""
    found = challenge(company(MONTH), at)
    assert found.by == ("any holder of share",)
    assert (found.barred_by is not None) is barred


@pytest.mark.parametrize(
    ("who", "date", "expected", "then"),
    [
        ("b", "2020-06-11T20:00", "valid", "void"),
        ("b", "2020-06-12", "void", "voidable"),  # a day late
        ("c", "2020-05-20", "void", "voidable"),  # no shareholder
    ],
)
def test_who_challenges_in_time_undoes_it(who: str, date: str, expected: str, then: str) -> None:
    suit = act("suit", f"by: {who}", "effect: annul try", date=date)
    written = company(MONTH, acts=suit)
    assert standing(written, "suit") == expected
    assert standing(written) == then


def test_each_who_can_has_the_time_of_their_own() -> None:
    longer = "{can: org/board, do: challenge org/meeting, within: 2 months}"
    found = challenge(company(MONTH, longer), "2020-06-20")
    assert set(found.by) == {"any holder of share", "org/board"}
    assert found.barred_by is None
    for who, expected in (("b", "void"), ("org/board", "valid")):
        lines = [f"by: {who}", "form: meeting", "for: c"] if "/" in who else [f"by: {who}"]
        suit = act("suit", *lines, "effect: annul try", date="2020-06-20")
        assert standing(company(MONTH, longer, acts=suit), "suit") == expected


COURT = "{can: court, do: annul any, within: 1 month, reaches: back}"


@pytest.mark.parametrize(
    ("brought", "expected"),
    [("2020-06-11", "void"), ("2020-06-12", "voidable"), (None, "voidable")],
)
def test_a_judgment_is_in_time_if_the_suit_was(brought: str | None, expected: str) -> None:
    lines = [f"brought: {brought}"] if brought else []
    judgment = act("suit", "by: court", "effect: annul try", *lines, date="2022-03-01")
    assert standing(company(MONTH, COURT, acts=judgment)) == expected


def test_who_acquiesced_is_barred_and_the_reason_is_told() -> None:
    """Klaassen v. Allegro Development, 106 A.3d 1035 (Del. 2014): voidable, so equity bars it."""
    rule = "{can: any holder of share, do: challenge org/meeting, unless: acquiesced is determined}"
    fact = "  - fact: acquiesced\n    determined by: court\n"
    found = act("finding", "by: court", "effect: determine acquiesced", date="2020-09-01")
    suit = act("suit", "by: b", "effect: annul try", date="2020-10-01")
    before = challenge(company(rule, acts=fact + found), "2020-08-01")
    after = challenge(company(rule, acts=fact + found), "2020-09-02")
    assert before.barred_by is None
    assert after.barred_by is not None
    assert "acquiesced is determined" in after.barred_by
    assert standing(company(rule, acts=fact + found + suit)) == "voidable"
    assert standing(company(rule, acts=fact + suit)) == "void"


def test_what_is_void_nobody_need_challenge() -> None:
    void = company(MONTH).replace("consequence: voidable", "consequence: void")
    found = effect(void)
    assert (found.standing, found.challenge) == ("void", None)


# -- what is missing where one person acts

LEASE = """\
  - entity: lessor
  - document: lease
    parties: [org, lessor]
"""


def test_who_signs_for_an_organisation_needs_to_be_told() -> None:
    written = "".join((HEAD, people("wu"), LEASE, act("try", "by: wu", "effect: sign lease")))
    found = effect(written)
    assert found.standing == "undetermined"
    assert found.missing == (
        "who acts for org or lessor (acts through), and so whether wu does",
    )  # fmt: skip
    office = "  - post: org/ceo\n    holder: unknown\n"
    told = written.replace("entity: org\n", "entity: org\n    acts through: org/ceo\n")
    told = told.replace("entity: lessor\n", "entity: lessor\n    acts through: org/ceo\n")
    found = effect(told + office)
    assert found.missing == ("who acts for org (org/ceo): whether wu does",)
    assert standing(told + office.replace("unknown", "wu")) == "valid"


def test_a_power_in_doubt_says_on_what_it_hangs() -> None:
    rules = """\
  - entity: court
  - post: org/ceo
    holder: wu
  - fact: cause
    determined by: court
  - document: bylaws
    of: org
    rank: bylaw
    norms:
      - {can: org/ceo, do: decide hire, id: hiring}
      - {can: org/ceo, do: decide fire, id: firing, when: count(staff) > 10}
  - event: staff
    date: 2019-01-01
    count: unknown
"""
    written = "".join((HEAD, people("wu"), rules, act("try", "by: wu", "effect: decide fire")))
    found = effect(written)
    assert found.standing == "undetermined"
    assert any("firing applies" in m and "the count of staff" in m for m in found.missing), (
        found.missing
    )


@pytest.mark.parametrize(
    ("times", "until"),
    [
        (("10 days", "1 month"), "2020-06-12"),
        (("1 month", "10 days"), "2020-06-12"),
        (("31 days", "1 month"), "2020-06-12"),
        (("30 days", "1 month"), "2020-06-12"),
        (("32 days", "1 month"), "2020-06-13"),
        (("1 month", None), None),
        ((None, "1 month"), None),
    ],
)
def test_of_two_times_for_one_party_the_longer_holds(
    times: tuple[str | None, str | None], until: str | None
) -> None:
    can = "{{can: any holder of share, do: challenge org/meeting{}}}"
    norms = [can.format("" if one is None else f", within: {one}") for one in times]
    found = challenge(company(*norms), "2020-05-20")
    latest = found.until.latest if found.until else None
    assert (latest.date().isoformat() if latest else None) == until

"""Votes that do not count: limits, sleeping votes, treasury shares, recusal; book text in."""

from __future__ import annotations

import pytest
from tests.state.books import by_world
from tests.state.cases import act, board, effect, judged, people, standing, text, worlds

MEETING = """\
  - instrument: share
    of: org
  - body: org/meeting
    holders of: share
    decides: {rule}
    quorum: {quorum}
{more}"""


def company(
    holdings: str,
    *votes: str,
    rule: str = "majority of votes cast",
    more: str = "",
    quorum: str = "none",
    deed: str = "decide the budget",
) -> str:
    """A company with one class; holdings as "ann 20, bo 80"."""
    parties = [one.split() for one in holdings.split(", ")]
    lines = "".join(
        f"  - holding: {name}-shares\n    holder: {name}\n    of: share\n    units: {units}\n"
        for name, units in parties
    )
    new = [name for name, _ in parties if name != "org"]
    return text(
        people(*new),
        MEETING.format(rule=rule, quorum=quorum, more=more),
        lines,
        act("try", "by: org/meeting", "form: meeting", f"effect: {deed}", *votes),
    )  # fmt: skip


def norm(*lines: str) -> str:
    first, *rest = lines
    body = "".join(f"        {line}\n" for line in rest)
    head = "  - document: charter\n    of: org\n    rank: charter\n    norms:\n"
    return f"{head}      - {first}\n{body}"


CAP = norm(
    "cannot: any holder of share",
    "do: vote in org/meeting",
    "beyond: 20% of outstanding votes",
    "counts in: nothing",
)


@pytest.mark.parametrize(
    ("ann", "others", "expected"),
    # ann for, bo against; of 100 votes ann has at most 20.
    [(50, 20, "void"), (50, 19, "valid"), (20, 20, "void"), (20, 19, "valid"), (21, 20, "void")],
)
def test_a_cap_leaves_what_is_beyond_it_uncounted(ann: int, others: int, expected: str) -> None:
    rest = 100 - ann - others
    holdings = f"ann {ann}, bo {others}, cy {rest}"
    written = company(holdings, "for: ann", "against: bo", "others: absent") + CAP
    assert standing(written) == expected


def test_a_cap_at_exactly_four_fifths() -> None:
    """Exactly 20.0 % against stop "more than four-fifths", and 19.9 % do not."""
    rule = "more than 4/5 of votes cast"
    votes = ("for: [ann, cy]", "against: bo")
    assert standing(company("ann 400, bo 200, cy 400", *votes, rule=rule)) == "void"
    assert standing(company("ann 401, bo 199, cy 400", *votes, rule=rule)) == "valid"


def test_what_is_beyond_a_cap_stands_in_the_base_only_if_the_rule_says_so() -> None:
    rule = "majority of outstanding votes"
    votes = ("for: ann, bo".replace("ann, bo", "[ann, bo]"), "others: absent")
    # 20 + 15 of 50 + 15 + 35 = 100, or of 20 + 15 + 35 less what cy has beyond 20: 55.
    written = company("ann 50, bo 15, cy 35", *votes, rule=rule)
    assert standing(written + CAP) == "valid"
    assert standing(written + CAP.replace("nothing", "base")) == "void"
    silent = worlds(written + CAP.replace("        counts in: nothing\n", ""))
    assert silent.value is None
    assert list(silent.hinges) == ["what suspended votes in org/meeting count in"]


def test_those_who_act_in_concert_share_one_limit() -> None:
    concert = "  - group: concert\n    members: [ann, bo]\n"
    cap = CAP.replace("any holder of share", "concert")
    written = company("ann 15, bo 15, cy 20, dee 50", "for: [ann, bo]", "against: cy",
                      "others: absent")  # fmt: skip
    assert standing(written) == "valid"
    assert standing(written + concert + cap) == "void"  # 20 against 20
    nineteen = written.replace("units: 20", "units: 19")
    assert standing(nineteen + concert + cap) == "valid"


@pytest.mark.parametrize(
    ("count", "expected"), [("10", "valid"), ("1", "void"), ("unknown", "undetermined")]
)
def test_a_counted_group_has_a_limit_for_each_of_its_people(count: str, expected: str) -> None:
    group = f"  - group: crowd\n    count: {count}\n"
    written = company("crowd 60, bo 30, cy 10", "for: crowd", "against: bo", "others: absent")
    found = effect(written.replace("  - person: crowd\n", group) + CAP)
    assert found.standing == expected
    assert found.missing == (("how many crowd are",) if count == "unknown" else ())


def test_what_must_not_be_voted_counts_and_is_a_breach() -> None:
    """Renault's 44.4 %: to vote beyond it is a breach, and the votes count."""
    limit = norm("must not: ann", "id: standstill", "do: vote in org/meeting",
                 "beyond: 44.4% of outstanding votes")  # fmt: skip
    votes = ("for: ann", "against: bo", "others: absent")
    found = effect(company("ann 450, bo 440, cy 110", *votes) + limit)
    assert (found.standing, found.breaches) == ("valid", ("standstill",))
    found = effect(company("ann 444, bo 440, cy 116", *votes) + limit)
    assert (found.standing, found.breaches) == ("valid", ())
    cannot = limit.replace("must not", "cannot") + "        counts in: nothing\n"
    found = effect(company("ann 450, bo 446, cy 104", *votes) + cannot)
    assert (found.standing, found.breaches) == ("void", ())


def test_a_limit_in_votes() -> None:
    """A co-operative: one member, at most five votes."""
    cap = CAP.replace("20% of outstanding votes", "5 votes")
    votes = ("for: ann", "against: [bo, cy]")
    assert standing(company("ann 100, bo 2, cy 2", *votes) + cap) == "valid"
    assert standing(company("ann 100, bo 2, cy 3", *votes) + cap) == "void"


def test_votes_sleep_while_a_share_lies_outside_bounds() -> None:
    """Asleep below 15 % and above 25 %, as a cross-shareholding may be."""
    sleep = norm("cannot: ann", "do: vote in org/meeting",
                 "when: share(ann, share) < 15% or share(ann, share) > 25%",
                 "counts in: nothing")  # fmt: skip
    for units, expected in ((14, "void"), (15, "valid"), (25, "valid"), (26, "void")):
        rest = f"ann {units}, bo 1, cy {99 - units}"
        written = company(rest, "for: ann", "others: absent", quorum="none")
        assert standing(written + sleep) == expected, units


def test_a_suspension_for_one_matter() -> None:
    about = norm("cannot: ann", "do: vote in org/meeting on decide the merger",
                 "counts in: nothing")  # fmt: skip
    votes = ("for: ann", "against: bo")
    assert standing(company("ann 60, bo 40", *votes) + about) == "valid"
    merger = company("ann 60, bo 40", *votes, deed="decide the merger")
    assert standing(merger + about) == "void"


def test_a_suspension_until_something_is_determined() -> None:
    awake = norm("cannot: ann", "do: vote in org/meeting", "unless: determined(disclosure)",
                 "counts in: nothing")  # fmt: skip
    fact = "  - fact: disclosure\n    determined by: bo\n"
    written = company("ann 60, bo 40", "for: ann", "against: bo") + fact + awake
    assert standing(written) == "void"
    told = act("told", "by: bo", "effect: determine disclosure", date="2019-01-01")
    assert standing(written + told) == "valid"


# -- an issuer's own shares, and those of its subsidiary


def test_an_issuer_does_not_vote_its_own_shares() -> None:
    written = company("org 60, ann 30, bo 10", "for: org", "against: ann")
    assert standing(written) == "void"


@pytest.mark.parametrize(
    ("where", "passes", "quorate"),
    [
        ("nothing", True, True),  # 30 of 40; 30 of 40
        ("base", False, False),  # 30 of 100
        ("quorum", True, False),
        ("quorum and base", False, False),
    ],
)
def test_treasury_shares_stand_in_what_the_rule_says(
    where: str, passes: bool, quorate: bool
) -> None:
    said = f"    suspended count in: {where}\n"
    votes = ("for: ann", "others: absent")
    of_all = company("org 60, ann 30, bo 10", *votes, rule="majority of outstanding votes",
                     more=said)  # fmt: skip
    assert standing(of_all) == ("valid" if passes else "void")
    quorum = company("org 60, ann 30, bo 10", *votes, more=said,
                     quorum="majority of outstanding votes")  # fmt: skip
    assert standing(quorum) == ("valid" if quorate else "void")


def test_where_nothing_is_said_of_treasury_shares_the_base_is_a_hinge() -> None:
    found = worlds(company("org 60, ann 30, bo 10", "for: ann", "others: absent",
                           rule="majority of outstanding votes"))  # fmt: skip
    assert list(found.hinges) == ["what suspended votes in org/meeting count in"]
    assert set(by_world(found).values()) == {"valid", "void"}
    cast = worlds(company("org 60, ann 30, bo 10", "for: ann", "against: bo"))
    assert cast.value is not None  # votes cast: it does not matter


def test_shares_of_a_controlled_company_in_its_parent() -> None:
    """Circular holdings: the subsidiary's votes sleep while the parent holds more than half."""
    for units, expected in ((51, "void"), (50, "valid")):
        more = (
            "  - entity: sub\n  - instrument: sub-share\n    of: sub\n"
            f"  - holding: of-sub\n    holder: org\n    of: sub-share\n    units: {units}\n"
            f"  - holding: rest\n    holder: bo\n    of: sub-share\n    units: {100 - units}\n"
        )
        rule = norm("cannot: sub", "do: vote in org/meeting",
                    "when: share(org, sub-share) > 50%", "counts in: nothing")  # fmt: skip
        written = company("sub 30, bo 20, ann 50", "for: sub", "against: bo", "others: absent")
        assert standing(written.replace("  - person: sub\n", "") + more + rule) == expected


# -- recusal

FIVE = "a, b, c, d, e"


def recusal(rule: str, where: str | None, *votes: str, quorum: str = "none") -> str:
    said = () if where is None else (f"recused count in: {where}",)
    return text(
        people(*FIVE.split(", ")),
        board(FIVE, f"decides: {rule}", f"quorum: {quorum}", *said),
        act("try", "by: org/board", "form: meeting", "effect: decide the contract", *votes),
    )


@pytest.mark.parametrize(
    ("where", "base", "quorum"),
    [
        ("quorum and base", "void", "valid"),  # two of five; five there
        ("base", "void", "void"),  # two of five; two there
        ("quorum", "valid", "valid"),  # two of three; four there
        ("nothing", "valid", "valid"),  # two of three; two there of three
        ("vote and base", "void", "void"),
        ("everything", "void", "valid"),
    ],
)
def test_the_recused_leave_quorum_vote_both_or_neither(where: str, base: str, quorum: str) -> None:
    votes = ("for: [a, b]", "absent: c", "recused: [d, e]", "others: not voting")
    assert standing(recusal("majority of members in office", where, *votes)) == base
    met = recusal("majority of votes cast", where, *votes, quorum="majority of members in office")
    assert standing(met) == quorum


def test_who_is_recused_is_a_hinge_where_no_rule_says_what_they_count_in() -> None:
    votes = ("for: [a, b]", "absent: c", "recused: [d, e]")
    found = worlds(recusal("majority of members in office", None, *votes))
    assert list(found.hinges) == ["what the recused in org/board count in"]
    assert found.value is None


def test_a_majority_of_the_disinterested() -> None:
    """A controller and a majority of the minority, in one vote."""
    rule = "majority of outstanding votes and majority of disinterested outstanding votes"
    minority = company("ann 60, bo 20, cy 20", "for: [ann, bo]", "against: cy", "recused: ann",
                       more="    recused count in: everything\n", rule=rule)  # fmt: skip
    assert standing(minority) == "void"  # 20 of 40 is half
    assert standing(minority.replace("units: 20", "units: 21", 1)) == "valid"


def test_a_recused_director_who_voted_all_the_same_is_not_counted() -> None:
    votes = ("for: [a, b, d]", "against: [c, e]", "recused: d")
    assert standing(recusal("majority of votes cast", "nothing", *votes)) == "void"
    assert standing(recusal("majority of votes cast", "everything", *votes)) == "valid"


# -- parts of a base


def classes(rule: str, *votes: str) -> str:
    return text(
        people("ann", "bo", "cy"),
        "  - instrument: common\n    of: org\n  - instrument: preferred\n    of: org\n"
        "    votes: 3/2\n  - instrument: option\n    of: org\n",
        "".join(
            f"  - holding: {who}-{what}\n    holder: {who}\n    of: {what}\n    units: {units}\n"
            for who, what, units in (("ann", "common", 40), ("bo", "common", 10),
                                     ("bo", "preferred", 20), ("cy", "option", 500))
        ),
        "  - body: org/meeting\n    holders of: [common, preferred, option]\n"
        f"    decides: {rule}\n    quorum: none\n",
        act("try", "by: org/meeting", "form: meeting", "effect: decide the sale", *votes),
    )  # fmt: skip


def test_two_classes_vote_together_as_one() -> None:
    """Common and preferred as a single class, as converted: 40 and 10 + 30 of 80 votes."""
    votes = ("for: bo", "others: absent")
    assert standing(classes("1/2 of outstanding votes in common + preferred", *votes)) == "valid"
    half = classes("majority of outstanding votes in common + preferred", *votes)
    assert standing(half) == "void"
    assert standing(classes("majority of outstanding votes in preferred", *votes)) == "valid"
    both = "majority of outstanding votes in common and majority of outstanding votes in preferred"
    assert standing(classes(both, *votes)) == "void"
    assert standing(classes(both, "for: [ann, bo]", "others: absent")) == "valid"


def test_a_base_can_be_a_group_of_people() -> None:
    independent = "  - group: independents\n    members: [a, b, c]\n"
    rule = "majority of seats and majority of members in office in independents"
    votes = ("for: [a, d, e]", "against: [b, c]")
    assert standing(recusal(rule, None, *votes) + independent) == "void"
    votes = ("for: [a, b, d]", "against: [c, e]")
    assert standing(recusal(rule, None, *votes) + independent) == "valid"


# -- vetoes and blocking minorities


def test_a_permanent_member_may_abstain_and_not_object() -> None:
    """The Security Council before 1966 in little: three of five, and no objection of two."""
    rule = "at least 3 members and no objection of a and no objection of b"
    assert standing(recusal(rule, None, "for: [c, d, e]", "abstain: [a, b]")) == "valid"
    assert standing(recusal(rule, None, "for: [a, c, d, e]", "against: b")) == "void"
    assert standing(recusal(rule, None, "for: [c, d, e]", "absent: a", "abstain: b")) == "valid"
    unknown = effect(recusal(rule, None, "for: [b, c, d, e]"))
    assert (unknown.standing, unknown.missing) == ("undetermined", ("how a voted",))


def test_a_blocking_minority_of_so_many_members() -> None:
    rule = "3/5 of members in office or fewer than 2 against"
    assert standing(recusal(rule, None, "for: [a, b]", "against: c", "abstain: [d, e]")) == "valid"
    assert standing(recusal(rule, None, "for: [a, b]", "against: [c, d]", "abstain: e")) == "void"
    assert standing(recusal(rule, None, "for: [a, b, c]", "against: [d, e]")) == "valid"
    weights = "at most 39 votes against"
    votes = ("for: ann", "against: bo", "others: absent")
    assert standing(company("ann 1, bo 39, cy 60", *votes, rule=weights)) == "valid"
    assert standing(company("ann 1, bo 40, cy 59", *votes, rule=weights)) == "void"


def test_judged_votes_are_said_in_votes() -> None:
    found = judged(company("ann 60, bo 39, cy 1", "for: ann", "against: bo", "abstain: cy"))
    said = " ".join(w.says for w in found.effects[0].why.because[-1].because)
    assert "60 votes for, 39 votes against, 1 votes abstain" in said


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        ("remove ann from org/board", "valid"),  # 40 : 30 without the 60 of ann
        ("remove bo from org/board", "void"),  # 60 : 30
        ("remove cy from org/board", "void"),
        ("sell the plant to ann", "valid"),
        ("decide the budget", "void"),
    ],
)
def test_the_party_concerned_does_not_vote(deed: str, expected: str) -> None:
    """GmbHG § 47(4): no shareholder votes on what discharges or contracts with themselves."""
    votes = ("for: [bo, cy]", "against: [ann, dee]")
    written = company("ann 60, bo 20, cy 20, dee 30", *votes, deed=deed)
    written += "  - body: org/board\n    members: [ann, bo, cy]\n    appointed by: org/meeting\n"
    rules = norm("cannot: the party concerned", "do: vote in org/meeting", "counts in: nothing")
    sells = "      - {can: org/meeting, do: sell any, by: majority of votes cast}\n"
    assert standing(written + rules + sells) == expected


FINDING = """\
  - fact: interest
    about: ann
    determined by: org/board
"""
KEPT = ("cannot: ann", "do: vote in org/board on decide the sale",
        "when: interest is determined")  # fmt: skip


@pytest.mark.parametrize("where", ["quorum and base", "base", "quorum", "nothing"])
def test_a_disinterested_majority_works_from_a_finding(where: str) -> None:
    """Two of the three who have no interest, once it is found that the fourth has one."""
    rule = ("decides: majority of disinterested in office", "quorum: none", "target votes: yes")
    found = act("found", "by: org/board", "form: meeting", "for: [bo, cy, dee]", "against: ann",
                "effect: determine interest", date="2019-12-01")  # fmt: skip

    def sale(*votes: str, finding: str = found) -> str | None:
        given = act("try", "by: org/board", "form: meeting", *votes, "others: absent",
                    "effect: decide the sale")  # fmt: skip
        members = board("ann, bo, cy, dee", *rule)
        kept = norm(*KEPT, f"counts in: {where}")
        return standing(
            text(people("ann", "bo", "cy", "dee"), members, FINDING, kept, finding, given)
        )

    assert sale("for: [bo, cy]") == "valid"
    assert sale("for: [bo, cy]", "against: ann") == "valid"
    assert sale("for: [ann, bo]") == "void"
    # Before anything was found all four count, and two are no majority of them.
    assert sale("for: [bo, cy]", finding="") == "void"
    assert sale("for: [ann, bo, cy]", finding="") == "valid"

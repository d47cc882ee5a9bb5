"""Who presides at a meeting, and what follows where somebody else did."""

from __future__ import annotations

import pytest
from tests.state.books import book, verdict
from tests.state.cases import HEAD, act, board, effect, people, standing, worlds

OFFICES = """\
  - post: org/chair
    holder: a
  - post: org/deputy
    holder: b
"""
RULE = """\
  - document: bylaws
    of: org
    rank: bylaw
    norms:
      - {presides: org/board, in order: [org/chair, org/deputy, org/board], consequence: voidable}
"""
VOTE = act("try", "by: org/board", "meeting: may", "for: [b, c]", "against: d",
           "others: abstain", "effect: decide red", date="2020-05-11T10:30")  # fmt: skip


def met(*lines: str, rule: str = RULE, vote: str = VOTE, casting: str = "") -> str:
    meeting = "".join(f"    {line}\n" for line in lines)
    body = board("a, b, c, d", "decides: majority of votes cast", "quorum: none",
                 *([casting] if casting else []))  # fmt: skip
    return "".join((
        HEAD, people("a", "b", "c", "d", "e"), OFFICES, body, rule,
        f"  - meeting: may\n    of: org/board\n    date: 2020-05-11T10:00\n{meeting}", vote,
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("there", "chaired", "expected"),
    [
        ("[a, b, c, d]", "a", "valid"),
        ("[a, b, c, d]", "b", "voidable"),  # the chair was there
        ("[b, c, d]", "b", "valid"),
        ("[b, c, d]", "c", "voidable"),  # the deputy was there
        ("[c, d, a]", "a", "valid"),
        ("[b, c, d]", "e", "voidable"),  # none of them
    ],
)
def test_the_first_of_those_who_are_there_presides(there: str, chaired: str, expected: str) -> None:
    vote = VOTE.replace("[b, c]", "c").replace("    against: d\n", "")
    assert standing(met(f"attended: {there}", f"chaired by: {chaired}", vote=vote)) == expected


@pytest.mark.parametrize(
    ("left", "expected"),
    [("2020-05-11T10:20", "valid"), ("2020-05-11T10:40", "voidable")],
)
def test_who_left_before_the_vote_leaves_the_chair(left: str, expected: str) -> None:
    lines = ("attended: [a, b, c, d]", "chaired by: b", f"left: {{a: {left}}}")
    assert standing(met(*lines)) == expected


def test_one_of_the_body_presides_where_no_officer_came() -> None:
    vote = VOTE.replace("[b, c]", "c").replace("against", "abstain")
    assert standing(met("attended: [c, d]", "chaired by: d", vote=vote)) == "valid"
    assert standing(met("attended: [c, d, e]", "chaired by: e", vote=vote)) == "voidable"


def test_what_the_book_does_not_tell_is_missing() -> None:
    found = effect(met("attended: [b, c, d]"))
    assert (found.standing, found.missing) == ("undetermined", ("who chaired may",))
    found = effect(met("chaired by: b"))
    assert found.missing == ("whether a was there to chair may",)


def test_without_a_consequence_it_is_open_what_follows() -> None:
    silent = RULE.replace(", consequence: voidable", "")
    answer = worlds(met("attended: [a, b, c, d]", "chaired by: b", rule=silent))
    assert {w.value.standing for w in answer.worlds if w.value} == {"void", "voidable"}
    assert standing(met("attended: [a, b, c, d]", "chaired by: b", rule="")) == "valid"


TIE = VOTE.replace("against: d", "against: [a, d]")


@pytest.mark.parametrize(("chaired", "expected"), [("b", "valid"), ("a", "void")])
def test_the_casting_vote_goes_with_the_chair(chaired: str, expected: str) -> None:
    lines = ("attended: [a, b, c, d]", f"chaired by: {chaired}")
    casting = "casting vote: whoever presides"
    assert standing(met(*lines, rule="", vote=TIE, casting=casting)) == expected
    assert standing(met(*lines, rule="", vote=TIE)) == "void"


def test_a_tie_waits_for_who_chaired_where_the_chair_has_the_casting_vote() -> None:
    casting = "casting vote: whoever presides"
    found = effect(met("attended: [a, b, c, d]", rule="", vote=TIE, casting=casting))
    assert (found.standing, found.missing) == ("undetermined", ("who chaired may",))
    decided = effect(met("attended: [a, b, c, d]", rule="", casting=casting))
    assert decided.standing == "valid"


SENATE = """
book: {title: Senate, timezone: UTC}
records:
  - person: chair
  - {group: senators, count: 100}
  - entity: state
  - body: state/senate
    members: senators
    decides: majority of votes cast
    quorum: majority of members
    casting vote: chair
  - act: vote
    date: 2024-01-01
    by: state/senate
    form: meeting
    for: %s
    votes of others: {for: 50, against: 50}
    effect: decide the budget
"""


def test_who_breaks_a_tie_stands_beside_votes_told_by_number() -> None:
    found = verdict(book(SENATE % "[chair]"), "vote")
    assert [w.value.standing for w in found.worlds if w.value] == ["valid"]
    found = verdict(book((SENATE % "[]").replace("for: []", "against: [chair]")), "vote")
    assert [w.value.standing for w in found.worlds if w.value] == ["void"]


@pytest.mark.parametrize(
    ("order", "chaired", "there", "expected"),
    [
        ("[a, org/deputy]", "a", "[a, b, c]", "valid"),  # a person, in no office
        ("[a, org/deputy]", "b", "[a, b, c]", "voidable"),
        ("[a, org/deputy]", "b", "[b, c]", "valid"),
        ("[org/owners]", "e", "[b, c, e]", "valid"),  # any of those who hold the shares
        ("[org/owners]", "b", "[b, c, e]", "voidable"),
        ("[org/vacant, org/deputy]", "b", "[b, c]", "valid"),
        ("[org/hidden, org/deputy]", "b", "[b, c]", "undetermined"),  # who may have been there
    ],
)
def test_who_may_stand_in_the_order(order: str, chaired: str, there: str, expected: str) -> None:
    rule = RULE.replace("[org/chair, org/deputy, org/board]", order)
    more = """\
  - {post: org/vacant}
  - {post: org/hidden, holder: unknown}
  - {instrument: share, of: org}
  - {holding: all, holder: e, of: share, units: 10}
  - {body: org/owners, holders of: share}
"""
    vote = VOTE.replace("[b, c]", "c").replace("    against: d\n", "")
    written = met(f"attended: {there}", f"chaired by: {chaired}", rule=more + rule, vote=vote)
    assert standing(written) == expected

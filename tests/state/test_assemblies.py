"""Assemblies by their own constitutions: options that rival each other, quorums, no confidence."""

from __future__ import annotations

import pytest
from tests.state.cases import HEAD, act, effect, people, standing, worlds

# -- a project of 1000 developers: Q = 3 * sqrt(1000) / 2, which is 47.4

DEBIAN = """\
  - group: developers
    count: 1000
    members: [p, s1, s2, s3, s4, s5]
  - body: org/developers
    members: [developers]
    quorum: none
  - document: constitution
    of: org
    rank: charter
    norms:
      - can: org/developers
        id: foundation-documents
        do: decide to change the contract
        by: at least 3/4 of votes cast and at least 48 in office
      - {can: org/developers, id: ordinary, do: decide any, by: majority of votes cast and 48}
      - {proposal: org/developers, by: at least 6 in office, consequence: void}
"""
SPONSORS = people("p", "s1", "s2", "s3", "s4", "s5")
WHO = "proposed by: [p, s1, s2, s3, s4, s5]"


def resolution(deed: str, ayes: int, noes: int, *lines: str, name: str = "try") -> str:
    return act(name, "by: org/developers", "form: meeting", f"for: {ayes}", f"against: {noes}",
               "others: not voting", *(lines or (WHO,)), f"effect: {deed}")  # fmt: skip


@pytest.mark.parametrize(
    ("deed", "ayes", "noes", "expected"),
    [
        ("decide to ship firmware", 48, 47, "valid"),
        ("decide to ship firmware", 47, 0, "void"),  # one under the quorum
        ("decide to change the contract", 150, 50, "valid"),
        ("decide to change the contract", 149, 50, "void"),  # the special rule goes first
    ],
)
def test_what_has_a_rule_of_its_own_does_not_go_by_the_general_one(
    deed: str, ayes: int, noes: int, expected: str
) -> None:
    assert standing(HEAD + SPONSORS + DEBIAN + resolution(deed, ayes, noes)) == expected


def test_a_special_rule_that_waits_for_something_is_a_further_way() -> None:
    waits = "at least 48 in office\n        when: eased is determined\n"
    more = DEBIAN.replace("at least 48 in office\n", waits, 1)
    fact = "  - fact: eased\n    determined by: p\n"
    contract = resolution("decide to change the contract", 149, 50)
    assert standing(HEAD + SPONSORS + more + fact + contract) == "valid"


def test_sponsors_whom_the_book_does_not_name_in_the_group_may_be_of_it() -> None:
    unnamed = DEBIAN.replace("    members: [p, s1, s2, s3, s4, s5]\n", "")
    found = effect(HEAD + SPONSORS + unnamed + resolution("decide to ship firmware", 100, 0))
    assert found.standing == "undetermined"
    assert found.missing == ("how much of org/developers p, s1, s2, s3, s4, s5 are",)
    few = resolution("decide to ship firmware", 100, 0, "proposed by: [p, s1]")
    assert standing(HEAD + SPONSORS + DEBIAN + few) == "void"


def test_of_rival_options_the_second_counts_if_the_first_did_not_beat_none_of_the_above() -> None:
    first = resolution("decide to ship firmware", 200, 300, name="a")
    second = resolution("decide to ship it apart", 300, 200, WHO, "only if: not a is valid")
    both = HEAD + SPONSORS + DEBIAN + first + second + "    after: [a]\n"
    assert standing(both) == "valid"
    won = both.replace("for: 200\n    against: 300", "for: 300\n    against: 200")
    assert standing(won) == "void"


# -- a council that its electors can dismiss

COUNCIL = """\
  - group: core
    count: 90
    members: [a, b]
  - body: org/core
    members: [core]
    decides: majority of votes cast
    quorum: none
  - body: org/council
    seats: 5
    members: [c1, c2, c3, c4, c5]
    decides: majority of votes cast
    quorum: 3
  - document: pep
    of: org
    rank: charter
    norms:
      - {can: org/core, do: remove any from org/council, by: at least 2/3 of votes cast}
      - {proposal: org/core, do: remove any from org/council, by: at least 2 in office}
"""
MEMBERS = people("a", "b", "c1", "c2", "c3", "c4", "c5")
COUNCIL_VOTE = act("later", "by: org/council", "form: meeting", "for: [c1, c2]", "against: c3",
                   "absent: [c4, c5]", "effect: decide a release", date="2020-02-01")  # fmt: skip


def dismissal(ayes: int, *lines: str) -> str:
    whom = ", ".join(f"remove c{n} from org/council" for n in (1, 2, 3))
    return act("try", "by: org/core", "form: meeting", f"for: {ayes}", f"against: {60 - ayes}",
               "others: not voting", *lines, f"effect: [{whom}]")  # fmt: skip


@pytest.mark.parametrize(
    ("ayes", "dismissed", "later"), [(40, "valid", "void"), (39, "void", "valid")]
)
def test_two_thirds_of_the_electors_who_vote_dismiss_a_council(
    ayes: int, dismissed: str, later: str
) -> None:
    """Python's governance (PEP 13): no confidence by two thirds of those who vote."""
    written = HEAD + MEMBERS + COUNCIL + dismissal(ayes, "proposed by: [a, b]") + COUNCIL_VOTE
    assert standing(written) == dismissed
    assert standing(written, "later") == later


def test_nobody_calls_for_no_confidence_alone() -> None:
    answer = worlds(HEAD + MEMBERS + COUNCIL + dismissal(50, "proposed by: [a]"))
    assert {w.value.standing for w in answer.worlds if w.value} == {"void", "voidable"}

"""Suspended from a post or a body: who keeps it, who acts, who comes back, what votes stand in."""

from __future__ import annotations

import pytest
from tests.power.who_cases import control, sets
from tests.state.books import book, holder
from tests.state.cases import act, effect, people, standing, text, worlds

PEOPLE = people("a", "b", "c", "d", "e", "x", "y", "z")
OWNER = "  - post: org/owner\n    holder: z\n"
CHIEF = "  - post: org/chief\n    holder: x\n    appointed by: org/owner\n"
STATUTE = """\
  - document: statute
    of: org
    rank: charter
    norms:
      - {can: org/owner, do: suspend any from org/chief}
      - {can: org/owner, do: reinstate any to org/chief}
      - {can: org/chief, do: sign lease}
  - document: lease
    of: org
    parties: [org]
"""


ORDER = """\
  - document: order
    of: org
    rank: charter
    norms:
      - {can: org/owner, do: suspend any from org/board}
      - {can: org/owner, do: reinstate any to org/board}
"""


def board(*lines: str) -> str:
    rules = "".join(f"    {line}\n" for line in lines)
    return ("  - body: org/board\n    seats: 5\n    members: [a, b, c, d, e]\n"
            f"    appointed by: org/owner\n{rules}{ORDER}")  # fmt: skip


def owner(name: str, deed: str, date: str, *more: str) -> str:
    return act(name, "by: z", f"effect: {deed}", *more, date=date)


def org(*parts: str) -> str:
    return text(PEOPLE, OWNER, CHIEF, STATUTE, *parts)


SUSPENDED = owner("suspension", "suspend x from org/chief", "2020-01-02")


def signs(who: str, date: str = "2020-02-01", name: str = "try") -> str:
    return act(name, "by: org/chief", f"for: {who}", "effect: sign lease", date=date)


def test_whoever_is_suspended_keeps_the_post_and_does_not_act_as_it() -> None:
    found = org(SUSPENDED, signs("x"))
    assert standing(found) == "void"
    assert "x, who holds org/chief, is suspended and cannot act as it" in str(effect(found).why)
    assert holder(book(found), "org/chief", "2021").value == "x"


def test_who_would_have_the_power_is_told_of_the_suspension() -> None:
    own = act("try", "by: x", "effect: sign lease", date="2020-02-01")
    found = effect(org(SUSPENDED, own))
    assert found.standing == "void"
    assert "x is suspended from org/chief" in str(found.why)


def test_before_the_suspension_they_did() -> None:
    assert standing(org(SUSPENDED, signs("x", "2020-01-01"))) == "valid"


def test_reinstated_they_act_again() -> None:
    back = owner("back", "reinstate x to org/chief", "2020-01-20")
    assert standing(org(SUSPENDED, back, signs("x"))) == "valid"


@pytest.mark.parametrize(("date", "expected"), [("2020-01-30", "void"), ("2020-02-02", "valid")])
def test_a_suspension_for_a_time_ends_with_it(date: str, expected: str) -> None:
    until = owner("suspension", "suspend x from org/chief", "2020-01-02", "until: 2020-02-01")
    assert standing(org(until, signs("x", date))) == expected


@pytest.mark.parametrize(("party", "expected"), [("x", "void"), ("y", "valid")])
def test_another_stands_in_as_interim_and_nobody_is_put_out(party: str, expected: str) -> None:
    deputy = owner("deputy", "appoint y to org/chief as interim", "2020-01-03")
    found = org(SUSPENDED, deputy, signs(party))
    assert standing(found) == expected
    assert holder(book(found), "org/chief", "2021").value == "x, y"


def test_who_stood_in_goes_when_the_holder_comes_back() -> None:
    deputy = owner("deputy", "appoint y to org/chief as interim", "2020-01-03")
    back = owner("back", "reinstate x to org/chief", "2020-01-20")
    found = org(SUSPENDED, deputy, back, signs("y"))
    assert standing(found) == "void"
    assert holder(book(found), "org/chief", "2021").value == "x"


def test_who_stood_in_stays_when_the_holder_is_removed() -> None:
    deputy = owner("deputy", "appoint y to org/chief as interim", "2020-01-03")
    gone = owner("gone", "remove x from org/chief", "2020-01-20")
    assert standing(org(SUSPENDED, deputy, gone, signs("y"))) == "valid"


def test_an_appointment_for_good_puts_out_whoever_is_suspended() -> None:
    found = org(SUSPENDED, owner("new", "appoint y to org/chief", "2020-01-03"))
    assert holder(book(found), "org/chief", "2021").value == "y"


def test_nobody_is_suspended_twice_nor_reinstated_who_is_not_suspended() -> None:
    twice = org(SUSPENDED, owner("try", "suspend x from org/chief", "2020-01-03"))
    assert "x is suspended from org/chief already" in str(effect(twice).why)
    assert standing(twice) == "void"
    never = org(owner("try", "reinstate x to org/chief", "2020-01-03"))
    assert "x is not suspended from org/chief" in str(effect(never).why)
    assert standing(never) == "void"


def test_an_annulled_suspension_gives_the_post_back() -> None:
    court = """\
  - post: org/court
    holder: y
  - document: act
    rank: statute
    norms:
      - {can: org/court, do: annul any, reaches: from then}
"""
    annulled = act("ruling", "by: y", "effect: annul suspension", date="2020-01-15")
    assert standing(org(court, SUSPENDED, annulled, signs("x"))) == "valid"
    assert standing(org(court, SUSPENDED, annulled, signs("x", "2020-01-10"))) == "void"


def test_where_nothing_says_who_can_suspend_it_is_not_presumed_of_who_can_remove() -> None:
    bare = text(PEOPLE, OWNER, CHIEF, owner("try", "suspend x from org/chief", "2020-01-02"))
    found = effect(bare)
    assert found.standing == "undetermined"
    assert "who has the power to suspend x from org/chief" in found.missing


# -- a body: five members, e is suspended; a majority of seats is three, of those in office 3 or 2


def vote(*voters: str, rule: str, counts: str | None) -> str:
    more = [f"decides: {rule}", "quorum: none"]
    more += [f"suspended count in: {counts}"] if counts is not None else []
    return org(
        board(*more),
        owner("suspension", "suspend e from org/board", "2020-01-02"),
        act("try", "by: org/board", "form: meeting", f"for: [{', '.join(voters)}]",
            "effect: decide the budget", date="2020-02-01"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("voters", "counts", "expected"),
    [
        ("abe", "base", "void"),  # 2 of 5: the vote of e is not counted
        ("abc", "base", "valid"),
        ("ab", "nothing", "void"),  # 2 of 4 is no majority
        ("abc", "nothing", "valid"),
    ],
)
def test_a_suspended_member_does_not_vote(voters: str, counts: str, expected: str) -> None:
    written = vote(*voters, rule="majority of members in office", counts=counts)
    others = "".join(sorted({*"abcde"} - {*voters}))
    assert (
        standing(written.replace("for:", f"against: [{', '.join(others)}]\n    for:")) == expected
    )


def test_what_the_suspended_count_in_is_asked_where_nothing_says_it() -> None:
    """Two of four, with e out of the base, would be half; three fifths needs three of five."""
    written = vote("a", "b", rule="at least 1/2 of members in office", counts=None)
    answer = worlds(written.replace("for:", "against: [c, d]\n    for:"))
    assert answer.value is None
    assert any("what suspended votes in org/board count in" in h for h in answer.hinges)


def test_a_suspended_member_is_no_longer_any_member() -> None:
    calls = """\
  - document: orders
    of: org
    rank: bylaw
    norms:
      - {can: any member of org/board, do: call org/board}
"""
    gone = owner("suspension", "suspend e from org/board", "2020-01-02")
    said = act("try", "by: e", "effect: call org/board", date="2020-02-01")
    assert standing(org(board(), calls, gone, said)) == "void"
    assert standing(org(board(), calls, said)) == "valid"


# -- who can


WHO = org(
    board("decides: majority of members in office", "quorum: none", "suspended count in: nothing",
          "target votes: yes"),
    """\
  - document: rules
    of: org
    rank: bylaw
    norms:
      - {can: org/board, do: decide the budget}
""",
    owner("suspension", "suspend e from org/board", "2020-01-02"),
)  # fmt: skip


def test_coalitions_are_of_those_who_are_not_suspended() -> None:
    today = control(book(WHO), "decide the budget", "2020-03-01", 0)
    assert all("e" not in coalition for coalition in sets(today))


def test_the_owner_gets_a_body_by_suspending_its_members() -> None:
    """The owner may remove them too; here only suspension is left to him."""
    written = WHO.replace("    appointed by: org/owner\n    decides", "    appointed by: nobody\n"
                          "    removed by: nobody\n    decides")  # fmt: skip
    written = written.replace("{can: org/board, do: decide the budget}",
                              "{can: org/board, do: appoint any to org/chief}")  # fmt: skip
    written = written.replace(CHIEF, "  - post: org/chief\n")
    written += "  - assert: e is suspended from org/board\n    date: 2020-03-01\n"
    found = control(book(written), "appoint y to org/chief", "2020-03-01", None)
    assert frozenset({"z", "a"}) in sets(found)

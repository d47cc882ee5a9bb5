"""A chair with a casting vote, in bodies of many, and of groups that are counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from tests.power.who_cases import ask_who, control
from tests.state.books import book

from minutebook.power.coalitions import Part
from minutebook.power.games import weighted

AT = "2024-01-01"


def council(
    members: Sequence[str], rule: str, chair: str, *, more: Sequence[str] = (), votes: str = ""
) -> str:
    """A council of entities, and of the `floor`, a group of twelve."""
    named = [m for m in members if m != "floor"]
    lines = [
        "book: {title: A council, timezone: UTC}",
        "records:",
        *(f"  - entity: {name}" for name in named),
        "  - {group: floor, count: 12}",
        "  - body: council",
        f"    members: [{', '.join(members)}]",
        f"    decides: {rule}",
        f"    casting vote: {chair}",
        *([f"    votes: {{{votes}}}"] if votes else []),
        *more,
        "  - {fact: matter, determined by: council}",
    ]
    return "\n".join(lines) + "\n"


def test_an_organisation_can_have_the_casting_vote() -> None:
    """The Australian Loan Council: the union has two votes and breaks ties, six states have one.

    So 5 votes carry, of which the union has 3 (Financial Agreement of 1927): it decides when it
    comes third, fourth or fifth of seven.
    """
    states = [f"state-{n}" for n in range(6)]
    text = council(
        ["union", *states], "majority of votes cast", "union",
        votes="union: 2", more=["    quorum: none"],
    )  # fmt: skip
    found = control(book(text), "determine matter", AT, 0)
    assert found.power is not None
    assert found.power["union"].shapley_shubik == Fraction(3, 7)
    assert found.power["state-0"].shapley_shubik == Fraction(2, 21)
    assert found.power["union"].swings == weighted(5, [3, 1, 1, 1, 1, 1, 1]).swings()[0]


Carries = Callable[[int, int, int], bool]
RULES: dict[str, Carries] = {
    "majority of members present": lambda yes, no, idle: 2 * yes > yes + no + idle,
    "{all of: [majority of votes cast, at least 5 in office]}": (
        lambda yes, no, idle: yes > no and yes >= 5
    ),
    "{any of: [at least 9 in office, majority of votes cast]}": (
        lambda yes, no, idle: yes >= 9 or yes > no
    ),
    "at least 2/3 of votes cast": lambda yes, no, idle: 3 * yes >= 2 * (yes + no) > 0,
}


def least_of_others(carries: Carries, others: int, quorum: int, chair: bool) -> int | None:
    """How many of the others it takes, whatever all the rest do, by going through all of it."""
    rest = others + (not chair)
    for ours in range(others + 1):
        yes, left = ours + chair, rest - ours
        if all(
            yes + no + idle >= quorum
            and (carries(yes, no, idle) or (chair and yes == no and carries(yes + 1, no, idle)))
            for no in range(left + 1)
            for idle in range(left - no + 1)
        ):
            return ours
    return None


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("even", [True, False])
def test_many_equal_voters_are_counted_on_ties_too(rule: str, even: bool) -> None:
    named = ["a"] if even else ["a", "b"]
    quorum = "    quorum: at least 7 in office"
    text = council(["chair", *named, "floor"], rule, "chair", more=[quorum])
    found = control(book(text), "determine matter", AT, 0)
    others = 12 + len(named)
    least: dict[bool, int] = {}
    for members in found.minimal_coalitions or ():
        size = sum(m.count if isinstance(m, Part) else 1 for m in members)
        chair = "chair" in members
        assert least.setdefault(chair, size - chair) == size - chair
    with_chair = least_of_others(RULES[rule], others, 7, chair=True)
    alone = least_of_others(RULES[rule], others, 7, chair=False)
    wanted = {True: with_chair, False: alone}
    if with_chair == alone:
        del wanted[True]
    assert least == {chair: number for chair, number in wanted.items() if number is not None}


def test_of_too_many_different_votes_it_says_so() -> None:
    people = [f"p{n}" for n in range(24)]
    votes = ", ".join(f"{p}: {n + 5}" for n, p in enumerate(people))
    text = council(["chair", *people], "majority of votes present", "chair", votes=votes,
                   more=["    quorum: none"])  # fmt: skip
    answer = ask_who(book(text), "determine matter", AT, 0)
    assert answer.value is not None and answer.value.minimal_coalitions is None
    assert answer.missing == ("when the casting vote of chair decides: too many ways to vote",)

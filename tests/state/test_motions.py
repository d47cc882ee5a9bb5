"""Rival motions, resolutions that hang on each other, and setting aside what was decided."""

from __future__ import annotations

import pytest
from tests.state.cases import HEAD, act, board, effect, people, standing, worlds

PEOPLE = people("a", "b", "c", "d", "e")
BOARD = board("a, b, c, d, e", "decides: majority of votes cast", "quorum: none")


def text(*parts: str) -> str:
    return "".join((HEAD, PEOPLE, BOARD, *parts))


def motion(name: str, votes: str, what: str, *lines: str, date: str = "2020-05-11T10:00") -> str:
    return act(name, "by: org/board", "form: meeting", votes, "others: against", f"effect: {what}",
               *lines, date=date)  # fmt: skip


# -- rival motions


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("[a, b, c]", "[a, b, c, d]", "void"),  # moot, though more were for it
        ("[a, b]", "[c, d, e]", "valid"),
        ("[a, b]", "[c, d]", "void"),
    ],
)
def test_a_rival_motion_is_moot_once_the_first_carries(
    first: str, second: str, expected: str
) -> None:
    written = text(
        motion("red", f"for: {first}", "decide red"),
        motion("try", f"for: {second}", "decide blue", "only if: not red is valid",
               date="2020-05-11T10:10"),
    )  # fmt: skip
    assert standing(written) == expected


def test_of_two_at_one_moment_the_order_is_asked() -> None:
    blue = motion("try", "for: [a, b, c]", "decide blue", "only if: not red is valid")
    red = motion("red", "for: [a, b, c]", "decide red")
    answer = worlds(text(red, blue))
    assert len(answer.hinges) == 1
    assert {w.value.standing for w in answer.worlds if w.value} == {"valid", "void"}


def test_two_that_each_yield_to_the_other_rest_on_nothing() -> None:
    one = motion("red", "for: [a, b, c]", "decide red", "only if: not try is valid")
    other = motion("try", "for: [a, b, c]", "decide blue", "only if: not red is valid")
    assert {w.value.standing for w in worlds(text(one, other)).worlds if w.value} == {
        "valid", "void",
    }  # fmt: skip


def test_a_resolution_hangs_on_another_that_carries() -> None:
    """As notices of meetings have it: "conditional on the passing of resolution 1"."""
    for votes, expected in (("for: [a, b, c]", "valid"), ("for: [a, b]", "void")):
        first = motion("authorise", votes, "decide to allot shares")
        second = motion("try", "for: [a, b, c]", "decide to disapply pre-emption",
                        "only if: authorise is valid", date="2020-05-11T10:10")  # fmt: skip
        assert standing(text(first, second)) == expected


def test_an_amendment_decides_which_main_motion_is_put() -> None:
    for votes, amended, plain in (("[a, b, c]", "valid", "void"), ("[a, b]", "void", "valid")):
        written = text(
            motion("amendment", f"for: {votes}", "decide to spend 80 instead of 100"),
            motion("at-80", "for: [a, b, c]", "decide to spend 80",
                   "only if: amendment is valid", date="2020-05-11T10:10"),
            motion("at-100", "for: [a, b, c]", "decide to spend 100",
                   "only if: not amendment is valid", date="2020-05-11T10:10"),
        )  # fmt: skip
        assert standing(written, "at-80") == amended
        assert standing(written, "at-100") == plain


def test_what_is_not_determined_keeps_the_motion_open_and_says_what_it_waits_for() -> None:
    first = act("red", "by: org/board", "form: meeting", "for: [a, b]", "against: [c, d]",
                "effect: decide red", date="2020-05-11T09:00")  # fmt: skip
    found = effect(text(first, motion("try", "for: [a, b, c]", "decide blue",
                                      "only if: red is valid")))  # fmt: skip
    assert found.standing == "undetermined"
    assert found.missing == ("whether red is valid",)


# -- to set aside what was adopted: Robert's Rules (12th ed.), 35:2(7)

RESCIND = """\
  - document: rules
    of: org
    rank: bylaw
    norms:
      - can: org/board
        do: annul any
        by: 2/3 of votes cast or majority of members in office
        reaches: from then
      - can: org/board
        do: annul any
        by: majority of votes cast
        form: meeting with notice
        reaches: from then
"""
ADOPTED = motion("old", "for: [a, b, c]", "decide red", date="2020-03-01T10:00")
MEETING = """\
  - meeting: may
    of: org/board
    date: 2020-05-11T10:00
    attended: [a, b, c, d, e]
"""


def notice(business: str) -> str:
    return ("  - message: call\n    from: a\n    to: org/board\n    notice of: may\n"
            f"    date: 2020-05-01\n    business: {business}\n")  # fmt: skip


def rescinding(votes: str, *parts: str) -> str:
    again = act("try", "by: org/board", "meeting: may", votes, "others: abstain",
                "effect: annul old", date="2020-05-11T10:30")  # fmt: skip
    return standing(text(RESCIND, ADOPTED, MEETING, *parts, again)) or ""


@pytest.mark.parametrize(
    ("votes", "notified", "other", "silent"),
    [
        ("for: [a, b, c]\n    against: [d, e]", "valid", "valid", "valid"),  # a majority of all
        ("for: [a, b]\n    against: c", "valid", "valid", "valid"),  # two thirds exactly
        ("for: [a]\n    against: []", "valid", "valid", "valid"),  # all of the votes cast
        ("for: [a, b]\n    against: [c, d]", "void", "void", "void"),  # a tie
    ],
)
def test_two_thirds_or_a_majority_of_all_need_no_notice(
    votes: str, notified: str, other: str, silent: str
) -> None:
    votes = votes.replace("\n    against: []", "")
    assert rescinding(votes, notice("annul old")) == notified
    assert rescinding(votes, notice("decide green")) == other
    assert rescinding(votes) == silent


def test_a_bare_majority_sets_aside_only_what_the_notice_stated() -> None:
    more = text(RESCIND, ADOPTED.replace("a, b, c", "a, b, c, d"), MEETING)
    more = more.replace("c, d, e]", "c, d, e, f, g]").replace(
        "  - person: e\n", "  - person: e\n  - person: f\n  - person: g\n"
    )
    try_ = act("try", "by: org/board", "meeting: may", "for: [a, b, c]", "against: [d, e]",
               "others: abstain", "effect: annul old", date="2020-05-11T10:30")  # fmt: skip
    assert standing(more + notice("annul any") + try_) == "valid"
    assert standing(more + notice("decide green") + try_) == "void"
    found = effect(more + try_)
    assert found.standing == "undetermined"
    assert found.missing == ("whether the notice of may stated annul old",)


def test_what_was_set_aside_applied_until_then() -> None:
    again = act("undo", "by: org/board", "meeting: may", "for: [a, b, c]", "others: abstain",
                "effect: annul old", date="2020-05-11T10:30")  # fmt: skip
    found = effect(text(RESCIND, ADOPTED, MEETING, again), "old")
    assert (found.standing, str(found.takes_effect)) == (
        "valid", "from 2020-03-01T10:00 until 2020-05-11T10:30",
    )  # fmt: skip


# -- what a ratification makes of the vote


def test_what_was_ratified_is_carried_and_says_how_it_stood() -> None:
    told = "reported: carried"
    lost = motion("lost", "for: [a, b]", "decide red", told, date="2020-03-01T10:00")
    ratify = motion("mend", "for: [a, b, c]", "ratify lost")
    before = effect(text(lost), "lost")
    after = effect(text(lost, ratify), "lost")
    assert (before.carried, before.standing) == (False, "void")
    assert (after.carried, after.standing, after.first) == (True, "valid", "void")

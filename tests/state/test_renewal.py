"""Putting again what was voted down: the same session, a time, the side that prevailed."""

from __future__ import annotations

import pytest
from tests.state.books import advance, book, by_world
from tests.state.cases import act, board, judged, people, standing, text, worlds

MEETINGS = """\
  - {meeting: june, of: org/board, date: 2024-06-10T18:00}
  - {meeting: later, of: org/board, date: 2024-06-11T18:00, adjourned from: june}
  - {meeting: july, of: org/board, date: 2024-07-10T18:00}
"""


def rule(*lines: str) -> str:
    head = "  - document: standing-orders\n    of: org\n    rank: bylaw\n    norms:\n"
    first, *rest = ("renewal: org/board", *lines)
    return f"{head}      - {first}\n" + "".join(f"        {line}\n" for line in rest)


def vote(name: str, date: str, yes: str, no: str, *lines: str, deed: str = "decide the fee") -> str:
    return act(name, "by: org/board", f"for: [{yes}]", f"against: [{no}]", f"effect: {deed}",
               *lines, date=date)  # fmt: skip


def club(*acts: str) -> str:
    rules = ("decides: majority of votes cast", "quorum: 3")
    return text(people(*"abcde"), board("a, b, c, d, e", *rules), MEETINGS, *acts)


LOST = vote("first", "2024-06-10T18:10", "a, b", "c, d, e", "meeting: june")
NO = rule("value: not allowed", "consequence: void")
WAIT = rule("at least: 6 months", "consequence: void")
SIDE = rule("value: prevailing side", "consequence: void")


def again(meeting: str = "june", *lines: str, deed: str = "decide the fee") -> str:
    days = {"june": "2024-06-10T18:40", "later": "2024-06-11T18:40", "july": "2024-07-10T18:40"}
    return vote("try", days[meeting], "a, b, c", "d, e", f"meeting: {meeting}", *lines, deed=deed)


def test_a_motion_that_was_lost_is_not_put_again_in_one_session() -> None:
    assert standing(club(LOST, again())) == "valid"  # no rule bars it
    assert standing(club(LOST, again(), NO)) == "void"
    assert standing(club(LOST, again("later"), NO)) == "void"  # one session, adjourned
    assert standing(club(LOST, again("july"), NO)) == "valid"
    assert standing(club(LOST, again(deed="decide the rent"), NO)) == "valid"
    carried = LOST.replace("for: [a, b]", "for: [a, b, c]").replace("[c, d, e]", "[d, e]")
    assert standing(club(carried, again(), NO)) == "valid"


@pytest.mark.parametrize(
    ("mover", "expected"), [("a", "void"), ("c", "valid"), ("[a, d]", "valid")]
)
def test_who_voted_with_the_prevailing_side_moves_to_reconsider(mover: str, expected: str) -> None:
    assert standing(club(LOST, again("june", f"proposed by: {mover}"), SIDE)) == expected


def test_who_moved_it_again_must_be_told() -> None:
    open_ = judged(club(LOST, again(), SIDE))
    assert open_.standing == "undetermined"
    assert "who proposed decide the fee again" in open_.missing
    secret = LOST.replace("for: [a, b]", "for: 2").replace("against: [c, d, e]", "against: 3")
    untold = judged(club(secret, again("june", "proposed by: c"), SIDE))
    assert untold.missing == ("how c voted in first",)


def test_a_motion_is_reconsidered_once() -> None:
    second = vote("second", "2024-06-10T18:30", "a, b", "c, d, e", "meeting: june",
                  "proposed by: c")  # fmt: skip
    third = again("june", "proposed by: d")
    assert standing(club(LOST, second, third, SIDE)) == "void"
    assert standing(club(LOST, third, SIDE)) == "valid"


@pytest.mark.parametrize(("date", "expected"), [("2024-12-09", "void"), ("2024-12-11", "valid")])
def test_a_lost_motion_rests_for_a_time(date: str, expected: str) -> None:
    """As standing orders of councils have it, for six months."""
    late = vote("try", f"{date}T18:10", "a, b, c", "d, e", "form: meeting")
    assert standing(club(LOST, late, WAIT)) == expected


def test_where_no_rule_says_what_follows_that_is_open() -> None:
    found = by_world(worlds(club(LOST, again(), rule("value: not allowed"))))
    assert set(found.values()) == {"void", "voidable"}


@pytest.mark.parametrize(("said", "expected"), [(NO, "valid"), (WAIT, "void")])
def test_in_advance(said: str, expected: str) -> None:
    found = advance(book(club(LOST, said)), "decide the fee", "2024-08-12", "org/board", "meeting",
                    for_=["a", "b", "c"]).value  # fmt: skip
    assert found is not None
    assert found.standing == expected

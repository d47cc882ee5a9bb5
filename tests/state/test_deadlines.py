"""What is owed at a date, and who is late since when."""

from __future__ import annotations

from tests.state.books import book, moment
from tests.state.cases import act, board, people, text

from minutebook.answers import World
from minutebook.state.deadlines import Deadline, deadlines
from minutebook.state.state import State

BYLAWS = """\
  - document: bylaws
    of: org
    rank: bylaw
    norms:
      - {notice: org/board, id: notice, at least: 48h}
      - {notice afterwards: org/board, id: tell, at most: 10 days}
      - {must: org, id: report, do: deliver report, due: 2020-06-30}
"""
MEETING = """\
  - meeting: m
    of: org/board
    date: 2020-05-11T10:00
    called by: a
  - message: n
    from: a
    to: b
    notice of: m
    date: 2020-05-01
"""
BOOK = text(
    people("a", "b", "c"), board("a, b, c", "without meeting: majority of members in office"),
    BYLAWS, MEETING,
    act("written", "by: org/board", "form: without meeting", "for: [a, b]", "absent: c",
        "effect: decide x", date="2020-04-20"),
)  # fmt: skip


def owed(at: str, more: str = "") -> list[Deadline]:
    found = book(BOOK + more)
    return list(deadlines(State(found, moment(found, at), None, World({}))))


def told(at: str, more: str = "") -> list[tuple[str, str | None, tuple[str, ...], str, bool]]:
    return [(d.norm, d.by, d.to, d.until.written, bool(d.late)) for d in owed(at, more)]


def test_what_is_owed_is_told_with_its_time() -> None:
    found = told("2020-04-30")
    assert found[:2] == [
        ("tell", "org", ("c",), "2020-04-30", False),
        ("notice", "a", ("b", "c"), "2020-05-09 10:00", False),  # b's has not gone out yet
    ]
    assert told("2020-05-02")[1] == ("notice", "a", ("c",), "2020-05-09 10:00", False)
    assert [d.norm for d in owed("2020-04-30")] == ["tell", "notice", "report"]


def test_who_is_late_is_late_from_the_end_of_the_last_day() -> None:
    late = {d.norm: d.late for d in owed("2020-05-01")}
    assert late == {"tell": True, "notice": False, "report": False}
    late = {d.norm: d.late for d in owed("2020-05-09T10:00")}
    assert late["notice"] is True
    assert {d.norm: d.late for d in owed("2020-05-09T09:59")}["notice"] is False


def test_what_was_done_is_owed_no_more() -> None:
    more = ("  - message: told\n    to: c\n    notice of: [written]\n    date: 2020-04-25\n"
            "  - message: n2\n    to: c\n    notice of: m\n    date: 2020-05-02\n")  # fmt: skip
    more = more.replace("[written]", "written")
    assert [d.norm for d in owed("2020-05-03", more)] == ["report"]
    assert [d.norm for d in owed("2020-04-24", more)] == ["tell", "notice", "report"]


def test_a_meeting_that_is_over_owes_no_notice() -> None:
    assert "notice" not in [d.norm for d in owed("2020-05-12")]


CEO = ("  - post: org/ceo\n    appointed by: org/board\n"
       "  - event: closing\n    says: the closing\n{date}")  # fmt: skip
HIRE = act("hire", "by: org/board", "form: without meeting", "for: [a, b]", "absent: c",
           "takes effect: 10 days after closing", "effect: appoint a to org/ceo",
           date="2020-05-01")  # fmt: skip


def held(date: str, at: str) -> tuple[str, str | None]:
    """From when the appointment takes effect, and who holds the post at a date."""
    found = book(BOOK + CEO.replace("{date}", f"    date: {date}\n" if date else "") + HIRE)
    state = State(found, moment(found, at), None, World({}))
    occupancy = state.holder("org/ceo")
    holder = occupancy.holder if occupancy is not None else None
    return str(state.effect("hire", 0).takes_effect), holder


def test_what_waits_for_something_holds_once_that_has_happened() -> None:
    assert held("2020-06-01T12:00", "2020-06-11T12:00")[1] == "a"
    assert held("2020-06-01T12:00", "2020-06-11T11:59")[1] is None
    assert held("", "2030-01-01") == ("pending on closing", None)

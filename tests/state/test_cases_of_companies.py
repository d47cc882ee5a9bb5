"""Company statutes at their boundaries: the facts as book text in, the verdict out."""

from __future__ import annotations

import pytest
from tests.state.cases import HEAD, act, effect, people, standing, text

from minutebook.answers.found import Why

SUPERVISORY_BOARD = """\
  - entity: state
  - instrument: share
    of: org
  - {holding: h1, holder: state, of: share, units: 25}
  - {holding: h2, holder: fund, of: share, units: 75}
  - body: org/general-meeting
    holders of: share
    decides: majority of votes cast
    quorum: none
  - body: org/supervisory-board
    seats: 3
    members: [ada, ben]
  - post: org/delegated-seat
    in: org/supervisory-board
    holder: eva
    appointed by: state
    removed by: state
  - document: aktg
    rank: statute
    norms:
      - can: org/general-meeting
        id: s103-1
        do: remove any from org/supervisory-board
        by: at least 3/4 of votes cast
        yields to: charter
      - {cannot: org/general-meeting, id: s103-2, do: remove any from org/delegated-seat}
"""


@pytest.mark.parametrize("place", ["org/delegated-seat", "org/supervisory-board"])
@pytest.mark.parametrize(("by", "expected"), [("org/general-meeting", "void"), ("state", "valid")])
def test_a_delegate_leaves_only_by_whoever_delegated_them(
    place: str, by: str, expected: str
) -> None:
    """AktG s. 103(1) and (2): three quarters of the votes cast remove whom the meeting elected; a
    delegate is removed by whoever delegated them. It is the same seat by either name.
    """
    votes = ["form: meeting", "for: fund", "against: state"] if by != "state" else []
    tried = act("try", f"by: {by}", *votes, f"effect: remove eva from {place}")
    assert standing(text(people("ada", "ben", "eva", "fund"), SUPERVISORY_BOARD, tried)) == expected


@pytest.mark.parametrize(("units", "expected"), [(75, "valid"), (74, "void")])
def test_three_quarters_remove_whom_the_meeting_elected(units: int, expected: str) -> None:
    written = SUPERVISORY_BOARD.replace("units: 75", f"units: {units}")
    tried = act("try", "by: org/general-meeting", "form: meeting", "for: fund", "against: state",
                "effect: remove ada from org/supervisory-board")  # fmt: skip
    assert standing(text(people("ada", "ben", "eva", "fund"), written, tried)) == expected


PRIVATE_COMPANY = """\
book: {title: Test, timezone: Europe/London}
records:
  - entity: org
    law: uk-private-company
    roles: {board: org/board, members: org/members}
  - person: ann
  - person: bea
  - instrument: share
    of: org
  - {holding: h1, holder: ann, of: share, units: 50}
  - {holding: h2, holder: bea, of: share, units: 50}
  - body: org/members
    holders of: share
  - body: org/board
    members: [ann, bea]
"""


@pytest.mark.parametrize(("day", "expected"), [("2024-01-29", "valid"), ("2024-01-30", "void")])
def test_a_written_resolution_lapses_with_the_28th_day_of_which_the_first_is_circulation(
    day: str, expected: str
) -> None:
    """Companies Act 2006, s. 297: 28 days beginning with the circulation date."""
    tried = act("try", "by: org/members", "form: without meeting", "circulated: 2024-01-02",
                "for: [ann, bea]", f"delivered: {{ann: 2024-01-03, bea: {day}}}",
                "effect: decide the dividend", date=day)  # fmt: skip
    assert standing(PRIVATE_COMPANY + tried) == expected


@pytest.mark.parametrize(
    ("sent", "expected"), [("2024-04-02", "valid"), ("2024-04-03", "undetermined")]
)
def test_special_notice_leaves_out_its_own_day_and_that_of_the_meeting(
    sent: str, expected: str
) -> None:
    """Companies Act 2006, ss. 312 and 360: 28 clear days, here before 1 May. Nothing at
    hand says what follows if it comes late.
    """
    held = f"""\
  - message: special-notice
    from: ann
    to: org
    date: {sent}
    notice of: may
    business: remove bea from org/board
  - message: notice
    from: org/board
    to: org/members
    date: 2024-04-04
    notice of: may
  - meeting: may
    of: org/members
    date: 2024-05-01T10:00
    called by: ann
    attended: [ann, bea]
    heard: bea
"""
    tried = act("try", "by: org/members", "meeting: may", "for: ann", "abstain: bea",
                "effect: remove bea from org/board", date="2024-05-01T11:00")  # fmt: skip
    assert standing(PRIVATE_COMPANY + held + tried) == expected


def _says(why: Why) -> list[str]:
    return [why.says, *(says for inner in why.because for says in _says(inner))]


@pytest.mark.parametrize(("chair", "breaks"), [("for: [ann, bo]", True), ("for: [cy, di]", False)])
def test_the_reasons_name_the_casting_vote_that_broke_a_tie(chair: str, breaks: bool) -> None:
    rest = "against: [cy, di]" if breaks else "against: [ann, bo]"
    seats = "  - body: org/board\n    members: [ann, bo, cy, di]\n    casting vote: ann\n"
    tried = act("try", "by: org/board", "form: meeting", chair, rest, "effect: decide the lease")
    rule = "    decides: majority of votes cast\n    quorum: 2\n"
    found = effect(HEAD + people("ann", "bo", "cy", "di") + seats + rule + tried)
    assert found.standing == ("valid" if breaks else "void")
    assert ("the casting vote of ann breaks the tie" in _says(found.why)) is breaks

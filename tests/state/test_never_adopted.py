"""What was never adopted or has ended already: nothing to ratify, and nothing to repeal."""

from __future__ import annotations

import pytest
from tests.state.cases import act, people, text
from tests.state.test_later_acts import stands

from minutebook.records import load_texts

BOARD = """\
  - entity: registry
  - body: org/board
    members: [a, b, c]
    decides: majority of members present
    quorum: majority of seats
  - document: policy
    of: org
    rank: resolution
    norms: [{can: a, do: sign any}]
  - document: bylaws
    of: org
    rank: bylaw
    norms: [{can: org/board, do: repeal any}]
"""
WAITS = """\
  - document: filing-act
    rank: statute
    norms:
      - {takes effect: org/board, do: ratify any, upon: file any with registry}
"""
PEOPLE = people("a", "b", "c")
MEND = act("mend", "by: org/board", "form: meeting", "for: [a, b, c]", "effect: ratify budget",
           date="2024-03-01")  # fmt: skip


def _budget(*lines: str) -> str:
    return act("budget", "by: org/board", "form: meeting", *lines, "effect: decide the budget",
               date="2024-01-10")  # fmt: skip


@pytest.mark.parametrize(
    ("votes", "mended", "stays"),
    [
        (("for: [a]", "against: [b, c]"), "void", "void"),
        (("for: [a]", "against: [b, c]", "reported: carried"), "valid", "valid"),
        (("for: [a]", "absent: [b, c]"), "valid", "valid"),
    ],
)
def test_what_was_voted_down_is_nothing_to_ratify(
    votes: tuple[str, ...], mended: str, stays: str
) -> None:
    """Ratification mends an act that somebody took for done, not a motion that was lost."""
    written = text(PEOPLE, BOARD, _budget(*votes), MEND)
    assert stands(written, "mend", "2024-06-01") == mended
    assert stands(written, "budget", "2024-06-01") == stays


@pytest.mark.parametrize(("filed", "stays"), [(False, "void"), (True, "valid")])
def test_a_ratification_that_waits_for_its_filing_mends_nothing_before(
    filed: bool, stays: str
) -> None:
    """8 Del. C. § 204(e) asks for a certificate of validation for some acts."""
    filing = act("filing", "by: a", "effect: file mend with registry", date="2024-04-01")
    parts = (PEOPLE, BOARD, WAITS, _budget("for: [a]", "absent: [b, c]"), MEND)
    written = text(*parts, *((filing,) if filed else ()))
    assert stands(written, "mend", "2024-06-01") == "valid"
    assert stands(written, "budget", "2024-06-01") == stays


def test_what_was_repealed_cannot_be_repealed_again() -> None:
    first, again = (
        act(name, "by: org/board", "form: meeting", "for: [a, b, c]", "effect: repeal policy",
            date=date)
        for name, date in (("first", "2024-03-01"), ("again", "2024-04-01"))
    )  # fmt: skip
    written = text(PEOPLE, BOARD, first, again)
    assert stands(written, "first", "2024-06-01") == "valid"
    assert stands(written, "again", "2024-06-01") == "void"


@pytest.mark.parametrize("rule", ["decides: none", "without meeting: none"])
def test_a_body_cannot_decide_by_nobody(rule: str) -> None:
    """It would decide against the votes of all: `none` is the word for no quorum."""
    written = text(PEOPLE, f"  - {{body: org/board, members: [a, b, c], {rule}}}\n")
    found = load_texts({"book.yaml": written.encode()})
    assert [d.code for d in found.diagnostics] == ["MB221"]

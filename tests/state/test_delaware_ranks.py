"""What by-laws cannot do under the Delaware preset, and where the preset is silent."""

from __future__ import annotations

import pytest
from tests.state.books import book, verdict

WESTECH = """
book: {title: Officers, timezone: America/New_York}
records:
  - entity: co
    law: delaware-stock
    roles: {board: co/board, stockholders: co/holders, officers: co/ceo}
  - person: chief
  - person: major
  - person: other
  - instrument: share
    of: co
  - body: co/holders
    holders of: share
  - body: co/board
    members: [chief, other]
  - post: co/ceo
    holder: chief
  - {holding: h1, holder: major, of: share, units: 60}
  - {holding: h2, holder: chief, of: share, units: 40}
  - document: rules
    of: co
    rank: RANK
    norms:
      - {can: co/holders, do: remove any from co/ceo, by: majority of outstanding votes}
  - document: rules-2
    of: co
    rank: RANK
    amends: rules
  - act: try
    date: 2014-09-01
    by: co/holders
    form: without meeting
    for: major
    effect: DEED
"""


def written(rank: str, deed: str) -> str:
    return WESTECH.replace("RANK", rank).replace("DEED", deed)


@pytest.mark.parametrize(("rank", "standing"), [("bylaw", "void"), ("charter", "valid")])
def test_only_the_charter_lets_stockholders_remove_officers(rank: str, standing: str) -> None:
    """Gorman v Salamone (Del. Ch. 2015), carried as assumed: the answer says so."""
    answer = verdict(book(written(rank, "remove chief from co/ceo")), "try")
    assert answer.value is not None
    assert answer.value.standing == standing
    if standing == "void":
        cites = answer.why.cites()
        assert any(cite.mark == "assumed" and cite.locator == "141(a)" for cite in cites)


def test_without_the_law_the_by_law_holds() -> None:
    roles = "    roles: {board: co/board, stockholders: co/holders, officers: co/ceo}\n"
    free = written("bylaw", "remove chief from co/ceo").replace(roles, "")
    free = free.replace("    law: delaware-stock\n", "")
    closed = free.replace("holders of: share", "holders of: share\n    without meeting: "
                          "majority of outstanding votes")  # fmt: skip
    answer = verdict(book(closed), "try")
    assert answer.value is not None
    assert answer.value.standing == "valid"


def test_where_the_preset_is_silent_the_answer_says_so_and_where_to_look() -> None:
    answer = verdict(book(written("bylaw", "adopt rules-2")), "try")
    assert answer.value is not None
    assert answer.value.standing == "undetermined"
    assert answer.missing == ("who has the power to adopt rules-2",)
    assert "minutebook law delaware-stock" in str(answer.why.because)

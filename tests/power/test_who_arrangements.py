"""In the end, where holder, beneficiary and voter differ, and where a seat that decides is empty.

In each book one director appoints the head of a company, the holders appoint the director: the
director can remove the head, and so can whoever replaces the director first.
"""

from __future__ import annotations

import pytest
from tests.power.who_cases import control, sets
from tests.state.books import book

COMPANY = """
book: {title: Company, timezone: UTC}
records:
- entity: co
- {person: ann}
- {person: ben}
- {person: cy}
- {person: dee}
- {person: trustee}
- {instrument: share, of: co}
- body: co/meeting
  holders of: share
  decides: majority of outstanding votes
  quorum: none
  without meeting: impossible
- body: co/board
  members: [dee]
  seats: 1
  decides: majority of seats
  quorum: none
  without meeting: impossible
  appointed by: co/meeting
- post: co/head
  holder: cy
  appointed by: co/board
"""
TRUST = """
- {holding: h1, holder: trustee, of: share, units: 60, for: ben, votes directed by: ben}
- {holding: h2, holder: cy, of: share, units: 40}
"""
IRREVOCABLE = """
- {holding: h1, holder: ann, of: share, units: 60}
- {holding: h2, holder: cy, of: share, units: 40}
- document: agreement
  rank: contract
  parties: [ann, ben]
  norms:
    - {can: ben, do: vote for ann in co/meeting, irrevocable: yes, to: 2026-01-01}
"""
TREASURY = """
- {holding: h0, holder: co, of: share, units: 30}
- {holding: h1, holder: ann, of: share, units: 36}
- {holding: h2, holder: ben, of: share, units: 34}
- document: statutes
  of: co
  rank: charter
  norms:
    - {suspended count in: co/meeting, value: nothing}
"""
FOUNDATION = """
- entity: fund
  acts through: fund/board
- body: fund/board
  members: [ann, ben, trustee]
  decides: majority of seats
  seats: 3
  quorum: none
  target votes: yes
  appointed by: fund/board
- {holding: h1, holder: fund, of: share, units: 100}
"""
MANDATE = """
- {holding: h1, holder: ann, of: share, units: 100}
- document: mandate
  of: co
  rank: resolution
  norms:
    - {can: ben, do: remove any from co/head, delegated by: co/board}
"""


@pytest.mark.parametrize(
    ("more", "at", "expected"),
    [
        (TRUST, "2024-01-01", ["dee", "ben"]),
        (IRREVOCABLE, "2024-01-01", ["dee", "ben"]),
        (IRREVOCABLE, "2027-01-01", ["dee", "ann"]),
        (TREASURY, "2024-01-01", ["dee", "ann"]),
        (FOUNDATION, "2024-01-01", ["dee", "ann ben", "ann trustee", "ben trustee"]),
        (MANDATE, "2024-01-01", ["dee", "ann", "ben"]),
    ],
)
def test_who_gets_the_head_removed(more: str, at: str, expected: list[str]) -> None:
    found = control(book(COMPANY + more), "remove cy from co/head", at)
    assert sets(found) == {frozenset(names.split()) for names in expected}


GUARDED = """
- {holding: h1, holder: ann, of: share, units: 100}
- post: co/guardian
  appointed by: ben
- document: statutes
  of: co
  rank: charter
  norms:
    - can: co/meeting
      do: amend statutes
      by: {all of: [majority of outstanding votes, consent of co/guardian]}
"""


def test_an_empty_seat_that_has_to_consent_stops_everybody_until_it_is_filled() -> None:
    loaded = book(COMPANY + GUARDED)
    assert control(loaded, "amend statutes", "2024-01-01", 0).minimal_coalitions == ()
    found = control(loaded, "amend statutes", "2024-01-01")
    assert sets(found) == {frozenset({"ann", "ben"})}
    assert len(found.plan) == 2

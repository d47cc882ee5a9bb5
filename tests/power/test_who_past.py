"""What the past has settled counts in the end as it counts today: consents, dates, versions."""

from __future__ import annotations

import pytest
from tests.power.who_cases import control, sets
from tests.state.books import book

COUNCIL = """
book: {{title: A works council is heard, timezone: UTC}}
records:
- entity: firm
- person: boss
- person: kim
- person: w1
- person: w2
- person: w3
- post: firm/manager
  holder: boss
- post: firm/fitter
  holder: kim
  appointed by: firm/manager
- body: firm/works-council
  members: [w1, w2, w3]
  decides: majority of members present
  quorum: at least 1/2 in office
- document: works-act
  rank: statute
  of: firm
  norms:
    - cannot: firm/manager
      do: remove any from firm/fitter
      unless: [consented(firm/works-council), 7 days after hearing]
- message: hearing
  date: 2024-03-12T09:00
  from: boss
  to: firm/works-council
{consent}
"""
CONSENT = """
- act: council
  date: 2024-03-13T18:00
  by: firm/works-council
  form: meeting
  for: [w1, w2]
  against: w3
  effect: consent to remove kim from firm/fitter
"""
BOSS = {frozenset({"boss"})}


@pytest.mark.parametrize("steps", [0, None])
@pytest.mark.parametrize(
    ("consent", "at", "expected"),
    [
        ("", "2024-03-18", set()),  # heard, and the seven days are not over
        ("", "2024-03-20", BOSS),
        (CONSENT, "2024-03-13", set()),
        (CONSENT, "2024-03-14", BOSS),
    ],
)
def test_a_dismissal_after_the_council_was_heard(
    consent: str, at: str, expected: set[frozenset[object]], steps: int | None
) -> None:
    found = control(book(COUNCIL.format(consent=consent)), "remove kim from firm/fitter", at, steps)
    assert sets(found) == expected


VERSIONS = """
book: {title: A later version, timezone: UTC}
records:
- entity: club
- person: ann
- person: bo
- body: club/members
  members: [ann, bo]
  quorum: none
- document: rules
  of: club
  rank: bylaw
  norms:
    - {can: club/members, do: amend rules, by: all votes cast}
- document: rules-2
  of: club
  rank: bylaw
  amends: rules
"""


@pytest.mark.parametrize("steps", [0, None])
def test_adopting_a_later_version_is_amending_the_earlier(steps: int | None) -> None:
    found = control(book(VERSIONS), "adopt rules-2", "2024-01-01", steps)
    assert frozenset({"ann", "bo"}) in sets(found)

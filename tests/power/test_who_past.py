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


SHARES = """
book: {title: Shares of the whole, timezone: UTC}
records:
- entity: ann
- entity: ben
- entity: co
- instrument: share
  of: co
- {holding: a, holder: ann, of: share, share: 60%, date: 2020-01-01}
- {holding: b, holder: ben, of: share, share: 40%, date: 2020-01-01}
- body: co/meeting
  holders of: share
  decides: majority of votes cast
  quorum: none
- act: sale
  date: 2021-01-01
  by: ann
  effect: transfer 20% share from ann to ben
"""


@pytest.mark.parametrize("steps", [0, None])
@pytest.mark.parametrize(("at", "owner"), [("2020-06-01", "ann"), ("2022-01-01", "ben")])
def test_a_share_of_the_whole_that_was_sold(at: str, owner: str, steps: int | None) -> None:
    found = control(book(SHARES), "decide the budget", at, steps)
    assert sets(found) == {frozenset({owner})}


CIRCLE = """
book: {title: A subsidiary holds shares in its parent, timezone: UTC}
records:
- entity: parent
- entity: child
- person: ann
- person: bo
- instrument: parent-share
  of: parent
- instrument: child-share
  of: child
- {holding: h1, holder: child, of: parent-share, units: 42}
- {holding: h2, holder: ann, of: parent-share, units: 30}
- {holding: h3, holder: bo, of: parent-share, units: 28}
- {holding: h4, holder: parent, of: child-share, units: 95}
- {holding: h5, holder: bo, of: child-share, units: 5}
- body: parent/meeting
  holders of: parent-share
  decides: majority of outstanding votes
  quorum: none
  suspended count in: nothing
- document: companies-act
  rank: statute
  of: parent
  norms:
    - {cannot: any subsidiary of parent, do: vote in parent/meeting}
"""


@pytest.mark.parametrize("steps", [0, None])
def test_the_votes_of_a_subsidiary_stay_out(steps: int | None) -> None:
    """Speiser v. Baker, 525 A.2d 1001 (Del. Ch. 1987), with other numbers."""
    found = control(book(CIRCLE), "decide the budget", "2024-01-01", steps)
    assert sets(found) == {frozenset({"ann"})}

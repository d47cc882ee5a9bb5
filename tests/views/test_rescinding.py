"""Robert's Rules: what was adopted is rescinded by any of three majorities, at their boundaries."""

from __future__ import annotations

import pytest
from tests.state.test_later_acts import stands

CLUB = """\
book: {title: Club, timezone: UTC}
records:
  - {entity: club, law: roberts-rules, roles: {assembly: club/meeting}}
  - {group: members, of: club, count: 100}
  - {person: ann}
  - {body: club/meeting, members: [members]}
  - {meeting: feb, of: club/meeting, date: 2024-02-10T18:00}
  - {message: told, from: ann, to: club/meeting, date: 2024-01-20, notice of: feb,
     business: [STATED]}
  - {act: paint, date: 2024-01-10, by: club/meeting, form: meeting, for: 40, against: 20,
     effect: decide to paint it red}
  - {act: undo, date: 2024-02-10T18:30, by: club/meeting, meeting: feb, for: FOR, against: AGAINST,
     effect: annul paint}
"""


@pytest.mark.parametrize(
    ("stated", "votes", "standing"),
    [
        ("annul paint", (31, 30), "valid"),
        ("annul paint", (30, 30), "void"),
        ("decide the budget", (31, 30), "void"),
        ("decide the budget", (39, 20), "void"),
        ("decide the budget", (40, 20), "valid"),
        ("decide the budget", (50, 49), "void"),
        ("decide the budget", (51, 49), "valid"),
    ],
)
def test_two_thirds_or_a_majority_with_notice_or_of_the_membership(
    stated: str, votes: tuple[int, int], standing: str
) -> None:
    written = CLUB.replace("STATED", stated)
    written = written.replace("FOR", str(votes[0])).replace("AGAINST", str(votes[1]))
    assert stands(written, "undo", "2024-06-01") == standing

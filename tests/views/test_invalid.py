"""A norm that a higher document does not allow is shown as invalid, and as in force once it is."""

from __future__ import annotations

import pytest
from tests.state.books import book, moment

from minutebook.views.show import show

BRIDGE = """
book: {title: A bridge, timezone: UTC}
records:
  - entity: bridge
  - body: bridge/board
  - document: charter
    of: bridge
    rank: charter
    norms:
      - {decides: bridge/board, id: charter-1, by: majority of seats, %s}
  - document: bylaws
    of: bridge
    rank: bylaw
    norms:
      - {decides: bridge/board, id: bylaw-1, by: at least 2/3 of seats}
"""


@pytest.mark.parametrize(
    ("force", "expected"),
    [("to: 2090-01-01", "invalid"), ("force: floor", "in force"), ("force: ceiling", "invalid")],
)
def test_a_norm_that_goes_beyond_its_room_is_invalid(force: str, expected: str) -> None:
    found = book(BRIDGE % force)
    assert show(found, moment(found, "2024-01-01")).shown.norms["bylaw-1"] == expected

"""Who can remove somebody from a body: who fills the seat they hold, by either name of it."""

from __future__ import annotations

import pytest
from tests.power.who_cases import control, sets
from tests.state.books import book

SEATS = book("""
    book: {title: Seats, timezone: UTC}
    records:
      - entity: org
      - person: ann
      - person: bo
      - person: cy
      - body: org/members
        members: [ann, bo, cy]
        decides: majority of votes cast
        quorum: none
        target votes: yes
      - body: org/board
        seats: 2
      - post: org/board/one
        in: org/board
        holder: ann
        appointed by: org/members
      - post: org/board/two
        in: org/board
        holder: bo
        appointed by: cy
""")


@pytest.mark.parametrize("steps", [0, None])
@pytest.mark.parametrize("place", ["org/board", "org/board/two"])
def test_the_seat_is_its_electors_today_and_in_the_end(place: str, steps: int | None) -> None:
    found = control(SEATS, f"remove bo from {place}", "2024-01-01", steps)
    assert sets(found) == {frozenset({"cy"})}


@pytest.mark.parametrize("steps", [0, None])
def test_another_seat_is_the_members(steps: int | None) -> None:
    found = control(SEATS, "remove ann from org/board", "2024-01-01", steps)
    assert sets(found) == {frozenset(c) for c in (["ann", "bo"], ["ann", "cy"], ["bo", "cy"])}

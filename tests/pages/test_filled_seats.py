"""How full a body is on a page: a counted group fills as many seats as it has people."""

from __future__ import annotations

import pytest
from tests.state.books import book, moment

from minutebook.answers import World
from minutebook.pages.words import seats
from minutebook.state.state import State
from minutebook.views.structure import BodyAt, parts


@pytest.mark.parametrize(
    ("count", "says"),
    [("count: 300", "300 seats, all filled"), ("count: 298", "298 of 300 seats filled"),
     ("count: 290..300", "300 seats; how many of them are filled is not known")],
)  # fmt: skip
def test_a_counted_group_fills_as_many_seats_as_it_has_people(count: str, says: str) -> None:
    assembly = book(f"""
        book: {{title: An assembly, timezone: UTC}}
        records:
          - entity: state
          - {{group: deputies, {count}}}
          - {{body: state/assembly, seats: 300, members: [deputies]}}
    """)
    state = State(assembly, moment(assembly, "2024-01-01"), None, World({}))
    value = parts(assembly)["body", "state/assembly"](state)
    assert isinstance(value, BodyAt)
    assert seats(value.filled, value.seats) == says

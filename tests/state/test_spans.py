"""Effects that norms delay: cut off early by their dates, they stand as if none were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.state.books import book

from minutebook.answers import World
from minutebook.records import Book
from minutebook.state import index as index_module
from minutebook.state.dates import END
from minutebook.state.state import State

NORMS = (
    "{takes effect: o/board, do: appoint any to o/head, upon: file any with registry}",
    "{takes effect: o/board, do: appoint any to o/head, upon: file any with registry, "
    "at most: 3 days}",
    "{takes effect: o/board, do: appoint any to o/head, value: end of meeting}",
    "{takes effect: o/board, do: appoint any to o/head, at least: 2 days}",
    "{binds third parties: o/board, do: appoint any to o/head, upon: register any}",
)
HEAD = """
book: {title: Delays, timezone: UTC}
records:
  - entity: o
  - entity: registry
  - {person: a}
  - {person: b}
  - {person: c}
  - body: o/board
    members: [a, b, c]
    decides: majority of members in office
    quorum: none
  - post: o/head
    holder: a
    appointed by: o/board
  - document: law
    of: o
    rank: statute
    norms:
      - {can: registry, do: register any}
"""


def history(norms: Sequence[str], steps: Sequence[tuple[int, int | None, bool, bool]]) -> str:
    """Appointments, each some days after the one before it.

    Of each is told after how many days it is filed, if at all, whether its meeting has an end,
    and whether it was carried.
    """
    parts = [HEAD, *(f"      - {norm}\n" for norm in norms)]
    day = 1
    for n, (gap, filed, ended, carried) in enumerate(steps):
        day += gap
        end = f"    end: 2020-01-{day:02}T12:00\n" if ended else ""
        parts.append(
            f"  - meeting: m{n}\n    of: o/board\n    date: 2020-01-{day:02}T10:00\n{end}"
            f"  - act: v{n}\n    date: 2020-01-{day:02}T11:00\n    by: o/board\n"
            f"    meeting: m{n}\n    for: [a, {'b' if carried else ''}]\n    others: against\n"
            f"    effect: appoint {'abc'[n % 3]} to o/head\n".replace("[a, ]", "[a]")
        )
        if filed is not None:
            parts.append(
                f"  - act: f{n}\n    date: 2020-01-{day + filed:02}T15:00\n    by: a\n"
                f"    effect: file v{n} with registry\n"
            )
    return "".join(parts)


def found(loaded: Book) -> list[object]:
    """How each act stands, and who holds the post from day to day."""
    world = World({})
    late = State(loaded, datetime(2020, 3, 1, tzinfo=UTC), None, world)
    standings = [(a, late.effect(a, 0).standing) for a in late.index.acts]
    days = [late.moved_to(datetime(2020, 1, day, 18, tzinfo=UTC)) for day in range(1, 31)]
    return [*standings, *(day.holder("o/head") for day in days)]


steps = st.tuples(st.integers(1, 4), st.none() | st.integers(0, 4), st.booleans(), st.booleans())


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(NORMS), min_size=1, max_size=2), st.lists(steps, max_size=3))
def test_as_if_no_effect_were_ever_over(
    norms: list[str], told: list[tuple[int, int | None, bool, bool]]
) -> None:
    """The slow twin takes every delayed effect for one that may begin at any time."""
    loaded = book(history(norms, told))
    fast = found(loaded)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_module, "latest_begin", lambda *_: END)
        slow = found(loaded)
    assert fast == slow


def test_a_long_history_of_filings() -> None:
    """Hundreds of appointments, each filed the next hour: the last one holds the post."""
    parts = [HEAD, f"      - {NORMS[0]}\n"]
    for n in range(300):
        day = f"{2000 + n // 336}-{n % 336 // 28 + 1:02}-{n % 28 + 1:02}"
        parts.append(
            f"  - act: v{n}\n    date: {day}T10:00\n    by: o/board\n    form: meeting\n"
            f"    for: [a, b]\n    effect: appoint {'abc'[n % 3]} to o/head\n"
            f"  - act: f{n}\n    date: {day}T11:00\n    by: a\n"
            f"    effect: file v{n} with registry\n"
        )
    loaded = book("".join(parts))
    state = State(loaded, datetime(2100, 1, 1, tzinfo=UTC), None, World({}))
    assert state.effect("v299", 0).standing == "valid"
    last = state.holder("o/head")
    assert last is not None
    assert last.holder == "abc"[299 % 3]

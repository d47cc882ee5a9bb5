"""What was left as it was far away is not asked of: the judge says the same as if it were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.state.books import book

from minutebook.answers import World
from minutebook.records import Book
from minutebook.state import delays, horizon, judging, later, seating
from minutebook.state.state import State

HEAD = """
book: {title: Cures, timezone: UTC}
records:
  - entity: o
  - entity: court
  - {person: a}
  - {person: b}
  - {person: c}
  - {person: d}
  - body: o/owners
    members: [a, b, c]
    decides: majority of members in office
    quorum: none
  - body: o/board
    members: [a, b]
    seats: 4
    decides: majority of members in office
    quorum: none
    appointed by: o/board
    target votes: yes
  - post: o/head
    holder: a
    appointed by: o/board
  - document: law
    of: o
    rank: statute
    norms:
      - {can: court, do: suspend any}
      - {can: court, do: annul any, reaches: from then}
      - {can: court, do: find any void}
      - {can: o/owners, do: ratify any}
      - {can: o/board, do: ratify any}
      - {takes effect: o/board, do: appoint any to o/head, upon: file any with court}
"""
DEEDS = ("appoint {} to o/head", "remove {} from o/board", "appoint {} to o/board", "decide")
LATER = {
    "ratify": ("o/owners", "ratify {}"),
    "ratify oneself": ("o/board", "ratify {}"),
    "annul": ("court", "annul {}"),
    "find": ("court", "find {} void"),
    "suspend": ("court", "suspend {}"),
    "file": ("a", "file {} with court"),
}


Step = tuple[int, str, str, int, bool, str | None, int]


def history(steps: Sequence[Step]) -> str:
    """Acts some days apart, each perhaps with a later act on it some days afterwards.

    Some days are told by the hour and some are not.
    """
    parts = [HEAD]
    day = 0
    for n, (gap, deed, who, votes, exact, said, after) in enumerate(steps):
        day += gap
        hour = "T11:00" if exact else ""
        what = f"decide matter {n}" if deed == "decide" else deed.format(who)
        vote = f"    form: meeting\n    for: [{', '.join('abcd'[:votes])}]\n    others: against\n"
        # Without votes it is somebody without power who acts: that can be ratified.
        by = f"    by: o/board\n{vote}" if votes else "    by: c\n"
        parts.append(f"  - act: v{n}\n    date: 2020-01-{day:02}{hour}\n{by}    effect: {what}\n")
        if said is not None:
            by, does = LATER[said]
            # Whoever is only there by what is ratified would carry it, and does not.
            voters = "a, d" if by == "o/board" else "a, b"
            cast = f"    for: [{voters}]\n    others: against\n    form: meeting\n"
            vote = cast if by.startswith("o/") else ""
            parts.append(
                f"  - act: s{n}\n    date: 2020-01-{day + after:02}T15:00\n    by: {by}\n{vote}"
                f"    effect: {does.format(f'v{n}')}\n"
            )
    return "".join(parts)


def found(loaded: Book) -> list[object]:
    """How each act stands, the last first, who sat where, and what all that rests on."""
    world = World({})
    late = State(loaded, datetime(2020, 3, 1, tzinfo=UTC), None, world)
    standings = [late.effect(a, 0).standing for a in reversed(late.index.acts)]
    days = [late.moved_to(datetime(2020, 1, day, 18, tzinfo=UTC)) for day in range(1, 32, 3)]
    seats = [(day.holder("o/head"), day.seats("o/board")) for day in days]
    return [*standings, *seats, world.met]


steps = st.tuples(
    st.integers(1, 3),
    st.sampled_from(DEEDS),
    st.sampled_from("abcd"),
    st.integers(0, 3),
    st.booleans(),
    st.none() | st.sampled_from(list(LATER)),
    st.integers(0, 5),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(steps, max_size=5))
@example([(1, DEEDS[2], "d", 0, True, "ratify oneself", 2)])
@example(
    [(1, DEEDS[2], "d", 0, True, "ratify oneself", 5), (2, DEEDS[0], "b", 1, False, "file", 1)]
)
@example(
    [(1, DEEDS[0], "d", 0, True, "ratify", 1), (3, DEEDS[2], "d", 0, True, "ratify oneself", 1)]
)
def test_as_if_everything_were_asked_of(told: list[Step]) -> None:
    """The slow twin keeps all that is left as it was, however far away."""
    loaded = book(history(told))
    fast = found(loaded)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seating, "concerning", lambda state, _: state)
        for module in (judging, later, delays):
            patch.setattr(module, "concerning_act", lambda state, _: state)
        slow = found(loaded)
    assert fast == slow


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), min_size=1), st.integers(0, 60))
def test_stretches_are_joined_where_they_meet(spans: list[tuple[int, int]], day: int) -> None:
    """The horizon of a moment is the least one that no stretch crosses."""
    first = datetime(2020, 1, 1, tzinfo=UTC)
    told = [(first.replace(year=2000 + a), first.replace(year=2000 + a + n)) for a, n in spans]
    starts, ends = horizon.joined(told)
    moment = first.replace(year=2000 + day)
    reach = moment
    while wider := [e for s, e in told if s <= reach < e]:
        reach = max(wider)
    assert horizon.Horizons(starts, ends, {}).of(moment) == reach


def test_hundreds_of_acts_each_ratified() -> None:
    """Each act is done without power and ratified the next hour; it goes from hand to hand."""
    parts = [HEAD.replace(", upon: file any with court", ", at least: 1 minute")]
    for n in range(300):
        day = f"{2000 + n // 336}-{n % 336 // 28 + 1:02}-{n % 28 + 1:02}"
        parts.append(
            f"  - act: v{n}\n    date: {day}T10:00\n    by: c\n"
            f"    effect: appoint {'bd'[n % 2]} to o/head\n"
            f"  - act: s{n}\n    date: {day}T11:00\n    by: o/board\n    form: meeting\n"
            f"    for: [a, b]\n    others: against\n    effect: ratify v{n}\n"
        )
    loaded = book("".join(parts))
    state = State(loaded, datetime(2100, 1, 1, tzinfo=UTC), None, World({}))
    assert state.effect("v299", 0).standing == "valid"
    last = state.holder("o/head")
    assert last is not None
    assert last.holder == "bd"[299 % 2]

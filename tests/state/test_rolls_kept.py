"""What is kept of a body from vote to vote: counted from it, each vote comes out as by itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.state.books import book

from minutebook.answers import World
from minutebook.records import Book
from minutebook.state import electorate, electors
from minutebook.state.state import State

MEMBERS = "abcde"
HEAD = """
book: {title: Votes, timezone: UTC}
records:
  - entity: o
  - {person: a}
  - {person: b}
  - {person: c}
  - {person: d}
  - {person: e}
  - {group: crowd, count: 40}
  - {instrument: share, of: o, votes: 1, capital: 3}
"""
RULES = ("majority of votes cast", "2/3 of members in office", "3", "consent of b",
         "majority of members present")  # fmt: skip


def body(kind: str, rule: str, chair: bool) -> str:
    """Five members, of equal or of different weights; or the holders of shares."""
    ties = "    casting vote: a\n" if chair else ""
    tail = f"    decides: {rule}\n    quorum: 2\n{ties}"
    if kind == "holders":
        held = "".join(f"  - {{holding: h-{m}, holder: {m}, of: share, units: {n + 1}}}\n"
                       for n, m in enumerate((*MEMBERS, "crowd")))  # fmt: skip
        return f"{held}  - body: o/board\n    holders of: share\n{tail}"
    weights = "    votes: {a: 5, b: 4, c: 3, d: 2, e: 1}\n" if kind == "weights" else ""
    return f"  - body: o/board\n    members: [a, b, c, d, e]\n    seats: 6\n{weights}{tail}"


Cast = tuple[dict[str, str], tuple[int, int] | None, str | None]


def act(number: int, cast: Cast) -> str:
    """One vote: some by name, some by number, and what the others did, if that is told."""
    chosen, numbers, others = cast
    lines = {c: [m for m in chosen if chosen[m] == c] for c in ("for", "against", "abstain")}
    if numbers is not None:
        for choice, count in zip(("for", "against"), numbers, strict=True):
            lines[choice] = [*lines[choice], f"{count} others"]
    told = "".join(f"    {c}: [{', '.join(names)}]\n" for c, names in lines.items() if names)
    rest = f"    others: {others}\n" if others else ""
    return (
        f"  - act: v{number}\n    date: 2020-01-{number + 1:02}T12:00\n    by: o/board\n"
        f"    form: meeting\n{told}{rest}    effect: decide matter {number}\n"
    )


def found(loaded: Book) -> list[object]:
    """How each act stands and why, and what would be needed to tell."""
    state = State(loaded, datetime(2021, 1, 1, tzinfo=UTC), None, World({}))
    effects = [state.effect(a, 0, explain=True) for a in state.index.acts]
    return [(e, e.why, e.missing, e.pivotal) for e in effects]


casts = st.tuples(
    st.dictionaries(st.sampled_from(MEMBERS), st.sampled_from(("for", "against", "abstain"))),
    st.none() | st.tuples(st.integers(1, 3), st.integers(1, 3)),
    st.none() | st.sampled_from(("absent", "against", "abstain")),
)


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(("heads", "weights", "holders")),
    st.sampled_from(RULES),
    st.booleans(),
    st.lists(casts, min_size=1, max_size=4),
)
def test_as_if_nothing_were_kept(kind: str, rule: str, chair: bool, told: list[Cast]) -> None:
    """The slow twin calls each roll anew; every vote is there twice, so that it is met again."""
    acts = "".join(act(number, cast) for number, cast in enumerate([*told, *told]))
    loaded = book(HEAD + body(kind, rule, chair) + acts)
    fast = found(loaded)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(electorate, "_is_plain", lambda _: False)
        patch.setattr(electors, "_kept_holders", electors._holders)
        slow = found(loaded)
    assert fast == slow


def test_what_moves_between_votes_is_looked_at_again() -> None:
    """Holders vote what they have at the vote: before a transfer and after it."""
    acts = [
        f"  - act: v{n}\n    date: 2020-01-0{n}T12:00\n    by: o/board\n    form: meeting\n"
        "    for: [a]\n    others: against\n    effect: decide x\n"
        for n in (1, 3)
    ]
    moved = (
        "  - act: sale\n    date: 2020-01-02T12:00\n    by: crowd\n"
        "    effect: transfer 25 share from crowd to a\n"
    )
    head = HEAD + body("holders", RULES[0], chair=False).replace("units: 6", "units: 30")
    state = State(book(head + acts[0] + moved + acts[1]), datetime(2021, 1, 1, tzinfo=UTC),
                  None, World({}))  # fmt: skip
    assert [state.effect(name, 0).standing for name in ("v1", "v3", "v1")] == [
        "void", "valid", "void",
    ]  # fmt: skip

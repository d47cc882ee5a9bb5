"""Random chains of appointments, ratifications and findings beside a slow twin of the definition.

The twin keeps nothing and asks everything again: who sat, by which appointments, mended by which
later acts, each judged with its target as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.state.books import book, moment
from tests.state.cases import act, people, text

from minutebook.answers import World
from minutebook.state.state import State

FIRST = ("a", "b", "c")
NAMES = (*FIRST, "d", "e", "f")
QUORUM = 3


Kind = Literal["appoint", "ratify", "valid", "void"]
KINDS: tuple[Kind, ...] = ("appoint", "ratify", "ratify", "valid", "void")


@dataclass(frozen=True)
class Done:
    """The n-th day's act: the board appoints or ratifies with those present, or the court finds."""

    day: int
    kind: Kind
    party: str
    target: int
    present: tuple[str, ...]


@st.composite
def stories(draw: st.DrawFn) -> tuple[Done, ...]:
    story = []
    for day in range(draw(st.integers(2, 6))):
        kind: Kind = draw(st.sampled_from(KINDS)) if day else "appoint"
        present = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=5))
        party = draw(st.sampled_from(NAMES[3:]))
        target = draw(st.integers(0, max(0, day - 1)))
        story.append(Done(day, kind, party, target, tuple(present)))
    return tuple(story)


def written(story: tuple[Done, ...]) -> str:
    lines = [
        people(*NAMES),
        "  - entity: court\n  - body: org/board\n    seats: 9\n"
        f"    members: [{', '.join(FIRST)}]\n    decides: majority of members present\n"
        f"    quorum: {QUORUM}\n    appointed by: org/board\n",
        "  - document: courts\n    rank: statute\n    norms: [{can: court, do: find any any}]\n",
    ]
    for one in story:
        date = f"2024-01-{one.day + 1:02}T12:00"
        if one.kind in ("valid", "void"):
            found = act(
                f"t{one.day}", "by: court", f"effect: find t{one.target} {one.kind}", date=date
            )
        else:
            deed = f"appoint {one.party} to org/board"
            if one.kind == "ratify":
                deed = f"ratify t{one.target}"
            found = act(f"t{one.day}", "by: org/board", "form: meeting",
                        f"for: [{', '.join(one.present)}]", "others: absent", f"effect: {deed}",
                        date=date)  # fmt: skip
        lines.append(found)
    return text(*lines)


@dataclass(frozen=True)
class Twin:
    """The definition, asked again each time."""

    story: tuple[Done, ...]

    def members(self, before: int, uncured: frozenset[int]) -> set[str]:
        sat = set(FIRST)
        for one in self.story[:before]:
            if one.kind == "appoint" and self.holds(one, uncured):
                sat.add(one.party)
        return sat

    def carried(self, one: Done, uncured: frozenset[int]) -> bool:
        return len(set(one.present) & self.members(one.day, uncured)) >= QUORUM

    def by_itself(self, one: Done, uncured: frozenset[int]) -> bool:
        if one.kind == "appoint":
            new = one.party not in self.members(one.day, uncured)
            return new and self.carried(one, uncured)
        uncured = uncured | {one.target}
        if one.kind == "ratify":
            return self.could_ratify(self.story[one.target], one, uncured)
        return True

    def could_ratify(self, target: Done, one: Done, uncured: frozenset[int]) -> bool:
        """Whether whoever ratifies could do the target: appoint, or in turn ratify."""
        if target.kind == "appoint":
            room = target.party not in self.members(target.day, uncured)
            return room and self.carried(one, uncured)
        if target.kind == "ratify":
            inner = self.story[target.target]
            return self.could_ratify(inner, one, uncured)
        return False

    def holds(self, one: Done, uncured: frozenset[int]) -> bool:
        if one.day not in uncured:
            for later in reversed(self.story):
                if later.kind == "appoint" or later.target != one.day or later.day <= one.day:
                    continue
                if self.holds(later, uncured | {one.day}):
                    return later.kind != "void"
        return self.by_itself(one, uncured)


@settings(max_examples=120, deadline=None)
@given(stories())
def test_the_judge_agrees_with_its_slow_twin(story: tuple[Done, ...]) -> None:
    loaded = book(written(story))
    state = State(loaded, moment(loaded, "2025-01-01"), None, World({}))
    twin = Twin(story)
    for one in story:
        assert state.took_effect(state.index.acts[f"t{one.day}"], 0) is twin.holds(
            one, frozenset()
        ), (one, written(story))
    sat = {o.holder for o in state.seats("org/board").occupants}
    assert sat == twin.members(len(story), frozenset())


@settings(max_examples=30, deadline=None)
@given(stories())
def test_an_unrelated_act_changes_no_verdict(story: tuple[Done, ...]) -> None:
    plain = book(written(story))
    more = book(written(story) + act("other", "by: a", "effect: decide lunch", date="2024-01-04"))
    when = moment(plain, "2025-01-01")
    before, after = State(plain, when, None, World({})), State(more, when, None, World({}))
    for one in story:
        name = f"t{one.day}"
        assert before.verdict(name).standing == after.verdict(name).standing

"""Random chains of acts on acts beside a slow twin of the definition.

A board appoints and ratifies; a court finds, annuls and suspends, from then on or back, in time or
too late, for a time or for good; another court upholds and overturns. The twin keeps nothing and
asks everything again: who sat at a moment, by which appointments, as each stood at that moment,
by which later acts on it, each judged with its target as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.state.books import book, moment
from tests.state.cases import act, people, text

from minutebook.answers import Found, Why, World, ask
from minutebook.state.state import State

FIRST = ("a", "b", "c")
NAMES = (*FIRST, "d", "e", "f")
QUORUM = 3
WITHIN = 2
LAST = 40.0

Kind = Literal["appoint", "ratify", "valid", "void", "annul", "annul back", "suspend", "overturn",
               "uphold"]  # fmt: skip
KINDS: tuple[Kind, ...] = ("appoint", "appoint", "ratify", "ratify", "valid", "void", "annul",
                           "annul back", "suspend", "suspend", "overturn", "uphold")  # fmt: skip
ON = ("ratify", "valid", "uphold")
BACK = ("ratify", "valid", "void", "annul back", "overturn", "uphold")
BY = {"valid": "court", "void": "court", "annul": "court", "annul back": "lord",
      "suspend": "court", "overturn": "upper", "uphold": "upper"}  # fmt: skip


@dataclass(frozen=True)
class Done:
    """What was done on the n-th day at noon, with those present; a stay until a later morning."""

    day: int
    kind: Kind
    party: str
    target: int
    present: tuple[str, ...]
    until: int | None = None


@st.composite
def stories(draw: st.DrawFn) -> tuple[Done, ...]:
    story = []
    for day in range(draw(st.integers(2, 7))):
        kind: Kind = draw(st.sampled_from(KINDS)) if day else "appoint"
        present = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=5))
        party = draw(st.sampled_from(NAMES[3:]))
        target = draw(st.integers(0, max(0, day - 1)))
        until = draw(st.none() | st.integers(day + 1, day + 4)) if kind == "suspend" else None
        story.append(Done(day, kind, party, target, tuple(present), until))
    return tuple(story)


def written(story: tuple[Done, ...]) -> str:
    norms = ("[{can: court, do: find any any}, {can: court, do: suspend any},"
             f" {{can: court, do: annul any, reaches: from then, within: {WITHIN} days}},"
             " {can: lord, do: annul any, reaches: back},"
             " {can: upper, do: overturn any}, {can: upper, do: uphold any}]")  # fmt: skip
    lines = [
        people(*NAMES),
        "".join(f"  - entity: {name}\n" for name in ("court", "lord", "upper")),
        "  - body: org/board\n    seats: 9\n"
        f"    members: [{', '.join(FIRST)}]\n    decides: majority of members present\n"
        f"    quorum: {QUORUM}\n    appointed by: org/board\n",
        f"  - document: courts\n    rank: statute\n    norms: {norms}\n",
    ]
    for one in story:
        date = f"2024-01-{one.day + 1:02}T12:00"
        name = f"t{one.day}"
        if one.kind in ("appoint", "ratify"):
            deed = f"appoint {one.party} to org/board"
            if one.kind == "ratify":
                deed = f"ratify t{one.target}"
            found = act(name, "by: org/board", "form: meeting",
                        f"for: [{', '.join(one.present)}]", "others: absent", f"effect: {deed}",
                        date=date)  # fmt: skip
        else:
            verb = one.kind.split()[0]
            finds = one.kind in ("valid", "void")
            deed = f"find t{one.target} {one.kind}" if finds else f"{verb} t{one.target}"
            until = [] if one.until is None else [f"until: 2024-01-{one.until + 1:02}T06:00"]
            found = act(name, f"by: {BY[one.kind]}", f"effect: {deed}", *until, date=date)
        lines.append(found)
    return text(*lines)


@dataclass(frozen=True)
class Twin:
    """The definition, asked again each time. Noon of a day is its number; mornings lie before."""

    story: tuple[Done, ...]

    def members(self, when: float, uncured: frozenset[int]) -> set[str]:
        """Who sat just before a moment."""
        return set(FIRST) | {
            one.party
            for one in self.story
            if one.kind == "appoint" and one.day < when and self.applies(one, when, uncured)
        }

    def applies(self, one: Done, when: float, uncured: frozenset[int]) -> bool:
        """Whether an act has its effect just before a moment: the last word on it decides."""
        if one.kind == "suspend" and one.until is not None and one.until - 0.25 < when:
            return False
        if one.day not in uncured:
            inner = uncured | {one.day}
            for later in reversed(self.story):
                if later.kind == "appoint" or later.target != one.day or later.day <= one.day:
                    continue
                lasting = later.kind in BACK and self.applies(later, LAST, inner)
                if lasting or (later.day < when and self.applies(later, when, inner)):
                    return later.kind in ON
        return self.by_itself(one, uncured)

    def by_itself(self, one: Done, uncured: frozenset[int]) -> bool:
        if one.kind == "appoint":
            new = one.party not in self.members(one.day, uncured)
            return new and self.carried(one, uncured)
        if one.kind == "ratify":
            return self.could_ratify(self.story[one.target], one, uncured | {one.target})
        return one.kind != "annul" or one.day - one.target <= WITHIN

    def carried(self, one: Done, uncured: frozenset[int]) -> bool:
        return len(set(one.present) & self.members(one.day, uncured)) >= QUORUM

    def could_ratify(self, target: Done, one: Done, uncured: frozenset[int]) -> bool:
        """Whether whoever ratifies could do the target: appoint, or in turn ratify."""
        if target.kind == "appoint":
            room = target.party not in self.members(target.day, uncured)
            return room and self.carried(one, uncured)
        if target.kind == "ratify":
            return self.could_ratify(self.story[target.target], one, uncured)
        return False


def seen(story: tuple[Done, ...], known: int | None = None) -> None:
    """Hold what the judge sees on every morning and evening against the twin."""
    loaded = book(written(story))
    by_then = moment(loaded, f"2024-01-{known + 1:02}T18:00") if known is not None else None
    twin = Twin(story if known is None else story[: known + 1])
    moments = [(day, hour, day + shift) for day in range(1, len(story) + 6)
               for hour, shift in ((3, -0.4), (9, -0.1), (18, 0.3))]  # fmt: skip

    def question(world: World) -> Found[tuple[frozenset[str | None], ...]]:
        sat = []
        for day, hour, _ in moments:
            at = datetime(2024, 1, day + 1, hour, tzinfo=loaded.zone)
            seats = State(loaded, at, by_then, world).seats("org/board")
            sat.append(frozenset(o.holder for o in seats.occupants))
        return Found(tuple(sat), Why("played"))

    found = ask(question).value
    assert found == tuple(frozenset(twin.members(w, frozenset())) for *_, w in moments), written(
        story
    )


@settings(max_examples=100, deadline=None)
@given(stories())
def test_who_sits_at_every_moment_is_what_the_slow_twin_says(story: tuple[Done, ...]) -> None:
    seen(story)


@settings(max_examples=40, deadline=None)
@given(stories(), st.data())
def test_what_was_not_known_yet_does_not_count(
    story: tuple[Done, ...], data: st.DataObject
) -> None:
    seen(story, data.draw(st.integers(0, len(story) - 1)))


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

"""A body that votes again and again, against the twin that judges each vote in a book of its own.

What one vote leaves behind for the next (who sits there, what equal voters weigh together, how a
rule came out) must never show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st

from minutebook.answers import Found, ask
from minutebook.answers.world import World
from minutebook.records import load_texts
from minutebook.records.nouns import Choice
from minutebook.state.count import ALL_CHOICES
from minutebook.state.state import State
from minutebook.state.verdict import Effect

NAMES = ("ann", "bob", "cy", "dee")
RULES = (
    "majority of members in office",
    "majority of votes cast",
    "majority of members present and consent of ann",
    "at least 2/3 of votes cast",
    "no objection of bob",
)
Vote = Mapping[str, Choice]


def text(rule: str, quorum: str | None, weights: Sequence[int], votes: Mapping[int, Vote]) -> str:
    """A board whose members have so many votes each, and what each of them chose, act by act."""
    records = ["  - entity: club\n", *(f"  - person: {n}\n" for n in NAMES)]
    weighed = ", ".join(f"{n}: {w}" for n, w in zip(NAMES, weights, strict=True))
    records.append(
        f"  - body: club/board\n    seats: 5\n    members: [{', '.join(NAMES)}]\n"
        f"    votes: {{{weighed}}}\n    decides: {rule}\n"
        + (f"    quorum: {quorum}\n" if quorum else "")
    )
    for n, vote in votes.items():
        told = "".join(
            f"    {choice}: [{', '.join(p for p in vote if vote[p] == choice)}]\n"
            for choice in ALL_CHOICES
            if choice in vote.values()
        )
        records.append(
            f"  - act: act-{n}\n    date: 2020-01-{n + 1:02}\n    by: club/board\n"
            f"    form: meeting\n{told}    effect: decide matter {n}\n"
        )
    return "book: {title: Votes, timezone: UTC}\nrecords:\n" + "".join(records)


def judged(source: str) -> dict[str, tuple[Effect, str, tuple[str, ...]]]:
    """Each act of a book, judged in one state, with what is missing and the reasons."""
    book = load_texts({"book.yaml": source.encode()})
    assert not book.errors, book.errors
    state = State(book, datetime(2021, 1, 1, tzinfo=UTC), None, World({}))
    found = {}
    for act in state.index.acts:
        effect = state.effect(act, 0)
        reasons = str(state.effect(act, 0, explain=True).why)
        found[act] = (effect, reasons, effect.missing)
    return found


def away(*names: str) -> list[Vote]:
    """Votes in which one after another was absent, and all others were for it."""
    return [{n: "absent" if n == name else "for" for n in NAMES} for name in names]


def opposed(*names: str) -> list[Vote]:
    """Votes in which cy was for it with one after another, and the others against."""
    return [{n: "for" if n in (name, "cy") else "against" for n in NAMES} for name in names]


@st.composite
def shuffled(draw: st.DrawFn) -> list[Vote]:
    """Votes in which the same choices, some of them not told, were made by one or another."""
    made = draw(
        st.lists(st.sampled_from((*ALL_CHOICES[:2], None, "absent")), min_size=4, max_size=4)
    )
    orders = draw(st.lists(st.permutations(NAMES), min_size=2, max_size=5))
    return [
        {n: choice for n, choice in zip(order, made, strict=True) if choice is not None}
        for order in orders
    ]


@settings(max_examples=40, deadline=None)
@given(
    rule=st.sampled_from(RULES),
    quorum=st.sampled_from(["3", "majority of members in office", "consent of bob", None]),
    weights=st.lists(st.integers(1, 2), min_size=4, max_size=4),
    votes=shuffled(),
)
@example(RULES[0], "consent of bob", [1, 1, 1, 1], away("bob", "dee"))
@example(RULES[1], None, [2, 1, 1, 1], opposed("ann", "dee"))
def test_each_vote_is_judged_as_if_it_were_the_only_one(
    rule: str, quorum: str | None, weights: list[int], votes: list[Vote]
) -> None:
    numbered = dict(enumerate(votes))
    alone = {
        name: found
        for n, vote in numbered.items()
        for name, found in judged(text(rule, quorum, weights, {n: vote})).items()
    }
    assert judged(text(rule, quorum, weights, numbered)) == alone


def test_how_many_a_group_are_is_read_anew_in_each_world() -> None:
    source = """
book: {title: Crew, timezone: UTC}
readings:
  size:
    few: {says: four}
    many: {says: ninety}
records:
  - entity: club
  - person: ann
  - group: crew
    count: {reading: size, few: 4, many: 90}
  - body: club/all
    members: [ann, crew]
    quorum: none
    decides: majority of members in office
  - act: vote
    date: 2020-01-01
    by: club/all
    form: meeting
    for: 4
    others: absent
    effect: decide the matter
"""
    book = load_texts({"book.yaml": source.encode()})
    assert not book.errors, book.errors

    def standing(world: World) -> Found[str]:
        state = State(book, datetime(2021, 1, 1, tzinfo=UTC), None, world)
        effect = state.effect("vote", 0)
        return Found(effect.standing, effect.why)

    found = {world.readings["size"]: world.value for world in ask(standing).worlds}
    assert found == {"few": "valid", "many": "void"}

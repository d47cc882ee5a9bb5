"""One world is shown, and each thing that would look otherwise in another names why.

The slow twin settles each open choice by hand, one at a time, and compares.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.state.books import book, moment

from minutebook.answers import Memo, World
from minutebook.records import Book, nouns
from minutebook.state.state import State
from minutebook.views.one_world import (
    Depends,
    Group,
    adopted_readings,
    in_groups,
    in_one_world,
)
from minutebook.views.open import open_book
from minutebook.views.show import show

RIVALS = """
book: {title: Rivals, timezone: UTC}
sources:
  a: {title: A, date: 2022-01-01}
  b: {title: B, date: 2022-01-01}
readings:
  who:
    adopted: bo
    ann: {says: it was Ann}
    bo: {says: it was Bo}
  unused:
    adopted: one
    one: {says: one}
    two: {says: two}
records:
  - entity: org
  - person: ann
  - person: bo
  - person: cy
  - {post: org/head, of: org, holder: {reading: who, ann: ann, bo: bo}}
  - {post: org/clerk, of: org, holder: cy}
  - post: org/porter
    of: org
    holder:
      claims:
        - {value: ann, src: "a:1", name: ann-says}
        - {value: ann, src: "b:1", name: bo-says}
  - post: org/cook
    of: org
    holder:
      claims:
        - {value: ann, src: "a:2", name: first}
        - {value: bo, src: "b:2", name: second}
"""


def holders(state: State) -> dict[tuple[str, str], str | None]:
    names = ("org/head", "org/clerk", "org/porter", "org/cook")
    found = {name: state.holder(name) for name in names}
    return {("post", n): None if held is None else held.holder for n, held in found.items()}


def view(found: Book, fixed: Mapping[str, str]) -> tuple[dict[str, str], tuple[Depends, ...]]:
    at = moment(found, "2023-01-01")
    seen = in_one_world(
        lambda world: holders(State(found, at, None, world)), fixed, adopted_readings(found)
    )
    return dict(seen.readings), seen.depends


def test_adopted_alternatives_are_shown_and_others_named() -> None:
    readings, depends = view(book(RIVALS), {})
    assert (readings["who"], readings["org/cook: holder"]) == ("bo", "first")
    assert {(d.id, d.on, d.chosen, tuple(d.otherwise.items())) for d in depends} == {
        ("org/head", "who", "bo", (("ann", "ann"),)),
        ("org/cook", "org/cook: holder", "first", (("second", "bo"),)),
    }


def test_what_is_settled_is_no_longer_open() -> None:
    readings, depends = view(book(RIVALS), {"who": "ann"})
    assert readings["who"] == "ann"
    assert {d.on for d in depends} == {"org/cook: holder"}


def test_claims_that_agree_and_readings_that_nothing_uses_change_nothing() -> None:
    readings, depends = view(book(RIVALS), {})
    assert "unused" not in readings
    assert not {d.on for d in depends} & {"unused", "org/porter: holder"}


def test_the_json_names_the_alternatives_that_change_it() -> None:
    _, depends = view(book(RIVALS), {"org/cook: holder": "second"})
    (only,) = depends
    assert only.json() == {
        "kind": "post", "id": "org/head", "on": "who", "chosen": "bo", "changed_by": ["ann"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "at"),
    [("coop", "2024-03-29"), ("coop", "2024-05-04"), ("foundation", "2024-05-29"),
     ("joint-venture", "2023-12-05")],
)  # fmt: skip
def test_settling_each_reading_by_hand_gives_the_same_dependences(name: str, at: str) -> None:
    found = open_book(name)
    when = moment(found, at)
    adopted = adopted_readings(found)
    plain = show(found, when)
    by_hand = set()
    for reading in found.readings.values():
        here = show(found, when, fixed=adopted).shown
        for other in reading.alternatives:
            there = show(found, when, fixed={**adopted, reading.id: other}).shown
            for kind in ("posts", "bodies", "norms"):
                mine, theirs = getattr(here, kind), getattr(there, kind)
                changed = {k for k in {**mine, **theirs} if mine.get(k) != theirs.get(k)}
                by_hand |= {(kind.rstrip("s"), k, reading.id) for k in changed}
    told = {(d.kind, d.id, d.on) for d in plain.depends if d.on in found.readings}
    assert {t for t in told if t[0] != "holding"} == {
        ({"bodie": "body"}.get(kind, kind), name_, on) for kind, name_, on in by_hand
    }


def test_a_memo_shared_by_two_views_changes_neither() -> None:
    found = open_book("coop")
    when = moment(found, "2024-04-01")
    memo = Memo()
    first = show(found, when, memo=memo)
    again = show(found, when, memo=memo)
    fresh = show(found, when)
    assert first == again == fresh


ORDERS = """
book: {title: Orders, timezone: UTC}
records:
  - entity: org
  - person: ann
  - person: bo
  - person: cy
  - {body: org/board, members: [ann, bo, cy], decides: majority of members in office}
  - {post: org/head, appointed by: org/board}
  - {post: org/clerk, appointed by: org/head}
  - {act: one, date: 2023-01-05, by: org/board, for: [ann, bo], effect: appoint ann to org/head}
  - {act: two, date: 2023-01-05, by: org/board, for: [bo, cy], effect: appoint bo to org/head}
  - {act: three, date: 2023-01-05, by: org/board, for: ann, effect: appoint cy to org/head}
  - {act: four, date: 2023-01-05, by: ann, effect: appoint cy to org/clerk}
"""


@pytest.mark.parametrize("text", [RIVALS, ORDERS])
def test_groups_looked_at_alone_depend_as_the_whole_does(text: str) -> None:
    """Each post by itself, worked out again only where it looked, beside all of them always."""
    found = book(text)
    at = moment(found, "2023-03-01")

    def group(post: str) -> Group:
        def part(world: World) -> dict[tuple[str, str], str | None]:
            held = State(found, at, None, world).holder(post)
            return {("post", post): None if held is None else held.holder}

        return part

    posts = [post.id for post in found.of(nouns.Post)]
    apart = in_groups(lambda _: {p: group(p) for p in posts}, {}, adopted_readings(found))
    whole = in_one_world(
        lambda world: {k: v for p in posts for k, v in group(p)(world).items()},
        {},
        adopted_readings(found),
    )
    assert apart == whole
    assert apart.depends

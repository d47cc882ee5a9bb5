"""Norms that rest on norms: chains, circles, cascades, and what readings do to them."""

from __future__ import annotations

from tests.clauses.books import book, follow, life, lives_at, may
from tests.state.books import adopted

from minutebook.answers import Found, World, ask
from minutebook.records import Book
from minutebook.state.life import LIVE, Life, Lives
from minutebook.state.state import State

HEAD = """
book: {title: Chain, currency: USD, timezone: UTC}
sources:
  s: {title: S}
readings:
  end:
    asks: Does the term end with the event?
    adopted: ends
    ends: {says: yes, src: s}
    stays: {says: no, src: s}
records:
  - entity: a
  - entity: b
  - fact: goal
    determined by: a
  - event: start
    date: 2024-06-01
  - event: later
  - document: d
    date: 2024-01-01
    norms:
"""


def chain(length: int) -> Book:
    first = '      - {may: a, id: n0, do: use x, when: "happened(start)"}\n'
    rest = "".join(
        f'      - {{may: a, id: n{i}, do: use x, when: "in force(n{i - 1})"}}\n'
        for i in range(1, length)
    )
    return book(HEAD + first + rest)


def test_a_long_chain_needs_no_depth() -> None:
    found = chain(2_500)
    assert life(found, "n2499", "2024-05-31").stage == "armed"
    assert life(found, "n2499", "2024-06-02").stage == "in force"


def test_one_sets_off_the_next_in_order() -> None:
    found = chain(5)
    value = follow(found, "start", "2024-01-02")
    assert [f.norm for f in value.fired] == [f"n{i}" for i in range(5)]
    assert {o.norm for o in value.options} == {f"n{i}" for i in range(5)}
    assert follow(found, "later", "2024-07-01").fired == ()


def test_norms_that_rest_on_each_other_in_a_circle_are_not_determined() -> None:
    found = book(
        HEAD
        + '      - {may: a, id: n0, do: use x, when: "in force(n1)"}\n'
        + '      - {may: a, id: n1, do: use x, unless: "in force(n0)"}\n'
    )
    for order in (("n0", "n1"), ("n1", "n0")):
        lives = lives_at(found, "2024-07-01")
        stages = {name: lives.of(lives.by_id[name][0]) for name in order}
        assert {one.stage for one in stages.values()} == {"undetermined"}
        assert all(one.missing for one in stages.values())


READING = HEAD + (
    '      - {may: a, id: kept, do: use x, ends when: "in force(trigger)"}\n'
    '      - {counts as: a, id: trigger, when: "happened(start)",\n'
    "         applies: {reading: end, ends: yes, stays: no}}\n"
    "      - {must not: b, id: rival, do: use x, counterparty: a}\n"
)


def test_a_reading_is_a_hinge_only_where_it_matters() -> None:
    found = book(READING)

    def question(at: str) -> set[str]:
        when = lives_at(found, at).state.at

        def one(world: World) -> Found[str]:
            lives = Lives(State(found, when, None, world))
            kept = lives.of(lives.by_id["kept"][0])
            return Found(kept.stage, kept.why)

        return set(ask(one, adopted=adopted(found)).hinges)

    assert question("2024-05-01") == set()
    assert question("2024-07-01") == {"end"}
    assert may(found, "b", "use x", "2024-07-01").hinges == ()


def test_an_undated_event_is_supposed_to_happen_now() -> None:
    found = book(HEAD + '      - {may: a, id: n0, do: use x, ends when: "happened(later)"}\n')
    value = follow(found, "later", "2025-01-01")
    assert value.ended == ("n0",)
    assert follow(found, "start", "2025-01-01").ended == ()


def test_every_live_norm_says_why() -> None:
    found = chain(4)
    lives = lives_at(found, "2024-07-01")
    for bound in lives.state.index.norms["may"]:
        one: Life = lives.of(bound)
        assert one.stage in LIVE
        assert [s.stage for s in one.steps] == ["armed", "triggered", "in force"]
        assert "start" in str(one.why) or "in force" in str(one.why)

"""Worlds settle what they meet, keep orders free of circles, and remember only what holds."""

from __future__ import annotations

from minutebook.answers import Found, Memo, Why, World, ask

WHY = Why("asked")


def test_a_hinge_flips_the_value_and_the_rest_is_immaterial() -> None:
    def question(world: World) -> Found[bool]:
        a = world.choose("a", ("yes", "no")) == "yes"
        b = world.choose("b", ("yes", "no")) == "yes"
        world.choose("c", ("yes", "no"))
        return Found(a and b, WHY)

    answer = ask(question)
    assert answer.hinges == ("a", "b")
    assert answer.immaterial == ("c",)
    assert {(tuple(w.readings.items()), w.value) for w in answer.worlds} >= {
        ((("a", "yes"), ("b", "yes")), True)
    }


def test_orders_are_never_in_a_circle() -> None:
    def question(world: World) -> Found[tuple[bool, bool, bool]]:
        return Found((world.order("x", "y"), world.order("y", "z"), world.order("x", "z")), WHY)

    values = {w.value for w in ask(question).worlds}
    assert len(values) == 6
    assert (True, True, False) not in values
    assert (False, False, True) not in values


def test_what_is_remembered_does_not_contradict_the_orders_of_another_world() -> None:
    memo = Memo()
    first = World({}, memo)
    assert first.remember("slot", lambda: first.order("x", "z")) is True
    settled = World({"order of x and y": "y first", "order of y and z": "z first"}, memo)
    assert settled.remember("slot", lambda: settled.order("x", "z")) is False


def test_one_name_with_fewer_alternatives_is_a_choice_of_its_own_only_where_it_must() -> None:
    def question(world: World) -> Found[tuple[str, str]]:
        few = world.choose("claim", ("a", "b"))
        return Found((few, world.choose("claim", ("a", "b", "c"))), WHY)

    values = {w.value for w in ask(question).worlds}
    assert values == {("a", "a"), ("b", "b"), ("a", "c"), ("b", "c")}


def test_over_the_limit_an_answer_says_so() -> None:
    def question(world: World) -> Found[int]:
        return Found(sum(world.choose(f"c{n}", ("0", "1")) == "1" for n in range(6)), WHY)

    answer = ask(question, limit=10)
    assert not answer.complete
    assert "more than 10 worlds" in answer.missing[-1]

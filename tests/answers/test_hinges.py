"""Hinges and immaterial choices are exactly what every total assignment says they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from minutebook.answers import Found, Why, World, ask

NAMES = ("a", "b", "c", "d")
ALTERNATIVES = {"a": ("0", "1"), "b": ("0", "1"), "c": ("0", "1", "2"), "d": ("0", "1")}
Tree: TypeAlias = "int | tuple[str, dict[str, Tree]]"


def trees(names: tuple[str, ...] = NAMES) -> st.SearchStrategy[Tree]:
    """Questions that meet each choice at most once on any way through."""
    leaf: st.SearchStrategy[Tree] = st.integers(0, 2)
    if not names:
        return leaf

    def node(name: str) -> st.SearchStrategy[Tree]:
        below = trees(tuple(n for n in names if n != name))
        return st.tuples(
            st.just(name), st.fixed_dictionaries(dict.fromkeys(ALTERNATIVES[name], below))
        )

    return st.one_of(leaf, st.sampled_from(names).flatmap(node))


def value(tree: Tree, settled: Mapping[str, str]) -> int:
    while not isinstance(tree, int):
        name, below = tree
        tree = below[settled[name]]
    return tree


def asked(tree: Tree, world: World) -> int:
    while not isinstance(tree, int):
        name, below = tree
        tree = below[world.choose(name, ALTERNATIVES[name])]
    return tree


def met(tree: Tree) -> set[str]:
    if isinstance(tree, int):
        return set()
    name, below = tree
    return {name}.union(*(met(t) for t in below.values()))


def assignments() -> Iterator[dict[str, str]]:
    for chosen in product(*(ALTERNATIVES[n] for n in NAMES)):
        yield dict(zip(NAMES, chosen, strict=True))


def flips(tree: Tree, name: str) -> bool:
    """Whether two total assignments that differ in this choice alone have different values."""
    return any(
        value(tree, settled) != value(tree, {**settled, name: other})
        for settled in assignments()
        for other in ALTERNATIVES[name]
    )


@settings(max_examples=150, deadline=None)
@given(trees())
def test_a_hinge_is_what_flips_the_value_all_else_equal(tree: Tree) -> None:
    answer = ask(lambda world: Found(asked(tree, world), Why("asked")))
    assert set(answer.hinges) == {name for name in NAMES if flips(tree, name)}
    assert set(answer.immaterial) == met(tree) - set(answer.hinges)


@settings(max_examples=150, deadline=None)
@given(trees())
def test_every_total_assignment_lies_in_worlds_of_its_value(tree: Tree) -> None:
    answer = ask(lambda world: Found(asked(tree, world), Why("asked")))
    for settled in assignments():
        found = {w.value for w in answer.worlds if w.readings.items() <= settled.items()}
        assert found == {value(tree, settled)}

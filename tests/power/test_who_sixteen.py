"""Organisations of up to sixteen persons against the table of all their coalitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.power.who_cases import control
from tests.state.books import book

Table = npt.NDArray[np.bool_]
MOST = 16
RULES: Mapping[str, Callable[[int], int]] = {
    "majority of seats": lambda n: n // 2 + 1,
    "at least 2/3 in office": lambda n: -(-2 * n // 3),
    "all in office": lambda n: n,
    "at least 1 in office": lambda n: 1,
}


@dataclass(frozen=True)
class Organ:
    """A body: how it decides, and its members, each a person or an organisation's body."""

    rule: str
    members: tuple[int | Organ, ...]

    def table(self, persons: int) -> Table:
        """Whether it decides, for every coalition of the persons, by adding up members."""
        numbers = np.arange(1 << persons)
        votes = np.zeros(1 << persons, dtype=np.int64)
        for member in self.members:
            votes += numbers >> member & 1 if isinstance(member, int) else member.table(persons)
        table: Table = votes >= RULES[self.rule](len(self.members))
        return table

    def lines(self, name: str) -> list[str]:
        """The body, and the organisations that sit on it, as records of a book."""
        names = [f"p{m}" if isinstance(m, int) else f"{name}{n}"
                 for n, m in enumerate(self.members)]  # fmt: skip
        lines = [
            f"  - entity: {name}",
            f"    acts through: {name}/board",
            f"  - body: {name}/board",
            f"    members: [{', '.join(names)}]",
            f"    decides: {self.rule}",
            "    quorum: none",
        ]
        for child, member in zip(names, self.members, strict=True):
            if isinstance(member, Organ):
                lines += member.lines(child)
        return lines


@st.composite
def organs(draw: st.DrawFn, depth: int = 2) -> Organ:
    number = draw(st.integers(1, 5))
    kinds = [draw(st.booleans()) and depth > 0 for _ in range(number)]
    people = draw(st.lists(st.integers(0, MOST - 1), min_size=number, max_size=number, unique=True))
    members = tuple(
        draw(organs(depth - 1)) if kind else person
        for kind, person in zip(kinds, people, strict=True)
    )
    return Organ(draw(st.sampled_from(list(RULES))), members)


def text(organ: Organ) -> str:
    lines = ["book: {title: Random, timezone: UTC}", "records:"]
    lines += [f"  - person: p{n}" for n in range(MOST)]
    lines += organ.lines("org")
    lines += ["  - fact: truth", "    determined by: org/board"]
    return "\n".join(lines) + "\n"


def swings_of(table: Table, person: int) -> list[int]:
    """The swings of a person by the number of others consenting."""
    pairs = table.reshape(-1, 2, 1 << person)
    sizes = np.array([bin(n).count("1") for n in range(table.size)]).reshape(-1, 2, 1 << person)
    turned = pairs[:, 1] & ~pairs[:, 0]
    return np.bincount(sizes[:, 0][turned], minlength=MOST).tolist()  # type: ignore[no-any-return]  # a list of int


def minimal_in(table: Table) -> set[frozenset[str]]:
    """The winning coalitions that lose with any member gone."""
    least = table.copy()
    for person in range(MOST):
        pairs, view = table.reshape(-1, 2, 1 << person), least.reshape(-1, 2, 1 << person)
        view[:, 1] &= ~pairs[:, 0]
    return {
        frozenset(f"p{n}" for n in range(MOST) if number >> n & 1)
        for number in np.flatnonzero(least).tolist()
    }


@settings(max_examples=12, deadline=None)
@given(organs())
def test_the_answer_is_what_the_table_of_all_coalitions_says(organ: Organ) -> None:
    table = organ.table(MOST)
    found = control(book(text(organ)), "determine truth", "2024-01-01", 0)
    assert found.minimal_coalitions_count is not None and found.power is not None
    least, block = minimal_in(table), minimal_in(~table[::-1])
    assert (found.minimal_coalitions_count, found.blocking_count) == (len(least), len(block))
    assert set(map(frozenset, found.minimal_coalitions or ())) <= least
    assert set(map(frozenset, found.blocking or ())) <= block
    if not found.minimal_coalitions_cut:
        assert len(found.minimal_coalitions or ()) == len(least)
    by_size = {f"p{n}": swings_of(table, n) for n in range(MOST)}
    total = sum(map(sum, by_size.values()))
    idle = MOST - len(found.players)
    for name, counts in by_size.items():
        if name not in found.players:
            assert not any(counts)
            continue
        share = found.power[name]
        # Persons who sit nowhere double every count.
        assert share.swings is not None and share.swings << idle == sum(counts)
        assert share.banzhaf == Fraction(sum(counts), 1 << MOST - 1)
        assert share.banzhaf_normalised == Fraction(sum(counts), total)
        orders = sum(Fraction(c, comb(MOST - 1, s)) for s, c in enumerate(counts))
        assert share.shapley_shubik == orders / MOST
    assert set(found.dummies or ()) == {p for p in found.players if not any(by_size[p])}
    assert set(found.vetoers or ()) == frozenset.intersection(*least)
    assert sum(s.shapley_shubik or 0 for s in found.power.values()) == 1
    assert found.monotone

"""Matters told in words: a norm about several of them, in which `any` stands for some words."""

from __future__ import annotations

import pytest
from tests.state.books import advance, book, verdict

ASSEMBLY = """
book: {title: Assembly, timezone: UTC}
records:
  - entity: un
  - {group: states, count: 193}
  - body: un/assembly
    members: states
    decides: majority of members voting
    quorum: majority of members
  - document: charter
    of: un
    rank: charter
    norms:
      - decides: un/assembly
        do: decide the important question of any
        by: at least 2/3 of members voting
  - act: motion
    date: 2021-03-01
    by: un/assembly
    form: meeting
    for: 80
    against: %s
    abstain: 60
    others: absent
    effect: decide %s
"""


@pytest.mark.parametrize(
    ("against", "matter", "standing"),
    [
        (40, "the important question of peace in the world", "valid"),
        (41, "the important question of peace in the world", "void"),
        (41, "the important question of peace", "void"),
        (41, "the important question", "valid"),
        (41, "a less important question of peace", "valid"),
        (41, "the budget", "valid"),
    ],
)
def test_a_rule_about_some_matters_holds_for_those_alone(
    against: int, matter: str, standing: str
) -> None:
    found = verdict(book(ASSEMBLY % (against, matter)), "motion")
    assert [w.value.standing for w in found.worlds if w.value] == [standing]


POWERS = """
book: {title: Firm, timezone: UTC}
records:
  - entity: firm
  - person: ann
  - person: bob
  - document: charter
    of: firm
    rank: charter
    norms:
      - {can: ann, do: decide any}
      - {cannot: ann, do: decide the sale of any}
      - {can: bob, do: decide the sale of any}
"""


def test_powers_and_bars_speak_of_matters_in_the_same_way() -> None:
    def of(deed: str, who: str) -> list[str | None]:
        found = advance(book(POWERS), deed, by=who, at="2024-01-01")
        return [w.value.standing for w in found.worlds if w.value]

    assert of("decide the sale of land", "ann") == ["void"]
    assert of("decide the lease of land", "ann") == ["valid"]
    assert of("decide the sale of land", "bob") == ["valid"]

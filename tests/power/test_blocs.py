"""Blocs, of named voters and of whole groups and parts of them, against all coalitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.power.who_cases import control
from tests.state.books import book

from minutebook.cli import main
from minutebook.power import Game, Group, Part, any_of, threshold, weighted
from minutebook.power.blocs import Bloc, over_blocs

PARLIAMENT = """
book: {title: Parliament, timezone: UTC}
records:
  - person: speaker
  - {group: left, count: 40}
  - {group: middle, count: 25}
  - {group: right, count: 35}
  - body: house
    members: [speaker, left, middle, right]
    decides: at least 51 in office
    quorum: none
  - {fact: matter, determined by: house}
"""
Blocs = Mapping[str, Sequence[str | Part]]


def parliament(blocs: Blocs) -> dict[str, str]:
    found = control(book(PARLIAMENT), "determine matter", "2024-01-01", 0, blocs=blocs)
    assert found.blocs is not None
    return {name: str(share.shapley_shubik) for name, share in found.blocs.items()}


def test_a_party_votes_as_one() -> None:
    parties: Blocs = {"reds": ["left"], "whites": ["middle"], "blues": ["right", "speaker"]}
    assert parliament(parties) == {"reds": "1/3", "whites": "1/3", "blues": "1/3"}


def test_a_part_of_a_group_splits_off() -> None:
    parties: Blocs = {
        "reds": ["left", Part("middle", 11)], "whites": [Part("middle", 14)], "blues": ["right"],
    }  # fmt: skip
    assert parliament(parties) == {"reds": "1", "whites": "0", "blues": "0", "speaker": "0"}


def test_a_bloc_may_be_called_as_its_own_group() -> None:
    found = parliament({"left": ["left"]})
    assert set(found) == {"left", "speaker", "middle", "right"}


def test_a_bloc_without_a_say_has_none() -> None:
    game = over_blocs(threshold(2, "abc"), {"strangers": ["x", "y"], "pair": "ab"})
    assert game.shapley_shubik() == {"c": 0, Bloc("pair"): 1, Bloc("strangers"): 0}


def test_a_bloc_in_a_body_that_has_its_name() -> None:
    game = threshold(2, ["a", "club", "c"]).replace("club", threshold(1, ["x", "y"]))
    merged = over_blocs(game, {"club": ["x", "c"]})
    assert set(merged.minimal_winning()) == {frozenset({Bloc("club")}), frozenset({"a", "y"})}


@st.composite
def games(draw: st.DrawFn) -> Game:
    counts = {"g": draw(st.integers(2, 4)), "h": draw(st.integers(1, 3)), "a": 1, "b": 1}

    def test() -> Game:
        weights = {n: Group(c, draw(st.integers(0, 4))) for n, c in counts.items()}
        return weighted(draw(st.integers(1, 12)), weights)

    kind = draw(st.sampled_from(["one", "both", "either", "nested"]))
    if kind == "one":
        return test()
    if kind == "nested":
        return weighted(2, {"slot": 1, "a": 1, "z": 1}).replace("slot", test())
    return test() & test() if kind == "both" else test() | any_of(["b"]) & test()


@given(games(), st.integers(0, 4), st.integers(0, 3), st.sampled_from(["", "a", "b", "ab"]))
def test_a_bloc_consents_with_all_or_none(game: Game, some: int, more: int, named: str) -> None:
    """Of every coalition of the blocs and the rest: it wins as its members win."""
    own = [*named, Part("g", min(some, game.counts["g"])), Part("h", min(more, game.counts["h"]))]
    merged = over_blocs(game, {"bloc": own})
    inside = {"g": own[-2].count, "h": own[-1].count} | dict.fromkeys(named, 1)
    free = {n: c - inside.get(str(n), 0) for n, c in game.counts.items()}
    for chosen in product(*(range(c + 1) for c in free.values())):
        outside = dict(zip(free, chosen, strict=True))
        for joins in (0, 1):
            together = {n: k + joins * inside.get(str(n), 0) for n, k in outside.items()}
            consenting = {n: k for n, k in outside.items() if free[n]} | {Bloc("bloc"): joins}
            assert merged.carried(consenting) == game.carried(together)
    assert merged.population == sum(free.values()) + 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("reds: [{middle: 20}]\nblues: [{middle: 6}]\n", "middle has not so many members: 26"),
        ("reds: [{middle: 20}]\nblues: [middle]\n", "middle stands in reds and in blues"),
        ("speaker: [left, right]\n", "a bloc cannot have the name of speaker"),
        ("reds: [{speaker: 1}]\n", "'speaker' is not a group"),
    ],
)
def test_what_cannot_be_a_bloc(tmp_path: Path, content: str, says: str) -> None:
    place, blocs = tmp_path / "book.yaml", tmp_path / "blocs.yaml"
    place.write_text(PARLIAMENT, "utf-8")
    blocs.write_text(content, "utf-8")
    asked = ["who", str(place), "determine matter", "--at", "2024-01-01", "--blocs", str(blocs)]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 2
    assert says in " ".join(result.output.split())


def test_a_file_of_blocs_with_parts_of_groups(tmp_path: Path) -> None:
    place, blocs = tmp_path / "book.yaml", tmp_path / "blocs.yaml"
    place.write_text(PARLIAMENT, "utf-8")
    blocs.write_text("reds:\n  - left\n  - middle: 11\nblues: {right: 35, middle: 14}\n", "utf-8")
    asked = ["who", str(place), "determine matter", "--at", "2024-01-01", "--blocs", str(blocs)]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0, result.output
    row = next(line for line in result.output.splitlines() if line.startswith("reds"))
    assert row.split() == ["reds", "4", "1", "1", "1"]

"""Published tables asked of books, by the command: the same numbers as the literature has."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from minutebook.cli import main
from minutebook.power import threshold, weighted

HEAD = "book: {title: A council, timezone: UTC}\nrecords:\n"
TAIL = "    quorum: none\n  - {fact: matter, determined by: council}\n"


def council(votes: dict[str, int], rule: str) -> str:
    """A council whose members vote by weight."""
    people = "".join(f"  - entity: {n}\n" for n in votes)
    written = ", ".join(f"{n}: {w}" for n, w in votes.items())
    return (
        f"{HEAD}{people}  - body: council\n    members: [{', '.join(votes)}]\n"
        f"    votes: {{{written}}}\n    decides: {rule}\n{TAIL}"
    )


def security_council() -> str:
    five = ["cn", "fr", "ru", "uk", "us"]
    vetoes = ", ".join(f"no objection of {n}" for n in five)
    people = "".join(f"  - entity: {n}\n" for n in five)
    return (
        f"{HEAD}{people}  - {{group: elected, count: 10}}\n  - body: council\n"
        f"    members: [{', '.join(five)}, elected]\n"
        f"    decides: {{all of: [at least 9 in office, {vetoes}]}}\n{TAIL}"
    )


def shareholders() -> str:
    """50, 49 and 1 of 100 shares: more than half is needed."""
    lines = [f"  - person: {p}\n  - {{holding: {p}-s, holder: {p}, of: share, units: {n}}}\n"
             for p, n in (("big", 50), ("next", 49), ("small", 1))]  # fmt: skip
    return (
        f"{HEAD}  - entity: firm\n  - {{instrument: share, of: firm}}\n{''.join(lines)}"
        f"  - body: council\n    holders of: share\n    decides: majority of votes cast\n{TAIL}"
    )


EEC = {"de": 4, "fr": 4, "it": 4, "nl": 2, "be": 2, "lu": 1}
NASSAU = {"h1": 31, "h2": 31, "ob": 28, "nh": 21, "lb": 2, "gc": 2}
PROVINCES = {"on": 34, "qc": 29, "bc": 9, "ab": 7, "sk": 5, "mb": 5, "ns": 4, "nb": 3, "nl": 3,
             "pe": 1}  # fmt: skip
AMENDING = threshold(7, PROVINCES) & weighted(50, PROVINCES)
BOOKS: dict[str, tuple[str, dict[str, tuple[int, str]]]] = {
    "Security Council": (security_council(), {"us": (848, "421/2145"), "elected": (84, "4/2145")}),
    "Economic Community 1958": (
        council(EEC, "at least 12 votes in office"),
        {"de": (10, "7/30"), "nl": (6, "3/20"), "lu": (0, "0")},
    ),
    "Nassau County 1964": (
        council(NASSAU, "at least 58 votes in office"),
        {"ob": (16, "1/3"), "nh": (0, "0")},
    ),
    "50, 49, 1": (shareholders(), {"big": (3, "2/3"), "next": (1, "1/6"), "small": (1, "1/6")}),
    "Constitution Act 1982, s. 38(1)": (
        council(PROVINCES, "at least 7 members in office and at least 50% of votes in office"),
        {p: (AMENDING.swings()[p], str(AMENDING.shapley_shubik()[p])) for p in ("on", "pe")},
    ),
}


@pytest.mark.parametrize("name", BOOKS)
def test_a_book_gives_the_published_values(name: str, tmp_path: Path) -> None:
    text, wanted = BOOKS[name]
    place = tmp_path / "book.yaml"
    place.write_text(text, "utf-8")
    words = ["who", str(place), "determine matter", "--at", "2024-01-01", "--steps", "0", "--json"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    (world,) = json.loads(result.output)["worlds"]
    power, players = world["value"]["power"], world["value"]["players"]
    for party, (swings, shapley) in wanted.items():
        assert (power[party]["swings"], power[party]["shapley_shubik"]) == (swings, shapley)
    shares = (Fraction(p["shapley_shubik"]) * players[n] for n, p in power.items())
    assert sum(shares, Fraction(0)) == 1

"""Published decision rules as books, beside the same rule as a plain game and printed tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from minutebook.cli import main
from minutebook.power import Game, Group, threshold, unanimous, weighted

HEAD = "book: {title: A council, timezone: UTC}\nrecords:\n"
TAIL = "  - {fact: matter, determined by: council}\n"


@dataclass(frozen=True)
class Published:
    """A rule in a book and as a game; `shapley` and `banzhaf` as printed, to so many digits."""

    book: str
    game: Game
    shapley: Mapping[str, str] = field(default_factory=dict)
    banzhaf: Mapping[str, str] = field(default_factory=dict)


def weights(votes: Mapping[str, int], rule: str, more: str = "") -> str:
    people = "".join(f"  - entity: {name}\n" for name in votes)
    told = ", ".join(f"{name}: {number}" for name, number in votes.items())
    return (
        f"{HEAD}{people}{more}  - body: council\n    members: [{', '.join(votes)}]\n"
        f"    votes: {{{told}}}\n    decides: {rule}\n    quorum: none\n{TAIL}"
    )


def classes(*sizes: tuple[str, int, int]) -> dict[str, int]:
    return {f"{name}{n}": votes for name, count, votes in sizes for n in range(count)}


def council_of(quota: int, votes: Mapping[str, int], shapley: Mapping[str, str],
               banzhaf: Mapping[str, str]) -> Published:  # fmt: skip
    rule = f"at least {quota} votes in office"
    return Published(weights(votes, rule), weighted(quota, votes), shapley, banzhaf)


# Treaty of Nice: votes, and populations of 1999 in thousands (Eurostat).
NICE = {
    "de": (29, 82038), "uk": (29, 59247), "fr": (29, 58966), "it": (29, 57612), "es": (27, 39394),
    "pl": (27, 38667), "ro": (14, 22489), "nl": (13, 15760), "el": (12, 10533), "cz": (12, 10290),
    "be": (12, 10213), "hu": (12, 10092), "pt": (12, 9980), "se": (10, 8854), "bg": (10, 8230),
    "at": (10, 8082), "sk": (7, 5393), "dk": (7, 5313), "fi": (7, 5160), "ie": (7, 3744),
    "lt": (7, 3701), "lv": (4, 2439), "si": (4, 1978), "ee": (4, 1446), "cy": (4, 752),
    "lu": (4, 429), "mt": (3, 379),
}  # fmt: skip


def nice() -> Published:
    holdings = "".join(
        f"  - entity: {name}\n"
        f"  - {{holding: {name}-votes, holder: {name}, of: votes, units: {votes}}}\n"
        f"  - {{holding: {name}-people, holder: {name}, of: population, units: {people}}}\n"
        for name, (votes, people) in NICE.items()
    )
    text = (
        f"{HEAD}  - entity: union\n  - {{instrument: votes, of: union}}\n"
        f"  - {{instrument: population, of: union}}\n{holdings}"
        "  - body: council\n    holders of: [votes, population]\n    quorum: none\n"
        "    decides:\n      all of:\n        - majority of holders\n"
        "        - at least 255 outstanding votes in votes\n"
        f"        - at least 62% of outstanding votes in population\n{TAIL}"
    )
    people = {name: number for name, (_, number) in NICE.items()}
    total = weighted(Fraction(62 * sum(people.values()), 100), people)
    votes = weighted(255, {name: number for name, (number, _) in NICE.items()})
    # D. S. Felsenthal and M. Machover, The Treaty of Nice and qualified majority voting, Social
    # Choice and Welfare 18 (2001): 7.78 % for each of the four largest, 0.94 % for Malta.
    return Published(
        text, threshold(14, NICE) & total & votes,
        banzhaf={"de": "0.0778", "it": "0.0778", "es": "0.0742", "pl": "0.0742", "mt": "0.0094"},
    )  # fmt: skip


def congress() -> Published:
    """Constitution of the United States, art. I, ss. 3 and 7."""
    house, senate = Group(435), Group(100)
    text = f"""{HEAD}  - person: president
  - person: vice-president
  - {{group: representatives, count: 435}}
  - {{group: senators, count: 100}}
  - body: house
    members: representatives
    decides: majority in office
    quorum: none
  - body: senate
    members: senators
    decides: majority of votes cast
    casting vote: vice-president
    quorum: none
  - body: house-override
    members: representatives
    decides: at least 2/3 in office
    quorum: none
  - body: senate-override
    members: senators
    decides: at least 2/3 in office
    quorum: none
  - body: council
    members: []
    decides:
      any of:
        - all of: [consent of house, consent of senate, consent of president]
        - all of: [consent of house-override, consent of senate-override]
    quorum: none
{TAIL}"""
    signed = (
        weighted(218, {"representatives": house})
        & weighted(101, {"senators": Group(100, 2), "vice-president": 1})
        & unanimous(["president"])
    )
    override = weighted(290, {"representatives": house}) & weighted(67, {"senators": senate})
    # A. D. Taylor, Mathematics and Politics (1995): about 4 % for the president by Banzhaf.
    return Published(text, signed | override, banzhaf={"president": "0.039"})


PROVINCES = ["on", "qc", "bc", "ab", "sk", "mb", "ns", "nb", "pe", "nl"]


def victoria() -> Published:
    """Ontario, Quebec, two of four in the east, in the west British Columbia and one or three.

    P. D. Straffin, Homogeneity, independence, and power indices, Public Choice 30 (1977).
    """
    people = "".join(f"  - entity: {name}\n" for name in PROVINCES)
    text = f"""{HEAD}{people}  - {{group: prairies, members: [ab, sk, mb]}}
  - {{group: atlantic, members: [ns, nb, pe, nl]}}
  - body: council
    members: [{", ".join(PROVINCES)}]
    decides:
      all of:
        - consent of on
        - consent of qc
        - at least 2 members in office in atlantic
        - any of:
            - all of: [consent of bc, at least 1 members in office in prairies]
            - at least 3 members in office in prairies
    quorum: none
{TAIL}"""
    west = weighted(3, {"bc": 2, "ab": 1, "sk": 1, "mb": 1})
    game = unanimous(["on", "qc"]) & threshold(2, ["ns", "nb", "pe", "nl"]) & west
    return Published(
        text, game,
        {"on": "0.3155", "qc": "0.3155", "bc": "0.1250", "ab": "0.0417", "ns": "0.0298"},
        {"on": "0.2178", "qc": "0.2178", "bc": "0.1634", "ab": "0.0545", "ns": "0.0594"},
    )  # fmt: skip


def language_groups() -> Published:
    """A majority in each language group and two thirds of all votes (Belgium, art. 4)."""
    text = f"""{HEAD}  - {{group: dutch, count: 87}}
  - {{group: french, count: 63}}
  - body: council
    members: [dutch, french]
    decides: >-
      majority of votes cast in dutch and majority of votes cast in french
      and at least 2/3 of votes cast
    quorum: majority in office in dutch and majority in office in french
{TAIL}"""
    dutch, french = Group(87), Group(63)
    own = weighted(44, {"dutch": dutch}) & weighted(32, {"french": french})
    return Published(text, own & weighted(100, {"dutch": dutch, "french": french}))


BIG_FOUR = ("big", 4, 10)
LAENDER = {"nw": 6, "by": 6, "bw": 6, "ni": 6, "he": 5, "sn": 4, "rp": 4, "be": 4, "sh": 4, "bb": 4,
           "st": 4, "th": 4, "sl": 3, "hb": 3, "hh": 3, "mv": 3}  # fmt: skip
CANTONS = classes(("canton", 20, 2), ("half", 6, 1))
# D. S. Felsenthal and M. Machover, The Measurement of Voting Power (1998), ch. 5; the first two
# already S. J. Brams and P. J. Affuso, Power and size, Theory and Decision 7 (1976).
TABLES = {
    "European Communities 1973": council_of(
        41, classes(BIG_FOUR, ("be", 2, 5), ("dk", 2, 3), ("lu", 1, 2)),
        {"big0": "0.179", "be0": "0.081", "dk0": "0.057", "lu0": "0.010"},
        {"big0": "0.167", "be0": "0.091", "dk0": "0.066", "lu0": "0.016"},
    ),
    "European Communities 1981": council_of(
        45, classes(BIG_FOUR, ("be", 3, 5), ("dk", 2, 3), ("lu", 1, 2)),
        {"big0": "0.174", "be0": "0.071", "dk0": "0.030", "lu0": "0.030"},
        {"big0": "0.158", "be0": "0.082", "dk0": "0.041", "lu0": "0.041"},
    ),
    "European Communities 1986": council_of(
        54, classes(BIG_FOUR, ("es", 1, 8), ("be", 4, 5), ("dk", 2, 3), ("lu", 1, 2)),
        {"big0": "0.134", "es0": "0.111", "be0": "0.064", "dk0": "0.043", "lu0": "0.012"},
        {"big0": "0.129", "es0": "0.109", "be0": "0.067", "dk0": "0.046", "lu0": "0.018"},
    ),
    "European Union 1995": council_of(
        62, classes(BIG_FOUR, ("es", 1, 8), ("be", 4, 5), ("at", 2, 4), ("dk", 3, 3), ("lu", 1, 2)),
        {"big0": "0.117", "es0": "0.095", "be0": "0.055", "at0": "0.045", "dk0": "0.035",
         "lu0": "0.021"},
        {"big0": "0.112", "es0": "0.092", "be0": "0.059", "at0": "0.048", "dk0": "0.036",
         "lu0": "0.023"},
    ),
    "Treaty of Nice, 27 members": nice(),
    "United States, federal legislation": congress(),
    "Victoria Charter 1971": victoria(),
    "Special-majority law in two language groups": language_groups(),
    "Bundesrat, Basic Law art. 52 (3)": Published(
        weights(LAENDER, "majority of votes in office"), weighted(35, LAENDER)
    ),
    "Bundesrat, Basic Law art. 79 (2)": Published(
        weights(LAENDER, "at least 2/3 of votes in office"), weighted(46, LAENDER)
    ),
    "Swiss cantons, Federal Constitution art. 142": Published(
        weights(CANTONS, "majority of votes in office"), weighted(24, CANTONS)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_book_is_the_game_and_has_the_printed_values(name: str, tmp_path: Path) -> None:
    table = TABLES[name]
    place = tmp_path / "book.yaml"
    place.write_text(table.book, "utf-8")
    words = ["who", str(place), "determine matter", "--at", "2024-01-01", "--steps", "0", "--json"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    (world,) = json.loads(result.output)["worlds"]
    value, game = world["value"], table.game
    power = value["power"]
    assert {p: s["swings"] for p, s in power.items()} == game.swings()
    assert {p: Fraction(s["shapley_shubik"]) for p, s in power.items()} == game.shapley_shubik()
    scale = 1 << game.population - 1
    for share in power.values():
        assert Fraction(share["banzhaf"]) == Fraction(share["swings"], scale)
    total = sum(Fraction(s["banzhaf_normalised"]) * value["players"][p] for p, s in power.items())
    assert total == 1
    assert value["minimal_coalitions_count"] == game.minimal_winning_count()
    assert value["blocking_count"] == game.blocking_count()
    assert frozenset(value["vetoers"]) == game.vetoers()
    assert frozenset(value["dummies"]) == game.dummies()
    assert value["monotone"] is True and value["plan"] and value["at_most"] is None
    printed = {"shapley_shubik": table.shapley, "banzhaf_normalised": table.banzhaf}
    for index, values in printed.items():
        for party, digits in values.items():
            places = len(digits) - 2
            assert f"{float(Fraction(power[party][index])):.{places}f}" == digits, (party, index)

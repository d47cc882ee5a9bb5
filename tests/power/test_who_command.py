"""The command and its JSON."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import minutebook
from minutebook.cli import main
from minutebook.power import Group, any_of, threshold, weighted
from minutebook.power.asked import lacks
from minutebook.power.control import in_numbers

BOOK = """
book: {title: Club, timezone: UTC}
readings:
  rule:
    asks: How many?
    adopted: two
    two: {says: two of three}
    three: {says: all}
records:
  - person: ann
  - person: bob
  - person: cat
  - entity: club
  - group: fans
    of: club
    count: 386
  - instrument: club/vote
    of: club
  - {holding: fans-hold, holder: fans, of: club/vote, units: 386}
  - body: club/assembly
    holders of: club/vote
    decides: majority of outstanding votes
    quorum: none
  - body: club/board
    members: [ann, bob, cat]
    appointed by: club/board
    quorum: none
    decides: {reading: rule, two: at least 2 in office, three: all in office}
  - post: club/chief
    holder: ann
    appointed by: club/board
  - post: club/patron
    appointed by: club/assembly
  - fact: splendour
    determined by: club/board
  - document: club/rules
    rank: bylaw
    norms:
      - can: club/board
        do: amend club/rules
"""


@pytest.fixture
def club(tmp_path: Path) -> str:
    folder = tmp_path / "club"
    folder.mkdir()
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    return str(folder)


def run(*words: str) -> Result:
    result = CliRunner().invoke(main, ["who", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def ask(book: str, aim: str, *words: str) -> dict[str, Any]:
    result = run(book, aim, "--at", "2024-01-01", "--json", *words)
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.output)
    return answer


def test_a_reading_is_a_hinge(club: str) -> None:
    answer = ask(club, "amend club/rules", "--steps", "0")
    assert answer["hinges"] == ["rule"]
    values = {w["readings"]["rule"]: w["value"] for w in answer["worlds"]}
    assert values["three"]["minimal_coalitions"] == [["ann", "bob", "cat"]]
    assert values["three"]["vetoers"] == ["ann", "bob", "cat"]
    assert values["two"]["minimal_coalitions_count"] == 3
    assert values["two"]["blocking_count"] == 3
    share = values["two"]["power"]["ann"]
    assert share == {
        "swings": 2, "banzhaf": "1/2", "banzhaf_normalised": "1/3", "shapley_shubik": "1/3",
    }  # fmt: skip


def test_settled_there_is_one_world(club: str) -> None:
    answer = ask(club, "determine splendour", "--steps", "0", "--reading", "rule=two")
    (world,) = answer["worlds"]
    assert world["value"]["minimal_coalitions_count"] == 3
    (step,) = world["value"]["plan"]
    assert step["by"] == "club/board" and step["deeds"] == ["determine splendour"]
    assert ask(club, "splendour is determined", "--reading", "rule=two")["worlds"][0]["value"][
        "minimal_coalitions_count"
    ] == 3  # fmt: skip


def test_members_of_a_group_are_counted(club: str) -> None:
    value = ask(club, "appoint bob to club/patron", "--steps", "0")["worlds"][0]["value"]
    assert value["minimal_coalitions"] == [[{"group": "fans", "count": 194}]]
    assert value["blocking"] == [[{"group": "fans", "count": 193}]]
    assert value["players"] == {"fans": 386}
    share = value["power"]["fans"]
    assert Fraction(share["shapley_shubik"]) == Fraction(1, 386)
    assert Fraction(share["banzhaf"]) == Fraction(share["swings"], 2**385)


def test_blocs_are_read_from_a_file(club: str, tmp_path: Path) -> None:
    blocs = tmp_path / "blocs.yaml"
    blocs.write_text("pair: [ann, bob]\n", "utf-8")
    value = ask(club, "amend club/rules", "--blocs", str(blocs), "--reading", "rule=two")
    shares = value["worlds"][0]["value"]["blocs"]
    assert {n: s["shapley_shubik"] for n, s in shares.items()} == {"pair": "1", "cat": "0"}


def test_a_coalition_is_answered_in_words(club: str) -> None:
    result = run(club, "amend club/rules", "--coalition", "ann", "--reading", "rule=three",
                 "--steps", "0", "--at", "2024-01-01")  # fmt: skip
    assert "ann, bob, cat together; nobody else can" in result.output
    assert "ann: cannot" in result.output
    assert "2 missing, for example bob, cat" in result.output


def test_a_part_of_a_group_learns_how_many_more_it_takes(club: str) -> None:
    words = ("appoint bob to club/patron", "--steps", "0", "--coalition")
    found = ask(club, *words, "ann, fans: 190")["worlds"][0]["value"]["coalition"]
    assert found["members"] == ["ann", {"group": "fans", "count": 190}]
    assert (found["can"], found["needs"]) == (False, 4)
    assert found["lacks"] == [{"group": "fans", "count": 4}]
    whole = ask(club, *words, "fans: 194")["worlds"][0]["value"]["coalition"]
    assert whole["can"] and whole["plan"][0]["consenting"] == [{"group": "fans", "count": 194}]
    spoken = run(club, words[0], "--at", "2024-01-01", *words[1:], "fans: 1")
    assert "193 missing, for example 193 of fans" in spoken.output


def test_what_a_coalition_lacks_is_what_is_left_of_the_game() -> None:
    pair = threshold(2, ["a", "b", "c"])
    game = weighted(9, {"x": 3, "y": 2, "staff": Group(6, 1)}).replace("x", pair) & any_of("yz")
    assert lacks(game, {"staff": 5}) is not None
    for present in ({"staff": 5}, {"a": 1, "staff": 2}, {"a": 1, "b": 1}, {"z": 1}, {}):
        missing = lacks(game, present)
        assert missing is not None
        more = in_numbers(missing)
        together = {n: present.get(n, 0) + more.get(n, 0) for n in (*present, *more)}
        assert game.wins(together)
        sizes = {str(n): range(c - present.get(str(n), 0) + 1) for n, c in game.counts.items()}
        smallest = min(
            sum(ways)
            for ways in product(*sizes.values())
            if game.wins({n: present.get(n, 0) + k for n, k in zip(sizes, ways, strict=True)})
        )
        assert sum(more.values()) == smallest


def test_it_is_so_already(club: str) -> None:
    result = run(club, "ann holds club/chief", "--at", "2024-01-01")
    assert "it is so already" in result.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["remove zoe from club/chief"], "no record is called 'zoe'"),
        (["remove club from club"], "is not a"),
        (["sing a song"], "is neither a deed nor a goal"),
        (["fire ann"], 'did you mean "remove PARTY from POST"'),
        (["amend club/rules", "--coalition", "zoe"], "no record is called 'zoe'"),
        (["amend club/rules", "--coalition", "ann: 2"], "'ann' is not a group"),
        (["amend club/rules", "--coalition", "fans: few"], "write how many of fans"),
        (["amend club/rules", "--coalition", "fans: 387"], "has not so many members: 387"),
        (["amend club/rules", "--within", "soon"], "is not a duration"),
        (["amend club/rules", "--steps", "-1"], "-1 is not in the range"),
        (["amend club/rules", "--blocs", "nowhere.yaml"], "cannot be read"),
    ],
)
def test_wrong_usage_says_what_is_wrong(club: str, words: list[str], says: str) -> None:
    result = run(club, *words)
    assert result.exit_code == 2
    assert says in result.output


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("pair: [ann, ann]\n", "ann stands in pair and in pair"),
        ("- ann\n", "write BLOC"),
        ("pair: [zoe]\n", "no record is called"),
        ("pair: {ann: bob}\n", "write how many of ann"),
        ("pair: [[ann]]\n", "pair lists ids"),
        ("pair: [ann\n", "--blocs"),
    ],
)
def test_a_wrong_file_of_blocs(club: str, tmp_path: Path, content: str, says: str) -> None:
    blocs = tmp_path / "blocs.yaml"
    blocs.write_text(content, "utf-8")
    result = run(club, "amend club/rules", "--blocs", str(blocs))
    assert result.exit_code == 2
    assert says in " ".join(result.output.split())


def test_over_a_stretch_the_answer_is_one_for_each_interval(club: str) -> None:
    result = run(club, "amend club/rules", "--over", "2024-01-01..2024-02-01", "--json",
                 "--steps", "0")  # fmt: skip
    assert len(json.loads(result.output)["over"]) == 1


def test_the_same_from_python(club: str) -> None:
    book = minutebook.open_book(club)
    answer = minutebook.who(book, "amend club/rules", steps=0, at="2024-01-01",
                            coalition=["ann"], readings={"rule": "two"})  # fmt: skip
    assert answer.value is not None and answer.value.asked is not None
    assert answer.value.minimal_coalitions == (("ann", "bob"), ("ann", "cat"), ("bob", "cat"))
    assert answer.value.asked.needs == 1
    for aim, options, says in (
        ("sing a song", {}, "neither a deed nor a goal"),
        ("amend club/rulez", {}, "did you mean 'club/rules'"),
        ("amend club/rules", {"coalition": ["zoe"]}, "no record is called 'zoe'"),
        ("amend club/rules", {"within": "soon"}, "is not a duration"),
    ):
        with pytest.raises(minutebook.QuestionError, match=says):
            minutebook.who(book, aim, **options)


UNDATED = """
book: {title: Company, timezone: UTC}
records:
  - entity: firm
  - {group: members, count: 20}
  - person: ann
  - {body: firm/meeting, members: members, decides: majority in office, quorum: none}
  - body: firm/board
    members: [ann]
    appointed by: firm/meeting
    decides: majority of seats
    quorum: none
    without meeting: impossible
  - {post: firm/chief, holder: ann, appointed by: firm/board}
"""


def test_what_nobody_dated_has_no_date_and_kinds_are_told_from_persons(tmp_path: Path) -> None:
    """Eleven of twenty members are one kind of coalition, C(20, 11) told person by person."""
    (tmp_path / "book.yaml").write_text(UNDATED)
    asked = ["who", str(tmp_path), "remove ann from firm/chief"]
    done = CliRunner().invoke(main, asked)
    said = " ".join(done.output.split())
    assert done.exit_code == 0
    assert "2 kinds; with the members of groups told apart, 167,961" in said
    assert "UTC" not in said
    assert "impossible" not in said, "why another way fails explains nothing"
    assert "2024-01-01 00:00 UTC" in CliRunner().invoke(main, [*asked, "--at", "2024-01-01"]).output


def test_swings_of_ten_thousand_equal_holders_are_written(tmp_path: Path) -> None:
    """A number of 3,010 digits is no float."""
    (tmp_path / "book.yaml").write_text("""
book: {title: Crowd, timezone: UTC}
records:
- entity: org
- person: ann
- group: crowd
  count: 10000
- instrument: share
  of: org
- {holding: h1, holder: ann, of: share, units: 1}
- {holding: h2, holder: crowd, of: share, units: 9}
- body: org/meeting
  holders of: share
  decides: majority of outstanding votes
- document: articles
  of: org
  rank: charter
  norms:
    - {can: org/meeting, do: adopt articles}
""")
    result = CliRunner().invoke(main, ["who", str(tmp_path), "adopt articles", "--steps", "0"])
    assert result.exit_code == 0, result.output
    assert "e+30" in result.output

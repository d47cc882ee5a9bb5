"""The command line: exit codes, messages, and no traceback whatever is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from minutebook.cli import main

COOP = """
book: {title: Water co-op, timezone: Europe/Madrid}
records:
  - entity: coop
  - person: ana
  - person: ben
  - person: carla
  - body: coop/council
    date: 2020-01-01
    seats: 3
    members: [ana, ben, carla]
    decides: majority of seats
    appointed by: coop/members
  - body: coop/members
    seats: 3
    members: [ana, ben, carla]
    decides: majority of members present
    quorum: majority of seats
  - post: coop/treasurer
    appointed by: coop/council
  - act: name-treasurer
    date: 2021-03-01T18:00
    by: coop/council
    for: [ana, ben]
    against: carla
    effect: appoint ana to coop/treasurer
  - act: recall
    date: 2021-06-01T18:00
    by: coop/members
    form: meeting
    for: [ana, ben]
    absent: carla
    effect: remove carla from coop/council
  - message: told
    date: 2021-03-01T20:00
    from: ana
    to: carla
    about: name-treasurer
  - assert: ana holds coop/treasurer
"""


@pytest.fixture
def coop(tmp_path: Path) -> str:
    (tmp_path / "book.yaml").write_text(COOP, encoding="utf-8")
    return str(tmp_path)


def run(*words: str) -> Result:
    result = CliRunner().invoke(main, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def test_check_of_a_good_book(coop: str) -> None:
    result = run("check", coop)
    assert result.exit_code == 0
    assert "Water co-op" in result.output
    assert "no errors" in result.output


def test_check_of_a_broken_book_exits_1(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text("records:\n  - persn: ana\n", encoding="utf-8")
    result = run("check", str(tmp_path))
    assert result.exit_code == 1
    assert "book.yaml:2:5 MB204" in result.output
    assert 'did you mean "person"' in result.output


def test_a_failed_assertion_is_loud(tmp_path: Path) -> None:
    text = COOP.replace("ana holds coop/treasurer", "ben holds coop/treasurer")
    (tmp_path / "book.yaml").write_text(text, encoding="utf-8")
    result = run("check", str(tmp_path))
    assert result.exit_code == 1
    assert "MB271" in result.output


def test_a_question_to_a_broken_book_answers_nothing(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text("records:\n  - persn: ana\n", encoding="utf-8")
    for command in (["show"], ["log"], ["knew", "ana"], ["tour"]):
        result = run(command[0], str(tmp_path), *command[1:])
        assert result.exit_code == 1
        assert "MB204" in result.output


def test_no_book_there() -> None:
    result = run("show", "nowhere-at-all")
    assert result.exit_code == 1
    assert "MB210" in result.output
    assert "openai" in result.output


def test_default_at_is_the_last_act_and_is_printed(coop: str) -> None:
    assert "2021-06-01 18:00 CEST" in run("show", coop).output
    assert json.loads(run("show", coop, "--json").output)["at"] == "2021-06-01T16:00:00Z"


def test_a_bare_date_is_midnight_in_the_zone_of_the_book(coop: str) -> None:
    shown = json.loads(run("show", coop, "--at", "2021-03-02", "--json").output)
    assert shown["at"] == "2021-03-01T23:00:00Z"
    assert shown["posts"]["coop/treasurer"]["holder"] == "ana"
    before = json.loads(run("show", coop, "--at", "2021-03-01", "--json").output)
    assert before["posts"]["coop/treasurer"]["holder"] is None


def test_show_over_a_stretch(coop: str) -> None:
    found = json.loads(run("show", coop, "--over", "2021-01-01..2022-01-01", "--json").output)
    assert [(s["from"], s["to"]) for s in found["over"]] == [
        ("2020-12-31T23:00:00Z", "2021-03-01T17:00:00Z"),
        ("2021-03-01T17:00:00Z", "2021-06-01T16:00:00Z"),
        ("2021-06-01T16:00:00Z", "2021-12-31T23:00:00Z"),
    ]
    assert "ana" in run("show", coop, "--over", "2021-01-01..2022-01-01").output


def test_log_tells_verdict_pivots_and_who_held_the_post(coop: str) -> None:
    acts = {a["id"]: a for a in json.loads(run("log", coop, "--json").output)["acts"]}
    assert acts["name-treasurer"]["standing"] == "valid"
    assert acts["name-treasurer"]["pivotal"] == ["ana", "ben"]
    assert acts["name-treasurer"]["after"] == {"coop/treasurer": ["ana"]}
    assert acts["recall"]["after"] == {"coop/council": ["ana", "ben"]}
    assert "each pivotal: ana, ben" in run("log", coop).output
    assert "appointed by" in run("log", coop, "--why").output


def test_judge_in_advance(coop: str) -> None:
    deed = "remove ana from coop/treasurer"
    result = run("judge", coop, deed, "--by", "coop/council", "--for", "ben", "--json")
    (world,) = json.loads(result.output)["worlds"]
    assert world["value"]["standing"] == "void"
    assert world["value"]["cure"]["needs"] == 1


@pytest.mark.parametrize(("votes", "standing"), [("2", "valid"), ("1", "void")])
def test_judge_votes_by_number(coop: str, votes: str, standing: str) -> None:
    deed = "remove ana from coop/treasurer"
    result = run("judge", coop, deed, "--by", "coop/council", "--for", votes, "--json")
    worlds = json.loads(result.output)["worlds"]
    assert standing in [world["value"]["standing"] for world in worlds]


@pytest.mark.parametrize(
    ("votes", "standing"), [("ben,1", "valid"), ("ben,1 other", "valid"), ("ben", "void")]
)
def test_judge_votes_by_name_and_number(coop: str, votes: str, standing: str) -> None:
    deed = "remove ana from coop/treasurer"
    result = run("judge", coop, deed, "--by", "coop/council", "--for", votes, "--json")
    worlds = json.loads(result.output)["worlds"]
    assert standing in [world["value"]["standing"] for world in worlds]


def test_judge_with_somebody_recused(coop: str) -> None:
    deed = ("remove ana from coop/treasurer", "--by", "coop/council", "--for", "ben,carla")
    result = run("judge", coop, *deed, "--recused", "ana", "--json")
    assert "recused" in json.dumps(json.loads(result.output))


@pytest.mark.parametrize("votes", ["ben,nobody-here", "3 of nobody-here", "60% of ben"])
def test_judge_refuses_votes_that_it_cannot_read(coop: str, votes: str) -> None:
    deed = "remove ana from coop/treasurer"
    result = run("judge", coop, deed, "--by", "coop/council", "--for", votes)
    assert result.exit_code == 2
    assert "--for" in result.output


def test_knew(coop: str) -> None:
    (world,) = json.loads(run("knew", coop, "name-treasurer", "--json").output)["worlds"]
    parties = world["value"]["parties"]
    assert parties["ana"]["how"] == "voted for"
    assert parties["carla"]["how"] == "voted against"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["show", "BOOK", "--at", "2021-13-01"], "--at: there is no month 13"),
        (["show", "BOOK", "--at", "yesterday"], "--at"),
        (["show", "BOOK", "--reading", "nonsense=1"], "no reading 'nonsense' "),
        (["judge", "BOOK", "recall", "--for", "ana"], "judged as it is recorded"),
        (["judge", "BOOK", "recall", "--meeting", "coop"], "judged as it is recorded"),
        (["show", "BOOK", "--reading", "nonsense"], "NAME=VALUE"),
        (["show", "BOOK", "--over", "2021"], "FROM..TO"),
        (["show", "BOOK", "--over", "2022-01-01..2021-01-01"], "ends before it begins"),
        (["judge", "BOOK", "remove ana from coop/treasurer"], "--by"),
        (["judge", "BOOK", "remove ana from coop/tresurer", "--by", "coop/council"],
         "did you mean 'coop/treasurer'"),
        (["judge", "BOOK", "sack ana", "--by", "coop/council"], "a deed"),
        (["judge", "BOOK", "ana"], "'ana' is not an act"),
        (["judge", "BOOK", "appoint ana to coop/treasurer", "--by", "coop/council", "--for",
          "anna"], "did you mean 'ana'"),
        (["knew", "BOOK", "nothing-such"], "no record is called"),
        (["diff", "BOOK", "--from", "2022-01-01", "--to", "2021-01-01"], "before"),
        (["about", "BOOK", "ana"], "not a document"),
        (["bogus"], "No such command"),
    ],
)  # fmt: skip
def test_wrong_usage_exits_2_and_says_what_to_write(coop: str, words: list[str], says: str) -> None:
    result = run(*(coop if word == "BOOK" else word for word in words))
    assert result.exit_code == 2
    assert says in result.output.replace("\n", " ")


def test_new_writes_a_book_that_checks_clean(tmp_path: Path) -> None:
    target = tmp_path / "association"
    assert run("new", str(target)).exit_code == 0
    result = run("check", str(target), "--json")
    assert result.exit_code == 0
    assert json.loads(result.output) == {"diagnostics": []}
    again = run("new", str(target))
    assert again.exit_code == 2
    assert "nothing written" in again.output


def test_schema_is_json() -> None:
    schema = json.loads(run("schema").output)
    assert schema["$schema"].startswith("https://json-schema.org/draft/2020-12")


def test_tour_without_a_script(coop: str) -> None:
    result = run("tour", coop)
    assert result.exit_code == 0
    for heading in ("What is wrong with it", "What was done", "How it stands"):
        assert heading in result.output


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["show", "log", "judge", "knew", "diff", "check", "--at", "--json",
                             "--known", "--reading", "--by", "ana", "coop/council"]),
            st.text(max_size=12),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_whatever_is_typed_gives_no_traceback(words: list[str]) -> None:
    run(*(w for w in words if w not in ("new", "serve", "site", "--help")))


def test_judge_over_a_stretch(coop: str) -> None:
    """Three may decide until the recall; then two are left of three seats."""
    result = run(
        "judge", coop, "remove ana from coop/treasurer", "--by", "coop/council", "--for", "ben",
        "--over", "2021-01-01..2022-01-01", "--json",
    )  # fmt: skip
    parts = json.loads(result.output)["over"]
    assert [p["from"] for p in parts] == [
        "2020-12-31T23:00:00Z", "2021-03-01T17:00:00Z", "2021-06-01T16:00:00Z",
    ]  # fmt: skip
    cures = [p["worlds"][0]["value"]["cure"] for p in parts]
    assert [c["among"] for c in cures[1:]] == [["ana", "carla"], ["ana"]]


def test_log_over_a_stretch(coop: str) -> None:
    found = json.loads(run("log", coop, "--over", "2021-05-01..2022-01-01", "--json").output)
    assert [a["id"] for a in found["acts"]] == ["recall"]


def test_knew_over_a_stretch(coop: str) -> None:
    """At six the council voted; nobody knew before."""
    found = json.loads(
        run("knew", coop, "name-treasurer", "--over", "2021-01-01..2022-01-01", "--json").output
    )
    assert [len(p["worlds"][0]["value"]["parties"]) for p in found["over"]] == [0, 3]


def test_a_log_runs_until_the_last_act_conduct_too(tmp_path: Path) -> None:
    """What parties do after the last decision moves no post, and is an act all the same."""
    (tmp_path / "book.yaml").write_text(
        "book: {title: T, timezone: UTC}\n"
        "records:\n"
        "  - person: ann\n"
        "  - person: bo\n"
        "  - act: plan\n"
        "    date: 2020-01-01\n"
        "    by: ann\n"
        "    effect: decide to pay bo\n"
        "  - act: payment\n"
        "    date: 2021-01-01\n"
        "    by: ann\n"
        "    effect: pay 5 to bo\n",
        "utf-8",
    )
    acts = json.loads(run("log", str(tmp_path), "--json").output)["acts"]
    assert [a["id"] for a in acts] == ["plan", "payment"]
    shown = json.loads(run("show", str(tmp_path), "--json").output)
    assert shown["at"].startswith("2020-01-02")


def test_a_log_without_acts_says_so(coop: str) -> None:
    result = CliRunner().invoke(main, ["log", coop, "--at", "2020-06-01"])
    assert result.exit_code == 0
    assert "no act by then" in result.output


BASES = {
    "majority of seats": "void",
    "majority of members in office": "void",
    "majority of members present": "valid",
    "majority of votes cast": "valid",
    "at least 1/3 of seats": "valid",
    "more than 1/3 of seats": "void",
    "2/3 of members present": "valid",
    "all of members present": "void",
}


def test_eight_readings_of_the_base_are_one_table_with_the_hinge_named(tmp_path: Path) -> None:
    # Nine seats, seven in office, four present: three for and one against.
    said = "\n".join(f"    base-{n}: {{says: {rule}}}" for n, rule in enumerate(BASES))
    rules = "\n".join(f"      base-{n}: {rule}" for n, rule in enumerate(BASES))
    (tmp_path / "book.yaml").write_text(
        f"""
book: {{title: Nine seats}}
readings:
  base:
    asks: The by-law asks for "a majority" and says no more.
{said}
records:
  - entity: org
{"".join(f"  - person: {name}" + chr(10) for name in "abcdefg")}
  - body: org/board
    seats: 9
    members: [a, b, c, d, e, f, g]
    quorum: at least 1 in office
    decides:
      reading: base
{rules}
  - act: try
    date: 2024-01-01
    by: org/board
    form: meeting
    for: [a, b, c]
    against: d
    others: absent
    effect: decide the budget
""",
        encoding="utf-8",
    )
    shown = run("judge", str(tmp_path), "try").output
    lines = [line.split()[:2] for line in shown.splitlines() if line.startswith("base-")]
    assert lines == [[f"base-{n}", verdict] for n, verdict in enumerate(BASES.values())]
    assert shown.rstrip().endswith("hinges on: base")


def test_the_log_says_from_when_an_act_has_effect(coop: str) -> None:
    """Delayed by the act itself, and by a norm: the post is not "then" held by whom it names."""
    more = COOP.replace(
        "date: 2021-03-01T18:00\n", "date: 2021-03-01T18:00\n    takes effect: 2021-04-01\n"
    )
    Path(coop, "book.yaml").write_text(more, encoding="utf-8")
    assert "coop/treasurer from 2021-04-01: ana" in run("log", coop).output
    rule = ("  - document: rules\n    of: coop\n    rank: bylaw\n    norms:\n"
            "      - {takes effect: coop/council, do: appoint any to coop/treasurer,"
            " at least: 20 days}\n")  # fmt: skip
    Path(coop, "book.yaml").write_text(COOP + rule, encoding="utf-8")
    assert "coop/treasurer from 2021-03-21 18:00 CET: ana" in run("log", coop).output
    Path(coop, "book.yaml").write_text(COOP, encoding="utf-8")
    assert "coop/treasurer then: ana" in run("log", coop).output


def test_a_misspelt_act_is_told_apart_from_a_deed(coop: str) -> None:
    result = run("judge", coop, "recal")
    assert result.exit_code == 2
    assert "no act is called 'recal'; did you mean 'recall'?" in result.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("jugde",), "No such command 'jugde'. Did you mean 'judge'?"),
        (("judge", "COOP", "nosuch"), "its acts are name-treasurer, recall"),
        (("judge", "COOP", "decide x"), "one of coop/council, coop/members"),
        (("judge", "COOP", "decide x", "--by", "told"), "'told' is not an entity, a person"),
        (("judge", "COOP", "decide x", "--by", "coop/council", "--for", "-3"), "less than none"),
        (
            ("judge", "COOP", "decide x", "--by", "coop/council", "--meeting", "may"),
            "those are none",
        ),
    ],
)
def test_wrong_usage_says_what_there_is(coop: str, words: tuple[str, ...], says: str) -> None:
    result = run(*(coop if word == "COOP" else word for word in words))
    assert result.exit_code == 2
    assert says in " ".join(result.output.split())


def test_a_misspelt_shipped_book_is_guessed() -> None:
    result = run("judge", "openia", "remove-altman")
    assert result.exit_code == 1
    assert "did you mean openai?" in result.output

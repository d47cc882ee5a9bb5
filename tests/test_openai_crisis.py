"""What the OpenAI book must show: the 106 hours, as a reader would ask."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest
from click.testing import CliRunner

from minutebook.cli import main

FOUR = ["dangelo", "mccauley", "sutskever", "toner"]


@cache
def run(*words: str) -> str:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == 0, result.output
    return result.output


def ask(*words: str) -> Any:
    return json.loads(run(*words, "--json"))


@pytest.mark.parametrize(
    ("day", "ceo", "interim", "members"),
    [
        ("2023-11-16", "altman", False, ["altman", "brockman", *FOUR]),
        ("2023-11-18", "murati", True, FOUR),
        ("2023-11-20", "shear", True, FOUR),
        ("2023-11-22", "altman", False, ["dangelo", "summers", "taylor"]),
    ],
)
def test_ceo_and_board_at_noon(day: str, ceo: str, interim: bool, members: Sequence[str]) -> None:
    shown = ask("show", "openai", "--at", f"{day}T12:00-08:00")
    post = shown["posts"]["openai-inc/ceo"]
    assert (post["holder"], post["interim"]) == (ceo, interim)
    board = shown["bodies"]["openai-inc/board"]
    assert sorted(board["members"]) == sorted(members)
    assert board["seats"] == len(members)


def test_106_hours_and_three_minutes() -> None:
    found = ask("between", "openai", "remove-altman", "announce-return")
    (world,) = found["worlds"]
    assert world["value"]["shortest_minutes"] == world["value"]["longest_minutes"] == 106 * 60 + 3
    assert "106 h 03 min" in run("between", "openai", "remove-altman", "announce-return")


def _standings(*fixed: str) -> list[dict[str, Any]]:
    options = [word for f in fixed for word in ("--reading", f)]
    worlds: list[dict[str, Any]] = ask("judge", "openai", "remove-altman", *options)["worlds"]
    return worlds


def _effects(world: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {e["deed"].split(" from ")[1]: e for e in world["value"]["effects"]}


def test_valid_under_majority_of_seats_however_the_other_two_voted() -> None:
    found = ask("judge", "openai", "remove-altman", "--reading", "board-rule=majority-of-seats")
    (world,) = found["worlds"]
    assert found["hinges"] == []
    assert "vote-or-notification" in found["immaterial"]
    assert world["value"]["standing"] == "valid"
    assert sorted(world["value"]["pivotal"]) == FOUR
    for effect in world["value"]["effects"]:
        assert sorted(effect["pivotal"]) == FOUR


def test_void_under_unanimous_consent_if_there_was_no_meeting() -> None:
    worlds = _standings("board-rule=unanimous-consent")
    by_form = {w["readings"].get("vote-or-notification"): w for w in worlds}
    void = by_form.pop("notified")
    assert void["value"]["standing"] == "void"
    cures = void["value"]["effects"][0]["cures"]
    then = [c for c in cures if not c["deed"].startswith("ratify")]
    assert {tuple(c["among"]) for c in then if c["needs"]} == {("altman", "brockman")}
    assert any(c["form"] == "meeting" and c["needs"] == 0 for c in cures)
    assert {w["value"]["standing"] for w in by_form.values()} == {"valid"}


def test_delaware_removes_the_ceo_and_not_the_director() -> None:
    worlds = _standings("board-rule=delaware-stock")
    assert len(worlds) >= 2
    for world in worlds:
        effects = _effects(world)
        met = world["readings"].get("vote-or-notification") != "notified"
        assert effects["openai-inc/board"]["standing"] == "void"
        assert effects["openai-inc/ceo"]["standing"] == ("valid" if met else "void")


def _whys(why: dict[str, Any]) -> str:
    return " ".join([str(why["src"]), why["says"], *map(_whys, why["because"])])


@pytest.mark.parametrize(
    ("form", "sections"),
    [("vote-with-proxy", ["dgcl:141(k)"]), ("notified", ["dgcl:141(f)", "dgcl:141(k)"])],
)
def test_delaware_cites_its_sections(form: str, sections: Sequence[str]) -> None:
    found = ask(
        "judge", "openai", "remove-altman",
        "--reading", "board-rule=delaware-stock",
        "--reading", f"vote-or-notification={form}",
    )  # fmt: skip
    for section in sections:
        assert section in _whys(found["why"])


def test_all_hinges_of_the_removal() -> None:
    found = ask("judge", "openai", "remove-altman")
    assert set(found["hinges"]) == {"board-rule", "vote-or-notification"}
    assert "recusal-of-target" in found["immaterial"]


def test_two_of_four_lack_one() -> None:
    found = ask(
        "judge", "openai", "appoint altman to openai-inc/ceo", "--at", "2023-11-19",
        "--by", "openai-inc/board", "--for", "sutskever,dangelo",
        "--against", "mccauley,toner", "--reading", "board-rule=majority-of-seats",
        "--reading", "vacated-seats=abolished",
    )  # fmt: skip
    for world in found["worlds"]:
        assert world["value"]["standing"] == "void"
        cure = world["value"]["cure"]
        assert (cure["needs"], sorted(cure["among"])) == (1, ["mccauley", "toner"])


def test_who_knew_and_how_long_before() -> None:
    found = ask("knew", "openai", "remove-altman")
    assert found["hinges"] == ["announcement-time"]
    worlds = {w["readings"]["announcement-time"]: w["value"]["parties"] for w in found["worlds"]}
    shown = worlds["published-12-28"]
    lead = {p: (k["lead"]["shortest_minutes"], k["lead"]["longest_minutes"])
            for p, k in shown.items()}  # fmt: skip
    assert lead["microsoft"] == (1, 1)
    assert lead["altman"] == (28, 28)
    assert lead["brockman"] == (5, 5)
    for name in (*FOUR, "murati"):
        shortest, longest = lead[name]
        assert shortest == 12 * 60 + 28
        assert longest is None or longest >= 18 * 60 + 28
    as_written = worlds["as-written-15-00"]
    assert as_written["brockman"]["lead"]["shortest_minutes"] == 2 * 60 + 37
    assert as_written["altman"]["lead"]["shortest_minutes"] == 3 * 60
    assert as_written["microsoft"]["lead"] == {"shortest_minutes": 1, "longest_minutes": 1}


def test_the_letter_has_weight_and_no_power() -> None:
    found = ask("about", "openai", "open-letter", "--at", "2023-11-30")
    value = found["worlds"][0]["value"]
    assert [(j["count"], j["of"], j["share"]) for j in value["joined"]] == [
        ("700", "770", "10/11"),
        ("743", "770", "743/770"),
        ("747", "770", "747/770"),
    ]
    assert value["powers"] == []
    assert value["demands"]["altman holds openai-inc/ceo"] is True
    assert value["demands"]["dangelo has no seat in openai-inc/board"] is False
    assert value["demands"]["toner has no seat in openai-inc/board"] is True
    shown = run("about", "openai", "open-letter", "--at", "2023-11-30")
    for percent in ("90.91 %", "96.49 %", "97.01 %"):
        assert percent in shown


def test_what_the_week_changed() -> None:
    found = ask("diff", "openai", "--from", "2023-11-16", "--to", "2023-11-23")
    changes = {(c["kind"], c["id"], c["before"], c["after"]) for c in found["changes"]}
    assert changes == {
        ("post", "openai-inc/chair", "brockman", "taylor"),
        ("member", "openai-inc/board", "altman", None),
        ("member", "openai-inc/board", "brockman", None),
        ("member", "openai-inc/board", "sutskever", None),
        ("member", "openai-inc/board", "mccauley", None),
        ("member", "openai-inc/board", "toner", None),
        ("member", "openai-inc/board", None, "taylor"),
        ("member", "openai-inc/board", None, "summers"),
        ("seats", "openai-inc/board", "6", "3"),
    }


def test_the_book_is_in_order() -> None:
    assert json.loads(run("check", "openai", "--json")) == {"diagnostics": []}
    assert "no errors" in run("check", "openai")


def test_nothing_published_later_was_known_in_the_week() -> None:
    """As known on 20 November, the return of the 22nd is not there."""
    shown = ask("show", "openai", "--at", "2023-11-22T12:00-08:00", "--known", "2023-11-25")
    assert shown["posts"]["openai-inc/ceo"]["holder"] == "altman"
    early = ask("log", "openai", "--known", "2023-11-20")
    assert "return-altman" not in [a["id"] for a in early["acts"]]

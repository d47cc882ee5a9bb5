"""What the partnership must show: exclusivity and its exceptions, the AGI clause, the tranches."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from click.testing import CliRunner

from minutebook.cli import main


@cache
def ask(*words: str) -> Any:
    result = CliRunner().invoke(main, [*words, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def may(party: str, deed: str, at: str, *more: str) -> Any:
    return ask("may", "openai", party, deed, "--at", at, *more)


def only(answer: Any) -> Any:
    (world,) = answer["worlds"]
    assert answer["hinges"] == []
    return world["value"]


def says(why: Any) -> str:
    return "\n".join([why["says"], *map(says, why["because"])])


COMPUTE = "buy compute from oracle"


@pytest.mark.parametrize(
    ("at", "outcome", "condition", "norm", "exception"),
    [
        ("2023-12-01", "forbidden", "microsoft consents", "exclusive-compute", None),
        ("2024-07-01", "permitted", None, "exclusive-compute", "oracle-exception"),
        ("2025-06-01", "conditional", "microsoft has declined", "first-refusal", None),
        ("2025-11-01", "permitted", None, "compute-from-anyone", None),
    ],
)
def test_compute_from_oracle(
    at: str, outcome: str, condition: str | None, norm: str, exception: str | None
) -> None:
    answer = may("openai-global", COMPUTE, at)
    value = only(answer)
    assert value["outcome"] == outcome
    assert value["condition"] == condition
    assert value["norms"] == [norm]
    assert [e["by"] for e in value["exceptions"]] == ([exception] if exception else [])
    assert value["consequence"] == (None if outcome == "permitted" else "breach")
    assert answer["sources"]


def test_compute_from_microsoft_was_never_forbidden() -> None:
    for at in ("2023-12-01", "2025-06-01"):
        assert only(may("openai-global", "buy compute from microsoft", at))["outcome"] == (
            "permitted"
        )


def test_the_consent_of_2024_covers_oracle_alone() -> None:
    assert only(may("openai-global", "buy compute from anthropic", "2024-07-01"))["outcome"] == (
        "forbidden"
    )


def agi(at: str, *more: str) -> Any:
    return ask("follow", "openai", "determine agi", "--by", "openai-inc/board", "--at", at, *more)


def worlds(answer: Any, name: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for world in answer["worlds"]:
        found.setdefault(world["readings"][name], []).append(world["value"])
    return found


def test_agi_in_2024_ends_what_the_scope_of_the_clause_says() -> None:
    answer = agi("2024-01-01")
    assert set(answer["hinges"]) == {"agi-scope", "agi-and-profit"}
    by_scope = worlds(answer, "agi-scope")
    for value in by_scope["narrow"]:
        assert value["fired"][0]["norm"] == "agi-ends-later"
        assert "later-models" in value["ended"]
        assert {"earlier-models", "exclusive-compute", "revenue-share"} <= set(value["stays"])
    for value in by_scope["wide"]:
        ended = {"earlier-models", "later-models", "exclusive-compute", "revenue-share"}
        assert ended <= set(value["ended"])
        assert "earlier-models" not in value["stays"]


def test_agi_in_2024_leaves_payouts_open_and_says_on_what() -> None:
    fixed = [
        word
        for reading in ("tiers=step-down-at-recovery", "principal=committed", "agi-scope=narrow")
        for word in ("--reading", reading)
    ]
    answer = agi("2024-01-01", "--amount", "10bn", *fixed)
    assert "agi-and-profit" in answer["hinges"]
    by_reading = worlds(answer, "agi-and-profit")
    for value in by_reading["goes-on"]:
        assert value["payouts_before"] == value["payouts_after"]
        assert value["payouts_before"]["microsoft"] == "7500000000"
    for value in by_reading["ends"]:
        assert value["payouts_before"]["microsoft"] == "7500000000"
        assert value["payouts_after"] is None
    assert any("who gets the share of microsoft" in m for m in answer["missing"])


def test_with_the_panel_silent_everything_goes_on() -> None:
    value = only(agi("2026-01-01"))
    assert value["ended"] == []
    assert {"exclusive-models", "api-on-azure-until-agi", "revenue-share-until-agi"} <= set(
        value["stays"]
    )
    (option,) = value["options"]
    assert (option["party"], option["deed"]) == ("agi-panel", "verify agi")


def test_after_the_amendment_nothing_ends() -> None:
    value = only(agi("2026-06-01"))
    assert value["ended"] == []


def test_sufficient_agi_can_be_contested() -> None:
    answer = ask("follow", "openai", "determine sufficient-agi", "--at", "2025-01-01")
    options = {(o["party"], o["deed"]) for o in only(answer)["options"]}
    assert options == {
        ("openai-global", "withhold models from microsoft"),
        ("microsoft", "contest sufficient-agi"),
    }


def test_whether_the_tranches_could_be_stopped_is_open() -> None:
    answer = may("microsoft", "withhold tranches from openai-global", "2023-11-18")
    assert answer["hinges"] == ["tranche-terms"]
    outcomes = {w["readings"]["tranche-terms"]: w["value"]["outcome"] for w in answer["worlds"]}
    assert outcomes == {"firm": "forbidden", "at-will": "permitted"}


def test_microsoft_had_no_formal_right_against_the_removal() -> None:
    answer = may("microsoft", "annul remove-altman", "2023-11-18")
    assert only(answer) == {
        "outcome": "forbidden", "condition": None, "norms": [], "exceptions": [],
        "consequence": "void",
    }  # fmt: skip
    assert "none of the" in says(answer["why"])
    assert "documents" in says(answer["why"])
    searched = says(answer["why"])
    assert "earlier-models: microsoft may use models/earlier from openai-global" in searched
    assert "none of which speaks of it" in searched
    assert "it is openai-inc/board's to remove altman from openai-inc/ceo" in searched


def test_microsoft_cannot_put_him_back() -> None:
    answer = may("microsoft", "appoint altman to openai-inc/ceo", "2023-11-18")
    for world in answer["worlds"]:
        assert world["value"]["outcome"] == "forbidden"
        assert world["value"]["condition"] == "openai-inc/board does it"


def sides(start: str, end: str) -> dict[str, dict[str, set[tuple[str, str]]]]:
    found = ask("diff", "openai", "--from", start, "--to", end)["parties"]
    return {
        party: {side: {(c["norm"], c["change"]) for c in rows} for side, rows in of_party.items()}
        for party, of_party in found.items()
    }


def test_what_each_gained_and_lost_until_november_2025() -> None:
    found = sides("2023-06-01", "2025-11-01")
    openai, microsoft = found["openai-global"], found["microsoft"]
    assert ("exclusive-compute", "ended") in openai["gained"]
    assert ("exclusive-compute", "ended") in microsoft["lost"]
    assert ("compute-from-anyone", "began") in openai["gained"]
    assert ("azure-250bn", "began") in openai["lost"]
    assert {("azure-250bn", "began"), ("models-through-2032", "began"),
            ("agi-of-its-own", "began")} <= microsoft["gained"]  # fmt: skip
    assert ("first-refusal", "began") not in microsoft["gained"], "born and gone in between"


def test_what_each_gained_and_lost_by_the_amendment_of_2026() -> None:
    found = sides("2025-11-01", "2026-05-01")
    openai, microsoft = found["openai-global"], found["microsoft"]
    assert {("models-to-anyone", "began"), ("any-cloud", "began"),
            ("exclusive-models", "ended")} <= openai["gained"]  # fmt: skip
    assert {("exclusive-models", "ended"), ("api-on-azure-until-agi", "ended")} <= (
        microsoft["lost"]
    )
    assert ("capped-revenue-share", "began") in openai["lost"]


def test_the_first_refusal_is_born_and_dies() -> None:
    for at, life in (("2024-12-01", "not yet in force"), ("2025-06-01", "in force"),
                     ("2025-11-01", "ended")):  # fmt: skip
        shown = ask("show", "openai", "--at", at)["norms"]["first-refusal"]
        assert shown["life"] == life


def stage_of(norm: str, at: str, *more: str) -> str:
    return str(ask("show", "openai", "--at", at, *more)["norms"][norm]["life"])


def test_the_second_closing_waits_for_the_restructuring_and_does_not_fall() -> None:
    dates = ("2025-10-01", "2025-11-15", "2026-01-10")
    stages = [stage_of("second-closing", at) for at in dates]
    assert stages == ["armed", "in force", "fulfilled"]
    assert stage_of("reduced-closing", "2026-02-01") == "armed"
    answer = only(ask("follow", "openai", "recapitalisation"))
    assert [f["norm"] for f in answer["fired"]] == ["second-closing"]


def test_money_back_never_wakes_since_the_conversion_came_in_time() -> None:
    assert stage_of("money-back", "2026-10-10") == "armed"


def test_who_does_not_determine_agi_sets_off_nothing() -> None:
    value = only(
        ask("follow", "openai", "determine agi", "--by", "microsoft", "--at", "2024-01-01")
    )
    assert value["judged"]["standing"] == "void"
    assert value["fired"] == []


def test_what_follows_from_the_removal_of_the_ceo() -> None:
    value = only(ask("follow", "openai", "remove altman from openai-inc/ceo", "--at", "2023-11-16"))
    assert value["changes"] == [
        {"kind": "post", "id": "openai-inc/ceo", "before": "altman", "after": "vacant"}
    ]
    assert {"party": "openai-inc/board", "modality": "can", "deed": "appoint any to openai-inc/ceo",
            "norm": "openai-inc/ceo, 'appointed by'", "due": None} in value["options"]  # fmt: skip
    assert value["fired"] == [], "no right of Microsoft hangs on who is the CEO"

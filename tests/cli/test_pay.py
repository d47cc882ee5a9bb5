"""`minutebook pay`: what is printed, the JSON, the tables, and what is wrong usage."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types
import pytest
from click.testing import CliRunner, Result
from tests.payout.book_texts import FUND, SAFES, START_UP

from minutebook.cli import main

PROFIT = ("pay", "openai", "openai-global/profit")
SETTLED = ("--reading", "principal=committed", "--reading", "first-quarter=other-investors",
           "--reading", "second-tier=all-to-others")  # fmt: skip


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def answered(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("start-up", START_UP), ("round", SAFES), ("fund", FUND)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "book.yaml").write_text(text, "utf-8")
    return tmp_path


def test_the_json_of_an_answer() -> None:
    found = answered(*PROFIT, "--amount", "100bn", *SETTLED)
    assert found["subject"] == "openai-global/profit"
    assert found["hinges"] == ["tiers"]
    by_reading = {w["readings"]["tiers"]: w["value"] for w in found["worlds"]}
    value = by_reading["seventy-five-goes-on"]
    assert set(value) == {
        "measure", "amount", "payouts", "breakpoints", "unassigned", "exposure",
    }  # fmt: skip
    assert value["measure"] == "cumulative profit of OpenAI"
    assert value["payouts"]["microsoft"] == {"amount": "72920000000", "marginal": "49/100"}
    assert value["breakpoints"][0]["at"] == "92000000000"
    assert "economic-observer:47" in value["breakpoints"][0]["src"]
    assert by_reading["stop-and-gap"]["unassigned"] == "224000000000/3"
    assert by_reading["annual"] is None
    assert found["spread"]["microsoft"] == {
        "least": "16920000000", "most": "72920000000", "determined": False, "hinges": ["tiers"],
        "at_stake": {"tiers": "56000000000"},
    }  # fmt: skip


def test_the_terminal_shows_amounts_spread_breakpoints_hinge_and_reasons() -> None:
    result = run(*PROFIT, "--amount", "100bn")
    assert result.exit_code == 0
    for words in (
        "cumulative profit of OpenAI: 100bn USD",
        "about 53.507bn",
        "14.92bn to 72.92bn",
        "about 17.333bn",
        "step-down-at-recover",
        "13bn: recovery",
        "money.yaml:",
        "hinges on: tiers; principal; first-quarter; second-tier",
    ):
        assert words in result.output, words


def test_seek_says_at_which_profit_the_money_is_back() -> None:
    goal = ("--seek", "paid(microsoft)=13bn", "--reading", "principal=committed")
    assert answered(*PROFIT, *goal)["worlds"] == [
        {"readings": {}, "value": {"at": "52000000000/3", "reached": True}, "missing": []}
    ]
    after = answered(*PROFIT, *goal, "--loss", "5bn", "--reading", "losses=carried")
    assert after["worlds"][0]["value"]["at"] == "67000000000/3"
    assert "about 22.333bn" in run(*PROFIT, *goal, "--loss", "5bn").output
    never = answered(
        *PROFIT, "--seek", "paid(microsoft)=1tn", *SETTLED, "--reading", "tiers=cap-92"
    )
    assert never["worlds"][0]["value"] == {"at": None, "reached": False}


def test_a_grid_as_table_json_csv_and_parquet(tmp_path: Path) -> None:
    grid = (*PROFIT, "--grid", "0:200bn:50bn", *SETTLED, "--reading", "tiers=cap-92")
    found = answered(*grid)
    assert [row["amount"] for row in found["worlds"][0]["value"]["rows"]] == [
        str(n * 10**9) for n in (0, 50, 100, 150, 200)
    ]
    assert run(*grid).output.count("\n") > 5
    written = run(*grid, "--csv", "-").output
    rows = list(csv.DictReader(io.StringIO(written)))
    assert [row["microsoft"] for row in rows][-1] == "92000000000"
    assert rows[1]["amount"] == "50000000000"
    parquet = tmp_path / "grid.parquet"
    assert run(*grid, "--parquet", str(parquet)).exit_code == 0
    read = pq.read_table(parquet).to_pylist()
    assert [row["amount"] for row in read] == [float(n * 10**9) for n in (0, 50, 100, 150, 200)]
    assert read[-1]["microsoft"] == 92e9


def test_a_csv_has_a_row_for_each_world_and_amount(tmp_path: Path) -> None:
    file = tmp_path / "spread.csv"
    assert run(*PROFIT, "--amount", "100bn", *SETTLED, "--csv", str(file)).exit_code == 0
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    paid = {row["tiers"]: row["microsoft"] for row in rows}
    assert paid["stop-and-gap"] == "16920000000"
    assert paid["annual"] == ""
    assert len(rows) == len(answered(*PROFIT, "--amount", "100bn", *SETTLED)["worlds"])


def test_an_amount_a_grid_and_what_is_sought_are_answered_in_one_call(tmp_path: Path) -> None:
    settled = (*SETTLED, "--reading", "tiers=cap-92")
    parts = ("--amount", "100bn", "--grid", "0:200bn:100bn", "--seek", "paid(microsoft)=13bn",
             "--years", "2030=20bn")  # fmt: skip
    found = answered(*PROFIT, *parts, *settled)
    assert found["worlds"][0]["value"]["amount"] == "100000000000"
    rows = found["grid"]["worlds"][0]["value"]["rows"]
    assert [row["amount"] for row in rows] == ["0", "100000000000", "200000000000"]
    assert found["seek"]["worlds"][0]["value"] == {"at": "52000000000/3", "reached": True}
    assert found["years"]["worlds"][0]["value"]["years"][0]["year"] == 2030
    for name in ("grid", "seek", "years"):
        assert found[name] == answered(*PROFIT, *_part(parts, name), *settled)
    printed = run(*PROFIT, *parts, *settled).output
    for words in ("100bn USD", "0 to 200bn", "when microsoft has received 13bn", "2030"):
        assert words in printed, words
    file = tmp_path / "all.csv"
    both = run(*PROFIT, *parts, *settled, "--csv", str(file), "--json")
    assert json.loads(both.output) == found
    table = list(csv.DictReader(file.open(encoding="utf-8")))
    assert [(row["asked"], row["amount"]) for row in table] == [
        ("amount", "100000000000"), ("years", "20000000000"), ("grid", "0"),
        ("grid", "100000000000"), ("grid", "200000000000"), ("seek", "17333333333.333333"),
    ]  # fmt: skip
    assert table[-1]["microsoft"] == "13000000000"
    assert [row["year"] for row in table[:3]] == ["", "2030", ""]
    parquet = tmp_path / "all.parquet"
    assert run(*PROFIT, *parts, *settled, "--parquet", str(parquet)).exit_code == 0
    assert [row["asked"] for row in pq.read_table(parquet).to_pylist()] == [
        row["asked"] for row in table
    ]


def _part(parts: tuple[str, ...], name: str) -> tuple[str, ...]:
    at = parts.index(f"--{name}")
    return parts[at : at + 2]


def test_what_is_sought_and_never_reached_is_a_row_without_an_amount() -> None:
    goal = ("--seek", "paid(microsoft)=1tn", *SETTLED, "--reading", "tiers=cap-92")
    written = list(csv.reader(io.StringIO(run(*PROFIT, *goal, "--csv", "-").output)))
    assert len(written) == 2
    assert set(written[1]) == {""}
    assert "never" in run(*PROFIT, *goal).output


def test_an_issuer_is_asked_what_it_pays_and_a_party_what_it_gets() -> None:
    issuer = answered("pay", "openai", "openai-global", "--amount", "10bn")
    assert issuer["subject"] == "openai-global/profit"
    assert [other["subject"] for other in issuer["also"]] == ["openai-global"]
    party = answered("pay", "openai", "microsoft", "--amount", "10bn")
    assert party["subject"] == "openai-global/profit"
    assert party["worlds"][0]["value"]["payouts"] == {
        "microsoft": {"amount": "7500000000", "marginal": "3/4"}
    }
    assert "unassigned" not in party["worlds"][0]["value"]
    only = answered(*PROFIT, "--to", "microsoft", "--amount", "10bn")
    assert only["worlds"] == party["worlds"]
    assert "openai-global/profit to microsoft" in run("pay", "openai", "microsoft",
                                                      "--amount", "10bn").output  # fmt: skip
    printed = run(*PROFIT, "--to", "microsoft", "--grid", "0:10bn:5bn").output
    assert "7.5bn" in printed
    assert "nobody" not in printed
    rows = answered(*PROFIT, "--to", "microsoft", "--grid", "0:10bn:10bn")["worlds"][0]["value"]
    assert rows == {
        "parties": ["microsoft"],
        "rows": [{"amount": "0", "paid": ["0"]}, {"amount": "10000000000", "paid": ["7500000000"]}],
    }
    years = run(*PROFIT, "--to", "microsoft", "--years", "2030=10bn").output
    assert "7.5bn" in years


def test_several_claims_are_asked_in_one_call(folder: Path) -> None:
    both = answered("pay", "openai", "openai-global/profit", "microsoft", "--amount", "10bn")
    assert [len(a["worlds"][0]["value"]["payouts"]) for a in (both, both["also"][0])] == [4, 1]
    table = run("pay", "openai", "openai-global/profit", "microsoft", "--amount", "10bn",
                "--csv", "-").output  # fmt: skip
    assert table.splitlines()[0].startswith("subject,")


def test_exposure_is_shown_between_the_breakpoints_and_over_the_readings() -> None:
    settled = (*SETTLED, "--reading", "tiers=step-down-at-recovery")
    value = answered(*PROFIT, "--amount", "150bn", *settled)["worlds"][0]["value"]
    assert value["exposure"]["microsoft"] == [
        {"from": "0", "to": "52000000000/3", "marginal": "3/4", "gains": "13000000000"},
        {"from": "52000000000/3", "to": "150000000000", "marginal": "49/100",
         "gains": "195020000000/3"},
    ]  # fmt: skip
    printed = run(*PROFIT, "--amount", "100bn").output
    for words in ("exposure from", "75%: 13bn", "at stake", "56bn"):
        assert words in printed, words


def test_profits_of_years_from_the_line_and_from_a_file(tmp_path: Path) -> None:
    settled = (*SETTLED, "--reading", "tiers=step-down-at-recovery", "--reading", "losses=carried")
    line = answered(*PROFIT, "--years", "2024=-5bn,2025=10bn,2026=100bn", *settled)
    value = line["worlds"][0]["value"]
    assert value["amount"] == "105000000000"
    assert [year["loss_carried"] for year in value["years"]] == ["5000000000", "0", "0"]
    # 5 of 10 make the loss good; of the 105 left, 13 at 75 %, then 49 % of the rest.
    received = Fraction(13) + Fraction("0.49") * (105 - Fraction(52, 3))
    assert Fraction(value["payouts"]["microsoft"]["amount"]) == received * 10**9
    file = tmp_path / "profits.csv"
    file.write_text("year,profit\n2024,-5bn\n2025,10bn\n2026,100bn\n", "utf-8")
    assert answered(*PROFIT, "--years", str(file), *settled) == line
    assert "2026" in run(*PROFIT, "--years", str(file)).output


def test_an_exit_a_round_and_a_fund(folder: Path) -> None:
    sold = answered("pay", str(folder / "start-up"), "start-up", "--amount", "60m")
    assert sold["worlds"][0]["value"]["payouts"]["fund-c"]["amount"] == "30000000"
    closed = answered("pay", str(folder / "round"), "series-a")
    assert closed["worlds"][0]["value"]["payouts"]["ann"] == {"amount": "588235", "marginal": None}
    assert closed["worlds"][0]["value"]["amount"] is None
    assert "unissued pool" in run("pay", str(folder / "round"), "series-a").output
    fund = ("pay", str(folder / "fund"), "fund-one", "--amount", "125m", "--at", "2024-07-01")
    assert answered(*fund)["worlds"][0]["value"]["payouts"]["general-partner"]["amount"] == (
        "15000000"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "say of which amount"),
        (("--amount", "a lot"), "--amount"),
        (("--amount", "5bn EUR"), "counts in USD"),
        (("--amount", "-5bn"), "zero or more"),
        (("--grid", "0:1bn"), "FROM:TO:STEP"),
        (("--grid", "0:1bn:0"), "by more than nothing"),
        (("--grid", "0:1bn:1"), "are more than"),
        (("--seek", "microsoft=13bn"), "paid(PARTY)=AMOUNT"),
        (("--seek", "paid(microsft)=13bn"), "did you mean 'microsoft'?"),
        (("--years", "soon"), "YEAR,PROFIT"),
        (("--years", "2025=1bn,2024=1bn"), "in order"),
        (("--years", "soon=1bn"), "is not a year"),
        (("--csv", "x.csv"), "say of which amounts"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], says: str) -> None:
    result = run(*PROFIT, *arguments)
    assert result.exit_code == 2
    assert says in result.output


def test_only_what_pays_can_be_asked(folder: Path) -> None:
    for name, says in (("altman", "is paid by nothing that the book tells"),
                       ("openai-inc/board", "is no claim")):  # fmt: skip
        result = run("pay", "openai", name, "--amount", "1bn")
        assert result.exit_code == 2
        assert says in " ".join(result.output.split())
    assert (
        "without an amount" in run("pay", str(folder / "round"), "series-a", "--amount", "1").output
    )
    sold = run("pay", str(folder / "start-up"), "start-up", "--amount", "1m", "--loss", "1m")
    assert "--loss is for a claim" in sold.output
    years = run("pay", str(folder / "start-up"), "start-up", "--years", "2024=1m")
    assert "--years is for a claim" in years.output


OVER = """
book: {title: A firm, currency: USD}
records:
  - entity: co
  - person: ann
  - entity: bank
  - instrument: co/share
    of: co
  - {holding: h1, date: 2019-01-01, holder: ann, of: co/share, units: 10}
  - {debt: co/loan, date: 2021-01-01T00:00, of: co, creditor: bank, amount: 300}
  - convertible: co/note
    date: 2022-01-01T00:00
    of: co
    holder: bank
    amount: 100
    interest: 10%
    accrues: simple
    day count: actual/365
    in a sale: repaid
    ranks with: debt
"""


def test_over_a_stretch_of_time_each_interval_is_answered(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(OVER, "utf-8")
    asks = ("pay", str(tmp_path), "co", "--amount", "1000", "--over", "2020-06-01..2023-01-01")
    parts = answered(*asks)["over"]
    found = [
        (part["from"][:10], part["moves"], part["worlds"][0]["value"]["payouts"]["ann"]["amount"])
        for part in parts
    ]
    assert found == [
        ("2020-06-01", False, "1000"),
        ("2021-01-01", False, "700"),
        ("2022-01-01", True, "600"),
    ]
    assert "moves within this interval" in run(*asks).output
    refused = run(*asks, "--grid", "0:10:1")
    assert refused.exit_code == 2
    assert "--over asks one subject at one --amount" in refused.output

"""Funds of a book deal by deal, and what their manager gives back: each by hand, at both sides."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from tests.payout.book_texts import amounts, put, read

from minutebook.cli import main
from minutebook.payout.book import Payouts, pay, seek
from minutebook.records import load_texts
from minutebook.records.schema import json_schema

F = Fraction

# 60 of the first deal is lost; the second is still held.
LOST = """
book: {title: A fund, currency: EUR}
records:
  - group: investors
  - entity: manager
  - fund: fund-one
    investors: investors
    manager: manager
    carry: 20%
    waterfall: deal by deal
    earlier losses: left
    clawback: gross of tax
  - deal: fund-one/bad
    of: fund-one
    contributions: {2019: 100}
    proceeds: {2020: 40}
    closed: 2020
  - deal: fund-one/good
    of: fund-one
    contributions: {2019: 100 EUR}
"""

# The first deal has paid carry before capital is drawn for the second.
LATE = LOST.replace("{2020: 40}", "{2020: 150}").replace("{2019: 100 EUR}", "{2021: 100 EUR}")


def asked(text: str, subject: str, amount: int | str, at: str = "2022-07-01") -> Payouts:
    """What a book answers where nothing is open."""
    answer = put(read(text), lambda state: pay(state, subject, F(amount)), at=at)
    assert answer.value is not None, answer.missing
    return answer.value


def manager(text: str, subject: str, amount: int | str) -> tuple[Fraction, Fraction]:
    """What the manager is paid, and what it gives back if the fund ends with that."""
    found = asked(text, subject, amount)
    paid = amounts(found)
    assert found.clawback is not None
    return paid["manager"], found.clawback.amount


@pytest.mark.parametrize(("amount", "carry"), [(100, 0), (105, 1), (150, 10), (160, 12), (165, 13)])
def test_each_deal_stands_alone(amount: int, carry: int) -> None:
    # Capital of 100 comes back first; then 20 %.
    assert manager(LOST, "fund-one/good", amount)[0] == carry


@pytest.mark.parametrize(("amount", "carry"), [(100, 0), (160, 0), (165, 1), (210, 10)])
def test_a_later_deal_makes_good_what_was_lost(amount: int, carry: int) -> None:
    # The 100 of the deal and the 60 lost come back first. Then nothing is left to give back.
    text = LOST.replace("earlier losses: left", "earlier losses: made good")
    assert manager(text, "fund-one/good", amount) == (F(carry), F(0))


@pytest.mark.parametrize(("closed", "carry"), [("2022", 0), ("2023", 10)])
def test_a_loss_counts_from_when_the_deal_is_closed(closed: str, carry: int) -> None:
    text = LOST.replace("earlier losses: left", "earlier losses: made good")
    text = text.replace("closed: 2020", f"closed: {closed}")
    assert manager(text, "fund-one/good", 150)[0] == carry


@pytest.mark.parametrize(
    ("amount", "back"),
    [
        (100, 0),  # no carry yet
        (105, 1),  # a carry of 1, and the fund has lost 55
        (160, 12),  # 200 drawn, 200 back: no profit, a carry of 12
        (165, 12),  # 13, of which the profit of 5 entitles to 1
        (1000, 12),  # 180 less 168: the 20 % of the 60 that were lost
    ],
)
def test_what_exceeds_the_carry_of_the_whole_fund_is_given_back(amount: int, back: int) -> None:
    assert manager(LOST, "fund-one/good", amount)[1] == back


@pytest.mark.parametrize(
    ("amount", "back"),
    [
        (160, "7.2"),  # 60 % of 12
        (195, "11.4"),  # an excess of 12, and 60 % of 19
        (200, "12"),  # 60 % of 20 is the whole excess
        (205, "12"),
    ],
)
def test_a_clawback_net_of_tax_is_limited_to_what_was_kept(amount: int, back: str) -> None:
    text = LOST.replace("gross of tax", "net of tax\n    kept after tax: 60%")
    assert manager(text, "fund-one/good", amount)[1] == F(back)


@pytest.mark.parametrize(
    ("amount", "back"),
    [(0, 10), (49, 10), (50, 10), (70, 6), (95, 1), (100, 0), (105, 0)],
)
@pytest.mark.parametrize("waterfall", ["deal by deal", "whole fund"])
def test_a_loss_after_carry_was_paid_is_given_back(amount: int, back: int, waterfall: str) -> None:
    # A carry of 10 on the first 50 of profit. A late loss of 30 leaves 20, entitling to 4.
    text = LATE.replace("waterfall: deal by deal", f"waterfall: {waterfall}")
    subject = "fund-one/good" if waterfall == "deal by deal" else "fund-one"
    assert manager(text, subject, amount)[1] == back


def test_the_clawback_says_why() -> None:
    answer = put(read(LATE), lambda s: pay(s, "fund-one/good", F(70)), at="2022-07-01")
    why = answer.why.because[-1]
    assert why.says == "manager gives back 6 if the fund ends with this distribution"
    assert why.rule == "fund-one (book.yaml:6)"
    assert [w.says for w in why.because] == ["received 10, the whole fund entitles to 4: excess 6"]


def test_a_fund_that_ends_with_nothing_more() -> None:
    found = asked(LATE, "fund-one", 0)
    assert found.measure == "next distribution of fund-one"
    assert found.clawback is not None
    assert found.clawback.amount == 10
    none = asked(LATE.replace("gross of tax", "none"), "fund-one", 0)
    assert none.clawback is None


HURDLE = "    hurdle: 8%\n    accrues: compounded\n    catch-up: 100%\n    waterfall"


def test_a_deal_with_a_hurdle_and_catch_up() -> None:
    # 100 x 1.08^2 = 116.64; a full catch-up brings a quarter of 16.64: 4.16, up to 120.8.
    text = LOST.replace("    waterfall", HURDLE).replace("{2019: 100 EUR}", "{2020: 100 EUR}")
    for amount, carry in (("116.64", "0"), ("117.64", "1"), ("120.8", "4.16"), ("121.8", "4.36")):
        assert manager(text, "fund-one/good", amount)[0] == F(carry)


def test_capital_drawn_after_carry_with_a_hurdle_is_not_reckoned_back() -> None:
    text = LATE.replace("    waterfall", HURDLE)
    answer = put(read(text), lambda s: pay(s, "fund-one/good", F(70)), at="2022-07-01")
    assert answer.value is None
    assert answer.missing == (
        "whether profit that fund-one paid out before 2021 counts towards the preferred return on "
        "capital drawn then, for its clawback",
    )
    # Below the hurdle no carry was paid, so nothing is left open: 108 x 1.08 were due in 2020.
    below = text.replace("{2020: 150}", "{2020: 108}")
    assert manager(below, "fund-one/good", 70) == (F(0), F(0))


def test_the_distribution_names_its_deal() -> None:
    held = LOST.replace("    closed: 2020\n", "")
    answer = put(read(held), lambda s: pay(s, "fund-one", F(1)), at="2022-07-01")
    assert answer.missing == (
        "of which deal of fund-one the distribution is; ask fund-one/bad, fund-one/good",
    )
    sought = put(read(held), lambda s: seek(s, "fund-one", "manager", F(1)), at="2022-07-01")
    assert sought.missing == answer.missing
    # One deal alone is still held, so it is that one's.
    assert asked(LOST, "fund-one", 150) == asked(LOST, "fund-one/good", 150)
    closed = put(read(LOST), lambda s: pay(s, "fund-one/bad", F(1)), at="2022-07-01")
    assert closed.missing == ("proceeds of fund-one/bad, which is closed or not begun by then",)


def test_the_proceeds_at_which_the_manager_has_its_carry() -> None:
    answer = put(read(LOST), lambda s: seek(s, "fund-one/good", "manager", F(10)), at="2022-07")
    assert answer.value is not None
    assert answer.value.at == 150


def test_whole_fund_or_deal_by_deal_on_a_reading() -> None:
    each = "{reading: w, a: deal by deal, b: whole fund}"
    readings = "readings:\n  w: {asks: Which?, a: Each., b: All.}\nrecords:\n"
    text = LOST.replace("deal by deal", each).replace("records:\n", readings)
    answer = put(read(text), lambda s: pay(s, "fund-one/good", F(165)), at="2022-07-01")
    assert answer.hinges == ("w",)
    found = {w.readings["w"]: w.value for w in answer.worlds}
    assert found["a"] is not None
    assert found["b"] is not None
    # Together 160 come back first.
    assert found["a"].payouts["manager"].amount == 13
    assert found["b"].payouts["manager"].amount == 1


@pytest.mark.parametrize(
    ("old", "new", "code", "question"),
    [
        ("    waterfall: deal by deal\n", "", "MB283", "as a whole, or on each of its deals"),
        ("    earlier losses: left\n", "", "MB283", "first make good what closed deals"),
        ("    clawback: gross of tax\n", "", "MB283", "give back carry beyond that"),
        ("gross of tax", "net of tax", "MB283", "has the manager of"),
        ("gross of tax", "none\n    kept after tax: 60%", "MB284", "its clawback is not net"),
        ("    carry:", "    distributions: {2020: 1}\n    carry:", "MB284", "of its own"),
    ],
)
def test_what_is_open_is_asked(old: str, new: str, code: str, question: str) -> None:
    book = load_texts({"book.yaml": LOST.replace(old, new).encode()})
    assert [d.code for d in book.diagnostics] == [code]
    assert question in book.diagnostics[0].message


def test_deal_by_deal_without_deals_is_asked() -> None:
    text = LOST.partition("  - deal:")[0]
    book = load_texts({"book.yaml": text.encode()})
    assert [(d.code, d.span.line) for d in book.diagnostics] == [("MB283", 10)]
    assert "which are the deals" in book.diagnostics[0].message


def test_editors_accept_deals() -> None:
    validator = Draft202012Validator(json_schema())
    data = yaml.load(LOST, yaml.BaseLoader)
    assert [e.message for e in validator.iter_errors(data)] == []


def test_the_command_shows_what_is_given_back(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(LATE, "utf-8")
    line = ["pay", str(tmp_path), "fund-one/good", "--amount", "70", "--at", "2022-07-01"]
    shown = CliRunner().invoke(main, line)
    assert shown.exit_code == 0, shown.output
    assert "manager gives back 6 to investors" in shown.output
    told = json.loads(CliRunner().invoke(main, [*line, "--json"]).output)
    back = told["worlds"][0]["value"]["clawback"]
    assert back == {"party": "manager", "to": "investors", "amount": "6"}

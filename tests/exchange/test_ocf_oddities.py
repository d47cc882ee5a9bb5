"""Packages as vendors and samples write them: what does not fit is told, and never applied."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from tests.exchange.packages import Object, happened, issued, money, start_up
from tests.exchange.test_ocf import clean, held, taken

from minutebook.answers import World
from minutebook.exchange import export_ocf, import_ocf, listed, read_package
from minutebook.exchange.ocf_package import Package
from minutebook.records import nouns
from minutebook.records.money import Convertible
from minutebook.state.state import State
from minutebook.text import at_argument
from minutebook.text.problem import Problem

M = 10**6
COMMON = "start-up-inc/common"


@pytest.mark.parametrize(
    ("kind", "more", "says"),
    [
        ("TX_CONVERTIBLE_TRANSFER", {"amount": money("10")},
         "it speaks of convertible, and f1 is stock: not applied"),
        ("TX_STOCK_TRANSFER", {"quantity": "-5"}, "a quantity below zero: not applied"),
        ("TX_STOCK_CANCELLATION", {"quantity": "5", "date": "2017-01-01"},
         "it comes before the issue: not applied"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_to_a_security_is_told(
    tmp_path: Path, kind: str, more: Object, says: str
) -> None:
    lists = start_up()
    lists["Transactions"].append(happened(kind, "f1", **{"date": "2022-06-01", **more}))
    imported = taken(tmp_path, lists)
    assert says in listed(imported.left_out)
    assert held(clean(imported), "2022-12-01")["ada-founder", COMMON] == M


def test_what_takes_more_than_there_is_leaves_nothing(tmp_path: Path) -> None:
    lists = start_up()
    lists["Transactions"].append(happened("TX_STOCK_REPURCHASE", "f1", "2022-06-01",
                                          quantity="1000001", price=money("1")))  # fmt: skip
    imported = taken(tmp_path, lists)
    assert "it takes more than there was" in listed(imported.left_out)
    assert ("ada-founder", COMMON) not in held(clean(imported), "2022-12-01")


def test_what_remains_after_a_split_is_counted_in_new_units(tmp_path: Path) -> None:
    """A million become two; of these 500,000 are bought back."""
    lists = start_up()
    lists["Transactions"] += [
        {"object_type": "TX_STOCK_CLASS_SPLIT", "id": "split", "stock_class_id": "class-common",
         "date": "2022-05-01", "split_ratio": {"numerator": "2", "denominator": "1"}},
        happened("TX_STOCK_REPURCHASE", "f1", "2022-06-01", quantity="500000", price=money("1")),
    ]  # fmt: skip
    book = clean(taken(tmp_path, lists))
    assert held(book, "2022-05-15")["ada-founder", COMMON] == 2 * M
    assert held(book, "2022-06-15")["ada-founder", COMMON] == 1_500_000


def test_adjustments_of_classes_that_are_not_there_are_told(tmp_path: Path) -> None:
    lists = start_up()
    lists["Transactions"] += [
        {"object_type": "TX_STOCK_CLASS_AUTHORIZED_SHARES_ADJUSTMENT", "id": "x",
         "stock_class_id": "series-z", "date": "2022-05-01", "new_shares_authorized": "1"},
        {"object_type": "TX_STOCK_CLASS_CONVERSION_RATIO_ADJUSTMENT", "id": "y",
         "stock_class_id": "class-common", "date": "2022-05-01",
         "new_ratio_conversion_mechanism": {}},
        {"object_type": "TX_STOCK_PLAN_RETURN_TO_POOL", "id": "z", "stock_plan_id": "old",
         "date": "2022-05-01", "quantity": "1", "security_id": "f1"},
    ]  # fmt: skip
    said = listed(taken(tmp_path, lists).left_out)
    assert "its stock_class_id series-z is not in the package" in said
    assert "Common is common, and a common class of a book does not convert" in said
    assert "its stock_plan_id old is not in the package" in said


def _options(expiry: str) -> Object:
    return issued("o1", "s1", "class-common", "100", "2020-01-01") | {
        "object_type": "TX_EQUITY_COMPENSATION_ISSUANCE", "compensation_type": "OPTION_ISO",
        "exercise_price": money("1"), "expiration_date": expiry,
        "termination_exercise_windows": [],
    }  # fmt: skip


def test_options_end_with_their_last_day(tmp_path: Path) -> None:
    lists = start_up()
    lists["Transactions"].append(_options("2022-03-31"))
    imported = taken(tmp_path, lists)
    options = "start-up-inc/options-at-1"
    assert held(clean(imported), "2022-03-30")["ada-founder", options] == 100
    assert ("ada-founder", options) not in held(clean(imported), "2022-04-01")
    assert "options o1: it expired on 2022-03-31" in listed(imported.left_out)
    lists["Transactions"][-1] = _options("2030-01-01")
    later = taken(tmp_path / "later", lists)
    assert held(clean(later), "2023-01-01")["ada-founder", options] == 100
    assert "expiry of options: after the date of the package" in listed(later.left_out)


def _safe(**more: object) -> Object:
    mechanism = {"type": "SAFE_CONVERSION", "conversion_mfn": False,
                 "conversion_timing": "POST_MONEY", "conversion_valuation_cap": money("4000000"),
                 "exit_multiple": {"numerator": "2", "denominator": "1"}}  # fmt: skip
    right = {"type": "CONVERTIBLE_CONVERSION_RIGHT", "conversion_mechanism": mechanism}
    return {
        "object_type": "TX_CONVERTIBLE_ISSUANCE", "id": "tx-safe", "security_id": "safe",
        "custom_id": "SAFE-1", "stakeholder_id": "s2", "date": "2020-06-01", "seniority": 1,
        "security_law_exemptions": [], "convertible_type": "SAFE",
        "investment_amount": money("200000"),
        "conversion_triggers": [{"trigger_id": "t", "type": "ELECTIVE_AT_WILL",
                                 "conversion_right": right}], **more,
    }  # fmt: skip


def test_a_conversion_without_a_balance_converts_the_whole(tmp_path: Path) -> None:
    """The quantity counts units, the convertible money: they are not to be subtracted."""
    lists = start_up()
    lists["Transactions"] += [
        _safe(),
        happened("TX_CONVERTIBLE_CONVERSION", "safe", "2022-06-01", quantity_converted="50000",
                 reason_text="round", trigger_id="t", resulting_security_ids=["c1"]),
    ]  # fmt: skip
    assert not clean(taken(tmp_path, lists)).of(Convertible)


def test_what_a_safe_gets_in_a_sale_survives_the_way_out_and_in(tmp_path: Path) -> None:
    lists = start_up()
    words = ["minutebook: in a sale: repaid or converted", "minutebook: ranks with: preferred"]
    lists["Transactions"].append(_safe(comments=words))
    book = clean(taken(tmp_path, lists))
    entity = book.records["start-up-inc"]
    assert isinstance(entity, nouns.Entity)
    at = at_argument("2022-12-01", book.zone)
    assert not isinstance(at, Problem)
    out = export_ocf(State(book, at, None, World({})), entity, "2022-12-01T00:00:00Z", "US")
    place = tmp_path / "out"
    place.mkdir()
    for name, text in out.files.items():
        (place / name).write_text(text, "utf-8")
    again = read_package(place)
    assert isinstance(again, Package)
    for read in (book, clean(import_ocf(again))):
        (safe,) = read.of(Convertible)
        assert (safe.in_a_sale, safe.ranks_with) == ("repaid or converted", "preferred")
        assert safe.repayment == Fraction(2)

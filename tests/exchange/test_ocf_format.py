"""The whole format: every kind of object is read or listed, exports hold to the schema."""

from __future__ import annotations

import json
from fractions import Fraction
from hashlib import md5
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.packages import (
    COMMON,
    Object,
    files,
    folder,
    happened,
    issued,
    money,
    preferred,
    start_up,
    zipped,
)
from tests.exchange.schema_rules import MANIFEST, OBJECTS, faults
from tests.exchange.test_ocf import (
    clean,
    convertible,
    held,
    option,
    package,
    problem,
    taken,
)

from minutebook.answers import World
from minutebook.exchange import Exported, export_ocf, import_ocf, listed
from minutebook.exchange.ocf_import import NOT_EXPRESSED, READ
from minutebook.exchange.ocf_securities import ISSUES, RETIRES
from minutebook.records import Book, load_texts, nouns
from minutebook.records.money import Convertible
from minutebook.records.values import UNKNOWN
from minutebook.state.state import State
from minutebook.text import at_argument
from minutebook.text.problem import Problem
from minutebook.views.one_world import adopted_readings

F = Fraction

# Every kind of object of schema 1.2: six families of transactions, and what stands beside them.
SECURITIES = {
    "STOCK": "ACCEPTANCE CANCELLATION CONVERSION ISSUANCE REISSUANCE CONSOLIDATION REPURCHASE "
    "RETRACTION TRANSFER",
    "WARRANT": "ACCEPTANCE CANCELLATION EXERCISE ISSUANCE RETRACTION TRANSFER",
    "CONVERTIBLE": "ACCEPTANCE CANCELLATION CONVERSION ISSUANCE RETRACTION TRANSFER",
    "PLAN_SECURITY": "ACCEPTANCE CANCELLATION EXERCISE ISSUANCE RELEASE RETRACTION TRANSFER",
    "EQUITY_COMPENSATION": "ACCEPTANCE CANCELLATION EXERCISE ISSUANCE RELEASE RETRACTION TRANSFER "
    "REPRICING",
}
OTHERS = [
    "ISSUER",
    "STAKEHOLDER",
    "STOCK_CLASS",
    "STOCK_LEGEND_TEMPLATE",
    "STOCK_PLAN",
    "VALUATION",
    "VESTING_TERMS",
    "FINANCING",
    "DOCUMENT",
    "CE_STAKEHOLDER_RELATIONSHIP",
    "CE_STAKEHOLDER_STATUS",
    "TX_ISSUER_AUTHORIZED_SHARES_ADJUSTMENT",
    "TX_STOCK_CLASS_CONVERSION_RATIO_ADJUSTMENT",
    "TX_STOCK_CLASS_AUTHORIZED_SHARES_ADJUSTMENT",
    "TX_STOCK_CLASS_SPLIT",
    "TX_STOCK_PLAN_POOL_ADJUSTMENT",
    "TX_STOCK_PLAN_RETURN_TO_POOL",
    "TX_VESTING_ACCELERATION",
    "TX_VESTING_START",
    "TX_VESTING_EVENT",
]
KINDS = [
    *OTHERS,
    *(f"TX_{of}_{what}" for of, whats in SECURITIES.items() for what in whats.split()),
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_object_is_read_or_listed_with_its_reason(kind: str, tmp_path: Path) -> None:
    read = kind in READ or kind in ISSUES or kind.endswith(RETIRES)
    assert read != (kind in NOT_EXPRESSED or kind.endswith("_ACCEPTANCE"))
    lists = start_up()
    lists["Transactions"].append({"object_type": kind, "id": "x", "date": "2022-05-05"})
    said = listed(taken(tmp_path, lists).left_out)
    assert "nor has a book" not in said
    if not read:
        assert kind in said
        assert "Transactions.ocf.json:" in said


def test_a_consolidation_ends_what_it_joins(tmp_path: Path) -> None:
    lists = start_up()
    lists["Transactions"] += [
        issued("f2", "s1", "class-common", "5", "2021-01-01"),
        {"object_type": "TX_STOCK_CONSOLIDATION", "id": "t", "date": "2022-06-01",
         "security_ids": ["f1", "f2"], "resulting_security_id": "f3"},
        issued("f3", "s1", "class-common", "1000005", "2022-06-01"),
    ]  # fmt: skip
    book = clean(taken(tmp_path, lists))
    assert held(book, "2022-05-01")["ada-founder", "start-up-inc/common"] == 1_000_005
    assert held(book, "2023-01-01")["ada-founder", "start-up-inc/common"] == 1_000_005


def test_a_repriced_option_has_its_new_strike_from_then_on(tmp_path: Path) -> None:
    lists = start_up()
    lists["Transactions"] += [
        option("o1", "s1", "1000", "2"),
        happened("TX_EQUITY_COMPENSATION_REPRICING", "o1", "2022-09-01",
                 new_exercise_price=money("0.5")),
        happened("TX_EQUITY_COMPENSATION_REPRICING", "never", "2022-09-01",
                 new_exercise_price=money("0.5")),
    ]  # fmt: skip
    imported = taken(tmp_path, lists)
    book = clean(imported)
    assert held(book, "2022-08-01")["ada-founder", "start-up-inc/options-at-2"] == 1000
    now = held(book, "2023-01-01")
    assert now["ada-founder", "start-up-inc/options-at-0-5"] == 1000
    assert ("ada-founder", "start-up-inc/options-at-2") not in now
    assert "a security that is not held then" in listed(imported.left_out)


def test_a_split_says_which_rights_nothing_adjusts(tmp_path: Path) -> None:
    lists = start_up()
    split = {"numerator": "2", "denominator": "1"}
    adjusted = {"type": "RATIO_CONVERSION", "conversion_price": money("3.5"), "ratio": split,
                "rounding_type": "NORMAL"}  # fmt: skip
    lists["Transactions"] += [
        option("o1", "s1", "1000", "2"),
        option("o2", "s1", "1000", "2", date="2022-12-01"),
        {"object_type": "TX_STOCK_CLASS_SPLIT", "id": "t", "date": "2022-11-01",
         "stock_class_id": "class-common", "split_ratio": split},
        {"object_type": "TX_STOCK_CLASS_CONVERSION_RATIO_ADJUSTMENT", "id": "u",
         "date": "2022-11-01", "stock_class_id": "class-b",
         "new_ratio_conversion_mechanism": adjusted},
    ]  # fmt: skip
    imported = taken(tmp_path, lists)
    said = listed(imported.left_out)
    assert "conversion of Series A: a split leaves it as the package tells it" in said
    assert "conversion of Series B" not in said
    assert "options o1: a split leaves it" in said
    assert "options o2" not in said


def test_part_of_a_convertible_goes_and_the_rest_stays(tmp_path: Path) -> None:
    lists = start_up()
    safe = {
        "type": "SAFE_CONVERSION",
        "conversion_mfn": False,
        "conversion_valuation_cap": money("4000000"),
        "conversion_timing": "POST_MONEY",
    }
    lists["Transactions"] += [
        convertible("safe-1", "s2", safe),
        happened("TX_CONVERTIBLE_CANCELLATION", "safe-1", "2022-03-01", reason_text="part repaid",
                 amount=money("50000")),
    ]  # fmt: skip
    (left,) = clean(taken(tmp_path, lists)).of(Convertible)
    assert left.amount == 150_000


def note(**changes: object) -> Object:
    return {
        "type": "CONVERTIBLE_NOTE_CONVERSION",
        "interest_rates": [{"rate": "0.08", "accrual_start_date": "2022-02-01"}],
        "day_count_convention": "ACTUAL_365",
        "interest_payout": "DEFERRED",
        "interest_accrual_period": "ANNUAL",
        "compounding_type": "COMPOUNDING",
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"interest_accrual_period": "MONTHLY"}, "it compounds MONTHLY"),
        ({"interest_payout": "CASH"}, "it is paid in cash"),
        (
            {"interest_rates": [{"rate": "0.01", "accrual_start_date": "2022-02-01"}] * 2},
            "it changes with time",
        ),
        (
            {"interest_rates": [{"rate": "0.01", "accrual_start_date": "2022-03-01"}]},
            "it begins on another day",
        ),
        (
            {
                "interest_rates": [
                    {
                        "rate": "0.01",
                        "accrual_start_date": "2022-02-01",
                        "accrual_end_date": "2023-01-01",
                    }
                ]
            },
            "it ends before the note does",
        ),
    ],
)
def test_interest_that_a_book_cannot_say_is_unknown_not_wrong(
    tmp_path: Path, changes: Object, why: str
) -> None:
    lists = start_up()
    lists["Transactions"].append(convertible("note-1", "s3", note(**changes), "NOTE"))
    imported = taken(tmp_path, lists)
    (one,) = clean(imported).of(Convertible)
    assert one.interest is UNKNOWN
    assert why in listed(imported.left_out)


def with_right(mechanism: Object) -> dict[str, list[Object]]:
    lists = start_up()
    lists["StockClasses"][1]["conversion_rights"][0]["conversion_mechanism"] = mechanism
    return lists


def test_a_ratio_may_be_told_by_prices_and_is_held_against_them(tmp_path: Path) -> None:
    by_price = with_right({"type": "RATIO_CONVERSION", "conversion_price": money("1.5")})
    book = clean(taken(tmp_path / "1", by_price))
    series_a = book.get("start-up-inc/series-a", nouns.Instrument)
    assert series_a is not None
    assert series_a.ratio == 3
    mechanism = {"type": "RATIO_CONVERSION", "conversion_price": money("1.5"),
                 "ratio": {"numerator": "2", "denominator": "1"},
                 "rounding_type": "FLOOR"}  # fmt: skip
    said = listed(taken(tmp_path / "2", with_right(mechanism)).left_out)
    assert "by its prices it would be 3; the ratio told is taken" in said
    assert "fractions of Series A: rounded FLOOR" in said


def test_a_right_to_convert_without_a_fixed_ratio_is_asked_not_taken_for_one(
    tmp_path: Path,
) -> None:
    lists = with_right({"type": "CUSTOM_CONVERSION", "custom_conversion_description": "as agreed"})
    imported = taken(tmp_path, lists)
    book = load_texts({name: text.encode() for name, text in imported.files.items()})
    assert [d.code for d in book.diagnostics] == ["MB283"]
    assert "they convert by CUSTOM_CONVERSION, which tells no fixed ratio" in listed(
        imported.left_out
    )


def warrant(key: str, of: str, mechanism: Object, **more: object) -> Object:
    right = {"type": "WARRANT_CONVERSION_RIGHT", "conversion_mechanism": mechanism,
             "converts_to_stock_class_id": of}  # fmt: skip
    trigger = {"trigger_id": "t", "type": "ELECTIVE_AT_WILL", "conversion_right": right}
    made = issued(key, "s2", of, "100", "2022-03-01", object_type="TX_WARRANT_ISSUANCE",
                  exercise_price=money("2"), purchase_price=money("1"),
                  exercise_triggers=[trigger], **more)  # fmt: skip
    return {k: v for k, v in made.items() if k not in ("share_price", "stock_class_id")}


def test_warrants_count_where_they_buy_common_shares_in_a_told_number(tmp_path: Path) -> None:
    lists = start_up()
    fixed = {"type": "FIXED_AMOUNT_CONVERSION", "converts_to_quantity": "100.00"}
    lists["Transactions"] += [
        warrant("w1", "class-common", fixed),
        warrant("w2", "class-a", fixed),
        warrant("w3", "class-common", {**fixed, "converts_to_quantity": "70"}),
        warrant("w4", "class-common", {"type": "VALUATION_BASED_CONVERSION"},
                quantity_source="HUMAN_ESTIMATED"),
    ]  # fmt: skip
    imported = taken(tmp_path, lists)
    assert held(clean(imported), "2023-01-01")["angels-ltd", "start-up-inc/warrants-at-2"] == 300
    said = listed(imported.left_out)
    for words in (
        "warrants w2: it buys shares of a preferred class",
        "warrants w3: it converts into 70, and its quantity is 100, which is taken",
        "warrants w4: the number of units is an estimate",
        "warrants w4: by VALUATION_BASED_CONVERSION: the quantity told is taken",
    ):
        assert words in said, said


def test_authorised_units_follow_adjustments_and_pools_are_told(tmp_path: Path) -> None:
    lists = start_up()
    lists["StockPlans"] = [
        {"object_type": "STOCK_PLAN", "id": "plan", "plan_name": "2020 plan",
         "initial_shares_reserved": "1000", "default_cancellation_behavior": "RETURN_TO_POOL",
         "stock_class_ids": ["class-common"]},
    ]  # fmt: skip
    lists["Transactions"] += [
        {"object_type": "TX_STOCK_CLASS_AUTHORIZED_SHARES_ADJUSTMENT", "id": "t", "date":
         "2022-01-01", "stock_class_id": "class-common", "new_shares_authorized": "12000000"},
        {"object_type": "TX_STOCK_PLAN_POOL_ADJUSTMENT", "id": "u", "date": "2022-01-01",
         "stock_plan_id": "plan", "shares_reserved": "5000"},
        option("o1", "s1", "1000", "2", stock_plan_id="plan"),
        option("o2", "s2", "400", "2", stock_plan_id="plan"),
        happened("TX_EQUITY_COMPENSATION_CANCELLATION", "o2", "2022-10-01", quantity="400"),
    ]  # fmt: skip
    imported = taken(tmp_path, lists)
    common = clean(imported).get("start-up-inc/common", nouns.Instrument)
    assert common is not None
    assert common.authorised is not None
    assert "authorised: 12000000" in imported.files["book.yaml"]
    assert "pool of 2020 plan: 5000 units reserved, 4000 of them not granted" in listed(
        imported.left_out
    )


# -- Packages as others lay them out


def test_a_package_without_a_manifest_is_read_and_says_so(tmp_path: Path) -> None:
    place = folder(tmp_path / "p", start_up())
    (place / "Manifest.ocf.json").unlink()
    imported = import_ocf(package(place))
    assert held(clean(imported), "2023-01-01")["fund-c", "p/series-c"] == 1_500_000
    assert "manifest: it is missing" in listed(imported.left_out)
    issuer = {"items": [{"object_type": "ISSUER", "id": "i", "legal_name": "Some Ltd"}],
              "file_type": "OCF_ISSUER_FILE"}  # fmt: skip
    (place / "Issuer.ocf.json").write_text(json.dumps(issuer), "utf-8")
    assert ("fund-c", "some-ltd/series-c") in held(clean(import_ocf(package(place))), "2023-01-01")


def test_the_manifest_itself_may_be_named(tmp_path: Path) -> None:
    place = folder(tmp_path / "p", start_up()) / "Manifest.ocf.json"
    assert len(package(place).items) == len(package(place.parent).items)


def test_a_zip_with_a_top_folder_and_marks_of_byte_order(tmp_path: Path) -> None:
    members = {f"Top Folder/{n}": f"\ufeff{t}" for n, t in files(start_up()).items()}
    members["__MACOSX/Top Folder/._x.json"] = "\x00\x05\x16\x07"
    book = clean(import_ocf(package(zipped(tmp_path / "p.zip", members))))
    assert held(book, "2023-01-01")["fund-c", "start-up-inc/series-c"] == 1_500_000


def test_wrong_json_is_told_with_file_line_and_column(tmp_path: Path) -> None:
    place = folder(tmp_path / "p", start_up())
    (place / "Transactions.ocf.json").write_text('{\n  "items": [,]\n}', "utf-8")
    assert problem(place).startswith("Transactions.ocf.json:2:13 is not JSON")
    (place / "Transactions.ocf.json").write_text(
        '{"file_type": "OCF_TRANSACTIONS_FILE", "items": [\n 5,\n {"object_type": "VALUATION"}]}'
    )
    said = listed(import_ocf(package(place)).left_out)
    assert "item that is no object: nothing tells what it is [Transactions.ocf.json:2]" in said


# -- Out: what is written is valid, what is not is listed


def out(book: Book, at: str, country: str | None = "US") -> Exported:
    moment = at_argument(at, book.zone)
    assert not isinstance(moment, Problem)
    state = State(book, moment, None, World({}, adopted=adopted_readings(book)))
    (issuer,) = {i.of for i in book.of(nouns.Instrument)}
    entity = book.get(issuer, nouns.Entity)
    assert entity is not None
    return export_ocf(state, entity, "2024-01-01T00:00:00+00:00", country)


def check_valid(exported: Exported) -> list[Object]:
    """Hold every file against the table; gives the transactions."""
    manifest = json.loads(exported.files["Manifest.ocf.json"])
    found = faults(manifest, MANIFEST, "manifest")
    names = {
        e["filepath"]: e["md5"] for k, v in manifest.items() if k.endswith("_files") for e in v
    }
    assert set(names) == set(exported.files) - {"Manifest.ocf.json"}
    ids: list[str] = []
    items: list[Object] = []
    for name, told in names.items():
        text = exported.files[name]
        assert md5(text.encode(), usedforsecurity=False).hexdigest() == told
        for item in json.loads(text)["items"]:
            found += faults(item, OBJECTS[item["object_type"]], item["id"])
            ids.append(item["id"])
            items.append(item)
    assert found == []
    assert len(ids) == len(set(ids))
    classes = {i["id"] for i in items if i["object_type"] == "STOCK_CLASS"}
    people = {i["id"] for i in items if i["object_type"] == "STAKEHOLDER"}
    transactions = [i for i in items if i["object_type"].startswith("TX_")]
    assert {i["stakeholder_id"] for i in transactions} <= people
    assert {i["stock_class_id"] for i in transactions if "stock_class_id" in i} <= classes
    return transactions


SAYS_LITTLE = """
book: {title: T, currency: USD}
records:
  - entity: co
  - person: ann
  - group: staff
  - instrument: co/common
    of: co
  - instrument: co/unclear
    of: co
    votes: unknown
    issue price: 1
  - instrument: co/a
    of: co
    issue price: 2
    preference: 1x
    participates: no
    ratio: 3
    converts to: co/common
  - instrument: co/warrants
    of: co
    kind: warrants
    strike: 1
    exercise: net
  - instrument: co/options
    of: co
    strike: 1
    exercise: net
  - {holding: h1, date: 2020-01-01, holder: ann, of: co/common, units: 5}
  - {holding: h2, date: 2020-01-01, holder: staff, of: co/a, units: 7}
  - {holding: h3, date: 2020-01-01, holder: ann, of: co/unclear, units: 7}
  - {holding: h4, date: 2020-01-01, holder: ann, of: co/warrants, units: 7}
  - {holding: h5, date: 2020-01-01, holder: ann, of: co/options, units: 7}
  - {convertible: co/note, date: 2020-01-01, of: co, holder: ann, amount: 5, interest: 0.08,
     accrues: simple, day count: actual/360}
  - {convertible: co/safe, of: co, holder: ann, amount: 5, discount: 0.2}
  - {convertible: co/good, date: 2020-02-01, of: co, holder: ann, amount: 5, discount: 0.2}
"""


def test_what_the_format_requires_and_a_book_does_not_tell_is_not_made_up() -> None:
    book = load_texts({"book.yaml": SAYS_LITTLE.encode()})
    assert not book.diagnostics
    exported = out(book, "2021-01-01", None)
    said = listed(exported.left_out)
    for words in (
        "country of formation of the issuer: the format requires it",
        "date of formation of the issuer: the format requires it",
        "ann's units of co/common: not written: the format requires a share price (write \"issue "
        'price:" on co/common)',
        "co/unclear and who holds it: not written: the format requires votes for each share",
        "ann's units of co/warrants: not written: the format requires what was paid for a warrant",
        "co/note: not written: the format requires all terms of its interest",
        "co/safe: not written: the format requires its date",
        "staff, a group: the format knows persons and institutions",
        "seniority and trigger of convertibles",
        "expiry of options",
    ):
        assert words in said, said
    manifest = json.loads(exported.files["Manifest.ocf.json"])
    assert faults(manifest, MANIFEST) == [
        ".issuer.formation_date: missing", ".issuer.country_of_formation: missing",
    ]  # fmt: skip
    kinds = [i["object_type"] for i in json.loads(exported.files["Transactions.ocf.json"])["items"]]
    assert kinds == [
        "TX_STOCK_ISSUANCE", "TX_EQUITY_COMPENSATION_ISSUANCE", "TX_CONVERTIBLE_ISSUANCE",
    ]  # fmt: skip
    classes = json.loads(exported.files["StockClasses.ocf.json"])["items"]
    series_a = next(i for i in classes if i["id"] == "co/a")
    mechanism = series_a["conversion_rights"][0]["conversion_mechanism"]
    # 2 for a unit that becomes 3 is two thirds for each, to ten places.
    assert mechanism["conversion_price"]["amount"] == "0.6666666667"


@st.composite
def packages(draw: st.DrawFn) -> dict[str, list[Object]]:
    """A start-up with classes, options and convertibles of every kind that goes both ways."""
    lists = start_up()
    prices = st.sampled_from(["0.5", "1", "2.25", "10"])
    classes = []
    for n in range(draw(st.integers(0, 3))):
        more: Object = {
            "comments": [f"minutebook: participates: {draw(st.sampled_from(['no', 'yes']))}"]
        }
        if draw(st.booleans()):
            more = {"participation_cap_multiple": "3"}
        classes.append(preferred(f"p{n}", f"Series {n}", draw(prices), str(n + 1), **more))
    lists["StockClasses"] = [{**COMMON, "price_per_share": money("0.01")}, *classes]
    holders = st.sampled_from(["s1", "s2", "s3"])
    of = st.sampled_from([c["id"] for c in lists["StockClasses"]])
    days = st.integers(1, 28).map(lambda day: f"2022-01-{day:02}")
    lists["Transactions"] = [
        issued(f"i{n}", draw(holders), draw(of), str(draw(st.integers(1, 999))), draw(days))
        for n in range(draw(st.integers(1, 5)))
    ]
    lists["Transactions"] += [
        option(f"o{n}", draw(holders), "7", draw(prices)) for n in range(draw(st.integers(0, 2)))
    ]
    if draw(st.booleans()):
        lists["Transactions"].append(convertible("note", "s2", note(), "NOTE"))
    if draw(st.booleans()):
        safe = {"type": "SAFE_CONVERSION", "conversion_mfn": draw(st.booleans()),
                "conversion_valuation_cap": money("4000000"),
                "conversion_timing": "PRE_MONEY"}  # fmt: skip
        lists["Transactions"].append(convertible("safe", "s1", safe))
    return lists


@settings(max_examples=40, deadline=None)
@given(packages())
def test_out_is_valid_and_in_again_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, lists: dict[str, list[Object]]
) -> None:
    first = clean(taken(tmp_path_factory.mktemp("in"), lists))
    exported = out(first, "2023-01-01")
    check_valid(exported)
    place = zipped(tmp_path_factory.mktemp("out") / "p.zip", exported.files)
    second = clean(import_ocf(package(place)))
    assert held(second, "2023-01-01") == held(first, "2023-01-01")
    for one in first.of(nouns.Instrument):
        other = second.get(one.id, nouns.Instrument)
        if other is None:
            assert one.id not in {of for _, of in held(first, "2023-01-01")}
            continue
        for term in ("votes", "issue_price", "preference", "participates", "cap", "converts_to",
                     "ratio", "strike"):  # fmt: skip
            assert getattr(other, term) == getattr(one, term), (one.id, term)
    terms = ("holder", "amount", "cap", "cap_basis", "most_favoured", "interest", "accrues",
             "day_count")  # fmt: skip
    told = [
        sorted(str([getattr(c, term) for term in terms]) for c in book.of(Convertible))
        for book in (first, second)
    ]
    assert told[0] == told[1]

"""Open Cap Format packages in and out: holdings over time, terms, what cannot be told, safety."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.packages import (
    COMMON,
    Object,
    files,
    firm,
    folder,
    happened,
    issued,
    money,
    person,
    preferred,
    start_up,
    zipped,
)
from tests.payout.book_texts import amounts, put

from minutebook.answers import World
from minutebook.exchange import (
    Imported,
    Package,
    export_ocf,
    import_ocf,
    listed,
    read_package,
)
from minutebook.exchange import ocf_package as reading
from minutebook.payout.book import pay
from minutebook.records import Book, load_texts, nouns
from minutebook.records.money import Convertible
from minutebook.state.state import State
from minutebook.text import at_argument, render
from minutebook.text.problem import Problem
from minutebook.views.one_world import adopted_readings

F = Fraction
M = 10**6


def package(place: Path) -> Package:
    found = read_package(place)
    assert isinstance(found, Package), found
    return found


def taken(place: Path, lists: dict[str, list[Object]]) -> Imported:
    return import_ocf(package(folder(place / "package", lists)))


def book_of(imported: Imported) -> Book:
    return load_texts({name: text.encode() for name, text in imported.files.items()})


def clean(imported: Imported) -> Book:
    book = book_of(imported)
    assert not book.diagnostics, render(book.diagnostics, book.files)
    return book


def held(book: Book, date: str) -> dict[tuple[str, str], F | None]:
    at = at_argument(date, book.zone)
    assert not isinstance(at, Problem)
    state = State(book, at, None, World({}, adopted=adopted_readings(book)))
    return {
        (holder, instrument.id): units.exact
        for instrument in book.of(nouns.Instrument)
        for holder, units in state.register(instrument.id).items()
        if units.exact != 0
    }


# -- In


def test_a_package_becomes_a_book_that_pays(tmp_path: Path) -> None:
    book = clean(taken(tmp_path, start_up()))
    included = {f"cap-of-series-{c}": "included" for c in "abc"}
    answer = put(book, lambda s: pay(s, "start-up-inc", F(45 * M)), included, at="2023-01-01")
    assert answer.value is not None
    assert amounts(answer.value) == {
        "ada-founder": F(86, 9) * M,
        "angels-ltd": F(86, 45) * M,
        "fund-b": F("4.2") * M,
        "fund-c": F(88, 3) * M,
    }
    free = put(book, lambda s: pay(s, "start-up-inc", F(45 * M)), at="2023-01-01")
    assert set(free.hinges) <= set(included)
    assert free.hinges


def test_a_preferred_class_that_does_not_say_whether_it_participates_is_refused(
    tmp_path: Path,
) -> None:
    lists = start_up()
    del lists["StockClasses"][1]["participation_cap_multiple"]
    book = book_of(taken(tmp_path, lists))
    (asked,) = book.diagnostics
    assert asked.code == "MB283"
    assert asked.severity == "error"
    assert 'does "start-up-inc/series-a" share what is left after its preference?' in asked.message


@pytest.mark.parametrize(
    ("key", "question"),
    [
        ("liquidation_preference_multiple", "how much is"),
        ("price_per_share", "what was paid for each unit"),
        ("conversion_rights", "can"),
    ],
)
def test_other_terms_that_are_not_told_are_asked(tmp_path: Path, key: str, question: str) -> None:
    lists = start_up()
    del lists["StockClasses"][1][key]
    for one in lists["Transactions"]:
        one.pop("share_price", None)
    (asked,) = book_of(taken(tmp_path, lists)).diagnostics
    assert asked.code == "MB283"
    assert asked.message.startswith(question)


def test_a_higher_seniority_of_the_format_is_paid_first(tmp_path: Path) -> None:
    book = clean(taken(tmp_path, start_up()))
    ranks = {i.id: i.seniority for i in book.of(nouns.Instrument)}
    assert ranks["start-up-inc/series-c"] == 1
    assert ranks["start-up-inc/series-b"] == 2
    assert ranks["start-up-inc/series-a"] == 3
    assert ranks["start-up-inc/common"] is None


def test_every_record_cites_the_file_and_line_it_is_read_from(tmp_path: Path) -> None:
    lists = start_up()
    imported = taken(tmp_path, lists)
    book = clean(imported)
    sources = {source.id: source.title for source in book.sources.values()}
    texts = files(lists)
    for record in book:
        (cite,) = record.src
        file = sources[cite.source]
        assert file is not None
        line = texts[file].splitlines()[int(cite.locator) - 1]
        assert line.strip() == "{"
    (fund_c,) = [h for h in book.of(nouns.Holding) if h.holder == "fund-c"]
    begin = int(fund_c.src[0].locator)
    assert '"tx-c1"' in "".join(texts["Transactions.ocf.json"].splitlines()[begin : begin + 3])


def test_holdings_change_by_transfers_cancellations_and_splits(tmp_path: Path) -> None:
    lists = start_up()
    lists["Transactions"] += [
        # The founder sells 300,000 of a million to fund B, and keeps the balance.
        happened("TX_STOCK_TRANSFER", "f1", "2022-06-01", quantity="300000",
                 balance_security_id="f2", resulting_security_ids=["f3"]),
        issued("f2", "s1", "class-common", "700000", "2022-06-01"),
        issued("f3", "s3", "class-common", "300000", "2022-06-01"),
        # A quarter of B is bought back; the balance has no issuance of its own.
        happened("TX_STOCK_REPURCHASE", "b1", "2022-07-01", quantity="75000", price=money("7"),
                 balance_security_id="b2"),
        {"object_type": "TX_STOCK_CLASS_SPLIT", "id": "split", "stock_class_id": "class-common",
         "date": "2022-08-01", "split_ratio": {"numerator": "2", "denominator": "1"}},
        happened("TX_STOCK_CANCELLATION", "a1", "2022-09-01", quantity="200000",
                 reason_text="returned"),
    ]  # fmt: skip
    book = clean(taken(tmp_path, lists))
    common, series_a, series_b = (f"start-up-inc/{n}" for n in ("common", "series-a", "series-b"))
    before = held(book, "2022-05-01")
    assert before["ada-founder", common] == M
    assert before["fund-b", series_b] == 300_000
    assert ("fund-b", common) not in before
    sold = held(book, "2022-06-15")
    assert sold["ada-founder", common] == 700_000
    assert sold["fund-b", common] == 300_000
    after = held(book, "2022-12-01")
    assert after["ada-founder", common] == 1_400_000
    assert after["fund-b", common] == 600_000
    assert after["fund-b", series_b] == 225_000
    assert ("angels-ltd", series_a) not in after


def test_a_split_of_a_preferred_class_divides_its_issue_price(tmp_path: Path) -> None:
    lists = start_up()
    lists["Transactions"].append(
        {"object_type": "TX_STOCK_CLASS_SPLIT", "id": "split", "stock_class_id": "class-c",
         "date": "2022-08-01", "split_ratio": {"numerator": "4", "denominator": "1"}}
    )  # fmt: skip
    book = clean(taken(tmp_path, lists))
    series_c = book.get("start-up-inc/series-c", nouns.Instrument)
    assert series_c is not None
    assert series_c.issue_price == F(5, 2)
    assert held(book, "2023-01-01")["fund-c", "start-up-inc/series-c"] == 6 * M


def option(key: str, holder: str, quantity: str, price: str | None, **more: object) -> Object:
    made = issued(key, holder, "class-common", quantity, "2022-03-01",
                  object_type="TX_EQUITY_COMPENSATION_ISSUANCE", compensation_type="OPTION",
                  expiration_date=None, termination_exercise_windows=[])  # fmt: skip
    del made["share_price"]
    return {**made, **({} if price is None else {"exercise_price": money(price)}), **more}


def test_options_are_instruments_by_strike_and_their_settlement_is_open(tmp_path: Path) -> None:
    lists = start_up()
    lists["Transactions"] += [
        option("o1", "s1", "1000", "2"),
        option("o2", "s2", "500", "2"),
        option("o3", "s1", "10", "3.5"),
        option("o4", "s1", "7", None, compensation_type="RSU"),
        option("o5", "s1", "100", "2", vestings=[{"date": "2024-01-01", "amount": "100"}]),
        happened("TX_EQUITY_COMPENSATION_EXERCISE", "o2", "2022-10-01", quantity="500",
                 resulting_security_ids=["o2-stock"]),
        issued("o2-stock", "s2", "class-common", "500", "2022-10-01"),
    ]  # fmt: skip
    imported = taken(tmp_path, lists)
    book = clean(imported)
    now = held(book, "2023-01-01")
    assert now["ada-founder", "start-up-inc/options-at-2"] == 1100
    assert now["ada-founder", "start-up-inc/options-at-3-5"] == 10
    assert ("angels-ltd", "start-up-inc/options-at-2") not in now
    assert now["angels-ltd", "start-up-inc/common"] == 500
    assert "exercise" in book.readings
    said = listed(imported.left_out)
    assert "options o4: no right to buy at a price" in said
    assert "vesting: units count in full from their issue" in said


def convertible(key: str, holder: str, mechanism: Object, kind: str = "SAFE") -> Object:
    right = {"type": "CONVERTIBLE_CONVERSION_RIGHT", "conversion_mechanism": mechanism}
    trigger = {"trigger_id": "t", "type": "ELECTIVE_AT_WILL", "conversion_right": right}
    return {
        "object_type": "TX_CONVERTIBLE_ISSUANCE",
        "id": f"tx-{key}",
        "security_id": key,
        "custom_id": key,
        "stakeholder_id": holder,
        "date": "2022-02-01",
        "investment_amount": money("200000"),
        "convertible_type": kind,
        "conversion_triggers": [trigger],
        "security_law_exemptions": [],
        "seniority": 1,
    }


def test_safes_and_notes_keep_their_terms(tmp_path: Path) -> None:
    lists = start_up()
    safe = {
        "type": "SAFE_CONVERSION",
        "conversion_mfn": False,
        "conversion_timing": "POST_MONEY",
        "conversion_valuation_cap": money("4000000"),
        "conversion_discount": "0.15",
    }
    note = {
        "type": "CONVERTIBLE_NOTE_CONVERSION",
        "interest_rates": [{"rate": "0.08", "accrual_start_date": "2022-02-01"}],
        "day_count_convention": "ACTUAL_365",
        "interest_payout": "DEFERRED",
        "interest_accrual_period": "ANNUAL",
        "compounding_type": "SIMPLE",
    }
    lists["Transactions"] += [
        convertible("safe-1", "s2", safe),
        convertible("note-1", "s3", note, "NOTE"),
        convertible("gone", "s2", safe),
        happened("TX_CONVERTIBLE_CANCELLATION", "gone", "2022-03-01", reason_text="repaid"),
    ]
    imported = taken(tmp_path, lists)
    found = {c.id: c for c in clean(imported).of(Convertible)}
    assert set(found) == {"start-up-inc/safe-1", "start-up-inc/note-1"}
    one = found["start-up-inc/safe-1"]
    assert one.cap == 4 * M
    assert one.cap_basis == "post-money"
    assert one.discount == F("0.15")
    assert one.amount == 200_000
    two = found["start-up-inc/note-1"]
    assert (two.interest, two.accrues, two.day_count) == (F("0.08"), "simple", "actual/365")
    assert "converted or cancelled convertible" in listed(imported.left_out)


def test_what_cannot_be_told_is_listed(tmp_path: Path) -> None:
    lists = start_up()
    lists["StockPlans"] = [{"object_type": "STOCK_PLAN", "id": "plan", "plan_name": "2020 plan"}]
    lists["Transactions"] += [
        happened("TX_STOCK_RETRACTION", "nowhere", "2022-03-01", reason_text="an error"),
        issued("x", "nobody", "class-common", "5", "2022-03-01"),
        issued("y", "s1", "class-common", "many", "2022-03-01"),
    ]
    lists["StockClasses"][2]["price_per_share"] = money("7", "EUR")
    said = listed(taken(tmp_path, lists).left_out)
    for words in (
        "TX_STOCK_ACCEPTANCE: it changes nobody's units",
        "pool of 2020 plan: how many units is not told",
        "TX_STOCK_RETRACTION: it speaks of a security that was never issued",
        "stock x: its class or holder is not in the package",
        "TX_STOCK_ISSUANCE without a quantity",
        "issue price of start-up-inc/series-b in EUR: the book counts in USD",
    ):
        assert words in said, said


# -- Out, and in again


def exported(book: Book, date: str, entity: str = "start-up-inc") -> tuple[dict[str, str], str]:
    at = at_argument(date, book.zone)
    assert not isinstance(at, Problem)
    issuer = book.get(entity, nouns.Entity)
    assert issuer is not None
    state = State(book, at, None, World({}, adopted=adopted_readings(book)))
    found = export_ocf(state, issuer, "2023-01-02T00:00:00Z")
    return found.files, listed(found.left_out)


def test_out_and_in_again_gives_the_same_holdings_and_terms(tmp_path: Path) -> None:
    lists = start_up()
    lists["StockClasses"].append(preferred("class-d", "Series D", "1", "3"))
    lists["StockClasses"][-1]["comments"] = ["minutebook: participates: no"]
    lists["Transactions"] += [
        issued("d1", "s2", "class-d", "10", "2022-04-01"),
        option("o1", "s1", "1000", "2"),
        convertible("safe-1", "s2", {
            "type": "SAFE_CONVERSION", "conversion_mfn": True, "conversion_timing": "PRE_MONEY",
            "conversion_valuation_cap": money("4000000"),
        }),
    ]  # fmt: skip
    first = clean(taken(tmp_path, lists))
    written, _ = exported(first, "2023-01-01")
    second = clean(import_ocf(package(zipped(tmp_path / "again.zip", written))))
    assert held(second, "2023-01-01") == held(first, "2023-01-01")
    for one in first.of(nouns.Instrument):
        other = second.get(one.id, nouns.Instrument)
        assert other is not None, one.id
        for term in ("votes", "issue_price", "preference", "cap", "converts_to", "strike"):
            assert getattr(other, term) == getattr(one, term), (one.id, term)
    series_d = second.get("start-up-inc/series-d", nouns.Instrument)
    assert series_d is not None
    assert series_d.participates == "no"
    ranks = [
        [i.id for i in sorted(book.of(nouns.Instrument), key=lambda i: str(i.seniority))]
        for book in (first, second)
    ]
    assert ranks[0] == ranks[1]
    safes = [book.of(Convertible)[0] for book in (first, second)]
    assert safes[0].cap == safes[1].cap
    assert safes[0].cap_basis == safes[1].cap_basis == "pre-money"
    assert safes[1].most_favoured


def test_what_a_package_cannot_hold_is_listed() -> None:
    book = load_texts(
        {
            "book.yaml": b"""
book: {title: T, currency: USD}
records:
  - entity: start-up-inc
  - person: ann
  - person: bo
  - instrument: start-up-inc/common
    of: start-up-inc
  - instrument: start-up-inc/a
    of: start-up-inc
    issue price: 1
    preference: 1x
    participates: no
    converts to: start-up-inc/common
    anti-dilution: full ratchet
  - holding: h
    date: 2020-01-01
    holder: ann
    of: start-up-inc/common
    units: at least 5
  - holding: h2
    date: 2020-01-01
    holder: bo
    of: start-up-inc/common
    units: 1/3
  - debt: loan
    of: start-up-inc
    creditor: ann
    amount: 5
"""
        }
    )
    assert not book.diagnostics
    written, said = exported(book, "2021-01-01")
    assert json.loads(written["Transactions.ocf.json"])["items"] == []
    for words in (
        "ann's units of start-up-inc/common: not known exactly",
        "bo's units of start-up-inc/common: 1/3 is no decimal of ten places",
        "debt: the format has no place for it",
        "start-up-inc/a: anti-dilution: the format has no place for it",
        "country of formation of the issuer",
    ):
        assert words in said, said


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["s1", "s2"]),
            st.sampled_from(["class-common", "class-c"]),
            st.integers(1, 10**6),
            st.integers(1, 28),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_issued_units_add_up(tmp_path_factory: pytest.TempPathFactory, issues: list) -> None:  # type: ignore[type-arg]  # tuples as drawn above
    place = tmp_path_factory.mktemp("ocf")
    lists = start_up()
    lists["Transactions"] = [
        issued(f"i{n}", holder, of, str(units), f"2022-01-{day:02}")
        for n, (holder, of, units, day) in enumerate(issues)
    ]
    book = clean(taken(place, lists))
    names = {"s1": "ada-founder", "s2": "angels-ltd", "class-common": "common",
             "class-c": "series-c"}  # fmt: skip
    for day in (1, 14, 28):
        expected: dict[tuple[str, str], int] = {}
        for holder, of, units, issued_on in issues:
            if issued_on <= day:
                key = (names[holder], f"start-up-inc/{names[of]}")
                expected[key] = expected.get(key, 0) + units
        assert held(book, f"2022-01-{day + 1:02}") == expected


# -- Safety


def problem(place: Path) -> str:
    found = read_package(place)
    assert isinstance(found, Problem)
    return found.message


def test_a_zip_is_read_without_being_unpacked(tmp_path: Path) -> None:
    place = zipped(tmp_path / "p.zip", {f"deep/{n}": t for n, t in files(start_up()).items()})
    book = clean(import_ocf(package(place)))
    assert held(book, "2023-01-01")["fund-c", "start-up-inc/series-c"] == 1_500_000
    assert [path.name for path in tmp_path.iterdir()] == ["p.zip"]


@pytest.mark.parametrize("name", ["../evil.json", "/etc/evil.json", "a/../../evil.json",
                                  "C:/evil.json", "..\\evil.json"])  # fmt: skip
def test_a_zip_that_leads_out_of_itself_is_refused(tmp_path: Path, name: str) -> None:
    place = zipped(tmp_path / "p.zip", {**files(start_up()), name: "{}"})
    assert "leads out of the package" in problem(place)


def test_limits_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = zipped(tmp_path / "p.zip", files(start_up()))
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    assert problem(place) == "the package is too large"
    assert problem(folder(tmp_path / "f", start_up())) == "the package is too large"
    monkeypatch.setattr(reading, "MOST_BYTES", 10**9)
    monkeypatch.setattr(reading, "MOST_FILES", 2)
    assert "more than 2 files" in problem(place)


def test_a_manifest_cannot_name_files_outside(tmp_path: Path) -> None:
    place = folder(tmp_path / "p", start_up())
    secret = tmp_path / "secret.json"
    secret.write_text('{"items": [], "file_type": "x"}', "utf-8")
    manifest = json.loads((place / "Manifest.ocf.json").read_text("utf-8"))
    manifest["stakeholders_files"].append({"filepath": "../secret.json"})
    (place / "Manifest.ocf.json").write_text(json.dumps(manifest), "utf-8")
    said = listed(import_ocf(package(place)).left_out)
    assert "file ../secret.json: the manifest names it; it is not there" in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not JSON"),
        ("[]", "holds no object"),
        ('{"items": 5}', "has no items"),
        ('{"items": [' + "[" * 100 + "]" * 100 + "]}", "nested too deep"),
    ],
)
def test_a_file_that_is_no_list_of_objects_is_refused(tmp_path: Path, text: str, says: str) -> None:
    place = folder(tmp_path / "p", start_up())
    (place / "Transactions.ocf.json").write_text(text, "utf-8")
    assert says in problem(place)


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    assert "no manifest" in problem(tmp_path)
    (tmp_path / "note.txt").write_text("hello", "utf-8")
    assert "neither a folder nor a zip" in problem(tmp_path / "note.txt")


def test_a_wrong_checksum_and_another_version_are_told(tmp_path: Path) -> None:
    place = folder(tmp_path / "p", start_up())
    manifest = json.loads((place / "Manifest.ocf.json").read_text("utf-8"))
    manifest["ocf_version"] = "2.0.0"
    manifest["stakeholders_files"][0]["md5"] = "0" * 32
    (place / "Manifest.ocf.json").write_text(json.dumps(manifest), "utf-8")
    said = listed(import_ocf(package(place)).left_out)
    assert "version 2.0.0: the package is read as schema 1.2" in said
    assert "checksum of Stakeholders.ocf.json" in said


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_no_value_however_odd_breaks_the_import(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    lists = start_up()
    lists["Transactions"] += [option("o1", "s1", "10", "2"), convertible("safe", "s2", {})]
    kind = data.draw(st.sampled_from(sorted(lists)))
    item = data.draw(st.sampled_from(lists[kind]))
    key = data.draw(st.sampled_from(sorted(item)))
    item[key] = data.draw(json_values)
    imported = taken(tmp_path_factory.mktemp("odd"), lists)
    for diagnostic in book_of(imported).diagnostics:
        assert diagnostic.code.startswith("MB")


def test_files_under_other_names_than_the_manifest_gives_are_found(tmp_path: Path) -> None:
    lists = start_up()
    place = folder(tmp_path / "p", lists)
    for path in place.glob("St*.ocf.json"):
        path.rename(path.with_name(path.name.replace(".ocf", "")))
    # Another package further down has nothing to do with this one.
    folder(place / "another", lists)
    imported = import_ocf(package(place))
    assert held(clean(imported), "2023-01-01")["fund-c", "start-up-inc/series-c"] == 1_500_000
    said = listed(imported.left_out)
    assert "file ./Stakeholders.ocf.json: the manifest names it; it is not there" in said
    assert "file Stakeholders.json: the manifest does not name it" in said


def test_a_security_issued_twice_counts_once(tmp_path: Path) -> None:
    lists = start_up()
    lists["Transactions"].append(issued("c1", "s1", "class-c", "7", "2022-01-05"))
    lists["StockClasses"][0]["liquidation_preference_multiple"] = "1"
    imported = taken(tmp_path, lists)
    assert ("ada-founder", "start-up-inc/series-c") not in held(clean(imported), "2023-01-01")
    said = listed(imported.left_out)
    assert "security c1: issued twice" in said
    assert "liquidation_preference_multiple of Common: the class is common" in said


def test_names_that_yaml_or_the_grammar_would_read_otherwise(tmp_path: Path) -> None:
    lists = start_up()
    lists["Stakeholders"] = [
        person("s1", "Nobody"), person("s2", "# 5: {x}"), firm("s3", "Øystein & Søn"),
        firm("s4", "Øystein - Søn"),
    ]  # fmt: skip
    book = clean(taken(tmp_path, lists))
    assert {p.name for p in book.of(nouns.Person)} == {"Nobody", "# 5: {x}"}
    assert {"nobody-2", "5-x", "øystein-søn", "øystein-søn-2"} <= set(book.records)
    assert COMMON["name"] == "Common"

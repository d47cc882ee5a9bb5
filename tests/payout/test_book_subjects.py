"""What a name stands for when it is asked who gets what: what it pays, or what it gets."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.payout.book_texts import put, read

from minutebook.answers import World
from minutebook.payout.book import pay
from minutebook.payout.book_subjects import Subject, subjects
from minutebook.records import Book
from minutebook.state.state import State
from minutebook.views.check import default_at

F = Fraction
GROUP = """
book: {title: A group, currency: EUR}
readings:
  heir: {asks: Who has the rest?, adopted: town, town: The town., bo: Bo.}
records:
  - entity: works
  - entity: parent
  - entity: town
  - entity: bank
  - person: ann
  - person: bo
  - person: cy
  - group: staff
  - claim: works/profit
    of: works
    tiers:
      - tier: all
        shares: {parent: 75%}
        rest to: {reading: heir, town: town, bo: bo}
  - instrument: works/share
    of: works
  - {holding: h1, date: 2020-01-01, holder: parent, of: works/share, units: 60}
  - {holding: h2, date: 2020-01-01, holder: ann, of: works/share, units: 40}
  - debt: works/loan
    of: works
    creditor: bank
    amount: 100
  - carve-out: works/bonus
    of: works
    to: staff
    share: 10%
    base: after debt
  - fund: fund-one
    investors: ann
    manager: bo
    carry: 20%
    contributions: {2020: 100}
  - convertible: works/safe
    of: works
    holder: ann
    amount: 10
    discount: 0.2
    date: 2021-01-01
  - round: works/round
    date: 2022-01-01
    of: works
    pre-money: 1000
    investments: {town: 50}
    converts: [works/safe]
"""


def of(book: Book, name: str) -> tuple[Subject, ...]:
    return subjects(State(book, default_at(book), None, World({})), name)


@pytest.mark.parametrize(
    ("at", "missing"),
    [
        ("2020-06-01", ""),
        ("2021-06-01", "what ann gets in a sale for works/safe, which has not converted"),
        ("2022-06-01", "what town holds since works/round"),
    ],
)
def test_an_exit_passes_over_no_convertible_and_no_round(at: str, missing: str) -> None:
    answer = put(read(GROUP), lambda state: pay(state, "works", F(1000)), at=at)
    assert (answer.value is None) == bool(missing)
    assert all(said.startswith(missing) for said in answer.missing)
    assert bool(answer.missing) == bool(missing)
    told = GROUP + "  - {holding: h3, date: 2022-02-01, holder: town, of: works/share, units: 5}\n"
    after = put(read(told), lambda state: pay(state, "works", F(1000)), at="2022-06-01")
    assert after.value is not None


@pytest.mark.parametrize(
    ("name", "stands_for"),
    [
        ("works/profit", [("works/profit", None)]),
        ("works", [("works/profit", None), ("works", None)]),
        ("parent", [("works/profit", "parent"), ("works", "parent")]),
        ("town", [("works/profit", "town"), ("works/round", "town")]),
        ("bank", [("works", "bank")]),
        ("staff", [("works", "staff")]),
        ("ann", [("works", "ann"), ("works/round", "ann"), ("fund-one", "ann")]),
        ("bo", [("works/profit", "bo"), ("fund-one", "bo")]),
        ("fund-one", [("fund-one", None)]),
        ("cy", []),
        ("works/share", []),
    ],
)
def test_what_a_name_stands_for(name: str, stands_for: list[tuple[str, str | None]]) -> None:
    found = [(one.id, one.to) for one in of(read(GROUP), name)]
    assert found == stands_for


def test_an_organisation_without_any_part_stands_for_nothing() -> None:
    book = read("book: {title: X, currency: EUR}\nrecords:\n  - entity: x\n")
    assert of(book, "x") == ()


CALLED_PREFERRED = """
book: {title: X, currency: EUR}
records:
  - entity: x
  - person: ann
  - instrument: x/a
    of: x
    kind: Series A preferred stock
  - {holding: h, date: 2020-01-01, holder: ann, of: x/a, units: 60}
"""


def test_a_class_called_preferred_without_terms_is_not_paid_like_common_shares() -> None:
    answer = put(read(CALLED_PREFERRED), lambda state: pay(state, "x", F(10)))
    assert answer.value is None
    (missing,) = answer.missing
    assert missing.startswith("the terms of x/a, which is called Series A preferred stock")
    told = CALLED_PREFERRED.replace(
        "preferred stock", "preferred stock\n    issue price: 1\n    preference: 0x\n"
        "    participates: yes\n    converts to: nothing\n    ratio: 1",
    )  # fmt: skip
    answer = put(read(told), lambda state: pay(state, "x", F(10)))
    assert answer.value is not None
    assert answer.value.payouts["ann"].amount == 10


def test_one_party_of_an_exit_hinges_only_on_what_concerns_it() -> None:
    book = read(GROUP)
    parent = put(book, lambda state: pay(state, "works/profit", F(100), to="parent"))
    assert parent.hinges == ()
    assert parent.adopted.value is not None
    assert dict(parent.adopted.value.payouts) == {"parent": parent.adopted.value.payouts["parent"]}
    assert parent.adopted.value.payouts["parent"].amount == 75
    bo = put(book, lambda state: pay(state, "works/profit", F(100), to="bo"))
    assert bo.hinges == ("heir",)
    assert {w.readings["heir"]: w.value.payouts["bo"].amount for w in bo.worlds if w.value} == {
        "town": 0,
        "bo": 25,
    }
    # 1,000 - 100 of debt = 900; a tenth to the staff, and 40 of 100 shares of 810.
    ann = put(book, lambda state: pay(state, "works", F(1000), to="ann"), at="2020-06-01")
    assert ann.value is not None
    assert ann.value.payouts["ann"].amount == 324
    assert {tip.at for tip in ann.value.breakpoints} == {100}
    assert all(step.says.startswith("ann") for step in ann.why.because)

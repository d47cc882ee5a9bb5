"""The state at a date: posts, bodies, holdings and norms, in one world, and what depends on it."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from tests.state.books import book, moment

from minutebook.records import Book
from minutebook.text.numbers import exactly
from minutebook.views.show import BodyShown, PostShown, Show, show, show_json

SOCIETY = """
book: {title: A society, timezone: Europe/Paris}
sources:
  minutes: {title: Minutes, date: 2021-05-02}
  later: {title: A letter found later, date: 2022-01-01}
readings:
  rule:
    adopted: plain
    plain: {says: more than half of the votes cast}
    strict: {says: everybody}
records:
  - entity: soc
  - person: ann
  - person: bo
  - person: cy
  - body: soc/board
    date: 2020-01-01
    seats: 3
    members: [ann, bo, cy]
    decides: {reading: rule, plain: majority of votes cast, strict: all of seats}
    quorum: none
    target votes: "yes"
  - body: soc/council
    seats: unknown
    members: [ann]
  - post: soc/head
    date: 2020-01-01
    holder: ann
    appointed by: soc/board
    registered by: soc/clerk
  - {post: soc/clerk, holder: cy}
  - {post: soc/auditor, holder: unknown}
  - {post: soc/porter, of: soc}
  - act: replace
    date: 2021-05-01T10:00
    by: soc/board
    form: meeting
    for: [bo, cy]
    against: ann
    effect: [remove ann from soc/head, appoint bo to soc/head as interim as nominee of cy]
    src: minutes:1
  - {instrument: soc/units, of: soc}
  - {holding: ann-units, holder: ann, of: soc/units, date: 2020-01-01, units: 60}
  - {holding: bo-units, holder: bo, of: soc/units, date: 2020-01-01, units: 10..20}
  - {holding: cy-share, holder: cy, of: soc/units, date: 2020-01-01, share: 1/3}
  - act: sold
    date: 2021-06-01
    by: ann
    effect: transfer 60 soc/units from ann to bo
    src: later:1
  - document: rules
    of: soc
    rank: bylaw
    norms:
      - {can: soc/board, id: rules-1, do: decide the budget, from: 2021-01-01, to: 2022-01-01}
"""


def shown(at: str, known: str | None = None, text: str = SOCIETY, **fixed: str) -> Show:
    found = book(text)
    cut = None if known is None else moment(found, known)
    return show(found, moment(found, at), cut, fixed)


def test_a_post_shows_its_holder_since_when_and_for_whom() -> None:
    posts = shown("2021-05-02").shown.posts
    head = posts["soc/head"]
    assert (head.holder, head.interim, head.nominee_of) == ("bo", True, "cy")
    assert head.since is not None
    assert head.since.written == "2021-05-01T10:00"
    assert posts["soc/porter"] == PostShown(None)
    assert posts["soc/auditor"].holder is None
    assert not posts["soc/auditor"].known


def test_the_register_shows_who_held_it_until_somebody_enters_the_change() -> None:
    assert shown("2021-05-02").shown.posts["soc/head"].on_the_register == "ann"
    entered = (
        SOCIETY + "  - {act: enter, date: 2021-05-03, by: soc/clerk, effect: register replace}\n"
    )
    assert shown("2021-05-04", text=entered).shown.posts["soc/head"].on_the_register == "bo"


def test_just_before_and_at_the_moment_of_the_act() -> None:
    assert shown("2021-05-01T09:59").shown.posts["soc/head"].holder == "ann"
    assert shown("2021-05-01T10:00").shown.posts["soc/head"].holder == "bo"


def test_a_body_shows_its_seats_and_members_before_and_after_it_begins() -> None:
    assert shown("2020-02-01").shown.bodies["soc/board"] == BodyShown(3, ("ann", "bo", "cy"))
    assert shown("2019-12-31").shown.bodies["soc/board"].members == ()
    assert shown("2020-02-01").shown.bodies["soc/council"].seats is None


def test_holdings_are_exact_or_ranges_or_shares_and_what_is_sold_is_gone() -> None:
    before = {h.holder: h for h in shown("2021-05-02").shown.holdings}
    assert before["ann"].units == exactly(60)
    bo = before["bo"].units
    assert bo is not None
    assert (bo.low, bo.high) == (Fraction(10), Fraction(20))
    assert before["cy"].share == Fraction(1, 3)
    after = {h.holder: h for h in shown("2021-06-02").shown.holdings}
    assert "ann" not in after
    moved = after["bo"].units
    assert moved is not None
    assert (moved.low, moved.high) == (Fraction(70), Fraction(80))


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2020-12-31", "not yet in force"), ("2021-06-01", "in force"), ("2022-06-01", "ended")],
)
def test_norms_have_their_time(at: str, expected: str) -> None:
    assert shown(at).shown.norms["rules-1"] == expected


def test_what_is_shown_of_one_world_names_what_depends_on_it() -> None:
    found = shown("2021-05-02")
    assert found.readings == {"rule": "plain"}
    assert {(d.kind, d.id, d.on, d.chosen) for d in found.depends} == {
        ("post", "soc/head", "rule", "plain")
    }
    strict = shown("2021-05-02", rule="strict")
    assert strict.shown.posts["soc/head"].holder == "ann"
    assert strict.depends == ()
    assert shown("2021-04-30").depends == ()


def test_what_was_not_known_by_then_is_left_out() -> None:
    """The minutes are of 2 May; the sale was only known from a letter of 2022."""
    assert shown("2021-05-02", "2021-05-01T20:00").shown.posts["soc/head"].holder == "ann"
    assert shown("2021-05-02", "2021-05-04").shown.posts["soc/head"].holder == "bo"
    unknown = {h.holder: h for h in shown("2021-07-01", "2021-12-31").shown.holdings}
    assert unknown["ann"].units == exactly(60)
    told = {h.holder: h for h in shown("2021-07-01", "2022-01-03").shown.holdings}
    assert "ann" not in told


def test_the_json_has_exact_numbers_as_strings_and_unknown_holders_by_name() -> None:
    made = show_json(shown("2021-05-02", "2023-01-01"))
    assert made["at"] == "2021-05-01T22:00:00Z"
    assert made["known"] == "2022-12-31T23:00:00Z"
    assert made["posts"]["soc/auditor"]["holder"] == "unknown"
    assert made["posts"]["soc/porter"]["holder"] is None
    assert made["posts"]["soc/head"]["since"]["earliest"] == "2021-05-01T08:00:00Z"
    assert made["bodies"]["soc/board"]["members"] == ["ann", "bo", "cy"]
    holdings = {h["holder"]: h for h in made["holdings"]}
    assert holdings["ann"]["units"] == "60"
    assert holdings["bo"]["units"] == {"low": "10", "high": "20"}
    assert holdings["cy"]["share"] == "1/3"
    assert made["norms"]["rules-1"] == {"state": "in force"}
    assert made["depends"] == [
        {
            "kind": "post",
            "id": "soc/head",
            "on": "rule",
            "chosen": "plain",
            "changed_by": ["strict"],
        }
    ]


def test_a_book_without_anything_shows_nothing() -> None:
    empty: Book = book("book: {title: Empty}\nrecords: []\n")
    found = show(empty, datetime(2020, 1, 1, tzinfo=UTC))
    assert (found.shown.posts, found.shown.bodies, found.shown.holdings) == ({}, {}, ())

"""Small books that are asked who gets what, written as a lawyer would read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import TypeVar

from minutebook.answers import Answer, Found, World, ask
from minutebook.payout.book import Payouts, pay
from minutebook.records import Book, load_texts
from minutebook.state.state import State
from minutebook.text import at_argument, render
from minutebook.views.check import default_at
from minutebook.views.one_world import adopted_readings

T = TypeVar("T")

# The worked check of a start-up that is sold: C over B over A, each 1x participating with a total
# cap of 2x, beside a million common shares.
START_UP = """
book: {title: A start-up, currency: USD}
records:
  - entity: start-up
  - person: founders
  - entity: angels
  - entity: fund-b
  - entity: fund-c
  - instrument: start-up/common
    of: start-up
  - instrument: start-up/series-a
    of: start-up
    issue price: 4.50
    preference: 1x
    participates: capped
    cap: 2x
    cap includes preference: yes
    seniority: 3
    converts to: start-up/common
  - instrument: start-up/series-b
    of: start-up
    issue price: 7
    preference: 1x
    participates: capped
    cap: 2x
    cap includes preference: yes
    seniority: 2
    converts to: start-up/common
  - instrument: start-up/series-c
    of: start-up
    issue price: 10
    preference: 1x
    participates: capped
    cap: 2x
    cap includes preference: yes
    seniority: 1
    converts to: start-up/common
  - holding: h1
    date: 2020-01-01
    holder: founders
    of: start-up/common
    units: 1m
  - holding: h2
    date: 2020-01-01
    holder: angels
    of: start-up/series-a
    units: 200,000
  - holding: h3
    date: 2021-01-01
    holder: fund-b
    of: start-up/series-b
    units: 300,000
  - holding: h4
    date: 2022-01-01
    holder: fund-c
    of: start-up/series-c
    units: 1.5m
"""

SAFES = """
book: {title: A round, currency: USD}
records:
  - entity: start-up
  - person: founders
  - person: ann
  - person: bo
  - entity: lead
  - instrument: start-up/common
    of: start-up
  - holding: h1
    date: 2020-01-01
    holder: founders
    of: start-up/common
    units: 10m
  - convertible: safe-ann
    date: 2022-05-01
    of: start-up
    holder: ann
    amount: 200k
    cap: 4m
    cap basis: post-money
  - convertible: safe-bo
    date: 2022-06-01
    of: start-up
    holder: bo
    amount: 800k
    cap: 8m
    cap basis: post-money
  - round: series-a
    date: 2023-01-01
    of: start-up
    pre-money: 15m
    investments: {lead: 5m}
    converts: [safe-ann, safe-bo]
    pool: 10%
    pool base: post-money
    pool in price: yes
"""

FUND = """
book: {title: A fund, currency: USD}
records:
  - group: limited-partners
  - entity: general-partner
  - fund: fund-one
    date: 2019
    investors: limited-partners
    manager: general-partner
    carry: 20%
    hurdle: 8%
    accrues: compounded
    catch-up: 100%
    contributions: {2019: 50m}
"""


def read(text: str) -> Book:
    """The book of a text, which must have no mistake."""
    book = load_texts({"book.yaml": text.encode()})
    assert not book.diagnostics, render(book.diagnostics, book.files)
    return book


def put(
    book: Book,
    question: Callable[[State], Found[T]],
    fixed: Mapping[str, str] | None = None,
    at: str | None = None,
) -> Answer[T]:
    """Put a question to a book, over everything that is open."""
    moment = default_at(book) if at is None else at_argument(at, book.zone)
    assert isinstance(moment, datetime), moment

    def in_world(world: World) -> Found[T]:
        return question(State(book, moment, None, world))

    return ask(in_world, fixed, adopted=adopted_readings(book))


def paid(book: Book, subject: str, amount: str, at: str | None = None) -> dict[str, Fraction]:
    """What each party is paid, where nothing is open."""
    answer = put(book, lambda state: pay(state, subject, Fraction(amount)), at=at)
    assert answer.value is not None, answer.missing
    return amounts(answer.value)


def amounts(payouts: Payouts) -> dict[str, Fraction]:
    """The amounts of everybody who is determined; they add up to the whole."""
    found = {p: x.amount for p, x in payouts.payouts.items() if x.amount is not None}
    if len(found) == len(payouts.payouts) and payouts.amount is not None:
        assert payouts.unassigned is not None
        assert sum(found.values()) + payouts.unassigned == payouts.amount
    return found

"""Traps of books that nobody made for them, each beside a near miss that must stay silent."""

from __future__ import annotations

import pytest
from tests.state.books import book

from minutebook.views.lint import lint

HEAD = """\
book: {title: t, timezone: UTC}
records:
  - entity: co
  - entity: court
  - person: ann
  - person: bob
  - person: cy
"""
BOARD = """\
  - body: co/board
    seats: 3
    members: [ann, bob, cy]
    decides: majority of members present
    quorum: majority of seats
"""
SELF = f"{BOARD}    appointed by: co/board\n"
UNANIMOUS = BOARD.replace("majority of members present", "all in office")
CEO = "  - post: co/ceo\n    holder: ann\n    appointed by: co/board\n"
SHARES = """\
  - {instrument: ord, of: co, votes: 1}
  - {holding: one, holder: ann, of: ord, units: 60}
  - {holding: two, holder: bob, of: ord, units: 40}
  - body: co/meeting
    holders of: ord
    decides: majority of votes cast
    quorum: none
"""
NOTICE = "{notice: co/meeting, at least: 21 days}"


def paper(*norms: str, name: str = "rules", rank: str = "bylaw") -> str:
    lines = "".join(f"      - {norm}\n" for norm in norms)
    return f"  - document: {name}\n    of: co\n    rank: {rank}\n    norms:\n{lines}"


def messages(text: str) -> list[str]:
    return [f"{d.code} {d.message}" for d in lint(book(HEAD + text))]


def codes(text: str) -> list[str]:
    return [message[:5] for message in messages(text)]


def test_whether_one_votes_on_ones_own_removal_is_not_taken_for_granted() -> None:
    stuck = "MB301 nobody can remove ann from co/ceo without ann"
    assert messages(f'{UNANIMOUS}    target votes: "yes"\n{CEO}') == [stuck]
    assert messages(f"{UNANIMOUS}{CEO}") == [f"{stuck}, if they vote on it themselves"]
    assert messages(f'{UNANIMOUS}    target votes: "no"\n{CEO}') == []


@pytest.mark.parametrize(
    ("norm", "expected"),
    [
        ("{can: court, do: appoint any to co/board, when: co/board is vacant}", []),
        ("{can: court, do: appoint any to co/board, when: not co/board has 2 members}", []),
        ("{can: court, do: appoint any to co/board, to: 1990-01-01}", ["MB302"]),
        ("{can: court, do: remove any from co/board}", []),
    ],
)
def test_a_court_that_fills_an_emptied_board_is_enough(norm: str, expected: list[str]) -> None:
    assert codes(SELF + paper(norm, rank="statute")) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("at least: 14 days", "at least: 7 days", ["MB306"]),
        ("at least: 14 days", "at least: 14 days", []),
        ("at least: 14 days, via: [post]", "at least: 7 days, via: [email]", []),
        ("at least: 14 days", "meetings: special, at least: 7 days", []),
        ("at least: 14 days, to: 2020-01-01", "at least: 7 days, from: 2020-01-01", []),
    ],
)
def test_rules_of_procedure_in_two_bylaws(first: str, second: str, expected: list[str]) -> None:
    text = (BOARD + paper(f"{{notice: co/board, {first}}}")
            + paper(f"{{notice: co/board, {second}}}", name="more")
            + "  - {event: now, date: 2024-01-01}\n")  # fmt: skip
    assert codes(text) == expected


def test_votes_that_nobody_can_sell_are_not_bought_in_time() -> None:
    bar = "{cannot: any holder of ord, do: transfer any ord from any to any}"
    duty = bar.replace("cannot", "must not")
    assert codes(SHARES + paper(NOTICE)) == ["MB307"]
    assert codes(SHARES + paper(NOTICE, bar)) == []
    assert codes(SHARES + paper(NOTICE, duty)) == ["MB307"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [("", ["MB305"]), (", yields to: bylaw", []), (", yields to: resolution", ["MB305"])],
)
def test_a_charter_that_says_to_whom_it_yields(more: str, expected: list[str]) -> None:
    norm = f"{{decides: co/board, by: 2/3 of seats{more}}}"
    assert codes(BOARD + paper(norm, name="charter", rank="charter")) == expected

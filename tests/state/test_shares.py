"""Holdings told as shares of the whole, and what moves them; book text in, verdict out."""

from __future__ import annotations

import pytest
from tests.clauses.books import life
from tests.state.books import book, moment

from minutebook.answers import World
from minutebook.state.holdings import share_held
from minutebook.state.state import State

HEAD = """
book: {title: Shares, timezone: UTC}
records:
  - {entity: co, date: 2020-01-01}
  - {person: ann, date: 2020-01-01}
  - {person: ben, date: 2020-01-01}
  - {person: cyd, date: 2020-01-01}
  - {instrument: share, of: co, date: 2020-01-01}
  - {body: co/meeting, holders of: share, decides: majority of votes cast, quorum: none}
"""
SHARES = """
  - {holding: ann-share, holder: ann, of: share, share: 60%, date: 2020-01-01}
  - {holding: ben-share, holder: ben, of: share, share: 40%, date: 2020-01-01}
"""
UNITS = SHARES.replace("share: 60%", "units: 600").replace("share: 40%", "units: 400")
RANGE = SHARES.replace("share: 60%", "units: 60").replace("share: 40%", "units: 30..40")
VOTE = """
  - {act: vote, date: 2022-01-01, by: co/meeting, form: meeting, for: ann, against: ben,
     effect: decide the budget}
"""


def sale(units: str, giver: str = "ann", taker: str = "ben", name: str = "sale") -> str:
    return f"""
  - {{act: {name}, date: 2021-01-01, by: {giver},
     effect: transfer {units} share from {giver} to {taker}}}
"""


def state(text: str, at: str = "2023-01-01") -> State:
    found = book(HEAD + text)
    return State(found, moment(found, at), None, World({}, None, {}))


def shares(text: str, at: str = "2023-01-01") -> list[str]:
    """The share of each of the three; "?" where it is not known exactly."""
    now = state(text, at)
    found = [share_held(now, party, "share", now.now).exact for party in ("ann", "ben", "cyd")]
    return ["?" if share is None else f"{share:}" for share in found]


@pytest.mark.parametrize("told", [SHARES, UNITS])
@pytest.mark.parametrize(
    ("part", "expected", "standing"),
    [
        ("10%", ["1/2", "1/2", "0"], "void"),
        ("9%", ["51/100", "49/100", "0"], "valid"),
        ("60%", ["0", "1", "0"], "void"),
    ],
)
def test_a_share_of_the_whole_is_sold(
    told: str, part: str, expected: list[str], standing: str
) -> None:
    written = told + sale(part) + VOTE
    now = state(written)
    assert now.verdict("sale").standing == "valid"
    assert shares(written) == expected
    assert now.verdict("vote").standing == standing


@pytest.mark.parametrize("told", [SHARES, UNITS])
def test_nobody_sells_a_larger_share_than_theirs(told: str) -> None:
    written = told + sale("61%") + VOTE
    assert state(written).verdict("sale").standing == "void"
    assert shares(written) == ["3/5", "2/5", "0"]
    assert state(written).verdict("vote").standing == "valid"


def test_what_is_sold_for_a_second_time_is_no_longer_there() -> None:
    written = SHARES + sale("40%") + sale("30%", name="again").replace("2021", "2022")
    assert [state(written).verdict(a).standing for a in ("sale", "again")] == ["valid", "void"]


def test_how_large_a_share_so_many_units_are_is_not_told() -> None:
    written = SHARES + sale("100") + VOTE
    assert state(written).verdict("sale").standing == "undetermined"
    written = SHARES + sale("10%").replace("date: 2021", "date: 2019")
    assert shares(written) == ["3/5", "2/5", "0"], "what is told later goes before"


def test_of_whoever_has_the_rest_no_more_is_known_than_that() -> None:
    written = SHARES.replace("40%", "30%") + sale("20%", taker="cyd")
    now = state(written)
    cyd = share_held(now, "cyd", "share", now.now)
    assert shares(written)[:2] == ["2/5", "3/10"]
    assert [cyd.low, cyd.high] == [pytest.approx(0.2), pytest.approx(0.3)]


def test_an_issue_leaves_no_told_share_as_it_was() -> None:
    issue = """
  - document: law
    rank: statute
    norms: [{can: ann, do: issue any share to any}]
  - {act: issue, date: 2021-01-01, by: ann, effect: issue 100 share to cyd}
"""
    assert state(SHARES + issue).verdict("issue").standing == "valid"
    assert shares(SHARES + issue)[:2] == ["?", "?"]


@pytest.mark.parametrize(
    ("told", "goal", "expected"),
    [
        (SHARES, "ann holds 60% share", "in force"),
        (SHARES, "ann holds 61% share", "armed"),
        (UNITS, "ann holds 600 share", "in force"),
        (UNITS, "ann holds 601 share", "armed"),
        (UNITS, "ann holds 60% share", "in force"),
        (UNITS, "ann holds 61% share", "armed"),
        (UNITS, "cyd holds any share", "armed"),
        # 60 of 90 to 100 units are 60 % to 66.7 % of them.
        (RANGE, "ann holds 60% share", "in force"),
        (RANGE, "ann holds 61% share", "undetermined"),
        (RANGE, "ann holds 67% share", "armed"),
        (RANGE, "share(ann, share) > 66%", "undetermined"),
        (RANGE, "share(cyd, share) > 0%", "armed"),
    ],
)
def test_a_condition_on_a_share(told: str, goal: str, expected: str) -> None:
    norm = f"""
  - document: d
    date: 2020-01-01
    norms:
      - {{may: ann, id: it, do: use x, when: "{goal}"}}
"""
    assert life(book(HEAD + told + norm), "it", "2023-01-01").stage == expected


def test_the_last_holding_told_counts() -> None:
    later = "  - {holding: later, holder: ann, of: share, share: 10%, date: 2022-01-01}\n"
    assert shares(SHARES + later, "2021-12-31")[0] == "3/5"
    assert shares(SHARES + later, "2022-02-01")[0] == "1/10"

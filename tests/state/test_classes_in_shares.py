"""Two classes of which only shares are told: how large each is beside the other nothing tells."""

from __future__ import annotations

import pytest
from tests.power.who_cases import ask_who, control, sets
from tests.state.books import book, verdict

SIKA = """
book: {{title: Registered and bearer shares, timezone: UTC}}
records:
- entity: firm
- person: family
- person: fund
- person: crowd
- {{instrument: registered, of: firm, votes: 1}}
- {{instrument: bearer, of: firm, votes: 1}}
{holdings}
- body: firm/meeting
  holders of: [registered, bearer]
  decides: {rule}
  quorum: none
- act: vote
  date: 2024-01-01
  by: firm/meeting
  form: meeting
  {votes}
  effect: decide the sale
"""
SHARES = """
- {holding: r1, holder: family, of: registered, share: 80%}
- {holding: r2, holder: crowd, of: registered, share: 20%}
- {holding: b1, holder: fund, of: bearer, share: 60%}
- {holding: b2, holder: crowd, of: bearer, share: 40%}
"""
UNITS = """
- {holding: r1, holder: family, of: registered, units: 1_600}
- {holding: r2, holder: crowd, of: registered, units: 400}
- {holding: b1, holder: fund, of: bearer, units: 600}
- {holding: b2, holder: crowd, of: bearer, units: 400}
"""
ALL = "majority of outstanding votes"


def written(votes: str, rule: str = ALL, holdings: str = SHARES) -> str:
    return SIKA.format(votes=votes, rule=rule, holdings=holdings)


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ("for: [family, fund]", "valid"),  # most of each class
        ("for: [family, crowd]", "undetermined"),  # all of one, 40 % of the other
        ("for: family", "undetermined"),
        ("for: crowd", "void"),  # the lesser part of each
    ],
)
def test_a_majority_across_the_classes(votes: str, expected: str) -> None:
    rest = "others: against"
    found = verdict(book(written(f"{votes}\n  {rest}")), "vote").value
    assert found is not None
    assert found.standing == expected
    lacking = {f"how many units of {one} there are" for one in ("registered", "bearer")}
    assert lacking <= set(found.missing) or expected != "undetermined"


def test_with_units_it_is_determined() -> None:
    found = verdict(book(written("for: family\n  others: against", holdings=UNITS)), "vote").value
    assert found is not None
    assert found.standing == "valid"


@pytest.mark.parametrize(("votes", "expected"), [("family", "valid"), ("crowd", "void")])
def test_within_one_class_shares_suffice(votes: str, expected: str) -> None:
    rule = "majority of outstanding votes in registered"
    found = verdict(book(written(f"for: {votes}\n  others: against", rule)), "vote").value
    assert found is not None
    assert found.standing == expected


def test_a_class_that_stays_away_is_in_no_votes_cast() -> None:
    votes = "for: family\n  against: []\n  others: absent"
    found = verdict(book(written(votes, "majority of votes cast")), "vote").value
    assert found is not None
    assert found.standing == "valid"


def test_a_number_of_votes_is_not_told_by_shares() -> None:
    rule = "at least 1,000 votes for"
    answer = verdict(book(written("for: family\n  others: absent", f'"{rule}"')), "vote")
    assert answer.value is not None
    assert answer.value.standing == "undetermined"
    none = verdict(book(written("against: family\n  others: absent", f'"{rule}"')), "vote").value
    assert none is not None
    assert none.standing == "void"


@pytest.mark.parametrize("steps", [0, None])
def test_who_says_what_is_sure_and_what_is_not_told(steps: int | None) -> None:
    answer = ask_who(book(written("for: family")), "decide the sale", "2023-01-01", steps)
    found = answer.value
    assert found is not None
    assert found.minimal_coalitions is None
    assert "how many units of bearer there are" in answer.missing
    told = control(book(written("for: family", holdings=UNITS)), "decide the sale", "2023-01-01",
                   steps)  # fmt: skip
    assert sets(told) == {frozenset({"family"})}

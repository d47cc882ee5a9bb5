"""Who can use a power of one that asks for others' consent: they count as they would decide."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.power.who_cases import control, sets
from tests.state.books import book, filled
from tests.state.test_constitutions import SANCTIONS
from tests.state.test_others_consent import COMPANY, CONSENT, REPUBLIC

AT = "2024-06-01"


@pytest.mark.parametrize("steps", [0, None])
def test_the_president_and_two_thirds_of_the_senate(steps: int | None) -> None:
    """Each of 100 senators counts (67/101)/100 by Shapley and Shubik: n - 1 of them decide."""
    found = control(book(REPUBLIC), "appoint ben to state/envoy", AT, steps)
    assert found.vetoers == ("ada",)
    assert found.power is not None
    assert found.power["ada"].shapley_shubik == Fraction(34, 101)
    assert found.power["senators"].shapley_shubik == Fraction(67, 10_100)


@pytest.mark.parametrize("steps", [0, None])
def test_consent_that_was_given_need_not_be_given_again(steps: int | None) -> None:
    given = book(REPUBLIC + CONSENT.format(aye=67, no=33))
    found = control(given, "appoint ben to state/envoy", AT, steps)
    assert sets(found) == {frozenset({"ada"})}


@pytest.mark.parametrize("steps", [0, None])
def test_holders_of_a_twentieth_begin_together(steps: int | None) -> None:
    found = control(book(COMPANY.replace("VOTERS", "[ada]")), "decide audit", AT, steps)
    assert sets(found) == {frozenset({"ada", "ben"}), frozenset({"cy"})}


def test_nobody_can_decide_what_waits_for_a_determination() -> None:
    """A council that could do it once a fact is determined has not the power before."""
    found = filled(SANCTIONS, votes="for: [a, b, c]\n    absent: [d]")
    assert sets(control(found, "decide to suspend the votes of e", "2020-03-01", 0)) == set()
    after = filled(SANCTIONS, votes="for: [a, b, c, d]")
    assert sets(control(after, "decide to suspend the votes of e", "2020-03-01", 0))

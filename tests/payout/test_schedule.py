"""The schedule: parts that add up, rows, spans, goal-seek."""

from fractions import Fraction

import pytest
from hypothesis import given
from tests.payout.exit_cases import exit_terms, exit_values
from tests.payout.openai_readings import MICROSOFT, READINGS
from tests.payout.pace import moderate

from minutebook.payout import (
    ExitTerms,
    Part,
    PayoutError,
    Piecewise,
    Schedule,
)
from minutebook.payout.schedule import Stretch, from_stretches


def test_parts_must_add_up_to_the_pool() -> None:
    with pytest.raises(PayoutError, match="do not add up"):
        Schedule((Part("a", "all", Piecewise.line("0.9")),))
    with pytest.raises(PayoutError, match="begins at a pool of 0"):
        Schedule((Part("a", "all", Piecewise.line(1, 1, 1)),))


def test_spans_tell_the_marginal_shares() -> None:
    spans = READINGS["B"].schedule().spans()
    assert [(s.start, s.end) for s in spans] == [
        (0, Fraction(52, 3)),
        (Fraction(52, 3), 92),
        (92, 150),
        (150, None),
    ]
    assert spans[0].marginal == {
        "microsoft": Fraction("0.75"),
        "others": Fraction("0.25"),
        "nonprofit": 0,
    }
    assert spans[1].unassigned == 1
    assert spans[1].labels == ("gap names nobody for 100%",)
    assert spans[2].labels == ("49%",)


def test_an_unknown_party() -> None:
    schedule = READINGS["C"].schedule()
    for ask in (schedule.paid, schedule.at(5).payment, schedule.at(5).__getitem__):
        with pytest.raises(KeyError):
            ask("google")
    with pytest.raises(KeyError):
        schedule.seek("google", 1)


def test_seek() -> None:
    schedule = READINGS["B"].schedule()
    assert schedule.seek(MICROSOFT, 0) == 0
    assert schedule.seek(MICROSOFT, 13) == Fraction(52, 3)
    assert schedule.seek(MICROSOFT, "13.49") == 93
    assert schedule.seek(MICROSOFT, "41.42") == 150
    assert schedule.seek(MICROSOFT, "41.43") is None


def test_a_loss_moves_every_breakpoint() -> None:
    before = READINGS["C"].schedule()
    after = before.after_loss(5)
    assert [b.at - 5 for b in after.breakpoints] == [0, *(b.at for b in before.breakpoints)]
    assert before.after_loss(0) is before


def test_only_the_last_stretch_is_endless() -> None:
    endless = Stretch(None, (("a", "x", "", Fraction(1)),))
    with pytest.raises(PayoutError, match="must be the last"):
        from_stretches([endless, endless])
    with pytest.raises(PayoutError, match="must run on"):
        from_stretches([Stretch(Fraction(1), endless.rates)])


@moderate
@given(exit_terms(most=5), exit_values)
def test_rows_are_the_payouts(terms: ExitTerms, value: Fraction) -> None:
    schedule = terms.evaluate().schedule
    for pool in (value, *schedule.knots):
        payouts = schedule.at(pool)
        expected = (*(p.amount for p in payouts.payments), payouts.unassigned.amount)
        assert schedule.amounts([pool]) == [expected]


@moderate
@given(exit_terms(most=5), exit_values)
def test_seek_undoes_paying(terms: ExitTerms, value: Fraction) -> None:
    schedule = terms.evaluate().schedule
    for party in schedule.parties:
        received = schedule.at(value)[party]
        first = schedule.seek(party, received)
        assert first is not None
        assert first <= value
        assert schedule.at(first)[party] == received

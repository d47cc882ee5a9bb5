"""Worlds by what follows in them: those alike are one course, with the spread of what is paid.

Payments part many more worlds than norms do. So norms and payments are told apart: each course
names the ways to settle what is open that lead to it, and what each party is paid in all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal

from minutebook.answers import Answer, narrowed
from minutebook.clauses import Follows
from minutebook.views.pay import Measure, Spread, spread, spread_json

Moment = Literal["before", "after", "change"]


@dataclass(frozen=True, slots=True)
class Course:
    """What follows in the worlds of one kind.

    `readings` are the ways to settle what is open that lead here, `value` is without payments.
    For each party that is paid in some world, `paid` has the spread before, after, and of the
    change; empty where no amount was asked for.
    """

    readings: tuple[Mapping[str, str], ...]
    value: Follows
    paid: Mapping[str, Mapping[Moment, Spread]] = field(default_factory=dict)


def courses(answer: Answer[Follows], adopted: Mapping[str, str]) -> tuple[Course, ...]:
    """The courses of an answer, that of the world shown first.

    `adopted` are the readings settled by adoption, for what the world shown did not meet.
    """
    plain = narrowed(answer, without_payments)
    different: list[Follows] = []
    shown = plain.adopted.value
    for value in (shown, *(w.value for w in plain.worlds)):
        if value is not None and value not in different:
            different.append(value)
    return tuple(
        Course(
            tuple(w.readings for w in plain.worlds if w.value == value),
            value,
            _paid(answer, value, adopted),
        )
        for value in different
    )


def without_payments(value: Follows) -> Follows:
    """What follows apart from what is paid."""
    return replace(value, payouts_before=None, payouts_after=None)


def _paid(
    answer: Answer[Follows], value: Follows, adopted: Mapping[str, str]
) -> dict[str, Mapping[Moment, Spread]]:
    """The spread of what each party is paid over the worlds in which this follows."""
    here = tuple(w for w in answer.worlds if w.value and without_payments(w.value) == value)
    part = replace(answer, worlds=here)
    parties = dict.fromkeys(
        party
        for world in here
        for paid in (world.value and world.value.payouts_before,
                     world.value and world.value.payouts_after)
        for party in paid or ()
    )  # fmt: skip
    return {
        party: {
            "before": spread(part, _amount(party, "before"), adopted),
            "after": spread(part, _amount(party, "after"), adopted),
            "change": spread(part, _change(party), adopted),
        }
        for party in parties
    }


def _amount(party: str, moment: Literal["before", "after"]) -> Measure[Follows]:
    """What a party is paid at one of the two; nothing where the terms do not name it."""

    def amount(value: Follows) -> Fraction | None:
        paid = value.payouts_before if moment == "before" else value.payouts_after
        return None if paid is None else paid.get(party, Fraction(0))

    return amount


def _change(party: str) -> Measure[Follows]:
    before, after = _amount(party, "before"), _amount(party, "after")

    def change(value: Follows) -> Fraction | None:
        first, then = before(value), after(value)
        return None if first is None or then is None else then - first

    return change


def courses_json(answer: Answer[Follows], adopted: Mapping[str, str]) -> dict[str, Any]:
    """The courses of an answer, for its JSON."""
    return {"courses": [_course_json(course) for course in courses(answer, adopted)]}


def _course_json(course: Course) -> dict[str, Any]:
    """A course: the readings that lead to it, what changes, and the spread of payments."""
    return {
        "readings": [dict(one) for one in course.readings],
        "fired": [f.norm for f in course.value.fired],
        "ended": list(course.value.ended),
        "paid": {
            party: {moment: spread_json(found) for moment, found in moments.items()}
            for party, moments in course.paid.items()
        },
    }

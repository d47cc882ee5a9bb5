"""Consents in writing: when they come in, when they lapse, and who must be told afterwards."""

from __future__ import annotations

import pytest
from tests.state.cases import act, board, effect, people, standing, text, worlds

P = people("a", "b", "c")
BOARD = board("a, b, c", "without meeting: majority of members in office")


def bylaws(*norms: str) -> str:
    lines = "".join(f"      - {{{norm}}}\n" for norm in norms)
    return f"  - document: bylaws\n    of: org\n    rank: bylaw\n    norms:\n{lines}"


SIXTY = bylaws("written consent: org/board, at most: 60 days")


def consents(*parts: str, more: tuple[str, ...] = (), date: str = "2020-06-01") -> str:
    """a and b consent in writing; c does not."""
    return text(P, BOARD, *parts,
                act("try", "by: org/board", "form: without meeting", "for: [a, b]", "absent: c",
                    "effect: decide x", *more, date=date))  # fmt: skip


@pytest.mark.parametrize(
    ("second", "expected"),
    [("2020-04-30", "valid"), ("2020-05-01", "void"), ("2020-04", "undetermined")],
)
def test_enough_consents_come_in_within_sixty_days_of_the_first(second: str, expected: str) -> None:
    """From 1 March 2020, the sixtieth day is 30 April."""
    second = second if expected != "undetermined" else "2020-04/2020-05-02"
    delivered = f"delivered: {{a: 2020-03-01, b: {second}}}"
    if expected == "undetermined":
        found = effect(consents(SIXTY, more=(delivered,)))
        assert found.standing == "undetermined"
        assert "when the consent of b was delivered" in found.missing
    else:
        assert standing(consents(SIXTY, more=(delivered,))) == expected


def test_without_a_rule_no_time_runs() -> None:
    assert standing(consents(more=("delivered: {a: 2019-01-01, b: 2020-05-31}",))) == "valid"


def test_a_consent_without_a_date_of_its_own_came_in_at_the_date_of_the_act() -> None:
    assert standing(consents(SIXTY)) == "valid"
    assert standing(consents(SIXTY, more=("delivered: {a: 2020-04-02}",))) == "valid"
    assert standing(consents(SIXTY, more=("delivered: {a: 2020-04-01}",))) == "void"


def test_a_consent_that_comes_in_after_the_act_does_not_carry_it() -> None:
    delivered = "delivered: {a: 2020-05-01, b: 2020-06-02}"
    assert standing(consents(more=(delivered,))) == "void"


@pytest.mark.parametrize(("day", "expected"), [("2020-05-31", "void"), ("2020-06-02", "valid")])
def test_a_consent_is_taken_back_before_the_act_or_not_at_all(day: str, expected: str) -> None:
    delivered = "delivered: {a: 2020-05-01, b: 2020-05-02}"
    assert standing(consents(more=(delivered, f"revoked: {{b: {day}}}"))) == expected


@pytest.mark.parametrize(("last", "expected"), [("2020-05-29", "valid"), ("2020-05-30", "void")])
def test_a_written_resolution_lapses_after_circulation(last: str, expected: str) -> None:
    rule = bylaws("written consent: org/board, at most: 28 days, runs from: circulation")
    more = ("circulated: 2020-05-01", f"delivered: {{a: 2020-05-02, b: {last}}}")
    assert standing(consents(rule, more=more)) == expected
    assert standing(consents(rule, more=more[1:])) == "valid"


@pytest.mark.parametrize(
    ("told", "standing_", "breaches"),
    [
        ("2020-06-11", "valid", ()),
        ("2020-06-12", "valid", ("bylaws/1",)),
        (None, "valid", ()),
    ],
)
def test_who_did_not_consent_is_told_and_the_act_stands_if_not(
    told: str | None, standing_: str, breaches: tuple[str, ...]
) -> None:
    rule = bylaws("notice afterwards: org/board, at most: 10 days")
    message = f"  - message: told\n    to: c\n    notice of: try\n    date: {told}\n"
    found = effect(consents(rule, message if told else ""))
    assert (found.standing, found.breaches) == (standing_, breaches)


def test_a_rule_may_make_it_void_not_to_tell() -> None:
    rule = bylaws("notice afterwards: org/board, at most: 10 days, consequence: void")
    late = "  - message: told\n    to: c\n    notice of: try\n    date: 2020-07-01\n"
    assert standing(consents(rule, late)) == "void"
    assert effect(consents(rule)).missing == ("whether c was told of try in time",)


def test_no_hinge_where_every_consent_came_in() -> None:
    delivered = "delivered: {a: 2020-05-01, b: 2020-05-02}"
    assert worlds(consents(SIXTY, more=(delivered,))).hinges == ()

"""No act rests on itself or on a later one; where dates leave that open, nothing fails."""

from __future__ import annotations

import pytest
from tests.state.books import book, verdict
from tests.state.cases import act, people, text

from minutebook.views.check import check, default_at
from minutebook.views.log import log
from minutebook.views.show import show

P = people("a", "b") + "  - post: org/ceo\n    holder: a\n  - post: org/cfo\n"
FIRE = ("by: b", "effect: remove a from org/ceo")
HIRE = ("by: b", "effect: appoint b to org/cfo")


def bylaws(*guards: str) -> str:
    deeds = ("remove a from org/ceo", "appoint b to org/cfo")
    norms = "".join(
        f"      - can: b\n        do: {deed}\n        {guard}\n"
        for deed, guard in zip(deeds, guards, strict=False)
    )
    return f"  - document: bylaws\n    rank: bylaw\n    of: org\n    norms:\n{norms}"


def standings(written: str) -> dict[str, str | None]:
    """What the log says of each act; every view must answer."""
    loaded = book(written)
    show(loaded, default_at(loaded))
    check(loaded)
    return {a.act: a.verdict.standing for a in log(loaded, default_at(loaded)).acts}


def test_an_act_finds_no_power_in_its_own_validity() -> None:
    """Before it is done it is not valid, so the norm gives nothing."""
    own = text(P, bylaws("when: fire is valid"), act("fire", *FIRE))
    assert standings(own)["fire"] == "void"  # the only power there is waits for what never comes
    found = verdict(book(own), "fire").value
    assert found is not None
    assert "does not apply: fire is valid is not true" in str(found.why)


def test_an_exception_that_waits_for_the_act_itself_does_not_stop_it() -> None:
    assert standings(text(P, bylaws("unless: fire is valid"), act("fire", *FIRE))) == {
        "fire": "valid"
    }


def test_two_acts_give_each_other_no_power() -> None:
    """The first finds none in the second, which is done a day later."""
    both = text(P, bylaws("unless: hire is valid", "when: fire is valid"),
                act("fire", *FIRE), act("hire", *HIRE, date="2020-01-02"))  # fmt: skip
    assert standings(both) == {"fire": "valid", "hire": "valid"}


CIRCLES = [
    ("unless: a holds org/cfo or b holds org/ceo", "unless: b holds org/cfo or b holds org/ceo"),
    ("unless: done(fire) or done(hire)", "unless: done(fire) and done(hire)"),
    ("when: done(hire)", "when: done(fire)"),
    ("when: hire is valid", "when: fire is valid"),
    ("unless: a holds org/cfo", "unless: a holds org/ceo and b holds org/cfo"),
]


@pytest.mark.parametrize("guards", CIRCLES)
@pytest.mark.parametrize("date", [None, "2020", "2020-01-01/2020-03-01", "2020-01-01T12:00"])
def test_conditions_on_each_other_without_an_order_are_answered(
    guards: tuple[str, str], date: str | None
) -> None:
    acts = [
        f"  - act: {name}\n" + (f"    date: {date}\n" if date else "")
        + "".join(f"    {line}\n" for line in lines)
        for name, lines in (("fire", FIRE), ("hire", HIRE))
    ]  # fmt: skip
    found = standings(text(P, bylaws(*guards), *acts))
    assert set(found) == {"fire", "hire"}
    assert set(found.values()) <= {"valid", "void", "undetermined"}

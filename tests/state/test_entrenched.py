"""A supermajority that guards itself, or does not; book text in, verdict out."""

from __future__ import annotations

import pytest
from tests.power.who_cases import ask_who
from tests.state.books import advance, book, by_world
from tests.state.cases import act, standing, text, worlds
from tests.state.test_votes_suspended import company

FOUR_FIFTHS = "80% of outstanding votes"
CHARTER = """\
  - document: charter
    of: org
    rank: charter
    norms:
      - {{can: org/meeting, id: sale, do: sell the plant, by: 80% of outstanding votes{guard}}}
      - {{can: org/meeting, id: change, do: amend charter, by: majority of outstanding votes}}
      - {{can: org/meeting, id: strike, do: repeal charter, by: majority of outstanding votes}}
      - {{can: org/meeting, id: name, do: decide the name, by: majority of votes cast}}
  - document: newer
    of: org
    rank: charter
    {how}: charter
    norms:
      - {new}
"""
LOWER = "{can: org/meeting, id: lower, do: sell the plant, by: majority of outstanding votes}"
OTHER = "{can: org/meeting, id: other, do: decide the name, by: 2/3 of votes cast}"
SAME = ("{can: org/meeting, id: same, do: sell the plant, by: 80% of outstanding votes, "
        "changed by: 80% of outstanding votes}")  # fmt: skip
GUARD = f", changed by: {FOUR_FIFTHS}"


def corporation(
    ann: int,
    deed: str = "adopt newer",
    guard: str = GUARD,
    new: str = LOWER,
    how: str = "amends",
) -> str:
    """Ann for, bo against, of a hundred shares; then ann alone votes to sell."""
    votes = ("for: ann", "against: bo")
    sale = act("sell", "by: org/meeting", "form: meeting", *votes, "effect: sell the plant",
               date="2020-02-01T12:00")  # fmt: skip
    charter = CHARTER.format(guard=guard, how=how, new=new)
    return company(f"ann {ann}, bo {100 - ann}", *votes, deed=deed) + charter + sale


@pytest.mark.parametrize(("ann", "expected"), [(60, "void"), (79, "void"), (80, "valid")])
def test_a_provision_that_guards_itself_is_altered_by_its_own_majority(
    ann: int, expected: str
) -> None:
    """8 Del. C. § 242(b)(4)."""
    assert standing(corporation(ann)) == expected
    assert standing(corporation(ann), "sell") == expected


def test_without_a_guard_the_lower_majority_lowers_it() -> None:
    assert standing(corporation(60, guard="")) == "valid"
    assert standing(corporation(60, guard=""), "sell") == "valid"


@pytest.mark.parametrize(
    ("how", "new", "expected"),
    [
        ("amends", OTHER, "valid"),  # the guarded provision stays as it is
        ("amends", SAME, "valid"),
        ("restates", SAME, "valid"),
        ("restates", OTHER, "void"),  # a restatement without it ends it
        ("amends", SAME.replace(", changed by: 80% of outstanding votes", ""), "void"),
        ("amends", OTHER.replace("id: other", "id: other, replaces: sale"), "void"),
    ],
)
def test_what_changes_a_guarded_provision(how: str, new: str, expected: str) -> None:
    assert standing(corporation(60, how=how, new=new)) == expected


def alone(written: str) -> str:
    """The book without the later version, which would be in force by itself."""
    head, rest = written.split("  - document: newer")
    return head + "  - act: sell" + rest.split("  - act: sell")[1]


def test_to_repeal_the_document_ends_what_it_guards() -> None:
    assert standing(alone(corporation(60, deed="repeal charter"))) == "void"
    assert standing(alone(corporation(80, deed="repeal charter"))) == "valid"


def test_an_amendment_of_which_no_words_are_told_may_change_it() -> None:
    found = by_world(worlds(alone(corporation(60, deed="amend charter"))))
    name = "amend charter changes sale"
    assert found == {((name, "yes"),): "void", ((name, "no"),): "valid"}


@pytest.mark.parametrize("steps", [0, 1])
def test_who_can_change_it(steps: int) -> None:
    def winning(guard: str) -> object:
        written = corporation(60, guard=guard)
        written = text(written.split("records:\n  - entity: org\n", 1)[1])
        found = ask_who(book(written), "adopt newer", "2019-12-01", steps).value
        assert found is not None
        return found.minimal_coalitions

    assert winning("") == (("ann",),)
    assert winning(GUARD) == (("ann", "bo"),)


def test_in_advance_it_says_what_is_lacking() -> None:
    found = advance(book(corporation(60)), "adopt newer", "2019-12-01", "org/meeting", "meeting",
                    for_=["ann"]).value  # fmt: skip
    assert found is not None
    assert [cure.says for cure in found.cures] == ["the consent of bo"]

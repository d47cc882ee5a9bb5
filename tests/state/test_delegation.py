"""Committees and other delegates: no more than the delegator has, and only while it is left."""

from __future__ import annotations

import pytest
from tests.state.books import advance, book, verdict
from tests.state.cases import HEAD, act, people
from tests.state.cases import standing as stands

CAST = """
book: {title: Depot, timezone: UTC}
records:
  - entity: depot
  - person: a
  - person: b
  - person: c
  - person: d
  - body: depot/board
    seats: 3
    members: [a, b, c]
    decides: majority of seats
    quorum: none
  - body: depot/committee
    seats: 2
    members: [a, d]
    decides: all of seats
    quorum: none
  - post: depot/manager
    holder: nobody
    appointed by: depot/board
  - document: mandate
    of: depot
    rank: resolution
    date: 2020-01-01
    norms:
      - {can: depot/committee, id: mandate-1, do: appoint any to depot/manager,
         delegated by: depot/board%s}
"""
APPOINT = "appoint d to depot/manager"


def standing(text: str, deed: str = APPOINT, by: str = "depot/committee") -> str | None:
    votes = ["a", "d"] if by == "depot/committee" else ["a", "b"]
    found = advance(book(text), deed, "2024-01-01", by, "meeting", for_=votes).value
    return found.standing if found is not None else None


def rule(rank: str, norm: str) -> str:
    return (
        f"  - document: {rank}-rule\n    of: depot\n    rank: {rank}\n    norms:\n      - {norm}\n"
    )


def test_a_committee_acts_by_the_power_of_the_board() -> None:
    assert standing(CAST % "") == "valid"
    assert standing(CAST % "", by="depot/board") == "valid"


def test_nobody_delegates_what_they_do_not_have() -> None:
    other = CAST.replace("appointed by: depot/board", "appointed by: depot") % ""
    assert standing(other) == "void"
    bar = rule("charter", "{cannot: depot/board, id: no, do: appoint d to depot/manager}")
    assert standing(CAST % "" + bar) == "void"
    assert standing(CAST % "" + bar, "appoint c to depot/manager") == "valid"


def test_what_may_not_be_delegated_is_barred_to_the_committee() -> None:
    """As 8 Del. C. § 141(c)(2) does for by-laws."""
    bar = rule("statute", "{cannot: depot/committee, id: no, do: appoint any to depot/manager}")
    assert standing(CAST % "" + bar) == "void"
    assert standing(CAST % "" + bar, by="depot/board") == "valid"


@pytest.mark.parametrize(
    ("said", "repeal", "after"),
    [("", "valid", "void"), (", revocable: no", "undetermined", None)],
)
def test_who_delegated_may_take_back_unless_it_is_irrevocable(
    said: str, repeal: str, after: str | None
) -> None:
    text = CAST % said
    text += ("  - {act: back, date: 2021-01-01, by: depot/board, form: meeting, for: [a, b, c],\n"
             "     effect: repeal mandate}\n")  # fmt: skip
    found = verdict(book(text), "back").value
    assert found is not None
    assert found.standing == repeal
    if after is not None:
        assert standing(text) == after


@pytest.mark.parametrize(
    ("rank", "limits", "expected"),
    [
        ("resolution", "", "void"),  # of one rank the special rule goes first
        ("bylaw", "", "valid"),  # what the by-laws give, a resolution does not take
        ("bylaw", ", force: default", "void"),
        ("charter", "", "valid"),
    ],
)
@pytest.mark.parametrize("means", ["repeal", "terminate", "amend"])
def test_an_irrevocable_delegation_against_a_general_power_to_end_it(
    rank: str, limits: str, expected: str, means: str
) -> None:
    """Rank resolves it; a law that lets a delegation be irrevocable (6 Del. C. § 18-407) yields."""
    power = rule(rank, f"{{can: depot/board, id: may, do: {means} any{limits}}}")
    back = ("  - {act: back, date: 2021-01-01, by: depot/board, form: meeting, for: [a, b, c],\n"
            f"     effect: {means} mandate}}\n")  # fmt: skip

    def ended(said: str) -> str | None:
        found = verdict(book(CAST % said + power + back), "back").value
        assert found is not None
        return found.standing

    assert ended(", revocable: no") == expected
    assert ended("") == "valid"


def test_to_end_an_irrevocable_mandate_under_a_contract_is_a_breach() -> None:
    contract = (CAST % ", revocable: no").replace("rank: resolution", "rank: contract")
    power = rule("bylaw", "{can: depot/board, id: may, do: repeal any}")
    back = ("  - {act: back, date: 2021-01-01, by: depot/board, form: meeting, for: [a, b, c],\n"
            "     effect: repeal mandate}\n")  # fmt: skip
    found = verdict(book(contract + power + back), "back").value
    assert found is not None
    assert found.standing == "valid"
    assert found.effects[0].breaches == ("mandate-1",)


def test_a_delegate_may_delegate_in_turn() -> None:
    text = CAST % "" + rule("resolution", "{can: d, id: sub, do: appoint any to depot/manager, "
                            "delegated by: depot/committee}")  # fmt: skip
    for written, expected in ((text, "valid"), (text.replace("depot/board}", "depot}"), "void")):
        found = advance(book(written), APPOINT, "2024-01-01", "d").value
        assert found is not None
        assert found.standing == expected


def test_a_document_ends_with_the_one_it_draws_its_power_from() -> None:
    text = CAST % "" + "  - {document: bylaws, of: depot, rank: bylaw, to: 2022-01-01}\n"
    text = text.replace(
        "    rank: resolution\n", "    rank: resolution\n    delegated from: bylaws\n"
    )
    assert standing(text) == "void"
    assert standing(text.replace("2022-01-01", "2025-01-01")) == "valid"
    repealed = text.replace(", to: 2022-01-01", "") + rule(
        "charter", "{can: depot/board, id: may, do: repeal bylaws}"
    )
    act = ("  - {act: out, date: 2021-01-01, by: depot/board, form: meeting, for: [a, b, c],\n"
           "     effect: repeal bylaws}\n")  # fmt: skip
    assert standing(repealed) == "valid"
    assert standing(repealed + act) == "void"


COMMITTEE = """\
  - document: code
    rank: statute
    norms:
      - {cannot: org/committee, do: amend any, says: no committee amends by-laws (s. 141(c)(2))}
  - body: org/committee
    members: [a, b]
    decides: majority of members in office
  - body: org/board
    members: [a, b, c]
    decides: majority of members in office
  - document: bylaws
    of: org
    rank: bylaw
  - document: mandate
    of: org
    rank: resolution
    norms:
      - {can: org/committee, do: amend bylaws, delegated by: org/board}
"""


def test_what_law_forbids_a_committee_is_void_though_nothing_says_who_can_do_it() -> None:
    amend = act("try", "by: org/BODY", "form: meeting", "for: [a, b]", "others: absent",
                "effect: amend bylaws")  # fmt: skip
    written = HEAD + people("a", "b", "c") + COMMITTEE
    assert stands(written + amend.replace("BODY", "committee")) == "void"
    assert stands(written + amend.replace("BODY", "board")) == "undetermined"

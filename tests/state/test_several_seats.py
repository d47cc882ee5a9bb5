"""Several seats of one body in one hand; book text in, verdict out."""

from __future__ import annotations

import pytest
from tests.power.who_cases import ask_who
from tests.state.books import book, by_world
from tests.state.cases import act, people, standing, text, worlds

SEATS = """\
  - body: org/board
    seats: 3
    decides: {rule}
    quorum: {quorum}
    target votes: yes
{more}  - {{post: org/first, in: org/board, holder: {first}}}
  - {{post: org/second, in: org/board, holder: {second}}}
  - {{post: org/third, in: org/board, holder: {third}}}
"""
HINGE = "what further seats of one holder in org/board count in"


def joint(
    *votes: str,
    rule: str = "majority of members present",
    quorum: str = "2",
    more: str = "",
    seated: tuple[str, str, str] = ("ann", "ann", "bo"),
) -> str:
    first, second, third = seated
    seats = SEATS.format(rule=rule, quorum=quorum, more=more, first=first, second=second,
                         third=third)  # fmt: skip
    given = act("try", "by: org/board", "form: meeting", *votes, "effect: decide the lease")
    return text(people("ann", "bo", "cy"), seats, given)


def counting(where: str) -> str:
    return f"    further seats count in: {where}\n"


def test_one_person_in_two_seats_is_a_quorum_of_two_only_if_the_book_says_so() -> None:
    """That a meeting takes two people: Sharp v Dawes (1876) 2 QBD 26."""
    alone = ("for: ann", "absent: bo")
    assert by_world(worlds(joint(*alone))) == {
        ((HINGE, "everything"),): "valid",
        ((HINGE, "vote and base"),): "void",
        ((HINGE, "nothing"),): "void",
    }
    assert standing(joint(*alone, more=counting("everything"))) == "valid"
    assert standing(joint(*alone, more=counting("vote and base"))) == "void"
    assert standing(joint("for: [ann, bo]", more=counting("vote and base"))) == "valid"
    # Who sits once each is no question.
    assert standing(joint("for: [ann, cy]", "absent: bo", seated=("ann", "cy", "bo"))) == "valid"


@pytest.mark.parametrize(
    ("where", "expected"),
    [("everything", "valid"), ("vote and base", "valid"), ("nothing", "void")],
)
def test_whether_each_seat_has_its_vote(where: str, expected: str) -> None:
    """Two votes against one, or one against one."""
    assert standing(joint("for: ann", "against: bo", more=counting(where))) == expected


def test_a_seat_that_counts_for_nothing_is_as_if_vacant() -> None:
    """A majority of three seats stays two."""
    one = ("for: ann", "absent: bo")

    def of_seats(*votes: str) -> str | None:
        more = counting("nothing")
        return standing(joint(*votes, rule="majority of seats", quorum="none", more=more))

    assert of_seats(*one) == "void"
    assert of_seats("for: [ann, bo]") == "valid"


def test_a_norm_says_it_and_a_higher_one_prevails() -> None:
    rules = "  - document: {id}\n    of: org\n    rank: {rank}\n    norms:\n"
    rules += "      - further seats count in: org/board\n        value: {value}\n"
    bylaw = rules.format(id="bylaws", rank="bylaw", value="everything")
    charter = rules.format(id="charter", rank="charter", value="vote and base")
    alone = joint("for: ann", "absent: bo")
    assert standing(alone + bylaw) == "valid"
    assert standing(alone + bylaw + charter) == "void"


def test_an_alternate_votes_for_each_and_is_one_person() -> None:
    """By proxy: counted as there where the body does not say otherwise."""
    seated = ("ann", "cy", "bo")
    proxy = ("for: ann", "absent: bo", "proxies: {cy: ann}")
    allowed = "    proxies: allowed\n"
    assert standing(joint(*proxy, seated=seated, more=allowed)) == "valid"
    said = allowed + counting("vote and base")
    assert standing(joint(*proxy, seated=seated, more=said)) == "void"
    two = ("for: ann", "against: bo", "proxies: {cy: ann}")
    assert standing(joint(*two, seated=seated, more=said)) == "valid"  # two votes to one
    once = allowed + counting("nothing")
    assert standing(joint(*two, seated=seated, more=once)) == "void"


def test_who_can_asks_how_the_seats_count() -> None:
    power = "  - document: rules\n    of: org\n    rank: bylaw\n    norms:\n"
    power += "      - {can: org/board, do: decide the lease}\n"

    def winning(where: str) -> object:
        written = joint("others: absent", more=counting(where)) + power
        found = ask_who(book(written), "decide the lease", "2021-01-01", 0).value
        assert found is not None
        return found.minimal_coalitions

    assert winning("everything") == (("ann",),)
    assert winning("vote and base") == (("ann", "bo"),)
    assert winning("nothing") == (("ann", "bo"),)

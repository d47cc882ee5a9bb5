"""By right, on the register, in fact: three ways to be in a post, and whom each binds."""

from __future__ import annotations

import pytest
from tests.state.books import book, moment
from tests.state.cases import act, effect, people, standing, text

from minutebook.answers import World
from minutebook.state.state import State

PEOPLE = people("a", "b", "c", "d", "e")
BOARD = """\
  - entity: court
  - body: org/board
    seats: 5
    members: [a, b, c]
    decides: majority of members present
    quorum: 3
    appointed by: org/board
"""
SHORT = act("appoint-d", "by: org/board", "form: meeting", "for: [a, b]", "others: absent",
            "effect: appoint d to org/board", "reported: carried", date="2024-01-10")  # fmt: skip
VOTE = act("try", "by: org/board", "form: meeting", "for: [a, d]", "against: [b]", "others: absent",
           "effect: decide budget", date="2024-02-10")  # fmt: skip
STATUTE = """\
  - document: act-2006
    rank: statute
    norms:
      - {acts in fact: org/board, value: 'yes'}
      - {can: court, do: find any any}
"""


def in_fact(written: str, post: str, at: str) -> list[str | None]:
    found = book(written)
    return [o.holder for o in State(found, moment(found, at), None, World({})).in_fact(post)]


@pytest.mark.parametrize(("law", "verdict"), [(STATUTE, "valid"), ("", "void")])
def test_acts_with_a_director_in_fact_count_only_where_the_law_says_so(
    law: str, verdict: str
) -> None:
    """d's appointment lacked a quorum; with d there were three at the next meeting."""
    written = text(PEOPLE, BOARD, law, SHORT, VOTE)
    assert standing(written) == verdict
    assert standing(written, "appoint-d") == "void"
    assert in_fact(written, "org/board", "2024-02-01") == ["d"]


def test_they_do_not_count_once_a_court_has_said_so() -> None:
    find = act("finding", "by: court", "effect: find appoint-d void", date="2024-02-01")
    written = text(PEOPLE, BOARD, STATUTE, SHORT, find, VOTE)
    assert standing(written) == "void"
    assert in_fact(written, "org/board", "2024-01-20") == ["d"]
    assert in_fact(written, "org/board", "2024-02-20") == []


def test_who_was_merely_proposed_is_nobody_in_fact() -> None:
    lost = SHORT.replace("reported: carried", "reported: defeated")
    assert in_fact(text(PEOPLE, BOARD, lost), "org/board", "2024-02-01") == []
    assert in_fact(text(PEOPLE, BOARD, lost, VOTE), "org/board", "2024-02-20") == ["d"]


SEAL = """\
  - entity: bureau
  - entity: co
    acts through: co/representative
  - entity: lessor
    acts through: e
  - post: co/representative
    holder: a
    appointed by: b
    registered by: bureau
  - document: lease
    parties: [co]
"""
CHANGE = act("change", "by: b", "effect: [remove a from co/representative, "
             "appoint c to co/representative]", date="2024-01-10")  # fmt: skip
ENTRY = act("entry", "by: bureau", "effect: register change", date="2024-06-10")


def sign(who: str, date: str, *, by: str | None = None) -> str:
    """Somebody signs, for themselves or as the representative."""
    if by is None:
        return act("try", f"by: {who}", "effect: sign lease", date=date)
    return act("try", f"by: {by}", f"for: [{who}]", "effect: sign lease", date=date)


SEAL = SEAL.replace("  - entity: lessor\n    acts through: e\n", "")


@pytest.mark.parametrize("by", [None, "co/representative", "co"])
def test_whom_the_register_still_shows_binds_toward_third_parties(by: str | None) -> None:
    found = effect(text(PEOPLE, SEAL, CHANGE, ENTRY, sign("a", "2024-03-01", by=by)))
    assert found.standing == "void"
    assert found.takes_effect.kind == "none"
    assert str(found.toward_third_parties) == "from 2024-03-01"


@pytest.mark.parametrize("by", [None, "co/representative"])
def test_nobody_can_rely_on_it_once_the_change_is_entered(by: str | None) -> None:
    found = effect(text(PEOPLE, SEAL, CHANGE, ENTRY, sign("a", "2024-07-01", by=by)))
    assert (found.standing, found.toward_third_parties.kind) == ("void", "none")


def test_who_holds_it_by_right_acts_for_the_organisation() -> None:
    assert standing(text(PEOPLE, SEAL, CHANGE, ENTRY, sign("c", "2024-03-01"))) == "valid"
    assert standing(text(PEOPLE, SEAL, CHANGE, ENTRY, sign("d", "2024-03-01"))) == "void"


def test_the_register_gives_nobody_a_say_inside() -> None:
    power = "  - post: co/manager\n    holder: d\n    appointed by: co/representative\n"
    fire = act("try", "by: co/representative", "for: [a]", "effect: remove d from co/manager",
               date="2024-03-01")  # fmt: skip
    found = effect(text(PEOPLE, SEAL, power, CHANGE, ENTRY, fire))
    assert (found.standing, found.toward_third_parties.kind) == ("void", "none")
    assert standing(text(PEOPLE, SEAL, power, CHANGE, ENTRY, fire.replace("[a]", "[c]"))) == "valid"

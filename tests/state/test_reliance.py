"""What others may hold an organisation to: the cases on who acts in fact and who is held out."""

from __future__ import annotations

import pytest
from tests.state.books import book, moment
from tests.state.cases import HEAD, act, effect, people, standing

from minutebook.answers import World
from minutebook.state.state import State

BUCKHURST = """\
  - entity: architects
  - post: org/managing-director
    holder: nobody
    appointed by: org/board
  - body: org/board
    members: [kapoor, hoon, nominee]
    decides: majority of votes cast
    quorum: 2
  - document: articles
    of: org
    rank: charter
    norms:
      - {can: org/managing-director, do: sign any}
  - document: engagement
    parties: [org, architects]
"""
PEOPLE = people("kapoor", "hoon", "nominee", "stranger")


def acting(*lines: str) -> str:
    rest = "".join(f"    {line}\n" for line in lines)
    return f"  - event: acting\n    date: 1959-01-01\n    acts as: org/managing-director\n{rest}"


SIGNS = act("try", "by: kapoor", "effect: sign engagement", date="1959-09-01")


def buckhurst(*parts: str) -> str:
    through = HEAD.replace("entity: org\n", "entity: org\n    acts through: org/board\n")
    through += PEOPLE + BUCKHURST.replace("entity: architects\n", "entity: architects\n"
                                         "    acts through: stranger\n")  # fmt: skip
    return "".join((through.replace("    acts through: stranger\n", ""), *parts))


@pytest.mark.parametrize(
    ("lines", "binds"),
    [
        (("by: kapoor", "let by: org/board"), True),
        (("by: kapoor", "let by: org"), True),
        (("by: kapoor",), False),  # they only passed for it
        (("by: kapoor", "let by: stranger"), False),  # who could not appoint
        (("by: hoon", "let by: org/board"), False),  # another was held out
        (("by: kapoor", "let by: org/board", "until: 1959-06-01"), False),
    ],
)
def test_whom_the_board_let_act_as_managing_director_binds(
    lines: tuple[str, ...], binds: bool
) -> None:
    """Freeman & Lockyer v Buckhurst Park [1964] 2 QB 480: the board let Kapoor act as managing
    director, though it had appointed none, and the company had to pay the architects. One who
    only says so of themselves binds nobody: Armagas v Mundogas [1986] AC 717.
    """
    found = effect(buckhurst(acting(*lines), SIGNS.replace("by: kapoor\n", "by: "
                   "org/managing-director\n    for: [kapoor]\n")))  # fmt: skip
    assert (found.standing, found.takes_effect.kind) == ("void", "none")
    assert (found.toward_third_parties.kind == "from") is binds


def test_what_is_beyond_the_office_binds_nobody() -> None:
    held_out = acting("by: kapoor", "let by: org/board")
    silent = BUCKHURST.replace("do: sign any", "do: pay any")
    written = buckhurst(held_out, SIGNS.replace("by: kapoor\n", "by: org/managing-director\n"
                                                "    for: [kapoor]\n"))  # fmt: skip
    found = effect(written.replace(BUCKHURST, silent).replace("do: sign any", "do: pay any"))
    assert found.toward_third_parties.kind != "from"


def test_who_was_never_appointed_counts_for_nothing_inside() -> None:
    """Morris v Kanssen [1946] AC 459: a rule that acts stand in spite of a defect in an
    appointment does not help where there was no appointment at all.
    """
    rule = """\
  - document: companies-act
    rank: statute
    norms:
      - {acts in fact: org/board, value: 'yes'}
"""
    body = """\
  - body: org/board
    members: [a]
    seats: 3
    decides: majority of votes cast
    quorum: 2
    appointed by: org/board
"""
    usurper = "  - event: usurping\n    date: 1940-01-01\n    by: b\n    acts as: org/board\n"
    failed = act("appoint-b", "by: org/board", "form: meeting", "for: a", "reported: carried",
                 "effect: appoint b to org/board", date="1940-01-01")  # fmt: skip
    allot = act("try", "by: org/board", "form: meeting", "for: [a, b]", "effect: decide to allot",
                date="1942-04-30")  # fmt: skip
    base = HEAD + people("a", "b") + rule + body
    assert standing(base + usurper + allot) == "void"
    assert standing(base + failed + allot) == "valid"
    found = book(base + usurper)
    state = State(found, moment(found, "1941-01-01"), None, World({}))
    assert [(o.holder, o.how) for o in state.in_fact("org/board")] == [("b", "in fact")]


BANK = """\
  - entity: lender
  - post: org/directors
    holder: ann
  - body: org/meeting
    members: [ann, bob, cy]
    decides: majority of votes cast
    quorum: none
  - document: deed-of-settlement
    of: org
    rank: charter
    norms:
      - {can: org/directors, do: sign any}
      - {cannot: org/directors, do: sign bond, unless: resolution is valid}
  - document: bond
    parties: [org, lender]
  - act: resolution
    date: 1850-01-01
    by: org/meeting
    form: meeting
    for: {ayes}
    others: against
    effect: decide to borrow 1000
"""
TURQUAND = """\
  - document: common-law
    rank: statute
    norms:
      - {relied on: org/directors, do: sign any, unless: known is determined}
  - entity: court
  - fact: known
    says: the lender knew that there was no resolution
    determined by: court
"""
BOND = act("try", "by: org/directors", "for: [ann]", "effect: sign bond", date="1850-02-01")
KNEW = act("finding", "by: court", "effect: determine known", date="1850-01-15")


def test_others_need_not_look_into_what_went_on_inside() -> None:
    """Royal British Bank v Turquand (1856) 6 E & B 327: a bond without the resolution that the
    deed of settlement asked for bound the company; not toward one who knew.
    """

    def bond(ayes: str, *parts: str) -> tuple[str, bool]:
        given = HEAD + people("ann", "bob", "cy") + BANK.replace("{ayes}", ayes)
        found = effect("".join((given, *parts, BOND)))
        return found.standing, found.toward_third_parties.kind == "from"

    assert bond("[ann, bob]", TURQUAND) == ("valid", True)
    assert bond("[ann]", TURQUAND) == ("void", True)
    assert bond("[ann]") == ("void", False)
    assert bond("[ann]", TURQUAND, KNEW) == ("void", False)


def test_a_body_that_did_not_decide_binds_nobody() -> None:
    rule = """\
  - document: law
    rank: statute
    norms:
      - {relied on: org/board, do: sign any}
      - {cannot: org/board, do: sign lease}
  - document: lease
    parties: [org]
"""
    base = HEAD.replace("entity: org\n", "entity: org\n    acts through: org/board\n") + people(
        "a", "b", "c"
    )
    body = (
        "  - body: org/board\n    members: [a, b, c]\n    decides: majority of members in office\n"
    )
    for votes, binds in (("[a, b]", True), ("[a]", False)):
        sign = act("try", "by: org/board", "form: meeting", f"for: {votes}", "others: against",
                   "effect: sign lease")  # fmt: skip
        found = effect(base + body + rule + sign)
        assert (found.standing, found.toward_third_parties.kind == "from") == ("void", binds)

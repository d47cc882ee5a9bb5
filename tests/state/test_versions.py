"""Versions of one document, laws that change, and roles that an organisation may lack."""

from __future__ import annotations

import pytest
from tests.state.books import book, moment, verdict

from minutebook.answers import World
from minutebook.records import load_texts, nouns
from minutebook.state.state import State

CAST = """
book: {title: Guild, timezone: UTC}
records:
  - entity: guild
  - person: a
  - person: b
  - person: c
  - body: guild/board
    seats: 3
    members: [a, b, c]
  - document: rules
    of: guild
    rank: charter
    date: 2010-01-01
    norms:
      - {decides: guild/board, id: rules-1, by: majority of seats}
      - {decides: guild/board, id: rules-2, do: decide the loan, by: all of seats}
"""
LATER = """
  - document: rules-2020
    of: guild
    rank: charter
    date: 2020-01-01
    %s: rules
    norms:
      - {decides: guild/board, id: new-1, by: at least 1/3 of seats}
"""


def act(name: str, date: str, for_: str, effect: str) -> str:
    return (f"  - {{act: {name}, date: {date}, by: guild/board, form: meeting, for: [{for_}],\n"
            f"     others: absent, effect: {effect}}}\n")  # fmt: skip


def standing(text: str, name: str) -> str | None:
    found = verdict(book(text), name).value
    assert found is not None
    return found.standing


@pytest.mark.parametrize(
    ("word", "loan"),
    # In part: what is not stated anew stays, so the loan still takes all. Altogether: it does not.
    [("amends", "void"), ("restates", "valid")],
)
def test_a_later_version_changes_in_part_or_replaces_altogether(word: str, loan: str) -> None:
    text = CAST + LATER % word
    text += act("before", "2019-12-31", "a", "decide the paint")
    text += act("after", "2020-01-02", "a", "decide the paint")
    text += act("loan", "2020-01-03", "a", "decide the loan")
    assert standing(text, "before") == "void"
    assert standing(text, "after") == "valid"
    assert standing(text, "loan") == loan


def test_the_version_before_is_no_longer_in_force() -> None:
    text = CAST + LATER % "restates"
    loaded = book(text)

    def states(at: str) -> list[str]:
        state = State(loaded, moment(loaded, at), None, World({}))
        found = [state.book.get(name, nouns.Document) for name in ("rules", "rules-2020")]
        return [state.document_state(d, state.now) for d in found if d is not None]

    assert states("2019-06-01") == ["in force", "not yet in force"]
    assert states("2020-06-01") == ["ended", "in force"]


def test_a_restatement_that_is_repealed_does_not_revive_what_it_replaced() -> None:
    text = CAST + (LATER % "restates").replace("    date: 2020-01-01\n", "")
    text = text.replace("    norms:\n      - {decides: guild/board, id: rules-1", """    norms:
      - {can: guild/board, id: rules-0, do: amend rules}
      - {decides: guild/board, id: rules-1""")  # fmt: skip
    text = text.replace("id: new-1,", "id: new-1,").replace(
        "at least 1/3 of seats}\n",
        "at least 1/3 of seats}\n      - {can: guild/board, id: new-2, do: repeal rules-2020}\n",
    )
    text += act("adopts", "2020-01-01", "a, b", "adopt rules-2020")
    text += act("repeals", "2021-01-01", "a", "repeal rules-2020")
    assert standing(text, "adopts") == "valid"
    assert standing(text, "repeals") == "valid"
    loaded = book(text)
    for at, old in (("2019-06-01", "in force"), ("2020-06-01", "ended"), ("2021-06-01", "ended")):
        state = State(loaded, moment(loaded, at), None, World({}))
        document = state.book.get("rules", nouns.Document)
        assert document is not None
        assert state.document_state(document, state.now) == old


def test_a_third_version_ends_the_second_and_leaves_the_first_ended() -> None:
    third = (LATER % "restates").replace("rules-2020", "rules-2022").replace("2020-01", "2022-01")
    third = third.replace("restates: rules", "restates: rules-2020").replace("new-1", "newer-1")
    text = CAST + LATER % "restates" + third.replace("at least 1/3", "at least 2/3")
    for name, date, votes, expected in (
        ("x", "2021-01-01", "a", "valid"),
        ("y", "2022-02-01", "a", "void"),
        ("z", "2022-02-01", "a, b", "valid"),
    ):
        assert standing(text + act(name, date, votes, "decide the loan"), name) == expected


def test_a_norm_that_replaces_another_does_so_from_its_own_start() -> None:
    late = (LATER % "amends").replace("id: new-1,", "id: new-1, from: 2021-01-01,")
    text = CAST + late
    assert standing(text + act("x", "2020-06-01", "a", "decide the paint"), "x") == "void"
    assert standing(text + act("x", "2021-06-01", "a", "decide the paint"), "x") == "valid"


# -- two documents of one rank


def codes(text: str) -> list[str]:
    return [d.code for d in load_texts({"book.yaml": text.encode()}).diagnostics]


OTHER = """
  - document: orders
    of: guild
    rank: charter
    %s
    norms:
      - {decides: guild/board, id: orders-1, by: at least 1/3 of seats}
"""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("date: 2015-01-01", ["MB258"]),
        ("from: 2015-01-01", ["MB258"]),
        ("to: 2009-01-01", ["MB258"]),
        ("amends: rules", []),
        ("restates: rules", []),
    ],
)
def test_two_documents_of_one_rank_must_say_which_yields(said: str, expected: list[str]) -> None:
    assert codes(CAST + OTHER % said) == expected


def test_documents_that_surely_follow_each_other_do_not_differ() -> None:
    ended = CAST.replace("    date: 2010-01-01\n", "    from: 2010-01-01\n    to: 2015-01-01\n")
    assert codes(ended + OTHER % "from: 2015-01-01") == []
    assert codes(ended + OTHER % "from: 2014-12-31") == ["MB258"]


# -- laws

LAWS = """
book: {title: Harbour, timezone: UTC}
records:
  - entity: port
    law: %s
    roles: {board: port/board}
  - person: a
  - person: b
  - person: c
  - body: port/board
    seats: 3
    members: [a, b, c]
  - document: old-code
    rank: statute
    roles: {board: the board}
    norms:
      - {decides: board, id: old-1, by: all of seats}
  - document: new-code
    rank: statute
    roles: {board: the board}
    optional roles: {audit: the committee on accounts}
    norms:
      - {decides: board, id: new-1, by: majority of seats}
      - {cannot: audit, id: new-2, do: decide the budget}
  - document: exchange-rules
    rank: regulation
    roles: {board: the board}
    norms:
      - {decides: board, id: exchange-1, do: decide a sale, by: at least 2/3 of seats}
  - {act: early, date: 2019-12-31, by: port/board, form: meeting, for: [a, b],
     others: absent, effect: decide x}
  - {act: late, date: 2020-01-01, by: port/board, form: meeting, for: [a, b],
     others: absent, effect: decide x}
  - {act: sale, date: 2020-01-02, by: port/board, form: meeting, for: [a, b],
     others: absent, effect: decide a sale}
"""


def test_an_organisation_that_moves_has_one_law_after_another() -> None:
    text = LAWS % "[old-code to 2020-01-01, new-code from 2020-01-01]"
    assert standing(text, "early") == "void"
    assert standing(text, "late") == "valid"


def test_two_laws_apply_beside_each_other() -> None:
    """A statute, and the rules of an exchange, which rank below it and are stricter on a sale."""
    assert standing(LAWS % "[new-code, exchange-rules]", "late") == "valid"
    assert standing(LAWS % "[new-code, exchange-rules]", "sale") == "valid"
    strict = LAWS.replace("at least 2/3 of seats", "all of seats")
    assert standing(strict % "[new-code, exchange-rules]", "sale") == "void"
    assert standing(strict % "new-code", "sale") == "valid"


def test_two_laws_of_one_rank_that_differ_are_a_hinge() -> None:
    answer = verdict(book(LAWS % "[old-code, new-code]"), "late")
    assert answer.hinges == ("decides of port/board: new-1 or old-1",)


def test_a_role_that_the_organisation_lacks_need_not_be_filled() -> None:
    assert codes(LAWS % "new-code") == []
    filled = LAWS.replace("roles: {board: port/board}", "roles: {board: port/board, audit: b}", 1)
    assert codes(filled % "new-code") == []
    text = filled % "new-code"
    text += "  - {act: try, date: 2021-01-01, by: b, effect: decide the budget}\n"
    assert standing(text, "try") == "void"
    unknown = LAWS.replace("roles: {board: port/board}", "roles: {board: port/board, x: b}", 1)
    assert codes(unknown % "new-code") == ["MB216"]


@pytest.mark.parametrize("law", ["new-code since 2020", "[new-code from]", "new code"])
def test_a_law_that_cannot_be_read_is_reported(law: str) -> None:
    assert codes(LAWS % law)[0] in ("MB202", "MB217")

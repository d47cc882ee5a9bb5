"""What changed between two dates: each change once, with the acts behind it."""

from __future__ import annotations

from tests.state.books import book, moment

from minutebook.views.diff import Change, Difference, diff, diff_json

FIRM = """
book: {title: A firm, timezone: UTC}
readings:
  rule:
    adopted: plain
    plain: {says: more than half of the votes cast}
    strict: {says: everybody}
records:
  - entity: firm
  - person: ann
  - person: bo
  - person: cy
  - person: dee
  - body: firm/board
    date: 2020-01-01
    seats: 3
    members: [ann, bo, cy]
    decides: {reading: rule, plain: majority of votes cast, strict: all of seats}
    quorum: none
    target votes: "yes"
    appointed by: firm/board
  - post: firm/head
    date: 2020-01-01
    holder: ann
    appointed by: firm/board
  - {instrument: firm/shares, of: firm}
  - {holding: ann-shares, holder: ann, of: firm/shares, date: 2020-01-01, units: 10}
  - document: rules
    of: firm
    rank: bylaw
    norms:
      - {can: firm/board, id: rules-1, do: decide the budget, from: 2021-02-15}
      - {can: firm/board, id: rules-2, do: set firm/board to any seats}
  - act: swap
    date: 2021-01-10
    by: firm/board
    form: meeting
    for: [bo, cy]
    against: ann
    effect: [remove ann from firm/head, appoint bo to firm/head as interim]
  - act: leave
    date: 2021-01-20
    by: cy
    effect: resign from firm/board
  - act: join
    date: 2021-01-25
    by: firm/board
    form: meeting
    for: [ann, bo]
    effect: appoint dee to firm/board
  - act: enlarge
    date: 2021-02-01
    by: firm/board
    form: meeting
    for: [ann, bo, dee]
    effect: set firm/board to 5 seats
  - act: sell
    date: 2021-02-10
    by: ann
    effect: transfer 4 firm/shares from ann to bo
  - act: refused
    date: 2021-02-20
    by: cy
    effect: appoint cy to firm/head
"""


def changes(start: str, end: str, **fixed: str) -> Difference:
    found = book(FIRM)
    return diff(found, moment(found, start), moment(found, end), None, fixed)


def test_every_change_is_listed_once_with_its_acts() -> None:
    found = changes("2021-01-01", "2021-03-01")
    assert set(found.changes) == {
        Change("post", "firm/head", "ann", "bo (interim)", ("swap",)),
        Change("member", "firm/board", "cy", None, ("leave",)),
        Change("member", "firm/board", None, "dee", ("join",)),
        Change("seats", "firm/board", "3", "5", ("leave", "join", "enlarge")),
        Change("holding", "ann of firm/shares", "10", "6", ("sell",)),
        Change("holding", "bo of firm/shares", None, "4", ("sell",)),
        Change("norm", "rules-1", "not yet in force", "in force", ()),
    }
    assert len(found.changes) == 7


def test_nothing_changed_between_two_moments_without_an_act() -> None:
    assert changes("2021-03-01", "2021-04-01").changes == ()


def test_a_void_act_is_behind_no_change() -> None:
    found = changes("2021-01-01", "2021-03-01")
    assert all("refused" not in change.by for change in found.changes)


def test_a_change_and_back_is_none() -> None:
    text = FIRM + (
        "  - act: back\n    date: 2021-03-10\n    by: firm/board\n    form: meeting\n"
        "    for: [ann, dee]\n    against: bo\n"
        "    effect: [remove bo from firm/head, appoint ann to firm/head]\n"
    )
    found = book(text)
    made = diff(found, moment(found, "2021-01-01"), moment(found, "2021-04-01"))
    assert [c.id for c in made.changes if c.kind == "post"] == []


def test_it_is_one_world_and_says_what_hangs_on_it() -> None:
    plain = changes("2021-01-01", "2021-01-15")
    assert [c.id for c in plain.changes] == ["firm/head"]
    assert ("post", "firm/head", "rule") in {(d.kind, d.id, d.on) for d in plain.depends}
    assert changes("2021-01-01", "2021-01-15", rule="strict").changes == ()


def test_the_json() -> None:
    made = diff_json(changes("2021-02-05", "2021-02-12"))
    assert made["from"] == "2021-02-05T00:00:00Z"
    assert made["changes"] == [
        {
            "kind": "holding",
            "id": "ann of firm/shares",
            "before": "10",
            "after": "6",
            "by": ["sell"],
        },
        {
            "kind": "holding",
            "id": "bo of firm/shares",
            "before": None,
            "after": "4",
            "by": ["sell"],
        },
    ]

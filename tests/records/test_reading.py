"""What the loader makes of good text; each test's docstring is its book."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from fractions import Fraction
from textwrap import dedent

import pytest

from minutebook.law import LIBRARY
from minutebook.records import UNKNOWN, Book, Value, load_texts, nouns
from minutebook.records.rules import AllOf, Number
from minutebook.text import Quantity, When


@pytest.fixture
def book(request: pytest.FixtureRequest) -> Book:
    function: Callable[..., object] = request.function
    text = dedent("\n" + (inspect.getdoc(function) or ""))
    found = load_texts({"book.yaml": text.encode()}, LIBRARY)
    assert found.diagnostics == ()
    return found


def test_posts_and_bodies_find_their_organisation(book: Book) -> None:
    """
    records:
      - entity: org
      - body: org/board
        seats: unknown
        quorum: none
      - post: org/board/chair
        kind: seat
      - post: org/ceo
        holder: nobody
      - post: org/cfo
        holder: unknown
    """
    board, chair = book.get("org/board", nouns.Body), book.get("org/board/chair", nouns.Post)
    ceo, cfo = book.get("org/ceo", nouns.Post), book.get("org/cfo", nouns.Post)
    assert board and chair and ceo and cfo
    assert (board.of, board.seats) == ("org", UNKNOWN)
    assert board.quorum == Number(Fraction(0), False, "heads", "seats")
    assert (chair.of, chair.in_) == ("org", "org/board")
    assert (ceo.of, ceo.in_, ceo.holder, cfo.holder) == ("org", None, None, UNKNOWN)


def test_a_reading_gives_each_alternative_its_value(book: Book) -> None:
    """
    readings:
      rule: {adopted: all, half: More than half., all: All., some: A third.}
    records:
      - entity: org
      - body: org/board
        decides: {half: majority of seats, reading: rule, otherwise: nothing said}
        seats: {reading: rule, half: 3, all: 4, some: 5}
    """
    board = book.get("org/board", nouns.Body)
    assert board is not None
    assert isinstance(board.decides, Value)
    assert isinstance(board.seats, Value)
    assert list(board.decides.by) == ["half", "all", "some"]
    assert board.decides.by["all"] is board.decides.by["some"] is None
    assert (board.seats.reading, board.seats.by) == ("rule", {"half": 3, "all": 4, "some": 5})
    assert book.readings["rule"].adopted == "all"


def test_rival_claims_form_an_implicit_reading(book: Book) -> None:
    """
    sources: {a: {title: A}, b: {title: B}}
    records:
      - event: letter
        count:
          claims:
            - {value: 700, src: a:1}
            - {value: 700, src: a:3}
            - {value: at least 743, src: b:2, name: evening, status: disputed}
    """
    letter = book.get("letter", nouns.Event)
    assert letter is not None
    assert isinstance(letter.count, Value)
    assert letter.count.reading == "letter: count"
    assert list(letter.count.by) == ["a:1", "a:3", "evening"]
    assert letter.count.by["evening"] == Quantity(Fraction(743), None)
    (cite,) = letter.count.src["evening"]
    assert (cite.source, cite.locator, cite.mark) == ("b", "2", "disputed")


def test_votes_that_hang_on_claims_stay_apart(book: Book) -> None:
    """
    sources: {a: {title: A}, b: {title: B}}
    records:
      - person: ann
      - person: bo
      - person: cy
      - act: vote
        for: [ann, bo]
        abstain: 3
        proxies: {bo: ann}
        others: absent
        votes of others:
          claims:
            - {against: cy, src: a:1}
            - {not voting: cy, src: b:1}
        effect: [decide to meet, decide to go]
    """
    vote = book.get("vote", nouns.Act)
    assert vote is not None
    assert isinstance(vote.ballot, nouns.Ballot)
    assert vote.ballot.choices == {"ann": "for", "bo": "for"}
    assert vote.ballot.tally["abstain"].exact == 3
    assert (vote.ballot.proxies, vote.ballot.others) == ({"bo": "ann"}, "absent")
    (other,) = vote.more_ballots
    assert isinstance(other, Value)
    assert [b.choices for b in other.by.values()] == [{"cy": "against"}, {"cy": "not voting"}]
    assert len(vote.effects) == len(vote.effect_spans) == 2


def test_what_is_assumed_is_marked_so_in_every_cite(book: Book) -> None:
    """
    sources: {a: {title: A}}
    records:
      - entity: org
      - document: bylaws
        of: org
        assumed: they are not published
        src: a:1
        norms:
          - {must: org, src: a:2}
          - {may: org, src: a:3, status: stated}
    """
    bylaws = book.get("bylaws", nouns.Document)
    assert bylaws is not None
    assert [bylaws.status, *(norm.status for norm in bylaws.norms)] == [
        "assumed",
        "assumed",
        "stated",
    ]
    assert [norm.src[0].mark for norm in bylaws.norms] == ["assumed", "stated"]
    assert [norm.id for norm in bylaws.norms] == ["bylaws/1", "bylaws/2"]


def test_a_law_of_the_library_is_read_when_an_entity_names_it(book: Book) -> None:
    """
    records:
      - entity: org
        law: delaware-stock
        roles: {board: org/board, stockholders: nobody, officers: [org/ceo]}
      - body: org/board
      - post: org/ceo
    """
    org = book.get("org", nouns.Entity)
    assert org is not None
    assert org.roles == {"board": ("org/board",), "stockholders": (), "officers": ("org/ceo",)}
    assert book.laws == {"delaware-stock"}
    assert isinstance(book.records["delaware-stock"], nouns.Document)


def test_a_message_to_the_public_is_public(book: Book) -> None:
    """
    records:
      - person: ann
      - message: notice
        from: unknown
        to: [ann, public]
        date: 2023-11-17
    """
    notice = book.get("notice", nouns.Message)
    assert notice is not None
    assert (notice.from_, notice.to, notice.public) == (None, ("ann",), True)
    assert isinstance(notice.date, When)


HOLDINGS = """
sources: {a: {title: A}, b: {title: B}}
records:
  - entity: org
  - person: ann
  - person: bo
  - instrument: shares
    of: org
  - {holding: h1, holder: ann, of: shares, date: 2020-01-01, units: 500, src: a:1}
  - {holding: h2, holder: ann, of: shares, date: 2020-01-01, units: 600, src: b:1%s}
"""


def holdings(more: str = "") -> Book:
    return load_texts({"book.yaml": (HOLDINGS % more).encode()})


def test_rival_sources_on_a_holding_are_joined_into_one_that_is_open() -> None:
    book = holdings()
    assert book.diagnostics == ()
    (joined,) = book.of(nouns.Holding)
    assert joined.id == "h1"
    assert isinstance(joined.units, Value)
    assert joined.units.reading == "ann's shares"
    assert {name: value.exact for name, value in joined.units.by.items()} == {
        "a:1": 500,
        "b:1": 600,
    }
    assert {name: str(cites[0]) for name, cites in joined.units.src.items()} == {
        "a:1": "a:1",
        "b:1": "b:1",
    }


@pytest.mark.parametrize(
    "more",
    [", for: bo", ", votes directed by: bo"],
    ids=["another beneficiary", "another director"],
)
def test_holdings_for_two_beneficiaries_are_two_things(more: str) -> None:
    book = holdings(more)
    assert book.diagnostics == ()
    assert [h.units.exact for h in book.of(nouns.Holding) if isinstance(h.units, Quantity)] == [
        500,
        600,
    ]


def test_a_rule_of_rules() -> None:
    rule = "{all of: [majority of seats, {any of: [consent of org, plurality]}]}"
    text = f"records:\n  - entity: org\n  - body: org/board\n    decides: {rule}\n"
    book = load_texts({"book.yaml": text.encode()})
    board = book.get("org/board", nouns.Body)
    assert book.diagnostics == ()
    assert board is not None
    assert isinstance(board.decides, AllOf)


def test_an_empty_book_is_a_book() -> None:
    for text in (b"", b"# nothing yet\n", b"records:\n", b"sources:\nreadings:\nrecords:\n"):
        assert load_texts({"book.yaml": text}).diagnostics == ()


def test_assertions_have_ids_that_no_record_can_take() -> None:
    text = "records:\n  - assert: org is vacant\n  - assert: org is vacant\n  - post: org\n"
    book = load_texts({"book.yaml": text.encode()})
    assert book.diagnostics == ()
    assert [a.id for a in book.of(nouns.Assertion)] == ["assert#1", "assert#2"]

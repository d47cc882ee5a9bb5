"""Static checks: each fires on its trap, is silent once mended, and agrees with the judge."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.state.books import advance, moment
from tests.views.trap_books import CASES, read, shown, text_of

from minutebook.cli import main
from minutebook.records import load_texts
from minutebook.records.rule_text import parse_rule
from minutebook.records.rules import Base, Number, Share
from minutebook.state.count import ALL_CHOICES, Electorate, Voter, decide
from minutebook.state.ladder import asks_no_more
from minutebook.text import CODES as TEXT_CODES
from minutebook.views.lint import lint
from minutebook.views.lint_codes import LINT_ADVICE, LINT_CODES
from minutebook.views.open import open_book

TRAPS = {case.name: case for case in CASES}


def codes(text: str) -> list[str]:
    return [d.code for d in lint(read(text))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_trap_gives_its_warnings_and_no_other(case: Path) -> None:
    assert shown(read(text_of(case))) == (case / "expected.txt").read_text("utf-8")
    assert {*codes(text_of(case))} == {case.name[:5]}
    assert {d.severity for d in lint(read(text_of(case)))} == {"warning"}


def test_every_code_has_a_trap_and_advice() -> None:
    assert {name[:5] for name in TRAPS} == set(LINT_CODES) == set(LINT_ADVICE)
    assert not set(LINT_CODES) & set(TEXT_CODES)


@pytest.mark.parametrize(
    ("case", "old", "new"),
    [
        ("MB301-registers-own-removal", "registered by: line/director", "registered by: bo"),
        ("MB301-registers-own-removal", "registered by: line/director",
         "registered by: [line/director, line/owners]"),
        ("MB301-nobody-without-them", 'target votes: "yes"', "target votes: not counted"),
        ("MB301-nobody-without-them", "decides: all of seats", "decides: at least 1 seats"),
        ("MB302-empties-itself", "appointed by: trust/board",
         "appointed by: ann"),
        ("MB303-four-of-three", "at least 4 in office", "at least 3 in office"),
        ("MB303-four-of-three", "at least 4 in office", "impossible"),
        ("MB303-a-class-that-nobody-holds", "  - body: brewery/holders",
         "  - {holding: ann-preferred, holder: ann, of: brewery/preferred, units: 1}\n"
         "  - body: brewery/holders"),
        ("MB305-a-power-too-easy", "rank: bylaw\n", "rank: bylaw\n    from: 2999-01-01\n"),
        ("MB306-two-bylaws", "quorum: all of seats", "quorum: at least 2 members present"),
        ("MB306-two-bylaws", "rank: bylaw\n", "rank: bylaw\n    from: 2999-01-01\n"),
        ("MB307-no-record-date", "attended: [ann, bo]", "record date: 2024-04-01"),
        ("MB307-no-record-date", ", at least: 14 days", ", value: not needed"),
        ("MB304-two-partners", "quorum: at least 1 members present in east and at least 1 members "
         "present in west", "quorum: at least 1 members present"),
    ],
)  # fmt: skip
def test_what_is_mended_is_silent(case: str, old: str, new: str) -> None:
    text = text_of(TRAPS[case])
    assert old in text
    assert codes(text.replace(old, new)) == []


def test_norms_that_a_higher_rank_leaves_room_for_are_silent() -> None:
    text = text_of(TRAPS["MB305-a-bylaw-beside-a-statute"])
    text = text.replace("at least 1/4 of seats", "at least 1/2 of seats")
    text = text.replace("remove any from corp/board}\n  - body", "decide the budget}\n  - body")
    assert codes(text.replace("    proxies: allowed\n", "")) == []


def test_a_body_that_somebody_else_can_fill_does_not_empty_itself_for_good() -> None:
    text = text_of(TRAPS["MB302-empties-itself"]) + (
        "  - document: deed\n    of: trust\n    rank: charter\n    norms:\n"
        "      - {can: ann, id: deed-1, do: appoint any to trust/board}\n"
    )
    assert codes(text) == []


def test_a_body_whose_power_to_remove_is_taken_away_does_not_empty_itself() -> None:
    text = text_of(TRAPS["MB302-empties-itself"]) + (
        "  - document: deed\n    of: trust\n    rank: charter\n    norms:\n"
        "      - {cannot: trust/board, id: deed-1, do: remove any from trust/board}\n"
    )
    assert codes(text) == []


@pytest.mark.parametrize(("votes", "expected"), [(["bo"], "void"), (["ann", "bo"], "valid")])
def test_the_judge_agrees_that_nobody_is_removed_without_themselves(
    votes: list[str], expected: str
) -> None:
    book = read(text_of(TRAPS["MB301-nobody-without-them"]))
    found = advance(
        book, "remove ann from firm/manager", "2024-01-01", "firm/partners", "meeting", for_=votes
    )
    assert [w.value.standing for w in found.worlds if w.value is not None] == [expected]


def test_the_judge_agrees_that_a_threshold_is_out_of_reach() -> None:
    book = read(text_of(TRAPS["MB303-four-of-three"]))
    everybody = ["ann", "bo", "cy"]
    found = advance(
        book, "decide the budget", "2024-01-01", "houses/board", "meeting", for_=everybody
    )
    assert [w.value.standing for w in found.worlds if w.value is not None] == ["void"]


def test_the_judge_agrees_that_a_displaced_norm_changes_nothing() -> None:
    text = text_of(TRAPS["MB305-a-bylaw-beside-a-statute"])
    without = text.replace(
        "      - {quorum: corp/board, id: bylaw-1, by: at least 1/4 of seats}\n", ""
    )
    for written in (text, without):
        found = advance(
            read(written), "decide the budget", "2024-01-01", "corp/board", "meeting", for_=["ann"]
        )
        # One of three is a third: the floor of the statute, and more than the by-law asks for.
        assert [w.value.standing for w in found.worlds if w.value is not None] == ["valid"]
    power = "remove bo from corp/board"
    found = advance(
        read(text), power, "2024-01-01", "corp/board", "meeting", for_=["ann", "cy"]
    )  # fmt: skip
    assert {w.value.standing for w in found.worlds if w.value is not None} == {"void"}


@pytest.mark.parametrize(
    ("weak", "strong", "expected"),
    [
        ("at least 1/3 of seats", "at least 1/2 of seats", True),
        ("at least 1/2 of seats", "majority of seats", True),
        ("majority of seats", "at least 1/2 of seats", False),
        ("at least 1/3 of seats", "at least 1/2 of votes cast", False),
        ("at least 2 seats", "at least 3 seats", True),
        ("at least 3 seats", "at least 2 seats", False),
        ("at least 2 seats", "majority of seats", False),
        ("majority of members present", "majority of seats", True),
        ("majority of seats", "majority of members present", False),
        ("majority of votes cast", "2/3 of outstanding votes", True),
    ],
)
def test_which_rule_asks_for_no_more(weak: str, strong: str, expected: bool) -> None:
    rules = [parse_rule(weak), parse_rule(strong)]
    assert all(isinstance(rule, Share | Number) for rule in rules)
    assert asks_no_more(*rules) is expected  # type: ignore[arg-type]  # asserted above


SHARES = st.builds(
    Share,
    st.sampled_from([Fraction(n, 12) for n in range(1, 12)]),
    st.booleans(),
    st.sampled_from(
        [
            *(
                Base("heads", p)
                for p in ("seats", "in office", "present", "entitled present", "cast")
            ),
            Base("votes", "present"),
            Base("votes", "outstanding"),
            Base("votes", "cast"),
        ]
    ),
)
NUMBERS = st.builds(
    Number,
    st.integers(1, 5).map(Fraction),
    st.booleans(),
    st.just("heads"),
    st.just("in office"),
)
VOTERS = st.lists(st.sampled_from(ALL_CHOICES), min_size=1, max_size=6).map(
    lambda made: Electorate(tuple(Voter(f"v{i}", frozenset({c})) for i, c in enumerate(made)))
)


@settings(max_examples=150, deadline=None)
@given(SHARES | NUMBERS, SHARES | NUMBERS, st.lists(VOTERS, min_size=1, max_size=8))
def test_no_ballot_meets_the_stronger_rule_and_not_the_weaker(
    weak: Share | Number, strong: Share | Number, ballots: list[Electorate]
) -> None:
    if asks_no_more(weak, strong):
        assert not any(decide(strong, b) and not decide(weak, b) for b in ballots)


def test_at_looks_at_the_book_as_it_stood() -> None:
    text = text_of(TRAPS["MB303-four-of-three"]).replace("[ann, bo, cy]", "[ann, bo, cy, dee]")
    text = text.replace("  - person: cy\n", "  - person: cy\n  - person: dee\n")
    text += "  - {act: leaving, date: 2024-05-01, by: dee, effect: resign from houses/board}\n"
    book = read(text)
    assert [d.code for d in lint(book)] == ["MB303"]
    assert lint(book, at=moment(book, "2024-04-01")) == ()


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("consent of dee", []), ("all in office and consent of dee", []), ("cumulative", []),
     ("consent of houses/umpire", ["MB303"])],
)  # fmt: skip
def test_a_rule_is_within_reach_if_those_outside_consent_too(
    rule: str, expected: list[str]
) -> None:
    """A rule may ask for somebody's consent who does not sit there; a vacant post gives none."""
    text = text_of(TRAPS["MB303-four-of-three"]).replace("at least 4 in office", rule)
    text = text.replace("  - person: cy\n", "  - person: cy\n  - person: dee\n")
    assert codes(text + "  - post: houses/umpire\n") == expected


def test_the_board_of_openai_fills_itself() -> None:
    assert [d.code for d in lint(open_book("openai"))] == ["MB302"]


def test_a_book_with_errors_is_not_searched() -> None:
    text = text_of(TRAPS["MB303-four-of-three"]).replace("seats: 5", "seets: 5")
    broken = load_texts({"book.yaml": text.encode()})
    assert broken.errors
    assert lint(broken) == ()


def test_the_command_warns_and_exits_with_0() -> None:
    place = str(TRAPS["MB302-empties-itself"])
    plain = CliRunner().invoke(main, ["check", place])
    assert "MB302" not in plain.output
    found = CliRunner().invoke(main, ["check", "--lint", place])
    assert found.exit_code == 0
    assert "MB302" in found.output
    assert "no errors, 1 warning" in found.output
    told = CliRunner().invoke(main, ["check", "--lint", "--json", place])
    assert [d["code"] for d in json.loads(told.output)["diagnostics"]] == ["MB302"]

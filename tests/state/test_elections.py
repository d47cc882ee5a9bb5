"""Elections: candidates, seats, ties and heaped votes; book text in, verdict out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.state.books import advance, book
from tests.state.cases import act, judged, people, text

from minutebook.state.election import votes_to_guarantee
from minutebook.state.verdict import Effect


def election(
    rule: str,
    candidates: str,
    *lines: str,
    seats: int = 3,
    holders: str = "ann 60, bo 40",
    sitting: str = "",
    quorum: str = "none",
) -> str:
    """Holders elect to a board with empty seats."""
    held = [one.split() for one in holders.split(", ")]
    stand = [line.split(":")[0].strip() for line in candidates.strip().splitlines()]
    return text(
        people(*{*(n for n, _ in held), *stand, *(sitting.split(", ") if sitting else ())}),
        "  - instrument: share\n    of: org\n",
        *(f"  - holding: {n}-shares\n    holder: {n}\n    of: share\n    units: {u}\n"
          for n, u in held),
        "  - body: org/meeting\n    holders of: share\n"
        f"    decides: {rule}\n    quorum: {quorum}\n",
        f"  - body: org/board\n    seats: {seats}\n    members: [{sitting}]\n"
        "    appointed by: org/meeting\n",
        act("try", "by: org/meeting", "form: meeting",
            "candidates: {" + ", ".join(s.strip() for s in candidates.strip().splitlines()) + "}",
            "effect: [" + ", ".join(f"elect {n} to org/board" for n in stand) + "]", *lines),
    )  # fmt: skip


def elected(written: str) -> list[str]:
    return [e.deed.get("party") or "" for e in judged(written).effects if e.standing == "valid"]


def standings(written: str) -> dict[str, str]:
    return {e.deed.get("party") or "": e.standing for e in judged(written).effects}


def test_the_candidates_with_the_most_votes_fill_the_seats() -> None:
    votes = "cy: 40\ndee: 70\neve: 55\nfay: 60"
    assert elected(election("plurality", votes)) == ["dee", "eve", "fay"]
    assert elected(election("plurality", votes, seats=2)) == ["dee", "fay"]
    assert elected(election("plurality", votes, seats=1)) == ["dee"]


def test_who_ties_for_the_last_seat_is_not_elected() -> None:
    votes = "cy: 50\ndee: 70\neve: 50"
    assert elected(election("plurality", votes, seats=2)) == ["dee"]
    assert elected(election("plurality", votes, seats=3)) == ["cy", "dee", "eve"]
    assert elected(election("plurality", votes.replace("50", "51", 1), seats=2)) == ["cy", "dee"]


def test_nobody_is_elected_without_a_vote() -> None:
    assert elected(election("plurality", "cy: 10\ndee: 0", seats=2)) == ["cy"]


def test_two_candidates_for_one_office() -> None:
    """No order decides between them: the votes do, and the incumbent gives way."""
    written = election("plurality", "cy: 40\ndee: 41")
    office = written.replace("elect cy to org/board", "elect cy to org/president").replace(
        "elect dee to org/board", "elect dee to org/president"
    )
    post = (
        "  - person: old\n  - post: org/president\n    holder: old\n    appointed by: org/meeting\n"
    )
    assert elected(office + post) == ["dee"]
    tie = office.replace("cy: 40", "cy: 41") + post
    assert elected(tie) == []


def test_a_majority_may_be_asked_of_each_candidate() -> None:
    votes = "cy: 45\ndee: 35\neve: 20"
    assert elected(election("majority of votes cast", votes, seats=1)) == []
    votes = "cy: 51\ndee: 35\neve: 14"
    assert elected(election("majority of votes cast", votes, seats=1)) == ["cy"]


def test_voters_by_name_give_each_of_theirs_all_their_votes() -> None:
    votes = "cy: [ann]\ndee: [ann, bo]\neve: [bo]"
    found = election("plurality", votes, seats=2)
    assert elected(found) == ["cy", "dee"]  # 60, 100, 40


def test_more_choices_than_seats_leave_open_which_count() -> None:
    votes = "cy: [ann]\ndee: [ann]\neve: [bo]"
    found = judged(election("plurality", votes, seats=1)).effects
    assert [e.standing for e in found] == ["undetermined", "undetermined", "undetermined"]
    assert "which votes of ann count" in found[0].missing


def test_heaped_votes_elect_a_minority_candidate() -> None:
    """Three seats, 60 and 40 shares: straight voting gives all three to 60, heaping one to 40."""
    straight = "cy: [ann]\ndee: [ann]\neve: [ann]\nfay: [bo]"
    assert elected(election("plurality", straight)) == ["cy", "dee", "eve"]
    heaped = "cy: {ann: 60}\ndee: {ann: 60}\neve: {ann: 60}\nfay: {bo: 120}"
    assert elected(election("cumulative", heaped)) == ["fay"]  # the three tie for two seats
    shared = "cy: {ann: 90}\ndee: {ann: 90}\nfay: {bo: 120}"
    assert elected(election("cumulative", shared)) == ["cy", "dee", "fay"]
    assert elected(election("cumulative", "cy: [ann]\ndee: [ann]\nfay: [bo]")) == [
        "cy", "dee", "fay",
    ]  # fmt: skip


def test_more_votes_than_one_has_are_open() -> None:
    found = judged(election("cumulative", "cy: {ann: 181}\nfay: {bo: 120}", seats=1)).effects
    assert [e.standing for e in found] == ["undetermined", "undetermined"]
    exact = election("cumulative", "cy: {ann: 180}\nfay: {bo: 120}", "to elect: 3", seats=3)
    assert elected(exact) == ["cy", "fay"]


def test_a_range_of_votes_elects_whom_it_elects_in_any_case() -> None:
    votes = "cy: 40..45\ndee: 44..50\neve: 10..20"
    found = standings(election("plurality", votes, seats=1))
    assert found == {"cy": "undetermined", "dee": "undetermined", "eve": "void"}
    assert elected(election("plurality", votes, seats=2)) == ["cy", "dee"]


def test_how_many_are_to_be_elected_may_be_unknown() -> None:
    found = judged(election("plurality", "cy: 9\ndee: 8", "to elect: unknown", seats=2))
    assert found.effects[0].missing == ("how many are to be elected to org/board",)


@pytest.mark.parametrize(
    ("cast", "expected"), [("cy: 26\ndee: 24", "valid"), ("cy: 26\ndee: 23", "void")]
)
def test_a_quorum_of_an_election(cast: str, expected: str) -> None:
    written = election("plurality", cast, "others: absent", seats=1,
                       quorum="1/2 of outstanding votes")  # fmt: skip
    assert standings(written)["cy"] == expected


def test_in_advance_a_holder_elects_whom_nobody_can_outvote() -> None:
    """Of three seats, more than a quarter of the votes elect one candidate for sure."""
    for units, expected in ((26, "valid"), (25, "void")):
        written = election("cumulative", "cy: 1", holders=f"ann {units}, bo {100 - units}")
        found = advance(book(written), "elect cy to org/board", "2019-01-01", "org/meeting",
                        "meeting", **{"for": ["ann"], "against": ["bo"]})  # fmt: skip
        assert found.value is not None
        assert found.value.standing == expected


def test_votes_that_guarantee_seats() -> None:
    assert votes_to_guarantee(1, 3, 100) == 26
    assert votes_to_guarantee(2, 3, 100) == 51
    assert votes_to_guarantee(3, 3, 100) == 76
    assert votes_to_guarantee(1, 5, 1_000_000) == 166_667


def _spread(votes: int, candidates: int) -> list[tuple[int, ...]]:
    return [s for s in product(range(votes + 1), repeat=candidates) if sum(s) == votes]


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 3), st.integers(2, 6), st.data())
def test_the_guarantee_holds_against_every_spread(
    seats: int, votes: int, data: st.DataObject
) -> None:
    """The twin: every way in which the others can share out what they have."""
    wanted = data.draw(st.integers(1, seats))
    need = votes_to_guarantee(wanted, seats, votes)

    def safe(ours: int) -> bool:
        mine = ours * seats
        for split in _spread(mine, wanted):
            if all(
                sum(o >= m for o in others) + sum(x >= m for x in split) - 1 < seats
                for others in _spread((votes - ours) * seats, seats)
                for m in split
            ):
                return min(split) > 0
        return False

    if need <= votes:
        assert safe(need)
    assert need == 1 or not safe(need - 1)


def alone(rule: str, *votes: str) -> Effect:
    written = election(rule, "cy: 1", seats=1)
    start = written.index("    candidates:")
    lines = "".join(f"    {line}\n" for line in (*votes, "effect: elect cy to org/board"))
    return judged(written[:start] + lines).effects[0]


def test_withheld_votes_beat_a_plurality_only_if_somebody_else_stood() -> None:
    """8 Del. C. § 216(3): one vote elects a director whom nobody stands against."""
    assert alone("plurality", "for: ann", "against: bo").standing == "valid"
    found = alone("plurality", "for: bo", "against: ann")
    assert found.missing == ("the candidates for org/board, and the votes for each",)
    assert alone("plurality", "against: [ann, bo]").standing == "void"
    assert alone("majority of votes cast", "for: bo", "against: ann").standing == "void"
    assert elected(election("plurality", "cy: [bo]", "others: abstain", seats=1)) == ["cy"]


def test_who_has_every_vote_has_none_against() -> None:
    """With two seats to fill, all 100 votes for one leave none that another could mean."""
    found = election("majority of votes cast", "cy: 30\ndee: 100", seats=2)
    assert standings(found) == {"cy": "void", "dee": "valid"}


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ("cy: 50\ndee: 30\neve: 20", {"cy": "valid", "dee": "valid", "eve": "void"}),
        ("cy: 40\ndee: 30\neve: 30", {"cy": "valid", "dee": "undetermined", "eve": "undetermined"}),
    ],
)
def test_an_election_in_writing_ranks_like_one_at_a_meeting(
    votes: str, expected: dict[str, str]
) -> None:
    written = (
        election("plurality", votes, seats=2)
        .replace("form: meeting", "form: without meeting")
        .replace("quorum: none", "quorum: none\n    without meeting: plurality")
    )
    assert standings(written) == expected

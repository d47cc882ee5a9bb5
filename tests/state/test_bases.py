"""Rules on each base: nine seats, seven in office, four present, and who counts."""

from __future__ import annotations

import pytest
from tests.state.books import book, verdict
from tests.state.cases import act, board, effect, judged, people, standing, text, worlds

SEVEN = ("a", "b", "c", "d", "e", "f", "g")


def vote(rule: str, *votes: str, quorum: str = "at least 1 in office") -> str:
    """Nine seats, seven in office."""
    return text(
        people(*SEVEN),
        board(", ".join(SEVEN), "seats: 9", f"decides: {rule}", f"quorum: {quorum}"),
        act("try", "by: org/board", "form: meeting", "effect: decide the budget", *votes),
    )


# Four are present: three for, one against or abstaining; three stayed away; two seats are empty.
AGAINST = ("for: [a, b, c]", "against: d", "others: absent")
ABSTAINS = ("for: [a, b]", "abstain: [c, d]", "others: absent")


@pytest.mark.parametrize(
    ("rule", "against", "abstains"),
    [
        ("majority of seats", "void", "void"),  # five of nine
        ("majority of members in office", "void", "void"),  # four of seven
        ("majority of members present", "valid", "void"),  # three of four; two of four
        ("majority of votes cast", "valid", "valid"),  # three of four; two of two
        ("at least 1/3 of seats", "valid", "void"),  # three of nine is exactly a third
        ("more than 1/3 of seats", "void", "void"),
        ("all of members present", "void", "void"),
        ("at least 2 of members present", "valid", "valid"),
    ],
)
def test_eight_bases_give_their_own_answers(rule: str, against: str, abstains: str) -> None:
    assert standing(vote(rule, *AGAINST)) == against
    assert standing(vote(rule, *ABSTAINS)) == abstains


@pytest.mark.parametrize(
    ("quorum", "met"),
    [
        ("at least 4 of members in office", True),
        ("more than 4 of members in office", False),
        ("majority of members in office", True),  # four of seven
        ("majority of seats", False),  # five of nine would be needed
        ("4/7 of members in office", True),  # exactly
        ("at least 5 of members in office", False),
    ],
)
def test_a_quorum_counts_who_is_there_on_its_own_base(quorum: str, met: bool) -> None:
    found = effect(vote("majority of votes cast", *AGAINST, quorum=quorum))
    assert found.standing == ("valid" if met else "void")


def test_without_a_quorum_being_stated_a_vote_of_those_present_is_undetermined() -> None:
    written = vote("majority of votes cast", *AGAINST).replace(
        "    quorum: at least 1 in office\n", ""
    )
    found = effect(written)
    assert found.standing == "undetermined"
    assert found.missing == ("the quorum of org/board",)


def test_a_rule_that_counts_the_absent_needs_no_quorum() -> None:
    written = vote("majority of seats", "for: [a, b, c, d, e]", "others: absent").replace(
        "    quorum: at least 1 in office\n", ""
    )
    assert standing(written) == "valid"


def test_where_everybody_came_no_quorum_can_be_missed() -> None:
    written = vote("majority of votes cast", "for: [a, b]", "others: abstain").replace(
        "    quorum: at least 1 in office\n", ""
    )
    assert standing(written) == "valid"


def test_a_body_without_any_rule_is_undetermined_unless_nobody_can_have_consented() -> None:
    bare = text(people("a", "b"), board("a, b"), act("try", "by: org/board", "effect: decide x"))
    found = effect(bare)
    assert found.standing == "undetermined"
    assert found.missing == ("the rule by which org/board decides",)
    against = bare + "    against: [a, b]\n"
    assert standing(against) == "void"


def test_an_unknown_number_of_seats_leaves_a_majority_of_them_open() -> None:
    written = vote("majority of seats", "for: [a, b, c, d, e]").replace(
        "seats: 9", "seats: unknown"
    )
    assert standing(written) == "undetermined"
    assert standing(written.replace("for: [a, b, c, d, e]", "others: against")) == "void"


def test_unknown_votes_matter_only_where_they_can_turn_it() -> None:
    decided = vote("majority of members in office", "for: [a, b, c, d]")
    assert standing(decided) == "valid"
    open_ = effect(vote("majority of members in office", "for: [a, b, c]"))
    assert open_.standing == "undetermined"
    assert open_.missing == tuple(f"how {n} voted" for n in "defg")
    lost = vote("majority of members in office", "against: [a, b, c, d]")
    assert standing(lost) == "void"


def test_votes_of_those_who_have_none_are_not_counted() -> None:
    written = vote("majority of votes cast", "for: [a, org]", "against: [b, c]", "others: absent")
    found = effect(written)
    assert found.standing == "void"
    assert "org has no vote" in str(found.why)


def test_a_tally_counts_without_names() -> None:
    assert standing(vote("majority of members in office", "for: 4", "against: 3")) == "valid"
    assert standing(vote("majority of members in office", "for: 3", "against: 4")) == "void"


def test_a_tally_within_bounds_is_counted_at_both() -> None:
    rule = "majority of members in office"
    assert standing(vote(rule, "for: at least 4")) == "valid"
    assert standing(vote(rule, "for: at most 3", "others: absent")) == "void"
    assert standing(vote(rule, "for: 3..4", "others: absent")) == "undetermined"


def test_a_tally_beyond_the_number_of_members_tells_only_what_it_must() -> None:
    """Nine votes of seven: two of them do not count, and nobody knows which."""
    found = effect(vote("majority of members in office", "for: 5", "against: 4"))
    assert found.standing == "undetermined"
    assert "which of the votes reported in org/board count" in found.missing
    assert standing(vote("majority of members in office", "for: 9")) == "valid"


def test_nobody_is_pivotal_by_a_tally_that_names_nobody() -> None:
    assert judged(vote("majority of members in office", "for: 4", "against: 3")).pivotal == ()


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("majority of members in office", "valid"),
        ("majority of members in office in family", "undetermined"),
        ("majority of members in office and at least 2 in office in rest", "undetermined"),
        ("majority of members in office and at least 1 in office in rest", "valid"),
    ],
)
def test_a_tally_of_members_who_differ_tells_what_every_way_to_deal_it_out_tells(
    rule: str, expected: str
) -> None:
    """Three of five: at least one of the three who are not of the family must be among them."""
    groups = "  - group: family\n    members: [a, b]\n  - group: rest\n    members: [c, d, e]\n"
    written = text(people("a", "b", "c", "d", "e"), groups,
                   board("a, b, c, d, e", f"decides: {rule}"),
                   act("try", "by: org/board", "form: meeting", "for: 3", "against: 2",
                       "effect: decide x"))  # fmt: skip
    found = effect(written)
    assert found.standing == expected
    assert found.pivotal == ()


def test_who_breaks_the_tie_may_be_told_by_number_only() -> None:
    """Two of four are for it: the chair may be one of them or not."""
    told = CHAIRED.replace("for: [a, b]", "for: 2").replace("against: [c, d]", "against: 2")
    assert standing(told) == "undetermined"
    assert standing(told.replace("for: 2", "for: 3").replace("against: 2", "against: 1")) == "valid"


CHAIRED = text(
    people("a", "b", "c", "d"),
    board("a, b, c, d", "decides: majority of votes cast", "quorum: 3 in office",
          "casting vote: a"),
    act("try", "by: org/board", "form: meeting", "effect: decide x", "for: [a, b]",
        "against: [c, d]"),
)  # fmt: skip


def test_on_a_tie_the_casting_vote_counts_once_more() -> None:
    assert standing(CHAIRED) == "valid"
    assert standing(CHAIRED.replace("casting vote: a", "casting vote: c")) == "void"


@pytest.mark.parametrize(
    ("quorum", "expected"), [("2 in office", "valid"), ("3 in office", "void")]
)
def test_a_casting_vote_brings_nobody_to_the_quorum(quorum: str, expected: str) -> None:
    """Two of four came, one for and one against: the chair's second vote is no third member."""
    written = CHAIRED.replace("3 in office", quorum).replace("for: [a, b]", "for: a")
    assert standing(written.replace("[c, d]", "c\n    others: absent")) == expected


def test_a_casting_vote_decides_where_the_last_vote_can_at_most_tie() -> None:
    unknown = CHAIRED.replace("against: [c, d]", "against: c")
    assert standing(unknown) == "valid"


@pytest.mark.parametrize("others", ["", "\n    others: for"])
def test_a_tie_is_open_where_nobody_knows_who_has_the_casting_vote(others: str) -> None:
    chair = "  - post: org/chair\n    holder: unknown\n"
    written = CHAIRED.replace("casting vote: a", "casting vote: org/chair")
    written = written.replace("  - act:", chair + "  - act:").replace("[c, d]", f"[c, d]{others}")
    assert standing(written) == "undetermined"


def test_the_casting_vote_of_a_post_is_its_holders() -> None:
    chair = "  - post: org/chair\n    holder: b\n"
    written = CHAIRED.replace("casting vote: a", "casting vote: org/chair")
    assert standing(written.replace("  - act:", chair + "  - act:")) == "valid"


def test_observers_stand_in_no_base() -> None:
    seat = "  - post: org/seat-{n}\n    in: org/board\n    kind: {k}\n    holder: {p}\n"
    posts = "".join(
        seat.format(n=n, k=k, p=p)
        for n, k, p in ((1, "seat", "a"), (2, "seat", "b"), (3, "observer", "c"))
    )
    body = "  - body: org/board\n    decides: all of members in office\n"
    vote = act("try", "by: org/board", "form: meeting", "effect: decide x", "for: [a, b]",
               "against: c")  # fmt: skip
    found = effect(text(people("a", "b", "c"), body, posts, vote))
    assert found.standing == "valid"
    assert "c has no vote" in str(found.why)


def test_one_person_in_two_seats_has_two_votes() -> None:
    seat = "  - post: org/seat-{n}\n    in: org/board\n    kind: seat\n    holder: {p}\n"
    posts = "".join(seat.format(n=n, p=p) for n, p in ((1, "a"), (2, "a"), (3, "b"), (4, "c")))
    body = ("  - body: org/board\n    decides: at least 1/2 of seats\n"
            "    further seats count in: everything\n")  # fmt: skip
    vote = act("try", "by: org/board", "form: meeting", "effect: decide x", "for: a",
               "others: against")  # fmt: skip
    found = effect(text(people("a", "b", "c"), body, posts, vote))
    assert found.standing == "valid"
    assert found.pivotal == ("a",)


def test_who_holds_a_seat_may_be_unknown() -> None:
    seat = "  - post: org/seat-{n}\n    in: org/board\n    kind: seat\n    holder: {p}\n"
    posts = "".join(seat.format(n=n, p=p) for n, p in ((1, "a"), (2, "b"), (3, "unknown")))
    body = "  - body: org/board\n    decides: majority of seats\n"
    vote = act("try", "by: org/board", "form: meeting", "effect: decide x", "for: a",
               "against: b")  # fmt: skip
    answer = worlds(text(people("a", "b"), body, posts, vote))
    assert answer.value is not None
    assert answer.value.standing == "undetermined"
    assert "who holds org/seat-3" in answer.missing


def test_members_that_are_organisations_vote_like_others() -> None:
    parties = "  - entity: left\n  - entity: right\n"
    body = board("left, right", "decides: all of members in office")
    vote = act("try", "by: org/board", "form: meeting", "effect: decide x", "for: [left, right]")
    assert standing(text(parties, body, vote)) == "valid"


def test_members_are_as_many_as_before_where_a_casting_vote_breaks_a_tie() -> None:
    """Two of five against two, one away: with the casting vote three of the five in office."""
    text = """
    book: {title: Five, timezone: UTC}
    records:
    - entity: org
    - person: a
    - person: b
    - person: c
    - person: d
    - person: e
    - body: org/board
      members: [a, b, c, d, e]
      decides: majority of members in office
      casting vote: a
    - act: tie
      date: 2024-05-01
      by: org/board
      form: meeting
      for: [a, b]
      against: [c, d]
      absent: e
      effect: decide the budget
    """
    found = verdict(book(text), "tie").value
    assert found is not None
    assert found.standing == "valid"


def test_a_lighter_consent_that_makes_a_tie_can_be_the_cheaper_cure() -> None:
    """Ann chairs and breaks ties: bob's one vote ties and carries, cy's two would not."""
    text = """
    book: {title: Three, timezone: UTC}
    records:
    - entity: org
    - person: ann
    - person: bob
    - person: cy
    - body: org/board
      members: [ann, bob, cy]
      votes: {cy: 2}
      decides: at least 3 in office
      casting vote: ann
      quorum: none
    - act: split
      date: 2024-05-01
      by: org/board
      form: meeting
      for: [ann]
      against: [bob, cy]
      effect: decide the budget
    """
    found = verdict(book(text), "split").value
    assert found is not None
    cure = found.effects[0].cures[0]
    assert (cure.needs, cure.among) == (1, ("bob",))

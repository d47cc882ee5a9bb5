"""Votes told in names and numbers together: split votes, counted others, parts of a group."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.state.books import book
from tests.state.cases import act, board, judged, people, standing, text, worlds
from tests.state.test_votes_suspended import CAP, company

from minutebook.views import questions

NOMINEE = "nominee 100, bo 20"


def test_a_nominee_votes_part_for_and_part_against() -> None:
    """Whoever has several votes need not cast all in one way (Companies Act 2006, s. 322)."""
    assert standing(company(NOMINEE, "for: 61 of nominee", "against: [39 of nominee, bo]"))
    assert standing(company(NOMINEE, "for: [60 of nominee]", "against: [40 of nominee, bo]")) == (
        "void"  # 60 to 60
    )
    assert standing(company(NOMINEE, "for: [61 of nominee]", "against: [39 of nominee, bo]")) == (
        "valid"
    )


def test_what_the_numbers_leave_over_is_not_presumed() -> None:
    open_ = judged(company(NOMINEE, "for: 60 of nominee", "against: bo"))
    assert open_.standing == "undetermined"
    assert open_.missing == (
        "how the other votes of nominee were cast",
        "what nominee, who split their votes, counts as where heads count",
    )
    # 60 to 20 and 39 that may be against as well: 60 to 59.
    assert standing(company(NOMINEE, "for: [61 of nominee]", "against: bo")) == "valid"
    away = company(NOMINEE, "for: 60 of nominee", "against: bo", "others: absent")
    assert standing(away) == "valid"


def test_more_votes_than_somebody_has_cannot_all_count() -> None:
    over = judged(company(NOMINEE, "for: 70 of nominee", "against: [50 of nominee, bo]"))
    assert over.standing == "undetermined"
    assert "which of the votes reported of nominee count" in over.missing
    # At least 80 of the 100 were for.
    clear = company(NOMINEE, "for: 100 of nominee", "against: [20 of nominee, bo]")
    assert standing(clear) == "valid"


def test_who_splits_their_votes_is_one_person_of_the_quorum() -> None:
    votes = ("for: 60 of nominee", "against: 40 of nominee", "others: absent")
    assert standing(company(NOMINEE, *votes, quorum="at least 2 holders present")) == "void"
    assert standing(company(NOMINEE, *votes, quorum="at least 1 holders present")) == "valid"


def test_where_heads_count_a_split_vote_may_count_either_way() -> None:
    both = "majority of holders present and 3/4 of votes cast"
    three = "nominee 100, bo 10, cy 10"
    votes = ("for: [95 of nominee, bo]", "against: [5 of nominee, cy]")
    open_ = judged(company(three, *votes, rule=both))
    assert open_.missing == ("what nominee, who split their votes, counts as where heads count",)
    sure = ("for: [90 of nominee, bo, cy]", "against: [10 of nominee]")
    assert standing(company(three, *sure, rule=both)) == "valid"


def test_a_limit_on_votes_takes_them_from_one_who_splits_them() -> None:
    votes = ("for: 60 of nominee", "against: [40 of nominee, bo]")
    capped = judged(company(NOMINEE, *votes) + CAP)
    assert capped.standing == "undetermined"
    assert "which of the votes reported of nominee count" in capped.missing


def test_names_beside_numbers_in_a_club() -> None:
    crowd = "  - group: staff\n    of: org\n    count: 9\n"
    rules = ("decides: majority of votes cast", "quorum: none")

    def vote(*votes: str) -> str | None:
        given = act("try", "by: org/board", "form: meeting", *votes, "effect: decide the budget")
        return standing(text(people("ann"), crowd, board("ann, staff", *rules), given))

    assert vote("for: [ann, 5 others]", "against: 4") == "valid"
    assert vote("for: [ann, 4 others]", "against: 5") == "void"
    assert vote("for: [ann, 5 of staff]", "against: 4 of staff") == "valid"
    assert vote("for: [ann, 4 of staff]", "against: 5 of staff") == "void"
    assert vote("for: [ann, 4 of staff]", "against: 4 of staff") == "valid"  # one abstained
    assert vote("for: [ann, 4 of staff]", "against: []") == "undetermined"
    # The others may be those of the group of whom nothing is told yet.
    assert vote("for: [ann, 4 of staff]", "against: 5") == "void"


def test_the_named_and_the_counted_of_a_board() -> None:
    written = text(
        people("a", "b", "c", "d", "e"),
        board("a, b, c, d, e", "decides: majority of votes cast", "quorum: 3"),
        act("try", "by: org/board", "form: meeting", "for: [a, 2 others]", "against: [b, 1 other]",
            "effect: decide the budget"),
    )  # fmt: skip
    assert standing(written) == "valid"
    assert standing(written.replace("a, 2 others", "a, 1 other")) == "void"


def test_a_divided_delegation() -> None:
    """Two electors of Nebraska for one and three for the other, 269 against 269 elsewhere."""
    states = "  - entity: nebraska\n  - entity: east\n  - entity: west\n"
    rules = ("decides: majority of votes in office", "quorum: none",
             "votes: {nebraska: 5, east: 266, west: 267}")  # fmt: skip

    def vote(*votes: str) -> str | None:
        given = act("try", "by: org/board", "form: meeting", *votes, "effect: decide the call")
        return standing(text(states, board("nebraska, east, west", *rules), given))

    assert vote("for: [east, 4 of nebraska]", "against: [west, 1 of nebraska]") == "valid"  # 270
    assert vote("for: [east, 3 of nebraska]", "against: [west, 2 of nebraska]") == "void"  # 269


def test_a_part_of_a_vote_that_came_in_too_late() -> None:
    rule = "    without meeting: majority of outstanding votes\n"
    late = company(NOMINEE, "for: [51 of nominee, bo]", "delivered: {nominee: 2020-02-01}",
                   more=rule).replace("form: meeting", "form: without meeting")  # fmt: skip
    assert standing(late) == "void"
    assert standing(late.replace("2020-02-01", "2019-12-31")) == "valid"


def test_a_stranger_with_part_of_a_vote_is_named() -> None:
    found = worlds(company(NOMINEE, "for: [nominee, 3 of zed]") + "  - person: zed\n")
    assert found.value is not None
    assert "zed has no vote" in str(found.value.effects[0].why)


def test_numbers_beside_names_in_advance() -> None:
    """United States Senate: 50 to 50, and the Vice President's vote (Const. art. I, s. 3)."""
    senate = book(text(
        people("vp"), "  - group: senators\n    of: org\n    count: 100\n",
        board("senators", "decides: majority of votes cast", "quorum: majority of members",
              "casting vote: vp"),
    ))  # fmt: skip

    def passes(for_: list[str] | int, against: list[str] | int) -> str | None:
        found = questions.judge(
            senate, "decide the bill", by="org/board", for_=for_, against=against, form="meeting"
        )
        return found.value.standing if found.value else None

    assert passes(["vp", "50 others"], 50) == "valid"
    assert passes(["vp", "50 of senators"], ["50 of senators"]) == "valid"
    assert passes(50, 50) == "void"
    assert passes(["vp", "49 others"], 50) == "void"
    assert passes(50, ["vp", "50 others"]) == "void"
    assert passes(51, 49) == "valid"


def test_a_split_vote_weighs_as_much_as_several_holders_do() -> None:
    """The twin: each part of a split vote held by a holder of its own."""
    part = st.integers(0, 9)

    @settings(deadline=None, max_examples=25)
    @given(part, part, part, part, st.sampled_from(RULES))
    def same(yes: int, no: int, blank: int, bo: int, rule: str) -> None:
        total = yes + no + blank
        if total == 0:
            return
        choices = {"for": yes, "against": no, "abstain": blank}
        split = [f"{choice}: {n} of one" for choice, n in choices.items() if n]
        apart = [f"{choice}: one{choice}" for choice, n in choices.items() if n]
        holders = ", ".join(f"one{choice} {n}" for choice, n in choices.items() if n)
        alone = f"one {total}, bo {bo + 1}"
        opposed = [line + ", bo" if "against" in line else line for line in split]
        against = [line.replace(": ", ": [") + "]" if ", bo" in line else line for line in opposed]
        others = () if no else ("against: bo",)
        other = [f"against: [one{'against'}, bo]" if "against" in line else line for line in apart]
        one = standing(company(alone, *against, *others, rule=rule))
        assert one == standing(company(f"{holders}, bo {bo + 1}", *other, *others, rule=rule))

    same()


RULES = ("majority of votes cast", "2/3 of votes cast", "majority of votes present",
         "majority of outstanding votes", "40% of capital represented")  # fmt: skip


HOUSES = {"bishops": 53, "clergy": 200, "laity": 212}
SYNOD = "".join(f"  - group: {h}\n    of: org\n    count: {n}\n" for h, n in HOUSES.items())
EACH_HOUSE = " and ".join(f"2/3 of votes cast in {house}" for house in HOUSES)


def test_a_vote_told_house_by_house() -> None:
    """General Synod of the Church of England, 20 November 2012: lost in the house of laity."""

    def synod(laity: int) -> str | None:
        given = act("try", "by: org/board", "form: meeting",
                    f"for: [44 of bishops, 148 of clergy, {laity} of laity]",
                    f"against: [3 of bishops, 45 of clergy, {206 - laity} of laity]",
                    "abstain: [2 of bishops]", "others: absent",
                    "effect: decide the measure")  # fmt: skip
        rules = (f"decides: {EACH_HOUSE}", "quorum: none")
        return standing(text(SYNOD, board(", ".join(HOUSES), *rules), given))

    assert synod(132) == "void"
    assert synod(137) == "void"
    assert synod(138) == "valid"


def test_votes_told_class_by_class() -> None:
    classes = "".join(f"  - instrument: {name}\n    of: org\n" for name in ("common", "preferred"))
    held = "".join(
        f"  - holding: {who}-{of}\n    holder: {who}\n    of: {of}\n    units: {units}\n"
        for who, of, units in (("ann", "common", 60), ("bo", "common", 40), ("cy", "preferred", 30))
    )
    rule = "majority of votes cast in common and majority of votes cast in preferred"
    body = f"  - body: org/meeting\n    holders of: [common, preferred]\n    decides: {rule}\n"

    def vote(*votes: str) -> str | None:
        given = act("try", "by: org/meeting", "form: meeting", *votes, "effect: decide the merger")
        return standing(text(people("ann", "bo", "cy"), classes, held, body,
                             "    quorum: none\n", given))  # fmt: skip

    assert vote("for: [51 of common, 16 of preferred]", "against: [49 of common]") == "valid"
    assert vote("for: [51 of common, 16 of preferred]", "against: [14 of preferred]") == "valid"
    assert vote("for: [50 of common, cy]", "against: [50 of common]") == "void"
    # Who is named is not among those told by number: 40 of the other 60 were for.
    assert vote("for: [40 of common, cy]", "against: [bo, 1 of common]") == "void"
    assert vote("for: [41 of common, cy]", "against: bo") == "undetermined"
    assert vote("for: [41 of common, cy]", "against: bo", "others: absent") == "valid"


def test_votes_told_by_party() -> None:
    parties = "".join(
        f"  - group: {name}\n    members: [{members}]\n"
        for name, members in (("left", "a, b, c"), ("right", "d, e"))
    )
    rules = ("decides: majority of votes cast", "quorum: none")

    def vote(*votes: str) -> str | None:
        given = act("try", "by: org/board", "form: meeting", *votes, "effect: decide the budget")
        return standing(text(people(*"abcde"), parties, board("a, b, c, d, e", *rules), given))

    assert vote("for: [2 of left, 1 of right]", "against: [1 of left, 1 of right]") == "valid"
    assert vote("for: [2 of left]", "against: [1 of left, 2 of right]") == "void"
    assert vote("for: [2 of left, d]", "against: [1 of left, e]") == "valid"

"""Who can, in books a lawyer can read: nested boards, a co-op, two classes, two keys, a circle."""

from __future__ import annotations

from fractions import Fraction

from tests.power.who_cases import ask_who, control, sets
from tests.state.books import book

from minutebook.power.coalitions import Part

AT = "2024-01-01"

NESTED = book("""
    book: {title: Parent and child, timezone: UTC}
    records:
      - person: ada
      - person: ben
      - person: cyd
      - person: dee
      - person: eli
      - person: fay
      - person: gus
      - entity: trust
        acts through: trust/council
      - body: trust/council          # the shareholder is itself a body of three
        members: [ada, ben, cyd]
        decides: majority of seats
        quorum: none
      - entity: parent
        acts through: parent/board
      - instrument: parent/share
        of: parent
      - holding: trust-holds
        holder: trust
        of: parent/share
        units: 100
      - body: parent/meeting
        holders of: parent/share
        decides: majority of outstanding votes
        quorum: none
      - body: parent/board
        seats: 3
        members: [dee, eli, fay]
        appointed by: parent/meeting
        decides: majority of seats
        quorum: none
      - entity: child
      - instrument: child/share
        of: child
      - holding: parent-holds
        holder: parent
        of: child/share
        units: 60
      - holding: gus-holds
        holder: gus
        of: child/share
        units: 40
      - body: child/meeting
        holders of: child/share
        decides: majority of outstanding votes
        quorum: none
      - post: child/manager
        holder: gus
        appointed by: child/meeting
""")


def test_today_the_parents_board_votes_its_shares() -> None:
    found = control(NESTED, "remove gus from child/manager", AT, 0)
    assert sets(found) == {frozenset(c) for c in (["dee", "eli"], ["dee", "fay"], ["eli", "fay"])}
    assert found.dummies == ("gus",)
    assert found.monotone
    assert found.organs["parent"] == (("dee", "eli"), ("dee", "fay"), ("eli", "fay"))
    (step,) = found.plan
    assert step.by == "child/meeting"
    assert [str(d) for d in step.deeds] == ["remove gus from child/manager"]


def test_in_the_end_whoever_elects_the_parents_board_can_too() -> None:
    found = control(NESTED, "remove gus from child/manager", AT)
    assert sets(found) == {
        frozenset(c)
        for c in (["dee", "eli"], ["dee", "fay"], ["eli", "fay"],
                  ["ada", "ben"], ["ada", "cyd"], ["ben", "cyd"])
    } | {frozenset()} - {frozenset()}  # fmt: skip
    plan = control(NESTED, "remove gus from child/manager", AT, coalition=["ada", "ben"]).asked
    assert plan is not None and plan.can
    assert [s.by for s in plan.plan] == ["parent/meeting", "parent/meeting", "child/meeting"]
    assert "remove dee from parent/board" in map(str, plan.plan[0].deeds)
    assert str(plan.plan[1].deeds[0]) == "appoint nominee-1 to parent/board"


def test_few_steps_do_not_reach_it_and_the_answer_says_so() -> None:
    found = control(NESTED, "remove gus from child/manager", AT, 1)
    assert frozenset({"ada", "ben"}) not in sets(found)
    assert found.bounded


def test_a_coalition_that_falls_short_learns_whom_it_lacks() -> None:
    asked = control(NESTED, "remove gus from child/manager", AT, 0, coalition=["dee"]).asked
    assert asked is not None
    assert (asked.can, asked.needs, len(asked.lacks)) == (False, 1, 1)
    assert asked.lacks[0] in ("eli", "fay")
    whole = control(NESTED, "remove gus from child/manager", AT, 0, coalition=["parent"]).asked
    assert whole is not None and whole.can
    assert whole.through == {"parent": (("dee", "eli"), ("dee", "fay"), ("eli", "fay"))}
    useless = control(NESTED, "appoint ada to child/manager", AT, 0, coalition=["gus"]).asked
    assert useless is not None and useless.needs == 2


COOP = book("""
    book: {title: Bakery, timezone: UTC}
    records:
      - person: uma
      - entity: bakery
      - group: members
        of: bakery
        count: 10000
      - instrument: bakery/membership
        of: bakery
      - holding: each-one
        holder: members
        of: bakery/membership
        units: 10000
      - body: bakery/assembly
        holders of: bakery/membership
        decides: majority of outstanding votes
        quorum: none
      - post: bakery/head
        holder: uma
        appointed by: bakery/assembly
""")


def test_ten_thousand_members_are_one_block() -> None:
    found = control(COOP, "remove uma from bakery/head", AT, 0)
    assert found.minimal_coalitions == ((Part("members", 5001),),)
    assert found.blocking == ((Part("members", 5000),),)
    assert found.players == {"members": 10000}
    assert found.power is not None
    assert found.power["members"].shapley_shubik == Fraction(1, 10000)
    assert found.vetoers == ()


TWO_CLASSES = book("""
    book: {title: Two classes, timezone: UTC}
    records:
      - person: founder
      - person: fund
      - person: bank
      - entity: firm
      - instrument: firm/a
        of: firm
        votes: 1
      - instrument: firm/b
        of: firm
        votes: 10
      - instrument: firm/profit
        of: firm
        votes: 0
      - {holding: h1, holder: founder, of: firm/b, units: 100}
      - {holding: h2, holder: fund, of: firm/a, units: 600}
      - {holding: h3, holder: bank, of: firm/a, units: 300}
      - {holding: h4, holder: bank, of: firm/profit, units: 1000000}
      - body: firm/meeting
        holders of: [firm/a, firm/b, firm/profit]
        decides: majority of outstanding votes
        quorum: none
      - body: firm/class-a
        holders of: firm/a
        decides: majority of outstanding votes
        quorum: none
      - post: firm/chief
        appointed by: firm/meeting
      - document: firm/charter
        rank: charter
        norms:
          - can: firm/meeting
            do: amend firm/charter
            by: majority of outstanding votes and majority of outstanding votes in firm/a
""")


def test_votes_follow_the_class_and_units_without_votes_give_nothing() -> None:
    found = control(TWO_CLASSES, "appoint bank to firm/chief", AT, 0)
    assert sets(found) == {frozenset({"founder"})}
    assert found.dummies == ("bank", "fund")


def test_a_class_vote_gives_the_class_a_veto() -> None:
    found = control(TWO_CLASSES, "amend firm/charter", AT, 0)
    assert sets(found) == {frozenset({"founder", "fund"})}
    assert found.vetoers == ("founder", "fund")


VENTURE = book("""
    book: {title: Venture, timezone: UTC}
    records:
      - person: ann
      - person: bob
      - person: kim
      - person: lee
      - person: max
      - entity: north
        acts through: north/head
      - post: north/head
        holder: ann
      - entity: south
      - entity: venture
      - body: venture/board
        members: [north, south, kim, lee]
        decides: majority in office and consent of north and consent of south
        quorum: none
      - post: venture/manager
        holder: max
        appointed by: venture/board
""")


def test_two_keys_are_two_vetoes_and_each_partner_acts_through_its_own() -> None:
    found = control(VENTURE, "remove max from venture/manager", AT, 0)
    assert sets(found) == {frozenset({"ann", "south", "kim"}), frozenset({"ann", "south", "lee"})}
    assert found.vetoers == ("ann", "south")
    assert found.organs["north"] == (("ann",),)
    assert found.power is not None
    assert found.power["ann"].shapley_shubik == Fraction(5, 12)


def circle(votes: int) -> str:
    return f"""
    book: {{title: Circle, timezone: UTC}}
    records:
      - person: x
      - person: y
      - person: z
      - entity: parent
        acts through: parent/board
      - entity: child
        acts through: child/board
      - instrument: parent/share
        of: parent
      - instrument: parent/circular
        of: parent
        votes: {votes}
      - instrument: child/share
        of: child
      - {{holding: x-holds, holder: x, of: parent/share, units: 40}}
      - {{holding: child-holds, holder: child, of: parent/circular, units: 60}}
      - {{holding: parent-holds, holder: parent, of: child/share, units: 100}}
      - body: parent/meeting
        holders of: [parent/share, parent/circular]
        decides: majority of outstanding votes
        quorum: none
      - body: child/meeting
        holders of: child/share
        decides: majority of outstanding votes
        quorum: none
      - body: parent/board
        seats: 1
        members: [y]
        appointed by: parent/meeting
        decides: majority of seats
        quorum: none
      - body: child/board
        seats: 1
        members: [z]
        appointed by: child/meeting
        decides: majority of seats
        quorum: none
      - post: parent/auditor
        appointed by: parent/meeting
    """


def test_shares_in_the_own_parent_that_do_not_vote_leave_the_meeting_to_the_others() -> None:
    found = control(book(circle(0)), "appoint x to parent/auditor", AT, 0)
    assert sets(found) == {frozenset({"x"})}
    assert found.dummies == ("z",)


def test_if_they_did_vote_the_childs_director_would_decide_for_now() -> None:
    voting = book(circle(1))
    assert sets(control(voting, "appoint x to parent/auditor", AT, 0)) == {frozenset({"z"})}
    # In the end the parent's director can replace the child's; the holder of 40 % never can.
    later = control(voting, "appoint x to parent/auditor", AT)
    assert sets(later) == {frozenset({"z"}), frozenset({"y"})}


MUTUAL = """
    book: {title: Mutual, timezone: UTC}
    records:
      - person: p
      - person: q
      - person: out
      - entity: one
        acts through: one/board
      - entity: two
        acts through: two/board
      - body: one/board
        seats: 1
        members: [%s]
        appointed by: two/board
        decides: majority of seats
        quorum: none
      - body: two/board
        seats: 1
        members: [%s]
        appointed by: one/board
        decides: majority of seats
        quorum: none
      - post: one/chief
        holder: out
        appointed by: one/board
"""


def test_bodies_that_sit_on_each_other_give_nobody_anything() -> None:
    found = control(book(MUTUAL % ("two", "one")), "remove out from one/chief", AT)
    assert found.minimal_coalitions == ()
    assert found.dummies is not None and found.vetoers == ()


def test_bodies_that_appoint_each_other_belong_to_who_sits_there() -> None:
    found = control(book(MUTUAL % ("p", "q")), "remove out from one/chief", AT)
    assert sets(found) == {frozenset({"p"}), frozenset({"q"})}


UNKNOWN = """
    book: {title: Not known, timezone: UTC}
    records:
      - person: a
      - person: b
      - entity: firm
      - instrument: firm/share
        of: firm
      - {holding: h1, holder: a, of: firm/share, units: %s}
      - {holding: h2, holder: b, of: firm/share, units: 50}
      - body: firm/meeting
        holders of: firm/share
        decides: majority of outstanding votes
        quorum: none
      - post: firm/chief
        appointed by: firm/meeting
"""


def test_unknown_units_are_not_determined_and_known_bounds_may_be_enough() -> None:
    answer = ask_who(book(UNKNOWN % "unknown"), "appoint a to firm/chief", AT, 0)
    assert answer.value is not None
    assert answer.value.minimal_coalitions is None and answer.value.power is None
    assert set(map(frozenset, answer.value.at_most or ())) == {frozenset("a"), frozenset("b")}
    assert answer.missing == ("how many units of firm/share a holds",)
    enough = control(book(UNKNOWN % "60..90"), "appoint a to firm/chief", AT, 0)
    assert sets(enough) == {frozenset({"a"})}


def test_no_rule_is_not_determined_but_nobody_else_comes_in() -> None:
    text = (UNKNOWN % "50").replace("        decides: majority of outstanding votes\n", "")
    answer = ask_who(book(text), "appoint a to firm/chief", AT, 0)
    assert answer.value is not None
    assert answer.value.minimal_coalitions is None
    assert set(map(frozenset, answer.value.at_most or ())) == {frozenset("a"), frozenset("b")}
    assert "the rule by which firm/meeting decides" in answer.missing


def test_nobody_is_said_to_have_the_power() -> None:
    text = (UNKNOWN % "50").replace("        appointed by: firm/meeting\n", "")
    answer = ask_who(book(text), "appoint a to firm/chief", AT)
    assert answer.value is not None and answer.value.minimal_coalitions is None
    assert answer.missing == ("who has the power to appoint a to firm/chief",)


def test_a_resignation_empties_a_post_and_removes_nobody() -> None:
    removed = control(VENTURE, "remove max from venture/manager", AT, 0)
    vacant = control(VENTURE, "venture/manager is vacant", AT, 0)
    assert frozenset({"max"}) not in sets(removed)
    assert sets(vacant) == sets(removed) | {frozenset({"max"})}


def test_a_goal_that_holds_says_so() -> None:
    found = control(VENTURE, "max holds venture/manager", AT)
    assert found.reached and found.minimal_coalitions == ((),)


def test_blocs_vote_as_one() -> None:
    blocs = {"workers": ["kim", "lee"]}
    found = control(VENTURE, "remove max from venture/manager", AT, 0, blocs=blocs)
    assert found.blocs is not None
    assert {p: s.shapley_shubik for p, s in found.blocs.items()} == {
        "ann": Fraction(1, 3), "south": Fraction(1, 3), "workers": Fraction(1, 3),
    }  # fmt: skip


WAIT = book("""
    book: {title: Wait, timezone: UTC}
    records:
      - person: a
      - person: b
      - entity: firm
      - post: firm/chief
        holder: b
      - document: firm/bylaws
        rank: bylaw
        date: 2024-01-02
        norms:
          - can: a
            do: remove b from firm/chief
      - document: firm/old-bylaws
        rank: bylaw
        norms:
          - can: b
            do: remove b from firm/chief
""")


def test_within_a_time_a_norm_may_begin() -> None:
    aim = "remove b from firm/chief"
    assert sets(control(WAIT, aim, AT, 0)) == {frozenset({"b"})}
    assert sets(control(WAIT, aim, AT, 0, until="2024-01-03")) == {
        frozenset({"a"}), frozenset({"b"}),
    }  # fmt: skip
    assert sets(control(WAIT, aim, AT, 0, until="2024-01-01T12:00")) == {frozenset({"b"})}


def test_a_number_of_members_counts_who_can_be_made_to_leave() -> None:
    found = control(NESTED, "parent/board has 2 members", AT, 0)
    singles = {frozenset({m}) for m in ("dee", "eli", "fay")}
    assert singles <= sets(found)
    assert frozenset({"ada", "ben"}) in sets(found)


BARRED = book("""
    book: {title: Barred, timezone: UTC}
    records:
      - person: a
      - person: b
      - person: c
      - entity: firm
      - body: firm/board
        members: [a, b, c]
        appointed by: firm/board
        decides: majority of seats
        quorum: none
        target votes: yes
      - document: statute
        rank: statute
        norms:
          - cannot: firm/board
            do: remove any from firm/board
            id: not-the-board
      - document: firm/charter
        rank: charter
        norms:
          - can: firm/board
            id: for-cause
            do: remove c from firm/board
            by: all in office
            force: mandatory
          - must not: firm/board
            id: keep-b
            do: appoint b to firm/chief
      - post: firm/chief
        appointed by: firm/board
""")


def test_a_norm_that_takes_the_power_away_leaves_nobody() -> None:
    answer = ask_who(BARRED, "remove a from firm/board", AT)
    assert answer.value is not None and answer.value.minimal_coalitions == ()
    assert "firm/board cannot, by not-the-board" in [w.says for w in answer.why.walk()]
    assert control(BARRED, "remove c from firm/board", AT, 0).minimal_coalitions == ()


def test_a_duty_that_is_broken_takes_no_power_away() -> None:
    answer = ask_who(BARRED, "appoint b to firm/chief", AT, 0)
    assert answer.value is not None
    assert sets(answer.value) == {frozenset(c) for c in (["a", "b"], ["a", "c"], ["b", "c"])}
    assert "firm/board must not, by keep-b" in [w.says for w in answer.why.walk()]


def test_a_full_board_has_no_seat_to_give_unless_somebody_goes_first() -> None:
    aim = "firm has a seat in firm/board"
    assert control(BARRED, aim, AT, 0).minimal_coalitions == ()
    answer = ask_who(BARRED, aim, AT)
    # All three together: one of them resigns. Two could appoint, if somebody made room.
    assert answer.value is not None and sets(answer.value) == {frozenset("abc")}
    assert set(map(frozenset, answer.value.at_most or ())) == {
        frozenset(c) for c in (["a", "b"], ["a", "c"], ["b", "c"])
    }
    assert answer.value.others_if == answer.missing
    assert answer.missing == ("who has the power to set firm/board to 4 seats",)


def test_whoever_leaves_is_named_one_by_one() -> None:
    found = control(NESTED, "parent/board has 1 members", AT, 0, coalition=["dee", "eli"])
    assert found.asked is not None and found.asked.can
    assert [(s.by, str(s.deeds[0])) for s in found.asked.plan] == [
        ("dee", "resign from parent/board"),
        ("eli", "resign from parent/board"),
    ]
    both = control(NESTED, "parent/board has 1 members", AT, 0, coalition=["ada", "ben"])
    assert both.asked is not None and len(both.asked.plan) == 2


OWNER = book("""
    book: {title: Owner, timezone: UTC}
    records:
      - person: owner
      - person: chief
      - person: third
      - entity: firm
      - body: firm/board
        members: [owner, chief, third]
        appointed by: owner
        decides: majority of seats
        quorum: none
        vacated seats: abolished
        target votes: no
      - post: firm/chief
        holder: chief
        appointed by: firm/board
""")


def test_whom_it_is_about_does_not_spoil_a_chain_by_belonging_to_it() -> None:
    """The owner empties the board first; the chief's consent to that changes nothing."""
    assert sets(control(OWNER, "remove chief from firm/chief", AT, 0)) == {
        frozenset({"owner", "third"})
    }
    found = control(OWNER, "remove chief from firm/chief", AT, coalition=["owner", "chief"])
    assert sets(found) == {frozenset({"owner"})}
    assert not found.monotone
    assert found.asked is not None and found.asked.can

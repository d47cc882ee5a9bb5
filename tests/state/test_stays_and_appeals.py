"""Orders for a time, rulings that can still be overturned, and what an act left overdue."""

from __future__ import annotations

import pytest
from tests.state.books import book, holder, verdict
from tests.state.cases import act, board, people, text

PEOPLE = people("ann", "bob", "cy") + "  - entity: court\n  - entity: appeals\n"
BOARD = board("ann, bob", "seats: 3", "decides: majority of members in office",
              "appointed by: org/board")  # fmt: skip
COURTS = (
    "  - document: courts\n    rank: statute\n    norms:\n"
    "      - {can: court, do: suspend any}\n"
    "      - {can: court, do: find any any}\n"
    "      - {can: appeals, do: overturn any, within: 30 days}\n"
    "      - {can: appeals, do: uphold any}\n"
)
SEAT = act("seat", "by: org/board", "form: meeting", "for: [ann, bob]",
           "effect: appoint cy to org/board", date="2024-01-10")  # fmt: skip


def stay(*more: str) -> str:
    return act("stay", "by: court", "effect: suspend seat", *more, date="2024-02-01")


def org(*parts: str) -> str:
    return text(PEOPLE, BOARD, COURTS, SEAT, *parts)


def seated(written: str, at: str) -> str | None:
    return holder(book(written), "org/board", at).value


@pytest.mark.parametrize(
    ("at", "there"),
    [
        ("2024-01-31", "ann, bob, cy"),
        ("2024-02-02", "ann, bob"),
        ("2024-02-29T23:59", "ann, bob"),
        ("2024-03-02", "ann, bob, cy"),
    ],
)
def test_an_injunction_until_a_day_ends_with_it(at: str, there: str) -> None:
    assert seated(org(stay("until: 2024-03-01")), at) == there


def test_without_an_end_it_lasts() -> None:
    assert seated(org(stay()), "2030-01-01") == "ann, bob"


def test_until_judgment_it_lasts_as_long_as_there_is_none() -> None:
    waiting = org("  - {event: judgment}\n", stay("until: at judgment"))
    assert seated(waiting, "2030-01-01") == "ann, bob"
    given = org("  - {event: judgment, date: 2024-06-01T10:00}\n", stay("until: at judgment"))
    assert seated(given, "2024-06-01T09:59") == "ann, bob"
    assert seated(given, "2024-06-01T10:01") == "ann, bob, cy"


def test_its_end_gives_back_only_what_it_took() -> None:
    void = act("ruling", "by: court", "effect: find seat void", date="2024-02-20")
    written = org(stay("until: 2024-03-01"), void)
    assert seated(written, "2024-03-10") == "ann, bob"


def test_a_fact_that_was_stayed_for_a_time_counts_again() -> None:
    fact = "  - fact: goal\n    determined by: ann\n"
    clause = ("  - document: clause\n    date: 2024-01-01\n    norms:\n"
              "      - {can: ann, id: power, do: appoint any to org/board, when: determined(goal),"
              " ends when: from 2030-01-01}\n")  # fmt: skip
    told = act("told", "by: ann", "effect: determine goal", date="2024-01-01")
    halt = act("halt", "by: court", "effect: suspend goal", "until: 2024-03-01", date="2024-02-01")
    for date, standing in (
        ("2024-01-15", "valid"),
        ("2024-02-15", "void"),
        ("2024-03-15", "valid"),
    ):
        closed = BOARD.replace("appointed by: org/board", "appointed by: nobody")
        try_ = act("try", "by: ann", "effect: appoint cy to org/board", date=date)
        written = text(PEOPLE, closed, COURTS, fact, clause, told, halt, try_)
        answer = verdict(book(written), "try")
        assert answer.value is not None
        assert answer.value.standing == standing, date


def test_a_statement_stands_and_may_break_a_norm() -> None:
    rule = ("  - document: code\n    rank: bylaw\n    norms:\n"
            "      - {must not: WHO, do: announce any}\n")  # fmt: skip
    told = act("told", "by: ann", "effect: announce seat", date="2024-02-01")
    for who, breaches in (("any member of org/board", ("code/1",)), ("cy", ())):
        value = verdict(book(org(rule.replace("WHO", who), told)), "told").value
        assert value is not None
        assert value.standing == "valid"
        assert value.effects[0].breaches == breaches


@pytest.mark.parametrize(("there", "standing"), [("[ann, bob]", "valid"), ("[ann]", "void")])
def test_a_quorum_for_adjourned_meetings_stands_beside_the_general_one(
    there: str, standing: str
) -> None:
    """Fewer are enough at the adjourned meeting, and not at the first; both in one document."""
    rules = ("  - document: articles\n    rank: charter\n    norms:\n"
             "      - {quorum: org/board, by: at least 3 members present}\n"
             "      - {quorum: org/board, meetings: adjourned, by: at least 2 members present}\n"
             "      - {decides: org/board, by: majority of votes cast}\n")  # fmt: skip
    plain = BOARD.replace("    decides: majority of members in office\n", "")
    first = f"  - {{meeting: first, of: org/board, date: 2024-05-01, attended: {there}}}\n"
    second = ("  - {meeting: second, of: org/board, kind: adjourned, adjourned from: first,"
              f" date: 2024-05-08, attended: {there}}}\n")  # fmt: skip
    vote = [f"for: {there}", "effect: decide it", "by: org/board"]
    one = act("one", "meeting: first", *vote, date="2024-05-01")
    two = act("two", "meeting: second", *vote, date="2024-05-08")
    written = text(PEOPLE, plain, rules, first, second, one, two)
    for name, expected in (("one", "void"), ("two", standing)):
        value = verdict(book(written), name).value
        assert value is not None
        assert value.standing == expected


def ruling(at: str, *more: str) -> str:
    found = act("ruling", "by: court", "effect: find seat void", date="2024-02-01")
    value = verdict(book(org(found, *more)), "seat", at).value
    assert value is not None
    return str(value.effects[0].turns[0])


def test_a_finding_is_provisional_while_it_can_be_overturned() -> None:
    early, late = ruling("2024-03-01"), ruling("2024-03-05")
    assert early.endswith("provisional: appeals can set it aside until 2024-03-02")
    assert "provisional" not in late


def test_a_finding_that_was_upheld_is_final() -> None:
    upheld = act("upheld", "by: appeals", "effect: uphold ruling", date="2024-02-10")
    assert "provisional" not in ruling("2024-02-20", upheld)


def test_the_ruling_itself_says_who_can_set_it_aside() -> None:
    found = act("ruling", "by: court", "effect: find seat void", date="2024-02-01")
    value = verdict(book(org(found)), "ruling", "2024-02-20").value
    assert value is not None
    challenge = value.effects[0].challenge
    assert challenge is not None
    assert challenge.by == ("appeals",)


@pytest.mark.parametrize(("at", "late"), [("2024-01-20T12:00", False), ("2024-01-25", True)])
def test_an_act_says_what_it_left_overdue(at: str, late: bool) -> None:
    rules = ("  - document: register\n    rank: statute\n    norms:\n"
             "      - {must: ann, id: tell, do: file seat with court, when: done(seat),"
             " due: 10 days}\n")  # fmt: skip
    value = verdict(book(org(rules)), "seat", at).value
    assert value is not None
    assert bool(value.late) is late
    filed = act("filed", "by: ann", "effect: file seat with court", date="2024-01-12")
    done = verdict(book(org(rules, filed)), "seat", at).value
    assert done is not None
    assert done.late == ()


def test_a_stay_that_ended_does_not_come_back_when_a_stay_of_it_ends() -> None:
    """The stay is itself stayed until long after its own end."""
    lifted = act("lifted", "by: court", "effect: suspend stay", "until: 2024-06-01T10:00",
                 date="2024-02-10")  # fmt: skip
    written = org(stay("until: 2024-03-01T10:00"), lifted)
    assert seated(written, "2024-02-05") == "ann, bob"
    for at in ("2024-02-20", "2024-05-01", "2024-07-01"):
        assert seated(written, at) == "ann, bob, cy"


def test_two_stays_that_end_at_one_instant_have_no_order() -> None:
    """Neither of one act, nor of an act and of its stay."""
    until = "until: 2024-03-01T10:00"
    for target in ("seat", "stay"):
        more = act("second", "by: court", f"effect: suspend {target}", until, date="2024-02-10")
        answer = holder(book(org(stay(until), more)), "org/board", "2024-04-01")
        assert (answer.value, answer.hinges) == ("ann, bob, cy", ())


def test_a_ratification_that_was_upheld_and_later_stayed_counts_until_then() -> None:
    """By itself it failed; upheld, it counts from its own day on, and a stay ends it."""
    failed = SEAT.replace("for: [ann, bob]", "for: ann\n    others: absent")
    mend = act("mend", "by: org/board", "form: meeting", "for: ann", "others: absent",
               "effect: ratify seat", date="2024-01-20T12:00")  # fmt: skip
    upheld = act("upheld", "by: appeals", "effect: uphold mend", date="2024-02-20T12:00")
    over = act("over", "by: court", "effect: suspend mend", date="2024-03-20T12:00")
    written = text(PEOPLE, BOARD, COURTS, failed, mend, upheld, over)
    seats = {at: seated(written, at) for at in ("2024-01-15", "2024-02-01", "2024-03-25")}
    assert list(seats.values()) == ["ann, bob", "ann, bob, cy", "ann, bob"]

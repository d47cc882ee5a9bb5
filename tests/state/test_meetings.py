"""Meetings: who may call them, to whom notice is given and when, and who was there at the vote."""

from __future__ import annotations

import pytest
from tests.state.cases import act, board, effect, people, standing, text, worlds

P = people("a", "b", "c", "d")
BOARD = board("a, b, c, d", "decides: majority of members present",
              "quorum: majority of members in office")  # fmt: skip


def bylaws(*norms: str) -> str:
    """A bylaw with norms, each on one line of keys."""
    lines = "".join(f"      - {{{norm}}}\n" for norm in norms)
    return f"  - document: bylaws\n    of: org\n    rank: bylaw\n    norms:\n{lines}"


def meeting(*lines: str, date: str = "2020-05-11T10:00") -> str:
    rest = "".join(f"    {line}\n" for line in lines)
    return f"  - meeting: m\n    of: org/board\n    date: {date}\n{rest}"


def notice(to: str, date: str, *lines: str, name: str = "n") -> str:
    rest = "".join(f"    {line}\n" for line in lines)
    return f"  - message: {name}\n    to: [{to}]\n    notice of: m\n    date: {date}\n{rest}"


def waiver(who: str, date: str, *lines: str) -> str:
    rest = "".join(f"    {line}\n" for line in lines)
    return (
        f"  - message: w-{who}\n    from: {who}\n    waives notice of: m\n    date: {date}\n{rest}"
    )


def vote(*parts: str, date: str = "2020-05-11T11:00", lines: tuple[str, ...] = ()) -> str:
    """Three of four vote for it at the meeting; d stays away."""
    votes = ("for: [a, b, c]", "absent: d") if not any("for:" in x for x in lines) else ()
    return text(P, BOARD, *parts,
                act("try", "by: org/board", "meeting: m", "effect: decide x", *votes, *lines,
                    date=date))  # fmt: skip


ABC = "attended: [a, b, c]"
VOID = "consequence: void"


def days(rule: str) -> str:
    return bylaws(f"notice: org/board, {rule}, {VOID}", "waiver: org/board, ways: none")


# -- how long


@pytest.mark.parametrize(
    ("rule", "given", "expected"),
    [
        ("at least: 10 days", "2020-05-01", "valid"),
        ("at least: 10 days", "2020-05-01T23:59", "valid"),
        ("at least: 10 days", "2020-05-02", "void"),
        ("at least: 10 clear days", "2020-04-30", "valid"),
        ("at least: 10 clear days", "2020-05-01", "void"),
        ("at least: 48h", "2020-05-09T10:00", "valid"),
        ("at least: 48h", "2020-05-09T10:01", "void"),
        ("at least: 48h", "2020-05-09", "undetermined"),
        ("at least: 10 days, at most: 60 days", "2020-03-12", "valid"),
        ("at least: 10 days, at most: 60 days", "2020-03-11", "void"),
        ("at least: 1 month", "2020-04-11", "valid"),
        ("at least: 1 month", "2020-04-12", "void"),
        ("at least: reasonable", "2020-05-10", "undetermined"),
        ("at least: reasonable", "2020-05-11T10:30", "void"),
        ("value: needed", "2020-05-11T09:59", "valid"),
        ("value: needed", "2020-05-11T10:00", "void"),
    ],
)
def test_notice_is_given_long_enough_before(rule: str, given: str, expected: str) -> None:
    written = vote(days(rule), meeting(ABC), notice("a, b, c, d", given))
    assert standing(written) == expected


def test_one_to_whom_no_notice_was_given_makes_it_void() -> None:
    rule = days("at least: 10 days")
    found = effect(vote(rule, meeting(ABC), notice("a, b, c", "2020-04-01")))
    assert found.standing == "void"
    assert "none was given to d" in str(found.why)
    to_the_body = vote(rule, meeting(ABC), notice("org/board", "2020-04-01"))
    assert standing(to_the_body) == "valid"
    said = vote(rule, meeting(ABC, "not notified: d"), notice("org/board", "2020-04-01"))
    assert standing(said) == "void"


def test_where_nothing_is_told_of_notice_it_is_not_determined() -> None:
    found = effect(vote(days("at least: 10 days"), meeting(ABC)))
    assert found.standing == "undetermined"
    assert found.missing == tuple(f"whether notice of m was given to {p}" for p in "abcd")


def test_who_called_the_meeting_needs_no_notice() -> None:
    rule = days("at least: 10 days")
    assert standing(vote(rule, meeting(ABC, "called by: a"), notice("b, c, d", "2020-04-01"))) == (
        "valid")  # fmt: skip


@pytest.mark.parametrize(("means", "expected"), [("mail", "void"), ("phone", "valid")])
def test_notice_by_mail_takes_longer(means: str, expected: str) -> None:
    rule = bylaws(f"notice: org/board, at least: 4 days, via: mail, {VOID}",
                  f"notice: org/board, at least: 48h, via: [phone, email], {VOID}",
                  "waiver: org/board, ways: none")  # fmt: skip
    written = vote(rule, meeting(ABC), notice("a, b, c, d", "2020-05-08T10:00", f"via: {means}"))
    assert standing(written) == expected
    silent = effect(vote(rule, meeting(ABC), notice("a, b, c, d", "2020-05-08T10:00")))
    assert silent.missing == tuple(f"by what means notice was given to {p}" for p in "abcd")


def test_whether_time_runs_from_sending_is_open_unless_a_rule_says() -> None:
    sent = notice("a, b, c, d", "2020-05-01", "received: 2020-05-03")
    assert worlds(vote(days("at least: 10 days"), meeting(ABC), sent)).hinges == (
        "notice under bylaws/1 runs from",)  # fmt: skip
    from_receipt = days("at least: 10 days, runs from: receipt")
    assert standing(vote(from_receipt, meeting(ABC), sent)) == "void"
    from_sending = days("at least: 10 days, runs from: sending")
    assert standing(vote(from_sending, meeting(ABC), sent)) == "valid"


def test_days_over_a_change_of_the_clocks() -> None:
    """48 hours are 48 hours, also over the night that has 23."""
    head = "book: {title: Test, timezone: Europe/Paris}\nrecords:\n  - entity: org\n"
    rest = vote(days("at least: 48h"), meeting(ABC, date="2020-03-30T10:00"),
                notice("a, b, c, d", "2020-03-28T10:00"),
                date="2020-03-30T11:00").partition("- entity: org\n")[2]  # fmt: skip
    assert standing(head + rest) == "void"
    assert standing(head + rest.replace("2020-03-28T10:00", "2020-03-28T09:00")) == "valid"


# -- what follows


def test_what_follows_is_as_the_rule_says_or_open() -> None:
    late = (meeting(ABC), notice("a, b, c, d", "2020-05-10"))
    none = "waiver: org/board, ways: none"
    rule = "notice: org/board, at least: 2 days"
    found = effect(vote(bylaws(f"{rule}, consequence: voidable", none), *late))
    assert found.standing == "voidable"
    assert found.challenge is not None
    assert found.challenge.by == ("a", "b", "c", "d")
    breach = effect(vote(bylaws(f"{rule}, consequence: breach", none), *late))
    assert (breach.standing, breach.breaches) == ("valid", ("bylaws/1",))
    silent = worlds(vote(bylaws(rule, none), *late))
    assert silent.hinges == ("what follows if bylaws/1 is not kept",)
    assert {w.value.standing for w in silent.worlds if w.value} == {"void", "voidable"}


# -- waiver


WAIVES = "waiver: org/board, ways: [before, after, attendance]"
TEN = f"notice: org/board, at least: 10 days, {VOID}"
LATE = notice("a, b, c, d", "2020-05-10")


def test_attendance_waives_unless_to_object() -> None:
    rule = bylaws(TEN, WAIVES)
    assert standing(vote(rule, meeting("attended: [a, b, c, d]"), LATE)) == "valid"
    objecting = meeting("attended: [a, b, c, d]", "objected: d")
    assert standing(vote(rule, objecting, LATE)) == "void"
    assert standing(vote(rule, meeting(ABC), LATE)) == "void"


@pytest.mark.parametrize(
    ("ways", "date", "expected"),
    [
        ("[before, attendance]", "2020-05-10", "valid"),
        ("[before, attendance]", "2020-05-12", "void"),
        ("[before, after, attendance]", "2020-06-12", "valid"),
        ("attendance", "2020-05-10", "void"),
    ],
)
def test_a_waiver_counts_before_or_after_as_the_rule_has_it(
    ways: str, date: str, expected: str
) -> None:
    rule = bylaws(TEN, f"waiver: org/board, ways: {ways}")
    assert standing(vote(rule, meeting(ABC), LATE, waiver("d", date))) == expected


def test_a_waiver_by_word_of_mouth_is_not_one_in_writing() -> None:
    rule = bylaws(TEN, f"{WAIVES}, via: [writing, email]")
    parts = (rule, meeting(ABC), LATE)
    assert standing(vote(*parts, waiver("d", "2020-05-12", "via: email"))) == "valid"
    assert standing(vote(*parts, waiver("d", "2020-05-12", "via: word of mouth"))) == "void"
    silent = effect(vote(*parts, waiver("d", "2020-05-12")))
    assert silent.standing == "undetermined"


def test_whether_attendance_waives_is_open_where_nothing_says() -> None:
    answer = worlds(vote(bylaws(TEN), meeting("attended: [a, b, c, d]"), LATE))
    assert answer.hinges == ("notice in org/board is waived by attendance",)


def test_whether_who_was_there_is_not_told_may_matter() -> None:
    found = effect(vote(bylaws(TEN, WAIVES), meeting(), LATE, lines=("for: [a, b, c]",)))
    assert found.standing == "undetermined"
    assert "whether d attended m or waived notice of it" in found.missing


# -- kinds of meeting, business, adjournment


KINDS = bylaws("notice: org/board, meetings: regular, value: not needed",
               f"notice: org/board, at least: 48h, {VOID}", "waiver: org/board, ways: none",
               f"business: org/board, meetings: special, value: as notified, {VOID}")  # fmt: skip


def test_a_regular_meeting_may_need_no_notice() -> None:
    assert standing(vote(KINDS, meeting(ABC, "kind: regular"))) == "valid"
    assert standing(vote(KINDS, meeting(ABC, "kind: special", "not notified: d"))) == "void"
    unknown = worlds(vote(KINDS, meeting(ABC, "not notified: d")))
    assert unknown.hinges == ("the kind of m",)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("business: decide x", "valid"),
        ("business: [decide y, decide any]", "valid"),
        ("business: decide y", "void"),
        ("about: try", "valid"),
        ("note: nothing", "undetermined"),
    ],
)
def test_a_special_meeting_does_what_its_notice_states(stated: str, expected: str) -> None:
    parts = (KINDS, meeting(ABC, "kind: special"), notice("a, b, c, d", "2020-05-01", stated))
    assert standing(vote(*parts)) == expected


def test_an_adjourned_meeting_rests_on_the_first_notice() -> None:
    first = meeting("attended: [a]").replace("meeting: m", "meeting: first").replace(
        "05-11", "05-04")  # fmt: skip
    sent = notice("a, b, c, d", "2020-04-20").replace("notice of: m", "notice of: first")
    second = meeting("attended: [a, b]", "adjourned from: first")
    lines = ("for: [a, b]", "absent: [c, d]")
    rule = days("at least: 10 days")
    assert standing(vote(rule, first, sent, second, lines=lines)) == "void"  # no quorum of four
    low = bylaws(
        TEN,
        "waiver: org/board, ways: none",
        "quorum: org/board, meetings: adjourned, by: at least 2 members present",
    )
    assert standing(vote(low, first, sent, second, lines=lines)) == "valid"
    alone = second.replace("[a, b]", "[a]")
    assert standing(vote(low, first, sent, alone, lines=("for: [a]", "absent: [b, c, d]"))) == (
        "void")  # fmt: skip
    again = bylaws(TEN, "waiver: org/board, ways: none",
                   f"notice: org/board, meetings: adjourned, at least: 3 days, {VOID}",
                   "quorum: org/board, meetings: adjourned, by: none")  # fmt: skip
    assert standing(vote(again, first, sent, second, lines=lines)) == "undetermined"
    more = notice("a, b, c, d", "2020-05-08", name="again")
    assert standing(vote(again, first, sent, second, more, lines=lines)) == "valid"
    late = notice("a, b, c, d", "2020-05-09", name="again")
    assert standing(vote(again, first, sent, second, late, lines=lines)) == "void"


def test_a_meeting_that_continues_none_is_not_an_adjourned_one() -> None:
    rule = bylaws("quorum: org/board, meetings: adjourned for want of a quorum, by: none")
    lines = ("for: [a, b]", "absent: [c, d]")
    assert standing(vote(rule, meeting("attended: [a, b]"), lines=lines)) == "void"
    kind = "kind: adjourned for want of a quorum"
    assert standing(vote(rule, meeting("attended: [a, b]", kind), lines=lines)) == "valid"


# -- short notice


def holders(agreed: str) -> str:
    """a holds 899 or 900 of 1000 shares and agrees to short notice."""
    shares = "  - instrument: org/shares\n    of: org\n"
    held = "".join(
        f"  - holding: h-{who}\n    holder: {who}\n    of: org/shares\n    units: {units}\n"
        for who, units in (("a", agreed), ("b", str(1000 - int(agreed))))
    )
    body = ("  - body: org/members\n    holders of: org/shares\n    quorum: none\n"
            "    decides: majority of votes cast\n")  # fmt: skip
    rules = bylaws(f"notice: org/members, at least: 14 clear days, {VOID}",
                   "waiver: org/members, ways: none",
                   "short notice: org/members, by: at least 90% of outstanding votes")  # fmt: skip
    m = meeting("attended: a").replace("org/board", "org/members")
    return text(P, shares, held, body, rules, m, notice("a, b", "2020-05-01"),
                waiver("a", "2020-05-02"),
                act("try", "by: org/members", "meeting: m", "for: a", "absent: b",
                    "effect: decide x", date="2020-05-11T11:00"))  # fmt: skip


def test_nine_tenths_agree_to_short_notice_and_less_do_not() -> None:
    assert standing(holders("900")) == "valid"
    assert standing(holders("899")) == "void"
    never = holders("900").replace("to: [a, b]", "to: [a]")
    assert standing(never) == "void"  # agreed to shorter notice, not to none for b


# -- who may call


CALL = bylaws(f"can: org/chair, do: call org/board, {VOID}",
              f"can: any member of org/board, do: call org/board, by: at least 2 in office, {VOID}",
              )  # fmt: skip
CHAIR = "  - post: org/chair\n    holder: a\n"


@pytest.mark.parametrize(
    ("callers", "expected"),
    [
        ("called by: a", "valid"),
        ("called by: b", "void"),
        ("called by: [b, c]", "valid"),
        ("note: nobody says", "undetermined"),
    ],
)
def test_a_meeting_is_called_by_who_can(callers: str, expected: str) -> None:
    assert standing(vote(CHAIR, CALL, meeting(ABC, callers))) == expected


def test_members_of_a_tenth_of_the_votes_require_a_meeting() -> None:
    shares = "  - instrument: org/shares\n    of: org\n"
    held = "".join(
        f"  - holding: h-{who}\n    holder: {who}\n    of: org/shares\n    units: {units}\n"
        for who, units in (("c", 10), ("d", 9), ("b", 81))
    )
    body = "  - body: org/members\n    holders of: org/shares\n"
    rule = bylaws("can: org/members, do: call org/board, by: at least 10% of outstanding votes, "
                  "consequence: void")  # fmt: skip
    for caller, expected in (("c", "valid"), ("d", "void")):
        assert standing(vote(shares, held, body, rule, meeting(ABC, f"called by: {caller}"))) == (
            expected)  # fmt: skip


def test_a_meeting_called_by_a_decision_stands_with_it() -> None:
    shares = "  - body: org/committee\n    members: [c, d]\n    decides: all in office\n"
    rule = bylaws("can: org/committee, do: call org/board, consequence: voidable")
    for votes, expected in (("for: [c, d]", "valid"), ("for: c", "voidable")):
        calling = act("calling", "by: org/committee", "form: meeting", votes, "others: against",
                      "effect: call org/board")  # fmt: skip
        assert standing(vote(shares, rule, calling, meeting(ABC, "called by: calling"))) == expected


# -- who was there


def test_a_vote_of_somebody_who_was_not_there_is_not_counted() -> None:
    lines = ("for: [a, b, d]", "against: c")
    there = meeting(ABC)
    answer = worlds(vote(there, lines=lines))
    assert answer.hinges == ()  # two of three present are a majority anyway
    lines = ("for: [a, d]", "against: [b, c]")
    assert standing(vote(there, lines=lines)) == "void"
    lines = ("for: [a, b, d]", "against: [c]")
    two = meeting("attended: [a, c]")
    assert worlds(vote(two, lines=lines)).hinges == ("votes of the absent in org/board",)
    by_rule = bylaws("absent votes: org/board, value: allowed")
    assert standing(vote(by_rule, two, lines=lines)) == "valid"
    not_so = bylaws("absent votes: org/board, value: not allowed")
    assert standing(vote(not_so, two, lines=lines)) == "void"


@pytest.mark.parametrize(
    ("left", "expected"),
    [("2020-05-11T11:30", "valid"), ("2020-05-11T10:30", "void"), ("2020-05-11", "undetermined")],
)
def test_a_quorum_is_counted_at_the_vote(left: str, expected: str) -> None:
    there = meeting("attended: [a, b, c]", f"left: {{c: {left}}}")
    rule = bylaws("quorum lasts: org/board, value: no")
    written = vote(rule, there, lines=("for: [a, b]", "absent: d"))
    if expected == "undetermined":
        found = effect(written)
        assert found.standing == "undetermined"
    else:
        assert standing(written) == expected


def test_a_quorum_may_last_once_it_was_there() -> None:
    there = meeting("attended: [a, b, c]", "left: {c: 2020-05-11T10:30}")
    lines = ("for: [a, b]", "absent: [c, d]")
    lasting = bylaws("quorum lasts: org/board, value: yes")
    assert standing(vote(lasting, there, lines=lines)) == "valid"
    assert worlds(vote(there, lines=lines)).hinges == ("a quorum of org/board at the start lasts",)
    later = meeting("attended: [a, b]", "came: {c: 2020-05-11T10:30}")
    assert standing(vote(lasting, later, lines=("for: [a, b, c]", "absent: d"))) == "valid"


def test_nothing_is_decided_after_the_end_or_before_the_start() -> None:
    ended = meeting(ABC, "end: 2020-05-11T10:59")
    assert standing(vote(ended)) == "void"
    assert standing(vote(ended.replace("10:59", "11:00"))) == "valid"
    assert standing(vote(meeting(ABC), date="2020-05-11T09:59")) == "void"


# -- special notice, hearing, proposal


def removal(*parts: str) -> str:
    rules = bylaws(
        "notice: org/board, do: remove any from org/chair, at least: 28 days, "
        "counterparty: organisation, consequence: void",
        "hearing: org/board, do: remove any from org/chair, consequence: voidable",
        "can: org/board, do: remove any from org/chair",
    )
    return text(P, BOARD, "  - post: org/chair\n    holder: d\n", rules, *parts,
                act("try", "by: org/board", "meeting: m", "for: [a, b, c]",
                    "absent: d", "effect: remove d from org/chair",
                    date="2020-05-11T11:00"))  # fmt: skip


STATES = "business: remove d from org/chair"


@pytest.mark.parametrize(
    ("given", "stated", "expected"),
    [
        ("2020-04-13", STATES, "valid"),
        ("2020-04-14", STATES, "void"),
        ("2020-04-13", "business: decide y", "void"),
    ],
)
def test_special_notice_goes_to_the_organisation(given: str, stated: str, expected: str) -> None:
    special = notice("org", given, stated)
    assert standing(removal(meeting(ABC, "heard: d"), special)) == expected


def test_who_is_removed_can_be_heard_first() -> None:
    special = notice("org", "2020-04-01", STATES)
    assert standing(removal(meeting(ABC, "heard: nobody"), special)) == "voidable"
    found = effect(removal(meeting(ABC), special))
    assert (found.standing, found.missing) == ("undetermined", ("whether d could be heard",))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("proposed by: [a, b]",), "valid"),
        (("proposed by: a",), "void"),
        ((), "undetermined"),
    ],
)
def test_a_motion_needs_a_mover_and_a_seconder(lines: tuple[str, ...], expected: str) -> None:
    rule = bylaws(f"proposal: org/board, by: at least 2 in office, {VOID}")
    votes = ("for: [a, b, c]", "absent: d")
    assert standing(vote(rule, meeting(ABC), lines=(*votes, *lines))) == expected


# -- ranks


def test_a_bylaw_goes_before_a_default_and_adds_to_a_floor() -> None:
    def rules(force: str) -> str:
        statute = (f"  - document: act\n    of: org\n    rank: statute\n    norms:\n"
                   f"      - {{notice: org/board, at least: 10 days, force: {force}, {VOID}}}\n"
                   f"      - {{waiver: org/board, ways: none}}\n")  # fmt: skip
        return statute + bylaws(f"notice: org/board, at least: 2 days, {VOID}")

    sent = notice("a, b, c, d", "2020-05-08")
    assert standing(vote(rules("default"), meeting(ABC), sent)) == "valid"
    assert standing(vote(rules("floor"), meeting(ABC), sent)) == "void"
    assert standing(vote(rules("mandatory"), meeting(ABC), sent)) == "void"
    early = notice("a, b, c, d", "2020-05-01")
    assert standing(vote(rules("floor"), meeting(ABC), early)) == "valid"

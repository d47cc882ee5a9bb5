"""A meeting still to come: what it lacks, from whom, by when; and each cure, applied, mends it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.state.books import book
from tests.state.cases import board, people, text

from minutebook.answers import Answer
from minutebook.state.verdict import Cure, Effect, Step
from minutebook.views.questions import judge

DEED = "remove d from org/chair"
NOW = "2020-05-05T09:00"
MEETS = "2020-05-11T10:00"
MEMBERS = ("a", "b", "c", "d")


@dataclass(frozen=True)
class Case:
    """Rules, and what is already done of what they ask."""

    rules: tuple[str, ...]
    told: tuple[str, ...] = ()
    when: str = "2020-05-04"
    waived: tuple[str, ...] = ()
    called: str | None = "a"
    heard: bool = False
    votes: tuple[str, ...] = ("a", "b", "c")
    business: bool = True
    moved: tuple[str, ...] = ()
    abstain: tuple[str, ...] = ()
    held: str = MEETS


def written(case: Case) -> str:
    norms = "".join(f"      - {{{rule}}}\n" for rule in case.rules)
    rules = ("  - document: bylaws\n    of: org\n    rank: bylaw\n    norms:\n"
             f"      - {{can: org/board, do: remove any from org/chair}}\n{norms}")  # fmt: skip
    meeting = f"  - meeting: m\n    of: org/board\n    date: {case.held}\n"
    meeting += f"    called by: [{case.called}]\n" if case.called else ""
    meeting += "    heard: d\n" if case.heard else ""
    stated = f"\n    business: {DEED}" if case.business else ""
    papers = ""
    if case.told:
        papers += (f"  - message: n\n    to: [{', '.join(case.told)}]\n    notice of: m\n"
                   f"    date: {case.when}{stated}\n")  # fmt: skip
    if case.waived:
        papers += (f"  - message: w\n    signed by: [{', '.join(case.waived)}]\n"
                   f"    waives notice of: m\n    date: {NOW}\n")  # fmt: skip
    body = board("a, b, c, d", "decides: majority of members in office", 'target votes: "yes"')
    return text(people(*MEMBERS, "e"), body, "  - post: org/chair\n    holder: d\n", rules,
                meeting, papers)  # fmt: skip


def ahead(case: Case, more: str = "") -> Answer[Effect]:
    return judge(book(written(case) + more), DEED, by="org/board", for_=case.votes, meeting="m",
                 proposed_by=case.moved, abstain=case.abstain, at=NOW)  # fmt: skip


def only(case: Case, more: str = "") -> Effect:
    answer = ahead(case, more)
    assert answer.value is not None, answer.hinges
    return answer.value


def says(case: Case) -> list[str]:
    return [cure.says for cure in only(case).cures]


VOID = "consequence: void"
TWO = f"notice: org/board, at least: 2 days, {VOID}"
LONG = f"notice: org/board, at least: 10 days, {VOID}"
WAIVER = "waiver: org/board, ways: [before, after, attendance]"
NO_WAIVER = "waiver: org/board, ways: none"
MOVED = f"proposal: org/board, by: at least 2 in office, {VOID}"
COMES = "the attendance of d at m, without objecting to it"
LATER = "a later meeting, from 2020-05-15 on, with notice of it to b, c, d now"
SHORT = "short notice: org/board, by: at least 3 in office"
CALL = f"can: a, do: call org/board, {VOID}"
HEAR = f"hearing: org/board, do: remove any from org/chair, {VOID}"
STATED = f"business: org/board, value: as notified, {VOID}"


def test_notice_comes_first_while_there_is_time_and_then_a_waiver() -> None:
    assert says(Case((TWO, WAIVER), told=("b", "c"))) == [
        "notice of m to d by 2020-05-09", "a waiver of notice by d", COMES]  # fmt: skip
    assert says(Case((LONG, WAIVER), told=("b", "c"), when="2020-05-01")) == [
        "a waiver of notice by d", COMES, LATER]  # fmt: skip
    assert says(Case((LONG, NO_WAIVER), told=("b", "c"))) == [LATER]


def test_who_votes_at_a_meeting_attends_it() -> None:
    """Attendance waives notice as a rule has it, unless one can vote without coming."""
    three = Case((TWO, WAIVER), told=("b",), votes=("a", "b", "c", "d"))
    assert only(three).standing == "valid"
    away = Case((*three.rules, "absent votes: org/board, value: allowed"), three.told,
                votes=three.votes)  # fmt: skip
    assert says(away)[0] == "notice of m to c, d by 2020-05-09"
    assert says(Case(three.rules, told=("b", "c"), votes=("a", "b")))[:2] == [
        "the consent of 1 of c, d; and notice of m to d by 2020-05-09",
        "the consent of 1 of c, d; and a waiver of notice by d"]  # fmt: skip
    assert says(Case(three.rules, told=("b", "c"), votes=("a", "b", "c"), called="d")) == []


def test_who_calls_together_and_who_moves() -> None:
    call = f"can: any member of org/board, do: call org/board, by: at least 2 in office, {VOID}"
    assert says(Case((call,), called=None)) == ["a call by 2 of a, b, c, d"]
    assert says(Case((call,))) == ["a call by 1 more of b, c, d"]
    move = f"proposal: org/board, by: at least 3 in office, {VOID}"
    assert says(Case((move,))) == ["a proposal by 3 of a, b, c, d"]
    assert says(Case((move,), moved=("a", "d"))) == ["a proposal by 1 more of b, c"]
    assert only(Case((move,), moved=("a", "b", "d"))).standing == "valid"


def test_fewer_persons_come_first_and_a_later_meeting_last() -> None:
    short = Case((TWO.replace("2 days", "6 days"), WAIVER, SHORT), told=("b", "c", "d"))
    late = Case((LONG, WAIVER, SHORT), told=("b", "c", "d"), waived=("b", "c"))
    assert says(short) == []
    assert says(late) == [
        "a waiver of notice by d", COMES,
        "agreement to short notice by 1 more of a, d", LATER]  # fmt: skip


def test_what_was_sent_or_waived_later_than_the_question_has_not_been_done() -> None:
    assert says(Case((TWO, NO_WAIVER), told=("b", "c", "d"), when="2020-05-06")) == [
        "notice of m to b, c, d by 2020-05-09"]  # fmt: skip


def test_a_meeting_that_is_over_decides_nothing_more() -> None:
    case = Case((TWO, WAIVER, HEAR))
    over = judge(book(written(case)), DEED, by="org/board", for_=case.votes, meeting="m",
                 at="2020-05-12T10:00").value  # fmt: skip
    assert over is not None
    assert over.standing == "void"
    assert [c.says for c in over.cures] == [
        "a later meeting, from 2020-05-14 on, with notice of it to b, c, d now; and a hearing of d "
        "before the vote"]  # fmt: skip


def test_notice_in_hours_is_told_to_the_minute() -> None:
    rule = f"notice: org/board, at least: 48h, via: [email, phone], {VOID}"
    assert says(Case((rule, NO_WAIVER))) == [
        "notice of m to b, c, d by 2020-05-09 10:00 via email or phone"]  # fmt: skip


def test_votes_and_procedure_are_lacking_together() -> None:
    assert says(Case((TWO, NO_WAIVER, HEAR), votes=("a", "b"))) == [
        "the consent of 1 of c, d; and notice of m to b, c, d by 2020-05-09; and a hearing of d "
        "before the vote"
    ]


def test_nothing_lacks_when_all_is_done() -> None:
    done = Case((TWO, NO_WAIVER, CALL, HEAR, STATED), told=("b", "c", "d"), heard=True)
    assert (only(done).standing, only(done).cures) == ("valid", ())


def test_what_a_meeting_may_deal_with_is_in_the_notice_it_lacks() -> None:
    assert says(Case((TWO, STATED, NO_WAIVER))) == [
        f"notice of m to b, c, d by 2020-05-09, stating {DEED}"]  # fmt: skip
    other = Case((TWO, STATED, NO_WAIVER), told=("b", "c", "d"), business=False)
    assert only(other).standing == "undetermined"  # what the notice stated is not told


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rules = [draw(st.sampled_from([TWO, LONG, TWO.replace("2 days", "48h"),
                                   TWO.replace("2 days", "5 clear days")]))]  # fmt: skip
    rules.append(draw(st.sampled_from([WAIVER, NO_WAIVER, WAIVER.replace("before, after, ", "")])))
    rules += draw(st.lists(st.sampled_from([SHORT, CALL, HEAR, STATED, MOVED]), unique=True))
    some = st.lists(st.sampled_from(MEMBERS), unique=True).map(tuple)
    return Case(
        tuple(rules),
        told=draw(some),
        when=draw(st.sampled_from(["2020-05-01", "2020-05-04", "2020-05-08T10:00"])),
        waived=draw(some),
        called=draw(st.sampled_from(["a", "b", None])),
        heard=draw(st.booleans()),
        votes=draw(some),
    )


@settings(max_examples=60, deadline=None)
@given(cases())
def test_every_cure_mends_it(case: Case) -> None:
    effect = only(case)
    if effect.standing == "valid":
        assert effect.cures == ()
    for cure in effect.cures:
        mended, more = applied(case, cure)
        assert only(mended, more).standing == "valid", (cure.says, written(mended) + more)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_no_part_of_a_cure_can_be_left_out(case: Case) -> None:
    for cure in only(case).cures:
        for step in cure.steps:
            rest = tuple(other for other in cure.steps if other != step)
            mended, more = applied(case, cure, rest)
            assert only(mended, more).standing != "valid", (step.says, cure.says)


def applied(case: Case, cure: Cure, steps: tuple[Step, ...] | None = None) -> tuple[Case, str]:
    """The case with a cure done: more votes, and a record for each step."""
    votes = (*case.votes, *cure.among[: cure.needs])
    done, more = replace(case, votes=votes), ""
    for number, step in enumerate(cure.steps if steps is None else steps):
        who = ", ".join(step.who)
        match step.kind:
            case "call":
                done = replace(done, called=", ".join(filter(None, (case.called, *step.who))))
            case "hearing":
                done = replace(done, heard=True)
            case "proposal":
                done = replace(done, moved=(*case.moved, *step.who))
            case "attendance":
                new = tuple(p for p in step.who if p not in votes)
                done = replace(done, abstain=(*done.abstain, *new))
            case "notice" | "later meeting":
                if step.since is not None:
                    done = replace(done, held=step.since.written)
                more += (f"  - message: s{number}\n    to: [{who}]\n    notice of: m\n"
                         f"    date: {NOW}\n    business: {DEED}\n")  # fmt: skip
            case "waiver" | "short notice":
                more += (f"  - message: s{number}\n    signed by: [{who}]\n"
                         f"    waives notice of: m\n    date: {NOW}\n")  # fmt: skip
    return done, more


def test_a_later_meeting_is_late_enough_for_every_rule() -> None:
    """28 days to the organisation and 10 to the members, from 5 May: 2 June, and all told anew."""
    special = (f"notice: org/board, do: remove any from org/chair, at least: 28 days, {VOID}, "
               "counterparty: organisation")  # fmt: skip
    assert says(Case((LONG, special, NO_WAIVER), told=("b", "c", "d"))) == [
        "a later meeting, from 2020-06-02 on, with notice of it to b, c, d, org now, "
        f"stating {DEED}"]  # fmt: skip


def test_days_that_no_calendar_tells_are_told_as_the_rule_has_them() -> None:
    rule = f"notice: org/board, at least: 3 business days, {VOID}"
    assert says(Case((rule, NO_WAIVER))) == [
        "notice of m to b, c, d at least 3 business days before it"]  # fmt: skip


def test_notice_that_would_be_too_early_is_not_sent_yet() -> None:
    """At most 3 days before a meeting on 11 May: not before 8 May."""
    rule = f"notice: org/board, at least: 1 day, at most: 3 days, {VOID}"
    assert says(Case((rule, NO_WAIVER))) == [
        "notice of m to b, c, d not before 2020-05-08 by 2020-05-10"]  # fmt: skip

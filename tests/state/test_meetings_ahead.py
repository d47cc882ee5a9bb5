"""A meeting still to come: what it lacks, from whom, by when; and each cure, applied, mends it."""

from __future__ import annotations

from dataclasses import dataclass

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


def written(case: Case) -> str:
    norms = "".join(f"      - {{{rule}}}\n" for rule in case.rules)
    rules = ("  - document: bylaws\n    of: org\n    rank: bylaw\n    norms:\n"
             f"      - {{can: org/board, do: remove any from org/chair}}\n{norms}")  # fmt: skip
    meeting = f"  - meeting: m\n    of: org/board\n    date: {MEETS}\n"
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
                 at=NOW)  # fmt: skip


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
SHORT = "short notice: org/board, by: at least 3 in office"
CALL = f"can: a, do: call org/board, {VOID}"
HEAR = f"hearing: org/board, do: remove any from org/chair, {VOID}"
STATED = f"business: org/board, value: as notified, {VOID}"


def test_notice_comes_first_while_there_is_time_and_then_a_waiver() -> None:
    assert says(Case((TWO, WAIVER), told=("b", "c"))) == [
        "notice of m to d by 2020-05-09", "a waiver of notice by d"]  # fmt: skip
    assert says(Case((LONG, WAIVER), told=("b", "c"), when="2020-05-01")) == [
        "a waiver of notice by d"
    ]
    assert says(Case((LONG, NO_WAIVER), told=("b", "c"))) == []


def test_notice_in_hours_is_told_to_the_minute() -> None:
    rule = f"notice: org/board, at least: 48h, via: [email, phone], {VOID}"
    assert says(Case((rule, NO_WAIVER))) == [
        "notice of m to b, c, d by 2020-05-09 10:00 via email or phone"]  # fmt: skip


def test_votes_and_procedure_are_lacking_together() -> None:
    assert says(Case((TWO, NO_WAIVER, HEAR), votes=("a", "b"))) == [
        "the consent of 1 of c, d; and notice of m to b, c, d by 2020-05-09; and a hearing of d"
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
    rules += draw(st.lists(st.sampled_from([SHORT, CALL, HEAR, STATED]), unique=True))
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
    called, heard, more = case.called, case.heard, ""
    for number, step in enumerate(cure.steps if steps is None else steps):
        who = ", ".join(step.who)
        match step.kind:
            case "call":
                called = ", ".join(filter(None, (called, step.who[0])))
            case "hearing":
                heard = True
            case "notice":
                more += (f"  - message: s{number}\n    to: [{who}]\n    notice of: m\n"
                         f"    date: {NOW}\n    business: {DEED}\n")  # fmt: skip
            case "waiver" | "short notice":
                more += (f"  - message: s{number}\n    signed by: [{who}]\n"
                         f"    waives notice of: m\n    date: {NOW}\n")  # fmt: skip
    return Case(case.rules, case.told, case.when, case.waived, called, heard, votes,
                case.business), more  # fmt: skip

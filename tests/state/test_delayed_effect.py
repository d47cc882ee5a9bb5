"""Resolved is not yet effective: filing, registration, approval, a time, the end of the meeting."""

from __future__ import annotations

import pytest
from tests.state.books import advance, book, holder, moment
from tests.state.cases import act, people, text

from minutebook.answers import Found, World, ask
from minutebook.records import load_texts
from minutebook.records.nouns import Modality
from minutebook.state import delays
from minutebook.state.state import State
from minutebook.state.verdict import Verdict

COMPANY = (
    people("ann", "bob", "cy")
    + "  - entity: registry\n  - entity: regulator\n"
    + "  - body: org/members\n    members: [ann, bob, cy]\n"
    + "    decides: majority of members in office\n"
    + "  - body: org/board\n    members: ann\n    seats: 3\n    appointed by: org/members\n"
    + "    decides: majority of members in office\n"
    + "  - document: charter\n    of: org\n    rank: charter\n    date: 2020-01-01\n"
    + "  - document: charter-2\n    of: org\n    rank: charter\n    restates: charter\n"
)
POWERS = (
    "      - {can: org/members, do: amend charter}\n"
    "      - {can: regulator, do: approve any}\n"
    "      - {can: registry, do: register any}\n"
)
FILING = "takes effect: org/members, do: amend charter, upon: file any with registry"
APPROVAL = "takes effect: org/members, do: amend charter, upon: approve any"
ADOPT = act("adopt-2", "by: org/members", "form: meeting", "for: [ann, bob]", "against: cy",
            "effect: adopt charter-2", date="2024-05-01")  # fmt: skip
ELECT = act("elect", "by: org/members", "form: meeting", "for: [ann, bob]", "against: cy",
            "effect: appoint bob to org/board", date="2024-05-01")  # fmt: skip


def done(name: str, by: str, deed: str, date: str) -> str:
    return act(name, f"by: {by}", f"effect: {deed}", date=date)


FILED = done("filed", "ann", "file adopt-2 with registry", "2024-05-10")


def code(*norms: str) -> str:
    rules = "".join(f"      - {{{norm}}}\n" for norm in norms)
    return f"  - document: code\n    rank: statute\n    norms:\n{POWERS}{rules}"


def org(*parts: str) -> str:
    return text(COMPANY, *parts)


def seen(written: str, name: str, at: str) -> Verdict:
    found = book(written)

    def question(world: World) -> Found[Verdict]:
        verdict = State(found, moment(found, at), None, world).verdict(name)
        return Found(verdict, verdict.why, verdict.missing)

    answer = ask(question)
    assert answer.value is not None, answer.hinges
    return answer.value


def in_force(written: str, document: str, at: str) -> bool:
    found = book(written)

    def question(world: World) -> Found[bool]:
        state = State(found, moment(found, at), None, world)
        record = found.records[document]
        return Found(state.document_state(record, state.now) == "in force",  # type: ignore[arg-type]  # a document by its name
                     state.why_seated("org/board"))  # fmt: skip

    return ask(question).value is True


def test_what_was_resolved_and_not_filed_is_valid_and_not_in_force() -> None:
    written = org(code(FILING), ADOPT)
    effect = seen(written, "adopt-2", "2025-01-01").effects[0]
    assert effect.standing == "valid"
    assert str(effect.takes_effect) == "pending on the filing of adopt-2 with registry"
    assert in_force(written, "charter", "2025-01-01")
    assert not in_force(written, "charter-2", "2025-01-01")


def test_it_is_in_force_from_the_filing_on_and_not_before() -> None:
    written = org(code(FILING), ADOPT, FILED)
    assert in_force(written, "charter", "2024-05-10")
    assert in_force(written, "charter-2", "2024-05-11")
    assert not in_force(written, "charter", "2024-05-11")
    assert str(seen(written, "adopt-2", "2024-05-12").effects[0].takes_effect) == "from 2024-05-10"
    assert seen(written, "adopt-2", "2024-05-09").effects[0].takes_effect.kind == "pending"


def test_filing_elsewhere_or_before_the_resolution_does_not_count() -> None:
    for filed in (
        done("filed", "ann", "file adopt-2 with regulator", "2024-05-10"),
        done("filed", "ann", "file adopt-2 with registry", "2024-04-30"),
        done("filed", "ann", "file elect with registry", "2024-05-10"),
    ):
        written = org(code(FILING), ADOPT, ELECT, filed)
        assert not in_force(written, "charter-2", "2025-01-01")


def test_all_that_is_asked_for_is_needed_and_the_last_counts() -> None:
    ok = done("ok", "regulator", "approve adopt-2", "2024-06-01")
    filed = FILED
    assert not in_force(org(code(FILING, APPROVAL), ADOPT, filed), "charter-2", "2025-01-01")
    assert not in_force(org(code(FILING, APPROVAL), ADOPT, ok), "charter-2", "2025-01-01")
    both = org(code(FILING, APPROVAL), ADOPT, ok, filed)
    assert not in_force(both, "charter-2", "2024-05-31")
    assert in_force(both, "charter-2", "2024-06-02")


def test_an_approval_by_whom_it_is_not_for_to_approve_is_none() -> None:
    written = org(code(APPROVAL), ADOPT, done("ok", "ann", "approve adopt-2", "2024-06-01"))
    effect = seen(written, "adopt-2", "2025-01-01").effects[0]
    assert str(effect.takes_effect) == "pending on the approval of adopt-2 by regulator"


@pytest.mark.parametrize(("at", "there"), [("2024-05-20T23:59", "ann"), ("2024-05-22", "ann, bob")])
def test_a_time_after_the_act(at: str, there: str) -> None:
    rule = "takes effect: org/members, do: appoint any to org/board, at least: 20 days"
    assert holder(book(org(code(rule), ELECT)), "org/board", at).value == there


def test_a_time_after_the_filing() -> None:
    rule = f"{FILING}, at least: 30 days"
    written = org(code(rule), ADOPT, FILED)
    assert not in_force(written, "charter-2", "2024-06-09")
    assert in_force(written, "charter-2", "2024-06-10")


@pytest.mark.parametrize(("date", "effect"), [("2024-05-31", True), ("2024-06-01", False)])
def test_what_comes_too_late_gives_no_effect(date: str, effect: bool) -> None:
    filed = done("filed", "ann", "file adopt-2 with registry", date)
    written = org(code(f"{FILING}, at most: 30 days"), ADOPT, filed)
    assert in_force(written, "charter-2", "2025-01-01") is effect
    takes = seen(written, "adopt-2", "2025-01-01").effects[0].takes_effect
    assert takes.kind == ("from" if effect else "none")


def test_at_the_close_of_the_meeting_and_not_for_a_vote_in_it() -> None:
    rule = "takes effect: org/members, do: appoint any to org/board, value: end of meeting"
    meeting = ("  - meeting: agm\n    of: org/members\n    date: 2024-05-01T10:00\n"
               "    attended: [ann, bob, cy]\n    end: 2024-05-01T12:00\n")  # fmt: skip
    elect = ELECT.replace("date: 2024-05-01", "date: 2024-05-01T10:30").replace(
        "    form: meeting", "    meeting: agm")  # fmt: skip
    written = org(code(rule), meeting, elect)
    assert holder(book(written), "org/board", "2024-05-01T11:59").value == "ann"
    assert holder(book(written), "org/board", "2024-05-01T12:00").value == "ann, bob"


def test_declaratory_registration_delays_only_what_third_parties_see() -> None:
    outside = "binds third parties: org/members, do: appoint any to org/board, upon: register any"
    written = org(code(outside), ELECT, done("entered", "registry", "register elect", "2024-07-01"))
    early = seen(written, "elect", "2024-06-01").effects[0]
    assert str(early.takes_effect) == "from 2024-05-01"
    assert str(early.toward_third_parties) == "pending on the registration of elect by registry"
    late = seen(written, "elect", "2024-07-02").effects[0]
    assert str(late.toward_third_parties) == "from 2024-07-01"
    assert holder(book(written), "org/board", "2024-06-01").value == "ann, bob"


def test_constitutive_registration_delays_both() -> None:
    rule = "takes effect: org/members, do: appoint any to org/board, upon: register any"
    written = org(code(rule), ELECT, done("entered", "registry", "register elect", "2024-07-01"))
    early = seen(written, "elect", "2024-06-01").effects[0]
    assert early.takes_effect.kind == early.toward_third_parties.kind == "pending"
    assert holder(book(written), "org/board", "2024-06-30").value == "ann"
    assert holder(book(written), "org/board", "2024-07-02").value == "ann, bob"


def test_only_the_effect_that_the_norm_speaks_of_waits() -> None:
    both = ADOPT.replace("effect: adopt charter-2",
                         "effect: [adopt charter-2, appoint bob to org/board]")  # fmt: skip
    written = org(code(FILING), both)
    assert holder(book(written), "org/board", "2024-05-03").value == "ann, bob"
    kinds = [e.takes_effect.kind for e in seen(written, "adopt-2", "2025-01-01").effects]
    assert kinds == ["pending", "from"]


def test_in_advance_it_says_what_it_waits_for_from_whom_and_by_when() -> None:
    found = book(org(code(f"{FILING}, at most: 30 days", APPROVAL)))
    effect = advance(found, "adopt charter-2", "2024-05-01", "org/members", "meeting",
                     for_=["ann", "bob"]).value  # fmt: skip
    assert effect is not None
    assert effect.standing == "valid"
    assert str(effect.takes_effect) == (
        "pending on the filing of it with registry, until 2024-05-31 and "
        "the approval of it by regulator"
    )


def test_a_delay_must_say_from_when() -> None:
    written = org(code("takes effect: org/members, do: amend charter"))
    found = load_texts({"book.yaml": written.encode()})
    assert [d.code for d in found.errors] == ["MB265"]


def test_many_effects_that_may_wait_are_each_asked_about_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule = "takes effect: org/members, do: appoint any to org/board, upon: register any"
    many = 12
    parts = [ELECT.replace("act: elect", f"act: elect-{n}").replace("05-01", f"05-{n:02}")
             for n in range(1, many + 1)]  # fmt: skip
    asked: list[str] = []
    work_out = delays._asked_for

    def counted(state: State, tried: delays.Tried, modality: Modality) -> tuple[delays.Wait, ...]:
        if tried.act is not None and tried.seen is None and modality == delays.WITHIN:
            asked.append(tried.act.id)
        return work_out(state, tried, modality)

    monkeypatch.setattr(delays, "_asked_for", counted)
    found = book(org(code(rule), *parts))
    state = State(found, moment(found, "2025-01-01"), None, World({}))
    assert [o.holder for o in state.seats("org/board").occupants] == ["ann"]
    assert sorted(asked) == sorted({f"elect-{n}" for n in range(1, many + 1)})

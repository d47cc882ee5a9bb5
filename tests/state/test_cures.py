"""What mends an act: every cure named works, bars are respected, later ones say back to when."""

from __future__ import annotations

from tests.state.books import advance, book, moment
from tests.state.cases import act, effect, people, text

from minutebook.state.verdict import Cure
from minutebook.views.questions import judge, verdict

PEOPLE = people("a", "b", "c", "d", "e")
BOARD = """\
  - body: org/board
    seats: 5
    members: [a, b, c]
    decides: majority of seats
    appointed by: org/members
  - body: org/members
    members: [a, b, c, d, e]
    decides: majority of members
  - post: org/ceo
    holder: d
    appointed by: org/board
"""
TRY = act("try", "by: org/board", "form: meeting", "for: [a, b]", "others: not voting",
          "effect: remove d from org/ceo", date="2024-01-10")  # fmt: skip


def mended(written: str, at: str = "2024-06-01") -> tuple[Cure, ...]:
    answer = verdict(book(written), "try", at)
    assert answer.value is not None
    return answer.value.effects[0].cures


def test_a_ratification_says_by_whom_with_which_consents_and_back_to_when() -> None:
    """Of a board of three, two of five seats consented; later all three can ratify."""
    written = text(PEOPLE, BOARD, TRY)
    consent, ratify = mended(written)
    assert consent.says == "the consent of c"
    assert str(ratify.deed) == "ratify try"
    assert (ratify.by, ratify.needs, ratify.among) == ("org/board", 3, ("a", "b", "c"))
    assert ratify.back_to is not None
    assert ratify.back_to.written == "2024-01-10"
    done = act("mend", "by: org/board", "form: meeting", "for: [a, b, c]", "effect: ratify try",
               date="2024-06-01")  # fmt: skip
    assert effect(written + done).standing == "valid"
    fewer = done.replace("[a, b, c]", "[a, b]") + "    others: absent\n"
    assert effect(written + fewer).standing == "void"


def test_nothing_is_named_that_a_norm_bars() -> None:
    """Neither the board with more consents nor its elector could do what nobody can."""
    bar = "  - document: law\n    rank: statute\n    norms:\n" \
        "      - {cannot: anyone, do: remove any from org/ceo}\n" \
        "      - {can: org/members, do: remove any from org/ceo}\n"  # fmt: skip
    assert mended(text(PEOPLE, BOARD, bar, TRY)) == ()


def test_a_bar_on_one_leaves_the_other() -> None:
    bar = "  - document: law\n    rank: statute\n    norms:\n" \
        "      - {cannot: org/board, do: remove any from org/ceo}\n" \
        "      - {can: org/members, do: remove any from org/ceo}\n"  # fmt: skip
    found = mended(text(PEOPLE, BOARD, bar, TRY))
    assert {c.by for c in found} == {"org/members"}


def test_an_appointment_over_a_holder_lacks_what_the_removal_lacks() -> None:
    written = book(text(PEOPLE, BOARD))
    found = advance(written, "appoint e to org/ceo", "2024-02-01", "org/board", "meeting",
                    for_=["a"]).value  # fmt: skip
    assert found is not None
    assert found.cure is not None
    assert (found.cure.needs, set(found.cure.among)) == (2, {"b", "c"})
    enough = advance(written, "appoint e to org/ceo", "2024-02-01", "org/board", "meeting",
                     for_=["a", *found.cure.among]).value  # fmt: skip
    assert enough is not None
    assert enough.standing == "valid"


def test_whom_a_voidable_act_wrongs_can_waive_it() -> None:
    rule = "  - document: charter\n    of: org\n    rank: charter\n    norms:\n" \
        "      - {must not: org/board, id: keep-d, do: remove any from org/ceo, " \
        "consequence: voidable, counterparty: [d]}\n"  # fmt: skip
    carried = TRY.replace("[a, b]", "[a, b, c]")
    written = text(PEOPLE, BOARD, rule, carried)
    (waiver,) = mended(written)
    assert (str(waiver.deed), waiver.by) == ("waive keep-d for try", "d")
    done = act("waiver", "by: d", f"effect: {waiver.deed}", date="2024-02-01")
    assert effect(written).standing == "voidable"
    assert effect(written + done).standing == "valid"


def test_nothing_mends_an_act_that_is_still_to_come() -> None:
    assert moment(book(text()), "2023-01-01")
    found = mended(text(PEOPLE, BOARD, TRY), "2023-01-01")
    assert [str(c.deed) for c in found] == ["remove d from org/ceo"]


# -- what was put to the vote and lost

MOTION = """\
  - body: org/board
    members: [a, b, c, d, e]
    decides: majority of votes cast
    quorum: 3
    appointed by: org/board
  - post: org/ceo
    appointed by: org/board
"""


def _cures(*lines: str) -> tuple[str, ...]:
    given = act("try", "by: org/board", "form: meeting", *lines, "effect: appoint a to org/ceo")
    return tuple(cure.says for cure in mended(text(PEOPLE, MOTION, given)))


def test_a_motion_that_was_lost_is_put_again_and_not_ratified() -> None:
    lost = _cures("for: [a, b]", "against: [c, d, e]")
    assert lost
    assert not any(says.startswith("ratification") for says in lost)


def test_what_wanted_a_quorum_is_ratified_by_those_who_are_not_against_it() -> None:
    short = _cures("for: [a, b]", "absent: [c, d, e]")
    assert any(says.startswith("ratification by org/board") for says in short)
    announced = _cures("for: [a]", "against: [b]", "absent: [c, d, e]", "reported: carried")
    against_again = "2 of a, c, d, e, if nobody else votes against it"  # b does
    assert f"ratification by org/board: the consent of {against_again}" in announced


# -- what a cure rests on


def test_a_cure_says_under_which_readings_it_works() -> None:
    """Two are too few of six seats and of four members alike: a third is enough of one rule."""
    rule = "{reading: list, easy: 3 in office, hard: majority of seats}"
    written = text(PEOPLE, BOARD, TRY).replace("[a, b, c]", "[a, b, c, e]", 1)
    written = written.replace("seats: 5\n", "seats: 6\n")
    written = written.replace("decides: majority of seats", f"decides: {rule}", 1)
    reading = (
        "readings:\n  list: {asks: which, adopted: ADOPTED, easy: {says: e}, hard: {says: h}}\n"
    )

    def cheapest(adopted: str) -> Cure:
        head = reading.replace("ADOPTED", adopted)
        return mended(written.replace("records:\n", f"{head}records:\n", 1))[0]

    assert str(cheapest("hard")) == "the consent of c, e"
    assert str(cheapest("easy")) == "the consent of 1 of c, e, given list: easy"
    assert cheapest("easy").given == (("list", "easy"),)


def test_what_an_act_lacked_mends_nothing_that_a_court_has_settled() -> None:
    law = "  - document: law\n    rank: statute\n    norms: [{can: court, do: find any any}]\n" \
        "  - entity: court\n"  # fmt: skip
    found = act("ruling", "by: court", "effect: find try void", date="2024-03-01")
    assert mended(text(PEOPLE, BOARD, TRY))[0].says == "the consent of c"
    assert all(c.deed.verb == "ratify" for c in mended(text(PEOPLE, BOARD, law, TRY, found)))


def test_a_waiver_names_the_means_that_count() -> None:
    rules = "  - document: rules\n    of: org\n    rank: bylaw\n    norms:\n" \
        "      - {notice: org/board, at least: 2 days, consequence: void}\n" \
        "      - {waiver: org/board, ways: [after], via: writing}\n" \
        "  - meeting: m\n    of: org/board\n    called by: a\n    date: 2024-01-10\n" \
        "    not notified: c\n"  # fmt: skip
    put = TRY.replace("form: meeting", "meeting: m").replace("[a, b]", "[a, b, c]")
    put = put.replace("others: not voting", "others: for")
    (cure, *_) = mended(text(PEOPLE, BOARD, rules, put))
    assert cure.says == "a waiver of notice by b, c via writing"
    assert cure.steps[0].via == ("writing",)


def test_a_waiver_at_the_last_moment_for_it_is_in_time() -> None:
    """A waiver that must come before a meeting comes in as it begins, and not a minute later."""
    rules = "  - document: rules\n    of: org\n    rank: bylaw\n    norms:\n" \
        "      - {notice: org/board, at least: 2 days, consequence: void}\n" \
        "      - {waiver: org/board, ways: [before]}\n" \
        "  - meeting: m\n    of: org/board\n    called by: a\n    date: 2024-01-10T18:00\n" \
        "    attended: [a, b, c]\n    not notified: [b, c]\n" \
        "  - message: waiver\n    from: b\n    signed by: c\n    waives notice of: m\n" \
        "    date: 2024-01-10T18:0"  # fmt: skip
    put = act("try", "by: org/board", "meeting: m", "for: [a, b, c]",
              "effect: remove d from org/ceo",
              date="2024-01-10T18:30")  # fmt: skip
    assert effect(text(PEOPLE, BOARD, rules + "0\n", put)).standing == "valid"
    assert effect(text(PEOPLE, BOARD, rules + "1\n", put)).standing == "void"


def test_notice_of_a_later_meeting_goes_by_the_means_that_count() -> None:
    rules = "  - document: rules\n    of: org\n    rank: bylaw\n    norms:\n" \
        "      - {notice: org/board, at least: 6 days, via: [writing], consequence: void}\n" \
        "  - meeting: m\n    of: org/board\n    called by: a\n" \
        "    date: 2024-05-13T18:00\n"  # fmt: skip
    asked = judge(book(text(PEOPLE, BOARD, rules)), "remove d from org/ceo", by="org/board",
                  for_=["a", "b", "c"], meeting="m", at="2024-05-10T12:00")  # fmt: skip
    steps = {s for w in asked.worlds if w.value for c in w.value.cures for s in c.steps}
    later = [s for s in steps if s.kind == "later meeting"]
    assert later
    assert all(s.via == ("writing",) and s.says.endswith("b, c via writing now") for s in later)

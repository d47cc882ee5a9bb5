"""Appointing, removing, resigning: who may, when there is room, and what becomes of the seat."""

from __future__ import annotations

from tests.state.books import book, holder
from tests.state.cases import act, board, effect, judged, people, standing, text, worlds

ABC = people("a", "b", "c", "x", "y")
FIVE = board("a, b, c", "seats: 5", "decides: majority of members in office",
             "appointed by: org/owner")  # fmt: skip
OWNER = "  - post: org/owner\n    holder: x\n"
CEO = "  - post: org/ceo\n    holder: {holder}\n    appointed by: org/board\n"


def ceo(who: str, *more: str) -> str:
    return CEO.format(holder=who) + "".join(f"    {line}\n" for line in more)


def by_board(name: str, deed: str, *more: str, date: str = "2020-01-01T12:00") -> str:
    return act(name, "by: org/board", "form: meeting", "for: [a, b, c]", f"effect: {deed}", *more,
               date=date)  # fmt: skip


def org(*parts: str) -> str:
    return text(ABC, OWNER, FIVE, *parts)


def test_who_may_appoint_may_remove_where_the_book_does_not_say_who_else() -> None:
    found = effect(org(ceo("y"), by_board("try", "remove y from org/ceo")))
    assert found.standing == "valid"
    assert "who may appoint may remove" in str(found.why)


def test_removed_by_goes_before_appointed_by() -> None:
    written = org(ceo("y", "removed by: x"), by_board("try", "remove y from org/ceo"))
    found = effect(written)
    assert found.standing == "void"
    assert found.cure is not None
    assert found.cure.by == "x"


def test_an_appointment_puts_out_a_holder_whom_the_actor_could_remove() -> None:
    written = org(ceo("y"), by_board("try", "appoint x to org/ceo"))
    assert standing(written) == "valid"
    assert holder(book(written), "org/ceo", "2021").value == "x"


def test_an_appointment_does_not_put_out_a_holder_whom_only_another_can_remove() -> None:
    written = org(ceo("y", "removed by: x"), by_board("try", "appoint x to org/ceo"))
    found = effect(written)
    assert found.standing == "void"
    assert "y holds org/ceo and would have to be removed" in str(found.why)
    assert holder(book(written), "org/ceo", "2021").value == "y"


def test_an_interim_holder_gives_way() -> None:
    written = org(
        ceo("y", "removed by: x", "interim: yes"), by_board("try", "appoint x to org/ceo")
    )
    assert standing(written) == "valid"


def test_removal_and_appointment_in_one_act_leave_room() -> None:
    deeds = "[remove y from org/ceo, appoint x to org/ceo as interim]"
    written = org(ceo("y"), by_board("try", deeds))
    assert [e.standing for e in judged(written).effects] == ["valid", "valid"]
    assert holder(book(written), "org/ceo", "2021").value == "x"


def test_whoever_is_not_in_the_post_cannot_be_removed_from_it() -> None:
    assert standing(org(ceo("y"), by_board("try", "remove x from org/ceo"))) == "void"


def test_a_full_body_has_no_room() -> None:
    full = FIVE.replace("seats: 5", "seats: 3")
    vote = act("try", "by: x", "effect: appoint y to org/board")
    found = effect(text(ABC, OWNER, full, vote))
    assert found.standing == "void"
    assert "3 seats, all filled" in str(found.why)
    assert standing(text(ABC, OWNER, FIVE, vote)) == "valid"


def test_electing_is_one_way_to_appoint() -> None:
    vote = act("try", "by: org/owner", "effect: elect y to org/board")
    written = text(ABC, OWNER, FIVE, vote)
    assert standing(written) == "valid"
    assert holder(book(written), "org/board", "2021").value == "a, b, c, y"


def test_anyone_in_a_post_can_resign_from_it_and_nobody_else() -> None:
    assert standing(org(act("try", "by: a", "effect: resign from org/board"))) == "valid"
    assert standing(org(act("try", "by: y", "effect: resign from org/board"))) == "void"


def test_a_vacated_seat_stays_or_goes_as_the_body_says() -> None:
    leave = act("leave", "by: a", "effect: resign from org/board")
    join = act("try", "by: x", "effect: appoint y to org/board", date="2020-02-01T12:00")
    full = FIVE.replace("seats: 5", "seats: 3")
    assert standing(text(ABC, OWNER, full, leave, join)) == "valid"
    gone = full + "    vacated seats: abolished\n"
    assert standing(text(ABC, OWNER, gone, leave, join)) == "void"


def test_leaving_a_body_is_leaving_the_seat_one_holds_in_it() -> None:
    seats = "".join(
        f"  - post: org/seat-{p}\n    in: org/board\n    kind: seat\n    holder: {p}\n"
        for p in "abc"
    )
    body = "  - body: org/board\n    appointed by: x\n    vacated seats: {0}\n"
    out = act("try", "by: x", "effect: remove b from org/board")
    back = act("again", "by: x", "effect: appoint y to org/seat-b", date="2020-03-01T12:00")
    stays = text(ABC, body.format("vacant"), seats, out, back)
    assert standing(stays) == "valid"
    assert holder(book(stays), "org/seat-b", "2020-02-01").value == "vacant"
    assert holder(book(stays), "org/board", "2021").value == "a, c, y"
    goes = text(ABC, body.format("abolished"), seats, out, back)
    assert holder(book(goes), "org/board", "2020-02-01").value == "a, c"
    assert standing(goes, "again") == "void"


def test_somebody_removed_can_be_appointed_again() -> None:
    out = by_board("out", "remove y from org/ceo")
    back = by_board("try", "appoint y to org/ceo", date="2020-02-01T12:00")
    written = org(ceo("y"), out, back)
    assert standing(written) == "valid"
    assert holder(book(written), "org/ceo", "2020-01-15").value == "vacant"
    assert holder(book(written), "org/ceo", "2021").value == "y"


def test_nobody_is_appointed_twice_but_an_interim_holder_may_stay_for_good() -> None:
    assert standing(org(ceo("y"), by_board("try", "appoint y to org/ceo"))) == "void"
    interim = org(ceo("y", "interim: yes"), by_board("try", "appoint y to org/ceo"))
    assert standing(interim) == "valid"


def test_the_removal_of_an_unknown_holder_takes_the_unknown_one_out_if_it_took_effect() -> None:
    written = org(ceo("unknown"), by_board("try", "remove y from org/ceo", "reported: done"))
    answer = holder(book(written), "org/ceo", "2021")
    assert {(w.readings["try took effect"], w.value) for w in answer.worlds} == {
        ("yes", "vacant"),
        ("no", "unknown"),
    }
    assert answer.adopted.value == "vacant"


def test_an_undetermined_act_is_neither_applied_nor_dropped() -> None:
    vote = act("try", "by: org/board", "form: meeting", "for: a", "effect: remove y from org/ceo")
    answer = holder(book(org(ceo("y"), vote)), "org/ceo", "2021")
    assert answer.hinges == ("try took effect",)
    assert {w.value for w in answer.worlds} == {"y", "vacant"}
    assert answer.adopted.value == "y"


def test_a_post_acts_through_its_holder_and_an_empty_one_not_at_all() -> None:
    sign = act("try", "by: org/owner", "effect: appoint y to org/board")
    assert standing(text(ABC, OWNER, FIVE, sign)) == "valid"
    empty = "  - post: org/owner\n"
    found = effect(text(ABC, empty, FIVE, sign))
    assert found.standing == "void"
    assert "nobody holds org/owner" in str(found.why)


def test_an_organisation_acts_through_its_body() -> None:
    through = "  - entity: firm\n    acts through: firm/board\n" + board(
        "a, b", "decides: all of members in office"
    ).replace("org/board", "firm/board")
    post = "  - post: org/chair\n    appointed by: firm\n"
    appoint = "effect: appoint x to org/chair"
    both = act("try", "by: firm", "form: meeting", "for: [a, b]", appoint)
    assert standing(text(ABC, through, post, both)) == "valid"
    assert standing(text(ABC, through, post, both.replace("by: firm", "by: firm/board"))) == "valid"
    one = act("try", "by: firm", "form: meeting", "for: a", "against: b", appoint)
    assert standing(text(ABC, through, post, one)) == "void"


def test_who_appoints_is_not_known() -> None:
    vote = act("try", "by: x", "effect: appoint y to org/chair")
    found = effect(text(ABC, "  - post: org/chair\n", vote))
    assert found.standing == "undetermined"
    assert found.missing == ("who has the power to appoint y to org/chair",)


def test_two_acts_of_one_day_split_only_where_their_order_matters() -> None:
    first = by_board("first", "appoint x to org/ceo", date="2020-01-01")
    second = by_board("second", "appoint y to org/ceo", date="2020-01-01")
    written = org("  - post: org/ceo\n    appointed by: org/board\n", first, second)
    answer = holder(book(written), "org/ceo", "2021")
    assert answer.hinges == ("order of first and second",)
    assert {w.value for w in answer.worlds} == {"x", "y"}
    assert worlds(written, "second").value is not None


def test_stated_orders_and_dates_leave_no_circle() -> None:
    """`late` is after `noon` by the book; what is before noon is then before `late` too."""
    noon = by_board("noon", "remove y from org/ceo", date="2020-01-01T12:00")
    late = by_board("late", "appoint x to org/ceo", "after: noon", date="2020-01-01")
    written = org(ceo("y", "removed by: org/board"), noon, late)
    answer = holder(book(written), "org/ceo", "2021")
    assert answer.value == "x"
    assert answer.hinges == ()


def test_an_effect_may_wait() -> None:
    vote = by_board("try", "remove y from org/ceo", "takes effect: 2020-06-01T00:00")
    written = org(ceo("y"), vote)
    assert holder(book(written), "org/ceo", "2020-05-31").value == "y"
    assert holder(book(written), "org/ceo", "2020-06-02").value == "vacant"

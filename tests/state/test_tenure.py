"""Terms, holdover, successors, vacancies, committees, death: who is still in a post, from when."""

from __future__ import annotations

import pytest
from tests.state.books import book as read
from tests.state.books import holder
from tests.state.cases import act, effect, people, standing, text, worlds

PEOPLE = people("a", "b", "c", "d", "e", "x")
OWNER = "  - post: org/owner\n    holder: x\n"


def board(*lines: str, seats: int = 3, members: str = "a, b, c") -> str:
    rules = "".join(f"    {line}\n" for line in lines)
    return (
        f"  - body: org/board\n    date: 2020-01-01\n    seats: {seats}\n"
        f"    members: [{members}]\n    appointed by: org/owner\n{rules}"
    )


def who(written: str, at: str, post: str = "org/board") -> str | None:
    return holder(read(written), post, at).value


def elect(name: str, party: str, date: str, *lines: str) -> str:
    return act(name, "by: x", f"effect: appoint {party} to org/board", *lines, date=date)


@pytest.mark.parametrize(("at", "held"), [("2022-12-30", "a, b, c"), ("2023-01-05", "vacant")])
def test_a_term_that_ran_out_empties_the_seats(at: str, held: str) -> None:
    written = text(PEOPLE, OWNER, board("term: 3 years", "holdover: no"))
    assert who(written, at) == held


def test_with_holdover_they_stay_until_a_successor() -> None:
    written = text(PEOPLE, OWNER, board("term: 3 years", "holdover: yes"))
    assert who(written, "2024-01-01") == "a, b, c"


def test_where_nothing_says_whether_they_stay_that_is_open() -> None:
    found = holder(read(text(PEOPLE, OWNER, board("term: 3 years"))), "org/board", "2024-01-01")
    assert found.hinges == ("holdover in org/board",)
    assert {w.value for w in found.worlds} == {"a, b, c", "vacant"}


def test_the_law_may_say_that_they_stay() -> None:
    law = "  - document: law\n    rank: statute\n    norms:\n" \
        "      - {holdover: org/board, value: 'yes'}\n"  # fmt: skip
    assert who(text(PEOPLE, OWNER, board("term: 3 years"), law), "2024-01-01") == "a, b, c"


@pytest.mark.parametrize(("day", "verdict"), [("2022-12-15", "void"), ("2023-02-01", "valid")])
def test_a_full_board_has_room_once_its_members_only_stay_on(day: str, verdict: str) -> None:
    written = text(PEOPLE, OWNER, board("term: 3 years", "holdover: yes"), elect("try", "d", day))
    assert standing(written) == verdict


def test_the_successor_puts_out_whose_term_ended_first() -> None:
    """a was appointed a year before the others, so a's term is the one that ran out."""
    first = elect("early", "a", "2019-02-01")
    late = elect("next", "d", "2022-03-01")
    staying = board("term: 3 years", "holdover: yes", members="b, c")
    written = text(PEOPLE, OWNER, staying, first, late)
    assert who(written, "2022-04-01") == "b, c, d"


def test_nobody_gives_way_where_a_death_left_a_seat_empty() -> None:
    """Both remaining members only stay on; the new one takes the seat of the one who died."""
    died = "  - event: death-of-a\n    kind: death\n    about: a\n    date: 2023-01-20\n"
    staying = board("term: 3 years", "holdover: yes")
    written = text(PEOPLE, OWNER, staying, died, elect("next", "d", "2023-02-01"))
    assert who(written, "2023-03-01") == "b, c, d"


def test_who_gives_way_is_open_where_several_terms_ended_at_once() -> None:
    written = text(PEOPLE, OWNER, board("term: 3 years", "holdover: yes"),
                   elect("next", "d", "2023-02-01"))  # fmt: skip
    found = holder(read(written), "org/board", "2023-03-01")
    assert len(found.worlds) == 3
    assert all(w.value is not None and "d" in w.value for w in found.worlds)


def test_who_is_elected_again_has_a_new_term() -> None:
    again = elect("again", "a", "2023-02-01")
    written = text(PEOPLE, OWNER, board("term: 3 years", "holdover: no", members="a"), again)
    assert who(written, "2023-01-15") == "vacant"
    assert who(written, "2025-12-01") == "a"
    assert who(written, "2026-03-01") == "vacant"


def test_staggered_classes_end_one_after_the_other() -> None:
    seats = "".join(
        f"  - post: org/seat-{n}\n    in: org/board\n    kind: seat\n    group: class {n}\n"
        f"    date: 202{n}-01-01\n    holder: {who}\n    appointed by: org/owner\n"
        for n, who in ((0, "a"), (1, "b"), (2, "c"))
    )
    body = "  - body: org/board\n    term: 3 years\n    holdover: no\n"
    written = text(PEOPLE, OWNER, body, seats)
    assert who(written, "2022-06-01") == "a, b, c"
    assert who(written, "2023-06-01") == "b, c"
    assert who(written, "2024-06-01") == "c"


def test_an_appointment_until_a_day_ends_by_itself() -> None:
    ceo = "  - post: org/ceo\n    appointed by: org/owner\n    holdover: yes\n"
    interim = act("fill", "by: x", "effect: appoint d to org/ceo as interim", "until: 2020-06-01",
                  date="2020-02-01")  # fmt: skip
    written = text(PEOPLE, OWNER, ceo, interim)
    assert who(written, "2020-05-30", "org/ceo") == "d"
    assert who(written, "2020-06-02", "org/ceo") == "vacant"


LEAVE = act("leave", "by: a", "effect: resign from org/ceo", "takes effect: 2020-06-30",
            date="2020-03-01")  # fmt: skip
CEO = "  - post: org/ceo\n    holder: a\n    appointed by: org/owner\n    removed by: e\n"


def test_a_successor_is_appointed_with_effect_on_a_later_resignation() -> None:
    """x cannot remove a, but when b's appointment takes effect a has gone."""
    fill = act("try", "by: x", "effect: appoint b to org/ceo", "takes effect: at leave",
               date="2020-03-02")  # fmt: skip
    written = text(PEOPLE, OWNER, CEO, LEAVE, fill)
    assert standing(written) == "valid"
    assert who(written, "2020-06-01", "org/ceo") == "a"
    assert who(written, "2020-07-01", "org/ceo") == "b"


def test_but_not_with_effect_before_it() -> None:
    fill = act("try", "by: x", "effect: appoint b to org/ceo", "takes effect: 2020-05-01",
               date="2020-03-02")  # fmt: skip
    assert standing(text(PEOPLE, OWNER, CEO, LEAVE, fill)) == "void"


def test_of_two_effects_on_one_day_the_order_matters() -> None:
    fill = act("try", "by: x", "effect: appoint b to org/ceo", "takes effect: 2020-06-30",
               date="2020-03-02")  # fmt: skip
    found = worlds(text(PEOPLE, OWNER, CEO, LEAVE, fill))
    assert found.hinges == ("order of effect of leave and effect of try",)


def test_a_death_empties_every_post() -> None:
    death = "  - event: a-dies\n    kind: death\n    about: [a]\n    date: 2020-05-01\n"
    written = text(PEOPLE, OWNER, board(), CEO, death)
    assert who(written, "2020-05-03") == "b, c"
    assert who(written, "2020-05-03", "org/ceo") == "vacant"
    assert standing(text(PEOPLE, OWNER, board(), death, elect("try", "d", "2020-06-01"))) == "valid"


VACATES = "  - document: articles\n    of: org\n    rank: charter\n    norms:\n" \
    "      - {vacates: org/board, on: bankruptcy}\n"  # fmt: skip
BROKE = "  - event: a-bankrupt\n    kind: bankruptcy\n    about: [a]\n    date: 2020-05-01\n"


def test_a_norm_empties_a_seat_on_an_event() -> None:
    assert who(text(PEOPLE, OWNER, board(), VACATES, BROKE), "2020-06-01") == "b, c"
    assert who(text(PEOPLE, OWNER, board(), BROKE), "2020-06-01") == "a, b, c"
    other = VACATES.replace("bankruptcy", "absence")
    assert who(text(PEOPLE, OWNER, board(), other, BROKE), "2020-06-01") == "a, b, c"


def test_a_norm_may_speak_of_any_member() -> None:
    any_member = VACATES.replace("vacates: org/board", "vacates: any member of org/board")
    assert who(text(PEOPLE, OWNER, board(), any_member, BROKE), "2020-06-01") == "b, c"


def test_of_two_effects_at_once_the_later_act_comes_later_if_the_book_says_so() -> None:
    """Two leave on one day, and two are appointed with effect on it."""
    two = act("first", "by: a", "effect: resign from org/board", "takes effect: 2020-06-30",
              date="2020-02-01")  # fmt: skip
    too = act("second", "by: b", "effect: resign from org/board", "takes effect: at first",
              date="2020-02-02")  # fmt: skip
    fill = act("try", "by: x", "effect: [appoint d to org/board, appoint e to org/board]",
               "takes effect: at first", date="2020-03-01")  # fmt: skip
    assert worlds(text(PEOPLE, OWNER, board(), two, too, fill)).hinges
    told = text(PEOPLE, OWNER, board(), two, too, fill + "    after: [second]\n")
    assert standing(told) == "valid"
    assert who(told, "2020-07-02") == "c, d, e"


def test_who_comes_back_afterwards_stays() -> None:
    again = elect("again", "a", "2021-01-01")
    assert who(text(PEOPLE, OWNER, board(), VACATES, BROKE, again), "2021-06-01") == "a, b, c"


def test_a_committee_loses_who_leaves_the_board() -> None:
    audit = "  - body: org/audit\n    seats: 2\n    members: [a, b]\n    drawn from: org/board\n" \
        "    appointed by: org/owner\n"  # fmt: skip
    leave = act("leave", "by: a", "effect: resign from org/board", date="2020-05-01")
    written = text(PEOPLE, OWNER, board(), audit, leave)
    assert who(written, "2020-04-01", "org/audit") == "a, b"
    assert who(written, "2020-06-01", "org/audit") == "b"
    outside = act("try", "by: x", "effect: appoint e to org/audit", date="2020-06-01")
    found = effect(written + outside)
    assert found.standing == "void"
    assert "from which org/audit is drawn" in str(found.why)
    inside = act("try", "by: x", "effect: appoint c to org/audit", date="2020-06-01")
    assert standing(written + inside) == "valid"


@pytest.mark.parametrize(("voters", "verdict"), [("[a]", "valid"), ("[]", "void")])
def test_a_remaining_director_fills_vacancies_although_fewer_than_a_quorum(
    voters: str, verdict: str
) -> None:
    """8 Del. C. § 223(a): a majority of those then in office, although less than a quorum."""
    rules = board("quorum: majority of seats", "decides: majority of members present",
                  seats=5, members="a")  # fmt: skip
    law = """\
  - document: law
    rank: statute
    norms:
      - {can: org/board, do: appoint any to org/board, by: majority of members in office}
      - {quorum: org/board, do: appoint any to org/board, by: none}
"""
    fill = act("try", "by: org/board", "form: meeting", f"for: {voters}", "others: absent",
               "effect: appoint d to org/board", date="2020-02-01")  # fmt: skip
    assert standing(text(PEOPLE, OWNER, rules, law, fill)) == verdict


def test_a_whole_board_is_followed_by_a_whole_board_without_asking_who_goes_first() -> None:
    deeds = ", ".join(f"appoint {who} to org/board" for who in ("d", "e", "x"))
    slate = act("slate", "by: x", f"effect: [{deeds}]", date="2023-02-01")
    written = text(PEOPLE, OWNER, board("term: 3 years", "holdover: yes"), slate)
    assert who(written, "2023-01-15") == "a, b, c"
    assert who(written, "2023-02-15") == "d, e, x"


def test_whose_removal_is_annulled_after_they_came_back_sits_once() -> None:
    """They were appointed anew in between: there is no second seat for them to come back to."""
    court = (
        "  - entity: court\n  - document: courts\n    rank: statute\n"
        "    norms: [{can: court, do: annul any, reaches: from then}]\n"
    )
    story = (act("out", "by: x", "effect: remove a from org/board", date="2020-02-01"),
             elect("again", "a", "2020-03-01"),
             act("void", "by: court", "effect: annul out", date="2020-04-01"))  # fmt: skip
    written = text(PEOPLE, OWNER, court, board(seats=4), *story)
    assert who(written, "2020-05-01") == "a, b, c"

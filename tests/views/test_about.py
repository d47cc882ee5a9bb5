"""A letter's weight and its power, kept apart; and the time between two records."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from tests.state.books import book

from minutebook.views import questions
from minutebook.views.about import About, Between, about_json, between_json

PETITION = """
book: {title: A school, timezone: UTC}
sources:
  paper: {title: A newspaper, date: 2023-03-02}
  minutes: {title: Minutes, date: 2023-03-05}
records:
  - entity: school
  - person: ann
  - person: bo
  - group: staff
    of: school
    members: [bo]
    count: 80
  - group: parents
    of: school
    count: unknown
  - body: school/board
    date: 2023-01-01
    seats: 2
    members: [ann, bo]
    decides: majority of seats
    target votes: "yes"
  - post: school/head
    date: 2023-01-01
    holder: ann
    appointed by: school/board
  - document: petition
    name: the petition
    date: 2023-03-01
    demands: [ann has no seat in school/board, bo holds school/head]
    src: paper:1
  - {event: first-count, date: 2023-03-02, about: petition, count: 20, out of: staff}
  - event: second-count
    date: 2023-03-04
    about: petition
    out of: staff
    count:
      claims:
        - {value: 50, src: "paper:2", name: fifty}
        - {value: 60, src: "minutes:1", name: sixty}
  - {event: parents-count, date: 2023-03-04, about: petition, count: at least 30, out of: parents}
  - {event: elsewhere, date: 2023-03-03, about: school, count: 5, out of: staff}
  - act: leave
    date: 2023-03-06T12:00
    by: ann
    effect: [resign from school/board, resign from school/head]
  - {event: bell, date: 1 hour after leave}
  - {event: rumour, date: 2023-03-06}
"""


def weighed(at: str, text: str = PETITION, **readings: str) -> About:
    settled = {name.replace("_", " "): value for name, value in readings.items()}
    answer = questions.about(book(text), "petition", at=at, readings=settled)
    assert answer.adopted.value is not None
    return answer.adopted.value


def test_counts_are_shares_of_their_group_in_order() -> None:
    answer = questions.about(
        book(PETITION), "petition", at="2023-03-05", readings={"second-count: count": "fifty"}
    )
    (world,) = answer.worlds
    assert world.value is not None
    found = {j.record: j.share for j in world.value.joined}
    assert found == {
        "first-count": Fraction(1, 4),
        "second-count": Fraction(5, 8),
        "parents-count": None,
    }


def test_rival_counts_are_two_worlds_and_one_hinge() -> None:
    answer = questions.about(book(PETITION), "petition", at="2023-03-05")
    assert answer.hinges == ("second-count: count",)
    shares = {world.value.joined[-1].share for world in answer.worlds if world.value is not None}
    assert shares == {Fraction(5, 8), Fraction(3, 4)}


def test_what_was_counted_later_is_not_there_yet() -> None:
    assert [j.record for j in weighed("2023-03-03").joined] == ["first-count"]
    assert [j.record for j in weighed("2023-03-01").joined] == []


def test_demands_are_met_or_not_at_the_moment() -> None:
    assert set(weighed("2023-03-06T11:59").demands.values()) == {False}
    assert weighed("2023-03-07").demands == {
        "ann has no seat in school/board": True,
        "bo holds school/head": False,
    }


def test_those_who_joined_have_no_formal_power_unless_the_book_gives_them_one() -> None:
    assert weighed("2023-03-05").powers == ()
    text = PETITION + (
        "  - document: statutes\n    of: school\n    rank: charter\n    norms:\n"
        "      - {can: staff, id: statutes-1, do: remove any from school/head}\n"
    )
    assert weighed("2023-03-05", text).powers == (
        "staff can remove any from school/head (statutes-1)",
    )


def test_the_json_of_a_letter() -> None:
    made = about_json(weighed("2023-03-03"))
    assert made["document"] == "petition"
    assert made["joined"][0]["share"] == "1/4"
    assert made["joined"][0]["of"] == "80"
    assert made["powers"] == []
    assert made["searched"].startswith("searched 0 powers in documents, 2 posts and bodies")


def between(first: str, second: str) -> Between:
    answer = questions.between(book(PETITION), first, second)
    assert answer.adopted.value is not None
    return answer.adopted.value


def test_the_time_between_exact_moments_is_exact_and_may_be_negative() -> None:
    found = between("leave", "bell")
    assert (found.shortest, found.longest) == (timedelta(hours=1), timedelta(hours=1))
    back = between("bell", "leave")
    assert back.shortest == -timedelta(hours=1)


def test_the_time_from_a_vague_moment_is_a_range() -> None:
    found = between("rumour", "leave")
    assert (found.shortest, found.longest) == (-timedelta(hours=12), timedelta(hours=12))
    made = between_json(found)
    assert (made["shortest_minutes"], made["longest_minutes"]) == (-720, 720)


def test_without_a_date_there_is_no_time_between() -> None:
    text = PETITION + "  - {event: undated, says: some day}\n"
    answer = questions.between(book(text), "leave", "undated")
    assert answer.adopted.value is not None
    assert (answer.adopted.value.shortest, answer.adopted.value.longest) == (None, None)

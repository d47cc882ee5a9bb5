"""Who knew: book text in, first-known times out, each read off the text by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.state.books import book, moment

from minutebook.knowledge import FirstKnown, Knowledge
from minutebook.views import questions

HEAD = """
book: {title: A leak, timezone: UTC}
sources:
  diary: {title: A diary, date: 2024-02-01}
  paper: {title: A newspaper, date: 2024-03-01}
readings:
  hour:
    adopted: early
    early: {says: at eight}
    late: {says: at ten}
records:
  - entity: org
  - person: ann
  - person: bo
  - person: cy
  - person: dee
  - person: eva
  - body: org/board
    seats: 3
    members: [ann, bo, cy]
    decides: majority of seats
    without meeting: majority of seats
    proxies: allowed
  - act: deal
    date: 2024-01-10T12:00
    by: org/board
    for: [ann, bo]
    effect: decide the deal
"""
LATER = "2025-01-01"
ANNOUNCED = """
  - act: release
    date: 2024-01-10T15:00
    by: org
    effect: announce deal
    public: yes
"""


def knows(
    records: str,
    at: str = LATER,
    known: str | None = None,
    head: str = HEAD,
    subject: str = "deal",
    **readings: str,
) -> Knowledge:
    answer = questions.knew(book(head + records), subject, at, known, readings)
    value = answer.adopted.value
    assert value is not None
    return value


def bounds(first: FirstKnown) -> tuple[str | None, str | None]:
    """The first-known time, each bound as hour and minute of its day."""
    return tuple(  # type: ignore[return-value]  # a pair, as there are two bounds
        None if moment is None else f"{moment:%m-%d %H:%M}"
        for moment in (first.first.earliest, first.first.latest)
    )


def test_who_votes_knows_at_the_vote_and_who_does_not_vote_is_not_listed() -> None:
    found = knows("").parties
    assert set(found) == {"ann", "bo"}
    assert bounds(found["ann"]) == ("01-10 12:00", "01-10 12:00")
    assert found["ann"].how == "voted for"
    assert (found["ann"].shortest, found["ann"].longest) == (None, None)


def test_what_was_never_published_is_missing() -> None:
    answer = questions.knew(book(HEAD), "deal")
    assert answer.missing == ("when deal became public",)
    assert questions.knew(book(HEAD + ANNOUNCED), "deal").missing == ()


def test_a_message_tells_when_its_hearer_learned_and_that_its_teller_knew_by_then() -> None:
    records = (
        "  - {message: m, date: 2024-01-10T14:00, from: eva, to: dee, about: deal, via: wire}\n"
    )
    found = knows(records + ANNOUNCED).parties
    assert bounds(found["dee"]) == ("01-10 14:00", "01-10 14:00")
    assert found["dee"].how == "was told by eva by wire"
    assert found["dee"].shortest == found["dee"].longest == timedelta(hours=1)
    assert bounds(found["eva"]) == (None, "01-10 14:00")
    assert (found["eva"].shortest, found["eva"].longest) == (timedelta(hours=1), None)


def test_a_message_about_something_else_tells_nothing() -> None:
    records = "  - {message: m, date: 2024-01-10T14:00, from: eva, to: dee, about: org}\n"
    assert set(knows(records + ANNOUNCED).parties) == {"ann", "bo", "public"}


def test_the_earlier_of_two_messages_counts_whatever_their_place_in_the_book() -> None:
    late = "  - {message: late, date: 2024-01-10T14:30, from: ann, to: dee, about: deal}\n"
    soon = "  - {message: soon, date: 2024-01-10T13:00, from: bo, to: dee, about: deal}\n"
    for records in (late + soon, soon + late):
        found = knows(records).parties["dee"]
        assert (found.record, bounds(found)[0]) == ("soon", "01-10 13:00")


def test_two_messages_of_one_moment_give_one_first_known_time() -> None:
    one = "  - {message: one, date: 2024-01-10T13:00, from: ann, to: dee, about: deal}\n"
    two = "  - {message: two, date: 2024-01-10T13:00, from: bo, to: dee, about: deal}\n"
    assert bounds(knows(one + two).parties["dee"]) == ("01-10 13:00", "01-10 13:00")
    assert knows(one + two).parties["dee"].record == "one"


def test_a_vague_message_is_a_range_and_so_is_the_lead() -> None:
    records = "  - {message: m, date: 2024-01-09, from: ann, to: dee, about: deal}\n"
    found = knows(records + ANNOUNCED).parties["dee"]
    assert bounds(found) == ("01-09 00:00", "01-10 00:00")
    assert (found.shortest, found.longest) == (timedelta(hours=15), timedelta(hours=39))


def test_an_exact_message_within_a_vague_one_bounds_it_above_only() -> None:
    vague = "  - {message: vague, date: 2024-01-09, from: ann, to: dee, about: deal}\n"
    exact = "  - {message: exact, date: 2024-01-09T18:00, from: bo, to: dee, about: deal}\n"
    assert bounds(knows(vague + exact).parties["dee"]) == ("01-09 00:00", "01-09 18:00")


def test_who_tells_others_knew_by_then_though_they_are_told_vaguely() -> None:
    """Told some time on the 9th, and telling others on the 9th at six: by six, then."""
    told = "  - {message: told, date: 2024-01-09, from: ann, to: dee, about: deal}\n"
    tells = "  - {message: tells, date: 2024-01-09T06:00, from: dee, to: eva, about: deal}\n"
    assert bounds(knows(told + tells).parties["dee"]) == ("01-09 00:00", "01-09 06:00")


def test_who_tells_before_any_learning_is_recorded_only_knew_by_then() -> None:
    tells = "  - {message: tells, date: 2024-01-08T06:00, from: dee, to: eva, about: deal}\n"
    told = "  - {message: told, date: 2024-01-09, from: ann, to: dee, about: deal}\n"
    found = knows(tells + told).parties["dee"]
    assert bounds(found) == (None, "01-08 06:00")
    assert found.how == "told others, so knew by then"


def test_an_unknown_teller_is_nobody() -> None:
    records = "  - {message: m, date: 2024-01-09T06:00, from: unknown, to: dee, about: deal}\n"
    found = knows(records).parties
    assert set(found) == {"ann", "bo", "dee"}
    assert found["dee"].how == "was told"


def test_the_public_learns_from_the_announcement_and_not_from_reports_of_the_same_day() -> None:
    post = "  - {message: post, date: 2024-01-10, from: dee, to: public, about: deal}\n"
    found = knows(post + ANNOUNCED)
    assert found.announced is not None
    assert found.announced.earliest == moment(book(HEAD), "2024-01-10T15:00")
    assert bounds(found.parties["public"]) == ("01-10 15:00", "01-10 15:00")


def test_a_publication_before_the_announcement_is_when_the_public_knew_by() -> None:
    post = "  - {message: post, date: 2024-01-10T14:00, from: dee, to: public, about: deal}\n"
    found = knows(post + ANNOUNCED).parties["public"]
    assert found.first.latest == moment(book(HEAD), "2024-01-10T14:00")


def test_without_an_announcement_the_first_publication_is_the_publics() -> None:
    first = "  - {message: first, date: 2024-01-11T08:00, from: dee, to: public, about: deal}\n"
    second = "  - {message: second, date: 2024-01-11T09:00, from: eva, to: public, about: deal}\n"
    found = knows(second + first)
    assert bounds(found.parties["public"]) == ("01-11 08:00", "01-11 08:00")
    assert found.parties["ann"].shortest == timedelta(hours=20)


def test_who_learns_after_the_public_has_a_negative_lead() -> None:
    records = "  - {message: m, date: 2024-01-10T18:00, from: ann, to: dee, about: deal}\n"
    found = knows(records + ANNOUNCED).parties["dee"]
    assert found.shortest == found.longest == -timedelta(hours=3)


def test_who_is_only_seen_to_know_after_the_announcement_is_not_listed() -> None:
    late = "  - {message: m, date: 2024-01-10T18:00, from: eva, to: dee, about: deal}\n"
    assert "eva" not in knows(late + ANNOUNCED).parties
    assert "eva" in knows(late).parties


def test_who_attends_a_meeting_about_it_knows_from_its_beginning() -> None:
    records = (
        "  - {meeting: talk, date: 2024-01-09T09:00, attended: [cy, dee], about: deal}\n"
        "  - {meeting: other, of: org/board, date: 2024-01-08T09:00, attended: [eva]}\n"
    )
    found = knows(records).parties
    assert set(found) == {"ann", "bo", "cy", "dee"}
    assert bounds(found["cy"]) == ("01-09 09:00", "01-09 09:00")
    assert found["cy"].how == "attended the meeting"


def test_an_event_that_follows_shows_who_took_part_by_then() -> None:
    records = "  - {event: strike, date: 2024-01-10T13:00, about: deal, by: [dee]}\n"
    found = knows(records).parties
    assert bounds(found["dee"]) == (None, "01-10 13:00")
    assert found["dee"].how == "took part in what followed"


def test_an_event_in_public_shows_that_the_public_knew_by_then_and_its_people_no_sooner() -> None:
    records = "  - {event: strike, date: 2024-01-10T13:00, about: deal, by: [dee], public: yes}\n"
    found = knows(records).parties
    assert bounds(found["public"]) == (None, "01-10 13:00")
    assert "dee" not in found


def test_a_proxy_tells_nothing_of_who_gave_it() -> None:
    head = HEAD.replace("    for: [ann, bo]\n", "    for: [ann, bo]\n    proxies: {bo: ann}\n")
    assert set(knows("", head=head).parties) == {"ann"}


def test_who_was_absent_or_did_not_vote_learned_nothing_by_the_vote() -> None:
    head = HEAD.replace("    for: [ann, bo]\n", "    for: [ann, bo]\n    absent: cy\n")
    assert set(knows("", head=head).parties) == {"ann", "bo"}
    head = HEAD.replace("    for: [ann, bo]\n", "    for: [ann, bo]\n    abstain: cy\n")
    assert set(knows("", head=head).parties) == {"ann", "bo", "cy"}


def test_dates_relative_to_other_records_are_worked_out() -> None:
    records = (
        "  - {message: m, date: 90 minutes after deal, from: ann, to: dee, about: deal}\n"
        "  - {message: n, date: 1 minute before release, from: ann, to: eva, about: deal}\n"
    )
    found = knows(records + ANNOUNCED).parties
    assert bounds(found["dee"]) == ("01-10 13:30", "01-10 13:30")
    assert found["eva"].shortest == found["eva"].longest == timedelta(minutes=1)


def test_a_range_relative_to_another_record_is_a_range() -> None:
    records = "  - {message: m, date: within 2 hours after deal, from: ann, to: dee, about: deal}\n"
    found = knows(records + ANNOUNCED).parties["dee"]
    assert bounds(found) == ("01-10 12:00", "01-10 14:00")
    assert (found.shortest, found.longest) == (timedelta(hours=1), timedelta(hours=3))


RIVALS = """
  - message: m
    date:
      claims:
        - {value: 2024-01-10T13:00, src: "diary:1", name: diary}
        - {value: 2024-01-10T14:00, src: "paper:1", name: paper}
    from: ann
    to: dee
    about: deal
"""


def test_rival_times_of_one_message_are_two_worlds_and_a_hinge() -> None:
    answer = questions.knew(book(HEAD + RIVALS), "deal", LATER)
    assert answer.hinges == ("m: date",)
    found = {
        world.readings["m: date"]: bounds(world.value.parties["dee"])[0]
        for world in answer.worlds
        if world.value is not None
    }
    assert found == {"diary": "01-10 13:00", "paper": "01-10 14:00"}


def test_a_rival_time_that_another_message_makes_idle_is_no_hinge() -> None:
    sooner = "  - {message: sooner, date: 2024-01-10T12:30, from: bo, to: dee, about: deal}\n"
    answer = questions.knew(book(HEAD + RIVALS + sooner), "deal", LATER)
    assert "m: date" not in answer.hinges


def test_a_time_that_hangs_on_a_reading_moves_every_lead() -> None:
    records = ANNOUNCED.replace(
        "date: 2024-01-10T15:00",
        "date: {reading: hour, early: 2024-01-10T20:00, late: 2024-01-10T22:00}",
    )
    assert knows(records).parties["ann"].shortest == timedelta(hours=8)
    assert knows(records, hour="late").parties["ann"].shortest == timedelta(hours=10)
    assert questions.knew(book(HEAD + records), "deal").hinges == ("hour",)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2024-01-10T11:59", set()),
        ("2024-01-10T12:00", {"ann", "bo"}),
        ("2024-01-10T13:59", {"ann", "bo"}),
        ("2024-01-10T14:00", {"ann", "bo", "dee"}),
    ],
)
def test_by_then_cuts_off_what_had_not_happened_yet(at: str, expected: set[str]) -> None:
    records = "  - {message: m, date: 2024-01-10T14:00, from: ann, to: dee, about: deal}\n"
    assert set(knows(records, at=at).parties) == expected


@pytest.mark.parametrize(("known", "listed"), [("2024-02-15", False), ("2024-03-02", True)])
def test_what_came_to_light_later_is_not_used_before(known: str, listed: bool) -> None:
    """The newspaper of 1 March is the only source of the message of 10 January."""
    records = (
        "  - {message: m, date: 2024-01-10T14:00, from: ann, to: dee, about: deal, src: paper}\n"
    )
    assert ("dee" in knows(records, known=known).parties) is listed


def test_parties_come_in_the_order_of_when_they_surely_knew() -> None:
    records = (
        "  - {message: m, date: 2024-01-09T14:00, from: eva, to: dee, about: deal}\n"
        "  - {message: n, date: 2024-01-10T14:00, from: ann, to: cy, about: deal}\n"
    )
    assert list(knows(records + ANNOUNCED).parties) == [
        "eva", "dee", "ann", "bo", "cy", "public",
    ]  # fmt: skip


def test_a_fact_and_a_person_s_own_deed() -> None:
    records = (
        "  - {fact: leak, says: somebody talked}\n"
        "  - {message: m, date: 2024-01-09T14:00, from: eva, to: dee, about: leak}\n"
        "  - {act: walk-out, date: 2024-01-11T10:00, by: dee, effect: resign from org/board}\n"
    )
    assert set(knows(records, subject="leak").parties) == {"eva", "dee"}
    assert knows(records, subject="walk-out").parties["dee"].how == "did it"


def test_the_reasons_cite_each_record() -> None:
    records = (
        "  - {message: m, date: 2024-01-10T14:00, from: eva, to: dee, about: deal, src: paper}\n"
    )
    answer = questions.knew(book(HEAD + records), "deal", LATER)
    assert "paper" in [str(cite) for cite in answer.sources]
    assert "dee knew" in str(answer.why)

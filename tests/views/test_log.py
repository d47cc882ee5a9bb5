"""The acts in order, each with its verdict in one world, and who held the post after it."""

from __future__ import annotations

from tests.state.books import book, moment

from minutebook.views.log import Log, log, log_json

CLUB = """
book: {title: A club, timezone: America/New_York}
sources:
  minutes: {title: Minutes, date: 2022-03-20}
readings:
  rule:
    adopted: plain
    plain: {says: more than half of the votes cast}
    strict: {says: everybody}
records:
  - entity: club
  - person: ann
  - person: bo
  - person: cy
  - body: club/board
    seats: 3
    members: [ann, bo, cy]
    decides: {reading: rule, plain: majority of votes cast, strict: all of seats}
    quorum: none
    target votes: "yes"
  - post: club/chair
    holder: ann
    appointed by: club/board
  - act: third
    date: 2022-03-10
    by: club/board
    form: meeting
    for: [ann, bo, cy]
    effect: remove bo from club/chair
    reported: carried
    src: minutes:3
  - act: first
    date: 2022-03-01T19:00
    by: club/board
    form: meeting
    for: [bo, cy]
    against: ann
    effect: [remove ann from club/chair, appoint bo to club/chair]
    src: minutes:1
  - act: second
    date: 1 hour after first
    by: ann
    effect: announce first
    public: yes
  - act: outsider
    date: 2022-03-12
    by: cy
    effect: appoint cy to club/chair
    reported: appointed
  - act: some-time-in-march
    date: 2022-03
    by: club/board
    form: meeting
    for: [bo, cy]
    against: ann
    effect: decide paint the shed
"""


def logged(at: str = "2023-01-01", **fixed: str) -> Log:
    found = book(CLUB)
    return log(found, moment(found, at), None, fixed)


def test_acts_come_in_the_order_of_their_dates_not_of_the_file() -> None:
    assert [a.act for a in logged().acts] == [
        "some-time-in-march", "first", "second", "third", "outsider",
    ]  # fmt: skip


def test_a_relative_date_is_worked_out() -> None:
    second = logged().acts[2]
    assert second.when.earliest == moment(book(CLUB), "2022-03-01T20:00")


def test_only_acts_until_then_and_an_imprecise_one_as_soon_as_it_may_have_happened() -> None:
    assert [a.act for a in logged("2022-03-05").acts] == ["some-time-in-march", "first", "second"]
    assert [a.act for a in logged("2022-02-28").acts] == []


def test_verdicts_in_the_adopted_world_and_in_another() -> None:
    plain = {a.act: a.verdict.standing for a in logged().acts}
    assert plain["first"] == "valid"
    assert plain["third"] == "valid"
    assert plain["outsider"] == "void"
    strict = {a.act: a.verdict.standing for a in logged(rule="strict").acts}
    # One of three is against, so bo never came in and cannot be removed.
    assert (strict["first"], strict["third"]) == ("void", "void")
    assert logged(rule="strict").readings == {"rule": "strict"}


def test_who_held_the_post_after_each_act() -> None:
    after = {a.act: a.after for a in logged().acts}
    assert after["first"] == {"club/chair": ("bo",)}
    assert after["third"] == {"club/chair": ()}
    assert after["outsider"] == {"club/chair": ()}
    assert after["second"] == {}


def test_hinges_are_named_act_by_act() -> None:
    found = logged()
    assert found.hinges("first") == ("rule",)
    assert found.hinges("third") == ("rule",)
    assert found.hinges("outsider") == ()
    assert logged(rule="plain").hinges("first") == ()


def test_pivotal_voters_are_those_who_alone_could_have_stopped_it() -> None:
    pivotal = {a.act: a.verdict.pivotal for a in logged().acts}
    assert set(pivotal["first"]) == {"bo", "cy"}
    assert pivotal["third"] == ()


def test_the_json_has_each_act_with_its_effects_and_sources() -> None:
    found = book(CLUB)
    made = log_json(logged(), found)
    first = {a["id"]: a for a in made["acts"]}["first"]
    assert first["at"]["earliest"] == "2022-03-02T00:00:00Z"
    assert first["standing"] == "valid"
    assert [e["deed"] for e in first["effects"]] == [
        "remove ann from club/chair", "appoint bo to club/chair",
    ]  # fmt: skip
    assert first["hinges"] == ["rule"]
    assert first["after"] == {"club/chair": ["bo"]}
    assert first["sources"] == ["minutes:1"]
    announced = {a["id"]: a for a in made["acts"]}["second"]
    assert announced["standing"] == "valid"
    assert made["readings"] == {"rule": "plain"}

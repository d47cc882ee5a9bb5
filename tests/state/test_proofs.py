"""The two proofs of the design: a rule changed between two votes, and a register that binds."""

from __future__ import annotations

from tests.state.books import book, by_world, holder, verdict

BOARD_OF_14 = """
book: {title: Northgate, timezone: America/New_York}
sources:
  filing: {title: The company's filing, date: 2018-05-17}
  complaint: {title: The holder's complaint, date: 2018-05-18}
readings:
  consent-effect:
    asks: From when does a bylaw adopted by written consent bind?
    adopted: on-delivery
    on-delivery: {says: the moment the consent is delivered, src: complaint:1}
    after-notice: {says: twenty days after the other holders are told, src: filing:2}
  consent-power:
    asks: May the holders adopt bylaws by written consent?
    adopted: allowed
    allowed: {says: the charter leaves the statute's rule, src: complaint:3}
    barred: {says: the charter asks for a meeting, src: filing:4}
records:
  - entity: northgate
  - entity: parent
  - entity: public-holders
  - instrument: northgate/class-a
    of: northgate
    votes: 1
  - holding: parent-a
    holder: parent
    of: northgate/class-a
    units: 80
    date: 2017-01-01
  - holding: public-a
    holder: public-holders
    of: northgate/class-a
    units: 20
    date: 2017-01-01
  - body: northgate/stockholders
    holders of: northgate/class-a
    decides: majority of outstanding votes
    quorum: majority of outstanding votes
    without meeting:
      reading: consent-power
      allowed: majority of outstanding votes
      barred: impossible
  - body: northgate/board
    seats: 14
    members: [d1, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11, d12, d13, d14]
    quorum: majority of seats
  PERSONS
  - document: northgate/bylaws
    rank: bylaw
    of: northgate
    date: 2006-01-01
    norms:
      - decides: northgate/board
        id: simple-majority
        by: majority of members present
      - can: northgate/stockholders
        do: amend northgate/bylaws
  - document: northgate/bylaws-2018
    rank: bylaw
    of: northgate
    amends: northgate/bylaws
    norms:
      - decides: northgate/board
        id: ninety-percent
        by: at least 90% of seats
        replaces: simple-majority
  - act: consent
    date: 2018-05-16T09:00
    by: northgate/stockholders
    form: without meeting
    for: parent
    effect: adopt northgate/bylaws-2018
    takes effect:
      reading: consent-effect
      on-delivery: 2018-05-16T09:00
      after-notice: 2018-06-05T09:00
    src: complaint:5
  - act: dividend
    date: 2018-05-17T17:00
    by: northgate/board
    form: meeting
    for: [d1, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11]
    against: [d12, d13, d14]
    effect: decide a special dividend of votes
    src: filing:6
""".replace("  PERSONS", "\n".join(f"  - person: d{n}" for n in range(1, 15)).replace("  -", "  -"))


def test_the_vote_is_judged_by_the_bylaw_of_its_hour() -> None:
    """11 of 14 carry under the old bylaw and fail under the new: it depends on both disputes."""
    answer = verdict(book(BOARD_OF_14), "dividend")
    assert set(answer.hinges) == {"consent-effect", "consent-power"}
    void = {world for world, standing in by_world(answer).items() if standing == "void"}
    assert void == {(("consent-effect", "on-delivery"), ("consent-power", "allowed"))}
    assert set(by_world(answer).values()) == {"valid", "void"}


def test_the_consent_stands_by_the_power_alone_and_begins_by_the_other_reading() -> None:
    answer = verdict(book(BOARD_OF_14), "consent")
    assert set(answer.hinges) == {"consent-power", "consent-effect"}
    found = {
        (w.readings["consent-power"], w.readings.get("consent-effect")): (
            w.value.standing,
            str(w.value.effects[0].takes_effect),
        )
        for w in answer.worlds
        if w.value
    }
    assert found == {
        ("allowed", "on-delivery"): ("valid", "from 2018-05-16T09:00"),
        ("allowed", "after-notice"): ("valid", "from 2018-06-05T09:00"),
        ("barred", None): ("void", "none"),
    }


def test_eleven_pivotal_none_and_the_new_rule_lacks_two() -> None:
    answer = verdict(
        book(BOARD_OF_14), "dividend", consent_effect="on-delivery", consent_power="allowed"
    )
    assert answer.value is not None
    effect = answer.value.effects[0]
    assert effect.standing == "void"
    assert effect.carried is False
    assert effect.cure is not None
    assert effect.cure.needs == 2
    assert set(effect.cure.among) == {"d12", "d13", "d14"}


REGISTERED = """
book: {title: Harbour, timezone: Asia/Shanghai}
readings:
  who-may-file:
    asks: Who can file a change of the legal representative?
    adopted: representative-only
    representative-only: {says: only with the seal that the representative keeps}
    also-chair: {says: the chair too by the board's resolution}
records:
  - entity: harbour
  - person: wu
  - person: liu
  - person: chen
  - person: park
  - body: harbour/board
    seats: 3
    members: [wu, chen, park]
    decides: majority of seats
    without meeting: majority of seats
  - post: harbour/chair
    holder: chen
    appointed by: harbour/board
  - post: harbour/representative
    holder: wu
    appointed by: harbour/board
    registered by:
      reading: who-may-file
      representative-only: harbour/representative
      also-chair: [harbour/representative, harbour/chair]
  - act: replace
    date: 2020-06-04T10:00
    by: harbour/board
    form: meeting
    for: [chen, park]
    against: wu
    effect: [remove wu from harbour/representative, appoint liu to harbour/representative]
  - act: file
    date: 2020-06-10T10:00
    by: chen
    effect: register replace
"""


def test_valid_inside_at_once() -> None:
    answer = verdict(book(REGISTERED), "replace", "2020-06-05")
    assert {w.value.standing for w in answer.worlds if w.value} == {"valid"}
    assert holder(book(REGISTERED), "harbour/representative", "2020-06-05").value == "liu"


def test_toward_third_parties_only_the_removed_person_can_complete_it() -> None:
    answer = verdict(book(REGISTERED), "replace", "2020-06-05", who_may_file="representative-only")
    assert answer.value is not None
    removal = answer.value.effects[0]
    assert str(removal.takes_effect) == "from 2020-06-04T10:00"
    assert str(removal.toward_third_parties) == "pending on registration by wu"
    before = holder(book(REGISTERED), "harbour/representative", "2020-06-05", register=True)
    assert before.value == "wu"
    assert before.hinges == ()


def test_who_binds_the_company_after_the_filing_depends_on_who_may_file() -> None:
    after = holder(book(REGISTERED), "harbour/representative", "2020-06-11", register=True)
    assert after.hinges == ("who-may-file",)
    assert {(w.readings["who-may-file"], w.value) for w in after.worlds} == {
        ("representative-only", "wu"),
        ("also-chair", "liu"),
    }

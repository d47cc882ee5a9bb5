"""Elections by rounds and referendums with thresholds, as they were counted and reported."""

from __future__ import annotations

import pytest
from tests.state.books import filled, standing, verdict

CONGRESS = """
book: {title: A congress elects a president, timezone: Europe/Zurich}
records:
  - entity: federation
  - {person: infantino}
  - {person: salman}
  - {person: ali}
  - {person: champagne}
  - {group: associations, count: 207}
  - body: federation/congress
    members: [associations]
    quorum: majority in office
  - post: federation/president
  - document: statutes
    of: federation
    rank: charter
    norms:
      - {can: federation/congress, do: elect any to federation/president, by: 2/3 of votes cast}
      - can: federation/congress
        do: elect any to federation/president
        by: majority of votes cast
        when: happened(first-ballot)
  - act: first-ballot
    date: 2016-02-26T15:00
    by: federation/congress
    form: meeting
    candidates: {infantino: {first}, salman: {others}, ali: 27, champagne: 7}
    effect: elect infantino to federation/president
  - act: second-ballot
    date: 2016-02-26T17:00
    by: federation/congress
    form: meeting
    candidates: {infantino: {second}, salman: {rival}, ali: 4, champagne: 0}
    effect: elect infantino to federation/president
"""


@pytest.mark.parametrize(
    ("first", "others", "second", "rival", "verdicts"),
    [
        ("88", "85", "115", "88", ("void", "valid")),  # as it was
        ("88", "85", "103", "100", ("void", "void")),  # 103 of 207 are no majority
        ("88", "85", "104", "99", ("void", "valid")),
        ("137", "36", "104", "99", ("void", "valid")),  # one short of two thirds
        ("138", "35", "104", "99", ("valid", "void")),  # elected at once: nothing left to fill
    ],
)
def test_two_thirds_in_the_first_ballot_and_more_than_half_in_the_next(
    first: str, others: str, second: str, rival: str, verdicts: tuple[str, str]
) -> None:
    """The FIFA congress of 26 February 2016, under article 30 of its statutes of the time."""
    found = filled(CONGRESS, first=first, others=others, second=second, rival=rival)
    assert standing(found, "first-ballot") == verdicts[0]
    assert standing(found, "second-ballot") == verdicts[1]


ROUNDS = """
book: {title: A host is chosen by rounds, timezone: Asia/Singapore}
records:
  - entity: committee
  - {entity: london}
  - {entity: paris}
  - {entity: madrid}
  - {entity: new-york}
  - {entity: moscow}
  - {group: delegates, count: 116}
  - body: committee/session
    members: [delegates]
    decides: majority of votes cast
    quorum: majority in office
  - post: committee/host
    appointed by: committee/session
  - document: charter
    of: committee
    rank: charter
    norms:
      - {cannot: committee/session, do: elect moscow to committee/host, when: happened(one)}
      - {cannot: committee/session, do: elect new-york to committee/host, when: happened(two)}
      - {cannot: committee/session, do: elect madrid to committee/host, when: happened(three)}
  - act: one
    date: 2005-07-06T18:30
    by: committee/session
    form: meeting
    candidates: {london: 22, paris: 21, madrid: 20, new-york: 19, moscow: 15}
    effect: elect london to committee/host
  - act: two
    date: 2005-07-06T18:35
    by: committee/session
    form: meeting
    candidates: {madrid: 32, london: 27, paris: 25, new-york: 16}
    effect: elect madrid to committee/host
  - act: three
    date: 2005-07-06T18:40
    by: committee/session
    form: meeting
    candidates: {london: 39, paris: 33, madrid: 31}
    effect: elect london to committee/host
  - act: four
    date: 2005-07-06T18:45
    by: committee/session
    form: meeting
    candidates: {{last}}
    effect: [elect london to committee/host, elect paris to committee/host,
             elect madrid to committee/host]
"""


@pytest.mark.parametrize(
    ("last", "elected"),
    [
        ("london: 54, paris: 50, madrid: 0", "london"),  # as it was
        ("london: 50, paris: 54, madrid: 0", "paris"),
        ("london: 20, paris: 30, madrid: 54", None),  # who is out cannot be elected
        ("london: 52, paris: 52, madrid: 0", None),  # half is no majority
    ],
)
def test_the_last_of_each_round_drops_out_until_one_has_a_majority(
    last: str, elected: str | None
) -> None:
    """The vote on the Games of 2012, Singapore, 6 July 2005."""
    found = filled(ROUNDS, last=last)
    for act in ("one", "two", "three"):
        assert standing(found, act) == "void"
    value = verdict(found, "four").value
    assert value is not None
    won = [e.deed.get("party") for e in value.effects if e.standing == "valid"]
    assert won == ([elected] if elected else [])


REFERENDUM = """
book: {title: A referendum with a threshold, timezone: Europe/London}
records:
  - entity: scotland
  - {group: voters, count: 3747112}
  - body: scotland/people
    members: [voters]
    decides: majority of votes cast and at least 40% of members in office
    quorum: none
  - act: referendum
    date: 1979-03-01
    by: scotland/people
    form: meeting
    for: {ayes}
    against: 1153502
    others: absent
    effect: decide that the Act come into force
"""


@pytest.mark.parametrize(
    ("ayes", "expected"),
    [
        ("1230937", "void"),  # as it was: 51.6 % of the votes, 32.9 % of the electorate
        ("1498844", "void"),
        ("1498845", "valid"),  # two fifths of 3,747,112 are 1,498,844.8
    ],
)
def test_a_majority_that_is_not_two_fifths_of_the_electorate(ayes: str, expected: str) -> None:
    """Scotland Act 1978, s. 85(2): the referendum of 1 March 1979."""
    assert standing(filled(REFERENDUM, ayes=ayes), "referendum") == expected

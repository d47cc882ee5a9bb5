"""A power of one, for which a norm asks the consent of others besides."""

from __future__ import annotations

import pytest
from tests.state.books import book, filled, verdict

REPUBLIC = """
book: {title: A republic, timezone: UTC}
records:
- entity: state
- person: ada
- person: ben
- group: senators
  count: 100
- post: state/president
  holder: ada
- post: state/envoy
- body: state/senate
  seats: 100
  members: [senators]
  quorum: majority of seats
- document: constitution
  of: state
  rank: charter
  norms:
    - {can: state/president, do: appoint any to state/envoy, by: consent of state/senate}
    - {decides: state/senate, by: majority of members present}
    - {decides: state/senate, do: consent to appoint any to state/envoy, by: 2/3 of members present}
"""

CONSENT = """
- act: consent
  date: 2024-03-01T10:00
  by: state/senate
  form: meeting
  for: {aye}
  against: {no}
  others: absent
  effect: consent to appoint ben to state/envoy
"""

NAMED = """
- act: named
  date: 2024-03-02T10:00
  by: {by}
  {votes}
  effect: appoint ben to state/envoy
"""


def _named(more: str = "", by: str = "state/president", votes: str = "for: [ada]") -> str | None:
    found = verdict(book(REPUBLIC + more + NAMED.format(by=by, votes=votes)), "named").value
    return None if found is None else found.standing


@pytest.mark.parametrize(
    ("aye", "no", "standing"), [(67, 33, "valid"), (66, 34, "void"), (66, 33, "valid")]
)
def test_the_senate_consents_by_two_thirds_in_an_act_of_its_own(
    aye: int, no: int, standing: str
) -> None:
    """Exactly two thirds of those present; a vote on it that failed tells that none was given."""
    assert _named(CONSENT.format(aye=aye, no=no)) == standing


def test_a_president_alone_is_not_enough() -> None:
    assert _named(votes="for: [ada]\n  others: absent") == "void"


def test_whether_others_consented_is_not_presumed() -> None:
    found = verdict(book(REPUBLIC + NAMED.format(by="ada", votes="for: ada")), "named").value
    assert found is not None
    assert found.standing == "undetermined"
    assert found.missing == ("whether state/senate consents",)


def test_the_act_itself_can_tell_of_the_consent() -> None:
    assert _named(votes="for: [ada, state/senate]") == "valid"
    assert _named(votes="for: [ada]\n  against: state/senate") == "void"


def test_consent_to_something_else_or_given_too_late_does_not_serve() -> None:
    other = CONSENT.format(aye=80, no=20)
    assert _named(other.replace("appoint ben", "appoint ada")) == "undetermined"
    assert _named(other.replace("2024-03-01", "2024-03-03")) == "undetermined"


COMPANY = """
book: {title: A company, timezone: UTC}
records:
- entity: co
- person: ada
- person: ben
- person: cy
- instrument: share
  of: co
- {holding: h1, holder: ada, of: share, units: 4}
- {holding: h2, holder: ben, of: share, units: 1}
- {holding: h3, holder: cy, of: share, units: 95}
- body: co/meeting
  holders of: share
  decides: majority of votes cast
- document: articles
  of: co
  rank: charter
  norms:
    - {can: any holder of share, do: decide audit, by: 5% of outstanding votes}
- act: asked
  date: 2024-03-01
  by: ada
  for: VOTERS
  others: absent
  effect: decide audit
"""


@pytest.mark.parametrize(
    ("voters", "standing"), [("[ada]", "void"), ("[ada, ben]", "valid"), ("[cy]", "valid")]
)
def test_holders_together_use_a_power_that_any_of_them_can_begin_to_use(
    voters: str, standing: str
) -> None:
    """As those with a twentieth of the votes do (Companies Act 2006, s. 303(2))."""
    first = voters.strip("[]").split(",")[0]
    loaded = book(COMPANY.replace("VOTERS", voters).replace("by: ada", f"by: {first}"))
    found = verdict(loaded, "asked").value
    assert found is not None
    assert found.standing == standing


def test_a_consent_voted_down_is_no_consent_and_perhaps_an_objection() -> None:
    """A senate that said no has not consented; whether it objects is told by neither."""
    objection = REPUBLIC.replace("consent of state/senate", "no objection of state/senate")
    assert objection != REPUBLIC
    failed = CONSENT.format(aye=50, no=50)
    found = verdict(book(objection + failed + NAMED.format(by="ada", votes="for: ada")), "named")
    assert found.value is not None
    assert found.value.standing == "undetermined"
    assert found.value.missing == ("whether state/senate objects",)


COUNCIL = """
book: {title: A council with vetoes, timezone: UTC}
records:
  - entity: org
  - {entity: p1}
  - {group: elected, count: 10}
  - body: org/council
    members: [p1, elected]
    decides: at least 7 in office and {veto} p1
    quorum: none
  - act: try
    date: 2022-02-27
    by: org/council
    form: meeting
    {votes}
    effect: decide it
"""


@pytest.mark.parametrize(
    ("veto", "votes", "standing"),
    [
        ("no objection of", "for: 10\n    abstain: 1", "valid"),  # nobody objected
        ("no objection of", "for: 10\n    against: 1", "undetermined"),
        ("no objection of", "for: 10\n    others: against", "undetermined"),
        ("consent of", "for: 11", "valid"),
        ("consent of", "for: 10\n    abstain: 1", "undetermined"),
        ("consent of", "for: 10\n    abstain: [p1]", "void"),
    ],
)
def test_who_voted_among_those_told_by_number_chose_what_some_of_them_did(
    veto: str, votes: str, standing: str
) -> None:
    found = verdict(filled(COUNCIL, veto=veto, votes=votes), "try").value
    assert found is not None
    assert found.standing == standing
    assert bool(found.missing) == (standing == "undetermined")

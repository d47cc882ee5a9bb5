"""Who casts which votes: proxies by norm, record dates, weights on one matter, counted groups."""

from __future__ import annotations

import pytest
from tests.power.who_cases import ask_who
from tests.state.books import book, moment
from tests.state.cases import act, board, effect, judged, people, standing, text
from tests.state.test_votes_suspended import CAP, company, norm

from minutebook.answers import World
from minutebook.records.nouns import Body
from minutebook.state.electors import electors
from minutebook.state.state import State

VOTES = ("for: tess", "against: [ann, bo]")


def test_weighted_votes_on_ones_own_removal() -> None:
    """Bushell v Faith [1970] AC 1099: three votes for each share against one's own removal."""
    times = norm("can: ann", "do: vote in org/meeting on remove ann from org/board", "times: 3")
    directors = "  - body: org/board\n    members: [ann, cy]\n    appointed by: org/meeting\n"
    votes = ("for: [bo, cy]", "against: ann")
    removal = company("ann 100, bo 100, cy 100", *votes, deed="remove ann from org/board")
    assert standing(removal + directors) == "valid"
    assert standing(removal + directors + times) == "void"
    other = removal.replace("remove ann", "remove cy")
    assert standing(other + directors + times) == "valid"
    more = removal.replace("units: 100", "units: 200", 2).replace("units: 200", "units: 100", 1)
    assert standing(more + directors + times) == "void"  # 300 against 300
    assert standing(more.replace("units: 200", "units: 201") + directors + times) == "valid"


@pytest.mark.parametrize(("irrevocable", "expected"), [("yes", "valid"), ("no", "void")])
def test_a_proxy_that_stands_goes_before_its_giver_only_if_irrevocable(
    irrevocable: str, expected: str
) -> None:
    agreement = norm("can: tess", "do: vote for ann in org/meeting", f"irrevocable: {irrevocable}")
    more = "    proxies: allowed\n"
    written = company("ann 60, bo 40", *VOTES, more=more) + "  - person: tess\n" + agreement
    assert standing(written) == expected
    silent = written.replace("against: [ann, bo]", "against: bo")
    assert standing(silent) == "valid"


def test_a_voting_agreement_from_one_date_to_another_on_one_matter() -> None:
    agreement = norm("can: tess", "do: vote for ann in org/meeting on decide the sale",
                     "irrevocable: yes", "from: 2019-06-01", "to: 2020-06-01")  # fmt: skip
    people_ = "  - person: tess\n"
    votes = ("for: tess", "against: bo", "others: absent")
    for deed, date, expected in (
        ("decide the sale", "2020-01-01", "valid"),
        ("decide the budget", "2020-01-01", "void"),
        ("decide the sale", "2019-01-01", "void"),
        ("decide the sale", "2021-01-01", "void"),
    ):
        written = company("ann 60, bo 40", *votes, deed=deed).replace("2020-01-01T12:00", date)
        assert standing(written + people_ + agreement) == expected, (deed, date)


def test_members_of_a_group_vote_through_one() -> None:
    """A voting agreement of two holders, carried out by its agent."""
    agreement = norm("can: tess", "do: vote for pool in org/meeting", "irrevocable: yes")
    group = "  - group: pool\n    members: [ann, bo]\n  - person: tess\n"
    votes = ("for: tess", "against: [ann, bo, cy]")
    written = company("ann 30, bo 30, cy 40", *votes) + group + agreement
    assert standing(written) == "valid"
    found = ask_who(
        book(
            written
            + norm("can: org/meeting", "do: decide the budget").replace(
                "document: charter", "document: rules"
            )
        ),
        "decide the budget",
        "2020-01-01",
        0,
    ).value
    assert found is not None
    assert found.minimal_coalitions == (("tess",),)


def test_whoever_held_on_the_record_date_votes() -> None:
    sale = act("sale", "by: ann", "effect: transfer 60 share from ann to bo", date="2019-12-15")
    ann = company("ann 60, bo 1, cy 39", "for: ann", "others: against") + sale
    assert standing(ann) == "void"
    assert standing(ann.replace("form: meeting", "form: meeting\n    record date: 2019-12-01")) == (
        "valid"
    )
    meeting = "  - meeting: agm\n    of: org/meeting\n    date: 2020-01-01\n{}"
    there = ann.replace("form: meeting", "meeting: agm")
    assert standing(there + meeting.format("    record date: 2019-12-01\n")) == "valid"
    assert standing(there + meeting.format("    record date: 2019-12-31\n")) == "void"


def test_an_organisation_whose_own_body_did_not_decide_is_told_of() -> None:
    parent = (
        "  - entity: fund\n    acts through: fund/board\n"
        "  - body: fund/board\n    members: [x, y, z]\n    decides: majority of seats\n"
        "    quorum: none\n"
    )
    own = act("own", "by: fund/board", "form: meeting", "for: {}", "others: against",
              "effect: vote in org/meeting on decide the budget", date="2019-12-01")  # fmt: skip
    written = company("fund 60, bo 40", "for: fund", "against: bo").replace(
        "  - person: fund\n", ""
    )
    written += people("x", "y", "z") + parent
    refused = judged(written + own.format("x"))
    assert refused.standing == "valid"
    said = [w.says for w in refused.effects[0].why.because[-1].because]
    assert "fund voted, and its own decision to do so has no effect: own" in said
    agreed = judged(written + own.format("[x, y]"))
    assert "own decision" not in str(agreed.effects[0].why)


# -- counted groups


def crowd(rule: str, *votes: str, count: str = "100000", quorum: str = "none") -> str:
    return text(
        people("ann"),
        f"  - group: members\n    count: {count}\n    members: [ann]\n",
        board("members", f"decides: {rule}", f"quorum: {quorum}"),
        act("try", "by: org/board", "form: meeting", "effect: decide the merger", *votes),
    )


def test_a_hundred_thousand_members_are_one_group() -> None:
    rule, quorum = "majority of votes cast", "10% of members in office"
    for votes, expected in (
        (("for: 5001", "against: 4999", "others: absent"), "valid"),
        (("for: 5000", "against: 4999", "others: absent"), "void"),  # 9,999 of 100,000 came
        (("for: 5000", "against: 5000", "others: absent"), "void"),
        (("for: ann", "others: absent"), "void"),
    ):
        assert standing(crowd(rule, *votes, quorum=quorum)) == expected, votes
    found = book(crowd(rule, "for: 5001"))
    state = State(found, moment(found, "2020-01-01"), None, World({}))
    body = found.get("org/board", Body)
    assert body is not None
    assert len(electors(state, body, state.now).voters) == 2


def test_a_majority_of_a_counted_group_of_unknown_size() -> None:
    rule = "majority of members in office"
    votes = ("for: 400", "others: absent")
    assert standing(crowd(rule, *votes, count="700..770")) == "valid"
    assert standing(crowd(rule, *votes, count="700..800")) == "undetermined"
    assert standing(crowd(rule, *votes, count="800..900")) == "void"


def test_a_group_that_holds_shares_is_many_holders() -> None:
    group = "  - group: staff\n    count: 10\n"
    written = company("staff 10, ann 80, bo 10", "for: staff", "against: [ann, bo]",
                      rule="majority of holders")  # fmt: skip
    assert standing(written.replace("  - person: staff\n", group)) == "valid"
    assert standing(written) == "void"


def test_members_of_a_counted_group_are_equal_persons() -> None:
    written = crowd("majority of members in office", "for: ann", count="7")
    rules = norm("can: org/board", "do: decide the merger")
    found = ask_who(book(written + rules), "decide the merger", "2020-01-01", 0).value
    assert found is not None and found.minimal_coalitions_count == 35  # 4 of 7


def test_votes_of_whom_nobody_knows_are_not_asked_for_by_name() -> None:
    found = effect(crowd("majority of votes cast", "for: 10", "against: 20", "abstain: 5"))
    assert (found.standing, found.cure) == ("void", None)


# -- holdings told as shares


def by_share(
    *shares: str, votes: tuple[str, ...], rule: str = "majority of outstanding votes"
) -> str:
    written = company(", ".join(f"{one.split()[0]} 1" for one in shares), *votes, rule=rule)
    for one in shares:
        name, share = one.split()
        held = f"holder: {name}\n    of: share\n    "
        written = written.replace(f"{held}units: 1", f"{held}share: {share}")
    return written


def test_holdings_told_as_shares_are_counted() -> None:
    votes = ("for: ann", "others: absent")
    assert standing(by_share("ann 51%", "bo 49%", votes=votes)) == "valid"
    assert standing(by_share("ann 50%", "bo 50%", votes=votes)) == "void"
    assert standing(by_share("ann 51%", "bo 9%", votes=votes)) == "valid"  # 40 % are others'
    assert standing(by_share("ann 49%", "bo 9%", votes=votes)) == "void"
    cast = by_share("ann 30%", "bo 29%", votes=("for: ann", "against: bo"),
                    rule="majority of votes cast")  # fmt: skip
    assert effect(cast).missing[0] == "how the other holders of share voted"
    limit = CAP.replace("20%", "29%")
    assert standing(by_share("ann 71%", "bo 29%", votes=("for: ann", "against: bo"),
                             rule="majority of votes cast") + limit) == "void"  # fmt: skip
    away = ("for: ann", "against: bo", "others: absent")
    fewer = by_share("ann 71%", "bo 28.9%", votes=away, rule="majority of votes cast")
    assert standing(fewer + limit) == "valid"


def test_a_share_that_changed_is_the_last_one_told() -> None:
    sleep = norm("cannot: ann", "do: vote in org/meeting", "when: share(ann, share) > 25%",
                 "counts in: nothing")  # fmt: skip
    votes = ("for: ann", "against: bo")
    first = by_share("ann 30%", "bo 10%", votes=(*votes, "others: absent"),
                     rule="majority of votes cast")  # fmt: skip
    assert standing(first + sleep) == "void"
    later = "  - {holding: later, date: 2019-01-01, holder: ann, of: share, share: 20%}\n"
    assert standing(first + later + sleep) == "valid"


@pytest.mark.parametrize("steps", [0, 2])
def test_who_can_counts_shares_and_limits_as_the_judge_does(steps: int) -> None:
    cap = CAP.replace("20%", "30%")
    rules = norm("can: org/meeting", "do: decide the budget").replace(
        "document: charter", "document: rules"
    )
    written = by_share("ann 50%", "bo 30%", "cy 20%", votes=("for: ann",))
    asked = book(written + cap + rules)
    found = ask_who(asked, "decide the budget", "2020-01-01", steps).value
    assert found is not None
    assert found.minimal_coalitions == (("ann", "bo"), ("ann", "cy"), ("bo", "cy"))

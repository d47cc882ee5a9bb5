"""Who votes for whom: nominees, directions, agreements that conflict, and rules on proxies."""

from __future__ import annotations

import pytest
from tests.state.books import by_world
from tests.state.cases import act, board, effect, people, standing, text, worlds
from tests.state.test_votes_suspended import company, norm

FIRM = "irrevocable: yes"
MAJORITY = "majority of outstanding votes"


def held(name: str, holder: str, *keys: str) -> str:
    return f"  - {{holding: {name}, holder: {holder}, of: share, {', '.join(keys)}}}\n"


# -- nominees and directions


def test_a_nominee_votes_for_each_beneficiary_as_each_directs() -> None:
    """One holder of record, two beneficiaries: 30 and 25 of 100, of which one part is directed."""
    nominee = held("n1", "nom", "units: 30", "for: ann") + held(
        "n2", "nom", "units: 25", "for: bo", "votes directed by: bo"
    )
    for votes, expected in (
        (("for: [nom, bo]", "against: cy"), "valid"),
        (("for: nom", "against: [bo, cy]"), "void"),
        (("for: [bo, cy]", "against: nom"), "valid"),
        (("for: cy", "against: [bo, nom]"), "void"),
    ):
        written = company("cy 45", *votes, rule=MAJORITY) + people("nom", "ann", "bo") + nominee
        assert standing(written) == expected, votes


def test_which_part_was_sold_is_not_presumed() -> None:
    nominee = held("n1", "nom", "units: 30", "for: ann") + held(
        "n2", "nom", "units: 25", "for: bo", "votes directed by: bo"
    )
    sale = act("sale", "by: nom", "effect: transfer {} share from nom to cy", date="2019-01-01")
    written = company("cy 45", "for: nom", "against: [bo, cy]", rule="1/4 of outstanding votes")
    written += people("nom", "ann", "bo") + nominee
    assert standing(written) == "valid"
    found = effect(written + sale.format(10))
    assert found.missing[0] == "which part of what nom holds of share was moved"
    assert standing(written.replace("1/4", "3/5") + sale.format(10)) == "void"  # at most 45


def test_votes_follow_the_holding_that_is_in_force() -> None:
    """Directed from 2019 until 2021, when the holding is told without it."""
    first = held("h1", "ann", "units: 60", "date: 2018-01-01")
    agreed = held("h2", "ann", "units: 60", "date: 2019-01-01", "votes directed by: tess")
    ended = held("h3", "ann", "units: 60", "date: 2021-01-01")
    written = company("bo 40", "for: tess", "against: [ann, bo]", rule=MAJORITY)
    written += people("ann", "tess") + first + agreed + ended
    for date, expected in (("2018-06-01", "void"), ("2020-01-01", "valid"), ("2021-06-01", "void")):
        assert standing(written.replace("2020-01-01T12:00", date)) == expected, date


def test_a_part_of_a_holding_may_be_directed() -> None:
    parts = held("h1", "ann", "units: 30") + held(
        "h2", "ann", "units: 30", "votes directed by: tess"
    )
    written = company("bo 40", "for: [tess, bo]", "against: ann", rule=MAJORITY)
    assert standing(written + people("ann", "tess") + parts) == "valid"
    less = written.replace("[tess, bo]", "tess").replace("against: ann", "against: [ann, bo]")
    assert standing(less + people("ann", "tess") + parts) == "void"


def test_a_post_directs_through_its_holder() -> None:
    post = "  - post: org/trustee\n    holder: tess\n"
    shares = held("h1", "ann", "units: 60", "votes directed by: org/trustee")
    written = company("bo 40", "for: tess", "against: [ann, bo]") + people("ann", "tess")
    assert standing(written + post + shares) == "valid"


def agreement(name: str, holder: str, *keys: str) -> str:
    return norm(f"can: {holder}", "do: vote for ann in org/meeting", *keys).replace(
        "document: charter\n    of: org\n    rank: charter", f"document: {name}"
    )


def test_two_directions_of_one_vote_are_a_hinge_where_it_decides() -> None:
    two = agreement("first", "tess", FIRM) + agreement("next", "uwe", FIRM)
    written = company("ann 60, bo 40", "for: tess", "against: [uwe, bo]") + people("tess", "uwe")
    found = by_world(worlds(written + two))
    assert found == {
        (("who votes for ann in org/meeting", "tess"),): "valid",
        (("who votes for ann in org/meeting", "uwe"),): "void",
    }
    agree = written.replace("for: tess", "for: [tess, uwe]").replace("[uwe, bo]", "bo")
    assert standing(agree + two) == "valid"  # both ways


def test_a_direction_and_an_agreement_conflict() -> None:
    shares = held("h1", "ann", "units: 60", "votes directed by: uwe")
    written = company("bo 40", "for: tess", "against: [uwe, bo]") + people("ann", "tess", "uwe")
    found = worlds(written + shares + agreement("first", "tess", "irrevocable: yes"))
    assert found.hinges == ("who votes for ann in org/meeting",)


# -- proxies that stand


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_later_proxy_takes_back_an_earlier_one(order: tuple[int, int]) -> None:
    two = (agreement("first", "tess", "from: 2019-01-01"),
           agreement("next", "uwe", "from: 2019-06-01"))  # fmt: skip
    votes = ("for: uwe", "against: [tess, bo]")
    written = company("ann 60, bo 40", *votes, more="    proxies: allowed\n")
    written += people("tess", "uwe") + "".join(two[n] for n in order)
    assert standing(written) == "valid"
    assert standing(written.replace("2019-06-01", "2020-06-01")) == "void"
    same_day = worlds(written.replace("2019-06-01", "2019-01-01"))
    assert same_day.hinges == ("who votes for ann in org/meeting",)


@pytest.mark.parametrize(
    ("given", "lasts", "expected"),
    [
        ("2019-02-01", "11 months", "valid"),
        ("2019-01-31", "11 months", "void"),
        ("2017-01-01", "3 years", "valid"),
        ("2016-12-31", "3 years", "void"),
    ],
)
def test_a_proxy_lapses(given: str, lasts: str, expected: str) -> None:
    """Cal. Corp. Code § 604(b): 11 months; 8 Del. C. § 212(b): three years, unless it says more."""
    rule = norm("proxies: org/meeting", "value: allowed", f"at most: {lasts}")
    proxy = agreement("paper", "tess", f"from: {given}")
    written = company("ann 60, bo 40", "for: tess", "against: bo", "others: absent")
    written = written.replace("2020-01-01T12:00", "2020-01-01") + people("tess")
    assert standing(written + rule + proxy) == expected
    longer = agreement("paper", "tess", f"from: {given}", "to: 2025-01-01")
    assert standing(written + rule + longer) == "valid"
    undated = agreement("paper", "tess")
    assert len(by_world(worlds(written + rule + undated))) == 2


def test_an_irrevocable_proxy_lasts_as_long_as_the_interest_it_is_coupled_with() -> None:
    """8 Del. C. § 212(e)."""
    proxy = agreement("pledge", "tess", "irrevocable: yes", "unless: repaid is determined")
    loan = "  - {fact: repaid, determined by: tess}\n"
    repaid = act("repay", "by: tess", "effect: determine repaid", date="2019-12-01")
    written = company("ann 60, bo 40", "for: tess", "against: [ann, bo]") + people("tess")
    assert standing(written + proxy + loan) == "valid"
    assert standing(written + proxy + loan + repaid) == "void"


# -- rules on proxies


def club(*votes: str, rules: str, attended: str = "") -> str:
    there = (
        "  - meeting: agm\n    of: org/board\n    date: 2020-01-01T12:00\n"
        f"    attended: [{attended}]\n"
    )
    return text(
        people("ann", "bo", "cy", "dee", "eve", "fay"),
        board("ann, bo, cy, dee, eve", "decides: majority of votes cast", "quorum: none"),
        there if attended else "",
        act("try", "by: org/board", "form: meeting", "effect: decide the budget",
            "meeting: agm" if attended else "others: absent", *votes),
        norm("proxies: org/board", "value: allowed", rules) if rules else "",
    )  # fmt: skip


def test_one_may_hold_only_so_many_mandates() -> None:
    """Four for by proxies to ann, two against: with two mandates it is three to one."""
    rules = "mandates: 2"
    three = "proxies: {bo: ann, cy: ann, dee: ann}"
    assert standing(club("for: ann", "against: eve", three, rules=rules)) == "valid"
    two = "proxies: {bo: ann, cy: ann}"
    assert standing(club("for: ann", "against: [dee, eve]", two, rules=rules)) == "valid"
    one = "mandates: 1"
    assert standing(club("for: ann", "against: [dee, eve]", two, rules=one)) == "void"  # 2 : 2
    weighted = club("for: ann", "against: [dee, eve]", two, rules=one).replace(
        "    quorum: none\n", "    quorum: none\n    votes: {cy: 2}\n"
    )
    assert effect(weighted).missing == ("which 1 of the mandates of ann count",)
    unknown = club("for: ann", "against: [dee, eve]", two, rules="mandates: unknown")
    assert effect(unknown).missing == ("how many mandates one may hold in org/board",)


def test_only_members_may_hold_proxies() -> None:
    votes = ("for: [ann, fay]", "against: [dee, eve]", "proxies: {bo: fay, cy: ann}")
    assert standing(club(*votes, rules="held by: org/board")) == "void"  # 2 : 2
    assert standing(club(*votes, rules="held by: [org/board, fay]")) == "valid"


def test_whether_coming_takes_a_proxy_back_is_asked_only_where_it_decides() -> None:
    votes = ("for: [ann, cy]", "against: [dee, eve]", "proxies: {bo: ann}")
    there = "ann, bo, cy, dee, eve"
    by_vote = club(*votes, rules="revoked by: vote", attended=there)
    assert standing(by_vote) == "valid"
    came = club(*votes, rules="revoked by: attendance", attended=there)
    assert effect(came).missing == ("how bo voted",)
    assert standing(came.replace("    proxies:", "    not voting: bo\n    proxies:")) == "void"
    silent = worlds(club(*votes, rules="", attended=there).replace(
        "    quorum: none\n", "    quorum: none\n    proxies: allowed\n"))  # fmt: skip
    assert silent.hinges == ("a giver's attendance revokes a proxy in org/board",)
    sure = club("for: [ann, cy, dee]", "against: eve", "proxies: {bo: ann}", rules="mandates: 5",
                attended=there)  # fmt: skip
    assert standing(sure) == "valid"


def test_directors_do_not_vote_by_proxy() -> None:
    votes = ("for: [ann, cy]", "against: [dee, eve]", "proxies: {bo: ann}")
    more = "    quorum: none\n    proxies: not allowed\n"
    written = club(*votes, rules="").replace("    quorum: none\n", more)
    assert standing(written) == "void"
    assert standing(written.replace("not allowed", "allowed")) == "valid"

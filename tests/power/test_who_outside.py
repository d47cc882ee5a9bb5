"""A say in a body without belonging to it: a signature, a casting vote, a second house."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb

from tests.power.who_cases import control, sets
from tests.state.books import book

from minutebook.power import Group, threshold, unanimous, weighted
from minutebook.power.coalitions import Part
from minutebook.records import Book
from minutebook.state.verdict import Effect
from minutebook.views.questions import judge

AT = "2024-01-01"
SEVEN = [f"c{n}" for n in range(7)]


def city() -> Book:
    people = "".join(f"\n      - person: {p}" for p in ("may", "clerk", *SEVEN))
    return book(f"""
    book: {{title: A mayor signs or is overridden, timezone: UTC}}
    records:{people}
      - entity: city
      - post: city/mayor
        holder: may
        appointed by: city/clerk
      - post: city/clerk
        holder: clerk
      - body: city/council
        members: [{", ".join(SEVEN)}]
        decides:
          any of:
            - all of: [majority of members in office, consent of city/mayor]
            - at least 2/3 of members in office
        quorum: none
      - fact: budget
        determined by: city/council
    """)


def test_a_mayor_outside_of_the_council_signs_or_is_overridden() -> None:
    found = control(city(), "determine budget", AT, 0)
    by_definition = {
        frozenset(some)
        for some in _subsets([*SEVEN, "may"])
        if ("may" in some and len(some) == 5) or ("may" not in some and len(some) == 5)
    }
    assert sets(found) == by_definition
    assert found.power is not None
    assert found.power["may"].shapley_shubik == Fraction(1, 8)


def test_who_can_replace_the_mayor_counts_in_the_end() -> None:
    found = control(city(), "determine budget", AT)
    fours = [s for s in _subsets(SEVEN) if len(s) == 4]
    assert {c for c in sets(found) if "clerk" in c} == {frozenset({"clerk", *s}) for s in fours}


def _subsets(people: list[str]) -> list[set[str]]:
    ways = product((False, True), repeat=len(people))
    return [{p for p, there in zip(people, way, strict=True) if there} for way in ways]


SENATE = """
    book: {{title: A president of the senate, timezone: UTC}}
    records:
      - person: vice
      - person: s1
      - person: s2
      - person: s3
      - person: s4
      - entity: union
      - body: union/senate
        members: [s1, s2, s3, s4]
        decides: {rule}
        quorum: none
        casting vote: vice
      - fact: bill
        determined by: union/senate
"""


def test_who_presides_without_being_a_member_votes_on_ties_alone() -> None:
    senate = book(SENATE.format(rule="majority of votes cast"))
    assert _determined(senate, ["s1", "s2", "vice"], ["s3", "s4"]).carried
    assert not _determined(senate, ["s1", "vice"], ["s3", "s4"]).carried
    assert _determined(senate, ["s1", "s2", "s3"], ["s4", "vice"]).carried
    tied = _determined(senate, ["s1", "s2"], ["s3", "s4"])
    assert not tied.carried
    assert tied.cure is not None and tied.cure.needs == 1 and "vice" in tied.cure.among
    found = control(senate, "determine bill", AT, 0)
    pairs = {frozenset({"vice", a, b}) for a in _four() for b in _four() if a < b}
    threes = {frozenset(_four()) - {a} for a in _four()}
    assert sets(found) == pairs | threes


def _determined(senate: Book, for_: list[str], against: list[str]) -> Effect:
    found = judge(senate, "determine bill", by="union/senate", for_=for_, against=against, at=AT)
    assert found.value is not None
    return found.value


def test_where_abstaining_makes_no_tie_the_casting_vote_is_not_sure() -> None:
    senate = book(SENATE.format(rule="majority of members in office"))
    found = control(senate, "determine bill", AT, 0)
    assert sets(found) == {frozenset(_four()) - {a} for a in _four()}


def _four() -> list[str]:
    return ["s1", "s2", "s3", "s4"]


FEDERAL = """
    book: {title: Two houses and a president, timezone: UTC}
    records:
      - person: chief
      - person: vice
      - {group: delegates, count: 435}
      - {group: senators, count: 100}
      - entity: union
      - {entity: house, acts through: house/floor}
      - {entity: senate, acts through: senate/floor}
      - {entity: house-again, acts through: house/override}
      - {entity: senate-again, acts through: senate/override}
      - body: house/floor
        members: [delegates]
        decides: majority of votes cast
        quorum: none
      - body: senate/floor
        members: [senators]
        decides: majority of votes cast
        quorum: none
        casting vote: vice
      - body: house/override
        members: [delegates]
        decides: 2/3 of members in office
        quorum: none
      - body: senate/override
        members: [senators]
        decides: 2/3 of members in office
        quorum: none
      - body: union/congress
        members: [house, senate]
        decides:
          any of:
            - all of: [consent of house, consent of senate, consent of chief]
            - all of: [consent of house-again, consent of senate-again]
        quorum: none
      - fact: law
        determined by: union/congress
"""


def test_a_federal_legislature_is_counted_exactly_though_its_bodies_overlap() -> None:
    found = control(book(FEDERAL), "determine law", AT, 0)
    assert set(found.minimal_coalitions or ()) == {
        ("chief", Part("delegates", 218), Part("senators", 51)),
        ("chief", Part("delegates", 218), Part("senators", 50), "vice"),
        (Part("delegates", 290), Part("senators", 67)),
    }
    houses = {"delegates": Group(435), "senators": Group(100)}
    house = weighted(218, {"delegates": houses["delegates"]})
    senate = weighted(101, {"senators": Group(100, 2), "vice": 1})
    over = weighted(290, {"delegates": houses["delegates"]}) & weighted(
        67, {"senators": houses["senators"]}
    )
    plain = (house & senate & unanimous(["chief"])) | over
    assert found.power is not None
    assert {p: s.swings for p, s in found.power.items() if s.swings} == plain.swings()
    values = plain.shapley_shubik()
    assert all(s.shapley_shubik == values[p] for p, s in found.power.items() if p in values)
    assert found.power["chief"].swings == _chief()


def _chief() -> int:
    """In how many coalitions of the others the president decides, by sizes of the two houses."""
    ways = 0
    for delegates, senators, vice in product(range(218, 436), range(50, 101), (0, 1)):
        enough = 2 * senators + vice > 100
        if enough and not (delegates >= 290 and senators >= 67):
            ways += comb(435, delegates) * comb(100, senators)
    return ways


def test_bodies_that_overlap_are_taken_apart_exactly() -> None:
    people = list("abcdef")
    inner, other = threshold(2, people[:4]), threshold(3, people[2:])
    outer = weighted(3, {"x": 2, "y": 1, "e": 1})
    game = outer.replace("x", inner).replace("y", other)
    swings = dict.fromkeys(people, 0)
    for some in _subsets(people):
        for one in some:
            own, without = game.wins(some), game.wins(some - {one})
            swings[one] += own and not without
    assert game.swings() == swings

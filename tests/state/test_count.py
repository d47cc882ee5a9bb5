"""Counting against a slow twin that goes through every completion of what is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutebook.records.nouns import Choice
from minutebook.records.rule_text import parse_rule, say_rule
from minutebook.records.rules import (
    AllOf,
    AnyOf,
    Base,
    Consent,
    Measure,
    Narrowing,
    NoObjection,
    Number,
    Opposed,
    Plurality,
    Population,
    Rule,
    Share,
)
from minutebook.state.count import (
    ALL_CHOICES,
    Electorate,
    Most,
    Voter,
    decide,
    meeting_decides,
    present,
)
from minutebook.state.pivots import Lack, lack, pivotal
from minutebook.text.problem import Problem

SLOWLY = settings(deadline=None, max_examples=80)
HALF = Fraction(1, 2)
MEASURES: tuple[Measure, ...] = ("heads", "votes")
POPULATIONS: tuple[Population, ...] = ("seats", "in office", "present", "entitled present", "cast")


def rule(words: str) -> Rule:
    found = parse_rule(words)
    assert not isinstance(found, Problem), found
    return found


# -- the twin: a full count of one completion, said as plainly as possible


def completed(electorate: Electorate) -> Iterator[Electorate]:
    """Every way to complete the choices and the weights (a weight at either bound)."""
    options = [
        [
            replace(v, choices=frozenset({c}), votes=int(w), most=None)
            for c in v.choices
            for w in ({v.votes, v.most.votes} if v.most is not None else {v.votes})
        ]
        for v in electorate.voters
    ]
    for voters in product(*options):
        yield Electorate(tuple(voters), electorate.vacant)


def weigh(voter: Voter, measure: Measure) -> Fraction:
    return Fraction(voter.heads if measure == "heads" else voter.votes)


def slowly_met(rule: Rule, electorate: Electorate) -> bool:
    counted = [v for v in electorate.voters if v.counted]
    made: dict[int, Choice] = {id(v): next(iter(v.choices)) for v in counted}
    if isinstance(rule, AllOf):
        return all(slowly_met(r, electorate) for r in rule.rules)
    if isinstance(rule, AnyOf):
        return any(slowly_met(r, electorate) for r in rule.rules)
    if isinstance(rule, Consent | NoObjection):
        mine = [v for v in counted if v.name == rule.of and v.entitled]
        if isinstance(rule, NoObjection):
            return not any(made[id(v)] == "against" for v in mine)
        return bool(mine) and all(made[id(v)] == "for" for v in mine)
    if isinstance(rule, Share | Number | Opposed) and rule.base.part is not None:
        part = rule.base.part
        counted = [
            v
            for v in counted
            if not (part.disinterested and v.interested)
            and (part.groups is None or {v.group, *v.marks} & set(part.groups))
        ]
    if isinstance(rule, Opposed):
        opposed = sum(
            weigh(v, rule.base.measure) for v in counted if v.entitled and made[id(v)] == "against"
        )
        return opposed < rule.most if rule.fewer_than else opposed <= rule.most
    consenting = [v for v in counted if v.entitled and made[id(v)] == "for"]
    if isinstance(rule, Number):
        got = sum(weigh(v, rule.measure) for v in consenting)
        return got > rule.number if rule.more_than else got >= rule.number
    if isinstance(rule, Plurality):
        against = [v for v in counted if v.entitled and made[id(v)] == "against"]
        return sum(v.votes for v in consenting) > sum(v.votes for v in against)
    assert isinstance(rule, Share)
    base = []
    for v in counted:
        choice = made[id(v)]
        match rule.base.population:
            case "present":
                stands = choice != "absent"
            case "entitled present":
                stands = choice != "absent" and v.entitled
            case "cast":
                stands = choice in ("for", "against") and v.entitled
            case _:
                stands = True
        if stands:
            base.append(v)
    got = sum(weigh(v, rule.base.measure) for v in consenting)
    whole: Fraction | int = sum(weigh(v, rule.base.measure) for v in base)
    if rule.base.population == "seats" and rule.base.part is None:
        assert electorate.vacant is not None
        whole += electorate.vacant
    if got == 0:
        return False
    return got > rule.fraction * whole if rule.more_than else got >= rule.fraction * whole


def slowly_present(rule: Rule, electorate: Electorate) -> bool:
    there = tuple(
        replace(
            v,
            choices=frozenset(
                {"absent" if v.choices == {"absent"} or not v.makes_quorum else "for"}
            ),
            entitled=True,
            counted=v.counted or v.makes_quorum,
            quorate=None,
        )
        for v in electorate.voters
    )
    return slowly_met(rule, Electorate(there, electorate.vacant))


def slowly(rule: Rule, quorum: Rule | None, electorate: Electorate) -> bool | None:
    seen = {
        slowly_met(rule, e) and (quorum is None or slowly_present(quorum, e))
        for e in completed(electorate)
    }
    return seen.pop() if len(seen) == 1 else None


# -- random electorates and rules

fractions = st.sampled_from([HALF, Fraction(1, 3), Fraction(2, 3), Fraction(3, 4), Fraction(1)])
parts = st.none() | st.builds(Narrowing, st.sampled_from([None, ("a",), ("a", "b")]), st.booleans())
shares = st.builds(
    Share,
    fractions,
    st.booleans(),
    st.builds(Base, st.sampled_from(MEASURES), st.sampled_from(POPULATIONS), parts),
)
numbers = st.builds(
    lambda n, m: Number(Fraction(n), False, m, "in office"),
    st.integers(1, 4),
    st.sampled_from(MEASURES),
)
opposed = st.builds(
    lambda n, fewer, m, part: Opposed(Fraction(n), fewer, Base(m, "cast", part)),
    st.integers(0, 3),
    st.booleans(),
    st.sampled_from(MEASURES),
    parts,
)
simple = (
    shares
    | numbers
    | opposed
    | st.just(NoObjection("v1"))
    | st.just(Plurality())
    | st.just(Consent("v0"))
)
pairs = st.tuples(simple, simple)
rules = simple | pairs.map(AllOf) | pairs.map(AnyOf)


@st.composite
def electorates(draw: st.DrawFn, *, unknown_weights: bool = True) -> Electorate:
    voters = []
    for n in range(draw(st.integers(1, 4))):
        choices = draw(st.frozensets(st.sampled_from(ALL_CHOICES), min_size=1, max_size=3))
        votes = draw(st.integers(1, 3))
        most = None
        if unknown_weights and draw(st.integers(0, 3)) == 0:
            most = Most(votes + draw(st.integers(1, 3)), 1)
        voters.append(
            Voter(
                f"v{n}",
                choices,
                votes,
                counted=draw(st.integers(0, 7)) != 0,
                entitled=draw(st.integers(0, 5)) != 0,
                group=draw(st.sampled_from([None, "a"])),
                marks=draw(st.sampled_from([frozenset(), frozenset({"b"})])),
                interested=draw(st.booleans()),
                quorate=draw(st.sampled_from([None, None, True, False])),
                most=most,
            )
        )
    return Electorate(tuple(voters), draw(st.integers(0, 2)))


@SLOWLY
@given(rules, electorates())
def test_a_rule_is_decided_exactly_when_every_completion_agrees(
    rule: Rule, electorate: Electorate
) -> None:
    assert decide(rule, electorate) is slowly(rule, None, electorate)


@SLOWLY
@given(rules, shares | numbers, electorates(unknown_weights=False))
def test_rule_and_quorum_are_counted_on_the_same_completions(
    rule: Rule, quorum: Rule, electorate: Electorate
) -> None:
    assert meeting_decides(rule, quorum, electorate) is slowly(rule, quorum, electorate)


@SLOWLY
@given(rules, electorates())
def test_pivotal_voters_are_those_without_whom_it_fails(rule: Rule, electorate: Electorate) -> None:
    if decide(rule, electorate) is not True:
        return
    expected = tuple(
        v.name
        for v in electorate.voters
        if v.choices == {"for"}
        and slowly(rule, None, electorate.with_choices({v.name: "against"})) is not True
    )
    assert pivotal(rule, electorate) == expected


@SLOWLY
@given(rules, st.none() | shares, electorates())
def test_what_is_lacking_suffices_and_nothing_smaller_does(
    rule: Rule, quorum: Rule | None, electorate: Electorate
) -> None:
    def test(e: Electorate) -> bool | None:
        return meeting_decides(rule, quorum, e)

    found = lack(test, electorate, [rule] if quorum is None else [rule, quorum])
    names = [v.name for v in electorate.voters if v.counted and v.entitled]
    fewest = next(
        (
            size
            for size in range(len(names) + 1)
            for some in combinations(names, size)
            if test(electorate.with_choices(dict.fromkeys(some, "for")))
        ),
        None,
    )
    assert (found.needs if found else None) == fewest
    if found is None:
        return
    parts = found.parts or ((found.needs, found.among),)
    for some in product(*(combinations(among, needs) for needs, among in parts)):
        consents: dict[str, Choice] = dict.fromkeys((n for part in some for n in part), "for")
        assert test(electorate.with_choices(consents))
    if found.needs == 1:
        alone = {n for n in names if test(electorate.with_choices({n: "for"}))}
        assert set(found.among) == alone


def test_whoever_could_give_what_is_lacking_is_named() -> None:
    half, enough = rule("majority of votes cast"), rule("at least 3 in office")

    def lacks(electorate: Electorate) -> Lack | None:
        return lack(lambda e: meeting_decides(half, enough, e), electorate, [half, enough])

    # The opponent turned, or an absent one who comes: each alone.
    one = lacks(votes(for_=3, against=3, abstain=1, absent=1))
    assert one == Lack(1, ("against0", "against1", "against2", "abstain0", "absent0"))
    # Two more votes than theirs takes an opponent; the absent one only draws level.
    other = lacks(votes(for_=3, against=4, absent=1))
    assert other == Lack(1, ("against0", "against1", "against2", "against3"))


def test_consents_of_two_classes_are_named_class_by_class() -> None:
    two = rule("majority of votes in office in a and majority of votes in office in b")
    voters = [Voter(f"{g}{n}", frozenset({"absent"}), group=g) for g in "ab" for n in range(3)]
    electorate = Electorate(tuple(voters))
    found = lack(lambda e: decide(two, e), electorate, [two])
    assert found is not None
    assert found.needs == 4
    assert found.parts == ((2, ("a0", "a1", "a2")), (2, ("b0", "b1", "b2")))


# -- boundaries a lawyer would ask about


def votes(**counts: int) -> Electorate:
    voters = []
    for said, count in counts.items():
        choice: Choice = said.replace("_", " ").strip()  # type: ignore[assignment]  # test words
        voters += [Voter(f"{said}{n}", frozenset({choice})) for n in range(count)]
    return Electorate(tuple(voters))


def test_exactly_two_thirds_is_at_least_and_not_more_than_two_thirds() -> None:
    assert decide(rule("at least 2/3 of votes cast"), votes(for_=6, against=3)) is True
    assert decide(rule("more than 2/3 of votes cast"), votes(for_=6, against=3)) is False


def test_three_quarters_non_strict() -> None:
    assert decide(rule("75% of votes cast"), votes(for_=75, against=25)) is True
    assert decide(rule("75% of votes cast"), votes(for_=74, against=25)) is False


def test_the_majority_of_39_is_20_and_of_1000_is_501() -> None:
    assert decide(rule("majority of members"), votes(for_=20, absent=19)) is True
    assert decide(rule("majority of members"), votes(for_=19, absent=20)) is False
    assert decide(rule("majority of votes cast"), votes(for_=501, against=499)) is True
    assert decide(rule("majority of votes cast"), votes(for_=500, against=500)) is False


@pytest.mark.parametrize(("against", "met"), [(3, True), (4, False)])
def test_fewer_than_four_against_is_at_most_three(against: int, *, met: bool) -> None:
    cast = votes(for_=9, against=against)
    assert decide(rule("fewer than 4 against"), cast) is met
    assert decide(rule("at most 3 against"), cast) is met


def test_who_may_not_vote_is_present_and_not_entitled() -> None:
    """Two for, one abstains, and one who may not vote came too."""
    barred = Voter("barred", frozenset({"abstain"}), entitled=False)
    came = Electorate((*votes(for_=2, abstain=1).voters, barred))
    assert decide(rule("majority of members present"), came) is False
    assert decide(rule("majority of members present and entitled"), came) is True


def test_an_empty_seat_belongs_to_no_class() -> None:
    """One of the two in class a is for it; three seats are empty."""
    seats = [Voter(f"a{n}", frozenset({c}), group="a") for n, c in enumerate(("for", "absent"))]  # type: ignore[arg-type]  # two choices
    half = "at least 1/2 of seats"
    assert decide(rule(f"{half} in a"), Electorate(tuple(seats), 3)) is True
    assert decide(rule(half), Electorate(tuple(seats), 3)) is False


def test_twenty_per_cent_exactly_stop_more_than_four_fifths() -> None:
    """A fifth of the capital blocks a decision that needs more than four fifths."""
    holders = Electorate(
        (Voter("state", frozenset({"against"}), 200), Voter("rest", frozenset({"for"}), 800))
    )
    assert decide(rule("more than 4/5 of outstanding votes"), holders) is False
    assert decide(rule("at least 4/5 of outstanding votes"), holders) is True
    less = Electorate(
        (Voter("state", frozenset({"against"}), 199), Voter("rest", frozenset({"for"}), 801))
    )
    assert decide(rule("more than 4/5 of outstanding votes"), less) is True


def test_nobody_present_meets_no_quorum_and_no_votes_carry_nothing() -> None:
    assert present(rule("majority of members"), votes(absent=3)) is False
    assert decide(rule("majority of votes cast"), votes(abstain=3)) is False
    assert decide(rule("all of votes cast"), votes(abstain=3)) is False


def test_it_passes_whatever_the_unknown_two_per_cent_did() -> None:
    unknown = Voter("untold", frozenset(ALL_CHOICES), 2)
    yes, no = Voter("yes", frozenset({"for"}), 52), Voter("no", frozenset({"against"}), 46)
    assert decide(rule("majority of votes cast"), Electorate((yes, no, unknown))) is True
    closer = Electorate((replace(yes, votes=49), replace(no, votes=49), unknown))
    assert decide(rule("majority of votes cast"), closer) is None


def test_a_hundred_thousand_holders_are_counted_as_a_few_classes() -> None:
    """However many they are, a rule is tested on what each kind of them weighs together."""
    choices = [frozenset({c}) for c in ALL_CHOICES]
    voters = tuple(
        Voter(f"holder-{n}", choices[n % 5] if n % 7 else frozenset(ALL_CHOICES), n + 1)
        for n in range(100_000)
    )
    crowd = Electorate(voters)
    assert len(crowd.classes) == 6
    both = rule("majority of votes cast and at least 1/10 of outstanding votes")
    assert meeting_decides(both, rule("1/3 of outstanding votes"), crowd) is None


def test_a_number_of_votes_in_favour() -> None:
    """A governor of token holders: 400,000 in favour, and more for than against."""
    rule = parse_rule("at least 400,000 votes for")
    assert rule == parse_rule("400000 votes in favour")
    assert not isinstance(rule, Problem)
    for votes, expected in ((399_999, False), (400_000, True)):
        voters = (
            Voter("a", frozenset({"for"}), votes),
            Voter("b", frozenset({"against"}), 500_000),
        )
        assert decide(rule, Electorate(voters)) is expected
    assert parse_rule(say_rule(rule)) == rule
    quorum = parse_rule("at least 400,000 votes")
    assert not isinstance(quorum, Problem)
    there = (Voter("a", frozenset({"abstain"}), 400_000), Voter("b", frozenset({"absent"}), 9))
    assert present(quorum, Electorate(there)) is True

"""Consents that a rule asks of somebody by name, in the body or outside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from minutebook.records import nouns
from minutebook.records.deeds import Deed, matches, parse_deed
from minutebook.records.nouns import Ballot, Choice
from minutebook.records.rules import AllOf, AnyOf, Base, Consent, NoObjection, Number, Rule, Share
from minutebook.state.conduct import Done, done, given_at_first, is_party
from minutebook.state.count import Voter, named
from minutebook.state.electorate import Roll
from minutebook.state.slots import Point
from minutebook.state.tallies import EVERYTHING, Choices
from minutebook.state.timing import precedes
from minutebook.text.problem import Problem

if TYPE_CHECKING:
    from minutebook.state.state import State


CONSENTS: Final[Choices] = frozenset({"for"})
SILENT: Final[Choices] = frozenset({"abstain"})
WITHHELD: Final[Choices] = frozenset({"against", "abstain"})
NOTHING_GIVEN: Final[Mapping[str, Choices]] = MappingProxyType({})


def with_consents(
    state: State, rule: Rule, roll: Roll, ballot: Ballot, point: Point, deed: Deed
) -> tuple[Rule, Roll]:
    """The rule with each post replaced by its holder, and outsiders whose consent it asks added.

    They weigh nothing: only their own consent counts, which the ballot tells or an earlier act
    of theirs (`effect: consent to ...`). Whoever tried to and failed, as a chamber that voted it
    down, does not consent; whether that is an objection is not told. Of whom neither tells it is
    not known, and not presumed.
    """
    whom = {name: _who(state, name, point) for name in named(rule)}
    if not whom:
        return rule, roll
    told = {*ballot.choices, *(v.name for v in roll.electorate.voters)}
    outside = [name for name, person in whom.items() if not told & {name, person}]
    given = _given_before(state, outside, deed, point) if outside else {}
    vetoes = _vetoes(rule)
    given = {n: c if c == CONSENTS or n in vetoes else SILENT for n, c in given.items()}
    return _renamed(rule, whom), _with_outsiders(state, roll, whom, ballot, given)


def _vetoes(rule: Rule) -> frozenset[str]:
    """Whose objection stands in the way of a rule."""
    match rule:
        case AllOf(rules) | AnyOf(rules):
            return frozenset[str]().union(*map(_vetoes, rules))
        case NoObjection(of):
            return frozenset({of})
    return frozenset()


def _given_before(
    state: State, names: Sequence[str], deed: Deed, point: Point
) -> dict[str, Choices]:
    """What some chose on a deed by acts of their own before a point: consent, or surely not."""
    given: dict[str, Choices] = {
        name: CONSENTS for name in names if given_at_first(state, name, deed, point)
    }
    for one, consented in consented_to(state):
        if one.act.id == point.act or not matches(consented, deed):
            continue
        then = Point(state.moment(one.act), one.act.id)
        who = [name for name in names if is_party(state, name, one.by, then)]
        if not who or not precedes(state, one.act.id, then.when, point):
            continue
        standing = state.own_effect(one.act.id, one.place).standing
        if standing in ("valid", "voidable"):
            given.update(dict.fromkeys(who, CONSENTS))
        elif standing == "void":
            given.update((name, WITHHELD) for name in who if name not in given)
    return given


def consented_to(state: State) -> Iterator[tuple[Done, Deed]]:
    """The acts of consent that the book tells, each with the deed that it is about."""
    for one in done(state, ("consent",)):
        inner = parse_deed(one.deed.get("deed") or "")
        if not isinstance(inner, Problem):
            yield one, inner[0]


def with_presider(state: State, roll: Roll, chair: str | None, ballot: Ballot) -> Roll:
    """The roll with whoever has the casting vote, where they are no member: they vote on ties.

    A presiding officer from outside, as the Vice President of the United States in the Senate
    (Constitution, art. I, s. 3).
    """
    if chair is None:
        return roll
    return _with_outsiders(state, roll, {chair: chair}, ballot)


def _with_outsiders(
    state: State,
    roll: Roll,
    whom: dict[str, str],
    ballot: Ballot,
    given: Mapping[str, Choices] = NOTHING_GIVEN,
) -> Roll:
    there = {v.name for v in roll.electorate.voters}
    added = []
    missing = list(roll.missing)
    for name, person in whom.items():
        if person in there:
            continue
        chosen = ballot.choices.get(person) or ballot.choices.get(name)
        among = _of_the_crowd(state, roll, person)
        if person in state.book.records and person not in roll.unnamed:
            # Who is not known may be anybody, of those too whose choice is told.
            chosen = chosen or ballot.others
        choices = given.get(name, among) if chosen is None else frozenset({chosen})
        if person == name and isinstance(state.book.records.get(name), nouns.Post):
            choices = frozenset({"absent"})
        if len(choices) > 1:
            missing.append(f"whether {person} {'consents' if 'for' in choices else 'objects'}")
        added.append(Voter(person, choices, votes=0, capital=0, heads=0))
    told = {whom[n] for n in whom} | set(whom)
    notes = tuple(
        n for n in roll.notes if not any(n.says.startswith(f"{t} has no vote") for t in told)
    )
    electorate = roll.electorate.with_more(added)
    return replace(roll, electorate=electorate, notes=notes, missing=tuple(dict.fromkeys(missing)))


def _of_the_crowd(state: State, roll: Roll, person: str) -> Choices:
    """What somebody may have chosen: of those told by number, what some of these did."""
    if person not in roll.unnamed:
        return EVERYTHING
    crowd = (v.choices for v in roll.electorate.voters if v.name not in state.book.records)
    return frozenset[Choice]().union(*crowd) or EVERYTHING


def _who(state: State, name: str, point: Point) -> str:
    """Whose consent is meant: of a post, its holder's; a vacant post cannot consent."""
    if isinstance(state.book.records.get(name), nouns.Post):
        held = state.holder(name, point)
        if held is not None:
            return held.holder or f"the holder of {name}"
    return name


def _renamed(rule: Rule, whom: dict[str, str]) -> Rule:
    match rule:
        case AllOf(rules):
            return AllOf(tuple(_renamed(r, whom) for r in rules))
        case AnyOf(rules):
            return AnyOf(tuple(_renamed(r, whom) for r in rules))
        case Consent(of):
            return Consent(whom[of])
        case NoObjection(of):
            return NoObjection(whom[of])
    return rule


def as_if_all_voted(rule: Rule, *, holders: bool) -> Rule:
    """The rule for a decision in writing: everyone counts as if they had come and voted.

    Nobody is present without a meeting, so a share of those present or of the votes cast is
    one of all there are (as 8 Del. C. § 228(a) and Companies Act 2006 s. 282(2) have it).
    """
    match rule:
        case AllOf(rules):
            return AllOf(tuple(as_if_all_voted(r, holders=holders) for r in rules))
        case AnyOf(rules):
            return AnyOf(tuple(as_if_all_voted(r, holders=holders) for r in rules))
        case Share(fraction, more_than, base):
            return Share(fraction, more_than, _all_of(base, holders=holders))
        case Number(number, more_than):
            base = _all_of(rule.base, holders=holders)
            return Number(number, more_than, base.measure, base.population, base.part)
    return rule


def _all_of(base: Base, *, holders: bool) -> Base:
    if base.population not in ("present", "entitled present", "cast"):
        return base
    return replace(base, population="outstanding" if holders else "in office")

"""Who votes on a deed, and how: ballots, presence, proxies and recusal become voters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Ballot, Choice, Form
from minutebook.records.values import Reads
from minutebook.state.aspects import aspect
from minutebook.state.electors import Electors, electors, with_choices
from minutebook.state.presiding import chair_of
from minutebook.state.slots import Point, Presence
from minutebook.state.suspended import (
    Holders,
    own_decisions,
    recuse,
    speaks_of_votes,
    standing_proxies,
    suspend,
)
from minutebook.state.tallies import EVERYTHING, Choices, tallied
from minutebook.state.voters import ALL_CHOICES, Electorate, Voter

if TYPE_CHECKING:
    from minutebook.state.state import State

NAMED = 50
PRESENT: frozenset[Choice] = frozenset({"for", "against", "abstain", "not voting"})
UNSIGNED: frozenset[Choice] = frozenset({"for", "absent"})


@dataclass(frozen=True, slots=True)
class Roll:
    """The electorate of a vote, what was ignored, what is not known of it, and what it breached."""

    electorate: Electorate
    notes: tuple[Why, ...]
    missing: tuple[str, ...]
    strangers: tuple[str, ...] = ()
    breaches: tuple[str, ...] = ()


def _picked(state: State, part: Reads[Ballot]) -> Ballot:
    return state.pick(part)


def merge(state: State, act: nouns.Act) -> Ballot:
    """The ballot of an act in this world."""
    plain = state.pick(act.ballot)
    if not act.more_ballots:
        return plain
    choices, tally, proxies = dict(plain.choices), dict(plain.tally), dict(plain.proxies)
    others, recused = plain.others, plain.recused
    for part in act.more_ballots:
        ballot = _picked(state, part)
        choices.update(ballot.choices)
        tally.update(ballot.tally)
        proxies.update(ballot.proxies)
        others = ballot.others or others
        recused = (*recused, *ballot.recused)
    return Ballot(choices, tally, proxies, others, recused)


def call_roll(
    state: State,
    body: nouns.Body,
    deed: Deed,
    ballot: Ballot,
    form: Form,
    attended: Presence | None,
    point: Point,
    record_date: Point | None = None,
) -> Roll:
    """Turn a ballot into voters: everyone entitled, each with the choices they may have made.

    Whoever held instruments on the `record_date` votes them, whoever holds them now.
    """
    members = electors(state, body, record_date if record_date and body.holders_of else point)
    if speaks_of_votes(state):
        members, ballot = _directed(state, body, deed, members, ballot, point)
    names = members.names
    strangers: tuple[str, ...] = ()
    if not ballot.choices.keys() <= names:
        acting_for = set(ballot.proxies.values())
        strangers = tuple(n for n in ballot.choices if n not in names and n not in acting_for)
    notes = [Why(f"{n} has no vote in {body.id}; the vote is not counted") for n in strangers]
    proxies: Mapping[str, str] = {}
    if ballot.proxies:
        proxies, proxy_notes = _proxies(state, body, deed, ballot, names, point)
        notes.extend(proxy_notes)
    voters, target_notes = _recuse(state, body, deed, list(members.voters), point)
    notes.extend(target_notes)
    told = ballot.choices
    made = [
        _ONE[told[v.name]] if v.name in told else _choices(v.name, ballot, form, attended, proxies)
        for v in voters
    ]
    if ballot.recused:
        made = [_unvoting(c) if v.name in ballot.recused and v.name not in ballot.choices else c
                for v, c in zip(voters, made, strict=True)]  # fmt: skip
    asleep = bool(members.issuers) or speaks_of_votes(state)
    if members.kinds and not (target_notes or ballot.recused or ballot.tally or asleep):
        electorate = members.voting(tuple(made))
        notes.extend(own_decisions(state, body, deed, electorate.voters, point))
        missing = list(members.missing)
        if not electorate.settled:
            missing.extend(_untold(body, electorate.voters))
        return Roll(electorate, tuple(notes), tuple(dict.fromkeys(missing)), strangers)
    voters = [with_choices(v, c) for v, c in zip(voters, made, strict=True)]
    missing = list(members.missing)
    notes.extend(own_decisions(state, body, deed, voters, point))
    if ballot.recused:
        notes.extend(recuse(state, body, deed, ballot, voters, point))
    surplus: list[Voter] = []
    breaches: tuple[str, ...] = ()
    if asleep:
        owners = members.owners or tuple(v.name for v in voters)
        issuers = members.issuers or (None,) * len(voters)
        less = suspend(state, body, deed, Holders(voters, owners, issuers), point)
        voters, surplus, breaches = less.voters, less.surplus, tuple(less.breaches)
        notes.extend(less.notes)
        missing.extend(less.missing)
    dealt: tuple[tuple[Voter, ...], ...] = ()
    if ballot.tally:
        told_by_number = tallied(voters, ballot, body, chair_of(state, body, point))
        voters, dealt = told_by_number.voters, told_by_number.dealt
        notes.extend(told_by_number.notes)
        missing.extend(told_by_number.missing)
    missing.extend(_untold(body, voters))
    electorate = Electorate((*voters, *surplus), members.vacant,
                            dealt=tuple((*way, *surplus) for way in dealt))  # fmt: skip
    return Roll(electorate, tuple(notes), tuple(dict.fromkeys(missing)), strangers, breaches)


def _untold(body: nouns.Body, voters: Sequence[Voter]) -> Iterator[str]:
    """Whose vote is not known: by name, if they are not too many."""
    unknown = [v for v in voters if len(v.choices) > 1 and (v.counted or v.makes_quorum)]
    if unknown and len(unknown) <= NAMED:
        yield from (f"how {v.name} voted" for v in unknown if v.own is None)
    elif unknown:
        yield f"how {len(unknown)} of {body.id} voted"


def _directed(
    state: State, body: nouns.Body, deed: Deed, members: Electors, ballot: Ballot, point: Point
) -> tuple[Electors, Ballot]:
    """The voters and proxies as norms have it that let one party vote for another."""
    revocable, irrevocable = standing_proxies(state, body, deed, point)
    if irrevocable.keys() & members.names:
        voters = tuple(
            replace(v, name=irrevocable[v.name]) if v.name in irrevocable else v
            for v in members.voters
        )
        owners = members.owners or tuple(v.name for v in members.voters)
        members = replace(members, voters=voters, owners=owners, kinds=(),
                          names=frozenset(v.name for v in voters))  # fmt: skip
    given = {g: h for g, h in revocable.items() if g in members.names}
    return members, replace(ballot, proxies={**given, **ballot.proxies}) if given else ballot


def _unvoting(choices: Choices) -> Choices:
    """What somebody who is recused may have done: sat there without voting, or stayed away."""
    if choices == {"absent"}:
        return choices
    return frozenset({"not voting", "absent"} if "absent" in choices else {"not voting"})


_ONE: Mapping[Choice, frozenset[Choice]] = {c: frozenset({c}) for c in ALL_CHOICES}


def _choices(
    name: str,
    ballot: Ballot,
    form: Form,
    attended: Presence | None,
    proxies: Mapping[str, str],
) -> frozenset[Choice]:
    """What somebody may have chosen: what they did themselves goes before their proxy."""
    chosen = ballot.choices.get(name)
    if chosen is not None:
        return _ONE[chosen]
    if name in ballot.proxies:
        holder = proxies.get(name)
        if holder is not None and holder != name:
            return _choices(holder, ballot, form, attended, {})
        # A proxy that does not count was given by somebody who stayed away.
        return _ONE["absent"]
    if ballot.others is not None:
        return _ONE[ballot.others]
    if form == "without meeting":
        return UNSIGNED
    if attended is not None:
        if name in attended.perhaps:
            return EVERYTHING
        return PRESENT if name in attended.surely else _ONE["absent"]
    return EVERYTHING


def _proxies(
    state: State,
    body: nouns.Body,
    deed: Deed,
    ballot: Ballot,
    names: frozenset[str],
    point: Point,
) -> tuple[Mapping[str, str], tuple[Why, ...]]:
    """The proxies that count, giver to holder."""
    given = {g: h for g, h in ballot.proxies.items() if g in names}
    if not given:
        return {}, ()
    said = aspect(state, body, "proxies", deed, point)
    value = said.value
    if not said.said:
        value = state.world.choose(f"proxies in {body.id}", ("allowed", "not allowed"), kind="rule")
    if value == "allowed":
        return given, (said.why,)
    listed = ", ".join(given)
    return {}, (Why(f"the proxy of {listed} does not count", None, (), (said.why,)),)


def _recuse(
    state: State, body: nouns.Body, deed: Deed, voters: list[Voter], point: Point
) -> tuple[list[Voter], tuple[Why, ...]]:
    """A member does or does not vote on a deed that empties their own post, by rule."""
    party = deed.get("party") if deed.verb == "remove" else None
    if party is None or all(v.name != party for v in voters):
        return voters, ()
    said = aspect(state, body, "target votes", deed, point)
    value = said.value
    if not said.said and body.holders_of:
        return voters, ()  # a share's vote is property: no silence takes it from its holder
    if not said.said:
        name = f"target votes in {body.id}"
        value = state.world.choose(name, ("yes", "no", "not counted"), kind="rule")
    if value == "yes":
        return voters, ()
    changed = [
        replace(v, entitled=value != "no" and v.entitled, counted=value != "not counted",
                interested=True)
        if v.name == party
        else v
        for v in voters
    ]  # fmt: skip
    how = "stays in the base but may not vote" if value == "no" else "leaves vote and base"
    return changed, (Why(f"{party}, whom it is about, {how}", None, (), (said.why,)),)

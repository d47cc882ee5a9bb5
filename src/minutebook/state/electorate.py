"""Who votes on a deed, and how: ballots, presence, proxies and recusal become voters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Ballot, Choice, Form
from minutebook.records.values import Value
from minutebook.state.authority import aspect
from minutebook.state.count import ALL_CHOICES, Electorate, Voter
from minutebook.state.slots import Point

if TYPE_CHECKING:
    from minutebook.state.state import State

PRESENT: frozenset[Choice] = frozenset({"for", "against", "abstain", "not voting"})
UNSIGNED: frozenset[Choice] = frozenset({"for", "absent"})


@dataclass(frozen=True, slots=True)
class Roll:
    """The electorate of a vote, what was ignored, and what is not known of it."""

    electorate: Electorate
    notes: tuple[Why, ...]
    missing: tuple[str, ...]
    strangers: tuple[str, ...] = ()


def merge(state: State, act: nouns.Act) -> Ballot:
    """The ballot of an act in this world."""
    plain = state.pick(act.ballot)
    if not act.more_ballots:
        return plain
    choices, tally, proxies = dict(plain.choices), dict(plain.tally), dict(plain.proxies)
    others = plain.others
    for part in act.more_ballots:
        ballot: Ballot = state.pick(part) if isinstance(part, Value) else part
        choices.update(ballot.choices)
        tally.update(ballot.tally)
        proxies.update(ballot.proxies)
        others = ballot.others or others
    return Ballot(choices, tally, proxies, others)


def call_roll(
    state: State,
    body: nouns.Body,
    deed: Deed,
    ballot: Ballot,
    form: Form,
    attended: frozenset[str] | None,
    point: Point,
) -> Roll:
    """Turn a ballot into voters: everyone entitled, each with the choices they may have made."""
    weights, missing = _weights(state, body, point)
    names = {v.name for v in weights}
    strangers = tuple(n for n in ballot.choices if n not in names)
    notes = tuple(Why(f"{n} has no vote in {body.id}; the vote is not counted") for n in strangers)
    proxies, proxy_notes = _proxies(state, body, deed, ballot, names, point)
    voters = []
    for voter in weights:
        choices = _choices(voter.name, ballot, form, attended)
        giver = proxies.get(voter.name)
        if giver is not None and voter.name not in ballot.choices:
            choices = _choices(giver, ballot, form, attended)
        elif voter.name in ballot.proxies and giver is None:
            choices = frozenset({"absent"})
        voters.append(replace(voter, choices=choices))
    voters = _tallied(voters, ballot, body)
    voters, target_notes = _recuse(state, body, deed, voters, point)
    seats = state.seats(body.id, point) if not body.holders_of else None
    vacant = seats.vacant if seats is not None else 0
    unknown = tuple(
        f"how {v.name} voted" for v in voters if len(v.choices) > 1 and len(voters) <= 50
    )
    return Roll(
        Electorate(tuple(voters), vacant),
        (*notes, *proxy_notes, *target_notes),
        (*missing, *unknown),
        strangers,
    )


def _choices(
    name: str, ballot: Ballot, form: Form, attended: frozenset[str] | None
) -> frozenset[Choice]:
    if name in ballot.choices:
        return frozenset({ballot.choices[name]})
    if ballot.others is not None:
        return frozenset({ballot.others})
    if form == "without meeting":
        return UNSIGNED
    if attended is not None:
        return PRESENT if name in attended else frozenset({"absent"})
    return frozenset(ALL_CHOICES)


def _weights(state: State, body: nouns.Body, point: Point) -> tuple[list[Voter], tuple[str, ...]]:
    """The voters of a body with their weights, before any choice."""
    everything: frozenset[Choice] = frozenset(ALL_CHOICES)
    if body.holders_of:
        return _holders(state, body, point)
    voters = []
    missing = []
    for occupancy in state.seats(body.id, point).occupants:
        post = state.book.get(occupancy.post, nouns.Post)
        if post is not None and post.kind == "observer":
            continue
        votes = post.votes if post is not None else Fraction(1)
        name = occupancy.holder or f"the holder of {occupancy.post}"
        if occupancy.holder is None:
            missing.append(f"who holds {occupancy.post}")
        votes = body.votes.get(name, votes)
        group = post.group if post is not None else None
        voters.append(Voter(name, everything, votes, group=group))
    return voters, tuple(missing)


def _holders(state: State, body: nouns.Body, point: Point) -> tuple[list[Voter], tuple[str, ...]]:
    everything: frozenset[Choice] = frozenset(ALL_CHOICES)
    voters: list[Voter] = []
    missing: list[str] = []
    for instrument in body.holders_of:
        record = state.book.get(instrument, nouns.Instrument)
        per_unit = state.votes_per_unit(instrument)
        if per_unit is None:
            missing.append(f"the votes of a unit of {instrument}")
            continue
        capital = state.pick(record.capital) if record is not None else Fraction(1)
        directed = {
            h.holder: h.votes_directed_by
            for h in state.index.holdings.get(instrument, ())
            if h.votes_directed_by is not None
        }
        for holder, quantity in state.register(instrument, point).items():
            units = quantity.exact
            if units is None:
                missing.append(f"how many units of {instrument} {holder} holds")
                continue
            if units == 0:
                continue
            by_unit = capital if isinstance(capital, Fraction) else Fraction(0)
            name = directed.get(holder) or holder
            voters.append(Voter(name, everything, units * per_unit, units * by_unit, instrument))
    return voters, tuple(missing)


def _proxies(
    state: State,
    body: nouns.Body,
    deed: Deed,
    ballot: Ballot,
    names: set[str],
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


def _tallied(voters: list[Voter], ballot: Ballot, body: nouns.Body) -> list[Voter]:
    """Votes of which only the number is known, given to voters who are not named.

    For holders the number counts votes, and stands as a voter without a name.
    """
    if not ballot.tally:
        return voters
    unnamed = [i for i, v in enumerate(voters) if v.name not in ballot.choices]
    if body.holders_of:
        kept = [v for v in voters if v.name in ballot.choices]
        rest = sum((voters[i].votes for i in unnamed), Fraction(0))
        for choice, quantity in ballot.tally.items():
            number = quantity.exact
            if number is not None:
                kept.append(Voter(f"votes {choice}", frozenset({choice}), number, number))
                rest -= number
        if rest > 0:
            others: frozenset[Choice] = frozenset({ballot.others or "absent"})
            kept.append(Voter("the other votes", others, rest, rest))
        return kept
    out = list(voters)
    for choice, quantity in ballot.tally.items():
        number = quantity.exact
        for _ in range(int(number) if number is not None else 0):
            if not unnamed:
                break
            place = unnamed.pop(0)
            out[place] = replace(out[place], choices=frozenset({choice}))
    return out


def _recuse(
    state: State, body: nouns.Body, deed: Deed, voters: list[Voter], point: Point
) -> tuple[list[Voter], tuple[Why, ...]]:
    """A member does or does not vote on a deed that empties their own post, by rule."""
    party = deed.get("party") if deed.verb == "remove" else None
    if party is None or all(v.name != party for v in voters):
        return voters, ()
    said = aspect(state, body, "target votes", deed, point)
    value = said.value
    if not said.said:
        name = f"target votes in {body.id}"
        value = state.world.choose(name, ("yes", "no", "not counted"), kind="rule")
    if value == "yes":
        return voters, ()
    changed = [
        replace(v, entitled=value != "no" and v.entitled, counted=value != "not counted")
        if v.name == party
        else v
        for v in voters
    ]
    how = "stays in the base but may not vote" if value == "no" else "leaves vote and base"
    return changed, (Why(f"{party}, whom it is about, {how}", None, (), (said.why,)),)

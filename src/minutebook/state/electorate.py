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
from minutebook.state.own_decisions import own_decisions
from minutebook.state.presiding import chair_of
from minutebook.state.proxies import Proxies, proxies_that_count, represented
from minutebook.state.several_seats import in_one_hand
from minutebook.state.slots import Point, Presence
from minutebook.state.split_votes import choices_in_parts, is_of, told_by_number
from minutebook.state.suspended import recuse, suspend
from minutebook.state.tallies import EVERYTHING, Choices
from minutebook.state.voters import ALL_CHOICES, Electorate, Voter
from minutebook.state.voting_norms import Holders, speaks_of_votes

if TYPE_CHECKING:
    from minutebook.state.state import State

NAMED = 50
PRESENT: frozenset[Choice] = frozenset({"for", "against", "abstain", "not voting"})
PRESENT_OR_NOT: frozenset[Choice] = frozenset({"not voting", "absent"})
UNSIGNED: frozenset[Choice] = frozenset({"for", "absent"})


@dataclass(frozen=True, slots=True)
class Roll:
    """The electorate of a vote, what was ignored, what is not known of it, and what it breached.

    `unnamed` are those who voted among others of whom only the number is told.
    """

    electorate: Electorate
    notes: tuple[Why, ...]
    missing: tuple[str, ...]
    strangers: tuple[str, ...] = ()
    breaches: tuple[str, ...] = ()
    unnamed: frozenset[str] = frozenset()


def _picked(state: State, part: Reads[Ballot]) -> Ballot:
    return state.pick(part)


def merge(state: State, act: nouns.Act) -> Ballot:
    """The ballot of an act in this world."""
    ballot = state.pick(act.ballot)
    for part in act.more_ballots:
        ballot = ballot.joined(_picked(state, part))
    return ballot


def call_roll(
    state: State,
    body: nouns.Body,
    deed: Deed,
    ballot: Ballot,
    form: Form,
    attended: Presence | None,
    point: Point,
    record_date: Point | None = None,
    *,
    on: Deed | None = None,
) -> Roll:
    """Turn a ballot into voters: everyone entitled, each with the choices they may have made.

    Whoever held instruments on the `record_date` votes them, whoever holds them now. `on` is the
    deed that the vote is on besides, where that ratifies or annuls what was done.
    """
    members = electors(state, body, record_date if record_date and body.holders_of else point)
    if speaks_of_votes(state, body):
        members, ballot = represented(state, body, deed, members, ballot, point)
    strangers = _strangers(members, ballot)
    notes = [Why(f"{n} has no vote in {body.id}; the vote is not counted") for n in strangers]
    proxies = proxies_that_count(state, body, deed, ballot, members, attended, point)
    notes.extend(proxies.notes)
    voters, target_notes = _recuse(state, body, deed, list(members.voters), point)
    notes.extend(target_notes)
    made = _made(voters, ballot, form, attended, proxies.given)
    asleep = bool(members.issuers) or bool(members.suspended) or speaks_of_votes(state, body)
    alone = len(members.names) == len(voters) and not proxies.given
    if alone and not (proxies.perhaps or target_notes or asleep) and _is_plain(ballot):
        electorate, more, untold = _counted(state, body, deed, members, tuple(made), ballot, point)
        unnamed = members.names - electorate.by_name.keys() if ballot.tally else frozenset()
        return Roll(electorate, (*notes, *more), untold, strangers, unnamed=unnamed)
    voters = [with_choices(v, c) for v, c in zip(voters, made, strict=True)]
    missing = [*members.missing, *proxies.missing]
    voters = [v if v.name in ballot.named else _perhaps_away(v, proxies) for v in voters]
    notes.extend(own_decisions(state, body, deed, voters, point))
    if ballot.recused:
        notes.extend(recuse(state, body, deed, ballot, voters, point))
    surplus: list[Voter] = []
    breaches: tuple[str, ...] = ()
    if asleep:
        less = suspend(state, body, deed, _holders(members, voters, record_date, on), point)
        voters, surplus, breaches = less.voters, less.surplus, tuple(less.breaches)
        notes, missing = [*notes, *less.notes], [*missing, *less.missing]
    voters, empty, seat_notes = in_one_hand(state, body, deed, voters, proxies.given, point)
    notes.extend(seat_notes)
    told = told_by_number(voters, ballot, body, lambda: chair_of(state, body, deed, point))
    notes.extend(told.notes)
    whole = [v for v in told.voters if v.name not in ballot.split]
    missing += [*told.missing, *_untold(body, whole)]
    vacant = members.vacant + empty if members.vacant is not None else None
    electorate = Electorate((*told.voters, *surplus), vacant,
                            dealt=tuple((*way, *surplus) for way in told.dealt))  # fmt: skip
    unnamed = members.names - electorate.by_name.keys()
    return Roll(electorate, tuple(notes), _once(missing), strangers, breaches, unnamed)


def _is_plain(ballot: Ballot) -> bool:
    """Whether each vote is told whole, by name or by number, and nobody is recused."""
    return not (ballot.recused or ballot.split)


def _counted(
    state: State,
    body: nouns.Body,
    deed: Deed,
    members: Electors,
    made: tuple[Choices, ...],
    ballot: Ballot,
    point: Point,
) -> tuple[Electorate, tuple[Why, ...], tuple[str, ...]]:
    """Voters of whom nothing but the choice is asked, notes and what is missing: from what is kept.

    Each has one seat, and nobody votes for another, is recused or kept from voting.
    """
    if not ballot.tally:
        electorate = members.voting(made)
        notes = own_decisions(state, body, deed, electorate.voters, point)
        untold = () if electorate.settled else _untold(body, electorate.voters)
        return electorate, notes, _once((*members.missing, *untold))
    electorate, told = members.told_by_number(
        made, ballot, body, chair_of(state, body, deed, point)
    )
    notes = own_decisions(state, body, deed, members.voting(made).voters, point)
    missing = (*members.missing, *told.missing, *_untold(body, electorate.voters))
    return electorate, (*notes, *told.notes), _once(missing)


def _once(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _strangers(members: Electors, ballot: Ballot) -> tuple[str, ...]:
    """Who voted though they have no vote, neither of their own nor of those they act for."""
    names = members.names
    if ballot.named <= names:
        return ()
    acting_for = set(ballot.proxies.values())
    parts_of = [n for n in ballot.split if not any(is_of(v, n) for v in members.voters)]
    told = dict.fromkeys((*ballot.choices, *parts_of))
    return tuple(n for n in told if n not in names and n not in acting_for)


def _made(
    voters: Sequence[Voter],
    ballot: Ballot,
    form: Form,
    attended: Presence | None,
    proxies: Mapping[str, str],
) -> list[Choices]:
    """What each voter may have chosen."""
    told = ballot.choices
    made = [
        _ONE[told[v.name]] if v.name in told else _choices(v.name, ballot, form, attended, proxies)
        for v in voters
    ]
    if ballot.recused:
        made = [_unvoting(c) if v.name in ballot.recused and v.name not in ballot.named else c
                for v, c in zip(voters, made, strict=True)]  # fmt: skip
    return made


def _holders(
    members: Electors, voters: list[Voter], record_date: Point | None, on: Deed | None
) -> Holders:
    """The voters, each with the owner of the votes and who issued them."""
    owners = members.owners or tuple(v.name for v in voters)
    issuers = members.issuers or (None,) * len(voters)
    return Holders(voters, owners, issuers, record_date, members.suspended, on)


def _untold(body: nouns.Body, voters: Sequence[Voter]) -> Iterator[str]:
    """Whose vote is not known: by name, if they are not too many."""
    unknown = [v for v in voters if len(v.choices) > 1 and (v.counted or v.makes_quorum)]
    if unknown and len(unknown) <= NAMED:
        yield from (_asked(v) for v in unknown if v.own is None)
    elif unknown:
        yield f"how {len(unknown)} of {body.id} voted"


def _asked(voter: Voter) -> str:
    """What is not known of a voter: of who is recused, only whether they made the quorum."""
    if voter.choices <= PRESENT_OR_NOT:
        return f"whether {voter.name} was there"
    return f"how {voter.name} voted"


def _perhaps_away(voter: Voter, proxies: Proxies) -> Voter:
    """A voter whose proxy may not count; of equal ones only so many do, nobody knows who."""
    if voter.name not in proxies.perhaps:
        return voter
    either = voter.choices | _ONE["absent"]
    holder = proxies.given[voter.name]
    if holder not in proxies.surplus:
        return replace(voter, choices=either, own=either)
    if voter.name in proxies.surplus[holder]:
        return replace(voter, choices=_ONE["absent"], own=either)
    return replace(voter, own=either)


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
    if name in ballot.split:
        return choices_in_parts(ballot, name)
    if name in ballot.proxies:
        holder = proxies.get(name)
        if holder is not None and holder != name:
            return _choices(holder, ballot, form, attended, {})
        # Whoever gave a proxy that does not count stayed away, unless the record says otherwise.
        if attended is None or name not in attended.surely:
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


def _recuse(
    state: State, body: nouns.Body, deed: Deed, voters: list[Voter], point: Point
) -> tuple[list[Voter], tuple[Why, ...]]:
    """A member does or does not vote on a deed that empties their own post, by rule."""
    party = deed.get("party") if deed.verb in ("remove", "suspend from") else None
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

"""Rules of decision as games over the voters of one vote.

What `minutebook.state` counts for one ballot is solved here for all ballots at once: the voters
of a coalition consent, everybody else does what hurts most. A rule of consent is hurt most by
votes against, a quorum by staying away; so the game of a meeting is both, each at its worst.
Every test is linear in the weights, which makes it a weighted game.

Weights that are known only within bounds give two games: the one that is *surely* won (consents
weigh their least, the rest its most) and the one that *may* be won.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, TypeAlias, cast

from minutebook.power.coalitions import Group
from minutebook.power.games import Both, Either, Game, Weighted, weighted
from minutebook.power.results import Player
from minutebook.power.scales import class_by_class
from minutebook.records.rules import (
    AllOf,
    AnyOf,
    Base,
    Consent,
    Cumulative,
    Impossible,
    NoObjection,
    Number,
    Opposed,
    Plurality,
    Population,
    Quorate,
    Rule,
    Share,
)
from minutebook.state.count import Voter
from minutebook.state.voters import MEASURES

View = Literal["sure", "may"]
"""Surely, whatever is not known; or at most, were all of it to fall well."""

Asks = Literal["consent", "presence"]
Weight: TypeAlias = Fraction | int | float

_FEW = 1000
SOMEBODY = Number(Fraction(1), False, "heads", "in office")
"""What any rule asks for at least."""

_WHOLE: frozenset[Population] = frozenset({"seats", "in office", "outstanding"})


@dataclass(frozen=True, slots=True)
class Roll:
    """Who votes, how many seats stand empty, and which voters are equal persons counted as one.

    `counts` gives the persons behind a voter's name where there are more than one. `away` are
    those who stay away even if they belong to the coalition.
    """

    voters: tuple[Voter, ...]
    vacant: int | None
    counts: Mapping[str, int] = field(default_factory=dict)
    away: frozenset[str] = frozenset()


def carries(game: Game, consenting: Mapping[str, int]) -> bool:
    """Whether so many of each name carry it; names that the game lacks add nothing."""
    return game.carried(cast("Mapping[Player, int]", consenting))


def names_in(game: Game) -> tuple[str, ...]:
    """The players of a game of persons: their names."""
    return cast("tuple[str, ...]", game.players)


def nobody(names: Iterable[str] = (), counts: Mapping[str, int] | None = None) -> Game:
    """The game that no coalition wins."""
    return weighted(1, {n: Group((counts or {}).get(n, 1), 0) for n in names})


def everybody(names: Iterable[str] = (), counts: Mapping[str, int] | None = None) -> Game:
    """The game that even the empty coalition wins."""
    return weighted(0, {n: Group((counts or {}).get(n, 1), 0) for n in names})


def as_game(rule: Rule, roll: Roll, asks: Asks, view: View) -> Game:
    """The game of meeting one rule.

    `asks` consent: the others vote against. `asks` presence (a quorum): the others stay away,
    and whoever comes counts, entitled to vote on the matter or not.
    """
    match rule:
        case AllOf(rules):
            return both(as_game(r, roll, asks, view) for r in rules)
        case AnyOf(rules):
            return any_part(as_game(r, roll, asks, view) for r in rules)
        case Share():
            return _share(rule, roll, asks, view)
        case Number(number, more_than):
            base = replace(rule.base, population="cast")
            return _number(number, more_than, _terms(roll, asks, view, base), roll)
        case Consent(of) | NoObjection(of):
            return _consent(of, roll, asks, may_be_none=isinstance(rule, NoObjection))
        case Opposed():
            return _opposed(rule, roll, view)
        case Plurality(measure):
            more = Share(Fraction(1, 2), True, Base(measure, "cast"))
            return _share(more, roll, asks, view)
        case Quorate():
            return everybody(_names(roll), roll.counts)
        case Cumulative() | Impossible():
            return nobody(_names(roll), roll.counts)


def both(parts: Iterable[Game]) -> Game:
    """All parts, without what adds nothing: a plain test is counted much faster than two."""
    return _joined(list(parts), Both, lambda test: test.quota <= 0)


def any_part(parts: Iterable[Game]) -> Game:
    """Any part, without what adds nothing."""
    return _joined(list(parts), Either, lambda test: test.quota > test.total)


def _joined(
    parts: list[Game], kind: type[Both] | type[Either], neutral: Callable[[Weighted], bool]
) -> Game:
    different = list(dict.fromkeys(parts))
    kept = [p for p in different if not (isinstance(p, Weighted) and neutral(p))]
    names = {n for p in kept for n in p.players}
    for part in different:
        if part not in kept and (not kept or not names.issuperset(part.players)):
            # Its players are named nowhere else: they count nothing and have to be known.
            kept.append(part)
            names.update(part.players)
    return kept[0] if len(kept) == 1 else kind(tuple(kept))


@dataclass(frozen=True, slots=True)
class Ask:
    """One question put to a vote: the rule and the quorum, None if it needs none, and the roll."""

    rule: Rule
    quorum: Rule | None
    roll: Roll


def vote(asks: Sequence[Ask], view: View) -> Game:
    """The game of carrying one ballot on one or several questions.

    Members who may not vote on a question can come, for the quorum, or stay away, for a base of
    those present; a coalition chooses for its own, once for all questions.
    """
    games = []
    for away in {frozenset[str](), frozenset(recused(asks))}:
        parts: list[Game] = []
        for ask in asks:
            roll = replace(ask.roll, away=away)
            each = view == "sure"
            rule = class_by_class(ask.rule, roll.voters, each=each)
            parts.append(as_game(rule, roll, "consent", view))
            if ask.quorum is not None:
                quorum = class_by_class(ask.quorum, roll.voters, each=each)
                parts.append(as_game(quorum, roll, "presence", view))
        games.append(both(parts))
    return any_part(games)


def coming_serves(game: Game, asks: Sequence[Ask]) -> bool:
    """Whether every coalition that wins also wins if all of it comes.

    Looked at in as many minimal coalitions as are quickly gone through; beyond, it is not taken
    for granted.
    """
    listed = list(game.minimal_winning(_FEW + 1))
    if len(listed) > _FEW:
        return False
    there, names = if_all_come(asks), recused(asks)
    return all(
        there.wins(c) and there.wins({*c, *(n for n in names if n in there.counts)}) for c in listed
    )


def if_all_come(asks: Sequence[Ask]) -> Game:
    """The game of a vote to which even those come who may not vote."""
    parts: list[Game] = []
    for ask in asks:
        parts.append(as_game(ask.rule, ask.roll, "consent", "sure"))
        if ask.quorum is not None:
            parts.append(as_game(ask.quorum, ask.roll, "presence", "sure"))
    return Both(tuple(parts))


def recused(asks: Sequence[Ask]) -> tuple[str, ...]:
    """The members who may not vote on one of the questions."""
    barred = (v.name for a in asks for v in a.roll.voters if v.counted and not v.entitled)
    return tuple(dict.fromkeys(barred))


def presence_hurts(rule: Rule | None, roll: Roll) -> bool:
    """Whether somebody who may not vote stands in the way by being there."""
    match rule:
        case AllOf(rules) | AnyOf(rules):
            return any(presence_hurts(r, roll) for r in rules)
        case Share(_, _, base):
            barred = any(v.counted and not v.entitled for v in roll.voters)
            return base.population == "present" and barred
    return False


def _names(roll: Roll) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v.name for v in roll.voters))


@dataclass(slots=True)
class _Term:
    """What a name adds: to the consents if it takes part, to the rest if not, or even so."""

    consents: Weight = 0
    rest_out: Weight = 0
    rest_in: Weight = 0


_InBase: TypeAlias = Callable[[bool, bool], bool]
"""Whether somebody who does not consent stands in the base: (there, entitled)."""


def _in_base(population: Population) -> _InBase:
    if population in _WHOLE:
        return lambda there, entitled: True
    if population == "present":
        return lambda there, entitled: there
    return lambda there, entitled: there and entitled


def _terms(
    roll: Roll,
    asks: Asks,
    view: View,
    base: Base,
) -> dict[str, _Term]:
    """What each name adds to consents and rest of a base."""
    at, in_base = MEASURES[base.measure], _in_base(base.population)
    terms = {name: _Term() for name in _names(roll)}
    for voter in roll.voters:
        away = asks == "presence" and not voter.makes_quorum
        if not (voter.counted or (asks == "presence" and voter.makes_quorum)) or (
            base.part is not None and not voter.is_in(base.part)
        ):
            continue
        low, high = voter.low[at], voter.high[at]
        ours, theirs = (low, high) if view == "sure" else (high, low)
        term = terms[voter.name]
        entitled = voter.entitled or asks == "presence"
        stays = away or voter.name in roll.away
        if entitled and not stays:
            term.consents += ours
        elif in_base(not stays, entitled):
            term.rest_in += theirs
        if in_base(asks == "consent", entitled):
            term.rest_out += theirs
    return terms


def _share(rule: Share, roll: Roll, asks: Asks, view: View) -> Game:
    """Consents against the rest of the base: c (1 - f) against r f, and c above zero."""
    base, share = rule.base, rule.fraction
    terms = _terms(roll, asks, view, base)
    rest: Weight = 0
    if base.population == "seats" and base.part is None and base.measure != "capital":
        unknown = math.inf if view == "sure" else 0
        rest = unknown if roll.vacant is None else roll.vacant
    if share == 0:
        return _number(Fraction(0), True, terms, roll)
    if rest == math.inf or any(t.rest_in == math.inf for t in terms.values()):
        return nobody(terms, roll.counts)
    vetoes = [name for name, t in terms.items() if t.rest_out == math.inf]
    sure = [name for name, t in terms.items() if t.consents == math.inf and share < 1]
    weights: dict[str, Fraction] = {}
    quota = _exact(rest) * share
    for name, term in terms.items():
        out = Fraction(0) if name in vetoes else _exact(term.rest_out)
        ours = Fraction(0) if term.consents == math.inf else _exact(term.consents)
        weights[name] = ours * (1 - share) + share * (out - _exact(term.rest_in))
        quota += out * share
    game: Game = _weighted(quota, weights, roll, more_than=rule.more_than)
    if sure:
        game = game | _any_member(sure, roll)
    for name in vetoes:
        game = game & _all_members(name, roll)
    if quota == 0 or any(not terms[n].consents and w for n, w in weights.items()):
        game = game & _number(Fraction(0), True, terms, roll)
    return game


def _number(number: Fraction, more_than: bool, terms: Mapping[str, _Term], roll: Roll) -> Game:
    boundless = [n for n, t in terms.items() if t.consents == math.inf]
    finite = {n: Fraction(0) if n in boundless else _exact(t.consents) for n, t in terms.items()}
    game: Game = _weighted(number, finite, roll, more_than=more_than)
    return game | _any_member(boundless, roll) if boundless else game


def _consent(of: str, roll: Roll, asks: Asks, *, may_be_none: bool) -> Game:
    voters = [v for v in roll.voters if v.name == of]
    if asks == "consent":
        voters = [v for v in voters if v.counted and v.entitled]
    else:
        voters = [v for v in voters if v.makes_quorum]
    if may_be_none and (not voters or asks == "presence"):
        return everybody(_names(roll), roll.counts)
    if not voters or of in roll.away:
        return nobody(_names(roll), roll.counts)
    return _all_members(of, roll)


def _opposed(rule: Opposed, roll: Roll, view: View) -> Game:
    """So many consent that the rest, who vote against, are no more than the rule bears."""
    terms = _terms(roll, "consent", view, rule.base)
    against = {name: _exact(t.rest_out) if t.rest_out != math.inf else None
               for name, t in terms.items()}  # fmt: skip
    weights = {name: weight or Fraction(0) for name, weight in against.items()}
    quota = sum(weights.values(), Fraction(0)) - rule.most
    game: Game = everybody(weights, roll.counts)
    if quota >= 0:
        game = _weighted(quota, weights, roll, more_than=rule.fewer_than)
    for name, weight in against.items():
        if weight is None:
            game = game & _all_members(name, roll)
    return game


def _all_members(name: str, roll: Roll) -> Weighted:
    """The veto of a name; everybody else stands in the game and counts nothing."""
    weights = {n: Group(roll.counts.get(n, 1), int(n == name)) for n in _names(roll)}
    return weighted(roll.counts.get(name, 1), weights)


def _any_member(names: Collection[str], roll: Roll) -> Weighted:
    return weighted(1, {n: Group(roll.counts.get(n, 1), int(n in names)) for n in _names(roll)})


def _weighted(
    quota: Fraction, weights: Mapping[str, Fraction], roll: Roll, *, more_than: bool
) -> Weighted:
    """A weighted test; the weight of equal persons is shared among them."""
    groups = {}
    for name, weight in weights.items():
        count = roll.counts.get(name, 1)
        groups[name] = Group(count, weight / count)
    return weighted(quota, groups, more_than=more_than)


def _exact(weight: Weight) -> Fraction:
    assert not isinstance(weight, float), "only infinity is a float, and it is dealt with before"
    return Fraction(weight)


def all_come(roll: Roll) -> Game:
    """Everybody has to come where a quorum is needed and not known."""
    counts = {v.name: roll.counts.get(v.name, 1) for v in roll.voters if v.counted}
    return weighted(sum(counts.values()), {n: Group(c) for n, c in counts.items()})

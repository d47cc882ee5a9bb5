"""What `who` finds: who gets there, who can stop it, and how much each counts.

A value is compared between worlds by its content, so whatever differs only in how it was found
(a game written another way) does not split an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Literal, TypeAlias, cast

from minutebook.answers.found import Why
from minutebook.power.coalitions import Part
from minutebook.power.errors import OutOfReachError
from minutebook.power.games import Game, Weighted
from minutebook.power.results import Player, PowerIndex, Quality
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Form
from minutebook.records.values import Cite
from minutebook.text.when import When

Member: TypeAlias = "str | Part"
"""A person by name, or so many members of a symmetric group."""

Coalition: TypeAlias = tuple[Member, ...]
LISTED = 1000
WRITTEN_MEMBERS = 20_000
"""Names in a list of coalitions, after which it ends."""
WRITTEN_BITS = 13_000
"""Integers above this have more digits than is read (and than JSON readers accept)."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much one party counts; of a symmetric group, one member.

    `swings` is exact or None; `banzhaf` is swings / 2^(n-1).
    """

    swings: int | None
    banzhaf: Fraction | None
    banzhaf_normalised: Fraction | None
    shapley_shubik: Fraction | None


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a plan: who does what, whose consent makes it carry, by which rule.

    `form` says whether at a meeting or without one; None where a person acts. `away` are members
    of the coalition who may not vote and have to stay away, since to come would stand in the way.
    """

    by: str
    deeds: tuple[Deed, ...]
    consenting: Coalition
    when: When = field(compare=False)
    rule: str = field(compare=False)
    src: tuple[Cite, ...] = field(default=(), compare=False)
    form: Form | None = None
    away: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of one coalition: can it, and if not, whom it lacks.

    `lacks` is a smallest set that would do together with it, `needs` how many persons that is;
    None if nobody's consent would do. `through` says for each organisation named whose consent
    makes it count.
    """

    members: Coalition
    can: bool | None
    needs: int | None
    lacks: Coalition
    plan: tuple[Step, ...] = ()
    through: Mapping[str, tuple[Coalition, ...]] = field(default_factory=dict)


Planned: TypeAlias = Literal["acts", "time", "presence"]
"""Why an answer is planned: by several acts, by waiting, or as presence can hurt."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Who gets there from a moment on (None: at once) and not before: the minimal coalitions."""

    start: When | None
    coalitions: tuple[Coalition, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """Who can, in one world.

    Each list of coalitions holds at most `LISTED`, with about `WRITTEN_MEMBERS` names; the
    counts are of all, members of a symmetric group told apart; a list that was cut says so, and
    begins with a smallest coalition. `None`: not determined, and then
    `at_most` are the minimal coalitions that could at most. `bounded` says that longer chains of
    acts were not looked into. `reached`: the goal holds already. `stages` tells, where some have
    to wait for the end of a term or of a rule, who gets there at once and who from when on;
    `untold` are bodies and posts whose terms end at a time that is not told, so that nobody
    waits for it. `others_if` is what is missing to know whether others can too: those of
    `at_most`.
    """

    aim: str
    players: Mapping[str, int]
    minimal_coalitions: tuple[Coalition, ...] | None
    minimal_coalitions_count: int | None
    blocking: tuple[Coalition, ...] | None
    blocking_count: int | None
    vetoers: tuple[str, ...] | None
    dummies: tuple[str, ...] | None
    power: Mapping[str, Share] | None
    quality: Quality
    error: Fraction
    monotone: bool
    plan: tuple[Step, ...]
    at_most: tuple[Coalition, ...] | None = None
    bounded: bool = False
    reached: bool = False
    asked: Asked | None = None
    blocs: Mapping[str, Share] | None = None
    organs: Mapping[str, tuple[Coalition, ...]] = field(default_factory=dict)
    minimal_coalitions_cut: bool = False
    blocking_cut: bool = False
    planned: tuple[Planned, ...] = ()
    stages: tuple[Stage, ...] = ()
    untold: tuple[str, ...] = ()
    others_if: tuple[str, ...] = ()


def coalition(members: Iterable[object]) -> Coalition:
    """The members of a coalition in a fixed order."""
    found = cast("Iterable[Member]", members)
    return tuple(sorted(found, key=_order))


def _order(member: Member) -> tuple[str, int]:
    return (str(member.group), member.count) if isinstance(member, Part) else (member, 0)


def in_numbers(members: Coalition) -> dict[str, int]:
    """How many of each name a coalition has."""
    return {
        (cast("str", m.group) if isinstance(m, Part) else m): m.count if isinstance(m, Part) else 1
        for m in members
    }


def size(members: Iterable[Member]) -> int:
    """How many persons a coalition has."""
    return sum(m.count if isinstance(m, Part) else 1 for m in members)


@lru_cache(maxsize=512)
def minimal(game: Game, limit: int = LISTED) -> tuple[Coalition, ...]:
    """At most `limit` minimal winning coalitions, the smallest first."""
    return listing(game, limit)[0]


@lru_cache(maxsize=512)
def listing(game: Game, limit: int = LISTED) -> tuple[tuple[Coalition, ...], bool]:
    """The minimal winning coalitions as in `minimal`, and whether some were left out."""
    found: dict[Coalition, None] = {}
    written, cut = 0, False
    for members in game.minimal_winning():
        if len(found) >= limit or written > WRITTEN_MEMBERS:
            cut = True
            break
        found[coalition(members)] = None
        written += len(members)
    if cut:
        smallest = coalition(game.smallest_winning() or ())
        if smallest not in found:
            found.popitem()
            found[smallest] = None
    return tuple(sorted(found, key=lambda c: (size(c), [_order(m) for m in c]))), cut


def describe(
    aim: str,
    game: Game,
    at_most: Game | None,
    plan: tuple[Step, ...],
    *,
    monotone: bool,
    bounded: bool = False,
) -> Control:
    """All that follows from the game of an aim; `at_most` if it is not determined."""
    players = cast("Mapping[str, int]", game.counts)
    planned: tuple[Planned, ...] = () if monotone else ("presence",)
    if at_most is not None:
        return Control(
            aim, cast("Mapping[str, int]", {**at_most.counts, **players}), None, None, None, None,
            None, None, None, Quality.EXACT, Fraction(0), monotone, plan, minimal(at_most), bounded,
            planned=planned,
        )  # fmt: skip
    shares, quality, error = shares_of(game)
    alike, classes = in_classes(game)
    (coalitions, cut), (blocking, blocking_cut) = listing(game), listing(game.dual())
    vetoers, dummies = _all_or_nothing(alike)
    return Control(
        aim,
        players,
        coalitions,
        _count(alike),
        blocking,
        _count(alike.dual()),
        tuple(sorted(p for p in players if classes[p] in vetoers)),
        tuple(sorted(p for p in players if classes[p] in dummies)),
        shares,
        quality,
        error,
        monotone,
        plan,
        None,
        bounded,
        minimal_coalitions_cut=cut,
        blocking_cut=blocking_cut,
        planned=planned,
    )


@lru_cache(maxsize=512)
def _all_or_nothing(game: Game) -> tuple[frozenset[Player], frozenset[Player]]:
    """Who can veto and who never makes a difference."""
    return game.vetoers(), game.dummies()


@lru_cache(maxsize=512)
def _count(game: Game) -> int | None:
    try:
        found = game.minimal_winning_count()
    except OutOfReachError:
        return None
    return found if found.bit_length() <= WRITTEN_BITS else None


@lru_cache(maxsize=512)
def shares_of(game: Game) -> tuple[Mapping[str, Share], Quality, Fraction]:
    """The indices of every player, how exact they are, and the largest error."""
    alike, classes = in_classes(game)
    shapley = _index(alike.shapley_shubik)
    banzhaf, normalised = None, None
    if _readable(alike):
        banzhaf, normalised = _index(alike.banzhaf), _index(alike.banzhaf_normalised)
    elif len(alike.players) == 1:
        normalised = shapley  # all are alike: each has the same part of either
    swings: Mapping[object, int] = {}
    if banzhaf is not None and banzhaf.exact and game.population <= WRITTEN_BITS:
        scale = 1 << max(0, game.population - 1)
        swings = {p: int(value * scale) for p, value in banzhaf.items()}
    found = [i for i in (banzhaf, normalised, shapley) if i is not None]
    shares = {
        p: Share(swings.get(c), *(_written(i, c) for i in (banzhaf, normalised, shapley)))
        for p, c in classes.items()
    }
    worst = max((i.quality for i in found), key=list(Quality).index, default=Quality.EXACT)
    return shares, worst, max((i.error for i in found), default=Fraction(0))


def _readable(game: Game) -> bool:
    """Whether the swings of those who have any could have so few digits that they are read."""
    if game.population <= WRITTEN_BITS:
        return True
    none = game.dummies()
    counts = cast("Mapping[str, int]", game.counts)
    return sum(count for player, count in counts.items() if player not in none) <= WRITTEN_BITS


def _written(index: PowerIndex | None, player: str) -> Fraction | None:
    """A player's value, if it is known and has no more digits than are read."""
    value = None if index is None else index[player]
    if value is None or max(map(int.bit_length, value.as_integer_ratio())) > WRITTEN_BITS:
        return None
    return value


def in_classes(game: Game) -> tuple[Game, Mapping[str, str]]:
    """The same game with players of equal weight as one group, and the group of each player."""
    players = cast("tuple[str, ...]", game.players)
    if not isinstance(game, Weighted):
        return game, {p: p for p in players}
    first: dict[int, str] = {}
    classes = {p: first.setdefault(w, p) for p, w in zip(players, game.weights, strict=True)}
    sizes: dict[str, int] = {}
    for player, count in zip(players, game.sizes, strict=True):
        sizes[classes[player]] = sizes.get(classes[player], 0) + count
    names, weights = tuple(first.values()), tuple(first)
    return Weighted(game.quota, names, weights, tuple(sizes[n] for n in names)), classes


def _index(compute: Callable[[], PowerIndex]) -> PowerIndex | None:
    try:
        return compute()
    except OutOfReachError:
        return None


def why_of(aim: str, plan: tuple[Step, ...], whys: tuple[Why, ...]) -> Why:
    """The reasons of an answer: the acts of the plan, then the rules read, once each."""
    acts = [
        Why(f"{step.by}: {'; '.join(map(str, step.deeds))}", step.rule, step.src) for step in plan
    ]
    return Why(f"who can: {aim}", None, (), tuple(dict.fromkeys((*acts, *whys))))

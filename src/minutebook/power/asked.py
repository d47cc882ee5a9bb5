"""One coalition in particular: whether it can, and if not, whom it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from minutebook.power.coalitions import Part
from minutebook.power.compile import Compiler
from minutebook.power.control import (
    Asked,
    Coalition,
    Member,
    Step,
    coalition,
    in_numbers,
    minimal,
    size,
)
from minutebook.power.decision import Decision
from minutebook.power.games import Both, Either, Game, Nested, Weighted
from minutebook.power.results import Player
from minutebook.power.rule_games import carries

Consenting = Mapping[str, int]


def people(
    compiler: Compiler, found: Decision, members: Sequence[Member]
) -> tuple[dict[str, int], dict[str, tuple[Coalition, ...]]]:
    """How many stand behind each name, and for organisations whose consent makes them count.

    A group named without a number is all of it; an organisation stands for a smallest set of its
    people.
    """
    counts = cast("Consenting", found.may.counts)
    ours: dict[str, int] = {}
    through: dict[str, tuple[Coalition, ...]] = {}
    for member in members:
        if isinstance(member, Part):
            name = str(member.group)
            ours[name] = min(member.count, counts.get(name, member.count))
            continue
        if member in counts:
            ours[member] = counts[member]
            continue
        decision = compiler.decider(member)
        smallest = decision.sure.smallest_winning()
        if decision.players == (member,) or smallest is None:
            ours[member] = 1
            continue
        through[member] = minimal(decision.sure, 20)
        ours.update(in_numbers(coalition(smallest)))
    return ours, through


def asked(
    found: Decision,
    ours: Consenting,
    through: Mapping[str, tuple[Coalition, ...]],
    plan: tuple[Step, ...],
) -> Asked:
    """Whether so many of each name can; `plan` is what they do if they can."""
    counts = cast("Consenting", found.may.counts)
    present = {n: c for n, c in ours.items() if n in counts}
    named = coalition(n if counts.get(n, c) == 1 else Part(n, c) for n, c in ours.items())
    if carries(found.sure, present):
        return Asked(named, True, 0, (), plan, through)
    can = None if carries(found.may, present) else False
    missing = lacks(found.sure if found.known else found.may, present)
    needs = None if missing is None else size(missing)
    return Asked(named, can, needs, missing or (), (), through)


def lacks(game: Game, present: Consenting) -> Coalition | None:
    """A smallest set of others with whom a coalition wins; of a group, how many more."""
    smallest = given(game, cast("Mapping[Player, int]", present)).smallest_winning()
    return None if smallest is None else coalition(smallest)


def given(game: Game, present: Mapping[Player, int]) -> Game:
    """The game that is left to the others once so many of each name consent."""
    match game:
        case Weighted(quota, names, weights, sizes):
            taken = [
                min(present.get(name, 0), size) for name, size in zip(names, sizes, strict=True)
            ]
            left = [
                (name, weight, size - there)
                for name, weight, size, there in zip(names, weights, sizes, taken, strict=True)
                if size > there
            ]
            done = sum(weight * there for weight, there in zip(weights, taken, strict=True))
            return Weighted(
                max(0, quota - done),
                tuple(name for name, _, _ in left),
                tuple(weight for _, weight, _ in left),
                tuple(size for _, _, size in left),
            )
        case Both(parts) | Either(parts):
            return type(game)(tuple(given(part, present) for part in parts))
        case Nested(outer, slot, inner):
            around = {name: count for name, count in present.items() if name != slot}
            return Nested(given(outer, around), slot, given(inner, present))
    raise TypeError(f"nothing is known to be left of a {type(game).__name__}")

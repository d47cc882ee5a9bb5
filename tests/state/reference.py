"""A judge as slow and plain as can be, for small organisations of one kind.

Every act is dated in minutes, exactly or within bounds. The reference goes through every order
of the acts that the dates allow and through every way to complete the votes that are not told,
plays each history from its beginning, and keeps what came of every act. It knows nothing of
worlds, slots or bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product

CHOICES = ("for", "against", "abstain", "absent")


@dataclass(frozen=True)
class Step:
    """A vote of the board on one deed: ("appoint" | "remove", party, "board" | "ceo")."""

    name: str
    first: int
    last: int
    votes: Mapping[str, str]
    deed: tuple[str, str, str]


@dataclass(frozen=True)
class Organisation:
    """A board that fills itself and an office, by a share of a base, with or without quorum."""

    members: tuple[str, ...]
    seats: int
    ceo: str | None
    fraction: Fraction
    strict: bool
    base: str
    quorum: Fraction | None
    abolished: bool
    target_counted: bool
    steps: tuple[Step, ...]


@dataclass
class Scene:
    members: list[str]
    seats: int
    ceo: str | None


def orders(steps: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    """Every order that the dates allow; the same exact minute may go either way.

    A step within bounds lies strictly between them.
    """
    for order in permutations(steps):
        if all(
            not surely_before(later, earlier)
            for i, earlier in enumerate(order)
            for later in order[i + 1 :]
        ) and fits(order):
            yield order


def surely_before(a: Step, b: Step) -> bool:
    both_exact = a.first == a.last and b.first == b.last
    return a.last < b.first or (a.last == b.first and not both_exact)


def fits(order: tuple[Step, ...]) -> bool:
    """Whether moments can be found in that order, by putting each as early as it may be."""
    now = Fraction(-1)
    for n, step in enumerate(order):
        inside = Fraction(n + 1, 1000)
        if step.first == step.last:
            if now > step.first:
                return False
            now = Fraction(step.first)
            continue
        now = max(now, step.first + inside)
        if now >= step.last:
            return False
    return True


def completions(org: Organisation, step: Step, members: list[str]) -> Iterator[dict[str, str]]:
    untold = [m for m in members if m not in step.votes]
    for chosen in product(CHOICES, repeat=len(untold)):
        told = {m: step.votes[m] for m in members if m in step.votes}
        yield {**told, **dict(zip(untold, chosen, strict=True))}


def carried(org: Organisation, scene: Scene, step: Step, votes: dict[str, str]) -> bool:
    """Count one completion; whoever is put out of the office must have been removable too."""
    verb, party, post = step.deed
    if verb == "appoint" and post == "ceo" and scene.ceo is not None:
        out = Step(step.name, step.first, step.last, step.votes, ("remove", scene.ceo, "ceo"))
        if not carried(org, scene, out, votes):
            return False
    voters = [m for m in scene.members if org.target_counted or verb != "remove" or m != party]
    consents = sum(votes[m] == "for" for m in voters)
    there = sum(votes[m] != "absent" for m in voters)
    empty = max(0, scene.seats - len(scene.members))
    bases = {
        "seats": len(voters) + empty,
        "members in office": len(voters),
        "members present": there,
        "members voting": sum(votes[m] in ("for", "against") for m in voters),
    }
    needed = org.fraction * bases[org.base]
    if consents == 0 or not (consents > needed if org.strict else consents >= needed):
        return False
    if org.quorum is None:
        return True
    return there > 0 and there >= org.quorum * len(voters)


def possible(scene: Scene, step: Step) -> bool:
    verb, party, post = step.deed
    if post == "ceo":
        return scene.ceo != party if verb == "appoint" else scene.ceo == party
    if verb == "remove":
        return party in scene.members
    return party not in scene.members and len(scene.members) < scene.seats


def apply(org: Organisation, scene: Scene, step: Step) -> None:
    verb, party, post = step.deed
    if post == "ceo":
        scene.ceo = party if verb == "appoint" else None
    elif verb == "appoint":
        scene.members.append(party)
    else:
        scene.members.remove(party)
        if org.abolished:
            scene.seats -= 1


@dataclass(frozen=True)
class History:
    """One order, and which of the acts that the votes leave open took effect."""

    order: tuple[str, ...]
    took: Mapping[str, bool]
    standing: Mapping[str, str]
    members: tuple[str, ...]
    ceo: str | None


def histories(org: Organisation) -> list[History]:
    """Everything that can have happened."""
    out: list[History] = []
    for order in orders(org.steps):
        out.extend(play(org, order, {}))
    return out


def play(org: Organisation, order: tuple[Step, ...], took: dict[str, bool]) -> Iterator[History]:
    """Play one order; at an act whose votes leave it open, go both ways."""
    scene = Scene(list(org.members), org.seats, org.ceo)
    standing: dict[str, str] = {}
    for step in order:
        if not possible(scene, step):
            standing[step.name] = "void"
            continue
        results = {
            carried(org, scene, step, votes) for votes in completions(org, step, scene.members)
        }
        if len(results) == 2:
            standing[step.name] = "undetermined"
            if step.name not in took:
                for choice in (True, False):
                    yield from play(org, order, {**took, step.name: choice})
                return
            if not took[step.name]:
                continue
        else:
            standing[step.name] = "valid" if results == {True} else "void"
            if results == {False}:
                continue
        apply(org, scene, step)
    names = tuple(step.name for step in order)
    yield History(names, took, standing, tuple(sorted(scene.members)), scene.ceo)

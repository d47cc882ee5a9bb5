"""The ladder of documents read as literally as can be: each norm against all that rank above it.

A rule is a test on a count: how many are for, against, there, in office, and how many seats there
are. Whether one rule asks for less than another is found by going through all counts of small
bodies; nothing is known of populations that lie in each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

RANKS = ("treaty", "statute", "regulation", "charter", "bylaw", "resolution")
LAW = RANKS[:3]
BASES = ("seats", "members in office", "members present", "members voting")


@dataclass(frozen=True)
class Count:
    """What a vote came to."""

    ayes: int
    noes: int
    abstain: int
    absent: int
    vacant: int

    def base(self, words: str) -> int:
        voting = self.ayes + self.noes
        present = voting + self.abstain
        office = present + self.absent
        sizes = (office + self.vacant, office, present, voting)
        return sizes[BASES.index(words)]


@dataclass(frozen=True)
class Demand:
    """At least, or more than, a fraction of a base or a number of members; `parts`: all or any."""

    amount: Fraction = Fraction(0)
    strict: bool = False
    base: str | None = None
    parts: tuple[Demand, ...] = ()
    any: bool = False

    def met(self, count: Count) -> bool:
        if self.parts:
            results = [part.met(count) for part in self.parts]
            return any(results) if self.any else all(results)
        needed = self.amount * (count.base(self.base) if self.base else 1)
        more = count.ayes > needed if self.strict else count.ayes >= needed
        return count.ayes > 0 and more

    def __str__(self) -> str:
        compare = "more than" if self.strict else "at least"
        return f"{compare} {self.amount} {f'of {self.base}' if self.base else 'in office'}"


@cache
def counts() -> tuple[Count, ...]:
    """All counts of bodies of up to 13 members with up to two empty seats."""
    found = []
    for members in range(1, 14):
        for ayes in range(members + 1):
            for noes in range(members + 1 - ayes):
                for abstain in range(members + 1 - ayes - noes):
                    rest = members - ayes - noes - abstain
                    found += [Count(ayes, noes, abstain, rest, v) for v in range(3)]
    return tuple(found)


@cache
def satisfied(test: Demand) -> frozenset[int]:
    return frozenset(n for n, count in enumerate(counts()) if test.met(count))


def no_harder(weak: Demand, strong: Demand) -> bool:
    """Whether whatever meets the second meets the first."""
    return satisfied(strong) <= satisfied(weak)


def easier(weak: Demand, strong: Demand) -> bool:
    return satisfied(strong) < satisfied(weak)


@dataclass(frozen=True)
class Said:
    """What one norm says, in a document of which rank, and how far lower ones may change it."""

    rank: str
    test: Demand
    force: str | None = None
    yields: tuple[str, ...] = ()
    least: Demand | None = None
    most: Demand | None = None
    special: bool = False

    @property
    def binding(self) -> str:
        return self.force or ("default" if self.rank in LAW else "mandatory")

    @property
    def place(self) -> int:
        return RANKS.index(self.rank)


def lets(higher: Said, own: Demand, lower: Said) -> Demand | None:
    """What of a lower norm holds under a higher one that says `own`; None: it is invalid."""
    if satisfied(own) == satisfied(lower.test):
        return lower.test
    if higher.binding == "mandatory" or (higher.yields and lower.rank not in higher.yields):
        return None
    least = own if higher.binding == "floor" else higher.least
    most = own if higher.binding == "ceiling" else higher.most
    if least is not None and easier(lower.test, least):
        return None
    if most is not None and easier(most, lower.test):
        return None
    return lower.test


def bounded(higher: Said, own: Demand, test: Demand) -> Demand:
    """With a bound of another kind both must be met; with one from above, either."""
    least = own if higher.binding == "floor" else higher.least
    most = own if higher.binding == "ceiling" else higher.most
    if least is not None and not no_harder(least, test):
        test = Demand(parts=(least, test))
    if most is not None and not no_harder(test, most):
        test = Demand(parts=(most, test), any=True)
    return test


def holds(said: Sequence[Said]) -> Demand | None:
    """What holds of all that is said, at most one norm of each rank and generality."""
    special = [s for s in said if s.special]
    if special:
        top = min(s.place for s in special)
        said = [s for s in said if s.special or s.place < top]
    standing: list[tuple[Said, Demand]] = []
    for one in sorted(said, key=lambda s: s.place):
        if all(lets(higher, own, one) is not None for higher, own in standing):
            test = one.test
            for higher, own in standing:
                test = bounded(higher, own, test)
            standing.append((one, test))
    return standing[-1][1] if standing else None


def barred(power: Said, modality: str, force: str | None, rank: str) -> str:
    """What a `cannot` or `must not` of a rank does to an act by a power: void, breach or none."""
    does = "void" if modality == "cannot" else "breach"
    if rank == "contract":
        return "breach"
    place = RANKS.index(rank)
    if place > power.place:
        open_ = power.binding in ("default", "floor")
        reached = not power.yields or rank in power.yields
        return does if open_ and reached else "none"
    if place < power.place and (force or "mandatory") != "mandatory":
        return "none"
    return does


def every(said: Sequence[Said]) -> Iterator[str]:
    """The norms in flow style, for `decides` of org/board."""
    for number, one in enumerate(said):
        parts = [f"decides: org/board, id: n{number}, by: {one.test}"]
        parts += [f"force: {one.force}"] if one.force else []
        parts += [f"yields to: [{', '.join(one.yields)}]"] if one.yields else []
        parts += [f"not below: {one.least}"] if one.least else []
        parts += [f"not above: {one.most}"] if one.most else []
        parts += ["do: decide x"] if one.special else []
        yield f"{{{', '.join(parts)}}}"

"""Rules of decision: how much of which base must consent.

A rule is a test on a count. Its base is *measure* x *population* x *filter*; where bases are
confused, most errors arise ("a majority" of seats, of those in office, of those present and
of votes cast are four rules).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

Measure = Literal["heads", "votes", "capital"]
Population = Literal["seats", "in office", "outstanding", "present", "entitled present", "cast"]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The part of a base that a rule speaks of.

    `groups` are groups of seats, classes of instrument or groups of people, which together vote
    as one; None: all. `disinterested` leaves out whoever is recused on the matter.
    """

    groups: tuple[str, ...] | None = None
    disinterested: bool = False


@dataclass(frozen=True, slots=True)
class Base:
    """What a share is a share of.

    Populations: `seats` (all seats authorised, vacant ones too), `in office` (seats filled),
    `outstanding` (all votes that holders could cast), `present` (at the meeting, in person or
    by proxy), `entitled present` (present and entitled to vote on the matter), `cast` (for and
    against only). `part` narrows the base; None leaves all of it.
    """

    measure: Measure
    population: Population
    part: Narrowing | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """At least (or more than) a fraction of a base consents."""

    fraction: Fraction
    more_than: bool
    base: Base


@dataclass(frozen=True, slots=True)
class Number:
    """At least (or more than) a fixed number of heads or votes."""

    number: Fraction
    more_than: bool
    measure: Measure
    population: Population
    part: Narrowing | None = None

    @property
    def base(self) -> Base:
        """The base that the number is counted in."""
        return Base(self.measure, self.population, self.part)


@dataclass(frozen=True, slots=True)
class Opposed:
    """No more than (or fewer than) a fixed number vote against: a blocking minority."""

    most: Fraction
    fewer_than: bool
    base: Base


@dataclass(frozen=True, slots=True)
class Consent:
    """One named party, post or body must consent: a veto."""

    of: str


@dataclass(frozen=True, slots=True)
class NoObjection:
    """One named party, post or body must not vote against: it may abstain or stay away."""

    of: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every rule in it is met."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one rule in it is met."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Plurality:
    """More for votes than against; with candidates, the most votes."""

    measure: Measure = "votes"


@dataclass(frozen=True, slots=True)
class Cumulative:
    """Each voter has as many votes as there are seats to fill, and may give them all to one.

    The candidates with the most votes are elected (8 Del. C. § 214).
    """


@dataclass(frozen=True, slots=True)
class Quorate:
    """As many consent as a meeting of the body would need to be there: its quorum."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """No vote suffices: the body cannot decide in this way."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Up to where votes count: a share of a base that units alone tell, or a number of votes."""

    amount: Fraction
    base: Base | None = None


Rule: TypeAlias = (
    Share
    | Number
    | Opposed
    | Consent
    | NoObjection
    | AllOf
    | AnyOf
    | Plurality
    | Cumulative
    | Quorate
    | Impossible
)

"""The nouns of who gets what: claims on profit, debts, carve-outs, convertibles, rounds, funds.

An instrument's economic terms stand on `nouns.Instrument`. Amounts are in the book's currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from minutebook.records.nouns import Noun
from minutebook.records.values import Cite, Mark, Reads, Unknown
from minutebook.text.numbers import Quantity
from minutebook.text.span import Span
from minutebook.text.when import When

Accrues = Literal["simple", "compounded"]
DayCountName = Literal["actual/365", "actual/360", "30/360", "completed years"]


@dataclass(frozen=True, slots=True)
class Growth:
    """How a level grows: by a yearly rate from a date on."""

    rate: Fraction
    accrues: Accrues
    since: When


@dataclass(frozen=True, slots=True)
class Until:
    """A condition that ends a tier or passes an interest.

    `counts` is what is counted: the cumulative profit of the pool, the profit of one year, or
    what `party` has received. The level is an `amount`, which may grow, or so many `times` what
    the party invested.
    """

    counts: Literal["pool", "year", "received"]
    written: str
    party: str | None = None
    amount: Fraction | None = None
    times: Fraction | None = None
    growth: Growth | None = None


Shares = Mapping[str, Reads[Fraction | Unknown]] | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """Who shares each next unit of profit, until a condition is met (None: without end).

    `shares` unknown: nothing at hand says who gets it. `rest_to` is who gets what the shares
    leave over; None: nobody is named, and it stays unassigned.
    """

    id: str
    span: Span
    applies: Reads[bool] = True
    shares: Reads[Shares]
    rest_to: Reads[str | None] = None
    until: Reads[Until | None] = None
    says: str | None = None
    src: tuple[Cite, ...] = ()
    status: Mark = "stated"
    assumed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversion:
    """An interest that passes to another party for good once a condition is met."""

    interest: str
    span: Span
    applies: Reads[bool] = True
    reverts_to: Reads[str | None] = None
    when: Reads[Until]
    says: str | None = None
    src: tuple[Cite, ...] = ()
    status: Mark = "stated"
    assumed: str | None = None

    @property
    def id(self) -> str:
        """A name for it beside those of the tiers."""
        return f"reversion of {self.interest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Noun):
    """Who shares a pool of profit, tier by tier.

    `invested` is what each party put in, for conditions that count multiples of it.
    `losses_carried` says whether a loss must be made good by later profit before anybody is paid;
    None: the book does not say, and a loss is then refused.
    """

    of: str
    measure: str | None = None
    parties: tuple[str, ...] = ()
    invested: Mapping[str, Reads[Fraction | Unknown]] = field(default_factory=dict)
    tiers: Reads[tuple[Tier, ...]]
    reversions: tuple[Reversion, ...] = ()
    losses_carried: Reads[bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt(Noun):
    """What an organisation owes, paid before all equity; rank 1 first."""

    of: str
    creditor: str
    amount: Reads[Fraction | Unknown]
    seniority: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CarveOut(Noun):
    """What is set aside from an exit after debt and before all holders."""

    of: str
    to: str
    amount: Reads[Fraction | Unknown] | None = None
    share: Reads[Fraction | Unknown] | None = None
    base: Reads[Literal["exit value", "after debt"]] | None = None
    above: Reads[Fraction | Unknown] = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Convertible(Noun):
    """A SAFE, or with `interest` a convertible note: it turns into shares in a priced round.

    `in_a_sale` is what it gets if the organisation is sold before; None: the book does not say.
    Repaid is `repayment` times its amount, with interest on the amount, in the rank `seniority`
    among what it `ranks_with`.
    """

    of: str
    holder: str
    amount: Reads[Fraction | Unknown]
    cap: Reads[Fraction | Unknown] | None = None
    cap_basis: Reads[Literal["post-money", "pre-money"]] | None = None
    cap_counts_pool: Reads[bool] | None = None
    discount: Reads[Fraction | Unknown] = Fraction(0)
    most_favoured: bool = False
    interest: Reads[Fraction | Unknown] | None = None
    accrues: Accrues | None = None
    day_count: DayCountName | None = None
    in_a_sale: Reads[Literal["repaid", "converted", "repaid or converted"]] | None = None
    repayment: Reads[Fraction | Unknown] = Fraction(1)
    ranks_with: Reads[Literal["debt", "preferred"]] | None = None
    seniority: int = 1
    discount_in_a_sale: Reads[bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Noun):
    """A priced financing round: new money, the convertibles it converts, the pool it makes."""

    of: str
    pre_money: Reads[Fraction | Unknown]
    investments: Mapping[str, Reads[Fraction | Unknown]]
    converts: tuple[str, ...] = ()
    unissued_pool: Reads[Quantity] | None = None
    pool: Reads[Fraction | Unknown] | None = None
    pool_base: Reads[Literal["post-money", "pre-money"]] | None = None
    pool_in_price: Reads[bool] | None = None
    protection_in_price: Reads[bool] | None = None
    shares: Literal["whole", "exact"] = "whole"
    price_places: int | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """An amount paid into a fund, or out of it, on a date."""

    date: When
    amount: Reads[Fraction | Unknown]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund(Noun):
    """A fund: what was paid in and out, and the terms on which proceeds are distributed.

    `catch_up` is the manager's share of each unit after the hurdle until it has its carry of all
    profit. `waterfall` says whether carry is paid on the fund as a whole or on each of its deals;
    `earlier_losses`, what closed deals at a loss do to later ones. `clawback` is what the manager
    gives back at the end: the carry beyond that of the whole fund, up to the carry it received
    (gross of tax) or the share of it that it has `kept_after_tax` (net of tax).
    """

    investors: str
    manager: str
    carry: Reads[Fraction | Unknown]
    hurdle: Reads[Fraction | Unknown] | None = None
    accrues: Reads[Accrues] | None = None
    day_count: DayCountName | None = None
    catch_up: Reads[Fraction | Unknown] | None = None
    pays_first: Reads[Literal["capital", "return"]] | None = None
    contributions: tuple[Flow, ...] = ()
    distributions: tuple[Flow, ...] = ()
    waterfall: Reads[Literal["whole fund", "deal by deal"]] | None = None
    earlier_losses: Reads[Literal["made good", "left"]] | None = None
    clawback: Reads[Literal["none", "gross of tax", "net of tax"]] | None = None
    kept_after_tax: Reads[Fraction | Unknown] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal(Noun):
    """One investment of a fund: what was drawn for it, and what came back before any sharing.

    `closed` is when it was wound up; None while it is held.
    """

    of: str
    contributions: tuple[Flow, ...]
    proceeds: tuple[Flow, ...] = ()
    closed: When | None = None


MONEY_NAMES: Mapping[type, str] = {
    Claim: "claim",
    Debt: "debt",
    CarveOut: "carve-out",
    Convertible: "convertible",
    Round: "round",
    Fund: "fund",
    Deal: "deal",
}

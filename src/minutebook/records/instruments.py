"""Instruments and what is held of them: classes of interest with their terms, and holdings."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from minutebook.records.noun import Noun
from minutebook.records.values import Reads, Unknown
from minutebook.text.numbers import Quantity
from minutebook.text.when import When

AS_CONVERTED: Final = "as converted"
"""Of the votes of a unit: those of what it converts into."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """From when on a class must convert: an exit value, or a price for each common unit."""

    counts: Literal["exit value", "share price"]
    amount: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Noun):
    """A class of interest issued by an organisation: shares, units, memberships, notes.

    `votes` and `capital` are those of one unit, votes "as converted" those of what it converts
    into; `authorised` is how many units may be issued.

    The other terms say what it gets from an exit. `preference` and `cap` are multiples of the
    issue price; a class with any such term is preferred, one with a `strike` an option or a
    warrant, any other common. `converts_to` is "" for a class that cannot convert.
    """

    of: str
    kind: str | None = None
    votes: Reads[Fraction | Unknown | Literal["as converted"]] = Fraction(1)
    capital: Reads[Fraction | Unknown] = Fraction(1)
    authorised: Reads[Quantity] | None = None
    issue_price: Reads[Fraction | Unknown] | None = None
    preference: Reads[Fraction | Unknown] | None = None
    participates: Reads[Literal["no", "yes", "capped"]] | None = None
    cap: Reads[Fraction | Unknown] | None = None
    cap_includes_preference: Reads[bool] | None = None
    cap_includes_dividends: Reads[bool] | None = None
    seniority: Reads[int | Unknown] | None = None
    converts_to: Reads[str] | None = None
    ratio: Reads[Fraction | Unknown] | None = None
    anti_dilution: (
        Reads[Literal["broad-based weighted average", "weighted average", "full ratchet"]] | None
    ) = None
    must_convert: Reads[Trigger] | None = None
    dividend: Reads[Fraction | Unknown] | None = None
    dividend_accrues: Reads[Literal["simple", "compounded"]] | None = None
    dividend_from: When | None = None
    dividend_on_conversion: Reads[Literal["forfeited", "paid"]] | None = None
    day_count: str | None = None
    strike: Reads[Fraction | Unknown] | None = None
    exercise: Reads[Literal["net", "cash"]] | None = None
    unvested_in_a_sale: Reads[Literal["counted", "left out"]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding(Noun):
    """What a holder has of an instrument from a date: so many `units`, or a `share` of all of it.

    Legal holder, beneficiary (`for_`) and who directs the votes may be three parties. `vested`
    is how many of the units have vested; None: nothing is said of vesting.
    """

    holder: str
    of: str
    units: Reads[Quantity] | None = None
    share: Reads[Fraction | Unknown] | None = None
    vested: Reads[Quantity] | None = None
    for_: str | None = None
    votes_directed_by: str | None = None
    held_since: When | None = None

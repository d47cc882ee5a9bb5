"""What a cheaper round does to the conversion price of earlier preferred shares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from minutebook.payout.errors import AmbiguityError, ContradictionError
from minutebook.payout.exact import Exact, amount, shown


class OutstandingBase(Enum):
    """Which shares the weighted average counts as outstanding before the new issue.

    BROAD: all common shares, as converted, with options and other rights to shares. NARROW: only
    the shares the clause names, often the preferred as converted.
    """

    BROAD = "broad-based"
    NARROW = "narrow-based"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A conversion price before and after a new issue.

    Attributes:
        before: Conversion price before.
        after: Conversion price after; never higher.
        because: The method and its numbers, in words.
    """

    before: Fraction
    after: Fraction
    because: str

    @property
    def factor(self) -> Fraction:
        """By how much the common shares per preferred share grow."""
        return self.before / self.after


def weighted_average(
    conversion_price: Exact,
    outstanding: Exact,
    raised: Exact,
    issued: Exact,
    base: OutstandingBase | None = None,
) -> Adjustment:
    """The weighted-average adjustment CP2 = CP1 (A + B) / (A + C).

    A is the shares outstanding before, B the shares the money raised would buy at the old price,
    C the shares issued: the formula that United States venture financings commonly use.

    Args:
        conversion_price: CP1, before the issue.
        outstanding: A, counted on `base`.
        raised: The money raised by the issue.
        issued: C.
        base: What A counts; must be told, since it is what the parties bargain over.
    """
    if base is None:
        raise AmbiguityError(
            "anti-dilution",
            "does the weighted average count all shares and options, or only some?",
            ("OutstandingBase.BROAD", "OutstandingBase.NARROW"),
        )
    before, new = _checked(conversion_price, issued)
    money, old = amount(raised, "money raised"), amount(outstanding, "shares outstanding")
    if money / new >= before:
        return _unchanged(before, money / new)
    after = before * (old + money / before) / (old + new)
    if after == 0:
        raise ContradictionError("shares given away for nothing leave no price to convert at")
    says = f"{base.value} weighted average over {shown(old)} shares"
    return Adjustment(before, after, f"{says}: {shown(before)} becomes {shown(after)}")


def full_ratchet(conversion_price: Exact, raised: Exact, issued: Exact) -> Adjustment:
    """The conversion price falls to the price of the new issue, however small that issue is."""
    before, new = _checked(conversion_price, issued)
    after = amount(raised, "money raised") / new
    if after >= before:
        return _unchanged(before, after)
    if after == 0:
        raise ContradictionError("shares given away for nothing leave no price to convert at")
    return Adjustment(before, after, f"full ratchet: {shown(before)} becomes {shown(after)}")


def _checked(conversion_price: Exact, issued: Exact) -> tuple[Fraction, Fraction]:
    before, count = amount(conversion_price, "a conversion price"), amount(issued, "shares issued")
    if before == 0 or count == 0:
        raise ContradictionError("an adjustment needs a conversion price and newly issued shares")
    return before, count


def _unchanged(before: Fraction, price: Fraction) -> Adjustment:
    says = f"the new shares cost {shown(price)}, not less than {shown(before)}: no adjustment"
    return Adjustment(before, before, says)

"""Classes whose conversion price falls when a round is cheaper, solved together with the round.

The price of a round depends on the shares it is divided by, those on the conversion of protected
classes, and their conversion on the price. With q the shares that a unit of new money buys, both
usual adjustments are linear in q: a full ratchet gives n cp q shares instead of n, since n cp is
what the class counts as paid; the weighted average CP2 = CP1 (A + B) / (A + C) gives
n (A + R q) / (A + R / cp), since C = R q shares are sold for the money R. So the whole round stays
one system of linear equations.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from minutebook.payout.exact import Exact, amount, shown
from minutebook.payout.piecewise import ZERO

Form = tuple[Fraction, Fraction, Fraction, Fraction]
"""Shares as one + money x (shares bought by a unit of new money) + shares x capitalisation +
increase x (the pool increase)."""


@dataclass(frozen=True, slots=True)
class Protected:
    """A holder's shares of a class with anti-dilution, counted in `existing` as they were before.

    Args:
        holder: Who has them.
        label: The class, for the reasons.
        shares: As converted before the round.
        price: Conversion price before the round.
        outstanding: All shares that a weighted average counts as outstanding before the round;
            None for a full ratchet.
    """

    holder: str
    label: str
    shares: Exact
    price: Exact
    outstanding: Exact | None = None

    def adjusts(self, price: Fraction) -> bool:
        """Whether a round at this price lowers the conversion price."""
        return price < amount(self.price, "a conversion price")

    def extra(self, raised: Fraction) -> Form:
        """What it converts into beyond its shares before the round, if the round is cheaper."""
        n, before = amount(self.shares, "shares"), amount(self.price, "a conversion price")
        if self.outstanding is None:
            return (-n, n * before, ZERO, ZERO)
        old = amount(self.outstanding, "shares outstanding")
        whole = old + raised / before
        return (n * old / whole - n, n * raised / whole, ZERO, ZERO)

    def says(self, more: Fraction) -> str:
        """The adjustment in words, given the shares that it adds."""
        n, before = amount(self.shares, "shares"), amount(self.price, "a conversion price")
        how = "full ratchet"
        if self.outstanding is not None:
            old = shown(amount(self.outstanding, "shares outstanding"))
            how = f"broad-based weighted average over {old} shares"
        after = before * n / (n + more)
        becomes = f"conversion price {shown(before)} becomes {shown(after)}"
        return f"anti-dilution of {self.label}, {how}: {becomes}"

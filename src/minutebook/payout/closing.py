"""What a financing round comes to: who is issued what, and who holds what after it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Issue:
    """Shares issued in the round: to whom, how many, at which price, and why so.

    `of` is the protected class whose adjustment adds them; empty for what is bought or converted.
    """

    holder: str
    shares: Fraction
    price: Fraction
    because: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """The round's outcome.

    Attributes:
        price: Of a new share.
        capitalisation: Shares before the new money, converting securities included, without the
            pool increase, before rounding.
        issues: What is issued, convertibles first.
        holdings: Holder -> shares after the round; the pool is not a holder.
        pool: Unissued options after the round.
        rounding: The rules by which numbers were rounded, in words.
    """

    price: Fraction
    capitalisation: Fraction
    issues: tuple[Issue, ...]
    holdings: dict[str, Fraction]
    pool: Fraction
    rounding: tuple[str, ...]

    @property
    def shares(self) -> Fraction:
        """All shares after the round, with the unissued pool."""
        return sum(self.holdings.values(), self.pool)

    def owned(self, holder: str) -> Fraction:
        """The holder's share of the company, fully diluted; KeyError if it holds nothing."""
        return self.holdings[holder] / self.shares

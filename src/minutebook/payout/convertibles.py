"""Securities that turn into shares in a financing round: SAFEs and convertible notes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from minutebook.payout.accrual import Accrual, When
from minutebook.payout.errors import AmbiguityError, ContradictionError
from minutebook.payout.exact import Exact, amount, percent, share, shown
from minutebook.payout.piecewise import ONE


class CapBasis(Enum):
    """What a valuation cap is divided by to give a price per share.

    POST_MONEY: all shares, options, promised options and unissued pool, together with every
    converting security, but without the pool increase of the round (the post-money SAFE of 2018).
    PRE_MONEY: the same without any converting security (the SAFE of 2013 and most notes).
    """

    POST_MONEY = "post-money"
    PRE_MONEY = "pre-money"


@dataclass(frozen=True, slots=True)
class Terms:
    """At which price a security converts: the lower of its cap price and its discounted price.

    Args:
        cap: Valuation cap, if any.
        basis: What the cap is divided by; must be told with a cap.
        discount: What is taken off the round's price: "0.2" converts at 80% of it.
        counts_pool: Whether a pre-money cap is divided by shares that include the round's pool
            increase; must be told if there is one.
    """

    cap: Exact | None = None
    basis: CapBasis | None = None
    discount: Exact = 0
    counts_pool: bool | None = None

    def __post_init__(self) -> None:
        if share(self.discount, "a discount") == ONE:
            raise ContradictionError("a discount of 100% leaves no price to convert at")
        if self.cap is None:
            return
        if amount(self.cap, "a valuation cap") == 0:
            raise ContradictionError("a valuation cap of 0 leaves no price to convert at")
        if self.basis is None:
            raise AmbiguityError(
                "valuation cap",
                f"is the cap of {shown(amount(self.cap, 'a cap'))} pre-money or post-money?",
                ("CapBasis.POST_MONEY", "CapBasis.PRE_MONEY"),
            )

    @property
    def says(self) -> str:
        """The terms in words."""
        words = []
        if self.cap is not None and self.basis is not None:
            words.append(f"{self.basis.value} cap of {shown(amount(self.cap, 'a cap'))}")
        if off := share(self.discount, "a discount"):
            words.append(f"discount of {percent(off)}")
        return " or ".join(words) or "the round's own price"


@dataclass(frozen=True, slots=True)
class Safe:
    """A simple agreement for future equity.

    Args:
        holder: Who holds it.
        amount: The purchase amount.
        terms: Cap and discount; the better one for the holder applies, never both.
        mfn: Most favoured nation: the holder takes over the terms of the SAFE issued later that
            gives it most shares, if they are better than its own.
        issued: When; must be told where most favoured nation makes it matter.
    """

    holder: str
    amount: Exact
    terms: Terms = Terms()
    mfn: bool = False
    issued: When | None = None

    @property
    def converting(self) -> Fraction:
        """The amount that converts."""
        return amount(self.amount, "a purchase amount")

    @property
    def label(self) -> str:
        """What it is, in words."""
        return f"SAFE of {shown(self.converting)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A convertible note: principal and accrued interest convert.

    Args:
        holder: Who holds it.
        principal: The amount lent.
        interest: Rate and method.
        years: How long interest has accrued when the round closes.
        terms: Cap and discount; the better one for the holder applies, never both.
    """

    holder: str
    principal: Exact
    interest: Accrual
    years: Exact
    terms: Terms = Terms()

    @property
    def converting(self) -> Fraction:
        """Principal with interest."""
        grown = self.interest.factor(amount(self.years, "years"))
        return amount(self.principal, "a principal") * grown

    @property
    def label(self) -> str:
        """What it is, in words."""
        return f"note of {shown(amount(self.principal, 'a principal'))} at {self.interest.says}"


Convertible = Safe | Note

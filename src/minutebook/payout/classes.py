"""Claims on an exit: debt, carve-outs, common, preferred, options and warrants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from minutebook.payout.accrual import Accrual
from minutebook.payout.errors import AmbiguityError, ContradictionError
from minutebook.payout.exact import Exact, amount, exact, share, shown
from minutebook.payout.piecewise import ZERO


@dataclass(frozen=True, slots=True)
class Debt:
    """A creditor's claim, paid before all equity; rank 1 first, within a rank in proportion."""

    party: str
    due: Exact
    rank: int = 1


class CarveOutBase(Enum):
    """What a percentage carve-out is a percentage of."""

    EXIT_VALUE = "the exit value"
    AFTER_DEBT = "what is left after debt"


@dataclass(frozen=True, slots=True)
class FixedCarveOut:
    """A fixed amount set aside, for management say, after debt and before all shareholders."""

    party: str
    due: Exact


@dataclass(frozen=True, slots=True)
class PercentCarveOut:
    """A share of the proceeds set aside after debt and before all shareholders.

    Args:
        of: Of which proceeds; must be told.
        above: Counted only on proceeds beyond this amount.
    """

    party: str
    share: Exact
    of: CarveOutBase | None = None
    above: Exact = 0

    def __post_init__(self) -> None:
        share(self.share, f"the carve-out of {self.party}")
        if self.of is None:
            raise AmbiguityError(
                f"carve-out of {self.party}",
                "is the percentage taken of the exit value or of what is left after debt?",
                ("CarveOutBase.EXIT_VALUE", "CarveOutBase.AFTER_DEBT"),
            )


CarveOut = FixedCarveOut | PercentCarveOut


@dataclass(frozen=True, slots=True)
class Common:
    """Common shares."""

    name: str
    shares: Exact


@dataclass(frozen=True, slots=True)
class NonParticipating:
    """The holder chooses: the preference, or conversion into common shares."""


@dataclass(frozen=True, slots=True)
class Participating:
    """The holder takes the preference and then shares with common, as converted, uncapped."""


@dataclass(frozen=True, slots=True)
class ParticipatingCapped:
    """The holder takes the preference and shares with common up to a cap.

    Args:
        multiple: The cap, as a multiple of what was invested.
        includes_preference: Whether the preference counts towards the cap; must be told.
        includes_dividends: Whether accrued dividends count; must be told if there are any.
    """

    multiple: Exact
    includes_preference: bool | None = None
    includes_dividends: bool | None = None

    def __post_init__(self) -> None:
        amount(self.multiple, "a cap")
        if self.includes_preference is None:
            raise AmbiguityError(
                "participation cap",
                f"does the {shown(exact(self.multiple))}x cap include the preference?",
                ("includes_preference=True", "includes_preference=False"),
            )


Participation = NonParticipating | Participating | ParticipatingCapped


class OnConversion(Enum):
    """What becomes of accrued dividends when the class converts."""

    FORFEITED = "they are lost"
    PAID = "they stay payable in cash"


@dataclass(frozen=True, slots=True)
class Dividends:
    """Cumulative dividends accrued on what was invested.

    Args:
        accrual: Rate and method.
        years: How long they have accrued.
        on_conversion: What becomes of them when the class converts; must be told.
    """

    accrual: Accrual
    years: Exact
    on_conversion: OnConversion | None = None

    def __post_init__(self) -> None:
        if self.on_conversion is None:
            raise AmbiguityError(
                "accrued dividends",
                "are they lost on conversion, or still paid in cash?",
                ("OnConversion.FORFEITED", "OnConversion.PAID"),
            )

    def accrued(self, invested: Fraction) -> Fraction:
        """The dividends due, exactly."""
        return invested * (self.accrual.factor(amount(self.years, "years")) - 1)


@dataclass(frozen=True, slots=True)
class Preferred:
    """A class of preferred shares.

    Args:
        name: The class.
        shares: How many, of the whole class.
        invested: The total original issue price of the class.
        participation: Non-participating, participating or capped; must be told.
        rank: Seniority of the preference: 1 is paid first; equal ranks in proportion to what
            they are due.
        multiple: The preference as a multiple of what was invested.
        ratio: Common shares per preferred share on conversion; None if it cannot convert.
        dividends: Accrued dividends, due in the same rank on top of the preference.

    Raises:
        AmbiguityError: If it is not said whether the class participates, on how many common
            shares a participating class that cannot convert participates, or whether a cap counts
            accrued dividends.
        ContradictionError: If a cap lies below the preference it includes.
    """

    name: str
    shares: Exact
    invested: Exact
    participation: Participation | None = None
    rank: int = 1
    multiple: Exact = 1
    ratio: Exact | None = 1
    dividends: Dividends | None = None

    def __post_init__(self) -> None:
        if self.participation is None:
            raise AmbiguityError(
                f"preferred class {self.name}",
                "does it participate in what is left after its preference?",
                ("NonParticipating()", "Participating()", "ParticipatingCapped(...)"),
            )
        if self.ratio is None and not isinstance(self.participation, NonParticipating):
            raise AmbiguityError(
                f"preferred class {self.name}",
                "it participates but does not convert: on how many common shares per share?",
                ("ratio=1 or the ratio the terms give",),
            )
        capped = isinstance(self.participation, ParticipatingCapped)
        if capped and self.dividends is not None and self._cap.includes_dividends is None:
            raise AmbiguityError(
                f"preferred class {self.name}",
                "do accrued dividends count towards the cap?",
                ("includes_dividends=True", "includes_dividends=False"),
            )
        if capped and self.most < self.preference + self.accrued:
            raise ContradictionError(
                f"{self.name}: the cap of {shown(self.most)} lies below the preference of "
                f"{shown(self.preference + self.accrued)} that it includes"
            )

    @property
    def _cap(self) -> ParticipatingCapped:
        assert isinstance(self.participation, ParticipatingCapped)
        return self.participation

    @property
    def preference(self) -> Fraction:
        """The preference without dividends."""
        return amount(self.multiple, "a multiple") * amount(self.invested, "an investment")

    @property
    def accrued(self) -> Fraction:
        """The accrued dividends."""
        if self.dividends is None:
            return ZERO
        return self.dividends.accrued(amount(self.invested, "an investment"))

    @property
    def common_shares(self) -> Fraction:
        """The common shares the class counts as; 0 if it neither converts nor participates."""
        return amount(self.shares, "shares") * amount(self.ratio or 0, "a conversion ratio")

    @property
    def most(self) -> Fraction:
        """For a capped class: the most it receives without converting."""
        cap = self._cap
        limit = amount(cap.multiple, "a cap") * amount(self.invested, "an investment")
        if not cap.includes_preference:
            limit += self.preference
        return limit if cap.includes_dividends else limit + self.accrued

    @property
    def keeps_dividends(self) -> bool:
        """Whether accrued dividends stay payable when the class converts."""
        return self.dividends is not None and self.dividends.on_conversion is OnConversion.PAID


class Exercise(Enum):
    """How a strike is settled.

    NET: the holder gives up shares worth the strike. CASH: the holder pays the strike in, it is
    added to what is shared out, and the payout is shown gross beside the strike paid. Per common
    share both give the same value, and the holder the same net of the strike.
    """

    NET = "net"
    CASH = "cash"


@dataclass(frozen=True, slots=True)
class Option:
    """Options or warrants on common shares, all with one strike; vested and outstanding only.

    Exercised once a common share is worth more than the strike.
    """

    name: str
    shares: Exact
    strike: Exact
    exercise: Exercise | None = None

    def __post_init__(self) -> None:
        if self.exercise is None:
            raise AmbiguityError(
                f"options {self.name}",
                "is the strike settled net, or paid in cash and added to the proceeds?",
                ("Exercise.NET", "Exercise.CASH"),
            )


@dataclass(frozen=True, slots=True)
class Unconverted:
    """A SAFE or note that is outstanding at the exit, and gets the most of what it may choose.

    It may be repaid, convert at its cap into a fixed number of common shares, or convert at the
    price that a common share has in the exit, less its discount.

    Args:
        name: The security.
        repaid: What it is repaid; 0 if its terms only let it convert.
        shares: The common shares that it converts into at its cap; 0 without one.
        at_discount: What its shares are worth where it converts at the price of the exit less a
            discount: the amount that converts, divided by one less the discount. Paid like
            common as far as it exceeds what is repaid, so after all preferences. None if its
            terms do not give that.
        rank: Seniority of the repayment: 1 is paid first.
        with_debts: Whether the rank is one among the debts, or among the preferences.
    """

    name: str
    repaid: Exact
    shares: Exact = 0
    at_discount: Exact | None = None
    rank: int = 1
    with_debts: bool = False


ShareClass = Common | Preferred | Option | Unconverted


@dataclass(frozen=True, slots=True)
class ExitValueReaches:
    """Forced conversion when the exit value is at least this."""

    amount: Exact


@dataclass(frozen=True, slots=True)
class SharePriceReaches:
    """Forced conversion when, with the classes converted, a common share is worth this."""

    price: Exact


@dataclass(frozen=True, slots=True)
class ForcedConversion:
    """An event: from a threshold on the named classes are common, whether that suits them or not.

    Payouts may jump there, so it is no tier. `classes` None means every class that can convert.
    """

    label: str
    when: ExitValueReaches | SharePriceReaches
    classes: Sequence[str] | None = None

"""A priced financing round: convertibles convert, the pool grows, new money buys shares.

Round price, converting shares and pool increase depend on each other. For a given choice of each
security between its cap and the round's price they are the solution of linear equations, which is
exact; the choices are then revised until no holder would get more shares by the other one. The
definitions follow the published forms: Y Combinator, Safe Financing Documents (2013, post-money
from 2018) and its Post-Money Safe User Guide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from math import floor

from minutebook.payout.closing import Closing, Issue
from minutebook.payout.convertibles import CapBasis, Convertible, Safe, Terms
from minutebook.payout.errors import AmbiguityError, ContradictionError
from minutebook.payout.exact import Exact, amount, exact, percent, share, shown
from minutebook.payout.levels import not_after
from minutebook.payout.linear import solve
from minutebook.payout.piecewise import ONE, ZERO
from minutebook.payout.protection import Form, Protected


class PoolBase(Enum):
    """Of which shares the pool target is a share."""

    PRE_MONEY = "the shares before the new money"
    POST_MONEY = "the shares after the round"


@dataclass(frozen=True, slots=True)
class PoolIncrease:
    """The unissued option pool is raised to a target.

    Args:
        target: The pool after the round, as a share.
        of: Of which shares; must be told.
        in_price: Whether the increase counts as outstanding when the price is set, so that only
            those before the round bear it; must be told.
    """

    target: Exact
    of: PoolBase | None = None
    in_price: bool | None = None

    def __post_init__(self) -> None:
        what = percent(share(self.target, "a pool target"))
        if self.of is None:
            raise AmbiguityError(
                "option pool",
                f"is the pool {what} of the shares before or after the new money?",
                ("PoolBase.PRE_MONEY", "PoolBase.POST_MONEY"),
            )
        if self.in_price is None:
            raise AmbiguityError(
                "option pool",
                "is the increase in the pre-money valuation, or do new investors bear it too?",
                ("in_price=True", "in_price=False"),
            )


class Rounding(Enum):
    """How fractions of a share are treated."""

    FLOOR = "every issue of shares is rounded down to whole shares"
    EXACT = "fractions of a share are kept"


@dataclass(frozen=True, slots=True)
class PricedRound:
    """A financing round at a price.

    Args:
        existing: Holder -> shares before the round, as converted, options included.
        pre_money: The pre-money valuation.
        investments: New investor -> money.
        convertibles: What converts in the round.
        unissued_pool: Options reserved but not granted before the round.
        pool: The pool increase, if any.
        rounding: How fractions of a share are treated.
        price_places: Decimal places to which prices per share are rounded (half up), before the
            shares are counted; None keeps them exact.
        protected: Shares in `existing` of classes with anti-dilution.
        protection_in_price: Whether what they gain counts as outstanding when the price is set, so
            that price and adjustment are solved together and only those before the round bear it;
            else the price is set first. Must be told if the round is cheaper.
    """

    existing: dict[str, Exact]
    pre_money: Exact
    investments: dict[str, Exact]
    convertibles: tuple[Convertible, ...] = ()
    unissued_pool: Exact = 0
    pool: PoolIncrease | None = None
    rounding: Rounding = Rounding.FLOOR
    price_places: int | None = None
    protected: tuple[Protected, ...] = ()
    protection_in_price: bool | None = None

    def close(self) -> Closing:
        """The shares everybody has after the round.

        Raises:
            AmbiguityError: If a term is silent on what the outcome depends on.
            ContradictionError: If no price solves the terms, for example because post-money caps
                give away the whole company.
        """
        _protection_told(self)
        securities = _with_favoured_terms(self)
        solution, choices = _settle(self, securities)
        return _closing(self, securities, solution, choices)

    @property
    def new_money(self) -> Fraction:
        """All that new investors pay."""
        return sum((amount(n, "an investment") for n in self.investments.values()), ZERO)


@dataclass(frozen=True, slots=True)
class _Solution:
    """Shares bought by one unit of new money, capitalisation, and pool increase."""

    per_money: Fraction
    capitalisation: Fraction
    increase: Fraction

    @property
    def price(self) -> Fraction:
        """Of a new share, before it is rounded."""
        return 1 / self.per_money

    def of(self, form: Form) -> Fraction:
        one, money, shares, increase = form
        return (
            one + money * self.per_money + shares * self.capitalisation + increase * self.increase
        )


def _before(terms: PricedRound) -> Fraction:
    shares = (amount(n, f"{name}'s shares") for name, n in terms.existing.items())
    return sum(shares, amount(terms.unissued_pool, "the unissued pool"))


def _at_price(security: Convertible) -> Form:
    """Shares at the round's discounted price, as a form in (1, per money, shares, increase)."""
    return (ZERO, security.converting / (1 - exact(security.terms.discount)), ZERO, ZERO)


def _at_cap(security: Convertible, terms: PricedRound) -> Form:
    """Shares at the cap price, as a form in (1, per money, shares, increase)."""
    assert security.terms.cap is not None
    part = security.converting / exact(security.terms.cap)
    if security.terms.basis is CapBasis.POST_MONEY:
        return (ZERO, ZERO, part, ZERO)
    if terms.pool is not None and security.terms.counts_pool is None:
        raise AmbiguityError(
            f"{security.label} of {security.holder}",
            "is its pre-money cap divided by shares that include the round's pool increase?",
            ("counts_pool=True", "counts_pool=False"),
        )
    return (part * _before(terms), ZERO, ZERO, part * bool(security.terms.counts_pool))


def _protection_told(terms: PricedRound) -> None:
    """Ask whether adjustments count in the price, if the round is cheap enough for any."""
    if terms.protection_in_price is not None or not terms.protected:
        return
    bare = replace(terms, protected=())
    solution, _ = _settle(bare, _with_favoured_terms(bare))
    cheaper = [one.label for one in terms.protected if one.adjusts(solution.price)]
    if cheaper:
        raise AmbiguityError(
            f"anti-dilution of {cheaper[0]}",
            "is the price of the round set before or after its adjustment?",
            ("protection_in_price=True", "protection_in_price=False"),
        )


def _settle(
    terms: PricedRound, securities: Sequence[Convertible]
) -> tuple[_Solution, tuple[bool, ...]]:
    """The solution in which no holder gets more shares by the other choice (True: the cap).

    The choices of the securities are followed by which protected classes adjust (True).
    """
    caps = tuple(s.terms.cap is not None for s in securities)
    choices = (*caps, *(False for _ in terms.protected))
    seen = set()
    while choices not in seen:
        seen.add(choices)
        solution = _solved(terms, securities, choices)
        better = tuple(
            s.terms.cap is not None and solution.of(_at_cap(s, terms)) >= solution.of(_at_price(s))
            for s in securities
        )
        better += tuple(one.adjusts(solution.price) for one in terms.protected)
        if better == choices:
            return solution, choices
        choices = better
    raise ContradictionError("the convertibles' choices between cap and price do not settle")


def _extras(terms: PricedRound, adjusting: Sequence[bool]) -> list[Form]:
    """What the protected classes that adjust gain."""
    pairs = zip(terms.protected, adjusting, strict=True)
    return [one.extra(terms.new_money) for one, adjusts in pairs if adjusts]


def _solved(
    terms: PricedRound, securities: Sequence[Convertible], choices: Sequence[bool]
) -> _Solution:
    forms = [
        _at_cap(s, terms) if capped else _at_price(s)
        for s, capped in zip(securities, choices[: len(securities)], strict=True)
    ]
    extras = _extras(terms, choices[len(securities) :])
    if terms.protection_in_price:
        forms, extras = [*forms, *extras], []
    one, money, shares, increase = (sum((form[i] for form in forms), ZERO) for i in range(4))
    valuation = amount(terms.pre_money, "a pre-money valuation")
    pool = terms.pool
    counted = ONE if pool is not None and pool.in_price else ZERO
    rows = [
        ((-money, 1 - shares, -increase), _before(terms) + one),
        ((valuation, -ONE, -counted), ZERO),
    ]
    fixed = ((ZERO, ZERO, ONE), ZERO)
    if pool is None:
        return _checked(solve([*rows, fixed]))
    target, bought, gained = exact(pool.target), ZERO, ZERO
    if pool.of is PoolBase.POST_MONEY:
        bought = target * (terms.new_money + sum((form[1] for form in extras), ZERO))
        gained = target * sum((form[0] for form in extras), ZERO)
    grown = ((-bought, -target, 1 - target), gained - exact(terms.unissued_pool))
    found = _checked(solve([*rows, grown]))
    return found if found.increase >= 0 else _checked(solve([*rows, fixed]))


def _checked(unknowns: tuple[Fraction, ...] | None) -> _Solution:
    if unknowns is None or unknowns[0] <= 0 or unknowns[1] <= 0:
        raise ContradictionError(
            "no price solves the round: valuation, caps and pool leave nothing to those before it"
        )
    return _Solution(*unknowns)


def _with_favoured_terms(terms: PricedRound) -> tuple[Convertible, ...]:
    """The securities, each most-favoured one with the later terms that give it most shares."""
    securities = terms.convertibles
    for _ in range(len(securities) + 1):
        revised = securities
        for i, security in enumerate(securities):
            if isinstance(security, Safe) and security.mfn:
                offers = [security.terms, *_later_terms(security, i, revised)]
                options = [_replaced(revised, i, offer) for offer in offers]
                counts = [_shares_of(terms, option, i) for option in options]
                revised = options[counts.index(max(counts))]
        if revised == securities:
            return securities
        securities = revised
    raise ContradictionError("the most-favoured-nation choices do not settle")


def _later_terms(safe: Safe, i: int, securities: Sequence[Convertible]) -> list[Terms]:
    """The terms of every SAFE issued after this one, which is number i."""
    later = []
    for j, other in enumerate(securities):
        if j == i or not isinstance(other, Safe):
            continue
        if safe.issued is None or other.issued is None:
            raise AmbiguityError(
                f"most favoured nation of {safe.holder}",
                f"was the {other.label} of {other.holder} issued later?",
                ("issued=2023", "issued=date(2023, 5, 1) on both"),
            )
        if not not_after(other.issued, safe.issued):
            later.append(other.terms)
    return later


def _replaced(securities: tuple[Convertible, ...], i: int, terms: Terms) -> tuple[Convertible, ...]:
    return (*securities[:i], replace(securities[i], terms=terms), *securities[i + 1 :])


def _shares_of(terms: PricedRound, securities: Sequence[Convertible], i: int) -> Fraction:
    solution, choices = _settle(terms, securities)
    return solution.of(_at_cap(securities[i], terms) if choices[i] else _at_price(securities[i]))


def _closing(
    terms: PricedRound,
    securities: Sequence[Convertible],
    solution: _Solution,
    choices: Sequence[bool],
) -> Closing:
    price = _rounded_price(terms, solution.price)
    issues = []
    for security, capped in zip(securities, choices[: len(securities)], strict=True):
        exactly = solution.of(_at_cap(security, terms) if capped else _at_price(security))
        issues.append(_issue(terms, security, exactly, capped))
    issues += [
        Issue(
            investor,
            _whole(terms, amount(money, "an investment") / price),
            price,
            f"new money of {shown(exact(money))} at the round's price",
        )
        for investor, money in terms.investments.items()
    ]
    issues += _adjusted(terms, solution, choices[len(securities) :])
    holdings = {name: exact(shares) for name, shares in terms.existing.items()}
    for issue in issues:
        holdings[issue.holder] = holdings.get(issue.holder, ZERO) + issue.shares
    places = terms.price_places
    prices = "kept exact" if places is None else f"rounded half up to {places} decimal places"
    return Closing(
        price,
        solution.capitalisation,
        tuple(issues),
        holdings,
        exact(terms.unissued_pool) + _whole(terms, solution.increase),
        (terms.rounding.value, f"prices per share are {prices}"),
    )


def _adjusted(terms: PricedRound, solution: _Solution, adjusting: Sequence[bool]) -> list[Issue]:
    """The shares that protected classes convert into beyond those they had."""
    issues = []
    for one in (one for one, adjusts in zip(terms.protected, adjusting, strict=True) if adjusts):
        more = solution.of(one.extra(terms.new_money))
        issues.append(Issue(one.holder, _whole(terms, more), ZERO, one.says(more), one.label))
    return issues


def _issue(terms: PricedRound, security: Convertible, shares: Fraction, capped: bool) -> Issue:
    """The shares of one convertible; the price per share is rounded before they are counted."""
    if shares == 0:
        return Issue(security.holder, ZERO, ZERO, f"{security.label}: nothing converts")
    price = _rounded_price(terms, security.converting / shares)
    otherwise = "discount" if exact(security.terms.discount) else "round's own price"
    how = "cap" if capped else otherwise
    because = f"{security.label}, {security.terms.says}: converts at the {how}"
    return Issue(security.holder, _whole(terms, security.converting / price), price, because)


def _rounded_price(terms: PricedRound, price: Fraction) -> Fraction:
    if terms.price_places is None:
        return price
    unit = Fraction(10) ** terms.price_places
    rounded = floor(price * unit + Fraction(1, 2)) / unit
    if rounded == 0:
        raise ContradictionError(f"a price of {shown(price)} rounds to nothing")
    return rounded


def _whole(terms: PricedRound, shares: Fraction) -> Fraction:
    return shares if terms.rounding is Rounding.EXACT else Fraction(floor(shares))

"""What a SAFE or note of a book gets in a sale that comes before it has converted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from minutebook.payout.accrual import years_between
from minutebook.payout.book_rounds import existing
from minutebook.payout.classes import Debt, Unconverted
from minutebook.payout.convertibles import CapBasis
from minutebook.payout.plan import Missing, accrual, now_as, number, when_of
from minutebook.records import money, nouns
from minutebook.state.state import State

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class _Terms:
    """A cap with what it is divided by, and what is taken off the price of the sale.

    `off` None: it may not convert at the price of the sale.
    """

    cap: Fraction | None
    basis: CapBasis | None
    off: Fraction | None


def unconverted(
    state: State, entity: nouns.Entity, outstanding: Sequence[money.Convertible]
) -> tuple[list[Unconverted], list[Debt]]:
    """SAFEs and notes as claims on an exit; those that can only be repaid as debts are debts.

    Raises:
        Missing: If what one gets in a sale is not told.
    """
    securities: list[Unconverted] = []
    debts: list[Debt] = []
    shares = _shares(state, entity, outstanding)
    for one in outstanding:
        how, ranks = state.pick(one.in_a_sale), state.pick(one.ranks_with)
        repaid = ZERO if how == "converted" else _repaid(state, one)
        if how == "repaid" and ranks == "debt":
            debts.append(Debt(one.holder, repaid, one.seniority))
            continue
        if how != "converted" and ranks is None:
            raise Missing(f"whether {one.id} is repaid beside the debts (write ranks with:)")
        off = None if how == "repaid" else _terms(state, one, outstanding).off
        worth = None if off is None else _converting(state, one) / (1 - off)
        count = shares.get(one.id, ZERO)
        with_debts = ranks == "debt" and repaid > 0
        securities.append(Unconverted(one.id, repaid, count, worth, one.seniority, with_debts))
    return securities, debts


def _shares(
    state: State, entity: nouns.Entity, outstanding: Sequence[money.Convertible]
) -> Mapping[str, Fraction]:
    """How many shares each converts into at its cap, everything that may convert counted.

    A pre-money cap is divided by all shares and options, as converted; a post-money cap by those
    together with what SAFEs and notes convert into, so that each has its amount over its cap of
    the whole (Y Combinator, post-money SAFE, section 2: liquidity capitalization).
    """
    converting = [one for one in outstanding if state.pick(one.in_a_sale) != "repaid"]
    if not converting:
        return {}
    before = sum((Fraction(shares) for shares in existing(state, entity.id).values()), ZERO)
    found: dict[str, Fraction] = {}
    parts: dict[str, Fraction] = {}
    for one in converting:
        terms = _terms(state, one, outstanding)
        if terms.cap is None:
            continue
        part = _converting(state, one) / terms.cap
        if terms.basis is CapBasis.POST_MONEY:
            parts[one.id] = part
        else:
            found[one.id] = part * before
    uncapped = [one.id for one in converting if one.id not in found and one.id not in parts]
    if parts and uncapped:
        raise Missing(
            f"as how many shares {', '.join(uncapped)} counts under the post-money cap of "
            f"{next(iter(parts))}: without a cap that depends on the price of the sale"
        )
    given = sum(parts.values(), ZERO)
    if given >= ONE:
        raise Missing(f"terms that can be met: {', '.join(parts)} would have the whole company")
    whole = (before + sum(found.values(), ZERO)) / (1 - given)
    return found | {name: whole * part for name, part in parts.items()}


def _terms(
    state: State, one: money.Convertible, outstanding: Sequence[money.Convertible]
) -> _Terms:
    """The terms on which it converts; with a most favoured nation, the best it may take over."""
    best = _own(state, one)
    if not one.most_favoured:
        return best
    for other in outstanding:
        if other is one or other.interest is not None or other.most_favoured:
            continue
        if _later(state, other, one):
            offer = _own(state, other)
            best = _better(best, offer, f"{one.id} takes its own terms or those of {other.id}")
    return best


def _own(state: State, one: money.Convertible) -> _Terms:
    cap = None if one.cap is None else number(state, one.cap, f"the cap of {one.id}")
    basis = state.pick(one.cap_basis)
    if cap is not None and (cap == 0 or basis is None):
        raise Missing(f"a cap of {one.id} above 0, and its basis (write cap basis:)")
    off = number(state, one.discount, f"the discount of {one.id}")
    if off == 1:
        raise Missing(f"a discount of {one.id} below 100%")
    own_price = cap is None or (off and state.pick(one.discount_in_a_sale))
    if cap is None and off and state.pick(one.discount_in_a_sale) is False:
        off = ZERO
    return _Terms(cap, None if basis is None else CapBasis(basis), off if own_price else None)


def _better(one: _Terms, other: _Terms, what: str) -> _Terms:
    """The terms that give at least as much as the others, whatever the price.

    Raises:
        Missing: If that depends on the price, or on what the caps are divided by.
    """
    if one.cap is not None and other.cap is not None and one.basis is not other.basis:
        raise Missing(f"whether {what}: their caps are divided by different shares")
    lower = one.cap is not None and (other.cap is None or one.cap <= other.cap)
    cheaper = other.cap is not None and (one.cap is None or other.cap <= one.cap)
    mine, theirs = one.off or ZERO, other.off or ZERO
    if (lower or not cheaper) and mine >= theirs:
        return one
    if (cheaper or not lower) and theirs >= mine:
        return other
    raise Missing(f"whether {what}: which is better depends on the price of the sale")


def _later(state: State, other: money.Convertible, one: money.Convertible) -> bool:
    if other.date is None or one.date is None:
        raise Missing(f"whether {other.id} was issued after {one.id} (write date: on both)")
    first, second = state.moment(one), state.moment(other)
    if first.written == second.written:
        return False
    if None in (first.earliest, first.latest, second.earliest, second.latest):
        raise Missing(f"whether {other.id} was issued after {one.id}")
    assert first.earliest and first.latest and second.earliest and second.latest
    if second.earliest >= first.latest:
        return True
    if second.latest <= first.earliest:
        return False
    raise Missing(f"whether {other.id} was issued after {one.id}")


def _repaid(state: State, one: money.Convertible) -> Fraction:
    """So many times the amount, and the interest on it."""
    amount = number(state, one.amount, f"the amount of {one.id}")
    times = number(state, one.repayment, f"the repayment of {one.id}")
    return times * amount + (_converting(state, one) - amount)


def _converting(state: State, one: money.Convertible) -> Fraction:
    """The amount that converts: with interest up to the state's date."""
    amount = number(state, one.amount, f"the amount of {one.id}")
    if one.interest is None:
        return amount
    rate = number(state, one.interest, f"the interest of {one.id}")
    grows = accrual(rate, one.accrues or "simple", one.day_count)
    start = when_of(state, state.moment(one), one.id)
    years = max(years_between(start, now_as(state, start), grows.days), ZERO)
    return amount * grows.factor(years)

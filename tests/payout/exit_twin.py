"""The slow, obvious twin of exits: one exit value, one fixed choice per class, dollar by dollar."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from minutebook.payout import (
    CarveOutBase,
    Common,
    ExitTerms,
    FixedCarveOut,
    NonParticipating,
    Option,
    ParticipatingCapped,
    Preferred,
    ShareClass,
    exact,
)

ZERO = Fraction(0)
Profile = Mapping[str, bool]


def choosers(terms: ExitTerms) -> list[str]:
    """The classes with a choice: convert or hold, exercise or lapse."""
    return [
        c.name
        for c in terms.classes
        if isinstance(c, Option) or (isinstance(c, Preferred) and c.ratio is not None)
    ]


def profiles(terms: ExitTerms) -> Iterator[Profile]:
    """Every combination of choices."""
    names = choosers(terms)
    for choice in product([False, True], repeat=len(names)):
        yield dict(zip(names, choice, strict=True))


def before_shareholders(
    terms: ExitTerms, exit_value: Fraction
) -> tuple[dict[str, Fraction], Fraction]:
    """What creditors and carve-outs take, and what they leave."""
    paid: dict[str, Fraction] = {}
    left = exit_value
    for rank in sorted({d.rank for d in terms.debts}):
        same = [d for d in terms.debts if d.rank == rank]
        due = sum((exact(d.due) for d in same), ZERO)
        for debt in same:
            part = exact(debt.due) * min(left, due) / due if due else ZERO
            paid[debt.party] = paid.get(debt.party, ZERO) + part
        left -= min(left, due)
    after_debt = left
    for carve in terms.carve_outs:
        if isinstance(carve, FixedCarveOut):
            wanted = exact(carve.due)
        else:
            base = exit_value if carve.of is CarveOutBase.EXIT_VALUE else after_debt
            wanted = exact(carve.share) * max(base - exact(carve.above), ZERO)
        paid[carve.party] = paid.get(carve.party, ZERO) + min(wanted, left)
        left -= min(wanted, left)
    return paid, left


def shareholders(
    classes: tuple[ShareClass, ...], equity: Fraction, profile: Profile
) -> dict[str, Fraction]:
    """What each class gets, net of strikes, if the classes choose as the profile says."""
    paid = {c.name: ZERO for c in classes}
    for c in classes:
        if isinstance(c, Option) and profile[c.name]:
            strike = exact(c.shares) * exact(c.strike)
            paid[c.name] -= strike
            equity += strike
    equity = _preferences(classes, equity, profile, paid)
    weights: dict[str, Fraction] = {}
    room: dict[str, Fraction] = {}
    for c in classes:
        if isinstance(c, Common) or (isinstance(c, Option) and profile[c.name]):
            weights[c.name] = exact(c.shares)
        elif isinstance(c, Preferred) and profile.get(c.name):
            weights[c.name] = c.common_shares
        elif isinstance(c, Preferred) and not isinstance(c.participation, NonParticipating):
            weights[c.name] = c.common_shares
            if isinstance(c.participation, ParticipatingCapped):
                room[c.name] = c.most - c.preference - c.accrued
    _share_out(equity, weights, room, paid)
    return paid


def _preferences(
    classes: tuple[ShareClass, ...], equity: Fraction, profile: Profile, paid: dict[str, Fraction]
) -> Fraction:
    preferred = [c for c in classes if isinstance(c, Preferred)]
    for rank in sorted({c.rank for c in preferred}):
        due: dict[str, Fraction] = {}
        for c in preferred:
            if c.rank == rank:
                kept = c.accrued if c.keeps_dividends else ZERO
                due[c.name] = kept if profile.get(c.name) else c.preference + c.accrued
        whole = sum(due.values(), ZERO)
        met = min(equity, whole)
        for name, claim in due.items():
            paid[name] += claim * met / whole if whole else ZERO
        equity -= met
    return equity


def _share_out(
    equity: Fraction,
    weights: dict[str, Fraction],
    room: dict[str, Fraction],
    paid: dict[str, Fraction],
) -> None:
    """Share the rest by weight; whoever is full drops out and the rest is shared on."""
    weights = {name: w for name, w in weights.items() if w > 0 and room.get(name, w) > 0}
    while equity > 0 and weights:
        whole = sum(weights.values(), ZERO)
        per_share = equity / whole
        for name, weight in weights.items():
            if name in room:
                per_share = min(per_share, room[name] / weight)
        for name, weight in weights.items():
            paid[name] += weight * per_share
            if name in room:
                room[name] -= weight * per_share
        equity -= whole * per_share
        weights = {name: w for name, w in weights.items() if room.get(name, w) > 0}


def stable(terms: ExitTerms, equity: Fraction, profile: Profile) -> bool:
    """Whether no class gains by switching alone."""
    now = shareholders(terms.classes, equity, profile)
    return all(
        shareholders(terms.classes, equity, {**profile, name: not chosen})[name] <= now[name]
        for name, chosen in profile.items()
    )


def equilibria(terms: ExitTerms, equity: Fraction) -> list[dict[str, Fraction]]:
    """What the classes get in every stable profile, found by trying them all."""
    return [
        shareholders(terms.classes, equity, profile)
        for profile in profiles(terms)
        if stable(terms, equity, profile)
    ]

"""Each class's claim as a function of what one common share is worth."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from minutebook.payout.classes import (
    Common,
    Exercise,
    NonParticipating,
    Option,
    Participating,
    Preferred,
    ShareClass,
    Unconverted,
)
from minutebook.payout.exact import amount, exact, shown
from minutebook.payout.piecewise import ZERO, Piecewise


@dataclass(frozen=True, slots=True)
class ClassClaim:
    """A class's claim, cut into labelled parts that are functions of the common share value.

    Attributes:
        rank: Seniority of what it is due.
        dues: (class, label, amount) of each fixed claim it has while a common share is worth
            nothing; the part with the same label begins at that amount.
        last: The same for what is paid after all preferences, and before common is worth anything.
        with_debts: Whether the rank is one among the debts.
        threshold: The common share value from which it converts or exercises; None if never.
        tips: (common share value, what tips there).
    """

    name: str
    parts: tuple[tuple[str, Piecewise], ...]
    rank: int = 0
    dues: tuple[tuple[str, str, Fraction], ...] = ()
    last: tuple[tuple[str, str, Fraction], ...] = ()
    with_debts: bool = False
    threshold: Fraction | None = None
    tips: tuple[tuple[Fraction, str], ...] = ()


def class_claim(share_class: ShareClass, forced: bool = False) -> ClassClaim:
    """The claim of one class; `forced` if it is converted whether that suits it or not."""
    if isinstance(share_class, Common):
        shares = amount(share_class.shares, "shares")
        label = f"{shown(shares)} common shares"
        return ClassClaim(share_class.name, ((label, Piecewise.line(shares)),))
    if isinstance(share_class, Option):
        return _option(share_class)
    if isinstance(share_class, Unconverted):
        return _unconverted(share_class)
    return _forced(share_class) if forced else _preferred(share_class)


def _option(option: Option) -> ClassClaim:
    shares, strike = amount(option.shares, "options"), amount(option.strike, "a strike")
    if shares == 0:
        return ClassClaim(option.name, ())
    label = f"{shown(shares)} options exercised at {shown(strike)}"
    parts: tuple[tuple[str, Piecewise], ...]
    if option.exercise is Exercise.NET:
        parts = ((f"{label}, net", Piecewise.ramp(strike, None, shares)),)
    else:
        nothing = Piecewise.constant(0)
        parts = (
            (label, nothing.switched(strike, Piecewise.line(shares))),
            (f"{label}: strike paid in", Piecewise.step(strike, -shares * strike)),
        )
    tips = ((strike, f"{option.name} are exercised"),) if strike else ()
    return ClassClaim(option.name, parts, threshold=strike, tips=tips)


def _unconverted(security: Unconverted) -> ClassClaim:
    """Repaid, or converted at the discount or at the cap, whichever is worth most."""
    name, repaid = security.name, amount(security.repaid, "a repayment")
    shares = amount(security.shares, "shares")
    held = max(repaid, amount(security.at_discount or 0, "a conversion amount"))
    labels = (
        f"repayment of {shown(repaid)}",
        f"conversion at the discount{', beyond the repayment' if repaid else ''}",
        f"converted into {shown(shares)} common shares",
    )
    nothing = Piecewise.constant(0)
    threshold = held / shares if shares else None
    fixed = [Piecewise.constant(repaid), Piecewise.constant(held - repaid)]
    converted, tips = nothing, []
    if threshold is not None:
        fixed = [part.switched(threshold, nothing) for part in fixed]
        converted = nothing.switched(threshold, Piecewise.line(shares))
        if threshold:
            tips.append((threshold, f"{name} converts"))
    parts = zip(labels, (*fixed, converted), strict=True)
    return ClassClaim(
        name,
        tuple((label, part) for label, part in parts if part != nothing),
        security.rank,
        ((name, labels[0], repaid),) if repaid else (),
        last=((name, labels[1], held - repaid),) if held > repaid else (),
        with_debts=security.with_debts,
        threshold=threshold,
        tips=tuple(tips),
    )


def _labels(preferred: Preferred) -> tuple[str, str, str, str]:
    times, put_in = exact(preferred.multiple), exact(preferred.invested)
    counted = f"{shown(preferred.common_shares)} common shares"
    return (
        f"preference of {shown(times)}x {shown(put_in)}",
        "accrued dividends",
        f"participation as {counted}",
        f"converted into {counted}",
    )


def _forced(preferred: Preferred) -> ClassClaim:
    """The claim once converted by force: common shares, and dividends if they stay payable."""
    _, dividends, _, converted = _labels(preferred)
    parts = [(converted, Piecewise.line(preferred.common_shares))]
    if not preferred.keeps_dividends:
        return ClassClaim(preferred.name, tuple(parts))
    accrued = preferred.accrued
    parts.append((dividends, Piecewise.constant(accrued)))
    dues = ((preferred.name, dividends, accrued),)
    return ClassClaim(preferred.name, tuple(parts), preferred.rank, dues)


def _preferred(preferred: Preferred) -> ClassClaim:
    preference, accrued, shares = preferred.preference, preferred.accrued, preferred.common_shares
    labels = _labels(preferred)
    held, shared, tips = preference + accrued, Piecewise.constant(0), []
    if not isinstance(preferred.participation, NonParticipating):
        shared = Piecewise.line(shares)
    if not isinstance(preferred.participation, NonParticipating | Participating) and shares:
        room = preferred.most - held
        held, shared = preferred.most, Piecewise.ramp(0, room / shares, shares)
        if room:
            tips.append((room / shares, f"{preferred.name} stops participating at its cap"))
    kept = accrued if preferred.keeps_dividends else ZERO
    never = shares == 0 or preferred.ratio is None or preferred.participation == Participating()
    threshold = None if never else (held - kept) / shares
    gone = Piecewise.constant(0)
    converted = Piecewise.line(shares) if threshold is not None else gone
    stays = Piecewise.constant(accrued)
    functions = [Piecewise.constant(preference), stays, shared, gone]
    if threshold is not None:
        functions = [
            functions[0].switched(threshold, gone),
            functions[1] if preferred.keeps_dividends else stays.switched(threshold, gone),
            functions[2].switched(threshold, gone),
            gone.switched(threshold, converted),
        ]
        if threshold > 0:
            tips.append((threshold, f"{preferred.name} converts"))
    dues: tuple[tuple[str, Fraction], ...] = ((labels[0], preference), (labels[1], accrued))
    if threshold == 0:
        dues = ((labels[1], kept),)
    return ClassClaim(
        preferred.name,
        tuple((label, f) for label, f in zip(labels, functions, strict=True) if f != gone),
        preferred.rank,
        tuple((preferred.name, label, due) for label, due in dues if due),
        threshold=threshold,
        tips=tuple(tips),
    )

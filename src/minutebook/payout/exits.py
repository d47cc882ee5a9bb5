"""Who gets what from an exit: debt, carve-outs, preferences, and conversion in equilibrium.

Once every preference that is not given up is paid, everything depends on one number: the value v
of a common share. A class that does not convert holds a fixed claim, plus at most n v if it
participates; converted it holds n v. Each claim is therefore a function of v that never falls,
and their sum, inverted, gives v from the exit value. No class gains by switching alone: were it to
convert below its threshold, its n v would have to exceed the claim it gave up, and then all claims
together would exceed the exit value. J. Kaufman, Contingent Payout Functions for Firms with Capped
Participating Preferred Stock (2012), treats the same problem by recursion over the order in which
classes cap and convert; the inverse of one sum needs no order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from minutebook.payout.classes import (
    CarveOut,
    CarveOutBase,
    Debt,
    ExitValueReaches,
    FixedCarveOut,
    ForcedConversion,
    Option,
    Preferred,
    ShareClass,
    Unconverted,
)
from minutebook.payout.errors import ContradictionError
from minutebook.payout.exact import Exact, amount, exact, percent, share, shown
from minutebook.payout.piecewise import ZERO, Piecewise, total
from minutebook.payout.schedule import Breakpoint, Part, Schedule, check_rates, in_turn
from minutebook.payout.share_value import ClassClaim, class_claim


@dataclass(frozen=True, slots=True)
class ForcedFrom:
    """A forced conversion with the exit value from which it holds and the classes it converts."""

    at: Fraction
    label: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exit:
    """Everybody's payout as a function of the exit value.

    Attributes:
        schedule: The payouts, the breakpoints and the reasons.
        share_value: What one common share is worth, as a function of the exit value.
        thresholds: Class -> the common share value from which it converts or exercises; a class
            that never does is missing.
        options: Which of the classes are options or warrants.
        events: The forced conversions, in order of exit value; one that no exit value brings about
            is left out.
    """

    schedule: Schedule
    share_value: Piecewise
    thresholds: dict[str, Fraction]
    options: frozenset[str]
    events: tuple[ForcedFrom, ...]

    def choices(self, exit_value: Exact) -> dict[str, str]:
        """What each class with a choice does: holds, converts, forced, exercises or lapses.

        At a tie, where both ways pay the same, the class is shown as converted or exercised.
        """
        at = exact(exit_value)
        value = self.share_value(at)
        forced = {name for event in self.events if event.at <= at for name in event.classes}
        chosen = {}
        for name, threshold in self.thresholds.items():
            yes, no = ("exercises", "lapses") if name in self.options else ("converts", "holds")
            chosen[name] = yes if value >= threshold else no
        return chosen | dict.fromkeys(sorted(forced), "forced")


@dataclass(frozen=True, slots=True)
class ExitTerms:
    """All claims on an exit.

    Order of payment: debts by rank; carve-outs in the order given; preferences by rank; what is
    left to common shares and whatever shares with them. A percentage carve-out is reckoned on its
    base once, whatever other carve-outs take. A security that has not converted is repaid among
    the debts or among the preferences, as it says.

    Raises:
        ContradictionError: If two classes share a name, a forced conversion names a class that
            cannot convert, percentage carve-outs exceed the whole, or there are carve-outs beside
            a security that may convert and ranks with the debts: what is left after debt would
            hang on whether it converts, and whether it does on what the carve-outs leave.
    """

    classes: tuple[ShareClass, ...]
    debts: tuple[Debt, ...] = ()
    carve_outs: tuple[CarveOut, ...] = ()
    forced: tuple[ForcedConversion, ...] = ()

    def __post_init__(self) -> None:
        names = Counter(c.name for c in self.classes)
        twice = sorted(name for name, count in names.items() if count > 1)
        if twice:
            raise ContradictionError(f"two classes are called {', '.join(twice)}")
        known = set(self.convertible)
        for event in self.forced:
            strange = [name for name in event.classes or () if name not in known]
            if strange:
                raise ContradictionError(
                    f"{event.label} converts {', '.join(strange)}, which cannot"
                )
            if not self.converted_by(event):
                raise ContradictionError(f"{event.label} has no class to convert")
        percentages = [exact(c.share) for c in self.carve_outs if not isinstance(c, FixedCarveOut)]
        check_rates(percentages, "the carve-outs")
        if self.carve_outs and self.debts_may_convert:
            raise ContradictionError(
                "a carve-out is taken after debt, and a security that ranks with the debts may "
                "convert instead: the terms do not say what is left after debt then"
            )

    @property
    def debts_may_convert(self) -> bool:
        """Whether a security that is repaid among the debts may convert."""
        return any(isinstance(c, Unconverted) and c.with_debts for c in self.classes)

    @property
    def convertible(self) -> tuple[str, ...]:
        """The preferred classes that can convert."""
        return tuple(
            c.name for c in self.classes if isinstance(c, Preferred) and c.ratio is not None
        )

    def converted_by(self, event: ForcedConversion) -> tuple[str, ...]:
        """The classes that the event converts."""
        return self.convertible if event.classes is None else tuple(event.classes)

    def evaluate(self) -> Exit:
        """Everybody's payout at every exit value at once."""
        regimes = [(ZERO, _regime(self, frozenset()))]
        events: list[ForcedFrom] = []
        waiting = list(self.forced)
        forced: frozenset[str] = frozenset()
        while waiting:
            candidates = [(_from(self, event, forced), i) for i, event in enumerate(waiting)]
            found = [(at, i) for at, i in candidates if at is not None]
            if not found:
                break
            at, i = min(found)
            at = max(at, regimes[-1][0])
            event = waiting.pop(i)
            names = self.converted_by(event)
            forced |= set(names)
            regimes.append((at, _regime(self, forced)))
            events.append(ForcedFrom(at, event.label, names))
        return _joined(self, regimes, tuple(events))


@dataclass(frozen=True, slots=True)
class _Regime:
    """The payouts while one set of classes is converted by force."""

    parts: tuple[Part, ...]
    share_value: Piecewise
    breakpoints: tuple[Breakpoint, ...]
    thresholds: dict[str, Fraction]


def _from(terms: ExitTerms, event: ForcedConversion, forced: frozenset[str]) -> Fraction | None:
    """The exit value from which the event holds, given the classes already converted by force."""
    if isinstance(event.when, ExitValueReaches):
        return amount(event.when.amount, "a threshold")
    names = forced | set(terms.converted_by(event))
    return _regime(terms, names).share_value.reaches(amount(event.when.price, "a share price"))


def _regime(terms: ExitTerms, forced: frozenset[str]) -> _Regime:
    above, equity, tips = _before_shareholders(terms)
    claims = [class_claim(c, c.name in forced) for c in terms.classes]
    if terms.debts_may_convert:
        claims = [*_debt_claims(terms.debts), *claims]
    dues = _by_rank(
        [((0 if claim.with_debts else 1, claim.rank), claim.dues) for claim in claims]
        + [((2, 0), claim.last) for claim in claims]
    )
    senior = sum((whole for whole, _ in dues), ZERO)
    value, rest = _value_of_equity(claims)
    filled, _ = in_turn(Piecewise.line(), dues)
    below = _by_key(filled)
    parts = []
    for claim in claims:
        for label, of_value in claim.parts:
            low = below.get((claim.name, label), Piecewise.constant(0))
            paid = low.switched(senior, of_value.after(value)).after(equity)
            parts.append(Part(claim.name, label, paid))
    if rest is not None:
        paid = Piecewise.constant(0).switched(senior, rest.after(value)).after(equity)
        parts.append(Part(None, "no share takes part in what is left", paid))
    tips += _tips(claims, dues, equity)
    worth = value if rest is None else value.capped(rest.knots[-1])
    return _Regime(
        (*above, *parts),
        Piecewise.constant(0).switched(senior, worth).after(equity),
        tuple(tips),
        {c.name: c.threshold for c in claims if c.threshold is not None},
    )


def _debt_claims(debts: Iterable[Debt]) -> list[ClassClaim]:
    """Debts among the claims of classes, where a security beside them may convert."""
    owed: dict[str, Fraction] = {}
    claims = []
    for debt in debts:
        due = amount(debt.due, "a debt")
        owed[debt.party] = owed.get(debt.party, ZERO) + due
        dues = ((debt.party, "debt", due),) if due else ()
        claims.append(ClassClaim(debt.party, (), debt.rank, dues, with_debts=True))
    parts = [ClassClaim(party, (("debt", Piecewise.constant(due)),)) for party, due in owed.items()]
    return [*claims, *parts]


def _before_shareholders(terms: ExitTerms) -> tuple[list[Part], Piecewise, list[Breakpoint]]:
    """Debts and carve-outs as parts, what they leave to shareholders, and where they are paid.

    Debts beside which a security may convert are left to the claims of classes.
    """
    whole = Piecewise.line()
    before = () if terms.debts_may_convert else terms.debts
    debts = _by_rank(
        ((0, debt.rank), ((debt.party, "debt", amount(debt.due, "a debt")),)) for debt in before
    )
    parts, after_debt = in_turn(whole, debts)
    tips, reached = [], ZERO
    for due, claims in debts:
        reached += due
        names = _listed(dict.fromkeys(party for party, _, _ in claims))
        tips.append(Breakpoint(reached, f"the debt to {names} is paid", "debt"))
    left = after_debt
    for carve in terms.carve_outs:
        if isinstance(carve, FixedCarveOut):
            wanted = Piecewise.constant(amount(carve.due, "a carve-out"))
            label = f"carve-out of {shown(exact(carve.due))}"
        else:
            base = whole if carve.of is CarveOutBase.EXIT_VALUE else after_debt
            over = Piecewise.ramp(exact(carve.above), None).after(base)
            wanted = over.scaled(share(carve.share, "a carve-out"))
            label = f"carve-out of {percent(exact(carve.share))}"
        paid = left.lower(wanted)
        parts.append(Part(carve.party, label, paid))
        left = left - paid
        tips += [
            Breakpoint(x, f"the {label} to {carve.party} {_from_here(paid.slope_at(x))}", label)
            for x in paid.knots
            if x > 0
        ]
    return parts, left, tips


def _from_here(rate: Fraction) -> str:
    return f"takes {percent(rate)} of each further unit" if rate else "is paid in full"


def _by_rank(
    claims: Iterable[tuple[tuple[int, int], Iterable[tuple[str, str, Fraction]]]],
) -> list[tuple[Fraction, list[tuple[str, str, Fraction]]]]:
    """Claims gathered by rank, the first rank first, each with its total."""
    ranks: dict[tuple[int, int], list[tuple[str, str, Fraction]]] = {}
    for rank, dues in claims:
        ranks.setdefault(rank, []).extend(dues)
    totals = [(sum((d for *_, d in ranks[rank]), ZERO), ranks[rank]) for rank in sorted(ranks)]
    return [(whole, dues) for whole, dues in totals if whole > 0]


def _value_of_equity(claims: list[ClassClaim]) -> tuple[Piecewise, Piecewise | None]:
    """The common share value as a function of the equity, from the point where it leaves zero.

    The second result is the claim of nobody, if no share takes part in what is left at the top.
    """
    everything = total(of_value for claim in claims for _, of_value in claim.parts)
    if everything.slopes[-1] > 0:
        return everything.inverse(), None
    nobody = Piecewise.ramp(everything.knots[-1], None)
    return (everything + nobody).inverse(), nobody


def _tips(
    claims: list[ClassClaim],
    dues: list[tuple[Fraction, list[tuple[str, str, Fraction]]]],
    equity: Piecewise,
) -> list[Breakpoint]:
    """What tips among the shareholders, as breakpoints of the exit value."""
    everything = total(of_value for claim in claims for _, of_value in claim.parts)
    tips, reached = [], ZERO
    for whole, claimants in dues:
        reached += whole
        names = _listed(dict.fromkeys(name for name, _, _ in claimants))
        first = next(name for name, _, _ in claimants)
        tips.append(
            (reached, f"{_kinds(label for _, label, _ in claimants)} {names} is paid", first)
        )
    tips += [
        (everything(value), f"{says} (a common share is worth {shown(value)})", claim.name)
        for claim in claims
        for value, says in claim.tips
    ]
    found = [(equity.reaches(at), says, label) for at, says, label in tips]
    return [Breakpoint(at, says, label) for at, says, label in found if at]


def _kinds(labels: Iterable[str]) -> str:
    """What a rank pays, in words."""
    words = {
        "debt": "the debt to",
        "repayment": "the repayment of",
        "conversion": "the conversion at the discount of",
    }
    first = {label.partition(" ")[0] for label in labels}
    if first.isdisjoint(words):
        return "the preference of"
    return words[first.pop()] if len(first) == 1 else "what is due to"


def _joined(
    terms: ExitTerms, regimes: list[tuple[Fraction, _Regime]], events: tuple[ForcedFrom, ...]
) -> Exit:
    """One exit from the regimes, each taking over at its exit value."""
    _, first = regimes[0]
    paid, value, tips = _by_key(first.parts), first.share_value, list(first.breakpoints)
    for (at, regime), event in zip(regimes[1:], events, strict=True):
        before, new, nothing = paid, _by_key(regime.parts), Piecewise.constant(0)
        paid = {
            key: before.get(key, nothing).switched(at, new.get(key, nothing))
            for key in dict.fromkeys((*before, *new))
        }
        value = value.switched(at, regime.share_value)
        says = f"{event.label}: {_listed(event.classes)} must convert"
        tips = [tip for tip in tips if tip.at < at]
        tips.append(Breakpoint(at, says, event.label, _jumps(paid, at)))
        tips += [tip for tip in regime.breakpoints if tip.at >= at]
    names_in_order = (*(d.party for d in terms.debts), *(c.party for c in terms.carve_outs))
    schedule = Schedule(
        tuple(Part(p, label, f) for (p, label), f in paid.items()),
        tuple(tips),
        tuple(dict.fromkeys((*names_in_order, *(c.name for c in terms.classes)))),
    )
    options = frozenset(c.name for c in terms.classes if isinstance(c, Option))
    return Exit(schedule, value, first.thresholds, options, events)


def _by_key(parts: Iterable[Part]) -> dict[tuple[str | None, str], Piecewise]:
    """The parts by party and label; parts that agree in both are one."""
    paid: dict[tuple[str | None, str], Piecewise] = {}
    for part in parts:
        key = (part.party, part.label)
        paid[key] = paid[key] + part.paid if key in paid else part.paid
    return paid


def _jumps(paid: dict[tuple[str | None, str], Piecewise], at: Fraction) -> bool:
    """Whether any party's whole payout jumps at this exit value."""
    steps: dict[str | None, Fraction] = {}
    for (party, _), function in paid.items():
        steps[party] = steps.get(party, ZERO) + function(at) - function.before(at)
    return any(steps.values())


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last

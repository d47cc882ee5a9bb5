"""A claim set as a function of its pool: who is paid what, why, and where it tips."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from operator import attrgetter

from minutebook.payout.errors import ContradictionError, OutOfRangeError, PayoutError
from minutebook.payout.exact import Exact, amount, exact, shown
from minutebook.payout.integers import IntegerRows, integer_rows
from minutebook.payout.piecewise import ONE, ZERO, Piecewise, total


@dataclass(frozen=True, slots=True)
class Part:
    """What one tier or term pays one party, as a function of the pool.

    `party` is None where the terms name nobody: the money is unassigned, and `label` says why.
    """

    party: str | None
    label: str
    paid: Piecewise
    note: str = ""


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """An amount of the pool from which the next unit is shared differently, and what tips there.

    `jump` marks an event: there the payouts themselves jump, not only the shares.
    """

    at: Fraction
    says: str
    label: str = ""
    jump: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """One reason for a payment: the tier or term, the amount, the share of the next unit."""

    label: str
    amount: Fraction
    marginal: Fraction
    note: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """What a party is paid in all, its share of the next unit of the pool, and the reasons."""

    party: str | None
    amount: Fraction
    marginal: Fraction
    because: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Payouts:
    """Everybody's payment at one amount of the pool; with `unassigned` they add up to it."""

    pool: Fraction
    payments: tuple[Payment, ...]
    unassigned: Payment

    def __getitem__(self, party: str) -> Fraction:
        """What the party is paid.

        Raises:
            KeyError: If the claim set does not know the party.
        """
        return self.payment(party).amount

    def payment(self, party: str) -> Payment:
        """The party's payment with its reasons; KeyError if the claim set does not know it."""
        for payment in self.payments:
            if payment.party == party:
                return payment
        raise KeyError(party)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the pool on which everybody's share of the next unit stays the same."""

    start: Fraction
    end: Fraction | None
    marginal: Mapping[str, Fraction]
    unassigned: Fraction
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stake:
    """What a party has at stake on a stretch of the pool on which its share stays the same.

    `marginal` is what it gains by each further unit, and loses by each unit less; `gains` what the
    whole stretch brings it, with the `jump` at which it begins. A stretch without `end` has no
    `gains` unless the share is 0.
    """

    start: Fraction
    end: Fraction | None
    marginal: Fraction
    gains: Fraction | None
    jump: Fraction = ZERO


@dataclass(frozen=True, slots=True)
class Schedule:
    """A claim set, evaluated: parts that add up to the pool exactly, and its breakpoints.

    Parties keep the order in which they were given, else that of their first part.

    Raises:
        PayoutError: If the parts do not add up to the pool; that is a mistake in the caller's
            parts, since every rule in this package builds them so that they do.
    """

    parts: tuple[Part, ...]
    breakpoints: tuple[Breakpoint, ...] = ()
    parties: tuple[str, ...] = ()
    _totals: Mapping[str | None, Piecewise] = field(init=False, repr=False, compare=False)
    _rows: IntegerRows = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        named = dict.fromkeys(self.parties)
        named.update(dict.fromkeys(p.party for p in self.parts if p.party is not None))
        if any(part.paid.knots[0] != 0 for part in self.parts):
            raise PayoutError("every part begins at a pool of 0")
        totals: dict[str | None, Piecewise] = {
            party: total(part.paid for part in self.parts if part.party == party)
            for party in (*named, None)
        }
        if total(totals.values()) != Piecewise.line():
            raise PayoutError("the parts do not add up to the pool")
        object.__setattr__(self, "parties", tuple(named))
        object.__setattr__(
            self, "breakpoints", tuple(sorted(self.breakpoints, key=attrgetter("at")))
        )
        object.__setattr__(self, "_totals", totals)
        object.__setattr__(self, "_rows", integer_rows([totals[p] for p in (*named, None)]))

    @property
    def knots(self) -> tuple[Fraction, ...]:
        """Every pool amount at which some party's payout bends or jumps, from 0 on."""
        return tuple(sorted({x for f in self._totals.values() for x in f.knots}))

    @property
    def unassigned(self) -> Piecewise:
        """What the terms give to nobody, as a function of the pool."""
        return self._totals[None]

    def paid(self, party: str) -> Piecewise:
        """What the party is paid, as a function of the pool; KeyError if it is unknown."""
        return self._totals[party]

    def at(self, pool: Exact) -> Payouts:
        """Everybody's payment at one amount of the pool, with reasons.

        Raises:
            OutOfRangeError: If the pool is negative: losses are stated by `after_loss` or by year.
        """
        x = _pool(pool)
        because: dict[str | None, list[Slice]] = {party: [] for party in (*self.parties, None)}
        for part in self.parts:
            paid, marginal = part.paid(x), part.paid.slope_at(x)
            if paid or marginal:
                because[part.party].append(Slice(part.label, paid, marginal, part.note))
        payments = {
            party: Payment(party, f(x), f.slope_at(x), tuple(because[party]))
            for party, f in self._totals.items()
        }
        return Payouts(x, tuple(payments[p] for p in self.parties), payments[None])

    def amounts(self, pools: Iterable[Exact]) -> list[tuple[Fraction, ...]]:
        """One exact row per pool: each party in order of `parties`, the unassigned rest last.

        The knots were found once, when the schedule was built; a row costs one search and a few
        integer products per party.
        """
        return [self._rows.row(_pool(pool)) for pool in pools]

    def seek(self, party: str, received: Exact) -> Fraction | None:
        """The smallest pool at which the party has received at least that much; None if never."""
        return self._totals[party].reaches(received)

    def spans(self) -> tuple[Span, ...]:
        """The stretches between the knots with everybody's share of the next unit."""
        knots = self.knots
        ends: list[Fraction | None] = [*knots[1:], None]
        return tuple(
            Span(
                start,
                end,
                {p: self._totals[p].slope_at(start) for p in self.parties},
                self.unassigned.slope_at(start),
                tuple(dict.fromkeys(p.label for p in self.parts if p.paid.slope_at(start) != 0)),
            )
            for start, end in zip(knots, ends, strict=True)
        )

    def exposure(self, party: str | None, up_to: Exact | None = None) -> tuple[Stake, ...]:
        """What a party has at stake between the amounts at which its share changes.

        The stretches of a breakpoint analysis (AICPA, Valuation of Privately-Held-Company Equity
        Securities, 2013, chapter on breakpoints), for one party: neighbouring stretches with the
        same share are one.

        Args:
            party: None asks what is at stake for nobody, the unassigned rest.
            up_to: The amount at which the last stretch is cut off.

        Raises:
            KeyError: If the claim set does not know the party.
        """
        function, whole = self._totals[party], None if up_to is None else _pool(up_to)
        jumps = function.jumps()
        starts = [x for x in function.knots if whole is None or x < whole or x == whole in jumps]
        ends: list[Fraction | None] = [*starts[1:], whole] if starts else []
        return tuple(_stake(function, *ends_of) for ends_of in zip(starts, ends, strict=True))

    def after_loss(self, loss: Exact) -> Schedule:
        """The same claims when a loss brought forward must be made good before anybody is paid."""
        lost = amount(loss, "the loss brought forward")
        if lost == 0:
            return self
        rest = Piecewise.ramp(lost, None)
        label = f"makes good the loss of {shown(lost)} brought forward"
        parts = [Part(p.party, p.label, p.paid.after(rest), p.note) for p in self.parts]
        moved = [Breakpoint(b.at + lost, b.says, b.label, b.jump) for b in self.breakpoints]
        return Schedule(
            (Part(None, label, Piecewise.ramp(0, lost)), *parts),
            (Breakpoint(lost, f"the loss of {shown(lost)} is made good", label), *moved),
            self.parties,
        )

    def split(self, holdings: Mapping[str, Mapping[str, Exact]]) -> Schedule:
        """The same claims seen by holder: each named class is divided in proportion to units.

        Args:
            holdings: Class -> holder -> units held. A class that is not named stays whole.

        Raises:
            KeyError: If a class is unknown.
            ContradictionError: If the units of a class add up to nothing.
        """
        portions = {name: _portions(name, held) for name, held in holdings.items()}
        for name in portions:
            self._totals[name]
        parts: list[Part] = []
        for part in self.parts:
            if part.party is None or part.party not in portions:
                parts.append(part)
                continue
            parts += [
                Part(holder, f"{part.party}: {part.label}", part.paid.scaled(portion), part.note)
                for holder, portion in portions[part.party].items()
            ]
        return Schedule(tuple(parts), self.breakpoints)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A length of the pool that is shared at fixed rates: (party, label, note, rate) each.

    `length` None runs on without end.
    """

    length: Fraction | None
    rates: tuple[tuple[str | None, str, str, Fraction], ...]


def from_stretches(
    stretches: Sequence[Stretch],
    breakpoints: Iterable[Breakpoint] = (),
    parties: Sequence[str] = (),
) -> Schedule:
    """The schedule that pays the stretches one after the other; only the last has no end."""
    starts = [ZERO]
    for stretch in stretches[:-1]:
        if stretch.length is None:
            raise PayoutError("a stretch without end must be the last one")
        starts.append(starts[-1] + stretch.length)
    if not stretches or stretches[-1].length is not None:
        raise PayoutError("the last stretch must run on without end")
    keys = dict.fromkeys((p, label, note) for s in stretches for p, label, note, _ in s.rates)
    parts = []
    for key in keys:
        value, pieces = ZERO, []
        for start, stretch in zip(starts, stretches, strict=True):
            rate = sum((r for *named, r in stretch.rates if tuple(named) == key), ZERO)
            pieces.append((start, value, rate))
            value += rate * (stretch.length or ZERO)
        party, label, note = key
        parts.append(Part(party, label, Piecewise.of(pieces), note))
    return Schedule(tuple(parts), tuple(breakpoints), tuple(parties))


def in_turn(
    pool: Piecewise, dues: Sequence[tuple[Fraction, Sequence[tuple[str, str, Fraction]]]]
) -> tuple[list[Part], Piecewise]:
    """Fixed dues met from the pool rank by rank, within a rank in proportion; and what is left.

    Args:
        pool: What there is to pay from, as a function of the amount asked about.
        dues: Per rank, in order, its total, which is more than 0, and (party, label, due) for each
            claim in it.
    """
    parts = []
    start = ZERO
    for whole, claims in dues:
        met = Piecewise.ramp(start, start + whole).after(pool)
        parts += [Part(party, label, met.scaled(due / whole)) for party, label, due in claims]
        start += whole
    return parts, Piecewise.ramp(start, None).after(pool)


def _stake(function: Piecewise, start: Fraction, end: Fraction | None) -> Stake:
    """One stretch of a party's payout; a jump at its beginning counts as gained there."""
    marginal = function.slope_at(start)
    jump = function(start) - function.before(start) if start else ZERO
    if end is not None:
        return Stake(start, end, marginal, jump + marginal * (end - start), jump)
    return Stake(start, None, marginal, None if marginal else jump, jump)


def _pool(pool: Exact) -> Fraction:
    x = exact(pool)
    if x < 0:
        raise OutOfRangeError(f"a pool cannot be {shown(x)}: state a loss as a loss, not as a pool")
    return x


def _portions(name: str, held: Mapping[str, Exact]) -> dict[str, Fraction]:
    units = {holder: amount(n, f"{holder}'s units of {name}") for holder, n in held.items()}
    whole = sum(units.values(), ZERO)
    if whole == 0:
        raise ContradictionError(f"nobody holds any unit of {name}, so it cannot be divided")
    return {holder: n / whole for holder, n in units.items()}


def check_rates(rates: Iterable[Fraction], what: str) -> None:
    """Raise ContradictionError if shares of one pool add up to more than the whole."""
    whole = sum(rates, ZERO)
    if whole > ONE:
        raise ContradictionError(
            f"{what}: the shares add up to {shown(whole)}, more than the whole"
        )

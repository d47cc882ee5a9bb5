"""Profit tiers: who shares each next unit of profit, until what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction

from minutebook.payout.accrual import When
from minutebook.payout.errors import AmbiguityError, ContradictionError
from minutebook.payout.exact import Exact, amount, exact, percent, share, shown
from minutebook.payout.levels import Level, level_at
from minutebook.payout.piecewise import ONE, ZERO
from minutebook.payout.schedule import (
    Breakpoint,
    Payouts,
    Schedule,
    Stretch,
    check_rates,
    from_stretches,
)


@dataclass(frozen=True, slots=True)
class PoolReaches:
    """Until the pool's own cumulative profit, net of losses made good, reaches the level."""

    level: Level


@dataclass(frozen=True, slots=True)
class YearReaches:
    """Until the profit of one single year reaches the level; it starts again every year."""

    level: Level


@dataclass(frozen=True, slots=True)
class PartyReceives:
    """Until the party has received the level, counting all tiers together."""

    party: str
    level: Level


@dataclass(frozen=True, slots=True)
class MultipleReturned:
    """Until the party has received so many times what was invested or paid in."""

    party: str
    times: Exact
    invested: Level


Until = PoolReaches | YearReaches | PartyReceives | MultipleReturned


@dataclass(frozen=True, slots=True)
class Tier:
    """Shares of each next unit of profit, until a condition is met.

    Args:
        label: The tier's name, shown beside every amount it pays.
        shares: Party -> share of the next unit. What is not shared out is unassigned.
        until: When the tier ends; None runs on without end.
        note: Why the tier reads so: the clause, the reading, the source.

    Raises:
        ContradictionError: If the shares exceed the whole, or the tier waits for receipts of a
            party to which it pays nothing.
    """

    label: str
    shares: Mapping[str, Exact]
    until: Until | None = None
    note: str = ""

    def __post_init__(self) -> None:
        shares = {
            party: share(part, f"{party}'s share of tier {self.label}")
            for party, part in self.shares.items()
        }
        check_rates(shares.values(), f"tier {self.label}")
        object.__setattr__(self, "shares", shares)
        waits = self.until.party if isinstance(self.until, _OF_A_PARTY) else None
        if waits is not None and not shares.get(waits):
            raise ContradictionError(
                f"tier {self.label} ends when {waits} has received enough, but pays {waits} nothing"
            )

    @property
    def rates(self) -> dict[str, Fraction]:
        """The shares, exactly."""
        return {party: exact(part) for party, part in self.shares.items()}


_OF_A_PARTY = (PartyReceives, MultipleReturned)


@dataclass(frozen=True, slots=True)
class Reversion:
    """An interest that passes to another party for good once a condition is met.

    From then on every share of `party`, in any tier, goes to `to` (None: to nobody). Of several
    reversions of one party the first whose condition is met counts (of two at once the first
    written); after it there is nothing left to pass.
    """

    party: str
    to: str | None
    when: PoolReaches | PartyReceives | MultipleReturned
    note: str = ""


class Losses(Enum):
    """What a year's loss does to later years."""

    CARRIED_FORWARD = "later profit makes it good before anybody is paid"
    NOT_CARRIED = "each year's profit is shared out whatever came before"


@dataclass(frozen=True, slots=True)
class ProfitTiers:
    """Ordered tiers over a pool of profit, with reversions.

    At any moment the first tier whose end is not reached shares out the next unit. After the last
    end, profit is unassigned.

    Raises:
        ContradictionError: If two tiers have one label, since the label is a payment's reason.
    """

    tiers: tuple[Tier, ...]
    reversions: tuple[Reversion, ...] = ()
    parties: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        labels = [tier.label for tier in self.tiers]
        twice = sorted({label for label in labels if labels.count(label) > 1})
        if twice:
            raise ContradictionError(f"two tiers are called {', '.join(twice)}")

    def schedule(self, at: When | None = None) -> Schedule:
        """Payouts as a function of the cumulative profit, with levels as they stand at a moment.

        Raises:
            AmbiguityError: If a level depends on the moment and none is given, or a tier counts the
                profit of single years, which a cumulative amount does not tell.
        """
        if any(isinstance(tier.until, YearReaches) for tier in self.tiers):
            raise AmbiguityError(
                "profit by year",
                "a tier counts one year's profit; which years made the cumulative amount?",
                ("by_year(...) with the profit of each year",),
            )
        return _fill(self, Position(), at)

    def by_year(
        self,
        profits: Sequence[tuple[When, Exact]],
        losses: Losses | None = None,
        loss_before: Exact = 0,
    ) -> tuple[YearPayouts, ...]:
        """Payouts year by year, from each year's profit or loss.

        Levels that grow stand, in each year, as at that year; a tier that had ended takes up
        again if its level has grown beyond what was received. What was paid stays paid.

        Args:
            profits: (moment, profit) in order of time; a loss is negative.
            losses: Must be told if there is any loss.
            loss_before: A loss brought forward into the first year.
        """
        deficit = amount(loss_before, "the loss brought forward")
        if losses is None and (deficit or any(exact(profit) < 0 for _, profit in profits)):
            raise AmbiguityError(
                "losses",
                "must a loss be made good by later profit before anybody is paid?",
                ("Losses.CARRIED_FORWARD", "Losses.NOT_CARRIED"),
            )
        if losses is Losses.NOT_CARRIED:
            deficit = ZERO
        position, years = Position(), []
        for moment, profit in profits:
            net = exact(profit) - deficit
            shared_out = max(net, ZERO)
            deficit = max(-net, ZERO) if losses is Losses.CARRIED_FORWARD else ZERO
            position = replace(position, year=ZERO)
            payouts = _fill(self, position, moment).at(shared_out)
            position = _moved(self, position, payouts, moment)
            years.append(YearPayouts(moment, exact(profit), deficit, payouts))
        return tuple(years)


@dataclass(frozen=True, slots=True)
class YearPayouts:
    """One year: its profit, the loss carried forward at its end, and who was paid from it."""

    moment: When
    profit: Fraction
    loss_carried: Fraction
    payouts: Payouts


@dataclass(frozen=True, slots=True)
class Position:
    """Where a claim set stands: profit shared out so far, in this year, receipts, reversions."""

    pool: Fraction = ZERO
    year: Fraction = ZERO
    received: Mapping[str, Fraction] = field(default_factory=dict)
    reverted: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Gauge:
    """A condition as numbers: what it counts up to, where the count stands, and whose it is."""

    level: Fraction
    count: Fraction
    party: str | None
    says: str

    @property
    def met(self) -> bool:
        """Whether the count has reached the level."""
        return self.count >= self.level


def gauge_of(until: Until, position: Position, at: When | None) -> Gauge:
    """The condition as numbers, at a position and a moment."""
    if isinstance(until, PoolReaches):
        level = level_at(until.level, at)
        return Gauge(level, position.pool, None, f"the pool reaches {shown(level)}")
    if isinstance(until, YearReaches):
        level = level_at(until.level, at)
        return Gauge(level, position.year, None, f"the year's profit reaches {shown(level)}")
    count = position.received.get(until.party, ZERO)
    if isinstance(until, PartyReceives):
        level = level_at(until.level, at)
        return Gauge(level, count, until.party, f"{until.party} has received {shown(level)}")
    times, invested = amount(until.times, "a multiple"), level_at(until.invested, at)
    says = f"{until.party} has received {shown(times)} times the {shown(invested)} put in"
    return Gauge(times * invested, count, until.party, says)


def _fill(terms: ProfitTiers, position: Position, at: When | None) -> Schedule:
    """The schedule of further profit from a position on."""
    stretches: list[Stretch] = []
    breakpoints: list[Breakpoint] = []
    start = position.pool
    while True:
        position, fired = _reverted(terms, position, at)
        done = position.pool - start
        breakpoints += [
            Breakpoint(done, f"{says}: {_passes(terms.reversions[i])}", terms.reversions[i].party)
            for i, says in fired
            if done > 0
        ]
        tier, end = _active(terms, position, at)
        rates = rates_of(terms, tier, position.reverted)
        per_party: dict[str | None, Fraction] = {}
        for party, _, _, rate in rates:
            per_party[party] = per_party.get(party, ZERO) + rate
        gauges = [] if end is None else [end]
        gauges += [
            gauge_of(reversion.when, position, at)
            for _, reversion in _pending(terms, position.reverted)
        ]
        distances = [
            (gauge.level - gauge.count) / rate
            for gauge in gauges
            if (rate := ONE if gauge.party is None else per_party.get(gauge.party, ZERO)) > 0
        ]
        length = min(distances, default=None)
        stretches.append(Stretch(length, rates))
        if length is None:
            return from_stretches(stretches, breakpoints, parties_of(terms))
        position = _advanced(position, length, per_party)
        if tier is not None and end is not None and _ended(tier, position, at):
            following, _ = _active(terms, position, at)
            then = following.label if following else "nobody is named any more"
            breakpoints.append(Breakpoint(position.pool - start, f"{end.says}: {then}", tier.label))


def _active(
    terms: ProfitTiers, position: Position, at: When | None
) -> tuple[Tier | None, Gauge | None]:
    for tier in terms.tiers:
        if tier.until is None:
            return tier, None
        gauge = gauge_of(tier.until, position, at)
        if not gauge.met:
            return tier, gauge
    return None, None


def _ended(tier: Tier, position: Position, at: When | None) -> bool:
    return tier.until is not None and gauge_of(tier.until, position, at).met


def _reverted(
    terms: ProfitTiers, position: Position, at: When | None
) -> tuple[Position, list[tuple[int, str]]]:
    """The position with every reversion whose condition is met, and which ones are new."""
    fired, reverted = [], position.reverted
    for i, reversion in _pending(terms, reverted):
        gauge = gauge_of(reversion.when, position, at)
        if gauge.met and (i, reversion) in _pending(terms, reverted):
            fired.append((i, gauge.says))
            reverted |= {i}
    return replace(position, reverted=reverted), fired


def _pending(terms: ProfitTiers, reverted: frozenset[int]) -> list[tuple[int, Reversion]]:
    """The reversions of interests that have not passed yet, with their numbers."""
    passed = {terms.reversions[i].party for i in reverted}
    return [(i, r) for i, r in enumerate(terms.reversions) if r.party not in passed]


def rates_of(
    terms: ProfitTiers, tier: Tier | None, reverted: frozenset[int]
) -> tuple[tuple[str | None, str, str, Fraction], ...]:
    """Who gets which share of the next unit: (party, label, note, rate), adding up to 1."""
    if tier is None:
        return ((None, "no tier names anybody beyond the last one", "", ONE),)
    rates: list[tuple[str | None, str, str, Fraction]] = []
    heirs = {terms.reversions[i].party: terms.reversions[i] for i in reverted}
    for party, rate in tier.rates.items():
        holder: str | None = party
        label, note, seen = tier.label, tier.note, {party}
        while holder in heirs:
            reversion = heirs[holder]
            holder, note = reversion.to, reversion.note or note
            label = f"{tier.label}, {party}'s interest reverted"
            if holder in seen:
                raise ContradictionError(f"the interest of {party} reverts in a circle")
            seen.add(holder or "")
        rates.append((holder, label, note, rate))
    rest = ONE - sum(tier.rates.values(), ZERO)
    if rest:
        says = f"{tier.label} names nobody for {percent(rest)}"
        rates.append((None, says, tier.note, rest))
    return tuple(rates)


def _advanced(
    position: Position, length: Fraction, rates: Mapping[str | None, Fraction]
) -> Position:
    received = dict(position.received)
    for party, rate in rates.items():
        if party is not None:
            received[party] = received.get(party, ZERO) + rate * length
    return replace(
        position, pool=position.pool + length, year=position.year + length, received=received
    )


def _moved(terms: ProfitTiers, position: Position, payouts: Payouts, at: When | None) -> Position:
    """The position after payouts, each party's receipts added."""
    gained: dict[str | None, Fraction] = {p.party: p.amount for p in payouts.payments}
    pool, year = position.pool + payouts.pool, position.year + payouts.pool
    moved = replace(_advanced(position, ONE, gained), pool=pool, year=year)
    return _reverted(terms, moved, at)[0]


def _passes(reversion: Reversion) -> str:
    return f"{reversion.party}'s interest passes to {reversion.to or 'nobody'}"


def parties_of(terms: ProfitTiers) -> tuple[str, ...]:
    """Everybody the terms name, in order of first mention."""
    names: Iterable[str] = (p for tier in terms.tiers for p in tier.shares)
    heirs = (r.to for r in terms.reversions if r.to is not None)
    return tuple(dict.fromkeys((*terms.parties, *names, *heirs)))

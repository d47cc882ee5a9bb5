"""A book's claim on profit as a plan: its tiers in one world, read only as far as they matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from minutebook.payout.levels import Growing, Level
from minutebook.payout.plan import (
    EVERYBODY,
    SOMEBODY,
    Clause,
    Missing,
    Plan,
    accrual,
    begun,
    clause_of,
    number,
)
from minutebook.payout.schedule import Schedule
from minutebook.payout.tiers import (
    Losses,
    MultipleReturned,
    PartyReceives,
    PoolReaches,
    ProfitTiers,
    Reversion,
    Tier,
    YearReaches,
)
from minutebook.records import money
from minutebook.records.values import Unknown
from minutebook.state.state import State

ALL = frozenset({EVERYBODY})
BEYOND = "beyond"
"""A tier put after those read so far, to see where they end."""


@dataclass(frozen=True, slots=True)
class ReadTier:
    """A tier in one world; `unknown` are the parties whose share of it is not known."""

    tier: Tier
    unknown: frozenset[str] = frozenset()
    missing: str = ""
    by_year: bool = False

    @property
    def ends_it(self) -> bool:
        """Whether nothing after this tier can be told."""
        return EVERYBODY in self.unknown


def read_tier(state: State, claim: money.Claim, tier: money.Tier) -> ReadTier:
    """A tier's shares and end in this world."""
    name, note = tier.id, clause_id(claim, tier)
    shares = cast("money.Shares", state.pick(tier.shares))
    known: dict[str, Fraction] = {}
    unknown: set[str] = set()
    if isinstance(shares, Unknown):
        unknown.add(EVERYBODY)
    else:
        for party, value in shares.items():
            share = cast("Fraction | Unknown", state.pick(value))
            if isinstance(share, Unknown):
                unknown.add(party)
            else:
                known[party] = share
    missing = f"who shares the profit in {note}" if unknown else ""
    until = state.pick(tier.until)
    if until is not None and until.party in unknown:
        unknown.add(EVERYBODY)
    try:
        end = None if until is None else _until(state, claim, until)
    except Missing as reason:
        missing = missing or str(reason)
        unknown.add(EVERYBODY)
        end = None
    if EVERYBODY in unknown:
        return ReadTier(Tier(name, {SOMEBODY: 1}, None, note), ALL, missing)
    rest = 1 - sum(known.values(), Fraction(0))
    heir = SOMEBODY if unknown else (state.pick(tier.rest_to) if rest > 0 else None)
    if heir is not None and rest > 0:
        known[heir] = known.get(heir, Fraction(0)) + rest
    by_year = isinstance(end, YearReaches)
    return ReadTier(Tier(name, known, end, note), frozenset(unknown), missing, by_year)


def read_tiers(state: State, claim: money.Claim) -> Iterator[ReadTier]:
    """The tiers that apply, each read only when it is asked for."""
    for tier in state.pick(claim.tiers):
        if state.pick(tier.applies):
            yield read_tier(state, claim, tier)


def _needs_years(found: ReadTier) -> ReadTier:
    """A tier that counts years, for a question that gives none."""
    missing = f"the profit of each year, which {found.tier.note} counts"
    return ReadTier(Tier(found.tier.label, {SOMEBODY: 1}, None, found.tier.note), ALL, missing)


def clause_id(claim: money.Claim, part: money.Tier | money.Reversion) -> str:
    """The name of a tier or reversion in the whole book."""
    return f"{claim.id}/{part.id}"


def _until(
    state: State, claim: money.Claim, until: money.Until
) -> PoolReaches | YearReaches | PartyReceives | MultipleReturned:
    if until.times is not None:
        assert until.party is not None, "only receipts are counted in multiples"
        what = f"what {until.party} invested ({claim.id})"
        invested = number(state, claim.invested[until.party], what)
        return MultipleReturned(until.party, until.times, invested)
    level: Level = until.amount or Fraction(0)
    if until.growth is not None:
        growth = until.growth
        grows = accrual(growth.rate, growth.accrues, None)
        level = Growing(until.amount or Fraction(0), grows, int(growth.since.written))
    if until.counts == "pool":
        return PoolReaches(level)
    if until.counts == "year":
        return YearReaches(level)
    assert until.party is not None, "receipts are somebody's"
    return PartyReceives(until.party, level)


def read_reversions(state: State, claim: money.Claim) -> tuple[Reversion, ...]:
    """The interests that pass in this world."""
    read = []
    for reversion in claim.reversions:
        if not state.pick(reversion.applies):
            continue
        when = _until(state, claim, state.pick(reversion.when))
        if isinstance(when, YearReaches):
            raise Missing(f"the profit of each year, which {clause_id(claim, reversion)} counts")
        heir = state.pick(reversion.reverts_to)
        read.append(Reversion(reversion.interest, heir, when, clause_id(claim, reversion)))
    return tuple(read)


def claim_plan(
    state: State,
    claim: money.Claim,
    up_to: Fraction,
    loss: Fraction = Fraction(0),
    seek: tuple[str, Fraction] | None = None,
) -> Plan:
    """The plan of a claim for every amount up to one, or until a party has received so much.

    Tiers are read one after the other, and only those that the amount reaches: so a question
    about a small profit rests on no reading of what holds beyond it.
    """
    begun(state, claim)
    carried = _carried(state, claim, loss)
    reversions = read_reversions(state, claim)
    at = state.at.astimezone(state.book.zone).year
    read: list[ReadTier] = []
    for found in read_tiers(state, claim):
        read.append(found if not found.by_year else _needs_years(found))
        if read[-1].ends_it or _done(claim, read, reversions, at, up_to - carried, seek):
            break
    schedule = tiers_of(claim, read, reversions).schedule(at)
    horizons, gaps = _horizons(schedule, read, reversions)
    return Plan(
        claim.measure or f"profit of {claim.of}",
        schedule.after_loss(carried),
        clause_of(claim),
        clauses_of(state, claim),
        {party: at + carried for party, at in horizons.items()},
        tuple((at + carried, what) for at, what in gaps),
    )


def _carried(state: State, claim: money.Claim, loss: Fraction) -> Fraction:
    """How much of a loss must be made good."""
    if loss == 0:
        return loss
    if claim.losses_carried is None:
        raise Missing(f"whether {claim.id} carries losses forward")
    return loss if state.pick(claim.losses_carried) else Fraction(0)


def losses_of(state: State, claim: money.Claim) -> Losses | None:
    """What a loss does to later years, if the book says."""
    if claim.losses_carried is None:
        return None
    return Losses.CARRIED_FORWARD if state.pick(claim.losses_carried) else Losses.NOT_CARRIED


def tiers_of(
    claim: money.Claim, read: Sequence[ReadTier], reversions: tuple[Reversion, ...]
) -> ProfitTiers:
    """The tiers read so far, with every party that the claim names."""
    hidden = (party for tier in read for party in sorted(tier.unknown - ALL))
    parties = tuple(dict.fromkeys((*claim.parties, *hidden)))
    return ProfitTiers(tuple(r.tier for r in read), reversions, parties)


def _done(
    claim: money.Claim,
    read: list[ReadTier],
    reversions: tuple[Reversion, ...],
    at: int,
    up_to: Fraction,
    seek: tuple[str, Fraction] | None,
) -> bool:
    """Whether the tiers read so far reach beyond the amount, or give the party what is sought."""
    beyond = ReadTier(Tier(BEYOND, {SOMEBODY: 1}))
    schedule = tiers_of(claim, [*read, beyond], reversions).schedule(at)
    if seek is not None:
        party, received = seek
        return party in schedule.parties and schedule.seek(party, received) is not None
    last = schedule.spans()[-1]
    return BEYOND not in last.labels or last.start > up_to


def _horizons(
    schedule: Schedule, read: list[ReadTier], reversions: tuple[Reversion, ...]
) -> tuple[dict[str, Fraction], list[tuple[Fraction, str]]]:
    """From which amounts on what is not determined for whom, and for want of what."""
    horizons: dict[str, Fraction] = {}
    gaps: list[tuple[Fraction, str]] = []
    for place, found in enumerate(read):
        starts = [
            span.start
            for span in schedule.spans()
            if span.marginal.get(SOMEBODY) and found.tier.label in span.labels
        ]
        if not found.unknown or not starts:
            continue
        start = min(starts)
        # Once somebody's receipts are unknown, so is what waits for them.
        conditions = [r.tier.until for r in read[place:]] + [r.when for r in reversions]
        watched = {getattr(condition, "party", None) for condition in conditions}
        parties = ALL if found.unknown & watched else found.unknown
        for party in parties:
            horizons[party] = min(start, horizons.get(party, start))
        gaps.append((start, found.missing))
    return horizons, gaps


def clauses_of(state: State, claim: money.Claim) -> dict[str, Clause]:
    """The tiers and reversions of a claim by the names that payments and breakpoints carry."""
    clauses: dict[str, Clause] = {}
    for tier in state.pick(claim.tiers):
        name = clause_id(claim, tier)
        clauses[name] = Clause(name, tier.span, tier.src or claim.src, tier.says or "")
        clauses[tier.id] = clauses[name]
    for reversion in claim.reversions:
        name = clause_id(claim, reversion)
        src = reversion.src or claim.src
        clauses[name] = Clause(name, reversion.span, src, reversion.says or "")
        clauses[reversion.interest] = clauses[name]
    return clauses

"""Votes that depend on how long a holding has lasted: loyalty shares, time-phased voting.

A norm such as {can: any holder of share, do: vote in MEETING, times: 2, held for: 2 years} gives
more votes to units that one holder has had so long without a break (Code de commerce, art.
L225-123; *Williams v Geier*, 671 A.2d 1368 (Del. 1996)); a transfer loses them. Several such
norms are steps, of which a unit has the longest that it has reached. Which units went, where
some were sold, no transfer tells: the oldest may have gone first, or the newest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.state.holdings import last_holdings, movement
from minutebook.state.periods import at_least
from minutebook.state.slots import Point
from minutebook.state.timelines import Timeline
from minutebook.state.timing import happened
from minutebook.state.voters import Most, Voter, Weight
from minutebook.text.duration import Duration
from minutebook.text.numbers import whole
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.state.state import State


@dataclass(frozen=True, slots=True)
class Step:
    """After how long each vote counts how many times."""

    length: Duration
    times: Fraction


@dataclass(frozen=True, slots=True)
class Lot:
    """Units that came to a holder at one time; None: since when is not told."""

    since: When | None
    units: Fraction


@dataclass(frozen=True, slots=True)
class Lots:
    """What a holder has, by when it came: if the oldest went first, and if the newest did."""

    oldest_first: tuple[Lot, ...]
    newest_first: tuple[Lot, ...]

    def held_for(self, state: State, length: Duration, point: Point) -> tuple[Fraction, Fraction]:
        """How many units have been held so long, at least and at most."""
        low = sum((lot.units for lot in self.oldest_first if _ripe(state, lot, length, point)),
                  Fraction(0))  # fmt: skip
        high = sum((lot.units for lot in self.newest_first
                    if _ripe(state, lot, length, point) is not False), Fraction(0))  # fmt: skip
        return min(low, high), max(low, high)


def _ripe(state: State, lot: Lot, length: Duration, point: Point) -> bool | None:
    if lot.since is None:
        return None
    return at_least(length, lot.since, point.when, state.book.zone)


def lots_of(state: State, holder: str, instrument: str, point: Point) -> Lots | None:
    """The lots of a holder at a point; None if it is not told how many units moved, or which."""
    told: dict[str | None, list[nouns.Holding]] = {}
    current = {h.for_ for h in last_holdings(state, instrument, point) if h.holder == holder}
    for holding in state.index.holdings.get(instrument, ()):
        if holding.holder == holder and holding.for_ in current:
            told.setdefault(holding.for_, []).append(holding)
    timeline = state.index.timelines.get(("units", instrument), Timeline())
    flows = [
        writer
        for writer in happened(state, timeline, point)
        if state.turned(writer) and holder in movement(writer.deed)[1:]
    ]
    if flows and len(told) > 1:
        return None
    events: list[tuple[When | None, Fraction, bool]] = []
    for writer in flows:
        units, giver, _ = movement(writer.deed)
        if units.exact is None:
            return None
        change = -units.exact if giver == holder else units.exact
        events.append((state.effective(writer.act), change, False))
    found = [_lots(state, [*events, *_levels(state, held, point)]) for held in told.values()]
    found = found or [_lots(state, events)]
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        return None
    return Lots(
        tuple(lot for one in known for lot in one.oldest_first),
        tuple(lot for one in known for lot in one.newest_first),
    )


def _levels(
    state: State, holdings: Iterable[nouns.Holding], point: Point
) -> list[tuple[When | None, Fraction, bool]]:
    """What holdings tell of what somebody has: from when, how much; less than none if unknown."""
    out = []
    for holding in holdings:
        date = state.moment(holding) if holding.date is not None else None
        since = holding.held_since or date
        if date is not None and date.before(point.when) is False:
            continue
        units = state.pick(holding.units) if holding.units is not None else None
        exact = units.exact if units is not None else state.pick(holding.share)
        out.append((since, exact if isinstance(exact, Fraction) else Fraction(-1), True))
    return out


def _lots(state: State, events: Sequence[tuple[When | None, Fraction, bool]]) -> Lots | None:
    """The lots after what happened in order: units that came and went, and levels that were told.

    A level is what somebody has from then on: more than before came then, less went.
    """
    beginning = [e for e in events if e[0] is None or e[0].earliest is None]
    dated = sorted(
        (e for e in events if e[0] is not None and e[0].earliest is not None),
        key=lambda e: (e[0].earliest, e[2]) if e[0] is not None else None,  # type: ignore[arg-type, return-value]  # None was left out
    )
    oldest: list[Lot] = []
    newest: list[Lot] = []
    for since, amount, level in (*beginning, *dated):
        if level and amount < 0:
            return None
        have = sum((lot.units for lot in oldest), Fraction(0))
        change = amount - have if level else amount
        if change > 0:
            oldest.append(Lot(since, change))
            newest.append(Lot(since, change))
        else:
            oldest = _less(oldest, -change)
            newest = _less(newest[::-1], -change)[::-1]
    return Lots(tuple(oldest), tuple(newest))


def _less(lots: Sequence[Lot], units: Fraction) -> list[Lot]:
    """The lots without so many units, taken from the first of them."""
    out = []
    for lot in lots:
        taken = min(lot.units, units)
        units -= taken
        if lot.units > taken:
            out.append(Lot(lot.since, lot.units - taken))
    return out


def multiplied(voter: Voter, least: Fraction, most: Fraction) -> Voter:
    """A voter whose votes count so many times, at least and at most."""
    low = whole(Fraction(voter.votes) * least)
    heads, votes, capital = voter.high
    high: Weight = votes if votes == math.inf else whole(Fraction(votes) * most)
    bounds = None if voter.most is None and low == high else Most(high, capital, heads)
    return replace(voter, votes=low, most=bounds)


def times_held(
    state: State, holder: str, instrument: str, part: Fraction, steps: Sequence[Step], point: Point
) -> tuple[Fraction, Fraction, str | None]:
    """How often the votes of a holding count for its age, at least and at most; what would tell.

    `part` is the part of all that the holder has of which these are the votes.
    """
    in_order = sorted(steps, key=lambda s: (s.length.months * 31 + s.length.days, s.length.seconds))
    lots = lots_of(state, holder, instrument, point)
    have = sum((lot.units for lot in lots.oldest_first), Fraction(0)) if lots is not None else 0
    low = high = previous = Fraction(1)
    for step in in_order:
        least, most = Fraction(0), Fraction(1)
        if lots is not None and have > 0:
            ripe = lots.held_for(state, step.length, point)
            here = have * part
            least = max(Fraction(0), ripe[0] - (have - here)) / here
            most = min(here, ripe[1]) / here
        more = step.times - previous
        low += more * (least if more > 0 else most)
        high += more * (most if more > 0 else least)
        previous = step.times
    if low == high:
        return low, high, None
    told = lots is not None and all(lot.since is not None for lot in lots.newest_first)
    which = f"which units of {instrument} {holder} has held how long"
    return low, high, which if told else f"since when {holder} holds {instrument}"

"""Who holds how many units of an instrument: what holdings say, and what acts moved since."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.state.dates import BEGINNING
from minutebook.state.index import Timeline, Writer
from minutebook.state.slots import Point
from minutebook.state.timing import begun, effect_label, happened, ordered, unsure
from minutebook.text.numbers import UNKNOWN as UNKNOWN_QUANTITY
from minutebook.text.numbers import Quantity, exactly, parse_quantity
from minutebook.text.problem import Problem
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.state.state import State


def register(state: State, instrument: str, point: Point | None = None) -> Mapping[str, Quantity]:
    """All holders of an instrument with their units, at a point.

    A holding says what somebody has from its date on, whatever moved before.
    """
    point = point or state.now
    timeline = state.index.timelines.get(("units", instrument), Timeline())
    earliest = point.when.earliest
    if earliest is None or earliest <= state.index.held_by.get(instrument, BEGINNING):
        stated, since = _stated(state, instrument, point)
        for writer in happened(state, timeline, point):
            _move(state, stated, since, writer)
        return stated
    cut = timeline.cut_before(earliest)
    later = unsure(state, timeline, timeline.cuts[cut], point)
    settled = _register_upto(state, instrument, timeline, cut, point)
    if not later:
        return settled[0]
    units = dict(settled[0])
    for writer in later:
        _move(state, units, settled[1], writer)
    return units


def _register_upto(
    state: State, instrument: str, timeline: Timeline, cut: int, point: Point
) -> tuple[dict[str, Quantity], dict[str, tuple[str, When]]]:
    """The register after the writers before a cut, once every holding has begun."""
    kept = state.registers.setdefault(instrument, [])
    place = bisect_left(kept, cut)
    nearest = kept[place - 1] if place else -1

    def compute() -> tuple[dict[str, Quantity], dict[str, tuple[str, When]]]:
        if nearest < 0:
            units, since = _stated(state, instrument, point)
            start = 0
        else:
            before, since = _register_upto(state, instrument, timeline, nearest, point)
            units, start = dict(before), nearest
        for a, b in pairwise(timeline.cuts[start : cut + 1]):
            for writer in ordered(state, timeline.writers[a:b]):
                _move(state, units, since, writer)
        return units, since

    result = state.world.remember(
        ("register", instrument, cut, state.known, state.uncured), compute
    )
    if place == len(kept) or kept[place] != cut:
        kept.insert(place, cut)
    return result


def _stated(
    state: State, instrument: str, point: Point
) -> tuple[dict[str, Quantity], dict[str, tuple[str, When]]]:
    """What holdings say: the units of each holder, and since when that is said."""
    units: dict[str, Quantity] = {}
    since: dict[str, tuple[str, When]] = {}
    for holding, date in _in_force(state, instrument, point):
        held = state.pick(holding.units)
        units[holding.holder] = held if held is not None else UNKNOWN_QUANTITY
        if date is not None:
            since[holding.holder] = (holding.id, date)
    return units, since


def _in_force(
    state: State, instrument: str, point: Point
) -> Iterable[tuple[nouns.Holding, When | None]]:
    """The last holding stated of each holder by a point, with its date."""
    found: dict[str, tuple[nouns.Holding, When | None]] = {}
    for holding in state.index.holdings.get(instrument, ()):
        date = state.moment(holding) if holding.date is not None else None
        if date is not None and not begun(state, holding.id, date, point):
            continue
        known = found.get(holding.holder)
        last = known[1] if known is not None else None
        if (
            known is not None
            and last is not None
            and (date is None or _earlier(state, holding.id, date, known[0].id, last))
        ):
            continue
        found[holding.holder] = (holding, date)
    return found.values()


def last_holdings(state: State, instrument: str, point: Point) -> tuple[nouns.Holding, ...]:
    """The last holding stated of each holder by a point, whatever moved since."""
    return tuple(holding for holding, _ in _in_force(state, instrument, point))


def told_share(state: State, holder: str, instrument: str, point: Point) -> Fraction | None:
    """The share that a holder is told to have by a point, where it is told as a share."""
    for holding, _ in _in_force(state, instrument, point):
        share = state.pick(holding.share) if holding.holder == holder else None
        if isinstance(share, Fraction):
            return share
    return None


def stakes(state: State, instrument: str, point: Point) -> Mapping[str, Quantity]:
    """The register for counting: in units, or where holdings are told as shares, in shares of one.

    What the shares told leave over belongs to holders of whom nothing is told. Where some tell
    units and others shares, nothing can be added up, and the shares stay unknown units.
    """
    units = register(state, instrument, point)
    if all(q.exact is not None for q in units.values()):
        return units
    shares: dict[str, Fraction] = {}
    for holding, _ in _in_force(state, instrument, point):
        share = state.pick(holding.share) if holding.units is None else None
        if isinstance(share, Fraction) and units.get(holding.holder) == UNKNOWN_QUANTITY:
            shares[holding.holder] = share
    untold = [h for h, q in units.items() if h not in shares and q.exact != 0]
    if not shares or any(units[h] != UNKNOWN_QUANTITY for h in untold):
        return units
    rest = max(Fraction(0), 1 - sum(shares.values(), Fraction(0)))
    found = {holder: exactly(share) for holder, share in shares.items()}
    if untold:
        return found | {holder: Quantity(Fraction(0), rest) for holder in untold}
    return found | {f"the other holders of {instrument}": exactly(rest)} if rest else found


def _earlier(state: State, label: str, date: When, other: str, since: When) -> bool:
    sure = date.before(since)
    return state.world.order(label, other) if sure is None else sure


def _move(
    state: State, units: dict[str, Quantity], since: Mapping[str, tuple[str, When]], writer: Writer
) -> None:
    """Book what an act moved, for each party whose holding was not stated afterwards."""
    turned = state.turned(writer)
    if turned is None:
        return
    moved, giver, taker = movement(writer.deed)
    if not turned:
        giver, taker = taker, giver
    for party, amount in ((giver, moved.times(-1)), (taker, moved)):
        if party is None:
            continue
        stated = since.get(party)
        if stated is None or not _earlier(
            state, effect_label(writer.act), state.effective(writer.act), *stated
        ):
            units[party] = units.get(party, exactly(0)).plus(amount)


def movement(deed: Deed) -> tuple[Quantity, str | None, str | None]:
    """How many units an issue, a transfer or a cancellation moves, from whom, to whom."""
    units = parse_quantity(deed.get("units") or "")
    if isinstance(units, Problem):
        units = UNKNOWN_QUANTITY
    match deed.verb:
        case "issue":
            return units, None, deed.get("party")
        case "cancel":
            return units, deed.get("party"), None
    return units, deed.get("from"), deed.get("to")

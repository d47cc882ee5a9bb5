"""Who holds how many units of an instrument: what holdings say, and what acts moved since."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.instruments import AS_CONVERTED
from minutebook.state.dates import BEGINNING
from minutebook.state.slots import Point
from minutebook.state.timelines import Timeline, Writer
from minutebook.state.timing import begun, happened, label_of, over, unsure
from minutebook.text.numbers import UNKNOWN as UNKNOWN_QUANTITY
from minutebook.text.numbers import Quantity, exactly, parse_fraction, parse_quantity
from minutebook.text.problem import Problem
from minutebook.text.when import When

if TYPE_CHECKING:
    from minutebook.state.state import State

Since: TypeAlias = "tuple[tuple[str, When] | None, tuple[str, When] | None]"
"""The first and the last dated holding that tell what somebody has; None: from the beginning."""
NEVER: Since = (None, None)
Movement: TypeAlias = "tuple[Quantity, str | None, str | None]"
"""How much an act moves, from whom and to whom."""


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
            _move(state, stated, since, writer, movement(writer.deed, stated))
        return stated
    cut = timeline.cut_before(earliest)
    later = unsure(state, timeline, timeline.cuts[cut], point)
    settled = _register_upto(state, instrument, timeline, cut, point)
    if not later:
        return settled[0]
    units = dict(settled[0])
    for writer in later:
        _move(state, units, settled[1], writer, movement(writer.deed, units))
    return units


def settled_cut(state: State, instrument: str, point: Point) -> int | None:
    """The cut of its timeline up to which a register stands at a point; None where that is open.

    At two points with one cut the register is the same, and so is what holdings say besides.
    """
    earliest = point.when.earliest
    if earliest is None or earliest <= state.index.held_by.get(instrument, BEGINNING):
        return None
    timeline = state.index.timelines.get(("units", instrument))
    if timeline is None:
        return 0
    cut = timeline.cut_before(earliest)
    return None if unsure(state, timeline, timeline.cuts[cut], point) else cut


def _register_upto(
    state: State, instrument: str, timeline: Timeline, cut: int, point: Point
) -> tuple[dict[str, Quantity], dict[str, Since]]:
    """The register after the writers before a cut, once every holding has begun."""
    kept = state.registers.setdefault(instrument, [])
    place = bisect_left(kept, cut)
    nearest = kept[place - 1] if place else -1

    def compute() -> tuple[dict[str, Quantity], dict[str, Since]]:
        if nearest < 0:
            units, since = _stated(state, instrument, point)
            start = 0
        else:
            before, since = _register_upto(state, instrument, timeline, nearest, point)
            units, start = dict(before), nearest
        for a, b in pairwise(timeline.cuts[start : cut + 1]):
            for writer in over(state, timeline, a, b):
                _move(state, units, since, writer, movement(writer.deed, units))
        return units, since

    result = state.world.remember(
        ("register", instrument, cut, state.known, state.uncured), compute
    )
    if place == len(kept) or kept[place] != cut:
        kept.insert(place, cut)
    return result


def _stated(
    state: State, instrument: str, point: Point
) -> tuple[dict[str, Quantity], dict[str, Since]]:
    """What holdings say: the units of each holder, and since when that is said."""
    units: dict[str, Quantity] = {}
    since: dict[str, Since] = {}
    for holding, date in _in_force(state, instrument, point):
        holder = holding.holder
        held = state.pick(holding.units)
        held = held if held is not None else UNKNOWN_QUANTITY
        told = (holding.id, date) if date is not None else None
        if holder not in units:
            units[holder] = held
            since[holder] = (told, told)
            continue
        units[holder] = units[holder].plus(held)
        first, last = since[holder]
        if told is None or (first is not None and _earlier(state, *told, *first)):
            since[holder] = (told, last)
        elif last is None or not _earlier(state, *told, *last):
            since[holder] = (first, told)
    return units, since


def _in_force(
    state: State, instrument: str, point: Point
) -> Iterable[tuple[nouns.Holding, When | None]]:
    """The last holdings stated of each holder by a point, with their dates.

    What a nominee holds for one beneficiary says nothing of what it holds for another, nor what
    one part of a holding says of one whose votes somebody else directs, told of the same moment.
    """
    found: dict[tuple[str, str | None], list[tuple[nouns.Holding, When | None]]] = {}
    for holding in state.index.holdings.get(instrument, ()):
        date = state.moment(holding) if holding.date is not None else None
        if date is not None and not begun(state, holding.id, date, point):
            continue
        known = found.setdefault((holding.holder, holding.for_), [])
        last = known[0][1] if known else None
        beside = bool(known) and _of_one_moment(date, last)
        same = [k for k in known if k[0].votes_directed_by == holding.votes_directed_by]
        if beside and not same:
            known.append((holding, date))
            continue
        if last is not None and (
            date is None or _earlier(state, holding.id, date, known[0][0].id, last)
        ):
            continue
        known[:] = [k for k in known if beside and k not in same]
        known.append((holding, date))
    return [one for known in found.values() for one in known]


def _of_one_moment(date: When | None, other: When | None) -> bool:
    if date is None or other is None:
        return date is other
    return (date.earliest, date.latest) == (other.earliest, other.latest)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A part of what somebody holds: how much, as whose nominee, and who directs its votes."""

    held: Quantity
    stated: nouns.Holding | None


def parcels(
    state: State, instrument: str, point: Point
) -> Mapping[str, tuple[tuple[Parcel, ...], bool]]:
    """What each holder has, in parts where several holdings tell it; whether the parts are sure.

    Which part was moved since, no transfer tells: then each may have been.
    """
    units = register(state, instrument, point)
    stated: dict[str, list[nouns.Holding]] = {}
    for holding in last_holdings(state, instrument, point):
        stated.setdefault(holding.holder, []).append(holding)
    out: dict[str, tuple[tuple[Parcel, ...], bool]] = {}
    for holder, held in stakes(state, instrument, point).items():
        theirs = stated.get(holder, [])
        if len(theirs) < 2:
            out[holder] = ((Parcel(held, theirs[0] if theirs else None),), True)
            continue
        if held != units.get(holder):
            shares = [state.pick(one.share) for one in theirs]
            told = [exactly(s) if isinstance(s, Fraction) else UNKNOWN_QUANTITY for s in shares]
            moved = sum((q.low or Fraction(0) for q in told), Fraction(0)) != held.exact
        else:
            told = [state.pick(one.units) or UNKNOWN_QUANTITY for one in theirs]
            moved = _moved_since(state, instrument, holder, theirs, point)
        if moved:
            told = [Quantity(Fraction(0), held.high) for _ in told]
        parts = tuple(Parcel(q, one) for q, one in zip(told, theirs, strict=True))
        out[holder] = (parts, not moved)
    return out


def _moved_since(
    state: State, instrument: str, holder: str, stated: Sequence[nouns.Holding], point: Point
) -> bool:
    """Whether units of a holder moved after one of the holdings that tell what it has."""
    timeline = state.index.timelines.get(("units", instrument), Timeline())
    for writer in happened(state, timeline, point):
        if not state.turned(writer) or holder not in movement(writer.deed)[1:]:
            continue
        when, label = state.effective(writer.act, writer.place), label_of(state, writer)
        for one in stated:
            date = state.moment(one) if one.date is not None else None
            if date is None or not _earlier(state, label, when, one.id, date):
                return True
    return False


def votes_per_unit(state: State, instrument: str) -> Fraction | None:
    """Votes for each unit; None if unknown, or if it votes as what converts into itself.

    Of a class that votes as converted, those of what one unit converts into, by the ratio told.
    """
    factor = Fraction(1)
    seen: set[str] = set()
    while instrument not in seen:
        seen.add(instrument)
        record = state.book.get(instrument, nouns.Instrument)
        votes = state.pick(record.votes) if record is not None else None
        if record is None or votes != AS_CONVERTED:
            return votes * factor if isinstance(votes, Fraction) else None
        ratio = state.pick(record.ratio) if record.ratio is not None else Fraction(1)
        into = state.pick(record.converts_to) if record.converts_to is not None else None
        if not isinstance(ratio, Fraction) or not into:
            return None
        factor, instrument = factor * ratio, into
    return None


def last_holdings(state: State, instrument: str, point: Point) -> tuple[nouns.Holding, ...]:
    """The last holding stated of each holder by a point, whatever moved since."""
    return tuple(holding for holding, _ in _in_force(state, instrument, point))


def told_shares(state: State, instrument: str, point: Point) -> Mapping[str, Quantity]:
    """What each holder has whose holding is told as a share of the whole, and not in units.

    A transfer of a share of the whole moves it; after any other movement a share is not known.
    """
    shares: dict[str, Quantity] = {}
    for holding, _ in _in_force(state, instrument, point):
        share = state.pick(holding.share) if holding.units is None else None
        if isinstance(share, Fraction):
            shares[holding.holder] = shares.get(holding.holder, exactly(0)).plus(exactly(share))
    timeline = state.index.timelines.get(("units", instrument))
    if not shares or timeline is None:
        return shares
    rest = _rest(shares)
    _, since = _stated(state, instrument, point)
    for writer in happened(state, timeline, point):
        if state.turned(writer) is None:
            continue
        if writer.deed.verb == "transfer":
            giver, taker = movement(writer.deed)[1:]
            for party in (giver, taker):
                # Whoever nothing is told of may be among those who have what is left over.
                shares.setdefault(party or "", Quantity(Fraction(0), rest))
            _move(state, shares, since, writer, (share_moved(writer.deed), giver, taker))
            continue
        for party in shares:
            _move(state, shares, since, writer, (UNKNOWN_QUANTITY, None, party))
    return shares


def _rest(shares: Mapping[str, Quantity]) -> Fraction:
    """What shares of one leave over."""
    return max(Fraction(0), 1 - sum((q.low or Fraction(0) for q in shares.values()), Fraction(0)))


def share_held(state: State, holder: str, instrument: str, point: Point) -> Quantity:
    """Which share of all units a holder has, between bounds; of what nobody holds, none."""
    told = told_shares(state, instrument, point).get(holder)
    if told is not None:
        return told
    units = stakes(state, instrument, point)
    held = units.get(holder, exactly(0))
    others = exactly(0)
    for other, quantity in units.items():
        if other != holder:
            others = others.plus(quantity)
    least, most = _part(held.low, others.high), _part(held.high, others.low)
    return Quantity(least, most) if units else exactly(0)


def _part(held: Fraction | None, others: Fraction | None) -> Fraction | None:
    """The share of what is held in all; None if that is not known."""
    if held is not None and held <= 0:
        return Fraction(0)
    if held is None or others is None or held + others <= 0:
        return None
    return held / (held + others)


def stakes(state: State, instrument: str, point: Point) -> Mapping[str, Quantity]:
    """The register for counting: in units, or where holdings are told as shares, in shares of one.

    What the shares told leave over belongs to holders of whom nothing is told. Where some tell
    units and others shares, nothing can be added up, and the shares stay unknown units.
    """
    units = register(state, instrument, point)
    if all(q.exact is not None for q in units.values()):
        return units
    shares = {
        holder: share
        for holder, share in told_shares(state, instrument, point).items()
        if units.get(holder) == UNKNOWN_QUANTITY
    }
    untold = [h for h, q in units.items() if h not in shares and q.exact != 0]
    if not shares or any(units[h] != UNKNOWN_QUANTITY for h in untold):
        return units
    if UNKNOWN_QUANTITY in shares.values():
        return units
    rest, found = _rest(shares), dict(shares)
    if any(share.exact is None for share in shares.values()):
        untold.append(f"the other holders of {instrument}")
    if untold:
        return found | {holder: Quantity(Fraction(0), rest) for holder in untold}
    return found | {f"the other holders of {instrument}": exactly(rest)} if rest else found


def told_in_shares(state: State, instrument: str, point: Point) -> bool:
    """Whether the register for counting is in shares of one: no units are told."""
    if not any(one.units is None for one in state.index.holdings.get(instrument, ())):
        return False
    return stakes(state, instrument, point) != register(state, instrument, point)


def _earlier(state: State, label: str, date: When, other: str, since: When) -> bool:
    sure = date.before(since)
    return state.world.order(label, other) if sure is None else sure


def _move(
    state: State,
    units: dict[str, Quantity],
    since: Mapping[str, Since],
    writer: Writer,
    moved_by: Movement,
) -> None:
    """Book what an act moved, for each party whose holding was not stated afterwards."""
    turned = state.turned(writer)
    if turned is None:
        return
    moved, giver, taker = moved_by
    if not turned:
        giver, taker = taker, giver
    for party, amount in ((giver, moved.times(-1)), (taker, moved)):
        if party is None:
            continue
        first, last = since.get(party, NEVER)
        label, when = label_of(state, writer), state.effective(writer.act, writer.place)
        if last is None or not _earlier(state, label, when, *last):
            units[party] = units.get(party, exactly(0)).plus(amount)
        elif first != last and (first is None or not _earlier(state, label, when, *first)):
            # One holding was told before it, another after: which of them it moved is not told.
            units[party] = units[party].plus(_perhaps(amount))


def _perhaps(amount: Quantity) -> Quantity:
    """Something or nothing of it."""
    low, high = amount.low, amount.high
    return Quantity(
        None if low is None else min(Fraction(0), low),
        None if high is None else max(Fraction(0), high),
    )


def movement(deed: Deed, held: Mapping[str, Quantity] | None = None) -> Movement:
    """How many units an issue, a transfer or a cancellation moves, from whom, to whom.

    "20%" is that share of all that is `held`; without a register, or of an issue, it is not told.
    """
    units = _moved_units(deed, held or {})
    match deed.verb:
        case "issue":
            return units, None, deed.get("party")
        case "cancel":
            return units, deed.get("party"), None
    return units, deed.get("from"), deed.get("to")


def _moved_units(deed: Deed, held: Mapping[str, Quantity]) -> Quantity:
    written = deed.get("units") or ""
    if not written.endswith("%"):
        units = parse_quantity(written)
        return UNKNOWN_QUANTITY if isinstance(units, Problem) else units
    total = exactly(0)
    for quantity in held.values():
        total = total.plus(quantity)
    return UNKNOWN_QUANTITY if total.exact is None else share_moved(deed).times(total.exact)


def share_moved(deed: Deed) -> Quantity:
    """Which share of all units a transfer moves, where it is written as one."""
    written = deed.get("units") or ""
    share = parse_fraction(written)
    told = written.endswith("%") and deed.verb == "transfer"
    return exactly(share) if told and isinstance(share, Fraction) else UNKNOWN_QUANTITY

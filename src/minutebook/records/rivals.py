"""Holdings on which two sources differ: joined into one that hangs on an implicit reading."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

from minutebook.records.nouns import Holding, Noun
from minutebook.records.values import Cite, Value
from minutebook.text.when import Relative, When


def at_one_instant(holding: Holding) -> tuple[Hashable, Hashable]:
    """Give what two holdings share when they speak of one thing at one instant.

    A nominee may hold for two beneficiaries: these are two things.
    """
    date = holding.date
    moment: Hashable = None
    if isinstance(date, When):
        moment = (date.earliest, date.latest)
    elif isinstance(date, Relative):
        moment = (date.earliest, date.latest, date.anchor)
    elif date is not None:
        moment = id(date)
    return (holding.holder, holding.of, holding.for_, holding.votes_directed_by), moment


def same_holding(a: Holding, b: Holding) -> bool:
    """Whether two holdings say the same, or speak of different measures and may both be true."""
    units = a.units is None or b.units is None or a.units == b.units
    share = a.share is None or b.share is None or a.share == b.share
    return units and share


def one_source(a: Noun, b: Noun) -> bool:
    """Whether two records cannot be told apart by source."""
    ours, theirs = {cite.source for cite in a.src}, {cite.source for cite in b.src}
    return not ours or not theirs or bool(ours & theirs)


def join_rival_holdings(records: Mapping[str, Noun]) -> dict[str, Noun]:
    """Join holdings that rival sources give for one instant.

    What stays, under the id of the first, is one holding whose `units` (or `share`) is a `Value`
    on the reading "HOLDER's INSTRUMENT", with an alternative for each record, named by its
    cites. What says the same, and what contradicts itself within one source, is left as it is.
    """
    out = dict(records)
    groups: dict[Hashable, list[Holding]] = {}
    for record in records.values():
        if isinstance(record, Holding):
            groups.setdefault(at_one_instant(record), []).append(record)
    for group in groups.values():
        for measure in ("units", "share"):
            rivals = [h for h in group if getattr(h, measure) is not None]
            if _are_rivals(rivals, measure):
                out[rivals[0].id] = _joined(rivals, measure)
                for rival in rivals[1:]:
                    del out[rival.id]
                break
    return out


def _are_rivals(holdings: list[Holding], measure: str) -> bool:
    """Whether each has a source of its own, they differ, and none hangs on a reading already."""
    values = [getattr(holding, measure) for holding in holdings]
    if len(values) < 2 or any(isinstance(value, Value) for value in values):
        return False
    if all(value == values[0] for value in values):
        return False
    sources: set[str] = set()
    for holding in holdings:
        own = {cite.source for cite in holding.src}
        if not own or own & sources:
            return False
        sources |= own
    return True


def _joined(rivals: list[Holding], measure: str) -> Holding:
    first = rivals[0]
    by: dict[str, Any] = {}
    src: dict[str, tuple[Cite, ...]] = {}
    for rival in rivals:
        name = ", ".join(map(str, rival.src))
        by[name], src[name] = getattr(rival, measure), rival.src
    value = Value(by, f"{first.holder}'s {first.of}", src)
    cites = tuple(cite for rival in rivals for cite in rival.src)
    if measure == "units":
        return replace(first, units=value, src=cites)
    return replace(first, share=value, src=cites)

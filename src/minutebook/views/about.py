"""What the book knows of a call upon somebody: how many joined, what it asks, what was met.

A letter, a petition or a demand has weight without having power. This view keeps the two
apart: it counts who joined, tests each demand against the state, and searches the book for any
formal power of those who joined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from minutebook.answers import Found, Why
from minutebook.records import nouns
from minutebook.state.goals import holds
from minutebook.state.state import State
from minutebook.text.numbers import Quantity, exact_json
from minutebook.text.when import When, as_json
from minutebook.views.json import minutes
from minutebook.views.show import quantity_json


@dataclass(frozen=True, slots=True)
class Joined:
    """How many had joined at a time, out of how many; `share` None: not exact."""

    record: str
    when: When
    count: Quantity
    group: str | None
    of: Quantity | None
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class About:
    """A document with its weight and its power.

    `demands` maps each demand to whether it is met at the state's date (None: not determined).
    `powers` are the powers that the book gives to those who joined; `searched` says where they
    were looked for.
    """

    document: str
    joined: tuple[Joined, ...]
    demands: Mapping[str, bool | None]
    powers: tuple[str, ...]
    searched: str


def about(state: State, document: nouns.Document) -> Found[About]:
    """Say how many joined a document, which of its demands are met, and what power they have."""
    joined = tuple(_joined(state, document))
    demands = {str(goal): holds(state, goal) for goal in document.demands}
    groups = {j.group for j in joined if j.group is not None} | set(document.parties)
    powers, searched = _powers(state, groups)
    value = About(document.id, joined, demands, powers, searched)
    because = [
        Why(f"{j.count.exact} had joined", j.record, state.book.records[j.record].src)
        for j in joined
    ]
    because += [Why(f"{goal}: {_said(met)}") for goal, met in demands.items()]
    because.append(Why(f"formal powers: {', '.join(powers) or 'none'}", searched))
    return Found(value, Why(document.label, None, document.src, tuple(because)))


def _said(met: bool | None) -> str:
    return {True: "met", False: "not met", None: "not determined"}[met]


def _joined(state: State, document: nouns.Document) -> list[Joined]:
    out = []
    for event in state.visible():
        if not isinstance(event, nouns.Event) or document.id not in event.about:
            continue
        count = state.pick(event.count)
        when = state.moment(event)
        if count is None or when.happened_by(state.at) is False:
            continue
        group = state.book.get(event.out_of, nouns.Group)
        of = state.pick(group.count) if group is not None else None
        share = None
        if count.exact is not None and of is not None and of.exact:
            share = count.exact / of.exact
        out.append(Joined(event.id, when, count, event.out_of, of, share))
    return sorted(out, key=_counted)


def _counted(joined: Joined) -> tuple[float, Fraction]:
    when = joined.when.latest or joined.when.earliest
    return (when.timestamp() if when is not None else 0.0, joined.count.low or Fraction(0))


def _powers(state: State, parties: set[str]) -> tuple[tuple[str, ...], str]:
    """Every power, short form and vote that the book gives to one of several parties."""
    found: list[str] = []
    norms = state.bound_norms("can")
    found.extend(
        f"{bound.holder} can {bound.deed or 'act'} ({bound.norm.id})"
        for bound in norms
        if bound.holder in parties and state.norm_status(bound).state == "in force"
    )
    posts: list[nouns.Post | nouns.Body] = [
        *state.book.of(nouns.Post),
        *state.book.of(nouns.Body),
    ]
    for post in posts:
        for key, value in (("appoints to", post.appointed_by), ("removes from", post.removed_by)):
            if state.pick(value) in parties:
                found.append(f"{state.pick(value)} {key} {post.id}")
        found.extend(
            f"{o.holder} holds {o.post}"
            for o in state.seats(post.id).occupants
            if o.holder in parties
        )
    instruments = state.book.of(nouns.Instrument)
    for instrument in instruments:
        votes = state.votes_per_unit(instrument.id)
        if votes == 0:
            continue
        found.extend(
            f"{holder} holds {instrument.id}"
            for holder in state.register(instrument.id)
            if holder in parties
        )
    searched = (
        f"searched {len(norms)} powers in documents, {len(posts)} posts and bodies, "
        f"{len(instruments)} instruments"
    )
    return tuple(dict.fromkeys(found)), searched


def about_json(found: About) -> dict[str, Any]:
    """The view as JSON."""
    return {
        "document": found.document,
        "joined": [
            {
                "record": j.record,
                "at": as_json(j.when),
                "count": quantity_json(j.count),
                "group": j.group,
                "of": quantity_json(j.of),
                "share": None if j.share is None else exact_json(j.share),
            }
            for j in found.joined
        ],
        "demands": dict(found.demands),
        "powers": list(found.powers),
        "searched": found.searched,
    }


@dataclass(frozen=True, slots=True)
class Between:
    """The time from one record to another: a range; None where a bound is open."""

    first: str
    second: str
    shortest: timedelta | None
    longest: timedelta | None


def between(state: State, first: nouns.Noun, second: nouns.Noun) -> Found[Between]:
    """How long after one record another came."""
    start, end = state.moment(first), state.moment(second)
    value = Between(
        first.id, second.id, _less(end.earliest, start.latest), _less(end.latest, start.earliest)
    )
    because = (
        Why(f"{first.id}: {start.written}", None, first.src),
        Why(f"{second.id}: {end.written}", None, second.src),
    )
    return Found(value, Why(f"from {first.id} to {second.id}", None, (), because))


def _less(a: datetime | None, b: datetime | None) -> timedelta | None:
    return None if a is None or b is None else a - b


def between_json(found: Between) -> dict[str, Any]:
    """The time between, in minutes."""
    return {
        "from": found.first,
        "to": found.second,
        "shortest_minutes": minutes(found.shortest),
        "longest_minutes": minutes(found.longest),
    }

"""Between which instants the effects of acts begin and end, by the dates alone.

Bounds over all readings, and over all that norms may make of them: an effect that a norm delays
begins with the act at the soonest, and at the latest once all that any such norm asks for is done.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from minutebook.records import nouns
from minutebook.records.deeds import ANY, Deed, family
from minutebook.records.norms import DELAYING
from minutebook.records.nouns import Act, Norm
from minutebook.records.values import Value
from minutebook.state.dates import BEGINNING, END
from minutebook.state.timelines import TICK
from minutebook.text.duration import Duration
from minutebook.text.when import Relative

if TYPE_CHECKING:
    from minutebook.state.index import Index

COMPLETING: Final = ("file", "register", "approve")
"""The verbs of deeds for which the effect of another act may wait."""
LONGEST: Final = timedelta(days=1)
"""How long a meeting may go on whose end the book does not tell, before it counts as over."""

Bounds: TypeAlias = tuple[datetime, datetime]


def awaited_act(upon: Deed, act: str) -> str:
    """The act that an awaited filing, registration or approval is about: this one, or one named."""
    named = upon.get("act")
    return act if named in (None, ANY) else named


def effect_bounds(index: Index, act: Act) -> Bounds:
    """Between which instants the effects of an act begin as the act tells it."""
    earliest, latest = index.dates.bounds(act)
    if act.takes_effect is not None:
        # Nothing takes effect before it is done.
        from_, to = _told_bounds(index, act)
        earliest, latest = max(earliest, from_), max(latest, to)
    if earliest != latest:
        # An imprecise moment lies strictly between its bounds.
        earliest = earliest + TICK if earliest != BEGINNING else earliest
        latest = latest - TICK if latest != END else latest
    return earliest, latest


def _told_bounds(index: Index, act: Act) -> Bounds:
    """Bounds of when an effect is told to begin; from another act's, whenever that may be."""
    told = act.takes_effect
    options = tuple(told.by.values()) if isinstance(told, Value) else (told,)
    for option in options:
        anchor = index.book.get(option.anchor, Act) if isinstance(option, Relative) else None
        if anchor is not None and anchor.takes_effect is not None:
            return BEGINNING, END
    return index.dates.bounds_of(told)


def end_bounds(index: Index, act: Act) -> Bounds:
    """Between which instants what an act did for a time ends."""
    begins, ends = effect_bounds(index, act), index.dates.bounds_of(act.until)
    return max(begins[0], ends[0]), max(begins[1], ends[1])


def latest_begin(index: Index, act: Act, deed: Deed, latest: datetime) -> datetime:
    """The latest instant at which an effect may begin that was to begin by `latest`.

    One that waits for what is never done begins at no time; it may be left where it is, since
    what is pending is asked of each effect besides.
    """
    found = latest
    forms = {None, family(deed.verb), *(("amend",) if deed.verb == "adopt" else ())}
    for norm in index.delays:
        verb = family(norm.deed.verb) if norm.deed is not None else None
        if norm.modality == DELAYING[0] and verb in forms:
            found = max(found, _by_norm(index, norm, act, latest))
    return found


def _by_norm(index: Index, norm: Norm, act: Act, since: datetime) -> datetime:
    """The latest instant at which what one norm asks for is done."""
    if norm.value is not None:
        meeting = index.book.get(act.meeting, nouns.Meeting)
        if meeting is not None:
            since = max(since, _latest_end(index, meeting))
    if norm.upon is not None:
        done = index.completions.get(awaited_act(norm.upon, act.id), ())
        if norm.upon.verb not in COMPLETING or not done:
            return END
        since = max(since, *(effect_bounds(index, other)[1] for other in done))
    if isinstance(norm.at_least, Duration) and since != END:
        since = norm.at_least.latest_after(since, index.book.zone) or END
    return since


def _latest_end(index: Index, meeting: nouns.Meeting) -> datetime:
    """By when a meeting has ended."""
    if meeting.end is not None:
        return meeting.end.latest or END
    return surely_over(index.dates.bounds(meeting)[1])


def surely_over(held: datetime) -> datetime:
    """By when a meeting is over that was held by a moment and whose end is not told."""
    return END if held > END - LONGEST else held + LONGEST

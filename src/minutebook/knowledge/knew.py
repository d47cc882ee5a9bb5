"""First-known times, from messages, meetings, votes and announcements.

A party knows of a thing from the earliest of: taking part in it (a vote, a meeting), being told,
telling (who tells knew by then), and its becoming public. Nothing is inferred from interest or
closeness; what the records do not tell stays out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from minutebook.answers.found import Found, Why
from minutebook.records import nouns
from minutebook.records.nouns import Noun
from minutebook.records.values import Cite
from minutebook.state.electorate import merge
from minutebook.state.state import State
from minutebook.text.when import When

PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class FirstKnown:
    """When a party first knew: a range, how it came to know, and its lead over the public.

    `shortest` and `longest` bound the time from then to the announcement; None: not bounded, or
    nothing was announced. Negative: the party learned later than the public.
    """

    party: str
    first: When
    how: str
    record: str
    shortest: timedelta | None = None
    longest: timedelta | None = None
    src: tuple[Cite, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Who knew of a subject and from when, the earliest first; `announced` is the public's."""

    subject: str
    announced: When | None
    parties: Mapping[str, FirstKnown]


@dataclass(frozen=True, slots=True)
class _Hint:
    party: str
    when: When
    how: str
    record: Noun


def knew(state: State, subject: str) -> Found[Knowledge]:
    """Say who knew of a record (an act, an event, a fact), from when, and how."""
    hints = [h for h in _hints(state, subject) if _is_past(state, h)]
    public = [h for h in hints if h.party == PUBLIC]
    announced = _earliest(public)
    found: dict[str, FirstKnown] = {}
    for party in dict.fromkeys(h.party for h in hints):
        own = [h for h in hints if h.party == party]
        first = _earliest(own)
        assert first is not None
        found[party] = _first_known(party, first, announced)
    ordered = dict(sorted(found.items(), key=lambda item: _order(item[1].first)))
    because = tuple(
        Why(f"{k.party} knew {k.first.written}: {k.how}", k.record, k.src) for k in ordered.values()
    )
    missing = () if announced is not None else (f"when {subject} became public",)
    value = Knowledge(subject, announced.when if announced is not None else None, ordered)
    return Found(value, Why(f"who knew of {subject}", None, (), because), missing)


def _is_past(state: State, hint: _Hint) -> bool:
    return hint.when.happened_by(state.at) is not False


def _hints(state: State, subject: str) -> Iterator[_Hint]:
    """Every record that tells of somebody's knowledge of the subject."""
    for record in state.visible():
        about = getattr(record, "about", ())
        if isinstance(record, nouns.Message) and subject in about:
            yield from _told(state, record)
        elif isinstance(record, nouns.Meeting) and subject in about:
            yield from _attended(state, record)
        elif isinstance(record, nouns.Event) and subject in about:
            when = state.moment(record)
            for party in record.by:
                yield _Hint(party, when, "took part", record)
            if record.public:
                yield _Hint(PUBLIC, when, "it happened in public", record)
        elif isinstance(record, nouns.Act):
            yield from _acted(state, record, subject)


def _told(state: State, message: nouns.Message) -> Iterator[_Hint]:
    when = state.moment(message)
    channel = f" by {message.via}" if message.via else ""
    sender = message.from_
    by = f" by {sender}" if sender else ""
    for party in message.to:
        if party != PUBLIC:
            yield _Hint(party, when, f"was told{by}{channel}", message)
    if sender is not None:
        by_then = When(None, when.latest, f"by {when.written}")
        yield _Hint(sender, by_then, "told others, so knew by then", message)
    if message.public:
        yield _Hint(PUBLIC, when, f"it was published{by}{channel}", message)


def _attended(state: State, meeting: nouns.Meeting) -> Iterator[_Hint]:
    when = state.moment(meeting)
    for party in state.pick(meeting.attended):
        yield _Hint(party, when, "attended the meeting", meeting)


def _acted(state: State, act: nouns.Act, subject: str) -> Iterator[_Hint]:
    announces = any(d.verb == "announce" and d.get("subject") == subject for d in act.effects)
    when = state.moment(act)
    if act.id == subject:
        ballot = merge(state, act)
        for voter, choice in ballot.choices.items():
            # Whoever votes by proxy need not know of the vote.
            if choice in ("for", "against", "abstain") and voter not in ballot.proxies:
                yield _Hint(voter, when, f"voted {choice}", act)
        by = state.book.records.get(act.by or "")
        if isinstance(by, nouns.Person | nouns.Entity):
            yield _Hint(by.id, when, "did it", act)
    if (announces or act.id == subject) and act.public:
        yield _Hint(PUBLIC, when, "it was announced", act)


def _order(when: When) -> tuple[bool, float, float]:
    latest = when.latest.timestamp() if when.latest is not None else float("inf")
    earliest = when.earliest.timestamp() if when.earliest is not None else float("-inf")
    return (when.latest is None, latest, earliest)


def _earliest(hints: list[_Hint]) -> _Hint | None:
    """The first of several: as early as the earliest may be, no later than any surely is.

    A "by then" bounds only the end; where a plain time lies wholly before that bound it says
    more and stands alone.
    """
    if not hints:
        return None
    best = min(hints, key=lambda h: _order(h.when))
    starts = [h.when.earliest for h in hints if h.when.earliest is not None]
    open_start = any(
        h.when.earliest is None
        and (best.when.latest is None or h.when.latest is None or h.when.latest <= best.when.latest)
        for h in hints
    )
    earliest = None if open_start or not starts else min(starts)
    when = best.when
    if (earliest, best.when.latest) != (when.earliest, when.latest):
        when = When(earliest, when.latest, when.written, when.approximate)
    return _Hint(best.party, when, best.how, best.record)


def _first_known(party: str, hint: _Hint, announced: _Hint | None) -> FirstKnown:
    shortest = longest = None
    if announced is not None and party != PUBLIC:
        public, first = announced.when, hint.when
        if public.earliest is not None and first.latest is not None:
            shortest = public.earliest - first.latest
        if public.latest is not None and first.earliest is not None:
            longest = public.latest - first.earliest
    return FirstKnown(
        party, hint.when, hint.how, hint.record.id, shortest, longest, hint.record.src
    )

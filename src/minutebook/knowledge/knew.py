"""First-known times, from messages, meetings, votes and announcements.

Two kinds of record speak of a party's knowledge. Some tell when it learned: it was told, it
attended, it voted, it was announced. Others only tell that it knew by then: it told somebody
else, it took part in something that followed. The first known time is the earliest learning,
cut off where the party is seen to know. Nothing is inferred from interest or closeness.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
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
    learned: bool = True


def knew(state: State, subject: str) -> Found[Knowledge]:
    """Say who knew of a record (an act, an event, a fact), from when, and how."""
    hints = _formal([h for h in _hints(state, subject) if _is_past(state, h)])
    announced = _first([h for h in hints if h.party == PUBLIC])
    found: dict[str, FirstKnown] = {}
    for party in dict.fromkeys(h.party for h in hints):
        own = [h for h in hints if h.party == party]
        first = _first(own)
        learned = party == PUBLIC or any(h.learned for h in own)
        if learned or announced is None or _before(first, announced):
            found[party] = _first_known(party, first, announced)
    ordered = dict(sorted(found.items(), key=lambda item: _order(item[1].first)))
    because = tuple(
        Why(f"{k.party} knew {k.first.written}: {k.how}", k.record, k.src) for k in ordered.values()
    )
    missing = () if announced is not None else (f"when {subject} became public",)
    value = Knowledge(subject, announced.when if announced is not None else None, ordered)
    return Found(value, Why(f"who knew of {subject}", None, (), because), missing)


def _formal(hints: list[_Hint]) -> list[_Hint]:
    """Let a formal announcement be how the public learned; other publications show it by then.

    A post or a report of the same day would otherwise stretch the moment of a dated
    announcement back to the start of that day.
    """
    if not any(h.party == PUBLIC and isinstance(h.record, nouns.Act) for h in hints):
        return hints
    return [
        replace(h, when=_by(h.when), learned=False)
        if h.party == PUBLIC and not isinstance(h.record, nouns.Act)
        else h
        for h in hints
    ]


def _before(first: _Hint | None, announced: _Hint) -> bool:
    """Whether somebody who is only seen to know knew before the public."""
    return first is not None and first.when.before(announced.when) is True


def _is_past(state: State, hint: _Hint) -> bool:
    """Whether the record that tells of it had, or may have, happened by the state's date."""
    return state.moment(hint.record).happened_by(state.at) is not False


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
                yield _Hint(party, _by(when), "took part in what followed", record, False)
            if record.public:
                yield _Hint(PUBLIC, _by(when), "it was in public", record, False)
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
        yield _Hint(sender, _by(when), "told others, so knew by then", message, False)
    if message.public:
        yield _Hint(PUBLIC, when, f"it was published{by}{channel}", message)


def _by(when: When) -> When:
    """At some time until then."""
    return When(None, when.latest, f"by {when.written}", when.approximate)


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
        for voter in ballot.split:
            yield _Hint(voter, when, "split their votes", act)
        by = state.book.records.get(act.by or "")
        if isinstance(by, nouns.Person | nouns.Entity):
            yield _Hint(by.id, when, "did it", act)
    if (announces or act.id == subject) and act.public:
        yield _Hint(PUBLIC, when, "it was announced", act)


def _order(when: When) -> tuple[bool, float, float]:
    latest = when.latest.timestamp() if when.latest is not None else float("inf")
    earliest = when.earliest.timestamp() if when.earliest is not None else float("-inf")
    return (when.latest is None, latest, earliest)


def _first(hints: list[_Hint]) -> _Hint | None:
    """The first known time that several records together tell."""
    if not hints:
        return None
    learned = [h for h in hints if h.learned] or hints
    best = min(learned, key=lambda h: _order(h.when))
    cut = min(hints, key=lambda h: _order(h.when))
    starts = [h.when.earliest for h in learned]
    known = [s for s in starts if s is not None]
    earliest = min(known) if len(known) == len(starts) else None
    latest = cut.when.latest
    if earliest is not None and latest is not None and earliest > latest:
        # Seen to know before any learning that is recorded: how it learned is not told.
        return cut
    if (earliest, latest) == (best.when.earliest, best.when.latest):
        return best
    return replace(best, when=replace(best.when, earliest=earliest, latest=latest))


def _first_known(party: str, hint: _Hint | None, announced: _Hint | None) -> FirstKnown:
    assert hint is not None, "a party is listed for its hints"
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

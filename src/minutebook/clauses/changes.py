"""What a deed itself changes, before any norm is asked: posts, seats, units, documents, facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from minutebook.records import nouns
from minutebook.records.deeds import ANY, Deed
from minutebook.state.authority import powers
from minutebook.state.holdings import movement, told_shares
from minutebook.state.state import State
from minutebook.text.numbers import Quantity
from minutebook.text.say import say_number

Kind = Literal["post", "body", "holding", "document"]


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that the event itself changes: what it was and is, in words."""

    kind: Kind
    id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post that the event leaves empty, and who may fill it under what."""

    post: str
    by: str
    norm: str


def changes(before: State, after: State, deeds: tuple[Deed, ...]) -> tuple[Changed, ...]:
    """What the deeds change of posts, bodies, holdings and documents."""
    found = dict.fromkeys(one for deed in deeds for one in _of_deed(before, after, deed))
    return tuple(one for one in found if one.before != one.after)


def vacancies(before: State, after: State, deeds: tuple[Deed, ...]) -> tuple[Vacancy, ...]:
    """The offices that the deeds leave empty, with each who may fill them."""
    found: dict[tuple[str, str], Vacancy] = {}
    for deed in deeds:
        post = deed.get("post")
        record = after.book.records.get(post or "")
        if post is None or not isinstance(record, nouns.Post | nouns.Body):
            continue
        if not _left(before, after, post):
            continue
        filling = Deed("appoint", (("party", ANY), ("post", post)))
        for power in powers(after, filling, after.now):
            holder = power.whose
            found.setdefault((post, holder), Vacancy(post, holder, power.name))
    return tuple(found.values())


def _left(before: State, after: State, post: str) -> bool:
    """Whether somebody left a post or a body, and nobody came."""
    return len(after.seats(post).occupants) < len(before.seats(post).occupants)


def _of_deed(before: State, after: State, deed: Deed) -> Iterator[Changed]:
    match deed.verb:
        case "appoint" | "elect" | "remove" | "resign" | "seats" | "suspend from" | "reinstate":
            yield from _of_post(before, after, deed.get("post") or "")
        case "issue" | "transfer" | "cancel":
            instrument = deed.get("instrument") or ""
            _, giver, taker = movement(deed)
            for party in (giver, taker):
                if party is not None:
                    held = (_held(s, party, instrument) for s in (before, after))
                    yield Changed("holding", f"{party} of {instrument}", *held)
        case "adopt" | "repeal" | "terminate":
            name = deed.get("document") or ""
            if (document := before.book.get(name, nouns.Document)) is not None:
                states = (s.document_state(document, s.now) for s in (before, after))
                yield Changed("document", name, *states)


def _of_post(before: State, after: State, post: str) -> Iterator[Changed]:
    record = before.book.records.get(post)
    if isinstance(record, nouns.Body):
        yield Changed("body", post, *(_members(s, post) for s in (before, after)))
        return
    yield Changed("post", post, *(_holder(s, post) for s in (before, after)))
    if isinstance(record, nouns.Post) and record.in_ is not None:
        body = record.in_
        yield Changed("body", body, *(_members(s, body) for s in (before, after)))


def _holder(state: State, post: str) -> str:
    held = state.holder(post)
    if held is None:
        return "vacant"
    return f"{held.holder or 'unknown'}{' (interim)' if held.interim else ''}"


def _members(state: State, body: str) -> str:
    seats = state.seats(body)
    names = ", ".join(o.holder or "unknown" for o in seats.occupants) or "nobody"
    return f"{names} ({'not known' if seats.seats is None else seats.seats} seats)"


def _held(state: State, party: str, instrument: str) -> str:
    """What a party holds: units, or where its holding is told so, its share of the whole."""
    told = told_shares(state, instrument, state.now).get(party)
    if told is None or told.exact is None:
        return say_units(state.units(party, instrument))
    return f"{say_number(told.exact * 100)} %"


def say_units(units: Quantity) -> str:
    """A number of units in words."""
    if units.exact is not None:
        return say_number(units.exact)
    low = "" if units.low is None else say_number(units.low)
    high = "" if units.high is None else say_number(units.high)
    return f"{low}..{high}" if low or high else "not known"


__all__ = ["Changed", "Vacancy", "changes", "say_units", "vacancies"]

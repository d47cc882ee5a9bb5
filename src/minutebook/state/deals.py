"""What was answered to one deal: offers, refusals and acceptances matched by what they are about.

An answer holds for the deal it was given on. A later offer asks anew; and once the deal was done,
with whomever, the next one has to be offered again. What is offered covers the same thing or a part
of it, as many units or fewer, on terms that are no better for the one who gets them instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from minutebook.records.deeds import ANY, Deed, family, matches, parse_deed
from minutebook.state.conduct import Done, is_party
from minutebook.text.duration import Duration, parse_duration
from minutebook.text.numbers import UNKNOWN, Quantity, exactly, parse_quantity
from minutebook.text.problem import Problem

if TYPE_CHECKING:
    from minutebook.state.reading import Reader
    from minutebook.text.expression import Call

_COUNTED: Final = re.compile(r"([0-9]\S*)\s+(.+)")
_BUYING: Final = ("buy", "acquire")


@dataclass(frozen=True, slots=True)
class Matter:
    """What a deed is about, and how many of it where that is said."""

    name: str
    units: Quantity | None = None


def matter(deed: Deed) -> Matter | None:
    """What a deed is about: its object, or the instrument or document that it names."""
    named = deed.get("instrument") or deed.get("document")
    if named is not None:
        units = parse_quantity(deed.get("units") or "")
        return Matter(named, None if isinstance(units, Problem) else units)
    written = deed.get("object")
    if written is None:
        return None
    counted = _COUNTED.fullmatch(written)
    if counted is None:
        return Matter(written)
    units = parse_quantity(counted[1])
    return Matter(written) if isinstance(units, Problem) else Matter(counted[2], units)


def within(part: Deed, whole: Deed) -> bool:
    """Whether one deed is about what another is about, or a part of it, and no more of it."""
    a, b = matter(part), matter(whole)
    if a is None or b is None:
        return False
    if not (b.name in (a.name, ANY) or a.name.startswith(f"{b.name}/")):
        return False
    if a.units is None or b.units is None:
        return True
    return b.units.plus(a.units.times(-1)).at_least(0) is not False


def answers(reply: Deed, asked: Deed) -> bool:
    """Whether a deed answers another: about the same, the whole of it or a part of it."""
    a, b = matter(reply), matter(asked)
    if a is None or b is None:
        return True
    return (
        ANY in (a.name, b.name)
        or f"{a.name}/".startswith(f"{b.name}/")
        or f"{b.name}/".startswith(f"{a.name}/")
    )


def price(deed: Deed) -> Quantity | None:
    """The price that a deed states, without its currency; None if it states none."""
    written = deed.get("price")
    if written is None:
        return None
    number, _, currency = written.rpartition(" ")
    found = parse_quantity(number if number and currency.isupper() else written)
    return None if isinstance(found, Problem) else found


def priced(reader: Reader, call: Call) -> list[Done]:
    """The deeds so far that `lowest price(PARTY, DEED)` is about, the one judged left out."""
    party, written = call.args
    found = parse_deed(written)
    assert not isinstance(found, Problem), "read when the book was loaded"
    pattern = found[0]
    deeds = [
        one
        for one in reader.lives.done(pattern.verb)
        if matches(pattern, one.deed)
        and one.name != reader.itself
        and is_party(reader.state, party, one.by, reader.point)
        and reader.past(one)
    ]
    return sorted(deeds, key=lambda one: (one.when.latest or reader.at, one.name))


def best_price(reader: Reader, call: Call) -> Quantity:
    """The lowest or highest price of those deeds; a deed that states none leaves one side open.

    Not known where nothing of the kind was done.
    """
    lowest = call.name == "lowest price"
    prices = [price(one.deed) for one in priced(reader, call)]
    told = [one for one in prices if one is not None]
    bounds = [b for one in told if (b := one.high if lowest else one.low) is not None]
    if not bounds:
        return UNKNOWN
    best = min(bounds) if lowest else max(bounds)
    if len(told) == len(prices) and all(one.exact is not None for one in told):
        return exactly(best)
    return Quantity(None, best) if lowest else Quantity(best, None)


def on_terms(deed: Deed, offer: Deed) -> bool:
    """Whether a deed is on terms no better, for who gets it, than what was offered first.

    One that states no price is taken to be at the price of the offer.
    """
    asked, offered = price(deed), price(offer)
    if asked is None or offered is None:
        return True
    more = asked.plus(offered.times(-1))
    if family(deed.verb) in _BUYING:
        more = more.times(-1)
    return more.at_least(0) is not False


def answered(reader: Reader, name: str, args: tuple[str, ...]) -> bool:
    """Whether the deal that the reader's deed is got that answer from a party."""
    return bool(causes(reader, name, args))


def causes(reader: Reader, name: str, args: tuple[str, ...]) -> list[Done]:
    """The records that make the answer; none if it was not given."""
    if reader.deed is None:
        return []
    offer = _last(_offers(reader, args[0]))
    if offer is not None and (_used(reader, offer) or not on_terms(reader.deed, offer.deed)):
        return []
    if name == "offered":
        return [] if offer is None else [offer]
    if name == "lapsed":
        return [] if offer is None else _lapsed(reader, offer, args)
    verb = "decline" if name == "declined" else "accept"
    reply = _reply(reader, verb, args[0], offer)
    if reply is None or (offer is None and _used(reader, reply)):
        return []
    return [reply] if _in_window(reader, reply.when.latest, args[1:]) else []


def _lapsed(reader: Reader, offer: Done, args: tuple[str, ...]) -> list[Done]:
    """The offer, if its time has run without an acceptance, and the window after it has not."""
    if offer.when.latest is None:
        return []
    end = _duration(args[1]).after(offer.when.latest, reader.state.book.zone)
    if end > reader.at or _reply(reader, "accept", args[0], offer) is not None:
        return []
    return [offer] if _in_window(reader, end, args[2:]) else []


def _in_window(reader: Reader, start: datetime | None, window: tuple[str, ...]) -> bool:
    if not window:
        return True
    return start is not None and reader.at < _duration(window[0]).after(
        start, reader.state.book.zone
    )


def _offers(reader: Reader, party: str) -> list[Done]:
    """The offers to a party of what the deed is about."""
    assert reader.deed is not None
    return [
        one
        for one in reader.lives.done("offer")
        if one.deed.get("to") == party and within(reader.deed, one.deed) and reader.past(one)
    ]


def _reply(reader: Reader, verb: str, party: str, offer: Done | None) -> Done | None:
    """What a party answered, to the last offer where there is one."""
    assert reader.deed is not None
    found = [
        one
        for one in reader.lives.done(verb)
        if is_party(reader.state, party, one.by, reader.point)
        and within(reader.deed, one.deed)
        and reader.past(one)
        and (offer is None or _not_before(one, offer))
    ]
    return _last(found)


def _used(reader: Reader, offer: Done) -> bool:
    """Whether the deal that was offered has been done since, so that the next is another.

    A deed that is judged at its own moment does not use up what frees it.
    """
    assert reader.deed is not None
    verb = reader.deed.verb
    return any(
        one.deed != offer.deed
        and within(one.deed, offer.deed)
        and _not_before(one, offer)
        and one.name != reader.itself
        and one.when.latest is not None
        and one.when.latest <= reader.at
        and reader.past(one)
        for one in reader.lives.done(verb)
    )


def _not_before(one: Done, other: Done) -> bool:
    a, b = one.when.latest, other.when.latest
    return a is not None and b is not None and a >= b


def _last(found: list[Done]) -> Done | None:
    dated = [one for one in found if one.when.latest is not None]
    return max(dated, key=lambda one: one.when.latest or datetime.min) if dated else None


def _duration(written: str) -> Duration:
    found = parse_duration(written)
    assert isinstance(found, Duration), "read when the book was loaded"
    return found

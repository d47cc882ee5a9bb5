"""Ways on from a page that took too long: ask again, or settle a reading."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from minutebook.pages.address import Address
from minutebook.records import Book
from minutebook.text.render import visible

_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Way:
    """A link: what it does, and the query of its address."""

    says: str
    query: str


def ways_on(book: Book, address: Address) -> tuple[Way, ...]:
    """The same page again, then with each of the first open readings settled either way."""
    found = [Way("Go on from where it stopped", address.query() or "?")]
    for name, reading in book.readings.items():
        if name in address.readings or len(found) > _MOST:
            continue
        asks = reading.asks or name.replace("-", " ")
        for value in reading.alternatives:
            settled = replace(address, readings={**address.readings, name: value})
            found.append(Way(visible(f"{asks} {value.replace('-', ' ')}"), settled.query()))
    return tuple(found)

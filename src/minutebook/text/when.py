"""Moments that may be imprecise: Extended Date/Time Format dates and zoned times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class When:
    """A moment known to lie between two instants.

    `earliest` and `latest` are aware UTC datetimes (None: open on that side). They are equal
    when the moment is exact. `latest` of an imprecise moment is exclusive: "2023-11-17" lies
    between 00:00 of that day and 00:00 of the next, in the zone of the book.
    """

    earliest: datetime | None
    latest: datetime | None
    written: str

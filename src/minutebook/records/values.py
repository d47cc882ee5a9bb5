"""What a field of a record may hold: a plain value, or a choice among alternatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeAlias, TypeVar

from minutebook.text.span import Span

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")

Mark = Literal["stated", "inferred", "assumed", "disputed"]


@dataclass(frozen=True, slots=True)
class Cite:
    """A place in a source: the source's id, the place in it, and how firmly it speaks."""

    source: str
    locator: str
    mark: Mark
    span: Span

    def __str__(self) -> str:
        place = f"{self.source}:{self.locator}" if self.locator else self.source
        return place if self.mark == "stated" else f"{place} ({self.mark})"


@dataclass(frozen=True, slots=True, eq=False)
class Value(Generic[T_co]):
    """Alternatives that the sources leave open, by name; resolved only by a world.

    `reading` is the name of the choice. Several values may hang on the same reading: a world
    picks one alternative for all of them.
    """

    by: Mapping[str, T_co]
    reading: str
    src: Mapping[str, tuple[Cite, ...]]


Reads: TypeAlias = T | Value[T]
"""A field that may be plain or hang on a reading."""


class Unknown:
    """What the sources do not say and no alternative names."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "unknown"


UNKNOWN: Final = Unknown()
"""The one value of its class: `is UNKNOWN` tells it apart."""

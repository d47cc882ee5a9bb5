"""Where a book reads its facts, and the questions that its sources leave open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from minutebook.records.values import Cite
from minutebook.text.span import Span
from minutebook.text.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact is read: who said it, when, in which language."""

    id: str
    span: Span
    title: str | None = None
    by: str | None = None
    date: When | None = None
    lang: str | None = None
    url: str | None = None
    kind: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way to read what the sources leave open."""

    name: str
    says: str | None = None
    src: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A question that no document at hand settles, with its alternatives.

    `adopted` is the alternative that a single-world view shows; it settles nothing.
    """

    id: str
    span: Span
    asks: str | None = None
    alternatives: Mapping[str, Alternative] = field(default_factory=dict)
    adopted: str | None = None

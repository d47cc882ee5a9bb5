"""A loaded book: its records, sources and readings, with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from minutebook.records.deeds import Deed
from minutebook.records.nouns import Noun, Reading, Source
from minutebook.text.diagnostics import Diagnostic

N = TypeVar("N", bound=Noun)


@dataclass(frozen=True)
class Book:
    """Everything that was read, typed; `diagnostics` says what could not be.

    `files` maps each file's displayed name to its text; `digest` identifies the whole.
    `laws` are the ids of the documents of law that came with the software. `given` is written in no
    book: of a state that is written down anew it keeps the consents given by then, by whom and to
    what, and `touches` the entrenched norms that each document to come would change.
    """

    title: str
    zone: ZoneInfo
    currency: str | None
    files: Mapping[str, str]
    records: Mapping[str, Noun]
    sources: Mapping[str, Source]
    readings: Mapping[str, Reading]
    diagnostics: tuple[Diagnostic, ...]
    digest: str
    laws: frozenset[str] = frozenset()
    given: tuple[tuple[str, Deed], ...] = ()
    touches: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _by_class: dict[type, tuple[Noun, ...]] = field(default_factory=dict, repr=False)

    def of(self, noun: type[N]) -> tuple[N, ...]:
        """All records of one kind, in the order of the files."""
        if noun not in self._by_class:
            found = tuple(r for r in self.records.values() if isinstance(r, noun))
            self._by_class[noun] = found
        return self._by_class[noun]  # type: ignore[return-value]  # filled by isinstance above

    def get(self, name: str | None, noun: type[N]) -> N | None:
        """The record of that id and kind, or None."""
        record = self.records.get(name) if name is not None else None
        return record if isinstance(record, noun) else None

    @cached_property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that make the book wrong."""
        return tuple(d for d in self.diagnostics if d.severity == "error")

    def __iter__(self) -> Iterator[Noun]:
        return iter(self.records.values())

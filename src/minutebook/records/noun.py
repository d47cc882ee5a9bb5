"""What every record has, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from minutebook.records.values import Cite, Mark, Reads
from minutebook.text.span import Span
from minutebook.text.when import Relative, When

Moment: TypeAlias = When | Relative


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """What every record has.

    `known` is the date from which the record counts as known, if the book states it; `reported`
    is what was announced, beside what the judge finds.
    """

    id: str
    span: Span
    name: str | None = None
    date: Reads[Moment] | None = None
    src: tuple[Cite, ...] = ()
    status: Mark = "stated"
    assumed: str | None = None
    known: When | None = None
    reported: str | None = None
    note: str | None = None
    after: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name people read, else the id."""
        return self.name or self.id

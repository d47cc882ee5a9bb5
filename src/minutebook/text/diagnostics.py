"""What is wrong with a book, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from minutebook.text.span import Span

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake in a book: its code, its place, what is wrong and what to write instead.

    `also` names the other places of the same mistake: forty uses of one misspelt name
    are one diagnostic.
    """

    code: str
    severity: Severity
    span: Span
    message: str
    hint: str = ""
    also: tuple[Span, ...] = ()

    def __str__(self) -> str:
        return f"{self.span} {self.code} {self.message}"

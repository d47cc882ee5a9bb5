"""Norms found by the deeds that they speak of, so that a thousand others are not looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from minutebook.records.deeds import Deed, family, matches, shared

T = TypeVar("T")
Told: TypeAlias = "tuple[int, T, Deed | None]"
"""The place of a norm among those added, the norm, and the pattern of the deeds it speaks of."""


@dataclass(slots=True)
class Spoken(Generic[T]):
    """Things that each speak of the deeds under a pattern, or of every deed.

    A pattern that names something ("appoint any to org/ceo") is kept under that name; those that
    name nothing, and those that fit by words or parts, are `broad` and looked at each time.
    """

    broad: list[Told[T]] = field(default_factory=list)
    narrow: dict[tuple[str, str, str], list[Told[T]]] = field(default_factory=dict)
    count: int = 0

    def add(self, thing: T, pattern: Deed | None) -> None:
        """Add one, with the pattern of the deeds that it speaks of; None: of every deed."""
        told = (self.count, thing, pattern)
        self.count += 1
        name = shared(pattern) if pattern is not None else None
        if pattern is None or name is None:
            self.broad.append(told)
        else:
            self.narrow.setdefault((family(pattern.verb), *name), []).append(told)

    def of(self, forms: Iterable[Deed]) -> list[T]:
        """Those that speak of a deed in any of its forms, in the order in which they were added."""
        forms = tuple(forms)
        found = list(self.broad)
        if self.narrow:
            keys = ((family(form.verb), *arg) for form in forms for arg in form.args)
            for key in dict.fromkeys(keys):
                found.extend(self.narrow.get(key, ()))
            found.sort(key=_place)
        return [
            thing
            for _, thing, pattern in found
            if pattern is None or any(matches(pattern, form) for form in forms)
        ]


def _place(told: Told[T]) -> int:
    return told[0]

"""A value with its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from minutebook.records.values import Cite

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Why:
    """One step of the reasons: what holds, by which rule, from which places, because of what."""

    says: str
    rule: str | None = None
    src: tuple[Cite, ...] = ()
    because: tuple[Why, ...] = ()

    def walk(self) -> Iterator[Why]:
        """This step and all below it."""
        yield self
        for step in self.because:
            yield from step.walk()

    def cites(self) -> tuple[Cite, ...]:
        """Every place that this step and those below it rest on, once each."""
        return tuple({(c.source, c.locator): c for w in self.walk() for c in w.src}.values())

    def __str__(self) -> str:
        return "\n".join(self._lines(0))

    def _lines(self, depth: int) -> Iterator[str]:
        places = f" [{', '.join(map(str, self.src))}]" if self.src else ""
        rule = f" ({self.rule})" if self.rule else ""
        yield f"{'  ' * depth}{self.says}{rule}{places}"
        for step in self.because:
            yield from step._lines(depth + 1)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """The answer in one world; None means not determined, and `missing` says for want of what."""

    value: T | None
    why: Why
    missing: tuple[str, ...] = ()

"""What a format cannot express, one line for each thing of a kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was not carried over: what, why, and how often."""

    what: str
    why: str
    count: int = 1


@dataclass(slots=True)
class Leaving:
    """Collects what is left out while a format is read or written."""

    found: Counter[tuple[str, str]] = field(default_factory=Counter)

    def out(self, what: str, why: str) -> None:
        """Note one thing that cannot be carried over."""
        self.found[what, why] += 1

    def listed(self) -> tuple[LeftOut, ...]:
        """All of them, in the order in which they were met."""
        return tuple(LeftOut(what, why, count) for (what, why), count in self.found.items())


def listed(left_out: tuple[LeftOut, ...]) -> str:
    """The list as text, a line each."""
    lines = []
    for one in left_out:
        times = f" ({one.count} times)" if one.count > 1 else ""
        lines.append(f"{one.what}{times}: {one.why}")
    return "\n".join(lines)

"""What the worlds of one question remember together: values, and the choices they rest on."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from minutebook.answers.order import Edge

ChoiceKind = Literal["reading", "claims", "order", "time", "act", "rule"]
RestsOn = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something open: its alternatives, the one to show first, and what kind of thing it is."""

    name: str
    alternatives: tuple[str, ...]
    default: str
    kind: ChoiceKind


class Entry(NamedTuple):
    """A value, the choices it rests on, and those that were looked at without effect."""

    rests_on: RestsOn
    value: Any
    passed: frozenset[str]


@dataclass(slots=True)
class Entries:
    """The values of one slot, found by the choices that they rest on.

    A slot meets its choices one after another, and which comes next hangs on how those before were
    settled: so the values stand in a tree, and a world goes down it by its own choices. `here` are
    those that rest on nothing further, with the order in which they came.
    """

    here: list[tuple[int, Entry]] = field(default_factory=list)
    further: dict[str, dict[str, Entries]] = field(default_factory=dict)
    count: int = 0

    def add(self, entry: Entry) -> None:
        """Keep one more value."""
        at = self
        for name, chosen in entry.rests_on:
            at = at.further.setdefault(name, {}).setdefault(chosen, Entries())
        at.here.append((self.count, entry))
        self.count += 1

    def under(self, settled: Callable[[str], str | None]) -> list[Entry]:
        """The values that rest on choices as they are settled, the first that came first."""
        found: list[tuple[int, Entry]] = []
        queue = [self]
        for at in queue:
            found.extend(at.here)
            for name, nodes in at.further.items():
                below = nodes.get(settled(name) or "")
                if below is not None:
                    queue.append(below)
        return [entry for _, entry in sorted(found, key=_came)]


def _came(one: tuple[int, Entry]) -> int:
    return one[0]


@dataclass(slots=True)
class Memo:
    """What has been worked out, with the choices it rests on; shared by the worlds of a question.

    An entry serves every world that settles those choices alike; what rests on no choice, nearly
    everything in most books, lies in `settled`. `depth` counts the judgments that are under way
    inside one another.
    """

    entries: dict[Hashable, Entries] = field(default_factory=dict)
    settled: dict[Hashable, Any] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)
    indexes: dict[Hashable, Any] = field(default_factory=dict)
    depth: int = 0

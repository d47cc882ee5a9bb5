"""What the worlds of one question remember together: values, and the choices they rest on."""

from __future__ import annotations

from collections.abc import Hashable
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
class Memo:
    """What has been worked out, with the choices it rests on; shared by the worlds of a question.

    An entry serves every world that settles those choices alike; what rests on no choice, nearly
    everything in most books, lies in `settled`. `depth` counts the judgments that are under way
    inside one another.
    """

    entries: dict[Hashable, list[Entry]] = field(default_factory=dict)
    settled: dict[Hashable, Any] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)
    indexes: dict[Hashable, Any] = field(default_factory=dict)
    depth: int = 0

"""Looking at one world, and saying what would look otherwise in another.

A view of a whole state rests on everything that is open at once; going through all worlds
would multiply them. So a view is worked out in one world, and then once more for each
alternative of each thing that is open, all else equal: what changes depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from minutebook.answers import Memo, World
from minutebook.records import Book

V = TypeVar("V", bound=Mapping[Any, Any])


@dataclass(frozen=True, slots=True)
class Depends:
    """One thing shown that would be otherwise under another alternative of what is open.

    `otherwise` maps each alternative that changes it to what it would then be (as text).
    """

    kind: str
    id: str
    on: str
    chosen: str
    otherwise: Mapping[str, Any]

    def json(self) -> dict[str, Any]:
        """The dependence as JSON."""
        return {
            "kind": self.kind,
            "id": self.id,
            "on": self.on,
            "chosen": self.chosen,
            "changed_by": list(self.otherwise),
        }


@dataclass(frozen=True, slots=True)
class OneWorld(Generic[V]):
    """A view in one world, with the choices that make it and what depends on them."""

    value: V
    readings: Mapping[str, str]
    depends: tuple[Depends, ...]


def adopted_readings(book: Book) -> dict[str, str]:
    """The alternatives that the book adopts for showing."""
    return {r.id: r.adopted for r in book.readings.values() if r.adopted is not None}


def in_one_world(
    view: Callable[[World], V],
    fixed: Mapping[str, str],
    adopted: Mapping[str, str],
    memo: Memo | None = None,
) -> OneWorld[V]:
    """Work out a view whose parts are keyed (kind, id), and what each part depends on."""
    memo = memo if memo is not None else Memo()
    world = World(fixed, memo, adopted)
    value = view(world)
    settled = dict(world.met)
    depends: list[Depends] = []
    for name in sorted(world.passed | set(settled)):
        if name in fixed:
            continue
        choice = memo.choices[name]
        chosen = settled.get(name, adopted.get(name, choice.default))
        changed: dict[Any, dict[str, Any]] = {}
        for other in choice.alternatives:
            if other == chosen:
                continue
            elsewhere = view(World({**fixed, name: other}, memo, {**adopted, **settled}))
            for key in {**value, **elsewhere}:
                if value.get(key) != elsewhere.get(key):
                    changed.setdefault(key, {})[other] = elsewhere.get(key)
        depends.extend(
            Depends(kind, id_, name, chosen, otherwise)
            for (kind, id_), otherwise in changed.items()
        )
        if changed and name not in settled:
            settled[name] = chosen
    readings = {n: c for n, c in settled.items() if n not in fixed}
    return OneWorld(value, {**fixed, **readings}, tuple(depends))

"""What a format cannot express, one line for each thing of a kind, with its first place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was not carried over: what, why, how often, and where it is met first.

    `place` is "file:line", or empty where there is no such place.
    """

    what: str
    why: str
    count: int = 1
    place: str = ""


@dataclass(slots=True)
class Leaving:
    """Collects what is left out while a format is read or written."""

    found: dict[tuple[str, str], LeftOut] = field(default_factory=dict)

    def out(self, what: str, why: str, place: str = "") -> None:
        """Note one thing that cannot be carried over."""
        first = self.found.get((what, why))
        self.found[what, why] = (
            LeftOut(what, why, 1, place) if first is None else replace(first, count=first.count + 1)
        )

    def listed(self) -> tuple[LeftOut, ...]:
        """All of them, in the order in which they were met."""
        return tuple(self.found.values())


def listed(left_out: tuple[LeftOut, ...]) -> str:
    """The list as text, a line each."""
    lines = []
    for one in left_out:
        times = f" ({one.count} times)" if one.count > 1 else ""
        first = " first at" if one.count > 1 else ""
        place = f" [{first.strip()} {one.place}]".replace("[ ", "[") if one.place else ""
        lines.append(f"{one.what}{times}: {one.why}{place}")
    return "\n".join(lines)

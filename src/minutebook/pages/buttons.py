"""Marks of parties on a chart that are buttons: people are pressed to build a coalition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from minutebook.pages.svg import tag


@dataclass(frozen=True, slots=True)
class Buttons:
    """Parties whose marks on a chart are buttons, and those of them that are pressed."""

    parties: frozenset[str] = frozenset()
    pressed: frozenset[str] = frozenset()

    def around(self, party: str, title: str, corner: tuple[float, float], room: float,
               height: float, *shapes: str) -> str:  # fmt: skip
        """Shapes as a button of a party, with a tick for when it is pressed; else as they are."""
        if party not in self.parties:
            return "".join(shapes)
        x, y = corner
        ground = tag("rect", class_="hit", x=x - 4, y=y - 3, width=room, height=height + 6, rx=8)
        tick = tag("path", class_="pressed", d=f"M{x + 2:.1f} {y + 11:.1f}l6 6l12 -14")
        return tag("g", ground, *shapes, tick, class_="member", role="button", tabindex="0",
                   aria_pressed="true" if party in self.pressed else "false",
                   aria_label=title, data_member=party)  # fmt: skip


NO_BUTTONS: Final = Buttons()

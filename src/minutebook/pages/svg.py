"""Writing SVG and HTML with text that stays text, and variants that a step switches.

A drawing holds every variant of each part at once. Each variant names its part and the values
under which it is seen; showing a step is a test of set membership, on the server and in the
script alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.safestring import SafeString, mark_safe

from minutebook.pages.measure import REGULAR, is_measured, width
from minutebook.text.render import visible
from minutebook.views.replay import Key, Replay


def esc(words: str) -> str:
    """Words of a book as text of a page: no markup, no control characters."""
    return escape(visible(words))


def tag(name: str, *children: str, **attributes: Any) -> str:
    """An element. Attributes: `class_` is class, `_` is `-`; None leaves one out."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_said(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(children)
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


def _said(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return visible(str(value))


def svg(
    shapes: Iterable[str],
    width: float,
    height: float,
    label: str,
    *,
    role: str = "img",
    stretches: bool = False,
) -> str:
    """A chart with a name and a role: a picture, or a group of what can be pressed in it.

    One that `stretches` fills whatever box it is given; in its own size it looks the same.
    """
    return tag(
        "svg",
        *shapes,
        xmlns="http://www.w3.org/2000/svg",
        class_="chart",
        role=role,
        aria_label=label,
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        preserveAspectRatio="none" if stretches else None,
    )


Markup = SafeString


def markup(drawn: str) -> Markup:
    """A drawing for a template. `tag` and `esc` wrote it: every word in it is escaped."""
    return mark_safe(drawn)


@dataclass(frozen=True, slots=True)
class Font:
    """How a line of a chart is set: its class, size and weight."""

    name: str
    size: float
    weight: int = REGULAR

    @property
    def leading(self) -> float:
        """From one baseline to the next."""
        return self.size * 1.32


def lines(words: Iterable[str], x: float, y: float, font: Font, anchor: str = "start") -> str:
    """Lines of text below `y`. A line the font cannot measure is held to the width allowed."""
    out = []
    for number, line in enumerate(words):
        held = None if is_measured(line) else width(line, font.size, font.weight)
        out.append(
            tag(
                "text",
                esc(line),
                class_=font.name,
                x=x,
                y=y + font.size * 0.98 + number * font.leading,
                text_anchor=None if anchor == "start" else anchor,
                textLength=held,
                lengthAdjust=None if held is None else "spacingAndGlyphs",
            )
        )
    # A space parts the lines for those who hear them.
    return " ".join(out)


@dataclass(slots=True)
class Variants:
    """What is shown of each part at one step of a replay, and what has changed since the last.

    `still` draws what is seen at that step and nothing else, with no marks for a script.
    """

    replay: Replay
    step: int
    still: bool = False
    numbers: dict[Key, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = {key: n for n, key in enumerate(self.replay.cases)}

    def where(self, key: Key, test: Callable[[Any], bool]) -> frozenset[int]:
        """The values of a part that pass a test, by their places."""
        return frozenset(n for n, value in enumerate(self.replay.values[key]) if test(value))

    def equal(self, key: Key, *wanted: Any) -> frozenset[int]:
        """The places of some of a part's values."""
        return self.where(key, lambda value: value in wanted)

    def attributes(
        self, key: Key, seen: frozenset[int], role: str = "shown", class_: str = ""
    ) -> dict[str, str]:
        """The attributes of a variant seen under some values of a part.

        `role`: "shown" under these values; "new" only at the step where they begin; "gone" only
        at the step where they end.
        """
        now = self.replay.index(key, self.step) in seen
        before = self.replay.index(key, self.step - 1) in seen if self.step else now
        on = {"shown": now, "new": now and not before, "gone": before and not now}[role]
        classes = [class_] if class_ else []
        if not on:
            classes.append("off")
        elif role == "shown" and not before:
            classes.append("new")
        found = {
            "data_p": str(self.numbers[key]),
            "data_v": " ".join(map(str, sorted(seen))),
            "class_": " ".join(classes),
        }
        if role != "shown":
            found["data_r"] = role
        return {name: value for name, value in found.items() if value or name == "data_v"}

    def group(
        self, key: Key, seen: frozenset[int], *children: str, role: str = "shown", class_: str = ""
    ) -> str:
        """A group of shapes seen under some values of a part."""
        if not seen:
            return ""
        if self.still:
            on = role == "shown" and self.replay.index(key, self.step) in seen
            return tag("g", *children, class_=class_ or None) if on else ""
        return tag("g", *children, **self.attributes(key, seen, role, class_))

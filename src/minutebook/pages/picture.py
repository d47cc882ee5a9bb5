"""Charts as files of their own: SVG with its look, its font and its text, and PNG.

The font is inside the SVG; text in scripts that it lacks (Chinese, Japanese, Korean) stays text
and is set in a font of whoever opens the file. A PNG is painted with the light colours, and with
the fonts of this machine, or those named, where ours has no letter. What none of them has is drawn
as boxes, and the picture says so at its foot.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from importlib import import_module, resources
from typing import Final

from minutebook.pages.measure import is_measured, wrap
from minutebook.pages.statics import content
from minutebook.pages.svg import Font, lines

ZOOM: Final = 2.0
_FONT: Final = "inter.ttf"
_FINE: Final = Font("fine", 12)
_NO_CHARACTER: Final = "\U0003fffd"
"""Not assigned, in a plane that has no characters yet."""


class NoPainterError(Exception):
    """The optional package that paints PNG files is not installed."""


def svg_file(drawn: str) -> bytes:
    """A chart as a file that carries its look, its font and its text."""
    font = base64.b64encode(content("inter.woff2")).decode()
    face = (
        "@font-face { font-family: Inter; font-weight: 400 700; "
        f'src: url("data:font/woff2;base64,{font}") format("woff2"); }}'
    )
    look = f"{face}\n{content('chart.css').decode()}"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_styled(drawn, look)}\n'.encode()


@dataclass(frozen=True, slots=True)
class Fonts:
    """Where letters come from that the shipped font lacks: font files, and those of the machine."""

    files: tuple[str, ...] = ()
    of_the_machine: bool = True


THIS_MACHINE: Final = Fonts()


def png_bytes(drawn: str, zoom: float = ZOOM, fonts: Fonts = THIS_MACHINE) -> bytes:
    """A chart as PNG on its ground colour, `zoom` pixels to a unit.

    Characters that no font has are boxes; a line at the foot says how many, and of which script.

    Raises
    ------
    NoPainterError : the extra `png` is not installed.
    """
    lacking = undrawn(drawn, fonts)
    return _paint(_with_foot(drawn, says_undrawn(lacking)) if lacking else drawn, zoom, fonts)


def undrawn(drawn: str, fonts: Fonts = THIS_MACHINE) -> tuple[str, ...]:
    """The characters of a chart that no font at hand has, each once.

    Raises
    ------
    NoPainterError : the extra `png` is not installed.
    """
    texts = (unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", drawn))
    found = dict.fromkeys(c for text in texts if not is_measured(text) for c in text)
    return tuple(c for c in found if not is_measured(c) and not c.isspace() and _lacks(c, fonts))


def says_undrawn(lacking: Sequence[str]) -> str:
    """Which characters are drawn as boxes, in one sentence."""
    scripts: dict[str, int] = {}
    for character in lacking:
        script = _script(character)
        scripts[script] = scripts.get(script, 0) + 1
    told = ", ".join(f"{count} of {script}" for script, count in scripts.items())
    return f"Drawn as boxes, for no font here has these characters: {told}."


def _script(character: str) -> str:
    """The script of a character, by the first word of its name in the Unicode standard."""
    first = unicodedata.name(character, "").split(" ")[0]
    if first == "CJK":
        return "Han (Chinese, Japanese, Korean)"
    letter = unicodedata.category(character)[0] in "LM"
    return first.capitalize() if letter and first else "symbols"


@lru_cache(maxsize=4096)
def _lacks(character: str, fonts: Fonts) -> bool:
    """Whether the painter draws a character as it draws one that does not exist."""
    return _glyph(character, fonts) == _glyph(_NO_CHARACTER, fonts)


@lru_cache(maxsize=64)
def _glyph(character: str, fonts: Fonts) -> bytes:
    start = '<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="40" height="40">'
    word = f'<text class="plain" x="4" y="24">{escape(character)}</text>'
    return _paint(f"{start}{word}</svg>", 1.0, fonts)


def _with_foot(drawn: str, says: str) -> str:
    """A chart with a line of text below it."""
    root = re.match(r'<svg [^>]*viewBox="0 0 (\d+) (\d+)"[^>]*>', drawn)
    assert root is not None, "every chart is drawn by svg()"
    wide, tall = int(root[1]), int(root[2])
    foot = wrap(says, wide - 8, _FINE.size, most=6)
    height = tall + 8 + round(len(foot) * _FINE.leading)
    head = root[0].replace(f'"0 0 {wide} {tall}"', f'"0 0 {wide} {height}"')
    head = head.replace(f'height="{tall}"', f'height="{height}"')
    inner = drawn[root.end() :].removesuffix("</svg>")
    return f"{head}{inner}{lines(foot, 4, tall + 4, _FINE)}</svg>"


def _paint(drawn: str, zoom: float, fonts: Fonts) -> bytes:
    look, ground = _light()
    with resources.as_file(
        resources.files("minutebook.pages") / "static/minutebook" / _FONT
    ) as font:
        return _painter()(
            svg_string=_styled(drawn, look),
            font_files=[str(font), *fonts.files],
            background=ground,
            zoom=zoom,
            sans_serif_family="Inter",
            skip_system_fonts=not fonts.of_the_machine,
        )


def can_paint() -> bool:
    """Whether PNG files can be made here."""
    try:
        _painter()
    except NoPainterError:
        return False
    return True


def _painter() -> Callable[..., bytes]:
    try:
        found: Callable[..., bytes] = import_module("resvg_py").svg_to_bytes
    except ImportError as error:
        says = "PNG files need one package more: pip install 'minutebook[png]' (SVG needs none)"
        raise NoPainterError(says) from error
    return found


def _styled(drawn: str, look: str) -> str:
    start = drawn.index(">") + 1
    return f"{drawn[:start]}<style><![CDATA[{look.replace(']]>', '')}]]></style>{drawn[start:]}"


@lru_cache(maxsize=1)
def _light() -> tuple[str, str]:
    """The look of a chart with its light colours written out, and the ground colour.

    What paints PNG files knows neither variables nor media queries.
    """
    look = re.sub(r"/\*.*?\*/", "", content("chart.css").decode(), flags=re.DOTALL)
    root = re.search(r":root \{(.*?)\}", look, re.DOTALL)
    assert root is not None, "the chart's look begins with its colours"
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", root[1]))
    rules = re.sub(r"@media[^{]*\{\s*:root \{.*?\}\s*\}", "", look, flags=re.DOTALL)
    rules = rules.replace(root[0], "")
    written = re.sub(r"var\(--([a-z-]+)\)", lambda found: colours[found[1]], rules)
    return written, colours["ground"]

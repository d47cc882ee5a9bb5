"""Charts as files of their own: SVG with its look, its font and its text, and PNG.

The font is inside the SVG; text in scripts that it lacks (Chinese, Japanese, Korean) stays text
and is set in a font of whoever opens the file. A PNG is painted with the light colours, and with
the fonts of this machine where ours has no letter.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module, resources
from typing import Final

from minutebook.pages.statics import content

ZOOM: Final = 2.0
_FONT: Final = "inter.ttf"


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


def png_bytes(drawn: str, zoom: float = ZOOM) -> bytes:
    """A chart as PNG on its ground colour, `zoom` pixels to a unit.

    Raises
    ------
    NoPainterError : the extra `png` is not installed.
    """
    look, ground = _light()
    with resources.as_file(
        resources.files("minutebook.pages") / "static/minutebook" / _FONT
    ) as font:
        return _painter()(
            svg_string=_styled(drawn, look),
            font_files=[str(font)],
            background=ground,
            zoom=zoom,
            sans_serif_family="Inter",
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

"""Our own files that a page loads. The list is fixed, so no path of a request is ever opened."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Final

FILES: Final = {
    "app.css": "text/css; charset=utf-8",
    "chart.css": "text/css; charset=utf-8",
    "report.css": "text/css; charset=utf-8",
    "payments.js": "text/javascript; charset=utf-8",
    "app.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "inter.woff2": "font/woff2",
    "inter-LICENSE.txt": "text/plain; charset=utf-8",
}


@lru_cache(maxsize=len(FILES))
def content(name: str) -> bytes:
    """The bytes of one of our files."""
    return (resources.files("minutebook.pages") / "static" / "minutebook" / name).read_bytes()


def read_static(name: str) -> tuple[str, bytes] | None:
    """The kind and the bytes of a file, or None if it is none of ours."""
    kind = FILES.get(name)
    return None if kind is None else (kind, content(name))

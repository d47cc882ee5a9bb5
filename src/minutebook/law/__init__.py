"""Default rules of a jurisdiction, as dated documents in the book's own format.

`LIBRARY` finds them by name for `minutebook.records.load`.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

from minutebook.records.library import Library

__all__ = ["LIBRARY"]

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class _Shipped:
    """The documents that lie beside this file."""

    def find(self, name: str) -> bytes | None:
        """Give the text of the document with that id, or None if there is none."""
        if _NAME.fullmatch(name) is None:
            return None
        document = files(__name__).joinpath(f"{name}.yaml")
        return document.read_bytes() if document.is_file() else None

    def names(self) -> tuple[str, ...]:
        """Give the ids of all documents, in alphabetical order."""
        names = (entry.name for entry in files(__name__).iterdir())
        return tuple(sorted(n.removesuffix(".yaml") for n in names if n.endswith(".yaml")))


LIBRARY: Final[Library] = _Shipped()

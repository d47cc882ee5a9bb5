"""Law as dated documents: presets of default rules, each with its citation.

A preset is a file of this folder in the book's own format; an entity names it under `law:`.
`LIBRARY` finds the presets by name.
"""

from __future__ import annotations

from importlib import resources


class _Presets:
    """The documents of law that come with the software."""

    def find(self, name: str) -> bytes | None:
        """The text of a preset, or None."""
        if name not in self.names():
            return None
        return (resources.files(__name__) / f"{name}.yaml").read_bytes()

    def names(self) -> tuple[str, ...]:
        """The presets there are."""
        folder = resources.files(__name__)
        return tuple(sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".yaml")))

    def __call__(self, name: str) -> bytes | None:
        return self.find(name)


LIBRARY = _Presets()

__all__ = ["LIBRARY"]

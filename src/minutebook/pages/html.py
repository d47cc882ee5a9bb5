"""Variants in pages: the attributes that the script and the server go by, beside plain text."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from django.utils.safestring import SafeString, mark_safe

from minutebook.pages.svg import Variants
from minutebook.text.render import visible
from minutebook.views.replay import Key


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text that is seen under some values of a part; `attributes` are markup."""

    text: str
    attributes: SafeString
    on: bool = True
    detail: tuple[str, ...] = ()


def cell(
    variants: Variants,
    key: Key,
    seen: frozenset[int],
    text: str,
    *,
    role: str = "shown",
    class_: str = "",
    detail: tuple[str, ...] = (),
) -> Cell:
    """A variant for a template, which writes `attributes` into the tag and escapes the rest."""
    found = variants.attributes(key, seen, role, class_)
    written = " ".join(
        f"{name.rstrip('_').replace('_', '-')}={quoteattr(value)}" for name, value in found.items()
    )
    on = "off" not in found.get("class_", "").split()
    # Numbers and class names of ours only: nothing of the book is in it.
    return Cell(visible(text), mark_safe(written), on, tuple(map(visible, detail)))

"""How messages speak: quotations cut to a sensible length, articles, lists of alternatives."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 40
_MOST_LISTED = 12


def quote(text: str) -> str:
    """Quote what the user wrote; a very long text is cut."""
    return f'"{text}"' if len(text) <= _LONGEST else f'"{text[: _LONGEST - 1]}…"'


def with_article(words: str) -> str:
    """Put "a" or "an" before a noun."""
    return ("an " if words[:1] in "aeio" else "a ") + words


def either(kinds: Iterable[str]) -> str:
    """Say a choice of nouns: "an entity, a person or a group"."""
    said = [with_article(kind) for kind in kinds]
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} or {said[-1]}"


def listed(words: Iterable[str]) -> str:
    """Say a list of words, cut where it would be too long to help."""
    every = list(words)
    rest = len(every) - _MOST_LISTED
    return ", ".join(every) if rest <= 1 else f"{', '.join(every[:_MOST_LISTED])} and {rest} more"

"""Did you mean …? The known name nearest to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_LONGEST_NAME = 100
_MOST_CANDIDATES = 20_000
_MOST_COMPARED = 2_000
_LIKENESS = 0.7


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """Give the candidate most like `name`, or None if none is like enough to be meant.

    Likeness is the ratio of Ratcliff and Obershelp ("Pattern Matching: The Gestalt Approach",
    Dr. Dobb's Journal, July 1988), without regard to case; of equals the first in the alphabet
    is given. The time is bounded: very long names are not compared, and of very many candidates
    only the first ones and those of nearly the same length.
    """
    if not name or len(name) > _LONGEST_NAME:
        return None
    folded = name.casefold()
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(folded)
    best: str | None = None
    best_ratio = _LIKENESS
    for candidate in _comparable(name, candidates):
        matcher.set_seq1(candidate.casefold())
        if matcher.real_quick_ratio() < best_ratio or matcher.quick_ratio() < best_ratio:
            continue
        ratio = matcher.ratio()
        if ratio > best_ratio or (ratio == best_ratio and (best is None or candidate < best)):
            best, best_ratio = candidate, ratio
    return best


def _comparable(name: str, candidates: Iterable[str]) -> list[str]:
    """Choose the candidates worth comparing: nearest in length first, at most so many."""
    some: list[str] = []
    for number, candidate in enumerate(candidates):
        if number >= _MOST_CANDIDATES:
            break
        if candidate != name and len(candidate) <= _LONGEST_NAME:
            some.append(candidate)
    if len(some) <= _MOST_COMPARED:
        return some
    some.sort(key=lambda candidate: (abs(len(candidate) - len(name)), candidate))
    return some[:_MOST_COMPARED]

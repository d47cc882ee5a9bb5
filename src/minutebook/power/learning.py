"""A monotone function and its dual, learnt together by asking.

Whoever blocks all winning coalitions found so far either leaves the others unable to win, or they
are a coalition not found yet (Fredman and Khachiyan 1996; Gunopulos, Khardon, Mannila and Toivonen
1997). So it takes about as many questions as there are minimal winning and blocking coalitions,
however many names there are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def least(
    carried: Callable[[Mapping[Name, int]], bool], taken: Mapping[Name, int], name: Name, most: int
) -> int:
    """The fewest of a name, with what is taken of the others, that carry it."""
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if carried({**taken, name: middle}):
            high = middle
        else:
            low = middle + 1
    return low


def learnt(
    carried: Callable[[Mapping[Name, int]], bool], counts: Mapping[Name, int]
) -> Iterator[dict[Name, int]]:
    """All minimal winning patterns: how many of each name, of so many that there are."""
    names = sorted(counts, key=lambda name: counts[name])
    if not carried(counts):
        return
    pattern = _shrunk(carried, counts, names)
    yield pattern
    blocking = _blocking_too([{}], pattern, counts)
    # Nobody new can be found without these: they were looked into and do block.
    looked_into: set[frozenset[tuple[Name, int]]] = set()
    while True:
        fresh = (b for b in blocking if frozenset(b.items()) not in looked_into)
        found = None
        for missing in fresh:
            rest = {name: count - missing.get(name, 0) for name, count in counts.items()}
            if carried(rest):
                found = _shrunk(carried, rest, names)
                break
            looked_into.add(frozenset(missing.items()))
        if found is None:
            return
        yield found
        blocking = _blocking_too(blocking, found, counts)


def _blocking_too(
    blocking: list[dict[Name, int]], pattern: Mapping[Name, int], counts: Mapping[Name, int]
) -> list[dict[Name, int]]:
    """The smallest ways to block one pattern more: how many of each name stay away (Berge 1989).

    A pattern that needs k of a name is blocked once all but k - 1 of it stay away.
    """
    needed = {name: counts[name] - k + 1 for name, k in pattern.items() if k}
    kept = [b for b in blocking if any(b.get(n, 0) >= k for n, k in needed.items())]
    more: list[dict[Name, int]] = []
    for one in blocking:
        if any(one.get(n, 0) >= k for n, k in needed.items()):
            continue
        for name, k in needed.items():
            made = {**one, name: k}
            if not any(_within(other, made) for other in kept):
                more.append(made)
    return [*kept, *(m for m in more if not any(_within(o, m) for o in more if o != m))]


def _within(small: Mapping[Name, int], large: Mapping[Name, int]) -> bool:
    return all(large.get(name, 0) >= k for name, k in small.items())


def _shrunk(
    carried: Callable[[Mapping[Name, int]], bool], pattern: Mapping[Name, int], names: list[Name]
) -> dict[Name, int]:
    """A minimal winning pattern within one that wins."""
    taken = {n: pattern.get(n, 0) for n in names}
    for name in names:
        taken[name] = least(carried, taken, name, taken[name])
    return taken

"""To which groups of people each party belongs."""

from __future__ import annotations

from collections import defaultdict

from minutebook.records import nouns
from minutebook.records.book import Book


def groups_of(book: Book) -> dict[str, frozenset[str]]:
    """The groups that each party belongs to, at any remove; a group belongs to itself."""
    inside: dict[str, set[str]] = defaultdict(set)
    for group in book.of(nouns.Group):
        inside[group.id].add(group.id)
        for member in group.members:
            inside[member].add(group.id)
        if book.get(group.of, nouns.Group) is not None and group.of is not None:
            inside[group.id].add(group.of)
    found: dict[str, frozenset[str]] = {}
    for name in inside:
        reached: set[str] = set()
        queue = [name]
        while queue:
            for group_id in inside.get(queue.pop(), ()):
                if group_id not in reached:
                    reached.add(group_id)
                    queue.append(group_id)
        found[name] = frozenset(reached)
    return found

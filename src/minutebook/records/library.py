"""Documents of law that came with the software, added to a book whose entities name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from minutebook.records.fields import is_id
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.nodes import Node, Scalar, Sequence


class Library(Protocol):
    """Where documents of law are kept, each a file in the form of a book."""

    def find(self, name: str) -> bytes | None:
        """Give the text of the document with that id, or None if there is none."""

    def names(self) -> tuple[str, ...]:
        """Give the ids of all documents, in alphabetical order."""


def laws_wanted(trees: Mapping[str, MappingNode]) -> tuple[str, ...]:
    """Give the ids that stand under `law:` of an entity and that no document of the book has."""
    wanted: dict[str, None] = {}
    own: set[str] = set()
    for root in trees.values():
        records = root.get("records")
        for item in records.items if isinstance(records, Sequence) else ():
            if not isinstance(item, MappingNode) or not item.entries:
                continue
            head, id_node = item.entries[0]
            if head.text == "document" and isinstance(id_node, Scalar):
                own.add(id_node.text)
            elif head.text == "entity":
                wanted.update(dict.fromkeys(_scalars(item.get("law"))))
    return tuple(name for name in wanted if name not in own and is_id(name))


def _scalars(node: Node | None) -> Iterator[str]:
    """All texts under a `law:` that may hang on a reading or on claims."""
    if isinstance(node, Scalar):
        # An id, perhaps with the dates between which that law applies.
        yield from node.text.split()[:1]
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
    elif isinstance(node, MappingNode):
        for key, item in node.entries:
            if key.text not in ("reading", "src", "name", "status"):
                yield from _scalars(item)

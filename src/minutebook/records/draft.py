"""What has been read of a book so far, and what could not be."""

from __future__ import annotations

from dataclasses import dataclass, field

from minutebook.records.context import Context
from minutebook.records.key import MISSPELT
from minutebook.records.nouns import Norm, Noun, Reading, Source
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.nodes import Node
from minutebook.text.span import Span


@dataclass(slots=True)
class Draft:
    """The book while it is being read.

    What depends on a mistake is silent. So `broken` keeps the records that could not be read, with
    their place; `perhaps` the words that stand at a mistake and may be what other records mean;
    `spoiled` the keys of each record that could not be read; `unread` the sections ("records",
    "sources", "readings") of which a part is missing, so that no name can be called unknown.
    """

    ctx: Context
    title: str = ""
    records: dict[str, Noun] = field(default_factory=dict)
    nodes: dict[str, MappingNode] = field(default_factory=dict)
    norms: dict[str, Norm] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    broken: dict[str, Span] = field(default_factory=dict)
    perhaps: set[str] = field(default_factory=set)
    spoiled: dict[str, frozenset[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    assertions: int = 0

    def reads(self, record: Noun, *keys: str) -> bool:
        """Whether none of these keys of a record was spoiled, or may be what is misspelt."""
        spoiled = self.spoiled.get(record.id)
        return spoiled is None or (spoiled.isdisjoint(keys) and MISSPELT not in spoiled)

    def may_be(self, name: str) -> bool:
        """Whether a name that no record has may be that of a record that could not be read."""
        return name in self.broken or name in self.perhaps or "records" in self.unread

    def place(self, record: Noun, *keys: str) -> Span:
        """Where the first of these keys that the record has stands, else the record."""
        node = self.nodes.get(record.id)
        for key in keys:
            value: Node | None = node.get(key) if node is not None else None
            if value is not None:
                return value.span
        return record.span

"""The nodes of a composed file: text, lists and mappings that know where they stand.

Nodes are treated as immutable. They are plain slotted classes rather than frozen dataclasses
because a book of ten thousand records holds some hundred thousand of them, and the guarded
attribute writes of a frozen dataclass would take most of the loading time.
"""

from __future__ import annotations

from minutebook.text.span import Span


class Scalar:
    """A piece of text. `12:00` is five characters, `no` is two: the field that reads it types it.

    `quoted` and `block` say how it was written; an empty plain scalar is what a missing value
    becomes. Lines and columns are 1-based code points, end exclusive, quotes included.
    """

    __slots__ = (
        "block",
        "column",
        "end_column",
        "end_line",
        "file",
        "line",
        "quoted",
        "text",
    )

    def __init__(
        self,
        text: str,
        file: str,
        line: int,
        column: int,
        end_line: int,
        end_column: int,
        quoted: bool = False,
        block: bool = False,
    ) -> None:
        self.text = text
        self.file = file
        self.line = line
        self.column = column
        self.end_line = end_line
        self.end_column = end_column
        self.quoted = quoted
        self.block = block

    @property
    def span(self) -> Span:
        """Where the scalar stands."""
        return Span(self.file, self.line, self.column, self.end_line, self.end_column)

    @property
    def missing(self) -> bool:
        """Whether nothing was written where a value may stand (`key:` and the end of the line)."""
        return not self.text and not self.quoted and not self.block

    def part(self, start: int, end: int | None = None) -> Span:
        """Give the span of `text[start:end]`.

        Where escapes, folding or several lines part the text from what stands in the file, the
        whole span is given instead: never a wrong place.
        """
        size = len(self.text)
        stop = size if end is None else min(end, size)
        quotes = 2 if self.quoted else 0
        width = self.end_column - self.column
        if self.block or self.line != self.end_line or width != size + quotes:
            return self.span
        origin = self.column + quotes // 2
        first = origin + max(0, min(start, stop))
        return Span(self.file, self.line, first, self.line, origin + stop)

    def __repr__(self) -> str:
        return f"Scalar({self.text!r}, {self.file}:{self.line}:{self.column})"


class Sequence:
    """A list of nodes; the span of a block list ends where its last item ends."""

    __slots__ = ("column", "end_column", "end_line", "file", "items", "line")

    def __init__(
        self,
        items: tuple[Node, ...],
        file: str,
        line: int,
        column: int,
        end_line: int,
        end_column: int,
    ) -> None:
        self.items = items
        self.file = file
        self.line = line
        self.column = column
        self.end_line = end_line
        self.end_column = end_column

    @property
    def span(self) -> Span:
        """Where the list stands."""
        return Span(self.file, self.line, self.column, self.end_line, self.end_column)

    def __repr__(self) -> str:
        return f"Sequence({len(self.items)} items, {self.file}:{self.line}:{self.column})"


class Mapping:
    """Keys and their nodes, in the order of the file; each key stands once."""

    __slots__ = ("_values", "column", "end_column", "end_line", "entries", "file", "line")

    def __init__(
        self,
        entries: tuple[tuple[Scalar, Node], ...],
        file: str,
        line: int,
        column: int,
        end_line: int,
        end_column: int,
        values: dict[str, Node] | None = None,
    ) -> None:
        """Give `values` only where they are at hand: the same entries by key, no copy is made."""
        self.entries = entries
        self.file = file
        self.line = line
        self.column = column
        self.end_line = end_line
        self.end_column = end_column
        self._values = {key.text: value for key, value in entries} if values is None else values

    @property
    def span(self) -> Span:
        """Where the mapping stands."""
        return Span(self.file, self.line, self.column, self.end_line, self.end_column)

    def get(self, name: str) -> Node | None:
        """Give the node under a key, or None if the key is not there."""
        return self._values.get(name)

    def __repr__(self) -> str:
        return f"Mapping({len(self.entries)} entries, {self.file}:{self.line}:{self.column})"


Node = Scalar | Sequence | Mapping
Plain = str | list["Plain"] | dict[str, "Plain"]


def plain(node: Node) -> Plain:
    """Give the bare strings, lists and dicts of a node, for exports and comparisons."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}

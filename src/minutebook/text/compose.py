"""From the bytes of a file to positioned nodes: strict YAML in which every scalar stays text.

The tokens are PyYAML's, from the event interface of its C parser (libyaml); the nodes are built
here, because the C composer recurses without a limit and types scalars by their looks. The
parser reads YAML 1.1 (https://yaml.org/spec/1.1/); what a book does not need of it is refused.
"""

from __future__ import annotations

import re
from typing import Any, Final, Protocol

from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    MarkedYAMLError,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml._yaml import CParser

from minutebook.text.diagnostics import Diagnostic
from minutebook.text.lines import position
from minutebook.text.mistakes import explain
from minutebook.text.nodes import Mapping, Node, Scalar, Sequence
from minutebook.text.span import Span

MOST_BYTES: Final = 20_000_000
MOST_NODES: Final = 1_000_000
MOST_DIAGNOSTICS: Final = 100
LONGEST_SCALAR: Final = 1_000_000
DEEPEST: Final = 40

# The C0 and C1 controls, surrogates, byte-order marks and non-characters; and the three
# characters that YAML counts as line ends and editors do not, which would shift every line number.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)

# What needs no look, nearly all of most texts: taking it away first is far faster than a search.
_PLAINLY_SEEN: Final = bytes((*b"\t\n\r", *range(0x20, 0x7F)))

# What no key may be: nothing, and YAML's key for merging another mapping in.
_NO_KEYS: Final = frozenset(("", "<<"))


def compose(source: bytes | str, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """Compose one file; `file` is the name that spans and diagnostics carry.

    The node is None if the file is empty or if there is any diagnostic: what follows never works
    on half a file. No input makes it raise; time and memory are bounded by the size of the input.
    """
    text = _decode(source, file)
    if isinstance(text, Diagnostic):
        return None, [text]
    rest = text.encode("utf-8", "surrogatepass").translate(None, _PLAINLY_SEEN)
    unseen = _UNSEEN.search(text) if rest and _UNSEEN.search(_back(rest)) else None
    if unseen is not None:
        line, column = position(text, unseen.start())
        span = Span(file, line, column, line, column + 1)
        return None, [_unseen(unseen[0], span)]
    composer = _Composer(text, file)
    composer.run()
    if composer.diagnostics:
        found = sorted(composer.diagnostics, key=lambda diagnostic: diagnostic.span)
        return None, found[:MOST_DIAGNOSTICS]
    root = composer.root
    if isinstance(root, Scalar) and root.missing:
        return None, []
    return root, []


def _decode(source: bytes | str, file: str) -> str | Diagnostic:
    """Give the text without its byte-order mark; the size is judged before any decoding."""
    if len(source) > MOST_BYTES:
        message = f"the file has {len(source):,} bytes, more than {MOST_BYTES:,}"
        hint = "split the book into several files; sources themselves do not belong in it"
        return Diagnostic("MB104", "error", Span(file, 1, 1, 1, 1), message, hint)
    if isinstance(source, str):
        return source.removeprefix("\ufeff")
    body = source.removeprefix(b"\xef\xbb\xbf")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8")
        line, column = position(before, len(before))
        span = Span(file, line, column, line, column + 1)
        message = f"the byte 0x{body[error.start]:02X} is not UTF-8"
        return Diagnostic("MB102", "error", span, message, "save the file as UTF-8")


def _back(rest: bytes) -> str:
    """Give the characters again; no byte of one beyond ASCII has been taken away."""
    return rest.decode("utf-8", "surrogatepass")


def _unseen(character: str, span: Span) -> Diagnostic:
    message = f"the character U+{ord(character):04X} cannot be seen"
    hint = "remove it; a tab, a space and the end of a line are the only blanks in a book"
    return Diagnostic("MB103", "error", span, message, hint)


class _Mark(Protocol):
    """A place as libyaml gives it, 0-based."""

    line: int
    column: int
    index: int


class _Event(Protocol):
    """What this module reads of an event; libyaml always sets both marks."""

    start_mark: _Mark
    end_mark: _Mark
    value: str
    style: str | None
    flow_style: bool
    anchor: str | None
    tag: str | None
    version: object
    tags: object


class _Open:
    """A list or mapping that is being read; `values` has the entries of a mapping by key."""

    __slots__ = (
        "column",
        "entries",
        "flow",
        "items",
        "key",
        "line",
        "mapping",
        "values",
    )

    def __init__(self, mapping: bool, flow: bool, line: int, column: int) -> None:
        self.mapping = mapping
        self.flow = flow
        self.line = line
        self.column = column
        self.items: list[Node] = []
        self.entries: list[tuple[Scalar, Node]] = []
        self.key: Scalar | None = None
        self.values: dict[str, Node] = {}


class _Composer:
    """One pass over the events of one file."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.root: Node | None = None
        self.diagnostics: list[Diagnostic] = []
        self._open: list[_Open] = []
        self._documents = 0
        self._nodes = 0
        self._anchors: dict[str, list[Span]] = {}

    def run(self) -> None:
        """Read to the end, or to where nothing sensible can follow."""
        try:
            self._read()
        except MarkedYAMLError as error:
            self.diagnostics.append(explain(error, self.text, self.file))
        self._report_anchors()

    def _read(self) -> None:
        next_event = CParser(self.text).get_event
        while True:
            event: Any = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                if event.style or event.anchor is not None or event.tag is not None:
                    self._scalar(event)
                else:
                    self._plain(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._start(event, kind is MappingStartEvent)
                if len(self._open) > DEEPEST:
                    message = f"more than {DEEPEST} lists and mappings lie within one another"
                    hint = "close a bracket that was left open, or write the inner part as a record"
                    self._report("MB105", self._at(event), message, hint)
                    return
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._end(event)
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is DocumentStartEvent:
                if not self._document(event):
                    return
            elif kind is StreamEndEvent:
                return
            suspect = self._nodes > MOST_NODES or self.diagnostics or self._anchors
            if suspect and self._is_too_much(event):
                return

    def _plain(self, event: _Event) -> None:
        """Add a scalar without quotes: nearly all of a book, and so the shortest way there is."""
        start, end = event.start_mark, event.end_mark
        text = event.value
        scalar = Scalar(
            text, self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1
        )
        if len(text) > LONGEST_SCALAR:
            self._report_long(scalar)
        opened = self._open
        parent = opened[-1] if opened else None
        if parent is None or (parent.mapping and parent.key is None and text in _NO_KEYS):
            self._add(scalar)
            return
        self._nodes += 1
        if not parent.mapping:
            parent.items.append(scalar)
        elif parent.key is None:
            parent.key = scalar
        else:
            key = parent.key
            parent.key = None
            parent.entries.append((key, scalar))
            parent.values[key.text] = scalar

    def _scalar(self, event: _Event) -> None:
        start, end = event.start_mark, event.end_mark
        style = event.style
        quoted = style == '"' or style == "'"
        block = style == "|" or style == ">"
        line, column, end_line, end_column = start.line, start.column, end.line, end.column
        text: str = event.value
        if block:
            end_line, end_column = self._end_of_block(event)
        scalar = Scalar(
            text, self.file, line + 1, column + 1, end_line + 1, end_column + 1, quoted, block
        )
        if event.anchor is not None or event.tag is not None:
            self._properties(event)
        if quoted and _UNSEEN.search(text):
            self._unseen_escape(scalar)
        if len(text) > LONGEST_SCALAR:
            self._report_long(scalar)
        self._add(scalar)

    def _report_long(self, scalar: Scalar) -> None:
        message = f"this text has {len(scalar.text):,} characters, more than {LONGEST_SCALAR:,}"
        hint = "cite the place in a source rather than copying it; or close a quotation"
        self._report("MB106", _start_of(scalar.span), message, hint)

    def _end_of_block(self, event: _Event) -> tuple[int, int]:
        """Find where the text of a block scalar ends: the parser names the next token's line."""
        start = event.start_mark
        raw = self.text[start.index : event.end_mark.index].rstrip()
        line, column = position(raw, len(raw))
        return start.line + line - 1, (start.column if line == 1 else 0) + column - 1

    def _start(self, event: _Event, mapping: bool) -> None:
        if event.anchor is not None or event.tag is not None:
            self._properties(event)
        parent = self._open[-1] if self._open else None
        if parent is not None and parent.mapping and parent.key is None:
            message = "a key cannot be a list or a mapping"
            hint = 'write a name, in quotes if need be: "[x]"'
            self._report("MB112", self._at(event), message, hint)
        mark = event.start_mark
        self._open.append(_Open(mapping, bool(event.flow_style), mark.line + 1, mark.column + 1))

    def _end(self, event: _Event) -> None:
        done = self._open.pop()
        last: Node | None = done.items[-1] if done.items else None
        if done.entries:
            last = done.entries[-1][1]
        if done.flow or last is None:
            end_line, end_column = event.end_mark.line + 1, event.end_mark.column + 1
        else:
            end_line, end_column = last.end_line, last.end_column
        place = (self.file, done.line, done.column, end_line, end_column)
        if done.mapping:
            if len(done.values) < len(done.entries):
                self._report_repeated(done)
            self._add(Mapping(tuple(done.entries), *place, done.values))
        else:
            self._add(Sequence(tuple(done.items), *place))

    def _add(self, node: Node) -> None:
        self._nodes += 1
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if not parent.mapping:
            parent.items.append(node)
        elif parent.key is None:
            parent.key = self._key(node)
        else:
            key = parent.key
            parent.key = None
            parent.entries.append((key, node))
            parent.values[key.text] = node

    def _key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            if node.missing:
                hint = 'write a name before the colon; a text that begins with ":" needs quotes'
                self._report("MB112", node.span, "a key is missing", hint)
            elif node.text == "<<" and not node.quoted:
                hint = "write the keys out here; a book has one place for each fact"
                self._report("MB110", node.span, 'the merge key "<<" is not used', hint)
            if not node.missing:
                return node
        return self._stand_in(node.span)

    def _stand_in(self, span: Span) -> Scalar:
        """Give a scalar that no text of the file equals, since control characters are refused."""
        return Scalar(f"\x00{self._nodes}", *span)

    def _alias(self, event: _Event) -> None:
        span = self._at(event)
        places = self._anchors.get(event.anchor or "")
        if places is None:
            hint = f'write the value itself, or quotes if it is a text: "*{event.anchor}"'
            self._report("MB108", span, f'the alias "*{event.anchor}" is not used', hint)
        else:
            places.append(span)
        self._add(self._stand_in(span))

    def _document(self, event: _Event) -> bool:
        self._documents += 1
        if self._documents > 1:
            hint = "remove the line ---, or move what follows to a file of its own"
            self._report("MB111", self._at(event), "a second document begins here", hint)
            return False
        if event.version or event.tags:
            hint = "remove the line that begins with %"
            self._report("MB114", self._at(event), "a directive is not used", hint)
        return True

    def _properties(self, event: _Event) -> None:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if event.anchor is not None:
            span = Span(self.file, line, column, line, column + len(event.anchor) + 1)
            self._anchors.setdefault(event.anchor, []).append(span)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
            message = f'the tag "{tag[:60]}" is not used'
            hint = "remove it: the field types its value; a text that begins with ! needs quotes"
            self._report("MB109", Span(self.file, line, column, line, column + 1), message, hint)

    def _unseen_escape(self, scalar: Scalar) -> None:
        found = _UNSEEN.search(scalar.text)
        assert found is not None
        self.diagnostics.append(_unseen(found[0], scalar.span))

    def _report_repeated(self, done: _Open) -> None:
        places: dict[str, list[Scalar]] = {}
        for key, _ in done.entries:
            places.setdefault(key.text, []).append(key)
        repeated = [(name, keys) for name, keys in places.items() if len(keys) > 1]
        for name, (first, *again) in sorted(repeated, key=lambda found: found[1][1].span):
            times = "twice" if len(again) == 1 else f"{len(again) + 1} times"
            message = f'the key "{name[:60]}" stands {times} in one mapping'
            hint = f"keep one; the first is in line {first.line}"
            also = (first.span, *(key.span for key in again[1:]))
            self.diagnostics.append(
                Diagnostic("MB107", "error", again[0].span, message, hint, also)
            )

    def _report_anchors(self) -> None:
        for name, places in self._anchors.items():
            message = f'the anchor "&{name[:60]}" is not used'
            hint = "write the value out where it is needed; a text that begins with & needs quotes"
            self.diagnostics.append(
                Diagnostic("MB108", "error", places[0], message, hint, tuple(places[1:]))
            )

    def _is_too_much(self, event: _Event) -> bool:
        if self._nodes > MOST_NODES:
            message = f"the file has more than {MOST_NODES:,} values"
            self._report("MB104", self._at(event), message, "split the book into several files")
            return True
        return len(self.diagnostics) + len(self._anchors) >= MOST_DIAGNOSTICS

    def _report(self, code: str, span: Span, message: str, hint: str) -> None:
        self.diagnostics.append(Diagnostic(code, "error", span, message, hint))

    def _at(self, event: _Event) -> Span:
        start, end = event.start_mark, event.end_mark
        return Span(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _start_of(span: Span) -> Span:
    return Span(span.file, span.line, span.column, span.line, span.column + 1)

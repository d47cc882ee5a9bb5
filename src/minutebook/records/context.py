"""What a reader of fields needs to know, and where it reports what it cannot read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from minutebook.records.codes import CODES
from minutebook.records.values import Mark
from minutebook.records.words import either, listed, quote
from minutebook.text.diagnostics import Diagnostic, Severity
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.nodes import Node, Scalar
from minutebook.text.problem import Problem
from minutebook.text.span import Span
from minutebook.text.suggest import nearest

_MOST_GUESSES: Final = 200


class Invalid:
    """The one value of which is INVALID."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "INVALID"


INVALID: Final = Invalid()
"""What a reader returns after it has reported why."""


class Use:
    """One use of a name: what it may name, in which field of which record, and where.

    The span is worked out only when it is needed: most names are spelled right.
    """

    __slots__ = ("code", "end", "field", "kinds", "name", "node", "owner", "start")

    def __init__(
        self,
        name: str,
        kinds: tuple[str, ...],
        node: Scalar,
        owner: str,
        field: str,
        start: int = 0,
        end: int | None = None,
        code: str = "MB211",
    ) -> None:
        self.name = name
        self.kinds = kinds
        self.node = node
        self.owner = owner
        self.field = field
        self.start = start
        self.end = end
        self.code = code

    @property
    def span(self) -> Span:
        """Where the name stands, without quotation marks around it."""
        return self.node.part(self.start, self.end)


class Context:
    """The state of reading: what has been reported, which names were used, where we are.

    `owner` and `field` are the record and the key being read; `mark` is how firmly the record's
    sources speak; `roles` are the role names that the document being read gives meaning to;
    `readings` the alternatives of each reading; `spoiled_norms` the places of norms of which a
    part could not be read; `guesses` how many more misspellings are worth a guess; `ids` the names
    known to be spelled as an id may be, since most names are used many times. `business` are the
    places where business days are counted, each with the calendar that it names.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.currency: str | None = None
        self.diagnostics: list[Diagnostic] = []
        self.uses: list[Use] = []
        self.source_uses: list[Use] = []
        self.reading_uses: list[Use] = []
        self.readings: Mapping[str, tuple[str, ...]] = {}
        self.owner = ""
        self.field = ""
        self.mark: Mark = "stated"
        self.roles: frozenset[str] = frozenset()
        self._unknown: dict[tuple[str, str], _UnknownKey] = {}
        self.guesses = _MOST_GUESSES
        self.ids: set[str] = set()
        self.spoiled_norms: set[Span] = set()
        self.business: list[tuple[Span, str | None]] = []

    def report(
        self,
        code: str,
        place: Node | Span,
        message: str,
        hint: str = "",
        *,
        also: tuple[Span, ...] = (),
        severity: Severity = "error",
    ) -> None:
        """Add a diagnostic."""
        assert code in CODES, code
        span = place if isinstance(place, Span) else place.span
        self.diagnostics.append(Diagnostic(code, severity, span, message, hint, also))

    def problem(self, node: Scalar, problem: Problem) -> Invalid:
        """Add a diagnostic for a scalar that a parser refused; a reader then has no value."""
        span = node.part(problem.start, problem.end)
        self.diagnostics.append(
            Diagnostic(problem.code, "error", span, problem.message, problem.hint)
        )
        return INVALID

    def use(
        self,
        name: str,
        kinds: tuple[str, ...],
        node: Scalar,
        start: int = 0,
        end: int | None = None,
        code: str = "MB211",
    ) -> None:
        """Note that a name is used here; checked when all records are read."""
        if name not in self.roles:
            self.uses.append(Use(name, kinds, node, self.owner, self.field, start, end, code))

    def guess(self, name: str, known: Collection[str]) -> str | None:
        """Give the known name that was probably meant.

        Only so many guesses are made: a file of nothing but mistakes must not take minutes.
        """
        if not self.guesses:
            return None
        self.guesses -= 1
        inside = [one for one in known if one.endswith(f"/{name}")]
        return inside[0] if len(inside) == 1 else nearest(name, known)

    def unknown_key(
        self, key: Scalar, kind: str, known: Collection[str], hint: str | None = None
    ) -> None:
        """Note a key that a kind of record does not have.

        One misspelling is one mistake however many records and kinds it runs through, so they
        are reported together by `report_unknown_keys`. `hint` says what it was meant for, if no
        key.
        """
        same = self._unknown.get((key.text, kind))
        if same is not None:
            same.places.append(key)
            return
        guess = self.guess(key.text, known) if hint is None else None
        entry = _UnknownKey(kind, guess, tuple(known), [key], hint)
        self._unknown[key.text, kind] = entry

    def report_unknown_keys(self) -> None:
        """Report the keys noted by `unknown_key`, those with one cure together."""
        joined: dict[tuple[str, str | None], list[_UnknownKey]] = {}
        for (name, _), entry in self._unknown.items():
            joined.setdefault((name, entry.guess), []).append(entry)
        for (name, guess), entries in joined.items():
            places = [key.span for entry in entries for key in entry.places]
            kinds = either(dict.fromkeys(entry.kind for entry in entries))
            hint = f'did you mean "{guess}"?' if guess else f"one of: {listed(entries[0].known)}"
            hint = entries[0].hint or hint
            message = f"{quote(name)} is not a key of {kinds}"
            self.report("MB201", places[0], message, hint, also=tuple(places[1:]))


@dataclass(slots=True)
class _UnknownKey:
    kind: str
    guess: str | None
    known: tuple[str, ...]
    places: list[Scalar]
    hint: str | None = None


Schema = dict[str, Any]
SCALAR: Final[Schema] = {"type": ["string", "number", "boolean"]}
"""What an editor may take a piece of text for: it reads `no`, `12:00` and `6` as other types."""


class FieldType(ABC):
    """A reader of one type of field.

    `says` is its plain name in messages, `hint` an example to follow. Every reader also gives
    its JSON Schema, so that what an editor completes and what the loader takes cannot differ.
    """

    says = "a value"
    hint = ""

    def read(self, ctx: Context, node: Node) -> Any:
        """Give the typed value, or INVALID after a report."""
        return self._read(ctx, node)

    def schema(self) -> Schema:
        """Give the JSON Schema of what may stand here."""
        return self._schema()

    @abstractmethod
    def _read(self, ctx: Context, node: Node) -> Any: ...

    @abstractmethod
    def _schema(self) -> Schema: ...

    def wrong(self, ctx: Context, node: Node) -> Invalid:
        """Report that something else stands here."""
        if isinstance(node, Scalar) and not node.text:
            message = f'"{ctx.field}" has no value here; it takes {self.says}'
        else:
            got = "keys and values" if isinstance(node, MappingNode) else "a list"
            got = quote(node.text) if isinstance(node, Scalar) else got
            message = f'"{ctx.field}" takes {self.says}, not {got}'
        ctx.report("MB202", node, message, self.hint)
        return INVALID


class ScalarType(FieldType):
    """A reader of one piece of text that is not empty."""

    def read(self, ctx: Context, node: Node) -> Any:
        """Give the typed value, or INVALID after a report."""
        if isinstance(node, Scalar) and node.text:
            return self._parse(ctx, node)
        return self._read(ctx, node)

    @abstractmethod
    def _parse(self, ctx: Context, node: Scalar) -> Any: ...

    def _read(self, ctx: Context, node: Node) -> Any:
        return self.wrong(ctx, node)

    def _schema(self) -> Schema:
        return dict(SCALAR)

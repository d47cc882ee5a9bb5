"""Documents of law and their norms, explained one by one: what, where read, how firmly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from minutebook.law import LIBRARY
from minutebook.records import Book, Value, load_texts, nouns
from minutebook.records.norms import DELAYING, PROCEDURE
from minutebook.records.nouns import Document, Force, Norm
from minutebook.records.rule_text import say_rule
from minutebook.records.values import Cite, Mark, Reads
from minutebook.state.ladder import force_of
from minutebook.state.periods import say_length
from minutebook.text.duration import Duration
from minutebook.text.when import When
from minutebook.views.json import when_json

_CHANGES: Final[Mapping[Force, str]] = {
    "default": "{} may change it",
    "floor": "{} may ask for more, and none for less",
    "ceiling": "{} may ask for less, and none for more",
    "mandatory": "no lower document may change it",
}
MARKS: Final[Mapping[Mark, str]] = {
    "stated": "the text was read",
    "inferred": "inferred, or read in a secondary source",
    "assumed": "no; assumed",
    "disputed": "disputed",
}
_ASPECTS: Final = ("decides", "quorum", "without meeting", "proxies", "target votes",
                   "recused count in", "suspended count in", "ties", "casting vote",
                   "fewer seats")  # fmt: skip


@dataclass(frozen=True, slots=True)
class NormShown:
    """One norm: the rule in the grammar of a book (`rule`) and in one sentence (`says`).

    `start` and `end` are its own dates, else those of its document; None on that side: no
    bound is stated. `changes` says what may change it, within which bounds. `mark` says how
    firmly the sources speak, `assumed` why it is assumed.
    """

    id: str
    rule: str
    says: str | None
    src: tuple[Cite, ...]
    rank: str
    force: Force
    changes: str
    start: When | None
    end: When | None
    mark: Mark
    assumed: str | None

    @property
    def verified(self) -> str:
        """How the norm was verified, in words."""
        return f"no; assumed: {self.assumed}" if self.assumed else MARKS[self.mark]


@dataclass(frozen=True, slots=True)
class LawShown:
    """A document of law: its roles, its norms in their order, and the sources they are read in.

    `sources` maps the id of each source to its title; `note` says what the document leaves out.
    """

    id: str
    name: str
    rank: str
    start: When | None
    end: When | None
    roles: Mapping[str, str]
    norms: tuple[NormShown, ...]
    sources: Mapping[str, str]
    note: str | None

    @property
    def assumed(self) -> int:
        """How many norms rest on an assumption."""
        return sum(norm.mark == "assumed" for norm in self.norms)


def presets() -> tuple[LawShown, ...]:
    """Every document of law that comes with the software, by id."""
    return tuple(found for name in LIBRARY.names() if (found := preset(name)) is not None)


def preset(name: str) -> LawShown | None:
    """The document of law of that id, or None if none comes with the software."""
    text = LIBRARY.find(name)
    if text is None:
        return None
    return law_of(load_texts({f"{name}.yaml": text}), name)


def rule(name: str) -> LawShown | None:
    """The preset that has a norm of that id, with that norm alone; None if none has."""
    for law in presets():
        for norm in law.norms:
            if norm.id == name:
                return replace(law, norms=(norm,), roles={}, note=None)
    return None


def law_of(book: Book, name: str) -> LawShown | None:
    """The document of that id in a book, whether law or not; None if there is none."""
    document = book.get(name, nouns.Document)
    if document is None:
        return None
    norms = tuple(_norm(document, norm) for norm in document.norms)
    cites = (*document.src, *(cite for norm in norms for cite in norm.src))
    cited = dict.fromkeys(cite.source for cite in cites)
    sources = {s: book.sources[s].title or s for s in cited if s in book.sources}
    return LawShown(
        document.id, document.label, document.rank, document.start, document.end,
        document.all_roles, norms, sources, document.note,
    )  # fmt: skip


def _norm(document: Document, norm: Norm) -> NormShown:
    return NormShown(
        norm.id, say_norm(norm), norm.says, norm.src or document.src, document.rank,
        force_of(norm, document), may_change(norm, document),
        norm.start or document.start, norm.end or document.end, norm.status, norm.assumed,
    )  # fmt: skip


def may_change(norm: Norm, document: Document) -> str:
    """What may change a norm, and within which bounds, in one sentence."""
    *others, last = [f"a {rank}" for rank in norm.yields_to] or ["lower documents"]
    who = f"{', '.join(others)} or {last}" if others else last
    said = _CHANGES[force_of(norm, document)].format(who if not norm.yields_to else f"only {who}")
    if norm.not_below is not None:
        said += f", not below {say_rule(norm.not_below)}"
    if norm.not_above is not None:
        said += f", not above {say_rule(norm.not_above)}"
    return said


def say_norm(norm: Norm) -> str:
    """A norm in the grammar of a book: "board can remove any from officers, at a meeting"."""
    if norm.modality in _ASPECTS:
        matter = f" on '{norm.deed}'" if norm.deed is not None else ""
        value = norm.by if norm.by is not None else norm.value
        said = f"{norm.modality}, {norm.holder}{matter}: {_say(value)}"
    elif norm.modality in (*PROCEDURE, *DELAYING, "term"):
        said = _say_procedure(norm)
    else:
        deed = f" {norm.deed}" if norm.deed is not None else ""
        said = f"{norm.holder} {norm.modality}{deed}"
        said += f", by {_say(norm.by)}" if norm.by is not None else ""
        said += f", with a quorum of {_say(norm.quorum)}" if norm.quorum is not None else ""
    said += _FORMS[norm.form]
    said += f", when {norm.when}" if norm.when is not None else ""
    said += f", unless {norm.unless}" if norm.unless is not None else ""
    return said + (f", read as {norm.applies.reading}" if isinstance(norm.applies, Value) else "")


_FORMS = {
    "meeting": ", at a meeting",
    "meeting with notice": ", at a meeting whose notice stated it",
    "written consent": ", in writing",
    None: "",
}


def _say_procedure(norm: Norm) -> str:
    """A rule of procedure: "notice, board (special): at least 48 hours, via phone or email"."""
    matter = f" on '{norm.deed}'" if norm.deed is not None else ""
    kinds = f" ({' or '.join(norm.meetings)})" if norm.meetings else ""
    value = norm.by if norm.by is not None else norm.value
    parts = [
        f"to {' and '.join(norm.counterparty)}" if norm.counterparty else "",
        f"at least {_term(norm.at_least)}" if norm.at_least is not None else "",
        f"at most {_term(norm.at_most)}" if norm.at_most is not None else "",
        f"from {norm.runs_from}" if norm.runs_from is not None else "",
        ", then ".join(norm.in_order),
        f"upon '{norm.upon}'" if norm.upon is not None else "",
        f"or {_term(norm.deemed_after)} without it" if norm.deemed_after is not None else "",
        ", ".join(norm.ways) or "none" if norm.ways is not None else "",
        _say(value) if value is not None else "",
        f"via {' or '.join(norm.via)}" if norm.via else "",
    ]
    said = ", ".join(part for part in parts if part) or "needed"
    return f"{norm.modality}, {norm.holder}{kinds}{matter}: {said}"


def _term(length: Duration | str) -> str:
    return length if isinstance(length, str) else say_length(length)


def _say(value: Reads[Any]) -> str:
    if isinstance(value, Value):
        return f"as {value.reading} is read"
    return value if isinstance(value, str) else say_rule(value)


def laws_json(found: tuple[LawShown, ...]) -> dict[str, Any]:
    """The list of documents as JSON."""
    return {
        "laws": [
            {
                "id": law.id,
                "name": law.name,
                "rank": law.rank,
                "from": when_json(law.start),
                "to": when_json(law.end),
                "roles": dict(law.roles),
                "norms": len(law.norms),
                "assumed": law.assumed,
            }
            for law in found
        ]
    }


def law_json(law: LawShown) -> dict[str, Any]:
    """A document with its norms as JSON."""
    return {
        "id": law.id,
        "name": law.name,
        "rank": law.rank,
        "from": when_json(law.start),
        "to": when_json(law.end),
        "roles": dict(law.roles),
        "note": law.note,
        "sources": dict(law.sources),
        "norms": [
            {
                "id": norm.id,
                "rule": norm.rule,
                "says": norm.says,
                "src": [str(cite) for cite in norm.src],
                "rank": norm.rank,
                "force": norm.force,
                "changes": norm.changes,
                "from": when_json(norm.start),
                "to": when_json(norm.end),
                "status": norm.mark,
                "assumed": norm.assumed,
            }
            for norm in law.norms
        ],
    }

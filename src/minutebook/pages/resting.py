"""The sources of a book on their page, and what rests on each fact, with a link to each answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from minutebook.pages import words
from minutebook.pages.address import Address
from minutebook.pages.library import SECONDS, Opened
from minutebook.pages.patience import OutOfTimeError
from minutebook.pages.record import cites, place_of
from minutebook.records import Book, nouns
from minutebook.text.render import visible
from minutebook.views.check import default_at
from minutebook.views.rests import KINDS, Kind, Uses, together, uses
from minutebook.views.sources import Resting, Sources, sources

_TITLES: Final[dict[Kind, str]] = {
    "verdict": "verdicts",
    "payment": "payments",
    "clause": "clauses",
    "can": "who can",
}


@dataclass(frozen=True, slots=True)
class Link:
    """An answer that rests on a fact, and its address."""

    says: str
    href: str


def found_sources(opened: Opened, address: Address) -> tuple[Sources, tuple[Kind, ...]]:
    """The sources of a book, and of which kinds of answer time was too short to say what they
    rest on.
    """
    book, at = opened.book, address.at or default_at(opened.book)
    readings = tuple(address.readings.items())
    resting: list[Uses] = []
    late: list[Kind] = []
    for kind in KINDS:
        try:
            resting.append(_uses(opened, address, kind))
        except OutOfTimeError:
            late.append(kind)
    found = opened.work_out(
        ("sources", at, address.known, readings, tuple(late)),
        address.known,
        lambda memo: sources(book, at, address.known, address.readings, memo, together(resting)),
    )
    return found, tuple(late)


def _uses(opened: Opened, address: Address, kind: Kind) -> Uses:
    book, at = opened.book, address.at or default_at(opened.book)
    return opened.work_out(
        ("uses", kind, at, address.known, tuple(address.readings.items())),
        address.known,
        lambda memo: uses(book, kind, at, address.known, address.readings, memo),
        SECONDS / 2 if kind == "verdict" else SECONDS / 6,
    )


def sources_context(opened: Opened, address: Address, *, site: bool) -> dict[str, Any]:
    """What the template of the page is given."""
    book, at = opened.book, address.at or default_at(opened.book)
    found, late = found_sources(opened, address)
    return {
        "view": found,
        "conflicts": _conflicts(book, found),
        "facts": _facts(book, found, address, site=site),
        "late": [_TITLES[kind] for kind in late],
        "at_text": words.moment(book, at),
    }


def _conflicts(book: Book, found: Sources) -> list[dict[str, Any]]:
    return [
        {
            "id": visible(c.id),
            "asks": visible(c.asks or f"{c.id}: the sources differ"),
            "place": place_of(book, c.span),
            "sides": [
                {
                    "name": visible(s.name.replace("-", " ")),
                    "says": visible(s.says or ""),
                    "src": cites(book, s.src),
                    "adopted": s.name == c.adopted,
                }
                for s in c.sides
            ],
            "records": [words.name(book, r) for r in c.records],
        }
        for c in found.conflicts
    ]


def _facts(
    book: Book, found: Sources, address: Address, *, site: bool
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    groups = (
        ("assumed", "What is assumed", found.assumed),
        ("disputed", "What is disputed", found.disputed),
        ("single", "What one source alone tells", found.single),
        ("unsourced", "What cites no source", found.unsourced),
    )
    links = _Links(book, address, site)
    return [
        (name, title, [_fact(book, f, links) for f in facts])
        for name, title, facts in groups
        if facts
    ]


def _fact(book: Book, fact: Resting, links: _Links) -> dict[str, Any]:
    resting = [
        (title, [links.to(kind, id_) for id_ in fact.used_by(kind)])
        for kind, title in _TITLES.items()
    ]
    return {
        "id": visible(fact.id),
        "label": visible(words.name(book, fact.id) if fact.id in book.records else fact.label),
        "kind": fact.kind,
        "place": place_of(book, fact.span),
        "src": cites(book, fact.src),
        "assumed": visible(fact.assumed or ""),
        "resting": [(title, found) for title, found in resting if found],
    }


@dataclass(slots=True)
class _Links:
    """Links to the answers of a book, on a server or in a site."""

    book: Book
    address: Address
    site: bool
    clauses: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.clauses = {
            norm.id: place_of(self.book, norm.span)[1]
            for document in self.book.of(nouns.Document)
            for norm in document.norms
        }

    def to(self, kind: Kind, id_: str) -> Link:
        """An answer by name, with the page on which it stands."""
        end = ".html" if self.site else ""
        query = "" if self.site else self.address.elsewhere().query()
        if kind == "verdict":
            return Link(visible(words.name(self.book, id_)), f"record{end}{query}#act-{id_}")
        if kind == "clause":
            place = self.clauses[id_]
            return Link(visible(id_), f"text{end}?line={place}#{place}")
        deed = kind == "can"
        page, key = ("can", "aim") if deed else ("gets", "select")
        says = visible(words.deed(self.book, id_) if deed else words.name(self.book, id_))
        if self.site:
            return Link(says, f"{page}.html#{page}-{words.plain(id_)}")
        return Link(says, f"{page}{f'{query}&' if query else '?'}{urlencode({key: id_})}")

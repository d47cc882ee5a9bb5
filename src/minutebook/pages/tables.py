"""The tables of each page, with numbers as numbers: what its CSV and XLSX files hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from minutebook.exchange.tables import Entry, Table
from minutebook.pages import words
from minutebook.pages.address import Address
from minutebook.pages.can import coalition_text, found_controls
from minutebook.pages.gets import found_payments
from minutebook.pages.knew import who_knew
from minutebook.pages.library import Opened
from minutebook.pages.overview import overview
from minutebook.pages.problems import problems
from minutebook.pages.record import record
from minutebook.pages.resting import found_sources
from minutebook.records import Book
from minutebook.text.render import visible
from minutebook.views.rests import KINDS
from minutebook.views.sources import Resting
from minutebook.views.structure import Stake

Tables = Iterator[Table]


def page_tables(opened: Opened, page: str, address: Address) -> tuple[Table, ...]:
    """The tables of a page in the world that it shows first; those without rows are left out."""
    make = _TABLES.get(page)
    return () if make is None else tuple(t for t in make(opened, address) if t.rows)


def _overview(opened: Opened, address: Address) -> Tables:
    book = opened.book
    found = overview(opened, address)
    for table in found.tables:
        if table.caption == "Holdings":
            continue
        rows = []
        for row in table.rows:
            said = ["; ".join(c.text for c in column if c.on) for column in row.columns]
            rows.append((row.id, row.head, *said))
        heads = ("id", *table.heads)
        yield Table(words.plain(table.caption), table.caption, heads, tuple(rows))
    stakes = []
    for key, values in found.replay.values.items():
        if key[0] == "holding":
            value = values[found.replay.index(key, found.step)]
            if value is not None:
                stakes.append(_stake(book, value))
    heads = ("holder", "interest", "units", "share", "votes a unit")
    yield Table("holdings", "Holdings", heads, tuple(stakes))
    acts = [
        (act.id, act.when, act.title, "; ".join(b.text for b in act.badges if b.on))
        for act in found.acts
        if act.shown.on
    ]
    yield Table("acts", "Acts until then", ("id", "date", "act", "how it stands"), tuple(acts))
    changes = [(words.moment(book, found.at), c.text) for c in found.changes if c.on]
    yield Table("changes", "What changed", ("date", "what"), tuple(changes))


def _stake(book: Book, value: Stake) -> tuple[Entry, ...]:
    """A number where the book gives one, else what it tells: bounds, or that it is not known."""
    units: Entry = value.units.exact if value.units is not None else None
    if units is None and value.share is None:
        units = words.quantity(value.units)
    names = words.name(book, value.holder), words.name(book, value.instrument)
    return *names, units, value.share, value.votes


def _record(opened: Opened, address: Address) -> Tables:
    rows: list[tuple[Entry, ...]] = []
    for act in record(opened, address).acts:
        src = "; ".join(text for text, _ in act.src)
        for judgment in act.judgments:
            if not judgment.shown.on:
                continue
            for effect in judgment.effects:
                more = "; ".join(f"{name}: {text}" for name, text in effect.lines)
                head = (act.id, act.when, act.title, effect.deed)
                told = (effect.standing, effect.carried, more, act.reported)
                rows.append((*head, *told, src, act.place[0]))
    heads = ("id", "date", "act", "effect", "how it stands", "carried", "more", "reported",
             "source", "in the book")  # fmt: skip
    yield Table("effects", "Acts and what each effected", heads, tuple(rows))


def _can(opened: Opened, address: Address) -> Tables:
    book = opened.book
    coalitions: list[tuple[Entry, ...]] = []
    indices: list[tuple[Entry, ...]] = []
    for aim, control in found_controls(opened, address):
        for kind, found in (
            ("smallest that can", control.minimal_coalitions),
            ("at most these could", control.at_most),
            ("smallest that can stop it", control.blocking),
        ):
            coalitions += [(aim, kind, coalition_text(book, c)) for c in found or ()]
        for kind, parties in (("no one can without", control.vetoers), ("no say", control.dummies)):
            coalitions += [(aim, kind, words.name(book, p)) for p in parties or ()]
        for party, share in (control.power or {}).items():
            values = (share.banzhaf, share.banzhaf_normalised, share.shapley_shubik)
            indices.append((aim, words.name(book, party), *values))
    yield Table("coalitions", "Coalitions", ("aim", "what", "who"), tuple(coalitions))
    heads = ("aim", "party", "Banzhaf", "Banzhaf, normalised", "Shapley–Shubik")
    yield Table("indices", "Power indices", heads, tuple(indices))


def _gets(opened: Opened, address: Address) -> Tables:
    book = opened.book
    payments: list[tuple[Entry, ...]] = []
    tips: list[tuple[Entry, ...]] = []
    curves: list[tuple[Entry, ...]] = []
    for subject, found in found_payments(opened, address):
        if found.at is not None:
            for party, paid in found.at.payouts.items():
                name = words.name(book, party)
                payments.append((subject, found.at.amount, name, paid.amount, paid.marginal))
            payments.append((subject, found.at.amount, "nobody named", found.at.unassigned, None))
        if found.curve is not None:
            tips += [(subject, at, says) for at, says in found.curve.tips]
            for amount, row in zip(found.curve.knots, found.curve.rows, strict=True):
                for holder, one in zip(found.curve.parties, row, strict=True):
                    who = "nobody named" if holder is None else words.name(book, holder)
                    curves.append((subject, amount, who, one))
    paid_heads = ("of", "amount", "party", "paid", "of the next unit")
    yield Table("payments", "Who is paid what", paid_heads, tuple(payments))
    yield Table("breakpoints", "Where it tips", ("of", "amount", "what tips"), tuple(tips))
    yield Table("curves", "Payment curves", ("of", "amount", "party", "paid"), tuple(curves))


def _knew(opened: Opened, address: Address) -> Tables:
    rows = []
    for subject in who_knew(opened, address).subjects:
        for world in subject.worlds:
            if world.shown.on:
                for line in world.rows:
                    src = "; ".join(text for text, _ in line.src)
                    rows.append((subject.id, line.party, line.first, line.lead, line.how, src))
    heads = ("of", "party", "first known", "lead", "how", "source")
    yield Table("first-known", "First known", heads, tuple(rows))


def _sources(opened: Opened, address: Address) -> Tables:
    found, _ = found_sources(opened, address)
    cited = tuple(
        (c.source.id, c.source.by, c.source.title,
         None if c.source.date is None else c.source.date.written, len(c.records))
        for c in found.sources
    )  # fmt: skip
    yield Table("sources", "Sources", ("id", "by", "title", "date", "cited by records"), cited)
    sides = tuple(
        (c.id, c.asks, s.name, s.says, "; ".join(map(str, s.src)), ", ".join(c.records))
        for c in found.conflicts
        for s in c.sides
    )
    heads = ("conflict", "asks", "side", "says", "source", "records")
    yield Table("conflicts", "Where sources differ", heads, sides)
    facts = [
        *(("assumed", f) for f in found.assumed),
        *(("disputed", f) for f in found.disputed),
        *(("one source", f) for f in found.single),
        *(("no source", f) for f in found.unsourced),
    ]
    told = ("what", "id", "kind", "label", "in the book", "source", "assumed", "verdicts on it",
            "payments on it", "clauses on it", "who can on it")  # fmt: skip
    yield Table("facts", "Facts", told, tuple(_fact(kind, f) for kind, f in facts))


def _fact(kind: str, fact: Resting) -> tuple[Entry, ...]:
    place = f"{visible(fact.span.file)}:{fact.span.line}"
    src = "; ".join(map(str, fact.src))
    used = ("; ".join(fact.used_by(one)) for one in KINDS)
    return kind, fact.id, fact.kind, fact.label, place, src, fact.assumed, *used


def _problems(opened: Opened, address: Address) -> Tables:
    found = problems(opened).found
    rows = tuple((p.severity, p.code, p.place, p.message, p.hint) for p in found)
    yield Table("problems", "Problems", ("severity", "code", "place", "message", "hint"), rows)


_TABLES: Final[Mapping[str, Callable[[Opened, Address], Tables]]] = {
    "overview": _overview,
    "can": _can,
    "gets": _gets,
    "knew": _knew,
    "record": _record,
    "sources": _sources,
    "problems": _problems,
}

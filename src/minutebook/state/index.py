"""What a book says, arranged by what it can change: built once for each known-date."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from minutebook.records import nouns
from minutebook.records.book import Book
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act, Document, Norm, Noun
from minutebook.records.values import Cite, Value
from minutebook.text.when import Relative, When

Slot: TypeAlias = tuple[str, str]
BEGINNING = datetime.min.replace(tzinfo=UTC)
END = datetime.max.replace(tzinfo=UTC)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Writer:
    """One effect of one act that can change a slot; dates as far as the text alone tells."""

    act: Act
    place: int
    deed: Deed
    earliest: datetime
    latest: datetime
    sequence: int


@dataclass(slots=True)
class Timeline:
    """The writers of one slot in the order of their latest dates.

    `soonest[k]` is the earliest date of any writer from place k on: where to stop looking.
    `cuts` are the places at which no writer before may lie after one behind.
    """

    writers: list[Writer] = field(default_factory=list)
    latest: list[datetime] = field(default_factory=list)
    soonest: list[datetime] = field(default_factory=list)
    cuts: list[int] = field(default_factory=lambda: [0])

    def close(self) -> None:
        """Sort, once all writers are in."""
        self.writers.sort(key=lambda w: (w.latest, w.earliest, w.sequence, w.place))
        self.latest = [w.latest for w in self.writers]
        soonest = END
        backwards = []
        for writer in reversed(self.writers):
            soonest = min(soonest, writer.earliest)
            backwards.append(soonest)
        self.soonest = backwards[::-1]
        for place in range(1, len(self.writers)):
            if self.soonest[place] > self.latest[place - 1]:
                self.cuts.append(place)
        if self.writers:
            self.cuts.append(len(self.writers))

    def cut_before(self, earliest: datetime | None) -> int:
        """The last cut before which every writer is over by then, by the dates alone.

        Returned as a place in `cuts`.
        """
        if earliest is None:
            return 0
        return bisect_right(self.cuts, bisect_left(self.latest, earliest)) - 1


@dataclass(frozen=True, slots=True)
class Bound:
    """A norm as it speaks of one organisation: roles replaced by who fills them.

    `holder` is None where nobody fills the role. `entity` and `law` are set for a norm of law:
    it applies while the organisation's law is that document.
    """

    document: Document
    norm: Norm
    holder: str | None
    deed: Deed | None
    entity: str | None = None
    law: str | None = None

    @property
    def cites(self) -> tuple[Cite, ...]:
        """Where the norm is read."""
        return self.norm.src or self.document.src


@dataclass(slots=True)
class Index:
    """The writers of each slot, the norms by what they speak of, and who belongs where."""

    book: Book
    known: datetime | None
    acts: dict[str, Act] = field(default_factory=dict)
    sequence: dict[str, int] = field(default_factory=dict)
    timelines: dict[Slot, Timeline] = field(default_factory=dict)
    norms: dict[str, list[Bound]] = field(default_factory=dict)
    replaced: dict[str, list[tuple[Document, Norm]]] = field(default_factory=dict)
    seats_in: dict[str, list[str]] = field(default_factory=dict)
    holdings: dict[str, list[nouns.Holding]] = field(default_factory=dict)
    after: dict[str, frozenset[str]] = field(default_factory=dict)


def build(book: Book, known: datetime | None) -> Index:
    """Arrange a book, leaving out what was not known yet."""
    index = Index(book, known)
    timelines: dict[Slot, Timeline] = defaultdict(Timeline)
    for place, record in enumerate(book):
        index.sequence[record.id] = place
        if isinstance(record, nouns.Post) and record.in_ and record.kind == "seat":
            index.seats_in.setdefault(record.in_, []).append(record.id)
        if not is_known(book, record, known):
            continue
        if isinstance(record, Act):
            index.acts[record.id] = record
            _add_act(book, timelines, record, place)
        elif isinstance(record, nouns.Holding):
            index.holdings.setdefault(record.of, []).append(record)
        elif isinstance(record, Document):
            _add_document(book, index, record)
    for timeline in timelines.values():
        timeline.close()
    index.timelines = dict(timelines)
    index.after = _after(book)
    return index


def is_known(book: Book, record: Noun, known: datetime | None) -> bool:
    """Whether a record was known by then.

    A record is known from its `known`, else from its earliest source's date but never before
    its own, else from its own date. Names (people, organisations, bodies, posts, instruments)
    are no news; they are always known, and so is law that came with the software.
    """
    if known is None or record.id in book.laws:
        return True
    if isinstance(record, nouns.Entity | nouns.Person | nouns.Group | nouns.Body | nouns.Post
                  | nouns.Instrument | nouns.Assertion):  # fmt: skip
        return True
    if record.known is not None:
        return record.known.happened_by(known) is True
    own = record.date if isinstance(record.date, When) else None
    dates = [book.sources[c.source].date for c in record.src if c.source in book.sources]
    if record.src and any(d is not None for d in dates):
        by_source = any(d is not None and d.happened_by(known) is True for d in dates)
        return by_source and (own is None or own.happened_by(known) is not False)
    return own is None or own.happened_by(known) is True


def static_bounds(book: Book, record: Noun, effect: bool = False) -> tuple[datetime, datetime]:
    """Between which instants a record lies, over all readings of its date."""
    date = record.date
    if effect and isinstance(record, Act) and record.takes_effect is not None:
        date = record.takes_effect
    options = tuple(date.by.values()) if isinstance(date, Value) else (date,)
    bounds = [_bounds(book, option, frozenset({record.id})) for option in options]
    return min(b[0] for b in bounds), max(b[1] for b in bounds)


def _bounds(
    book: Book, date: When | Relative | None, seen: frozenset[str]
) -> tuple[datetime, datetime]:
    if isinstance(date, When):
        return date.earliest or BEGINNING, date.latest or END
    if isinstance(date, Relative):
        anchor = book.records.get(date.anchor)
        if anchor is not None and anchor.id not in seen:
            options = anchor.date.by.values() if isinstance(anchor.date, Value) else (anchor.date,)
            spans = [_bounds(book, option, seen | {anchor.id}) for option in options]
            low, high = min(s[0] for s in spans), max(s[1] for s in spans)
            moved = date.resolve(When(_open(low), _open(high), ""))
            return moved.earliest or BEGINNING, moved.latest or END
    return BEGINNING, END


def _open(moment: datetime) -> datetime | None:
    return None if moment in (BEGINNING, END) else moment


def _add_act(book: Book, timelines: Mapping[Slot, Timeline], act: Act, sequence: int) -> None:
    if not act.effects:
        return
    earliest, latest = static_bounds(book, act, effect=True)
    if earliest != latest:
        # An imprecise moment lies strictly between its bounds.
        earliest = earliest + TICK if earliest != BEGINNING else earliest
        latest = latest - TICK if latest != END else latest
    for place, deed in enumerate(act.effects):
        slot = slot_of(deed)
        if slot is not None:
            timelines[slot].writers.append(Writer(act, place, deed, earliest, latest, sequence))


def slot_of(deed: Deed) -> Slot | None:
    """Which slot a deed can change; None for one that changes nothing that is tracked."""
    match deed.verb:
        case "appoint" | "elect" | "remove" | "resign" | "seats":
            return ("post", deed.get("post") or "")
        case "issue" | "transfer" | "cancel":
            return ("units", deed.get("instrument") or "")
        case "adopt" | "repeal":
            return ("document", deed.get("document") or "")
        case "determine":
            return ("fact", deed.get("fact") or "")
        case "register":
            return ("registration", deed.get("act") or "")
    return None


def _add_document(book: Book, index: Index, document: Document) -> None:
    for norm in document.norms:
        for replaced in norm.replaces:
            index.replaced.setdefault(replaced, []).append((document, norm))
        if document.roles:
            for entity in book.of(nouns.Entity):
                laws = entity.law.by.values() if isinstance(entity.law, Value) else (entity.law,)
                if document.id in laws:
                    _bind(index, document, norm, entity)
        else:
            bound = Bound(document, norm, norm.holder, norm.deed)
            index.norms.setdefault(norm.modality, []).append(bound)


def _bind(index: Index, document: Document, norm: Norm, entity: nouns.Entity) -> None:
    """Let a norm of law speak of one organisation."""
    prefix, role = _bearer(norm.holder)
    holders: tuple[str | None, ...] = (norm.holder,)
    if role in document.roles:
        filled = entity.roles.get(role, ())
        names = [f"{prefix}{name}" for name in filled if name is not None]
        holders = tuple(names) or (None,)
    deeds = _bind_deed(norm.deed, document, entity)
    for holder in holders:
        for deed in deeds:
            bound = Bound(document, norm, holder, deed, entity.id, document.id)
            index.norms.setdefault(norm.modality, []).append(bound)


def _bind_deed(
    deed: Deed | None, document: Document, entity: nouns.Entity
) -> tuple[Deed | None, ...]:
    if deed is None:
        return (None,)
    deeds = [deed]
    for name, value in deed.args:
        if value in document.roles:
            filled = [f for f in entity.roles.get(value, ()) if f is not None]
            deeds = [
                Deed(d.verb, tuple((n, f if n == name else v) for n, v in d.args))
                for d in deeds
                for f in filled
            ]
    return tuple(deeds)


def _bearer(holder: str) -> tuple[str, str]:
    for prefix in ("any member of ", "each member of ", "any holder of ", "each holder of "):
        if holder.startswith(prefix):
            return prefix, holder[len(prefix) :]
    return "", holder


def _after(book: Book) -> dict[str, frozenset[str]]:
    """For each record, all that the book says came before it."""
    direct = {r.id: set(r.after) for r in book if r.after}
    for record in book:
        if isinstance(record.date, Relative):
            if record.date.earliest is not None and record.date.earliest.total_seconds() >= 0:
                direct.setdefault(record.id, set()).add(record.date.anchor)
    closed: dict[str, frozenset[str]] = {}
    for start in direct:
        seen: set[str] = set()
        queue = list(direct[start])
        while queue:
            at = queue.pop()
            if at not in seen:
                seen.add(at)
                queue.extend(direct.get(at, ()))
        closed[start] = frozenset(seen)
    return closed

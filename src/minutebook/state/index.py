"""What a book says, arranged by what it can change: built once for each known-date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from minutebook.records import nouns
from minutebook.records.book import Book
from minutebook.records.concerning import speaks_of_a_party
from minutebook.records.deeds import Deed, family
from minutebook.records.norms import DELAYING
from minutebook.records.nouns import Act, Document, Norm, Noun
from minutebook.records.values import Cite, Value
from minutebook.state.assignments import arrange as arrange_assignments
from minutebook.state.binding import bindings
from minutebook.state.dates import BEGINNING, Dates
from minutebook.state.groups import groups_of
from minutebook.state.known import is_known
from minutebook.state.spans import COMPLETING, effect_bounds, end_bounds, latest_begin
from minutebook.state.spoken import Spoken
from minutebook.state.timelines import (
    ENDS,
    FOR_A_TIME,
    OF_A_HOLDER,
    Slot,
    Timeline,
    Writer,
    slot_of,
    target_of,
)
from minutebook.state.versions import circular, laws_of, stated_anew
from minutebook.text.when import When


@dataclass(frozen=True, slots=True)
class Bound:
    """A norm as it speaks of one organisation: roles replaced by who fills them.

    `holder` is None where nobody fills the role. `entity` and `law` are set for a norm of law:
    it applies while the organisation's law is that document. A norm that speaks of the party
    concerned is `of_parties`: another one for each, with that `party` in it.
    """

    document: Document
    norm: Norm
    holder: str | None
    deed: Deed | None
    entity: str | None = None
    law: str | None = None
    serial: int = 0
    of_parties: bool = False
    party: str | None = None

    @property
    def applies(self) -> str:
        """What a world that cannot tell has to choose: whether the norm applies."""
        of = f" to {self.party}" if self.party is not None else ""
        return f"{self.norm.id} applies{of}"

    @property
    def cites(self) -> tuple[Cite, ...]:
        """Where the norm is read."""
        return self.norm.src or self.document.src


@dataclass(slots=True)
class Index:
    """The writers of each slot, the norms by what they speak of, and who belongs where.

    `norms` are found by modality and then by verb (powers and bars) or by body (rules); those
    that speak of every deed stand under None; `on_votes` are those about voting, by the body;
    `on_deeds` and `on_bodies` find the same by the deeds
    that they may speak of. `later` finds, for each act, what later acts say of it; `happenings`
    the events of some kind that happened to each party. `steady` gives, for a norm that no act
    can touch, the instant from which its state no longer changes. `electors` keeps who votes in a
    body for each set of occupants met, `holders` and `voters` in one of holders, as they were last;
    `groups` the groups that each party belongs to. `powers` are those that norms state, `said` what
    a body says of itself on an aspect of which no norm speaks: both as the book has it, whatever
    the world.
    `sums` keeps what equal voters came to together, for bodies whose members change. `given` are
    effects of acts that are supposed, not judged.
    `came` and `went` tell which assignment brings a norm to its party, and which take it away.
    `delays` are the norms that delay effects, `delayed` the verbs that they speak of (None: any),
    and `completions` the acts that file, register or approve each act. `instances` are the norms
    that speak of the party concerned, as they speak of one party whom a deed named.
    """

    book: Book
    known: datetime | None
    acts: dict[str, Act] = field(default_factory=dict)
    sequence: dict[str, int] = field(default_factory=dict)
    happenings: dict[str, list[nouns.Event]] = field(default_factory=dict)
    later: dict[str, list[tuple[Act, int]]] = field(default_factory=dict)
    timelines: dict[Slot, Timeline] = field(default_factory=dict)
    norms: dict[str, list[Bound]] = field(default_factory=dict)
    by_verb: dict[tuple[str, str | None], list[Bound]] = field(default_factory=dict)
    by_holder: dict[tuple[str, str | None], list[Bound]] = field(default_factory=dict)
    on_votes: dict[tuple[str, str | None], list[Bound]] = field(default_factory=dict)
    on_deeds: dict[tuple[str, str | None], Spoken[Bound]] = field(default_factory=dict)
    on_bodies: dict[tuple[str, str | None], Spoken[Bound]] = field(default_factory=dict)
    steady: dict[int, datetime] = field(default_factory=dict)
    states: dict[int, Any] = field(default_factory=dict)
    replaced: dict[str, list[tuple[Document, Norm]]] = field(default_factory=dict)
    restated: dict[str, list[Document]] = field(default_factory=dict)
    seats_in: dict[str, list[str]] = field(default_factory=dict)
    holdings: dict[str, list[nouns.Holding]] = field(default_factory=dict)
    held_by: dict[str, datetime] = field(default_factory=dict)
    labels: dict[str, When] = field(default_factory=dict)
    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    electors: dict[tuple[str, int], tuple[object, Any]] = field(default_factory=dict)
    holders: dict[str, tuple[object, Any]] = field(default_factory=dict)
    voters: dict[tuple[str, ...], tuple[Any, Any]] = field(default_factory=dict)
    lasting: dict[int, Any] = field(default_factory=dict)
    dates: Dates = field(default_factory=lambda: Dates({}))
    powers: dict[tuple[int, bool], Any] = field(default_factory=dict)
    said: dict[tuple[str, str], Any] = field(default_factory=dict)
    sums: dict[Any, dict[Any, Any]] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)
    came: dict[int, tuple[Act, int]] = field(default_factory=dict)
    went: dict[int, list[tuple[Act, int]]] = field(default_factory=dict)
    delays: list[Norm] = field(default_factory=list)
    delayed: frozenset[str | None] = frozenset()
    completions: dict[str, list[Act]] = field(default_factory=dict)
    instances: dict[tuple[int, str, str | None], Bound] = field(default_factory=dict)

    def follows(self, later: str, earlier: str) -> bool:
        """Whether the book says that one record came after another, whatever their dates."""
        return self.dates.follows(later, earlier)


def build(book: Book, known: datetime | None) -> Index:
    """Arrange a book, leaving out what was not known yet."""
    index = Index(book, known, dates=Dates(book.records))
    timelines: dict[Slot, Timeline] = defaultdict(Timeline)
    for place, record in enumerate(book):
        index.sequence[record.id] = place
        if isinstance(record, nouns.Post) and record.in_ and record.kind == "seat":
            index.seats_in.setdefault(record.in_, []).append(record.id)
    index.groups.update(groups_of(book))
    _add_delays(index)
    for record in book:
        if not is_known(book, record, known):
            continue
        if isinstance(record, Act):
            index.acts[record.id] = record
            _add_act(index, timelines, record)
        elif isinstance(record, nouns.Holding):
            index.holdings.setdefault(record.of, []).append(record)
            latest = index.dates.bounds(record)[1] if record.date is not None else BEGINNING
            index.held_by[record.of] = max(latest, index.held_by.get(record.of, BEGINNING))
        elif isinstance(record, Document):
            _add_document(book, index, record)
        elif isinstance(record, nouns.Event) and record.kind is not None:
            for name in dict.fromkeys((*record.about, *record.by)):
                index.happenings.setdefault(name, []).append(record)
    _add_later_acts(index, timelines)
    for timeline in timelines.values():
        timeline.close()
    index.timelines = dict(timelines)
    arrange_assignments(index)
    _arrange_norms(index)
    return index


def _add_delays(index: Index) -> None:
    """What may delay the effect of an act, and the acts that effects may wait for."""
    index.delays = [norm for document in index.book.of(Document) for norm in document.norms
                    if norm.modality in DELAYING]  # fmt: skip
    if not index.delays:
        return
    verbs = (None if n.deed is None else family(n.deed.verb) for n in index.delays)
    index.delayed = frozenset(verbs)
    for act in index.book.of(Act):
        for deed in act.effects:
            if deed.verb in COMPLETING:
                index.completions.setdefault(deed.get("act") or "", []).append(act)


def static_bounds(book: Book, record: Noun, effect: bool = False) -> tuple[datetime, datetime]:
    """Between which instants a record (or an act's effect) lies, over all readings of its date."""
    dates = Dates(book.records)
    if effect and isinstance(record, Act) and record.takes_effect is not None:
        return dates.bounds_of(record.takes_effect)
    return dates.bounds(record)


def _add_act(index: Index, timelines: Mapping[Slot, Timeline], act: Act) -> None:
    if not act.effects:
        return
    earliest, latest = effect_bounds(index, act)
    sequence = index.sequence[act.id]
    for place, deed in enumerate(act.effects):
        slot = slot_of(deed)
        if slot is None:
            continue
        last = latest_begin(index, act, deed, latest) if index.delays else latest
        _write(index, timelines, slot, Writer(act, place, deed, earliest, last, sequence))
        if deed.verb in FOR_A_TIME and act.until is not None:
            ends = end_bounds(index, act)
            _write(index, timelines, slot, Writer(act, ENDS, deed, *ends, sequence))


def _write(index: Index, timelines: Mapping[Slot, Timeline], slot: Slot, writer: Writer) -> None:
    timelines[slot].writers.append(writer)
    if writer.deed.verb in OF_A_HOLDER:
        # Whoever leaves a body leaves whichever of its seats they hold.
        for seat in index.seats_in.get(slot[1], ()):
            timelines["post", seat].writers.append(writer)


def _add_later_acts(index: Index, timelines: Mapping[Slot, Timeline]) -> None:
    """Let later acts on an act write what it writes: they may end its effects, or begin them."""
    for act in index.acts.values():
        for place, deed in enumerate(act.effects):
            target = target_of(deed)
            if target is not None and target in index.acts and target != act.id:
                index.later.setdefault(target, []).append((act, place))
    for target in index.later:
        acts = _all_later(index, target)
        record = index.acts[target]
        for place, deed in enumerate(record.effects):
            slot = slot_of(deed)
            for act in acts if slot is not None else ():
                earliest, latest = effect_bounds(index, act)
                assert slot is not None
                sequence = index.sequence[act.id]
                writer = Writer(act, -1, deed, earliest, latest, sequence, (record, place))
                _write(index, timelines, slot, writer)
                if act.until is not None and any(d.verb == "suspend" for d in act.effects):
                    ends = end_bounds(index, act)
                    writer = Writer(act, ENDS, deed, *ends, sequence, (record, place))
                    _write(index, timelines, slot, writer)


def _all_later(index: Index, target: str) -> list[Act]:
    """The acts on an act, and the acts on those."""
    found: dict[str, Act] = {}
    queue = [target]
    for name in queue:
        for act, _ in index.later.get(name, ()):
            if act.id not in found and act.id != target:
                found[act.id] = act
                queue.append(act.id)
    return list(found.values())


def _add_document(book: Book, index: Index, document: Document) -> None:
    if document.restates is not None and not circular(book, document):
        index.restated.setdefault(document.restates, []).append(document)
    for norm in document.norms:
        for replaced in (*norm.replaces, *stated_anew(book, document, norm)):
            index.replaced.setdefault(replaced, []).append((document, norm))
        if document.all_roles:
            for entity in book.of(nouns.Entity):
                if document.id in (law.document for law in laws_of(entity)):
                    _bind(index, document, norm, entity)
        else:
            _add_bound(index, Bound(document, norm, norm.holder, norm.deed))


def _add_bound(index: Index, bound: Bound) -> None:
    norm = bound.norm
    found = index.norms.setdefault(norm.modality, [])
    serial = sum(map(len, index.norms.values()))
    of_parties = speaks_of_a_party(norm.modality, bound.holder or "", norm.when, norm.unless)
    found.append(replace(bound, serial=serial, of_parties=of_parties))


def _arrange_norms(index: Index) -> None:
    for modality, bounds in index.norms.items():
        for bound in bounds:
            verb = family(bound.deed.verb) if bound.deed is not None else None
            index.by_verb.setdefault((modality, verb), []).append(bound)
            index.by_holder.setdefault((modality, bound.holder), []).append(bound)
            if bound.deed is not None and bound.deed.verb == "vote":
                body = bound.deed.get("post")
                index.on_votes.setdefault((modality, body), []).append(bound)
            index.on_deeds.setdefault((modality, verb), Spoken()).add(bound, bound.deed)
            index.on_bodies.setdefault((modality, bound.holder), Spoken()).add(bound, bound.deed)
            since = _steady_from(index, bound)
            if since is not None:
                index.steady[bound.serial] = since
            for side, date in (("start", bound.norm.start), ("end", bound.norm.end)):
                if date is not None:
                    index.labels[f"{side} of {bound.norm.id}"] = date
            source = index.book.get(bound.document.delegated_from, Document)
            if source is not None and source.end is not None:
                index.labels[f"end of {source.id}"] = source.end
            for side, date in (("start", bound.document.start), ("end", bound.document.end)):
                if date is not None:
                    index.labels[f"{side} of {bound.document.id}"] = date
    for entity in index.book.of(nouns.Entity):
        for law in laws_of(entity):
            for side, date in (("start", law.start), ("end", law.end)):
                if date is not None:
                    index.labels[f"{side} of {law.document} for {entity.id}"] = date


def _steady_from(index: Index, bound: Bound) -> datetime | None:
    """From when on the state of a norm cannot change any more, by the dates alone."""
    if bound.serial in index.came or bound.serial in index.went:
        return None
    norm = bound.norm
    entity = index.book.get(bound.entity, nouns.Entity)
    if entity is not None and isinstance(entity.law, Value):
        return None
    if norm.when is not None or norm.unless is not None or isinstance(norm.applies, Value):
        return None
    if norm.ends is not None or norm.fulfilled is not None or norm.due is not None or norm.upon:
        return None
    documents = versions_of(index, bound)
    if any(("document", d.id) in index.timelines for d in documents):
        return None
    dates = [norm.start, norm.end, *(x for d in documents for x in (d.start, d.end, d.date))]
    dates += [n.start for _, n in index.replaced.get(norm.id, ())]
    if entity is not None:
        dates += [date for law in laws_of(entity) for date in (law.start, law.end)]
    ends = [index.dates.bounds_of(date)[1] for date in dates if date is not None]
    return max(ends, default=BEGINNING)


def versions_of(index: Index, bound: Bound) -> list[Document]:
    """The document of a norm, and those whose coming into force may end or displace it."""
    replacing = [document for document, _ in index.replaced.get(bound.norm.id, ())]
    source = index.book.get(bound.document.delegated_from, Document)
    sources = [source] if source is not None else []
    found = [bound.document, *sources, *replacing]
    return [*found, *(later for one in (bound.document, *sources)
                      for later in index.restated.get(one.id, ()))]  # fmt: skip


def _bind(index: Index, document: Document, norm: Norm, entity: nouns.Entity) -> None:
    """Let a norm of law speak of one organisation."""
    for bound, holder, deed in bindings(document, norm, entity):
        _add_bound(index, Bound(document, bound, holder, deed, entity.id, document.id))

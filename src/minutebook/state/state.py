"""One state of a book: in one world, as of one date, as known at another.

Every slot is a pure query, remembered with the choices it rests on. A slot evaluates only the
acts that can write it, oldest first, so the depth of evaluation does not grow with the number
of acts. What a slot is lies in a module for each subject; this is the face that they share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import TypeVar, cast

from minutebook.answers.found import Why
from minutebook.answers.world import World
from minutebook.records import nouns
from minutebook.records.book import Book
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act, Noun
from minutebook.records.values import Reads, Value
from minutebook.state import holdings, in_fact, judging, later, norms_in_force, seating, timing
from minutebook.state.html import state_html
from minutebook.state.index import Bound, Index, build
from minutebook.state.known import is_known
from minutebook.state.slots import NormState, NormStatus, Occupancy, Point, Seats
from minutebook.state.timelines import Writer
from minutebook.state.verdict import Effect, Turn, Verdict
from minutebook.text.numbers import Quantity, exactly
from minutebook.text.when import When, instant

T = TypeVar("T")


class State:
    """Slots of a book in one world.

    Parameters
    ----------
    book : the book, which may have diagnostics: what could not be read is simply not there.
    at : the instant to look at (as of).
    known : what was not known by then is left out; None takes the whole book.
    world : settles the readings that slots meet.
    uncured : acts that are seen as they were before anything ratified, annulled or judged them.
    """

    def __init__(
        self,
        book: Book,
        at: datetime,
        known: datetime | None,
        world: World,
        uncured: frozenset[str] = frozenset(),
    ) -> None:
        self.book = book
        self.at = at
        self.known = known
        self.world = world
        self.uncured = uncured
        key = (id(book), known)
        index = world.memo.indexes.get(key)
        if index is None:
            index = world.memo.indexes[key] = build(book, known)
        self.index: Index = index
        world.clock = self
        self.registers: dict[str, list[int]] = {}

    def _repr_html_(self) -> str:
        """What a notebook shows: posts, bodies and documents at the date."""
        return state_html(self)

    def moved_to(self, at: datetime) -> State:
        """The same state as of another date."""
        return self if at == self.at else State(self.book, at, self.known, self.world, self.uncured)

    def in_world(self, world: World) -> State:
        """The same state in another world."""
        return (
            self
            if world is self.world
            else State(self.book, self.at, self.known, world, self.uncured)
        )

    def leaving(self, *acts: str) -> State:
        """The same state, with some acts left as they were before any later act on them."""
        return self.leaving_only(self.uncured.union(acts))

    def leaving_only(self, uncured: frozenset[str]) -> State:
        """The same state, with those acts and no others left as they were."""
        if uncured == self.uncured:
            return self
        return State(self.book, self.at, self.known, self.world, uncured)

    @property
    def now(self) -> Point:
        """The instant of the state as a point."""
        return Point(instant(self.at))

    def visible(self) -> Iterator[Noun]:
        """The records that were known by the state's known-date."""
        return (r for r in self.book if is_known(self.book, r, self.known))

    # -- readings and dates

    def pick(self, value: Reads[T]) -> T:
        """The alternative this world takes, among those known by then."""
        if not isinstance(value, Value):
            return value
        if value.src and self.known is not None:
            known = {a: v for a, v in value.by.items() if timing.is_known_claim(self, value, a)}
            if known and len(known) < len(value.by):
                narrowed: Reads[T] = Value(known, value.reading, value.src)
                return self.world.pick(narrowed)
        return self.world.pick(value)

    def picked(self, date: Reads[nouns.Moment]) -> nouns.Moment:
        """The same for a date."""
        return cast("nouns.Moment", self.pick(date))

    def moment(self, record: Noun) -> When:
        """When a record is dated, with relative dates worked out."""
        return timing.resolved(self, record.date, record.id)

    def effective(self, act: Act, place: int | None = None) -> When:
        """When the effects of an act begin, or one of them: not before it is done."""
        return timing.effective(self, act, place)

    # -- order

    def when(self, label: str) -> When:
        """The moment of a record, of an act's effect, or of a norm's start or end."""
        return timing.when(self, label)

    def follows(self, later: str, earlier: str) -> bool:
        """Whether the book says that one came after the other; an effect follows its act."""
        return timing.follows(self, later, earlier)

    def is_told(self, label: str) -> bool:
        """Whether the book may say of a label that it came after another."""
        return timing.is_told(self, label)

    def place(self, label: str) -> int:
        """Where a record stands in the book."""
        return self.index.sequence.get(label.removeprefix(timing.EFFECT), 0)

    def before(self, act: Act, point: Point, place: int | None = None) -> bool:
        """Whether an act was done and had taken effect at a point, or one effect of it.

        An order that neither the dates nor the book tell is settled by the world.
        """
        return timing.before(self, act, point, place)

    def come(self, label: str, date: When, point: Point) -> bool:
        """Whether something dated has come by a point."""
        return timing.begun(self, label, date, point)

    # -- posts and bodies

    def seats(self, post: str, point: Point | None = None, *, register: bool = False) -> Seats:
        """Who holds a post, or sits on a body, at a point.

        `register` looks at what binds third parties: changes count from their registration.
        """
        return seating.seats(self, post, point or self.now, register=register)

    def seats_after(self, act: Act, post: str, point: Point) -> Seats:
        """A post or body just before a point, with the effects of one act applied to it."""
        return seating.seats_after(self, act, post, point)

    def sitting(self, post: str, point: Point | None = None) -> Seats:
        """Who acts as a post or in a body: by right, and in fact where a norm says so.

        Whoever is suspended holds the post and does not act.
        """
        return in_fact.sitting(self, post, point or self.now).acting

    def in_fact(self, post: str, point: Point | None = None) -> tuple[Occupancy, ...]:
        """Who acts in a post or on a body without holding it by right."""
        return in_fact.in_fact(self, post, point or self.now)

    def holder(self, post: str, point: Point | None = None) -> Occupancy | None:
        """The occupancy of a single post, or None if it is vacant.

        Where one who is suspended holds it and another stands in, who stands in.
        """
        seats = self.seats(post, point)
        found = seats.acting.occupants or seats.occupants
        return found[0] if found else None

    def why_seated(self, post: str, point: Point | None = None) -> Why:
        """Why a post is held as it is: who put each holder there, and from where it is read."""
        return seating.why_seated(self, post, point or self.now)

    def occupancies(self, post: str) -> tuple[Occupancy, ...]:
        """Everyone who held a post or a seat of a body until the state's date, in order."""
        return seating.occupancies(self, post)

    def apply_deed(
        self,
        current: Seats,
        deed: Deed,
        record: nouns.Body | nouns.Post,
        actor: str | None,
        start: When,
        act: Act | None,
    ) -> Seats:
        """The slot after a deed that takes effect."""
        return seating.apply_deed(self, current, deed, record, actor, start, act)

    def registered_on(self, act: Act, point: Point | None = None) -> When | None:
        """When a change was entered in the public register, as far as it has been."""
        return seating.registered_on(self, act, point or self.now)

    # -- what acts achieved

    def took_effect(self, act: Act, place: int) -> bool:
        """Whether one effect of an act applies; an undetermined one is a choice of the world.

        The effects of one act that are undetermined stand or fall together.
        """
        return judging.took_effect(self, act, place)

    def own_effect(self, act: str, place: int) -> Effect:
        """The judgment of one effect by the rules of its own time alone."""
        return judging.own_effect(self, act, place)

    def applies_by_itself(self, act: Act, place: int) -> bool:
        """Whether an effect applies before any later act on it; where that is open, by choice."""
        return judging.applies_by_itself(self, act, place)

    def turned(self, writer: Writer) -> bool | None:
        """What a writer does to its slot: True applies its deed, False undoes it, None nothing."""
        return later.turned(self, writer)

    def turns(self, act: Act, place: int) -> tuple[Turn, ...]:
        """When an effect began and ceased to apply, by itself and by later acts on it."""
        return later.turns(self, act, place)

    def effect(self, act: str, place: int, *, explain: bool = False) -> Effect:
        """What the judge says of one effect of a recorded act, by the rules of its own time.

        `explain` adds the reasons, the pivotal voters and the cures, which no other slot rests on.
        """
        return judging.effect(self, act, place, explain=explain)

    def judgment(self, act: str) -> Verdict:
        """What the judge says of a recorded act, effect by effect, with pivots and cures."""
        return judging.judgment(self, act)

    def verdict(self, act: str) -> Verdict:
        """The judgment of an act, with what has bound third parties by the state's date."""
        return judging.verdict(self, act)

    # -- holdings

    def units(self, holder: str, instrument: str, point: Point | None = None) -> Quantity:
        """How many units a holder has: exact, a range, or unknown."""
        return self.register(instrument, point).get(holder, exactly(0))

    def register(self, instrument: str, point: Point | None = None) -> Mapping[str, Quantity]:
        """All holders of an instrument with their units, at a point.

        A holding says what somebody has from its date on, whatever moved before.
        """
        return holdings.register(self, instrument, point or self.now)

    def votes_per_unit(self, instrument: str) -> Fraction | None:
        """Votes for each unit, or for what it converts into; None if unknown."""
        return holdings.votes_per_unit(self, instrument)

    # -- norms

    def norm_status(self, bound: Bound, point: Point | None = None) -> NormStatus:
        """Whether a norm is in force at a point, and why."""
        return norms_in_force.norm_status(self, bound, point or self.now)

    def norm_state(self, bound: Bound, point: Point) -> NormState:
        """Whether a norm is in force at a point."""
        return norms_in_force.norm_state(self, bound, point)

    def norm_holds(self, bound: Bound, point: Point) -> bool:
        """Whether a norm is in force; where that is not determined, the world settles it."""
        return norms_in_force.norm_holds(self, bound, point)

    def norm_frame(self, bound: Bound, point: Point) -> tuple[NormState, str]:
        """Whether a norm's document and dates let it be in force, whatever its conditions."""
        return norms_in_force.norm_frame(self, bound, point)

    def document_state(self, document: nouns.Document, point: Point) -> NormState:
        """Whether a document is in force: by the acts that adopt it, else by its date."""
        return norms_in_force.document_state(self, document, point)

    def bound_norms(self, *modalities: str) -> list[Bound]:
        """The norms of those modalities, whether in force or not."""
        return [b for m in modalities for b in self.index.norms.get(m, ())]

    def norms(self, *modalities: str, point: Point | None = None) -> list[Bound]:
        """The norms of those modalities that are in force at a point."""
        return [
            b
            for b in self.bound_norms(*modalities)
            if self.norm_state(b, point or self.now) == "in force"
        ]

    def fact(self, fact: str, point: Point | None = None) -> bool:
        """Whether a fact has been determined by who has the power to, as the last word has it.

        A fact that is so since a date counts from that date, whenever it was determined.
        """
        point = point or self.now
        timeline = self.index.timelines.get(("fact", fact))
        record = self.book.get(fact, nouns.Fact)
        if timeline is None or record is None:
            return False
        if record.since is None:
            own = [
                w
                for w in timeline.writers
                if w.act.id == point.act and w.target is None and w.place < point.place
            ]
            writers = [*timing.happened(self, timeline, point), *own]
        elif timing.begun(
            self, f"start of {fact}", timing.resolved(self, record.since, fact), point
        ):
            writers = timing.ordered(self, timeline.writers)
        else:
            return False
        determined = settled = False
        for writer in writers:
            turned = self.turned(writer)
            if turned is None:
                continue
            if writer.deed.verb == "determine":
                determined = settled = turned
            else:
                # To end a suspension gives back what was determined before.
                settled = determined if writer.deed.verb == "uphold" or not turned else False
        return settled

"""One state of a book: in one world, as of one date, as known at another.

Every slot is a pure query, remembered with the choices it rests on. A slot evaluates only the
acts that can write it, oldest first, so the depth of evaluation does not grow with the number
of acts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from minutebook.answers.found import Why
from minutebook.answers.world import World
from minutebook.records import nouns
from minutebook.records.book import Book
from minutebook.records.nouns import Act, Noun
from minutebook.records.values import Reads, Unknown, Value
from minutebook.state.index import END, Bound, Index, Slot, Timeline, Writer, build, is_known
from minutebook.state.slots import NormState, NormStatus, Occupancy, Point, Seats
from minutebook.text.numbers import UNKNOWN as UNKNOWN_QUANTITY
from minutebook.text.numbers import Quantity, exactly, parse_quantity
from minutebook.text.problem import Problem
from minutebook.text.when import Relative, When, instant

if TYPE_CHECKING:
    from minutebook.records.deeds import Deed
    from minutebook.state.verdict import Effect, Verdict

T = TypeVar("T")
UNDATED = When(None, None, "undated")
THIRD_PARTIES = "third parties"


class State:
    """Slots of a book in one world.

    Parameters
    ----------
    book : the book, which may have diagnostics: what could not be read is simply not there.
    at : the instant to look at (as of).
    known : what was not known by then is left out; None takes the whole book.
    world : settles the readings that slots meet.
    """

    def __init__(self, book: Book, at: datetime, known: datetime | None, world: World) -> None:
        self.book = book
        self.at = at
        self.known = known
        self.world = world
        key = (id(book), known)
        index = world.memo.indexes.get(key)
        if index is None:
            index = world.memo.indexes[key] = build(book, known)
        self.index: Index = index
        world.sequence(index.sequence)
        self._folded: dict[Slot, int] = {}

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
        if isinstance(value, Value) and value.src and self.known is not None:
            known = {a: v for a, v in value.by.items() if self._is_known_claim(value, a)}
            if known and len(known) < len(value.by):
                return self.world.pick(Value(known, value.reading, value.src))
        return self.world.pick(value)

    def _is_known_claim(self, value: Value[T], alternative: str) -> bool:
        assert self.known is not None
        dates = [
            self.book.sources[c.source].date
            for c in value.src.get(alternative, ())
            if c.source in self.book.sources
        ]
        return not dates or any(d is None or d.happened_by(self.known) is True for d in dates)

    def moment(self, record: Noun) -> When:
        """When a record is dated, with relative dates worked out."""
        return self._moment(record.date, frozenset({record.id}))

    def _moment(
        self, date: Value[When | Relative] | When | Relative | None, seen: frozenset[str]
    ) -> When:
        if date is None:
            return UNDATED
        picked = self._picked_date(date)
        if isinstance(picked, When):
            return picked
        anchor = self.book.records.get(picked.anchor)
        if anchor is None or anchor.id in seen:
            return UNDATED
        return picked.resolve(self._moment(anchor.date, seen | {anchor.id}))

    def _picked_date(self, date: Reads[When | Relative]) -> When | Relative:
        return self.pick(date)

    def effective(self, act: Act) -> When:
        """When the effects of an act begin."""
        if act.takes_effect is None:
            return self.moment(act)
        return self._moment(act.takes_effect, frozenset({act.id}))

    def before(self, act: Act, point: Point) -> bool:
        """Whether an act had taken effect at a point; an open order is settled by the world."""
        when = self.effective(act)
        if point.act is None:
            assert point.when.earliest is not None
            happened = when.happened_by(point.when.earliest)
            if happened is None:
                name = f"{act.id} by {point.when.written}"
                return self.world.choose(name, ("yes", "no"), "yes", "time") == "yes"
            return happened
        if act.id == point.act:
            return False
        if point.act in self.index.after.get(act.id, ()):
            return False
        sure = when.before(point.when)
        if sure is not None and not (when.exact and when == point.when):
            return sure
        if act.id in self.index.after.get(point.act, ()):
            return True
        if when.exact and point.when.exact and when.earliest != point.when.earliest:
            return bool(sure)
        return self.world.order(act.id, point.act)

    # -- posts and bodies

    def seats(self, post: str, point: Point | None = None, *, register: bool = False) -> Seats:
        """Who holds a post, or sits on a body, at a point.

        `register` looks at what binds third parties: changes count from their registration.
        """
        point = point or self.now
        record = self.book.records.get(post)
        if not isinstance(record, nouns.Body | nouns.Post):
            return Seats(0, ())
        own = self._registered(record, point) if register else self._fold(record, point)
        named = self.index.seats_in.get(post, ())
        if not named:
            return own
        occupants = list(own.occupants)
        for seat in named:
            occupants.extend(self.seats(seat, point, register=register).occupants)
        return Seats(own.seats, tuple(occupants))

    def seats_after(self, act: Act, post: str, point: Point) -> Seats:
        """A post or body just before a point, with the effects of one act applied to it."""
        record = self.book.records.get(post)
        seats = self.seats(post, point)
        if not isinstance(record, nouns.Body | nouns.Post):
            return seats
        for place, deed in enumerate(act.effects):
            if deed.get("post") == post and self.took_effect(act, place):
                seats = self.apply_deed(seats, deed, record, act.by, self.effective(act), act)
        return seats

    def holder(self, post: str, point: Point | None = None) -> Occupancy | None:
        """The occupancy of a single post, or None if it is vacant."""
        found = self.seats(post, point).occupants
        return found[0] if found else None

    def why_seated(self, post: str, point: Point | None = None) -> Why:
        """Why a post is held as it is: who put each holder there, and from where it is read."""
        seats = self.seats(post, point)
        because = []
        for occupancy in seats.occupants:
            name = occupancy.holder or "somebody not known"
            if occupancy.cause is None:
                because.append(Why(f"{name} held {occupancy.post} at first", None, occupancy.src))
            else:
                verdict = self.verdict(occupancy.cause)
                because.append(Why(f"{name} came by {occupancy.cause}", None, occupancy.src,
                                   (verdict.why,)))  # fmt: skip
        names = ", ".join(o.holder or "somebody not known" for o in seats.occupants) or "nobody"
        return Why(f"{post} is held by {names}", because=tuple(because))

    def occupancies(self, post: str) -> tuple[Occupancy, ...]:
        """Everyone who held a post or a seat of a body until the state's date, in order."""
        record = self.book.records.get(post)
        if not isinstance(record, nouns.Body | nouns.Post):
            return ()
        timeline = self.index.timelines.get(("post", post), Timeline())
        ended: list[Occupancy] = []
        before = self._start(record, self.now)
        for writer in self._happened(timeline, self.now):
            after = self._apply(before, writer, record)
            gone = [o for o in before.occupants if after.holding(o.holder or "") is None]
            ended.extend(
                replace(o, end=self.effective(writer.act), ended_by=writer.act.id) for o in gone
            )
            before = after
        found = [*ended, *before.occupants]
        for seat in self.index.seats_in.get(post, ()):
            found.extend(self.occupancies(seat))
        return tuple(found)

    def _start(self, record: nouns.Body | nouns.Post, point: Point) -> Seats:
        """What the book starts with, or an empty post if that has not begun yet."""
        initial = self._initial(record)
        if not initial.occupants or record.date is None:
            return initial
        if self._begun(record.id, self.moment(record), point):
            return initial
        return Seats(initial.seats, ())

    def _initial(self, record: nouns.Body | nouns.Post) -> Seats:
        date = self.moment(record) if record.date is not None else None
        if isinstance(record, nouns.Body):
            seats = self.pick(record.seats)
            number = None if isinstance(seats, Unknown) or seats is None else seats
            if record.seats is None and self.index.seats_in.get(record.id):
                number = len(self.index.seats_in[record.id])
            members = self.pick(record.members)
            occupants = tuple(Occupancy(record.id, m, date, src=record.src) for m in members)
            if record.seats is None and number is None and members:
                number = len(members)
            return Seats(number, occupants)
        holder = self.pick(record.holder)
        if holder is None:
            return Seats(1, ())
        name = None if isinstance(holder, Unknown) else holder
        return Seats(1, (Occupancy(record.id, name, date, interim=record.interim, src=record.src),))

    def _begun(self, name: str, date: When, point: Point) -> bool:
        if point.act is None and point.when.earliest is not None:
            happened = date.happened_by(point.when.earliest)
        else:
            after = point.when.before(date)
            happened = None if after is None and date.latest is None else after is not True
        if happened is None:
            choice = f"{name} begun by {point.when.written}"
            return self.world.choose(choice, ("yes", "no"), "yes", "time") == "yes"
        return happened

    def _fold(self, record: nouns.Body | nouns.Post, point: Point) -> Seats:
        slot = ("post", record.id)
        timeline = self.index.timelines.get(slot)
        if timeline is None:
            return self._start(record, point)
        cut = timeline.cut_before(point.when.earliest)
        later = self._unsure(timeline, timeline.cuts[cut], point)
        if cut == 0:
            current = self._start(record, point) if not later else self._initial(record)
        else:
            done = self._folded.get(slot, 0)
            for place in range(done + 1, cut):
                self._step(record, timeline, place)
            current = self._step(record, timeline, cut)
            self._folded[slot] = max(done, cut)
        for writer in later:
            current = self._apply(current, writer, record)
        return current

    def _step(self, record: nouns.Body | nouns.Post, timeline: Timeline, cut: int) -> Seats:
        """The slot after the writers before a cut, remembered; called oldest first."""

        def compute() -> Seats:
            current = self._initial(record) if cut == 1 else self._step(record, timeline, cut - 1)
            start, end = timeline.cuts[cut - 1], timeline.cuts[cut]
            for writer in self._ordered(timeline.writers[start:end]):
                current = self._apply(current, writer, record)
            return current

        return self.world.remember(("fold", record.id, cut, self.known), compute)

    def _registered(self, record: nouns.Body | nouns.Post, point: Point) -> Seats:
        """The slot as the public register shows it: changes count once they are entered."""
        if isinstance(record, nouns.Body) or not self.pick(record.registered_by):
            return self._fold(record, point)
        timeline = self.index.timelines.get(("post", record.id), Timeline())
        entered = []
        for writer in self._happened(timeline, point):
            if self.took_effect(writer.act, writer.place):
                on = self.registered_on(writer.act, point)
                if on is not None:
                    entered.append((on.latest or END, writer, on))
        entered.sort(key=lambda e: (e[0], e[1].sequence, e[1].place))
        current = self._start(record, point)
        for _, writer, on in entered:
            current = self.apply_deed(current, writer.deed, record, writer.act.by, on, writer.act)
        return Seats(
            current.seats, tuple(replace(o, how="on the register") for o in current.occupants)
        )

    def _happened(self, timeline: Timeline, point: Point) -> list[Writer]:
        """The writers that came before a point, in order."""
        cut = timeline.cut_before(point.when.earliest)
        out: list[Writer] = []
        for start, end in pairwise(timeline.cuts[: cut + 1]):
            out.extend(self._ordered(timeline.writers[start:end]))
        return [*out, *self._unsure(timeline, timeline.cuts[cut], point)]

    def _unsure(self, timeline: Timeline, sure: int, point: Point) -> list[Writer]:
        """The writers, beyond those that are surely over, that came before the point."""
        latest = point.when.latest
        found = []
        for place in range(sure, len(timeline.writers)):
            if latest is not None and timeline.soonest[place] > latest:
                break
            writer = timeline.writers[place]
            if self.before(writer.act, point):
                found.append(writer)
        return self._ordered(found)

    def _ordered(self, writers: Sequence[Writer]) -> list[Writer]:
        """Writers in the order of their acts; asked of the world only where it matters."""
        out: list[Writer] = []
        for writer in writers:
            place = len(out)
            while place and self._comes_first(writer, out[place - 1]):
                place -= 1
            out.insert(place, writer)
        return out

    def _comes_first(self, a: Writer, b: Writer) -> bool:
        """Whether `a` must be put before `b`, which stands before it."""
        if a.act.id == b.act.id:
            return a.place < b.place
        if b.act.id in self.index.after.get(a.act.id, ()):
            return False
        if a.act.id in self.index.after.get(b.act.id, ()):
            return True
        first, second = self.effective(a.act), self.effective(b.act)
        sure = second.before(first)
        if sure is not None and not (first.exact and first == second):
            return not sure
        if _commute(a.deed, b.deed):
            return False
        return self.world.order(a.act.id, b.act.id)

    def _apply(self, current: Seats, writer: Writer, record: nouns.Body | nouns.Post) -> Seats:
        if not self.took_effect(writer.act, writer.place):
            return current
        start = self.effective(writer.act)
        return self.apply_deed(current, writer.deed, record, writer.act.by, start, writer.act)

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
        single = isinstance(record, nouns.Post)
        party = deed.get("party") if deed.verb != "resign" else actor
        match deed.verb:
            case "appoint" | "elect":
                new = Occupancy(
                    record.id,
                    party,
                    start,
                    interim=deed.get("interim") is not None,
                    nominee_of=deed.get("nominator"),
                    cause=act.id if act else None,
                    src=act.src if act else (),
                )
                kept = tuple(o for o in current.occupants if o.holder != party and not single)
                return Seats(current.seats, (*kept, new))
            case "remove" | "resign":
                kept = tuple(o for o in current.occupants if o.holder != party)
                left = len(current.occupants) - len(kept)
                seats = current.seats
                if left and seats is not None and self._abolishes(record):
                    seats -= left
                return Seats(seats, kept)
            case "seats":
                return Seats(int((deed.get("count") or "0").replace(",", "")), current.occupants)
        return current

    def _abolishes(self, record: nouns.Body | nouns.Post) -> bool:
        return isinstance(record, nouns.Body) and self.pick(record.vacated_seats) == "abolished"

    def took_effect(self, act: Act, place: int) -> bool:
        """Whether one effect of an act applies; an undetermined one is a choice of the world."""
        effect = self.effect(act.id, place)
        if effect.carried is False or effect.standing == "void":
            return False
        if effect.carried and effect.standing in ("valid", "voidable"):
            return True
        default = "yes" if _was_reported(act) else "no"
        chosen = self.world.choose(f"{act.id} took effect", ("yes", "no"), default, "act")
        return chosen == "yes"

    def registered_on(self, act: Act, point: Point | None = None) -> When | None:
        """When a change was entered in the public register, as far as it has been."""
        timeline = self.index.timelines.get(("registration", act.id))
        if timeline is None:
            return None
        for writer in self._happened(timeline, point or self.now):
            if self.took_effect(writer.act, writer.place):
                return self.effective(writer.act)
        return None

    def effect(self, act: str, place: int, *, explain: bool = False) -> Effect:
        """What the judge says of one effect of a recorded act, by the rules of its own time.

        `explain` adds the pivotal voters and the cures, which no other slot rests on.
        """
        from minutebook.state.judge import judge_effect

        record = self.index.acts[act]
        return self.world.remember(
            ("effect", act, place, explain, self.known),
            lambda: self.world.unless_immaterial(
                lambda world: judge_effect(self._in(world), record, place, explain=explain)
            ),
        )

    def judgment(self, act: str) -> Verdict:
        """What the judge says of a recorded act, effect by effect, with pivots and cures."""
        from minutebook.state.verdict import Verdict

        count = len(self.index.acts[act].effects)
        return Verdict(act, tuple(self.effect(act, n, explain=True) for n in range(count)))

    def verdict(self, act: str) -> Verdict:
        """The judgment of an act, with what has bound third parties by the state's date."""
        from minutebook.state.judge import toward_third_parties

        return self.world.remember(
            ("verdict", act, self.known, self.at),
            lambda: toward_third_parties(self, self.judgment(act), self.index.acts[act]),
        )

    def _in(self, world: World) -> State:
        return self if world is self.world else State(self.book, self.at, self.known, world)

    # -- holdings

    def units(self, holder: str, instrument: str, point: Point | None = None) -> Quantity:
        """How many units a holder has: exact, a range, or unknown."""
        return self.register(instrument, point).get(holder, exactly(0))

    def register(self, instrument: str, point: Point | None = None) -> dict[str, Quantity]:
        """All holders of an instrument with their units, at a point."""
        point = point or self.now
        register: dict[str, Quantity] = {}
        latest: dict[str, When | None] = {}
        for holding in self.index.holdings.get(instrument, ()):
            date = self.moment(holding) if holding.date is not None else None
            if date is not None and not self._begun(holding.id, date, point):
                continue
            earlier = latest.get(holding.holder)
            if earlier is not None and date is not None and date.before(earlier):
                continue
            units = self.pick(holding.units)
            register[holding.holder] = units if units is not None else UNKNOWN_QUANTITY
            latest[holding.holder] = date
        timeline = self.index.timelines.get(("units", instrument))
        for writer in self._happened(timeline, point) if timeline else ():
            if self.took_effect(writer.act, writer.place):
                move_units(register, writer.deed)
        return register

    # -- norms

    def norm_status(self, bound: Bound, point: Point | None = None) -> NormStatus:
        """Whether a norm is in force at a point, and why."""
        point = point or self.now
        state, says = self._norm_state(bound, point)
        why = Why(f"{bound.norm.id} is {state}: {says}", bound.norm.says, bound.cites)
        return NormStatus(bound.norm.id, bound.document.id, state, why)

    def _norm_state(self, bound: Bound, point: Point) -> tuple[NormState, str]:
        norm, document = bound.norm, bound.document
        if bound.entity is not None:
            entity = self.book.get(bound.entity, nouns.Entity)
            assert entity is not None
            if self.pick(entity.law) != bound.law:
                return "does not apply", f"{bound.law} is not the law of {bound.entity}"
        if not self.pick(norm.applies):
            return "does not apply", "it is read as not applying"
        state = self.document_state(document, point)
        if state != "in force":
            return state, f"{document.label} is {state}"
        for start, name in ((norm.start, "begins"), (document.start, "begins")):
            if start is not None and not self._begun(norm.id, start, point):
                return "not yet in force", f"it {name} {start.written}"
        for end in (norm.end, document.end):
            if end is not None and self._begun(f"end of {norm.id}", end, point):
                return "ended", f"it ended {end.written}"
        for later, newer in self.index.replaced.get(norm.id, ()):
            if self.document_state(later, point) == "in force":
                return "displaced", f"{newer.id} replaces it"
        return self._guards(bound, point)

    def _guards(self, bound: Bound, point: Point) -> tuple[NormState, str]:
        from minutebook.state.goals import holds

        for goal, wanted in ((bound.norm.when, True), (bound.norm.unless, False)):
            if goal is None:
                continue
            found = holds(self, goal, point)
            if found is None:
                return "undetermined", f"whether {goal} is not determined"
            if found is not wanted:
                return "does not apply", f"{goal} is {'true' if found else 'not true'}"
        return "in force", "its document is in force and nothing displaces it"

    def document_state(self, document: nouns.Document, point: Point) -> NormState:
        """Whether a document is in force: by the acts that adopt it, else by its date."""
        timeline = self.index.timelines.get(("document", document.id))
        if timeline is not None:
            current: NormState = "not yet in force"
            if not any(w.deed.verb == "adopt" for w in timeline.writers):
                current = "in force"
            for writer in self._happened(timeline, point):
                if self.took_effect(writer.act, writer.place):
                    current = "in force" if writer.deed.verb == "adopt" else "ended"
            return current
        if document.start is None and document.date is not None:
            date = self.moment(document)
            if not self._begun(document.id, date, point):
                return "not yet in force"
        return "in force"

    def bound_norms(self, *modalities: str) -> list[Bound]:
        """The norms of those modalities, whether in force or not."""
        return [b for m in modalities for b in self.index.norms.get(m, ())]

    def norms(self, *modalities: str, point: Point | None = None) -> list[Bound]:
        """The norms of those modalities that are in force at a point."""
        return [
            b
            for b in self.bound_norms(*modalities)
            if self.norm_status(b, point).state == "in force"
        ]

    def fact(self, fact: str, point: Point | None = None) -> bool:
        """Whether a fact has been determined by who has the power to."""
        timeline = self.index.timelines.get(("fact", fact))
        if timeline is None:
            return False
        return any(
            self.took_effect(w.act, w.place) for w in self._happened(timeline, point or self.now)
        )

    def votes_per_unit(self, instrument: str) -> Fraction | None:
        """Votes for each unit; None if unknown."""
        record = self.book.get(instrument, nouns.Instrument)
        if record is None:
            return None
        votes = self.pick(record.votes)
        return votes if isinstance(votes, Fraction) else None


def _commute(a: Deed, b: Deed) -> bool:
    """Whether the order of two deeds on one slot makes no difference to the slot."""
    if "seats" in (a.verb, b.verb) or a.verb in ("adopt", "repeal"):
        return a == b
    if a.verb in ("issue", "transfer", "cancel"):
        return True
    mine, theirs = a.get("party"), b.get("party")
    return mine is not None and theirs is not None and mine != theirs


def _was_reported(act: Act) -> bool:
    """Whether the book reports the act as done."""
    refused = ("no", "void", "failed", "rejected", "refused", "defeated", "lost")
    return act.reported is not None and not act.reported.lower().startswith(refused)


def move_units(register: dict[str, Quantity], deed: Deed) -> None:
    """Book an issue, a transfer or a cancellation."""
    units = parse_quantity(deed.get("units") or "")
    if isinstance(units, Problem):
        units = UNKNOWN_QUANTITY
    giver = deed.get("from") if deed.verb == "transfer" else None
    if deed.verb == "cancel":
        giver = deed.get("party")
    taker = deed.get("to") if deed.verb == "transfer" else None
    if deed.verb == "issue":
        taker = deed.get("party")
    if giver is not None:
        register[giver] = register.get(giver, exactly(0)).plus(units.times(-1))
    if taker is not None:
        register[taker] = register.get(taker, exactly(0)).plus(units)

"""One state of a book: in one world, as of one date, as known at another.

Every slot is a pure query, remembered with the choices it rests on. A slot evaluates only the
acts that can write it, oldest first, so the depth of evaluation does not grow with the number
of acts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar, cast

from minutebook.answers.found import Why
from minutebook.answers.world import World
from minutebook.records import nouns
from minutebook.records.book import Book
from minutebook.records.nouns import Act, Noun
from minutebook.records.values import Reads, Unknown, Value
from minutebook.state.dates import BEGINNING, END
from minutebook.state.index import Bound, Index, Timeline, Writer, build, is_known
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
EFFECT = "effect of "
DEEPEST = 12
"""How many judgments run inside one another before the innermost is worked out first."""
THIRD_PARTIES = "third parties"


class _TooDeep(Exception):  # noqa: N818 - not an error: it says what to work out first
    """Judgments run too deep inside one another."""

    def __init__(self, state: State, act: str, place: int, explain: bool) -> None:
        super().__init__(act)
        world = state.world
        settled = World({**world.fixed, **world.met}, world.memo, world.adopted)
        self.state = state._in(settled)
        self.act = act
        self.place = place
        self.explain = explain


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
        world.clock = self
        self._registers: dict[str, list[int]] = {}

    def moved_to(self, at: datetime) -> State:
        """The same state as of another date."""
        return self if at == self.at else State(self.book, at, self.known, self.world)

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
                narrowed: Reads[T] = Value(known, value.reading, value.src)
                return self.world.pick(narrowed)
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
        return self._moment(record.date, record.id)

    def _moment(self, date: Reads[nouns.Moment] | None, own: str | None) -> When:
        """Work a date out, from anchor to anchor; a circle of dates tells nothing."""
        if isinstance(date, When):
            return date
        distances: list[Relative] = []
        seen = {own}
        picked: nouns.Moment | None = None if date is None else self._picked(date)
        while isinstance(picked, Relative):
            distances.append(picked)
            anchor = self.book.records.get(picked.anchor)
            if anchor is None or anchor.id in seen or anchor.date is None:
                return UNDATED
            seen.add(anchor.id)
            picked = self._picked(anchor.date)
        moment: When = picked if picked is not None else UNDATED
        for distance in reversed(distances):
            moment = distance.resolve(moment)
        return moment

    def _picked(self, date: Reads[nouns.Moment]) -> nouns.Moment:
        return cast("nouns.Moment", self.pick(date))

    def effective(self, act: Act) -> When:
        """When the effects of an act begin: not before it is done."""
        done = self.moment(act)
        if act.takes_effect is None:
            return done
        begins = self._moment(act.takes_effect, None)
        return done if begins.before(done) else begins

    # -- order

    def when(self, label: str) -> When:
        """The moment of a record, of an act's effect, or of a norm's start or end."""
        if label in self.index.labels:
            return self.index.labels[label]
        record = self.book.records.get(label)
        if record is not None:
            return self.moment(record)
        act = self.index.acts.get(label.removeprefix(EFFECT))
        return UNDATED if act is None else self.effective(act)

    def follows(self, later: str, earlier: str) -> bool:
        """Whether the book says that one came after the other; an effect follows its act."""
        if later.startswith(EFFECT):
            done = later.removeprefix(EFFECT)
            return earlier == done or self.index.follows(done, earlier)
        return self.index.follows(later, earlier)

    def place(self, label: str) -> int:
        """Where a record stands in the book."""
        return self.index.sequence.get(label.removeprefix(EFFECT), 0)

    def before(self, act: Act, point: Point) -> bool:
        """Whether an act was done and had taken effect at a point.

        An order that neither the dates nor the book tell is settled by the world.
        """
        if act.id == point.act or not self._precedes(act.id, self.moment(act), point):
            return False
        if act.takes_effect is None:
            return True
        return self._precedes(f"{EFFECT}{act.id}", self.effective(act), point)

    def _precedes(self, label: str, when: When, point: Point) -> bool:
        if point.act is None:
            assert point.when.earliest is not None
            happened = when.happened_by(point.when.earliest)
            if happened is None:
                return self.world.come(label, point.when.earliest, point.when.written)
            return happened
        if self.follows(point.act, label):
            return True
        if self.follows(label, point.act):
            return False
        sure = when.before(point.when)
        if sure is None or _same_instant(when, point.when):
            return self.world.order(label, point.act)
        return sure

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
        number = own.seats
        for seat in named:
            found = self.seats(seat, point, register=register)
            occupants.extend(found.occupants)
            if number is not None and found.seats == 0:
                number -= 1
        return Seats(number, tuple(occupants))

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
            gone = [o for o in before.occupants if o not in after.occupants]
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
            members = self.pick(record.members)
            number = None if isinstance(seats, Unknown) else seats
            if record.seats is None:
                number = len(self.index.seats_in.get(record.id, ())) + len(members) or None
            occupants = tuple(Occupancy(record.id, m, date, src=record.src) for m in members)
            return Seats(number, occupants)
        holder = self.pick(record.holder)
        if holder is None:
            return Seats(1, ())
        name = None if isinstance(holder, Unknown) else holder
        return Seats(1, (Occupancy(record.id, name, date, interim=record.interim, src=record.src),))

    def come(self, label: str, date: When, point: Point) -> bool:
        """Whether something dated has come by a point."""
        return self._begun(label, date, point)

    def _begun(self, label: str, date: When, point: Point) -> bool:
        """Whether something dated holds at a point: from its very instant on."""
        if point.act is not None and _same_instant(date, point.when):
            return True
        return self._precedes(label, date, point)

    def _fold(self, record: nouns.Body | nouns.Post, point: Point) -> Seats:
        timeline = self.index.timelines.get(("post", record.id))
        if timeline is None:
            if record.date is not None:
                return self._start(record, point)
            return self.world.remember(("initial", record.id), lambda: self._initial(record))
        cut = timeline.cut_before(point.when.earliest)
        later = self._unsure(timeline, timeline.cuts[cut], point)
        if cut:
            current = self._upto(record, timeline, cut)
        else:
            current = self._initial(record) if later else self._start(record, point)
        for writer in later:
            current = self._apply(current, writer, record)
        return current

    def _upto(self, record: nouns.Body | nouns.Post, timeline: Timeline, cut: int) -> Seats:
        """The slot after the writers before a cut; filled forward from what is remembered."""
        world = self.world
        done = cut
        current: Seats | None = None
        while done and current is None:
            found, kept = world.recall(("fold", record.id, done, self.known))
            if found:
                current = kept
            else:
                done -= 1
        for place in range(done + 1, cut + 1):
            current = self._step(record, timeline, place)
        assert current is not None
        return current

    def _step(self, record: nouns.Body | nouns.Post, timeline: Timeline, cut: int) -> Seats:
        """The slot after the writers before a cut; those before the last cut are filled."""

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
        if self.index.follows(a.act.id, b.act.id):
            return False
        if self.index.follows(b.act.id, a.act.id):
            return True
        first, second = self.effective(a.act), self.effective(b.act)
        sure = second.before(first)
        if sure is not None and not _same_instant(first, second):
            return not sure
        if self._commute(a.deed, b.deed):
            return False
        return self.world.order(_effect_label(a.act), _effect_label(b.act))

    def _commute(self, a: Deed, b: Deed) -> bool:
        """Whether the order of two deeds that both take effect makes no difference to the slot."""
        if "seats" in (a.verb, b.verb) or a.verb in ("adopt", "repeal"):
            return a == b
        if a.verb in ("issue", "transfer", "cancel"):
            return True
        mine, theirs = a.get("party"), b.get("party")
        if mine is None or theirs is None or mine == theirs:
            return False
        fills = all(deed.verb in ("appoint", "elect") for deed in (a, b))
        return not fills or isinstance(self.book.records.get(a.get("post") or ""), nouns.Body)

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
        match deed.verb:
            case "appoint" | "elect":
                party = deed.get("party")
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
                return self._leave(current, deed, record, actor)
            case "seats":
                return Seats(int((deed.get("count") or "0").replace(",", "")), current.occupants)
        return current

    def _leave(
        self, current: Seats, deed: Deed, record: nouns.Body | nouns.Post, actor: str | None
    ) -> Seats:
        """The slot once somebody is gone: it stays empty, or it is no more."""
        party = deed.get("party") if deed.verb == "remove" else actor
        gone = [o for o in current.occupants if o.holder == party]
        if not gone and deed.get("post") == record.id:
            # It took effect, so the one who is not known was meant.
            gone = [o for o in current.occupants if o.holder is None][:1]
        kept = tuple(o for o in current.occupants if o not in gone)
        seats = current.seats
        if gone and seats is not None and self._abolishes(record):
            seats -= len(gone)
        return Seats(seats, kept)

    def _abolishes(self, record: nouns.Body | nouns.Post) -> bool:
        """Whether a seat goes with its holder."""
        if isinstance(record, nouns.Post):
            body = self.book.get(record.in_, nouns.Body)
            if body is None or record.kind != "seat":
                return False
            record = body
        return self.pick(record.vacated_seats) == "abolished"

    def took_effect(self, act: Act, place: int) -> bool:
        """Whether one effect of an act applies; an undetermined one is a choice of the world.

        The effects of one act that are undetermined stand or fall together.
        """
        effect = self.effect(act.id, place)
        if effect.standing == "void":
            return False
        if effect.standing != "undetermined":
            return True
        default = "yes" if _was_reported(act) else "no"
        return self.world.choose(f"{act.id} took effect", ("yes", "no"), default, "act") == "yes"

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

        `explain` adds the reasons, the pivotal voters and the cures, which no other slot rests on.
        """
        found, effect = self.world.recall(("effect", act, place, explain, self.known))
        if found:
            return cast("Effect", effect)
        memo = self.world.memo
        if memo.depth == 0:
            return self._judge_iteratively(act, place, explain)
        if memo.depth >= DEEPEST:
            raise _TooDeep(self, act, place, explain)
        return self._judge(act, place, explain)

    def _judge(self, act: str, place: int, explain: bool) -> Effect:
        """Judge one effect; what it rests on is found without reasons, which follow once."""
        memo = self.world.memo
        memo.depth += 1
        try:
            return self.world.remember(
                ("effect", act, place, explain, self.known),
                lambda: self._explained(act, place) if explain else self._found(act, place),
            )
        finally:
            memo.depth -= 1

    def _found(self, act: str, place: int) -> Effect:
        from minutebook.state.judge import judge_effect

        record = self.index.acts[act]
        return self.world.unless_immaterial(
            lambda world: judge_effect(self._in(world), record, place, explain=False)
        )

    def _explained(self, act: str, place: int) -> Effect:
        """The same effect with its reasons, in the world at hand; it rests on nothing more."""
        from minutebook.state.judge import judge_effect

        self.effect(act, place)
        aside = World({**self.world.fixed, **self.world.met}, self.world.memo, self.world.adopted)
        return judge_effect(self._in(aside), self.index.acts[act], place, explain=True)

    def _judge_iteratively(self, act: str, place: int, explain: bool) -> Effect:
        """Judge an effect; one that rests on a long chain of others after the end of the chain.

        Judgments run inside one another only so deep; then the one that was to come next is
        worked out first, in the world in which it was met.
        """
        queue: list[tuple[State, str, int, bool]] = [(self, act, place, explain)]
        while True:
            state, name, at, reasons = queue[-1]
            met = state.world.mark()
            try:
                effect = state._judge(name, at, reasons)
            except _TooDeep as deeper:
                state.world.reset(met)
                waiting = {(s.world.signature, a, p, e) for s, a, p, e in queue[1:]}
                again = (deeper.state.world.signature, deeper.act, deeper.place, deeper.explain)
                assert again not in waiting, f"{deeper.act} would rest on itself"
                queue.append((deeper.state, deeper.act, deeper.place, deeper.explain))
                continue
            queue.pop()
            if not queue:
                return effect

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
        """The same state in another world."""
        return self if world is self.world else State(self.book, self.at, self.known, world)

    # -- holdings

    def units(self, holder: str, instrument: str, point: Point | None = None) -> Quantity:
        """How many units a holder has: exact, a range, or unknown."""
        return self.register(instrument, point).get(holder, exactly(0))

    def register(self, instrument: str, point: Point | None = None) -> Mapping[str, Quantity]:
        """All holders of an instrument with their units, at a point.

        A holding says what somebody has from its date on, whatever moved before.
        """
        point = point or self.now
        timeline = self.index.timelines.get(("units", instrument), Timeline())
        earliest = point.when.earliest
        if earliest is None or earliest <= self.index.held_by.get(instrument, BEGINNING):
            stated, since = self._stated(instrument, point)
            for writer in self._happened(timeline, point):
                self._move(stated, since, writer)
            return stated
        cut = timeline.cut_before(earliest)
        later = self._unsure(timeline, timeline.cuts[cut], point)
        settled = self._register_upto(instrument, timeline, cut, point)
        if not later:
            return settled[0]
        units = dict(settled[0])
        for writer in later:
            self._move(units, settled[1], writer)
        return units

    def _register_upto(
        self, instrument: str, timeline: Timeline, cut: int, point: Point
    ) -> tuple[dict[str, Quantity], dict[str, tuple[str, When]]]:
        """The register after the writers before a cut, once every holding has begun."""
        kept = self._registers.setdefault(instrument, [])
        place = bisect_left(kept, cut)
        nearest = kept[place - 1] if place else -1

        def compute() -> tuple[dict[str, Quantity], dict[str, tuple[str, When]]]:
            if nearest < 0:
                units, since = self._stated(instrument, point)
                start = 0
            else:
                before, since = self._register_upto(instrument, timeline, nearest, point)
                units, start = dict(before), nearest
            for a, b in pairwise(timeline.cuts[start : cut + 1]):
                for writer in self._ordered(timeline.writers[a:b]):
                    self._move(units, since, writer)
            return units, since

        result = self.world.remember(("register", instrument, cut, self.known), compute)
        if place == len(kept) or kept[place] != cut:
            kept.insert(place, cut)
        return result

    def _stated(
        self, instrument: str, point: Point
    ) -> tuple[dict[str, Quantity], dict[str, tuple[str, When]]]:
        """What holdings say: the units of each holder, and since when that is said."""
        units: dict[str, Quantity] = {}
        since: dict[str, tuple[str, When]] = {}
        for holding in self.index.holdings.get(instrument, ()):
            date = self.moment(holding) if holding.date is not None else None
            if date is not None and not self._begun(holding.id, date, point):
                continue
            known = since.get(holding.holder)
            if known is not None and (date is None or self._earlier(holding.id, date, *known)):
                continue
            held = self.pick(holding.units)
            units[holding.holder] = held if held is not None else UNKNOWN_QUANTITY
            if date is not None:
                since[holding.holder] = (holding.id, date)
        return units, since

    def _earlier(self, label: str, date: When, other: str, since: When) -> bool:
        sure = date.before(since)
        return self.world.order(label, other) if sure is None else sure

    def _move(
        self, units: dict[str, Quantity], since: Mapping[str, tuple[str, When]], writer: Writer
    ) -> None:
        """Book what an act moved, for each party whose holding was not stated afterwards."""
        if not self.took_effect(writer.act, writer.place):
            return
        moved, giver, taker = movement(writer.deed)
        for party, amount in ((giver, moved.times(-1)), (taker, moved)):
            if party is None:
                continue
            stated = since.get(party)
            if stated is None or not self._earlier(
                _effect_label(writer.act), self.effective(writer.act), *stated
            ):
                units[party] = units.get(party, exactly(0)).plus(amount)

    # -- norms

    def norm_status(self, bound: Bound, point: Point | None = None) -> NormStatus:
        """Whether a norm is in force at a point, and why."""
        state, says = self._norm_state(bound, point or self.now)
        why = Why(f"{bound.norm.id} is {state}: {says}", bound.norm.says, bound.cites)
        return NormStatus(bound.norm.id, bound.document.id, state, why)

    def norm_state(self, bound: Bound, point: Point) -> NormState:
        """Whether a norm is in force at a point."""
        steady = self.index.steady.get(bound.serial)
        earliest = point.when.earliest
        if steady is None or earliest is None or earliest <= steady:
            return self._norm_state(bound, point)[0]
        kept = self.index.states.get(bound.serial)
        if kept is None:
            kept = self.index.states[bound.serial] = self._norm_state(bound, point)[0]
        return kept

    def _norm_state(self, bound: Bound, point: Point) -> tuple[NormState, str]:
        if bound.norm.ends or bound.norm.fulfilled or bound.norm.due or bound.norm.survives:
            from minutebook.state.life import state_in_life

            return state_in_life(self, bound, point)
        state, says = self.norm_frame(bound, point)
        return self._guards(bound, point) if state == "in force" else (state, says)

    def norm_frame(self, bound: Bound, point: Point) -> tuple[NormState, str]:
        """Whether a norm's document and dates let it be in force, whatever its conditions."""
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
        for name, part in ((norm.id, norm), (document.id, document)):
            if part.start and not self._begun(f"start of {name}", part.start, point):
                return "not yet in force", f"it begins {part.start.written}"
            if part.end and self._begun(f"end of {name}", part.end, point):
                return "ended", f"it ended {part.end.written}"
        for later, newer in self.index.replaced.get(norm.id, ()):
            if self.document_state(later, point) == "in force":
                return "displaced", f"{newer.id} replaces it"
        return "in force", "its document is in force and nothing displaces it"

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
            if self.norm_state(b, point or self.now) == "in force"
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


def _same_instant(a: When, b: When) -> bool:
    """Whether two moments are one known instant, so that neither is before the other by date."""
    return a.exact and b.exact and a.earliest == b.earliest


def _was_reported(act: Act) -> bool:
    """Whether the book reports the act as done."""
    refused = ("no", "void", "failed", "rejected", "refused", "defeated", "lost")
    return act.reported is not None and not act.reported.lower().startswith(refused)


def _effect_label(act: Act) -> str:
    """What the order of an act's effect is told by: the act, unless it takes effect later."""
    return act.id if act.takes_effect is None else f"{EFFECT}{act.id}"


def movement(deed: Deed) -> tuple[Quantity, str | None, str | None]:
    """How many units an issue, a transfer or a cancellation moves, from whom, to whom."""
    units = parse_quantity(deed.get("units") or "")
    if isinstance(units, Problem):
        units = UNKNOWN_QUANTITY
    match deed.verb:
        case "issue":
            return units, None, deed.get("party")
        case "cancel":
            return units, deed.get("party"), None
    return units, deed.get("from"), deed.get("to")

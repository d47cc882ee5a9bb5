"""Getting there in several acts: who can, by changing who decides.

A coalition that cannot do something today may be able to change who sits in a body and do it
then. Each further act is judged in the state that the acts before it leave (`frozen`), so bases
that move, seats that go with their holders and recusal are the judge's. The search is in
breadth, so a chain found is a shortest one among the acts it tries, and it is founded: a
coalition starts with what its members hold, and every act needs the consent it has by then.
In the end, however many acts it takes, a coalition does everything that it can until nothing is
left: where consent only ever helps, this reaches all that any order of acts reaches.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from minutebook.answers.world import World
from minutebook.power.aims import Aim, decide, deeds_for, is_nominee, nominee, reached
from minutebook.power.behind import appointers
from minutebook.power.compile import Compiler
from minutebook.power.control import Step
from minutebook.power.frozen import inside, note, refreeze, with_act
from minutebook.power.games import Game
from minutebook.power.moves import (
    Move,
    enough,
    fillings,
    last_steps,
    one_more_seat,
    ready,
    removals,
    remove,
    room,
    rule_of,
)
from minutebook.power.notice import Start, asked_for
from minutebook.power.patterns import Consenting
from minutebook.power.rule_games import View, carries
from minutebook.records import nouns
from minutebook.records.book import Book
from minutebook.records.deeds import Deed
from minutebook.state.state import State
from minutebook.text.when import When, instant

_Search: TypeAlias = "Callable[[Consenting, View], tuple[Step, ...] | None]"
MAX_POSITIONS = 300
"""Positions looked into for one coalition."""
MOVES_PER_PLACE = 6
"""Acts about each place on average, after which what is done only goes round in a circle."""


@dataclass(slots=True)
class Position:
    """What the acts so far have left, as a book of its own, and what can be done there.

    `nominees` are the people of the coalition's choice who hold something by now.
    """

    compiler: Compiler
    key: tuple[object, ...]
    nominees: Mapping[str, int]
    after: dict[tuple[object, ...], Position | None] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """The state of the position."""
        return self.compiler.state

    def compile_moves(self, aim: Aim, places: tuple[str, ...]) -> None:
        """Compile everything that any coalition could do first, to know who counts."""
        for place in places:
            for occupancy in self.state.seats(place).occupants:
                if occupancy.post == place and occupancy.holder is not None:
                    self.compiler.deed(remove(occupancy.holder, place))
            self.compiler.deed(Deed("appoint", (("party", nominee(1)), ("post", place))))
        for _ in room(self.compiler, aim, lambda game: True, "may"):
            pass


@dataclass(slots=True)
class Planner:
    """Searches chains of acts towards one aim, in one world."""

    world: World
    aim: Aim
    start: Position
    places: tuple[str, ...]
    limit: int
    moments: tuple[datetime, ...] = ()
    to_the_end: bool = False
    until: datetime | None = None
    bounded: bool = False
    _positions: dict[tuple[object, ...], Position] = field(default_factory=dict)

    def appointers(self) -> list[str]:
        """Who can fill or empty a place on which the aim rests, in some state."""
        found = (a for place in self.places for a in appointers(self.start.state, place))
        return list(dict.fromkeys(found))

    def chain(self, consenting: Consenting, view: View) -> tuple[Step, ...] | None:
        """The shortest chain of acts by which a coalition reaches the aim, or None.

        In the end, where no shortest one is in reach, one without whole places that it can do
        without.
        """
        return self._either(self._shortest, consenting, view)

    def wins(self, consenting: Consenting, view: View) -> bool:
        """Whether a coalition reaches the aim, by whatever chain of acts."""
        return self._either(self._any, consenting, view) is not None

    def _either(
        self, search: _Search, consenting: Consenting, view: View
    ) -> tuple[Step, ...] | None:
        """What a search finds for a coalition, or for it without those whom the aim is about.

        They may serve it best as if they did not belong: who may not vote on it stands in the
        way of it by keeping a seat.
        """
        found = search(consenting, view)
        rest = {name: n for name, n in consenting.items() if name not in self._about()}
        if found is None and len(rest) < len(consenting):
            return search(rest, view)
        return found

    def _about(self) -> set[str]:
        """Whom the aim is about: the party it names, the holder of the office it names."""
        post = self.aim.get("post") or ""
        state = self.start.state
        held = state.seats(post).occupants if state.book.get(post, nouns.Post) else ()
        return {o.holder or "" for o in held} | {self.aim.get("party") or ""}

    def _any(self, consenting: Consenting, view: View) -> tuple[Step, ...] | None:
        if not self.to_the_end:
            return self._shortest(consenting, view)
        found, settled = self._exhausted(consenting, view, self.places)
        return found if settled else self._shortest(consenting, view)

    def _shortest(self, consenting: Consenting, view: View) -> tuple[Step, ...] | None:
        found, cut = self._in_breadth(consenting, view)
        if found is None and cut and self.to_the_end:
            found, settled = self._exhausted(consenting, view, self.places)
            cut = not settled
            if found is not None:
                found = self._leaner(consenting, view, found)
        self.bounded = self.bounded or (found is None and cut)
        return found

    def _in_breadth(
        self, consenting: Consenting, view: View
    ) -> tuple[tuple[Step, ...] | None, bool]:
        """A shortest chain, and whether longer ones were left."""
        queue: deque[tuple[Position, tuple[Step, ...]]] = deque([(self.start, ())])
        seen, cut = {self.start.key}, False
        while queue:
            position, steps = queue.popleft()
            last = self._finish(position, consenting, view)
            if last is not None:
                return (*steps, *last), False
            later = self._wait(position)
            if later is not None and later.key not in seen:
                seen.add(later.key)
                queue.append((later, steps))
            for move in self.moves(position, consenting, view):
                if len(steps) >= self.limit or len(seen) >= MAX_POSITIONS:
                    cut = True
                    break
                when = self._when(position, move, consenting, view)
                found = None if when is None else self._after(position, move, when.when)
                if when is None or found is None or found.key in seen:
                    continue
                seen.add(found.key)
                queue.append((found, (*steps, self._step(position, move, consenting, when))))
        return None, cut

    def _exhausted(
        self, consenting: Consenting, view: View, places: tuple[str, ...]
    ) -> tuple[tuple[Step, ...] | None, bool]:
        """A chain in which everything is done that can be; and whether that settles it.

        Without a chain it is settled only if nobody's coming or going can have hurt.
        """
        position, steps = self.start, list[Step]()
        seen, settled = {self.start.key}, not self.timed
        while len(seen) <= MOVES_PER_PLACE * (len(places) + 1):
            last = self._finish(position, consenting, view)
            if last is not None:
                return (*steps, *last), True
            following = None
            for move in self.moves(position, consenting, view, places):
                settled = settled and move.means.decision.monotone
                when = self._when(position, move, consenting, view)
                following = None if when is None else self._after(position, move, when.when)
                if when is not None and following is not None and following.key not in seen:
                    steps.append(self._step(position, move, consenting, when))
                    break
                following = None
            following = following or self._wait(position)
            if following is None or following.key in seen:
                return None, settled
            seen.add(following.key)
            position = following
        return None, False

    def _leaner(
        self, consenting: Consenting, view: View, found: tuple[Step, ...]
    ) -> tuple[Step, ...]:
        """The same without the acts about places that are not needed."""
        places = self.places
        for place in self.places:
            fewer = tuple(p for p in places if p != place)
            other, _ = self._exhausted(consenting, view, fewer)
            if other is not None and len(other) < len(found):
                found, places = other, fewer
        return found

    def _finish(
        self, position: Position, consenting: Consenting, view: View
    ) -> tuple[Step, ...] | None:
        """The act that reaches the aim from here; none is needed if it is reached."""
        if reached(position.state, self.aim):
            return ()
        ours = {**consenting, **position.nominees}
        decision = decide(position.compiler, self.aim)
        if not carries(decision.view(view), ours):
            return None
        steps = tuple(last_steps(position.compiler, self.aim, ours, view, self.until))
        return steps or (None if self.timed else ())

    @property
    def timed(self) -> bool:
        """Whether there is a date to keep and notice that takes time."""
        return self.until is not None and asked_for(self.start.state)

    def _when(
        self, position: Position, move: Move, consenting: Consenting, view: View
    ) -> Start | None:
        """When a move can be made; None if that is too late."""
        ours = {**consenting, **position.nominees}
        return ready(position.compiler, move.by, move.form, move.deeds[0], ours, view, self.until)

    def _step(self, position: Position, move: Move, consenting: Consenting, start: Start) -> Step:
        power = move.means.power
        ours = {**consenting, **position.nominees}
        return Step(move.by, move.deeds, enough(move.means.decision.may, ours),
                    instant(start.when), rule_of(start, move.means), power.src)  # fmt: skip

    # -- moves

    def moves(
        self,
        position: Position,
        consenting: Consenting,
        view: View,
        places: tuple[str, ...] | None = None,
    ) -> Iterator[Move]:
        """The acts by which a coalition changes who decides, about all places or some."""
        ours = {**consenting, **position.nominees}

        def wins(game: Game) -> bool:
            return carries(game, ours)

        for place in self.places if places is None else places:
            yield from removals(position.compiler, place, wins, view)
            yield from fillings(position.compiler, place, wins, view, len(position.nominees))
        yield from room(position.compiler, self.aim, wins, view)

    def starts(self) -> list[Position]:
        """The present, and what it becomes by waiting alone."""
        found = [self.start]
        while (later := self._wait(found[-1])) is not None:
            found.append(later)
        return found

    def unsaid(self) -> str | None:
        """What nobody is said to have the power to, where it might make room for the aim."""
        for deed in deeds_for(self.start.state, self.aim):
            more = one_more_seat(self.start.state, deed)
            if more is not None and not self.start.compiler.means(more)[0]:
                return f"who has the power to {more}"
        return None

    def _wait(self, position: Position) -> Position | None:
        """The same state at the next moment at which a norm begins or ends."""
        state = position.state
        at = next((m for m in self.moments if m > state.at), None)
        if at is None:
            return None
        found = position_of(State(state.book, at, None, inside(state.world)), state.book)
        note(self.world, found.state.world)
        return self._positions.setdefault(found.key, found)

    def _after(self, position: Position, move: Move, when: datetime) -> Position | None:
        """The position after a move; None if the judge finds that it did nothing in time."""
        key = (move.by, move.deeds, move.form, when)
        if key not in position.after:
            position.after[key] = self._try(position, move, when)
        return position.after[key]

    def _try(self, position: Position, move: Move, when: datetime) -> Position | None:
        state = position.state
        book, name = with_act(state, move.by, move.deeds, move.form, when)
        world = inside(state.world)
        tried = State(book, when, None, world)
        starts = [e.takes_effect.start for e in tried.verdict(name).effects]
        later = max([when, *(s.latest for s in starts if s is not None and s.latest is not None)])
        if later > when:
            tried = State(book, later, None, world)
        late = self.until is not None and later > self.until
        found = position_of(tried, refreeze(tried, state.book))
        note(state.world, world)
        note(self.world, world)
        if late or found.key[1:] == position.key[1:]:
            return None
        return self._positions.setdefault(found.key, found)


def position_of(state: State, book: Book) -> Position:
    """The position that a frozen book of a state is."""
    world = inside(state.world)
    frozen = State(book, state.at, None, world)
    key = tuple(
        (r.id, r.members, r.seats) if isinstance(r, nouns.Body) else (r.id, r.holder)
        for r in book
        if isinstance(r, nouns.Body | nouns.Post)
    )
    nominees = {p.id: 1 for p in book.of(nouns.Person) if is_nominee(p.id)}
    return Position(Compiler(frozen), (state.at, *map(repr, key)), nominees)


def planner(
    state: State,
    start: Position,
    aim: Aim,
    places: tuple[str, ...],
    limit: int,
    until: datetime | None = None,
    *,
    to_the_end: bool = False,
) -> Planner:
    """A search from the present of a state, with time to wait until a moment.

    A shortest chain has at most `limit` acts before the last; `to_the_end` goes on where there
    are longer ones.
    """
    moments = _moments(state, until) if until is not None else ()
    return Planner(state.world, aim, start, places, limit, moments, to_the_end, until,
                   _positions={start.key: start})  # fmt: skip


def _moments(state: State, until: datetime) -> tuple[datetime, ...]:
    """When documents and norms begin or end, and terms end, after the date of the state."""
    found: set[datetime] = set()
    for document in state.book.of(nouns.Document):
        dates = [document.start, document.end]
        dates += [d for norm in document.norms for d in (norm.start, norm.end)]
        dates += [document.date] if isinstance(document.date, When) else []
        found |= {d.latest for d in dates if d is not None and d.latest is not None}
    for post in state.book.of(nouns.Post):
        held = state.holder(post.id) if post.term is not None or post.in_ is not None else None
        if held is not None and held.until is not None and held.until.latest is not None:
            found.add(held.until.latest)
    return tuple(sorted(m for m in found if state.at < m <= until))

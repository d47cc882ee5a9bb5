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

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from typing import Literal, TypeAlias

from minutebook.answers.world import World
from minutebook.power.aims import Aim, decide, deeds_for, needed, reached
from minutebook.power.behind import appointers
from minutebook.power.control import Step
from minutebook.power.frozen import inside, note, refreeze, with_act
from minutebook.power.games import Game
from minutebook.power.moments import moments_of
from minutebook.power.moves import (
    Move,
    enough,
    fillings,
    last_steps,
    left_to_fill,
    one_more_seat,
    ready,
    removals,
    rivals,
    room,
    rule_of,
    staying_away,
)
from minutebook.power.notice import Start, asked_for
from minutebook.power.patterns import Consenting
from minutebook.power.position import Position, position_of
from minutebook.power.rule_games import View, carries
from minutebook.records import nouns
from minutebook.records.book import Book
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Form
from minutebook.state.state import State
from minutebook.text.when import instant

_Search: TypeAlias = "Callable[[Consenting, View], Chain | None]"
MAX_POSITIONS = 300
"""Positions looked into for one coalition."""
MOVES_PER_PLACE = 6
"""Acts about each place on average, after which what is done only goes round in a circle."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Acts that reach the aim, and when the last of them can be decided on."""

    steps: tuple[Step, ...]
    at: datetime


@dataclass(slots=True)
class Planner:
    """Searches chains of acts towards one aim, in one world.

    `moments` are those at which something ends or begins by itself: a chain may wait for them.
    """

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
    _arrivals: dict[tuple[View, frozenset[tuple[str, int]]], datetime | None] = field(
        default_factory=dict
    )

    def appointers(self) -> list[str]:
        """Who can fill or empty a place on which the aim rests, in some state."""
        found = (a for place in self.places for a in appointers(self.start.state, place))
        return list(dict.fromkeys(found))

    def chain(self, consenting: Consenting, view: View) -> tuple[Step, ...] | None:
        """A chain of acts by which a coalition reaches the aim, or None.

        The earliest, and of those the shortest. In the end, where no shortest one is in reach,
        one without whole places that it can do without.
        """
        found = self._either(self._shortest, consenting, view)
        return None if found is None else found.steps

    def arrival(self, consenting: Consenting, view: View) -> datetime | None:
        """What a coalition has to wait for to reach the aim, by whatever chain of acts.

        The present if it need not wait, else one of the `moments`; None if it never gets there.
        """
        key = (view, frozenset(consenting.items()))
        if key not in self._arrivals:
            found = self._either(self._any, consenting, view)
            self._arrivals[key] = None if found is None else self._awaited(found.at)
        return self._arrivals[key]

    def _awaited(self, at: datetime) -> datetime:
        return max(m for m in (self.start.state.at, *self.moments) if m <= at)

    @property
    def all_known(self) -> bool:
        """Whether nothing was open in any way to act met so far: who may win, surely does."""
        compilers = [p.compiler for p in self._positions.values()]
        return all(c.all_known and decide(c, self.aim).known for c in compilers)

    def arrivals(self) -> list[datetime]:
        """The moments at which any coalition tried so far gets there."""
        return sorted({at for at in self._arrivals.values() if at is not None})

    def _either(self, search: _Search, consenting: Consenting, view: View) -> Chain | None:
        """What a search finds for a coalition, or for it without those whom the aim is about.

        They may serve it best as if they did not belong: who may not vote on it stands in the
        way of it by keeping a seat.
        """
        found = search(consenting, view)
        rest = {name: n for name, n in consenting.items() if name not in self._about()}
        if len(rest) < len(consenting) and (found is None or found.at > self.start.state.at):
            without = search(rest, view)
            if found is None or (without is not None and without.at < found.at):
                return without
        return found

    def _about(self) -> set[str]:
        """Whom the aim is about: the party it names, the holder of the office it names."""
        post = self.aim.get("post") or ""
        state = self.start.state
        held = state.seats(post).occupants if state.book.get(post, nouns.Post) else ()
        return {o.holder or "" for o in held} | {self.aim.get("party") or ""}

    def _any(self, consenting: Consenting, view: View) -> Chain | None:
        if not self.to_the_end:
            return self._shortest(consenting, view)
        found, settled = self._exhausted(consenting, view, self.places)
        return found if settled else self._shortest(consenting, view)

    def _shortest(self, consenting: Consenting, view: View) -> Chain | None:
        found, cut = self._in_breadth(consenting, view)
        left = cut is not None
        if found is None and (cut == "positions" or (left and self.to_the_end)):
            found, settled = self._exhausted(consenting, view, self.places)
            left = not settled or not self.to_the_end
            if found is not None:
                found = self._leaner(consenting, view, found)
            if found is not None and not self._few_enough(found):
                found = None
        self.bounded = self.bounded or (found is None and left)
        return found

    def _few_enough(self, found: Chain) -> bool:
        return self.to_the_end or len(found.steps) <= self.limit + needed(
            self.start.state, self.aim
        )

    def _in_breadth(
        self, consenting: Consenting, view: View
    ) -> tuple[Chain | None, Literal["acts", "positions"] | None]:
        """The earliest chain, of those the shortest, and for what bound others were left."""
        count = itertools.count()
        queue = [(self.start.state.at, 0, next(count), self.start, tuple[Step, ...]())]
        seen = {self.start.key}
        cut: Literal["acts", "positions"] | None = None
        while queue:
            _, _, _, position, steps = heappop(queue)
            last = self._finish(position, consenting, view)
            if last is not None:
                return Chain((*steps, *last), position.state.at), None
            later = self._wait(position)
            if later is not None and later.key not in seen:
                seen.add(later.key)
                heappush(queue, (later.state.at, len(steps), next(count), later, steps))
            for move in self.moves(position, consenting, view):
                if len(steps) >= self.limit or len(seen) >= MAX_POSITIONS:
                    full = cut == "positions" or len(seen) >= MAX_POSITIONS
                    cut = "positions" if full else "acts"
                    break
                when = self._when(position, move, consenting, view)
                found = None if when is None else self._after(position, move, when.when)
                if when is None or found is None or found.key in seen:
                    continue
                seen.add(found.key)
                taken = (*steps, self._step(position, move, consenting, when))
                heappush(queue, (found.state.at, len(taken), next(count), found, taken))
        return None, cut

    def _exhausted(
        self, consenting: Consenting, view: View, places: tuple[str, ...]
    ) -> tuple[Chain | None, bool]:
        """A chain in which everything is done that can be; and whether that settles it.

        Without a chain it is settled only if nobody's coming or going can have hurt.
        """
        position, steps = self.start, list[Step]()
        seen, settled = {self.start.key}, not self.timed
        done = 0
        while done <= MOVES_PER_PLACE * (len(places) + 1):
            last = self._finish(position, consenting, view)
            if last is not None:
                return Chain((*steps, *last), position.state.at), True
            following = None
            for move in self.moves(position, consenting, view, places):
                settled = settled and move.means.decision.monotone
                when = self._when(position, move, consenting, view)
                following = None if when is None else self._after(position, move, when.when)
                if when is not None and following is not None and following.key not in seen:
                    steps.append(self._step(position, move, consenting, when))
                    done += 1
                    break
                following = None
            if following is None:
                # Time has passed: what was done till now may have to be done anew.
                following, done = self._wait(position), 0
            if following is None or following.key in seen:
                return None, settled
            seen.add(following.key)
            position = following
        return None, False

    def _leaner(self, consenting: Consenting, view: View, found: Chain) -> Chain:
        """The same without the acts about places that are not needed."""
        places = self.places
        for place in self.places:
            fewer = tuple(p for p in places if p != place)
            other, _ = self._exhausted(consenting, view, fewer)
            if other is not None and (other.at, len(other.steps)) < (found.at, len(found.steps)):
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
        """Whether there is a date to keep, and notice or a delay of effect that takes time."""
        state = self.start.state
        return self.until is not None and (asked_for(state) or bool(state.index.delays))

    def _when(
        self, position: Position, move: Move, consenting: Consenting, view: View
    ) -> Start | None:
        """When a move can be made; None if that is too late."""
        ours = {**consenting, **position.nominees}
        return ready(position.compiler, move.by, move.form, move.deeds[0], ours, view, self.until)

    def _step(self, position: Position, move: Move, consenting: Consenting, start: Start) -> Step:
        power = move.means.power
        ours = {**consenting, **position.nominees}
        helping = enough(move.means.decision.may, ours)
        away = staying_away(position.compiler, move.means, helping, "may")
        return Step(move.by, move.deeds, helping, instant(start.when),
                    rule_of(start, move.means), power.src, move.form, away)  # fmt: skip

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
        """The same state at the next moment at which a term, or a norm, begins or ends."""
        state = position.state
        at = next((m for m in self.moments if m > state.at), None)
        if at is None:
            return None
        later = State(self._left_to_others(position), at, None, inside(state.world))
        found = position_of(later, refreeze(later, state.book))
        note(self.world, later.world)
        note(self.world, found.state.world)
        return self._positions.setdefault(found.key, found)

    def _left_to_others(self, position: Position) -> Book:
        """The book of a position once the others have elected to what is left to fill.

        Only where votes are heaped does it matter: there each seat more helps a minority.
        """
        found = position.state
        heaped = dict.fromkeys(d.get("post") or "" for d in self.start.compiler.heaped)
        for place in heaped:
            deeds = rivals(found, place, left_to_fill(found, place))
            for means in position.compiler.means(deeds[0])[0][:1] if deeds else ():
                tried, _ = self._tried(found, means.actor, deeds, means.form, found.at)
                found = State(refreeze(tried, found.book), found.at, None, inside(found.world))
        return found.book

    def _after(self, position: Position, move: Move, when: datetime) -> Position | None:
        """The position after a move; None if the judge finds that it did nothing in time."""
        key = (move.by, move.deeds, move.form, when)
        if key not in position.after:
            position.after[key] = self._try(position, move, when)
        return position.after[key]

    def _try(self, position: Position, move: Move, when: datetime) -> Position | None:
        state = position.state
        deeds = (*move.deeds, *move.others)
        tried, later = self._tried(state, move.by, deeds, move.form, when)
        found = position_of(tried, refreeze(tried, state.book))
        late = self.until is not None and later > self.until
        if late or found.key[1:] == position.key[1:]:
            return None
        return self._positions.setdefault(found.key, found)

    def _tried(
        self, state: State, by: str, deeds: tuple[Deed, ...], form: Form | None, when: datetime
    ) -> tuple[State, datetime]:
        """A state in which one act more was carried, and when all that it does takes effect."""
        book, name = with_act(state, by, deeds, form, when)
        world = inside(state.world)
        tried = State(book, when, None, world)
        starts = [e.takes_effect.start for e in tried.verdict(name).effects]
        later = max([when, *(s.latest for s in starts if s is not None and s.latest is not None)])
        if later > when:
            tried = State(book, later, None, world)
        # What is looked at afterwards is met in this world too.
        note(state.world, world)
        note(self.world, world)
        return tried, later


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
    are longer ones. Without `until` it waits for everything that the book has fixed by now.
    """
    moments = moments_of(start.state, until)
    return Planner(state.world, aim, start, places, limit, moments, to_the_end, until,
                   _positions={start.key: start})  # fmt: skip

"""The life of a norm: armed, triggered, in force, fulfilled, breached, ended, excepted.

A norm is looked at wherever something that it rests on may change, and at no other moment; each
change of its state is a step, dated and explained. Looking at the moments one by one, or folding
all of them at once, is the same: a later look never changes an earlier step.

A power, a right or a prohibition applies while its `when` holds. A duty arises once it does, and
then stays until it is fulfilled, excepted or ended (Hohfeld's correlatives; N. Athan et al.,
LegalRuleML, 2015, for the states of an obligation).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from minutebook.records.conditions import speaks_of_the_deed
from minutebook.records.deeds import Deed
from minutebook.state.components import components
from minutebook.state.conduct import Done, done
from minutebook.state.dates import END
from minutebook.state.instances import lived
from minutebook.state.known import is_known
from minutebook.state.moments import named_norms
from minutebook.state.reading import Reader
from minutebook.state.slots import Point
from minutebook.state.stages import LIVE, Life, Stage, Step
from minutebook.state.timelines import TICK
from minutebook.state.waivers import consents, given_under
from minutebook.text.when import When, instant

if TYPE_CHECKING:
    from minutebook.records.nouns import Noun
    from minutebook.state.index import Bound
    from minutebook.state.slots import NormState
    from minutebook.state.state import State
    from minutebook.text.expression import Condition


class Lives:
    """The lives of a state's norms, each worked out when it is asked for.

    `point` is the act just before which they are looked at, if there is one: what came at that
    very moment is then a question of order, and not of its date alone.
    """

    def __init__(self, state: State, point: Point | None = None) -> None:
        self.state = state
        self.point = point if point is not None and point.act is not None else None
        self.by_id, self.circles = _arranged(state)
        self._runs: dict[int, Life] = {}

    def of(self, bound: Bound) -> Life:
        """The life of a norm until the state's date; those it rests on are worked out first."""
        queue = [bound]
        while queue:
            at = queue[-1]
            waiting = [b for b in self._needs(at) if b.serial not in self._runs]
            if waiting and at.serial not in self._runs:
                queue.extend(waiting)
                continue
            queue.pop()
            if at.serial not in self._runs:
                self._runs[at.serial] = self._live(at)
        return self._runs[bound.serial]

    def _needs(self, bound: Bound) -> list[Bound]:
        """The norms whose lives come first: those it asks for, but for those in its own circle."""
        own = self.circles.get(bound.norm.id)
        return [
            other
            for name in named_norms(bound.norm)
            if self.circles.get(name) != own
            for other in self.by_id.get(name, ())
        ]

    def named(self, norm: str, asker: str | None = None) -> tuple[Life, ...] | None:
        """The lives of the norm with that id; None for one that rests on who asks, or not known.

        A norm of law has one for each organisation, an assigned norm one for each of its parties.
        """
        bounds = self.by_id.get(norm, ())
        if asker is not None and self.circles.get(asker) == self.circles.get(norm):
            return None
        if not bounds or any(b.serial not in self._runs for b in bounds):
            return None
        # Asked for again, so that the world notes what that life rests on.
        return tuple(self._live(b) for b in bounds)

    def _live(self, bound: Bound) -> Life:
        state = self.state
        key = ("life", bound.serial, state.at, self.point, state.known, state.uncured)
        return state.world.remember(key, lambda: lived(self, bound))

    def reader(
        self,
        at: datetime,
        deed: Deed | None = None,
        asker: str | None = None,
        by: str | None = None,
        itself: str | None = None,
    ) -> Reader:
        """What conditions are asked against at a moment: of a deed by a party, by a norm."""
        reader = Reader(self, at, deed, asker, by, itself)
        reader.point = self.looked_at(at)
        return reader

    def looked_at(self, at: datetime) -> Point:
        """A moment as a point: at the end, just before the act that is asked about."""
        if self.point is not None and at == self.state.at:
            return self.point
        return Point(instant(at))

    def record(self, name: str) -> Noun | None:
        """The record of that id, if it was known."""
        found = self.state.book.records.get(name)
        if found is None or not is_known(self.state.book, found, self.state.known):
            return None
        return found

    def moment(self, record: Noun) -> When | None:
        """When a record happened; None for one that has no date."""
        return None if record.date is None else self.state.moment(record)

    def done(self, *verbs: str) -> list[Done]:
        """The deeds of some verbs that took effect, whenever that was."""
        return list(done(self.state, verbs))

    def took_effect(self, one: Done) -> bool:
        """Whether a deed took effect."""
        return self.state.took_effect(one.act, one.place)


def _arranged(state: State) -> tuple[dict[str, list[Bound]], dict[str, int]]:
    """The norms by their ids, and the circle that each is in; once for each known-date."""
    key = ("norms by id", id(state.book), state.known)
    kept: tuple[dict[str, list[Bound]], dict[str, int]] | None = state.world.memo.indexes.get(key)
    if kept is None:
        by_id: dict[str, list[Bound]] = {}
        for bounds in state.index.norms.values():
            for bound in bounds:
                by_id.setdefault(bound.norm.id, []).append(bound)
        graph = {name: tuple(named_norms(b[0].norm)) for name, b in by_id.items()}
        kept = state.world.memo.indexes[key] = (by_id, components(graph))
    return kept


def lives(state: State) -> Lives:
    """The lives of the norms of a state."""
    return Lives(state)


def _looked_at(state: State, point: Point) -> datetime:
    """The last moment that counts at a point: for an act without a date, the end of time.

    Not the state's own date: that moves with whoever asks, and an act is judged only once.
    """
    if point.act is None:
        return point.when.latest or state.at
    return (point.when.latest or END) - TICK


def condition_holds(
    state: State, condition: Condition, point: Point, where_it_tells: bool | None = None
) -> bool | None:
    """Whether a condition holds at a point, of no deed in particular.

    Where it speaks of the deed it is `where_it_tells`, if that is given, unless all else decides.
    """
    at = _looked_at(state, point)
    found = Lives(state.moved_to(at), point)
    for leaf in condition.leaves:
        for name in getattr(leaf, "args", ()):
            for bound in found.by_id.get(name, ()):
                found.of(bound)
    reader = found.reader(at, itself=point.act)
    if where_it_tells is None:
        return reader.guard(condition)
    return reader.for_any_deed(condition, where_it_tells=where_it_tells)


def state_in_life(state: State, bound: Bound, point: Point) -> tuple[NormState, str]:
    """The state of a norm at a point by its life, in the words of powers and bars.

    A point before an act is looked at without what happened at that very instant.
    """
    at = _looked_at(state, point)
    life = Lives(state.moved_to(at), point).of(bound)
    stage = life.stage
    says = life.steps[-1].why.says if life.steps else f"{life.norm} is {stage}"
    if stage in LIVE:
        return "in force", says
    if stage in ("fulfilled", "ended"):
        return "ended", says
    if stage in ("undetermined", "not yet in force", "does not apply"):
        return stage, says
    return "does not apply", says


def excused(
    state: State, bound: Bound, deed: Deed, point: Point, by: str | None = None
) -> bool | None:
    """Whether a prohibition in force does not reach a deed: by its exceptions, or by consent.

    Only what the deed itself decides is asked here; exceptions for every deed are part of whether
    the norm is in force.
    """
    norm = bound.norm
    if not any(map(speaks_of_the_deed, (norm.when, norm.unless))) and not norm.counterparty:
        return False
    at = point.when.latest or state.at
    lives = Lives(state.moved_to(at if point.act is None else at - TICK), point)
    steps = lives.of(bound).steps
    given = consents(lives, norm.counterparty, deed, lives.state.at)
    if any(given_under(steps, one) for one in given):
        return True
    reader = lives.reader(lives.state.at, deed, by=by, itself=point.act)
    excepted = reader.guard(norm.unless)
    if norm.when is None or norm.upon is not None or excepted is True:
        return excepted
    applies = reader.guard(norm.when)
    return True if applies is False else None if applies is None else excepted


__all__ = ["LIVE", "Life", "Lives", "Stage", "Step", "condition_holds", "excused", "lives",
           "state_in_life"]  # fmt: skip

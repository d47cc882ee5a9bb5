"""The life of a norm: armed, triggered, in force, fulfilled, breached, ended, excepted.

A norm is looked at wherever something that it rests on may change, and at no other moment; each
change of its state is a step, dated and explained. Looking at the moments one by one, or folding
all of them at once, is the same: a later look never changes an earlier step.

A power, a right or a prohibition applies while its `when` holds. A duty arises once it does, and
then stays until it is fulfilled, excepted or ended (Hohfeld's correlatives; N. Athan et al.,
LegalRuleML, 2015, for the states of an obligation).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Literal

from minutebook.answers.found import Why
from minutebook.records.conditions import Due, speaks_of_the_deed
from minutebook.records.deeds import Deed, matches, parse_deed
from minutebook.state.components import components
from minutebook.state.conduct import Done, done, is_party
from minutebook.state.dates import BEGINNING, END
from minutebook.state.index import TICK, is_known
from minutebook.state.reading import Reader, moments_of, named_norms
from minutebook.state.slots import Point
from minutebook.text.problem import Problem
from minutebook.text.when import When, instant

if TYPE_CHECKING:
    from minutebook.records.nouns import Norm, Noun
    from minutebook.state.index import Bound
    from minutebook.state.slots import NormState
    from minutebook.state.state import State
    from minutebook.text.expression import Condition

Stage = Literal["not yet in force", "armed", "triggered", "in force", "fulfilled", "breached",
                "ended", "excepted", "does not apply", "undetermined"]  # fmt: skip
LIVE: tuple[Stage, ...] = ("in force", "breached")
"""The states in which a norm binds, or gives what it gives."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change in a norm's life: into which state, when, by which record, and why."""

    stage: Stage
    at: When
    cause: str | None
    why: Why = field(compare=False)


@dataclass(frozen=True, slots=True)
class Life:
    """How a norm stands, and how it came to.

    `due` is when it must be fulfilled or has lapsed; `late` marks a duty past that and still
    unfulfilled. `missing` names what would determine a state that is not.
    """

    norm: str
    document: str
    stage: Stage
    steps: tuple[Step, ...] = ()
    due: datetime | None = None
    late: bool = False
    missing: tuple[str, ...] = ()

    def at(self, moment: datetime) -> Stage:
        """The state at an earlier moment."""
        stage: Stage = "not yet in force"
        for step in self.steps:
            if step.at.latest is not None and step.at.latest <= moment:
                stage = step.stage
        return stage

    def ever(self, stage: Stage, moment: datetime) -> bool:
        """Whether it was once in a state, by a moment."""
        return any(
            s.stage == stage and s.at.latest is not None and s.at.latest <= moment
            for s in self.steps
        )

    @property
    def why(self) -> Why:
        """The last step's reason, with the earlier ones below it."""
        if not self.steps:
            return Why(f"{self.norm} is {self.stage}")
        *earlier, last = self.steps
        below = (*last.why.because, *(s.why for s in reversed(earlier)))
        return replace(last.why, because=below)


class Lives:
    """The lives of a state's norms, each worked out when it is asked for.

    `supposed` are deeds taken as done beside what the book records; `without` are records left
    out, to see what they changed; `moved` gives records another moment than the book does.
    """

    def __init__(
        self,
        state: State,
        supposed: tuple[Done, ...] = (),
        without: frozenset[str] = frozenset(),
        moved: Mapping[str, When] | None = None,
    ) -> None:
        self.state = state
        self.moved = moved or {}
        self.supposed = supposed
        self.without = without
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

    def named(self, norm: str, asker: str | None = None) -> Life | None:
        """The life of the norm with that id; None for one that rests on who asks, or is not known.

        Of a norm of law that speaks of several organisations it is the one that is furthest on.
        """
        bounds = self.by_id.get(norm, ())
        if asker is not None and self.circles.get(asker) == self.circles.get(norm):
            return None
        if not bounds or any(b.serial not in self._runs for b in bounds):
            return None
        # Asked for again, so that the world notes what that life rests on.
        return max((self._live(b) for b in bounds), key=lambda life: len(life.steps))

    def _live(self, bound: Bound) -> Life:
        if self.supposed or self.without or self.moved:
            found = self._runs.get(bound.serial)
            return _Run(self, bound).life() if found is None else found
        key = ("life", bound.serial, self.state.at, self.state.known)
        return self.state.world.remember(key, lambda: _Run(self, bound).life())

    def reader(self, at: datetime, deed: Deed | None = None, asker: str | None = None) -> Reader:
        """What conditions are asked against at a moment: of a deed, by a norm."""
        return Reader(self, at, deed, asker)

    def record(self, name: str) -> Noun | None:
        """The record of that id, if it was known."""
        found = self.state.book.records.get(name)
        if found is None or not is_known(self.state.book, found, self.state.known):
            return None
        return found

    def moment(self, record: Noun) -> When | None:
        """When a record happened; None for one that has no date."""
        if record.id in self.moved:
            return self.moved[record.id]
        return None if record.date is None else self.state.moment(record)

    def done(self, *verbs: str) -> list[Done]:
        """The deeds of some verbs that took effect, whenever that was."""
        return [
            one for one in done(self.state, verbs, self.supposed) if one.name not in self.without
        ]

    def took_effect(self, one: Done) -> bool:
        """Whether a deed took effect; a supposed one does."""
        return one.act is None or self.state.took_effect(one.act, one.place)


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
    state: State, condition: Condition, point: Point, deed: Deed | None = None
) -> bool | None:
    """Whether a condition holds at a point; asked of a deed where it speaks of one."""
    at = _looked_at(state, point)
    found = Lives(state.moved_to(at))
    for leaf in condition.leaves:
        for name in getattr(leaf, "args", ()):
            for bound in found.by_id.get(name, ()):
                found.of(bound)
    return found.reader(at, deed).guard(condition)


def state_in_life(state: State, bound: Bound, point: Point) -> tuple[NormState, str]:
    """The state of a norm at a point by its life, in the words of powers and bars.

    A point before an act is looked at without what happened at that very instant.
    """
    at = _looked_at(state, point)
    life = Lives(state.moved_to(at)).of(bound)
    stage = life.stage
    says = life.steps[-1].why.says if life.steps else f"{life.norm} is {stage}"
    if stage in LIVE:
        return "in force", says
    if stage in ("fulfilled", "ended"):
        return "ended", says
    if stage in ("undetermined", "not yet in force", "does not apply"):
        return stage, says
    return "does not apply", says


@dataclass(slots=True)
class _Run:
    """The fold: one norm looked at from moment to moment."""

    lives: Lives
    bound: Bound
    steps: list[Step] = field(default_factory=list)
    stage: Stage = "not yet in force"
    triggered: datetime | None = None
    due: datetime | None = None
    breach_at: datetime | None = None
    over: bool = False
    late: bool = False
    missing: tuple[str, ...] = ()
    queue: list[datetime] = field(default_factory=list)
    causes: dict[datetime, tuple[str, When]] = field(default_factory=dict)

    @property
    def norm(self) -> Norm:
        return self.bound.norm

    def life(self) -> Life:
        """Look at every moment up to the state's date, in order."""
        end = self.lives.state.at
        self._gather()
        seen: datetime | None = None
        while self.queue:
            at = heappop(self.queue)
            if at == seen or at > end:
                continue
            seen = at
            self._look(at)
        if seen != end:
            self._look(end)
        return Life(
            self.norm.id, self.bound.document.id, self.stage, tuple(self.steps), self.due,
            self.late, self.missing,
        )  # fmt: skip

    def _gather(self) -> None:
        """Every moment at which something that the norm rests on may change."""
        moments = {BEGINNING}
        for at, cause in moments_of(self.lives, self.bound):
            moments.add(at)
            if cause is not None:
                self.causes.setdefault(at, cause)
        self.queue = list(moments)
        heapify(self.queue)

    # -- one look

    def _look(self, at: datetime) -> None:
        if self.over:
            return
        self.missing = ()
        base, says = self.lives.state.norm_frame(self.bound, Point(instant(at)))
        if base in ("ended", "displaced") and not (self.norm.survives and self.triggered):
            if self.steps:
                self._step("ended", at, says)
                self.over = True
            else:
                self.stage = "ended"
            return
        if base in ("not yet in force", "does not apply"):
            self._step(base, at, says) if self.steps else self._quietly(base)
            return
        reader = self.lives.reader(at, asker=self.norm.id)
        ended = reader.guard(self.norm.ends)
        if ended:
            self._step("ended", at, f"{self.norm.ends}", reader.explained(self.norm.ends))
            self.over = True
            return
        if self._trigger(at, reader) and not self._answered(at, reader):
            self._bind(at, reader, open_=base == "undetermined" or ended is None)

    def _quietly(self, stage: Stage) -> None:
        self.stage = stage

    def _trigger(self, at: datetime, reader: Reader) -> bool:
        """Whether what the norm waits for has come; a duty that arose stays."""
        norm = self.norm
        if norm.modality == "must" and self.triggered is not None:
            return True
        value = True if norm.when is None else reader.guard(norm.when)
        because = reader.explained(norm.when)
        if value is None:
            self.missing = reader.missing(norm.when)
            self._step("undetermined", at, f"whether {norm.when} is not determined", because)
            return False
        if value is False:
            self.triggered = self.due = self.breach_at = None
            self._step("armed", at, f"it waits until {norm.when}", because)
            return False
        if self.triggered is None:
            self.triggered = at
            self._set_due(at)
            if norm.when is not None:
                self._step("triggered", at, f"{norm.when}", because)
        return True

    def _set_due(self, at: datetime) -> None:
        self.due = due_at(self.lives, self.norm.due, at)
        if self.due is None:
            return
        heappush(self.queue, self.due)
        zone = self.lives.state.book.zone
        self.breach_at = self.norm.cure.after(self.due, zone) if self.norm.cure else self.due
        heappush(self.queue, self.breach_at)

    def _answered(self, at: datetime, reader: Reader) -> bool:
        """Whether the norm is fulfilled, or a right has been used."""
        norm = self.norm
        if norm.modality not in ("must", "may", "can"):
            return False
        once = norm.modality == "must" or norm.due is not None
        by = self._exercise(at) if once else None
        if by is not None:
            self._step("fulfilled", at, f"{by.deed} by {by.by}", cause=by)
        elif norm.fulfilled is not None and reader.guard(norm.fulfilled):
            self._step("fulfilled", at, f"{norm.fulfilled}", reader.explained(norm.fulfilled))
        else:
            return False
        self.late = False
        self.over = True
        return True

    def _exercise(self, at: datetime) -> Done | None:
        """The deed that the norm asks for or allows, done since it was triggered."""
        if self.norm.deed is None or self.norm.fulfilled is not None:
            return None
        for one in self._matching(at):
            since = one.when.latest
            if self.triggered is not None and since is not None and since >= self.triggered:
                return one
        return None

    def _matching(self, at: datetime) -> list[Done]:
        """The deeds by the norm's holder that it speaks of, done by a moment."""
        deed = self.bound.deed
        if deed is None:
            return []
        state = self.lives.state
        return [
            one
            for one in self.lives.done(deed.verb)
            if matches(deed, one.deed)
            and is_party(state, self.bound.holder or "", one.by, Point(instant(at)))
            and one.when.happened_by(at) is True
            and self.lives.took_effect(one)
        ]

    def _bind(self, at: datetime, reader: Reader, *, open_: bool) -> None:
        """How a norm that was triggered stands: excepted, overdue, broken or in force."""
        norm = self.norm
        waived = self._waived(at)
        excepted = reader.guard(norm.unless) if norm.unless is not None else False
        if waived is not None or excepted:
            says = f"{waived.by} waived it" if waived is not None else f"{norm.unless}"
            self._step("excepted", at, says, reader.explained(norm.unless), cause=waived)
            return
        if excepted is None or open_:
            self.missing = reader.missing(norm.unless) or reader.missing(norm.ends)
            self._step("undetermined", at, "whether an exception applies is not determined",
                       reader.explained(norm.unless))  # fmt: skip
            return
        if self.due is not None and at >= self.due and self._past_due(at):
            return
        broken = self._broken(at) if norm.modality in ("must not", "cannot") else None
        if broken is not None:
            self._step("breached", at, f"{broken.deed} by {broken.by}", cause=broken)
        elif self.stage != "breached":
            self._step("in force", at, "nothing excepts or ends it")

    def _past_due(self, at: datetime) -> bool:
        """A duty past its time is overdue, and after its cure a breach; a right has lapsed."""
        if self.norm.modality in ("may", "can"):
            self._step("ended", at, f"not used in time ({_due_words(self.norm)})")
            self.over = True
            return True
        if self.norm.modality != "must":
            return False
        self.late = True
        assert self.breach_at is not None
        if at >= self.breach_at:
            self._step("breached", at, f"not done in time ({_due_words(self.norm)})")
            return True
        return False

    def _waived(self, at: datetime) -> Done | None:
        """The waiver of this norm by whom it is owed to."""
        for one in self.lives.done("waive"):
            if one.deed.get("norm") == self.norm.id and one.when.happened_by(at) is True:
                owed = any(self._is(party, one, at) for party in self.norm.counterparty)
                if owed and self.lives.took_effect(one):
                    return one
        return None

    def _is(self, party: str, one: Done, at: datetime) -> bool | None:
        return is_party(self.lives.state, party, one.by, Point(instant(at)))

    def _broken(self, at: datetime) -> Done | None:
        """A deed done at this moment that the norm forbids and nobody consented to."""
        for one in self._matching(at):
            if one.when.latest != at or any(
                s.cause == one.name and s.stage == "breached" for s in self.steps
            ):
                continue
            reader = self.lives.reader(at, one.deed, self.norm.id)
            if reader.guard(self.norm.unless) is True:
                continue
            given = consents(self.lives, self.norm.counterparty, one.deed, at)
            if any(given_under(self.steps, consent) for consent in given):
                continue
            return one
        return None

    def _step(
        self,
        stage: Stage,
        at: datetime,
        says: str,
        because: tuple[Why, ...] = (),
        cause: Done | None = None,
    ) -> None:
        """Enter a state, unless the norm is in it."""
        again = stage == "breached" and cause is not None and cause.name != self._last_cause()
        if stage == self.stage and not again:
            return
        self.stage = stage
        name, when = self.causes.get(at, (None, instant(at)))
        if cause is not None:
            name, when = cause.name, cause.when
        norm = self.norm
        why = Why(f"{norm.id} is {stage}: {says}", norm.says, self.bound.cites, because)
        self.steps.append(Step(stage, when, name, why))

    def _last_cause(self) -> str | None:
        return self.steps[-1].cause if self.steps else None


def _due_words(norm: Norm) -> str:
    return norm.due.written if norm.due is not None else "no time is set"


def due_at(lives: Lives, due: Due | None, triggered: datetime) -> datetime | None:
    """When a deadline ends: from the trigger, from a record, or on a date."""
    if due is None:
        return None
    start: datetime | None = triggered
    if isinstance(due.anchor, When):
        start = due.anchor.latest
    elif due.anchor is not None:
        record = lives.state.book.records.get(due.anchor)
        start = lives.state.moment(record).latest if record is not None else None
    if start is None or start == BEGINNING:
        return None
    return start if due.distance is None else due.distance.after(start, lives.state.book.zone)


def consents(lives: Lives, parties: Sequence[str], deed: Deed, at: datetime) -> list[Done]:
    """The consents by any of the parties that cover a deed, given by a moment."""
    found = []
    for one in lives.done("consent"):
        inner = parse_deed(one.deed.get("deed") or "")
        if isinstance(inner, Problem) or not matches(inner[0], deed):
            continue
        given = any(is_party(lives.state, p, one.by, Point(instant(at))) for p in parties)
        if given and one.when.happened_by(at) is True and lives.took_effect(one):
            found.append(one)
    return found


def given_under(steps: Sequence[Step], consent: Done) -> bool:
    """Whether a consent was given while a norm stood: it does not reach a later norm."""
    begun = [s.at.latest for s in steps if s.stage in LIVE]
    given = consent.when.latest
    return given is not None and bool(begun) and (begun[0] is None or begun[0] <= given)


def excused(state: State, bound: Bound, deed: Deed, point: Point) -> bool | None:
    """Whether a prohibition in force does not reach a deed: by its exceptions, or by consent.

    Only what the deed itself decides is asked here; exceptions for every deed are part of whether
    the norm is in force.
    """
    norm = bound.norm
    if not speaks_of_the_deed(norm.unless) and not norm.counterparty:
        return False
    at = point.when.latest or state.at
    lives = Lives(state.moved_to(at if point.act is None else at - TICK))
    steps = lives.of(bound).steps
    given = consents(lives, norm.counterparty, deed, lives.state.at)
    if any(given_under(steps, one) for one in given):
        return True
    return lives.reader(lives.state.at, deed).guard(norm.unless)

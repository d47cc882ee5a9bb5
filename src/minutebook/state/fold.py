"""The fold: one norm looked at from moment to moment, each change of its state a step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records.conditions import Due
from minutebook.records.deeds import Deed, matches
from minutebook.state.conduct import Done, is_party
from minutebook.state.dates import BEGINNING
from minutebook.state.deals import answers
from minutebook.state.moments import moments_of
from minutebook.state.owed import owed, owed_amount
from minutebook.state.periods import untold_days
from minutebook.state.reading import Reader
from minutebook.state.slots import Point
from minutebook.state.stages import LIVE, Life, Stage, Step
from minutebook.state.timelines import TICK
from minutebook.state.waivers import consents, given_under
from minutebook.text.duration import Duration
from minutebook.text.numbers import Quantity
from minutebook.text.when import When, instant

if TYPE_CHECKING:
    from minutebook.records.nouns import Norm
    from minutebook.state.index import Bound
    from minutebook.state.life import Lives


@dataclass(slots=True)
class Run:
    """The fold: one norm looked at from moment to moment.

    `born` is the deed that bore this instance of a norm that arises anew with each, `taken` the
    deeds that fulfilled earlier instances; `waits` marks the norm before any such deed.
    """

    lives: Lives
    bound: Bound
    born: Done | None = None
    taken: set[tuple[str, int]] = field(default_factory=set)
    waits: bool = False
    steps: list[Step] = field(default_factory=list)
    stage: Stage = "not yet in force"
    triggered: datetime | None = None
    due: datetime | None = None
    breach_at: datetime | None = None
    sure_at: datetime | None = None
    over: bool = False
    late: bool = False
    missing: tuple[str, ...] = ()
    queue: list[datetime] = field(default_factory=list)
    causes: dict[datetime, tuple[str, When]] = field(default_factory=dict)

    @property
    def norm(self) -> Norm:
        """The norm itself."""
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
            self.late, self.missing, self._owed(end),
            self.born.name if self.born is not None else None,
        )  # fmt: skip

    def _owed(self, at: datetime) -> Quantity | None:
        """What is owed at a moment, with interest; None where the norm bears none or binds not."""
        if self.stage not in LIVE:
            return None
        return owed(self.lives, self.norm, self.bound.deed, self.due, at)

    def _gather(self) -> None:
        """Every moment at which something that the norm rests on may change."""
        moments = {BEGINNING}
        for at, cause in moments_of(self.lives, self.bound):
            moments.add(at)
            if cause is not None:
                self.causes.setdefault(at, cause)
        start = self._birth()
        if start is not None:
            moments = {start, *(at for at in moments if at > start)}
        self.queue = list(moments)
        heapify(self.queue)

    def _birth(self) -> datetime | None:
        return self.born.when.latest if self.born is not None else None

    # -- one look

    def _look(self, at: datetime) -> None:
        if self.over:
            return
        self.missing = ()
        base, says = self.lives.state.norm_frame(self.bound, self.lives.looked_at(at))
        if base in ("ended", "displaced") and not self._survives(base, at):
            if self.steps:
                self._step("ended", at, says)
                self.over = True
            else:
                self.stage = "ended"
            return
        if base in ("not yet in force", "does not apply"):
            self._step(base, at, says) if self.steps else self._quietly(base)
            return
        born = self.born
        deed, by = (None, None) if born is None else (born.deed, born.by)
        reader = self.lives.reader(at, deed, self.norm.id, by)
        ended = reader.guard(self.norm.ends)
        if ended:
            self._step("ended", at, f"{self.norm.ends}", reader.explained(self.norm.ends))
            self.over = True
            return
        if self._trigger(at, reader) and not self._answered(at, reader):
            self._bind(at, reader, open_=base == "undetermined" or ended is None)

    def _survives(self, base: str, at: datetime) -> bool:
        """Whether the norm outlives its document, even if its condition comes only then.

        Its own term ends it all the same, and so does a norm that takes its place before it is
        triggered.
        """
        over = self.norm.end is not None and self.norm.end.happened_by(at) is not False
        begun = self.triggered is not None or self.born is not None or self.waits
        return self.norm.survives and not over and (begun or (base == "ended" and bool(self.steps)))

    def _quietly(self, stage: Stage) -> None:
        self.stage = stage

    def _trigger(self, at: datetime, reader: Reader) -> bool:
        """Whether what the norm waits for has come; a duty that arose stays."""
        norm = self.norm
        if norm.modality == "must" and self.triggered is not None:
            return True
        if self.waits:
            self._step("armed", at, f"it arises with each: {norm.upon}")
            return False
        value = True if norm.when is None else self._applies(reader)
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
            if self.born is not None:
                says = f"{self.born.deed} by {self.born.by}"
                self._step("triggered", at, says, because, cause=self.born)
            elif norm.when is not None:
                self._step("triggered", at, f"{norm.when}", because)
        return True

    def _applies(self, reader: Reader) -> bool | None:
        """Whether `when` holds; where the deed decides, the norm is there to be asked."""
        if self.norm.modality in ("must not", "cannot") or self.bound.of_parties:
            return reader.for_any_deed(self.norm.when, where_it_tells=True)
        return reader.guard(self.norm.when)

    def _set_due(self, at: datetime) -> None:
        self.due = due_at(self.lives, self.norm.due, at)
        if self.due is None:
            return
        heappush(self.queue, self.due)
        zone = self.lives.state.book.zone
        self.breach_at = self.norm.cure.after(self.due, zone) if self.norm.cure else self.due
        heappush(self.queue, self.breach_at)
        self.sure_at = due_at(self.lives, self.norm.due, at, surely=True)
        if self.sure_at is not None and self.norm.cure:
            self.sure_at = self.norm.cure.latest_after(self.sure_at, zone)
        if self.sure_at is not None:
            heappush(self.queue, self.sure_at)

    def _answered(self, at: datetime, reader: Reader) -> bool:
        """Whether the norm is fulfilled, or a right has been used."""
        norm = self.norm
        if norm.modality not in ("must", "may", "can"):
            return False
        once = norm.modality == "must" or norm.due is not None
        by = self._exercise(at) if once else None
        if by is not None:
            self.taken.add((by.name, by.place))
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
            if self.triggered is None or since is None or since < self.triggered:
                continue
            if self._enough(one, since if one.when.exact else since - TICK):
                return one
        return None

    def _enough(self, one: Done, at: datetime) -> bool:
        """Whether a payment is as much as is owed on its day; a norm without interest says so."""
        due = owed(self.lives, self.norm, self.bound.deed, self.due, at)
        paid = owed_amount(one.deed)
        if due is None or paid is None or "amount" not in dict(one.deed.args):
            return True
        return paid.plus(due.times(-1)).at_least(0) is True

    def _matching(self, at: datetime) -> list[Done]:
        """The deeds by the norm's holder that it speaks of, done by a moment."""
        deed = self.bound.deed
        if deed is None:
            return []
        if self.norm.interest is not None:
            # With interest another sum is paid than the one that the norm names.
            deed = Deed(deed.verb, tuple(a for a in deed.args if a[0] not in ("amount", "price")))
        state = self.lives.state
        return [
            one
            for one in self.lives.done(deed.verb)
            if matches(deed, one.deed)
            and is_party(state, self.bound.holder or "", one.by, Point(instant(at)))
            and one.when.happened_by(at) is True
            and self._concerns(one)
            and self.lives.took_effect(one)
        ]

    def _concerns(self, one: Done) -> bool:
        """Whether a deed is about this instance: after its birth, not used, on the same matter."""
        born = self.born
        if born is None:
            return True
        if (one.name, one.place) in {*self.taken, (born.name, born.place)}:
            return False
        start, at = born.when.latest, one.when.latest
        if start is None or at is None or at < start:
            return False
        # A duty to repair what was told of is about repairs: only like is matched with like.
        alike = self.bound.deed is None or answers(self.bound.deed, born.deed)
        return not alike or answers(one.deed, born.deed)

    def _bind(self, at: datetime, reader: Reader, *, open_: bool) -> None:
        """How a norm that was triggered stands: excepted, overdue, broken or in force."""
        norm = self.norm
        waived = self._waived(at)
        excepted = reader.for_any_deed(norm.unless, where_it_tells=False)
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
        """A duty past its time is overdue, and after its cure a breach; a right has lapsed.

        Where that hangs on holidays that are not told, it is open from the soonest day on.
        """
        length = self.norm.due.distance if self.norm.due is not None else None
        if (self.sure_at is None or at < self.sure_at) and _counts_business_days(self.norm):
            self.missing = untold_days(length or self.norm.cure or Duration(), instant(at))
            self._step("undetermined", at, f"whether its time is over ({_due_words(self.norm)})")
            return True
        if self.norm.modality in ("may", "can"):
            self._step("ended", at, f"not used in time ({_due_words(self.norm)})")
            self.over = True
            return True
        if self.norm.modality != "must":
            self._step("ended", at, f"its time is over ({_due_words(self.norm)})")
            self.over = True
            return True
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
            reader = self.lives.reader(at, one.deed, self.norm.id, one.by, one.name)
            if reader.guard(self.norm.unless) is True:
                continue
            if self.norm.when is not None and reader.guard(self.norm.when) is False:
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


def _counts_business_days(norm: Norm) -> bool:
    """Whether the time of a norm is counted in business days."""
    lengths = (norm.due.distance if norm.due is not None else None, norm.cure)
    return any(length is not None and length.business is not None for length in lengths)


def due_at(
    lives: Lives, due: Due | None, triggered: datetime, *, surely: bool = False
) -> datetime | None:
    """When a deadline ends: from the trigger, from a record, or on a date.

    With `surely`, the latest that it can be where holidays are not told; None if that is open.
    """
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
    if due.distance is None:
        return start
    zone = lives.state.book.zone
    return due.distance.latest_after(start, zone) if surely else due.distance.after(start, zone)

"""What conditions ask of a state at a moment."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.conditions import ANSWERS, STATES, Guard, calls, speaks_of_the_deed
from minutebook.records.deeds import Deed, Goal, matches, parse_deed
from minutebook.state.conduct import Done, conduct, is_party
from minutebook.state.deals import answered, best_price, price, priced
from minutebook.state.holdings import stakes, told_share
from minutebook.state.moments import signed
from minutebook.state.owed import owed
from minutebook.state.slots import Point
from minutebook.state.stages import LIVE, Life
from minutebook.state.timelines import ENDS
from minutebook.state.waivers import consents
from minutebook.text.expression import (
    Call,
    Condition,
    Leaf,
    Ordered,
    Sentence,
    Timed,
    evaluate,
    explain,
    fold,
    leaf_value,
)
from minutebook.text.numbers import UNKNOWN, Quantity, exactly, parse_quantity
from minutebook.text.problem import Problem
from minutebook.text.say import say_when
from minutebook.text.when import When, instant

if TYPE_CHECKING:
    from minutebook.state.life import Lives

_SETTLES = {"determine": True, "suspend": False, "uphold": True, "overturn": False}


class Reader:
    """The state of things at a moment, as conditions ask for it; of a deed where one is given.

    `asker` is the norm that asks, `by` who does the deed, `itself` the act that it is an effect of.
    """

    def __init__(
        self,
        lives: Lives,
        at: datetime,
        deed: Deed | None,
        asker: str | None = None,
        by: str | None = None,
        itself: str | None = None,
    ) -> None:
        self.lives = lives
        self.state = lives.state
        self.at = at
        self.point = Point(instant(at))
        self.deed = deed
        self.asker = asker
        self.by = by
        self.itself = itself

    # -- whole guards

    def guard(self, guard: Guard | None) -> bool | None:
        """Whether a guard holds; no guard is no obstacle, and nothing that holds either."""
        if guard is None:
            return False
        if isinstance(guard, Condition):
            return evaluate(guard.expression, self)
        return self._goal(guard)

    def for_any_deed(self, guard: Guard | None, *, where_it_tells: bool) -> bool | None:
        """Whether a guard holds of every deed, or of none; `where_it_tells` if the deed decides."""
        if self.deed is not None or not speaks_of_the_deed(guard):
            return self.guard(guard)
        assert isinstance(guard, Condition)
        values = {
            leaf: None if speaks_of_the_deed(Condition("", leaf)) else leaf_value(leaf, self)
            for leaf in guard.leaves
        }
        found = fold(guard.expression, values.__getitem__)
        if found is not None:
            return found
        told = {
            leaf: where_it_tells if speaks_of_the_deed(Condition("", leaf)) else value
            for leaf, value in values.items()
        }
        if None in told.values() and fold(guard.expression, told.__getitem__) is None:
            return None
        return where_it_tells

    def explained(self, guard: Guard | None) -> tuple[Why, ...]:
        """Each test of a guard, with what was found."""
        if guard is None:
            return ()
        if isinstance(guard, Condition):
            return tuple(map(self._explained, guard.leaves))
        found = {True: "so it is", False: "it is not so", None: "not determined"}
        return (Why(f"{guard}: {found[self._goal(guard)]}"),)

    def _explained(self, leaf: Leaf) -> Why:
        if self.deed is None and any(c.name == "price" for c in calls(leaf)):
            # What it is compared with may rest on the very act that is being judged.
            return Why(f"{leaf}: it depends on the deed")
        return Why(explain(leaf, leaf_value(leaf, self), self), because=self._priced(leaf))

    def _priced(self, leaf: Leaf) -> tuple[Why, ...]:
        """The deeds whose price a test is about, the earliest first."""
        zone = self.state.book.zone
        return tuple(
            Why(f"{one.deed} by {one.by}, {say_when(one.when, zone)} ({one.name})")
            for call in calls(leaf)
            if call.name in ("lowest price", "highest price")
            for one in priced(self, call)
        )

    def missing(self, guard: Guard | None) -> tuple[str, ...]:
        """The tests of a guard that are not determined."""
        if guard is None:
            return ()
        if isinstance(guard, Condition):
            return tuple(f"whether {leaf}" for leaf in guard.leaves
                         if leaf_value(leaf, self) is None)  # fmt: skip
        return (f"whether {guard}",) if self._goal(guard) is None else ()

    # -- tests

    def truth(self, leaf: Sentence | Call | Timed | Ordered) -> bool | None:
        """Whether a test holds; None if that is not determined."""
        match leaf:
            case Sentence():
                return self._goal(leaf.meaning) if isinstance(leaf.meaning, Goal) else None
            case Timed():
                return self._timed(leaf)
            case Ordered():
                return self._ordered(leaf)
        return self._call(leaf.name, leaf.args)

    def _goal(self, goal: Goal) -> bool | None:
        from minutebook.state.goals import holds

        if goal.test == "determined":
            return self._settled(goal.get("fact") or "")
        return holds(self.state, goal, self.point)

    def _call(self, name: str, args: tuple[str, ...]) -> bool | None:
        subject = args[0]
        if name in STATES:
            return self._norm(name, subject)
        if name in ANSWERS:
            return self._answer(name, args)
        match name:
            case "determined":
                return self._settled(subject)
            case "declared" | "verified":
                verb = name.removesuffix("d") if name == "declared" else "verify"
                return bool(self._on_fact(subject, (verb,)))
            case "contested":
                said = self._on_fact(subject, ("contest", "uphold", "overturn"))
                return bool(said) and said[-1].deed.verb == "contest"
            case "happened":
                return self.happened(subject)
            case "done":
                return self._act_done(subject)
            case "about":
                object_ = self.deed.get("object") if self.deed is not None else None
                return object_ is not None and f"{object_}/".startswith(f"{subject}/")
            case "by":
                if self.deed is None:
                    return False
                return None if self.by is None else is_party(
                    self.state, subject, self.by, self.point
                )  # fmt: skip
            case "to":
                return self.deed is not None and subject in (
                    self.deed.get("to"), self._given_to(self.deed)
                )  # fmt: skip
        return self.deed is not None and self.deed.get(name) == subject

    @staticmethod
    def _given_to(deed: Deed) -> str | None:
        """To whom units are issued, which their deed names as a party."""
        return deed.get("party") if deed.verb == "issue" else None

    def _norm(self, stage: str, norm: str) -> bool | None:
        found = self.lives.named(norm, self.asker)
        if found is None:
            return None
        life = max(found, key=lambda one: (one.at(self.at) in LIVE, len(one.steps)))
        if stage in ("triggered", "breached"):
            return life.ever(stage, self.at)  # type: ignore[arg-type]  # one of the two just named
        if stage == "late":
            return any(self._late(one) for one in life.instances or (life,))
        if stage == "fulfilled" and self._used(norm, found):
            return True
        now = life.at(self.at)
        if now == "undetermined":
            return None
        return now in ("in force", "breached") if stage == "in force" else now == stage

    def _used(self, norm: str, found: tuple[Life, ...]) -> bool:
        """Whether a right that has no time, and so is not used up, was used while it was there."""
        return any(
            matches(bound.deed, one.deed)
            and one.when.latest is not None
            and life.at(one.when.latest) in LIVE
            and is_party(self.state, bound.holder or "", one.by, self.point) is True
            and self.past(one)
            for bound, life in zip(self.lives.by_id.get(norm, ()), found, strict=False)
            if bound.norm.modality in ("may", "can") and bound.deed and not bound.norm.due
            for one in self.lives.done(bound.deed.verb)
        )

    def _late(self, life: Life) -> bool:
        return (
            life.due is not None
            and life.due <= self.at
            and not (life.ever("fulfilled", self.at) or life.at(self.at) == "ended")
        )

    def _on_fact(self, fact: str, verbs: tuple[str, ...]) -> list[Done]:
        """What was said of a fact by now, in order."""
        said = [
            one
            for one in self.lives.done(*verbs)
            if one.deed.get("fact") == fact and self.past(one)
        ]
        return sorted(said, key=lambda one: one.when.latest or self.at)

    def _settled(self, fact: str) -> bool:
        """Whether a fact counts as determined: as the last ruling has it."""
        record = self.state.book.get(fact, nouns.Fact)
        if record is not None and record.since is not None:
            return self.state.fact(fact, self.point)
        settled = False
        for one in self._on_fact(fact, tuple(_SETTLES)):
            if one.deed.verb == "suspend" and self.state.before(one.act, self.point, ENDS):
                continue
            if one.deed.verb in ("suspend", "overturn", "uphold") or _SETTLES[one.deed.verb]:
                settled = _SETTLES[one.deed.verb]
        return settled

    def past(self, one: Done) -> bool:
        """Whether a deed has been done by now, and took effect."""
        earlier = one.name == self.point.act and one.place < self.point.place
        come = earlier or self.state.before(one.act, self.point, one.place)
        return come and self.lives.took_effect(one)

    def happened(self, name: str) -> bool:
        """Whether a record's moment has come; one without a date has not happened."""
        record = self.lives.record(name)
        if record is None:
            return False
        when = self.lives.moment(record)
        if when is None:
            return False
        return self.state.come(record.id, when, self.point)

    def _act_done(self, act: str) -> bool:
        record = self.state.index.acts.get(act)
        if record is None or not self.happened(act):
            return False
        return all(
            self.state.took_effect(record, place) and self.state.before(record, self.point, place)
            for place in range(len(record.effects))
        )

    # -- answers to a deed

    def _answer(self, name: str, args: tuple[str, ...]) -> bool:
        if name == "consented":
            deed = _deed(args[1]) if len(args) > 1 else self.deed
            return deed is not None and bool(consents(self.lives, args[:1], deed, self.at))
        return answered(self, name, args)

    # -- time

    def _timed(self, leaf: Timed) -> bool | None:
        anchor = leaf.anchor
        zone = self.state.book.zone
        if isinstance(anchor, str):
            came = self.happened(anchor)
            record = self.lives.record(anchor)
            when = self.lives.moment(record) if record is not None else None
            if not came or when is None:
                return self._not_yet(leaf, when)
            anchor = when
            if leaf.distance is None:
                return leaf.side in ("after", "from", "by") if leaf.side != "at" else (
                    _during(anchor, self.at))  # fmt: skip
        low, high = anchor.earliest, anchor.latest
        if leaf.distance is not None:
            sign = 1 if leaf.side == "after" else -1
            moved = tuple(
                None if m is None else signed(leaf.distance, sign).after(m, zone)
                for m in (low, high)
            )
            if leaf.window:
                first, last = (low, moved[1]) if sign > 0 else (moved[0], low)
                return _between(first, last, self.at)
            low, high = moved
        return _beside(leaf.side, low, high, self.at, exact=anchor.exact)

    def _not_yet(self, leaf: Timed, when: When | None) -> bool:
        """A test on the moment of something that has not happened yet."""
        if leaf.distance is None:
            return leaf.side in ("before", "until")
        if leaf.side == "after" or when is None or when.earliest is None:
            return leaf.side == "before" and not leaf.window
        start = signed(leaf.distance, -1).after(when.earliest, self.state.book.zone)
        return self.at >= start if leaf.window else self.at < start

    def _ordered(self, leaf: Ordered) -> bool | None:
        if not self.happened(leaf.subject):
            return False
        subject = self._when(leaf.subject)
        if isinstance(leaf.anchor, str):
            if not self.happened(leaf.anchor):
                return leaf.side in ("before", "until")
            other = self._when(leaf.anchor)
            sure = subject.before(other)
            if sure is None:
                sure = self.state.world.order(leaf.subject, leaf.anchor)
            return sure if leaf.side in ("before", "until") else not sure
        other = leaf.anchor
        match leaf.side:
            case "before":
                return subject.before(When(other.earliest, other.earliest, other.written))
            case "from":
                return _not(subject.before(When(other.earliest, other.earliest, other.written)))
            case "by" | "until":
                return subject.before(When(other.latest, other.latest, other.written))
            case "after":
                return _not(subject.before(When(other.latest, other.latest, other.written)))
        return subject.earliest == other.earliest or None

    def _when(self, name: str) -> When:
        record = self.lives.record(name)
        when = self.lives.moment(record) if record is not None else None
        return when if when is not None else When(None, None, "undated")

    # -- measures

    def measure(self, call: Call) -> Quantity:
        """An amount, exact, between bounds, or unknown."""
        if call.name == "price":
            stated = price(self.deed) if self.deed is not None else None
            return UNKNOWN if stated is None else stated
        first = call.args[0]
        second = call.args[1] if len(call.args) > 1 else None
        match call.name:
            case "paid":
                return self._payments(to=first, by=None)
            case "paid by":
                return self._payments(to=second, by=first)
            case "profit":
                return self._profit(first)
            case "units":
                return self.state.units(first, second or "", self.point)
            case "share":
                return self._share(first, second or "")
            case "lowest price" | "highest price":
                return best_price(self, call)
            case "owed":
                return self._owed(first)
        event = self.state.book.get(first, nouns.Event)
        if event is None or event.count is None or not self.happened(first):
            return UNKNOWN
        return self.state.pick(event.count)

    def _payments(self, to: str | None, by: str | None) -> Quantity:
        total = exactly(0)
        for one in self.lives.done("pay"):
            if to is not None and one.deed.get("to") != to:
                continue
            if by is not None and not is_party(self.state, by, one.by, self.point):
                continue
            if self.past(one):
                total = total.plus(_amount(one.deed.get("amount") or ""))
        return total

    def _owed(self, norm: str) -> Quantity:
        """What is owed by a norm at this moment, with interest; nothing while it does not bind."""
        total = exactly(0)
        for bound, life in zip(self.lives.by_id.get(norm, ()),
                               self.lives.named(norm, self.asker) or (), strict=False):  # fmt: skip
            for one in life.instances or (life,):
                if one.at(self.at) in LIVE:
                    due = owed(self.lives, bound.norm, bound.deed, one.due, self.at)
                    total = total.plus(UNKNOWN if due is None else due)
        return total

    def _profit(self, entity: str) -> Quantity:
        """The profit told of so far; where nothing is told it is not known."""
        total: Quantity | None = None
        for event in conduct(self.state).profits.get(entity, ()):
            if event.profit is not None and self.happened(event.id):
                made = self.state.pick(event.profit)
                total = made if total is None else total.plus(made)
        return UNKNOWN if total is None else total

    def _share(self, party: str, instrument: str) -> Quantity:
        told = told_share(self.state, party, instrument, self.point)
        if told is not None:
            return exactly(told)
        register = stakes(self.state, instrument, self.point)
        exact = {holder: units.exact for holder, units in register.items()}
        total = sum((q for q in exact.values() if q is not None), Fraction(0))
        held = exact.get(party, Fraction(0))
        if None in exact.values() or not total or held is None:
            return UNKNOWN if total or None in exact.values() else exactly(0)
        return exactly(held / total)


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _deed(written: str) -> Deed | None:
    found = parse_deed(written)
    return None if isinstance(found, Problem) else found[0]


def _amount(written: str) -> Quantity:
    number, _, currency = written.rpartition(" ")
    found = parse_quantity(number if number and currency.isupper() else written)
    return UNKNOWN if isinstance(found, Problem) else found


def _during(when: When, at: datetime) -> bool:
    return at == when.earliest if when.exact else _between(when.earliest, when.latest, at)


def _between(first: datetime | None, last: datetime | None, at: datetime) -> bool:
    """Whether a moment lies in a stretch of time; like all stretches it leaves out its end."""
    return (first is None or first <= at) and (last is None or at < last)


def _beside(
    side: str, low: datetime | None, high: datetime | None, at: datetime, *, exact: bool
) -> bool:
    """A moment beside a date: a whole day has begun at its start and is over at its end."""
    match side:
        case "before":
            return low is None or at < low
        case "from":
            return low is None or at >= low
        case "after":
            return high is not None and at >= high
        case "until" | "by":
            return high is None or at < high
    return at == low if exact else _between(low, high, at)

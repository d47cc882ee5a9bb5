"""What conditions ask of a state at a moment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.conditions import (
    ANSWERS,
    STATES,
    Guard,
    calls,
    of_the_party,
    speaks_of_the_deed,
)
from minutebook.records.deeds import Deed, Goal, matches, parse_deed
from minutebook.state import findings
from minutebook.state.conduct import Done, given_at_first, is_party
from minutebook.state.deals import answered, priced
from minutebook.state.measures import measured
from minutebook.state.slots import Point
from minutebook.state.stages import LIVE, Life
from minutebook.state.time_tests import ordered, timed
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
from minutebook.text.numbers import UNKNOWN, Quantity
from minutebook.text.problem import Problem
from minutebook.text.say import say_when
from minutebook.text.when import instant

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
        if self.deed is None and of_the_party(leaf):
            return Why(f"{leaf}: it depends on whom the deed is about")
        lacking = findings.untold(self.state, Condition("", leaf))
        if lacking:
            return Why(f"{leaf}: not determined; {'; '.join(lacking)}")
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
        if of_the_party(leaf):
            return findings.of_each(self, leaf)
        match leaf:
            case Sentence():
                return self._goal(leaf.meaning) if isinstance(leaf.meaning, Goal) else None
            case Timed():
                return timed(self, leaf)
            case Ordered():
                return ordered(self, leaf)
        return self._call(leaf.name, leaf.args)

    def _goal(self, goal: Goal) -> bool | None:
        from minutebook.state.goals import holds

        if goal.test == "determined":
            return self.settled(goal.get("fact") or "")
        return holds(self.state, goal, self.point)

    def _call(self, name: str, args: tuple[str, ...]) -> bool | None:
        subject = args[0]
        if name in STATES:
            return self._norm(name, subject)
        if name in ANSWERS:
            return self._answer(name, args)
        if name in findings.TESTS:
            return findings.tested(self, name, args)
        match name:
            case "determined" if len(args) > 1:
                return findings.found(self, *args)
            case "determined":
                return self.settled(subject)
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

    def settled(self, fact: str) -> bool:
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
        """Whether a record's moment has come; one without a date has not happened.

        An act has not happened where its own power is asked for.
        """
        record = self.lives.record(name)
        if record is None or name == self.point.act:
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
            if deed is None:
                return False
            return given_at_first(self.state, args[0], deed, self.point) or bool(
                consents(self.lives, args[:1], deed, self.at)
            )
        return answered(self, name, args)

    # -- measures

    def measure(self, call: Call) -> Quantity:
        """An amount, exact, between bounds, or unknown."""
        if of_the_party(call):
            asked = [one for one in findings.of_whom(self, call) if isinstance(one, Call)]
            return self.measure(asked[0]) if len(asked) == 1 else UNKNOWN
        return measured(self, call)


def _deed(written: str) -> Deed | None:
    found = parse_deed(written)
    return None if isinstance(found, Problem) else found[0]

"""What is still owed at a date, by whom, until when, and who is late since when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.deeds import Deed, matches
from minutebook.state.electorate import merge
from minutebook.state.electors import electors
from minutebook.state.life import Life, Lives
from minutebook.state.meetings import Scene
from minutebook.state.notice import notice_due
from minutebook.state.papers import addressed, notices
from minutebook.state.periods import last_moment
from minutebook.state.rules_of_procedure import one, rules
from minutebook.state.slots import Point
from minutebook.text.duration import Duration
from minutebook.text.when import When, instant

if TYPE_CHECKING:
    from minutebook.state.index import Bound
    from minutebook.state.state import State

_NAMES = re.compile(r"[\w./-]*\w")


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something owed and not done: by a norm, by whom, to whom, until when.

    `by` None: it is not said who must. `late` tells whether the time is over, since `until`; None
    if its dates do not tell. `about` are the records that gave rise to it.
    """

    norm: str
    says: str
    by: str | None
    to: tuple[str, ...]
    until: When
    late: bool | None
    about: tuple[str, ...] = ()

    def __str__(self) -> str:
        by = f" by {self.by}" if self.by else ""
        return f"{self.says}{by}, due by {self.until.written} ({self.norm})"


def deadlines(state: State) -> tuple[Deadline, ...]:
    """All that is owed at the state's date and has a time, the earliest first."""
    found = [
        *_duties(state, state.bound_norms("must")),
        *_notices(state),
        *_notices_afterwards(state),
    ]
    return tuple(sorted(found, key=_when))


def overdue(state: State, act: nouns.Act) -> tuple[str, ...]:
    """The duties that an act gave rise to and that are late at the state's date, in words.

    Only norms that can hang on the act are looked at, so that nothing else is rested on.
    """
    bounds = [b for b in state.bound_norms("must") if b.norm.due and _may_hang_on(b, act)]
    found = sorted(_duties(state, bounds), key=_when)
    return tuple(str(one) for one in found if one.late and act.id in one.about)


def _may_hang_on(bound: Bound, act: nouns.Act) -> bool:
    """Whether an act can give rise to a duty: it is named, or what it does or determines is."""
    norm = bound.norm
    if norm.upon is not None and any(matches(norm.upon, deed) for deed in act.effects):
        return True
    guards = f"{norm.when or ''} {norm.due.written if norm.due is not None else ''}"
    named = set(_NAMES.findall(guards))
    facts = {deed.get("fact") for deed in act.effects}
    return bool(named & ({act.id} | facts))


def _when(deadline: Deadline) -> tuple[bool, float, str]:
    latest = deadline.until.latest
    return (latest is None, latest.timestamp() if latest is not None else 0.0, deadline.norm)


def _duties(state: State, bounds: Iterable[Bound]) -> Iterator[Deadline]:
    """Duties that have arisen, have a time and are not fulfilled."""
    lives = Lives(state)
    for bound in bounds:
        life = lives.of(bound)
        if life.due is None or life.stage not in ("triggered", "in force", "breached"):
            continue
        says = str(bound.deed) if bound.deed is not None else bound.norm.says or bound.norm.id
        until = instant(life.due)
        about = tuple(dict.fromkeys(_causes(life)))
        whom = bound.norm.counterparty
        yield Deadline(bound.norm.id, says, bound.holder, whom, until, life.late, about)


def _causes(life: Life) -> Iterator[str]:
    """The records that a duty arose from, of each instance that is still open."""
    for each in life.instances or (life,):
        if each.stage in ("triggered", "in force", "breached"):
            yield from (s.cause for s in each.steps if s.stage == "triggered" and s.cause)
            if each.upon is not None:
                yield each.upon


def _notices(state: State) -> Iterator[Deadline]:
    """Notice of meetings that are still to come, to those who have had none in time."""
    for record in state.visible():
        if not isinstance(record, nouns.Meeting):
            continue
        body = state.book.get(record.of, nouns.Body)
        if body is None or state.moment(record).happened_by(state.at) is not False:
            continue
        deed = Deed("decide", (("matter", "any"),))
        scene = Scene(state, body, deed, state.now, record, None)
        for norm, whom, until in notice_due(scene):
            by = record.called_by[0] if record.called_by else None
            says = f"notice of {record.id}"
            late = until.happened_by(state.at)
            yield Deadline(norm, says, by, whom, until, late, (record.id,))


def _notices_afterwards(state: State) -> Iterator[Deadline]:
    """Notice of decisions in writing, to those who did not consent and were not told."""
    for act in state.index.acts.values():
        done = state.moment(act)
        body = state.book.get(act.by, nouns.Body)
        if body is None or not act.effects or done.happened_by(state.at) is not True:
            continue
        if state.pick(act.form) != "without meeting":
            continue
        point = Point(done, act.id)
        bound = one(rules(state, body, "notice afterwards", act.effects[0], point))
        if bound is None or not isinstance(bound.norm.at_most, Duration):
            continue
        choices = merge(state, act).choices
        sent = [m for m in notices(state, act.id)
                if state.moment(m).happened_by(state.at) is True]  # fmt: skip
        whom = tuple(
            v.name
            for v in electors(state, body, point).voters
            if choices.get(v.name) != "for"
            and not any(addressed(state, m, body, v.name) for m in sent)
        )
        until = last_moment(bound.norm.at_most, done, state.book.zone)
        if whom and until is not None:
            late = until.happened_by(state.at)
            says = f"notice of {act.id}"
            yield Deadline(bound.norm.id, says, body.of, whom, until, late, (act.id,))


__all__ = ["Deadline", "deadlines", "overdue"]

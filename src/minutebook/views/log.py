"""The acts in order, each with its verdict, in one world."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minutebook.answers import Memo, World
from minutebook.records import Book, nouns
from minutebook.state.slots import Point
from minutebook.state.state import State
from minutebook.state.timing import effect_label, pending_on
from minutebook.state.verdict import Verdict
from minutebook.text.collector import collector_paused
from minutebook.text.when import When, as_json
from minutebook.views.json import cites_json, effect_json, why_json
from minutebook.views.one_world import Depends, Group, adopted_readings, in_groups
from minutebook.views.show import when_text


@dataclass(frozen=True, slots=True)
class Logged:
    """One act in the log: when, what the judge says, what was reported, who held the post then.

    `after` maps each post and body that its effects concern to who held it afterwards, in words.
    """

    act: str
    by: str | None
    when: When
    verdict: Verdict
    reported: str | None
    after: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Log:
    """The acts until a date, in one world, with what depends on what is open."""

    at: datetime
    known: datetime | None
    readings: Mapping[str, str]
    depends: tuple[Depends, ...]
    acts: tuple[Logged, ...]

    def hinges(self, act: str) -> tuple[str, ...]:
        """The choices that would change the verdict of an act."""
        return tuple(d.on for d in self.depends if d.id == act and d.kind == "act")


def log(
    book: Book,
    at: datetime,
    known: datetime | None = None,
    fixed: Mapping[str, str] | None = None,
    memo: Memo | None = None,
) -> Log:
    """Judge every act until an instant, in the adopted world or the one given."""

    def groups(world: World) -> dict[Hashable, Group]:
        return {act.id: group(act) for act in in_order(State(book, at, known, world))}

    def group(act: nouns.Act) -> Group:
        return lambda world: _parts(State(book, at, known, world), act)

    with collector_paused():
        found = in_groups(
            groups,
            {**(fixed or {})},
            adopted_readings(book),
            memo,
        )
    acts = []
    for (kind, act), value in found.value.items():
        if kind == "act":
            when, verdict = value
            record = book.get(act, nouns.Act)
            assert record is not None
            after = found.value["after", act]
            acts.append(Logged(act, record.by, when, verdict, record.reported, after))
    return Log(at, known, found.readings, found.depends, tuple(acts))


def _parts(state: State, act: nouns.Act) -> dict[tuple[str, str], Any]:
    """The verdict of an act and who held the posts after it, apart: they hinge apart."""
    return {
        ("act", act.id): (state.moment(act), state.verdict(act.id)),
        ("after", act.id): _after(state, act),
    }


def in_order(state: State) -> list[nouns.Act]:
    """The acts that have or may have happened by the state's date, earliest first."""
    acts = [
        act
        for act in state.index.acts.values()
        if state.moment(act).happened_by(state.at) is not False
    ]
    return sorted(acts, key=lambda act: _key(state, act))


def _key(state: State, act: nouns.Act) -> tuple[float, float, int]:
    when = state.moment(act)
    earliest = when.earliest.timestamp() if when.earliest is not None else float("-inf")
    latest = when.latest.timestamp() if when.latest is not None else float("inf")
    return (earliest, latest, state.index.sequence[act.id])


def _after(state: State, act: nouns.Act) -> dict[str, tuple[str, ...]]:
    """Who holds each post that the act concerns, once its effects, if any, have begun."""
    point = Point(state.effective(act), effect_label(act))
    out = {}
    if any(pending_on(state, act, place) is not None for place in range(len(act.effects))):
        return {}
    for post in dict.fromkeys(p for d in act.effects if (p := d.get("post")) is not None):
        seats = state.seats_after(act, post, point)
        out[post] = tuple(
            (o.holder or "unknown") + ("" if o.suspended is None else " (suspended)")
            for o in seats.occupants
        )
    return out


def log_json(log: Log, book: Book) -> dict[str, Any]:
    """The log as JSON."""
    return {
        "at": when_text(log.at),
        "known": None if log.known is None else when_text(log.known),
        "readings": dict(log.readings),
        "depends": [d.json() for d in log.depends],
        "acts": [
            {
                "id": a.act,
                "at": as_json(a.when),
                "standing": a.verdict.standing,
                "carried": a.verdict.carried,
                "effects": [effect_json(e) for e in a.verdict.effects],
                "pivotal": list(a.verdict.pivotal),
                "late": list(a.verdict.late),
                "reported": a.reported,
                "hinges": list(log.hinges(a.act)),
                "after": {post: list(names) for post, names in a.after.items()},
                "missing": list(a.verdict.missing),
                "why": why_json(a.verdict.why),
                "sources": cites_json((*book.records[a.act].src, *a.verdict.why.cites())),
            }
            for a in log.acts
        ],
    }

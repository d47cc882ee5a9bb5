"""The state at a date, in one world, with what depends on what is left open."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, TypeAlias, TypeVar

from minutebook.answers import Memo
from minutebook.answers.html import value_html
from minutebook.records import Book, nouns
from minutebook.state.deadlines import Deadline, deadlines
from minutebook.state.holdings import told_shares
from minutebook.state.life import Life, Lives, Stage
from minutebook.state.slots import Seats
from minutebook.state.state import State
from minutebook.text.numbers import Quantity, exact_json
from minutebook.text.when import When
from minutebook.views.json import when_json
from minutebook.views.lint_norms import invalid_norms
from minutebook.views.one_world import Depends, Group, adopted_readings, in_groups

N = TypeVar("N", bound=nouns.Noun)

Parts: TypeAlias = dict[tuple[str, str], Any]
"""Things shown, by kind and id, so that what depends can be told apart."""


@dataclass(frozen=True, slots=True)
class PostShown:
    """A post at a date: who holds it, whether as interim, since when; None is vacant.

    `suspended` is who holds it and does not act for the time being: the holder, or, where another
    stands in as interim, the one who will come back.
    """

    holder: str | None
    interim: bool = False
    since: When | None = None
    nominee_of: str | None = None
    on_the_register: str | None = None
    known: bool = True
    holding_over: bool = False
    suspended: str | None = None
    in_fact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyShown:
    """A body at a date: its seats (None: not known) and its members.

    `holding_over` are the members whose term ended, who stay until a successor comes, `suspended`
    those who do not act for the time being; `in_fact` acts as a member without being one by right.
    """

    seats: int | None
    members: tuple[str, ...]
    holding_over: tuple[str, ...] = ()
    suspended: tuple[str, ...] = ()
    in_fact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldingShown:
    """What a holder has of an instrument at a date: units, or a stated share."""

    holder: str
    instrument: str
    units: Quantity | None
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class LifeShown:
    """Where a norm is in its life: its stage, since when, and by when it is due.

    `owed` is its amount or price with interest; `upon` is the record that bore it, for one of the
    `instances` of a norm that arises anew.
    """

    stage: Stage
    since: When | None
    due: datetime | None
    late: bool
    upon: str | None = None
    instances: tuple[LifeShown, ...] = ()
    owed: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything at a date."""

    posts: Mapping[str, PostShown]
    bodies: Mapping[str, BodyShown]
    holdings: tuple[HoldingShown, ...]
    norms: Mapping[str, str]
    lives: Mapping[str, LifeShown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Show:
    """The state shown: as of, as known, in which world, and what depends on it."""

    at: datetime
    known: datetime | None
    readings: Mapping[str, str]
    depends: tuple[Depends, ...]
    shown: Shown
    deadlines: tuple[Deadline, ...] = ()

    def _repr_html_(self) -> str:
        """What a notebook shows: everything at the date, part by part."""
        return value_html(self.shown)


def show(
    book: Book,
    at: datetime,
    known: datetime | None = None,
    fixed: Mapping[str, str] | None = None,
    memo: Memo | None = None,
) -> Show:
    """Show the state of a book at an instant, in the adopted world or the one given."""

    def group(part: Callable[[State, N], Parts], record: N) -> Group:
        return lambda world: part(State(book, at, known, world), record)

    bodies = [body for body in book.of(nouns.Body) if not body.holders_of]
    table: dict[Hashable, Group] = {
        **{("post", post.id): group(_post, post) for post in book.of(nouns.Post)},
        **{("body", body.id): group(_body, body) for body in bodies},
        **{("units", i.id): group(_holdings, i) for i in book.of(nouns.Instrument)},
        "norms": lambda world: _norms(State(book, at, known, world)),
    }
    found = in_groups(
        lambda _: table,
        {**(fixed or {})},
        adopted_readings(book),
        memo,
    )
    shown = Shown(
        posts={k[1]: v for k, v in found.value.items() if k[0] == "post"},
        bodies={k[1]: v for k, v in found.value.items() if k[0] == "body"},
        holdings=tuple(v for k, v in found.value.items() if k[0] == "holding"),
        norms={k[1]: v for k, v in found.value.items() if k[0] == "norm"},
        lives={k[1]: v for k, v in found.value.items() if k[0] == "life"},
    )
    # A norm's life goes with its state: what one depends on, the other does.
    depends = tuple(d for d in found.depends if d.kind not in ("life", "deadlines"))
    owed = found.value["deadlines", "all"]
    return Show(at, known, found.readings, depends, shown, owed)


def _post(state: State, post: nouns.Post) -> Parts:
    return {("post", post.id): show_post(state, post)}


def _body(state: State, body: nouns.Body) -> Parts:
    seats = state.seats(body.id)
    members = tuple(o.holder or "unknown" for o in seats.occupants)
    over = tuple(o.holder or "unknown" for o in seats.occupants if o.holding_over)
    away = suspended(seats)
    in_fact = _in_fact(state, body.id)
    return {("body", body.id): BodyShown(seats.seats, members, over, away, in_fact)}


def held_by(post: PostShown, name: Callable[[str], str] = str) -> str:
    """Who holds a post, in words: whether as interim, whether suspended, for whom."""
    if not post.known:
        return "somebody not known"
    if post.holder is None:
        return "vacant"
    held = name(post.holder) + (" (interim)" if post.interim else "")
    if post.suspended is None:
        return held
    away = " (suspended)" if post.suspended == post.holder else f", for {name(post.suspended)}"
    return held + away


def suspended(seats: Seats) -> tuple[str, ...]:
    """Who holds a post or sits on a body and does not act for the time being."""
    return tuple(o.holder or "unknown" for o in seats.occupants if o.suspended is not None)


def _holdings(state: State, instrument: nouns.Instrument) -> Parts:
    parts: Parts = {}
    for holder, units in state.register(instrument.id).items():
        shown = HoldingShown(holder, instrument.id, units, _share(state, holder, instrument.id))
        if units.exact != 0:
            parts["holding", f"{holder} of {instrument.id}"] = shown
    return parts


def _norms(state: State) -> Parts:
    parts: Parts = {}
    lives = Lives(state)
    invalid = invalid_norms(state)
    for bounds in state.index.norms.values():
        for bound in bounds:
            status = state.norm_status(bound)
            if bound.serial in state.index.came and status.state == "not yet in force":
                continue
            if status.state != "does not apply" or bound.entity is None:
                parts["norm", status.norm] = status.state
                if status.state == "in force" and status.norm in invalid:
                    parts["norm", status.norm] = "invalid"
                if bound.norm.modality in ("must", "must not", "may"):
                    parts["life", status.norm] = _life(lives.of(bound))
    parts["deadlines", "all"] = deadlines(state)
    return parts


def _life(life: Life) -> LifeShown:
    since = life.steps[-1].at if life.steps else None
    instances = tuple(_life(one) for one in life.instances)
    return LifeShown(life.stage, since, life.due, life.late, life.upon, instances, life.owed)


def show_post(state: State, post: nouns.Post) -> PostShown:
    """A post at the state's date."""
    occupancy = state.holder(post.id)
    register = None
    if state.pick(post.registered_by):
        entered = state.seats(post.id, register=True).occupants
        register = entered[0].holder if entered else None
    if occupancy is None:
        return PostShown(None, on_the_register=register, in_fact=_in_fact(state, post.id))
    return PostShown(
        occupancy.holder,
        occupancy.interim,
        occupancy.start,
        occupancy.nominee_of,
        register,
        occupancy.holder is not None,
        occupancy.holding_over,
        next(iter(suspended(state.seats(post.id))), None),
        _in_fact(state, post.id),
    )


def _in_fact(state: State, post: str) -> tuple[str, ...]:
    return tuple(o.holder or "unknown" for o in state.in_fact(post))


def _share(state: State, holder: str, instrument: str) -> Fraction | None:
    told = told_shares(state, instrument, state.now).get(holder)
    return None if told is None else told.exact


def show_json(show: Show) -> dict[str, Any]:
    """The state as JSON."""
    return {
        "at": when_text(show.at),
        "known": None if show.known is None else when_text(show.known),
        "readings": dict(show.readings),
        "depends": [d.json() for d in show.depends],
        "posts": {
            name: {
                "holder": post.holder if post.known else "unknown",
                "interim": post.interim,
                "since": when_json(post.since),
                "nominee_of": post.nominee_of,
                "on_the_register": post.on_the_register,
                "holding_over": post.holding_over,
                "suspended": post.suspended,
                "in_fact": list(post.in_fact),
            }
            for name, post in show.shown.posts.items()
        },
        "bodies": {
            name: {
                "seats": body.seats,
                "members": list(body.members),
                "holding_over": list(body.holding_over),
                "suspended": list(body.suspended),
                "in_fact": list(body.in_fact),
            }
            for name, body in show.shown.bodies.items()
        },
        "holdings": [
            {
                "holder": h.holder,
                "instrument": h.instrument,
                "units": quantity_json(h.units),
                "share": None if h.share is None else exact_json(h.share),
            }
            for h in show.shown.holdings
        ],
        "norms": {
            name: {"state": state, **_life_json(show.shown.lives.get(name))}
            for name, state in show.shown.norms.items()
        },
        "deadlines": [
            {
                "norm": d.norm,
                "says": d.says,
                "by": d.by,
                "to": list(d.to),
                "until": when_json(d.until),
                "late": d.late,
            }
            for d in show.deadlines
        ],
    }


def _life_json(life: LifeShown | None) -> dict[str, Any]:
    if life is None:
        return {}
    each = [{"upon": one.upon, **_life_json(one)} for one in life.instances]
    return {
        **({"instances": each} if each else {}),
        "life": life.stage,
        "since": when_json(life.since),
        "due": None if life.due is None else when_text(life.due),
        "late": life.late,
        **({} if life.owed is None else {"owed": quantity_json(life.owed)}),
    }


def quantity_json(quantity: Quantity | None) -> Any:
    """A quantity: its exact number, or its bounds."""
    if quantity is None:
        return None
    if quantity.exact is not None:
        return exact_json(quantity.exact)
    return {
        "low": None if quantity.low is None else exact_json(quantity.low),
        "high": None if quantity.high is None else exact_json(quantity.high),
    }


def when_text(moment: datetime) -> str:
    """An instant in UTC, ISO 8601 with a Z."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


__all__ = ["Show", "Shown", "show", "show_json", "show_post"]

"""The structure of a book part by part: what a chart, a timeline or a table of it shows.

Each part (a post, the members of a body, a holding, a document, an act) is a question of its
own with few hinges. So a surface can work out one part in every world without going through
the worlds of all others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import Any, Literal, TypeAlias

from minutebook.records import Book, nouns
from minutebook.records.values import Value
from minutebook.state.dates import Dates
from minutebook.state.state import State
from minutebook.state.verdict import Standing, Verdict
from minutebook.text.numbers import Quantity
from minutebook.views.show import PostShown, show_post, suspended

Key: TypeAlias = tuple[str, str]
Part: TypeAlias = Callable[[State], Any]
Happened = Literal["yes", "no", "perhaps"]

LAST_YEAR = datetime.max.year
"""An open end is dated there."""

HAPPENINGS = (nouns.Act, nouns.Event, nouns.Message, nouns.Meeting)


@dataclass(frozen=True, slots=True)
class Stake:
    """What a holder has of an instrument: units or a share, the votes and capital of a unit.

    `votes` and `capital` are for one unit; None: not known.
    """

    holder: str
    instrument: str
    units: Quantity | None
    share: Fraction | None
    votes: Fraction | None
    capital: Fraction | None
    certain: bool


@dataclass(frozen=True, slots=True)
class PostAt:
    """A post at a date; `certain` is False where the book does not tell since when it stands."""

    shown: PostShown
    certain: bool


@dataclass(frozen=True, slots=True)
class BodyAt:
    """A body at a date; `certain` is False where the book does not tell since when it stands.

    `filled` is how many people its members are, each of a counted group; None if not told.
    """

    seats: int | None
    members: tuple[str, ...]
    filled: int | None
    certain: bool
    suspended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What the judge says of an act by a date: each effect with its standing."""

    standing: Standing | None
    carried: bool | None
    effects: tuple[tuple[str, Standing, bool | None], ...]


def parts(book: Book) -> Mapping[Key, Part]:
    """Every part of a book's structure; what law brings along is not shown."""
    out: dict[Key, Part] = {}
    for record in book:
        if record.id in book.laws:
            continue
        if isinstance(record, HAPPENINGS):
            out["happened", record.id] = partial(_happened, record)
        if isinstance(record, nouns.Entity):
            out["exists", record.id] = partial(_happened, record)
        elif isinstance(record, nouns.Post):
            out["post", record.id] = partial(_post, record)
            out["appoints", record.id] = partial(_appoints, record)
        elif isinstance(record, nouns.Body) and not record.holders_of:
            out["body", record.id] = partial(_body, record)
            out["appoints", record.id] = partial(_appoints, record)
        elif isinstance(record, nouns.Group):
            out["group", record.id] = partial(_group, record)
        elif isinstance(record, nouns.Document):
            out["document", record.id] = partial(_document, record)
        elif isinstance(record, nouns.Act):
            out["act", record.id] = partial(_act, record)
    for holder, instrument in _stakes(book):
        out["holding", f"{holder} of {instrument}"] = partial(_stake, holder, instrument)
    return out


def _happened(record: nouns.Noun, state: State) -> Happened:
    found = state.moment(record).happened_by(state.at) if record.date is not None else True
    return {True: "yes", False: "no", None: "perhaps"}[found]  # type: ignore[return-value]  # a table of three


def _begun(record: nouns.Noun, state: State) -> bool:
    """Whether a record had surely begun, as far as its date tells."""
    return record.date is None or state.moment(record).happened_by(state.at) is not None


def _post(post: nouns.Post, state: State) -> PostAt:
    shown = show_post(state, post)
    return PostAt(shown, shown.since is None or shown.since.happened_by(state.at) is not None)


def _body(body: nouns.Body, state: State) -> BodyAt:
    seats = state.seats(body.id)
    members = tuple(o.holder or "unknown" for o in seats.occupants)
    people = [_people(state, member) for member in members]
    filled = None if None in people else sum(n for n in people if n is not None)
    return BodyAt(seats.seats, members, filled, _begun(body, state), suspended(seats))


def _people(state: State, member: str) -> int | None:
    """How many people a member is; None of a group whose number is not told exactly."""
    group = state.book.get(member, nouns.Group)
    count = state.pick(group.count) if group is not None and group.count is not None else None
    if count is None:
        return 1
    return None if count.exact is None else int(count.exact)


def _appoints(record: nouns.Post | nouns.Body, state: State) -> str | None:
    by = state.pick(record.appointed_by)
    return None if by == nouns.NOBODY else by


def _group(group: nouns.Group, state: State) -> Quantity | None:
    return state.pick(group.count)


def _document(document: nouns.Document, state: State) -> str:
    if document.date is not None and state.moment(document).happened_by(state.at) is False:
        return "not yet in force"
    return state.document_state(document, state.now)


def _act(act: nouns.Act, state: State) -> Judged | None:
    """The verdict without cures and pivots, which no chart shows."""
    if act.id not in state.index.acts or state.moment(act).happened_by(state.at) is False:
        return None
    effects = tuple(state.effect(act.id, n) for n in range(len(act.effects)))
    verdict = Verdict(act.id, effects)
    told = tuple((str(e.deed), e.standing, e.carried) for e in effects)
    return Judged(verdict.standing, verdict.carried, told)


def _stakes(book: Book) -> list[tuple[str, str]]:
    """Each holder and instrument that some holding or some act could join."""
    found = [(h.holder, h.of) for h in book.of(nouns.Holding)]
    for act in book.of(nouns.Act):
        for deed in act.effects:
            instrument, party = deed.get("instrument"), deed.get("party")
            if instrument is not None and party is not None:
                found.append((party, instrument))
    return list(dict.fromkeys(found))


def _stake(holder: str, instrument: str, state: State) -> Stake | None:
    units = state.register(instrument).get(holder)
    if units is None or units.exact == 0:
        return None
    record = state.book.get(instrument, nouns.Instrument)
    capital = state.pick(record.capital) if record is not None else None
    share, certain = None, True
    for holding in state.index.holdings.get(instrument, ()):
        if holding.holder == holder:
            certain = _begun(holding, state)
            picked = state.pick(holding.share)
            share = picked if isinstance(picked, Fraction) else None
    return Stake(
        holder,
        instrument,
        units,
        share,
        state.votes_per_unit(instrument),
        capital if isinstance(capital, Fraction) else None,
        certain,
    )


def steps(book: Book) -> tuple[datetime, ...]:
    """The instants of a replay: by when each dated thing has happened, over all readings.

    An imprecise date counts at its end, when it has surely happened; one without an end at its
    beginning.
    """
    found: set[datetime] = set()
    dates = Dates(book.records)
    shown = (*HAPPENINGS, nouns.Document, nouns.Holding, nouns.Entity, nouns.Body, nouns.Post)
    for record in book:
        if isinstance(record, shown) and record.id not in book.laws and record.date is not None:
            alternatives = record.date.by if isinstance(record.date, Value) else {"": record.date}
            for date in alternatives.values():
                earliest = getattr(date, "earliest", None)
                latest = getattr(date, "latest", None)
                if isinstance(latest, datetime):
                    found.add(latest)
                elif isinstance(earliest, datetime):
                    found.add(earliest)
            for effect in (False, True):
                begins = getattr(record, "takes_effect", None) if effect else None
                low, high = dates.bounds(record) if begins is None else dates.bounds_of(begins)
                if high.year < LAST_YEAR:
                    found.add(high)
                elif low.year > 1:
                    found.add(low)
    return tuple(sorted(found))

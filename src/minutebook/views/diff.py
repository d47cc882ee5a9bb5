"""What changed between two dates, and by which acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from minutebook.answers import Memo
from minutebook.records import Book
from minutebook.views.log import Logged, log
from minutebook.views.one_world import Depends
from minutebook.views.parties import Sides, parties_json, party_changes
from minutebook.views.show import BodyShown, Show, Shown, held_by, quantity_json, show, when_text


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise: a post's holder, a body's members or seats, a holding, a norm.

    `before` and `after` are texts; None where there was or is nothing. `by` are the acts between
    the dates that concern it.
    """

    kind: str
    id: str
    before: str | None
    after: str | None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed, in one world; `parties` is what each of them gained and lost by it."""

    start: datetime
    end: datetime
    readings: Mapping[str, str]
    depends: tuple[Depends, ...]
    changes: tuple[Change, ...]
    parties: Mapping[str, Sides] = field(default_factory=dict)


def diff(
    book: Book,
    start: datetime,
    end: datetime,
    known: datetime | None = None,
    fixed: Mapping[str, str] | None = None,
    memo: Memo | None = None,
) -> Difference:
    """Compare the states of a book at two instants."""
    memo = memo if memo is not None else Memo()
    before, after = (show(book, at, known, fixed, memo) for at in (start, end))
    acts = [
        a
        for a in log(book, end, known, fixed, memo).acts
        if a.when.happened_by(start) is not True and a.verdict.standing != "void"
    ]
    changes = _changes(before.shown, after.shown, acts)
    parties = party_changes(book, start, end, known, after.readings, memo)
    depends = _depends(before, after)
    return Difference(start, end, after.readings, depends, tuple(changes), parties)


def _by(acts: Sequence[Logged], target: str, party: str | None = None) -> tuple[str, ...]:
    """The acts with an effect on a post, a body, an instrument or a norm's document.

    With a party, only those whose effect names that party, or is their own resignation.
    """
    found = []
    for act in acts:
        for effect in act.verdict.effects:
            deed = effect.deed
            if effect.standing == "void" or target not in dict(deed.args).values():
                continue
            whom = act.by if deed.verb == "resign" else deed.get("party")
            if party is None or whom == party:
                found.append(act.act)
    return tuple(dict.fromkeys(found))


def _depends(before: Show, after: Show) -> tuple[Depends, ...]:
    return tuple({(d.kind, d.id, d.on): d for d in (*before.depends, *after.depends)}.values())


def _changes(before: Shown, after: Shown, acts: Sequence[Logged]) -> list[Change]:
    changes: list[Change] = []

    def compare(kind: str, old: Mapping[str, str | None], new: Mapping[str, str | None]) -> None:
        for name in dict.fromkeys((*old, *new)):
            if old.get(name) != new.get(name):
                target = name.split(" of ")[-1] if kind == "holding" else name
                changes.append(Change(kind, name, old.get(name), new.get(name), _by(acts, target)))

    compare("post", _posts(before), _posts(after))
    for name in dict.fromkeys((*before.bodies, *after.bodies)):
        old, new = before.bodies.get(name), after.bodies.get(name)
        left, came = _members(old, new)
        changes.extend(Change("member", name, m, None, _by(acts, name, m)) for m in left)
        changes.extend(Change("member", name, None, m, _by(acts, name, m)) for m in came)
        seats = (None if old is None else old.seats, None if new is None else new.seats)
        if seats[0] != seats[1]:
            by = _by(acts, name)
            changes.append(Change("seats", name, _number(seats[0]), _number(seats[1]), by))
    compare("holding", _holdings(before), _holdings(after))
    compare("norm", before.norms, after.norms)
    return changes


def _members(old: BodyShown | None, new: BodyShown | None) -> tuple[list[str], list[str]]:
    """Who left a body and who came."""
    before = old.members if old is not None else ()
    after = new.members if new is not None else ()
    return [m for m in before if m not in after], [m for m in after if m not in before]


def _number(seats: int | None) -> str:
    return "not known" if seats is None else str(seats)


def _posts(shown: Shown) -> dict[str, str | None]:
    out: dict[str, str | None] = {}
    for name, post in shown.posts.items():
        holder = held_by(post) if post.known else "unknown"
        out[name] = None if post.holder is None and post.known else holder
    return out


def _holdings(shown: Shown) -> dict[str, str | None]:
    out: dict[str, str | None] = {}
    for h in shown.holdings:
        units = quantity_json(h.units)
        out[f"{h.holder} of {h.instrument}"] = str(h.share) if h.share is not None else str(units)
    return out


def diff_json(difference: Difference) -> dict[str, Any]:
    """The difference as JSON."""
    return {
        "from": when_text(difference.start),
        "to": when_text(difference.end),
        "readings": dict(difference.readings),
        "depends": [d.json() for d in difference.depends],
        "changes": [
            {"kind": c.kind, "id": c.id, "before": c.before, "after": c.after, "by": list(c.by)}
            for c in difference.changes
        ],
        "parties": parties_json(difference.parties),
    }

"""What changed between two dates, and by which acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minutebook.answers import Memo
from minutebook.records import Book
from minutebook.views.log import log
from minutebook.views.one_world import Depends
from minutebook.views.show import Show, Shown, quantity_json, show, when_text


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
    """All that changed, in one world."""

    start: datetime
    end: datetime
    readings: Mapping[str, str]
    depends: tuple[Depends, ...]
    changes: tuple[Change, ...]


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
    touched: dict[str, list[str]] = {}
    for act in acts:
        for effect in act.verdict.effects:
            for name in ("post", "document", "instrument", "fact"):
                target = effect.deed.get(name)
                if target is not None:
                    touched.setdefault(target, []).append(act.act)
    changes = _changes(before.shown, after.shown, touched)
    return Difference(start, end, after.readings, _depends(before, after), tuple(changes))


def _depends(before: Show, after: Show) -> tuple[Depends, ...]:
    return tuple({(d.kind, d.id, d.on): d for d in (*before.depends, *after.depends)}.values())


def _changes(before: Shown, after: Shown, touched: Mapping[str, list[str]]) -> list[Change]:
    changes: list[Change] = []

    def compare(kind: str, old: Mapping[str, str | None], new: Mapping[str, str | None]) -> None:
        for name in dict.fromkeys((*old, *new)):
            if old.get(name) != new.get(name):
                key = name.split(" of ")[-1] if kind == "holding" else name
                by = tuple(dict.fromkeys(touched.get(key, ())))
                changes.append(Change(kind, name, old.get(name), new.get(name), by))

    compare("post", _posts(before), _posts(after))
    for name in dict.fromkeys((*before.bodies, *after.bodies)):
        old, new = before.bodies.get(name), after.bodies.get(name)
        old_members = old.members if old is not None else ()
        new_members = new.members if new is not None else ()
        by = tuple(dict.fromkeys(touched.get(name, ())))
        changes.extend(
            Change("member", name, m, None, by) for m in old_members if m not in new_members
        )
        changes.extend(
            Change("member", name, None, m, by) for m in new_members if m not in old_members
        )
        seats = (None if old is None else old.seats, None if new is None else new.seats)
        if seats[0] != seats[1]:
            changes.append(Change("seats", name, _number(seats[0]), _number(seats[1]), by))
    compare("holding", _holdings(before), _holdings(after))
    compare("norm", before.norms, after.norms)
    return changes


def _number(seats: int | None) -> str:
    return "not known" if seats is None else str(seats)


def _posts(shown: Shown) -> dict[str, str | None]:
    out: dict[str, str | None] = {}
    for name, post in shown.posts.items():
        holder = post.holder if post.known else "unknown"
        out[name] = f"{holder} (interim)" if post.interim else holder
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
    }

"""What each party gained and lost between two dates: rights, duties, prohibitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minutebook.answers import Memo, World
from minutebook.clauses.touched import COUNTED
from minutebook.records import Book
from minutebook.records.values import Cite
from minutebook.state.index import Bound
from minutebook.state.life import LIVE, Lives
from minutebook.state.state import State
from minutebook.views.json import cites_json
from minutebook.views.one_world import adopted_readings

RIGHTS = ("can", "may")


@dataclass(frozen=True, slots=True)
class Changed:
    """A norm that began or ended, as one party has it.

    `as_` is the party's side of it: its holder's, or that of the one to whom it is owed. `replaces`
    are the norms in whose place it came.
    """

    norm: str
    as_: str
    what: str
    began: bool
    says: str | None
    src: tuple[Cite, ...] = ()
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sides:
    """What one party gained and lost."""

    gained: tuple[Changed, ...] = ()
    lost: tuple[Changed, ...] = ()


def party_changes(
    book: Book,
    start: datetime,
    end: datetime,
    known: datetime | None = None,
    fixed: Mapping[str, str] | None = None,
    memo: Memo | None = None,
) -> dict[str, Sides]:
    """Compare the norms in force at two instants, in one world, party by party.

    Who holds a right gains when it begins; who is bound loses, and who it is owed to gains. When
    a norm ends it is the other way round.
    """
    memo = memo if memo is not None else Memo()
    world = World(dict(fixed or {}), memo, adopted_readings(book))
    before, after = (Lives(State(book, at, known, world)) for at in (start, end))
    found: dict[str, list[tuple[bool, Changed]]] = {}
    for modality in COUNTED:
        for bound in before.state.index.norms.get(modality, ()):
            was, is_ = (lives.of(bound).stage in LIVE for lives in (before, after))
            if was is not is_:
                for party, gained, changed in _sides(bound, began=is_):
                    found.setdefault(party, []).append((gained, changed))
    return {
        party: Sides(tuple(c for g, c in rows if g), tuple(c for g, c in rows if not g))
        for party, rows in sorted(found.items())
    }


def _sides(bound: Bound, *, began: bool) -> Iterator[tuple[str, bool, Changed]]:
    norm = bound.norm
    if norm.modality == "counts as" or bound.holder is None:
        return
    what = f"{norm.modality} {bound.deed}" if bound.deed is not None else norm.modality
    right = norm.modality in RIGHTS
    yield (
        bound.holder,
        began is right,
        Changed(norm.id, "holder", what, began, norm.says, bound.cites, norm.replaces),
    )
    for party in norm.counterparty:
        yield (
            party,
            began is not right,
            Changed(norm.id, "counterparty", f"{bound.holder} {what}", began, norm.says,
                    bound.cites, norm.replaces),
        )  # fmt: skip


def parties_json(parties: Mapping[str, Sides]) -> dict[str, Any]:
    """The sides as JSON."""
    return {
        party: {
            "gained": [_changed_json(c) for c in sides.gained],
            "lost": [_changed_json(c) for c in sides.lost],
        }
        for party, sides in parties.items()
    }


def _changed_json(changed: Changed) -> dict[str, Any]:
    return {
        "norm": changed.norm,
        "as": changed.as_,
        "what": changed.what,
        "change": "began" if changed.began else "ended",
        "says": changed.says,
        "replaces": list(changed.replaces),
        "src": cites_json(changed.src),
    }

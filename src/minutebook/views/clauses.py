"""May and follow as questions in every world, and their JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from minutebook.answers import Answer, Found, World, ask
from minutebook.clauses import Follows, Judged, May, follow_deed, follow_event, may
from minutebook.clauses.follow import Amounts
from minutebook.clauses.payoffs import payoffs
from minutebook.records import Book
from minutebook.records.deeds import Deed
from minutebook.state.state import State
from minutebook.text.numbers import exact_json
from minutebook.text.when import as_json, instant
from minutebook.views.one_world import adopted_readings
from minutebook.views.show import quantity_json


def ask_may(
    book: Book,
    party: str,
    deed: Deed,
    at: datetime,
    known: datetime | None = None,
    fixed: Mapping[str, str] | None = None,
) -> Answer[May]:
    """Whether a party may do a deed, in every world."""
    return ask(
        lambda world: may(State(book, at, known, world), party, deed),
        fixed,
        adopted=adopted_readings(book),
    )


def ask_follow(
    book: Book,
    what: Deed | str,
    at: datetime,
    by: str | None = None,
    known: datetime | None = None,
    fixed: Mapping[str, str] | None = None,
    paying: tuple[str, Fraction] | None = None,
) -> Answer[Follows]:
    """What follows from a deed, or from a record of that id, in every world.

    `paying` is a claim on profit and an amount: then payouts before and after are told too.
    """
    paid = None if paying is None else payoffs(*paying)

    def question(world: World) -> Found[Follows]:
        state = State(book, at, known, world)
        if isinstance(what, str):
            return follow_event(state, what, paid)
        return follow_deed(state, what, by, paid)

    return ask(question, fixed, adopted=adopted_readings(book))


def may_json(value: May) -> dict[str, Any]:
    """An outcome with what bears on it."""
    return {
        "outcome": value.outcome,
        "condition": value.condition,
        "norms": list(value.norms),
        "exceptions": [{"norm": e.norm, "by": e.by, "says": e.says} for e in value.exceptions],
        "consequence": value.consequence,
    }


def follows_json(value: Follows) -> dict[str, Any]:
    """What fired, what ended, what stays, who may answer, and what is paid."""
    return {
        "fired": [
            {"norm": f.norm, "before": f.before, "after": f.after, "says": f.says}
            for f in value.fired
        ],
        "ended": list(value.ended),
        "stays": list(value.stays),
        "options": [
            {
                "party": o.party,
                "modality": o.modality,
                "deed": o.deed,
                "norm": o.norm,
                "due": None if o.due is None else as_json(instant(o.due)),
                **({} if o.owed is None else {"owed": quantity_json(o.owed)}),
            }
            for o in value.options
        ],
        "judged": _judged_json(value.judged),
        "changes": [
            {"kind": c.kind, "id": c.id, "before": c.before, "after": c.after}
            for c in value.changes
        ],
        "payouts_before": _amounts_json(value.payouts_before),
        "payouts_after": _amounts_json(value.payouts_after),
    }


def _judged_json(judged: Judged | None) -> dict[str, Any] | None:
    if judged is None:
        return None
    return {"by": judged.by, "standing": judged.standing, "breaches": list(judged.breaches)}


def _amounts_json(amounts: Amounts | None) -> dict[str, str | None] | None:
    if amounts is None:
        return None
    return {party: None if n is None else exact_json(n) for party, n in amounts.items()}

"""Plans written into the book, act by act, and judged: the judge alone says what they did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from tests.power.who_cases import body_of, consents, voters_of

from minutebook.answers import World
from minutebook.power.aims import is_nominee
from minutebook.power.control import Step
from minutebook.records import Book, nouns
from minutebook.records.nouns import Act, Ballot, Choice, Noun
from minutebook.state.state import State

Others = Literal["against", "absent"]


def moment_of(step: Step) -> datetime:
    """When an act of a plan is done."""
    assert step.when.latest is not None
    return step.when.latest


def written(
    book: Book, plan: Sequence[Step], consenting: Iterable[str], others: Others, world: World
) -> Book:
    """The book with the acts of a plan.

    Who belongs to the coalition votes for, but those of whom the plan says that they stay away;
    the rest do as said.
    """
    for place, step in enumerate(plan):
        state = State(book, moment_of(step), None, World(dict(world.fixed)))
        people = {p for deed in step.deeds for p in [deed.get("party")] if p and is_nominee(p)}
        ours = frozenset({*consenting, *(p for p in book.records if is_nominee(p))})
        span = next(iter(book)).span
        act = Act(
            id=f"plan-{place + 1}",
            span=span,
            date=step.when,
            by=step.by,
            ballot=_ballot(state, step, ours, others),
            form=step.form,
            effects=step.deeds,
            effect_spans=(span,) * len(step.deeds),
        )
        came = {p: nouns.Person(id=p, span=span) for p in people}
        records: dict[str, Noun] = {**book.records, **came, act.id: act}
        book = replace(book, records=records, _by_class={})
    return book


def _ballot(state: State, step: Step, ours: frozenset[str], others: Others) -> Ballot:
    body = body_of(state, step.by)
    if body is None:
        return Ballot({})
    choices: dict[str, Choice] = {
        name: "for" if consents(state, name, ours, ()) else others
        for name in voters_of(state, body)
    }
    return Ballot({**choices, **dict.fromkeys(step.away, "absent")})


def judged(book: Book, plan: Sequence[Step], world: World) -> list[str | None]:
    """What the judge says of each act of a plan that stands in the book."""
    return [
        State(book, moment_of(step), None, World(dict(world.fixed)))
        .verdict(f"plan-{place + 1}")
        .standing
        for place, step in enumerate(plan)
    ]

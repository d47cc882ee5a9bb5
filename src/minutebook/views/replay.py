"""Parts of a book over several dates: in one world, or in every world that tells them apart.

A surface that lets people move through time and switch readings needs nothing but these cases:
for each part and date, which value holds under which readings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeAlias, TypeVar

from minutebook.answers import Choice, Found, Memo, Why, World, ask
from minutebook.records import Book
from minutebook.state.state import State
from minutebook.views.one_world import adopted_readings, in_one_world

Key: TypeAlias = tuple[str, str]
Part: TypeAlias = Callable[[State], Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Case:
    """One value of a part, by its place in the part's values, and the readings it holds under."""

    readings: Mapping[str, str]
    value: int


@dataclass(frozen=True, slots=True)
class Replay:
    """The cases of each part at each step.

    `values` are the distinct values of a part over all steps and worlds. Under any choice of
    readings the first case whose readings are all chosen holds. `hinges` are the open choices
    that change something shown, `chosen` what is shown first; `settled` was given by the caller.
    `complete` is False where there were more worlds than the limit of an answer.
    """

    steps: tuple[datetime, ...]
    values: Mapping[Key, tuple[Any, ...]]
    cases: Mapping[Key, tuple[tuple[Case, ...], ...]]
    hinges: Mapping[str, Choice]
    chosen: Mapping[str, str]
    settled: Mapping[str, str]
    complete: bool = True

    def index(self, key: Key, step: int) -> int:
        """The place of the value that a part has at a step under the readings chosen."""
        if not 0 <= step < len(self.steps):
            return -1
        for case in self.cases[key][step]:
            if all(self.chosen.get(n, c) == c for n, c in case.readings.items()):
                return case.value
        return self.cases[key][step][0].value

    def value(self, key: Key, step: int) -> Any:
        """The value that a part has at a step under the readings chosen."""
        return self.values[key][self.index(key, step)]


@dataclass(slots=True)
class _Values(Generic[T]):
    """The distinct values of a part, in the order in which they were met."""

    found: list[T]

    def place(self, value: T) -> int:
        for place, other in enumerate(self.found):
            if other == value:
                return place
        self.found.append(value)
        return len(self.found) - 1


def replay(
    book: Book,
    parts: Mapping[Key, Part],
    steps: Sequence[datetime],
    known: datetime | None,
    fixed: Mapping[str, str],
    memo: Memo,
) -> Replay:
    """Work out parts at several dates in one world: the adopted one, or the one given.

    Its hinges are still to be found (`with_hinges`).
    """
    world = World(fixed, memo, adopted_readings(book))
    values: dict[Key, _Values[Any]] = {key: _Values([]) for key in parts}
    cases: dict[Key, list[tuple[Case, ...]]] = {key: [] for key in parts}
    for at in steps:
        state = State(book, at, known, world)
        for key, part in parts.items():
            cases[key].append((Case({}, values[key].place(part(state))),))
    return Replay(
        tuple(steps),
        {key: tuple(found.found) for key, found in values.items()},
        {key: tuple(found) for key, found in cases.items()},
        {},
        dict(fixed),
        dict(fixed),
    )


def with_hinges(
    book: Book, shown: Replay, parts: Mapping[Key, Part], known: datetime | None, memo: Memo
) -> Replay:
    """Add the open choices that would change something shown, all else equal."""

    def view(world: World) -> dict[Key, Any]:
        states = [State(book, at, known, world) for at in shown.steps]
        return {key: tuple(part(state) for state in states) for key, part in parts.items()}

    found = in_one_world(view, shown.settled, adopted_readings(book), memo)
    names = dict.fromkeys((*shown.settled, *(d.on for d in found.depends)))
    hinges = {name: memo.choices[name] for name in names if name in memo.choices}
    chosen = {**{d.on: d.chosen for d in found.depends}, **shown.settled}
    return Replay(shown.steps, shown.values, shown.cases, hinges, chosen, shown.settled)


def replay_all(
    book: Book,
    parts: Mapping[Key, Part],
    steps: Sequence[datetime],
    known: datetime | None,
    fixed: Mapping[str, str],
    memo: Memo,
) -> Replay:
    """Work out parts at several dates in every world that tells their values apart."""
    adopted = adopted_readings(book)
    values: dict[Key, _Values[Any]] = {key: _Values([]) for key in parts}
    cases: dict[Key, list[tuple[Case, ...]]] = {key: [] for key in parts}
    hinges: dict[str, None] = {}
    complete = True
    for key, part in parts.items():
        for group in _together(key, steps):
            question = _question(book, part, group, known)
            answer = ask(question, fixed, adopted=adopted, memo=memo)
            hinges.update(dict.fromkeys(answer.hinges))
            complete = complete and answer.complete
            for place in range(len(group)):
                # Every world of an answer has a value here: a tuple, in which None is one too.
                found = [(w.readings, w.value[place]) for w in answer.worlds if w.value is not None]
                cases[key].append(_cases(found, values[key]))
    chosen = {name: adopted.get(name, memo.choices[name].default) for name in hinges}
    return Replay(
        tuple(steps),
        {key: tuple(found.found) for key, found in values.items()},
        {key: tuple(found) for key, found in cases.items()},
        {name: memo.choices[name] for name in hinges},
        {**chosen, **fixed},
        dict(fixed),
        complete,
    )


def _together(key: Key, steps: Sequence[datetime]) -> list[Sequence[datetime]]:
    """The steps to ask about at once.

    The verdict of an act hinges on the same things from its day on, so it is asked once for all
    steps; elsewhere each step has hinges of its own, whose worlds would multiply.
    """
    return [steps] if key[0] == "act" else [[at] for at in steps]


def _cases(
    found: Sequence[tuple[Mapping[str, str], Any]], values: _Values[Any]
) -> tuple[Case, ...]:
    """The cases of one step; a single one where every world has the same value."""
    places = [values.place(value) for _, value in found]
    if len(set(places)) == 1:
        return (Case({}, places[0]),)
    return tuple(Case(r, place) for (r, _), place in zip(found, places, strict=True))


def _question(
    book: Book, part: Part, steps: Sequence[datetime], known: datetime | None
) -> Callable[[World], Found[tuple[Any, ...]]]:
    def question(world: World) -> Found[tuple[Any, ...]]:
        value = tuple(part(State(book, at, known, world)) for at in steps)
        return Found(value, Why("a part of the book"))

    return question

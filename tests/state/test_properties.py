"""Random books with readings and rival claims: every hinge turns, and only the known counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.state.books import adopted, book, moment

from minutebook.answers import Answer, Found, Memo, Why, World, ask
from minutebook.state.state import State

NAMES = ("ann", "bob", "cy", "dot", "eve", "fay")
RULES = ("majority of seats", "majority of members in office", "all of members in office")
SETTINGS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = 28


@dataclass(frozen=True)
class Try:
    """A vote of the board; of two sources, each may tell otherwise who else was for it."""

    day: int
    deed: str
    ayes: tuple[str, ...]
    claims: tuple[tuple[str, ...], ...]
    known: int | None


@dataclass(frozen=True)
class Case:
    """A board, its rule and vacancies as readings, its acts, and the days of the sources."""

    members: tuple[str, ...]
    rules: tuple[str, ...]
    vacated: bool
    tries: tuple[Try, ...]
    sources: tuple[int, int]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    some = st.lists(st.sampled_from(NAMES), unique=True, max_size=4).map(tuple)
    tries = []
    for _ in range(draw(st.integers(1, 5))):
        day = draw(st.integers(1, DAYS))
        way = draw(st.sampled_from(["appoint {} to org/board", "remove {} from org/board",
                                    "appoint {} to org/ceo"]))  # fmt: skip
        claims = draw(st.sampled_from([(), (), draw(st.tuples(some, some))]))
        known = draw(st.none() | st.integers(day, DAYS))
        deed = way.format(draw(st.sampled_from(NAMES)))
        tries.append(Try(day, deed, draw(some), claims, known))
    unique = {t.day: t for t in tries}
    members = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=2, max_size=5))
    rules = draw(st.lists(st.sampled_from(RULES), unique=True, min_size=1, max_size=3))
    days = draw(st.tuples(st.integers(1, DAYS), st.integers(1, DAYS)))
    return Case(tuple(members), tuple(rules), draw(st.booleans()), tuple(unique.values()), days)


def written(case: Case, known: int | None = None) -> str:
    """The case as a book; with `known`, without all that was not known by that day."""
    lines = ["book: {title: Random, timezone: UTC}", "sources:"]
    lines += [f"  s{n}: {{title: Source {n}, date: {day(d)}}}" for n, d in enumerate(case.sources)]
    readings = []
    if len(case.rules) > 1:
        options = ", ".join(f"r{n}: {{says: it, src: s0}}" for n in range(len(case.rules)))
        readings.append(f"  rule: {{asks: which, {options}}}")
    if case.vacated:
        readings.append(
            "  vacated: {asks: what, gone: {says: g, src: s0}, kept: {says: k, src: s0}}"
        )
    lines += (["readings:", *readings] if readings else []) + ["records:", "  - entity: org"]
    lines += [f"  - person: {n}" for n in NAMES]
    rule = case.rules[0]
    if len(case.rules) > 1:
        options = ", ".join(f"r{n}: {r}" for n, r in enumerate(case.rules))
        rule = f"{{reading: rule, {options}}}"
    vacated = "{reading: vacated, gone: abolished, kept: vacant}" if case.vacated else "vacant"
    lines += ["  - body: org/board", "    seats: 6", f"    members: [{', '.join(case.members)}]",
              f"    decides: {rule}", "    appointed by: org/board",
              "    target votes: not counted",
              f"    vacated seats: {vacated}",
              "  - post: org/ceo", "    appointed by: org/board"]  # fmt: skip
    for number, one in enumerate(case.tries):
        if known is None or (one.known or one.day) <= known:
            lines += act(case, number, one, known)
    return "\n".join(lines) + "\n"


def act(case: Case, number: int, one: Try, known: int | None) -> list[str]:
    lines = [f"  - act: t{number}", f"    date: {day(one.day)}", "    by: org/board",
             "    form: meeting", f"    for: [{', '.join(one.ayes)}]", f"    effect: {one.deed}",
             "    others: against"]  # fmt: skip
    if one.known is not None:
        lines.append(f"    known: {day(one.known)}")
    told = [(n, c) for n, c in enumerate(one.claims) if known is None or case.sources[n] <= known]
    # Where none of the rivals was out yet, nothing tells them apart: all of them stand.
    told = told or list(enumerate(one.claims))
    if len(one.claims) > 1 and len(told) == 1:
        extra = [n for n in told[0][1] if n not in one.ayes]
        lines[4] = f"    for: [{', '.join([*one.ayes, *extra])}]"
    elif told:
        votes = [f"{{for: [{', '.join(n for n in c if n not in one.ayes)}], src: s{n}}}"
                 for n, c in told]  # fmt: skip
        lines.append(f"    votes of others: {{claims: [{', '.join(votes)}]}}")
    return lines


def day(number: int) -> str:
    return f"2020-01-{number:02}T12:00Z"


Outcome = tuple[tuple[tuple[str, str | None], ...], tuple[str, ...], int | None, str | None]


def outcomes(
    text: str, known: datetime | None = None, fixed: Mapping[str, str] | None = None
) -> Answer[Outcome]:
    loaded = book(text)
    at = moment(loaded, "2021-01-01")

    def question(world: World) -> Found[Outcome]:
        state = State(loaded, at, known, world)
        standing = tuple((name, state.verdict(name).standing) for name in state.index.acts)
        seats = state.seats("org/board")
        members = tuple(sorted(o.holder or "?" for o in seats.occupants))
        ceo = state.holder("org/ceo")
        return Found((standing, members, seats.seats, ceo.holder if ceo else None), Why("played"))

    return ask(question, fixed, limit=4000, adopted=adopted(loaded), memo=Memo())


def total(answer: Answer[Outcome]) -> Iterator[dict[str, str]]:
    names = list(answer.choices)
    for chosen in product(*(answer.choices[n].alternatives for n in names)):
        yield dict(zip(names, chosen, strict=True))


@SETTINGS
@given(cases())
def test_every_hinge_flips_something_and_nothing_immaterial_does(case: Case) -> None:
    """Each total assignment is played for itself, in a memory of its own."""
    text = written(case)
    answer = outcomes(text)
    assume(len(list(total(answer))) <= 48)
    played = {}
    for settled in total(answer):
        alone = outcomes(text, fixed=settled)
        assert len(alone.worlds) == 1, (settled, alone.hinges)
        played[tuple(settled.values())] = alone.worlds[0].value
    flipping = set()
    for place, name in enumerate(answer.choices):
        for values, found in played.items():
            for other in answer.choices[name].alternatives:
                if played[(*values[:place], other, *values[place + 1 :])] != found:
                    flipping.add(name)
    assert set(answer.hinges) == flipping
    assert not set(answer.immaterial) & flipping
    assert {w.value for w in answer.worlds} == set(played.values())


@SETTINGS
@given(cases(), st.integers(1, DAYS))
def test_a_verdict_depends_only_on_what_is_known(case: Case, known: int) -> None:
    """Without all that was not known by then, the book says the same as it says as known."""
    full = written(case)
    by_then = moment(book(full), day(known))
    as_known = outcomes(full, by_then)
    left = outcomes(written(case, known))
    assert {w.value for w in as_known.worlds} == {w.value for w in left.worlds}

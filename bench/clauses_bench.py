"""Norms through their life: 10,000 of them over 10,000 events, beside clingo on an equal task.

The task: each norm waits for one event, is lifted by a second, ends for good by a third, and each
tenth also waits for the norm before it. Told, for both programs, is which norms are in force on
the last day. Ours keeps for each norm the dated and explained steps that lead there; clingo is
asked for the last day alone, which is all that it has to say. The answers are compared.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from random import Random

from minutebook.answers.world import World
from minutebook.records import load_texts
from minutebook.state.life import LIVE, Lives
from minutebook.state.state import State
from rows import OURS, Row

SEED = 20231117
COUNT = 10_000
DAYS = 3_650
START = datetime(2010, 1, 1, tzinfo=UTC)


def task(count: int) -> tuple[list[int], list[tuple[int, int, int, int | None]]]:
    """The day of each event, and of each norm the events that wake, lift and end it."""
    random = Random(SEED)
    days = [random.randrange(2 * DAYS) for _ in range(count)]
    norms = [
        (random.randrange(count), random.randrange(count), random.randrange(count),
         number - 1 if number % 10 == 9 else None)
        for number in range(count)
    ]  # fmt: skip
    return days, norms


def text(days: list[int], norms: list[tuple[int, int, int, int | None]]) -> str:
    """The task as a book."""
    lines = ["book: {title: Bench, timezone: UTC}", "records:", "  - entity: a"]
    for number, day in enumerate(days):
        date = (START + timedelta(days=day)).isoformat()
        lines.append(f'  - {{event: e{number}, date: "{date}"}}')
    lines += ["  - document: d", "    norms:"]
    for number, (wakes, lifts, ends, after) in enumerate(norms):
        when = f"happened(e{wakes})" + (f" and in force(n{after})" if after is not None else "")
        lines.append(
            f'      - {{may: a, id: n{number}, do: sell x{number}, when: "{when}", '
            f'unless: "happened(e{lifts})", ends when: "happened(e{ends})"}}'
        )
    return "\n".join(lines)


def ours(found_text: str) -> tuple[float, set[int]]:
    """Fold all lives; the time leaves out reading the book."""
    book = load_texts({"book.yaml": found_text.encode()})
    assert not book.errors
    begun = time.perf_counter()
    lives = Lives(State(book, START + timedelta(days=DAYS), None, World({})))
    bounds = lives.state.index.norms["may"]
    live = {int(b.norm.id[1:]) for b in bounds if lives.of(b).stage in LIVE}
    return time.perf_counter() - begun, live


RULES = """
live(N) :- norm(N,W,L,E), past(W), not past(L), not past(E), not waits(N).
live(N) :- norm(N,W,L,E), past(W), not past(L), not past(E), after(N,M), live(M).
waits(N) :- after(N,_).
past(E) :- event(E,D), day(T), D <= T.
#show live/1.
"""


def theirs(
    days: list[int], norms: list[tuple[int, int, int, int | None]]
) -> tuple[float, set[int]]:
    """Ground and solve the same as a logic program."""
    import clingo

    facts = [f"day({DAYS})."]
    facts += [f"event({number},{day})." for number, day in enumerate(days)]
    for number, (wakes, lifts, ends, after) in enumerate(norms):
        facts.append(f"norm({number},{wakes},{lifts},{ends}).")
        if after is not None:
            facts.append(f"after({number},{after}).")
    program = "\n".join(facts) + RULES
    live: set[int] = set()
    begun = time.perf_counter()
    control = clingo.Control()
    control.add("base", [], program)
    control.ground([("base", [])])
    control.solve(
        on_model=lambda model: live.update(s.arguments[0].number for s in model.symbols(shown=True))
    )
    return time.perf_counter() - begun, live


def rows() -> list[Row]:
    """Both programs on one task; their answers must agree."""
    days, norms = task(COUNT)
    mine, live = ours(text(days, norms))
    other, same = theirs(days, norms)
    assert live == same, f"{len(live ^ same)} norms differ"
    name = f"norms in force after {COUNT:,} events, of {COUNT:,}"
    return [Row(name, OURS, mine), Row(name, f"clingo {version('clingo')}", other)]

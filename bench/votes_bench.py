"""Judge ballots by name and by number, and the votes of holders whose units move.

The members of a council have weights of their own, and no two ballots are alike; pandas adds up
the same ballots in a script of that one rule, from a table that is already in memory. Of the
holders most are one counted group, some are named, and units are transferred between the votes.
Loading is left out of each time; each runs in a process of its own.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

from load_bench import day
from rows import OURS, Row

COUNT = 10_000
MEMBERS = 31
NAMED = 1_000
MOVES = 200
MIXED = f"judge {COUNT:,} ballots of {MEMBERS} members by weight, no two alike"
NUMBERS = f"judge {COUNT:,} votes told by number, of one body of nine"
HOLDERS = f"judge {MOVES:,} votes and transfers among 100,000 holders, {NAMED:,} by name"
CHOICES = ("for", "against", "abstain")
HEAD = "book: {title: Votes, timezone: UTC}\nrecords:\n  - entity: dao\n"
Ballots = list[dict[str, str]]


def weights() -> dict[str, int]:
    """The votes of each member."""
    pick = random.Random(1)
    return {f"m{n}": pick.randint(1, 1_000) for n in range(MEMBERS)}


def ballots(count: int) -> Ballots:
    """What each member chose in each vote."""
    pick = random.Random(2)
    return [{name: pick.choice(CHOICES) for name in weights()} for _ in range(count)]


def _people(count: int) -> str:
    return "".join(f"  - person: m{n}\n" for n in range(count))


def _council(count: int, more: str = "") -> str:
    names = ", ".join(f"m{n}" for n in range(count))
    return (f"  - body: dao/council\n    members: [{names}]\n    decides: majority of votes cast\n"
            f"    quorum: majority of members in office\n{more}")  # fmt: skip


def _act(number: int, told: str) -> str:
    return (f"  - act: v{number}\n    date: {day(number)}T12:00\n    by: dao/council\n"
            f"    form: meeting\n{told}    effect: decide matter {number}\n")  # fmt: skip


def mixed_text() -> str:
    """Ballots by name."""
    votes = ", ".join(f"{name}: {weight}" for name, weight in weights().items())
    acts = []
    for number, ballot in enumerate(ballots(COUNT)):
        told = {c: ", ".join(name for name in ballot if ballot[name] == c) for c in CHOICES}
        lines = "".join(f"    {c}: [{names}]\n" for c, names in told.items() if names)
        acts.append(_act(number, lines))
    members = _council(MEMBERS, f"    votes: {{{votes}}}\n")
    return HEAD + _people(MEMBERS) + members + "".join(acts)


def numbers_text() -> str:
    """Votes of which the numbers alone are told."""
    acts = (_act(n, f"    for: {n % 7}\n    against: {9 - n % 7 - n % 3}\n    abstain: {n % 3}\n")
            for n in range(COUNT))  # fmt: skip
    return HEAD + _people(9) + _council(9) + "".join(acts)


def _holding(n: int) -> str:
    return (f"  - person: m{n}\n  - holding: units-{n}\n    holder: m{n}\n    of: token\n"
            f"    units: {100 + n % 97}\n")  # fmt: skip


def holders_text() -> str:
    """Votes of holders of units, by turns with transfers among them."""
    parts = [
        HEAD,
        f"  - group: crowd\n    count: {100_000 - NAMED}\n",
        "  - instrument: token\n    of: dao\n    votes: 1\n",
        "  - holding: rest\n    holder: crowd\n    of: token\n    units: 900,000\n",
        *(_holding(n) for n in range(NAMED)),
        "  - body: dao/council\n    holders of: token\n    decides: majority of votes cast\n",
        "    quorum: none\n",
    ]
    for n in range(0, MOVES, 2):
        parts.append(
            f"  - act: t{n}\n    date: {day(n)}T12:00\n    by: m{n % NAMED}\n"
            f"    effect: transfer 1 token from m{n % NAMED} to m{(n + 7) % NAMED}\n"
        )
        yes = ", ".join(f"m{k}" for k in range(n, n + 20))
        no = ", ".join(f"m{k}" for k in range(n + 20, n + 40))
        parts.append(_act(n + 1, f"    for: [{yes}]\n    against: [{no}]\n    others: absent\n"))
    return "".join(parts)


def ours(text: Callable[[], str]) -> float:
    """Seconds to judge every act of a book."""
    from datetime import UTC, datetime

    from minutebook.answers import World
    from minutebook.records import load_texts
    from minutebook.records.nouns import Act
    from minutebook.state.state import State

    book = load_texts({"book.yaml": text().encode()})
    assert not book.errors, book.errors[:1]
    start = time.perf_counter()
    state = State(book, datetime(2100, 1, 1, tzinfo=UTC), None, World({}))
    acts = [act for act in book.of(Act) if act.effects]
    valid = sum(state.effect(act.id, 0).standing == "valid" for act in acts)
    assert 0 < valid <= len(acts)
    return time.perf_counter() - start


def in_pandas() -> float:
    """Seconds in which pandas adds up the ballots by name, and says which are carried."""
    import pandas

    told = ballots(COUNT)
    table = pandas.DataFrame(
        [(number, name, choice) for number, ballot in enumerate(told)
         for name, choice in ballot.items()],
        columns=["act", "member", "choice"],
    )  # fmt: skip
    start = time.perf_counter()
    table["votes"] = table["member"].map(weights())
    cast = table.pivot_table(index="act", columns="choice", values="votes", aggfunc="sum",
                             fill_value=0)  # fmt: skip
    carried = cast["for"] > cast["against"]
    assert 0 < int(carried.sum()) < COUNT
    return time.perf_counter() - start


PROGRAMS: dict[str, Callable[[], float]] = {
    "mixed": lambda: ours(mixed_text),
    "numbers": lambda: ours(numbers_text),
    "holders": lambda: ours(holders_text),
    "pandas": in_pandas,
}


def in_a_process(which: str) -> tuple[float, float]:
    """Run one program alone: its time, and the peak memory of its process in MiB."""
    done = subprocess.run(
        [sys.executable, __file__, which], check=True, stdout=subprocess.PIPE, text=True
    )
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def rows() -> list[Row]:
    """Measure each by turns, best of three."""
    turns = [{which: in_a_process(which) for which in PROGRAMS} for _ in range(3)]
    best = {which: min(turn[which] for turn in turns) for which in PROGRAMS}
    pandas = f"pandas {version('pandas')}, a script of that rule"
    return [
        Row(MIXED, OURS, *best["mixed"], counts=COUNT),
        Row(MIXED, pandas, *best["pandas"], counts=COUNT),
        Row(NUMBERS, OURS, *best["numbers"], counts=COUNT),
        Row(HOLDERS, OURS, *best["holders"], counts=MOVES),
    ]


def main() -> None:
    """Measure one program in this process."""
    import resource

    seconds = PROGRAMS[sys.argv[1]]()
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()

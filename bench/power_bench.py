"""Power indices: both of them for all players, beside the packages that a user would find.

Every program runs alone in a process with a time limit and a memory limit. One that gives no
answer is shown with the limit, one that gives another answer than the exact one is marked wrong;
neither is asked harder tasks of the same kind. All weights are synthetic, drawn from a fixed seed
by the distribution that the task names.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import version
from math import factorial
from pathlib import Path
from random import Random

import numpy as np

from minutebook.power import Game, counting, threshold, weighted
from rows import OURS, Row
from run import cells

SEED = 20231117
LIMIT_SECONDS = 60
LIMIT_BYTES = 8 << 30
# A value further than this from ours is wrong; ours is certified to 1e-10.
WRONG = 1e-6

Indices = tuple[list[float], list[float]]  # normalised Banzhaf, Shapley-Shubik


@dataclass(frozen=True, slots=True)
class Task:
    """A weighted game, the easier task of its kind, and what we promise: see `rows.Row`."""

    weights: tuple[int, ...]
    quota: int
    after: str | None = None
    at_most: float | None = None
    at_most_memory: float | None = None
    within_seconds: float | None = None
    within_mib: float | None = None


def uniform(players: int, largest: int) -> tuple[int, ...]:
    """Weights drawn evenly from 1 to the largest."""
    source = Random(SEED + players + largest)
    return tuple(source.randint(1, largest) for _ in range(players))


def fund() -> tuple[int, ...]:
    """189 members: 1,500 basic votes and 4,000 times a Pareto variate (exponent 0.75), capped."""
    source = Random(SEED)
    return tuple(1_500 + min(800_000, int(4_000 * source.paretovariate(0.75))) for _ in range(189))


def majority(weights: tuple[int, ...], after: str | None = None, **promised: float) -> Task:
    """A task with a quota of more than half."""
    return Task(weights, sum(weights) // 2 + 1, after, **promised)


FIFTY, HUNDRED = "50 players, weights to 1,000", "100 players, weights to 1,000"
TASKS = {
    "6 directors, 4 needed": Task((1,) * 6, 4),
    "51 players, weights to 60": majority(uniform(51, 60)),
    FIFTY: majority(uniform(50, 1_000), "51 players, weights to 60", at_most=1 / 20),
    HUNDRED: majority(uniform(100, 1_000), FIFTY, at_most=1 / 50, at_most_memory=1 / 10),
    "68 equal voters": majority((1,) * 68),
    "100 equal voters": majority((1,) * 100),
    "500 players, weights to 1,000": majority(uniform(500, 1_000), HUNDRED, within_seconds=60),
    "50 players, weights to 10^6": majority(uniform(50, 10**6), HUNDRED, within_seconds=60),
    "100 players, weights to 10^6": majority(
        uniform(100, 10**6), "50 players, weights to 10^6", within_seconds=60
    ),
    "50 players, weights to 10^9": majority(uniform(50, 10**9), FIFTY),
    "100 players, weights to 10^9": majority(uniform(100, 10**9), HUNDRED, within_seconds=60),
    "fund of 189 members, 50 %": majority(fund(), HUNDRED, within_seconds=15, within_mib=1024),
    "fund of 189 members, 85 %": Task(
        fund(),
        -(-sum(fund()) * 85 // 100),
        "fund of 189 members, 50 %",
        within_seconds=15,
        within_mib=1024,
    ),
}
COUNCIL = "council of 27, triple majority"


def council() -> tuple[list[int], Game]:
    """15 of 27 with 65 % of the population, or 24 of 27; populations are Pareto (exponent 0.7)."""
    source = Random(SEED)
    people = [400_000 + min(84_000_000, int(1e6 * source.paretovariate(0.7))) for _ in range(27)]
    states = range(27)
    population = weighted(-(-sum(people) * 65 // 100), people)
    return people, threshold(15, states) & population | threshold(24, states)


def ours(game: Game) -> tuple[Indices, str]:
    """Both indices by this library, and how exact they are."""
    counting.profile.cache_clear()
    banzhaf, shapley = game.banzhaf_normalised(), game.shapley_shubik()
    error = max(banzhaf.error, shapley.error)
    note = "exact" if not error else f"certified to {float(error):.0e}"
    return (
        ([float(value) for value in banzhaf.values()], [float(v) for v in shapley.values()]),
        note,
    )


def with_powerindices(task: Task) -> Indices:
    """By powerindices, which changes the list it is given."""
    powerindices = import_module("powerindices")
    banzhaf = powerindices.compute_pbi(task.quota, list(task.weights))
    total = sum(banzhaf)
    shapley = powerindices.compute_ssi(task.quota, list(task.weights))
    return [float(value / total) for value in banzhaf], [float(value) for value in shapley]


def with_powerindex(task: Task) -> Indices:
    """By powerindex."""
    game = import_module("powerindex.powerindex").Game(task.quota, list(task.weights))
    game.calc_banzhaf()
    game.calc_shapley_shubik()
    return list(game.banzhaf), list(game.shapley_shubik)


def with_tucoopy(task: Task) -> Indices:
    """By tucoopy's methods for weighted voting."""
    banzhaf = import_module("tucoopy.power.banzhaf").banzhaf_index_weighted_voting
    shapley = import_module("tucoopy.power.shapley_shubik").shapley_shubik_index_weighted_voting
    return banzhaf(task.weights, task.quota), shapley(task.weights, task.quota)


def all_coalitions(people: list[int]) -> Indices:
    """The council by its definition, over all 2^27 coalitions at once."""
    n = len(people)
    sums = np.zeros(1, dtype=np.int64)
    sizes = np.zeros(1, dtype=np.uint8)
    for count in people:
        sums = np.concatenate([sums, sums + count])
        sizes = np.concatenate([sizes, sizes + np.uint8(1)])
    enough = -(-sum(people) * 65 // 100)
    wins = ((sizes >= 15) & (sums >= enough)) | (sizes >= 24)
    del sums
    share = [factorial(s - 1) * factorial(n - s) / factorial(n) if s else 0 for s in range(n + 1)]
    swings, shapley = [], []
    for player in range(n):
        pairs = wins.reshape(-1, 2, 1 << player)
        own = sizes.reshape(-1, 2, 1 << player)[:, 1]
        by_size = np.bincount(own[pairs[:, 1] & ~pairs[:, 0]], minlength=n + 1).tolist()
        swings.append(sum(by_size))
        shapley.append(sum(c * s for c, s in zip(by_size, share, strict=True)))
    return [count / sum(swings) for count in swings], shapley


# The fastest of those that answer the easier tasks comes first: where none answers in time, our
# memory is compared with what it had taken by then.
PROGRAMS: dict[str, Callable[[Task], Indices]] = {
    "powerindex": with_powerindex,
    "powerindices": with_powerindices,
    "tucoopy": with_tucoopy,
}


@dataclass(frozen=True, slots=True)
class Result:
    """What one program found in a process of its own."""

    seconds: float
    peak_mib: float | None
    indices: Indices | None
    note: str = ""


def alone(task: str, program: str) -> Result:
    """Run one program on one task in a process of its own."""
    command = [sys.executable, __file__, "--task", task, "--program", program]
    limit = None if program == OURS else LIMIT_SECONDS
    where = Path(__file__).parent
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, cwd=where) as running:
        try:
            out, said = running.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            peak = peak_of(running.pid)
            running.kill()
            return Result(LIMIT_SECONDS, peak, None, f"no answer in {LIMIT_SECONDS} s")
    if running.returncode:
        last = "".join(said.decode().strip().splitlines()[-1:])
        error = last.partition(":")[0].rpartition(".")[2]
        return Result(LIMIT_SECONDS, None, None, f"fails: {error}")
    found = json.loads(out)
    return Result(found["seconds"], found["peak_mib"], tuple(found["indices"]), found["note"])


def peak_of(process: int) -> float | None:
    """The peak memory of a running process so far, in MiB, where the system tells it."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text("utf-8").splitlines() if status.is_file() else []
    peaks = [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")]
    return peaks[0] if peaks else None


def here(task: str, program: str) -> dict[str, object]:
    """Measure one program on one task in this process: the best of several runs."""
    call: Callable[[], tuple[Indices, str]]
    if task == COUNCIL:
        people, game = council()
        call = partial(ours, game) if program == OURS else lambda: (all_coalitions(people), "")
    else:
        given = TASKS[task]
        if program == OURS:
            call = partial(ours, weighted(given.quota, given.weights))
        else:
            resource.setrlimit(resource.RLIMIT_AS, (LIMIT_BYTES, LIMIT_BYTES))
            run = PROGRAMS[program]
            call = lambda: (run(given), "")  # noqa: E731  # a name for it would say no more
    best, runs = float("inf"), 0
    while runs < 5 and (runs == 0 or best * runs < 2):
        start = time.perf_counter()
        indices, note = call()
        best, runs = min(best, time.perf_counter() - start), runs + 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": best, "peak_mib": peak, "indices": indices, "note": note}


def agrees(found: Indices, exact: Indices) -> bool:
    """Whether both indices are the same to `WRONG`."""
    return all(
        np.allclose(theirs, right, rtol=0, atol=WRONG)
        for theirs, right in zip(found, exact, strict=True)
    )


def rows(only: str | None = None) -> list[Row]:
    """Measure everything once, or the tasks whose names begin with some words."""
    table: list[Row] = []
    out: dict[str, set[str]] = {program: set() for program in PROGRAMS}
    for name, task in TASKS.items():
        if only is None or name.startswith(only):
            table += task_rows(name, task, out)
    return table + (council_rows() if only is None or COUNCIL.startswith(only) else [])


def task_rows(name: str, task: Task, out: Mapping[str, set[str]]) -> Iterator[Row]:
    """Measure one task; `out` are the tasks in which each program gave no answer or failed."""
    mine = alone(name, OURS)
    assert mine.indices is not None  # our own failure ends the run
    label = f"both indices, {name} ({mine.note})"
    yield Row(
        label,
        OURS,
        mine.seconds,
        mine.peak_mib,
        task.at_most,
        within_mib=task.within_mib,
        within_seconds=task.within_seconds,
        at_most_memory=task.at_most_memory,
    )
    for program in PROGRAMS:
        if task.after in out[program]:
            out[program].add(name)
            continue
        theirs = alone(name, program)
        note = theirs.note
        if theirs.indices is None:
            out[program].add(name)
        elif not agrees(theirs.indices, mine.indices):
            note = "wrong"
        called = f"{program} {version(program)}" + (f" ({note})" if note else "")
        yield Row(label, called, theirs.seconds, theirs.peak_mib)


def council_rows() -> list[Row]:
    """The council, which none of the packages expresses, against all its coalitions."""
    mine, brute = alone(COUNCIL, OURS), alone(COUNCIL, "numpy")
    if mine.indices is None or brute.indices is None or not agrees(brute.indices, mine.indices):
        raise ValueError("the council's indices differ from those over all coalitions")
    label = f"both indices, {COUNCIL} ({mine.note})"
    every = f"numpy {np.__version__}, all 2^27 coalitions"
    return [
        Row(label, OURS, mine.seconds, mine.peak_mib, within_seconds=0.1),
        Row(label, every, brute.seconds, brute.peak_mib),
    ]


def main() -> None:
    """Print all rows or some, or measure one program on one task."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--task")
    parser.add_argument("--program")
    parser.add_argument("--row", help="only the tasks whose names begin so")
    options = parser.parse_args()
    if options.task:
        sys.stdout.write(json.dumps(here(options.task, options.program)))
        return
    found = rows(options.row)
    for row in found:
        sys.stdout.write(" | ".join(cells(row, found)) + "\n")


if __name__ == "__main__":
    main()

"""Payouts: 10,000 exits over 20 classes, exactly and vectorised; a million profit paths.

The other program is a loop over the same table of breakpoints in pandas, as a spreadsheet does it
(the goal is set for either; a headless spreadsheet needs a program that is not installed with us):
for each exit the part of each stretch that it fills, times the share of each class in it.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from multiprocessing.queues import Queue

import numpy as np
import pandas as pd

from minutebook.payout import (
    Accrual,
    Common,
    Exercise,
    ExitTerms,
    Growing,
    Losses,
    Method,
    NonParticipating,
    Option,
    Participating,
    ParticipatingCapped,
    Participation,
    PartyReceives,
    PoolReaches,
    Preferred,
    ProfitTiers,
    Reversion,
    Schedule,
    Tier,
    pay_moving_paths,
    pay_paths,
    table,
)
from minutebook.payout.vectors import Floats
from rows import OURS, Row

EXITS = 10_000
CLASSES = 20
PATHS, YEARS = 1_000_000, 10
SEED = 20231117

TIERS = ProfitTiers(
    (
        Tier("recovery", {"microsoft": "0.75", "others": "0.25"}, PartyReceives("microsoft", 13)),
        Tier("49%", {"microsoft": "0.49", "others": "0.51"}, PoolReaches(150)),
        Tier("after 150", {"nonprofit": 1}),
    )
)

# The same with a cap on one party's receipts that rises 20% a year.
CAP = Growing(92, Accrual("0.2", Method.COMPOUND), 2025)
GROWING = ProfitTiers(
    TIERS.tiers, (Reversion("microsoft", "nonprofit", PartyReceives("microsoft", CAP)),)
)


def capital_structure() -> Schedule:
    """Common, 15 preferred classes of every kind in five ranks, 4 option grants."""
    kinds: list[Participation] = [NonParticipating(), ParticipatingCapped(2, True), Participating()]
    preferred = tuple(
        Preferred(
            f"series {i}", 1_000_000 + 70_000 * i, 2_000_000 * (i + 1), kinds[i % 3], i % 5 + 1
        )
        for i in range(15)
    )
    options = tuple(
        Option(f"grant {i}", 500_000, Fraction(i + 1, 2), Exercise.NET) for i in range(4)
    )
    return ExitTerms((Common("common", 9_000_000), *preferred, *options)).evaluate().schedule


def exits() -> Floats:
    """Exit values from nothing to five times what was invested."""
    return np.random.default_rng(SEED).uniform(0, 1.2e9, EXITS)


def pandas_loop(schedule: Schedule, values: Floats) -> Floats:
    """The payouts of each exit, row by row over the table of stretches."""
    spans = schedule.spans()
    starts = [float(span.start) for span in spans]
    ends = [float(span.end) if span.end is not None else np.inf for span in spans]
    stretches = pd.DataFrame({"start": starts, "length": np.subtract(ends, starts)})
    shares = pd.DataFrame(
        [[float(span.marginal[party]) for party in schedule.parties] for span in spans],
        columns=list(schedule.parties),
    )
    paid = []
    for value in values:
        filled = (value - stretches["start"]).clip(lower=0).clip(upper=stretches["length"])
        paid.append(shares.mul(filled, axis=0).sum().to_numpy())
    return np.array(paid)


def best(run: Callable[[], object], times: int) -> float:
    """The shortest of several runs, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


def fixed_levels(profits: Floats) -> Floats:
    return pay_paths(table(TIERS.schedule()), profits, Losses.CARRIED_FORWARD)


def growing_levels(profits: Floats) -> Floats:
    return pay_moving_paths(GROWING, range(2024, 2024 + YEARS), profits, Losses.CARRIED_FORWARD)


def paths_alone(pay: Callable[[Floats], Floats], answer: Queue[tuple[float, float]]) -> None:
    """Send the seconds and the peak memory of a process that only pays the profit paths."""
    profits = np.random.default_rng(SEED).normal(15, 20, (PATHS, YEARS))
    seconds = best(lambda: pay(profits), 2)
    answer.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def paths_row(task: str, pay: Callable[[Floats], Floats]) -> Row:
    """Time and memory of the profit paths, measured in a process of their own."""
    context = multiprocessing.get_context("spawn")
    answer: Queue[tuple[float, float]] = context.Queue()
    alone = context.Process(target=paths_alone, args=(pay, answer))
    alone.start()
    seconds, peak = answer.get()
    alone.join()
    task = f"pay {PATHS:,} profit paths of {YEARS} years{task}"
    return Row(task, OURS, seconds, peak_mib=peak, counts=PATHS * YEARS, within_mib=1024)


def rows() -> list[Row]:
    """Measure everything once; raise if the programs disagree."""
    schedule, values = capital_structure(), exits()
    if len(schedule.parties) != CLASSES:
        raise ValueError(f"{len(schedule.parties)} classes, not {CLASSES}")
    claims = table(schedule)
    amounts = [Fraction(round(value)) for value in values]
    np.testing.assert_allclose(
        claims.pay(values[:200])[:, :CLASSES], pandas_loop(schedule, values[:200]), rtol=1e-9
    )
    payouts = EXITS * CLASSES
    task = f"pay {EXITS:,} exits over {CLASSES} classes"
    version = f"pandas {pd.__version__}, row loop"
    return [
        Row(
            task,
            OURS,
            best(lambda: claims.pay(values), 20),
            at_most=1 / 300,
            counts=payouts,
            at_least=10_000_000,
        ),
        Row(task, version, best(lambda: pandas_loop(schedule, values), 1), counts=payouts),
        Row(
            f"{task}, exactly",
            OURS,
            best(lambda: schedule.amounts(amounts), 3),
            counts=payouts,
            at_least=50_000,
        ),
        Row(f"find the breakpoints of {CLASSES} classes", OURS, best(capital_structure, 3)),
        paths_row("", fixed_levels),
        paths_row(", cap growing each year", growing_levels),
    ]


if __name__ == "__main__":
    for row in rows():
        memory = "" if row.peak_mib is None else f"{row.peak_mib:,.0f} MiB"
        sys.stdout.write(f"{row.task:50} {row.program:28} {row.seconds:10.5f} s {memory}\n")

"""Run every benchmark beside this file; print one table and write docs/benchmarks.md.

A benchmark is a module `*_bench.py` with a function `rows()` that returns `rows.Row`s. Each runs
in a process of its own, so that no module's memory or imports weigh on the next. The exit status
is 1 if a module fails or a promised ratio is not kept.
"""

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from rows import OURS, Row

HERE = Path(__file__).parent
REPORT = HERE.parent / "docs" / "benchmarks.md"
HEADINGS = ("task", "program", "time", "peak memory", "ours / theirs")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one module: its rows, or the last words of its failure."""

    module: str
    rows: tuple[Row, ...]
    failure: str = ""


def measure(module: str) -> Outcome:
    """Run one benchmark module in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "rows.json"
        command = [sys.executable, __file__, "--module", module, "--into", str(result)]
        done = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            return Outcome(module, (), done.stderr.strip() or f"exit status {done.returncode}")
        rows = tuple(Row(**fields) for fields in json.loads(result.read_text("utf-8")))
    return Outcome(module, rows, "" if rows else "rows() returned nothing")


def measure_here(module: str, into: Path) -> None:
    """Run one benchmark module in this process and write its rows as JSON."""
    rows: Iterable[Row] = importlib.import_module(module).rows()
    into.write_text(json.dumps([asdict(row) for row in rows]), "utf-8")


def ratio(row: Row, rows: Sequence[Row]) -> float | None:
    """Return how many times the other program's time ours takes on the same task."""
    others = [one.seconds for one in rows if one.task == row.task and one.program != OURS]
    return row.seconds / min(others) if row.program == OURS and others else None


def memory_ratio(row: Row, rows: Sequence[Row]) -> float | None:
    """Return how many times the memory of the fastest other program ours takes."""
    others = [one for one in rows if one.task == row.task and one.program != OURS and one.peak_mib]
    if row.program != OURS or row.peak_mib is None or not others:
        return None
    return row.peak_mib / (min(others, key=lambda one: one.seconds).peak_mib or 1)


def kept(row: Row, rows: Sequence[Row]) -> bool:
    """Say whether a row stays within all it promises; a ratio without comparison cannot."""
    rate, found, memory = row.per_second, ratio(row, rows), memory_ratio(row, rows)
    return (
        (row.within_seconds is None or row.seconds <= row.within_seconds)
        and (row.at_most_memory is None or (memory is not None and memory <= row.at_most_memory))
        and (row.at_most is None or (found is not None and found <= row.at_most))
        and (row.at_least is None or (rate is not None and rate >= row.at_least))
        and (row.within_mib is None or (row.peak_mib or row.within_mib + 1) <= row.within_mib)
    )


def cells(row: Row, rows: Sequence[Row]) -> tuple[str, ...]:
    """Write a row's cells, in the order of `HEADINGS`, each promise beside what was measured."""
    memory = "–" if row.peak_mib is None else f"{row.peak_mib:.0f} MiB"
    if row.within_mib is not None:
        within = row.peak_mib is not None and row.peak_mib <= row.within_mib
        memory += f" ({promise(within)} {row.within_mib:g} MiB)"
    against = memory_ratio(row, rows)
    if row.at_most_memory is not None and against is not None:
        less = against <= row.at_most_memory
        memory += f", {times(against)} of theirs ({promise(less)} {row.at_most_memory:g}×)"
    found = ratio(row, rows)
    compared = "–" if found is None else times(found)
    if row.at_most is not None:
        bound = f"{row.at_most:g}×" if row.at_most >= 0.01 else times(row.at_most)
        compared += f" ({promise(found is not None and found <= row.at_most)} {bound})"
    return (
        row.task,
        row.program,
        duration(row.seconds) + time_bound(row) + rate(row),
        memory,
        compared,
    )


def time_bound(row: Row) -> str:
    """Write the time promised, where one is."""
    if row.within_seconds is None:
        return ""
    return f" ({promise(row.seconds <= row.within_seconds)} {duration(row.within_seconds)})"


def rate(row: Row) -> str:
    """Write how many things are done in a second, with what is promised."""
    if row.per_second is None:
        return ""
    words = f", {rounded(row.per_second)}/s"
    if row.at_least is None:
        return words
    enough = "at least" if row.per_second >= row.at_least else "NOT"
    return f"{words} ({enough} {rounded(row.at_least)}/s)"


def promise(held: bool) -> str:
    """Say whether an upper bound was kept."""
    return "at most" if held else "NOT within"


def times(found: float) -> str:
    """Write a ratio; a small one as the number of times that ours is faster."""
    return f"{found:.2f}×" if found >= 0.01 else f"1/{1 / found:,.0f}×"


def rounded(number: float) -> str:
    """Write a number of things with three significant digits: 107 million, 669,000."""
    if number >= 1_000_000:
        return f"{number / 1_000_000:.3g} million"
    return f"{float(f'{number:.3g}'):,.0f}"


def duration(seconds: float) -> str:
    """Write a time with three significant digits in the unit that suits it."""
    if seconds >= 1:
        return f"{seconds:.3g} s"
    if seconds >= 0.001:
        return f"{seconds * 1_000:.3g} ms"
    return f"{seconds * 1_000_000:.3g} µs"


def machine() -> list[str]:
    """Describe the machine as far as it bears on the numbers, and no further."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return [
        f"Processor: {processor()}, {os.cpu_count()} cores",
        f"Memory: {memory:.0f} GiB",
        f"Python: {platform.python_implementation()} {platform.python_version()}",
        f"System: {platform.system()} {platform.machine()}",
    ]


def processor() -> str:
    """Return the processor's model name, or its architecture where no file says more."""
    source = Path("/proc/cpuinfo")
    lines = source.read_text("utf-8").splitlines() if source.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def report(rows: Sequence[Row], left_out: Sequence[str] = ()) -> str:
    """Write the page docs/benchmarks.md; it says which modules were not run."""
    table = [HEADINGS, tuple("---" for _ in HEADINGS), *(cells(row, rows) for row in rows)]
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench`; times are the best of several runs, on one machine:",
            "",
            *(f"- {line}" for line in machine()),
            "",
            *("| " + " | ".join(line) + " |" for line in table),
            "",
            *([f"Not run this time: {', '.join(left_out)}.", ""] if left_out else []),
        ]
    )


def modules(only: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the modules to run and those left out; `only` names some, without `_bench`."""
    found = [path.stem for path in sorted(HERE.glob("*_bench.py"))]
    chosen = [one for one in found if not only or one.removesuffix("_bench") in only]
    return chosen, [one for one in found if one not in chosen]


def run_all(console: Console, only: Sequence[str] = ()) -> int:
    """Measure every module, show and write what came of it, and return the exit status."""
    outcomes = []
    chosen, left_out = modules(only)
    for name in chosen:
        console.print(f"{name} ...", highlight=False)
        outcomes.append(measure(name))
    rows = [row for outcome in outcomes for row in outcome.rows]
    failures = [outcome for outcome in outcomes if outcome.failure]

    table = Table(*HEADINGS)
    for row in rows:
        table.add_row(*cells(row, rows))
    console.print(table)
    for outcome in failures:
        console.print(f"{outcome.module} failed:\n{outcome.failure}", markup=False, style="red")
    if not outcomes:
        console.print("No benchmark found: a module *_bench.py with a function rows() is one.")
    if outcomes and not failures:
        REPORT.write_text(report(rows, left_out), "utf-8")
    return 0 if outcomes and not failures and all(kept(row, rows) for row in rows) else 1


def main() -> int:
    """Read the command line: without options, everything; with them, one module."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--module", help="run this one here")
    parser.add_argument("--into", type=Path, help="and write its rows to this file")
    parser.add_argument("--only", default="", help="run these alone: load,payout,power,...")
    options = parser.parse_args()
    if options.module and options.into:
        measure_here(options.module, options.into)
        return 0
    return run_all(Console(), [name for name in options.only.split(",") if name])


if __name__ == "__main__":
    sys.exit(main())

"""Load, check, fold and judge 10,000 records, beside Beancount loading 10,000 transactions.

Both read text from disk into checked, typed records and work out the state that follows. Each
Beancount transaction has two postings; the loader's cache is off.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from rows import OURS, Row

COUNT = 10_000
TASK = f"load, check and judge {COUNT:,} records"
JUDGE = f"judge {COUNT:,} acts of one body of nine"


def book_text(count: int) -> str:
    """A body of nine under one rule, and votes on one matter after another."""
    names = [f"m{n}" for n in range(9)]
    parts = ["book: {title: Bench, timezone: UTC}\nrecords:\n  - entity: dao\n"]
    parts += [f"  - person: {n}\n" for n in names]
    parts.append(
        f"  - body: dao/council\n    members: [{', '.join(names)}]\n"
        "    decides: majority of members in office\n    quorum: majority of members in office\n"
    )
    for n in range(count):
        day = f"{2000 + n // 336}-{n % 336 // 28 + 1:02}-{n % 28 + 1:02}T12:00"
        split = 3 + n % 6
        parts.append(
            f"  - act: v{n}\n    date: {day}\n    by: dao/council\n    form: meeting\n"
            f"    for: [{', '.join(names[:split])}]\n    against: [{', '.join(names[split:])}]\n"
            f"    effect: decide matter {n}\n"
        )
    return "".join(parts)


def ledger_text(count: int) -> str:
    """As many transactions of two postings."""
    parts = ["2000-01-01 open Assets:Cash\n2000-01-01 open Expenses:Food\n"]
    for n in range(count):
        day = f"{2000 + n // 336}-{n % 336 // 28 + 1:02}-{n % 28 + 1:02}"
        parts.append(f'{day} * "Shop" "{n}"\n  Assets:Cash  -{n}.00 USD\n  Expenses:Food\n')
    return "".join(parts)


def ours(folder: Path) -> tuple[float, float]:
    """Seconds to load and judge everything, and those of judging alone."""
    from datetime import UTC, datetime

    from minutebook.answers import World
    from minutebook.records import load
    from minutebook.records.nouns import Act
    from minutebook.state.state import State

    start = time.perf_counter()
    book = load(folder)
    assert not book.errors, book.errors[:1]
    loaded = time.perf_counter()
    state = State(book, datetime(2100, 1, 1, tzinfo=UTC), None, World({}))
    valid = sum(state.effect(act.id, 0).standing == "valid" for act in book.of(Act))
    assert 0 < valid < COUNT
    end = time.perf_counter()
    return end - start, end - loaded


def theirs(file: Path) -> tuple[float, float]:
    """Seconds in which Beancount loads its ledger."""
    from beancount import loader

    start = time.perf_counter()
    entries, errors, _ = loader._load([(str(file), True)], None, None, None)
    assert len(entries) >= COUNT, errors[:1]
    seconds = time.perf_counter() - start
    return seconds, seconds


def in_a_process(which: str, place: Path) -> tuple[float, float, float]:
    """Run one program alone: its two times and the peak memory of its process in MiB."""
    done = subprocess.run(
        [sys.executable, __file__, which, str(place)], check=True, stdout=subprocess.PIPE, text=True
    )
    total, part, memory = map(float, done.stdout.split())
    return total, part, memory


def rows() -> list[Row]:
    """Measure both, best of three."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        book.mkdir()
        (book / "book.yaml").write_text(book_text(COUNT), "utf-8")
        ledger = Path(folder) / "ledger.beancount"
        ledger.write_text(ledger_text(COUNT), "utf-8")
        mine = [in_a_process("ours", book) for _ in range(3)]
        other = [in_a_process("theirs", ledger) for _ in range(3)]
    name = f"Beancount {version('beancount')} ({COUNT:,} transactions)"
    return [
        Row(TASK, OURS, min(m[0] for m in mine), min(m[2] for m in mine), at_most=2),
        Row(TASK, name, min(o[0] for o in other), min(o[2] for o in other)),
        Row(JUDGE, OURS, min(m[1] for m in mine)),
    ]


def main() -> None:
    """Measure one program in this process."""
    import resource

    which, place = sys.argv[1:]
    measure: Callable[[Path], tuple[float, float]] = {"ours": ours, "theirs": theirs}[which]
    total, part = measure(Path(place))
    print(total, part, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()

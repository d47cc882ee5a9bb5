"""Load, check, fold and judge 10,000 records, beside Beancount loading 10,000 transactions.

Both read text from disk into checked, typed records and work out the state that follows. The
book is that of one company: meetings, the votes taken there, notices, events, and directors who
leave and are replaced. The ledger has transactions of two postings on two dozen accounts; it
goes through Beancount's loader with the plugins that it always runs, past the loader's cache.
Each program runs in a process of its own, by turns, after a first run on a small file that
leaves imports out of the time.
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
CROWD = "judge 2 votes of 100,000 holders, told by number"
HOLDERS = "judge 2 votes of 5,000 holders, each told by name"
PROGRAMS = ("book", "ledger", "votes", "crowd", "holders")
SOURCES = 40
LONGEST_MEETING = 8


def day(n: int) -> str:
    """One date after another, all of them real; 336 to the year."""
    return f"{1990 + n // 336}-{n % 336 // 28 + 1:02}-{n % 28 + 1:02}"


def book_text(count: int) -> str:
    """The minute book of one company, with that many records."""
    board = [f"director-{n}" for n in range(9)]
    records = [
        "  - entity: acme\n    name: Acme Holding\n",
        *(f"  - person: {name}\n" for name in board),
        f"  - body: acme/board\n    members: [{', '.join(board)}]\n"
        "    appointed by: acme/board\n    decides: majority of members present\n"
        "    quorum: majority of members in office\n",
    ]
    n = 0
    while len(records) <= count - LONGEST_MEETING:
        records += meeting_text(n, board)
        n += 1
    records += [f"  - person: guest-{k}\n" for k in range(count - len(records))]
    sources = "".join(
        f"  minutes-{k}: {{title: 'Minutes, volume {k}', date: {day(k * n // SOURCES)}}}\n"
        for k in range(SOURCES)
    )
    head = f"book: {{title: Acme, timezone: America/New_York}}\nsources:\n{sources}records:\n"
    return head + "".join(records)


def meeting_text(n: int, board: list[str]) -> list[str]:
    """The records of one meeting; at every tenth, a director leaves and a new one comes."""
    src = f"    src: minutes-{n % SOURCES}:{n}\n"
    hour = f"    date: {day(n)}T10"
    at = f"    by: acme/board\n    meeting: meeting-{n}\n{src}"
    there = board[: 6 + n % 4]
    split = 3 + n % 5
    vote = f"    for: [{', '.join(there[:split])}]\n    against: [{', '.join(there[split:])}]\n"
    everyone = ", ".join(there)
    records = [
        f"  - message: notice-{n}\n    date: {day(n)}T09:15\n    from: {board[0]}\n"
        f"    to: [{', '.join(board)}]\n    about: meeting-{n}\n    via: e-mail\n{src}",
        f"  - meeting: meeting-{n}\n{hour}:00\n    of: acme/board\n"
        f"    attended: [{everyone}]\n{src}",
        f"  - act: budget-{n}\n{hour}:10\n{at}{vote}    effect: decide budget {n}\n",
        f"  - act: lease-{n}\n{hour}:20\n{at}    for: [{everyone}]\n"
        f"    effect: decide to renew lease {n}\n",
        f"  - event: press-{n}\n    date: {day(n)}\n    about: lease-{n}\n    public: yes\n"
        f"    says: the press writes about lease {n}\n{src}",
    ]
    if n % 10 == 9:
        leaves, comes = board[8], f"director-{n}"
        board[8] = comes
        records += [
            f"  - person: {comes}\n",
            f"  - act: resign-{n}\n{hour}:30\n    by: {leaves}\n"
            f"    effect: resign from acme/board\n{src}",
            f"  - act: appoint-{n}\n{hour}:40\n{at}    for: [{', '.join(there[:6])}]\n"
            f"    effect: appoint {comes} to acme/board\n",
        ]
    return records


def votes_text(count: int) -> str:
    """A body of nine under one rule, and votes on one matter after another."""
    names = [f"m{n}" for n in range(9)]
    parts = ["book: {title: Bench, timezone: UTC}\nrecords:\n  - entity: dao\n"]
    parts += [f"  - person: {n}\n" for n in names]
    parts.append(
        f"  - body: dao/council\n    members: [{', '.join(names)}]\n"
        "    decides: majority of members in office\n    quorum: majority of members in office\n"
    )
    for n in range(count):
        split = 3 + n % 6
        parts.append(
            f"  - act: v{n}\n    date: {day(n)}T12:00\n    by: dao/council\n    form: meeting\n"
            f"    for: [{', '.join(names[:split])}]\n    against: [{', '.join(names[split:])}]\n"
            f"    effect: decide matter {n}\n"
        )
    return "".join(parts)


def crowd_text(units: int) -> str:
    """Two votes of so many holders with a unit each, of whom only the numbers are known."""
    half = units // 2
    acts = (
        f"  - act: vote-{n}\n    date: 2000-01-0{n}T12:00\n    by: dao/holders\n    form: meeting\n"
        f"    for: {half - 1_000 * n}\n    against: {half - 10_000}\n    others: absent\n"
        f"    effect: decide matter {n}\n"
        for n in (1, 9)
    )
    return (
        "book: {title: Crowd, timezone: UTC}\nrecords:\n  - entity: dao\n"
        f"  - group: holders\n    count: {units}\n"
        "  - instrument: token\n    of: dao\n    votes: 1\n"
        f"  - holding: all\n    holder: holders\n    of: token\n    units: {units}\n"
        "  - body: dao/holders\n    holders of: token\n    decides: 51% of votes cast\n"
        "    quorum: 1/3 of votes outstanding\n" + "".join(acts)
    )


def holders_text(count: int) -> str:
    """Two votes of so many holders of units, each of them with a holding of their own."""
    names = [f"holder-{n}" for n in range(count)]
    parts = ["book: {title: Holders, timezone: UTC}\nrecords:\n  - entity: dao\n"]
    parts.append("  - instrument: token\n    of: dao\n    votes: 1\n")
    for n, name in enumerate(names):
        parts.append(f"  - person: {name}\n")
        parts.append(
            f"  - holding: units-{n}\n    holder: {name}\n    of: token\n    units: {n % 97 + 1}\n"
        )
    parts.append(
        "  - body: dao/holders\n    holders of: token\n    decides: 51% of votes cast\n"
        "    quorum: 1/3 of votes outstanding\n"
    )
    for n, split in enumerate((count // 4, count // 2)):
        parts.append(
            f"  - act: vote-{n}\n    date: 2000-01-0{n + 1}T12:00\n    by: dao/holders\n"
            f"    form: meeting\n    for: [{', '.join(names[:split])}]\n"
            f"    against: [{', '.join(names[split : split + count // 3])}]\n    others: absent\n"
            f"    effect: decide matter {n}\n"
        )
    return "".join(parts)


def ledger_text(count: int) -> str:
    """As many transactions of two postings."""
    expenses = [f"Expenses:{kind}:{n}" for kind in ("Home", "Food", "Travel") for n in range(7)]
    cash = ["Assets:Bank:Checking", "Assets:Cash", "Liabilities:Card"]
    parts = ['option "operating_currency" "USD"\n']
    parts += [f"{day(0)} open {account} USD\n" for account in (*cash, *expenses)]
    for n in range(count):
        parts.append(
            f'{day(n)} * "Shop {n % 90}" "Purchase {n}"\n'
            f"  {cash[n % 3]}  -{n % 500}.{n % 100:02} USD\n  {expenses[n % 21]}\n"
        )
    return "".join(parts)


def ours(place: Path) -> tuple[float, float]:
    """Seconds to load and judge everything, and those of judging alone."""
    from datetime import UTC, datetime

    from minutebook.answers import World
    from minutebook.records import load
    from minutebook.records.nouns import Act
    from minutebook.state.state import State
    from minutebook.text.collector import collect_seldom

    collect_seldom()  # as every command does
    start = time.perf_counter()
    book = load(place)
    assert not book.errors, book.errors[:1]
    loaded = time.perf_counter()
    state = State(book, datetime(2100, 1, 1, tzinfo=UTC), None, World({}))
    acts = [act for act in book.of(Act) if act.effects]
    valid = sum(state.effect(act.id, 0).standing == "valid" for act in acts)
    assert 0 < valid < len(acts)
    end = time.perf_counter()
    return end - start, end - loaded


def theirs(place: Path) -> tuple[float, float]:
    """Seconds in which Beancount loads its ledger."""
    from beancount import loader

    start = time.perf_counter()
    entries, errors, _ = loader._load([(str(place), True)], None, None, None)
    assert entries and not errors, errors[:1]
    seconds = time.perf_counter() - start
    return seconds, seconds


def in_a_process(which: str, folder: Path) -> tuple[float, float, float]:
    """Run one program alone: its two times and the peak memory of its process in MiB."""
    done = subprocess.run(
        [sys.executable, __file__, which, str(folder)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    total, part, memory = map(float, done.stdout.split())
    return total, part, memory


def rows() -> list[Row]:
    """Measure both by turns, best of three."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size, count in (("small", 100), ("large", COUNT)):
            (folder / f"book-{size}.yaml").write_text(book_text(count), "utf-8")
            (folder / f"votes-{size}.yaml").write_text(votes_text(count), "utf-8")
            (folder / f"crowd-{size}.yaml").write_text(crowd_text(100_000), "utf-8")
            (folder / f"holders-{size}.yaml").write_text(holders_text(5_000), "utf-8")
            (folder / f"ledger-{size}.yaml").write_text(ledger_text(count), "utf-8")
        turns = [[in_a_process(which, folder) for which in PROGRAMS] for _ in range(3)]
    book, ledger, votes, crowd, holders = zip(*turns, strict=True)
    name = f"Beancount {version('beancount')} ({COUNT:,} transactions)"
    return [
        Row(TASK, OURS, min(m[0] for m in book), min(m[2] for m in book), at_most=2),
        Row(TASK, name, min(o[0] for o in ledger), min(o[2] for o in ledger)),
        Row(JUDGE, OURS, min(v[1] for v in votes), min(v[2] for v in votes)),
        Row(CROWD, OURS, min(c[1] for c in crowd), min(c[2] for c in crowd)),
        Row(HOLDERS, OURS, min(h[1] for h in holders), min(h[2] for h in holders)),
    ]


def main() -> None:
    """Measure one program in this process."""
    import resource

    which, folder = sys.argv[1:]
    measure: Callable[[Path], tuple[float, float]] = theirs if which == "ledger" else ours
    measure(Path(folder) / f"{which}-small.yaml")
    total, part = measure(Path(folder) / f"{which}-large.yaml")
    print(total, part, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()

"""Long histories and long chains are judged without running deep."""

from __future__ import annotations

import sys

from tests.state.books import book, holder, verdict


def test_a_chain_of_organisations_each_appointing_the_next() -> None:
    """The head of each of 2,000 organisations appoints the head of the one after it."""
    length = 2_000
    assert sys.getrecursionlimit() < 5 * length
    parts = ["book: {title: Chain, timezone: UTC}\nrecords:\n  - person: p0\n",
             "  - post: o0/head\n    holder: p0\n"]  # fmt: skip
    for n in range(1, length):
        hour = f"{2000 + n // 300}-{n % 300 // 28 + 1:02}-{n % 300 % 28 + 1:02}T12:00"
        parts.append(
            f"  - person: p{n}\n  - post: o{n}/head\n    appointed by: o{n - 1}/head\n"
            f"  - act: a{n}\n    date: {hour}\n    by: o{n - 1}/head\n"
            f"    effect: appoint p{n} to o{n}/head\n"
        )
    entities = "".join(f"  - entity: o{n}\n" for n in range(length))
    parts.insert(1, entities)
    loaded = book("".join(parts))
    assert holder(loaded, f"o{length - 1}/head", "2100").value == f"p{length - 1}"


def test_thousands_of_acts_on_one_board() -> None:
    """Turn by turn somebody leaves and comes back; the last act is judged by all before it."""
    parts = ["book: {title: Board, timezone: UTC}\nrecords:\n  - entity: org\n"]
    parts += [f"  - person: {n}\n" for n in "abc"]
    parts.append("  - body: org/board\n    members: [a, b, c]\n    appointed by: a\n")
    count = 3_000
    for n in range(count):
        deed = "remove b from org/board" if n % 2 == 0 else "appoint b to org/board"
        moment = f"{2000 + n // 1440:04}-01-01T{n % 1440 // 60:02}:{n % 60:02}"
        parts.append(f"  - act: t{n}\n    date: {moment}\n    by: a\n    effect: {deed}\n")
    loaded = book("".join(parts))
    found = verdict(loaded, f"t{count - 1}").value
    assert found is not None
    assert found.standing == "valid"
    assert holder(loaded, "org/board", "2100").value == "a, b, c"
    assert holder(loaded, "org/board", "2000-01-01T00:00:30").value == "a, c"

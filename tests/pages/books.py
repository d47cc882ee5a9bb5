"""Books made for the pages' tests: many organisations, long and wide names, markup everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable

LONG = "A Rather Long Name of an Organisation With Sixty Characters!"
CJK = "株式会社日本電気通信情報処理技術研究開発機構及び関連事業推進協議会連合会"
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunter"
MARKUP = "<img src=x onerror=window.hit=1></script><script>window.hit=1</script>\"'&amp;"


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def organisations(count: int, title: Callable[[int], str]) -> str:
    """A pyramid of organisations, each held by one or two above it, each with a board."""
    out = ["book: {title: Many, timezone: UTC}", "records:"]
    for n in range(count):
        out.append(f"  - {{entity: e{n}, name: {quoted(title(n))}, date: 2001}}")
        out.append(f"  - {{person: p{n}, name: {quoted(title(n + 1))}}}")
        if n % 2 == 0:
            out.append(f"  - {{body: e{n}/board, name: {quoted(title(n + 2))}, of: e{n}, "
                       f"date: 2001, seats: 3, members: [p{n}]}}")  # fmt: skip
            out.append(f"  - {{post: e{n}/chief, name: {quoted(title(n + 3))}, of: e{n}, "
                       f"date: 2001, holder: p{n}, appointed by: e{n}/board}}")  # fmt: skip
        if n:
            out.append(f"  - {{instrument: e{n}/share, name: {quoted(title(n))}, of: e{n}}}")
            for m, holder in enumerate({(n - 1) // 3, max(0, n - 2)}):
                if holder != n:
                    out.append(f"  - {{holding: h{n}-{m}, date: 2001, holder: e{holder}, "
                               f"of: e{n}/share, units: {n * 10 + m}}}")  # fmt: skip
    return "\n".join(out) + "\n"


def marked_up() -> str:
    """A book with markup in every field that takes free text."""
    m = quoted(MARKUP)
    return f"""
book: {{title: {m}, timezone: UTC}}
sources:
  s: {{title: {m}, by: {m}, date: 2020, kind: {m}, lang: {m}, note: {m}}}
readings:
  r:
    asks: {m}
    adopted: a
    a: {{says: {m}, src: s}}
    b: {{says: {m}, src: s}}
records:
  - {{entity: e, name: {m}, kind: {m}, date: 2001, note: {m}, src: [s:1]}}
  - {{person: p, name: {m}, note: {m}, src: s}}
  - {{person: q, name: {m}, assumed: {m}}}
  - {{body: e/board, name: {m}, of: e, date: 2001, members: [p, q], note: {m}, src: s,
     decides: majority of seats, appointed by: e/board}}
  - {{post: e/chief, name: {m}, of: e, date: 2001, holder: {{reading: r, a: p, b: q}},
     appointed by: e/board, src: s}}
  - {{group: staff, name: {m}, of: e, count: 7}}
  - {{document: letter, name: {m}, kind: {m}, date: 2002, note: {m}}}
  - {{act: swap, name: {m}, date: 2003-01-01, by: e/board, for: [p, q], reported: {m}, note: {m},
     effect: appoint q to e/chief, src: s}}
  - {{message: tell, name: {m}, date: 2003-01-02, from: p, to: q, about: swap, via: {m},
     says: {m}, note: {m}, src: s}}
  - {{event: seen, name: {m}, date: 2003-01-03, by: p, about: swap, public: yes, says: {m}}}
  - {{fact: rumour, name: {m}, says: {m}, about: swap, src: s, status: disputed}}
"""


def many_records(count: int) -> str:
    """One organisation with a long record: acts that hand one post round."""
    out = ["book: {title: Long, timezone: UTC}", "records:",
           "  - {entity: e, name: The Company, date: 2000}",
           "  - {person: a, name: Ann}", "  - {person: b, name: Ben}", "  - {person: c, name: Cy}",
           "  - {body: e/board, name: the board, of: e, date: 2000, members: [a, b, c], "
           "decides: majority of seats}",
           "  - {post: e/chief, name: chief, of: e, date: 2000, holder: a, "
           "appointed by: e/board}"]  # fmt: skip
    for n in range(count):
        year, day = 2001 + n // 300, n % 300
        month, of_month = day // 25 + 1, day % 25 + 1
        who = "abc"[n % 3]
        out.append(f"  - {{act: a{n}, date: {year}-{month:02}-{of_month:02}, by: e/board, "
                   f"for: [a, b], effect: appoint {who} to e/chief}}")  # fmt: skip
    return "\n".join(out) + "\n"

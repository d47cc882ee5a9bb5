"""Narrow cases of what may be done and what follows, each decided by one word."""

from __future__ import annotations

import pytest
from tests.clauses.books import book, follow, may, outcome

HEAD = """
book: {title: Narrow, currency: EUR, timezone: UTC}
records:
  - {entity: ann, date: 2020-01-01}
  - {entity: ben, date: 2020-01-01}
  - {person: dee}
  - {entity: co, date: 2020-01-01}
  - {event: letter, date: 2020-02-01, count: 700..750}
  - {event: year-end, about: co, profit: 12m EUR}
  - {instrument: share, of: co}
  - {instrument: note, of: co}
  - {holding: ann-share, holder: ann, of: share, share: 60%}
  - {holding: ben-share, holder: ben, of: share, share: 40%}
  - {holding: ann-note, holder: ann, of: note, units: 70}
  - {holding: ben-note, holder: ben, of: note, units: at least 5}
  - {body: co/board, seats: 2, decides: majority of seats, appointed by: ann}
  - {post: co/board/chair, in: co/board, appointed by: ann}
  - {post: co/board/other, in: co/board, holder: ben}
  - {document: policy, of: co, rank: resolution}
"""
NORMS = (
    HEAD
    + """
  - document: d
    date: 2020-01-01
    norms:
"""
)


@pytest.mark.parametrize(
    ("count", "expected"), [(600, "forbidden"), (720, None), (800, "permitted")]
)
def test_a_prohibition_that_may_or_may_not_apply(count: int, expected: str | None) -> None:
    found = book(
        NORMS + f'      - {{must not: ann, id: no, do: buy it, when: "count(letter) > {count}"}}\n'
    )
    answer = may(found, "ann", "buy it", "2021-01-01")
    assert (answer.value.outcome if answer.value else None) == expected
    assert answer.missing == (() if expected else ("whether the count of letter is more than 720",))


@pytest.mark.parametrize(("count", "expected"), [(600, "void"), (720, "void"), (800, "void")])
def test_what_is_barred_is_void_whatever_else_may_bar_it(count: int, expected: str) -> None:
    """The two norms stand in this order and in the other."""
    sure = "      - {cannot: ann, id: sure, do: buy it}\n"
    open_ = f'      - {{cannot: ann, id: open, do: buy it, when: "count(letter) > {count}"}}\n'
    for norms in (sure + open_, open_ + sure):
        law = NORMS.replace("document: d", "document: d\n    rank: statute")
        judged = follow(book(law + norms), "buy it", "2021-01-01", "ann").judged
        assert judged is not None
        assert judged.standing == expected


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        ("appoint dee to co/board/chair",
         [("co/board/chair", "vacant", "dee"),
          ("co/board", "ben (2 seats)", "dee, ben (2 seats)")]),
        ("transfer 20% share from ann to ben",
         [("ann of share", "60 %", "40 %"), ("ben of share", "40 %", "60 %")]),
        ("transfer 20 note from ann to ben",
         [("ann of note", "70", "50"), ("ben of note", "5..", "25..")]),
        ("transfer 80 note from ann to ben", []),
    ],
)  # fmt: skip
def test_what_a_deed_changes(deed: str, expected: list[tuple[str, str, str]]) -> None:
    changed = follow(book(HEAD), deed, "2021-01-01", "ann").changes
    assert [(one.id, one.before, one.after) for one in changed] == expected


@pytest.mark.parametrize(
    ("least", "fired"), [("12m EUR", ("bonus", "in force")), ("13m EUR", ("bonus", "armed"))]
)
def test_a_profit_that_is_told_sets_off_what_hangs_on_it(
    least: str, fired: tuple[str, str]
) -> None:
    found = book(
        NORMS + f'      - {{must: ann, id: bonus, do: pay 1m, when: "profit(co) >= {least}"}}\n'
    )
    told = follow(found, "year-end", "2021-01-01").fired
    assert [(one.norm, one.after) for one in told] == [fired]


@pytest.mark.parametrize(
    ("made", "expected"),
    [("2023-12-31", "permitted"), ("2024-01-01T12:00", "forbidden"), ("2024-02-01", "forbidden")],
)
def test_what_is_kept_was_there_before_the_end(made: str, expected: str) -> None:
    found = book(
        HEAD
        + f"""
  - {{event: model, date: {made}}}
  - {{event: end, date: 2024-01-01T12:00}}
  - document: licence
    date: 2020-01-01
    norms:
      - {{must not: anyone, id: reserved, do: use any, counterparty: ann}}
      - {{may: ben, id: right, do: use any, despite: reserved, keeps: yes,
         ends when: happened(end)}}
"""
    )
    assert outcome(found, "ben", "use model", "2024-06-01")[0] == expected

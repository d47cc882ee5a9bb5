"""What outlives a document, and rights without a time that were used."""

from __future__ import annotations

import pytest
from tests.clauses.books import book, follow, may, outcome, stages
from tests.state.books import verdict

HEAD = """book: {title: T, currency: EUR, timezone: UTC}
records:
  - {entity: firm, date: 2020-01-01}
  - {entity: rival, date: 2020-01-01}
  - {person: kim}
"""
LETTER = (
    HEAD
    + """
  - document: employment
    date: 2023-01-01
    norms:
      - {may: kim, id: leave, do: terminate employment}
      - {must not: kim, id: non-compete, do: supply services to rival, counterparty: firm,
         when: within 12 months after notice, survives: SURVIVES}
  - {act: notice, date: 2024-03-01, by: kim, effect: terminate employment}
"""
)


@pytest.mark.parametrize(
    ("survives", "at", "expected"),
    [
        ("yes", "2024-02-01", "permitted"),
        ("yes", "2024-06-01", "forbidden"),
        ("yes", "2025-04-01", "permitted"),
        ("no", "2024-06-01", "permitted"),
    ],
)
def test_a_covenant_that_begins_with_the_end_binds_after_it(
    survives: str, at: str, expected: str
) -> None:
    found = book(LETTER.replace("SURVIVES", survives))
    assert outcome(found, "kim", "supply services to rival", at)[0] == expected


def test_its_own_term_ends_it_all_the_same() -> None:
    found = book(LETTER.replace("survives: SURVIVES", "survives: yes, to: 2024-05-01"))
    assert outcome(found, "kim", "supply services to rival", "2024-04-01")[0] == "forbidden"
    assert outcome(found, "kim", "supply services to rival", "2024-06-01")[0] == "permitted"


LOAN = (
    HEAD
    + """
  - document: loan
    date: 2024-01-01
    norms:
      - {may: firm, id: accelerate, do: bring call, when: from 2024-06-01}
      - {must: rival, id: at-once, do: pay 10m to firm, when: fulfilled(accelerate), due: 3 days}
"""
)


def test_a_right_without_a_time_counts_as_used_once_it_is() -> None:
    call = "  - {act: calls, date: DATE, by: firm, effect: bring call}\n"
    assert stages(book(LOAN + call.replace("DATE", "2024-05-01")), "at-once", "2025-01-01") == [
        ("armed", "2024-01-02")
    ]
    assert stages(book(LOAN + call.replace("DATE", "2024-07-01")), "at-once", "2025-01-01")[1:] == [
        ("triggered", "2024-07-02"), ("in force", "2024-07-02"), ("breached", "2024-07-05"),
    ]  # fmt: skip
    value = follow(book(LOAN), "bring call", "2024-07-01", "firm")
    assert [f.norm for f in value.fired] == ["at-once"]


DAY = (
    HEAD
    + """
  - {event: change, date: 2024-06-01}
  - document: deal
    date: 2024-01-01
    norms:
      - {may: firm, id: way-out, do: terminate deal, when: happened(change)}
  - {act: notice, date: 2024-06-01, by: firm, effect: terminate deal}
"""
)


def test_a_right_that_begins_on_the_day_of_the_notice_hinges_on_their_order() -> None:
    answer = verdict(book(DAY), "notice")
    assert answer.hinges == ("order of change and notice",)
    found = {
        w.readings["order of change and notice"]: w.value.effects[0].standing
        for w in answer.worlds
        if w.value is not None
    }
    assert found == {"change first": "valid", "notice first": "void"}


def test_a_right_from_a_date_is_there_on_that_date() -> None:
    dated = DAY.replace("happened(change)", "from 2024-06-01")
    assert [w.value.effects[0].standing for w in verdict(book(dated), "notice").worlds
            if w.value is not None] == ["valid"]  # fmt: skip
    later = DAY.replace("happened(change)", "from 2024-06-02")
    assert [w.value.effects[0].standing for w in verdict(book(later), "notice").worlds
            if w.value is not None] == ["void"]  # fmt: skip


@pytest.mark.parametrize(
    ("rank", "more", "expected"),
    [
        ("contract", "", "breach"),
        ("contract", ", consequence: void", "void"),
        ("charter", "", "void"),
    ],
)
def test_what_a_contract_withholds_is_a_breach_unless_it_says_more(
    rank: str, more: str, expected: str
) -> None:
    found = book(
        HEAD + f"  - {{document: d, date: 2024-01-01, rank: {rank}, of: firm,"
        f" norms: [{{cannot: kim, id: n, do: sell power{more}}}]}}\n"
    )
    value = may(found, "kim", "sell power", "2024-06-01").value
    assert value is not None
    assert (value.outcome, value.consequence) == ("forbidden", expected)

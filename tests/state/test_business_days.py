"""Business days: the weekend and holidays of a calendar; open where the book does not tell them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.state.books import book, moment
from tests.state.cases import act, board, people, text, worlds

from minutebook.answers import Found, World, ask
from minutebook.records import load_texts
from minutebook.state.life import Lives
from minutebook.state.periods import at_least, at_most
from minutebook.state.state import State
from minutebook.text.business import BusinessDays
from minutebook.text.duration import Duration
from minutebook.text.when import When, instant

LONDON = "  - calendar: london\n    weekend: [saturday, sunday]\n    holidays: {holidays}\n"
TOLD = LONDON.format(holidays="[2024-05-06, 2024-05-27]")
ONE = people("ann", "bob") + board("ann, bob", "decides: majority of members in office")


def rules(*norms: str) -> str:
    lines = "".join(f"      - {{{norm}}}\n" for norm in norms)
    return f"  - document: rules\n    rank: bylaw\n    norms:\n{lines}"


def met(day: str, length: str = "5 business days", calendar: str = TOLD) -> str:
    """Notice on Thursday 2 May 2024, of a meeting on some day."""
    return text(
        ONE, calendar,
        rules(f"notice: org/board, at least: {length}, consequence: void",
              "waiver: org/board, ways: none"),
        f"  - {{meeting: may, of: org/board, date: {day}T18:00, called by: ann,"
        " attended: [ann, bob]}\n",
        "  - {message: n, from: ann, to: bob, date: 2024-05-02T10:00, notice of: may}\n",
        act("try", "by: org/board", "meeting: may", "for: [ann, bob]", "effect: decide it",
            date=f"{day}T18:30"),
    )  # fmt: skip


def found(written: str) -> tuple[set[str | None], tuple[str, ...]]:
    answer = worlds(written)
    return {w.value.standing for w in answer.worlds if w.value}, answer.missing


@pytest.mark.parametrize(
    ("day", "length", "standing"),
    [
        ("2024-05-10", "5 business days", "valid"),
        ("2024-05-09", "5 business days", "void"),
        ("2024-05-10", "5 clear business days", "void"),
        ("2024-05-11", "5 clear business days", "valid"),
        ("2024-05-13", "5 clear working days", "valid"),
        ("2024-05-07", "5 days", "valid"),
    ],
)
def test_holidays_and_weekends_do_not_count(day: str, length: str, standing: str) -> None:
    assert found(met(day, length))[0] == {standing}


def test_without_the_holiday_the_same_day_is_in_time() -> None:
    assert found(met("2024-05-09", calendar=LONDON.format(holidays="none")))[0] == {"valid"}


OTHER_YEAR = LONDON.format(holidays="[2023-12-25]")
NO_WEEKEND = "  - calendar: london\n    holidays: [2024-05-06]\n"


@pytest.mark.parametrize("calendar", ["", OTHER_YEAR, NO_WEEKEND])
def test_where_the_days_are_not_told_it_is_open_and_the_calendar_is_named(calendar: str) -> None:
    standings, missing = found(met("2024-05-10", calendar=calendar))
    assert standings == {"undetermined"}
    name = "london" if "london" in calendar else "a calendar of business days"
    assert any(f"the weekend and holidays of {name}" in m for m in missing)


def test_too_few_days_are_too_few_by_any_calendar() -> None:
    assert found(met("2024-05-06", calendar=""))[0] == {"void"}


def stage(written: str, at: str) -> str:
    loaded = book(written)

    def question(world: World) -> Found[str]:
        state = State(loaded, moment(loaded, at), None, world)
        life = Lives(state).of(state.bound_norms("must")[0])
        return Found(life.stage, life.why)

    value = ask(question).value
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("calendar", "at", "expected"),
    [
        (TOLD, "2024-05-17T17:59", "in force"),
        (TOLD, "2024-05-17T18:00", "breached"),
        ("", "2024-05-15T17:59", "in force"),
        ("", "2024-05-15T18:00", "undetermined"),
        ("", "2024-12-01", "undetermined"),
    ],
)
def test_a_deadline_in_business_days(calendar: str, at: str, expected: str) -> None:
    norm = "must: ann, do: pay 5 to bob, due: 5 business days after closing"
    event = "  - {event: closing, date: 2024-05-10T18:00}\n"
    assert stage(text(ONE, calendar, event, rules(norm)), at) == expected


def test_a_calendar_is_named_where_there_are_several() -> None:
    dubai = "  - calendar: dubai\n    weekend: [friday, saturday]\n    holidays: none\n"
    both = TOLD + dubai
    assert found(met("2024-05-09", "5 business days in dubai", both))[0] == {"valid"}
    assert found(met("2024-05-09", "5 business days in london", both))[0] == {"void"}
    wrong = load_texts({"book.yaml": met("2024-05-09", "5 business days", both).encode()})
    assert [d.code for d in wrong.errors] == ["MB266"]
    nowhere = load_texts({"b.yaml": met("2024-05-09", "5 business days in rome", TOLD).encode()})
    assert [d.code for d in nowhere.errors] == ["MB211"]


def test_terms_and_conditions_count_calendar_days() -> None:
    body = "  - body: org/other\n    members: ann\n    term: 5 business days\n"
    wrong = load_texts({"book.yaml": text(people("ann"), body).encode()})
    assert [d.code for d in wrong.errors] == ["MB148"]


DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))


def slowly(days: BusinessDays, first: date, last: date) -> int:
    """How many business days lie after one day, until another: each day looked at."""
    count = 0
    while first < last:
        first += timedelta(days=1)
        count += first.weekday() not in (days.weekend or ()) and first not in days.holidays
    return count


@given(DAYS, DAYS, st.sets(st.integers(0, 6), max_size=6), st.frozensets(DAYS, max_size=20),
       st.integers(1, 30))  # fmt: skip
def test_counted_day_by_day(
    first: date, last: date, weekend: set[int], holidays: frozenset[date], count: int
) -> None:
    days = BusinessDays("here", frozenset(weekend), holidays, always=True)
    length = Duration(0, count, business=days)
    zone = ZoneInfo("UTC")
    start, end = (_noon(day) for day in sorted((first, last)))
    begins, ends = sorted((first, last))
    assert at_least(length, start, end, zone) is (slowly(days, begins, ends) >= count)
    # It is too late once the day before the end had brought the last of them.
    before = ends - timedelta(days=1)
    more = begins < ends and slowly(days, begins, before) >= count
    assert at_most(length, start, end, zone) is not more


def _noon(day: date) -> When:
    return instant(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

"""What hangs on one order of acts of one day is looked at again; the rest of the view is not."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from tests.state.books import book
from tests.state.cases import act, people, text

from minutebook.answers.order import Edge
from minutebook.records import Book
from minutebook.views import one_world
from minutebook.views.log import log, log_json
from minutebook.views.one_world import hanging_together

AT = datetime(2100, 1, 1, tzinfo=UTC)
BOARD = (
    people("a", "b", "c")
    + "  - body: org/board\n    members: [a, b, c]\n    decides: majority of members in office\n"
)


def one_day(posts: int, rounds: int, *extra: str) -> Book:
    """As many posts, each of them filled so often on the same day."""
    offices = "".join(
        f"  - post: org/office-{n}\n    appointed by: org/board\n" for n in range(posts)
    )
    acts = [
        act(f"act-{n}", "by: org/board", "form: meeting", "for: [a, b]", "against: c",
            f"effect: appoint {'abc'[n % 3]} to org/office-{n % posts}", date="2020-01-01")
        for n in range(posts * rounds)
    ]  # fmt: skip
    return book(text(BOARD, offices, *acts, *extra))


LEAVES = act("leave", "by: c", "effect: resign from org/board", date="2020-01-01")
AFTER = act("late", "by: a", "effect: resign from org/office-0", "after: act-1", date="2020-01-01")


@pytest.mark.parametrize("posts", [1, 2, 3])
@pytest.mark.parametrize("extra", [(), (AFTER,), (LEAVES,)])
def test_the_view_is_the_same_as_with_everything_looked_at(
    posts: int, extra: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = one_day(posts, 2, *extra)
    fast = log_json(log(found, AT), found)
    monkeypatch.setattr(one_world._View, "_with_it", lambda _view, _name: None)
    assert fast["depends"]
    assert fast == log_json(log(found, AT), found)


def test_many_acts_of_one_day_take_little_more_each() -> None:
    few, many = one_day(20, 2), one_day(160, 2)
    start = time.process_time()
    log(few, AT)
    between = time.process_time()
    shown = log(many, AT)
    end = time.process_time()
    assert len(shown.readings) >= 160
    assert end - between < 24 * (between - start)


def test_orders_hang_together_by_the_labels_that_they_share() -> None:
    noon = datetime(2020, 1, 1, 12, tzinfo=UTC)
    edges = {
        "ab": Edge("a", "b", None), "cd": Edge("c", "d", None), "bx": Edge("b", "x", None),
        "x at noon": Edge("x", None, noon), "e at noon": Edge("e", None, noon),
    }  # fmt: skip
    found = hanging_together(edges)
    assert found["ab"] == found["bx"] == found["x at noon"] == {"ab", "bx", "x at noon"}
    assert found["cd"] == {"cd"}
    assert found["e at noon"] == {"e at noon"}

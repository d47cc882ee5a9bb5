"""Who sits in a seat that a class elects is removed by that class alone, however it is written."""

from __future__ import annotations

import pytest
from tests.state.books import advance, book

BOOK = """\
book: {title: Class directors, timezone: UTC}
records:
  - {entity: org}
  - {person: ann}
  - {person: bo}
  - {person: alice}
  - {person: ben}
  - {instrument: a, of: org}
  - {instrument: b, of: org}
  - {holding: alice-a, holder: alice, of: a, units: 60}
  - {holding: ben-b, holder: ben, of: b, units: 100}
  - {body: org/a-holders, holders of: a, decides: majority of outstanding votes, quorum: none}
  - {body: org/all, holders of: [a, b], decides: majority of outstanding votes, quorum: none}
  - {body: org/board, seats: 2, appointed by: org/all}
  - {post: org/board/a, in: org/board, appointed by: org/a-holders, holder: ann}
  - {act: election, date: 2020-01-01, by: org/all, for: [alice, ben], effect: elect bo to org/board}
"""


@pytest.mark.parametrize("post", ["org/board", "org/board/a"])
@pytest.mark.parametrize(("by", "standing"), [("org/a-holders", "valid"), ("org/all", "void")])
def test_a_director_whom_a_class_elects_goes_by_that_class(
    post: str, by: str, standing: str
) -> None:
    """8 Del. C. § 141(k), of directors whom the holders of a class are entitled to elect."""
    assert _removed("ann", post, by, BOOK) == standing


def test_the_others_go_by_all() -> None:
    assert _removed("bo", "org/board", "org/all", BOOK) == "valid"


@pytest.mark.parametrize(("by", "standing"), [("org/a-holders", "void"), ("org/all", "valid")])
def test_a_body_may_say_that_all_remove_even_those(by: str, standing: str) -> None:
    written = BOOK.replace("seats: 2, app", "seats: 2, removed by: org/all, app")
    assert _removed("ann", "org/board", by, written) == standing


def _removed(party: str, post: str, by: str, written: str) -> str | None:
    found = advance(
        book(written), f"remove {party} from {post}", by=by, for_=["alice", "ben"], at="2021-01-01"
    ).value
    return None if found is None else found.standing

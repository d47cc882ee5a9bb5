"""Rights and duties that move to another party."""

from __future__ import annotations

import pytest
from tests.clauses.books import book, follow, lives_at, outcome
from tests.state.books import verdict

LEASE = """
book: {{title: Lease, currency: EUR, timezone: UTC}}
records:
  - entity: ann
  - entity: ben
  - entity: cleo
  - document: lease
    date: 2020-01-01
    parties: [ann, ben]
    norms:
      - {{must not: ben, id: no-assignment, do: assign lease, counterparty: ann,
         consequence: {consequence}}}
      - {{may: ben, id: use, do: use house}}
      - {{must: ann, id: repair, do: deliver repairs to ben, upon: disclose defects,
         due: 30 days, counterparty: ben}}
  - {{act: moves, date: 2021-01-01, by: ben, effect: assign lease to cleo}}
{more}
"""
CONSENT = "  - {act: agrees, date: 2020-06-01, by: ann, effect: consent to assign lease to cleo}"


def holders(text: str, norm: str, at: str) -> list[tuple[str | None, str]]:
    lives = lives_at(book(text), at)
    return [(b.holder, lives.of(b).stage) for b in lives.by_id[norm]]


@pytest.mark.parametrize("more", ["", CONSENT])
def test_a_forbidden_assignment_moves_rights_and_is_a_breach_without_consent(more: str) -> None:
    text = LEASE.format(consequence="breach", more=more)
    assert holders(text, "use", "2020-12-01")[0] == ("ben", "in force")
    assert holders(text, "use", "2021-02-01") == [("ben", "ended"), ("cleo", "in force")]
    said = verdict(book(text), "moves").value
    assert said is not None
    assert said.standing == "valid"
    assert said.effects[0].breaches == (() if more else ("no-assignment",))


@pytest.mark.parametrize("more", ["", CONSENT])
def test_where_an_assignment_would_be_void_nothing_moves_without_consent(more: str) -> None:
    text = LEASE.format(consequence="void", more=more)
    moved = [("ben", "ended"), ("cleo", "in force")]
    stays = [("ben", "in force"), ("cleo", "not yet in force")]
    assert holders(text, "use", "2021-02-01") == (moved if more else stays)


def test_what_is_owed_is_owed_to_the_new_party() -> None:
    text = LEASE.format(consequence="breach", more=(
        "  - {act: tells, date: 2021-03-01, by: cleo, effect: disclose defects}\n"
        "  - {act: repairs, date: 2021-03-10, by: ann, effect: deliver repairs to cleo}"
    ))  # fmt: skip
    lives = lives_at(book(text), "2021-04-15")
    new = next(b for b in lives.by_id["repair"] if b.norm.counterparty == ("cleo",))
    assert lives.of(new).stage == "fulfilled"


def test_follow_says_who_gets_what_by_an_assignment() -> None:
    text = LEASE.format(consequence="breach", more=CONSENT)
    (moves,) = [line for line in text.splitlines() if "act: moves" in line]
    text = text.replace(moves, "")
    value = follow(book(text), "assign lease to cleo", "2020-12-01", "ben")
    assert ("use", "in force", "ended") in [(f.norm, f.before, f.after) for f in value.fired]
    assert ("cleo", "use house") in [(o.party, o.deed) for o in value.options]


def test_the_new_party_may_what_the_old_one_could() -> None:
    found = book(LEASE.format(consequence="breach", more=CONSENT))
    assert outcome(found, "cleo", "assign lease to ann", "2021-02-01") == (
        "forbidden", "ann consents",
    )  # fmt: skip
    assert outcome(found, "ben", "assign lease to ann", "2021-02-01")[0] == "permitted"

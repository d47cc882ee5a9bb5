"""Terms written in a book are the kernel's terms, and editors can complete them."""

from __future__ import annotations

from fractions import Fraction

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.payout.book_texts import FUND, SAFES, START_UP, put, read

from minutebook.payout import PartyReceives, PoolReaches, ProfitTiers, Reversion, Tier
from minutebook.payout.book import pay, seek
from minutebook.records.schema import json_schema
from minutebook.views.open import open_book

PARTIES = ("ann", "bo", "cy")
HEAD = """
book: {title: T, currency: USD}
records:
  - entity: co
  - person: ann
  - person: bo
  - person: cy
  - claim: co/profit
    of: co
    tiers:
"""


@st.composite
def tiers(draw: st.DrawFn) -> tuple[ProfitTiers, str]:
    """Tiers as the kernel takes them, and the same as a book."""
    made: list[Tier] = []
    lines: list[str] = []
    reached = 0
    for place in range(draw(st.integers(1, 4))):
        percents = [draw(st.integers(0, 33)) for _ in PARTIES]
        shares = {p: Fraction(n, 100) for p, n in zip(PARTIES, percents, strict=True) if n}
        names = [f"{party}: {share}" for party, share in shares.items()]
        until: PoolReaches | PartyReceives | None = None
        written = ""
        waits = sorted(shares)
        by_receipts = bool(waits) and draw(st.booleans())
        if by_receipts:
            party, level = draw(st.sampled_from(waits)), draw(st.integers(1, 40))
            until, written = PartyReceives(party, level), f"{party} has received {level}"
        elif draw(st.integers(0, 4)):
            reached += draw(st.integers(1, 60))
            until, written = PoolReaches(reached), f"pool reaches {reached}"
        made.append(Tier(f"t{place}", shares, until))
        lines.append(f"      - tier: t{place}")
        lines.append(
            f"        shares: {{{', '.join(names)}}}" if names else "        shares: nobody"
        )
        if until is None:
            break
        lines.append(f"        until: {written}")
    reversions: tuple[Reversion, ...] = ()
    if draw(st.booleans()):
        level = draw(st.integers(1, 30))
        reversions = (Reversion("ann", "bo", PartyReceives("ann", level)),)
        lines += [
            "    reversions:",
            "      - interest: ann",
            "        reverts to: bo",
            f"        when: ann has received {level}",
        ]
    return ProfitTiers(tuple(made), reversions, PARTIES), HEAD + "\n".join(lines) + "\n"


@settings(max_examples=80, deadline=None)
@given(tiers(), st.fractions(0, 200, max_denominator=6), st.integers(1, 60))
def test_tiers_of_a_book_pay_what_the_kernel_pays(
    made: tuple[ProfitTiers, str], amount: Fraction, received: int
) -> None:
    terms, text = made
    schedule = terms.schedule()
    book = read(
        text.replace("    of: co\n    tiers", "    of: co\n    parties: [ann, bo, cy]\n    tiers")
    )
    answer = put(book, lambda state: pay(state, "co/profit", amount))
    assert answer.value is not None
    direct = schedule.at(amount)
    for payment in direct.payments:
        assert payment.party is not None
        paid = answer.value.payouts[payment.party]
        assert (paid.amount, paid.marginal) == (payment.amount, payment.marginal)
    assert answer.value.unassigned == direct.unassigned.amount
    assert [(tip.at, tip.says) for tip in answer.value.breakpoints] == [
        (tip.at, tip.says) for tip in schedule.breakpoints if tip.at <= amount
    ]
    goal = put(book, lambda state: seek(state, "co/profit", "ann", Fraction(received)))
    assert goal.value is not None
    assert goal.value.at == schedule.seek("ann", received)


@pytest.mark.parametrize("text", [START_UP, SAFES, FUND])
def test_editors_accept_what_the_loader_accepts(text: str) -> None:
    validator = Draft202012Validator(json_schema())
    data = yaml.load(text, yaml.BaseLoader)
    assert [e.message for e in validator.iter_errors(data)] == []


def test_editors_accept_the_first_book_and_see_what_is_misspelt() -> None:
    validator = Draft202012Validator(json_schema())
    text = open_book("openai").files["money.yaml"]
    assert [e.message for e in validator.iter_errors(yaml.load(text, yaml.BaseLoader))] == []
    wrong = yaml.load(text.replace("rest to:", "rest too:"), yaml.BaseLoader)
    assert list(validator.iter_errors(wrong))

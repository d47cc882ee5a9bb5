"""What each party is paid before and after something that ends rights to be paid."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from minutebook.answers.found import Found
from minutebook.clauses.follow import Amounts, Payoffs
from minutebook.payout.book import pay
from minutebook.records import money
from minutebook.state.index import Bound
from minutebook.state.state import State


def payoffs(claim: str, amount: Fraction) -> Payoffs:
    """The payouts of a claim on profit at an amount of it.

    Where a duty to pay a party out of it has ended, what that party and the others then get is
    not determined unless the claim's own tiers say so.
    """

    def question(state: State, ended: Sequence[Bound]) -> Found[Amounts]:
        found = pay(state, claim, amount)
        if found.value is None:
            return Found(None, found.why, found.missing)
        lost = _lost(state, claim, ended)
        if lost:
            missing = tuple(
                f"who gets the share of {party} in {claim} once {norm} has ended"
                for party, norm in lost
            )
            return Found(None, found.why, missing)
        amounts = {party: paid.amount for party, paid in found.value.payouts.items()}
        return Found(amounts, found.why, found.missing)

    return question


def _lost(state: State, claim: str, ended: Sequence[Bound]) -> list[tuple[str, str]]:
    """The parties whose right to be paid out of the claim's pool has ended, and by which norm."""
    record = state.book.get(claim, money.Claim)
    owner = record.of if record is not None else None
    return [
        (bound.deed.get("to") or "", bound.norm.id)
        for bound in ended
        if bound.deed is not None
        and bound.deed.verb == "pay"
        and bound.deed.get("object") == "profit"
        and bound.holder == owner
    ]

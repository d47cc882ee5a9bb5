"""What stock plans hold in reserve: a book tells it with a round, so it is told and left out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from minutebook.exchange.ocf_draft import Draft, plain
from minutebook.exchange.ocf_securities import Security, number

ADJUSTED = "TX_STOCK_PLAN_POOL_ADJUSTMENT"
RETURNED = "TX_STOCK_PLAN_RETURN_TO_POOL"
BACK = "RETURN_TO_POOL"


def tell_pools(draft: Draft, living: Mapping[str, Security]) -> None:
    """For each plan how many units it reserves and how many are granted and not given back."""
    items = sorted(draft.package.items, key=lambda item: str(item["date"]))
    for plan in (item for item in items if item["object_type"] == "STOCK_PLAN"):
        name, reserved = str(plan["id"]), number(plan["initial_shares_reserved"])
        for item in items:
            if item["object_type"] == ADJUSTED and str(item["stock_plan_id"]) == name:
                reserved = number(item["shares_reserved"])
        title = plan["plan_name"] or name
        if reserved is None:
            draft.left_out.out(f"pool of {title}", "how many units is not told", plan.place)
            continue
        granted = sum(
            (s.quantity for s in living.values() if str(s.item["stock_plan_id"]) == name
             and not _given_back(plan["default_cancellation_behavior"], s)),
            Fraction(0),
        )  # fmt: skip
        returned = sum(
            (number(item["quantity"]) or Fraction(0) for item in items
             if item["object_type"] == RETURNED and str(item["stock_plan_id"]) == name),
            Fraction(0),
        )  # fmt: skip
        says = f"{plain(reserved)} units reserved, {plain(reserved - granted + returned)} of them "
        says += 'not granted; a round takes these as "unissued pool:"'
        draft.left_out.out(f"pool of {title}", says, plan.place)


def _given_back(behaviour: object, security: Security) -> bool:
    """Whether a grant has ended, and its units are the plan's again or another security's."""
    if security.retired_by is None:
        return False
    how = str(security.retired_by["object_type"])
    if how.endswith(("_TRANSFER", "_REPRICING", "_REISSUANCE", "_CONSOLIDATION")):
        return True
    return how.endswith("_RETRACTION") or (how.endswith("_CANCELLATION") and behaviour == BACK)

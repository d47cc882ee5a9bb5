"""SAFEs and convertible notes of a package, as records of a book."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minutebook.exchange.ocf_draft import Draft, Fields, plain, quoted
from minutebook.exchange.ocf_package import Item
from minutebook.exchange.ocf_securities import Security, an_object, number, objects


def write_convertibles(draft: Draft, living: dict[str, Security]) -> None:
    """SAFEs and notes that are still outstanding."""
    for security in living.values():
        if security.kind != "convertible":
            continue
        if security.retired:
            draft.left_out.out("converted or cancelled convertible", "what became of it is told")
            continue
        item = security.item
        amount = draft.money(item["investment_amount"], "a convertible")
        holder = draft.names.get(security.holder)
        if amount is None or holder is None:
            draft.left_out.out(f"convertible {security.id}", "its amount or holder is not told")
            continue
        label = str(item["custom_id"] or security.id)
        fields = [("date", quoted(security.issued)), ("of", draft.issuer), ("holder", holder)]
        fields += [("amount", amount), *_mechanism(draft, item), ("src", draft.src(item))]
        draft.record("convertible", draft.name(label, f"{draft.issuer}/"), fields)


def _mechanism(draft: Draft, item: Item) -> Fields:
    """Cap, discount and interest, from the one mechanism that all triggers share."""
    rights = [an_object(t.get("conversion_right")) for t in objects(item["conversion_triggers"])]
    found = [an_object(right.get("conversion_mechanism")) for right in rights]
    known = [
        m for m in found if m.get("type") in ("SAFE_CONVERSION", "CONVERTIBLE_NOTE_CONVERSION")
    ]
    if len(known) < len(found) or not known:
        draft.left_out.out("conversion mechanism", "only those of SAFEs and notes are read")
    if not known:
        return []
    if any(other != known[0] for other in known):
        draft.left_out.out("conversion trigger", "only the first one's terms are read")
    first = known[0]
    fields: Fields = []
    cap = draft.money(first.get("conversion_valuation_cap"), "a valuation cap")
    if cap is not None:
        fields.append(("cap", cap))
        timing = {"POST_MONEY": "post-money", "PRE_MONEY": "pre-money"}
        basis = timing.get(str(first.get("conversion_timing")))
        fields += [("cap basis", basis)] if basis else []
    if (discount := number(first.get("conversion_discount"))) is not None:
        fields.append(("discount", plain(discount)))
    if first.get("conversion_mfn"):
        fields.append(("most favoured nation", "yes"))
    return fields + _interest(draft, first)


def _interest(draft: Draft, mechanism: Mapping[str, Any]) -> Fields:
    rates = objects(mechanism.get("interest_rates"))
    if not rates:
        return []
    if len(rates) > 1:
        draft.left_out.out("later interest rate", "a note has one rate here")
    rate = number(rates[0].get("rate"))
    if rate is None:
        return []
    fields = [("interest", plain(rate))]
    accrues = {"SIMPLE": "simple", "COMPOUNDING": "compounded"}
    days = {"ACTUAL_365": "actual/365", "30_360": "30/360"}
    if (method := accrues.get(str(mechanism.get("compounding_type")))) is not None:
        fields.append(("accrues", method))
    if (count := days.get(str(mechanism.get("day_count_convention")))) is not None:
        fields.append(("day count", count))
    return fields

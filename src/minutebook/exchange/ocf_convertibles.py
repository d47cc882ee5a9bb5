"""SAFEs and convertible notes of a package, as records of a book."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from minutebook.exchange.ocf_classes import told
from minutebook.exchange.ocf_draft import Draft, Fields, plain, quoted
from minutebook.exchange.ocf_package import Item
from minutebook.exchange.ocf_securities import Security, an_object, number, objects, ratio

SALE: Final = ("in a sale", "ranks with", "seniority", "discount in a sale")
"""What comments tell in the words of a book, as export writes them."""


def write_convertibles(draft: Draft, living: dict[str, Security]) -> None:
    """SAFEs and notes that are still outstanding."""
    for security in living.values():
        if security.kind != "convertible":
            continue
        if security.retired:
            says = "the shares that became of it are told"
            draft.left_out.out("converted or cancelled convertible", says, security.item.place)
            continue
        item = security.item
        invested = {**an_object(item["investment_amount"]), "amount": plain(security.quantity)}
        amount = draft.money(invested, "a convertible")
        holder = draft.names.get(security.holder)
        if amount is None or holder is None:
            says = "its amount or holder is not told"
            draft.left_out.out(f"convertible {security.id}", says, item.place)
            continue
        label = str(item["custom_id"] or security.id)
        fields = [("date", quoted(security.issued)), ("of", draft.issuer), ("holder", holder)]
        fields += [("amount", amount), *_mechanism(draft, item)]
        fields += [*told(item, SALE).items(), ("src", draft.src(item))]
        draft.record("convertible", draft.name(label, f"{draft.issuer}/"), fields)


def _mechanism(draft: Draft, item: Item) -> Fields:
    """Cap, discount and interest, from the one mechanism that all triggers share."""
    triggers = objects(item["conversion_triggers"])
    rights = [an_object(trigger.get("conversion_right")) for trigger in triggers]
    found = [an_object(right.get("conversion_mechanism")) for right in rights]
    known = [m for m in found if _type(m) in ("SAFE_CONVERSION", "CONVERTIBLE_NOTE_CONVERSION")]
    for other in found:
        if other not in known:
            says = "only those of SAFEs and notes are read"
            draft.left_out.out(f"conversion mechanism {_type(other)}", says, item.place)
    for kind in dict.fromkeys(str(trigger.get("type")) for trigger in triggers):
        says = "a book's convertible converts in the rounds that name it"
        draft.left_out.out(f"conversion trigger {kind}", says, item.place)
    if item["pro_rata"] is not None:
        draft.left_out.out("pro rata right", "a book has no such term", item.place)
    if not known:
        return []
    if any(other != known[0] for other in known):
        draft.left_out.out("conversion trigger", "only the first one's terms are read", item.place)
    return _terms(draft, item, known[0])


def _type(mechanism: Mapping[str, Any]) -> str:
    """What kind of mechanism it is; earlier versions told it under another key."""
    return str(mechanism.get("type") or mechanism.get("mechanism_type") or "without a type")


def _terms(draft: Draft, item: Item, mechanism: Mapping[str, Any]) -> Fields:
    fields: Fields = []
    cap = draft.money(mechanism.get("conversion_valuation_cap"), "a valuation cap")
    if cap is not None:
        fields.append(("cap", cap))
        timing = {"POST_MONEY": "post-money", "PRE_MONEY": "pre-money"}
        basis = timing.get(str(mechanism.get("conversion_timing")))
        fields += [("cap basis", basis)] if basis else []
    if (discount := number(mechanism.get("conversion_discount"))) is not None:
        fields.append(("discount", plain(discount)))
    if mechanism.get("conversion_mfn"):
        fields.append(("most favoured nation", "yes"))
    if (multiple := ratio(mechanism.get("exit_multiple"))) is not None and multiple >= 0:
        fields.append(("repayment", f"{plain(multiple)}x"))
    for key in ("capitalization_definition", "capitalization_definition_rules"):
        if mechanism.get(key) is not None:
            draft.left_out.out(key, "a book has no such term", item.place)
    return fields + _interest(draft, item, mechanism)


def _interest(draft: Draft, item: Item, mechanism: Mapping[str, Any]) -> Fields:
    rates = objects(mechanism.get("interest_rates"))
    rate = number(rates[0].get("rate")) if rates else None
    if rate is None:
        return []
    accrues = {"SIMPLE": "simple", "COMPOUNDING": "compounded"}
    method = accrues.get(str(mechanism.get("compounding_type")))
    written, why = plain(rate), ""
    if len(rates) > 1:
        why = "it changes with time, and a note of a book has one rate"
    elif method == "compounded" and mechanism.get("interest_accrual_period") != "ANNUAL":
        why = f"it compounds {mechanism.get('interest_accrual_period')}, and a book by the year"
    elif str(rates[0].get("accrual_start_date", item["date"])) != str(item["date"]):
        why = "it begins on another day than the note, and in a book on that of the note"
    elif rates[0].get("accrual_end_date") is not None:
        why = "it ends before the note does, and a note of a book goes on bearing it"
    if mechanism.get("interest_payout") == "CASH":
        why = "it is paid in cash, and in a book it converts with the principal"
    if why:
        draft.left_out.out("interest of a note", f"{why}: written as unknown", item.place)
        written = "unknown"
    fields: Fields = [("interest", written)]
    days = {"ACTUAL_365": "actual/365", "30_360": "30/360"}
    if method is not None:
        fields.append(("accrues", method))
    if (count := days.get(str(mechanism.get("day_count_convention")))) is not None:
        fields.append(("day count", count))
    return fields

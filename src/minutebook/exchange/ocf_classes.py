"""The stock classes of a package as instruments of a book, with their terms.

A term that the format does not have and the payout depends on is left out of the book, so that
`check` asks for it, or hangs on a reading.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from fractions import Fraction
from typing import Any, Final

from minutebook.exchange.ocf_draft import Draft, Fields, plain, quoted
from minutebook.exchange.ocf_package import Item
from minutebook.exchange.ocf_plans import ADJUSTED, RETURNED
from minutebook.exchange.ocf_securities import (
    RATIO,
    SPLIT,
    an_object,
    number,
    objects,
    ratio,
    splits,
    texts,
)
from minutebook.records.money_kinds import INSTRUMENT_TERMS

COMMENT: Final = "minutebook: "
PREFERRED: Final = "PREFERRED"
AUTHORISED: Final = "TX_STOCK_CLASS_AUTHORIZED_SHARES_ADJUSTMENT"


def write_classes(draft: Draft) -> dict[str, str]:
    """Write the stock classes; gives their ids in the book."""
    found = [item for item in draft.package.items if item["object_type"] == "STOCK_CLASS"]
    ids = {str(i["id"]): draft.name(str(i["name"] or i["id"]), f"{draft.issuer}/") for i in found}
    ranks = sorted(
        {n for i in found if _preferred(i) and (n := number(i["seniority"])) is not None},
        reverse=True,
    )
    for item in found:
        name = ids[str(item["id"])]
        fields: Fields = [("of", draft.issuer), ("name", quoted(item["name"] or item["id"]))]
        fields.append(("kind", quoted(str(item["class_type"]).lower())))
        votes, authorised = number(item["votes_per_share"]), _authorised(draft, item)
        for key, value in (("votes", votes), ("authorised", authorised)):
            if value is not None and value >= 0:
                fields.append((key, plain(value)))
        fields += _price(draft, item, name)
        if _preferred(item):
            fields += _terms(draft, item, name, ids, ranks)
        else:
            _no_terms(draft, item)
            _no_ratio(draft, item)
        if item["par_value"] is not None:
            draft.left_out.out("par value", "a book has no such term", item.place)
        fields.append(("src", draft.src(item)))
        draft.record("instrument", name, fields)
    return ids


def tell_strangers(draft: Draft) -> None:
    """List adjustments of classes and plans that are not in the package."""
    known = {
        kind: {str(i["id"]) for i in draft.package.items if i["object_type"] == kind}
        for kind in ("STOCK_CLASS", "STOCK_PLAN")
    }
    of = {
        AUTHORISED: "STOCK_CLASS",
        RATIO: "STOCK_CLASS",
        SPLIT: "STOCK_CLASS",
        ADJUSTED: "STOCK_PLAN",
        RETURNED: "STOCK_PLAN",
    }
    for item in draft.package.items:
        kind = of.get(str(item["object_type"]))
        if kind is None:
            continue
        key = f"{kind.lower()}_id"
        if str(item[key]) not in known[kind]:
            says = f"its {key} {item[key]} is not in the package"
            draft.left_out.out(str(item["object_type"]), says, item.place)


def _preferred(item: Item) -> bool:
    return bool(item["class_type"] == PREFERRED)


def _of_class(draft: Draft, kind: str, item: Item) -> list[Item]:
    """The objects of a kind that concern a class, in order of time."""
    found = [
        other
        for other in draft.package.items
        if other["object_type"] == kind and other["stock_class_id"] == item["id"]
    ]
    return sorted(found, key=lambda other: str(other["date"]))


def _authorised(draft: Draft, item: Item) -> Fraction | None:
    """How many units are authorised, as the last adjustment has it."""
    told = [item["initial_shares_authorized"], item["current_shares_authorized"]]
    for adjusted in _of_class(draft, AUTHORISED, item):
        told.insert(0, adjusted["new_shares_authorized"])
        says = "terms have no date: the last number holds throughout"
        draft.left_out.out(AUTHORISED, says, adjusted.place)
    return next((n for n in map(number, told) if n is not None), None)


def _price(draft: Draft, item: Item, name: str) -> Fields:
    """What was paid for a unit: as the class tells, else as all its issues do, before splits."""
    price = item["price_per_share"]
    if number(an_object(price).get("amount")) is None:
        issues = _of_class(draft, "TX_STOCK_ISSUANCE", item)
        prices = {
            (number(an_object(i["share_price"]).get("amount")),
             str(an_object(i["share_price"]).get("currency")))
            for i in issues
        }  # fmt: skip
        if len(prices) != 1:
            if prices:
                says = "its issues tell several; a class of a book has one issue price"
                draft.left_out.out(f"share prices of {item['name']}", says, issues[0].place)
            return []
        price = issues[0]["share_price"]
    amount = number(an_object(price).get("amount"))
    if amount is None:
        return []
    factor = Fraction(1)
    for split in splits(draft.package.items):
        if split.stock_class == str(item["id"]):
            factor *= split.factor
    written = draft.money({**price, "amount": plain(amount / factor)}, f"issue price of {name}")
    return [("issue price", written)] if written is not None and "/" not in written else []


def _terms(
    draft: Draft, item: Item, name: str, ids: Mapping[str, str], ranks: list[Fraction]
) -> Fields:
    """The economic terms of a preferred class, as they stand after all splits and adjustments."""
    fields: Fields = []
    if (multiple := number(item["liquidation_preference_multiple"])) is not None:
        fields.append(("preference", f"{plain(multiple)}x"))
    said = told(item)
    if (cap := number(item["participation_cap_multiple"])) is not None:
        said.setdefault("participates", "capped")
        fields.append(("cap", f"{plain(cap)}x"))
        said.setdefault("cap includes preference", _cap_reading(draft, name))
    if (rank := number(item["seniority"])) is not None:
        fields.append(("seniority", str(ranks.index(rank) + 1)))
    fields += _conversion(draft, item, ids)
    return fields + list(said.items())


def _no_terms(draft: Draft, item: Item) -> None:
    """A common class has no preference, whatever multiples are written beside it."""
    for key in ("liquidation_preference_multiple", "participation_cap_multiple"):
        if item[key] is not None:
            draft.left_out.out(f"{key} of {item['name']}", "the class is common", item.place)
    if objects(item["conversion_rights"]):
        says = "a common class of a book does not convert"
        draft.left_out.out(f"conversion rights of {item['name']}", says, item.place)


def _no_ratio(draft: Draft, item: Item) -> None:
    for adjusted in _of_class(draft, RATIO, item):
        says = f"{item['name']} is common, and a common class of a book does not convert"
        draft.left_out.out(RATIO, says, adjusted.place)


def _cap_reading(draft: Draft, name: str) -> str:
    """The format does not say whether a cap includes the preference: a reading."""
    made = draft.name(f"cap-of-{name.rpartition('/')[2]}")
    draft.readings.append(
        f"  {made}:\n"
        f"    asks: {quoted(f'Does the participation cap of {name} include its preference?')}\n"
        "    included: It does.\n"
        "    beside: It does not; the preference is paid on top."
    )
    return f"{{reading: {made}, included: yes, beside: no}}"


def told(item: Item, keys: Container[str] = INSTRUMENT_TERMS) -> dict[str, str]:
    """Terms that a comment tells in the words of a book, as export writes them."""
    said: dict[str, str] = {}
    for comment in texts(item["comments"]):
        key, colon, value = comment.removeprefix(COMMENT).partition(": ")
        if comment.startswith(COMMENT) and colon and key in keys:
            said[key] = value if re.fullmatch(r"[a-z0-9./%-]+", value) else quoted(value)
    return said


def _conversion(draft: Draft, item: Item, ids: Mapping[str, str]) -> Fields:
    """Into which class it converts and at which ratio; what is told otherwise is asked."""
    if not isinstance(item["conversion_rights"], list):
        return []
    rights = objects(item["conversion_rights"])
    if not rights:
        return [("converts to", "nothing")]
    what = f"conversion rights of {item['name']}"
    known = [r for r in rights if str(r.get("converts_to_stock_class_id")) in ids]
    if len(known) != 1:
        says = "they do not name one class to convert into"
        draft.left_out.out(what, says, item.place)
        return []
    mechanism = an_object(known[0].get("conversion_mechanism"))
    for adjusted in _of_class(draft, RATIO, item):
        mechanism = an_object(adjusted["new_ratio_conversion_mechanism"]) or mechanism
        says = "terms have no date: the last ratio holds throughout"
        draft.left_out.out(RATIO, says, adjusted.place)
    per_unit = _per_unit(draft, item, mechanism)
    if per_unit is None:
        kind = mechanism.get("type") or mechanism.get("mechanism_type") or "nothing"
        draft.left_out.out(what, f"they convert by {kind}, which tells no fixed ratio", item.place)
        return []
    rounding = str(mechanism.get("rounding_type", "NORMAL"))
    if rounding != "NORMAL":
        says = f"rounded {rounding}; an exit of a book keeps fractions"
        draft.left_out.out(f"fractions of {item['name']}", says, item.place)
    fields: Fields = [("converts to", ids[str(known[0]["converts_to_stock_class_id"])])]
    if per_unit != 1:
        fields.append(("ratio", plain(per_unit)))
    return fields


def _per_unit(draft: Draft, item: Item, mechanism: Mapping[str, Any]) -> Fraction | None:
    """Units of the other class for each one: as the ratio tells, else as the prices do."""
    per_unit = ratio(mechanism.get("ratio"))
    issued = number(an_object(item["price_per_share"]).get("amount"))
    converts = number(an_object(mechanism.get("conversion_price")).get("amount"))
    by_price = issued / converts if issued is not None and converts else None
    if per_unit is not None and by_price is not None and abs(per_unit / by_price - 1) > TOLERANCE:
        says = f"by its prices it would be {plain(by_price)}; the ratio told is taken"
        draft.left_out.out(f"conversion ratio of {item['name']}", says, item.place)
    return per_unit if per_unit is not None else by_price


TOLERANCE: Final = Fraction(1, 1000)
"""How far a ratio may be from what rounded prices give."""

"""The life of the securities in an Open Cap Format package: issued, retired, split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final

from minutebook.exchange.left_out import Leaving
from minutebook.exchange.ocf_package import Item

ISSUES: Final = {
    "TX_STOCK_ISSUANCE": "stock",
    "TX_EQUITY_COMPENSATION_ISSUANCE": "options",
    "TX_PLAN_SECURITY_ISSUANCE": "options",
    "TX_STOCK_OPTION_ISSUANCE": "options",
    "TX_WARRANT_ISSUANCE": "warrants",
    "TX_CONVERTIBLE_ISSUANCE": "convertible",
}
RETIRES: Final = (
    "_TRANSFER",
    "_CANCELLATION",
    "_RETRACTION",
    "_REPURCHASE",
    "_CONVERSION",
    "_REISSUANCE",
    "_EXERCISE",
    "_RELEASE",
)
KINDS: Final = {
    "TX_STOCK_OPTION_": "options",
    "TX_STOCK_": "stock",
    "TX_EQUITY_COMPENSATION_": "options",
    "TX_PLAN_SECURITY_": "options",
    "TX_WARRANT_": "warrants",
    "TX_CONVERTIBLE_": "convertible",
}
"""Of which kind of security a transaction speaks, by how its type begins."""
CONSOLIDATION: Final = "TX_STOCK_CONSOLIDATION"
REPRICING: Final = "TX_EQUITY_COMPENSATION_REPRICING"
SPLIT: Final = "TX_STOCK_CLASS_SPLIT"
RATIO: Final = "TX_STOCK_CLASS_CONVERSION_RATIO_ADJUSTMENT"


@dataclass(frozen=True, slots=True)
class Security:
    """One security: what it is, who holds how much of it, from when, until when.

    `quantity` is a number of units; of a convertible it is the amount invested. `item` tells its
    terms.
    """

    id: str
    kind: str
    holder: str
    quantity: Fraction
    issued: str
    item: Item
    retired: str | None = None
    retired_by: Item | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """From a date on each unit of a class is so many."""

    date: str
    stock_class: str
    factor: Fraction
    item: Item


def number(value: Any) -> Fraction | None:
    """A Numeric of the format (a decimal as text), exactly; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    try:
        return Fraction(Decimal(str(value)))
    except (InvalidOperation, ValueError, OverflowError):
        return None


def objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects in an array of the format; nothing else counts."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def texts(value: Any) -> list[str]:
    """The texts in an array of the format."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def an_object(value: Any) -> Mapping[str, Any]:
    """An object of the format, or an empty one."""
    return value if isinstance(value, Mapping) else {}


def ratio(value: Any) -> Fraction | None:
    """A Ratio of the format: numerator and denominator, or one number."""
    if not isinstance(value, Mapping):
        return number(value)
    top, bottom = number(value.get("numerator")), number(value.get("denominator"))
    return None if top is None or not bottom else top / bottom


def securities(items: Iterable[Item], left_out: Leaving, as_of: str = "") -> dict[str, Security]:
    """Every security of a package with the end of its life, by its expiry too up to `as_of`."""
    found: dict[str, Security] = {}
    later: list[Item] = []
    items = tuple(items)
    changes = splits(items)
    for item in items:
        kind = ISSUES.get(str(item["object_type"]))
        if kind is None:
            later.append(item)
            continue
        name = str(item["security_id"] or item["id"])
        quantity = _quantity(kind, item)
        if quantity is None:
            what = "an amount" if kind == "convertible" else "a quantity"
            left_out.out(f"{item['object_type']} without {what}", "nobody can count it", item.place)
            continue
        if name in found:
            left_out.out(f"security {name}", "issued twice: the first issue counts", item.place)
            continue
        found[name] = Security(
            name, kind, str(item["stakeholder_id"]), quantity, str(item["date"]), item
        )
    for item in sorted(later, key=lambda item: str(item["date"])):
        what = str(item["object_type"])
        if what == REPRICING:
            _reprice(found, item, left_out)
        elif what == CONSOLIDATION:
            for name in texts(item["security_ids"]):
                _retire(found, name, item, changes, left_out)
            _results(found, [str(item["resulting_security_id"])], item, left_out)
        elif what.endswith(RETIRES):
            _retire(found, str(item["security_id"]), item, changes, left_out)
            _results(found, texts(item["resulting_security_ids"]), item, left_out)
    _expire(found, as_of, left_out)
    return found


def _expire(found: dict[str, Security], as_of: str, left_out: Leaving) -> None:
    """End rights to buy whose last day is over, and tell those that expire later."""
    for name, security in found.items():
        expiry = security.item["expiration_date"] or security.item["warrant_expiration_date"]
        if security.kind not in ("options", "warrants") or not isinstance(expiry, str):
            continue
        if security.retired is not None and security.retired <= expiry:
            continue
        if as_of and expiry < as_of:
            end = max(expiry, security.issued)
            found[name] = replace(security, retired=end, retired_by=security.item)
            says = f"it expired on {expiry}"
            left_out.out(f"{security.kind} {name}", says, security.item.place)
        else:
            says = "after the date of the package; the book counts the units beyond it"
            left_out.out(f"expiry of {security.kind}", says, security.item.place)


def _quantity(kind: str, item: Item) -> Fraction | None:
    """Units of a security; of a convertible the amount invested."""
    return number(an_object(item["investment_amount"]).get("amount") if kind == "convertible"
                  else item["quantity"])  # fmt: skip


def factor(changes: Iterable[Split], security: Security, date: str) -> Fraction:
    """By how much splits of its class have multiplied a stock's units, from its issue to a date."""
    found = Fraction(1)
    for split in changes:
        if security.kind != "stock" or split.stock_class != str(security.item["stock_class_id"]):
            continue
        if security.issued < split.date <= date:
            found *= split.factor
    return found


def _retire(
    found: dict[str, Security],
    name: str,
    item: Item,
    changes: Sequence[Split],
    left_out: Leaving,
) -> None:
    """End a security; what remains of it goes on as another, told or not."""
    what, date = str(item["object_type"]), str(item["date"])
    security = found.get(name)
    if security is None:
        left_out.out(what, "it speaks of a security that was never issued", item.place)
        return
    kind = next((k for start, k in KINDS.items() if what.startswith(start)), security.kind)
    if kind != security.kind:
        says = f"it speaks of {kind}, and {name} is {security.kind}: not applied"
        left_out.out(what, says, item.place)
        return
    if security.retired is not None:
        left_out.out(f"{what} of {name}", "it had ended before: the first end counts", item.place)
        return
    moved = number(
        an_object(item["amount"]).get("amount") or item["quantity"] or item["quantity_converted"]
    )
    if date < security.issued or (moved is not None and moved < 0):
        says = "it comes before the issue" if date < security.issued else "a quantity below zero"
        left_out.out(f"{what} of {name}", f"{says}: not applied", item.place)
        return
    if kind == "convertible" and what.endswith("_CONVERSION") and not item["balance_security_id"]:
        # The number converted is one of units, and a convertible has an amount of money: only a
        # balance tells that a part of it goes on.
        moved = None
    held = security.quantity * factor(changes, security, date)
    if moved is not None and moved > held:
        says = "it takes more than there was: nothing remains"
        left_out.out(f"{what} of {name}", says, item.place)
    found[name] = replace(security, retired=date, retired_by=item)
    balance = item["balance_security_id"]
    remains = held - moved if moved is not None else Fraction(0)
    if remains > 0 and (balance is None or str(balance) not in found):
        rest = str(balance or f"{security.id} after {date}")
        found[rest] = replace(security, id=rest, quantity=remains, issued=date)


def _results(
    found: dict[str, Security], names: Iterable[str], item: Item, left_out: Leaving
) -> None:
    for name in (name for name in names if name not in found):
        says = f"{item['object_type']} results in it; nothing says who holds it"
        left_out.out(f"security {name}", says, item.place)


def _reprice(found: dict[str, Security], item: Item, left_out: Leaving) -> None:
    """From a date on a right to buy has another exercise price: it goes on as another security."""
    name, date = str(item["security_id"]), str(item["date"])
    security = found.get(name)
    if security is None or security.retired is not None:
        says = "it speaks of a security that is not held then"
        left_out.out(str(item["object_type"]), says, item.place)
        return
    found[name] = replace(security, retired=date, retired_by=item)
    terms = {**security.item.data, "exercise_price": item["new_exercise_price"]}
    again = f"{name} repriced {date}"
    repriced = Item(terms, item.file, item.line)
    found[again] = replace(security, id=again, issued=date, item=repriced)


def splits(items: Iterable[Item]) -> list[Split]:
    """The splits of classes, in order of time."""
    found = []
    for item in items:
        factor = ratio(item["split_ratio"]) if item["object_type"] == SPLIT else None
        if factor:
            found.append(Split(str(item["date"]), str(item["stock_class_id"]), factor, item))
    return sorted(found, key=lambda split: split.date)

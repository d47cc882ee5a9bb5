"""The life of the securities in an Open Cap Format package: issued, retired, split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def securities(items: Iterable[Item], left_out: Leaving) -> dict[str, Security]:
    """Every security of a package with the end of its life."""
    found: dict[str, Security] = {}
    later: list[Item] = []
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
                _retire(found, name, item, left_out)
            _results(found, [str(item["resulting_security_id"])], item, left_out)
        elif what.endswith(RETIRES):
            _retire(found, str(item["security_id"]), item, left_out)
            _results(found, texts(item["resulting_security_ids"]), item, left_out)
    return found


def _quantity(kind: str, item: Item) -> Fraction | None:
    """Units of a security; of a convertible the amount invested."""
    return number(an_object(item["investment_amount"]).get("amount") if kind == "convertible"
                  else item["quantity"])  # fmt: skip


def _retire(found: dict[str, Security], name: str, item: Item, left_out: Leaving) -> None:
    """End a security; what remains of it goes on as another, told or not."""
    what, date = str(item["object_type"]), str(item["date"])
    security = found.get(name)
    if security is None:
        left_out.out(what, "it speaks of a security that was never issued", item.place)
        return
    if security.retired is not None:
        left_out.out(f"{what} of {name}", "it had ended before: the first end counts", item.place)
        return
    found[name] = replace(security, retired=date, retired_by=item)
    moved = number(
        an_object(item["amount"]).get("amount") or item["quantity"] or item["quantity_converted"]
    )
    balance = item["balance_security_id"]
    remains = security.quantity - moved if moved is not None else Fraction(0)
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

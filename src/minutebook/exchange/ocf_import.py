"""From an Open Cap Format package to a book: parties, classes with their terms, holdings over time.

Each record cites the file and line it is read from. A term that the format does not have and the
payout depends on is left out of the book, so that `check` asks for it, or hangs on a reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from minutebook.exchange.left_out import LeftOut
from minutebook.exchange.ocf_classes import PREFERRED, tell_strangers, told, write_classes
from minutebook.exchange.ocf_convertibles import write_convertibles
from minutebook.exchange.ocf_draft import Draft, plain, quoted
from minutebook.exchange.ocf_package import Package
from minutebook.exchange.ocf_plans import tell_pools
from minutebook.exchange.ocf_securities import (
    CONSOLIDATION,
    ISSUES,
    RATIO,
    REPRICING,
    RETIRES,
    SPLIT,
    Security,
    an_object,
    factor,
    number,
    objects,
    securities,
    splits,
)

AUTHORISED: Final = "TX_STOCK_CLASS_AUTHORIZED_SHARES_ADJUSTMENT"
READ: Final = (
    "ISSUER",
    "STAKEHOLDER",
    "STOCK_CLASS",
    "STOCK_PLAN",
    SPLIT,
    RATIO,
    AUTHORISED,
    CONSOLIDATION,
    REPRICING,
    "TX_STOCK_PLAN_POOL_ADJUSTMENT",
    "TX_STOCK_PLAN_RETURN_TO_POOL",
)
"""The kinds of object that are read somewhere, beside issues and ends of securities."""
NOT_EXPRESSED: Final = {
    "STOCK_LEGEND_TEMPLATE": "legends change nobody's units",
    "VALUATION": "a valuation changes nobody's units",
    "VESTING_TERMS": "units count in full from their issue",
    "TX_VESTING_START": "units count in full from their issue",
    "TX_VESTING_EVENT": "units count in full from their issue",
    "TX_VESTING_ACCELERATION": "units count in full from their issue",
    "FINANCING": "it groups issues that are read one by one",
    "DOCUMENT": "the text of a document is not in the package",
    "CE_STAKEHOLDER_RELATIONSHIP": "a book has no such record",
    "CE_STAKEHOLDER_STATUS": "a book has no such record",
    "TX_ISSUER_AUTHORIZED_SHARES_ADJUSTMENT": "a book has authorised units by class only",
}
NO_CHANGE: Final = "_ACCEPTANCE"


@dataclass(frozen=True, slots=True)
class Imported:
    """A book's files by name, and what of the package they do not hold."""

    files: dict[str, str]
    left_out: tuple[LeftOut, ...]


def import_ocf(package: Package) -> Imported:
    """The book of a package."""
    draft = Draft(package, package.left_out)
    _issuer(draft)
    _stakeholders(draft)
    as_of = str(package.manifest["as_of"] or "")
    living = securities(package.items, draft.left_out, as_of)
    classes = write_classes(draft)
    _instruments_of_rights(draft, living, classes)
    _holdings(draft, living, classes)
    write_convertibles(draft, living)
    tell_pools(draft, living)
    tell_strangers(draft)
    _not_adjusted(draft, living)
    _rest(draft)
    return Imported({"book.yaml": _written(draft)}, draft.left_out.listed())


def _issuer(draft: Draft) -> None:
    issuer = draft.package.manifest["issuer"]
    data = issuer if isinstance(issuer, dict) else {}
    name = str(data.get("legal_name") or draft.package.name)
    draft.issuer = draft.name(name)
    fields = [("name", quoted(name))]
    if data.get("formation_date"):
        fields.append(("date", quoted(data["formation_date"])))
    fields.append(("src", draft.src(draft.package.manifest)))
    draft.record("entity", draft.issuer, fields)


def _stakeholders(draft: Draft) -> None:
    for item in draft.package.items:
        if item["object_type"] != "STAKEHOLDER":
            continue
        given = item["name"]
        name = given.get("legal_name") if isinstance(given, dict) else given
        name = str(name or item["id"])
        made = draft.names[str(item["id"])] = draft.name(name)
        kind = "person" if item["stakeholder_type"] == "INDIVIDUAL" else "entity"
        draft.record(kind, made, [("name", quoted(name)), ("src", draft.src(item))])


def _instruments_of_rights(
    draft: Draft, living: dict[str, Security], classes: dict[str, str]
) -> None:
    """An instrument for the options and warrants of each strike; kept under its key in classes."""
    for security in living.values():
        if security.kind not in ("options", "warrants"):
            continue
        key = _class_key(security)
        if key is None or key in classes or not _on_common(draft, security):
            continue
        price = security.item["exercise_price"]
        strike = draft.money(price, f"the exercise price of {security.kind}")
        if strike is None:
            continue
        name = draft.name(f"{security.kind} at {strike}", f"{draft.issuer}/")
        name = classes[key] = name
        said = told(security.item)
        if "exercise" not in said:
            said["exercise"] = "{reading: exercise, net: net, cash: cash}"
            _exercise_reading(draft)
        fields = [("of", draft.issuer), ("kind", security.kind), ("votes", "0")]
        fields += [("strike", strike), *said.items(), ("src", draft.src(security.item))]
        draft.record("instrument", name, fields)


def _on_common(draft: Draft, security: Security) -> bool:
    """Whether a right buys common shares, as far as the package tells: a book has no other."""
    triggers = objects(security.item["exercise_triggers"])
    rights = [an_object(trigger.get("conversion_right")) for trigger in triggers]
    targets = {str(right.get("converts_to_stock_class_id")) for right in rights}
    targets.add(str(security.item["stock_class_id"]))
    preferred = {
        str(item["id"])
        for item in draft.package.items
        if item["object_type"] == "STOCK_CLASS" and item["class_type"] == PREFERRED
    }
    return not targets & preferred


def _counted(draft: Draft, security: Security) -> None:
    """Tell where the number of units that a right buys is not settled."""
    item = security.item
    if str(item["quantity_source"]).endswith("_ESTIMATED"):
        says = "the number of units is an estimate, and is taken as it is"
        draft.left_out.out(f"{security.kind} {security.id}", says, item.place)
    for trigger in objects(item["exercise_triggers"]):
        right = an_object(trigger.get("conversion_right"))
        mechanism = an_object(right.get("conversion_mechanism"))
        buys = number(mechanism.get("converts_to_quantity"))
        if mechanism.get("type") != "FIXED_AMOUNT_CONVERSION":
            says = f"by {mechanism.get('type')}: the quantity told is taken"
            draft.left_out.out(f"{security.kind} {security.id}", says, item.place)
        elif buys is not None and buys != security.quantity:
            says = f"it converts into {plain(buys)}, and its quantity is {plain(security.quantity)}"
            draft.left_out.out(f"{security.kind} {security.id}", f"{says}, which is taken",
                               item.place)  # fmt: skip


def _exercise_reading(draft: Draft) -> None:
    if any(reading.startswith("  exercise:") for reading in draft.readings):
        return
    draft.readings.append(
        "  exercise:\n    asks: Is the strike of options and warrants settled net, or in cash?\n"
        "    net: The holder gives up units worth the strike.\n"
        "    cash: The holder pays it in, and it is shared out."
    )


def _class_key(security: Security) -> str | None:
    """What a security is a unit of: its class, or the kind of right at its exercise price."""
    if security.kind == "stock":
        return str(security.item["stock_class_id"])
    if security.item["compensation_type"] in ("RSU", "CSAR", "SSAR"):
        return None
    price = security.item["exercise_price"]
    amount = number(price.get("amount")) if isinstance(price, dict) else None
    return None if amount is None else f"{security.kind} {plain(amount)}"


def _holdings(draft: Draft, living: dict[str, Security], classes: dict[str, str]) -> None:
    """What each holder has of each class, from each date on which it changes."""
    steps: dict[tuple[str, str], dict[str, list[Security]]] = {}
    for security in living.values():
        if security.kind == "convertible":
            continue
        key, holder = _class_key(security), draft.names.get(security.holder)
        buys = security.kind == "stock" or _on_common(draft, security)
        name = classes.get(key or "") if buys else None
        if name is None or holder is None or key is None:
            what = f"{security.kind} {security.id}"
            draft.left_out.out(what, _why_not(draft, security, key), security.item.place)
            continue
        if security.kind != "stock":
            _counted(draft, security)
        if security.item["vesting_terms_id"] or security.item["vestings"]:
            says = "units count in full from their issue"
            draft.left_out.out("vesting", says, security.item.place)
        steps.setdefault((holder, key), {}).setdefault(security.issued, []).append(security)
    for (holder, key), by_date in steps.items():
        _over_time(draft, holder, key, classes[key], [s for each in by_date.values() for s in each])


def _why_not(draft: Draft, security: Security, key: str | None) -> str:
    """Why nobody can be said to hold a security."""
    if key is None:
        return "no right to buy at a price"
    if security.kind != "stock" and not _on_common(draft, security):
        return "it buys shares of a preferred class, and a book has rights to common shares only"
    return "its class or holder is not in the package"


def _over_time(draft: Draft, holder: str, key: str, instrument: str, owned: list[Security]) -> None:
    """The records of one holder's units of one instrument."""
    changes = [split for split in splits(draft.package.items) if split.stock_class == key]
    dates = {s.issued: s.item for s in owned}
    dates |= {s.retired: s.retired_by for s in owned if s.retired and s.retired_by}
    first = min(s.issued for s in owned)
    dates |= {split.date: split.item for split in changes if split.date > first}
    before: Fraction | None = None
    for date, item in sorted(dates.items()):
        units = Fraction(0)
        for security in owned:
            if security.issued > date or (security.retired and security.retired <= date):
                continue
            units += security.quantity * factor(changes, security, date)
        if units == before:
            continue
        before = units
        short = instrument.rpartition("/")[2]
        name = draft.name(f"{holder} {short} {date}")
        draft.record(
            "holding",
            name,
            [
                ("date", quoted(date)),
                ("holder", holder),
                ("of", instrument),
                ("units", plain(units)),
                ("src", draft.src(item)),
            ],
        )


def _not_adjusted(draft: Draft, living: dict[str, Security]) -> None:
    """Tell which rights a split of their class leaves as they are, for want of an adjustment."""
    for split in splits(draft.package.items):
        says = "a split leaves it as the package tells it; its terms may have to be adjusted"
        for item in draft.package.items:
            rights = objects(item["conversion_rights"])
            targets = {str(right.get("converts_to_stock_class_id")) for right in rights}
            adjusted = any(
                other["object_type"] == RATIO
                and other["stock_class_id"] == item["id"]
                and str(other["date"]) >= split.date
                for other in draft.package.items
            )
            if split.stock_class in targets and not adjusted:
                draft.left_out.out(f"conversion of {item['name']}", says, split.item.place)
        for right in living.values():
            over = right.issued >= split.date or (right.retired and right.retired <= split.date)
            if right.kind in ("options", "warrants") and not over and _on_common(draft, right):
                draft.left_out.out(f"{right.kind} {right.id}", says, split.item.place)


def _rest(draft: Draft) -> None:
    """Note every kind of object that nothing above has read."""
    for item in draft.package.items:
        kind = str(item["object_type"])
        if kind in READ or kind in ISSUES or kind.endswith(RETIRES):
            continue
        why = NOT_EXPRESSED.get(kind, "the format has no such object, nor has a book")
        if kind.endswith(NO_CHANGE):
            why = "it changes nobody's units"
        draft.left_out.out(kind, why, item.place)


def _written(draft: Draft) -> str:
    """The text of the book."""
    issuer = draft.package.manifest["issuer"]
    title = issuer.get("legal_name") if isinstance(issuer, dict) else None
    head = [f"title: {quoted(title or draft.package.name)}"]
    if draft.currency is not None and re.fullmatch(r"[A-Z]{3}", draft.currency):
        head.append(f"currency: {draft.currency}")
    as_of = draft.package.manifest["as_of"]
    lines = [
        "# Read from an Open Cap Format package. Where the package does not say what a payout",
        "# depends on, `minutebook check` asks for it, or a reading carries both answers.",
        "book:",
        *(f"  {line}" for line in head),
        "sources:",
    ]
    for file, name in draft.sources.items():
        lines.append(f"  {name}:")
        lines.append(f"    title: {quoted(file)}")
        if as_of:
            lines.append(f"    date: {quoted(as_of)}")
    if draft.readings:
        lines += ["readings:", *draft.readings]
    return "\n".join([*lines, "records:", *draft.parts]) + "\n"

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
from minutebook.exchange.ocf_convertibles import write_convertibles
from minutebook.exchange.ocf_draft import Draft, Fields, plain, quoted
from minutebook.exchange.ocf_package import Item, Package
from minutebook.exchange.ocf_securities import (
    ISSUES,
    RATIO,
    RETIRES,
    SPLIT,
    Security,
    an_object,
    number,
    objects,
    ratio,
    securities,
    splits,
    texts,
)
from minutebook.records.money_kinds import INSTRUMENT_TERMS

COMMENT: Final = "minutebook: "
QUIET: Final = ("STAKEHOLDER", "STOCK_CLASS", SPLIT, RATIO)
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
    living = securities(package.items, draft.left_out)
    classes = _classes(draft)
    _instruments_of_rights(draft, living, classes)
    _holdings(draft, living, classes)
    write_convertibles(draft, living)
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


def _classes(draft: Draft) -> dict[str, str]:
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
        told = (item["initial_shares_authorized"], item["current_shares_authorized"])
        authorised = next((n for n in map(number, told) if n is not None), None)
        for key, value in (("votes", number(item["votes_per_share"])), ("authorised", authorised)):
            if value is not None and value >= 0:
                fields.append((key, plain(value)))
        if _preferred(item):
            fields += _terms(draft, item, name, ids, ranks)
        else:
            _no_terms(draft, item)
        fields.append(("src", draft.src(item)))
        draft.record("instrument", name, fields)
    return ids


def _preferred(item: Item) -> bool:
    return bool(item["class_type"] == "PREFERRED")


def _terms(
    draft: Draft, item: Item, name: str, ids: dict[str, str], ranks: list[Fraction]
) -> Fields:
    """The economic terms of a preferred class, as they stand after all splits and adjustments."""
    fields: Fields = []
    factor = Fraction(1)
    for split in splits(draft.package.items):
        if split.stock_class == str(item["id"]):
            factor *= split.factor
    price = item["price_per_share"]
    if isinstance(price, dict) and (amount := number(price.get("amount"))) is not None:
        price = {**price, "amount": plain(amount / factor)}
        written = draft.money(price, f"issue price of {name}")
        if written is not None and "/" not in written:
            fields.append(("issue price", written))
    if (multiple := number(item["liquidation_preference_multiple"])) is not None:
        fields.append(("preference", f"{plain(multiple)}x"))
    told = _told(item)
    if (cap := number(item["participation_cap_multiple"])) is not None:
        told.setdefault("participates", "capped")
        fields.append(("cap", f"{plain(cap)}x"))
        told.setdefault("cap includes preference", _cap_reading(draft, name))
    if (rank := number(item["seniority"])) is not None:
        fields.append(("seniority", str(ranks.index(rank) + 1)))
    fields += _conversion(draft, item, ids)
    return fields + list(told.items())


def _no_terms(draft: Draft, item: Item) -> None:
    """A common class has no preference, whatever multiples are written beside it."""
    for key in ("liquidation_preference_multiple", "participation_cap_multiple"):
        if item[key] is not None:
            draft.left_out.out(f"{key} of {item['name']}", "the class is common")


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


def _told(item: Item) -> dict[str, str]:
    """Terms that a comment tells in the words of a book, as export writes them."""
    told: dict[str, str] = {}
    for comment in texts(item["comments"]):
        key, colon, value = comment.removeprefix(COMMENT).partition(": ")
        if comment.startswith(COMMENT) and colon and key in INSTRUMENT_TERMS:
            told[key] = value if re.fullmatch(r"[a-z0-9./%-]+", value) else quoted(value)
    return told


def _conversion(draft: Draft, item: Item, ids: dict[str, str]) -> Fields:
    if not isinstance(item["conversion_rights"], list):
        return []
    rights = objects(item["conversion_rights"])
    if not rights:
        return [("converts to", "nothing")]
    known = [r for r in rights if str(r.get("converts_to_stock_class_id")) in ids]
    if len(known) != 1:
        draft.left_out.out(
            f"conversion rights of {item['name']}", "they do not name one class to convert into"
        )
        return []
    mechanism = an_object(known[0].get("conversion_mechanism"))
    per_unit = ratio(mechanism.get("ratio"))
    for adjusted in draft.package.items:
        if adjusted["object_type"] == RATIO and adjusted["stock_class_id"] == item["id"]:
            changed = an_object(adjusted["new_ratio_conversion_mechanism"])
            per_unit = ratio(changed.get("ratio")) or per_unit
            draft.left_out.out(RATIO, "terms have no date: the last ratio holds throughout")
    fields: Fields = [("converts to", ids[str(known[0]["converts_to_stock_class_id"])])]
    if per_unit is not None and per_unit != 1:
        fields.append(("ratio", plain(per_unit)))
    return fields


def _instruments_of_rights(
    draft: Draft, living: dict[str, Security], classes: dict[str, str]
) -> None:
    """An instrument for the options and warrants of each strike; kept under its key in classes."""
    for security in living.values():
        if security.kind not in ("options", "warrants"):
            continue
        key = _class_key(security)
        if key is None or key in classes:
            continue
        price = security.item["exercise_price"]
        strike = draft.money(price, f"the exercise price of {security.kind}")
        if strike is None:
            continue
        name = draft.name(f"{security.kind} at {strike}", f"{draft.issuer}/")
        name = classes[key] = name
        told = _told(security.item)
        if "exercise" not in told:
            told["exercise"] = "{reading: exercise, net: net, cash: cash}"
            _exercise_reading(draft)
        fields = [("of", draft.issuer), ("kind", security.kind), ("votes", "0")]
        fields += [("strike", strike), *told.items(), ("src", draft.src(security.item))]
        draft.record("instrument", name, fields)


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
        name = classes.get(key or "")
        if name is None or holder is None or key is None:
            why = (
                "no right to buy at a price"
                if key is None
                else "its class or holder is not in the package"
            )
            draft.left_out.out(f"{security.kind} {security.id}", why)
            continue
        if security.item["vesting_terms_id"] or security.item["vestings"]:
            draft.left_out.out("vesting", "units count in full from their issue")
        steps.setdefault((holder, key), {}).setdefault(security.issued, []).append(security)
    for (holder, key), by_date in steps.items():
        _over_time(draft, holder, key, classes[key], [s for each in by_date.values() for s in each])


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
            since = [s.factor for s in changes if security.issued < s.date <= date]
            quantity = security.quantity
            for factor in since:
                quantity *= factor
            units += quantity
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


def _rest(draft: Draft) -> None:
    """Note every kind of object that nothing above has read."""
    for item in draft.package.items:
        kind = str(item["object_type"])
        if kind in QUIET or kind in ISSUES or kind.endswith(RETIRES):
            continue
        why = (
            "it changes nobody's units" if kind.endswith(NO_CHANGE) else "a book has no such record"
        )
        draft.left_out.out(kind, why)


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

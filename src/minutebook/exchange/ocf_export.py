"""From a book to an Open Cap Format package: who holds what at one date, and on which terms.

The format tells a class's participation by a cap alone, and the exercise of options not at all:
such terms go into the `comments` of the object, in the words of a book, where `import_ocf` finds
them again. Everything else that has no place in the format is listed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import md5
from typing import Any, Final

from minutebook.exchange.left_out import LeftOut
from minutebook.exchange.ocf_export_classes import rank_of, stock_class
from minutebook.exchange.ocf_export_convertibles import write_convertible
from minutebook.exchange.ocf_outgoing import Object, Outgoing, comment_terms, day_of, put
from minutebook.records import money, nouns
from minutebook.records.money_checks import is_preferred
from minutebook.state.holdings import last_holdings
from minutebook.state.state import State

VERSION: Final = "1.2.0"


@dataclass(frozen=True, slots=True)
class Exported:
    """The files of a package by name, and what of the book they do not hold."""

    files: dict[str, str]
    left_out: tuple[LeftOut, ...]


def export_ocf(
    state: State, entity: nouns.Entity, generated_at: str, country: str | None = None
) -> Exported:
    """The package of an organisation at the state's date.

    An object for which the format requires what the book does not tell is not written, and is
    listed. The manifest must have an issuer: it is written without what is missing, and the list
    says so.

    Parameters
    ----------
    generated_at : the timestamp that the manifest carries, ISO 8601.
    country : where the organisation was formed, ISO 3166-1 alpha-2; a book does not tell it.
    """
    draft = Outgoing(state, entity)
    own = [i for i in state.book.of(nouns.Instrument) if i.of == entity.id]
    highest = max((r for i in own if (r := rank_of(draft, i)) is not None), default=0)
    for instrument in own:
        made = None if instrument.strike is not None else stock_class(draft, instrument, highest)
        if made is not None:
            draft.classes.append(made)
    for instrument in own:
        _positions(draft, instrument, own)
    for convertible in state.book.of(money.Convertible):
        if convertible.of == entity.id:
            write_convertible(draft, convertible)
    _others(draft)
    return Exported(_files(draft, generated_at, country), draft.left_out.listed())


def _positions(draft: Outgoing, instrument: nouns.Instrument, own: list[nouns.Instrument]) -> None:
    """An issuance for what each holder has at the date."""
    if instrument.strike is None:
        terms = _stock(draft, instrument)
    else:
        terms = _option(draft, instrument, own)
    for holder, units in draft.state.register(instrument.id).items():
        if units.exact is None:
            draft.left_out.out(f"{holder}'s units of {instrument.id}", "not known exactly")
            continue
        quantity = draft.numeric(units.exact, f"{holder}'s units of {instrument.id}")
        if quantity is None or units.exact == 0:
            continue
        if isinstance(terms, str):
            draft.lacks(f"{holder}'s units of {instrument.id}", terms)
            continue
        draft.holders[holder] = None
        _not_told(draft, instrument.id, holder)
        security = f"{holder} {instrument.id}"
        draft.transactions.append(
            {
                "id": f"issuance {security}",
                "security_id": security,
                "custom_id": security,
                "stakeholder_id": holder,
                "date": _since(draft, holder, instrument.id),
                "security_law_exemptions": [],
                "quantity": quantity,
                **terms,
            }
        )


def _not_told(draft: Outgoing, instrument: str, holder: str) -> None:
    """List what a holding says that an issuance has no place for."""
    for holding in last_holdings(draft.state, instrument, draft.state.now):
        said = {
            "for": holding.for_,
            "vested": holding.vested,
            "votes directed by": holding.votes_directed_by,
        }
        for key, value in said.items() if holding.holder == holder else ():
            if value is not None:
                draft.left_out.out(f"{holding.id}: {key}", "the format has no place for it")


def _since(draft: Outgoing, holder: str, instrument: str) -> str:
    """Since when somebody holds what they do: the day of the holding, else that of the package."""
    days = []
    for holding in draft.state.book.of(nouns.Holding):
        if holding.holder == holder and holding.of == instrument and holding.date is not None:
            moment = draft.state.moment(holding)
            if moment.happened_by(draft.state.at):
                days.append(day_of(draft, moment))
    return max((day for day in days if day is not None), default=draft.date)


def _stock(draft: Outgoing, instrument: nouns.Instrument) -> Object | str:
    """What all issuances of a class share, or what the format requires and nothing tells."""
    if not any(made["id"] == instrument.id for made in draft.classes):
        return "its class"
    price = draft.state.pick(instrument.issue_price)
    known = price if isinstance(price, Fraction) else None
    written = draft.monetary(known, f"{instrument.id}: issue price")
    if written is None:
        return f'a share price (write "issue price:" on {instrument.id})'
    return {
        "object_type": "TX_STOCK_ISSUANCE",
        "stock_class_id": instrument.id,
        "share_price": written,
        "stock_legend_ids": [],
    }


def _option(
    draft: Outgoing, instrument: nouns.Instrument, own: list[nouns.Instrument]
) -> Object | str:
    """What all grants at a strike share, or what the format requires and nothing tells."""
    if re.search(r"\bwarrants?\b", instrument.kind or "", re.I):
        return "what was paid for a warrant"
    strike = draft.pick(instrument, "strike", instrument.strike)
    written = draft.monetary(strike, f"{instrument.id}: strike")
    if written is None:
        return "an exercise price"
    draft.left_out.out("expiry of options", "the book tells none: written as null")
    common = [i.id for i in own if i.strike is None and not is_preferred(i)]
    made: Object = {
        "object_type": "TX_EQUITY_COMPENSATION_ISSUANCE",
        "compensation_type": "OPTION",
        "exercise_price": written,
        "expiration_date": None,
        "termination_exercise_windows": [],
    }
    put(made, "stock_class_id", common[0] if len(common) == 1 else None)
    comment_terms(draft, made, instrument)
    return made


def _others(draft: Outgoing) -> None:
    """List every kind of record that the format has no place for."""
    kept = (nouns.Instrument, nouns.Holding, money.Convertible)
    counted: Counter[str] = Counter()
    for record in draft.state.book:
        own = getattr(record, "of", None) == draft.entity.id
        if (
            record.id in draft.holders
            or record is draft.entity
            or record.id in draft.state.book.laws
        ):
            continue
        if isinstance(record, kept) and (own or isinstance(record, nouns.Holding)):
            continue
        counted[type(record).__name__.lower()] += 1
    for kind, count in counted.items():
        why = "the format has no place for it" if count == 1 else f"{count} records: no place"
        draft.left_out.out(kind, why)


def _files(draft: Outgoing, generated_at: str, country: str | None) -> dict[str, str]:
    issuer: Object = {
        "object_type": "ISSUER",
        "id": draft.entity.id,
        "legal_name": draft.entity.label,
        "tax_ids": [],
    }
    founded = _founded(draft)
    put(issuer, "formation_date", founded)
    put(issuer, "country_of_formation", country)
    required = "the format requires it, and the book does not tell it: the manifest is not valid"
    if country is None:
        draft.left_out.out("country of formation of the issuer", f"{required}; give --country")
    if founded is None:
        says = f'{required}; write "date:" on {draft.entity.id}'
        draft.left_out.out("date of formation of the issuer", says)
    stakeholders = [_stakeholder(draft, holder) for holder in draft.holders]
    lists = {
        "stakeholders": ("Stakeholders", "OCF_STAKEHOLDERS_FILE", stakeholders),
        "stock_classes": ("StockClasses", "OCF_STOCK_CLASSES_FILE", draft.classes),
        "transactions": ("Transactions", "OCF_TRANSACTIONS_FILE", draft.transactions),
    }
    files: dict[str, str] = {}
    manifest: Object = {
        "ocf_version": VERSION,
        "file_type": "OCF_MANIFEST_FILE",
        "issuer": issuer,
        "as_of": draft.date,
        "generated_at": generated_at,
        **{f"{kind}_files": [] for kind in ("stock_plans", "stock_legend_templates",
                                            "vesting_terms", "valuations")},
    }  # fmt: skip
    for kind, (name, file_type, items) in lists.items():
        file = f"{name}.ocf.json"
        files[file] = _json({"file_type": file_type, "items": items})
        sum_of = md5(files[file].encode(), usedforsecurity=False).hexdigest()
        manifest[f"{kind}_files"] = [{"filepath": file, "md5": sum_of}]
    return {"Manifest.ocf.json": _json(manifest), **files}


def _founded(draft: Outgoing) -> str | None:
    if draft.entity.date is None:
        return None
    return day_of(draft, draft.state.moment(draft.entity))


def _stakeholder(draft: Outgoing, holder: str) -> Object:
    record = draft.state.book.records[holder]
    if isinstance(record, nouns.Group):
        says = "the format knows persons and institutions; written as an institution"
        draft.left_out.out(f"{holder}, a group", says)
    kind = "INDIVIDUAL" if isinstance(record, nouns.Person) else "INSTITUTION"
    name = {"legal_name": record.label}
    return {"object_type": "STAKEHOLDER", "id": holder, "name": name, "stakeholder_type": kind}


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"

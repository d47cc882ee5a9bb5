"""From a book to an Open Cap Format package: who holds what at one date, and on which terms.

The format tells a class's participation by a cap alone, and the exercise of options not at all:
such terms go into the `comments` of the object, in the words of a book, where `import_ocf` finds
them again. Everything else that has no place in the format is listed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import md5
from typing import Any, Final

from minutebook.exchange.left_out import Leaving, LeftOut
from minutebook.exchange.ocf_draft import plain
from minutebook.exchange.ocf_import import COMMENT
from minutebook.records import money, nouns
from minutebook.records.money_checks import is_preferred
from minutebook.records.money_kinds import INSTRUMENT_TERMS
from minutebook.records.values import Unknown, Value
from minutebook.state.state import State
from minutebook.text.when import When

VERSION: Final = "1.2.0"
PLACES: Final = 10
COMMENTED: Final = (
    "participates",
    "cap includes preference",
    "cap includes dividends",
    "dividend",
    "dividend accrues",
    "dividend on conversion",
    "exercise",
)
Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exported:
    """The files of a package by name, and what of the book they do not hold."""

    files: dict[str, str]
    left_out: tuple[LeftOut, ...]


@dataclass(slots=True)
class _Draft:
    """The package while it is written, of one organisation in one world."""

    state: State
    entity: nouns.Entity
    left_out: Leaving = field(default_factory=Leaving)
    classes: list[Object] = field(default_factory=list)
    transactions: list[Object] = field(default_factory=list)
    holders: dict[str, None] = field(default_factory=dict)

    @property
    def date(self) -> str:
        """The date of the package."""
        return self.state.at.astimezone(self.state.book.zone).date().isoformat()

    def pick(self, record: nouns.Noun, key: str, value: Any) -> Any:
        """What a field says in this world; that it hangs on a reading is left out."""
        if isinstance(value, Value):
            self.left_out.out(
                f"{record.id}: {key}", f"hangs on {value.reading}; written as adopted"
            )
        found = self.state.pick(value)
        return None if isinstance(found, Unknown) else found

    def numeric(self, number: Fraction, what: str) -> str | None:
        """A number of the format: a decimal of at most ten places."""
        if (number * 10**PLACES).denominator != 1:
            self.left_out.out(what, f"{number} is no decimal of ten places")
            return None
        return plain(number)

    def monetary(self, number: Fraction | None, what: str) -> Object | None:
        """An amount of the format."""
        written = None if number is None else self.numeric(number, what)
        if written is None:
            return None
        return {"amount": written, "currency": self.state.book.currency or "USD"}


def export_ocf(state: State, entity: nouns.Entity, generated_at: str) -> Exported:
    """The package of an organisation at the state's date.

    Parameters
    ----------
    generated_at : the timestamp that the manifest carries, ISO 8601.
    """
    draft = _Draft(state, entity)
    own = [i for i in state.book.of(nouns.Instrument) if i.of == entity.id]
    highest = max((r for i in own if (r := _rank(draft, i)) is not None), default=0)
    for instrument in own:
        if instrument.strike is None:
            draft.classes.append(_class(draft, instrument, highest))
    for instrument in own:
        _positions(draft, instrument, own)
    for convertible in state.book.of(money.Convertible):
        if convertible.of == entity.id:
            _convertible(draft, convertible)
    _others(draft)
    return Exported(_files(draft, generated_at), draft.left_out.listed())


def _rank(draft: _Draft, instrument: nouns.Instrument) -> int | None:
    rank = draft.state.pick(instrument.seniority)
    return None if rank is None or isinstance(rank, Unknown) else int(rank)


def _class(draft: _Draft, instrument: nouns.Instrument, highest: int) -> Object:
    """A stock class; its seniority is counted upwards, so that the first rank is the highest."""
    pick, name = draft.pick, instrument.id
    preferred = is_preferred(instrument)
    authorised = draft.state.pick(instrument.authorised)
    votes = pick(instrument, "votes", instrument.votes)
    rank = _rank(draft, instrument)
    made: Object = {
        "object_type": "STOCK_CLASS",
        "id": name,
        "name": instrument.label,
        "class_type": "PREFERRED" if preferred else "COMMON",
        "default_id_prefix": f"{name.rpartition('/')[2].upper()}-",
        "initial_shares_authorized": "NOT APPLICABLE"
        if authorised is None or authorised.exact is None
        else plain(authorised.exact),
        "votes_per_share": "0" if votes is None else draft.numeric(votes, f"{name}: votes") or "0",
        "seniority": str(highest - rank + 2 if preferred and rank is not None else 1),
    }
    price = pick(instrument, "issue price", instrument.issue_price)
    _put(made, "price_per_share", draft.monetary(price, f"{name}: issue price"))
    if preferred:
        _put(made, "liquidation_preference_multiple", _number(draft, instrument, "preference"))
        _put(made, "participation_cap_multiple", _number(draft, instrument, "cap"))
        rights = _rights(draft, instrument, made.get("price_per_share"))
        _put(made, "conversion_rights", rights)
    _comment(draft, made, instrument)
    return made


def _put(made: Object, key: str, value: Any) -> None:
    if value is not None:
        made[key] = value


def _number(draft: _Draft, instrument: nouns.Instrument, key: str) -> str | None:
    value = draft.pick(instrument, key, getattr(instrument, key))
    return None if value is None else draft.numeric(value, f"{instrument.id}: {key}")


def _rights(draft: _Draft, instrument: nouns.Instrument, price: Object | None) -> Any:
    target = draft.pick(instrument, "converts to", instrument.converts_to)
    if target is None:
        return None
    if target == "":
        return []
    per_unit = draft.pick(instrument, "ratio", instrument.ratio)
    per_unit = Fraction(1) if per_unit is None else per_unit
    mechanism: Object = {
        "type": "RATIO_CONVERSION",
        "ratio": {"numerator": str(per_unit.numerator), "denominator": str(per_unit.denominator)},
        "rounding_type": "NORMAL",
    }
    _put(mechanism, "conversion_price", price)
    return [
        {
            "type": "STOCK_CLASS_CONVERSION_RIGHT",
            "conversion_mechanism": mechanism,
            "converts_to_stock_class_id": target,
        }
    ]


def _comment(draft: _Draft, made: Object, instrument: nouns.Instrument) -> None:
    """Tell in comments what the format has no key for."""
    comments = []
    for key in INSTRUMENT_TERMS:
        value = getattr(instrument, INSTRUMENT_TERMS[key].attribute or key)
        if key not in COMMENTED or value is None:
            continue
        picked = draft.pick(instrument, key, value)
        if picked is not None:
            words = {True: "yes", False: "no"}.get(picked) if isinstance(picked, bool) else None
            comments.append(f"{COMMENT}{key}: {words or picked}")
    for key in ("must convert", "dividend from", "anti-dilution"):
        if getattr(instrument, INSTRUMENT_TERMS[key].attribute or key) is not None:
            draft.left_out.out(f"{instrument.id}: {key}", "the format has no place for it")
    if comments:
        made["comments"] = comments


def _positions(draft: _Draft, instrument: nouns.Instrument, own: list[nouns.Instrument]) -> None:
    """An issuance for what each holder has at the date."""
    common = next((i.id for i in own if i.strike is None and not is_preferred(i)), None)
    for holder, units in draft.state.register(instrument.id).items():
        if units.exact is None:
            draft.left_out.out(f"{holder}'s units of {instrument.id}", "not known exactly")
            continue
        quantity = draft.numeric(units.exact, f"{holder}'s units of {instrument.id}")
        if quantity is None or units.exact == 0:
            continue
        draft.holders[holder] = None
        security = f"{holder} {instrument.id}"
        made: Object = {
            "id": f"issuance {security}",
            "security_id": security,
            "custom_id": security,
            "stakeholder_id": holder,
            "date": _since(draft, holder, instrument.id),
            "security_law_exemptions": [],
            "quantity": quantity,
        }
        if instrument.strike is None:
            draft.transactions.append({**made, **_stock(draft, instrument)})
        else:
            draft.transactions.append({**made, **_option(draft, instrument, common)})


def _since(draft: _Draft, holder: str, instrument: str) -> str:
    """Since when somebody holds what they do: the day of the holding, else that of the package."""
    days = []
    for holding in draft.state.book.of(nouns.Holding):
        if holding.holder == holder and holding.of == instrument and holding.date is not None:
            moment = draft.state.moment(holding)
            if moment.happened_by(draft.state.at):
                days.append(_day(draft, moment))
    return max((day for day in days if day is not None), default=draft.date)


def _day(draft: _Draft, moment: When) -> str | None:
    first, last = moment.earliest, moment.latest
    if first is None or last is None or (last - first).days > 1:
        return None
    return first.astimezone(draft.state.book.zone).date().isoformat()


def _stock(draft: _Draft, instrument: nouns.Instrument) -> Object:
    price = draft.state.pick(instrument.issue_price)
    made: Object = {
        "object_type": "TX_STOCK_ISSUANCE",
        "stock_class_id": instrument.id,
        "stock_legend_ids": [],
    }
    if isinstance(price, Fraction):
        _put(made, "share_price", draft.monetary(price, f"{instrument.id}: issue price"))
    else:
        required = "the format requires it, and the book does not tell it"
        draft.left_out.out(f"{instrument.id}: issue price", required)
    return made


def _option(draft: _Draft, instrument: nouns.Instrument, common: str | None) -> Object:
    strike = draft.pick(instrument, "strike", instrument.strike)
    made: Object = {
        "object_type": "TX_EQUITY_COMPENSATION_ISSUANCE",
        "compensation_type": "OPTION",
        "expiration_date": None,
        "termination_exercise_windows": [],
    }
    _put(made, "exercise_price", draft.monetary(strike, f"{instrument.id}: strike"))
    _put(made, "stock_class_id", common)
    _comment(draft, made, instrument)
    return made


def _convertible(draft: _Draft, record: money.Convertible) -> None:
    amount = draft.pick(record, "amount", record.amount)
    written = draft.monetary(amount, f"{record.id}: amount")
    if written is None:
        draft.left_out.out(record.id, "its amount is not known")
        return
    moment = draft.state.moment(record) if record.date is not None else None
    if moment is not None and moment.happened_by(draft.state.at) is False:
        return
    draft.holders[record.holder] = None
    right = {
        "type": "CONVERTIBLE_CONVERSION_RIGHT",
        "conversion_mechanism": _mechanism(draft, record, moment),
    }
    draft.transactions.append(
        {
            "object_type": "TX_CONVERTIBLE_ISSUANCE",
            "id": f"issuance {record.id}",
            "security_id": record.id,
            "custom_id": record.id.rpartition("/")[2],
            "stakeholder_id": record.holder,
            "date": (_day(draft, moment) if moment is not None else None) or draft.date,
            "security_law_exemptions": [],
            "investment_amount": written,
            "convertible_type": "SAFE" if record.interest is None else "NOTE",
            "conversion_triggers": [
                {
                    "trigger_id": f"{record.id} at will",
                    "type": "ELECTIVE_AT_WILL",
                    "conversion_right": right,
                }
            ],
            "seniority": 1,
        }
    )


def _mechanism(draft: _Draft, record: money.Convertible, moment: When | None) -> Object:
    made: Object = {"conversion_mfn": record.most_favoured}
    cap = draft.pick(record, "cap", record.cap)
    _put(made, "conversion_valuation_cap", draft.monetary(cap, f"{record.id}: cap"))
    discount = draft.pick(record, "discount", record.discount)
    if discount:
        _put(made, "conversion_discount", draft.numeric(discount, f"{record.id}: discount"))
    basis = draft.pick(record, "cap basis", record.cap_basis)
    if record.interest is None:
        timing = "POST_MONEY" if basis in (None, "post-money") else "PRE_MONEY"
        return {"type": "SAFE_CONVERSION", "conversion_timing": timing, **made}
    if basis is not None:
        draft.left_out.out(f"{record.id}: cap basis", "a note of the format does not tell it")
    days = {"actual/365": "ACTUAL_365", "30/360": "30_360"}.get(record.day_count or "")
    if days is None:
        draft.left_out.out(f"{record.id}: day count", "the format knows actual/365 and 30/360 only")
    rate = draft.pick(record, "interest", record.interest)
    start = _day(draft, moment) if moment is not None else None
    written = None if rate is None else draft.numeric(rate, f"{record.id}: interest")
    _put(made, "day_count_convention", days)
    return {
        "type": "CONVERTIBLE_NOTE_CONVERSION",
        "interest_rates": [{"rate": written, "accrual_start_date": start or draft.date}],
        "interest_payout": "DEFERRED",
        "interest_accrual_period": "ANNUAL",
        "compounding_type": "SIMPLE" if record.accrues == "simple" else "COMPOUNDING",
        **made,
    }


def _others(draft: _Draft) -> None:
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


def _files(draft: _Draft, generated_at: str) -> dict[str, str]:
    issuer: Object = {
        "object_type": "ISSUER",
        "id": draft.entity.id,
        "legal_name": draft.entity.label,
        "tax_ids": [],
    }
    founded = _founded(draft)
    _put(issuer, "formation_date", founded)
    required = "the format requires it, and the book does not tell it"
    draft.left_out.out("country of formation of the issuer", required)
    if founded is None:
        draft.left_out.out("date of formation of the issuer", required)
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


def _founded(draft: _Draft) -> str | None:
    if draft.entity.date is None:
        return None
    return _day(draft, draft.state.moment(draft.entity))


def _stakeholder(draft: _Draft, holder: str) -> Object:
    record = draft.state.book.records[holder]
    kind = "INDIVIDUAL" if isinstance(record, nouns.Person) else "INSTITUTION"
    name = {"legal_name": record.label}
    return {"object_type": "STAKEHOLDER", "id": holder, "name": name, "stakeholder_type": kind}


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"

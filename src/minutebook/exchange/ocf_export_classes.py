"""Instruments of a book as stock classes of a package."""

from __future__ import annotations

from fractions import Fraction

from minutebook.exchange.ocf_draft import plain
from minutebook.exchange.ocf_outgoing import PLACES, Object, Outgoing, comment_terms, put
from minutebook.records import nouns
from minutebook.records.instruments import AS_CONVERTED
from minutebook.records.money_checks import is_preferred
from minutebook.records.values import Unknown


def rank_of(draft: Outgoing, instrument: nouns.Instrument) -> int | None:
    """The rank of a class among preferences, if it is known."""
    rank = draft.state.pick(instrument.seniority)
    return None if rank is None or isinstance(rank, Unknown) else int(rank)


def stock_class(draft: Outgoing, instrument: nouns.Instrument, highest: int) -> Object | None:
    """A stock class; its seniority is counted upwards, so that the first rank is the highest.

    None if its votes are unknown, which the format requires.
    """
    pick, name = draft.pick, instrument.id
    preferred = is_preferred(instrument)
    authorised = draft.state.pick(instrument.authorised)
    known = pick(instrument, "votes", instrument.votes)
    known = draft.state.votes_per_unit(name) if known == AS_CONVERTED else known
    votes = None if known is None else draft.numeric(known, f"{name}: votes")
    if votes is None:
        draft.lacks(f"{name} and who holds it", "votes for each share")
        return None
    rank = rank_of(draft, instrument)
    made: Object = {
        "object_type": "STOCK_CLASS",
        "id": name,
        "name": instrument.label,
        "class_type": "PREFERRED" if preferred else "COMMON",
        "default_id_prefix": f"{name.rpartition('/')[2].upper()}-",
        "initial_shares_authorized": "NOT APPLICABLE"
        if authorised is None or authorised.exact is None
        else plain(authorised.exact),
        "votes_per_share": votes,
        "seniority": str(highest - rank + 2 if preferred and rank is not None else 1),
    }
    price = pick(instrument, "issue price", instrument.issue_price)
    put(made, "price_per_share", draft.monetary(price, f"{name}: issue price"))
    if preferred:
        put(made, "liquidation_preference_multiple", _number(draft, instrument, "preference"))
        put(made, "participation_cap_multiple", _number(draft, instrument, "cap"))
        rights = _rights(draft, instrument, price)
        put(made, "conversion_rights", rights)
    comment_terms(draft, made, instrument)
    return made


def _number(draft: Outgoing, instrument: nouns.Instrument, key: str) -> str | None:
    value = draft.pick(instrument, key, getattr(instrument, key))
    return None if value is None else draft.numeric(value, f"{instrument.id}: {key}")


def _rights(
    draft: Outgoing, instrument: nouns.Instrument, price: Fraction | None
) -> list[Object] | None:
    """The right to convert at a fixed ratio; its price is what was paid for as many units."""
    target = draft.pick(instrument, "converts to", instrument.converts_to)
    if target is None:
        return None
    if target == "":
        return []
    per_unit = draft.pick(instrument, "ratio", instrument.ratio)
    per_unit = Fraction(1) if per_unit is None else per_unit
    what = f"{instrument.id}: conversion price"
    rounded = None if price is None else Fraction(round(price / per_unit * 10**PLACES), 10**PLACES)
    written = draft.monetary(rounded, what)
    if written is None:
        draft.lacks(f"{instrument.id}: converts to", "a conversion price")
        return None
    mechanism: Object = {
        "type": "RATIO_CONVERSION",
        "ratio": {"numerator": str(per_unit.numerator), "denominator": str(per_unit.denominator)},
        "conversion_price": written,
        "rounding_type": "NORMAL",
    }
    return [
        {
            "type": "STOCK_CLASS_CONVERSION_RIGHT",
            "conversion_mechanism": mechanism,
            "converts_to_stock_class_id": target,
        }
    ]

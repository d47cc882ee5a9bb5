"""SAFEs and notes of a book as issuances of a package."""

from __future__ import annotations

from minutebook.exchange.ocf_outgoing import Object, Outgoing, comment_sale, day_of, put
from minutebook.records import money


def write_convertible(draft: Outgoing, record: money.Convertible) -> None:
    """An issuance for a convertible that is there at the date."""
    moment = draft.state.moment(record) if record.date is not None else None
    if moment is not None and moment.happened_by(draft.state.at) is False:
        return
    amount = draft.pick(record, "amount", record.amount)
    written = draft.monetary(amount, f"{record.id}: amount")
    day = None if moment is None else day_of(draft, moment)
    mechanism = _mechanism(draft, record, day or draft.date)
    if written is None or day is None or mechanism is None:
        needs = "its amount" if written is None else "its date"
        draft.lacks(record.id, "all terms of its interest" if mechanism is None else needs)
        return
    draft.holders[record.holder] = None
    draft.left_out.out(
        "seniority and trigger of convertibles",
        "the book tells no trigger: written as UNSPECIFIED, and seniority as the book counts it",
    )
    right = {
        "type": "CONVERTIBLE_CONVERSION_RIGHT",
        "conversion_mechanism": mechanism,
        "converts_to_future_round": True,
    }
    trigger = {
        "trigger_id": f"{record.id} conversion",
        "type": "UNSPECIFIED",
        "conversion_right": right,
    }
    made: Object = {}
    comment_sale(draft, made, record)
    draft.transactions.append(
        {
            "object_type": "TX_CONVERTIBLE_ISSUANCE",
            "id": f"issuance {record.id}",
            "security_id": record.id,
            "custom_id": record.id.rpartition("/")[2],
            "stakeholder_id": record.holder,
            "date": day,
            "security_law_exemptions": [],
            "investment_amount": written,
            "convertible_type": "SAFE" if record.interest is None else "NOTE",
            "conversion_triggers": [trigger],
            "seniority": record.seniority,
            **made,
        }
    )


def _mechanism(draft: Outgoing, record: money.Convertible, day: str) -> Object | None:
    """How it converts; None if the format requires terms of interest that nothing tells."""
    made: Object = {"conversion_mfn": record.most_favoured}
    cap = draft.pick(record, "cap", record.cap)
    put(made, "conversion_valuation_cap", draft.monetary(cap, f"{record.id}: cap"))
    discount = draft.pick(record, "discount", record.discount)
    if discount:
        put(made, "conversion_discount", draft.numeric(discount, f"{record.id}: discount"))
    repayment = draft.pick(record, "repayment", record.repayment)
    if repayment is not None and repayment != 1:
        made["exit_multiple"] = {
            "numerator": str(repayment.numerator),
            "denominator": str(repayment.denominator),
        }
    basis = draft.pick(record, "cap basis", record.cap_basis)
    if record.cap_counts_pool is not None:
        draft.left_out.out(f"{record.id}: cap counts pool", "the format has no place for it")
    if record.interest is None:
        put(made, "conversion_timing", TIMING.get(basis))
        return {"type": "SAFE_CONVERSION", **made}
    if basis is not None:
        draft.left_out.out(f"{record.id}: cap basis", "a note of the format does not tell it")
    days = {"actual/365": "ACTUAL_365", "30/360": "30_360"}.get(record.day_count or "")
    if days is None:
        draft.left_out.out(f"{record.id}: day count", "the format knows actual/365 and 30/360 only")
    rate = draft.pick(record, "interest", record.interest)
    written = None if rate is None else draft.numeric(rate, f"{record.id}: interest")
    if days is None or written is None or record.accrues is None:
        return None
    return {
        "type": "CONVERTIBLE_NOTE_CONVERSION",
        "interest_rates": [{"rate": written, "accrual_start_date": day}],
        "day_count_convention": days,
        "interest_payout": "DEFERRED",
        "interest_accrual_period": "ANNUAL",
        "compounding_type": "SIMPLE" if record.accrues == "simple" else "COMPOUNDING",
        **made,
    }


TIMING = {"post-money": "POST_MONEY", "pre-money": "PRE_MONEY"}

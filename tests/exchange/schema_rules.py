"""What Open Cap Format 1.2 requires of each kind of object that is exported: a table of our own.

Kept to the keys and values that an export can write: required keys, keys that may be there, and
what a value must look like. Source: the published schema's objects, types and enums.
"""

from __future__ import annotations

import re
from typing import Any, Final

NUMERIC: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]{1,10})?")
PERCENTAGE: Final = re.compile(r"0?(\.[0-9]{1,10})?|0(\.0{1,10})?|1(\.0{1,10})?")
DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
COUNTRY: Final = re.compile(r"[A-Z]{2}")
CURRENCY: Final = re.compile(r"[A-Z]{3}")
MD5: Final = re.compile(r"[0-9a-f]{32}")

EACH: Final = {"id": str, "object_type": str, "comments?": [str]}
SECURITY: Final = {
    **EACH, "security_id": str, "date": DATE, "custom_id": str, "stakeholder_id": str,
    "security_law_exemptions": [],
}  # fmt: skip
MONETARY: Final = {"amount": NUMERIC, "currency": CURRENCY}
RATIO: Final = {
    "type": {"RATIO_CONVERSION"}, "conversion_price": MONETARY,
    "ratio": {"numerator": NUMERIC, "denominator": NUMERIC},
    "rounding_type": {"CEILING", "FLOOR", "NORMAL"},
}  # fmt: skip
TERMS: Final = {
    "conversion_discount?": PERCENTAGE, "conversion_valuation_cap?": MONETARY,
    "conversion_mfn": bool,
}  # fmt: skip
SAFE: Final = {
    **TERMS, "type": {"SAFE_CONVERSION"}, "conversion_timing?": {"PRE_MONEY", "POST_MONEY"},
}  # fmt: skip
NOTE: Final = {
    **TERMS, "type": {"CONVERTIBLE_NOTE_CONVERSION"},
    "interest_rates": [{"rate": NUMERIC, "accrual_start_date": DATE, "accrual_end_date?": DATE}],
    "day_count_convention": {"ACTUAL_365", "30_360"}, "interest_payout": {"DEFERRED", "CASH"},
    "interest_accrual_period": {"DAILY", "MONTHLY", "QUARTERLY", "SEMI_ANNUAL", "ANNUAL"},
    "compounding_type": {"SIMPLE", "COMPOUNDING"},
}  # fmt: skip
OBJECTS: Final[dict[str, Any]] = {
    "ISSUER": {
        **EACH, "legal_name": str, "formation_date": DATE, "country_of_formation": COUNTRY,
        "tax_ids?": [],
    },
    "STAKEHOLDER": {
        **EACH, "name": {"legal_name": str}, "stakeholder_type": {"INDIVIDUAL", "INSTITUTION"},
    },
    "STOCK_CLASS": {
        **EACH, "name": str, "class_type": {"COMMON", "PREFERRED"}, "default_id_prefix": str,
        "initial_shares_authorized": (NUMERIC, {"NOT APPLICABLE", "UNLIMITED"}),
        "votes_per_share": NUMERIC, "seniority": NUMERIC, "price_per_share?": MONETARY,
        "liquidation_preference_multiple?": NUMERIC, "participation_cap_multiple?": NUMERIC,
        "conversion_rights?": [{
            "type": {"STOCK_CLASS_CONVERSION_RIGHT"}, "conversion_mechanism": RATIO,
            "converts_to_stock_class_id": str,
        }],
    },
    "TX_STOCK_ISSUANCE": {
        **SECURITY, "stock_class_id": str, "share_price": MONETARY, "quantity": NUMERIC,
        "stock_legend_ids": [],
    },
    "TX_EQUITY_COMPENSATION_ISSUANCE": {
        **SECURITY, "compensation_type": {"OPTION"}, "quantity": NUMERIC,
        "exercise_price": MONETARY, "expiration_date": (None, DATE),
        "termination_exercise_windows": [], "stock_class_id?": str,
    },
    "TX_CONVERTIBLE_ISSUANCE": {
        **SECURITY, "investment_amount": MONETARY, "seniority": int,
        "convertible_type": {"NOTE", "SAFE", "CONVERTIBLE_SECURITY"},
        "conversion_triggers": [{
            "trigger_id": str,
            "type": {"UNSPECIFIED"},
            "conversion_right": {
                "type": {"CONVERTIBLE_CONVERSION_RIGHT"}, "conversion_mechanism": (SAFE, NOTE),
                "converts_to_future_round?": bool,
            },
        }],
    },
}  # fmt: skip
"""Kind of object -> its keys; one that ends in "?" may be missing, and no other may be there."""

LISTS: Final = ("stakeholders", "stock_classes", "transactions", "stock_plans", "vesting_terms",
                "stock_legend_templates", "valuations")  # fmt: skip
MANIFEST: Final = {
    "ocf_version": {"1.2.0"}, "file_type": {"OCF_MANIFEST_FILE"}, "issuer": OBJECTS["ISSUER"],
    "as_of": DATE, "generated_at": str,
    **{f"{kind}_files": [{"filepath": str, "md5": MD5}] for kind in LISTS},
}  # fmt: skip


def faults(value: Any, rule: Any, at: str = "") -> list[str]:
    """Where a value is not what a rule of the table says."""
    if isinstance(rule, tuple):
        found = [faults(value, one, at) for one in rule]
        return [] if any(not each for each in found) else min(found, key=len)
    if isinstance(rule, dict):
        return _object_faults(value, rule, at)
    if isinstance(rule, list):
        if not isinstance(value, list) or (value and not rule):
            return [f"{at}: no such array"]
        return [f for n, one in enumerate(value) for f in faults(one, rule[0], f"{at}[{n}]")]
    if isinstance(rule, set):
        return [] if isinstance(value, str) and value in rule else [f"{at}: {value!r} not in enum"]
    if isinstance(rule, re.Pattern):
        good = isinstance(value, str) and rule.fullmatch(value) is not None
        return [] if good else [f"{at}: {value!r} does not match"]
    if rule is None:
        return [] if value is None else [f"{at}: not null"]
    good = isinstance(value, rule) and (rule is not int or not isinstance(value, bool))
    return [] if good else [f"{at}: {value!r} is no {rule.__name__}"]


def _object_faults(value: Any, rule: dict[str, Any], at: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{at}: no object"]
    keys = {key.rstrip("?"): (one, key.endswith("?")) for key, one in rule.items()}
    found = [
        f"{at}.{key}: missing" for key, (_, may) in keys.items() if key not in value and not may
    ]
    found += [f"{at}.{key}: not a key" for key in value if key not in keys]
    for key in (key for key in value if key in keys):
        found += faults(value[key], keys[key][0], f"{at}.{key}")
    return found

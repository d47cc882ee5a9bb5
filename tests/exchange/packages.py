"""Small Open Cap Format packages for the tests, written by hand."""

from __future__ import annotations

import json
import zipfile
from hashlib import md5
from pathlib import Path
from typing import Any

Object = dict[str, Any]
USD = "USD"


def money(amount: str, currency: str = USD) -> Object:
    return {"amount": amount, "currency": currency}


def person(key: str, name: str) -> Object:
    return {
        "object_type": "STAKEHOLDER",
        "id": key,
        "name": {"legal_name": name},
        "stakeholder_type": "INDIVIDUAL",
    }


def firm(key: str, name: str) -> Object:
    return {**person(key, name), "stakeholder_type": "INSTITUTION"}


COMMON: Object = {
    "object_type": "STOCK_CLASS",
    "id": "class-common",
    "name": "Common",
    "class_type": "COMMON",
    "default_id_prefix": "CS-",
    "initial_shares_authorized": "10000000",
    "votes_per_share": "1",
    "seniority": "1",
}


def preferred(key: str, name: str, price: str, seniority: str, **more: Any) -> Object:
    right = {
        "type": "STOCK_CLASS_CONVERSION_RIGHT",
        "conversion_mechanism": {
            "type": "RATIO_CONVERSION",
            "ratio": {"numerator": "1", "denominator": "1"},
            "conversion_price": money(price),
            "rounding_type": "NORMAL",
        },
        "converts_to_stock_class_id": "class-common",
    }
    return {
        **COMMON,
        "id": key,
        "name": name,
        "class_type": "PREFERRED",
        "default_id_prefix": f"{key}-",
        "price_per_share": money(price),
        "seniority": seniority,
        "liquidation_preference_multiple": "1",
        "conversion_rights": [right],
        **more,
    }


def issued(key: str, holder: str, of: str, quantity: str, date: str, **more: Any) -> Object:
    return {
        "object_type": "TX_STOCK_ISSUANCE",
        "id": f"tx-{key}",
        "security_id": key,
        "custom_id": key,
        "stakeholder_id": holder,
        "stock_class_id": of,
        "quantity": quantity,
        "date": date,
        "share_price": money("1"),
        "security_law_exemptions": [],
        "stock_legend_ids": [],
        **more,
    }


def happened(kind: str, security: str, date: str, **more: Any) -> Object:
    return {"object_type": kind, "id": f"{kind} {security}", "security_id": security,
            "date": date, **more}  # fmt: skip


def start_up() -> dict[str, list[Object]]:
    """The start-up of the worked check: C over B over A, each 1x with a total cap of 2x."""
    return {
        "Stakeholders": [
            person("s1", "Ada Founder"),
            firm("s2", "Angels: Ltd."),
            firm("s3", "Fund B"),
            firm("s4", "Fund C"),
        ],
        "StockClasses": [
            dict(COMMON),
            preferred("class-a", "Series A", "4.50", "2", participation_cap_multiple="2"),
            preferred("class-b", "Series B", "7", "2.5", participation_cap_multiple="2"),
            preferred("class-c", "Series C", "10", "4", participation_cap_multiple="2"),
        ],
        "Transactions": [
            issued("f1", "s1", "class-common", "1000000", "2019-01-01"),
            issued("a1", "s2", "class-a", "200000", "2020-01-01"),
            issued("b1", "s3", "class-b", "300000", "2021-01-01"),
            issued("c1", "s4", "class-c", "1500000.0", "2022-01-01"),
            happened("TX_STOCK_ACCEPTANCE", "c1", "2022-01-02"),
        ],
    }


TYPES = {
    "Stakeholders": ("stakeholders_files", "OCF_STAKEHOLDERS_FILE"),
    "StockClasses": ("stock_classes_files", "OCF_STOCK_CLASSES_FILE"),
    "StockPlans": ("stock_plans_files", "OCF_STOCK_PLANS_FILE"),
    "Transactions": ("transactions_files", "OCF_TRANSACTIONS_FILE"),
}


def files(lists: dict[str, list[Object]], name: str = "Start Up, Inc.") -> dict[str, str]:
    """The files of a package."""
    out: dict[str, str] = {}
    manifest: Object = {
        "ocf_version": "1.2.0",
        "file_type": "OCF_MANIFEST_FILE",
        "issuer": {
            "object_type": "ISSUER",
            "id": "issuer",
            "legal_name": name,
            "formation_date": "2018-05-01",
            "country_of_formation": "US",
            "tax_ids": [],
        },
        "as_of": "2023-01-01",
        "generated_at": "2023-01-02T00:00:00Z",
    }
    for kind, items in lists.items():
        key, file_type = TYPES[kind]
        text = json.dumps({"items": items, "file_type": file_type}, indent=2)
        out[f"{kind}.ocf.json"] = text
        sum_of = md5(text.encode(), usedforsecurity=False).hexdigest()
        manifest[key] = [{"filepath": f"./{kind}.ocf.json", "md5": sum_of}]
    return {"Manifest.ocf.json": json.dumps(manifest, indent=2), **out}


def folder(place: Path, lists: dict[str, list[Object]]) -> Path:
    """A package as a folder."""
    place.mkdir(parents=True, exist_ok=True)
    for name, text in files(lists).items():
        (place / name).write_text(text, "utf-8")
    return place


def zipped(place: Path, members: dict[str, str]) -> Path:
    """A package as a zip file."""
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return place

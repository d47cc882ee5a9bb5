"""A book while it is written from a package of another format."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from minutebook.exchange.left_out import Leaving
from minutebook.exchange.ocf_package import Item, Package
from minutebook.exchange.ocf_securities import number
from minutebook.records.fields import RESERVED

Fields = list[tuple[str, str]]


@dataclass(slots=True)
class Draft:
    """The book while it is written."""

    package: Package
    left_out: Leaving
    issuer: str = ""
    currency: str | None = None
    names: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    parts: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)

    def name(self, wanted: str, prefix: str = "") -> str:
        """An id of its own for something."""
        made = "-".join(re.findall(r"[^\W_]+", wanted.lower()))[:60] or "unnamed"
        made = f"{prefix}{made}"
        found, count = made, 2
        while found in self.taken or found in RESERVED:
            found, count = f"{made}-{count}", count + 1
        self.taken.add(found)
        return found

    def src(self, item: Item) -> str:
        """Where an item is read: its file as a source, and its line."""
        if item.file not in self.sources:
            self.sources[item.file] = self.name(item.file.removesuffix(".json").replace(".", "-"))
        return f"{self.sources[item.file]}:{item.line}"

    def money(self, value: Any, what: str) -> str | None:
        """A Monetary of the format, in the book's currency."""
        if not isinstance(value, dict):
            return None
        amount, currency = number(value.get("amount")), value.get("currency")
        if amount is None or amount < 0:
            return None
        self.currency = self.currency or str(currency)
        if currency != self.currency:
            self.left_out.out(f"{what} in {currency}", f"the book counts in {self.currency}")
            return None
        return plain(amount)

    def record(self, kind: str, name: str, fields: Fields) -> None:
        """Write one record."""
        lines = [f"  - {kind}: {name}", *(f"    {key}: {value}" for key, value in fields)]
        self.parts.append("\n".join(lines))


def plain(value: Fraction) -> str:
    """A number as a decimal, or as a ratio where none is exact."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def quoted(text: object) -> str:
    """A text as a quoted YAML scalar, whatever it contains."""
    words = "".join(c for c in " ".join(str(text).split()) if c.isprintable())
    return json.dumps(words, ensure_ascii=False)

"""One row of the table of keys, and the reading of a record's keys by such rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from minutebook.records.commas import cut_off_key
from minutebook.records.context import INVALID, Context, FieldType
from minutebook.text.nodes import Mapping as MappingNode

MISSPELT: Final = "?"
"""Stands for a key that may be any other key misspelt."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record: its type, what it means, the attribute it fills."""

    type: FieldType
    says: str
    attribute: str = ""
    required: bool = False


def read_keys(
    ctx: Context, node: MappingNode, kind: str, keys: Mapping[str, Key]
) -> tuple[dict[str, Any], frozenset[str]]:
    """Read what follows the first key of a record or norm.

    Gives the values by attribute, and the keys whose value could not be read, with `MISSPELT`
    if there is a key that is none: what depends on them is not judged.
    """
    values: dict[str, Any] = {}
    spoiled: list[str] = []
    for (_, before), (name, item) in pairwise(node.entries):
        text = name.text
        key = keys.get(text)
        if key is None:
            ctx.unknown_key(name, kind, tuple(keys), cut_off_key(name, item, before))
            spoiled.append(MISSPELT)
            continue
        ctx.field = text
        value = key.type.read(ctx, item)
        if value is INVALID:
            spoiled.append(text)
        else:
            values[key.attribute or text] = value
    return values, frozenset(spoiled)

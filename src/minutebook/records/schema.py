"""The JSON Schema of a book's files, for completion and hover in editors.

It is made from the same table as the loader (`kinds.KINDS`) and accepts what an editor makes of
plain scalars: `yes`, `12:00`, `6` and `2023-11-17` may arrive as other types than text. What no
schema can tell, such as dangling names, `minutebook check` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minutebook.records.context import SCALAR, Schema
from minutebook.records.fields import Cites
from minutebook.records.key import Key
from minutebook.records.kinds import KEYS, KINDS
from minutebook.records.norms import MODALITIES, NORM_KEYS, STATUS
from minutebook.records.sections import ALTERNATIVE_KEYS, HEAD_KEYS, SECTIONS, SOURCE_KEYS
from minutebook.records.sentences import RuleType

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> Schema:
    """Give the JSON Schema (draft 2020-12) of one file of a book."""
    records: Schema = {
        "type": ["array", "null"],
        "items": {"anyOf": [{"$ref": f"#/$defs/{_name(kind)}"} for kind in KINDS]},
    }
    return {
        "$schema": DIALECT,
        "title": "A book of minutebook",
        "type": "object",
        "properties": {
            "book": _described(_head(), SECTIONS["book"]),
            "include": _described(_texts(), SECTIONS["include"]),
            "sources": _described(_sources(), SECTIONS["sources"]),
            "readings": _described(_readings(), SECTIONS["readings"]),
            "records": _described(records, SECTIONS["records"]),
        },
        "additionalProperties": False,
        "$defs": {
            **{_name(kind): _record(kind) for kind in KINDS},
            "norm": _norm(),
            "rule": RuleType().schema(),
            "src": Cites().schema(),
            "status": STATUS.type.schema(),
        },
    }


def _name(kind: str) -> str:
    return f"record-{kind}"


def _described(schema: Schema, says: str, title: str = "") -> Schema:
    """Add what editors show: `markdownDescription` is read by those that render it."""
    said = says[:1].upper() + says[1:] + "."
    out = {**schema, "description": said, "markdownDescription": said}
    return {"title": title, **out} if title else out


def _texts() -> Schema:
    return {"anyOf": [dict(SCALAR), {"type": "array", "items": dict(SCALAR)}]}


def _head() -> Schema:
    return {
        "type": "object",
        "properties": {key: _described(dict(SCALAR), says, key) for key, says in HEAD_KEYS.items()},
        "additionalProperties": False,
    }


def _sources() -> Schema:
    properties = {
        key: _described(reader.schema(), says, key) for key, (reader, says) in SOURCE_KEYS.items()
    }
    source = {"type": "object", "properties": properties, "additionalProperties": False}
    return {"type": ["object", "null"], "additionalProperties": source}


def _readings() -> Schema:
    properties = {
        "says": _described(dict(SCALAR), ALTERNATIVE_KEYS["says"], "says"),
        "src": _described({"$ref": "#/$defs/src"}, ALTERNATIVE_KEYS["src"], "src"),
    }
    alternative: Schema = {
        "anyOf": [
            {**SCALAR, "type": [*SCALAR["type"], "null"]},
            {"type": "object", "properties": properties, "additionalProperties": False},
        ]
    }
    reading: Schema = {
        "type": "object",
        "properties": {
            "asks": _described(dict(SCALAR), "the question that is left open", "asks"),
            "adopted": _described(
                dict(SCALAR), "the alternative that a view of one world shows", "adopted"
            ),
        },
        "additionalProperties": alternative,
        "minProperties": 2,
    }
    return {"type": ["object", "null"], "additionalProperties": reading}


def _properties(keys: Mapping[str, Key]) -> Schema:
    return {name: _described(key.type.schema(), key.says, name) for name, key in keys.items()}


def _record(name: str) -> Schema:
    kind = KINDS[name]
    first = _described(dict(SCALAR), f"{kind.says}: {kind.id_says}", name)
    schema: Schema = {
        "type": "object",
        "required": [name, *kind.required],
        "properties": {name: first, **_properties(KEYS[name])},
        "additionalProperties": False,
    }
    return _described(schema, kind.says, name)


def _norm() -> Schema:
    modalities = {name: _described(dict(SCALAR), says, name) for name, says in MODALITIES.items()}
    schema: Schema = {
        "type": "object",
        "properties": {**modalities, **_properties(NORM_KEYS)},
        "anyOf": [{"required": [name]} for name in MODALITIES],
        "additionalProperties": False,
    }
    return _described(schema, "one rule of a document; it begins with its modality", "norm")

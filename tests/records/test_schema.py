"""The JSON Schema takes what the loader takes, and tells editors what each key means."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from tests.records.golden import CASES

import minutebook
from minutebook.records.kinds import KEYS, KINDS
from minutebook.records.norms import MODALITIES, NORM_KEYS
from minutebook.records.schema import json_schema
from minutebook.records.template import new_book
from minutebook.text import compose, plain

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
PACKAGE = Path(minutebook.__file__).parent
SHIPPED = sorted([*PACKAGE.glob("books/*/*.yaml"), *PACKAGE.glob("law/*.yaml")])
TEXTS = {
    **{path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in SHIPPED},
    **{f"new/{name}": text for name, text in new_book("Club", "Europe/Berlin").items()},
}


def as_editors_read(text: str) -> Iterator[Any]:
    """Give a file as YAML 1.1 types it (`yes`, `12:00`, dates), and as bare texts."""
    yield json.loads(json.dumps(yaml.safe_load(text), default=str))
    node, _ = compose(text, "book.yaml")
    assert node is not None
    yield plain(node)


def mistakes(text: str) -> list[str]:
    return [
        e.message for document in as_editors_read(text) for e in VALIDATOR.iter_errors(document)
    ]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", TEXTS)
def test_good_books_fit_the_schema(name: str) -> None:
    assert mistakes(TEXTS[name]) == []


@pytest.mark.parametrize(
    "text",
    [
        "record: []",
        "records: {person: ann}",
        "records: [{persn: ann}]",
        "records: [{person: ann, nmae: Ann}]",
        "records: [{holding: h, holder: ann}]",
        "records: [{body: b, vacated seats: abolish}]",
        "records: [{body: b, seats: [1]}]",
        "records: [{document: d, norms: [{shall: ann}]}]",
        "records: [{event: e, count: {claims: [{value: 7}, {value: 8}]}}]",
        "book: {titel: T}",
        "sources: {a: {titel: T}}",
        "readings: {a: {b: {sais: T}, c: x}}",
    ],
)
def test_what_the_loader_refuses_the_schema_refuses_too(text: str) -> None:
    assert mistakes(text)


@pytest.mark.parametrize(
    "value", ["yes", "no", "12:00", "6", "1_000", "2023-11-17", "2023", "1.5", "on"]
)
def test_scalars_that_editors_type_are_taken(value: str) -> None:
    assert mistakes(f"records: [{{event: e, says: {value}, date: {value}, count: {value}}}]") == []
    assert mistakes("records: [{event: e, public: yes}, {post: p, interim: no}]") == []


def test_every_kind_and_key_says_what_it_is() -> None:
    for kind in KINDS:
        record = SCHEMA["$defs"][f"record-{kind}"]
        assert record["title"] == kind
        assert record["required"][0] == kind
        assert KINDS[kind].says in record["description"].lower()
        assert set(record["properties"]) == {kind, *KEYS[kind]}
        for name, key in record["properties"].items():
            assert key["title"] == name
            assert key["description"] == key["markdownDescription"]
            assert key["description"].endswith(".")
    assert set(SCHEMA["$defs"]["norm"]["properties"]) == {*MODALITIES, *NORM_KEYS}
    assert len(SCHEMA["properties"]["records"]["items"]["anyOf"]) == len(KINDS)


def test_unknown_keys_and_kinds_of_the_broken_books_are_seen_by_editors() -> None:
    for case in CASES:
        if case.name.startswith(("MB201", "MB204-unknown-kind", "MB207", "MB205")):
            assert mistakes((case / "book.yaml").read_text("utf-8")), case.name

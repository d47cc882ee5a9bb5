"""The command `law`: the list, one preset, a document of a book, and what is unknown."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from minutebook.cli import main
from minutebook.law import LIBRARY


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["law", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_the_list_names_every_preset() -> None:
    result = run()
    assert result.exit_code == 0
    assert all(name in result.output for name in LIBRARY.names())


@pytest.mark.parametrize("name", LIBRARY.names())
def test_a_preset_is_explained(name: str) -> None:
    result = run(name)
    assert result.exit_code == 0
    assert "verified:" in result.output
    assert "rank:" in result.output


def test_dates_force_and_marks_are_told() -> None:
    output = run("delaware-stock").output
    assert "in force from 2014-04-01" in output
    assert "mandatory: no lower document may change it" in output
    assert "[dgcl:142(b) (assumed)]" in output
    assert "verified: no; assumed: § 142(b) was not read again" in output


def test_one_norm_is_explained_by_its_id() -> None:
    output = run("dgcl-228a").output
    assert "statute, default: only a charter may change it" in output
    assert "dgcl-216-act" not in output


def test_json_of_the_list_and_of_one() -> None:
    listed = json.loads(run("--json").output)
    assert [law["id"] for law in listed["laws"]] == list(LIBRARY.names())
    one = json.loads(run("delaware-llc", "--json").output)
    assert one["norms"][0]["src"] == ["dllca:18-402"]


def test_a_document_of_a_book() -> None:
    result = run("coop-by-laws", "--book", "coop")
    assert result.exit_code == 0
    assert "in force from 2021-09-01" in result.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("delaware-stok",), "did you mean 'delaware-stock'?"),
        (("x",), "one of: california-public-benefit"),
        (("nothing", "--book", "coop"), "coop has no document 'nothing'"),
        (("--book", "coop"), "name the document of the book"),
    ],
)
def test_wrong_usage_says_what_to_write(arguments: tuple[str, ...], says: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert says in " ".join(result.output.split())

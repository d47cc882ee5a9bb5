"""The table of commands: each stands where it says, and none is imported before it is asked for."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from minutebook.cli.main import COMMANDS, main


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_stands_where_the_table_says(name: str) -> None:
    """Its own name is the one under which it is listed."""
    assert isinstance(main, click.Group)
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.name == name


def test_an_unknown_command_is_none() -> None:
    """So that click says so, in its own words."""
    assert isinstance(main, click.Group)
    assert main.get_command(click.Context(main), "checks") is None


def test_the_version_waits_for_no_import() -> None:
    """Neither the loader nor a numeric library is needed to say which version this is."""
    code = (
        "import sys; from minutebook.cli import main; main(['--version'], standalone_mode=False); "
        "print([m for m in ('minutebook.records', 'lark', 'numpy', 'rich') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout.splitlines()[-1] == "[]"

"""The commands."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Final

import click

from minutebook.text.collector import collect_seldom
from minutebook.text.suggest import nearest

COMMANDS: Final[Mapping[str, str]] = {
    "check": "files",
    "show": "state",
    "log": "state",
    "judge": "ask",
    "who": "who",
    "knew": "ask",
    "pay": "pay",
    "may": "clauses",
    "follow": "clauses",
    "diff": "ask",
    "about": "about",
    "between": "about",
    "law": "law",
    "sources": "pages",
    "site": "pages",
    "serve": "pages",
    "tables": "files_out",
    "chart": "files_out",
    "report": "files_out",
    "import": "exchange",
    "export": "exchange",
    "schema": "files",
    "new": "files",
    "tour": "tour",
}
"""Each command with the module of this package where it stands, as `NAME_command`."""


class Commands(click.Group):
    """The commands, each imported when it is asked for: no command waits for another's imports."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of all commands, in the order of the alphabet."""
        return sorted(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Give the command meant; of one that there is not, say which may have been."""
        guess = None if args[0] in COMMANDS else nearest(args[0], COMMANDS)
        if guess is not None:
            ctx.fail(f"No such command '{args[0]}'. Did you mean '{guess}'?")
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a command, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"minutebook.cli.{COMMANDS[cmd_name]}")
        command = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command), cmd_name
        return command


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="minutebook")
def main() -> None:
    """An executable minute book: write down who controls an organisation, then ask.

    BOOK is a folder, a file, or the name of a shipped book such as openai.
    """
    collect_seldom()
    for stream in (sys.stdout, sys.stderr):
        # A pipe that cannot show a character gets an escape, never a traceback.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")

"""The commands."""

from __future__ import annotations

import sys

import click

from minutebook.cli.about import about_command, between_command
from minutebook.cli.ask import diff_command, judge_command, knew_command
from minutebook.cli.clauses import follow_command, may_command
from minutebook.cli.exchange import export_command, import_command
from minutebook.cli.files import check_command, new_command, schema_command
from minutebook.cli.law import law_command
from minutebook.cli.pages import serve_command, site_command, sources_command
from minutebook.cli.pay import pay_command
from minutebook.cli.state import log_command, show_command
from minutebook.cli.tour import tour_command
from minutebook.cli.who import who_command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="minutebook")
def main() -> None:
    """An executable minute book: write down who controls an organisation, then ask.

    BOOK is a folder, a file, or the name of a shipped book such as openai.
    """
    for stream in (sys.stdout, sys.stderr):
        # A pipe that cannot show a character gets an escape, never a traceback.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


for command in (
    check_command,
    show_command,
    log_command,
    judge_command,
    who_command,
    knew_command,
    pay_command,
    may_command,
    follow_command,
    diff_command,
    about_command,
    between_command,
    law_command,
    sources_command,
    site_command,
    serve_command,
    import_command,
    export_command,
    schema_command,
    new_command,
    tour_command,
):
    main.add_command(command)
